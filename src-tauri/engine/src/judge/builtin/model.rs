//! What the judge makes of a profile and of the reader's decisions, in the numbers of the archive.
//!
//! Before any decision three things speak for a paper: it uses the words of a line of the profile; its words keep the
//! company of that line's words; it stands near the papers that match a line best, and away from those that match an
//! exclusion (pseudo-relevance feedback). Decisions then fit a second line through the same places, and count for more
//! the more there are of them. `eval` is what these choices were made by.

use std::{collections::BTreeMap, panic, sync::Arc, thread};

use super::{
    linear::{Line, Ridge, dot, normalise},
    lines::{reading, whole_phrases},
    phrases::Phrases,
    space::{Space, Term, Terms, Text},
};
use crate::{
    error::Result,
    paper::{ArxivId, Paper},
    profile::Profile,
    verdict::Decision,
};

/// A paper with its place in the order of the day.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Into the papers that were ranked.
    pub index: usize,
    /// Relevance in 0..=1: one half for a paper that is as near to the profile as the archive is on average.
    pub score: f64,
    /// Words of the profile, and words that decisions have taught, that speak for the paper, the weightiest first.
    pub matched: Vec<String>,
    /// The same against it.
    pub against: Vec<String>,
}

/// A decision to learn from.
#[derive(Debug, Clone, Copy)]
pub struct Label<'a> {
    pub paper: &'a Paper,
    pub decision: Decision,
    /// 1 for the reader's own word; less for what only hints at it.
    pub weight: f64,
}

/// Words that decisions have taught, with their weights in deviations of the score, the weightiest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Taught {
    /// They speak for a paper.
    pub good: Vec<(String, f64)>,
    /// They speak against it.
    pub bad: Vec<(String, f64)>,
}

/// How many words explain a score, each way, and how many of them decisions may have taught.
const EXPLAINED: usize = 6;
/// From this many papers on a second thread is worth its start.
const TWO_THREADS: usize = 64;
const TAUGHT: usize = 2;
/// The most papers of the archive that stand for one line of the profile; fewer in a small archive.
const STAND_FOR_A_LINE: usize = 50;
/// What a paper that stands for an exclusion counts, against 1 for one that stands for a focus line.
const EXCLUSION: f64 = 0.3;
/// How much a paper that stands for nothing counts beside one that does.
const UNLABELLED: f64 = 0.05;
const PRIOR_PENALTY: f64 = 10.0;
const PENALTY: f64 = 5.0;
/// The archive as a whole counts as this many decisions that are neither yes nor no, so that the first one shows.
const NEUTRAL: f64 = 20.0;
/// With this many decisions the profile and the decisions weigh the same.
const HALF_LEARNT: f64 = 80.0;

/// What an exclusion of the profile takes away from a paper whose abstract names it, and from one whose title does.
const EXCLUDED: f64 = 0.4;
const EXCLUDED_BY_TITLE: f64 = 1.2;

/// The judge's knowledge: the archive, the profile, and what was decided.
#[derive(Clone)]
pub struct Model {
    space: Arc<Space>,
    /// Of each focus line the company of its words.
    lines: Vec<Vec<f32>>,
    index: Arc<LineIndex>,
    phrases: Arc<Phrases>,
    silent: Vec<String>,
    prior: Line,
    /// Mean and deviation over the archive of: the prior, shared words, shared company, their sum.
    spread: [(f64, f64); 4],
    learnt: Ridge,
    taught: Line,
    taught_spread: (f64, f64),
    /// What was taught of each word that has a vector, in deviations for each unit of the word's weight.
    taught_words: Vec<f32>,
    decisions: f64,
}

impl Model {
    /// What can be known before the reader has decided anything. The corpus is the day and the archive, in any order.
    pub fn cold(profile: &Profile, corpus: &[&Paper]) -> Result<Self> {
        Self::new(Arc::new(Space::fit(corpus)), profile)
    }

    /// As `cold`, with decisions learnt.
    pub fn fit(profile: &Profile, corpus: &[&Paper], labels: &[Label]) -> Result<Self> {
        let mut model = Self::cold(profile, corpus)?;
        model.learn(labels);
        Ok(model)
    }

