//! What comes in wrong: nothing is stored half, what happened is said in one line, and the exit code tells.

use std::{net::TcpListener, time::Duration};

use serde_json::{Value, json};

use crate::{
    checks::{Printed, check_digest, check_events, list, text},
    support::{
        app::{App, Judge, Outcome, Settings},
        arxiv::{Arxiv, Fault},
        days::{self, Day, date},
        engine,
        model::{Act, Model, Script},
    },
};

const DAY: &str = "2026-01-09";

fn day() -> Day {
    Day { date: date(DAY), items: days::invented(1, 30) }
}

/// The last line of stderr, which names what failed and says what to do.
#[track_caller]
fn check_said(outcome: &Outcome, names: &str, advises: &str) {
    let said = outcome.stderr.trim_end().lines().last().unwrap_or_default();
    assert!(said.contains(names), "{names:?} is not named in {said:?}\nof {}", outcome.stderr);
    let lower = said.to_lowercase();
    assert!(advises.split('|').any(|word| lower.contains(word)), "no advice ({advises}) in {said:?}");
    for mess in ["panicked", "stack backtrace", "unwrap()", "Err("] {
        assert!(!outcome.stderr.contains(mess), "{}", outcome.stderr);
    }
}

#[track_caller]
fn check_nothing_stored(app: &App) {
    for command in [&["show", "--date", DAY][..], &["ledger", "--date", DAY], &["show"]] {
        let outcome = app.run(command);
        outcome.exits(1);
        assert!(outcome.stdout.is_empty(), "{command:?} printed {}", outcome.stdout);
    }
}

/// The address of a port that nobody listens at.
fn refused() -> String {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    format!("http://127.0.0.1:{port}")
}

#[test]
fn a_feed_that_cannot_be_had() {
    let check = |name: &str, url: &str, names: &str, advises: &str| {
        let app = App::new(&Settings::at(url));
        let outcome = app.run(&["run", "--date", DAY]);
        eprintln!("{name}: {}", outcome.stderr.trim_end().lines().last().unwrap_or_default());
        outcome.exits(1);
        assert!(outcome.stdout.is_empty(), "{name}: {}", outcome.stdout);
        assert!(outcome.took < Duration::from_secs(20), "{name}: the reader waited for {:?}", outcome.took);
        check_said(&outcome, names, advises);
        check_nothing_stored(&app);
    };
    let dead = refused();
    check("offline", &dead, dead.trim_start_matches("http://"), "network");
    check("DNS", "http://nothing.invalid", "nothing.invalid", "network");
    for (name, fault, names, advises) in [
        ("403", Fault::Status(403, None), "403", "wait|later|day"),
        ("429", Fault::Status(429, None), "429", "wait|later"),
        ("429, come back", Fault::Status(429, Some("120")), "120", "wait|later"),
        ("503", Fault::Status(503, None), "503", "wait|later|again"),
        ("404", Fault::Status(404, None), "404", "check"),
        ("a captive portal", Fault::CaptivePortal, "web page", "check|again"),
        ("cut off", Fault::Cut, "feed", "again"),
        ("nothing at all", Fault::Blank, "feed", "again"),
        ("reset", Fault::Reset, "127.0.0.1", "again"),
        ("too much", Fault::Huge(11 * 1024 * 1024), "MiB", "check"),
        ("50 MB", Fault::Huge(50_000_000), "MiB", "check"),
        ("a gzip bomb", Fault::Bomb(6_000_000), "100 times", "later|check"),
        ("304 for ever", Fault::NotModified, "nothing has changed", "again"),
        ("entities of its own", Fault::Answer(LAUGHS.into()), "entities", "again"),
        ("an unknown character set", Fault::Answer(KLINGON.into()), "klingon", "again"),
        ("a feed of something else", Fault::Answer(NEWS.into()), "identifier", "check"),
    ] {
        let arxiv = Arxiv::start(day());
        arxiv.fault(fault);
        check(name, arxiv.url(), names, advises);
    }
}

const LAUGHS: &str = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;'>]>\
    <rss version='2.0'><channel><pubDate>Fri, 09 Jan 2026 00:00:00 -0500</pubDate><title>&c;</title></channel></rss>";
