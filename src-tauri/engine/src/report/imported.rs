//! A report that was read from a file, and the same report written again.
//!
//! A file is read into values, and nothing of it is lost: where writing the values would not give the same lines
//! (an odd separator between keywords, a line that is no field), the lines of that paper or trend are kept as well.

use std::{collections::HashMap, fmt};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    labels::{Labels, STAR, failure_word, field, is_title, labels},
    readers::{Beside, nothing},
    render::{innovations, keywords},
};
use crate::{
    digest::{Counts, FailureClass},
    ledger::Tally,
    paper::ArxivId,
    verdict::{Analysis, Language},
};

/// A digest read from a file. All text is as in the file after undoing the escaping of the site form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportedReport {
    pub language: Language,
    pub variant: Variant,
    /// Its 更新时间.
    pub generated_at: Timestamp,
    /// The day of its 更新时间, as written (UTC+8).
    pub date: Date,
    pub sample: bool,
    /// Who is said to have made it (自动生成).
    #[serde(default)]
    pub by: Option<String>,
    /// 论文数量, which may be more than [`Self::papers`] holds.
    pub listed: Option<u32>,
    /// 推荐分布, as the header says it.
    pub counts: Option<Counts>,
    /// 当日公告: only our own reports have it.
    pub ledger: Option<Tally>,
    /// The categories that the footer names.
    pub categories: Vec<String>,
    pub trends: Vec<ImportedTrend>,
    /// In the file's order.
    pub papers: Vec<ImportedPaper>,
    /// What the reader should know about this file.
    pub warnings: Vec<Warning>,
    /// Lines that stand between the trends and the papers, such as `注：…`.
    pub notes: Vec<String>,
    /// The lines around what is above, as they stand: up to the trends, before the first trend, before the first
    /// paper, and after the last.
    pub head: Vec<String>,
    pub trends_head: Vec<String>,
    pub papers_head: Vec<String>,
    pub foot: Vec<String>,
}

/// The two shapes of published reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variant {
    /// The model page, and what we write.
    Plain,
    /// From 2026-01-19 on: charts, a star before recommended titles, one rule fewer.
    Charted,
}

/// A trend of an imported report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedTrend {
    /// An emoji, or the `<span …></span>` of a coloured dot, as written; may be empty.
    pub mark: String,
    pub title: String,
    /// `（对应最大聚类，3 篇论文）`, as written; may be empty.
    pub suffix: String,
    /// The number of papers that the suffix gives: more than the listed titles in real reports.
    pub claimed: Option<u32>,
    pub observation: String,
    /// Titles, as written.
    pub papers: Vec<String>,
    /// The lines of the trend, where the fields above do not give the same.
    pub text: Option<String>,
}

impl ImportedTrend {
    /// The emoji; empty for a coloured dot, whose colour belongs to a chart that is not kept.
    pub fn emoji(&self) -> &str {
        if self.mark.starts_with('<') { "" } else { &self.mark }
    }

    pub(super) fn written(&self, labels: &Labels) -> String {
        let space = if self.mark.is_empty() { "" } else { " " };
        let mut lines = format!("### {}{space}{}{}", self.mark, self.title, self.suffix);
        lines.push_str(&format!("\n{}{}", labels.observation, self.observation));
        for title in &self.papers {
            lines.push_str("\n- ");
            lines.push_str(title);
        }
        lines
    }
}

/// A paper of an imported report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedPaper {
    /// Lines between the paper before and this one, such as the heading of a section.
    pub before: Vec<String>,
    pub number: u32,
    /// Whether the title has a star before it, which `title` does not include.
    pub starred: bool,
    pub title: String,
    /// As written.
    pub link: String,
    /// The work that the link leads to, if it leads to arXiv.
    pub id: Option<ArxivId>,
    pub version: Option<u32>,
    /// Why it was not judged: `analysis` is then the built-in one.
    pub failure: Option<FailureClass>,
    /// None when no decision can be read.
    pub analysis: Option<Analysis>,
    /// The lines of the paper, where the fields above do not give the same.
    pub text: Option<String>,
}

impl ImportedPaper {
    pub(super) fn written(&self, labels: &Labels) -> Option<String> {
        let said = self.analysis.as_ref()?;
        let mut values: [String; 9] = Default::default();
        values[field::TRANSLATED_TITLE] = said.translated_title.clone();
        values[field::LINK] = self.link.clone();
        values[field::DECISION] = said.decision.word(labels.language).to_owned();
        values[field::REASON] = said.reason.clone();
        if let Some(class) = self.failure {
            let (before, after) = labels.failed_note;
            values[field::REASON] = format!("{before}{}{after}{}", failure_word(class, labels.language), said.reason);
        }
        values[field::KEYWORDS] = keywords(&said.keywords, labels);
        values[field::PAIN_POINT] = said.pain_point.clone();
        values[field::APPLICATION_VALUE] = said.application_value.clone();
        values[field::SUMMARY] = said.summary.clone();
        values[field::INNOVATIONS] = innovations(&said.innovations, labels);

        let star = if self.starred { format!("{STAR} ") } else { String::new() };
        let mut lines = format!("## {}. {star}{}", self.number, self.title);
        for (label, value) in labels.fields.iter().zip(values) {
            lines.push_str(&format!("\n- {label} {value}"));
        }
        Some(lines)
    }
}

