//! Requests and responses of the commands. `ui/src/host/api.ts` is generated from these.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use crate::{
    destination::Destination,
    digest::{MarkKind, Marks},
    ledger::Ledger,
    pipeline::{CaughtUp, EmptyDay, EmptyKind, Progress, RunOutcome, Stage, StageProgress},
    source::calendar::DayKind,
};
use crate::{
    digest::{Counts, Digest, Origin},
    ledger::Tally,
    paper::ArxivId,
    verdict::Language,
};

/// A request that needs to say nothing.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// What the window needs before it can draw anything.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AppInfo {
    pub version: String,
    /// Of the SQLite that is built in.
    pub sqlite: String,
    pub data_dir: String,
    /// `system`, `zh-CN` or `en`.
    pub ui_language: String,
    /// The language that `system` means on this machine.
    pub system_language: Language,
    /// Of analyses and reports.
    pub judge_language: Language,
    /// `system`, `light` or `dark`.
    pub theme: String,
    pub profile: String,
    pub profiles: Vec<ProfileInfo>,
    pub categories: Vec<String>,
    /// arXiv's newest announced mailing date, by the calendar.
    #[ts(type = "string")]
    pub newest_announced: Date,
    /// `builtin`, or the model's name.
    pub judge: String,
    /// True when the app was started on the sample day.
    pub sample: bool,
    /// Where the reader is in the first minutes.
    pub guide: crate::engine::Guide,
    /// The copy in the place that the data was moved from, while it is still there.
    pub old_copy: Option<String>,
    /// Where a link from outside led when the window was opened, once.
    pub destination: Option<Destination>,
    /// The run that is going on, if any.
    pub running: Option<Progress>,
    /// What the reader should know about the database: it is damaged, or was written by a newer version.
    pub trouble: Option<crate::error::Error>,
}

/// A profile that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ProfileInfo {
    /// The file's name without `.toml`.
    pub file: String,
    pub name: String,
    /// Shipped with the app and not yet edited.
    pub preset: bool,
}

/// A paper by its identifier; a version in it is left aside.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct PaperRequest {
    pub id: ArxivId,
}

/// A day, or the newest one.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct DayRequest {
    /// `YYYY-MM-DD`; the newest stored day when absent.
    #[serde(default)]
    #[ts(type = "string", optional)]
    pub date: Option<Date>,
    /// The sample day is asked for, not a stored one.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub sample: bool,
    /// An earlier attempt at the day, instead of the one that is shown.
    #[serde(default)]
    #[ts(optional)]
    pub attempt: Option<u32>,
}

/// The digest of a day with its neighbours. When nothing is stored yet, the sample day (`origin` = `sample`).
#[derive(Debug, Clone, Serialize, TS)]
pub struct DayView {
    pub digest: Digest,
    /// The nearest earlier and later stored days.
    #[ts(type = "string | null")]
    pub previous: Option<Date>,
    #[ts(type = "string | null")]
    pub next: Option<Date>,
    /// Which run of the day this is, and how many there are.
    pub attempt: u32,
    pub attempts: u32,
}

/// A month of days for the calendar.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct MonthRequest {
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
}

/// One day of the calendar; every day of the month has one.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct DayCell {
    #[ts(type = "string")]
    pub date: Date,
    pub kind: DayKind,
    /// Only of days with a digest.
    pub counts: Option<Counts>,
    pub ledger: Option<Tally>,
    pub origin: Option<Origin>,
    /// Listed papers that are read.
    pub read: u32,
    /// How often the day was made.
    pub attempts: u32,
}

/// Marks a paper, or takes the mark off.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct MarkRequest {
    pub id: ArxivId,
    pub mark: MarkKind,
    pub on: bool,
}

/// A web address to open in the reader's browser; only http and https are.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct LinkRequest {
    pub url: String,
}

/// One key of `settings.toml`.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SettingRequest {
    /// Such as `ui.theme`.
    pub key: String,
    /// As TOML, else taken as a string.
    pub value: String,
}

/// A profile's file name without `.toml`.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ProfileRequest {
    pub file: String,
}

/// A digest in the Markdown of DESIGN 5.4.
#[derive(Debug, Clone, Serialize, TS)]
pub struct MarkdownText {
    pub markdown: String,
}
