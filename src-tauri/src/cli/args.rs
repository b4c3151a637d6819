//! The arguments, and the help that a newcomer can work from.

use std::{path::PathBuf, str::FromStr};

use clap::{
    Parser, Subcommand, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use engine::{
    api::{CitationStyle, types::MarkKind},
    export::format::Format,
    paper::ArxivId,
    verdict::{Decision, Language},
};
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
  arxiv-llm-daily key set                            keeps the key in the system's keychain (read from stdin)
  arxiv-llm-daily model test                         what works, and what a paper costs
  ARXIV_LLM_DAILY_API_KEY=... arxiv-llm-daily run    where there is no keychain

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some papers failed."
)]
pub struct Args {
    /// Where settings, profiles and digests are kept [default: the system's folder for application data]
    #[arg(long, value_name = "DIR", env = FOLDER, global = true)]
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

    /// Start in the tray, without a window, where there is a tray
    #[arg(long)]
    pub hidden: bool,

    /// A link of the app, as the desktop hands it over: arxiv-llm-daily://paper/ID, day/D or search?q=
    #[arg(long, value_name = "LINK")]
    pub link: Option<String>,

    #[command(subcommand)]
    pub command: Option<Command>,

    /// In which the reader is spoken to.
    #[arg(skip = Language::English)]
    pub language: Language,
}

impl Args {
    /// The arguments of this process. A desktop hands a link over as a bare argument.
    pub fn of_process() -> Self {
        let mut given: Vec<_> = std::env::args_os().collect();
        if given.get(1).and_then(|first| first.to_str()).is_some_and(|first| first.starts_with(LINK)) {
            given.insert(1, "--link".into());
        }
        let language = super::language::of(&given);
        let args = match language {
            Language::Chinese => super::chinese::parse(&given),
            Language::English => Self::parse_from(given),
        };
        Self { language, ..args }
    }
}

/// The variable that names the data folder.
pub const FOLDER: &str = "ARXIV_LLM_DAILY_DATA";

/// How a link of the app begins.
const LINK: &str = "arxiv-llm-daily:";

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
    /// Judge a paper now, by the chosen judge, whatever the filter or the cut of its day said
    Judge { id: ArxivId },
    /// Search papers, analyses and notes, the best first
    ///
    /// Words are all wanted; "a phrase", -word, one OR the other; author: title: note: cat: date:2026-01
    /// decision:recommend has:note|star|tag|code is:unread|read|starred|later tag: id:
    Search(SearchArgs),
    /// Mark a paper: read, unread, star, unstar, later, done (no longer for later), tag:NAME, untag:NAME
    Mark { id: ArxivId, mark: Mark },
    /// The papers of the whole archive that are nearest to one
    Similar {
        id: ArxivId,
        #[arg(long, value_name = "N", default_value_t = 10)]
        limit: u32,
    },
    /// What the built-in judge has learnt from you and from models: words with weights
    Learned {
        /// Forget it; overrides, stars and notes stay
        #[arg(long)]
        reset: bool,
    },
    /// Topics that go on from day to day
    Topics {
        /// The first day, YYYY-MM-DD [default: 30 days before the newest digest]
        #[arg(long, value_name = "D")]
        since: Option<Date>,
    },
    /// Read reports: Markdown files, folders, checkouts of a published site
    Import {
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Print the roll-up of a week or a month: what rose, what fell, what is new, the best papers
    Rollup(RollupArgs),
    /// Print a paper as a citation
    Cite {
        id: ArxivId,
        #[arg(long, value_name = "S", default_value = "bibtex", value_parser = style())]
        style: Style,
    },
    /// Print the note on a paper, or write it
    Note(NoteArgs),
    /// Decide about a paper against the judge; its verdict stays as it is
    Override {
        id: ArxivId,
        /// `none` takes your decision back
        #[arg(value_parser = own_decision())]
        decision: OwnDecision,
    },
    /// The profiles: what you care about
    #[command(subcommand)]
    Profile(ProfileCommand),
    /// The settings
    #[command(subcommand)]
    Config(ConfigCommand),
    /// The provider's key in the system's keychain
    #[command(subcommand)]
    Key(KeyCommand),
    /// The model judge: providers, models, a test of the connection, what it costs, what its verdicts rest on
    #[command(subcommand)]
    Model(ModelCommand),
    /// Make a backup [default: in backups/ of the data folder]
    Backup { path: Option<PathBuf> },
    /// Put a backup in the place of the database, which is kept
    Restore { path: PathBuf },
    /// Look at everything that keeps the data safe, and say what to do
    Doctor,
    /// Measure the built-in judge against known verdicts
    Eval(EvalArgs),
    /// Print the completions of a shell, for its completion folder
    Completions { shell: clap_complete::Shell },
    /// Print the man page
    #[command(hide = true)]
    Man,
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
    /// Only these papers, separated by commas; --date is not used then
    #[arg(long, value_name = "ID,ID", value_delimiter = ',')]
    pub papers: Vec<ArxivId>,
    /// Only what this search finds, in the words of `search`; --date is not used then
    #[arg(long, value_name = "QUERY", conflicts_with = "papers", allow_hyphen_values = true)]
    pub search: Option<String>,
    #[arg(long, value_name = "F", value_parser = format())]
    pub format: Format,
    /// The file; for `site`, `obsidian`, and several days of `markdown` or `html`, the folder
    #[arg(long, value_name = "PATH")]
    pub out: PathBuf,
    /// Leave out all that you wrote, marked and decided: for what is published
    #[arg(long)]
    pub without_notes: bool,
}