/// Something about a report that its reader should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Warning {
    /// The header counts other papers than are listed: some were lost before the report was written.
    Count { claimed: u32, listed: u32 },
    /// The header's distribution is not that of the papers.
    Distribution { claimed: Counts, listed: Counts },
    /// There is no footer: the file may be cut off.
    CutOff,
    /// The time is that of the file's name.
    TimeOfFileName,
    /// Papers whose link does not lead to arXiv.
    NotOnArxiv { papers: u32 },
    /// Papers without a decision that can be read.
    NoDecision { papers: u32 },
    /// Papers that stand in the report more than once.
    Repeated { papers: u32 },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count { claimed, listed } => write!(f, "the header counts {claimed} papers, {listed} are listed"),
            Self::Distribution { claimed: c, listed: l } => write!(
                f,
                "the header counts {} recommended, {} borderline and {} skipped; listed are {}, {} and {}",
                c.recommend, c.borderline, c.skip, l.recommend, l.borderline, l.skip
            ),
            Self::CutOff => f.write_str("there is no footer: the file may be cut off"),
            Self::TimeOfFileName => f.write_str("it does not say when it was made; the file's name does"),
            Self::NotOnArxiv { papers } => write!(f, "{papers} papers have no link to arXiv"),
            Self::NoDecision { papers } => write!(f, "{papers} papers have no decision that can be read"),
            Self::Repeated { papers } => write!(f, "{papers} papers are listed more than once"),
        }
    }
}

impl ImportedReport {
    /// The works that each of the trends names, found by their titles among the papers; in the order of the trends.
    pub fn works_of_trends(&self) -> Vec<Vec<&ArxivId>> {
        let named = self.papers.iter().rev().filter_map(|paper| Some((paper.title.as_str(), paper.id.as_ref()?)));
        let by_title: HashMap<&str, &ArxivId> = named.collect();
        let works =
            |trend: &ImportedTrend| trend.papers.iter().filter_map(|t| by_title.get(t.as_str()).copied()).collect();
        self.trends.iter().map(works).collect()
    }

    /// Papers by decision, as listed; those that were not judged are not counted.
    pub fn listed_counts(&self) -> Counts {
        let mut counts = Counts::default();
        let judged = self.papers.iter().filter(|p| p.failure.is_none());
        judged.filter_map(|p| p.analysis.as_ref()).for_each(|analysis| counts.add(analysis.decision));
        counts
    }
}

/// The report in its own variant, unescaped, without front matter and charts. Apart from those, every line that is
/// neither blank nor a rule is the file's, in the file's order.
pub fn write_back(report: &ImportedReport) -> String {
    write_back_with(report, &nothing)
}

/// As [`write_back`], with what the reader wrote under the lines of a paper.
pub fn write_back_with(report: &ImportedReport, beside: Beside) -> String {
    let title = report.head.iter().position(|line| is_title(line)).unwrap_or(0);
    let (preamble, _) = report.head.split_at(title);
    let mut out = String::new();
    for line in preamble {
        out.push_str(line);
        out.push_str("\n\n");
    }
    out.push_str(&write_body_with(report, beside));
    out
}

/// As [`write_back`], without what stands before the title, such as a link to the archive: for a page that brings
/// its own.
pub fn write_body(report: &ImportedReport) -> String {
    write_body_with(report, &nothing)
}

/// As [`write_body`], with what the reader wrote under the lines of a paper.
pub fn write_body_with(report: &ImportedReport, beside: Beside) -> String {
    let labels = labels(report.language);
    let title = report.head.iter().position(|line| is_title(line)).unwrap_or(0);
    let mut out = String::new();
    let paragraphs = |out: &mut String, lines: &[String]| {
        for line in lines {
            out.push_str(line);
            out.push_str("\n\n");
        }
    };
    for (at, line) in report.head[title..].iter().enumerate() {
        out.push_str(line);
        out.push_str(if at == 0 && is_title(line) { "\n\n" } else { "\n" });
    }
    if !report.head.is_empty() {
        out.push_str("\n---\n\n");
    }
    if !report.trends_head.is_empty() || !report.trends.is_empty() || !report.notes.is_empty() {
        paragraphs(&mut out, &report.trends_head);
        for trend in &report.trends {
            out.push_str(&trend.text.clone().unwrap_or_else(|| trend.written(labels)));
            out.push_str("\n\n");
        }
        out.push_str("---\n\n");
        paragraphs(&mut out, &report.notes);
        if report.variant == Variant::Plain {
            out.push_str("---\n\n");
        }
    }
    paragraphs(&mut out, &report.papers_head);
    for paper in &report.papers {
        paragraphs(&mut out, &paper.before);
        let lines = paper.text.clone().or_else(|| paper.written(labels));
        let lines = lines.unwrap_or_default();
        let own = paper.id.as_ref().map(beside).unwrap_or_default();
        out.push_str(&lines);
        // A report that was exported with them has them already.
        if !own.is_empty() && !lines.contains(own.trim_end()) {
            out.push('\n');
            out.push_str(own.trim_end());
        }
        out.push_str("\n\n\n---\n\n");
    }
    if !report.foot.is_empty() {
        out.push_str("---\n");
    }
    for line in &report.foot {
        out.push_str(line);
        out.push('\n');
    }
    out
}