const KLINGON: &str = "<?xml version='1.0' encoding='klingon'?><rss version='2.0'><channel/></rss>";
const NEWS: &str = "<?xml version='1.0'?><rss version='2.0'><channel><pubDate>Fri, 09 Jan 2026 00:00:00 -0500</pubDate>\
    <item><title>The bridge is open</title><link>https://example.org/news/1</link><guid>1</guid>\
    <description>The mayor opened it.</description></item></channel></rss>";

#[test]
fn a_server_that_speaks_no_tls() {
    let arxiv = Arxiv::start(day());
    let app = App::new(&Settings::at(&arxiv.url().replace("http://", "https://")));
    let outcome = app.run(&["run", "--date", DAY]);
    outcome.exits(1);
    check_said(&outcome, "cannot connect to 127.0.0.1", "network");
    check_nothing_stored(&app);
}

/// Who was asked to wait waits: the next process sends nothing and says until when.
#[test]
fn nothing_is_sent_in_a_pause() {
    for (status, retry_after, names) in [
        (429, None, "429"),
        (429, Some("120"), "120"),
        (429, Some("Fri, 01 Jan 2100 00:00:00 GMT"), "2100"),
        (429, Some("315360000"), "315360000"),
        (429, Some("when it rains"), "when it rains"),
        (503, None, "503"),
        (403, None, "403"),
    ] {
        let arxiv = Arxiv::start(day());
        arxiv.script([Fault::Status(status, retry_after)]);
        let app = App::new(&Settings::new(&arxiv));
        let first = app.run(&["run", "--date", DAY]);
        first.exits(1);
        check_said(&first, names, "wait");
        // "Fetch now", again and again, after a restart.
        for _ in 0..2 {
            let second = app.run(&["run", "--date", DAY]);
            second.exits(1);
            check_said(&second, "nothing is sent before", "after");
        }
        assert_eq!(arxiv.requests().len(), 1, "{status} {retry_after:?}");
        check_nothing_stored(&app);
    }
}

#[test]
fn requests_of_one_process_after_the_other_are_spaced_and_conditional() {
    const GAP: Duration = Duration::from_millis(1_500);
    let arxiv = Arxiv::start(day());
    let settings = Settings::new(&arxiv);
    let app = App::new(&settings);
    app.write("settings.toml", settings.text().replace("min_interval_seconds = 0.0", "min_interval_seconds = 1.5"));
    for _ in 0..3 {
        app.run(&["run"]).exits(0);
    }
    arxiv.publish(Day { date: date("2026-01-12"), items: days::invented(200, 10) });
    app.run(&["run"]).exits(0);
    let feeds: Vec<_> = arxiv.requests().into_iter().filter(|request| request.path.starts_with("/rss/")).collect();
    assert!(feeds.len() >= 2, "{feeds:?}");
    for pair in arxiv.requests().windows(2) {
        assert!(pair[1].at - pair[0].at >= GAP, "{pair:?}");
    }
    // After the first, every request says what it has, exactly as it was told.
    assert!(feeds[0].header("if-none-match").is_none());
    for request in &feeds[1..] {
        assert!(request.header("if-none-match").is_some_and(|tag| tag.starts_with('"')), "{request:?}");
        assert!(request.header("if-modified-since").is_some_and(|date| date.ends_with("GMT")), "{request:?}");
        assert!(request.header("user-agent").is_some_and(|name| name.starts_with("arxiv-llm-daily/")), "{request:?}");
        assert!(request.header("accept-encoding").is_some_and(|name| name.contains("gzip")), "{request:?}");
    }
    check_digest(&Printed::of(&app, DAY), &day());
}

