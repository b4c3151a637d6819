//! `similar`, `learned` and `topics`: what the built-in judge makes of the archive.

use std::{fmt::Write as _, process::ExitCode, sync::Arc};

use engine::{
    api::{self, SimilarRequest, TopicsRequest, types::Nothing},
    error::Result,
    paper::ArxivId,
};
use futures::executor::block_on;
use jiff::civil::Date;

use super::{Args, print, print_json, read::open};

pub fn similar(args: &Args, id: &ArxivId, limit: u32) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let papers = block_on(api::similar(&engine, SimilarRequest { id: id.clone(), limit }))?;
    if args.json {
        print_json(&papers)?;
    } else {
        let mut out = String::new();
        for paper in &papers {
            let date = paper.date.map(|date| date.to_string()).unwrap_or_default();
            let _ = writeln!(out, "{:.2}  {:<18}{date:<12}{}", paper.score, paper.id.as_str(), paper.title);
        }
        print(&out);
    }
    Ok(ExitCode::SUCCESS)
}

pub fn learned(args: &Args, reset: bool) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let learned = match reset {
        true => block_on(api::reset_learning(&engine, Nothing {}))?,
        false => block_on(api::learned(&engine, Nothing {}))?,
    };
    if args.json {
        print_json(&learned)?;
        return Ok(ExitCode::SUCCESS);
    }
    let counts = learned.labels;
    let mut out = match (reset, learned.enabled) {
        (true, _) => args
            .language
            .pick(
                "已忘掉所学。今后你和模型的取舍会重新学起。\n",
                "Forgotten. What you and models decide from now on is learnt from.\n",
            )
            .to_owned(),
        (false, true) => args.language.pick(
            format!(
                "学自你的 {} 次取舍、{} 次阅读与笔记、模型的 {} 条结论。\n",
                counts.own, counts.weak, counts.model
            ),
            format!(
                "Learnt from {} decisions of yours, {} papers that you read, noted or put aside, and {} verdicts of models.\n",
                counts.own, counts.weak, counts.model
            ),
        ),
        (false, false) => args
            .language
            .pick("学习已关闭（judge.learn = false）。\n", "Learning is switched off (judge.learn = false).\n")
            .to_owned(),
    };
    for word in &learned.words {
        let _ = writeln!(out, "{:+.2}  {}", word.weight, word.word);
    }
    print(&out);
    Ok(ExitCode::SUCCESS)
}

pub fn topics(args: &Args, since: Option<Date>) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let topics = block_on(api::topics(&engine, TopicsRequest { since }))?;
    if args.json {
        print_json(&topics)?;
    } else {
        let mut out = String::new();
        for topic in &topics {
            let papers: u32 = topic.days.iter().map(|day| day.papers).sum();
            let ends =
                [topic.days.first(), topic.days.last()].map(|day| day.map(|d| d.date.to_string()).unwrap_or_default());
            let days = topic.days.len();
            let several = |count: usize| if count == 1 { "" } else { "s" };
            let name = format!("{} {}", topic.emoji, topic.title);
            let [first, last] = ends;
            let span = args.language.pick(
                format!("{days} 天，{papers} 篇，{first} 至 {last}"),
                format!("{days} day{}, {papers} paper{}, {first} to {last}", several(days), several(papers as usize)),
            );
            let _ = writeln!(out, "{}  {span}", name.trim_start());
        }
        print(&out);
    }
    Ok(ExitCode::SUCCESS)
}

/// Lines of the chosen profile that match nothing in the archive.
pub fn silent_lines(engine: &Arc<engine::Engine>) -> Result<Vec<String>> {
    block_on(api::silent_lines(engine, Nothing {}))
}
