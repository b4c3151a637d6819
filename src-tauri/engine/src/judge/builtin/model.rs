//! What the judge knows: the words of the archive with their weights, and the profile in those words.

use std::collections::HashMap;

use super::words::{Word, is_academic, words};
use crate::{paper::Paper, profile::Profile};

/// A paper with its place in the order of the day.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Into the papers that were ranked.
    pub index: usize,
    /// Relevance in 0..=1: about one half for a paper that is as near to the profile as the archive is on average.
    pub score: f64,
    /// Words of the profile that speak for the paper, the weightiest first.
    pub matched: Vec<String>,
    /// Words of the profile's exclusions that speak against it, the weightiest first.
    pub against: Vec<String>,
}

/// How many words explain a score, each way.
const EXPLAINED: usize = 6;
/// What the average focus line adds to the best one, and what the best exclusion takes away.
const MEAN_FOCUS: f64 = 0.3;
const EXCLUSION: f64 = 0.7;
/// The title's words count this often.
const TITLE_WEIGHT: f64 = 2.0;

/// Words that say something only in company: stems.
const VAGUE: &[&str] = &["agentic", "autonom", "languag", "long", "multi", "self", "text", "toy", "understand"];

/// The judge's knowledge. Made from the profile and the archive alone, so it can always be made again.
#[derive(Debug, Clone)]
pub struct Model {
    terms: HashMap<String, u32>,
    idf: Vec<f64>,
    focus: Vec<Sparse>,
    exclude: Vec<Sparse>,
    phrases: Vec<Phrase>,
    mean: f64,
    deviation: f64,
}

/// Term numbers, ascending, with weights; of length 1, or empty.
type Sparse = Vec<(u32, f64)>;

/// A few words of the profile that are looked for as they stand.
#[derive(Debug, Clone)]
struct Phrase {
    written: String,
    stems: Vec<String>,
    against: bool,
}

impl Model {
    /// What can be known before the reader has decided anything: the corpus (the day and the archive, in any order)
    /// weighs the words, the profile's lines say which of them matter.
    pub fn cold(profile: &Profile, corpus: &[&Paper]) -> Self {
        let texts: Vec<Text> = corpus.iter().map(|paper| Text::of(paper)).collect();
        let mut terms: HashMap<String, u32> = HashMap::new();
        let mut document_counts: Vec<u32> = Vec::new();
        let mut last_seen: Vec<usize> = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            for (term, _) in text.terms() {
                let id = *terms.entry(term).or_insert(document_counts.len() as u32) as usize;
                if id == document_counts.len() {
                    document_counts.push(0);
                    last_seen.push(usize::MAX);
                }
                if last_seen[id] != at {
                    last_seen[id] = at;
                    document_counts[id] += 1;
                }
            }
        }
        let total = corpus.len() as f64;
        let idf = document_counts.iter().map(|&n| libm::log((1.0 + total) / (1.0 + f64::from(n))) + 1.0).collect();
        let mut model = Self { terms, idf, focus: vec![], exclude: vec![], phrases: vec![], mean: 0.0, deviation: 1.0 };
        let line = |model: &Self, text: &String| model.vector(&Text::line(text));
        model.focus = profile.focus.iter().map(|text| line(&model, text)).filter(|v| !v.is_empty()).collect();
        model.exclude = profile.exclude.iter().map(|text| line(&model, text)).filter(|v| !v.is_empty()).collect();
        model.phrases = profile.focus.iter().flat_map(|text| phrases(text, false)).collect();
        model.phrases.extend(profile.exclude.iter().flat_map(|text| phrases(text, true)));
        let raw: Vec<f64> = texts.iter().map(|text| model.raw(&model.vector(text))).collect();
        if raw.len() > 1 {
            model.mean = raw.iter().sum::<f64>() / total;
            let variance = raw.iter().map(|score| (score - model.mean) * (score - model.mean)).sum::<f64>() / total;
            model.deviation = variance.sqrt().max(1e-6);
        }
        model
    }

    /// The papers, best first; equal scores in the order of their ids. The same input gives the same output everywhere.
    pub fn rank(&self, papers: &[&Paper]) -> Vec<Ranked> {
        let mut ranked: Vec<Ranked> = papers
            .iter()
            .enumerate()
            .map(|(index, paper)| {
                let text = Text::of(paper);
                let standing = (self.raw(&self.vector(&text)) - self.mean) / self.deviation;
                let score = 1.0 / (1.0 + libm::exp(-1.7 * standing));
                let (matched, against) = self.explain(&text);
                // Rounded: sums of floating-point numbers must not decide between equals.
                Ranked { index, score: (score * 1e6).round() / 1e6, matched, against }
            })
            .collect();
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| papers[a.index].id.cmp(&papers[b.index].id)));
        ranked
    }

    fn raw(&self, paper: &Sparse) -> f64 {
        let near = |lines: &[Sparse]| -> (f64, f64) {
            let near: Vec<f64> = lines.iter().map(|line| dot(line, paper)).collect();
            (near.iter().copied().fold(0.0, f64::max), near.iter().sum::<f64>() / near.len().max(1) as f64)
        };
        let (best, mean) = near(&self.focus);
        let (worst, _) = near(&self.exclude);
        best + MEAN_FOCUS * mean - EXCLUSION * worst
    }

    fn vector(&self, text: &Text) -> Sparse {
        let mut counts: Vec<(u32, f64)> =
            text.terms().into_iter().filter_map(|(term, count)| Some((*self.terms.get(&term)?, count))).collect();
        counts.sort_unstable_by_key(|&(id, _)| id);
        counts.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        for (id, count) in &mut counts {
            *count = (1.0 + libm::log(*count)) * self.idf[*id as usize];
        }
        let length = counts.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
        if length > 0.0 {
            counts.iter_mut().for_each(|(_, weight)| *weight /= length);
        }
        counts
    }

    /// The profile's phrases that the paper holds, for and against, the rarest first.
    fn explain(&self, text: &Text) -> (Vec<String>, Vec<String>) {
        let has = |phrase: &Phrase| {
            text.parts.iter().any(|(words, _)| {
                words
                    .windows(phrase.stems.len())
                    .any(|run| run.iter().zip(&phrase.stems).all(|(w, stem)| w.stem == *stem))
            })
        };
        let weight = |phrase: &Phrase| -> f64 {
            phrase.stems.iter().map(|stem| self.terms.get(stem).map_or(0.0, |&id| self.idf[id as usize])).sum()
        };
        let found = |against: bool| {
            let mut found: Vec<&Phrase> = self.phrases.iter().filter(|p| p.against == against && has(p)).collect();
            found.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
            let mut taken: Vec<&Phrase> = Vec::new();
            for phrase in found {
                if !taken.iter().any(|other| phrase.stems.iter().all(|stem| other.stems.contains(stem))) {
                    taken.push(phrase);
                }
            }
            taken.into_iter().take(EXPLAINED).map(|phrase| phrase.written.clone()).collect()
        };
        (found(false), found(true))
    }
}

