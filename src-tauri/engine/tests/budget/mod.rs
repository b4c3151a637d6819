//! The budget over days: a hard cap, and what it stops goes on the next day.

use std::{fmt::Write as _, sync::Arc, time::Duration};

use engine::{
    clock::{Clock, FixedClock},
    error::Result,
    judge::llm::{Client, Pacing, Provider, ProviderKind},
    learn::Knowledge,
    net::{Fetch, Pending},
    pipeline::{self, Progress, Run, RunOutcome, StageProgress},
    profile::Profile,
    settings::{DeepRead, JudgeEngine, Settings},
    store::{DigestKey, Purpose, Store},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use url::Url;

use crate::model::{Model, Script};

const PAPERS: u32 = 30;
const CONCURRENCY: usize = 3;

struct Feed(String);

impl Fetch for Feed {
    fn get<'a>(&'a self, _: &'a Url) -> Pending<'a, Result<Vec<u8>>> {
        Box::pin(async { Ok(self.0.clone().into_bytes()) })
    }
}

fn feed(day: Date) -> Feed {
    let mut xml = format!(
        r#"<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel><title>cs.CL updates on arXiv.org</title><pubDate>{} 00:00:00 -0500</pubDate>"#,
        day.strftime("%a, %d %b %Y")
    );
    for n in 1..=PAPERS {
        let _ = write!(
            xml,
            "<item><title>Paper {n} on agents</title><link>https://arxiv.org/abs/2601.{n:05}</link><description>arXiv:2601.{n:05}v1 \
             Announce Type: new \nAbstract: We propose tool use number {n}.</description><guid>oai:arXiv.org:2601.{n:05}v1</guid>\
             <category>cs.CL</category><arxiv:announce_type>new</arxiv:announce_type><dc:creator>A. Author</dc:creator></item>"
        );
    }
    Feed(xml + "</channel></rss>")
}

/// A program that is started at a time of its own, with a budget.
struct Day<'a> {
    store: &'a Store,
    model: &'a Model,
    clock: FixedClock,
    budget: f64,
}

impl Day<'_> {
    /// The run of a day, or (None) only what was deferred; what it told, and what it came to.
    async fn run(&self, wanted: Option<Date>) -> (Vec<StageProgress>, Option<RunOutcome>) {
        let mut settings = Settings::default();
        settings.judge.engine = JudgeEngine::Openai;
        settings.judge.deep_read = DeepRead::Never;
        settings.judge.budget_per_day = self.budget;
        let provider = Provider {
            kind: ProviderKind::OpenAi,
            base_url: self.model.base_url(),
            model: "test-model".into(),
            key: None,
            proxy: "none".into(),
            timeout: Duration::from_secs(10),
            concurrency: CONCURRENCY,
            price_input: 2.0,
            price_output: 8.0,
        };
        let client = Client::with(provider, Pacing::default(), Arc::new(self.clock.clone())).unwrap();
        let feed = feed("2026-01-09".parse().unwrap());
        let (_keep, cancel) = tokio::sync::watch::channel(false);
        let profile = Profile { focus: vec!["agents and tool use".into()], ..Profile::default() };
        let told = std::sync::Mutex::new(Vec::new());
        let run = Run {
            store: self.store,
            clock: &self.clock,
            fetch: &feed,
            settings: &settings,
            profile_file: "test",
            profile: &profile,
            knowledge: &Knowledge::default(),
            model: Some(&client),
            again: false,
            language: settings.judge.language,
            cancel,
            progress: &|progress| {
                if let Progress::Stage(stage) = progress {
                    told.lock().unwrap().push(stage);
                }
            },
            started: self.clock.now(),
        };
        let outcome = match wanted {
            Some(_) => Some(pipeline::run(&run, wanted).await.unwrap()),
            None => {
                pipeline::resume_deferred(&run, None).await.unwrap();
                None
            }
        };
        (told.into_inner().unwrap(), outcome)
    }
}

fn at(text: &str) -> FixedClock {
    FixedClock(text.parse::<Timestamp>().unwrap(), TimeZone::UTC)
}

