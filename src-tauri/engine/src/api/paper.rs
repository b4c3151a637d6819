//! One paper: what it is, what became of it, judging it now; and what a changed profile would do to the papers.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::types::PaperRequest;
use crate::{
    Engine,
    digest::ListedPaper,
    error::{Code, Error, Result},
    net::{Arxiv, Fetch},
    paper::{AnnounceType, ArxivId, Paper},
    pipeline,
    profile::Profile,
    settings::Settings,
    source::{self, api, calendar},
    store::{Fate, Store},
    verdict::{Basis, Decision},
    why::{self, Known, LookUp, NotListed},
};

/// All that is stored of a paper.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PaperView {
    /// As its digest lists it, else with its newest verdict; None when nobody has judged it.
    pub paper: Option<ListedPaper>,
    /// Its newest stored version, judged or not; None when it is not stored.
    pub text: Option<Paper>,
    /// The digest that lists it.
    #[ts(type = "string | null")]
    pub date: Option<Date>,
    pub versions: Vec<PaperVersion>,
    /// The newest first.
    pub verdicts: Vec<PaperVerdict>,
    /// In every digest that it was announced for, the newest first.
    pub fates: Vec<Fate>,
    pub withdrawn: bool,
    pub code_links: Vec<String>,
}

/// A version that is known of.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PaperVersion {
    pub version: u32,
    /// The first list that held it.
    #[ts(type = "string | null")]
    pub date: Option<Date>,
    pub announce_type: Option<AnnounceType>,
    /// Only where a source told it; the daily feed does not.
    #[ts(type = "string | null")]
    pub submitted: Option<Timestamp>,
}

/// A verdict that was given at some time.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PaperVerdict {
    pub decision: Decision,
    pub reason: String,
    pub judged_by: String,
    pub basis: Basis,
    #[ts(type = "string")]
    pub judged_at: Timestamp,
    /// Whether it was made for the chosen profile as it is now.
    pub profile_current: bool,
}

/// What became of a paper, on one screen.
#[derive(Debug, Clone, Serialize, TS)]
pub struct WhyView {
    pub id: ArxivId,
    pub title: Option<String>,
    pub stored: bool,
    /// The answer in one sentence, in the language of the interface.
    pub headline: String,
    pub lines: Vec<String>,
    pub fates: Vec<Fate>,
    /// Set when no list that is followed holds it.
    pub not_listed: Option<NotListed>,
    /// Whether its text is here, so that it can be judged.
    pub can_judge: bool,
}

/// A paper that was judged now.
#[derive(Debug, Clone, Serialize, TS)]
pub struct JudgedView {
    /// With the new verdict.
    pub paper: ListedPaper,
}

/// A profile as the reader is changing it: what the filter reads of it.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct FilterProfile {
    pub include_terms: Vec<String>,
    pub exclude_terms: Vec<String>,
    pub authors: Vec<String>,
    pub categories: Vec<String>,
}

/// Asks what a changed profile would take out or let in.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PreviewRequest {
    pub profile: FilterProfile,
    /// The saved profile to compare with; the chosen one when absent.
    #[serde(default)]
    #[ts(optional)]
    pub file: Option<String>,
}

/// The stores that may hold a paper: the reader's, else the sample day's.
fn store_of<'a>(engine: &'a Engine, id: &ArxivId) -> Result<&'a Store> {
    let store = engine.store()?;
    if store.paper(id)?.is_some() {
        return Ok(store);
    }
    let sample = engine.sample_store()?;
    Ok(if sample.paper(id)?.is_some() { sample } else { store })
}

pub async fn paper(engine: &Arc<Engine>, request: PaperRequest) -> Result<PaperView> {
    let id = &request.id;
    let store = store_of(engine, id)?;
    let settings = engine.settings()?;
    let file = engine.profile_file(&settings);
    let hashes = engine
        .profile(&file, &settings)
        .map(|profile| [profile.judged_hash(), profile.read_hash()])
        .unwrap_or_default();
    let place = store.digest_of_paper(&file, id)?;
    let listed = match &place {
        Some((_, digest, _)) => store.listed_in(*digest, id)?,
        None => None,
    };
    let date = place.filter(|_| listed.is_some()).map(|(date, ..)| date);
    let text = store.paper(id)?;
    Ok(PaperView {
        paper: match listed {
            Some(listed) => Some(listed),
            None => store.listed_alone(id)?,
        },
        date,
        versions: store
            .known_versions(id)?
            .into_iter()
            .map(|(version, submitted, listed)| PaperVersion {
                version,
                date: listed.map(|(date, _)| date),
                announce_type: listed.map(|(_, how)| how),
                submitted,
            })
            .collect(),
        verdicts: store
            .verdicts(id)?
            .into_iter()
            .map(|past| PaperVerdict {
                profile_current: hashes.contains(&past.profile_hash),
                decision: past.decision,
                reason: past.reason,
                judged_by: past.judged_by,
                basis: past.basis,
                judged_at: past.judged_at,
            })
            .collect(),
        fates: store.fates(id)?,
        withdrawn: text.as_ref().is_some_and(source::is_withdrawn),
        code_links: text.as_ref().map(source::links::code_links).unwrap_or_default(),
        text,
    })
}

