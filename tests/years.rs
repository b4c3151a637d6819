//! The archive, the library and the ledger in the real window: each step is held against what the store has.

use std::{collections::BTreeMap, fs};

use serde_json::Value;

use crate::{
    checks::{list, text},
    support::{
        app::{App, Settings},
        arxiv::Arxiv,
        days::{self, Day, date},
        dbus::Desktop,
        window::Window,
    },
};

const WEDNESDAY: &str = "2026-01-07";
const THURSDAY: &str = "2026-01-08";
const FRIDAY: &str = "2026-01-09";
const ROW: &str = "[data-testid=paper-row]";

const ENTER: &str = "\u{E007}";
const ESCAPE: &str = "\u{E00C}";
const LEFT: &str = "\u{E012}";
const TAB: &str = "\u{E004}";

fn ids(show: &Value) -> Vec<String> {
    list(show, "papers").iter().map(|paper| text(paper, "id").to_owned()).collect()
}

fn decisions(show: &Value) -> BTreeMap<String, String> {
    let decision = |paper: &Value| (text(paper, "id").to_owned(), text(&paper["verdict"], "decision").to_owned());
    list(show, "papers").iter().map(decision).collect()
}

fn cell(day: &str) -> String {
    format!("[data-testid=archive-day][data-date=\"{day}\"]")
}

fn section(window: &Window, name: &str) {
    window.click(&format!("[data-testid=settings-section][data-section={name}]"));
}

/// Waits until the rows of the list are these papers.
#[track_caller]
fn lists(window: &Window, what: &str, ids: &[String]) {
    window.wait(what, || (window.attributes(ROW, "data-id") == ids).then_some(()));
}

/// Stored: Thursday, and Friday in two runs. Wednesday was missed. Five of nine papers a day are judged.
struct Stored {
    app: App,
    _desktop: Desktop,
    _arxiv: Arxiv,
    /// Friday as its first run and as its second run made it.
    friday: [Value; 2],
}

fn stored() -> Stored {
    let day = |name: &str, first| Day { date: date(name), items: days::invented(first, 9) };
    let (desktop, arxiv) = (Desktop::start(), Arxiv::start(day(THURSDAY, 101)));
    arxiv.remember(day(WEDNESDAY, 1));
    let more = "[ui]\nlanguage = \"zh-CN\"\ntheme = \"light\"\n";
    let mut app = App::new(&Settings { more, max_papers: 5, ..Settings::new(&arxiv) });
    app.set("DBUS_SESSION_BUS_ADDRESS", desktop.address());
    app.run(&["run", "--date", THURSDAY]).exits(0);
    arxiv.publish(day(FRIDAY, 201));
    app.run(&["run", "--date", FRIDAY]).exits(0);
    let first = app.json(&["show", "--date", FRIDAY]);
    // Another reader: the same papers, judged otherwise.
    app.write(
        "profiles/finance-ai.toml",
        "name = \"Speech\"\nfocus = [\"speech recognition\"]\nshares = [20, 20, 60]\n",
    );
    app.run(&["run", "--date", FRIDAY, "--again"]).exits(0);
    let second = app.json(&["show", "--date", FRIDAY]);
    Stored { app, _desktop: desktop, _arxiv: arxiv, friday: [first, second] }
}

