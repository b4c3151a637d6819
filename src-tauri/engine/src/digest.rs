//! A digest: one profile's report of one announcement day, as it is shown, printed and exported.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A listed paper carries its failure, so this is where most look for it.
pub use crate::ledger::{Failure, FailureClass};
use crate::{
    ledger::Tally,
    paper::{AnnounceType, ArxivId, Paper},
    verdict::{Analysis, Basis, Decision, Language},
};

/// A named cluster of the day's papers with one observation (赛道观察).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Trend {
    pub emoji: String,
    pub title: String,
    pub observation: String,
    pub papers: Vec<ArxivId>,
}

/// Judged papers by decision.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Counts {
    pub recommend: u32,
    pub borderline: u32,
    pub skip: u32,
}

impl Counts {
    pub fn add(&mut self, decision: Decision) {
        match decision {
            Decision::Recommend => self.recommend += 1,
            Decision::Borderline => self.borderline += 1,
            Decision::Skip => self.skip += 1,
        }
    }

    pub fn total(self) -> u32 {
        self.recommend + self.borderline + self.skip
    }
}

/// Of the figures and quoted names in an analysis, how many are in the text that the model was given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Evidence {
    pub found: u32,
    pub total: u32,
}

/// Where a digest came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// A run of the pipeline.
    Run,
    /// The invented day that is shown offline and on a first look.
    Sample,
    /// A report read from a file; it has no ledger.
    Import,
}

/// One digest with all that a reader sees of it (`show --json`).
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Digest {
    #[ts(type = "string")]
    pub date: Date,
    pub profile: String,
    #[ts(type = "string")]
    pub generated_at: Timestamp,
    pub language: Language,
    pub origin: Origin,
    /// `builtin`, or the model's name.
    pub judge: String,
    /// False while a run goes on, or after one that was cut off.
    pub complete: bool,
    /// The day's list was put together from arXiv's second source: its membership can differ from the feed's.
    pub reconstructed: bool,
    /// arXiv categories that were followed.
    pub categories: Vec<String>,
    pub counts: Counts,
    /// None for an imported report.
    pub ledger: Option<Tally>,
    pub trends: Vec<Trend>,
    /// Over all judged papers; None where a model judged none.
    pub evidence: Option<Evidence>,
    /// Judged papers, recommended first, then by rank; then the failed ones.
    pub papers: Vec<ListedPaper>,
}

impl Digest {
    /// Judged papers of one decision, in order.
    pub fn judged(&self, decision: Decision) -> impl Iterator<Item = &ListedPaper> {
        self.papers.iter().filter(move |p| p.failure.is_none() && p.verdict.analysis.decision == decision)
    }

    pub fn failed(&self) -> impl Iterator<Item = &ListedPaper> {
        self.papers.iter().filter(|p| p.failure.is_some())
    }
}

/// A paper in the report, with its verdict.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ListedPaper {
    pub id: ArxivId,
    pub version: u32,
    pub title: String,
    pub authors: Vec<String>,
    pub categories: Vec<String>,
    pub announce_type: AnnounceType,
    pub url: String,
    #[serde(rename = "abstract")]
    pub summary: String,
    pub comment: Option<String>,
    /// 1 is the best of the day, as the built-in judge ranked it before the cut.
    pub rank: u32,
    pub verdict: ShownVerdict,
    /// None for the built-in judge, which copies sentences.
    pub evidence: Option<Evidence>,
    /// Its full text is stored here.
    pub full_text: bool,
    /// arXiv has no HTML of it: the verdict stays on the abstract.
    pub no_full_text: bool,
    /// Set when the chosen judge could not: the verdict is then the built-in one.
    pub failure: Option<Failure>,
    pub marks: Marks,
    /// Set when this is a new version of a paper that arXiv announced before.
    pub revision: Option<Revision>,
    /// Its authors took it back.
    pub withdrawn: bool,
    /// Where its code or project is, from abstract and comment.
    pub code_links: Vec<String>,
    /// Whether the reader has written a note on it.
    pub note: bool,
    /// The reader's own decision, against the judge's; the verdict stays what it was.
    #[serde(rename = "override")]
    pub override_decision: Option<Decision>,
    /// The reader's tags.
    pub tags: Vec<String>,
}

/// Which version of a known paper this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Revision {
    pub version: u32,
    /// The newest version that an earlier list held; None when no list here held one.
    pub previous: Option<u32>,
    /// The day on which the paper was first announced, as far as it is known here.
    #[ts(type = "string | null")]
    pub first_announced: Option<Date>,
}

impl ListedPaper {
    /// Takes away what the reader wrote, marked and decided.
    pub fn forget_reader(&mut self) {
        self.marks = Marks::default();
        self.note = false;
        self.override_decision = None;
        self.tags.clear();
    }

    /// The paper without its verdict.
    pub fn paper(&self) -> Paper {
        Paper {
            id: self.id.clone(),
            version: self.version,
            title: self.title.clone(),
            authors: self.authors.clone(),
            categories: self.categories.clone(),
            summary: self.summary.clone(),
            comment: self.comment.clone(),
            url: self.url.clone(),
        }
    }
}

/// A verdict with what the reader is told about it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ShownVerdict {
    #[serde(flatten)]
    pub analysis: Analysis,
    pub judged_by: String,
    pub basis: Basis,
    pub flags: Vec<String>,
    pub score: f64,
    #[ts(type = "string")]
    pub judged_at: Timestamp,
}

/// The reader's marks on a paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Marks {
    pub read: bool,
    pub star: bool,
    pub later: bool,
}

/// One of the reader's marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum MarkKind {
    Read,
    Star,
    Later,
}

impl MarkKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Star => "star",
            Self::Later => "later",
        }
    }
}
