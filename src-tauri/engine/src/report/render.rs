//! A digest as Markdown.

use std::{collections::HashMap, fmt::Write as _};

use jiff::{Timestamp, tz};

use super::{
    labels::{AGENT, FOOTER, Labels, failure_word, field, glyph, labels},
    one_line,
    readers::{Beside, nothing},
};
use crate::{
    digest::{Counts, Digest, ListedPaper, Origin},
    ledger::Tally,
    paper::ArxivId,
    verdict::Decision,
};

/// The report's times are in UTC+8.
pub(super) const ZONE: tz::Offset = tz::offset(8);
pub(super) const TIME: &str = "%Y-%m-%d %H:%M:%S";

/// The body of the report, from `# Arxiv LLM 每日研报` to the footer, unescaped, ending in a line break.
///
/// The shape is byte for byte that of the reports that our readers know: an empty field keeps the space after its
/// colon, two blank lines and a rule follow each paper. Judged papers come by decision, recommended first, each in
/// the digest's order; papers that failed come last, in a section of their own, numbered on. All text that is not
/// ours is written by [`one_line`].
pub fn render(digest: &Digest) -> String {
    render_with(digest, &nothing)
}

/// As [`render`], with what the reader wrote under the nine fields of a paper.
pub fn render_with(digest: &Digest, beside: Beside) -> String {
    let labels = labels(digest.language);
    let failed: Vec<_> = digest.failed().collect();
    let judged: Vec<_> = Decision::ALL.into_iter().flat_map(|decision| digest.judged(decision)).collect();

    let mut out = String::with_capacity(2048 * (digest.papers.len() + 1));
    let header = Header {
        sample: digest.origin == Origin::Sample,
        generated_at: digest.generated_at,
        listed: u32::try_from(judged.len() + failed.len()).unwrap_or(u32::MAX),
        counts: digest.counts,
        ledger: digest.ledger,
    };
    out.push_str(labels.title);
    out.push_str("\n\n");
    for line in header.lines(labels) {
        out.push_str(&line);
        out.push('\n');
    }
    out.push_str("\n---\n\n");
    out.push_str(labels.trends);
    out.push_str("\n\n");
    trends(&mut out, digest, labels);
    out.push_str("---\n\n---\n\n");
    out.push_str(labels.papers);
    out.push_str("\n\n");
    if judged.is_empty() && failed.is_empty() {
        let _ = write!(out, "{}\n\n", labels.no_papers);
    }
    for (at, paper) in judged.iter().enumerate() {
        paper_block(&mut out, at + 1, paper, labels, beside);
    }
    if !failed.is_empty() {
        let _ = write!(out, "{}\n\n", labels.failed);
    }
    for (at, paper) in failed.iter().enumerate() {
        paper_block(&mut out, judged.len() + at + 1, paper, labels, beside);
    }
    let categories: Vec<_> = digest.categories.iter().map(|c| one_line(c)).collect();
    let _ = writeln!(out, "---\n{}{}{}", FOOTER.0, categories.join(", "), FOOTER.1);
    out
}

/// What the quoted lines under the title say.
pub(super) struct Header {
    pub sample: bool,
    pub generated_at: Timestamp,
    pub listed: u32,
    pub counts: Counts,
    pub ledger: Option<Tally>,
}

impl Header {
    pub fn lines(&self, labels: &Labels) -> Vec<String> {
        let quoted = |label: &str, value: &str| format!("> **{label}**{}{value}", labels.colon);
        let time = ZONE.to_datetime(self.generated_at).strftime(TIME).to_string();
        let mut lines = vec![
            quoted(labels.updated, &format!("{time}{}", labels.zone)),
            quoted(labels.listed, &format!("{}{}", self.listed, labels.unit)),
            quoted(labels.distribution, &distribution(self.counts, labels)),
        ];
        if let Some(tally) = &self.ledger {
            lines.push(quoted(labels.announced, &ledger_line(tally, labels)));
        }
        lines.push(quoted(labels.generated, AGENT));
        if self.sample {
            lines.insert(0, quoted(labels.sample, labels.sample_note));
        }
        lines
    }
}

fn distribution(counts: Counts, labels: &Labels) -> String {
    let numbers = [counts.recommend, counts.borderline, counts.skip];
    let part = |(decision, number): (Decision, u32)| {
        format!("{}{} {number}{}", glyph(decision), decision.word(labels.language), labels.unit)
    };
    Decision::ALL.into_iter().zip(numbers).map(part).collect::<Vec<_>>().join(" | ")
}

