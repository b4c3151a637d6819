//! `show` and `ledger`: print what is stored.

use std::{collections::BTreeMap, fmt::Write as _, process::ExitCode, sync::Arc};

use engine::{
    Engine,
    api::{self, types::DayRequest},
    error::Result,
    ledger::Ledger,
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
    let request = DayRequest { date: Day::date(day.date), ..DayRequest::default() };
    let ledger = futures::executor::block_on(api::ledger(&engine, request))?;
    if args.json {
        print_json(&ledger)?;
    } else {
        print(&text(&ledger));
    }
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
    if ledger.reconstructed {
        out.push_str("Reconstructed from arXiv's second source: the feed's own list may have differed.\n\n");
    }
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
