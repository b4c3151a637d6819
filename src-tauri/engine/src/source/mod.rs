//! Where announced papers come from, and arXiv's calendar.
//!
//! The daily feed says what was announced today; OAI-PMH (`oai`) what changed on any day, with versions; the query API
//! (`api`) answers for identifiers and searches.

pub mod api;
pub mod calendar;
pub mod days;
pub mod feed;
pub mod full_text;
pub mod links;
pub mod oai;
pub mod other;
pub mod text;
mod xml;

#[cfg(test)]
mod real;

use std::sync::LazyLock;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use regex::Regex;

use crate::{
    error::{Code, Error},
    paper::{ArxivId, Paper},
};

/// What arXiv knows of a work today: the answer of OAI-PMH and of the query API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// In its newest version. Of a deleted record only the identifier is known.
    pub paper: Paper,
    /// When the record last changed, in UTC; only OAI-PMH says so. Of an announced paper this is the mailing date, unless
    /// arXiv touched the record later.
    pub datestamp: Option<Date>,
    /// When the first version was submitted, in UTC.
    pub created: Option<Date>,
    /// When the newest version was submitted, in UTC; None when there is only one.
    pub updated: Option<Date>,
    /// Number and time of submission of the versions that are known, oldest first: all of them from `arXivRaw`, the first
    /// and the newest from the query API, none from OAI's `arXiv`.
    pub versions: Vec<(u32, Timestamp)>,
    /// Its authors or arXiv took it back.
    pub withdrawn: bool,
    /// arXiv has no such work any more.
    pub deleted: bool,
}

impl Record {
    fn deleted(id: ArxivId, datestamp: Option<Date>) -> Self {
        let url = format!("https://arxiv.org/abs/{id}");
        let empty = Paper {
            id,
            version: 1,
            title: String::new(),
            authors: vec![],
            categories: vec![],
            summary: String::new(),
            comment: None,
            url,
        };
        Self {
            paper: empty,
            datestamp,
            created: None,
            updated: None,
            versions: vec![],
            withdrawn: false,
            deleted: true,
        }
    }
}

#[allow(clippy::expect_used, reason = "a literal of ours, covered by the tests")]
static WITHDRAWN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\W*(?:the |this )?(?:paper |article |submission |manuscript )?withdrawn\b|\b(?:paper|article|submission|manuscript|work|preprint|version|note|it|has|have) (?:has |have |had |is |was |are )?(?:been |being |now )?(?:temporarily |permanently |voluntarily )?withdrawn\b|\bwithdrawn (?:by|from|due|because)\b",
    )
    .expect("a valid pattern")
});

/// Whether a paper says of itself that it was withdrawn: arXiv's daily feed and its API have no field for it, only what
/// the authors or the administrators wrote as the comment, or in place of the abstract.
pub fn is_withdrawn(paper: &Paper) -> bool {
    // A notice is short, or begins with the word; a paper about drugs that were withdrawn from sale is neither.
    let notice = |text: &str| WITHDRAWN.find(text).is_some_and(|found| found.start() < 80 || text.len() <= 600);
    paper.comment.as_deref().is_some_and(notice) || notice(&paper.summary)
}

/// The day of a moment in UTC, which is how arXiv's own dates are meant.
fn utc_date(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

/// The answer is not what was asked for. `what`: `arXiv's daily feed`; `why`: the middle of a sentence.
fn not_an_answer(what: &str, why: &str, what_to_do: &str) -> Error {
    Error::new(Code::NotAFeed, format!("No papers were stored: the answer is not {what}: {why}."), what_to_do)
}

/// The recorded answers of `REAL_DATA_DIR`; None (said out loud) where there are none and none are required.
#[cfg(test)]
pub(crate) fn real_data() -> Option<std::path::PathBuf> {
    match std::env::var_os("REAL_DATA_DIR") {
        Some(folder) => Some(folder.into()),
        None if std::env::var_os("REQUIRE_REAL_DATA").is_some() => panic!("REAL_DATA_DIR is not set"),
        None => {
            eprintln!("SKIPPED: REAL_DATA_DIR is not set");
            None
        }
    }
}
