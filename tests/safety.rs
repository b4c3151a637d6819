//! Backups, restores and the doctor, as a reader types them.

use std::fs;

use rusqlite::Connection;
use serde_json::Value;

use crate::{
    checks::{has_keys, list, text},
    support::{
        app::{App, Settings},
        arxiv::Arxiv,
        days::{self, Day, date},
    },
};

const DAY: &str = "2026-01-09";

fn app_with_a_day(arxiv: &Arxiv) -> App {
    let app = App::new(&Settings::new(arxiv));
    app.run(&["run", "--date", DAY]).exits(0);
    app
}

fn arxiv() -> Arxiv {
    Arxiv::start(Day { date: date(DAY), items: days::invented(1, 12) })
}

fn starred(app: &App, id: &str) -> bool {
    app.json(&["mark", id, "read"])["star"] == true
}

#[test]
fn a_backup_brings_back_the_day_it_was_made() {
    let arxiv = arxiv();
    let app = app_with_a_day(&arxiv);
    app.run(&["mark", "2601.00001", "star"]).exits(0);
    let path = app.temp().join("mine.sqlite").display().to_string();
    let backup = app.json(&["backup", &path]);
    has_keys("backup", &backup, &["path", "at", "bytes", "kind", "papers", "digests", "notes"]);
    assert_eq!((&backup["papers"], &backup["digests"], &backup["kind"]), (&12.into(), &1.into(), &"asked".into()));
    let again = app.run(&["backup", &path]);
    again.exits(2);
    assert!(again.stderr.contains("is there already"), "{again:?}");

    app.run(&["mark", "2601.00001", "unstar"]).exits(0);
    app.run(&["mark", "2601.00002", "star"]).exits(0);
    let restored = app.json(&["restore", &path]);
    has_keys("restore", &restored, &["kept_as", "brought_back", "left"]);
    assert!(starred(&app, "2601.00001") && !starred(&app, "2601.00002"));
    app.run(&["show", "--date", DAY]).exits(0);
    // The way back: what was there before is a backup too.
    app.run(&["restore", text(&restored, "kept_as")]).exits(0);
    assert!(!starred(&app, "2601.00001") && starred(&app, "2601.00002"));
    app.run(&["restore", "/nowhere.sqlite"]).exits(1);

    // Into a folder that holds nothing: a new machine.
    let other = App::bare();
    other.run(&["restore", &path]).exits(0);
    other.run(&["show", "--date", DAY]).exits(0);
    assert!(starred(&other, "2601.00001"));
    let settings = fs::read_to_string(other.data().join("settings.toml")).unwrap();
    assert_eq!(settings, fs::read_to_string(app.data().join("settings.toml")).unwrap());
}

#[test]
fn the_day_s_backup_is_there_after_the_first_run() {
    let arxiv = arxiv();
    let app = app_with_a_day(&arxiv);
    let daily = || {
        let names = fs::read_dir(app.data().join("backups")).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_string_lossy().ends_with("-daily.sqlite")).count()
    };
    assert_eq!(daily(), 1);
    app.run(&["run", "--date", DAY]).exits(0);
    assert_eq!(daily(), 1, "one a day");
}

/// What the doctor says of one thing, and what to do about it.
fn state(app: &App, name: &str) -> String {
    let checkup = app.json(&["doctor"]);
    let check = list(&checkup, "checks").iter().find(|check| check["name"] == name).expect("the check");
    format!("{} {}", text(check, "state"), check["what_to_do"])
}

