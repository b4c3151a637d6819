//! Whether arXiv can be reached with the settings as they are.

use std::{sync::Arc, time::Instant};

use serde::Serialize;
use ts_rs::TS;

use super::types::Nothing;
use crate::{
    Engine,
    error::{Error, Result},
    net::{Arxiv, Fetch as _},
    source::feed,
};

/// One polite request for the feed of the followed categories.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct NetworkTest {
    /// `network.proxy` as it was used.
    pub proxy: String,
    pub address: String,
    /// How long it took; the pause that arXiv asks for between two requests is in it.
    pub seconds: f64,
    /// Why it could not be had.
    pub error: Option<Error>,
}

pub async fn test_network(engine: &Arc<Engine>, _: Nothing) -> Result<NetworkTest> {
    let settings = engine.settings()?;
    let proxy = settings.network.proxy.clone();
    let address = feed::address(&settings.arxiv.rss_url, &settings.arxiv.categories)?;
    let start = Instant::now();
    let asked = match Arxiv::new(&settings, engine.folder()?.pace()) {
        Ok(fetch) => fetch.get(&address).await.map(drop),
        Err(error) => Err(error),
    };
    Ok(NetworkTest { proxy, address: address.into(), seconds: start.elapsed().as_secs_f64(), error: asked.err() })
}
