//! A report read from a file: either variant, escaped or not, whatever happened to it on the way.

use std::{collections::HashSet, sync::LazyLock};

use regex::Regex;

use super::{
    fields::{self, Field, pattern},
    header::{Quoted, time_of_name},
    imported::{ImportedPaper, ImportedReport, ImportedTrend, Variant, Warning},
    labels::{BOTH, FOOTER, Labels, field, is_title},
    site_text,
};
use crate::error::{Code, Error, Result};

/// A report of 5,000 papers with long analyses has 10 MB.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;

/// As [`read`], from the bytes of a file: at most [`MOST_BYTES`] of UTF-8.
pub fn read_bytes(bytes: &[u8], file_name: Option<&str>) -> Result<ImportedReport> {
    let refuse = |why: &str, what_to_do: &str| Err(not_a_report(file_name, why, what_to_do));
    if bytes.len() > MOST_BYTES {
        return refuse(&too_large(bytes.len()), "Give the report itself.");
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return refuse("it is UTF-16", "Save it as UTF-8 and import it again.");
    }
    if bytes.contains(&0) {
        return refuse("it is a binary file", "Give reports in Markdown.");
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => read(text, file_name),
        // A file that was cut off in the middle of a character is read up to there.
        Err(err) if err.error_len().is_none() => {
            read(std::str::from_utf8(&bytes[..err.valid_up_to()]).unwrap_or_default(), file_name)
        }
        Err(_) => refuse("it is not UTF-8 text", "Save it as UTF-8 and import it again."),
    }
}

/// Whether a file is the list of reports that a published site has beside them: there is nothing to import in it.
pub fn is_archive(text: &str, file_name: Option<&str>) -> bool {
    let file_name = file_name.map(|name| name.rsplit(['/', '\\']).next().unwrap_or(name));
    let heading = text.lines().take(40).find(|line| line.starts_with("# "));
    match heading {
        Some(heading) => !is_title(heading) && ARCHIVE.is_match(heading),
        None => file_name == Some("archive.md"),
    }
}

/// Reads a report.
///
/// # Errors
/// Names the file and says why it is not a report: `Usage`, since only the reader can give another file.
pub fn read(text: &str, file_name: Option<&str>) -> Result<ImportedReport> {
    if text.len() > MOST_BYTES {
        return Err(not_a_report(file_name, &too_large(text.len()), "Give the report itself."));
    }
    if is_archive(text, file_name) {
        return Err(not_a_report(file_name, "it is the list of reports of a site", "Import the reports beside it."));
    }
    let text = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n").replace('\r', "\n");
    let (front_matter, body) = split_front_matter(&text);
    let body = site_text::undo(body, front_matter);
    let lines: Vec<&str> = body.split('\n').collect();

    let labels = language_of(&lines);
    let mut parts = Parts::default();
    split(&lines, labels, &mut parts);
    if site_text::is_ours(front_matter) {
        // Our pages have charts, and a link to the archive, around a body that has neither.
        parts.charted = parts.trends.iter().any(|trend| trend.mark.starts_with('<'));
        let title = parts.head.iter().position(|line| is_title(line)).unwrap_or(0);
        parts.head.drain(..title);
    }
    if !parts.titled && parts.papers.is_empty() {
        let why = "it has neither the title of a report nor papers with their fields";
        return Err(not_a_report(file_name, why, "Give a report such as index.md or summary_20260109_132836.md."));
    }
    finish(parts, labels, file_name)
}

fn too_large(bytes: usize) -> String {
    format!("it has {} MB, and no report has more than {}", bytes / 1_000_000, MOST_BYTES / 1_000_000)
}

fn not_a_report(file_name: Option<&str>, why: &str, what_to_do: &str) -> Error {
    let name = file_name.unwrap_or("The text");
    Error::new(Code::Usage, format!("{name} is not a report: {why}."), what_to_do)
}

static ARCHIVE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)归档|archive"));
static PROPERTY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:\s|#|[\p{L}_][\w -]*:|$)"));
static PAPER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^##\s+(\d{1,6})\.(?:\s(.*))?$"));
static OBSERVATION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^>\s*\*\*(?:赛道观察|Observation)\s*(?:[:：]\s*\*\*|\*\*\s*[:：])\s*(.*)$"));
static SUFFIX: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\s*(?:（(?:[^（）]*[，,])?\s*(\d{1,6})\s*篇(?:论文)?）|\((\d{1,6}) papers?\))\s*$"));
/// A line of a chart block, and nothing more on it.
static CHART: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:</?div\b[^>]*>|<img\b[^>]*>|<h4\b[^>]*>[^<]*</h4>)\s*$"));

