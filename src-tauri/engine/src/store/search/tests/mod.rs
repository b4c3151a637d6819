//! The search as a whole.

mod damage;
mod finds;
mod follows;
mod plans;
mod real;

use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::{
    super::{DigestKey, NewDigest, Store},
    Field, Found, Hit, Search, SearchSort,
};
use crate::{
    digest::Origin,
    ledger::{Entry, State},
    paper::{AnnounceType, Announced, Paper},
    verdict::{Analysis, Basis, Decision, Inputs, Language, Usage, Verdict},
};

pub(super) fn paper(id: &str, title: &str, summary: &str) -> Paper {
    Paper {
        id: id.parse().unwrap(),
        version: 1,
        title: title.into(),
        authors: vec!["Kurt Gödel".into(), "Emmy Noether".into()],
        categories: vec!["cs.CL".into()],
        summary: summary.into(),
        comment: None,
        url: format!("https://arxiv.org/abs/{id}"),
    }
}

pub(super) fn analysis(decision: Decision) -> Analysis {
    Analysis::empty(decision)
}

pub(super) fn announce(store: &Store, date: &str, papers: &[Paper]) {
    let list: Vec<Announced> =
        papers.iter().map(|paper| Announced { paper: paper.clone(), announce_type: AnnounceType::New }).collect();
    store.announce(date.parse().unwrap(), "feed", &[], Timestamp::UNIX_EPOCH, &list).unwrap();
}

/// A digest of papers that are announced already.
pub(super) fn judge(store: &Store, date: &str, judged: &[(Paper, Analysis)]) {
    let entry = |paper: &Paper| Entry {
        id: paper.id.clone(),
        version: paper.version,
        announce_type: AnnounceType::New,
        category: "cs.CL".into(),
        state: State::Waiting,
        rank: None,
        verdict: None,
    };
    let entries: Vec<Entry> = judged.iter().map(|(paper, _)| entry(paper)).collect();
    let new = NewDigest {
        key: DigestKey { profile: "finance-ai", date: date.parse().unwrap() },
        origin: Origin::Run,
        attempt: 1,
        inputs_hash: "",
        language: Language::Chinese,
        judge: "m",
        categories: &[],
        announced: judged.len() as u32,
        generated_at: Timestamp::UNIX_EPOCH,
    };
    let digest = store.open_digest(&new, &entries).unwrap();
    for (paper, analysis) in judged {
        let inputs = Inputs {
            judge: "openai".into(),
            model: "m".into(),
            prompt_version: String::new(),
            profile_hash: String::new(),
            text_hash: paper.text_hash(),
            language: Language::Chinese,
        };
        let verdict = Verdict {
            analysis: analysis.clone(),
            judged_by: "m".into(),
            basis: Basis::Abstract,
            flags: Vec::new(),
            score: 0.5,
            usage: Usage::default(),
            inputs,
        };
        store.judged(digest, paper, &verdict, Timestamp::UNIX_EPOCH).unwrap();
    }
}

pub(super) fn index(store: &Store) {
    let done = store.index_until(Instant::now() + Duration::from_secs(3_600)).unwrap();
    assert!(done.current && done.indexed == done.papers, "{done:?}");
}

pub(super) fn search(store: &Store, query: &str) -> Found {
    store.search(&Search { query, sort: SearchSort::Relevance, offset: 0, limit: 100_000 }).unwrap()
}

pub(super) fn ids(found: &Found) -> Vec<&str> {
    found.hits.iter().map(|hit| hit.id.as_str()).collect()
}

/// A snippet with its hits in brackets.
pub(super) fn marked(hit: &Hit) -> String {
    hit.snippet.iter().map(|piece| if piece.hit { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
}