fn ledger_line(tally: &Tally, labels: &Labels) -> String {
    let numbers = [tally.announced, tally.judged, tally.filtered, tally.failed];
    labels.ledger.iter().zip(numbers).map(|((before, after), number)| format!("{before}{number}{after}")).collect()
}

fn trends(out: &mut String, digest: &Digest, labels: &Labels) {
    let titles: HashMap<&ArxivId, &str> = digest.papers.iter().map(|p| (&p.id, p.title.as_str())).collect();
    if digest.trends.is_empty() {
        let _ = write!(out, "{}\n\n", labels.no_trends);
    }
    for trend in &digest.trends {
        let emoji = Some(one_line(&trend.emoji)).filter(|mark| is_emoji(mark));
        let heading = one_line(&format!("{} {}", emoji.as_deref().unwrap_or(PLAIN_EMOJI), trend.title));
        let _ = write!(out, "### {heading}\n{}{}\n", labels.observation, one_line(&trend.observation));
        for id in &trend.papers {
            let title = titles.get(id).copied().unwrap_or(id.as_str());
            let _ = writeln!(out, "- {}", one_line(title));
        }
        out.push('\n');
    }
}

/// Before a trend that was given none: every heading of a trend has one, which is how it is told from its title.
const PLAIN_EMOJI: &str = "🔹";

/// A mark, and no text: a model may have written anything here.
fn is_emoji(mark: &str) -> bool {
    let is_text = |c: char| c.is_alphabetic() || c.is_ascii_punctuation() || c.is_whitespace();
    !mark.is_empty() && mark.chars().count() <= 12 && !mark.contains(is_text)
}

fn paper_block(out: &mut String, number: usize, paper: &ListedPaper, labels: &Labels, beside: Beside) {
    let _ = writeln!(out, "## {number}. {}", one_line(&paper.title));
    for (label, value) in labels.fields.iter().zip(values(paper, labels)) {
        let _ = writeln!(out, "- {label} {value}");
    }
    out.push_str(&beside(&paper.id));
    out.push_str("\n\n---\n\n");
}

/// The nine fields of a paper, each on one line.
fn values(paper: &ListedPaper, labels: &Labels) -> [String; 9] {
    let analysis = &paper.verdict.analysis;
    let mut values: [String; 9] = Default::default();
    values[field::TRANSLATED_TITLE] = one_line(&analysis.translated_title);
    values[field::LINK] = link(&paper.id, paper.version, &paper.url);
    values[field::DECISION] = analysis.decision.word(labels.language).to_owned();
    values[field::REASON] = match &paper.failure {
        Some(failure) => {
            let (before, after) = labels.failed_note;
            let why = failure_word(failure.class, labels.language);
            format!("{before}{why}{after}{}", one_line(&analysis.reason))
        }
        None => one_line(&analysis.reason),
    };
    values[field::KEYWORDS] = keywords(&analysis.keywords, labels);
    values[field::PAIN_POINT] = one_line(&analysis.pain_point);
    values[field::APPLICATION_VALUE] = one_line(&analysis.application_value);
    values[field::SUMMARY] = one_line(&analysis.summary);
    values[field::INNOVATIONS] = innovations(&analysis.innovations, labels);
    values
}

/// `http://arxiv.org/abs/IDvN`; for an entry of another feed its own address, if it is one that a browser may open.
fn link(id: &ArxivId, version: u32, url: &str) -> String {
    if id.is_arxiv() {
        return format!("http://arxiv.org/abs/{id}v{version}");
    }
    let url = one_line(url);
    if url.starts_with("http://") || url.starts_with("https://") { url } else { String::new() }
}

/// `甲、乙`. A keyword that holds the separator is two when it is read back.
pub(super) fn keywords(keywords: &[String], labels: &Labels) -> String {
    let words: Vec<_> = keywords.iter().map(|k| one_line(k)).filter(|k| !k.is_empty()).collect();
    words.join(labels.between_keywords)
}

/// `1) …；2) …`. An item that itself looks like the next number gets a wide parenthesis there, so that the list is
/// read back as it was.
pub(super) fn innovations(items: &[String], labels: &Labels) -> String {
    let between = labels.between_innovations;
    let items: Vec<_> = items.iter().map(|item| one_line(item)).filter(|item| !item.is_empty()).collect();
    let numbered = items.iter().enumerate().map(|(at, item)| {
        let next = format!("{between}{}) ", at + 2);
        format!("{}) {}", at + 1, item.replace(&next, &format!("{between}{}） ", at + 2)))
    });
    numbered.collect::<Vec<_>>().join(between)
}
