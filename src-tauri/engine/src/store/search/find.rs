//! A search from the query to the page of hits.

use std::{collections::HashSet, panic, thread};

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    super::Store,
    Outcome, Words,
    document::{self, Document},
    expression::{self, Expressions},
    field::Field,
    query::{self, Clause, Item, Part, Query, Wanted},
    rank::{Piece, Ranker},
    tokens::{Script, Stems},
};
use crate::{
    digest::Marks,
    error::{Error, Result},
    paper::ArxivId,
    verdict::Decision,
};

/// How hits are ordered. What has the words as they stand comes before what has them inside of others, either way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum SearchSort {
    #[default]
    Relevance,
    /// The newest first.
    Date,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    pub query: &'a str,
    pub sort: SearchSort,
    pub offset: u32,
    pub limit: u32,
}

/// A paper that was found.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(rename = "SearchHit")]
pub struct Hit {
    pub id: ArxivId,
    pub title: String,
    /// The first day of whose list it is.
    #[ts(type = "string | null")]
    pub date: Option<Date>,
    /// More is better; comparable within one search only.
    pub score: f64,
    /// Where the snippet is from.
    pub field: Field,
    pub snippet: Vec<Piece>,
    /// The reader's own, else the newest verdict's.
    pub decision: Option<Decision>,
    pub marks: Marks,
}

/// A page of a search.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    pub hits: Vec<Hit>,
    pub total: u32,
    /// False: there are at least so many.
    pub total_is_exact: bool,
    /// The query that was answered instead, because nothing matched what was typed.
    pub corrected: Option<String>,
}

/// Candidates that are read and ranked, of each kind.
const NEWEST: u32 = 200;
const IN_HEAD: u32 = 150;
const OWN: u32 = 50;

/// Papers that are held in memory at a time.
const AT_ONCE: usize = 64;

/// Papers are counted up to here, and further only when they are asked for.
const MOST_COUNTED: u32 = 10_000;

/// Every statement that asks the index: the newest papers of an expression, and how many there are.
pub(super) const NEWEST_OF: &str = "SELECT rowid FROM text WHERE text MATCH ?1 ORDER BY rowid DESC LIMIT ?2";
pub(super) const COUNT_OF: &str = "SELECT COUNT(*) FROM (SELECT rowid FROM text WHERE text MATCH ?1 LIMIT ?2)";
pub(super) const PAPER_OF: &str = "SELECT paper FROM docs WHERE doc = ?1";

impl Store {
    /// Searches what is indexed. `index_until` brings the index up to date first.
    pub fn search(&self, search: &Search) -> Result<Found> {
        self.index.guarded(|| {
            self.index.read(|index| {
                let mut words = super::lock(&self.index.words);
                words.refresh(index)?;
                run(self, index, &words, search)
            })
        })
    }
}

impl Store {
    /// The ids of everything that a query finds, in the order of `SearchSort::Date`: for an export of a search.
    pub fn search_ids(&self, query: &str) -> Result<Vec<ArxivId>> {
        self.index.guarded(|| {
            self.index.read(|index| {
                let mut words = super::lock(&self.index.words);
                words.refresh(index)?;
                let mut stems = Stems::default();
                let query = query::parse(query);
                let mut ids = every(index, &words, &query, &mut stems)?;
                if ids.is_empty() {
                    for instead in instead(&query, &words, &mut stems) {
                        ids = every(index, &words, &query::parse(&instead), &mut stems)?;
                        if !ids.is_empty() {
                            break;
                        }
                    }
                }
                Ok(ids)
            })
        })
    }
}

fn every(index: &Connection, words: &Words, query: &Query, stems: &mut Stems) -> Outcome<Vec<ArxivId>> {
    let Some(asked) = expression::build(query, &words.vocabulary, stems) else { return Ok(Vec::new()) };
    let rest = asked.loose.as_ref().map(|loose| format!("({loose}) NOT ({})", asked.exact));
    let mut ids = Vec::new();
    for expression in [Some(asked.exact), rest].into_iter().flatten() {
        for doc in newest(index, &expression, u32::MAX)? {
            ids.extend(paper_of(index, doc)?.and_then(|paper| paper.parse().ok()));
        }
    }
    Ok(ids)
}

