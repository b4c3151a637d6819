//! The arguments, and the help that a newcomer can work from.

use std::{path::PathBuf, str::FromStr};

use clap::{
    Parser, Subcommand, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use engine::{api::types::MarkKind, export::format::Format, paper::ArxivId};
use jiff::civil::Date;

/// Reads all of arXiv's new papers in your fields, judges each against your profile, and writes one report a day.
///
/// Without a command it opens the window. Progress goes to stderr, data to stdout.
#[derive(Debug, Parser)]
#[command(
    name = "arxiv-llm-daily",
    version,
    max_term_width = 100,
    after_help = "First steps:
  arxiv-llm-daily --sample show          what a report looks like, from an invented day
  arxiv-llm-daily run                    fetch and judge the newest announced day (no key needed)
  arxiv-llm-daily show                   print its report
  arxiv-llm-daily config set arxiv.categories '[\"cs.CL\", \"cs.IR\"]'
  arxiv-llm-daily profile use llm-research
  arxiv-llm-daily config set judge.language en       reports in English (they are in Chinese by default)

To let a model judge (any OpenAI-compatible server):
  arxiv-llm-daily config set judge.engine openai
  arxiv-llm-daily config set judge.base_url https://api.deepseek.com/v1
  arxiv-llm-daily config set judge.model deepseek-chat
  ARXIV_LLM_DAILY_API_KEY=... arxiv-llm-daily run

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some papers failed."
)]
pub struct Args {
    /// Where settings, profiles and digests are kept [default: the system's folder for application data]
    #[arg(long, value_name = "DIR", env = "ARXIV_LLM_DAILY_DATA", global = true)]
    pub data_dir: Option<PathBuf>,

    /// The profile to use instead of the chosen one
    #[arg(long, value_name = "P", global = true)]
    pub profile: Option<String>,

    /// Print JSON
    #[arg(long, global = true)]
    pub json: bool,

    /// Show the built-in sample day (invented papers); the data folder is not touched
    #[arg(long, global = true)]
    pub sample: bool,

    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Fetch the day's papers, judge them, write the digest
    Run(RunArgs),
    /// Print a digest
    Show(ShowArgs),
    /// Write digests to files
    Export(ExportArgs),
    /// Where every announced paper of a day went, and why
    Ledger(DayArgs),
    /// What became of a paper: announced when, which rule or verdict, by whom
    Why { id: ArxivId },
    /// Mark a paper: read, unread, star, unstar, later, done (no longer for later), tag:NAME, untag:NAME
    Mark { id: ArxivId, mark: Mark },
    /// The profiles: what you care about
    #[command(subcommand)]
    Profile(ProfileCommand),
    /// The settings
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Make a backup [default: in backups/ of the data folder]
    Backup { path: Option<PathBuf> },
    /// Put a backup in the place of the database, which is kept
    Restore { path: PathBuf },
    /// Look at everything that keeps the data safe, and say what to do
    Doctor,
    /// Measure the built-in judge against known verdicts
    Eval(EvalArgs),
}

#[derive(Debug, clap::Args)]
pub struct RunArgs {
    /// arXiv's mailing date, YYYY-MM-DD, or `today`: the newest announced one
    #[arg(long, value_name = "D", conflicts_with_all = ["since", "until"], value_parser = day_or("today"))]
    pub date: Option<Day>,
    /// The first of several days
    #[arg(long, value_name = "D")]
    pub since: Option<Date>,
    /// The last of several days [default: the newest announced one]
    #[arg(long, value_name = "D", requires = "since")]
    pub until: Option<Date>,
    /// Show a desktop notification when done
    #[arg(long)]
    pub notify: bool,
    /// Make a new digest of a day that has one, with the settings of now; a verdict made from the same inputs is kept
    #[arg(long)]
    pub again: bool,
}

#[derive(Debug, clap::Args)]
pub struct DayArgs {
    /// arXiv's mailing date, YYYY-MM-DD [default: the newest stored one]
    #[arg(long, value_name = "D", value_parser = day_or("latest"))]
    pub date: Option<Day>,
}

