//! The help and the complaints about wrong usage in Chinese: clap's own command line, with a Chinese text for each English one.

mod errors;
mod texts;

use std::{error::Error as _, ffi::OsString};

use clap::{
    Arg, Command, CommandFactory as _, FromArgMatches as _,
    builder::StyledStr,
    error::{ContextKind, ContextValue, Error, ErrorFormatter, ErrorKind},
};

use super::Args;
pub use errors::in_chinese;
use texts::TEXTS;

/// Parses the arguments; help, and what is wrong with them, is said in Chinese.
pub fn parse(given: &[OsString]) -> Args {
    let parsed = command().try_get_matches_from(given).and_then(|matches| Args::from_arg_matches(&matches));
    parsed.unwrap_or_else(|error| error.apply::<Chinese>().exit())
}

/// The whole command line with Chinese texts. What clap adds of its own is there only in a tree that is built.
fn command() -> Command {
    let mut command = Args::command();
    command.build();
    translated(command)
}

fn translated(command: Command) -> Command {
    let template = template(&command);
    let (about, long, after) = (command.get_about(), command.get_long_about(), command.get_after_help());
    let [about, long, after] = [about, long, after].map(|text| text.map(chinese));
    let mut command = command.help_template(template).mut_args(argument).mut_subcommands(translated);
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(long) = long {
        command = command.long_about(long);
    }
    match after {
        Some(after) => command.after_help(after),
        None => command,
    }
}

/// clap's own headings cannot be set, so the template names them.
fn template(command: &Command) -> String {
    let head = command.get_styles().get_header();
    let mut template = format!("{{about-with-newline}}\n{head}用法：{head:#}{{usage}}");
    for (title, part, any) in [
        ("命令", "subcommands", command.get_subcommands().any(|part| !part.is_hide_set())),
        ("参数", "positionals", command.get_positionals().next().is_some()),
        ("选项", "options", command.get_opts().chain(flags(command)).next().is_some()),
    ] {
        if any {
            template.push_str(&format!("\n\n{head}{title}：{head:#}\n{{{part}}}"));
        }
    }
    template + "{after-help}"
}

fn flags(command: &Command) -> impl Iterator<Item = &Arg> {
    command.get_arguments().filter(|arg| !arg.is_positional() && !arg.get_action().takes_values())
}

/// What clap would add in English, in brackets, is added here.
fn argument(arg: Arg) -> Arg {
    let mut added = Vec::new();
    if let Some(variable) = arg.get_env() {
        added.push(format!("[环境变量：{}]", variable.display()));
    }
    let default: Vec<_> = arg.get_default_values().iter().map(|value| value.display().to_string()).collect();
    if arg.get_action().takes_values() && !default.is_empty() {
        added.push(format!("[默认：{}]", default.join("、")));
    }
    let possible: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if arg.get_action().takes_values() && !possible.is_empty() {
        added.push(format!("[可选值：{}]", possible.join("、")));
    }
    let with = |text: Option<&StyledStr>| {
        let text = text.map(chinese).unwrap_or_default();
        std::iter::once(text).chain(added.iter().cloned()).collect::<Vec<_>>().join(" ").trim().to_owned()
    };
    let (help, long) = (with(arg.get_help()), arg.get_long_help().map(|long| with(Some(long))));
    let arg = arg.hide_env(true).hide_default_value(true).hide_possible_values(true);
    let arg = if help.is_empty() { arg } else { arg.help(help) };
    match long {
        Some(long) => arg.long_help(long),
        None => arg,
    }
}

/// The Chinese of a text; a text that has none stays as it is, which a test does not let happen.
fn chinese(english: &StyledStr) -> String {
    let english = english.to_string();
    TEXTS.iter().find(|(text, _)| *text == english).map_or(english, |(_, chinese)| (*chinese).to_owned())
}

/// What is wrong with the arguments.
struct Chinese;

