//! Papers of one day that use the same words, found by average linkage.

use std::collections::{BTreeMap, HashMap};

use crate::{
    judge::builtin::{
        in_chinese,
        words::{Word, is_academic, words},
    },
    paper::Paper,
    verdict::Analysis,
};

/// Papers that belong together, and the words that set them apart from the rest of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// Into the papers that were clustered, ascending.
    pub papers: Vec<usize>,
    /// As the papers write them, the most separating first. Never empty.
    pub terms: Vec<Term>,
}

/// A word or pair of words that separates a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub written: String,
    pub stems: Vec<String>,
    /// How many of the cluster's papers have it.
    pub papers: usize,
}

/// The most clusters a reader is shown.
const MOST: usize = 8;
/// Below this many papers a cluster is not a trend.
const FEWEST_PAPERS: usize = 2;
const TERMS: usize = 3;
/// How much a term counts that the glossary does not have.
const UNNAMED: f64 = 0.7;
/// Stems of words that have a name, and tell nothing of a day of papers on language models.
const GENERIC: &[&str] = &["train", "text", "predict", "decis", "optim", "control"];
/// A word of the title counts this often.
const TITLE_WEIGHT: f64 = 3.0;

/// The clusters of a day, the largest first. Their number comes from the data; papers that belong to none are left out.
/// `analyses` belong to `papers` one by one: their key phrases count like words of the title.
pub fn cluster(papers: &[&Paper], analyses: &[&Analysis]) -> Vec<Cluster> {
    let texts: Vec<Terms> = papers
        .iter()
        .enumerate()
        .map(|(at, paper)| Terms::of(paper, analyses.get(at).map_or(&[][..], |analysis| &analysis.keywords)))
        .collect();
    let mut frequency: HashMap<&str, usize> = HashMap::new();
    for key in texts.iter().flat_map(|terms| terms.0.keys()) {
        *frequency.entry(key).or_default() += 1;
    }
    let vectors: Vec<BTreeMap<&str, f64>> = texts.iter().map(|terms| vector(terms, &frequency, papers.len())).collect();
    let near: Vec<Vec<f64>> = vectors.iter().map(|a| vectors.iter().map(|b| dot(a, b)).collect()).collect();
    let mut clusters: Vec<Cluster> = groups(&near)
        .into_iter()
        .filter_map(|members| {
            let terms = separating(&members, &texts, &frequency, papers.len());
            (!terms.is_empty()).then_some(Cluster { papers: members, terms })
        })
        .collect();
    clusters.sort_by(|a, b| b.papers.len().cmp(&a.papers.len()).then_with(|| a.papers.cmp(&b.papers)));
    clusters.truncate(MOST);
    clusters
}

/// Merges the two nearest groups (average linkage) until the best partition is passed, and returns that partition's
/// groups with enough papers. The best partition is the one with the largest mean silhouette.
fn groups(near: &[Vec<f64>]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = (0..near.len()).map(|at| vec![at]).collect();
    let mut best: (f64, Vec<Vec<usize>>) = (0.0, Vec::new());
    // Sums of nearness between groups: averages are made from them without rounding drift.
    let mut sums: Vec<Vec<f64>> = near.to_vec();
    while groups.len() > 2 {
        let mut pair = (0, 1);
        let mut nearest = f64::MIN;
        for i in 0..groups.len() {
            for j in i + 1..groups.len() {
                let average = sums[i][j] / (groups[i].len() * groups[j].len()) as f64;
                if average > nearest {
                    (nearest, pair) = (average, (i, j));
                }
            }
        }
        if nearest <= 0.0 {
            break;
        }
        let (i, j) = pair;
        let members = groups.remove(j);
        groups[i].extend(members);
        let row = sums.remove(j);
        for (at, sum) in row.iter().enumerate() {
            sums[i][at] += sum;
        }
        for other in &mut sums {
            other.remove(j);
        }
        let merged = sums[i].clone();
        sums.iter_mut().zip(merged).for_each(|(row, sum)| row[i] = sum);
        let quality = silhouette(&groups, near);
        if quality > best.0 {
            best = (quality, groups.clone());
        }
    }
    let mut found: Vec<Vec<usize>> = best.1.into_iter().filter(|members| members.len() >= FEWEST_PAPERS).collect();
    found.iter_mut().for_each(|members| members.sort_unstable());
    found.sort();
    found
}

