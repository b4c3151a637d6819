//! `search` and `complete`: papers, analyses and notes, found while typing.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use crate::store::{Completion, CompletionKind, Hit, Indexing, SearchSort};
use crate::{
    Engine,
    error::{Error, Result},
    net::Arxiv,
    paper::ArxivId,
    source::{Record, api},
    store::{Search, Store},
};

/// How long a search waits for the index to catch up; the rest is done beside it.
const CATCH_UP: Duration = Duration::from_millis(300);

/// A page of a search.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SearchRequest {
    /// Words, "phrases", -word, OR, and the filters author: title: note: cat: date: decision: has: is: tag: id:
    pub query: String,
    #[serde(default)]
    #[ts(as = "Option<SearchSort>", optional)]
    pub sort: SearchSort,
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub offset: u32,
    pub limit: u32,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct SearchResult {
    pub hits: Vec<Hit>,
    pub total: u32,
    /// False: there are at least so many.
    pub total_is_exact: bool,
    /// The query that was answered instead, because nothing matched what was typed.
    pub corrected: Option<String>,
    /// Set while the index is still being made, the newest days first: there may be more to find soon.
    pub indexing: Option<Indexing>,
    pub elapsed_ms: u32,
}

/// A query that is being typed.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CompleteRequest {
    pub query: String,
    /// In UTF-16 units, as `selectionStart` of an input.
    pub cursor: u32,
}

/// Most hits of one page in the window.
const MOST_HITS: u32 = 500;

pub async fn search(engine: &Arc<Engine>, request: SearchRequest) -> Result<SearchResult> {
    let start = Instant::now();
    let (store, indexing) = searched(engine)?;
    let SearchRequest { query, sort, offset, limit } = request;
    let found = store.search(&Search { query: &query, sort, offset, limit: limit.min(MOST_HITS) })?;
    Ok(SearchResult {
        hits: found.hits,
        total: found.total,
        total_is_exact: found.total_is_exact && indexing.is_none(),
        corrected: found.corrected,
        indexing,
        elapsed_ms: start.elapsed().as_millis().try_into().unwrap_or(u32::MAX),
    })
}

pub async fn complete(engine: &Arc<Engine>, request: CompleteRequest) -> Result<Vec<Completion>> {
    searched(engine)?.0.complete(&request.query, request.cursor)
}

/// The store that a search looks into, and how far its index is unless it is current. When nothing is stored yet, the
/// sample day is what the window shows, and what is searched.
fn searched(engine: &Arc<Engine>) -> Result<(&Store, Option<Indexing>)> {
    let until = Instant::now() + CATCH_UP;
    let store = engine.store()?;
    // A search that cannot catch up still searches what is there.
    let Ok(indexing) = store.index_until(until) else { return Ok((store, Some(store.indexing()?))) };
    if indexing.current && indexing.papers == 0 {
        let sample = engine.sample_store()?;
        sample.index_until(until + Duration::from_secs(60))?;
        return Ok((sample, None));
    }
    if indexing.current {
        return Ok((store, None));
    }
    engine.index_in_background();
    Ok((store, Some(indexing)))
}

/// The ids of all that a query finds, for an export: the whole index first.
pub(super) fn search_ids(engine: &Engine, query: &str) -> Result<Vec<ArxivId>> {
    let store = engine.store()?;
    while !store.index_until(Instant::now() + Duration::from_secs(60))?.current {}
    store.search_ids(query)
}

/// Asks arXiv itself, in its own language or in plain words, for its newest papers. What it finds is stored, so that it can
/// be judged; no list has it.
pub async fn search_arxiv(engine: &Engine, query: &str, limit: u32) -> Result<Vec<Record>> {
    let wanted = api::wanted(query).ok_or_else(|| {
        Error::usage(
            "Nothing is searched for.",
            "Name what is wanted: a word, \"a phrase\", au:NAME, cat:cs.CL, -not this.",
        )
    })?;
    let settings = engine.settings()?;
    let fetch = Arxiv::new(&settings, engine.folder()?.pace())?;
    let found = api::search(&fetch, &settings, &wanted, limit as usize).await?;
    let papers: Vec<_> = found.iter().map(|record| record.paper.clone()).collect();
    engine.store()?.keep_papers(&papers)?;
    Ok(found)
}

/// A search for a command that waits: the whole index first, then up to `limit` hits.
pub fn search_all(engine: &Engine, query: &str, limit: u32) -> Result<SearchResult> {
    let start = Instant::now();
    let store = engine.store()?;
    while !store.index_until(Instant::now() + Duration::from_secs(60))?.current {}
    let found = store.search(&Search { query, sort: SearchSort::Relevance, offset: 0, limit })?;
    Ok(SearchResult {
        hits: found.hits,
        total: found.total,
        total_is_exact: found.total_is_exact,
        corrected: found.corrected,
        indexing: None,
        elapsed_ms: start.elapsed().as_millis().try_into().unwrap_or(u32::MAX),
    })
}