impl Words {
    /// Takes over what is new, or everything when the index is another one.
    pub(super) fn refresh(&mut self, index: &Connection) -> Outcome<()> {
        self.belong_to(index)?;
        Ok(self.vocabulary.refresh(index)?)
    }

    /// How many papers are indexed.
    pub(super) fn count(&mut self, index: &Connection) -> Outcome<u32> {
        self.belong_to(index)?;
        Ok(self.vocabulary.count(index)?)
    }

    fn belong_to(&mut self, index: &Connection) -> Outcome<()> {
        let birth: String =
            index.prepare_cached("SELECT value FROM state WHERE key = 'birth'")?.query_row([], |row| row.get(0))?;
        if birth != self.birth {
            *self = Self { birth, ..Self::default() };
        }
        Ok(())
    }
}

fn run(store: &Store, index: &Connection, words: &Words, search: &Search) -> Outcome<Found> {
    let mut stems = Stems::default();
    let query = query::parse(search.query);
    let Some(expressions) = expression::build(&query, &words.vocabulary, &mut stems) else {
        return Ok(Found { total_is_exact: true, ..Found::default() });
    };
    let found = page(store, index, words, &expressions, search)?;
    if found.total > 0 {
        return Ok(found);
    }
    for text in instead(&query, words, &mut stems) {
        let Some(expressions) = expression::build(&query::parse(&text), &words.vocabulary, &mut stems) else {
            continue;
        };
        let instead = page(store, index, words, &expressions, search)?;
        if instead.total > 0 {
            return Ok(Found { corrected: Some(text), ..instead });
        }
    }
    Ok(found)
}

/// What is asked instead of a query that finds nothing, one after the other until something is found: the query without
/// typing mistakes, then without its least telling words.
fn instead(query: &Query, words: &Words, stems: &mut Stems) -> Vec<String> {
    let corrected = correct(query, words, stems);
    let shortened = shorter(corrected.as_ref().map(|text| query::parse(text)).as_ref().unwrap_or(query));
    corrected.into_iter().chain(shortened).collect()
}

/// The most shortened queries that are tried.
const MOST_SHORTENED: usize = 8;

