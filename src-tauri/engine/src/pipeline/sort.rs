//! Filter, rank and cut: every announced paper gets its place in the ledger, in one transaction.

use std::collections::HashMap;

use super::{Run, Stage, distinct};
use crate::{
    digest::Origin,
    error::{Error, Result},
    filter::Filter,
    judge::builtin,
    ledger::{Entry, Rule, State},
    paper::{Announced, ArxivId, Paper, hash},
    store::{DigestKey, DigestRow, NewDigest},
};

/// What the built-in judge said of each paper that passed the filter.
pub(super) type Ranking = HashMap<ArxivId, builtin::Ranked>;

/// The digest to go on with, and its ranking if it was just made: an unfinished one that was made with the same settings, a finished one with papers to try
/// again, or a new one.
pub(super) fn open(
    run: &Run<'_>,
    key: DigestKey,
    present: Option<DigestRow>,
    list: &[Announced],
) -> Result<(DigestRow, Option<Ranking>)> {
    let inputs_hash = inputs_hash(run)?;
    if let Some(row) = &present
        && row.origin == Origin::Run
        && !run.again
        && row.announced == distinct(list)
        && (row.complete || row.inputs_hash == inputs_hash)
    {
        return Ok((row.clone(), None));
    }
    let attempt = match &present {
        Some(row) if row.complete => row.attempt + 1,
        Some(row) => row.attempt,
        None => 1,
    };
    let (entries, ranking) = entries(run, key, list)?;
    let judge = run.model.map_or("builtin", |client| client.provider().model.as_str());
    let new = NewDigest {
        key,
        origin: Origin::Run,
        attempt,
        inputs_hash: &inputs_hash,
        language: run.settings.judge.language,
        judge,
        categories: &run.settings.arxiv.categories,
        announced: distinct(list),
        generated_at: run.clock.now(),
    };
    run.store.open_digest(&new, &entries)?;
    let row = run.store.digest_row(key)?.ok_or_else(|| Error::defect("A digest that was just stored is not there."))?;
    Ok((row, Some(ranking)))
}

/// What decides where papers go and who judges them: an unfinished digest made with other inputs is begun anew.
fn inputs_hash(run: &Run<'_>) -> Result<String> {
    let settings = run.settings;
    let profile = serde_json::to_string(run.profile)?;
    let arxiv = serde_json::to_string(&(
        &settings.arxiv.categories,
        settings.arxiv.include_cross_lists,
        settings.arxiv.include_replacements,
    ))?;
    let judge = serde_json::to_string(&(
        settings.judge.engine,
        &settings.judge.model,
        settings.judge.language,
        settings.judge.max_papers,
    ))?;
    Ok(hash(&[&profile, &arxiv, &judge]))
}

fn entries(run: &Run<'_>, key: DigestKey, list: &[Announced]) -> Result<(Vec<Entry>, Ranking)> {
    let before = run.store.announced_before(key.date)?;
    let filter = Filter::new(run.settings, run.profile, &before);
    run.tell(Stage::Filter, Some(key.date), 0, list.len());
    let rules: Vec<Option<Rule>> = list.iter().map(|announced| filter.rule(announced)).collect();
    run.tell(Stage::Filter, Some(key.date), list.len(), list.len());
    let passed: Vec<&Paper> =
        list.iter().zip(&rules).filter(|(_, rule)| rule.is_none()).map(|(a, _)| &a.paper).collect();
    let mut ranks = vec![0_u32; passed.len()];
    let mut ranking = Ranking::new();
    for (position, ranked) in rank(run, key, &passed)?.into_iter().enumerate() {
        ranks[ranked.index] = position as u32 + 1;
        ranking.insert(passed[ranked.index].id.clone(), ranked);
    }
    let of = passed.len() as u32;
    let cut = run.settings.judge.max_papers;
    let mut ranks = ranks.into_iter();
    let entry = |(announced, rule): (&Announced, Option<Rule>)| {
        let rank = if rule.is_none() { ranks.next() } else { None };
        let state = match (rule, rank) {
            (Some(rule), _) => State::Filtered(rule),
            (None, Some(rank)) if rank > cut => State::Filtered(Rule::Rank { rank, of }),
            (None, _) => State::Waiting,
        };
        Entry {
            id: announced.paper.id.clone(),
            version: announced.paper.version,
            announce_type: announced.announce_type,
            category: filter.category(announced),
            state,
            rank,
            verdict: None,
        }
    };
    let entries = list.iter().zip(rules).map(entry).collect();
    Ok((entries, ranking))
}

/// The ranking of a digest that was begun earlier, made again from the same papers.
pub(super) fn rank_again(run: &Run<'_>, key: DigestKey, papers: &[&Paper]) -> Result<Ranking> {
    let ranked = rank(run, key, papers)?;
    Ok(ranked.into_iter().map(|ranked| (papers[ranked.index].id.clone(), ranked)).collect())
}

/// The papers in the built-in judge's order, best first.
pub(super) fn rank(run: &Run<'_>, key: DigestKey, papers: &[&Paper]) -> Result<Vec<builtin::Ranked>> {
    run.tell(Stage::Rank, Some(key.date), 0, papers.len());
    let ranked = run.learned()?.model.rank(papers);
    run.tell(Stage::Rank, Some(key.date), papers.len(), papers.len());
    Ok(ranked)
}
