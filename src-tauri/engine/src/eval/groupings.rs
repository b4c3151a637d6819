//! Clusters against the groupings that the reports' own model made of the same papers.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use serde::Serialize;

use super::read::day_of;
use crate::{
    error::{Error, Result},
    judge::builtin::{Random, Space, dot},
    paper::Paper,
    trend,
};

/// Pairwise F1 over the papers that a report lists: of the pairs that either puts together, how many both do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    pub reports: usize,
    pub builtin: f64,
    pub k_means: f64,
}

/// A report with fewer grouped papers than this says nothing.
const FEWEST_PAPERS: usize = 8;

/// Looks for `reports/*.md` beside the labels file. `None` when there are none that group known papers.
pub fn agreement(labels: &Path, papers: &[Paper]) -> Result<Option<Agreement>> {
    let folder = labels.parent().unwrap_or(Path::new(".")).join("reports");
    let Ok(entries) = std::fs::read_dir(&folder) else { return Ok(None) };
    let mut files: Vec<_> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.sort();
    let by_title: HashMap<String, &Paper> = papers.iter().map(|paper| (plain(&paper.title), paper)).collect();
    let (mut reports, mut builtin, mut k_means) = (0, 0.0, 0.0);
    for file in files.iter().filter(|f| f.file_name().and_then(|n| n.to_str()).is_some_and(|n| day_of(n).is_some())) {
        let text = std::fs::read_to_string(file).map_err(|err| Error::disk("read", file, &err))?;
        let groups = groups(&text);
        let listed: Vec<&Paper> = listed(&text).iter().filter_map(|title| by_title.get(title).copied()).collect();
        let place: HashMap<&str, usize> = listed.iter().enumerate().map(|(at, p)| (p.id.as_str(), at)).collect();
        let mut truth: BTreeMap<usize, usize> = BTreeMap::new();
        for (group, titles) in groups.iter().enumerate() {
            for paper in titles.iter().filter_map(|title| by_title.get(title)) {
                if let Some(&at) = place.get(paper.id.as_str()) {
                    truth.entry(at).or_insert(group);
                }
            }
        }
        if truth.len() < FEWEST_PAPERS {
            continue;
        }
        let mut own: BTreeMap<usize, usize> = BTreeMap::new();
        for (group, cluster) in trend::cluster(&listed, &[]).iter().enumerate() {
            cluster.papers.iter().for_each(|&at| _ = own.insert(at, group));
        }
        reports += 1;
        builtin += f1(listed.len(), &truth, &own);
        k_means += f1(listed.len(), &truth, &four_means(&listed));
    }
    let mean = |sum: f64| sum / reports as f64;
    Ok((reports > 0).then(|| Agreement { reports, builtin: mean(builtin), k_means: mean(k_means) }))
}

/// Over the pairs of the `listed` papers; a paper in no group is with no other.
fn f1(listed: usize, truth: &BTreeMap<usize, usize>, found: &BTreeMap<usize, usize>) -> f64 {
    let (mut both, mut either) = (0.0, 0.0);
    for a in 0..listed {
        for b in a + 1..listed {
            let together =
                |groups: &BTreeMap<usize, usize>| groups.get(&a).is_some_and(|group| groups.get(&b) == Some(group));
            let (known, own) = (together(truth), together(found));
            both += f64::from(known && own);
            either += f64::from(known) + f64::from(own);
        }
    }
    if either > 0.0 { 2.0 * both / either } else { 0.0 }
}

/// k-means with k = 4 on the papers' places in a space of the day's own.
fn four_means(papers: &[&Paper]) -> BTreeMap<usize, usize> {
    const K: usize = 4;
    let space = Space::fit(papers);
    let place = |at: usize| space.place_of_paper(papers[at]);
    let places: Vec<Vec<f32>> = (0..papers.len()).map(place).collect();
    let mut random = Random(4);
    let mut best: (f32, BTreeMap<usize, usize>) = (f32::MIN, BTreeMap::new());
    for _ in 0..10 {
        let mut centres: Vec<Vec<f32>> = (0..K).map(|_| places[random.below(places.len())].clone()).collect();
        let mut groups = BTreeMap::new();
        let mut quality = 0.0;
        for _ in 0..30 {
            quality = 0.0;
            for (at, place) in places.iter().enumerate() {
                let near = centres.iter().map(|centre| dot(centre, place)).enumerate();
                let (group, nearness) = near.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, 0.0));
                groups.insert(at, group);
                quality += nearness;
            }
            for (group, centre) in centres.iter_mut().enumerate() {
                centre.fill(0.0);
                for (at, _) in groups.iter().filter(|(_, own)| **own == group) {
                    centre.iter_mut().zip(&places[*at]).for_each(|(sum, x)| *sum += x);
                }
                let length = dot(centre, centre).sqrt().max(1e-9);
                centre.iter_mut().for_each(|x| *x /= length);
            }
        }
        if quality > best.0 {
            best = (quality, groups);
        }
    }
    best.1
}

/// The titles under each heading of the trends.
fn groups(report: &str) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<String>> = Vec::new();
    let mut inside = false;
    for line in report.lines() {
        if line.starts_with("## ") {
            inside = line.contains("趋势");
        } else if inside && line.starts_with("### ") {
            groups.push(Vec::new());
        } else if inside && let (Some(title), Some(group)) = (line.strip_prefix("- "), groups.last_mut()) {
            group.push(plain(title));
        }
    }
    groups
}

/// The titles of the listed papers: `## 12. Title`.
fn listed(report: &str) -> Vec<String> {
    let numbered = |line: &str| {
        let (number, title) = line.strip_prefix("## ")?.split_once(". ")?;
        number.bytes().all(|b| b.is_ascii_digit()).then(|| plain(title))
    };
    report.lines().filter_map(numbered).collect()
}

/// A title's letters and digits: what escaping and stars cannot change.
fn plain(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
