//! Days in a row: what the calendar, the feed and the second source say, and what becomes of it.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{Mutex, PoisonError},
};

use jiff::{Timestamp, ToSpan as _, civil::Weekday, tz::TimeZone};
use tokio::sync::watch;
use url::Url;

use super::*;
use crate::{
    clock::FixedClock,
    error::Error,
    net::Pending,
    paper::{AnnounceType, Announced, Paper},
    verdict::Language,
};

/// arXiv, in memory: what was announced on each day, the feed of the newest, and OAI-PMH of them all.
#[derive(Default)]
pub(super) struct World {
    pub history: BTreeMap<Date, Vec<Announced>>,
    /// What the feed carries instead of its own day: a date, and the day whose list is under it (None for no list).
    feed: Mutex<Option<(Date, Option<Date>)>>,
    /// Days that were announced so far.
    until: Mutex<Option<Date>>,
    offline: Mutex<bool>,
    /// Every second paper of the first day's list was due on the second one.
    put_off: Option<(Date, Date)>,
    /// Other feeds by their path; what is not here cannot be had.
    blogs: BTreeMap<String, Vec<u8>>,
    asked: Mutex<Vec<String>>,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Fetch for World {
    fn get<'a>(&'a self, address: &'a Url) -> Pending<'a, Result<Vec<u8>>> {
        let path = address.path().to_owned();
        lock(&self.asked).push(if path.starts_with("/rss/") { "feed".into() } else { address.to_string() });
        Box::pin(async move {
            if path.starts_with("/blog") {
                return self.blogs.get(&path).cloned().ok_or_else(|| Error::new(Code::Offline, "no such feed", "wait"));
            }
            if path.starts_with("/rss/") {
                return Ok(self.rss().into_bytes());
            }
            if *lock(&self.offline) {
                return Err(Error::new(Code::Offline, "no network", "wait"));
            }
            let asked: BTreeMap<String, String> = address.query_pairs().into_owned().collect();
            Ok(self.oai(asked["from"].parse().unwrap(), asked["until"].parse().unwrap()).into_bytes())
        })
    }
}

impl World {
    pub fn of(history: BTreeMap<Date, Vec<Announced>>) -> Self {
        Self { history, ..Self::default() }
    }

    /// Days of invented papers, ten each.
    fn invented(days: &[&str]) -> Self {
        let lists = (0..).zip(days).map(|(n, day)| (date(day), invented(1 + n * 10, 10)));
        Self::of(lists.collect())
    }

    /// It is this day: the feed carries it, and OAI-PMH what was announced until then.
    pub fn comes(&self, day: &str) {
        *lock(&self.until) = Some(date(day));
        *lock(&self.feed) = None;
    }

    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *lock(&self.asked))
    }

    fn rss(&self) -> String {
        let until = lock(&self.until).unwrap();
        let (dated, list) = lock(&self.feed).unwrap_or((until, Some(until)));
        let day = dated.strftime("%a, %d %b %Y");
        let mut xml = format!(
            r#"<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel><title>x updates on arXiv.org</title><pubDate>{day} 00:00:00 -0500</pubDate>"#
        );
        for Announced { paper, announce_type } in
            list.and_then(|day| self.history.get(&day)).into_iter().flatten().take(feed::CAP)
        {
            let (id, version, kind) = (&paper.id, paper.version, announce_type.as_str());
            let categories: String = paper.categories.iter().map(|c| format!("<category>{c}</category>")).collect();
            let _ = write!(
                xml,
                "<item><title>{}</title><link>https://arxiv.org/abs/{id}</link><description>arXiv:{id}v{version} Announce Type: \
                 {kind} \nAbstract: {}</description><guid>oai:arXiv.org:{id}v{version}</guid>{categories}\
                 <arxiv:announce_type>{kind}</arxiv:announce_type><dc:creator>A. Author</dc:creator></item>",
                escape(&paper.title),
                escape(&paper.summary),
            );
        }
        xml + "</channel></rss>"
    }

    fn oai(&self, from: Date, until: Date) -> String {
        let today = lock(&self.until).unwrap();
        let mut works: BTreeMap<&str, (&Paper, Date, Vec<Timestamp>)> = BTreeMap::new();
        for (&day, list) in self.history.range(..=today) {
            for Announced { paper, announce_type } in list {
                let (_, datestamp, versions) =
                    works.entry(paper.id.as_str()).or_insert_with(|| (paper, day, Vec::new()));
                *datestamp = day;
                if versions.is_empty() && *announce_type != AnnounceType::New {
                    // First announced before these days began.
                    versions.push("2025-12-22T12:00:00Z".parse().unwrap());
                }
                let is_odd = paper.id.as_str().ends_with(['1', '3', '5', '7', '9']);
                let due = self.put_off.filter(|(put_off, _)| *put_off == day && is_odd).map_or(day, |(_, due)| due);
                while versions.len() < paper.version as usize {
                    versions.push(submitted(due));
                }
            }
        }
        works.retain(|_, (_, datestamp, _)| (from..=until).contains(datestamp));
        let mut xml = format!(
            "<?xml version=\"1.0\"?><OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"><responseDate>{today}T12:00:00Z\
             </responseDate><request verb=\"ListRecords\" metadataPrefix=\"arXivRaw\">x</request>"
        );
        if works.is_empty() {
            return xml + "<error code=\"noRecordsMatch\">none</error></OAI-PMH>";
        }
        xml.push_str("<ListRecords>");
        for (id, (paper, datestamp, versions)) in works {
            let versions: String = (1..)
                .zip(versions)
                .map(|(n, at)| {
                    let at = at.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
                    format!("<version version=\"v{n}\"><date>{at}</date><size>1kb</size></version>")
                })
                .collect();
            let _ = write!(
                xml,
                "<record><header><identifier>oai:arXiv.org:{id}</identifier><datestamp>{datestamp}</datestamp><setSpec>cs\
                 </setSpec></header><metadata><arXivRaw xmlns=\"http://arxiv.org/OAI/arXivRaw/\"><id>{id}</id>\
                 <submitter>A</submitter>{versions}<title>{}</title><authors>A. Author</authors><categories>{}</categories>\
                 <abstract>{}</abstract></arXivRaw></metadata></record>",
                escape(&paper.title),
                paper.categories.join(" "),
                escape(&paper.summary),
            );
        }
        xml + "</ListRecords></OAI-PMH>"
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Noon of the weekday before, in UTC: before the deadline of the mailing of a day.
fn submitted(mailed: Date) -> Timestamp {
    let mut day = mailed.saturating_sub(1.day());
    while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        day = day.saturating_sub(1.day());
    }
    day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp()
}