    /// A profile in a space that is there already: a changed profile needs no new space.
    pub fn new(space: Arc<Space>, profile: &Profile) -> Result<Self> {
        let (mut lines, mut focus) = (Vec::new(), Vec::new());
        for text in &profile.focus {
            let terms = space.line(&reading(profile, text)).terms;
            if terms.is_empty() {
                continue;
            }
            let mut company = space.sum(&terms);
            normalise(&mut company);
            lines.push(company);
            focus.push(terms);
        }
        let exclusions: Vec<(Terms, Vec<Vec<u32>>)> = profile
            .exclude
            .iter()
            .filter_map(|text| {
                let terms = space.line(&reading(profile, text)).terms;
                (!terms.is_empty()).then(|| (terms, known_phrases(&space, profile, text)))
            })
            .collect();
        let silent = silent_lines(&space, profile);
        let phrases = Arc::new(Phrases::of(profile, &space));
        let index =
            Arc::new(LineIndex::of(space.words(), focus.iter().chain(exclusions.iter().map(|(terms, _)| terms))));
        let learnt = neutral(&space);
        let mut model = Self {
            lines,
            index,
            phrases,
            silent,
            prior: Line::default(),
            spread: [(0.0, 1.0); 4],
            taught: Line { slope: vec![0.0; space.width], intercept: 0.0 },
            taught_spread: (0.0, 0.0),
            taught_words: Vec::new(),
            learnt,
            decisions: 0.0,
            space,
        };
        model.stand(&exclusions)?;
        Ok(model)
    }

    /// Learns decisions in addition to those already learnt. A negative weight takes one back.
    pub fn learn(&mut self, labels: &[Label]) {
        for label in labels {
            let place = self.space.place_of_paper(label.paper);
            self.count(&place, label.decision, label.weight);
        }
        self.settle();
    }

    /// Counts a decision about the paper at a place; a negative weight takes it back. It has no effect before `settle`.
    pub fn count(&mut self, place: &[f32], decision: Decision, weight: f64) {
        let target = match decision {
            Decision::Recommend => 1.0,
            Decision::Borderline => 0.45,
            Decision::Skip => 0.0,
        };
        self.learnt.add(place, target, weight);
        self.decisions += weight;
    }

    /// Draws the conclusions from what was counted.
    pub fn settle(&mut self) {
        // What was taken back whole leaves rounding noise behind, which is no decision.
        if self.decisions.abs() < 1e-6 {
            self.learnt = neutral(&self.space);
            self.decisions = 0.0;
        }
        self.taught = self.learnt.solve(PENALTY);
        self.taught_spread = self.space.all.spread(&self.taught);
        let deviation = self.taught_spread.1;
        self.taught_words = if self.decisions > 0.0 && deviation > 1e-9 {
            self.space.vectors().map(|vector| dot(&self.taught.slope, vector) / deviation as f32).collect()
        } else {
            Vec::new()
        };
    }

    /// The archive that this model thinks in.
    pub fn space(&self) -> &Arc<Space> {
        &self.space
    }

    /// Forgets all decisions.
    pub fn forget(&mut self) {
        self.decisions = 0.0;
        self.settle();
    }