/// How much nearer papers are to their own group than to the nearest other one, averaged; papers alone count as 0.
fn silhouette(groups: &[Vec<usize>], near: &[Vec<f64>]) -> f64 {
    let mut sum = 0.0;
    for (own, members) in groups.iter().enumerate().filter(|(_, members)| members.len() > 1) {
        for &paper in members {
            let mean = |others: &[usize], count: usize| {
                others.iter().filter(|&&other| other != paper).map(|&other| 1.0 - near[paper][other]).sum::<f64>()
                    / count as f64
            };
            let inside = mean(members, members.len() - 1);
            let outside = groups
                .iter()
                .enumerate()
                .filter(|&(at, _)| at != own)
                .map(|(_, others)| mean(others, others.len()))
                .fold(f64::MAX, f64::min);
            sum += (outside - inside) / outside.max(inside).max(1e-9);
        }
    }
    sum / near.len() as f64
}

/// The terms that most of the cluster's papers have and few others do.
fn separating(members: &[usize], texts: &[Terms], frequency: &HashMap<&str, usize>, total: usize) -> Vec<Term> {
    let mut inside: BTreeMap<&str, usize> = BTreeMap::new();
    for &at in members {
        for key in texts[at].0.keys() {
            *inside.entry(key).or_default() += 1;
        }
    }
    let mut scored: Vec<(f64, &str, usize)> = inside
        .into_iter()
        .filter(|&(_, papers)| papers >= 2)
        .map(|(key, papers)| {
            let all = frequency.get(key).copied().unwrap_or(papers);
            let others = (all - papers) as f64 / (total - members.len()).max(1) as f64;
            let pair = if key.contains(' ') { 1.3 } else { 1.0 };
            // What the field has a name for says more than a word that a few abstracts happen to share.
            let stems: Vec<String> = key.split(' ').map(str::to_owned).collect();
            let is_named = in_chinese(&stems).is_some() && !GENERIC.contains(&key);
            let named = if is_named { 1.0 } else { UNNAMED };
            ((papers as f64 / members.len() as f64 - others) * pair * named, key, papers)
        })
        .filter(|&(score, ..)| score > 0.0)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let mut terms: Vec<Term> = Vec::new();
    for (_, key, papers) in scored {
        let stems: Vec<String> = key.split(' ').map(str::to_owned).collect();
        if terms.iter().any(|term| term.stems.iter().any(|stem| stems.contains(stem))) {
            continue;
        }
        terms.push(Term { written: written(key, members, texts), stems, papers });
        if terms.len() == TERMS {
            break;
        }
    }
    terms
}

/// The spelling that most of the cluster's papers use.
fn written(key: &str, members: &[usize], texts: &[Terms]) -> String {
    let mut spellings: BTreeMap<&str, usize> = BTreeMap::new();
    for &at in members {
        if let Some((_, spelling)) = texts[at].0.get(key) {
            *spellings.entry(spelling).or_default() += 1;
        }
    }
    spellings.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))).map(|(s, _)| s.to_owned()).unwrap_or_default()
}

/// Term → (weight, spelling).
pub(super) struct Terms(pub(super) BTreeMap<String, (f64, String)>);

impl Terms {
    pub(super) fn of(paper: &Paper, keywords: &[String]) -> Self {
        let mut terms = BTreeMap::new();
        let mut add = |text: &str, weight: f64| {
            let words = words(text);
            let telling = |word: &Word| !is_academic(&word.stem);
            for word in words.iter().filter(|word| telling(word)) {
                let entry = terms.entry(word.stem.clone()).or_insert((0.0, word.surface.clone()));
                entry.0 += weight;
            }
            for pair in words.windows(2).filter(|pair| pair[1].joined && pair.iter().all(telling)) {
                let spelling = format!("{} {}", pair[0].surface, pair[1].surface);
                terms.entry(format!("{} {}", pair[0].stem, pair[1].stem)).or_insert((0.0, spelling)).0 += weight;
            }
        };
        add(&paper.title, TITLE_WEIGHT);
        add(&paper.summary, 1.0);
        keywords.iter().for_each(|phrase| add(phrase, TITLE_WEIGHT));
        Self(terms)
    }
}