impl ErrorFormatter for Chinese {
    fn format_error(error: &Error<Self>) -> StyledStr {
        let mut said = format!("错误：{}", complaint(error));
        for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
            if let Some(meant) = error.get(kind).map(words).filter(|meant| !meant.is_empty()) {
                said.push_str(&format!("\n\n  也许是「{}」", meant.join("」「")));
            }
        }
        if let (ErrorKind::UnknownArgument, Some(_), Some(given)) =
            (error.kind(), error.get(ContextKind::Suggested), error.get(ContextKind::InvalidArg))
        {
            let given = words(given).concat();
            said.push_str(&format!("\n\n  要把「{given}」当作文字，请写成「-- {given}」"));
        }
        if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
            // The first space is that behind the title.
            let usage = usage.ansi().to_string().replacen("Usage:", "用法：", 1).replacen(' ', "", 1);
            said.push_str(&format!("\n\n{usage}"));
        }
        StyledStr::from(said + "\n\n详细说明见「--help」。\n")
    }
}

fn complaint(error: &Error<Chinese>) -> String {
    let context = |kind| error.get(kind).map(words).unwrap_or_default().join("、");
    let [arg, value] = [ContextKind::InvalidArg, ContextKind::InvalidValue].map(context);
    match error.kind() {
        ErrorKind::UnknownArgument => format!("没有「{arg}」这个参数"),
        ErrorKind::InvalidSubcommand => format!("没有「{}」这个命令", context(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("还缺参数：{arg}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("「{arg}」后面缺一个值"),
        ErrorKind::InvalidValue => {
            format!("「{arg}」不能是「{value}」\n  [可选值：{}]", context(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => format!("「{arg}」不能是「{value}」{}", why(error)),
        ErrorKind::ArgumentConflict => match context(ContextKind::PriorArg) {
            prior if prior == arg => format!("「{arg}」只能用一次"),
            prior => format!("「{arg}」不能与「{prior}」同时使用"),
        },
        ErrorKind::TooManyValues => format!("「{arg}」后面多了「{value}」"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("「{arg}」后面值的个数不对"),
        ErrorKind::InvalidUtf8 => "参数不是 UTF-8 文字".to_owned(),
        _ => format!("命令写得不对{}", why(error)),
    }
}

/// Why a value was refused. What other libraries say of dates and numbers is said here by how to write them.
fn why(error: &Error<Chinese>) -> String {
    let Some(source) = error.source() else { return String::new() };
    let said = source.to_string();
    let of_time = error.get(ContextKind::InvalidArg).is_some_and(|arg| words(arg).concat().contains("TIME"));
    let how = match TEXTS.iter().find(|(text, _)| *text == said) {
        Some((_, chinese)) => *chinese,
        None if source.is::<engine::error::Error>() => "请写 arXiv 编号，如 2601.03479",
        None if source.is::<jiff::Error>() && of_time => "请写 --history 列出的时间，如 2026-01-09T08:00:00Z",
        None if source.is::<jiff::Error>() => "日期请写成 2026-01-09",
        None if source.is::<std::num::ParseIntError>() => "请写一个整数",
        None => &said,
    };
    format!("：{how}")
}

fn words(value: &ContextValue) -> Vec<String> {
    match value {
        ContextValue::String(word) => vec![word.clone()],
        ContextValue::Strings(words) => words.clone(),
        ContextValue::StyledStr(word) => vec![word.to_string()],
        ContextValue::StyledStrs(words) => words.iter().map(ToString::to_string).collect(),
        ContextValue::Number(number) => vec![number.to_string()],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every text of a tree of commands.
    fn texts(command: &Command) -> Vec<String> {
        let own = [command.get_about(), command.get_long_about(), command.get_after_help(), command.get_before_help()];
        let args = command.get_arguments().flat_map(|arg| [arg.get_help(), arg.get_long_help()]);
        let own = own.into_iter().chain(args).flatten().map(ToString::to_string);
        own.chain(command.get_subcommands().flat_map(texts)).collect()
    }

    /// What values are refused with in our own words.
    const REFUSALS: [&str; 4] = [
        "a tag needs a name, such as tag:to-read",
        "use read, unread, star, unstar, later, done, tag:NAME or untag:NAME",
        "write it like 2026-01-09, or today",
        "write it like 2026-01-09, or latest",
    ];

    #[test]
    fn every_text_of_the_help_has_its_chinese_and_none_is_left_over() {
        let mut command = Args::command();
        command.build();
        let said: BTreeSet<String> = texts(&command).into_iter().chain(REFUSALS.map(str::to_owned)).collect();
        let known: BTreeSet<String> = TEXTS.iter().map(|(english, _)| (*english).to_owned()).collect();
        let missing: Vec<_> = said.difference(&known).collect();
        let left_over: Vec<_> = known.difference(&said).collect();
        assert!(missing.is_empty() && left_over.is_empty(), "missing: {missing:#?}\nleft over: {left_over:#?}");
        assert_eq!(known.len(), TEXTS.len(), "a text is there twice");
    }

    #[test]
    fn the_chinese_is_chinese_and_names_the_same_things() {
        let named = |text: &str| {
            // Options, settings, variables and links are names; the rest of the letters are words.
            let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_.:$".contains(c)));
            let names = words.map(|word| word.trim_matches(|c| ".:".contains(c)));
            let names = names.filter(|word| word.starts_with("--") || word.contains('_') || word.starts_with("judge."));
            names.map(str::to_owned).collect::<BTreeSet<String>>()
        };
        for (english, chinese) in TEXTS {
            assert!(chinese.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{english}: {chinese}");
            assert_eq!(named(english), named(chinese), "{english}");
        }
    }

    /// As a reader sees it, of every command.
    #[test]
    fn no_help_holds_a_word_of_clap_in_english() {
        fn check(command: &Command, seen: &mut u32) {
            for help in [command.clone().render_help(), command.clone().render_long_help()] {
                let help = help.to_string();
                for word in
                    ["Usage:", "Commands:", "Options:", "Arguments:", "[default", "[possible", "[env:", "Print "]
                {
                    assert!(!help.contains(word), "{word} in the help of {}:\n{help}", command.get_name());
                }
                *seen += 1;
            }
            command.get_subcommands().for_each(|part| check(part, seen));
        }
        let mut seen = 0;
        check(&command(), &mut seen);
        assert!(seen > 80, "{seen} helps were looked at");
    }

    #[test]
    fn wrong_usage_is_told_in_chinese() {
        for (given, wanted) in [
            (&["run", "--dat", "x"][..], "没有「--dat」这个参数"),
            (&["run", "--dat", "x"], "也许是「--date」"),
            (&["serach", "x"], "没有「serach」这个命令"),
            (&["serach", "x"], "也许是「search」"),
            (&["why"], "还缺参数：<ID>"),
            (&["why", "nothing"], "「<ID>」不能是「nothing」：请写 arXiv 编号，如 2601.03479"),
            (&["show", "--format", "pdf"], "「--format <FORMAT>」不能是「pdf」\n  [可选值：markdown、json]"),
            (&["show", "--format"], "「--format <FORMAT>」后面缺一个值"),
            (&["run", "--date", "yesterday"], "「--date <D>」不能是「yesterday」：请写成 2026-01-09，或者 today"),
            (&["topics", "--since", "x"], "日期请写成 2026-01-09"),
            (&["search", "x", "--limit", "many"], "请写一个整数"),
            (&["run", "--date", "today", "--since", "2026-01-09"], "「--date <D>」不能与「--since <D>」同时使用"),
            (&["run", "--again", "--again"], "「--again」只能用一次"),
            (&["run", "now"], "没有「now」这个参数"),
            (&["mark", "2601.03479", "red"], "请写 read、unread、star"),
        ] {
            let given = ["arxiv-llm-daily"].iter().chain(given);
            let error = command().try_get_matches_from(given).unwrap_err().apply::<Chinese>();
            let said = error.render().to_string();
            assert!(said.starts_with("错误：") && said.contains(wanted), "{wanted:?} is not in\n{said}");
            assert_eq!(error.exit_code(), 2, "{said}");
            assert!(!said.contains("Usage:") && !said.contains("For more"), "{said}");
        }
    }
}
