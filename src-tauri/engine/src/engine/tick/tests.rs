use std::sync::{Arc, Mutex, PoisonError};

use jiff::{Timestamp, tz::TimeZone};
use url::Url;

use super::*;
use crate::{
    Host, Options,
    api::{self, types::Nothing},
    clock::Clock,
    notification::Notification,
    paper::{AnnounceType, Announced, Paper},
    pipeline::Progress,
    verdict::Language,
};

/// A clock that is put forward by hand.
struct Hand(Mutex<Timestamp>);

impl Hand {
    fn set(&self, text: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = text.parse().unwrap();
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }
}

/// What was said on the desktop.
#[derive(Default)]
struct Desk(Mutex<Vec<Notification>>);

impl Host for Desk {
    fn progress(&self, _: &Progress) {}
    fn open_link(&self, _: &Url) -> Result<()> {
        Ok(())
    }
    fn notify(&self, notification: &Notification) {
        self.0.lock().unwrap().push(notification.clone());
    }
    fn is_focused(&self) -> bool {
        false
    }
    fn name(&self) -> &'static str {
        "test"
    }
}

/// The digest of Friday, 9 January, is made; the list of Monday is due at 05:05 UTC. Nothing answers at the address of arXiv.
async fn friday(folder: &std::path::Path) -> (Arc<Engine>, Arc<Hand>, Arc<Desk>) {
    std::fs::write(
        folder.join("settings.toml"),
        "[arxiv]\ncategories = [\"cs.CL\"]\nrss_url = \"http://127.0.0.1:9\"\noai_url = \"http://127.0.0.1:9/oai\"\n\
         min_interval_seconds = 0.0\n[network]\nproxy = \"none\"\n[notifications]\nquiet_hours = \"\"\n",
    )
    .unwrap();
    let options = Options {
        data_dir: folder.to_owned(),
        profile: None,
        sample: false,
        system_language: Language::English,
        volume: |_| crate::disk::Volume::default(),
    };
    let (clock, desk) = (Arc::new(Hand(Mutex::default())), Arc::new(Desk::default()));
    clock.set("2026-01-09T12:00:00Z");
    let engine = Arc::new(Engine::open(options, clock.clone(), desk.clone()).unwrap());
    let date = "2026-01-09".parse().unwrap();
    let paper = Paper {
        id: "2601.00001".parse().unwrap(),
        version: 1,
        title: "Agents that plan".into(),
        authors: vec![],
        categories: vec!["cs.CL".into()],
        summary: "We plan.".into(),
        comment: None,
        url: String::new(),
    };
    let list = [Announced { paper, announce_type: AnnounceType::New }];
    engine.store().unwrap().announce(date, "feed", &["cs.CL".into()], clock.now(), &list).unwrap();
    let made = engine.run(Some(date), false).await.unwrap();
    assert_eq!((made.date, made.closed), (Some(date), true));
    (engine, clock, desk)
}

#[tokio::test]
async fn a_run_that_comes_late_leaves_a_record_of_why() {
    for (now, last, paused_until, why) in [
        ("2026-01-12T05:05:20Z", Some("2026-01-12T05:04:50Z"), None, None),
        ("2026-01-12T05:06:30Z", None, None, Some("the app was not running")),
        ("2026-01-12T09:00:00Z", Some("2026-01-11T23:00:00Z"), None, Some("the machine was asleep")),
        ("2026-01-12T09:00:10Z", Some("2026-01-12T08:59:40Z"), Some("2026-01-12T09:00:00Z"), Some("it was paused")),
        ("2026-01-12T09:00:00Z", Some("2026-01-12T08:59:30Z"), None, Some("the clock or the schedule was changed")),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (engine, clock, _) = friday(folder.path()).await;
        engine.pause(paused_until.map(|until| until.parse().unwrap())).unwrap();
        clock.set(now);
        for _ in 0..2 {
            let done = engine.tick(last.map(|last| last.parse().unwrap())).await.unwrap();
            assert!(matches!(done, Tick::Failed(_)), "{now}: {done:?}");
            let view = api::schedule(&engine, Nothing {}).await.unwrap();
            // It stays to be read when other runs have ended since.
            let said = view.missed.map(|missed| missed.message);
            match why {
                None => assert_eq!(said, None, "{now}"),
                Some(why) => {
                    let said = said.unwrap_or_default();
                    assert!(said.starts_with("Due at 2026-01-12 05:05, started at") && said.contains(why), "{said}");
                }
            }
        }
        let store = engine.store().unwrap();
        let records = store.count_runs("missed").unwrap();
        assert_eq!(records, u32::from(why.is_some()), "{now}: one record of one run");
    }
}

#[tokio::test]
async fn what_fails_is_tried_again_with_rising_gaps_and_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let (engine, clock, desk) = friday(folder.path()).await;
    // A server that is there and has no such page; being offline is no failure to tell of.
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", server.local_addr().unwrap());
    std::thread::spawn(move || {
        use std::io::{Read as _, Write as _};
        for stream in server.incoming().flatten() {
            let (mut stream, mut head) = (stream, [0; 4096]);
            let _ = stream.read(&mut head);
            let _ = stream.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        }
    });
    clock.set("2026-01-12T05:05:10Z");
    assert!(matches!(engine.tick(None).await.unwrap(), Tick::Failed(error) if error.code == Code::Offline));
    assert!(desk.0.lock().unwrap().is_empty(), "offline is no incident");
    engine.set("arxiv.rss_url", &format!("\"{address}\"")).unwrap();
    let mut gaps = Vec::new();
    for _ in 0..9 {
        let now = clock.now();
        let done = engine.tick(Some(now)).await.unwrap();
        assert!(matches!(&done, Tick::Failed(error) if error.code == Code::NotFound), "{done:?}");
        let Tick::Waits(until) = engine.tick(Some(now)).await.unwrap() else { panic!("tried again at once") };
        gaps.push(until.duration_since(now).as_mins());
        clock.set(&until.to_string());
    }
    // The first try was the one without a network.
    assert_eq!(gaps, [20, 40, 80, 160, 320, 360, 360, 360, 360]);
    let told = desk.0.lock().unwrap();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].title.contains("No digest today yet"), "{told:?}");
}