    /// The papers, best first; equal scores in the order of their ids. The same input gives the same output everywhere.
    pub fn rank(&self, papers: &[&Paper]) -> Vec<Ranked> {
        let look = |papers: &[&Paper], from: usize| -> Vec<Ranked> {
            papers.iter().enumerate().map(|(at, paper)| self.look(paper, from + at)).collect()
        };
        let mut ranked = if papers.len() < TWO_THREADS {
            look(papers, 0)
        } else {
            let (upper, lower) = papers.split_at(papers.len() / 2);
            thread::scope(|scope| {
                let lower = scope.spawn(|| look(lower, upper.len()));
                let mut ranked = look(upper, 0);
                ranked.extend(lower.join().unwrap_or_else(|err| panic::resume_unwind(err)));
                ranked
            })
        };
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| papers[a.index].id.cmp(&papers[b.index].id)));
        ranked
    }

    fn look(&self, paper: &Paper, index: usize) -> Ranked {
        let text = self.space.paper(paper);
        let [matched, against] = self.phrases.find(&text, &self.space);
        let excluded = self.excluded(paper, &against);
        let score = score(self.standing(&text.terms, excluded));
        let (matched, against) = self.explain(&text, matched, against);
        Ranked { index, score, matched, against }
    }

    /// The score of a paper of the archive, without reading it again: None for another paper, for one whose terms cannot
    /// be read, and where an exclusion may hold, which only the text can tell.
    pub fn score_known(&self, id: &ArxivId) -> Option<f64> {
        let terms = self.space.terms_of(self.space.document(id)?).ok()?;
        let holds = |word| terms.binary_search_by_key(&word, |t| t.0).is_ok();
        (!self.phrases.may_exclude(holds)).then(|| score(self.standing(&terms, 0.0)))
    }

    /// Lines of the profile in which the judge knows no word: they cannot match anything yet.
    pub fn silent_lines(&self) -> &[String] {
        &self.silent
    }

    /// The words that decisions have taught, at most `count` for a paper and `count` against it.
    pub fn taught_words(&self, count: usize) -> Taught {
        let mut weighed: Vec<(f64, u32)> = (0..self.space.words() as u32)
            .filter_map(|word| {
                let weight = self.taught_weight(word)? * f64::from(self.space.idf(word));
                (!self.space.is_academic(word)).then_some((weight, word))
            })
            .filter(|(weight, _)| weight.abs() > 1e-9)
            .collect();
        weighed.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then(a.1.cmp(&b.1)));
        let side = |wanted: fn(f64) -> bool| {
            let words = weighed.iter().filter(|(weight, _)| wanted(*weight)).take(count);
            words.map(|&(weight, word)| (self.space.name(word).to_owned(), weight)).collect()
        };
        Taught { good: side(|weight| weight > 0.0), bad: side(|weight| weight < 0.0) }
    }

    /// Finds the papers that stand for each line, fits the prior through them, and measures all spreads.
    fn stand(&mut self, exclusions: &[(Terms, Vec<Vec<u32>>)]) -> Result<()> {
        let space = Arc::clone(&self.space);
        if space.width == 0 || self.lines.is_empty() {
            self.prior.slope = vec![0.0; space.width];
        }
        let papers = space.documents();
        let wanted = (papers / 100).clamp(5, STAND_FOR_A_LINE);
        let index = Arc::clone(&self.index);
        let mut targets: BTreeMap<usize, f64> = BTreeMap::new();
        let (mut shared_words, mut shared_company) = (Vec::with_capacity(papers), Vec::with_capacity(papers));
        let mut near: Vec<Vec<(f32, usize)>> = vec![Vec::new(); index.lines];
        space.each_terms(|document, terms| {
            let sums = index.shared(terms);
            shared_words.push(f64::from(sums[..self.lines.len()].iter().copied().fold(0.0, f32::max)));
            for (line, &sum) in sums.iter().enumerate().filter(|&(_, &sum)| sum > 0.0) {
                let excluded = line.checked_sub(self.lines.len()).map(|at| &exclusions[at].1);
                let holds =
                    |phrase: &Vec<u32>| phrase.iter().all(|word| terms.binary_search_by_key(word, |t| t.0).is_ok());
                if excluded.is_none_or(|phrases| phrases.iter().any(holds)) {
                    near[line].push((sum, document));
                }
            }
            shared_company.push(self.shared_company(&space.sum(terms)));
        })?;
        for (line, found) in near.iter_mut().enumerate() {
            found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            for &(_, document) in found.iter().take(wanted) {
                let target = targets.entry(document).or_insert(0.0);
                *target = if line < self.lines.len() { 1.0 } else { *target - EXCLUSION };
            }
        }
        let mut ridge = space.all.unlabelled(UNLABELLED);
        for (&document, &target) in &targets {
            let place = space.place_of(document)?;
            ridge.add(&place, 0.0, -UNLABELLED);
            ridge.add(&place, target, 1.0);
        }
        self.prior = ridge.solve(PRIOR_PENALTY);
        self.spread[0] = space.all.spread(&self.prior);
        self.spread[1] = spread(&shared_words);
        self.spread[2] = spread(&shared_company);
        let mut sums = Vec::with_capacity(papers);
        space.each_place(0..papers, |document, place| {
            sums.push(
                standard(self.prior.at(place), self.spread[0])
                    + standard(shared_words[document], self.spread[1])
                    + standard(shared_company[document], self.spread[2]),
            );
        })?;
        self.spread[3] = spread(&sums);
        Ok(())
    }

    /// How far above the archive's average a text stands, in deviations.
    fn standing(&self, terms: &[Term], excluded: f64) -> f64 {
        let sum = self.space.sum(terms);
        let sums = self.index.shared(terms);
        let shared = sums[..self.lines.len()].iter().copied().fold(0.0, f32::max);
        let company = self.shared_company(&sum);
        let place = self.space.place(sum);
        let cold = standard(self.prior.at(&place), self.spread[0])
            + standard(f64::from(shared), self.spread[1])
            + standard(company, self.spread[2]);
        let cold = standard(cold, self.spread[3]) - excluded;
        if self.decisions <= 0.0 {
            return cold;
        }
        let share = self.decisions / (self.decisions + HALF_LEARNT);
        share * standard(self.taught.at(&place), self.taught_spread) + (1.0 - share) * cold
    }

    /// What an exclusion that the paper names takes away, in deviations: more when its title says it.
    fn excluded(&self, paper: &Paper, against: &[String]) -> f64 {
        if against.is_empty() {
            return 0.0;
        }
        let title = self.space.line(&paper.title);
        if self.phrases.find(&title, &self.space)[1].is_empty() { EXCLUDED } else { EXCLUDED_BY_TITLE }
    }

    /// The nearness of a sum of words to the nearest focus line.
    fn shared_company(&self, sum: &[f32]) -> f64 {
        let length = dot(sum, sum).sqrt();
        if length < 1e-12 {
            return 0.0;
        }
        f64::from(self.lines.iter().map(|company| dot(company, sum) / length).fold(0.0, f32::max))
    }

    /// What decisions have taught about a word, in deviations of the score for each unit of the word's weight.
    fn taught_weight(&self, word: u32) -> Option<f64> {
        self.taught_words.get(self.space.row(word)?).copied().map(f64::from)
    }

    /// The profile's phrases that the paper holds, for and against, the rarest first, then words that were taught.
    fn explain(&self, text: &Text, mut matched: Vec<String>, mut against: Vec<String>) -> (Vec<String>, Vec<String>) {
        matched.truncate(EXPLAINED);
        against.truncate(EXPLAINED);
        if self.taught_words.is_empty() {
            return (matched, against);
        }
        let mut taught: Vec<(f64, u32)> = text
            .terms
            .iter()
            .filter_map(|&(word, weight)| Some((self.taught_weight(word)? * f64::from(weight), word)))
            .filter(|&(weight, word)| weight.abs() > 0.1 && !self.space.is_academic(word))
            .collect();
        taught.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then(a.1.cmp(&b.1)));
        for (side, wanted) in [(&mut matched, 1.0), (&mut against, -1.0)] {
            let words =
                taught.iter().filter(|(weight, _)| weight * wanted > 0.0).map(|&(_, word)| self.space.name(word));
            let new: Vec<String> = words
                .filter(|word| !side.iter().any(|known| known.to_lowercase().contains(word)))
                .take(TAUGHT)
                .map(str::to_owned)
                .collect();
            side.truncate(EXPLAINED - new.len());
            side.extend(new);
        }
        (matched, against)
    }
}