#[derive(Debug, clap::Args)]
pub struct NoteArgs {
    pub id: ArxivId,
    /// The new note in Markdown, `-` to read it from standard input; an empty one deletes the note
    #[arg(allow_hyphen_values = true, conflicts_with_all = ["history", "restore"])]
    pub text: Option<String>,
    /// List the earlier texts of the note, and what was changed since
    #[arg(long, conflicts_with = "restore")]
    pub history: bool,
    /// Write an earlier text again: the time of it, as --history lists it
    #[arg(long, value_name = "TIME")]
    pub restore: Option<jiff::Timestamp>,
}

#[derive(Debug, clap::Args)]
pub struct RollupArgs {
    /// Monday to Sunday (this is the default)
    #[arg(long, conflicts_with = "month")]
    pub week: bool,
    /// The calendar month
    #[arg(long)]
    pub month: bool,
    #[command(flatten)]
    pub day: DayArgs,
}

/// The form of a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style(pub CitationStyle);

fn style() -> impl TypedValueParser<Value = Style> {
    PossibleValuesParser::new(CitationStyle::ALL.map(|(name, _)| name)).try_map(|name| {
        let found = CitationStyle::ALL.into_iter().find(|(known, _)| *known == name);
        found.map(|(_, style)| Style(style)).ok_or("unknown style")
    })
}

/// What `override` sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnDecision(pub Option<Decision>);

fn own_decision() -> impl TypedValueParser<Value = OwnDecision> {
    PossibleValuesParser::new(["recommend", "borderline", "skip", "none"])
        .map(|word| OwnDecision(word.parse::<Decision>().ok()))
}

#[derive(Debug, clap::Args)]
pub struct SearchArgs {
    /// In one argument: put it in quotation marks when it has several words
    #[arg(allow_hyphen_values = true)]
    pub query: String,
    /// Hits at most
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: u32,
    /// Ask arXiv itself, newest first: words, "a phrase", -word, ti: au: abs: cat:, or its own AND, OR, ANDNOT
    #[arg(long)]
    pub arxiv: bool,
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
    /// What the rules of another profile, or of a changed one, would take out of the last 30 stored days or let in
    Preview {
        /// A profile's name, or a TOML file
        #[arg(value_name = "NAME|FILE")]
        changed: String,
    },
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

/// A key is bound to scheme, host and port of an address: another address gets no key. Instead of the keychain, the
/// environment variable ARXIV_LLM_DAILY_API_KEY holds the key for judge.base_url, where it is set.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Keep a key, read from stdin
    Set {
        /// The address that the key is for [default: judge.base_url]
        #[arg(long, value_name = "URL")]
        base_url: Option<String>,
    },
    /// Whether there is a key, and where
    Status {
        #[arg(long, value_name = "URL")]
        base_url: Option<String>,
    },
    /// Forget a key
    Delete {
        #[arg(long, value_name = "URL")]
        base_url: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub enum ModelCommand {
    /// The services and local servers to choose from
    Providers,
    /// The model servers that answer on this machine
    Find,
    /// The models that a server lists
    List {
        /// [default: judge.base_url]
        #[arg(long, value_name = "URL")]
        base_url: Option<String>,
    },
    /// Judge an invented paper: reachable, authorised, model, structured output, context, cost; exit 1 if it fails
    Test {
        /// [default: judge.base_url]
        #[arg(long, value_name = "URL")]
        base_url: Option<String>,
        /// [default: judge.model]
        #[arg(long)]
        model: Option<String>,
    },
    /// What judging a day will come to
    Estimate {
        /// A stored day [default: a usual one]
        #[arg(long, value_name = "D")]
        date: Option<Date>,
    },
    /// What models were asked for by day and purpose, and what it cost
    Usage {
        /// The first day, of your own calendar
        #[arg(long, value_name = "D")]
        since: Option<Date>,
        /// The last day
        #[arg(long, value_name = "D")]
        until: Option<Date>,
        #[arg(long, value_enum, default_value = "text")]
        format: Table,
    },
    /// Each figure of a paper's verdict, and where the text that the model was given has it
    Evidence { id: ArxivId },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Table {
    Text,
    Csv,
    Json,
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
