//! A week or a month in one page, from stored digests alone: what rose, what fell, what appeared for the first time, and
//! the best papers.

mod markdown;
mod paragraph;
#[cfg(test)]
mod tests;

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
};

use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use paragraph::{Paragraph, sum_up};

use crate::{
    digest::{Counts, Digest, Evidence, ListedPaper},
    error::{Error, Result},
    judge::evidence,
    report::one_line,
    store::Store,
    verdict::{Decision, Language},
};

/// Words in each of the lists.
const WORDS: usize = 10;
/// What is first seen was in no digest of this many days before.
const LOOK_BACK: i32 = 365;

/// The length of a roll-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// Monday to Sunday.
    Week,
    Month,
}

/// A keyword in this period and the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WordChange {
    pub word: String,
    /// Papers that have it.
    pub count: u32,
    /// In the period before.
    pub before: u32,
}

/// A paper that stands out, with the day of its digest.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct BestPaper {
    #[ts(type = "string")]
    pub date: Date,
    pub paper: ListedPaper,
}

/// A week or a month.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Rollup {
    pub kind: Period,
    #[ts(type = "string")]
    pub first: Date,
    #[ts(type = "string")]
    pub last: Date,
    pub title: String,
    pub markdown: String,
    /// Days with a digest.
    pub days: u32,
    /// Papers that were judged.
    pub papers: u32,
    pub counts: Counts,
    /// Words that more papers have than the period before would have made likely; empty when that has no digest.
    pub rose: Vec<WordChange>,
    pub fell: Vec<WordChange>,
    /// Words of no digest of the year before; empty when there is none.
    pub first_seen: Vec<WordChange>,
    /// By decision (the reader's own before the judge's), star, evidence, and rank.
    pub best: Vec<BestPaper>,
    /// What a model wrote of it, once for these digests.
    pub paragraph: Option<Paragraph>,
    /// Why the model that was asked wrote none.
    pub problem: Option<Error>,
    /// The digests that this is made from, and the language: what a paragraph is stored with.
    #[serde(skip)]
    inputs: String,
    #[serde(skip)]
    key: String,
    #[serde(skip)]
    language: Language,
    /// Papers whose keywords were counted, each once: of this period, and of the one before.
    #[serde(skip)]
    compared: (u32, u32),
}

impl Rollup {
    /// The same, with why the model wrote nothing.
    pub fn with_problem(self, problem: Error) -> Self {
        Self { problem: Some(problem), ..self }
    }

    fn written(mut self) -> Self {
        self.markdown = markdown::of(&self);
        self
    }
}

impl Period {
    /// The first and last day of the period that holds a day.
    pub fn around(self, date: Date) -> Result<(Date, Date)> {
        let bounds = match self {
            Self::Week => {
                let since_monday = i32::from(date.weekday().to_monday_zero_offset());
                date.checked_sub(since_monday.days()).and_then(|first| Ok((first, first.checked_add(6.days())?)))
            }
            Self::Month => Ok((date.first_of_month(), date.last_of_month())),
        };
        bounds.map_err(|err| Error::usage(format!("There is no such day: {err}."), "Use a day of this century."))
    }

    /// How many papers are called its best.
    fn best(self) -> usize {
        match self {
            Self::Week => 5,
            Self::Month => 10,
        }
    }
}

/// The roll-up of the period that holds a day.
///
/// # Errors
/// `NotFound` when the period has no digest.
pub fn make(store: &Store, profile: &str, kind: Period, date: Date, language: Language) -> Result<Rollup> {
    let (first, last) = kind.around(date)?;
    let digests = digests(store, profile, first, last)?;
    if digests.is_empty() {
        return Err(Error::not_found(
            format!("There is no digest from {first} to {last} for the profile {profile}."),
            "Choose another day with --date, or make digests with: arxiv-llm-daily run --since D",
        ));
    }
    let day_before = first.yesterday().unwrap_or(first);
    let (before_first, before_last) = kind.around(day_before)?;
    let before = self::digests(store, profile, before_first, before_last)?;
    let (words, words_before) = (Words::of(&digests), Words::of(&before));
    let (rose, fell) = changes(&words, &words_before);
    let counts = digests.iter().fold(Counts::default(), |sum, digest| Counts {
        recommend: sum.recommend + digest.counts.recommend,
        borderline: sum.borderline + digest.counts.borderline,
        skip: sum.skip + digest.counts.skip,
    });
    let (key, inputs) = paragraph::place(profile, kind, first, language, &digests);
    let rollup = Rollup {
        kind,
        first,
        last,
        title: markdown::title(kind, first, language),
        markdown: String::new(),
        days: count(digests.len()),
        papers: counts.total(),
        counts,
        rose,
        fell,
        first_seen: first_seen(store, profile, first, &words)?,
        best: best(digests, kind.best()),
        paragraph: paragraph::kept(store, &key, &inputs)?,
        problem: None,
        inputs,
        key,
        language,
        compared: (words.papers, words_before.papers),
    };
    Ok(rollup.written())
}

