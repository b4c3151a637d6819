//! All keys that were ever kept, and their end.

use std::{collections::BTreeSet, sync::Arc};

use serde::Serialize;
use ts_rs::TS;

use super::types::Nothing;
use crate::{
    Engine,
    error::{Code, Error, Result},
    judge::llm::{self, ProviderKind, presets},
    secrets,
};

/// The places of all keys that were kept; a keychain does not list what is in it.
const PLACES: &str = "keys.places";

/// Whose keys were deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DeletedKeys {
    /// Scheme, host and port.
    pub places: Vec<String>,
}

/// Remembers that there may be a key of a place.
pub(super) fn remember(engine: &Engine, place: &str) -> Result<()> {
    let store = engine.store()?;
    let mut places: BTreeSet<String> = store.recall(PLACES)?.unwrap_or_default();
    if places.insert(place.to_owned()) {
        store.remember(PLACES, Some(&places))?;
    }
    Ok(())
}

/// Deletes the keys of every service that was ever chosen here. The environment's key is not ours.
pub async fn delete_keys(engine: &Arc<Engine>, _: Nothing) -> Result<DeletedKeys> {
    engine.folder()?;
    let store = engine.store()?;
    let mut places: BTreeSet<String> = store.recall(PLACES)?.unwrap_or_default();
    // Those of versions that did not remember.
    let known = presets::PRESETS.iter().map(|preset| preset.base_url.to_owned());
    let urls = known.chain([engine.settings()?.judge.base_url]).filter(|url| !url.is_empty());
    places.extend(
        urls.filter_map(|url| llm::address(ProviderKind::OpenAi, &url).ok()).map(|address| secrets::place(&address)),
    );
    let keychain = engine.host.keychain();
    let problem = |problem: String| {
        Error::new(
            Code::Refused,
            format!("Not every key was deleted: the keychain cannot be used ({problem})."),
            "Unlock or start your system's keychain and try again, or delete the entries of arxiv-llm-daily there.",
        )
    };
    let mut deleted = Vec::new();
    for place in places {
        if keychain.get(&place).map_err(problem)?.is_some() {
            keychain.set(&place, None).map_err(problem)?;
            deleted.push(place);
        }
    }
    store.remember::<BTreeSet<String>>(PLACES, None)?;
    Ok(DeletedKeys { places: deleted })
}