fn invented(from: u32, count: u32) -> Vec<Announced> {
    (from..from + count)
        .map(|n| Announced {
            paper: Paper {
                id: format!("2601.{n:05}").parse().unwrap(),
                version: 1,
                title: format!("Paper {n} on agents"),
                authors: vec![],
                categories: vec!["cs.CL".into()],
                summary: format!("We propose tool use number {n}. However, it is hard."),
                comment: None,
                url: String::new(),
            },
            announce_type: AnnounceType::New,
        })
        .collect()
}

pub(super) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// A moment in New York, for a reader in Shanghai.
fn at(moment: &str) -> FixedClock {
    let moment: jiff::Zoned = format!("{moment}[America/New_York]").parse().unwrap();
    FixedClock(moment.timestamp(), TimeZone::get("Asia/Shanghai").unwrap())
}

pub(super) fn noon(day: &str) -> FixedClock {
    at(&format!("{day}T12:00"))
}

pub(super) fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.judge.language = Language::English;
    settings
}

pub(super) async fn run_at(
    world: &World,
    store: &Store,
    clock: &FixedClock,
    settings: &Settings,
    wanted: Option<Date>,
) -> Result<RunOutcome> {
    let profile = Profile { focus: vec!["agents and tool use".into()], ..Profile::default() };
    let (_keep, cancel) = watch::channel(false);
    let ours = Run {
        store,
        clock,
        fetch: world,
        settings,
        profile_file: "test",
        profile: &profile,
        knowledge: &crate::learn::Knowledge::default(),
        model: None,
        again: false,
        language: Language::English,
        cancel,
        progress: &|_| {},
        started: clock.now(),
    };
    run(&ours, wanted).await
}

async fn plain(world: &World, store: &Store, day: &str) -> RunOutcome {
    run_at(world, store, &noon(day), &settings(), None).await.unwrap()
}

pub(super) fn caught_up(outcome: &RunOutcome) -> Vec<String> {
    outcome.caught_up.iter().map(|day| day.date.to_string()).collect()
}

fn digest_of(store: &Store, day: &str) -> crate::digest::Digest {
    let row = store.digest_row(DigestKey { profile: "test", date: date(day) }).unwrap().unwrap();
    store.digest(&row).unwrap()
}

