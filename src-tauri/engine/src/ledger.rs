//! The ledger: where every announced paper ended up, and why.

use std::{collections::BTreeMap, fmt};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    error::Error,
    paper::{AnnounceType, ArxivId},
};

/// Why the chosen judge could not judge a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Failure {
    pub class: FailureClass,
    /// What the server said, or what was wrong with its answer. Untrusted text.
    pub message: String,
    #[ts(type = "string | null")]
    pub next_try: Option<Timestamp>,
}

/// The classes of failure of DESIGN 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FailureClass {
    /// Nothing came within `timeout_seconds`.
    Timeout,
    /// No connection to the provider.
    Unreachable,
    /// 401, 402, 403: the key or the account.
    Unauthorized,
    /// 404 or 400: no such model, or a request that the server does not understand.
    BadRequest,
    /// 429 or 529 after all attempts.
    RateLimited,
    /// 5xx after all attempts.
    ProviderError,
    /// An answer that is not the object that was asked for, or is cut off.
    InvalidAnswer,
    /// The provider's moderation, or the model itself, declined.
    Refused,
    /// `deferred: budget`.
    Budget,
    /// The run was cancelled before this paper's turn.
    Cancelled,
}

impl FailureClass {
    /// As the ledger's `rule` says it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::Unreachable => "unreachable",
            Self::Unauthorized => "unauthorized",
            Self::BadRequest => "bad request",
            Self::RateLimited => "rate limited",
            Self::ProviderError => "provider error",
            Self::InvalidAnswer => "invalid answer",
            Self::Refused => "refused",
            Self::Budget => "deferred: budget",
            Self::Cancelled => "cancelled",
        }
    }
}

/// The rule that took a paper out before judging; its words are those of DESIGN 4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    Category,
    CrossList,
    Replacement,
    /// Announced on an earlier day.
    Known,
    Exclude(String),
    NoIncludeTerm,
    /// Below the cut: rank of all that were ranked.
    Rank {
        rank: u32,
        of: u32,
    },
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Category => f.write_str("category"),
            Self::CrossList => f.write_str("cross-list"),
            Self::Replacement => f.write_str("replacement"),
            Self::Known => f.write_str("known"),
            Self::Exclude(term) => write!(f, "exclude: {term}"),
            Self::NoIncludeTerm => f.write_str("no include term"),
            Self::Rank { rank, of } => write!(f, "rank {rank} of {of}"),
        }
    }
}

/// Exactly one per announced paper. `Waiting` exists only while a run goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Waiting,
    Judged,
    Filtered(Rule),
    Failed(Failure),
}

impl State {
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Judged => "judged",
            Self::Filtered(_) => "filtered",
            Self::Failed(_) => "failed",
        }
    }
}

/// One announced paper in the ledger of one digest.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub id: ArxivId,
    pub version: u32,
    pub announce_type: AnnounceType,
    /// The first of the paper's categories that is followed; else its primary one.
    pub category: String,
    pub state: State,
    /// Among the papers that passed the filter, 1 is best.
    pub rank: Option<u32>,
    /// The verdict that is shown for it.
    pub verdict: Option<i64>,
}

/// The four counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Tally {
    pub announced: u32,
    pub judged: u32,
    pub filtered: u32,
    pub failed: u32,
}

impl Tally {
    /// announced = judged + filtered + failed, always.
    pub fn closes(&self) -> bool {
        self.announced == self.judged + self.filtered + self.failed
    }
}

/// Every announced paper of a digest (`ledger --json`).
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Ledger {
    #[ts(type = "string")]
    pub date: Date,
    #[serde(flatten)]
    pub tally: Tally,
    pub closed: bool,
    /// The list was put together from arXiv's second source: its membership can differ from the feed's.
    pub reconstructed: bool,
    pub categories: BTreeMap<String, Tally>,
    pub papers: Vec<LedgerPaper>,
}

/// One line of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct LedgerPaper {
    pub id: ArxivId,
    pub title: String,
    pub state: String,
    /// The filter's rule, or the class of failure; empty for a judged paper.
    pub rule: String,
    /// The verdict's reason, or what the failure said.
    pub reason: String,
    pub rank: Option<u32>,
}

/// Counts what is in each state. `announced` is given from outside, so that a paper that got lost is noticed.
pub fn tally<'a>(announced: u32, entries: impl IntoIterator<Item = &'a State>) -> Tally {
    let mut tally = Tally { announced, ..Tally::default() };
    for state in entries {
        match state {
            State::Judged => tally.judged += 1,
            State::Filtered(_) => tally.filtered += 1,
            State::Failed(_) => tally.failed += 1,
            State::Waiting => {}
        }
    }
    tally
}

/// Fails loudly when a paper is missing or counted twice.
pub fn check_closed(date: Date, tally: &Tally) -> Result<(), Error> {
    if tally.closes() {
        return Ok(());
    }
    let Tally { announced, judged, filtered, failed } = tally;
    Err(Error::defect(format!(
        "The ledger of {date} does not close: {announced} announced, but {judged} judged + {filtered} filtered + {failed} failed."
    )))
}
