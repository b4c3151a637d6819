use std::{
    collections::HashSet,
    fmt::Write as _,
    sync::atomic::{AtomicUsize, Ordering},
};

use jiff::tz::TimeZone;
use tokio::sync::watch;
use url::Url;

use super::*;
use crate::{
    clock::FixedClock,
    error::{Code, Error},
    net::Pending,
    verdict::{Decision, Language},
};

/// arXiv, in memory: one answer, and a count of how often it was asked.
struct Answer {
    body: Result<String>,
    asked: AtomicUsize,
}

impl Fetch for Answer {
    fn get<'a>(&'a self, _: &'a Url) -> Pending<'a, Result<Vec<u8>>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Box::pin(async { self.body.clone().map(String::into_bytes) })
    }
}

fn answer(body: Result<String>) -> Answer {
    Answer { body, asked: AtomicUsize::new(0) }
}

/// The feed of a day; each paper is an id with its version and how it is announced.
fn feed(date: Date, papers: &[(String, u32, &str)]) -> String {
    let day = date.strftime("%a, %d %b %Y");
    let mut xml = format!(
        r#"<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel><title>cs.CL updates on arXiv.org</title><pubDate>{day} 00:00:00 -0500</pubDate>"#
    );
    for (id, version, kind) in papers {
        let _ = write!(
            xml,
            "<item><title>Paper {id} on agents</title><link>https://arxiv.org/abs/{id}</link><description>arXiv:{id}v{version} \
             Announce Type: {kind} \nAbstract: We propose tool use number {id}. However, it is hard.</description><guid>oai:arXiv.org:\
             {id}v{version}</guid><category>cs.CL</category><arxiv:announce_type>{kind}</arxiv:announce_type>\
             <dc:creator>A. Author</dc:creator></item>"
        );
    }
    xml + "</channel></rss>"
}

