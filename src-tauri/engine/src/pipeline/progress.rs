//! What a run tells while it goes on, and what it came to.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use ts_rs::TS;

use crate::{digest::ListedPaper, error::Error, judge::llm::Estimate, ledger::Tally};

/// How a run ended.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RunOutcome {
    /// None when arXiv announced nothing.
    #[ts(type = "string | null")]
    pub date: Option<Date>,
    #[serde(flatten)]
    pub tally: Tally,
    pub closed: bool,
    /// False when the digest was there already and nothing was done.
    pub changed: bool,
    /// Why there is no digest of the day, or what is odd about it.
    pub empty: Option<EmptyDay>,
    /// Missed days that this run made as well, oldest first.
    pub caught_up: Vec<CaughtUp>,
    /// What else the reader is to know, a line each: a feed that is broken, days that could not be caught up.
    pub remarks: Vec<String>,
    /// Why the vault could not be kept in step, if it could not; the digest is stored all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub vault_problem: Option<Error>,
}

/// A missed day that was made by a later run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CaughtUp {
    #[ts(type = "string")]
    pub date: Date,
    #[serde(flatten)]
    pub tally: Tally,
}

/// Why a day has no papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct EmptyDay {
    #[ts(type = "string")]
    pub date: Date,
    pub kind: EmptyKind,
    /// One line for the reader, with times in the reader's zone.
    pub message: String,
    /// When the day is looked at again.
    #[ts(type = "string | null")]
    pub next_try: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EmptyKind {
    Weekend,
    Holiday,
    /// The feed does not carry it yet.
    NotAnnounced,
    /// A weekday with an empty answer, or with an earlier day's: not believed, and looked at again.
    Unconfirmed,
    /// A weekday on which nothing that is followed was announced, by both sources.
    Nothing,
}

/// The stages of a run, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    Fetch,
    Filter,
    Rank,
    Judge,
    /// Full texts are fetched and read.
    #[serde(rename = "deep_read")]
    DeepRead,
    Trend,
    Store,
}

/// What a run tells while it goes on; the last one is `finished` or `failed`.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Progress {
    Stage(StageProgress),
    Finished(RunOutcome),
    Failed(Error),
    /// A model's answer about a paper has arrived, and is stored.
    Verdict(Box<VerdictProgress>),
    /// Files of an export.
    Export(ExportProgress),
}

/// A paper as the digest that is being made lists it now.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VerdictProgress {
    #[ts(type = "string")]
    pub date: Date,
    pub paper: ListedPaper,
}

/// What an export does: first it reads what is stored, then it writes files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum ExportStage {
    Read,
    Write,
}

/// `done` of `total` days that are read, or files that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct ExportProgress {
    pub stage: ExportStage,
    pub done: u32,
    pub total: u32,
}

/// `done` of `total` of a stage.
#[derive(Debug, Clone, Serialize, TS)]
pub struct StageProgress {
    pub stage: Stage,
    #[ts(type = "string | null")]
    pub date: Option<Date>,
    pub done: u32,
    pub total: u32,
    pub elapsed_seconds: f64,
    /// Spent so far, in the provider's currency.
    pub cost: f64,
    /// What the run will come to: in its first event from what is usual, and once more when the papers are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub estimate: Option<Estimate>,
}