#[test]
fn odd_text_is_read_as_it_is_meant() {
    let mut odd = day();
    odd.items[0].authors = vec!["M\\'elodie Dup{\\'e}ron".into(), "Petr Ho\\v{r}ava".into()];
    odd.items[1].authors = (0..3_000).map(|n| format!("Ada Author{n}")).collect();
    let arxiv = Arxiv::start(odd);
    let app = App::new(&Settings::new(&arxiv));
    app.run(&["run", "--date", DAY]).exits(0);
    let show = app.json(&["show", "--date", DAY]);
    let authors = |id: &str| {
        let paper = list(&show, "papers").iter().find(|paper| text(paper, "id") == id).expect("the paper").clone();
        list(&paper, "authors").iter().map(|name| name.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(authors("2601.00001"), ["Mélodie Dupéron", "Petr Hořava"]);
    assert_eq!(authors("2601.00002").len(), 3_000);
    // One byte that is no UTF-8 costs one letter, not the day.
    let feed = "<?xml version='1.0' encoding='UTF-8'?><rss xmlns:arxiv='http://arxiv.org/schemas/atom' version='2.0'><channel>\
        <pubDate>Mon, 12 Jan 2026 00:00:00 -0500</pubDate><item><title>Caf? culture of language models</title>\
        <guid>oai:arXiv.org:2601.00900v1</guid><category>cs.CL</category><description>arXiv:2601.00900v1 Announce Type: new \n\
        Abstract: We study large language models.</description></item></channel></rss>";
    let bytes: Vec<u8> = feed.bytes().map(|byte| if byte == b'?' { 0xe9 } else { byte }).collect();
    let bytes = [b"<?xml version='1.0' encoding='UTF-8'?>", &bytes[38..]].concat();
    arxiv.fault(Fault::Answer(bytes));
    app.run(&["run"]).exits(0);
    let show = app.json(&["show", "--date", "2026-01-12"]);
    assert_eq!(text(&list(&show, "papers")[0], "title"), "Caf\u{fffd} culture of language models");
}

#[test]
fn after_a_failed_fetch_the_next_run_succeeds() {
    let arxiv = Arxiv::start(day());
    let app = App::new(&Settings::new(&arxiv));
    for fault in [Fault::Cut, Fault::CaptivePortal, Fault::Reset] {
        arxiv.script([fault]);
        app.run(&["run", "--date", DAY]).exits(1);
    }
    app.run(&["run", "--date", DAY]).exits(0);
    check_digest(&Printed::of(&app, DAY), &day());
}

/// Each fault has its own code, harms nothing, and is over when it is over: the same process goes on.
#[test]
fn whatever_was_wrong_is_over_without_a_restart() {
    use ::engine::error::Code::{NotAFeed, NotFound, Offline, Unavailable};
    let arxiv = Arxiv::start(day());
    let app = App::new(&Settings::new(&arxiv));
    let engine = engine::open(&app);
    let fails = |name: &str, code| {
        let error = engine::run(&engine, date(DAY)).unwrap_err();
        assert_eq!(error.code, code, "{name}: {error}");
        assert!(!error.message.is_empty() && !error.what_to_do.is_empty(), "{name}: {error}");
    };
    for (name, fault, code) in [
        ("404", Fault::Status(404, None), NotFound),
        ("a captive portal", Fault::CaptivePortal, NotAFeed),
        ("cut off", Fault::Cut, NotAFeed),
        ("nothing at all", Fault::Blank, NotAFeed),
        ("reset", Fault::Reset, Offline),
        ("50 MB", Fault::Huge(50_000_000), NotAFeed),
        ("a gzip bomb", Fault::Bomb(6_000_000), NotAFeed),
        ("304 for ever", Fault::NotModified, Unavailable),
        ("entities of its own", Fault::Answer(LAUGHS.into()), NotAFeed),
        ("an unknown character set", Fault::Answer(KLINGON.into()), NotAFeed),
        ("a feed of something else", Fault::Answer(NEWS.into()), NotAFeed),
    ] {
        arxiv.script([fault]);
        fails(name, code);
    }
    let there = arxiv.url();
    for (name, elsewhere) in [
        ("no such name", "http://nothing.invalid".to_owned()),
        ("nobody listens", refused()),
        ("no TLS", there.replace("http://", "https://")),
    ] {
        engine.set("arxiv.rss_url", &format!("\"{elsewhere}\"")).unwrap();
        fails(name, Offline);
    }
    engine.set("arxiv.rss_url", &format!("\"{there}\"")).unwrap();
    let done = engine::run(&engine, date(DAY)).unwrap();
    assert!(done.closed && done.tally.announced == 30, "{done:?}");
    check_digest(&Printed::of(&app, DAY), &day());
}

#[test]
fn a_weekend_is_no_failure() {
    let arxiv = Arxiv::start(Day { date: date("2026-01-10"), items: vec![] });
    let app = App::new(&Settings::new(&arxiv));
    for args in [&["run"][..], &["run", "--date", "2026-01-10"]] {
        let outcome = app.run(args);
        outcome.exits(0);
        let said = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(said.contains("weekend") || said.contains("周末"), "{args:?}: {said}");
        let events = app.run(&[&["--json"], args].concat()).events();
        let last = events.last().unwrap();
        assert_eq!(last["event"], "finished", "{last}");
        assert_eq!(last["announced"], 0);
        assert!(last.to_string().contains("weekend"), "{last}");
    }
    check_nothing_stored(&app);
}

#[test]
fn an_empty_weekday_is_not_believed() {
    let arxiv = Arxiv::start(Day { date: date(DAY), items: vec![] });
    let app = App::new(&Settings::new(&arxiv));
    let outcome = app.run(&["--json", "run", "--date", DAY]);
    outcome.exits(0);
    let events = outcome.events();
    assert!(events.last().unwrap().to_string().contains("unconfirmed"), "{events:?}");
    check_nothing_stored(&app);
    // What came late is taken.
    arxiv.publish(day());
    app.run(&["run", "--date", DAY]).exits(0);
    check_digest(&Printed::of(&app, DAY), &day());
}

/// The verdicts of three papers go wrong in one way; the other 27 are good.
#[track_caller]
fn check_misbehaving(name: &str, act: &Act, rule: &str) {
    let ids = ["2601.00004", "2601.00017", "2601.00030"];
    // Whatever a client tries again gets the same answer.
    let script = ids.iter().fold(Script::new(), |script, id| script.paper(id, vec![act.clone(); 40]));
    let arxiv = Arxiv::start(day());
    let model = Model::spawn(script);
    let url = model.base_url();
    let judge = Judge::Model { url: &url, concurrency: 8, timeout_seconds: 3 };
    let app = App::new(&Settings { judge, ..Settings::new(&arxiv) });
    let run = app.run(&["--json", "run", "--date", DAY]);
    run.exits(3);
    let printed = Printed::of(&app, DAY);
    check_events(&run.events(), &printed.ledger);
    check_digest(&printed, &day());
    let failed = printed.rules("failed");
    assert_eq!(failed.keys().map(String::as_str).collect::<Vec<_>>(), ids, "{name}");
    assert!(failed.values().all(|class| class == rule), "{name}: {failed:?}");
    for paper in list(&printed.show, "papers") {
        let by = if ids.contains(&text(paper, "id")) { "builtin" } else { "fake-model" };
        assert_eq!(paper["verdict"]["judged_by"], by, "{name}: {}", paper["id"]);
    }
    // They are asked for again, and only they, when the model is well.
    let before = model.calls();
    model.set_script(Script::new());
    app.run(&["run", "--date", DAY]).exits(0);
    let mut again: Vec<_> = model.requests()[before..].iter().filter_map(|request| request.paper.clone()).collect();
    again.sort();
    assert_eq!(again, ids, "{name}: only failed papers are asked for again");
    let printed = Printed::of(&app, DAY);
    check_digest(&printed, &day());
    assert!(printed.rules("failed").is_empty(), "{name}");
}

#[test]
fn a_model_that_misbehaves_for_some_papers() {
    let cases = [
        ("garbage", Act::Content("I'd rather talk about the weather.".into()), "invalid answer"),
        ("half an answer", Act::Finish("length"), "invalid answer"),
        ("no choices", Act::EmptyChoices, "invalid answer"),
        ("an answer without a decision", Act::Edit(|answer| answer["decision"] = json!("maybe")), "invalid answer"),
        ("hang", Act::Hang, "timeout"),
        ("refusal", Act::Refusal("I can't help with that."), "refused"),
        ("moderation", Act::Finish("content_filter"), "refused"),
    ];
    // At the same time: each waits most of the while, between its attempts.
    std::thread::scope(|scope| {
        for (name, act, rule) in &cases {
            scope.spawn(move || check_misbehaving(name, act, rule));
        }
    });
}

#[test]
fn a_model_that_refuses_the_key() {
    let arxiv = Arxiv::start(day());
    let model = Model::spawn(Script::new().key("the-right-key"));
    let url = model.base_url();
    let judge = Judge::Model { url: &url, concurrency: 4, timeout_seconds: 5 };
    let mut app = App::new(&Settings { judge, ..Settings::new(&arxiv) });
    app.set("ARXIV_LLM_DAILY_API_KEY", "sk-a-wrong-key-9876");
    let run = app.run(&["run", "--date", DAY]);
    run.exits(3);
    let printed = Printed::of(&app, DAY);
    check_digest(&printed, &day());
    let failed = printed.rules("failed");
    assert_eq!(failed.len(), 30);
    assert!(failed.values().all(|rule| rule == "unauthorized"), "{failed:?}");
    let all = format!("{}{}{}{}{}", run.stdout, run.stderr, printed.show, printed.ledger, printed.markdown);
    assert!(!all.contains("wrong-key-9876"), "the key is shown");
}

#[test]
fn a_model_that_is_not_there() {
    let arxiv = Arxiv::start(day());
    let url = format!("{}/v1", refused());
    let judge = Judge::Model { url: &url, concurrency: 8, timeout_seconds: 2 };
    let app = App::new(&Settings { judge, ..Settings::new(&arxiv) });
    app.run(&["run", "--date", DAY]).exits(3);
    let printed = Printed::of(&app, DAY);
    check_digest(&printed, &day());
    assert!(printed.rules("failed").values().all(|rule| rule == "unreachable"), "{:?}", printed.rules("failed"));
}

#[test]
fn trends_that_the_model_cannot_name_are_named_by_their_own_terms() {
    let garbage = || Act::Content("Trends? Which trends?".into());
    let script = (31..60).fold(Script::new(), |script, call| script.call(call, garbage()));
    let arxiv = Arxiv::start(day());
    let model = Model::spawn(script);
    let url = model.base_url();
    let judge = Judge::Model { url: &url, concurrency: 8, timeout_seconds: 5 };
    let app = App::new(&Settings { judge, ..Settings::new(&arxiv) });
    app.run(&["run", "--date", DAY]).exits(0);
    let printed = Printed::of(&app, DAY);
    check_digest(&printed, &day());
    assert!(model.calls() > 30, "the model was asked for the trends");
    let trends = list(&printed.show, "trends");
    assert!(
        !trends.is_empty() && trends.iter().all(|trend| !text(trend, "title").starts_with("模型趋势")),
        "{trends:?}"
    );
}

#[test]
fn broken_files_of_the_reader_stay_as_they_are() {
    for (name, file, content, names) in [
        ("settings that are no TOML", "settings.toml", "[arxiv\ncategories = cs.CL\n".as_bytes(), "settings.toml"),
        ("settings of a wrong type", "settings.toml", b"[judge]\nconcurrency = \"many\"\n", "settings.toml"),
        ("settings that are no text", "settings.toml", b"\xff\xfe\x00[", "settings.toml"),
        ("a broken profile", "profiles/finance-ai.toml", b"name = [unclosed\n", "finance-ai.toml"),
        ("a profile of a wrong type", "profiles/finance-ai.toml", b"focus = 7\n", "finance-ai.toml"),
    ] {
        let arxiv = Arxiv::start(day());
        let app = App::new(&Settings::new(&arxiv));
        app.write(file, content);
        let outcome = app.run(&["run", "--date", DAY]);
        outcome.exits(1);
        assert!(outcome.stderr.contains(names), "{name}: {}", outcome.stderr);
        assert!(!outcome.stderr.contains("panicked"), "{name}: {}", outcome.stderr);
        assert_eq!(std::fs::read(app.data().join(file)).unwrap(), content, "{name}: the file was changed");
        assert!(arxiv.requests().is_empty(), "{name}: arXiv was asked although the run could not go on");
    }
}

#[test]
fn a_data_folder_that_cannot_be_used() {
    // A file in the place of the folder cannot be written into, not even by root.
    let arxiv = Arxiv::start(day());
    let app = App::new(&Settings::new(&arxiv));
    let file = app.temp().join("a-file");
    std::fs::write(&file, "mine").unwrap();
    let path = file.to_str().unwrap();
    for dir in [path.to_owned(), format!("{path}/below")] {
        let mut app = App::bare();
        app.set("ARXIV_LLM_DAILY_DATA", &dir);
        let outcome = app.run_as_is(&["run", "--date", DAY]);
        outcome.exits(1);
        check_said(&outcome, path, "folder|--data-dir");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    }
    assert!(arxiv.requests().is_empty());
}

#[test]
fn a_database_that_is_none_is_said_plainly_and_kept() {
    let arxiv = Arxiv::start(day());
    let app = App::new(&Settings::new(&arxiv));
    app.run(&["run", "--date", DAY]).exits(0);
    let database = crate::checks::database(&app);
    for extra in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{extra}", database.display()));
    }
    let garbage = vec![b'x'; 20_000];
    std::fs::write(&database, &garbage).unwrap();
    let outcome = app.run(&["run", "--date", DAY]);
    outcome.exits(1);
    assert!(outcome.stderr.contains("database"), "{}", outcome.stderr);
    assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
    let kept =
        std::fs::read_dir(app.data()).unwrap().any(|e| std::fs::read(e.unwrap().path()).is_ok_and(|b| b == garbage));
    assert!(kept, "the broken database was overwritten");
}

#[test]
fn wrong_usage_exits_with_2() {
    let app = App::bare();
    for args in [
        &["frobnicate"][..],
        &["run", "--date", "yesterday-ish"],
        &["run", "--date", "2026-02-30"],
        &["show", "--format", "docx"],
        &["export", "--date", DAY],
        &["run", "--no-such-flag"],
        &["config", "set", "ui.theme"],
    ] {
        let outcome = app.run(args);
        assert_eq!(outcome.code, Some(2), "{args:?}: {}", outcome.stderr);
        assert!(outcome.stdout.is_empty() && !outcome.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn two_runs_at_once_are_one() {
    let arxiv = Arxiv::start(day());
    let model = Model::spawn(Script::new().latency(Duration::from_millis(300)));
    let url = model.base_url();
    let judge = Judge::Model { url: &url, concurrency: 2, timeout_seconds: 20 };
    let app = App::new(&Settings { judge, ..Settings::new(&arxiv) });
    let first = app.start(&["run", "--date", DAY]);
    crate::support::until("the model is asked", Duration::from_secs(30), || (model.calls() > 2).then_some(()));
    let second = app.run(&["run", "--date", DAY]);
    second.exits(1);
    check_said(&second, "run", "wait|ends|later|again|finish");
    first.wait().exits(0);
    let asked: Vec<Value> = model.requests().into_iter().filter_map(|r| r.paper.map(Value::from)).collect();
    assert_eq!(asked.len(), 30, "no paper was asked for twice");
    check_digest(&Printed::of(&app, DAY), &day());
}

#[test]
fn second_sources_that_fail_are_told_and_harm_nothing() {
    let day = Day { date: date("2026-01-09"), items: days::invented(1, 6) };
    let earlier = Day { date: date("2026-01-08"), items: days::invented(101, 9) };
    for (path, fault) in [("/api", Fault::FalseEmpty), ("/api", Fault::ErrorEntry), ("/oai", Fault::ExpiredToken)] {
        let what = format!("{path} {fault:?}");
        let arxiv = Arxiv::start(day.clone());
        arxiv.remember(earlier.clone());
        arxiv.delete("2601.00101", date("2026-01-08"));
        arxiv.page(3);
        arxiv.fault_at(path, fault);
        let app = App::new(&Settings::new(&arxiv));
        for args in [&["why", "2512.00001"][..], &["run", "--since", "2026-01-08", "--until", "2026-01-09"]] {
            let outcome = app.run(args);
            assert!(outcome.code.is_some_and(|code| code < 2), "{what}: {outcome:?}");
            assert!(!outcome.stderr.contains("panicked"), "{what}: {}", outcome.stderr);
            assert_eq!(outcome.code == Some(1), outcome.stderr.contains("error:"), "{what}: {}", outcome.stderr);
        }
        // The day that the feed carries is made all the same.
        arxiv.feed_only(day.clone());
        app.run(&["run", "--date", "2026-01-09"]).exits(0);
        assert_eq!(app.json(&["ledger", "--date", "2026-01-09"])["closed"], true, "{what}");
    }
}
