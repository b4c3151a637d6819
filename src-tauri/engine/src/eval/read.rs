//! The two files of `eval`.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
    sync::LazyLock,
};

use flate2::read::MultiGzDecoder;
use jiff::civil::Date;
use regex::Regex;
use serde::Deserialize;

use crate::{
    error::{Error, Result},
    paper::{ArxivId, Paper},
    verdict::Decision,
};

/// A known verdict of a paper of the papers file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    pub day: Date,
    /// Into the papers.
    pub paper: usize,
    pub decision: Decision,
}

pub struct Labels {
    /// In the order of days, then of the file. One for each paper.
    pub known: Vec<Known>,
    /// How many labelled papers have no metadata.
    pub skipped: usize,
    pub days: BTreeSet<Date>,
}

#[derive(Deserialize)]
struct Label {
    report: String,
    id: String,
    decision: Decision,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default, rename = "abstract")]
    summary: Option<String>,
    #[serde(default)]
    authors: Option<Vec<String>>,
    #[serde(default)]
    categories: Option<Vec<String>>,
}

#[allow(clippy::expect_used, reason = "a literal of ours, covered by the tests")]
static REPORT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"summary_(\d{4})(\d{2})(\d{2})_\d{6}").expect("a valid pattern"));

/// JSON lines, gzipped or not. A paper that comes twice counts once; a line without a usable id is an error.
pub fn papers(path: &Path) -> Result<Vec<Paper>> {
    let mut seen = HashSet::new();
    let mut papers = Vec::new();
    for (number, line) in lines(path)? {
        let row: Row = parse(path, number, &line)?;
        let Ok((id, version)) = ArxivId::parse_versioned(&row.id) else { continue };
        if seen.insert(id.clone()) {
            papers.push(Paper {
                url: format!("https://arxiv.org/abs/{id}"),
                id,
                version: version.unwrap_or(1),
                title: row.title.unwrap_or_default(),
                authors: row.authors.unwrap_or_default(),
                categories: row.categories.unwrap_or_default(),
                summary: row.summary.unwrap_or_default(),
                comment: None,
            });
        }
    }
    Ok(papers)
}

/// An id's first verdict counts: that of the earliest report, and in it the first.
pub fn labels(path: &Path, papers: &[Paper]) -> Result<Labels> {
    let mut rows: Vec<Label> = Vec::new();
    for (number, line) in lines(path)? {
        rows.push(parse(path, number, &line)?);
    }
    rows.sort_by(|a, b| a.report.cmp(&b.report));
    let places: HashMap<&str, usize> = papers.iter().enumerate().map(|(at, paper)| (paper.id.as_str(), at)).collect();
    let mut seen = HashSet::new();
    let mut labels = Labels { known: Vec::new(), skipped: 0, days: BTreeSet::new() };
    for row in rows {
        let id = ArxivId::parse_versioned(&row.id).map_or(row.id.clone(), |(id, _)| id.to_string());
        if !seen.insert(id.clone()) {
            continue;
        }
        let Some(&paper) = places.get(id.as_str()) else {
            labels.skipped += 1;
            continue;
        };
        let day = day_of(&row.report).ok_or_else(|| {
            Error::usage(
                format!("{:?} in {} names no day.", row.report, path.display()),
                "Name reports summary_YYYYMMDD_HHMMSS.md.",
            )
        })?;
        labels.days.insert(day);
        labels.known.push(Known { day, paper, decision: row.decision });
    }
    Ok(labels)
}

/// The day in the name of a report file.
pub fn day_of(report: &str) -> Option<Date> {
    let found = REPORT.captures(report)?;
    Date::new(found[1].parse().ok()?, found[2].parse().ok()?, found[3].parse().ok()?).ok()
}

fn lines(path: &Path) -> Result<Vec<(usize, String)>> {
    let broken = |err: std::io::Error| Error::disk("read", path, &err);
    let mut start = Vec::new();
    File::open(path).map_err(broken)?.take(2).read_to_end(&mut start).map_err(broken)?;
    let file = File::open(path).map_err(broken)?;
    let reader: Box<dyn BufRead> = if start == [0x1f, 0x8b] {
        Box::new(BufReader::new(MultiGzDecoder::new(file)))
    } else {
        Box::new(BufReader::new(file))
    };
    let mut lines = Vec::new();
    for (number, line) in reader.lines().enumerate() {
        let line = line.map_err(broken)?;
        if !line.trim().is_empty() {
            lines.push((number + 1, line));
        }
    }
    Ok(lines)
}

fn parse<'a, T: Deserialize<'a>>(path: &Path, number: usize, line: &'a str) -> Result<T> {
    serde_json::from_str(line).map_err(|err| {
        Error::usage(
            format!("Line {number} of {} is not what eval reads: {err}", path.display()),
            "Give one JSON object a line: labels {report, id, decision}, papers {id, title, abstract, …}.",
        )
    })
}
