//! `make bench`: each line measures ours and a reference on the same input in the same run, turn by turn, and prints the
//! ratio of the medians with its spread. Add a line by adding to `lines`.

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

use engine::{
    clock::{Clock as _, SystemClock},
    judge::builtin,
    paper::{AnnounceType, Announced, Paper},
    profile::Profile,
    report, sample,
    source::feed,
    store::{DigestKey, Store},
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
    // `make bench` runs everything; `cargo bench -p engine -- search` only the search, `-- reports` only the reports.
    if std::env::args().any(|argument| argument == "search") || std::env::var_os("BENCH_SEARCH_IN").is_some() {
        return search::run();
    }
    let reports = std::env::args().any(|argument| argument == "reports");
    println!("| what | against | ours (ms) | reference (ms) | ratio | spread |");
    println!("| --- | --- | ---: | ---: | ---: | --- |");
    for mut line in if reports { report_lines() } else { lines() } {
        let (mut ours, mut reference, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for turn in usize::from(line.turns == 1)..=line.turns {
            let (a, b) = (time(&mut line.ours), time(&mut line.reference));
            if turn > 0 {
                ours.push(a);
                reference.push(b);
                ratios.push(a / b);
            }
        }
        ratios.sort_by(f64::total_cmp);
        println!(
            "| {} | {} | {:.2} | {:.2} | {:.2} | {:.2}–{:.2} |",
            line.name,
            line.against,
            median(ours),
            median(reference),
            median(ratios.clone()),
            ratios[0],
            ratios[ratios.len() - 1],
        );
    }
    if reports {
        return;
    }
    judging::print(&papers(1_000));
    match std::env::var_os("REAL_DATA_DIR") {
        Some(dir) => println!("\n{}", labelled::measure(std::path::Path::new(&dir))),
        None => println!("\nSKIPPED evidence: REAL_DATA_DIR is not set"),
    }
    search::run();
}

fn lines() -> Vec<Line> {
    let papers = papers(2_000);
    let feed_xml = feed_xml(&papers);
    let bytes = feed_xml.clone();
    let parse = Line {
        turns: TURNS,
        name: "parse a feed of 2,000 papers",
        against: "an XML tokeniser that only walks the same bytes",
        ours: Box::new(move || drop(black_box(feed::parse(feed_xml.as_bytes()).expect("a feed")))),
        reference: Box::new(move || walk(&bytes)),
    };

    let list: Vec<Announced> =
        papers.iter().map(|paper| Announced { paper: paper.clone(), announce_type: AnnounceType::New }).collect();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (mut turn, path) = (0, folder.keep());
    let plain = path.join("plain.sqlite");
    let rows = list.clone();
    let store = Line {
        turns: TURNS,
        name: "store a day of 2,000 papers",
        against: "the same rows into one bare table, one transaction",
        ours: Box::new(move || {
            turn += 1;
            let file = path.join(format!("{turn}.sqlite"));
            let store = Store::open(&file).expect("a store");
            let date = "2026-01-09".parse().expect("a date");
            store.announce(date, "bench", &[], SystemClock.now(), &list).expect("stored");
        }),
        reference: Box::new(move || insert_plain(&plain, &rows)),
    };

    let profile = Profile {
        focus: ["agents and tool use", "retrieval augmented generation", "efficient inference"]
            .map(str::to_owned)
            .to_vec(),
        ..Profile::default()
    };
    let corpus = papers[..1_000].to_vec();
    let texts = corpus.clone();
    let rank = Line {
        turns: TURNS,
        name: "rank 1,000 papers, word statistics included",
        against: "lower-casing and splitting the same texts once",
        ours: Box::new(move || {
            let papers: Vec<&Paper> = corpus.iter().collect();
            black_box(builtin::Model::cold(&profile, &papers).rank(&papers));
        }),
        reference: Box::new(move || {
            for paper in &texts {
                black_box(format!("{} {}", paper.title, paper.summary).to_lowercase().split_whitespace().count());
            }
        }),
    };

    let mut lines = vec![parse, store, rank];
    lines.extend(report_lines());
    lines.extend(learning::lines());
    lines
}

/// What is written and read for the reader.
fn report_lines() -> Vec<Line> {
    let store_of_sample = sample::load(Language::Chinese).expect("the sample day");
    let date = store_of_sample.newest_day(sample::PROFILE, None).expect("a day").expect("a day");
    let key = DigestKey { profile: sample::PROFILE, date };
    let row = store_of_sample.digest_row(key).expect("a digest").expect("a digest");
    let mut digest = store_of_sample.digest(&row).expect("a digest");
    let one_day = digest.papers.clone();
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
    let mut lines = vec![render];
    lines.extend(reports::lines(&one_day));
    lines
}

fn time(work: &mut Box<dyn FnMut()>) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1e3
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

fn feed_xml(papers: &[Paper]) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut xml = String::from(
        r#"<?xml version='1.0' encoding='UTF-8'?><rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel><title>cs.CL updates on arXiv.org</title><pubDate>Fri, 09 Jan 2026 00:00:00 -0500</pubDate>"#,
    );
    for paper in papers {
        let _ = write!(
            xml,
            "<item><title>{}</title><link>{}</link><description>arXiv:{id}v1 Announce Type: new \nAbstract: {}</description><guid isPermaLink=\"false\">oai:arXiv.org:{id}v1</guid><category>cs.CL</category><category>cs.AI</category><arxiv:announce_type>new</arxiv:announce_type><dc:creator>{}</dc:creator></item>",
            escape(&paper.title),
            paper.url,
            escape(&paper.summary),
            paper.authors.join(", "),
            id = paper.id,
        );
    }
    xml + "</channel></rss>"
}

fn walk(xml: &str) {
    let mut reader = quick_xml::Reader::from_reader(xml.as_bytes());
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).expect("XML") {
            quick_xml::events::Event::Eof => return,
            event => drop(black_box(event)),
        }
        buffer.clear();
    }
}

fn insert_plain(path: &std::path::Path, list: &[Announced]) {
    let mut connection = rusqlite::Connection::open(path).expect("a database");
    connection.execute_batch("DROP TABLE IF EXISTS t; CREATE TABLE t (id, title, abstract, authors)").expect("a table");
    let transaction = connection.transaction().expect("a transaction");
    for announced in list {
        let paper = &announced.paper;
        let row = (paper.id.as_str(), &paper.title, &paper.summary, paper.authors.join(", "));
        transaction.execute("INSERT INTO t VALUES (?1, ?2, ?3, ?4)", row).expect("a row");
    }
    transaction.commit().expect("a commit");
}