fn new_papers(from: u32, count: u32) -> Vec<(String, u32, &'static str)> {
    (from..from + count).map(|n| (format!("2601.{n:05}"), 1, "new")).collect()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// Noon in New York on a day.
fn noon(day: &str) -> FixedClock {
    let noon = date(day).at(17, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
    FixedClock(noon.timestamp(), TimeZone::UTC)
}

async fn run_with(
    store: &Store,
    clock: &FixedClock,
    fetch: &Answer,
    wanted: Option<Date>,
    change: impl FnOnce(&mut Settings),
) -> Result<RunOutcome> {
    run_asked(store, clock, fetch, wanted, change, false).await
}

async fn run_asked(
    store: &Store,
    clock: &FixedClock,
    fetch: &Answer,
    wanted: Option<Date>,
    change: impl FnOnce(&mut Settings),
    again: bool,
) -> Result<RunOutcome> {
    run_knowing(store, clock, fetch, wanted, change, again, &Knowledge::default()).await
}

async fn run_knowing(
    store: &Store,
    clock: &FixedClock,
    fetch: &Answer,
    wanted: Option<Date>,
    change: impl FnOnce(&mut Settings),
    again: bool,
    knowledge: &Knowledge,
) -> Result<RunOutcome> {
    let mut settings = Settings::default();
    settings.judge.language = Language::English;
    change(&mut settings);
    let profile = Profile { focus: vec!["agents and tool use".into()], ..Profile::default() };
    let (_keep, cancel) = watch::channel(false);
    let ours = Run {
        store,
        clock,
        fetch,
        settings: &settings,
        profile_file: "test",
        profile: &profile,
        knowledge,
        model: None,
        again,
        language: Language::English,
        cancel,
        progress: &|_| {},
        started: clock.now(),
    };
    run(&ours, wanted).await
}

#[tokio::test]
async fn every_announced_paper_is_in_exactly_one_state() {
    let store = Store::in_memory().unwrap();
    let mut papers = new_papers(1, 12);
    papers.push(("2512.00001".into(), 2, "replace"));
    papers.push(("2601.00099".into(), 1, "cross"));
    let fetch = answer(Ok(feed(date("2026-01-09"), &papers)));
    let limit = |settings: &mut Settings| settings.judge.max_papers = 5;
    let outcome = run_with(&store, &noon("2026-01-09"), &fetch, None, limit).await.unwrap();
    assert_eq!(outcome.date, Some(date("2026-01-09")));
    assert!(outcome.closed && outcome.changed);
    let ledger::Tally { announced, judged, filtered, failed } = outcome.tally;
    assert_eq!([announced, judged, filtered, failed], [14, 5, 9, 0]);
    let row = store.digest_row(DigestKey { profile: "test", date: date("2026-01-09") }).unwrap().unwrap();
    let ledger = store.ledger(&row).unwrap();
    let rules: Vec<_> =
        ledger.papers.iter().filter(|paper| paper.state == "filtered").map(|p| p.rule.as_str()).collect();
    assert!(rules.contains(&"replacement") && rules.contains(&"rank 6 of 13") && rules.contains(&"rank 13 of 13"));
}

#[tokio::test]
async fn a_finished_day_is_left_alone_and_not_fetched_again() {
    let store = Store::in_memory().unwrap();
    let clock = noon("2026-01-09");
    let fetch = answer(Ok(feed(date("2026-01-09"), &new_papers(1, 9))));
    run_with(&store, &clock, &fetch, Some(date("2026-01-09")), |_| {}).await.unwrap();
    let key = DigestKey { profile: "test", date: date("2026-01-09") };
    let before = store.digest(&store.digest_row(key).unwrap().unwrap()).unwrap();
    // Not even other settings change what is finished.
    let other = |settings: &mut Settings| settings.judge.max_papers = 2;
    let again = run_with(&store, &noon("2026-01-10"), &fetch, Some(date("2026-01-09")), other).await.unwrap();
    assert!(!again.changed);
    assert_eq!(store.digest(&store.digest_row(key).unwrap().unwrap()).unwrap(), before);
    assert_eq!(fetch.asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn weeks_of_days_report_no_paper_twice() {
    let store = Store::in_memory().unwrap();
    let days = ["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09", "2026-01-12"];
    let mut reported = HashSet::new();
    for (n, day) in (0_u32..).zip(days) {
        let mut papers = new_papers(1 + n * 10, 10);
        // Yesterday's whole batch under today's date, and a revision of a paper of the day before.
        if n > 0 {
            papers.extend(new_papers(1 + (n - 1) * 10, 10));
            papers.push((format!("2601.{:05}", (n - 1) * 10 + 1), 2, "replace"));
        }
        let fetch = answer(Ok(feed(date(day), &papers)));
        let outcome = run_with(&store, &noon(day), &fetch, None, |_| {}).await.unwrap();
        assert!(outcome.closed, "{day}");
        let row = store.digest_row(DigestKey { profile: "test", date: date(day) }).unwrap().unwrap();
        for paper in store.digest(&row).unwrap().papers {
            assert!(reported.insert(paper.id.clone()), "{} is reported again on {day}", paper.id);
        }
    }
    assert_eq!(reported.len(), 60);
}

#[tokio::test]
async fn an_empty_day_says_why() {
    for (feed_date, wanted, clock, kind, asked) in [
        ("2026-01-11", None, "2026-01-11", EmptyKind::Weekend, 1),
        ("2026-01-02", None, "2026-01-02", EmptyKind::Holiday, 1),
        // Looked at in the second source as well.
        ("2026-01-08", None, "2026-01-08", EmptyKind::Unconfirmed, 2),
        ("2026-01-09", Some("2026-01-10"), "2026-01-12", EmptyKind::Weekend, 0),
    ] {
        let store = Store::in_memory().unwrap();
        let fetch = answer(Ok(feed(date(feed_date), &[])));
        let outcome = run_with(&store, &noon(clock), &fetch, wanted.map(date), |_| {}).await.unwrap();
        assert_eq!(outcome.date, None, "{feed_date}");
        assert_eq!(outcome.empty.unwrap().kind, kind, "{feed_date}");
        assert_eq!(fetch.asked.load(Ordering::Relaxed), asked, "{feed_date}");
    }
}

#[tokio::test]
async fn a_failed_fetch_stores_nothing_and_the_next_one_succeeds() {
    let store = Store::in_memory().unwrap();
    let whole = feed(date("2026-01-09"), &new_papers(1, 9));
    for body in [
        Err(Error::new(Code::Offline, "no network", "wait")),
        Ok(whole[..whole.len() / 2].to_owned()),
        Ok("<!doctype html><html></html>".into()),
    ] {
        run_with(&store, &noon("2026-01-09"), &answer(body), None, |_| {}).await.unwrap_err();
        assert!(store.fetched_categories(date("2026-01-09")).unwrap().is_none());
        assert_eq!(store.newest_day("test", None).unwrap(), None);
    }
    let outcome = run_with(&store, &noon("2026-01-09"), &answer(Ok(whole)), None, |_| {}).await.unwrap();
    assert_eq!(outcome.tally.judged, 9);
}

#[tokio::test]
async fn a_day_that_is_yet_to_come_is_refused_with_a_reason() {
    let store = Store::in_memory().unwrap();
    let fetch = answer(Ok(feed(date("2026-01-09"), &new_papers(1, 3))));
    let error = run_with(&store, &noon("2026-01-09"), &fetch, Some(date("2026-01-30")), |_| {}).await.unwrap_err();
    assert_eq!(error.code, Code::NotFound, "{error}");
    assert!(error.message.contains("2026-01-30"), "{error}");
    assert_eq!(fetch.asked.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_run_that_was_cut_off_goes_on_where_it_was() {
    let whole = Store::in_memory().unwrap();
    let cut = Store::in_memory().unwrap();
    let fetch = answer(Ok(feed(date("2026-01-09"), &new_papers(1, 9))));
    let clock = noon("2026-01-09");
    run_with(&whole, &clock, &fetch, None, |_| {}).await.unwrap();
    // The cut run stored the list and nothing else.
    let list = whole.announced(date("2026-01-09")).unwrap();
    cut.announce(date("2026-01-09"), "feed", &Settings::default().arxiv.categories, clock.now(), &list).unwrap();
    run_with(&cut, &clock, &fetch, Some(date("2026-01-09")), |_| {}).await.unwrap();
    assert_eq!(fetch.asked.load(Ordering::Relaxed), 1, "a stored list is not fetched again");
    let digest = |store: &Store| {
        let row = store.digest_row(DigestKey { profile: "test", date: date("2026-01-09") }).unwrap().unwrap();
        store.digest(&row).unwrap()
    };
    assert_eq!(digest(&cut), digest(&whole));
}

#[tokio::test]
async fn a_list_that_grew_makes_a_new_attempt_with_every_paper() {
    let store = Store::in_memory().unwrap();
    let clock = noon("2026-01-09");
    run_with(&store, &clock, &answer(Ok(feed(date("2026-01-09"), &new_papers(1, 10)))), None, |_| {}).await.unwrap();
    let grown = answer(Ok(feed(date("2026-01-09"), &new_papers(1, 12))));
    let outcome = run_with(&store, &clock, &grown, None, |_| {}).await.unwrap();
    assert!(outcome.changed && outcome.closed);
    assert_eq!(outcome.tally.announced, 12);
    let again = run_with(&store, &clock, &grown, None, |_| {}).await.unwrap();
    assert!(!again.changed);
}

#[tokio::test]
async fn a_category_that_was_added_is_fetched_for_a_stored_day() {
    let store = Store::in_memory().unwrap();
    let clock = noon("2026-01-09");
    let day = Some(date("2026-01-09"));
    run_with(&store, &clock, &answer(Ok(feed(date("2026-01-09"), &new_papers(1, 10)))), day, |_| {}).await.unwrap();
    let more = answer(Ok(feed(date("2026-01-09"), &new_papers(1, 14))));
    let add = |settings: &mut Settings| settings.arxiv.categories.push("cs.IR".into());
    let unasked = run_with(&store, &clock, &more, day, add).await.unwrap();
    assert!(!unasked.changed, "a finished day is left alone unless the reader asks again");
    let asked = run_asked(&store, &clock, &more, day, add, true).await.unwrap();
    assert_eq!((asked.tally.announced, more.asked.load(Ordering::Relaxed)), (14, 1));
}

#[tokio::test]
async fn a_finished_attempt_is_shown_until_the_next_one_is_finished() {
    let store = Store::in_memory().unwrap();
    let clock = noon("2026-01-09");
    let key = DigestKey { profile: "test", date: date("2026-01-09") };
    run_with(&store, &clock, &answer(Ok(feed(key.date, &new_papers(1, 10)))), None, |_| {}).await.unwrap();
    let first = store.shown_row(key).unwrap().unwrap();
    let categories = Settings::default().arxiv.categories;
    let new = crate::store::NewDigest {
        key,
        origin: Origin::Run,
        attempt: 2,
        inputs_hash: "other",
        language: Language::English,
        judge: "builtin",
        categories: &categories,
        announced: 10,
        generated_at: clock.now(),
    };
    store.open_digest(&new, &[]).unwrap();
    assert_eq!(store.shown_row(key).unwrap(), Some(first));
    assert_eq!(store.digest_row(key).unwrap().unwrap().attempt, 2);
}

/// A day of papers with titles and abstracts of their own.
fn told_feed(date: Date, papers: &[(String, &str, String)]) -> String {
    let list: Vec<_> = papers.iter().map(|(id, ..)| (id.clone(), 1, "new")).collect();
    let mut xml = feed(date, &list);
    for (id, title, summary) in papers {
        xml = xml.replace(&format!("Paper {id} on agents"), title);
        xml = xml.replace(&format!("We propose tool use number {id}. However, it is hard."), summary);
    }
    xml
}

const SUBJECTS: [(&str, &str); 3] = [
    ("Planning agents with tool use", "Agents use tools and plan; tool use of agents helps planning."),
    ("Speech recognition in noise", "Speech of noisy rooms is recognised from audio by acoustic speech recognition."),
    ("Dust in distant galaxies", "Galaxies at high redshift hold dust; telescopes observe dust in galaxies."),
];

/// Mailing dates from 5 January 2026 on.
fn mailing(count: usize) -> Vec<Date> {
    crate::source::calendar::mailing_dates(date("2026-01-05"), date("2026-06-30")).take(count).collect()
}

#[tokio::test]
async fn decisions_follow_the_shares_over_many_days_and_not_on_each() {
    let store = Store::in_memory().unwrap();
    let knowledge = Knowledge::default();
    let setting = ["rooms", "clouds", "children", "banks", "hospitals", "schools", "cities"];
    let (mut strong, mut weak, mut all) = (Vec::new(), Vec::new(), 0);
    let days = mailing(24);
    for (n, &day) in days.iter().enumerate() {
        // Of ten papers six are of the focus on every other day, and two on the others.
        let of_focus = if n % 2 == 0 { 6 } else { 2 };
        let papers: Vec<_> = (0..10)
            .map(|i| {
                let (title, summary) = SUBJECTS[if i < of_focus { 0 } else { 1 + i % 2 }];
                let place = setting[(n * 10 + i) % setting.len()];
                let summary = format!("{summary} It is about {place} and {}.", setting[(n + i * 3) % setting.len()]);
                (format!("2601.{:05}", n * 10 + i), title, summary)
            })
            .collect();
        let fetch = answer(Ok(told_feed(day, &papers)));
        run_knowing(&store, &noon(&day.to_string()), &fetch, None, |_| {}, false, &knowledge).await.unwrap();
        let row = store.digest_row(DigestKey { profile: "test", date: day }).unwrap().unwrap();
        let recommended = store.digest(&row).unwrap().counts.recommend;
        all += recommended;
        if n >= 4 {
            if n % 2 == 0 { strong.push(recommended) } else { weak.push(recommended) }
        }
    }
    let average = f64::from(all) / (days.len() * 10) as f64;
    assert!((average - 0.4).abs() < 0.04, "{average}");
    let mean = |counts: &[u32]| f64::from(counts.iter().sum::<u32>()) / counts.len() as f64;
    assert!(mean(&strong) > mean(&weak) + 2.0, "{strong:?} {weak:?}");
    assert!(weak.iter().all(|&count| count < 4) && strong.iter().all(|&count| count > 4), "{strong:?} {weak:?}");
}

#[tokio::test]
async fn what_the_reader_decides_ranks_the_next_day_and_leaves_the_last_as_it_was() {
    let store = Store::in_memory().unwrap();
    let knowledge = Knowledge::default();
    let day = |n: usize| -> Vec<_> {
        let of = |i: usize| format!("2601.{:05}", n * 30 + i);
        (0..30).map(|i| (of(i), SUBJECTS[i % 3].0, SUBJECTS[i % 3].1.to_owned())).collect()
    };
    let days = mailing(2);
    let ranked = |n: usize| {
        let row = store.digest_row(DigestKey { profile: "test", date: days[n] }).unwrap().unwrap();
        let mut papers = store.digest(&row).unwrap().papers;
        papers.sort_by_key(|paper| paper.rank);
        papers
    };
    let fetch = answer(Ok(told_feed(days[0], &day(0))));
    run_knowing(&store, &noon(&days[0].to_string()), &fetch, None, |_| {}, false, &knowledge).await.unwrap();
    let before = ranked(0);
    assert!(before[0].title.contains("agents"), "the profile's focus comes first: {}", before[0].title);
    // The reader wants speech and no agents.
    for paper in &before {
        let decision = if paper.title.contains("Speech") { Decision::Recommend } else { Decision::Skip };
        store.put_override("test", &paper.id, Some(decision), noon("2026-01-05").0);
    }
    let again = answer(Ok(told_feed(days[0], &day(0))));
    run_knowing(&store, &noon(&days[0].to_string()), &again, None, |_| {}, false, &knowledge).await.unwrap();
    let verdicts = |papers: Vec<crate::digest::ListedPaper>| -> Vec<_> {
        papers.into_iter().map(|paper| (paper.id, paper.rank, paper.verdict)).collect()
    };
    assert_eq!(verdicts(ranked(0)), verdicts(before.clone()), "a digest is frozen");

    let fetch = answer(Ok(told_feed(days[1], &day(1))));
    run_knowing(&store, &noon(&days[1].to_string()), &fetch, None, |_| {}, false, &knowledge).await.unwrap();
    let place = |papers: &[crate::digest::ListedPaper], word: &str| {
        let ranks: Vec<f64> = papers.iter().filter(|p| p.title.contains(word)).map(|p| f64::from(p.rank)).collect();
        ranks.iter().sum::<f64>() / ranks.len() as f64
    };
    assert!(place(&ranked(1), "Speech") < place(&before, "Speech"), "speech has risen");
    let mark = |n: usize| store.builtin_model(&ranked(n)[0].id);
    assert!(mark(0).is_empty() && !mark(1).is_empty(), "what was learnt is an input of the verdict");
}

#[tokio::test]
async fn topics_go_on_from_day_to_day_and_trends_say_what_is_new() {
    let store = Store::in_memory().unwrap();
    let knowledge = Knowledge::default();
    let days = mailing(14);
    for (n, &day) in days.iter().enumerate() {
        // Galaxies come only on the last day.
        let subjects = if n + 1 == days.len() { 3 } else { 2 };
        let mut papers: Vec<_> = (0..4 * subjects)
            .map(|i| (format!("2601.{:05}", n * 20 + i), SUBJECTS[i % subjects].0, SUBJECTS[i % subjects].1.to_owned()))
            .collect();
        papers.push((format!("2601.{:05}", n * 20 + 19), "Folding of proteins", format!("Proteins number{n} fold.")));
        let fetch = answer(Ok(told_feed(day, &papers)));
        run_knowing(&store, &noon(&day.to_string()), &fetch, None, |_| {}, false, &knowledge).await.unwrap();
    }
    let seen = learn::topics::seen(&store, "test", days[0]).unwrap();
    let counts: Vec<(usize, u32)> = seen.iter().map(|seen| (seen.days.len(), seen.days[0].1)).collect();
    assert_eq!(counts, [(14, 4), (14, 4), (1, 4)], "{seen:?}");
    assert_eq!(learn::topics::seen(&store, "test", days[13]).unwrap().len(), 3);

    let row = store.digest_row(DigestKey { profile: "test", date: days[13] }).unwrap().unwrap();
    let trends = store.digest(&row).unwrap().trends;
    let of = |word: &str| trends.iter().find(|trend| trend.title.to_lowercase().contains(word)).unwrap();
    assert!(of("galax").observation.contains("for the first time in 30 days"), "{trends:?}");
    assert!(!of("speech").observation.contains("first time"), "{trends:?}");
    assert_eq!(trends.last().unwrap().title, "Other");
    assert_eq!(trends.last().unwrap().papers.len(), 1);
}

fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.judge.language = Language::English;
    settings
}

async fn judge_now(store: &Store, paper: &crate::paper::Paper) {
    let (settings, clock, fetch) = (settings(), noon("2026-01-09"), answer(Ok(String::new())));
    let profile = Profile { focus: vec!["agents and tool use".into()], ..Profile::default() };
    let (_keep, cancel) = watch::channel(false);
    let ours = Run {
        store,
        clock: &clock,
        fetch: &fetch,
        settings: &settings,
        profile_file: "test",
        profile: &profile,
        knowledge: &Knowledge::default(),
        model: None,
        again: false,
        language: Language::English,
        cancel,
        progress: &|_| {},
        started: clock.now(),
    };
    judge_one(&ours, paper).await.unwrap();
}

#[tokio::test]
async fn a_paper_below_the_cut_is_judged_by_one_command_and_nothing_else_moves() {
    let store = Store::in_memory().unwrap();
    let mut papers = new_papers(1, 12);
    papers.push(("2512.00001".into(), 2, "replace"));
    let fetch = answer(Ok(feed(date("2026-01-09"), &papers)));
    run_with(&store, &noon("2026-01-09"), &fetch, None, |settings| settings.judge.max_papers = 5).await.unwrap();
    let row = store.digest_row(DigestKey { profile: "test", date: date("2026-01-09") }).unwrap().unwrap();
    let before = store.digest(&row).unwrap();
    let ledger = store.ledger(&row).unwrap();
    for rule in ["rank 9 of 12", "replacement"] {
        let paper = ledger.papers.iter().find(|paper| paper.rule == rule).unwrap();
        judge_now(&store, &store.paper(&paper.id).unwrap().unwrap()).await;
        let place = store.digest_of_paper("test", &paper.id).unwrap().unwrap();
        assert_eq!((place.1, place.2.as_str()), (row.id, "judged"), "{rule}");
        assert!(store.listed_in(row.id, &paper.id).unwrap().is_some());
    }
    let after = store.digest(&row).unwrap();
    let tally = after.ledger.unwrap();
    assert!(tally.closes());
    assert_eq!((tally.judged, tally.filtered), (7, 6));
    let frozen: Vec<_> = after.papers.iter().filter(|p| before.papers.iter().any(|b| b.id == p.id)).cloned().collect();
    assert_eq!((frozen, after.trends), (before.papers, before.trends));
    let revision = after.papers.iter().find_map(|paper| paper.revision.clone()).unwrap();
    assert_eq!((revision.version, revision.previous), (2, None), "a replacement is a revision, never new");
}

#[tokio::test]
async fn a_paper_that_no_list_holds_is_judged_among_those_of_the_newest_day() {
    let store = Store::in_memory().unwrap();
    let fetch = answer(Ok(feed(date("2026-01-09"), &new_papers(1, 9))));
    run_with(&store, &noon("2026-01-09"), &fetch, None, |_| {}).await.unwrap();
    let row = store.digest_row(DigestKey { profile: "test", date: date("2026-01-09") }).unwrap().unwrap();
    let before = store.digest(&row).unwrap();
    let mut paper = before.papers[0].paper();
    paper.id = "2512.00009".parse().unwrap();
    store.keep_papers(std::slice::from_ref(&paper)).unwrap();
    for _ in 0..2 {
        judge_now(&store, &paper).await;
        assert_eq!(store.listed_alone(&paper.id).unwrap().unwrap().verdict.judged_by, "builtin");
        assert_eq!(store.verdicts(&paper.id).unwrap().len(), 1, "the same is not judged twice");
    }
    assert_eq!(store.digest(&row).unwrap(), before);
}

#[tokio::test]
async fn a_replacement_says_which_version_it_is_and_since_when_the_paper_is_known() {
    let store = Store::in_memory().unwrap();
    run_with(&store, &noon("2026-01-08"), &answer(Ok(feed(date("2026-01-08"), &new_papers(1, 4)))), None, |_| {})
        .await
        .unwrap();
    let mut papers = new_papers(10, 4);
    papers.push(("2601.00002".into(), 3, "replace"));
    papers.push(("2601.00003".into(), 1, "new"));
    let fetch = answer(Ok(feed(date("2026-01-09"), &papers)));
    let include = |settings: &mut Settings| settings.arxiv.include_replacements = true;
    run_with(&store, &noon("2026-01-09"), &fetch, None, include).await.unwrap();
    let row = store.digest_row(DigestKey { profile: "test", date: date("2026-01-09") }).unwrap().unwrap();
    let revised: Vec<_> =
        store.digest(&row).unwrap().papers.into_iter().filter_map(|p| Some((p.id.to_string(), p.revision?))).collect();
    let revision = crate::digest::Revision { version: 3, previous: Some(1), first_announced: Some(date("2026-01-08")) };
    assert_eq!(revised, [("2601.00002".to_owned(), revision)]);
    let ledger = store.ledger(&row).unwrap();
    let known: Vec<_> = ledger.papers.iter().filter(|p| p.rule == "known").map(|p| p.id.to_string()).collect();
    assert_eq!(known, ["2601.00003"]);
}