/// Front matter is what stands between two rules at the very top, if it reads like properties.
fn split_front_matter(text: &str) -> (&str, &str) {
    let Some(rest) = text.trim_start_matches(['\n', ' ']).strip_prefix("---\n") else { return ("", text) };
    let mut end = 0;
    for line in rest.split_inclusive('\n').take(60) {
        if line.trim_end() == "---" {
            return (&rest[..end], &rest[end + line.len()..]);
        }
        // YAML does not ask for an indent before the items of a list.
        if !(PROPERTY.is_match(line) || end > 0 && line.starts_with("- ")) {
            break;
        }
        end += line.len();
    }
    ("", text)
}

/// The language of the title, or the one whose words the report uses more.
fn language_of(lines: &[&str]) -> &'static Labels {
    let title = lines.iter().find(|line| is_title(line)).copied().unwrap_or_default();
    if let Some(labels) = BOTH.into_iter().find(|labels| labels.title == title) {
        return labels;
    }
    let said = |labels: &Labels| {
        let ours = |line: &&&str| {
            let field = line.strip_prefix("- ");
            field.is_some_and(|rest| labels.fields.iter().any(|f| *f != "**Link**:" && rest.starts_with(f)))
                || [labels.trends, labels.papers].contains(*line)
        };
        lines.iter().filter(ours).count()
    };
    let [chinese, english] = BOTH;
    if said(english) > said(chinese) { english } else { chinese }
}

/// The blocks of the file, before they are looked at as a whole.
#[derive(Default)]
struct Parts {
    titled: bool,
    charted: bool,
    head: Vec<String>,
    trends_head: Vec<String>,
    trends: Vec<ImportedTrend>,
    notes: Vec<String>,
    papers_head: Vec<String>,
    papers: Vec<ImportedPaper>,
    foot: Vec<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum Section {
    Head,
    Trends,
    /// After the rule that ends the trends.
    Notes,
    Papers,
    Foot,
}

fn is_rule(line: &str) -> bool {
    line.trim() == "---"
}

fn is_chart(line: &str) -> bool {
    line.trim_start().starts_with('<') && CHART.is_match(line)
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// Cuts the file into its parts, line by line. Every line that is not blank, a rule or a chart ends up in one of them.
fn split(lines: &[&str], labels: &Labels, parts: &mut Parts) {
    let mut section = Section::Head;
    let mut failed_section = false;
    // Lines after a paper that belong to none: before the next paper, or to the foot.
    let mut between: Vec<String> = vec![];
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        if is_blank(line) {
            at += 1;
            continue;
        }
        if let Some((number, title)) = paper_heading(lines, at) {
            section = Section::Papers;
            let end = end_of_paper(lines, at + 1);
            let mut before = std::mem::take(&mut between);
            before.append(&mut parts.foot);
            let mut paper = paper(number, title, &lines[at..end], labels, failed_section);
            paper.before = before;
            parts.papers.push(paper);
            at = end;
            continue;
        }
        at += 1;
        if is_rule(line) {
            if section == Section::Trends {
                section = Section::Notes;
            }
            continue;
        }
        let in_trends = matches!(section, Section::Head | Section::Trends | Section::Notes);
        let may_hold_charts = match section {
            // What stands above the title belongs to a page.
            Section::Head => parts.titled,
            Section::Trends | Section::Notes => true,
            Section::Papers => parts.papers.is_empty(),
            Section::Foot => false,
        };
        if may_hold_charts && is_chart(line) {
            parts.charted = true;
        } else if line.starts_with(FOOTER.0) {
            section = Section::Foot;
            parts.foot.append(&mut between);
            parts.foot.push(line.to_owned());
        } else if section == Section::Head && is_trends_heading(line) {
            section = Section::Trends;
            parts.trends_head.push(line.to_owned());
        } else if in_trends && is_papers_heading(line) {
            section = Section::Papers;
            parts.papers_head.push(line.to_owned());
        } else if line.starts_with("### ")
            && (section == Section::Trends || (section == Section::Notes && parts.notes.is_empty()))
        {
            section = Section::Trends;
            let end = end_of_trend(lines, at);
            let (trend, charted) = trend(&lines[at - 1..end], labels);
            parts.charted |= charted;
            parts.trends.push(trend);
            at = end;
        } else {
            if section == Section::Trends && line.starts_with("## ") {
                section = Section::Notes;
            }
            if is_failed_heading(line) {
                failed_section = true;
            }
            match section {
                Section::Head => {
                    parts.titled |= is_title(line);
                    &mut parts.head
                }
                Section::Trends => &mut parts.trends_head,
                Section::Notes => &mut parts.notes,
                Section::Papers if parts.papers.is_empty() => &mut parts.papers_head,
                Section::Papers => &mut between,
                Section::Foot => &mut parts.foot,
            }
            .push(line.to_owned());
        }
    }
    between.append(&mut parts.foot);
    parts.foot = between;
}

fn is_trends_heading(line: &str) -> bool {
    line.starts_with("## ") && (line.contains("趋势") || line.contains("Trend"))
}

fn is_papers_heading(line: &str) -> bool {
    line.starts_with("## ") && (line.contains("论文") || BOTH.iter().any(|labels| line.contains(labels.papers)))
}

fn is_failed_heading(line: &str) -> bool {
    line.starts_with("## ") && BOTH.iter().any(|labels| line.trim_end() == labels.failed)
}

/// `## 7. Title`, where what follows is a field, or nothing more, or stray lines before the first of a paper's fields: a
/// summary may hold such a line too.
fn paper_heading<'a>(lines: &[&'a str], at: usize) -> Option<(u32, &'a str)> {
    let found = PAPER.captures(lines[at].starts_with("## ").then_some(lines[at])?)?;
    let below = &lines[at + 1..];
    let next = below.iter().find(|line| !is_blank(line));
    let begins_a_paper = || {
        let own = below.iter().take_while(|line| !line.starts_with("## ") && !line.starts_with(FOOTER.0));
        let first = own.filter_map(|line| Field::of_line(line)?.place).next();
        first.is_some_and(|place| place <= field::LINK)
    };
    let is_paper = next.is_none_or(|line| is_rule(line) || Field::of_line(line).is_some()) || begins_a_paper();
    let number = found[1].parse().ok()?;
    is_paper.then(|| (number, found.get(2).map_or("", |title| title.as_str())))
}