/// A text as words, in parts that count differently.
struct Text {
    parts: Vec<(Vec<Word>, f64)>,
}

impl Text {
    fn of(paper: &Paper) -> Self {
        Self { parts: vec![(words(&paper.title), TITLE_WEIGHT), (words(&paper.summary), 1.0)] }
    }

    fn line(text: &str) -> Self {
        Self { parts: vec![(words(text), 1.0)] }
    }

    /// Words and pairs of joined words.
    fn terms(&self) -> Vec<(String, f64)> {
        let mut terms = Vec::new();
        for (words, weight) in &self.parts {
            terms.extend(words.iter().map(|word| (word.stem.clone(), *weight)));
            let pairs = words.windows(2).filter(|pair| pair[1].joined);
            terms.extend(pairs.map(|pair| (format!("{} {}", pair[0].stem, pair[1].stem), *weight)));
        }
        terms
    }
}

/// The phrases of a line of the profile: what stands between its punctuation, and each word of it that is left over.
fn phrases(line: &str, against: bool) -> Vec<Phrase> {
    let mut found: Vec<Phrase> = Vec::new();
    let is_end =
        |c: char| (c.is_ascii_punctuation() && c != '-' && c != '\'') || (!c.is_ascii() && !c.is_alphanumeric());
    for part in line.split(is_end) {
        for part in part.split(|c: char| c.is_alphanumeric() && !matches!(c as u32, 0..0x0500)) {
            let words = words(part);
            if words.is_empty() {
                continue;
            }
            let stems = |words: &[Word]| words.iter().map(|word| word.stem.clone()).collect::<Vec<_>>();
            if words.len() <= 4 && words[1..].iter().all(|word| word.joined) {
                found.push(Phrase { written: part.trim().to_lowercase(), stems: stems(&words), against });
            }
            for pair in words.windows(2).filter(|pair| pair[1].joined) {
                let written = format!("{} {}", pair[0].surface, pair[1].surface);
                found.push(Phrase { written, stems: stems(pair), against });
            }
            // Words of every abstract explain nothing when they stand alone.
            for word in words.iter().filter(|word| !is_academic(word) && !VAGUE.contains(&word.stem.as_str())) {
                found.push(Phrase { written: word.surface.clone(), stems: vec![word.stem.clone()], against });
            }
        }
    }
    found
}