pub async fn why(engine: &Arc<Engine>, request: PaperRequest) -> Result<WhyView> {
    let id = &request.id;
    let store = store_of(engine, id)?;
    let settings = engine.settings()?;
    let mut paper = store.paper(id)?;
    let stored = paper.is_some();
    let mut look_up = LookUp::NotAsked;
    if paper.is_none() && id.is_arxiv() {
        let asked = async {
            let fetch = Arxiv::new(&settings, engine.folder()?.pace())?;
            fetched(store, &settings, &fetch, id).await
        };
        match asked.await {
            Ok(found) => paper = Some(found),
            Err(error) if error.code == Code::NotFound => look_up = LookUp::NoSuchPaper,
            Err(error) => look_up = LookUp::Failed(error.message),
        }
    }
    let fates = store.fates(id)?;
    let versions = store.known_versions(id)?;
    let fetched = match why::due(&versions) {
        Some(date) => store.fetched_categories(date)?,
        None => None,
    };
    let answer = why::answer(&Known {
        id,
        paper: paper.as_ref(),
        fates: &fates,
        versions: &versions,
        look_up,
        profile: &engine.profile_file(&settings),
        followed: &settings.arxiv.categories,
        fetched: fetched.as_ref(),
        newest: calendar::newest_announced(&engine.clock.arxiv()),
        zone: engine.clock.zone(),
        language: engine.language(&settings),
    });
    Ok(WhyView {
        id: id.clone(),
        stored,
        headline: answer.headline,
        lines: answer.lines,
        fates,
        not_listed: answer.not_listed,
        can_judge: paper.is_some() && engine.folder().is_ok(),
        title: paper.map(|paper| paper.title),
    })
}

/// Asks arXiv for a paper that is not stored, and keeps what it says.
async fn fetched(store: &Store, settings: &Settings, fetch: &dyn Fetch, id: &ArxivId) -> Result<Paper> {
    let found = api::by_ids(fetch, settings, std::slice::from_ref(id)).await?;
    let record = found.into_iter().find(|record| record.paper.id == *id && !record.deleted).ok_or_else(|| {
        Error::not_found(format!("arXiv has no paper {id}."), "Check the identifier; it looks like 2601.03479.")
    })?;
    store.keep_papers(std::slice::from_ref(&record.paper))?;
    let versions: Vec<_> = record.versions.iter().map(|(version, at)| (id.clone(), *version, *at)).collect();
    store.keep_versions(&versions)?;
    Ok(record.paper)
}

pub async fn judge(engine: &Arc<Engine>, request: PaperRequest) -> Result<JudgedView> {
    let judged = engine.with_run(async |run| judged(run, &request.id).await).await?;
    engine.keep_note(&request.id);
    Ok(judged)
}

async fn judged(run: &pipeline::Run<'_>, id: &ArxivId) -> Result<JudgedView> {
    let store = run.store;
    let paper = match store.digest_of_paper(run.profile_file, id)? {
        // The version that its digest lists, which need not be the newest.
        Some((_, digest, _)) => store.entry_paper(digest, id)?,
        None => store.paper(id)?,
    };
    let paper = match paper {
        Some(paper) => paper,
        None if id.is_arxiv() => fetched(store, run.settings, run.fetch, id).await?,
        None => return Err(Error::not_found(format!("{id} is not stored here."), "Fetch the feed that holds it.")),
    };
    pipeline::judge_one(run, &paper).await?;
    let listed = store.listed_alone(id)?;
    let mut listed = listed.ok_or_else(|| Error::defect(format!("{id} was judged and has no verdict.")))?;
    if let Some((_, digest, _)) = store.digest_of_paper(run.profile_file, id)?
        && let Some(in_digest) = store.listed_in(digest, id)?
    {
        listed = ListedPaper { verdict: listed.verdict, ..in_digest };
    }
    Ok(JudgedView { paper: listed })
}

pub async fn preview_filter(engine: &Arc<Engine>, request: PreviewRequest) -> Result<pipeline::Preview> {
    let settings = engine.settings()?;
    let file = request.file.unwrap_or_else(|| engine.profile_file(&settings));
    // A profile that is new is compared with none of the rules.
    let saved = engine.profile(&file, &settings).unwrap_or_default();
    let FilterProfile { include_terms, exclude_terms, authors, categories } = request.profile;
    let changed = Profile { include_terms, exclude_terms, authors, categories, ..saved.clone() };
    pipeline::preview(engine.store()?, &settings, &saved, &changed)
}
