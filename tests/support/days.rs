//! Announcement days: real ones from the recorded data, and invented ones of any size.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs::{self, File},
    io::{BufRead as _, BufReader},
    path::Path,
    sync::OnceLock,
};

use flate2::read::GzDecoder;
use jiff::civil::Date;
use serde_json::Value;

/// How arXiv lists a paper. A `New` paper whose primary category was not asked for is rendered as a cross-list, as
/// arXiv does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    New,
    Cross,
    Replace,
    ReplaceCross,
}

/// A paper in the list of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    pub id: String,
    pub version: u32,
    pub title: String,
    pub authors: Vec<String>,
    /// The primary category first.
    pub categories: Vec<String>,
    pub summary: String,
    pub kind: Kind,
}

/// What the feed of one mailing date lists; no items on a weekend or holiday.
#[derive(Debug, Clone)]
pub struct Day {
    pub date: Date,
    pub items: Vec<Announced>,
}

impl Day {
    pub fn ids(&self) -> HashSet<String> {
        self.items.iter().map(|item| item.id.clone()).collect()
    }

    /// Every primary category, which makes every `New` paper new in a feed of them.
    pub fn primary_categories(&self) -> Vec<String> {
        let unique: std::collections::BTreeSet<_> = self.items.iter().map(|item| item.categories[0].clone()).collect();
        unique.into_iter().collect()
    }

    /// The same day with revisions of earlier papers in it: each `(paper, kind)` under its next version.
    pub fn with_revisions(mut self, of: &[Announced], kind: Kind) -> Self {
        self.items.extend(of.iter().map(|item| Announced { version: item.version + 1, kind, ..item.clone() }));
        self
    }

    /// The same day with papers of an earlier day listed once more as new, as arXiv's feed sometimes does.
    pub fn with_repeats(mut self, of: &[Announced]) -> Self {
        self.items.extend_from_slice(of);
        self
    }
}

/// A date written `YYYY-MM-DD`.
pub fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

/// A day of `days.json` with the papers of `papers.jsonl.gz`. Read once per process.
pub fn real(data: &Path, day: &str) -> Day {
    static DAYS: OnceLock<BTreeMap<String, Vec<Announced>>> = OnceLock::new();
    let days = DAYS.get_or_init(|| read(data));
    Day { date: date(day), items: days.get(day).unwrap_or_else(|| panic!("no {day} in days.json")).clone() }
}

fn read(data: &Path) -> BTreeMap<String, Vec<Announced>> {
    let days = fs::read(data.join("days.json")).expect("days.json");
    let days: BTreeMap<String, Vec<String>> = serde_json::from_slice(&days).expect("days.json");
    let wanted: HashSet<&str> = days.values().flatten().map(String::as_str).collect();
    let lines =
        BufReader::new(GzDecoder::new(File::open(data.join("papers.jsonl.gz")).expect("papers.jsonl.gz"))).lines();
    let papers: HashMap<String, Announced> = lines
        .map(|line| line.expect("a line of papers.jsonl.gz"))
        // The id is the first field of a line; reading 23,000 whole papers unoptimised takes seconds.
        .filter(|line| line.split('"').nth(3).is_some_and(|id| wanted.contains(id)))
        .map(|line| paper(&serde_json::from_str(&line).expect("a paper")))
        .map(|paper| (paper.id.clone(), paper))
        .collect();
    days.into_iter().map(|(day, ids)| (day, ids.iter().map(|id| papers[id].clone()).collect())).collect()
}

fn paper(json: &Value) -> Announced {
    let text = |key: &str| json[key].as_str().unwrap_or_default().to_owned();
    let list = |key: &str| -> Vec<String> {
        json[key].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    Announced {
        id: text("id"),
        version: text("version").trim_start_matches('v').parse().unwrap_or(1),
        title: text("title"),
        authors: list("authors"),
        categories: list("categories"),
        summary: text("abstract"),
        kind: Kind::New,
    }
}

const TOPICS: [(&str, &str); 4] = [
    ("retrieval-augmented generation", "retrieval index passages grounding citations hallucination corpus reranking"),
    ("multimodal agents", "images screens planning tools actions grounding interface vision-language trajectories"),
    ("speech recognition", "audio acoustic transcripts streaming phonemes latency speakers noise robustness"),
    ("mixture of experts", "routing experts sparsity throughput memory load balancing parameters inference"),
];

/// `count` invented papers of 2026-01 in four topics, `cs.CL` first; ids count up from `2601.<first>`.
pub fn invented(first: u32, count: u32) -> Vec<Announced> {
    (first..first + count)
        .map(|n| {
            let (topic, words) = TOPICS[n as usize % TOPICS.len()];
            let words: Vec<&str> = words.split(' ').collect();
            let word = |k: u32| words[(n / 4 + k) as usize % words.len()];
            Announced {
                id: format!("2601.{n:05}"),
                version: 1,
                title: format!("Study {n} of {} and {} in {topic}", word(0), word(3)),
                authors: vec![format!("Ada Author{n}"), "Bo Zhang".into()],
                categories: vec![["cs.CL", "cs.AI", "cs.LG"][n as usize % 3].into(), "cs.IR".into()],
                summary: format!(
                    "Large language models are slow at {topic} because {} is limited. We propose a method for {} that \
                     improves {} by {}.{}% over strong baselines on {} benchmarks. Experiments with {} show lower cost.",
                    word(1), word(2), word(4), n % 40, n % 10, n % 7 + 2, word(5),
                ),
                kind: Kind::New,
            }
        })
        .collect()
}
