//! `show` and `ledger`: print what is stored.

use std::{collections::BTreeMap, fmt::Write as _, process::ExitCode, sync::Arc};

use engine::{
    Engine,
    api::{self, types::DayRequest},
    error::Result,
    ledger::{Ledger, Tally},
    verdict::Language,
    words::{self, Words},
};

use super::{
    Args,
    args::{Day, DayArgs, EvalArgs, ShowArgs, ShowFormat},
    padded, print, print_json, right,
    run::{Terminal, counts},
};

pub fn show(args: &Args, show: &ShowArgs) -> Result<ExitCode> {
    let engine = open(args)?;
    let digest = api::digest(&engine, Day::date(show.day.date))?;
    if args.json || show.format == ShowFormat::Json {
        print_json(&digest)?;
    } else {
        print(&api::text(&engine, Day::date(show.day.date))?);
        if args.sample {
            eprintln!("{}", words::SAMPLE.of(args.language));
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
        print(&text(&ledger, args.language));
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
        print(&report.text(args.language));
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn open(args: &Args) -> Result<Engine> {
    crate::open_engine(args, Arc::new(Terminal::new(args, false)))
}

/// The ledger for a terminal: the sum, the categories, the rules, and every paper that is not in the report.
fn text(ledger: &Ledger, language: Language) -> String {
    let open = if ledger.closed {
        ""
    } else {
        language.pick("   （账本未平：请再运行一次）", "   (the ledger is still open: run again)")
    };
    let mut out = format!("{}{open}\n\n", counts(ledger.date, &ledger.tally, language));
    if ledger.reconstructed {
        let _ = writeln!(out, "{}\n", words::RECONSTRUCTED.of(language));
    }
    let category = language.pick(words::CATEGORY.of(language), "category");
    let heads = [words::ANNOUNCED, words::JUDGED, words::FILTERED, words::FAILED].map(|words| words.of(language));
    let mut row = |category: &str, cells: [&str; 4]| {
        let cells: String = cells.iter().zip([10, 8, 10, 8]).map(|(cell, columns)| right(cell, columns)).collect();
        let _ = writeln!(out, "{}{cells}", padded(category, 14));
    };
    row(category, heads);
    for (category, Tally { announced, judged, filtered, failed }) in &ledger.categories {
        let cells = [announced, judged, filtered, failed].map(u32::to_string);
        row(category, cells.each_ref().map(String::as_str));
    }
    let mut rules: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for paper in ledger.papers.iter().filter(|paper| paper.state != "judged") {
        let rule = if paper.rule.starts_with("rank ") { "rank" } else { &paper.rule };
        *rules.entry((&paper.state, rule)).or_default() += 1;
    }
    out.push('\n');
    for ((state, rule), count) in rules {
        let rule = match rule {
            "rank" => language.pick(words::RULE_RANK.of(language), "rank (below the cut)").to_owned(),
            other => words::rule(other, language),
        };
        let state = self::state(state, language);
        let _ = writeln!(out, "{count:>6}  {}", language.pick(format!("{state}：{rule}"), format!("{state}: {rule}")));
    }
    out.push('\n');
    for paper in &ledger.papers {
        let why = if paper.rule.is_empty() { paper.reason.clone() } else { words::rule(&paper.rule, language) };
        let state = padded(self::state(&paper.state, language), 10);
        let _ = writeln!(out, "{:<18}{state}{}  [{why}]", paper.id.as_str(), paper.title);
    }
    out
}

fn state(state: &str, language: Language) -> &str {
    let known: Option<Words> = match state {
        "judged" => Some(words::JUDGED),
        "filtered" => Some(words::FILTERED),
        "failed" => Some(words::FAILED),
        _ => None,
    };
    match (known, state) {
        (Some(words), _) => words.of(language),
        (None, "waiting") => language.pick("等待", "waiting"),
        (None, other) => other,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use engine::ledger::LedgerPaper;
    use unicode_width::UnicodeWidthStr as _;

    use super::*;

    #[test]
    fn the_ledgers_table_stands_in_columns_in_both_languages() {
        let tally = Tally { announced: 347, judged: 60, filtered: 287, failed: 0 };
        let paper = |id: &str, state: &str, rule: &str| LedgerPaper {
            id: id.parse().unwrap(),
            title: "A title".into(),
            state: state.into(),
            rule: rule.into(),
            reason: "因为".into(),
            rank: None,
        };
        let ledger = Ledger {
            date: "2026-01-09".parse().unwrap(),
            tally,
            closed: true,
            reconstructed: false,
            categories: BTreeMap::from([("cs.CL".to_owned(), tally), ("cond-mat.str-el".to_owned(), tally)]),
            papers: vec![
                paper("2601.00001", "judged", ""),
                paper("2601.00002", "filtered", "rank 61 of 285"),
                paper("2601.00003", "filtered", "exclude: 越狱"),
                paper("2601.00004", "failed", "rate limited"),
            ],
        };
        for (language, sum, wanted) in [
            (
                Language::Chinese,
                "2026-01-09：公告 347 = 评审 60 + 过滤 287 + 失败 0",
                vec!["过滤：排除词：越狱", "过滤：排在评审名额之外", "失败：请求过于频繁", "（第 61 名，共 285 篇）"],
            ),
            (
                Language::English,
                "2026-01-09: 347 announced = 60 judged + 287 filtered + 0 failed",
                vec![
                    "filtered: exclude: 越狱",
                    "filtered: rank (below the cut)",
                    "failed: rate limited",
                    "rank 61 of 285",
                ],
            ),
        ] {
            let text = text(&ledger, language);
            assert_eq!(text.lines().next(), Some(sum));
            wanted.iter().for_each(|wanted| assert!(text.contains(wanted), "{wanted:?} is not in\n{text}"));
            let lines: Vec<&str> = text.lines().collect();
            // The long name of a category takes more than its cell.
            assert_eq!([lines[2].width(), lines[4].width()], [50, 50], "{text}");
            let titles = lines.iter().filter_map(|line| line.split_once("A title")).map(|(before, _)| before.width());
            assert!(titles.clone().count() == 4 && titles.clone().all(|column| column == 28), "{text}");
        }
    }
}