/// The query without one of its words or runs of Chinese, the shortest left out first: a letter cut off a name says less
/// than a word. Then without more of them. Filters, phrases in quotation marks and what is not wanted stay.
fn shorter(query: &Query) -> Vec<String> {
    let plain = |clause: &Clause| match clause.alternatives.as_slice() {
        [Item { negated: false, wanted: Wanted::Text { fields, parts } }] if fields.is_empty() => parts.clone(),
        _ => Vec::new(),
    };
    let parts: Vec<Part> = query.clauses.iter().flat_map(plain).filter(|part| !part.quoted).collect();
    let mut spans: Vec<(usize, usize)> =
        parts.iter().filter_map(|part| Some((part.words.first()?.span.0, part.words.last()?.span.1))).collect();
    if spans.len() < 2 {
        return Vec::new();
    }
    spans.sort_by_key(|(start, end)| end - start);
    let without = |left_out: &[(usize, usize)]| {
        let mut text = query.text.clone();
        let mut left_out = left_out.to_vec();
        left_out.sort_by_key(|(start, _)| std::cmp::Reverse(*start));
        left_out.iter().for_each(|&(start, end)| text.replace_range(start..end, " "));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let one = spans.iter().map(|span| without(&[*span]));
    let more = (2..spans.len()).map(|count| without(&spans[..count]));
    one.take(MOST_SHORTENED / 2).chain(more).take(MOST_SHORTENED).collect()
}

/// The query with every word that is nowhere in the index replaced by its nearest neighbour.
fn correct(query: &Query, words: &Words, stems: &mut Stems) -> Option<String> {
    let mut corrected = query.text.clone();
    let mut changes: Vec<((usize, usize), String)> = Vec::new();
    for item in query.clauses.iter().flat_map(|clause| &clause.alternatives).filter(|item| !item.negated) {
        let Wanted::Text { parts, .. } = &item.wanted else { continue };
        for word in parts.iter().flat_map(|part| &part.words).filter(|word| word.script == Script::Letters) {
            let vocabulary = &words.vocabulary;
            let known =
                vocabulary.papers_with(&word.text) > 0 || !vocabulary.expansions(&word.text, false, stems).is_empty();
            if !known && let Some(meant) = vocabulary.meant(&word.text) {
                changes.push((word.span, meant.to_owned()));
            }
        }
    }
    changes.sort_by_key(|((start, _), _)| std::cmp::Reverse(*start));
    for ((start, end), meant) in &changes {
        corrected.replace_range(start..end, meant);
    }
    (!changes.is_empty()).then_some(corrected)
}

/// A part of the result: what an expression finds, ranked as far as there are candidates, then by date.
struct Tier {
    expression: String,
    ranked: Vec<(i64, f64)>,
    count: u32,
    is_exact: bool,
    /// No hit that is not ranked scores more.
    floor: f64,
}

fn page(store: &Store, index: &Connection, words: &Words, asked: &Expressions, search: &Search) -> Outcome<Found> {
    let end = search.offset.saturating_add(search.limit);
    // Two halves of the candidates are read and ranked beside each other.
    let mut rankers = [(); 2].map(|()| Ranker::new(&asked.patterns, words.vocabulary.papers));
    let by_date = search.sort == SearchSort::Date || asked.patterns.is_empty();

    let head = asked.head.as_deref();
    let exact = tier(store, index, &mut rankers, asked.exact.clone(), head, by_date, end, f64::INFINITY)?;
    let mut tiers = vec![exact];
    // What has the words only inside of others is looked for when the page, or an honest count, needs it.
    if let Some(loose) = &asked.loose
        && tiers[0].count < end.max(NEWEST)
    {
        let rest = format!("({loose}) NOT ({})", asked.exact);
        let floor = tiers[0].floor;
        let wanted = end - tiers[0].count.min(end);
        // A page that does not reach it needs only its count.
        let unranked = by_date || wanted == 0;
        tiers.push(tier(store, index, &mut rankers, rest, None, unranked, wanted, floor)?);
    }

    let mut rows: Vec<(i64, Option<f64>, f64)> = Vec::new();
    let mut before = 0;
    for tier in &tiers {
        let from = search.offset.saturating_sub(before).min(tier.count);
        let to = end.saturating_sub(before).min(tier.count);
        if from < to {
            rows.extend(rows_of(index, tier, from as usize, to as usize)?);
        }
        before = before.saturating_add(tier.count);
    }
    let mut hits = Vec::new();
    for rows in rows.chunks(AT_ONCE) {
        let documents = documents_of(store, index, rows.iter().map(|(doc, ..)| *doc))?;
        for (&(_, score, floor), document) in rows.iter().zip(documents) {
            let Some(document) = document else { continue };
            let shown = rankers[0].score(&document, true);
            hits.push(Hit {
                score: score.unwrap_or(shown.score.min(floor)),
                title: document.title,
                date: document.dates.first().copied(),
                field: shown.field,
                snippet: shown.snippet,
                decision: document.decision,
                marks: document.marks,
                id: document.id,
            });
        }
    }
    Ok(Found {
        hits,
        total: tiers.iter().map(|tier| tier.count).sum(),
        total_is_exact: tiers.iter().all(|tier| tier.is_exact) && tiers.len() == 1 + usize::from(asked.loose.is_some()),
        corrected: None,
    })
}

#[allow(clippy::too_many_arguments, reason = "one call each for the two tiers")]
fn tier(
    store: &Store,
    index: &Connection,
    rankers: &mut [Ranker; 2],
    expression: String,
    head: Option<&str>,
    by_date: bool,
    wanted: u32,
    ceiling: f64,
) -> Outcome<Tier> {
    let most = wanted.max(MOST_COUNTED);
    let count: u32 =
        index.prepare_cached(COUNT_OF)?.query_row(params![expression, most.saturating_add(1)], |row| row.get(0))?;
    let (count, is_exact) = (count.min(most), count <= most);
    let mut ranked = Vec::new();
    if !by_date {
        let mut candidates = newest(index, &expression, NEWEST)?;
        if count > NEWEST {
            if let Some(head) = head {
                candidates.extend(newest(index, head, IN_HEAD)?);
            }
            let own = format!("({expression}) AND \"{}\"", super::facets::OWN);
            candidates.extend(newest(index, &own, OWN)?);
        }
        let mut seen = HashSet::new();
        candidates.retain(|doc| seen.insert(*doc));
        for (doc, score) in scores(store, index, rankers, &candidates)? {
            // Below everything that has the words as they stand.
            ranked.push((doc, if ceiling.is_finite() { (score / 2.0).min(ceiling) } else { score }));
        }
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    }
    let floor = ranked.last().map_or(ceiling, |(_, score)| *score);
    Ok(Tier { expression, ranked, count, is_exact, floor })
}

fn newest(index: &Connection, expression: &str, most: u32) -> Outcome<Vec<i64>> {
    let mut statement = index.prepare_cached(NEWEST_OF)?;
    let rows = statement.query_map(params![expression, most], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The rows of a stretch of a tier, with their score as far as they are ranked, and what none may exceed.
fn rows_of(index: &Connection, tier: &Tier, from: usize, to: usize) -> Outcome<Vec<(i64, Option<f64>, f64)>> {
    let ranked = tier.ranked.len();
    let mut rows: Vec<_> = tier.ranked[from.min(ranked)..to.min(ranked)]
        .iter()
        .map(|(doc, score)| (*doc, Some(*score), tier.floor))
        .collect();
    if to > ranked {
        let seen: HashSet<i64> = tier.ranked.iter().map(|(doc, _)| *doc).collect();
        let all = newest(index, &tier.expression, u32::try_from(to).unwrap_or(u32::MAX))?;
        let rest = all.into_iter().filter(|doc| !seen.contains(doc));
        let skip = from.saturating_sub(ranked);
        rows.extend(rest.skip(skip).take(to - from.max(ranked)).map(|doc| (doc, None, tier.floor)));
    }
    Ok(rows)
}

/// From this many candidates on a second thread is worth its start.
const TWO_THREADS: usize = 32;

fn scores(store: &Store, index: &Connection, rankers: &mut [Ranker; 2], docs: &[i64]) -> Outcome<Vec<(i64, f64)>> {
    let papers: Vec<(i64, Option<String>)> =
        docs.iter().map(|&doc| Ok((doc, paper_of(index, doc)?))).collect::<Outcome<_>>()?;
    let score = |ranker: &mut Ranker, papers: &[(i64, Option<String>)]| -> Result<Vec<(i64, f64)>> {
        let mut scores = Vec::with_capacity(papers.len());
        for papers in papers.chunks(AT_ONCE) {
            store.read(|database| {
                for (doc, paper) in papers {
                    if let Some(document) = read(database, paper)? {
                        scores.push((*doc, ranker.score(&document, false).score));
                    }
                }
                Ok(())
            })?;
        }
        Ok(scores)
    };
    let [one, other] = rankers;
    if papers.len() < TWO_THREADS {
        return Ok(score(one, &papers)?);
    }
    let (upper, lower) = papers.split_at(papers.len() / 2);
    let scored = thread::scope(|scope| {
        let lower = scope.spawn(|| score(other, lower));
        let mut scored = score(one, upper)?;
        scored.extend(lower.join().unwrap_or_else(|err| panic::resume_unwind(err))?);
        Ok::<_, Error>(scored)
    })?;
    Ok(scored)
}

/// Reads documents in one go: each reading of the database by itself costs as much as a document.
pub(super) fn documents_of(
    store: &Store,
    index: &Connection,
    docs: impl Iterator<Item = i64>,
) -> Outcome<Vec<Option<Document>>> {
    let papers: Vec<Option<String>> = docs.map(|doc| paper_of(index, doc)).collect::<Outcome<_>>()?;
    Ok(store.read(|database| papers.iter().map(|paper| read(database, paper)).collect())?)
}

pub(super) fn paper_of(index: &Connection, doc: i64) -> Outcome<Option<String>> {
    Ok(index.prepare_cached(PAPER_OF)?.query_row([doc], |row| row.get(0)).optional()?)
}

fn read(database: &Connection, paper: &Option<String>) -> Result<Option<Document>> {
    match paper {
        Some(paper) => document::read(database, paper),
        None => Ok(None),
    }
}