/// Lines of a profile in which the archive knows no word: they cannot match anything yet.
pub fn silent_lines(space: &Space, profile: &Profile) -> Vec<String> {
    let says_nothing = |line: &String| space.line(&reading(profile, line)).terms.is_empty();
    let excludes_nothing = |line: &String| says_nothing(line) || known_phrases(space, profile, line).is_empty();
    let focus = profile.focus.iter().filter(|line| says_nothing(line));
    focus.chain(profile.exclude.iter().filter(|line| excludes_nothing(line))).cloned().collect()
}

/// The phrases of an exclusion whose words the archive knows.
fn known_phrases(space: &Space, profile: &Profile, line: &str) -> Vec<Vec<u32>> {
    let known = |stems: Vec<String>| stems.iter().map(|stem| space.word(stem)).collect::<Option<Vec<u32>>>();
    whole_phrases(profile.translation(line).unwrap_or(line)).into_iter().filter_map(known).collect()
}

/// Relevance in 0..=1 from deviations above the average. Rounded: the last bits of a sum must not decide between equals.
fn score(standing: f64) -> f64 {
    let score = 1.0 / (1.0 + libm::exp(-1.7 * standing));
    (score * 1e6).round() / 1e6
}

/// The archive as a few decisions that are neither yes nor no.
fn neutral(space: &Space) -> Ridge {
    let mut ridge = Ridge::new(space.width);
    if space.all.weight > 0.0 {
        ridge = space.all.unlabelled(NEUTRAL / space.all.weight);
        ridge.retarget(0.5);
    }
    ridge
}

fn standard(value: f64, (mean, deviation): (f64, f64)) -> f64 {
    if deviation > 1e-9 { (value - mean) / deviation } else { 0.0 }
}

fn spread(values: &[f64]) -> (f64, f64) {
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count;
    (mean, variance.sqrt())
}

/// For each word the lines that have it: one pass over the archive serves all lines.
struct LineIndex {
    lines: usize,
    slots: Vec<u16>,
    entries: Vec<Vec<(usize, f32)>>,
}

impl LineIndex {
    fn of<'a>(words: usize, lines: impl Iterator<Item = &'a Terms>) -> Self {
        let mut index = Self { lines: 0, slots: vec![u16::MAX; words], entries: Vec::new() };
        for terms in lines {
            for &(word, weight) in terms {
                let slot = &mut index.slots[word as usize];
                if *slot == u16::MAX {
                    *slot = index.entries.len() as u16;
                    index.entries.push(Vec::new());
                }
                index.entries[usize::from(*slot)].push((index.lines, weight));
            }
            index.lines += 1;
        }
        index
    }

    fn shared(&self, terms: &[Term]) -> Vec<f32> {
        let mut sums = vec![0.0; self.lines];
        for &(word, weight) in terms {
            if let Some(entries) = self.entries.get(usize::from(self.slots[word as usize])) {
                entries.iter().for_each(|&(line, own)| sums[line] += own * weight);
            }
        }
        sums
    }
}

#[cfg(test)]
#[path = "model_tests.rs"]
pub(crate) mod tests;