#[tokio::test]
async fn missed_days_are_caught_up_oldest_first_and_marked() {
    let days = ["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09"];
    let world = World::invented(&days);
    let store = Store::in_memory().unwrap();
    world.comes("2026-01-05");
    let first = plain(&world, &store, "2026-01-05").await;
    assert_eq!(caught_up(&first), [] as [&str; 0], "the first run does not catch up the past");
    assert_eq!(world.asked(), ["feed"]);
    world.comes("2026-01-09");
    let outcome = plain(&world, &store, "2026-01-09").await;
    assert_eq!(caught_up(&outcome), ["2026-01-06", "2026-01-07", "2026-01-08"]);
    assert_eq!(outcome.date, Some(date("2026-01-09")));
    assert!(world.asked().len() <= 4, "a request for each set, and the feed");
    for day in days {
        let digest = digest_of(&store, day);
        assert_eq!(digest.papers.len(), 10, "{day}");
        assert!(digest.ledger.unwrap().closes());
        assert_eq!(digest.reconstructed, !["2026-01-05", "2026-01-09"].contains(&day), "{day}");
    }
    assert!(store.awaited().unwrap().is_empty());
    plain(&world, &store, "2026-01-09").await;
    assert_eq!(world.asked(), ["feed"], "nothing is left to be asked for");
}

#[tokio::test]
async fn what_cannot_be_caught_up_is_said_and_tried_again() {
    let world = World::invented(&["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08"]);
    let store = Store::in_memory().unwrap();
    world.comes("2026-01-05");
    plain(&world, &store, "2026-01-05").await;
    world.comes("2026-01-07");
    *lock(&world.offline) = true;
    let outcome = plain(&world, &store, "2026-01-07").await;
    assert_eq!(
        (outcome.date, outcome.tally.judged),
        (Some(date("2026-01-07")), 10),
        "the newest day is made all the same"
    );
    assert!(outcome.remarks[0].starts_with("1 missed days could not be caught up"), "{:?}", outcome.remarks);
    world.comes("2026-01-08");
    *lock(&world.offline) = false;
    let outcome = plain(&world, &store, "2026-01-08").await;
    assert_eq!(caught_up(&outcome), ["2026-01-06"], "though the last stored day is the 7th");
}

#[tokio::test]
async fn an_empty_weekday_is_checked_and_looked_at_again_with_rising_gaps() {
    let world = World::invented(&["2026-01-07", "2026-01-08"]);
    let store = Store::in_memory().unwrap();
    world.comes("2026-01-07");
    plain(&world, &store, "2026-01-07").await;
    world.asked();
    // The feed says Thursday, and carries nothing; the second source still has Wednesday.
    *lock(&world.feed) = Some((date("2026-01-08"), None));
    for (moment, second, next) in [
        ("2026-01-08T08:00", true, "2026-01-08 21:15"),
        ("2026-01-08T08:10", false, "2026-01-08 21:15"),
        ("2026-01-08T08:30", true, "2026-01-08 22:00"),
        ("2026-01-08T09:30", true, "2026-01-08 23:30"),
        ("2026-01-08T11:30", true, "2026-01-09 02:30"),
        ("2026-01-08T15:30", true, "2026-01-09 08:30"),
    ] {
        let outcome = run_at(&world, &store, &at(moment), &settings(), None).await.unwrap();
        let empty = outcome.empty.unwrap();
        assert_eq!((outcome.date, empty.kind), (None, EmptyKind::Unconfirmed), "{moment}");
        assert!(empty.message.ends_with(&format!("looked at again at {next}.")), "{moment}: {}", empty.message);
        assert_eq!(world.asked().len(), 1 + usize::from(second), "{moment}");
    }
    world.comes("2026-01-08");
    let outcome = plain(&world, &store, "2026-01-08").await;
    assert_eq!((outcome.date, outcome.tally.judged), (Some(date("2026-01-08")), 10));
    assert!(store.awaited().unwrap().is_empty());
}

#[tokio::test]
async fn an_empty_feed_does_not_hide_a_list_that_the_second_source_has() {
    let world = World::invented(&["2026-01-07", "2026-01-08"]);
    let store = Store::in_memory().unwrap();
    world.comes("2026-01-07");
    plain(&world, &store, "2026-01-07").await;
    world.comes("2026-01-08");
    *lock(&world.feed) = Some((date("2026-01-08"), None));
    let outcome = plain(&world, &store, "2026-01-08").await;
    assert_eq!((outcome.date, outcome.tally.judged), (Some(date("2026-01-08")), 10));
    assert!(digest_of(&store, "2026-01-08").reconstructed);
    // The feed comes after all, and has what the second source had: the day is no longer reconstructed.
    world.comes("2026-01-08");
    let outcome = plain(&world, &store, "2026-01-08").await;
    assert!(!outcome.changed && !digest_of(&store, "2026-01-08").reconstructed);
}