/// A paper goes on to the next heading of the same level or the footer.
fn end_of_paper(lines: &[&str], from: usize) -> usize {
    let ends = |at: &usize| {
        let line = lines[*at];
        line.starts_with(FOOTER.0)
            || (line.starts_with("## ") && (paper_heading(lines, *at).is_some() || !PAPER.is_match(line)))
    };
    (from..lines.len()).find(ends).unwrap_or(lines.len())
}

fn end_of_trend(lines: &[&str], from: usize) -> usize {
    let ends = |at: &usize| {
        let line = lines[*at];
        is_rule(line) || line.starts_with("### ") || line.starts_with("## ") || line.starts_with(FOOTER.0)
    };
    (from..lines.len()).find(ends).unwrap_or(lines.len())
}

/// The lines of a block without the blank lines and rules at its end.
fn trimmed<'a, 'b>(mut lines: &'b [&'a str]) -> &'b [&'a str] {
    while let [rest @ .., last] = lines
        && (is_blank(last) || is_rule(last))
    {
        lines = rest;
    }
    lines
}

fn trend(lines: &[&str], labels: &Labels) -> (ImportedTrend, bool) {
    let charted = lines.iter().any(|line| is_chart(line));
    let lines: Vec<&str> = lines.iter().filter(|line| !is_chart(line)).copied().collect();
    let lines = trimmed(&lines);
    let heading = lines.first().and_then(|line| line.strip_prefix("### ")).unwrap_or_default();
    let (mark, rest) = split_mark(heading);
    let found = SUFFIX.captures(rest);
    let suffix = found.as_ref().map_or("", |found| found.get(0).map_or("", |whole| whole.as_str()));
    let claimed = found.as_ref().and_then(|found| found.get(1).or(found.get(2))?.as_str().parse().ok());
    let mut trend = ImportedTrend {
        mark: mark.to_owned(),
        title: rest[..rest.len() - suffix.len()].to_owned(),
        suffix: suffix.to_owned(),
        claimed,
        observation: String::new(),
        papers: vec![],
        text: None,
    };
    for line in lines.iter().skip(1) {
        if let Some(found) = OBSERVATION.captures(line) {
            found[1].clone_into(&mut trend.observation);
        } else if let Some(title) = line.strip_prefix("- ") {
            trend.papers.push(title.trim().to_owned());
        }
    }
    let text = lines.join("\n");
    if text != trend.written(labels) {
        trend.text = Some(text);
    }
    (trend, charted || mark.starts_with('<'))
}

