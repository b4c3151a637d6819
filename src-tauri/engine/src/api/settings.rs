//! Every setting, the profiles as they can be edited, and what a first profile is made from.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    app,
    types::{AppInfo, Nothing, ProfileRequest},
};
use crate::{
    Engine,
    error::{Error, Result},
    net::Arxiv,
    paper::{ArxivId, Paper},
    profile::{self, Profile},
    settings::Settings,
    source,
};

/// The most papers that a profile is seeded from.
const MOST_SEEDS: usize = 50;

/// The most lines of focus, and categories, that a seed gives.
const MOST_LINES: usize = 8;

/// One key of `settings.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SettingKey {
    /// Such as `ui.theme`.
    pub key: String,
    /// As TOML.
    pub value: String,
    pub default: String,
    /// The values that it may have, when they are few.
    pub options: Option<Vec<String>>,
}

/// All settings.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SettingsView {
    pub path: String,
    pub keys: Vec<SettingKey>,
    /// What is wrong with the file, when it cannot be read; the keys are then the defaults.
    pub broken: Option<Error>,
}

/// A profile as the window edits it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProfileText {
    pub name: String,
    pub role: String,
    pub focus: Vec<String>,
    pub exclude: Vec<String>,
    pub include_terms: Vec<String>,
    pub exclude_terms: Vec<String>,
    pub authors: Vec<String>,
    pub categories: Vec<String>,
    /// Percent to recommend, to call borderline, and to skip.
    pub shares: [u32; 3],
}

/// A profile with its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ProfileView {
    /// The file's name without `.toml`.
    pub file: String,
    /// Shipped with the app and not yet edited.
    pub preset: bool,
    #[serde(flatten)]
    pub profile: ProfileText,
}

/// A profile to be written.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SaveProfileRequest {
    pub file: String,
    pub profile: ProfileText,
}

/// A new profile that begins as a copy.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct NewProfileRequest {
    pub name: String,
    /// The file's name of the profile that is copied.
    pub from: String,
}

/// One of arXiv's categories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Category {
    pub id: String,
    pub name: String,
    pub group: String,
}

/// arXiv links, identifiers or BibTeX, as pasted.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SeedRequest {
    pub text: String,
}

/// What a profile may begin with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Seed {
    pub focus: Vec<String>,
    pub include_terms: Vec<String>,
    pub categories: Vec<String>,
    /// How many papers it was made from.
    pub papers: u32,
}

pub async fn settings(engine: &Arc<Engine>, _: Nothing) -> Result<SettingsView> {
    let (now, broken) = match engine.settings() {
        Ok(settings) => (settings, None),
        Err(error) => (Settings::default(), Some(error)),
    };
    let defaults: BTreeMap<String, String> = Settings::default().list()?.into_iter().collect();
    let keys = now.list()?.into_iter().map(|(key, value)| SettingKey {
        default: defaults.get(&key).cloned().unwrap_or_default(),
        options: options(&key).map(|options| options.iter().map(|option| (*option).to_owned()).collect()),
        key,
        value,
    });
    let path = engine.folder().map(|folder| folder.settings().display().to_string()).unwrap_or_default();
    Ok(SettingsView { path, keys: keys.collect(), broken })
}

fn options(key: &str) -> Option<&'static [&'static str]> {
    Some(match key {
        "judge.engine" => &["builtin", "openai", "ollama"],
        "judge.language" => &["zh-CN", "en"],
        "judge.deep_read" => &["never", "recommended", "all"],
        "ui.language" => &["system", "zh-CN", "en"],
        "ui.theme" => &["system", "light", "dark"],
        "ui.close_to_tray" => &["ask", "always", "never"],
        _ => return None,
    })
}

pub async fn profile(engine: &Arc<Engine>, request: ProfileRequest) -> Result<ProfileView> {
    let settings = engine.settings()?;
    let found = engine.profile(&request.file, &settings)?;
    let preset = !engine.folder()?.profiles().join(format!("{}.toml", request.file)).exists();
    let Profile { name, role, focus, exclude, include_terms, exclude_terms, authors, categories, shares, .. } = found;
    let text = ProfileText { name, role, focus, exclude, include_terms, exclude_terms, authors, categories, shares };
    Ok(ProfileView { file: request.file, preset, profile: text })
}

pub async fn save_profile(engine: &Arc<Engine>, request: SaveProfileRequest) -> Result<AppInfo> {
    let language = engine.settings()?.judge.language;
    profile::save(&engine.folder()?.profiles(), &request.file, &Profile::from(request.profile), language)?;
    app(engine, Nothing {}).await
}

