//! The command line: what every subcommand takes and prints (DESIGN 5.1).

mod args;
mod chinese;
mod data;
mod docs;
mod files;
mod language;
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

/// What failed and what to do. The engine's own words are English. A Chinese reader is told those that have their Chinese,
/// and else what the window says of such an error, with the engine's words as details.
fn told(error: &Error, language: Language) -> String {
    let [message, what_to_do] = [&error.message, &error.what_to_do].map(|text| one_line(text));
    if language == Language::English {
        return format!("error: {message} {what_to_do}");
    }
    let [said, advised] =
        [&message, &what_to_do].map(|text| chinese::in_chinese(text).or_else(|| already_chinese(text)));
    match (said, advised) {
        (Some(said), Some(advised)) => {
            let end = if said.ends_with('。') { "" } else { "。" };
            format!("错误：{said}{end}{advised}")
        }
        (_, advised) => {
            let [what, safe, advice] = words::of_error(error.code).map(|words| words.of(language));
            let advice = advised.unwrap_or_else(|| advice.to_owned());
            format!("错误：{what}。{safe}{advice}\n详情：{message} {what_to_do}")
        }
    }
}

/// A sentence of the command line's own: they are made in the reader's language.
fn already_chinese(text: &str) -> Option<String> {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    (text.starts_with(han) || text.ends_with('。')).then(|| text.to_owned())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_told_in_the_readers_language() {
        let setting =
            || Error::usage("There is no setting \"x\".", "See all of them with: arxiv-llm-daily config list");
        let own = || Error::usage("示例没有设置。", "请去掉 --sample。");
        let disk = || Error::new(Code::Disk, "Cannot open /x: no\nreason", "Check something.");
        for (error, language, wanted) in [
            (
                setting(),
                Language::English,
                "error: There is no setting \"x\". See all of them with: arxiv-llm-daily config list",
            ),
            (setting(), Language::Chinese, "错误：没有 \"x\" 这项设置。看全部设置：arxiv-llm-daily config list"),
            (own(), Language::Chinese, "错误：示例没有设置。请去掉 --sample。"),
            (
                disk(),
                Language::Chinese,
                "错误：数据文件夹用不了。没有覆盖任何东西。检查文件夹的权限和剩余空间，然后再试。\n详情：Cannot open /x: no reason \
                 Check something.",
            ),
            (
                Error::usage("\"x\" is odd.", "Use a short name, such as to-read."),
                Language::Chinese,
                "错误：这样不行。什么都没有改变。请用短一点的名字，如 to-read。\n详情：\"x\" is odd. Use a short name, such as \
                 to-read.",
            ),
        ] {
            assert_eq!(told(&error, language), wanted);
        }
    }

    #[test]
    fn a_cell_of_a_table_counts_columns() {
        for (text, left, at_the_right) in
            [("账本", "账本  |", "  账本|"), ("ledger", "ledger|", "ledger|"), ("", "      |", "      |")]
        {
            assert_eq!(
                (format!("{}|", padded(text, 6)), format!("{}|", right(text, 6))),
                (left.into(), at_the_right.into())
            );
        }
    }
}
