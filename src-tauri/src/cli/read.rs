//! `show` and `ledger`: print what is stored.

use std::{collections::BTreeMap, fmt::Write as _, process::ExitCode, sync::Arc};

use engine::{
    Engine,
    api::{self, types::DayRequest},
    error::Result,
    ledger::Ledger,
    paper::ArxivId,
};

use super::{
    Args,
    args::{Day, DayArgs, EvalArgs, ShowArgs, ShowFormat},
    print, print_json,
    run::Terminal,
};

pub fn show(args: &Args, show: &ShowArgs) -> Result<ExitCode> {
    let engine = open(args)?;
    let digest = api::digest(&engine, Day::date(show.day.date))?;
    if args.json || show.format == ShowFormat::Json {
        print_json(&digest)?;
    } else {
        print(&api::text(&engine, Day::date(show.day.date))?);
        if args.sample {
            eprintln!("This is the sample day: its papers are invented.");
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub fn ledger(args: &Args, day: &DayArgs) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let request = DayRequest { date: Day::date(day.date), sample: false };
    let ledger = futures::executor::block_on(api::ledger(&engine, request))?;
    if args.json {
        print_json(&ledger)?;
    } else {
        print(&text(&ledger));
    }
    Ok(ExitCode::SUCCESS)
}

pub fn why(args: &Args, id: &ArxivId) -> Result<ExitCode> {
    let engine = open(args)?;
    let (paper, fates) = engine.why(id)?;
    let title = paper.as_ref().map(|paper| paper.title.as_str());
    if args.json {
        let fates: Vec<_> = fates
            .iter()
            .map(|fate| {
                serde_json::json!({
                    "date": fate.date, "profile": fate.profile, "announce_type": fate.announce_type, "state": fate.state,
                    "rule": fate.rule, "failure": fate.failure, "rank": fate.rank, "decision": fate.decision,
                    "reason": fate.reason, "judged_by": fate.judged_by,
                })
            })
            .collect();
        print_json(&serde_json::json!({ "id": id, "title": title, "digests": fates }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let Some(title) = title else {
        let followed = engine.settings()?.arxiv.categories.join(", ");
        print(&format!(
            "{id} is in no list that was fetched here. Lists of {followed} are; it may be of other categories, or of a day \
             that was not fetched."
        ));
        return Ok(ExitCode::SUCCESS);
    };
    let mut out = format!("{id}  {title}\n");
    for fate in &fates {
        let how = match (&fate.rule, &fate.failure) {
            (Some(rule), _) => format!("filtered: {rule}"),
            (None, Some(failure)) => format!("failed: {} {}", failure.class.as_str(), failure.message),
            (None, None) => format!(
                "{} by {}: {}",
                fate.decision.as_deref().unwrap_or("waiting"),
                fate.judged_by.as_deref().unwrap_or("nobody yet"),
                fate.reason.as_deref().unwrap_or_default()
            ),
        };
        let _ = writeln!(out, "  {} ({}, profile {}): {how}", fate.date, fate.announce_type.as_str(), fate.profile);
    }
    print(&out);
    Ok(ExitCode::SUCCESS)
}

pub fn eval(args: &Args, eval: &EvalArgs) -> Result<ExitCode> {
    let engine = open(args)?;
    let settings = engine.settings()?;
    let profile = engine.profile(&engine.profile_file(&settings), &settings)?;
    let report = engine::eval::eval(&eval.labels, &eval.papers, eval.from, eval.until, &profile)?;
    if args.json {
        print_json(&report)?;
    } else {
        print(&report.to_string());
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn open(args: &Args) -> Result<Engine> {
    crate::open_engine(args, Arc::new(Terminal::new(args.json, false)))
}

/// The ledger for a terminal: the sum, the categories, the rules, and every paper that is not in the report.
fn text(ledger: &Ledger) -> String {
    let tally = ledger.tally;
    let mut out = format!(
        "{}: {} announced = {} judged + {} filtered + {} failed{}\n\n",
        ledger.date,
        tally.announced,
        tally.judged,
        tally.filtered,
        tally.failed,
        if ledger.closed { "" } else { "   (the ledger is still open: run again)" }
    );
    let _ = writeln!(out, "{:<14}{:>10}{:>8}{:>10}{:>8}", "category", "announced", "judged", "filtered", "failed");
    for (category, counts) in &ledger.categories {
        let engine::ledger::Tally { announced, judged, filtered, failed } = counts;
        let _ = writeln!(out, "{category:<14}{announced:>10}{judged:>8}{filtered:>10}{failed:>8}");
    }
    let mut rules: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for paper in ledger.papers.iter().filter(|paper| paper.state != "judged") {
        let rule = if paper.rule.starts_with("rank ") { "rank (below the cut)" } else { &paper.rule };
        *rules.entry((&paper.state, rule)).or_default() += 1;
    }
    out.push('\n');
    for ((state, rule), count) in rules {
        let _ = writeln!(out, "{count:>6}  {state}: {rule}");
    }
    out.push('\n');
    for paper in &ledger.papers {
        let why = if paper.rule.is_empty() { &paper.reason } else { &paper.rule };
        let _ = writeln!(out, "{:<18}{:<10}{}  [{}]", paper.id.as_str(), paper.state, paper.title, why);
    }
    out
}