#[tokio::test]
async fn yesterdays_batch_under_todays_date_is_not_believed() {
    let world = World::invented(&["2026-01-07", "2026-01-08"]);
    let store = Store::in_memory().unwrap();
    world.comes("2026-01-07");
    plain(&world, &store, "2026-01-07").await;
    *lock(&world.feed) = Some((date("2026-01-08"), Some(date("2026-01-07"))));
    let outcome = plain(&world, &store, "2026-01-08").await;
    let empty = outcome.empty.unwrap();
    assert_eq!((outcome.date, empty.kind), (None, EmptyKind::Unconfirmed));
    assert!(empty.message.contains("the list that came is that of an earlier day"), "{}", empty.message);
    assert_eq!(store.announced_count(date("2026-01-08")).unwrap(), 0, "not 10 known papers");
    // At the next look the second source has the day, and the feed is still stale.
    world.comes("2026-01-08");
    *lock(&world.feed) = Some((date("2026-01-08"), Some(date("2026-01-07"))));
    let outcome = run_at(&world, &store, &at("2026-01-08T13:00"), &settings(), None).await.unwrap();
    assert_eq!((outcome.date, outcome.tally.judged), (Some(date("2026-01-08")), 10));
}

#[tokio::test]
async fn a_list_that_is_due_at_midnight_is_not_announced_yet_and_later_it_is_late() {
    let world = World::invented(&["2026-01-07", "2026-01-08"]);
    for (moment, kind) in [
        ("2026-01-07T20:30", Some(EmptyKind::NotAnnounced)),
        ("2026-01-08T00:30", Some(EmptyKind::NotAnnounced)),
        ("2026-01-08T01:30", Some(EmptyKind::Unconfirmed)),
        ("2026-01-07T19:30", None),
    ] {
        let store = Store::in_memory().unwrap();
        world.comes("2026-01-07");
        let outcome = run_at(&world, &store, &at(moment), &settings(), None).await.unwrap();
        assert_eq!(outcome.date, Some(date("2026-01-07")), "{moment}");
        assert_eq!(
            outcome.empty.map(|empty| (empty.date, empty.kind)),
            kind.map(|k| (date("2026-01-08"), k)),
            "{moment}"
        );
    }
}

#[tokio::test]
async fn a_holiday_that_the_calendar_does_not_know_is_found_out() {
    // Nothing on Thursday; what was due then comes on Friday.
    let mut world = World::invented(&["2026-01-07", "2026-01-09"]);
    world.history.get_mut(&date("2026-01-09")).unwrap().extend(invented(50, 3));
    world.put_off = Some((date("2026-01-09"), date("2026-01-08")));
    let store = Store::in_memory().unwrap();
    world.comes("2026-01-07");
    plain(&world, &store, "2026-01-07").await;
    *lock(&world.feed) = Some((date("2026-01-08"), None));
    let thursday = plain(&world, &store, "2026-01-08").await;
    assert_eq!(thursday.empty.unwrap().kind, EmptyKind::Unconfirmed);
    world.comes("2026-01-09");
    let friday = plain(&world, &store, "2026-01-09").await;
    assert_eq!((caught_up(&friday), friday.tally.announced), (vec![], 13));
    assert_eq!(store.awaited().unwrap()[&date("2026-01-08")].why, Why::Nothing);
    world.asked();
    let asked = run_at(&world, &store, &noon("2026-01-10"), &settings(), Some(date("2026-01-08"))).await.unwrap();
    assert_eq!(asked.empty.unwrap().kind, EmptyKind::Nothing);
}

#[tokio::test]
async fn a_past_day_is_made_from_the_second_source() {
    let world = World::invented(&["2026-01-06", "2026-01-07", "2026-01-08"]);
    let store = Store::in_memory().unwrap();
    world.comes("2026-01-08");
    let outcome = run_at(&world, &store, &noon("2026-01-08"), &settings(), Some(date("2026-01-06"))).await.unwrap();
    assert_eq!((outcome.date, outcome.tally.judged), (Some(date("2026-01-06")), 10));
    assert!(digest_of(&store, "2026-01-06").reconstructed);
    let asked = world.asked();
    assert_eq!((asked[0].as_str(), asked.len()), ("feed", 2), "the feed could have held it: {asked:?}");
}