/// The emoji or the coloured dot before a trend's title.
fn split_mark(heading: &str) -> (&str, &str) {
    if heading.starts_with("<span")
        && let Some(end) = heading.find("</span>")
    {
        let (mark, rest) = heading.split_at(end + "</span>".len());
        return (mark, rest.strip_prefix(' ').unwrap_or(rest));
    }
    match heading.split_once(' ') {
        Some((mark, rest)) if !mark.chars().any(char::is_alphanumeric) => (mark, rest),
        _ => ("", heading),
    }
}

fn paper(number: u32, title: &str, lines: &[&str], labels: &Labels, failed: bool) -> ImportedPaper {
    let lines = trimmed(lines);
    let mut paper = fields::paper(number, title, &lines[1..], labels, failed);
    let text = lines.join("\n");
    if paper.written(labels).is_none_or(|written| written != text) {
        paper.text = Some(text);
    }
    paper
}

/// What the header and the footer say, and what of it does not hold.
fn finish(parts: Parts, labels: &Labels, file_name: Option<&str>) -> Result<ImportedReport> {
    let mut warnings = vec![];
    let header = Quoted::of(&parts.head);
    let made = header.updated.or_else(|| {
        let named = file_name.and_then(time_of_name)?;
        warnings.push(Warning::TimeOfFileName);
        Some(named)
    });
    let Some((generated_at, date)) = made else {
        let why = "it does not say when it was made (更新时间), and neither does its file name";
        return Err(not_a_report(file_name, why, "Name it like summary_20260109_132836.md, in UTC."));
    };
    let footer = parts.foot.iter().find_map(|line| line.strip_prefix(FOOTER.0)?.trim_end().strip_suffix(FOOTER.1));
    let has_footer = footer.is_some();
    let categories = footer.map_or_else(Vec::new, |list| list.split(',').map(|c| c.trim().to_owned()).collect());
    let mut report = ImportedReport {
        language: labels.language,
        variant: if parts.charted { Variant::Charted } else { Variant::Plain },
        generated_at,
        date,
        sample: header.sample,
        by: header.by,
        listed: header.listed,
        counts: header.counts,
        ledger: header.ledger,
        categories,
        trends: parts.trends,
        papers: parts.papers,
        warnings,
        notes: parts.notes,
        head: parts.head,
        trends_head: parts.trends_head,
        papers_head: parts.papers_head,
        foot: parts.foot,
    };
    let more = warnings_of(&report, has_footer);
    report.warnings.extend(more);
    Ok(report)
}

fn warnings_of(report: &ImportedReport, has_footer: bool) -> Vec<Warning> {
    let mut warnings = vec![];
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let listed = count(report.papers.len());
    if let Some(claimed) = report.listed.filter(|claimed| *claimed != listed) {
        warnings.push(Warning::Count { claimed, listed });
    }
    let counts = report.listed_counts();
    if let Some(claimed) = report.counts.filter(|claimed| *claimed != counts) {
        warnings.push(Warning::Distribution { claimed, listed: counts });
    }
    if !has_footer {
        warnings.push(Warning::CutOff);
    }
    let mut seen = HashSet::new();
    let repeated = report.papers.iter().filter_map(|paper| paper.id.as_ref()).filter(|id| !seen.insert(*id)).count();
    let elsewhere = report.papers.iter().filter(|paper| paper.id.is_none()).count();
    let undecided = report.papers.iter().filter(|paper| paper.analysis.is_none()).count();
    if elsewhere > 0 {
        warnings.push(Warning::NotOnArxiv { papers: count(elsewhere) });
    }
    if undecided > 0 {
        warnings.push(Warning::NoDecision { papers: count(undecided) });
    }
    if repeated > 0 {
        warnings.push(Warning::Repeated { papers: count(repeated) });
    }
    warnings
}