#[test]
fn days_runs_and_papers_are_found_again() {
    let Stored { app, friday: [first, second], .. } = &stored();
    let window = Window::open("days_runs_and_papers_are_found_again", app);
    lists(&window, "Friday", &ids(second));

    // To a past day by keyboard.
    window.press("c");
    window.see(&cell(FRIDAY));
    let on = "return document.activeElement?.dataset.date ?? ''";
    for _ in 0..60 {
        if window.eval(on, &[]) == FRIDAY {
            break;
        }
        window.press(TAB);
    }
    window.press(LEFT);
    window.wait("Thursday's cell", || (window.eval(on, &[]) == THURSDAY).then_some(()));
    window.press(ENTER);
    lists(&window, "Thursday", &ids(&app.json(&["show", "--date", THURSDAY])));
    assert!(window.see("[data-testid=day-title]").contains("1月8日"));

    // A missed day is fetched from its cell.
    assert_ne!(app.run(&["--json", "show", "--date", WEDNESDAY]).code, Some(0), "Wednesday was missed");
    window.press("c");
    assert_eq!(window.attributes(&cell(WEDNESDAY), "data-kind"), ["missed"]);
    let fetch = format!("[role=gridcell]:has({}) [data-testid=archive-fetch]", cell(WEDNESDAY));
    window.click(&fetch);
    window
        .wait("Wednesday's digest", || (window.attributes(&cell(WEDNESDAY), "data-kind") == ["digest"]).then_some(()));
    let wednesday = app.json(&["show", "--date", WEDNESDAY]);
    window.click(&cell(WEDNESDAY));
    lists(&window, "Wednesday", &ids(&wednesday));

    // Two runs of a day are compared; the first is opened as a day.
    window.press("c");
    window.click("[data-testid=archive-compare]");
    let (before, after) = (decisions(first), decisions(second));
    let differ = before.iter().filter(|(id, one)| after.get(*id).is_some_and(|other| other != *one)).count();
    let lost = before.keys().filter(|id| !after.contains_key(*id)).count();
    assert!(differ + lost > 0, "the runs are alike, which proves nothing");
    let shown = window.wait("the comparison", || {
        let shown = window.see("[data-testid=compare]");
        (shown.contains("篇")).then_some(shown)
    });
    assert_eq!(window.texts("[data-testid=compare-paper]").len(), differ, "{shown}");
    window.click("[data-testid=open-attempt]");
    lists(&window, "Friday's first run", &ids(first));
    assert!(window.see("[data-testid=day-attempt]").contains('1'));
    window.click("[data-testid=day-newest-attempt]");
    lists(&window, "Friday's second run", &ids(second));

    a_filtered_paper_is_judged(app, &window, &before);
    the_library_is_exported_by_tag(app, &window, second);
}

/// One that was not judged in the first run either.
fn a_filtered_paper_is_judged(app: &App, window: &Window, before: &BTreeMap<String, String>) {
    window.press("g");
    let filtered = "[data-testid=ledger-paper][data-state=filtered]";
    window.see(filtered);
    let all = window.attributes(filtered, "data-id");
    let id = all.into_iter().find(|id| !before.contains_key(id)).expect("a paper that no run judged");
    let fates = |id: &str| app.json(&["why", id]);
    assert!(list(&fates(&id), "fates").iter().all(|fate| fate["state"] == "filtered"), "{}", fates(&id));
    window.fill("[data-testid=ledger-find]", &format!("https://arxiv.org/abs/{id}v1"));
    window.click("[data-testid=ledger-ask]");
    let headline = text(&fates(&id), "headline").to_owned();
    window.wait("what became of it", || window.see("[data-testid=ledger-why]").contains(&headline).then_some(()));
    window.click("[data-testid=judge-now]");
    window.see("[data-testid=judged-now]");
    let verdicts =
        "return window.__TAURI_INTERNALS__.invoke('paper', { id: arguments[0] }).then(p => p.verdicts.length)";
    assert_eq!(window.eval(verdicts, &[id.clone().into()]), 1, "the store has its verdict");
    let ledger = app.json(&["ledger", "--date", FRIDAY]);
    assert_eq!(ledger["closed"], true, "a judged paper leaves the ledger closed");
    window.press(ESCAPE);
}

fn the_library_is_exported_by_tag(app: &App, window: &Window, show: &Value) {
    let chosen = ids(show);
    let (tagged, starred) = (&chosen[..2], &chosen[2]);
    for id in tagged {
        app.run(&["mark", id, "tag:to-cite"]).exits(0);
    }
    app.run(&["mark", starred, "star"]).exits(0);
    window.press(&format!("{ESCAPE}b"));
    lists(window, "the starred paper", std::slice::from_ref(starred));
    window.click("[data-testid=shelf][data-view=tag]");
    window.wait("the tagged papers", || {
        let mut shown = window.attributes(ROW, "data-id");
        let mut expected = tagged.to_vec();
        shown.sort();
        expected.sort();
        (shown == expected).then_some(())
    });
    let file = app.temp().join("cited.bib");
    window.answer_path(&file);
    window.click("[data-testid=library-export]");
    window.click("[data-testid=menu] button");
    let written = window.wait("the file", || fs::read_to_string(&file).ok().filter(|text| !text.is_empty()));
    for id in &chosen {
        assert_eq!(written.contains(id.as_str()), tagged.contains(id), "{id} in {written}");
    }
}

