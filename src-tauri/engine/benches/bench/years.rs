//! Ten years of days: 2,500 digests, 150,000 verdicts, 5,000 notes, made of the sample day's recombined words. The folder is
//! made once, in `target/tmp/ten-years`, and kept for the next run.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use engine::{
    Engine, Host, Options,
    api::{self, types},
    clock::FixedClock,
    digest::{ListedPaper, MarkKind},
    disk::Volume,
    error::Result,
    notification::Notification,
    sample,
    store::Store,
    verdict::Language,
};
use jiff::{ToSpan as _, civil::Date, civil::Weekday, tz::TimeZone};
use serde_json::{Value, json};

use super::{Line, TURNS, papers, reports};

const DIGESTS: usize = 2_500;
const PAPERS: usize = 60;
const NOTES: usize = 5_000;

/// Nobody around the engine.
struct Nobody;

impl Host for Nobody {
    fn progress(&self, _: &types::Progress) {}
    fn open_link(&self, _: &url::Url) -> Result<()> {
        Ok(())
    }
    fn notify(&self, _: &Notification) {}
    fn is_focused(&self) -> bool {
        false
    }
    fn name(&self) -> &'static str {
        "bench"
    }
}

pub fn lines(one_day: &[ListedPaper]) -> Vec<Line> {
    let folder = folder(one_day);
    vec![
        line(
            &folder,
            "show a month of ten years (≤ 50 ms)",
            "month",
            |turn| json!({ "year": 2016 + turn % 9, "month": 1 + turn * 5 % 12 }),
        ),
        line(&folder, "show a year of ten years (≤ 150 ms)", "year", |turn| json!({ "year": 2016 + turn % 9 })),
        line(
            &folder,
            "tell a week of ten years in short",
            "rollup",
            |turn| json!({ "kind": "week", "date": format!("{}-05-18", 2016 + turn % 9) }),
        ),
        line(
            &folder,
            "a page of 5,000 noted papers",
            "library",
            |turn| json!({ "view": "note", "sort": "newest", "offset": turn % 9 * 100, "limit": 100 }),
        ),
        line(
            &folder,
            "keywords of twelve weeks",
            "keywords",
            |turn| json!({ "since": format!("{}-10-06", 2024 - turn % 2), "limit": 40 }),
        ),
    ]
}

/// A command against one query that reads what a month of the archive is made of.
fn line(folder: &Path, name: &'static str, command: &'static str, request: fn(usize) -> Value) -> Line {
    let options = Options {
        data_dir: folder.to_owned(),
        profile: Some(sample::PROFILE.into()),
        sample: false,
        system_language: Language::Chinese,
        volume: |_| Volume::default(),
    };
    let now = "2026-01-09T12:00:00Z".parse().expect("a time");
    let engine = Engine::open(options, Arc::new(FixedClock(now, TimeZone::UTC)), Arc::new(Nobody)).expect("an engine");
    let (engine, mut turn) = (Arc::new(engine), 0);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let plain = rusqlite::Connection::open(folder.join("digests.sqlite")).expect("the database");
    Line {
        turns: TURNS,
        name,
        against: "one query that counts the states of a month's entries",
        ours: Box::new(move || {
            turn += 1;
            let answer = runtime.block_on(api::call(&engine, command, request(turn))).expect("an answer");
            assert!(answer != "null");
        }),
        reference: Box::new(move || {
            let sql = "SELECT e.state, COUNT(*) FROM digests d JOIN entries e ON e.digest = d.id
                       WHERE d.date BETWEEN '2019-05-01' AND '2019-05-31' GROUP BY e.state";
            let states: u32 = plain.query_row(sql, [], |row| row.get(1)).expect("the states");
            assert!(states > 0);
        }),
    }
}

/// The data folder, made when it is not there whole.
fn folder(one_day: &[ListedPaper]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("ten-years");
    let whole = folder.join("whole");
    if whole.exists() {
        return folder;
    }
    eprintln!("making ten years of days in {}", folder.display());
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("settings.toml"), "[schedule]\nenabled = false\n").expect("settings");
    let store = Store::open(&folder.join("digests.sqlite")).expect("a store");
    let texts = papers(2_000);
    let first: Date = "2016-01-04".parse().expect("a date");
    let working = |date: &Date| !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    let dates = (0..).map(|day: i64| first.checked_add(day.days()).expect("a date")).filter(working);
    let most = &one_day[..one_day.len().min(PAPERS)];
    for (day, date) in dates.take(DIGESTS).enumerate() {
        let mut digest = reports::numbered(most, day);
        digest.date = date;
        digest.generated_at = date.at(9, 0, 0, 0).to_zoned(TimeZone::UTC).expect("a time").timestamp();
        for (at, paper) in digest.papers.iter_mut().enumerate() {
            let text = &texts[(day * 61 + at * 7) % texts.len()];
            (paper.title, paper.summary) = (text.title.clone(), text.summary.clone());
        }
        reports::stored_run(&store, &digest);
        // Two notes a day, a star, and half of the day read.
        for paper in digest.papers.iter().take(NOTES / DIGESTS) {
            store.save_note(&paper.id, "复现：三档历史长度对比。", digest.generated_at).expect("a note");
            store.mark(&paper.id, MarkKind::Star, true, digest.generated_at).expect("a star");
        }
        let read: Vec<_> = digest.papers.iter().take(PAPERS / 2).map(|paper| paper.id.clone()).collect();
        store.mark_many(&read, MarkKind::Read, true, digest.generated_at).expect("marks");
    }
    drop(store);
    fs::write(whole, "").expect("a mark");
    folder
}