pub async fn new_profile(engine: &Arc<Engine>, request: NewProfileRequest) -> Result<AppInfo> {
    let settings = engine.settings()?;
    let copied = engine.profile(&request.from, &settings)?;
    let name = request.name.trim();
    if name.is_empty() {
        return Err(Error::usage("A profile needs a name.", "Type one."));
    }
    let profiles = engine.folder()?.profiles();
    let file = profile::free_name(&profiles, name)?;
    profile::save(&profiles, &file, &Profile { name: name.into(), ..copied }, settings.judge.language)?;
    app(engine, Nothing {}).await
}

pub async fn delete_profile(engine: &Arc<Engine>, request: ProfileRequest) -> Result<AppInfo> {
    let settings = engine.settings()?;
    if engine.profile_file(&settings) == request.file {
        return Err(Error::usage("This profile is in use.", "Choose another one first."));
    }
    profile::remove(&engine.folder()?.profiles(), &request.file)?;
    app(engine, Nothing {}).await
}

pub async fn taxonomy(_: &Arc<Engine>, _: Nothing) -> Result<Vec<Category>> {
    #[derive(Deserialize)]
    struct Taxonomy {
        group: Vec<Group>,
    }
    #[derive(Deserialize)]
    struct Group {
        name: String,
        categories: Vec<(String, String)>,
    }
    let taxonomy: Taxonomy = toml::from_str(include_str!("../source/taxonomy.toml"))
        .map_err(|err| Error::defect(format!("The list of categories: {err}")))?;
    let of_group = |group: Group| {
        let name = group.name;
        group.categories.into_iter().map(move |(id, full)| Category { id, name: full, group: name.clone() })
    };
    Ok(taxonomy.group.into_iter().flat_map(of_group).collect())
}

/// A profile's first lines from papers that the reader likes: their titles say what is wanted, their categories where it
/// is found. Papers that are not stored are asked of arXiv; without a network those are left out.
pub async fn seed_profile(engine: &Arc<Engine>, request: SeedRequest) -> Result<Seed> {
    let mut ids: Vec<ArxivId> = Vec::new();
    let words = request.text.split(|c: char| c.is_whitespace() || "{}()[]<>\",;'".contains(c));
    for id in words.filter_map(|word| word.trim_end_matches('.').parse().ok()) {
        if !ids.contains(&id) && ids.len() < MOST_SEEDS {
            ids.push(id);
        }
    }
    if ids.is_empty() {
        return Err(Error::usage(
            "No arXiv paper is named in this text.",
            "Paste links such as https://arxiv.org/abs/2601.03479, or BibTeX with arXiv identifiers.",
        ));
    }
    let store = engine.store()?;
    let (mut papers, mut unknown): (Vec<Paper>, Vec<ArxivId>) = (Vec::new(), Vec::new());
    for id in ids {
        match store.paper(&id)? {
            Some(paper) => papers.push(paper),
            None => unknown.push(id),
        }
    }
    if !unknown.is_empty() && engine.folder().is_ok() {
        let settings = engine.settings()?;
        let fetch = Arxiv::new(&settings, engine.folder()?.pace())?;
        match source::api::by_ids(&fetch, &settings, &unknown).await {
            Ok(records) => papers.extend(records.into_iter().filter(|r| !r.deleted).map(|record| record.paper)),
            Err(error) if papers.is_empty() => return Err(error),
            Err(error) => tracing::info!("a seed without the papers that are not stored: {error}"),
        }
    }
    let mut counted: BTreeMap<&str, u32> = BTreeMap::new();
    for category in papers.iter().flat_map(|paper| &paper.categories) {
        *counted.entry(category).or_default() += 1;
    }
    let mut categories: Vec<(&str, u32)> = counted.into_iter().collect();
    categories.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    Ok(Seed {
        focus: papers.iter().take(MOST_LINES).map(|paper| paper.title.clone()).collect(),
        include_terms: Vec::new(),
        categories: categories.into_iter().take(MOST_LINES).map(|(name, _)| name.to_owned()).collect(),
        papers: u32::try_from(papers.len()).unwrap_or(u32::MAX),
    })
}

impl From<ProfileText> for Profile {
    fn from(text: ProfileText) -> Self {
        let ProfileText { name, role, focus, exclude, include_terms, exclude_terms, authors, categories, shares } =
            text;
        let english = BTreeMap::new();
        Self { name, role, focus, exclude, include_terms, exclude_terms, authors, categories, shares, english }
    }
}
