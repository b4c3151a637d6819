use jiff::civil::Date;

use super::{Period, Rollup, make};
use crate::{
    digest::{MarkKind, Origin},
    paper::{ArxivId, Paper},
    report::tests::made::{analysis, id},
    store::{DigestKey, NewDigest, NewReport, ReportedPaper, Store},
    verdict::{Basis, Decision, Inputs, Language, Usage, Verdict},
};

const PROFILE: &str = "p";

struct Judged<'a> {
    id: &'a str,
    decision: Decision,
    keywords: &'a [&'a str],
    /// Against an abstract that says "42 points".
    summary: &'a str,
}

fn judged<'a>(id: &'a str, decision: Decision, keywords: &'a [&'a str], summary: &'a str) -> Judged<'a> {
    Judged { id, decision, keywords, summary }
}

fn day(store: &Store, date: &str, papers: &[Judged]) {
    let papers: Vec<ReportedPaper> = papers
        .iter()
        .map(|judged| {
            let mut said = analysis(judged.decision);
            said.keywords = judged.keywords.iter().map(|word| (*word).to_owned()).collect();
            said.summary = judged.summary.to_owned();
            ReportedPaper {
                paper: Paper {
                    id: id(judged.id),
                    version: 1,
                    title: format!("Title {}", judged.id),
                    authors: vec![],
                    categories: vec![],
                    summary: "It gains 42 points.".into(),
                    comment: None,
                    url: String::new(),
                },
                has_version: true,
                verdict: Verdict {
                    analysis: said,
                    judged_by: "m".into(),
                    basis: Basis::Abstract,
                    flags: vec![],
                    score: 0.5,
                    usage: Usage::default(),
                    inputs: Inputs {
                        judge: "m".into(),
                        model: String::new(),
                        prompt_version: String::new(),
                        profile_hash: String::new(),
                        text_hash: date.into(),
                        language: Language::Chinese,
                    },
                },
                failure: None,
            }
        })
        .collect();
    let date: Date = date.parse().unwrap();
    let generated_at = date.at(9, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    let digest = NewDigest {
        key: DigestKey { profile: PROFILE, date },
        origin: Origin::Import,
        attempt: 1,
        inputs_hash: "",
        language: Language::Chinese,
        judge: "m",
        categories: &[],
        announced: 0,
        generated_at,
    };
    let hash = date.to_string();
    let new = NewReport { digest, papers: &papers, trends: &[], hash: &hash, file_name: "x.md", bytes: b"x" };
    store.import_report(&new).unwrap().unwrap();
}

use Decision::{Borderline, Recommend, Skip};

/// Two weeks: in the second, agents rise, RAG falls, and memory is new.
fn two_weeks() -> Store {
    let store = Store::in_memory().unwrap();
    day(
        &store,
        "2026-01-05",
        &[
            judged("2601.00001", Recommend, &["RAG", "agents"], ""),
            judged("2601.00002", Skip, &["RAG"], ""),
            judged("2601.00003", Skip, &["rag", "RAG"], ""),
        ],
    );
    day(
        &store,
        "2026-01-12",
        &[
            judged("2601.00011", Recommend, &["Agents"], "It gains 42 points."),
            judged("2601.00012", Recommend, &["agents", "memory"], "It gains 99 points."),
            judged("2601.00013", Borderline, &["agents"], ""),
        ],
    );
    day(
        &store,
        "2026-01-18",
        &[
            judged("2601.00012", Recommend, &["agents"], "It gains 99 points."),
            judged("2601.00014", Skip, &["AGENTS", "memory"], ""),
        ],
    );
    store
}

fn week(store: &Store, date: &str) -> Rollup {
    make(store, PROFILE, Period::Week, date.parse().unwrap(), Language::Chinese).unwrap()
}

#[test]
fn a_week_says_what_rose_fell_and_is_new() {
    let store = two_weeks();
    let rollup = week(&store, "2026-01-14");
    assert_eq!((rollup.first.to_string(), rollup.last.to_string()), ("2026-01-12".into(), "2026-01-18".into()));
    assert_eq!((rollup.days, rollup.papers, rollup.counts.recommend), (2, 5, 3));
    let said = |changes: &[super::WordChange]| -> Vec<(String, u32, u32)> {
        changes.iter().map(|c| (c.word.clone(), c.count, c.before)).collect()
    };
    // The repeated paper counts once; four papers against three before.
    assert_eq!(said(&rollup.rose), [("Agents".to_owned(), 4, 1), ("memory".to_owned(), 2, 0)]);
    assert_eq!(said(&rollup.fell), [("RAG".to_owned(), 0, 3)]);
    assert_eq!(said(&rollup.first_seen), [("memory".to_owned(), 2, 0)]);
    assert!(rollup.markdown.starts_with("# Arxiv LLM 周报 2026-W03\n\n> **时间范围**：2026-01-12 至 2026-01-18\n"));
    assert!(rollup.markdown.contains("\n- Agents：4 篇，100%（上周 1 篇，33%）\n"), "{}", rollup.markdown);
    assert!(rollup.markdown.contains("\n- RAG：0 篇（上周 3 篇，100%）\n"), "{}", rollup.markdown);
    assert!(rollup.markdown.contains("\n> **论文数量**：5 篇（去重后 4 篇，上周 3 篇）\n"), "{}", rollup.markdown);
    assert!(rollup.markdown.contains("\n### 1. Title 2601.00011\n"), "{}", rollup.markdown);

    let first = week(&store, "2026-01-05");
    assert_eq!((first.rose.len(), first.fell.len(), first.first_seen.len()), (0, 0, 0));
    assert!(first.markdown.contains("之前没有研报可比"));
}

#[test]
fn the_best_are_recommended_then_starred_then_true() {
    let store = two_weeks();
    let check = |expected: &[&str]| {
        let best = week(&store, "2026-01-12").best;
        let expected: Vec<ArxivId> = expected.iter().map(|text| id(text)).collect();
        assert_eq!(best.iter().map(|best| best.paper.id.clone()).collect::<Vec<_>>(), expected);
    };
    let now = jiff::Timestamp::UNIX_EPOCH;
    check(&["2601.00011", "2601.00012", "2601.00013"]);
    store.mark(&id("2601.00012"), MarkKind::Star, true, now).unwrap();
    check(&["2601.00012", "2601.00011", "2601.00013"]);
    store.override_verdict(PROFILE, &id("2601.00012"), Some(Skip), now).unwrap();
    store.override_verdict(PROFILE, &id("2601.00014"), Some(Recommend), now).unwrap();
    check(&["2601.00011", "2601.00014", "2601.00013"]);
}

#[test]
fn a_month_and_a_period_without_digests() {
    let store = two_weeks();
    let month = |date: &str| make(&store, PROFILE, Period::Month, date.parse().unwrap(), Language::English);
    let january = month("2026-01-31").unwrap();
    assert_eq!((january.days, january.papers), (3, 8));
    assert!(january.markdown.starts_with("# Arxiv LLM Monthly Roll-up 2026-01\n"));
    assert_eq!(month("2026-02-01").unwrap_err().code, crate::error::Code::NotFound);
}