#[tokio::test]
async fn what_a_budget_stops_is_deferred_and_goes_on_the_next_day() {
    let model = Model::start(Script::new()).await;
    let wanted: Option<Date> = Some("2026-01-09".parse().unwrap());
    // What one paper costs, from a day without a cap.
    let free = Store::in_memory().unwrap();
    let day = Day { store: &free, model: &model, clock: at("2026-01-09T17:00:00Z"), budget: 0.0 };
    let (told, outcome) = day.run(wanted).await;
    assert_eq!(outcome.unwrap().tally.judged, PAPERS);
    let rows = free.usage(Date::MIN, Date::MAX).unwrap();
    let judging = rows.iter().find(|row| row.purpose == "judge").unwrap();
    assert_eq!(judging.requests, PAPERS);
    let one = judging.cost / f64::from(PAPERS);
    assert!(told.iter().any(|stage| stage.cost > 0.0), "spent so far is told");
    let estimate = told[0].estimate.unwrap();
    assert!(estimate.cost.unwrap() > judging.cost, "the first event tells the most that it can be: {estimate:?}");

    let (budget, calls) = (one * 10.0, model.calls());
    let most = 10 + CONCURRENCY as u32;
    let store = Store::in_memory().unwrap();
    let day = |clock: &str| Day { store: &store, model: &model, clock: at(clock), budget };
    let (_, outcome) = day("2026-01-09T17:00:00Z").run(wanted).await;
    let first = outcome.unwrap().tally;
    assert!(first.closes() && (10..=most).contains(&first.judged), "{first:?}");
    assert_eq!(first.judged + first.failed, PAPERS);
    let row = store.digest_row(DigestKey { profile: "test", date: "2026-01-09".parse().unwrap() }).unwrap().unwrap();
    for paper in store.digest(&row).unwrap().failed() {
        let failure = paper.failure.as_ref().unwrap();
        assert_eq!(failure.class.as_str(), "deferred: budget");
        assert_eq!(failure.next_try, Some("2026-01-10T00:00:00Z".parse().unwrap()));
    }
    let asked = model.calls() - calls;
    assert_eq!(asked as u32, first.judged, "no names of trends once the budget is used up");

    // By hand on the same day, and by itself: nothing more is spent.
    day("2026-01-09T20:00:00Z").run(wanted).await;
    day("2026-01-09T21:00:00Z").run(None).await;
    assert_eq!(model.calls() - calls, asked);

    // The next days go on by themselves until all are judged, each within its own budget.
    let mut judged = first.judged;
    for n in 10..16 {
        day(&format!("2026-01-{n}T08:00:00Z")).run(None).await;
        let now = store.tally(&row).unwrap();
        assert!(now.judged - judged <= most, "{now:?}");
        judged = now.judged;
    }
    assert_eq!(judged, PAPERS);
    let papers = model.requests()[calls..].iter().filter(|request| request.paper.is_some()).count();
    assert_eq!(papers as u32, PAPERS, "no paper was paid twice");
    for row in store.usage(Date::MIN, Date::MAX).unwrap() {
        assert!(row.cost <= one * f64::from(most) * 1.2, "{row:?}");
    }
}

#[tokio::test]
async fn what_was_spent_elsewhere_today_counts() {
    let model = Model::start(Script::new()).await;
    let store = Store::in_memory().unwrap();
    let clock = at("2026-01-09T17:00:00Z");
    let today = clock.local().date();
    for (model, purpose, cost) in [("test-model", Purpose::Test, 0.3), ("another", Purpose::Judge, 0.2)] {
        let mut spent = engine::judge::llm::Spent::default();
        (spent.requests, spent.usage.cost) = (1, cost);
        store.add_usage(today, model, purpose, &spent).unwrap();
    }
    let day = Day { store: &store, model: &model, clock, budget: 0.5 };
    let (_, outcome) = day.run(Some("2026-01-09".parse().unwrap())).await;
    assert_eq!((outcome.unwrap().tally.failed, model.calls()), (PAPERS, 0));
}