#[tokio::test]
async fn a_feed_at_its_cap_is_completed_and_says_so() {
    let world = World::of(BTreeMap::from([(date("2026-01-08"), invented(1, 2_030))]));
    let store = Store::in_memory().unwrap();
    world.comes("2026-01-08");
    let mut settings = settings();
    settings.judge.max_papers = 5;
    *lock(&world.offline) = true;
    let outcome = run_at(&world, &store, &noon("2026-01-08"), &settings, None).await.unwrap();
    assert_eq!((outcome.tally.announced, outcome.closed), (2_000, true));
    assert!(outcome.remarks[0].contains("the rest could not be had"), "{:?}", outcome.remarks);
    *lock(&world.offline) = false;
    let outcome = run_at(&world, &store, &noon("2026-01-08"), &settings, None).await.unwrap();
    assert_eq!((outcome.tally.announced, outcome.closed), (2_030, true));
    assert!(outcome.remarks[0].contains("2000 papers, the most it can; 30 more"), "{:?}", outcome.remarks);
    world.asked();
    let again = run_at(&world, &store, &noon("2026-01-08"), &settings, None).await.unwrap();
    assert!(!again.changed && again.remarks.is_empty(), "{:?}", again.remarks);
    assert_eq!(world.asked(), ["feed"]);
}

/// A full feed may be all there is: that is asked, and said.
#[tokio::test]
async fn a_feed_of_exactly_its_cap_is_held_against_the_second_source() {
    let world = World::of(BTreeMap::from([(date("2026-01-08"), invented(1, 2_000))]));
    let store = Store::in_memory().unwrap();
    world.comes("2026-01-08");
    let mut settings = settings();
    settings.judge.max_papers = 5;
    let outcome = run_at(&world, &store, &noon("2026-01-08"), &settings, None).await.unwrap();
    assert_eq!((outcome.tally.announced, outcome.closed), (2_000, true));
    assert!(outcome.remarks[0].contains("2000 papers, the most it can; 0 more"), "{:?}", outcome.remarks);
    assert!(world.asked().len() > 1, "only the feed was asked");
    let again = run_at(&world, &store, &noon("2026-01-08"), &settings, None).await.unwrap();
    assert!(!again.changed && again.remarks.is_empty(), "{:?}", again.remarks);
    assert_eq!(world.asked(), ["feed"], "settled");
}

#[tokio::test]
async fn an_ordinary_week_asks_arxiv_once_a_day() {
    let days = ["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09", "2026-01-12"];
    let world = World::invented(&days);
    let store = Store::in_memory().unwrap();
    for day in days {
        world.comes(day);
        plain(&world, &store, day).await;
        assert_eq!(world.asked(), ["feed"], "{day}");
    }
}

#[tokio::test]
async fn other_feeds_are_judged_like_arxivs_and_a_broken_one_stops_nothing() {
    let mut world = World::invented(&["2026-01-08", "2026-01-09"]);
    let blog = |entries: &[&str]| {
        let entries: String = entries
            .iter()
            .map(|name| {
                format!(
                    "<entry><id>urn:{name}</id><title>{name} on agents: a paper</title><link href=\"https://journal.example.org/{name}\"/>\
                     <author><name>Ada Author</name></author><updated>2026-01-08T00:00:00Z</updated><summary>We propose a method \
                     for tool use by agents and evaluate it on benchmarks. Results improve over strong baselines.</summary></entry>"
                )
            })
            .collect();
        format!("<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><id>urn:j</id><title>A journal</title><updated>2026-01-08T00:00:00Z</updated>{entries}</feed>").into_bytes()
    };
    let mut settings = settings();
    settings.feeds.urls =
        ["/blog/good", "/blog/gone"].map(|path| format!("https://journal.example.org{path}").parse().unwrap()).to_vec();
    let store = Store::in_memory().unwrap();
    world.blogs.insert("/blog/good".into(), blog(&["one", "two"]));
    world.comes("2026-01-08");
    for changed in [true, false] {
        let outcome = run_at(&world, &store, &noon("2026-01-08"), &settings, None).await.unwrap();
        assert_eq!((outcome.tally.announced, outcome.tally.judged, outcome.changed), (12, 12, changed));
        assert_eq!(outcome.remarks.len(), usize::from(changed), "{:?}", outcome.remarks);
    }
    let digest = digest_of(&store, "2026-01-08");
    assert_eq!(digest.papers.iter().filter(|paper| !paper.id.is_arxiv()).count(), 2);
    // On the next day only what is new.
    world.blogs.insert("/blog/good".into(), blog(&["one", "two", "three"]));
    world.comes("2026-01-09");
    let outcome = run_at(&world, &store, &noon("2026-01-09"), &settings, None).await.unwrap();
    assert_eq!(outcome.tally.judged, 11);
    assert!(outcome.remarks[0].starts_with("https://journal.example.org/blog/gone could not be read"));
}
