//! The command line: what every subcommand takes and prints (DESIGN 5.1).

mod args;
mod chinese;
mod data;
mod docs;
mod files;
mod learn;
mod model;
mod paper;
mod read;
mod reader;
mod reports;
mod run;
mod search;

use std::process::ExitCode;

use engine::{
    error::{Code, Error, Result},
    verdict::Language,
    words,
};
use unicode_width::UnicodeWidthStr as _;

pub use args::Args;
use args::Command;

/// Done, but some papers failed.
const SOME_FAILED: u8 = 3;

/// Runs the subcommand of the arguments.
pub fn run(args: Args) -> Result<ExitCode> {
    let Some(command) = &args.command else {
        return Err(Error::defect("No subcommand was given."));
    };
    match command {
        Command::Run(run) => run::run(&args, run),
        Command::Show(show) => read::show(&args, show),
        Command::Ledger(day) => read::ledger(&args, day),
        Command::Why { id } => paper::why(&args, id),
        Command::Judge { id } => paper::judge(&args, id),
        Command::Search(asked) => search::search(&args, asked),
        Command::Mark { id, mark } => files::mark(&args, id, mark),
        Command::Similar { id, limit } => learn::similar(&args, id, *limit),
        Command::Learned { reset } => learn::learned(&args, *reset),
        Command::Topics { since } => learn::topics(&args, *since),
        Command::Note(note) => reader::note(&args, note),
        Command::Override { id, decision } => reader::override_verdict(&args, id, decision.0),
        Command::Export(export) => reports::export(&args, export),
        Command::Import { paths } => reports::import(&args, paths),
        Command::Rollup(rollup) => reports::rollup(&args, rollup),
        Command::Cite { id, style } => reports::cite(&args, id, style.0),
        Command::Profile(profile) => files::profile(&args, profile),
        Command::Config(config) => files::config(&args, config),
        Command::Key(key) => model::key(&args, key),
        Command::Model(model) => model::model(&args, model),
        Command::Backup { path } => data::backup(&args, path.as_deref()),
        Command::Restore { path } => data::restore(&args, path),
        Command::Doctor => data::doctor(&args),
        Command::Eval(eval) => read::eval(&args, eval),
        Command::Completions { shell } => docs::completions(*shell),
        Command::Man => docs::man(),
    }
}

/// Prints an error on stderr and gives the exit code.
pub fn report(error: &Error, language: Language) -> ExitCode {
    tracing::error!("{:?}: {} {}", error.code, error.message, error.what_to_do);
    eprintln!("{}", told(error, language));
    ExitCode::from(if error.code == Code::Usage { 2 } else { 1 })
}

/// What failed and what to do. The engine's own words are English: a Chinese reader is told first what the window says of
/// such an error. What the command line itself refuses is Chinese already, as its last sentence shows: that never begins
/// with a path or a name.
fn told(error: &Error, language: Language) -> String {
    let [message, what_to_do] = [&error.message, &error.what_to_do].map(|text| one_line(text));
    match language {
        Language::English => format!("error: {message} {what_to_do}"),
        Language::Chinese if what_to_do.starts_with(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c)) => {
            format!("错误：{message}{what_to_do}")
        }
        Language::Chinese => {
            let [what, safe, advice] = words::of_error(error.code).map(|words| words.of(language));
            format!("错误：{what}。{safe}{advice}\n详情：{message} {what_to_do}")
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What there is to do without a window.
pub fn use_a_command(language: Language) -> &'static str {
    language.pick(
        "请改用命令，例如：arxiv-llm-daily run（见 --help）。",
        "Use a command instead, such as: arxiv-llm-daily run (see --help).",
    )
}

/// A cell of a table: a Chinese character takes two columns.
fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

/// A cell whose text stands at its right end.
fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(text.width())))
}

/// Prints data on stdout. A reader that closed the pipe early has seen what it wanted.
fn print(text: &str) {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{}", text.trim_end_matches('\n'));
}

fn print_json<T: serde::Serialize>(value: &T) -> Result<()> {
    print(&serde_json::to_string_pretty(value)?);
    Ok(())
}