#[test]
fn settings_take_effect_and_are_mended() {
    let day = Day { date: date(FRIDAY), items: days::invented(1, 9) };
    let (desktop, arxiv) = (Desktop::start(), Arxiv::start(day));
    let more = "[ui]\nlanguage = \"zh-CN\"\ntheme = \"light\"\n";
    let mut app = App::new(&Settings { more, ..Settings::new(&arxiv) });
    app.set("DBUS_SESSION_BUS_ADDRESS", desktop.address());
    app.run(&["run", "--date", FRIDAY]).exits(0);
    let best = ids(&app.json(&["show", "--date", FRIDAY])).remove(0);
    app.run(&["note", &best, "keep this"]).exits(0);
    let window = Window::open("settings_take_effect_and_are_mended", &app);
    window.see(ROW);
    let file = || fs::read_to_string(app.data().join("settings.toml")).unwrap();

    // The language is switched live.
    window.press("\u{E009},\u{E000}");
    window.see("[data-testid=settings]");
    window.click("[data-testid=\"setting-ui.language\"] label:has([value=en])");
    window.wait("English", || (window.eval("return document.documentElement.lang", &[]) == "en").then_some(()));
    assert!(window.see("[data-testid=settings]").contains("Settings"));
    assert!(file().contains("language = \"en\""), "{}", file());

    // A wrong proxy is told by the test, and mended.
    section(&window, "network");
    window.fill("[data-testid=\"setting-network.proxy\"]", "http://127.0.0.1:9");
    window.wait("the proxy in the file", || file().contains("proxy = \"http://127.0.0.1:9\"").then_some(()));
    let asked = arxiv.requests().len();
    window.click("[data-testid=network-test]");
    window.see("[data-testid=network-result] [data-testid=error-note][data-code=offline]");
    assert_eq!(arxiv.requests().len(), asked, "nothing went past the proxy");
    window.fill("[data-testid=\"setting-network.proxy\"]", "none");
    window.wait("no proxy in the file", || file().contains("proxy = \"none\"").then_some(()));
    window.click("[data-testid=network-test]");
    let told = window.wait("the network", || {
        let told = window.texts("[data-testid=network-result]").join("");
        told.contains("works").then_some(told)
    });
    assert!(told.contains(arxiv.url()), "{told}");
    assert_eq!(arxiv.requests().len(), asked + 1);

    // A file that is broken by hand is told where it belongs, and mended without a restart.
    let good = file();
    app.write("settings.toml", good.replace("proxy = \"none\"", "proxy = "));
    let told = window.see("[data-testid=settings-broken]");
    assert!(told.contains("settings.toml"), "{told}");
    app.write("settings.toml", good.replace("theme = \"light\"", "theme = \"dark\""));
    window.wait("the mended file", || window.texts("[data-testid=settings-broken]").is_empty().then_some(()));
    window.wait("dark", || (window.eval("return document.documentElement.dataset.theme", &[]) == "dark").then_some(()));

    // The data folder moves, and the app goes on there.
    section(&window, "data");
    let new = app.temp().join("moved");
    window.answer_path(&new);
    window.click("[data-testid=move]");
    window.click("[data-testid=move-sure]");
    let told = window.see("[data-testid=moved]");
    assert_eq!(told, new.display().to_string());
    drop(window);
    let window = Window::open("settings_take_effect_and_are_mended", &app);
    lists(&window, "Friday in the new place", &ids(&app.json(&["show", "--date", FRIDAY])));
    assert_eq!(app.run(&["note", &best]).stdout.trim(), "keep this");
    app.run(&["note", &best, "and this"]).exits(0);
    assert!(new.join("digests.sqlite").exists() && app.data().join("moved-to").exists());
    window.press("\u{E009},\u{E000}");
    section(&window, "data");
    assert!(window.see("[data-testid=data-dir]").ends_with("moved"));
    window.click("[data-testid=delete-copy]");
    window.click("[data-testid=delete-copy-sure]");
    window.wait("the old copy gone", || (!app.data().join("digests.sqlite").exists()).then_some(()));
    assert_eq!(app.run(&["note", &best]).stdout.trim(), "and this");
}