#[test]
fn the_doctor_says_what_is_wrong_and_what_to_do() {
    let arxiv = arxiv();
    let mut app = app_with_a_day(&arxiv);
    let checkup = app.json(&["doctor"]);
    assert_eq!(checkup["ok"], true, "{checkup}");
    let names: Vec<&str> = list(&checkup, "checks").iter().map(|check| text(check, "name")).collect();
    for name in [
        "integrity",
        "foreign keys",
        "ledger",
        "search index",
        "space",
        "permissions",
        "version",
        "clock",
        "backups",
        "volume",
        "keychain",
        "schedule",
    ] {
        assert!(names.contains(&name), "{name} is not looked at: {names:?}");
    }
    for check in list(&checkup, "checks") {
        has_keys("a check", check, &["name", "state", "found", "what_to_do"]);
        assert_eq!(check["what_to_do"].is_null(), check["state"] == "ok", "{check}");
    }

    // A search index that is damaged is a warning: the next search makes it anew.
    app.run(&["search", "model"]).exits(0);
    fs::write(app.data().join("search.sqlite"), b"not an index".repeat(2_000)).unwrap();
    assert!(state(&app, "search index").starts_with("warning") && state(&app, "search index").contains("anew"));
    app.run(&["search", "model"]).exits(0);
    assert!(state(&app, "search index").starts_with("ok"), "{}", state(&app, "search index"));

    // A model that wants a key, and no keychain: what to do is said.
    app.run(&["config", "set", "judge.engine", "openai"]).exits(0);
    app.run(&["config", "set", "judge.base_url", "https://model.example/v1"]).exits(0);
    assert!(
        state(&app, "keychain").starts_with("warning") && state(&app, "keychain").contains("ARXIV_LLM_DAILY_API_KEY")
    );
    app.set("ARXIV_LLM_DAILY_API_KEY", "a-key");
    assert!(state(&app, "keychain").starts_with("ok"));

    // A ledger that does not close.
    let path = app.data().join("digests.sqlite");
    let connection = Connection::open(&path).unwrap();
    connection.execute("UPDATE digests SET announced = announced + 1", []).unwrap();
    drop(connection);
    let outcome = app.run(&["--json", "doctor"]);
    outcome.exits(1);
    let checkup: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let ledger = list(&checkup, "checks").iter().find(|check| check["name"] == "ledger").unwrap();
    assert_eq!(ledger["state"], "bad", "{ledger}");
    assert!(text(ledger, "found").contains(DAY), "{ledger}");
    let said = app.run(&["doctor"]);
    said.exits(1);
    assert!(said.stdout.contains("BAD      ledger"), "{said:?}");
}

#[test]
fn a_damaged_database_offers_the_backup_that_mends_it() {
    let arxiv = arxiv();
    for (what, bytes) in [("rubbish", b"not a database".repeat(1_000)), ("empty", Vec::new())] {
        let app = app_with_a_day(&arxiv);
        app.run(&["mark", "2601.00001", "star"]).exits(0);
        let path = app.data().join("digests.sqlite");
        fs::write(&path, &bytes).unwrap();
        for command in [&["show"][..], &["mark", "2601.00001", "later"], &["run"], &["ledger"]] {
            let refused = app.run(command);
            refused.exits(1);
            assert!(refused.stderr.contains("restore \""), "{what}: {refused:?}");
            assert_eq!(fs::read(&path).unwrap(), bytes, "{what}: it is left as it is");
        }
        let doctor = app.run(&["doctor"]);
        doctor.exits(1);
        let offered = doctor.stdout.split_once("restore \"").unwrap().1.split('"').next().unwrap();
        let restored = app.json(&["restore", offered]);
        assert_eq!(fs::read(text(&restored, "kept_as")).unwrap(), bytes, "{what}: set aside, not deleted");
        app.run(&["show", "--date", DAY]).exits(0);
        app.run(&["mark", "2601.00001", "later"]).exits(0);
        assert_eq!(app.json(&["doctor"])["ok"], true, "{what}");
    }
}

#[test]
fn a_newer_database_is_shown_and_not_written() {
    let arxiv = arxiv();
    let app = app_with_a_day(&arxiv);
    let connection = Connection::open(app.data().join("digests.sqlite")).unwrap();
    connection.pragma_update(None, "user_version", 9999).unwrap();
    drop(connection);
    app.run(&["show", "--date", DAY]).exits(0);
    app.run(&["ledger", "--date", DAY]).exits(0);
    let out = app.temp().join("out.md").display().to_string();
    app.run(&["export", "--date", DAY, "--format", "markdown", "--out", &out]).exits(0);
    for command in [&["mark", "2601.00001", "star"][..], &["run", "--date", DAY, "--again"]] {
        let refused = app.run(command);
        refused.exits(1);
        assert!(refused.stderr.contains("newer version"), "{refused:?}");
    }
    assert_eq!(app.json(&["doctor"])["ok"], true, "a newer database is a warning");
}

#[test]
fn many_open_an_old_database_at_once() {
    let old = fs::read_to_string(crate::support::root().join("src-tauri/engine/tests/storms/schema-001.sql")).unwrap();
    let app = App::bare();
    let connection = Connection::open(app.data().join("digests.sqlite")).unwrap();
    connection.execute_batch(&old).unwrap();
    drop(connection);
    let all: Vec<_> = (0..6).map(|_| app.start(&["show", "--date", "2026-01-09"])).collect();
    for one in all {
        one.wait().exits(0);
    }
    assert_eq!(app.json(&["doctor"])["ok"], true);
}