#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    #[command(flatten)]
    pub day: DayArgs,
    #[arg(long, value_enum, default_value = "markdown")]
    pub format: ShowFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    Markdown,
    Json,
}

#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// arXiv's mailing date, YYYY-MM-DD, `latest`, or `all`
    #[arg(long, value_name = "D|all", default_value = "latest", value_parser = day_or_all)]
    pub date: DayOrAll,
    #[arg(long, value_name = "F", value_parser = format())]
    pub format: Format,
    /// The file; for `site`, `obsidian`, and several days of `markdown` or `html`, the folder
    #[arg(long, value_name = "PATH")]
    pub out: PathBuf,
}

#[derive(Debug, clap::Args)]
pub struct EvalArgs {
    /// Known verdicts: JSON lines of {"report": "summary_YYYYMMDD_HHMMSS.md", "id", "decision"}
    #[arg(long, value_name = "FILE")]
    pub labels: PathBuf,
    /// Papers: JSON lines of {"id", "title", "abstract", …}, plain or gzipped
    #[arg(long, value_name = "FILE")]
    pub papers: PathBuf,
    /// Score only days from this one on; earlier ones are still learnt from
    #[arg(long, value_name = "D")]
    pub from: Option<Date>,
    /// Score only days until this one
    #[arg(long, value_name = "D")]
    pub until: Option<Date>,
}

#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    /// List the profiles and the presets
    List,
    /// Print a profile [default: the chosen one]
    Show { name: Option<String> },
    /// Choose the profile of the next runs; a preset becomes a file that you can edit
    Use { name: String },
    /// Open a profile in your editor ($VISUAL or $EDITOR)
    Edit { name: Option<String> },
    /// Print where a profile's file is
    Path { name: Option<String> },
}

#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print the value of a setting, such as judge.max_papers
    Get { key: String },
    /// Set a setting; VALUE is TOML, else it is taken as text
    Set { key: String, value: String },
    /// Print all settings
    List,
    /// Print where the settings file is
    Path,
}

/// What `mark` does to a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    Set(MarkKind, bool),
    Tag(String, bool),
}

impl FromStr for Mark {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let tag = |name: &str, on: bool| match name.trim() {
            "" => Err("a tag needs a name, such as tag:to-read".to_owned()),
            name => Ok(Self::Tag(name.to_owned(), on)),
        };
        match text {
            "read" => Ok(Self::Set(MarkKind::Read, true)),
            "unread" => Ok(Self::Set(MarkKind::Read, false)),
            "star" => Ok(Self::Set(MarkKind::Star, true)),
            "unstar" => Ok(Self::Set(MarkKind::Star, false)),
            "later" => Ok(Self::Set(MarkKind::Later, true)),
            "done" => Ok(Self::Set(MarkKind::Later, false)),
            other => match (other.strip_prefix("tag:"), other.strip_prefix("untag:")) {
                (Some(name), _) => tag(name, true),
                (None, Some(name)) => tag(name, false),
                (None, None) => Err("use read, unread, star, unstar, later, done, tag:NAME or untag:NAME".to_owned()),
            },
        }
    }
}

/// A day by its date, or the newest one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    Newest,
    On(Date),
}

impl Day {
    pub fn date(day: Option<Self>) -> Option<Date> {
        match day {
            Some(Self::On(date)) => Some(date),
            Some(Self::Newest) | None => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrAll {
    All,
    Day(Day),
}

fn day_or(newest: &'static str) -> impl Fn(&str) -> Result<Day, String> + Clone {
    move |text| match text {
        word if word == newest => Ok(Day::Newest),
        date => date.parse().map(Day::On).map_err(|_| format!("write it like 2026-01-09, or {newest}")),
    }
}

fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::as_str)).try_map(|name| name.parse::<Format>())
}

fn day_or_all(text: &str) -> Result<DayOrAll, String> {
    match text {
        "all" => Ok(DayOrAll::All),
        other => day_or("latest")(other).map(DayOrAll::Day),
    }
}