fn dot(a: &Sparse, b: &Sparse) -> f64 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += a[i].1 * b[j].1;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::paper::ArxivId;

    /// A paper of which only id, title and abstract matter.
    pub(crate) fn paper(id: &str, title: &str, summary: &str) -> Paper {
        Paper {
            id: id.parse::<ArxivId>().unwrap(),
            version: 1,
            title: title.to_owned(),
            authors: vec!["A. Author".to_owned()],
            categories: vec!["cs.CL".to_owned()],
            summary: summary.to_owned(),
            comment: None,
            url: format!("https://arxiv.org/abs/{id}"),
        }
    }

    fn profile(focus: &[&str], exclude: &[&str]) -> Profile {
        let own = |lines: &[&str]| lines.iter().map(|&line| line.to_owned()).collect();
        Profile { focus: own(focus), exclude: own(exclude), ..Profile::default() }
    }

    fn a_day() -> Vec<Paper> {
        vec![
            paper(
                "2601.00001",
                "Agents that use tools",
                "We train language agents for tool use and long-term agent memory.",
            ),
            paper("2601.00002", "Speech recognition with less data", "A model for speech recognition in noisy rooms."),
            paper(
                "2601.00003",
                "Jailbreak attacks on agents",
                "An adversarial attack and a jailbreak for tool use agents.",
            ),
            paper("2601.00004", "Galaxies at high redshift", "We observe dust in distant galaxies."),
            paper("2601.00005", "Proteins and folding", "Folding of proteins by diffusion."),
        ]
    }

    #[test]
    fn the_profile_decides_the_order() {
        struct Case {
            focus: &'static [&'static str],
            exclude: &'static [&'static str],
            best: &'static str,
            second: &'static str,
            matched: &'static [&'static str],
        }
        for case in [
            Case {
                focus: &["Agents: tool use, agent memory"],
                exclude: &["galaxies, proteins"],
                best: "2601.00001",
                second: "2601.00003",
                matched: &["agent memory", "tool use"],
            },
            Case {
                focus: &["Speech: speech recognition"],
                exclude: &[],
                best: "2601.00002",
                second: "2601.00001",
                matched: &["speech recognition"],
            },
            Case {
                focus: &["语音识别（speech recognition）"],
                exclude: &["星系（galaxies）"],
                best: "2601.00002",
                second: "2601.00001",
                matched: &["speech recognition"],
            },
        ] {
            let day = a_day();
            let papers: Vec<&Paper> = day.iter().collect();
            let ranked = Model::cold(&profile(case.focus, case.exclude), &papers).rank(&papers);
            assert_eq!(papers[ranked[0].index].id.as_str(), case.best, "{:?}", case.focus);
            assert_eq!(papers[ranked[1].index].id.as_str(), case.second, "{:?}", case.focus);
            assert_eq!(ranked[0].matched, case.matched, "{:?}", case.focus);
        }
    }

    #[test]
    fn what_speaks_against_a_paper_is_named() {
        let day = a_day();
        let papers: Vec<&Paper> = day.iter().collect();
        let ranked =
            Model::cold(&profile(&["tool use"], &["Security: jailbreak, adversarial attack"]), &papers).rank(&papers);
        let jailbreak = ranked.iter().find(|r| r.index == 2).unwrap();
        assert_eq!(jailbreak.matched, ["tool use"]);
        assert_eq!(jailbreak.against, ["adversarial attack", "jailbreak"]);
    }

    #[test]
    fn without_a_profile_or_a_corpus_the_order_is_that_of_the_ids() {
        let day = a_day();
        let papers: Vec<&Paper> = day.iter().rev().collect();
        for model in [Model::cold(&Profile::default(), &papers), Model::cold(&profile(&["agents"], &[]), &[])] {
            let ids: Vec<&str> = model.rank(&papers).iter().map(|r| papers[r.index].id.as_str()).collect();
            assert_eq!(ids, ["2601.00001", "2601.00002", "2601.00003", "2601.00004", "2601.00005"]);
        }
    }

    proptest! {
        #[test]
        fn a_ranking_is_a_permutation_with_scores_that_fall(
            texts in prop::collection::vec(("\\PC{0,30}", "\\PC{0,80}"), 0..12), focus in "\\PC{0,40}",
        ) {
            let papers: Vec<Paper> =
                texts.iter().enumerate().map(|(i, (t, s))| paper(&format!("2601.{i:05}"), t, s)).collect();
            let papers: Vec<&Paper> = papers.iter().collect();
            let model = Model::cold(&profile(&[&focus], &[]), &papers);
            let ranked = model.rank(&papers);
            let mut indices: Vec<usize> = ranked.iter().map(|r| r.index).collect();
            indices.sort_unstable();
            prop_assert_eq!(indices, (0..papers.len()).collect::<Vec<_>>());
            prop_assert!(ranked.windows(2).all(|pair| pair[0].score >= pair[1].score));
            prop_assert!(ranked.iter().all(|r| (0.0..=1.0).contains(&r.score)));
            prop_assert_eq!(&ranked, &model.rank(&papers));
        }
    }
}
