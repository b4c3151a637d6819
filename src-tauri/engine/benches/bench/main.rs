//! `make bench`: each line measures ours and a reference on the same input in the same run, turn by turn, and prints the
//! ratio of the medians with its spread. Add a line by adding to `lines`. `cargo bench -p engine -- years` (or `search`) runs
//! only that part.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod judging;
#[path = "../../tests/evidence/labelled.rs"]
mod labelled;
#[path = "../../../../tests/support/model.rs"]
mod model;

use std::{fmt::Write as _, hint::black_box, time::Instant};

mod learning;
mod reports;
mod search;
mod sources;
mod years;

use engine::{
    digest::{Digest, ListedPaper},
    judge::builtin,
    paper::Paper,
    profile::Profile,
    report, sample,
    store::DigestKey,
    verdict::Language,
};

/// Turns of a line that takes milliseconds; the first is thrown away.
const TURNS: usize = 15;

/// Turns of a line that takes seconds.
const LONG_TURNS: usize = 3;

struct Line {
    /// Of what takes long one is enough.
    turns: usize,
    name: &'static str,
    /// What the reference does with the same input.
    against: &'static str,
    ours: Box<dyn FnMut()>,
    reference: Box<dyn FnMut()>,
}

fn main() {
    if std::env::var_os("BENCH_SEARCH_IN").is_some() {
        return search::run();
    }
    // `make bench` runs everything; `cargo bench -p engine -- judging search` only these parts.
    let parts: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|named| named == part);
    let mut measured = Vec::new();
    if wanted("sources") {
        measured.extend(sources::lines());
    }
    if wanted("reports") {
        measured.extend(lines());
    }
    if wanted("years") {
        measured.extend(years::lines(&sample_day().1));
    }
    if wanted("learning") {
        measured.extend(learning::lines());
    }
    if !measured.is_empty() {
        table(measured);
    }
    if wanted("learning") {
        learning::print();
    }
    if wanted("judging") {
        judging::print(&papers(1_000));
    }
    if wanted("evidence") {
        match std::env::var_os("REAL_DATA_DIR") {
            Some(dir) => println!("\n{}", labelled::measure(std::path::Path::new(&dir))),
            None => println!("\nSKIPPED evidence: REAL_DATA_DIR is not set"),
        }
    }
    if wanted("search") {
        search::run();
    }
}

fn table(lines: Vec<Line>) {
    println!("| what | against | ours (ms) | ours on all processors (ms) | reference (ms) | ratio | spread |");
    println!("| --- | --- | ---: | ---: | ---: | ---: | --- |");
    for mut line in lines {
        let (mut ours, mut reference, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        let mut busy = 0.0;
        for turn in usize::from(line.turns == 1)..=line.turns {
            let before = on_cpu();
            let a = time(&mut line.ours);
            let spent = on_cpu() - before;
            let b = time(&mut line.reference);
            if turn > 0 {
                busy += spent / line.turns as f64;
                ours.push(a);
                reference.push(b);
                ratios.push(a / b);
            }
        }
        ratios.sort_by(f64::total_cmp);
        println!(
            "| {} | {} | {:.2} | {busy:.0} | {:.2} | {:.2} | {:.2}–{:.2} |",
            line.name,
            line.against,
            median(ours),
            median(reference),
            median(ratios.clone()),
            ratios[0],
            ratios[ratios.len() - 1],
        );
    }
}

fn lines() -> Vec<Line> {
    let papers = papers(1_000);
    let profile = Profile {
        focus: ["agents and tool use", "retrieval augmented generation", "efficient inference"]
            .map(str::to_owned)
            .to_vec(),
        ..Profile::default()
    };
    let corpus = papers.clone();
    let texts = papers;
    let rank = Line {
        turns: TURNS,
        name: "rank 1,000 papers, word statistics included",
        against: "lower-casing and splitting the same texts once",
        ours: Box::new(move || {
            let papers: Vec<&Paper> = corpus.iter().collect();
            black_box(builtin::Model::cold(&profile, &papers).expect("a model").rank(&papers));
        }),
        reference: Box::new(move || {
            for paper in &texts {
                black_box(format!("{} {}", paper.title, paper.summary).to_lowercase().split_whitespace().count());
            }
        }),
    };

    let (mut digest, one_day) = sample_day();
    while digest.papers.len() < 400 {
        digest.papers.extend(one_day.iter().take(400 - digest.papers.len()).cloned());
    }
    let same = digest.clone();
    let render = Line {
        turns: TURNS,
        name: "render a day of 400 papers as Markdown",
        against: "copying its fields into one string",
        ours: Box::new(move || drop(black_box(report::render(&digest)))),
        reference: Box::new(move || {
            let mut out = String::new();
            for paper in &same.papers {
                let analysis = &paper.verdict.analysis;
                let _ = write!(out, "{}{}{}{}", paper.title, analysis.summary, analysis.reason, analysis.pain_point);
            }
            black_box(out);
        }),
    };
    let mut lines = vec![rank, render];
    lines.extend(reports::lines(&one_day));
    lines
}

/// The sample day's digest, and its papers.
fn sample_day() -> (Digest, Vec<ListedPaper>) {
    let store = sample::load(Language::Chinese).expect("the sample day");
    let date = store.newest_day(sample::PROFILE, None).expect("a day").expect("a day");
    let row = store.digest_row(DigestKey { profile: sample::PROFILE, date }).expect("a digest").expect("a digest");
    let digest = store.digest(&row).expect("a digest");
    let papers = digest.papers.clone();
    (digest, papers)
}

fn time(work: &mut Box<dyn FnMut()>) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1e3
}

/// What all threads of this process have had of the processors, in ms, to the tick (10 ms): beside other work a clock on
/// the wall measures that work too. 0 where the system does not tell.
fn on_cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() * 10.0
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Papers of real length made of the sample day's sentences, the same in every run.
fn papers(count: usize) -> Vec<Paper> {
    let store = sample::load(Language::English).expect("the sample day");
    let date = store.newest_day(sample::PROFILE, None).expect("a day").expect("a day");
    let list = store.announced(date).expect("the list");
    let sentences: Vec<&str> = list.iter().flat_map(|announced| announced.paper.summary.split(". ")).collect();
    (0..count)
        .map(|n| {
            let pick = |k: usize| sentences[(n * 31 + k * 97) % sentences.len()];
            Paper {
                id: format!("26{:02}.{:05}", 1 + n / 50_000, n % 50_000).parse().expect("an id"),
                version: 1,
                title: pick(7).chars().take(90).collect(),
                authors: vec!["A. Author".into(), "B. Author".into(), "C. Author".into()],
                categories: vec!["cs.CL".into(), "cs.AI".into()],
                summary: (0..8).map(pick).collect::<Vec<_>>().join(". "),
                comment: None,
                url: format!("https://arxiv.org/abs/2601.{n:05}"),
            }
        })
        .collect()
}