fn vector<'a>(terms: &'a Terms, frequency: &HashMap<&str, usize>, total: usize) -> BTreeMap<&'a str, f64> {
    let mut vector: BTreeMap<&str, f64> = terms
        .0
        .iter()
        .filter_map(|(key, (weight, _))| {
            let papers = frequency.get(key.as_str()).copied().filter(|&papers| papers >= 2)?;
            let idf = libm::log((1.0 + total as f64) / (papers as f64));
            Some((key.as_str(), (1.0 + libm::log(*weight)) * idf))
        })
        .collect();
    let length = vector.values().map(|weight| weight * weight).sum::<f64>().sqrt();
    if length > 0.0 {
        vector.values_mut().for_each(|weight| *weight /= length);
    }
    vector
}

fn dot(a: &BTreeMap<&str, f64>, b: &BTreeMap<&str, f64>) -> f64 {
    a.iter().filter_map(|(key, weight)| Some(weight * b.get(key)?)).sum()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::judge::builtin::paper;

    pub(crate) fn a_day() -> Vec<Paper> {
        [
            ("Tool calling for language agents", "Agents call tools; tool calling needs planning."),
            ("Benchmarking tool calling of agents", "A benchmark of tool calling with planning agents."),
            ("Planning agents with tools", "Tool calling and planning agents in the browser."),
            ("Speech recognition in noise", "Speech recognition for noisy audio."),
            ("Streaming speech recognition", "Low-latency speech recognition of audio streams."),
            ("Galaxies at high redshift", "Dust in distant galaxies."),
        ]
        .iter()
        .enumerate()
        .map(|(i, (title, summary))| paper(&format!("2601.{i:05}"), title, summary))
        .collect()
    }

    #[test]
    fn papers_with_the_same_words_belong_together() {
        let day = a_day();
        let all: Vec<&Paper> = day.iter().collect();
        for (papers, expected) in [
            (&all[..], vec![(vec![0, 1, 2], "tool calling"), (vec![3, 4], "speech recognition")]),
            (&all[5..], vec![]),
            (&[], vec![]),
        ] {
            let found = cluster(papers, &[]);
            let shown: Vec<(Vec<usize>, &str)> =
                found.iter().map(|c| (c.papers.clone(), c.terms[0].written.as_str())).collect();
            assert_eq!(shown, expected);
        }
    }

    #[test]
    fn a_name_of_the_field_comes_before_a_word_that_happens_to_be_shared() {
        let day: Vec<Paper> = [
            ("Learning to route", "Reinforcement learning hinders collapse."),
            ("Learning to search", "Reinforcement learning; costs hinder it."),
            ("Learning to plan", "What hinders reinforcement learning."),
            ("Learning galaxies", "Dust in distant galaxies."),
        ]
        .iter()
        .enumerate()
        .map(|(i, (title, summary))| paper(&format!("2601.{i:05}"), title, summary))
        .collect();
        let papers: Vec<&Paper> = day.iter().collect();
        let texts: Vec<Terms> = papers.iter().map(|paper| Terms::of(paper, &[])).collect();
        let mut frequency: HashMap<&str, usize> = HashMap::new();
        texts.iter().flat_map(|terms| terms.0.keys()).for_each(|key| *frequency.entry(key).or_default() += 1);
        let terms = separating(&[0, 1, 2], &texts, &frequency, 4);
        assert_eq!(terms[0].written, "reinforcement learning", "{terms:?}");
    }

    #[test]
    fn every_paper_is_in_one_cluster_at_most() {
        let day: Vec<Paper> = (0..40)
            .map(|i| {
                let words = ["agents", "speech", "quantization", "retrieval", "vision"];
                let (a, b) = (words[i % 5], words[(i / 5) % 5]);
                paper(&format!("2601.{i:05}"), &format!("{a} with {b}"), &format!("On {a}, {b} and {a}."))
            })
            .collect();
        let papers: Vec<&Paper> = day.iter().collect();
        let clusters = cluster(&papers, &[]);
        let mut seen: Vec<usize> = clusters.iter().flat_map(|c| c.papers.clone()).collect();
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), count);
        assert!((2..=MOST).contains(&clusters.len()), "{clusters:?}");
        assert_eq!(clusters, cluster(&papers, &[]));
    }
}