fn digests(store: &Store, profile: &str, first: Date, last: Date) -> Result<Vec<Digest>> {
    let days = store.days(profile, first, last)?;
    days.iter().filter(|(row, ..)| row.complete).map(|(row, ..)| store.digest(row)).collect()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Keywords with the number of judged papers that have them, under their folded form, in the order of their appearance.
#[derive(Default)]
struct Words {
    papers: u32,
    places: HashMap<String, usize>,
    all: Vec<(String, u32)>,
}

impl Words {
    fn of(digests: &[Digest]) -> Self {
        let mut words = Self::default();
        let mut seen = HashSet::new();
        let listed = digests.iter().flat_map(|digest| &digest.papers);
        for paper in listed.filter(|paper| paper.failure.is_none() && seen.insert(&paper.id)) {
            words.papers += 1;
            let mut counted = HashSet::new();
            for word in paper.verdict.analysis.keywords.iter().map(|word| one_line(word)) {
                if word.is_empty() || !counted.insert(fold(&word)) {
                    continue;
                }
                let next = words.all.len();
                let place = *words.places.entry(fold(&word)).or_insert(next);
                if place == next {
                    words.all.push((word, 0));
                }
                words.all[place].1 += 1;
            }
        }
        words
    }

    fn count(&self, word: &str) -> u32 {
        self.places.get(&fold(word)).map_or(0, |place| self.all[*place].1)
    }
}

fn fold(word: &str) -> String {
    word.to_lowercase()
}

/// Words whose number of papers differs most from what the period before would have made likely, since a week of holidays
/// has fewer papers. One paper more or less is chance.
fn changes(now: &Words, before: &Words) -> (Vec<WordChange>, Vec<WordChange>) {
    if before.papers == 0 {
        return (Vec::new(), Vec::new());
    }
    let scale = f64::from(now.papers) / f64::from(before.papers);
    let gone = before.all.iter().filter(|(word, _)| now.count(word) == 0).map(|(word, _)| word);
    let mut all: Vec<(f64, WordChange)> = now
        .all
        .iter()
        .map(|(word, _)| word)
        .chain(gone)
        .map(|word| WordChange { word: word.clone(), count: now.count(word), before: before.count(word) })
        .map(|change| (f64::from(change.count) - f64::from(change.before) * scale, change))
        .collect();
    // Stable: words that changed alike stay in the order of their appearance.
    all.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let rose = all.iter().filter(|(by, _)| *by > 1.0).take(WORDS).map(|(_, change)| change.clone()).collect();
    let fell = all.iter().rev().filter(|(by, _)| *by < -1.0).take(WORDS).map(|(_, change)| change.clone()).collect();
    (rose, fell)
}

fn first_seen(store: &Store, profile: &str, first: Date, words: &Words) -> Result<Vec<WordChange>> {
    let (Ok(since), Ok(until)) = (first.checked_sub(LOOK_BACK.days()), first.yesterday()) else {
        return Ok(Vec::new());
    };
    let known: HashSet<String> =
        store.keywords(profile, since, until)?.iter().map(|word| fold(&one_line(word))).collect();
    if known.is_empty() {
        return Ok(Vec::new());
    }
    let mut new: Vec<&(String, u32)> = words.all.iter().filter(|(word, _)| !known.contains(&fold(word))).collect();
    new.sort_by_key(|(_, count)| Reverse(*count));
    new.truncate(WORDS);
    Ok(new.into_iter().map(|(word, count)| WordChange { word: word.clone(), count: *count, before: 0 }).collect())
}

/// The best papers: recommended first (the reader's decision before the judge's), starred before others, then those whose
/// figures stand in the paper, then by score and rank. None that is skipped.
fn best(digests: Vec<Digest>, most: usize) -> Vec<BestPaper> {
    let mut seen = HashSet::new();
    let mut all: Vec<BestPaper> = digests
        .into_iter()
        .rev()
        .flat_map(|digest| digest.papers.into_iter().map(move |paper| BestPaper { date: digest.date, paper }))
        .filter(|best| best.paper.failure.is_none() && seen.insert(best.paper.id.clone()))
        .filter(|best| decision(&best.paper) != Decision::Skip)
        .collect();
    all.sort_by_cached_key(|best| {
        let verdict = &best.paper.verdict;
        let thousandths = |value: f64| (value * 1_000.0) as i64;
        (
            decision(&best.paper),
            !best.paper.marks.star,
            Reverse(thousandths(trust(&best.paper))),
            Reverse(thousandths(verdict.score)),
            best.paper.rank,
        )
    });
    all.truncate(most);
    all
}

fn decision(paper: &ListedPaper) -> Decision {
    paper.override_decision.unwrap_or(paper.verdict.analysis.decision)
}

/// The share of an analysis' figures that the text has which the judge was given, with one found and one missing added:
/// an analysis without figures stands between one whose figures are right and one whose figures are not.
fn trust(paper: &ListedPaper) -> f64 {
    let Evidence { found, total } = paper.evidence.unwrap_or_else(|| counted(paper));
    f64::from(found + 1) / f64::from(total + 2)
}

/// The same for a verdict that was stored without it, as those of imported reports are: held against the abstract.
fn counted(paper: &ListedPaper) -> Evidence {
    if paper.summary.is_empty() {
        return Evidence::default();
    }
    let claims = evidence::check(&paper.verdict.analysis, &[&paper.title, &paper.summary]);
    Evidence { found: count(evidence::supported(&claims)), total: count(claims.len()) }
}
