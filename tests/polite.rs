//! Politeness with the settings as they come, measured by the other side.

use std::{thread::sleep, time::Duration};

use crate::support::{
    app::{App, Judge, Running, Settings},
    arxiv::Arxiv,
    days::{self, Day, date},
    model::{Model, Script},
};

/// What arXiv asks for, between any two requests to any of its hosts.
const LEAST: Duration = Duration::from_secs(3);

/// Of tasks of one process, of processes at once, of one that was killed, and after a restart; of the feed, the query API and
/// full texts.
#[test]
fn any_two_requests_are_three_seconds_apart_whoever_asks() {
    let day = |text: &str, first| Day { date: date(text), items: days::invented(first, 6) };
    let arxiv = Arxiv::start(day("2026-01-09", 401));
    arxiv.remember(day("2026-01-08", 301));
    let model = Model::spawn(Script::new());
    let url = model.base_url();
    let judge = Judge::Model { url: &url, concurrency: 8, timeout_seconds: 20 };
    let settings = Settings { judge, max_papers: 2, ..Settings::new(&arxiv) };
    let app = App::new(&settings);
    let text = settings.text().replace("min_interval_seconds = 0.0\n", "");
    app.write("settings.toml", text.replace("deep_read = \"never\"", "deep_read = \"all\""));

    let at_once: [&[&str]; 3] =
        [&["run", "--date", "2026-01-09"], &["why", "2601.00301"], &["search", "--arxiv", "no such words"]];
    let started: Vec<Running> = at_once.iter().map(|args| app.start(args)).collect();
    for one in started {
        one.wait().exits(0);
    }
    let killed = app.start(&["why", "2601.00302"]);
    sleep(Duration::from_millis(700));
    killed.kill();
    app.run(&["why", "2601.00303"]).exits(0);
    app.run(&["run", "--date", "2026-01-08"]).exits(0);

    let requests = arxiv.requests();
    for path in ["/rss/", "/api/", "/html/"] {
        assert!(requests.iter().any(|request| request.path.starts_with(path)), "{path} was not asked: {requests:?}");
    }
    let gaps: Vec<Duration> = requests.windows(2).map(|pair| pair[1].at - pair[0].at).collect();
    eprintln!("{} requests, the nearest two {:?} apart", requests.len(), gaps.iter().min());
    assert!(gaps.iter().all(|gap| *gap >= LEAST), "{gaps:?}");
    let of_lists = requests.iter().filter(|request| request.path.starts_with("/rss/")).count();
    assert!(of_lists <= 2, "the feed was asked {of_lists} times for two runs");
}
