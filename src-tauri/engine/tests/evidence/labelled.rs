//! Figures of real reports, labelled by hand before the checker existed (ids and offsets, no sentences), and how the
//! checker does on them.

use std::{
    collections::HashMap,
    fmt,
    io::{BufRead as _, BufReader},
    path::Path,
};

use engine::{
    judge::evidence,
    verdict::{Analysis, Decision},
};
use serde_json::Value;

/// An analysis that says nothing but this.
pub fn analysis(summary: &str) -> Analysis {
    Analysis { summary: summary.to_owned(), ..Analysis::empty(Decision::Skip) }
}

/// One figure of a real report, labelled by hand.
struct Label {
    report: String,
    id: String,
    field: String,
    /// In characters of the field, without the escapes of the published form.
    start: usize,
    end: usize,
    supported: bool,
    /// Written instead, for an altered figure.
    altered: String,
}

fn labels() -> Vec<Label> {
    let lines = include_str!("labels.csv").lines().skip(1);
    lines
        .map(|line| {
            let columns: Vec<&str> = line.splitn(7, ',').collect();
            Label {
                report: columns[0].to_owned(),
                id: columns[1].to_owned(),
                field: columns[2].to_owned(),
                start: columns[3].parse().unwrap(),
                end: columns[4].parse().unwrap(),
                supported: columns[5] == "supported",
                altered: columns[6].trim_matches('"').to_owned(),
            }
        })
        .collect()
}

/// A field of a paper's entry in a published report.
pub fn field(report: &str, id: &str, field: &str) -> Option<String> {
    let label = match field {
        "reason" => "- **决策理由",
        "summary" => "- **总结",
        _ => "- **技术创新",
    };
    let entry = report.split("\n## ").find(|entry| entry.contains(&format!("/abs/{id}")))?;
    let line = entry.lines().find(|line| line.starts_with(label))?;
    let (_, text) = line.split_once(":**").or_else(|| line.split_once("**:"))?;
    Some(text.trim_start().replace("\\_", "_").replace("\\|", "|"))
}

/// How the checker's marks agree with the labels; a mark says that the source does not hold a figure.
#[derive(Debug, Default)]
pub struct Measured {
    pub total: usize,
    pub unsupported: usize,
    marked: usize,
    rightly: usize,
    pub mistakes: Vec<String>,
}

impl Measured {
    pub fn precision(&self) -> f64 {
        self.rightly as f64 / self.marked as f64
    }

    pub fn recall(&self) -> f64 {
        self.rightly as f64 / self.unsupported as f64
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (total, unsupported) = (self.total, self.unsupported);
        let (precision, recall) = (self.precision(), self.recall());
        write!(f, "evidence: {total} figures, {unsupported} unsupported; precision {precision:.3}, recall {recall:.3}")
    }
}

/// Checks every labelled figure of the recorded reports in `dir`.
pub fn measure(dir: &Path) -> Measured {
    let papers = std::fs::File::open(dir.join("papers.jsonl.gz")).unwrap();
    let papers: HashMap<String, (String, String)> = BufReader::new(flate2::read::GzDecoder::new(papers))
        .lines()
        .map(|line| {
            let paper: Value = serde_json::from_str(&line.unwrap()).unwrap();
            let text = |name: &str| paper[name].as_str().unwrap_or_default().to_owned();
            let id = text("id");
            (id.split('v').next().unwrap().to_owned(), (text("title"), text("abstract")))
        })
        .collect();
    let mut measured = Measured::default();
    for label in labels() {
        let report = std::fs::read_to_string(dir.join("reports").join(&label.report)).unwrap();
        let text = field(&report, &label.id, &label.field).expect("the field of the label");
        let byte = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
        let written = &text[byte(label.start)..byte(label.end)];
        let stated = if label.altered.is_empty() { written } else { label.altered.as_str() };
        let text = format!("{}{stated}{}", &text[..byte(label.start)], &text[byte(label.end)..]);
        let start = text[..byte(label.start)].encode_utf16().count();
        let end = start + stated.encode_utf16().count();
        let (title, summary) = &papers[&label.id];
        let claims = evidence::check(&analysis(&text), &[title, summary]);
        let claim = claims.iter().find(|claim| claim.span.start < end && start < claim.span.end);
        let mark = claim.is_some_and(|claim| claim.found.is_none());
        measured.total += 1;
        measured.unsupported += usize::from(!label.supported);
        measured.marked += usize::from(mark);
        measured.rightly += usize::from(mark && !label.supported);
        if mark == label.supported {
            measured.mistakes.push(format!(
                "{} {} {stated:?}: marked {mark}, supported {} ({:?})",
                label.id,
                label.field,
                label.supported,
                claim.map(|c| &c.text)
            ));
        }
    }
    measured
}
