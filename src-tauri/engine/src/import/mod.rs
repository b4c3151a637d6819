//! Reports read from files, folders and checkouts of published sites into the store. What is not a report is refused by
//! name, and the others are still imported.

mod files;
#[cfg(test)]
mod tests;

use std::{collections::HashSet, path::PathBuf};

use jiff::civil::Date;
use serde::Serialize;
use ts_rs::TS;

use crate::{
    digest::{Failure, FailureClass, Origin, Trend},
    error::{Error, Result},
    paper::{ArxivId, Paper, hash},
    report::{self, ImportedPaper, ImportedReport},
    store::{DigestKey, NewDigest, NewReport, ReportedPaper, Store},
    verdict::{Analysis, Basis, Decision, Inputs, Usage, Verdict},
};

/// Who is said to have judged, where a report does not name anyone.
const UNNAMED: &str = "import";

/// What became of each file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct Imports {
    pub imported: Vec<ImportedFile>,
    /// Reports that were here already.
    pub unchanged: Vec<String>,
    pub refused: Vec<RefusedFile>,
    /// Pages of a site that list reports and are none.
    pub skipped: Vec<String>,
}

/// A report that is a digest now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ImportedFile {
    pub path: String,
    #[ts(type = "string")]
    pub date: Date,
    /// 1 for the first report or run of that day.
    pub attempt: u32,
    pub papers: u32,
    /// What the reader should know about this report, a sentence each.
    pub said: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RefusedFile {
    pub path: String,
    pub reason: String,
    /// Named by the reader, and not just met in a folder.
    pub named: bool,
}

/// Imports files, and all Markdown of folders, as digests of a profile. Reports that are here already are left alone.
///
/// # Errors
/// Only of the store, or `Cancelled`: what was imported before is whole. `go_on` is asked before each file.
pub fn import(store: &Store, profile: &str, paths: &[PathBuf], mut go_on: impl FnMut() -> bool) -> Result<Imports> {
    let mut done = Imports::default();
    let found = files::of(paths, &mut done.refused);
    for files::Found { path, named } in found {
        if !go_on() {
            return Err(Error::cancelled());
        }
        let shown = path.display().to_string();
        let refuse = |error: Error| RefusedFile { path: shown.clone(), reason: reason(&error), named };
        let bytes = match files::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                done.refused.push(refuse(error));
                continue;
            }
        };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if std::str::from_utf8(&bytes).is_ok_and(|text| report::is_archive(text, Some(&name))) {
            done.skipped.push(shown);
            continue;
        }
        match report::read_bytes(&bytes, Some(&name)).and_then(listed_something) {
            Ok(report) => match store_report(store, profile, &report, &name, &bytes)? {
                Some(file) => done.imported.push(ImportedFile { path: shown, ..file }),
                None => done.unchanged.push(shown),
            },
            Err(error) => done.refused.push(refuse(error)),
        }
    }
    Ok(done)
}

fn reason(error: &Error) -> String {
    format!("{} {}", error.message, error.what_to_do)
}

fn listed_something(report: ImportedReport) -> Result<ImportedReport> {
    if report.sample {
        return Err(Error::usage("It is the sample day, whose papers are invented.", "See it with: --sample show"));
    }
    Ok(report)
}

fn store_report(
    store: &Store,
    profile: &str,
    report: &ImportedReport,
    file_name: &str,
    bytes: &[u8],
) -> Result<Option<ImportedFile>> {
    let judge = report.by.as_deref().unwrap_or(UNNAMED);
    let papers = papers(report, judge);
    let count = u32::try_from(papers.len()).unwrap_or(u32::MAX);
    let known_by = identity(report);
    let trend = |(trend, works): (&report::ImportedTrend, Vec<&ArxivId>)| Trend {
        emoji: trend.emoji().to_owned(),
        title: trend.title.clone(),
        observation: trend.observation.clone(),
        papers: works.into_iter().cloned().collect(),
    };
    let trends: Vec<Trend> = report.trends.iter().zip(report.works_of_trends()).map(trend).collect();
    let attempt = store.import_report(&NewReport {
        digest: NewDigest {
            key: DigestKey { profile, date: report.date },
            origin: Origin::Import,
            attempt: 1,
            inputs_hash: &known_by,
            language: report.language,
            judge,
            categories: &report.categories,
            announced: count,
            generated_at: report.generated_at,
        },
        papers: &papers,
        trends: &trends,
        hash: &known_by,
        file_name,
        bytes,
    })?;
    Ok(attempt.map(|attempt| {
        let mut said: Vec<String> = report.warnings.iter().map(ToString::to_string).collect();
        if attempt > 1 {
            said.push(format!("it is report {attempt} of {}", report.date));
        }
        ImportedFile { path: String::new(), date: report.date, attempt, papers: count, said }
    }))
}

/// What a report is known by: when it was made, and what it lists. Not its lines: escaped or not, in whatever file, with
/// or without the reader's notes, it is the same report.
fn identity(report: &ImportedReport) -> String {
    let time = report.generated_at.as_second().to_string();
    let mut parts = vec![time.as_str()];
    for paper in &report.papers {
        let decision = paper.analysis.as_ref().map_or("", |analysis| analysis.decision.as_str());
        parts.extend([paper.title.as_str(), paper.link.as_str(), decision]);
    }
    hash(&parts)
}

/// The papers of a report, each once: what it says of one first.
fn papers(report: &ImportedReport, judge: &str) -> Vec<ReportedPaper> {
    let known_by = identity(report);
    let mut seen = HashSet::new();
    let reported = report.papers.iter().filter(|paper| !(paper.title.is_empty() && paper.link.is_empty()));
    let all = reported.map(|paper| self::reported(report, paper, judge, &known_by));
    all.filter(|reported| seen.insert(reported.paper.id.clone())).collect()
}

fn reported(report: &ImportedReport, paper: &ImportedPaper, judge: &str, known_by: &str) -> ReportedPaper {
    let address = match &paper.id {
        Some(id) => format!("https://arxiv.org/abs/{id}"),
        None => url::Url::parse(&paper.link)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .map(|url| url.to_string())
            .unwrap_or_default(),
    };
    let id = paper.id.clone().unwrap_or_else(|| {
        let own = if address.is_empty() { &paper.title } else { &address };
        ArxivId::of_feed_entry("report", own)
    });
    let undecided = Failure {
        class: FailureClass::InvalidAnswer,
        message: "The report gives no decision that can be read.".into(),
        next_try: None,
    };
    let failure = match (&paper.failure, &paper.analysis) {
        (Some(class), _) => Some(Failure { class: *class, message: String::new(), next_try: None }),
        (None, None) => Some(undecided),
        (None, Some(_)) => None,
    };
    ReportedPaper {
        paper: Paper {
            id,
            version: paper.version.unwrap_or(1),
            title: paper.title.clone(),
            authors: Vec::new(),
            categories: Vec::new(),
            summary: String::new(),
            comment: None,
            url: address,
        },
        has_version: paper.version.is_some(),
        verdict: Verdict {
            analysis: paper.analysis.clone().unwrap_or_else(|| Analysis::empty(Decision::Skip)),
            judged_by: judge.to_owned(),
            basis: Basis::Abstract,
            flags: Vec::new(),
            score: 0.0,
            usage: Usage::default(),
            inputs: Inputs {
                judge: UNNAMED.into(),
                model: judge.to_owned(),
                prompt_version: String::new(),
                profile_hash: String::new(),
                text_hash: known_by.to_owned(),
                language: report.language,
            },
        },
        failure,
    }
}
