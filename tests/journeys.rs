//! Journeys of a reader through the real window. Each looks at what the store holds afterwards, through the command line.

use std::{collections::HashSet, net::TcpListener, time::Duration};

use serde_json::Value;

use crate::{
    checks::{list, number, text},
    support::{
        app::{App, Judge, Settings},
        arxiv::{Arxiv, Fault},
        days::{self, Day, date},
        dbus::Desktop,
        model::{Act, Model, Script},
        window::Window,
    },
};

const BEFORE: &str = "2026-01-08";
const DAY: &str = "2026-01-09";
const AFTER: &str = "2026-01-12";
const ROW: &str = "[data-testid=paper-row]";
const PANE: &str = "[data-testid=paper-pane]";
const CHINESE: &str = "[ui]\nlanguage = \"zh-CN\"\ntheme = \"light\"\n";

// As WebDriver names keys.
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const UNDO: &str = "\u{e009}z\u{e000}";
const REDO: &str = "\u{e009}\u{e008}z\u{e000}";

fn day(text: &str, first: u32, count: u32) -> Day {
    Day { date: date(text), items: days::invented(first, count) }
}

/// The paper of a day as the store holds it.
fn stored(app: &App, day: &str, id: &str) -> Value {
    let show = app.json(&["show", "--date", day]);
    list(&show, "papers").iter().find(|paper| text(paper, "id") == id).cloned().expect("the paper of the day")
}

/// A port where nobody listens.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

fn ids(show: &Value) -> Vec<String> {
    list(show, "papers").iter().map(|paper| text(paper, "id").to_owned()).collect()
}

/// The open paper: the one row that is marked and the one that the pane shows.
fn opened(window: &Window) -> String {
    window.wait("an open paper", || {
        let (row, pane) =
            (window.attributes(&format!("{ROW}.selected"), "data-id"), window.attributes(PANE, "data-id"));
        (row.len() == 1 && row == pane).then(|| row[0].clone())
    })
}

#[track_caller]
fn wait_open(window: &Window, id: &str) {
    window.wait(&format!("{id} is open"), || (opened(window) == id).then_some(()));
}

#[track_caller]
fn wait_stored(window: &Window, app: &App, id: &str, what: &str, holds: impl Fn(&Value) -> bool) {
    window.wait(&format!("{id} is stored as {what}"), || holds(&stored(app, DAY, id)).then_some(()));
}

/// Two days of nine papers, judged without a model; the window is open on the second.
fn two_days(name: &str) -> (App, Window) {
    let arxiv = Arxiv::start(day(BEFORE, 101, 9));
    let app = App::new(&Settings { more: CHINESE, ..Settings::new(&arxiv) });
    app.run(&["run", "--date", BEFORE]).exits(0);
    arxiv.publish(day(DAY, 1, 9));
    app.run(&["run", "--date", DAY]).exits(0);
    let window = Window::open(name, &app);
    window.see(ROW);
    (app, window)
}

#[test]
fn a_day_is_read_by_keyboard_alone() {
    let (app, window) = two_days("a_day_is_read_by_keyboard_alone");
    let order = ids(&app.json(&["show", "--date", DAY]));
    wait_open(&window, &order[0]);
    window.press("j");
    wait_open(&window, &order[1]);
    window.press("k");
    wait_open(&window, &order[0]);
    window.press("s");
    wait_stored(&window, &app, &order[0], "starred", |paper| paper["marks"]["star"] == true);
    window.press("l");
    wait_stored(&window, &app, &order[0], "for later", |paper| paper["marks"]["later"] == true);
    // Staying on a paper reads it; m takes that back, and does it again.
    wait_stored(&window, &app, &order[0], "read", |paper| paper["marks"]["read"] == true);
    window.press("m");
    wait_stored(&window, &app, &order[0], "unread", |paper| paper["marks"]["read"] == false);

    // Into the paper and back.
    window.press(ENTER);
    let focus = "return document.activeElement?.closest(arguments[0]) !== null";
    window.wait("the keyboard in the paper", || (window.eval(focus, &[PANE.into()]) == true).then_some(()));
    window.press(ESCAPE);
    window.wait("the keyboard in the list", || (window.eval(focus, &[ROW.into()]) == true).then_some(()));

    // The other day and back; the overview of keys; the palette finds a paper by a few letters.
    window.press("[");
    window.wait("the day before", || window.see("[data-testid=day-title]").contains("1月8日").then_some(()));
    window.press("]");
    window.wait("the day", || window.see("[data-testid=day-title]").contains("1月9日").then_some(()));
    wait_open(&window, &order[0]);
    window.press("?");
    window.see("dialog[open]");
    window.press(ESCAPE);
    window.press("\u{e009}k\u{e000}");
    window.see("[role=listbox]");
    let title = stored(&app, DAY, &order[4])["title"].as_str().expect("a title").to_owned();
    window.press(&title[..title.find(" of ").expect("of")]);
    window.wait("the paper in the palette", || {
        window.texts("[role=option][aria-selected=true]").join("").contains(&title).then_some(())
    });
    window.press(ENTER);
    wait_open(&window, &order[4]);

    // All of it, and back again: what was read before stays read.
    let unread = |app: &App| {
        let show = app.json(&["show", "--date", DAY]);
        list(&show, "papers").iter().filter(|paper| paper["marks"]["read"] == false).count()
    };
    window.wait("the fifth paper is read", || (unread(&app) <= 8).then_some(()));
    let before = unread(&app);
    window.press("a");
    window.wait("every paper is read", || (unread(&app) == 0).then_some(()));
    window.press(UNDO);
    window.wait("as it was", || (unread(&app) == before).then_some(()));
}

#[test]
fn what_the_reader_does_is_kept_taken_back_and_found() {
    let name = "what_the_reader_does_is_kept_taken_back_and_found";
    let (app, window) = two_days(name);
    let order = ids(&app.json(&["show", "--date", DAY]));
    let (first, second) = (order[0].as_str(), order[1].as_str());
    wait_open(&window, first);

    // A decision of one's own: undone, done again; the judge's own verdict stays as it was.
    let judged = stored(&app, DAY, first)["verdict"].clone();
    let (key, own) = if judged["decision"] == "skip" { ("1", "recommend") } else { ("3", "skip") };
    window.press(key);
    window.see("[data-testid=override]");
    wait_stored(&window, &app, first, own, |paper| paper["override"] == own);
    window.press(UNDO);
    wait_stored(&window, &app, first, "not overridden", |paper| paper["override"].is_null());
    window.wait("the pane says so", || window.texts("[data-testid=override]").is_empty().then_some(()));
    window.press(REDO);
    wait_stored(&window, &app, first, own, |paper| paper["override"] == own);
    assert_eq!(stored(&app, DAY, first)["verdict"], judged);

    // A note, and the window closed right after the last key.
    window.press("j");
    wait_open(&window, second);
    window.press("n");
    window.see("[data-testid=note] textarea");
    window.press("先复现消融 ablation");
    window.press(ESCAPE);
    window.wait("the note is saved", || {
        (window.attributes("[data-testid=note-state]", "data-state") == ["saved"]).then_some(())
    });
    // The line beside the paper is moved by the keyboard too, and stays where it was put.
    let width = |window: &Window| window.attributes("[role=separator]", "aria-valuenow").pop().expect("a line");
    let before = width(&window);
    window.eval("[...document.querySelectorAll('[role=separator]')].at(-1).focus()", &[]);
    window.press("\u{e012}\u{e012}");
    let wider = width(&window);
    assert_ne!(wider, before);
    // The web view writes what it remembers a moment later, and the driver does not close it but ends it.
    std::thread::sleep(Duration::from_secs(2));
    drop(window);
    let note = app.run(&["note", second]);
    note.exits(0);
    assert_eq!(note.stdout.trim(), "先复现消融 ablation");

    let window = Window::open(name, &app);
    window.see(ROW);
    assert_eq!(width(&window), wider, "the width of the pane");
    window.click(&format!("{ROW}[data-id=\"{second}\"]"));
    window.wait("the note", || window.texts("[data-testid=note]").join("").contains("先复现消融").then_some(()));
    assert!(window.texts("[data-testid=override]").is_empty(), "the decision was about another paper");

    // Both languages, also what was just written: the window finds what the command line finds, in its order.
    for query in ["消融", "ablation", "retrieval", "speech recognition decision:skip", "has:note 复现"] {
        window.press("/");
        window.see("[data-testid=search-field]");
        window.eval("document.activeElement.select()", &[]);
        window.press(query);
        let hits = app.json(&["search", query, "--limit", "20"]);
        let expected: Vec<&str> = hits.as_array().expect("hits").iter().map(|hit| text(hit, "id")).collect();
        assert!(!expected.is_empty(), "{query} finds nothing");
        let found = window.wait(&format!("what {query} finds"), || {
            let found = window.attributes("[data-testid=hit]", "data-id");
            (found.len() == expected.len()).then_some(found)
        });
        assert_eq!(found, expected, "{query}");
        if !query.contains(':') {
            assert!(!window.texts("[data-testid=hit] mark").is_empty(), "{query}: nothing is marked");
        }
        window.press(ESCAPE);
        window.eval("document.activeElement.blur()", &[]);
    }
}

#[test]
fn a_run_is_watched_cancelled_resumed_and_fails_in_peace() {
    let (desktop, arxiv) = (Desktop::start(), Arxiv::start(day(BEFORE, 101, 3)));
    let model = Model::spawn(Script::new());
    let url = model.base_url();
    let judge = || Judge::Model { url: &url, concurrency: 2, timeout_seconds: 20 };
    let mut app = App::new(&Settings { judge: judge(), more: CHINESE, ..Settings::new(&arxiv) });
    app.set("DBUS_SESSION_BUS_ADDRESS", desktop.address());
    app.run(&["run", "--date", BEFORE]).exits(0);

    arxiv.publish(day(DAY, 1, 60));
    model.set_script(Script::new().latency(Duration::from_millis(700)));
    let window = Window::open("a_run_is_watched_cancelled_resumed_and_fails_in_peace", &app);
    window.see(ROW);
    window.press("r");
    window.wait("n of N", || window.see("[data-testid=run-progress]").contains("/ 60").then_some(()));
    window.click("[data-testid=watch-button]");

    // Verdicts come into the list above and below; the paper that is looked at does not move.
    let rows = || window.attributes(ROW, "data-id").len();
    window.wait("some verdicts", || (rows() >= 5).then_some(()));
    let looked_at = window.attributes(ROW, "data-id")[3].clone();
    window.click(&format!("{ROW}[data-id=\"{looked_at}\"]"));
    let top = || {
        let script = "return document.querySelector(arguments[0]).getBoundingClientRect().top";
        window.eval(script, &[format!("{ROW}[data-id=\"{looked_at}\"]").into()]).as_f64().expect("a number")
    };
    let (at, before) = (top(), rows());
    window.wait("more verdicts", || {
        assert!((top() - at).abs() < 2.0, "the open paper moved from {at} to {}", top());
        (rows() >= before + 8).then_some(())
    });
    assert_eq!(opened(&window), looked_at);

    // The window itself tells that it was heard; when that is painted is up to the machine that tests.
    let press = "const button = document.querySelector('[data-testid=cancel-button]'), start = performance.now();
        const heard = new MutationObserver(() => {
          if (button.isConnected && !button.disabled) return;
          heard.disconnect();
          document.body.dataset.heard = performance.now() - start;
        });
        heard.observe(document.body, { subtree: true, childList: true, attributes: true });
        button.click();";
    window.eval(press, &[]);
    let heard: f64 = window.wait("the cancel is heard", || window.attributes("body", "data-heard")[0].parse().ok());
    assert!(heard <= 300.0, "the cancel was acknowledged after {heard} ms");
    let idle =
        || window.wait("the end of the run", || window.texts("[data-testid=run-progress]").is_empty().then_some(()));
    idle();
    let ledger = app.json(&["ledger", "--date", DAY]);
    let state = |ledger: &Value, state: &str| -> HashSet<String> {
        let of = |paper: &&Value| text(paper, "state") == state;
        list(ledger, "papers").iter().filter(of).map(|paper| text(paper, "id").to_owned()).collect()
    };
    let (done, left) = (state(&ledger, "judged"), state(&ledger, "failed"));
    assert!(done.len() >= before + 8 && !left.is_empty(), "{} judged, {} left", done.len(), left.len());
    assert_eq!((&ledger["closed"], done.len() + left.len()), (&true.into(), 60), "{ledger}");
    // What stands in the list is what is stored.
    let shown = window.attributes(ROW, "data-id");
    assert_eq!(shown.iter().cloned().collect::<HashSet<_>>(), done.union(&left).cloned().collect());

    // The same key goes on: what was paid for is not asked again.
    model.set_script(Script::new());
    window.press("r");
    window.wait("every paper is judged", || {
        (number(&app.json(&["ledger", "--date", DAY]), "judged") == 60).then_some(())
    });
    for id in &done {
        assert_eq!(model.calls_for(id), 1, "{id} was judged before the cancel and asked for again");
    }
    idle();
    window.wait("no failed section", || window.texts("[data-testid=failed-section]").is_empty().then_some(()));

    // A model that refuses the key: the day is there all the same, and says what to do.
    arxiv.publish(day(AFTER, 201, 5));
    model.set_script(Script::new().always(Act::status(401)));
    window.press("r");
    window.wait("the next day", || (app.run(&["ledger", "--date", AFTER]).code == Some(0)).then_some(()));
    idle();
    if window.texts("[data-testid=run-note] button").iter().any(|label| label.contains('看')) {
        window.click("[data-testid=run-note] button");
    }
    let section = window.see("[data-testid=failed-section]");
    assert!(section.contains("未能评审"), "{section}");
    window.wait("what to do", || window.texts("main").join("").contains("检查 API 密钥").then_some(()));
    let ledger = app.json(&["ledger", "--date", AFTER]);
    assert_eq!((number(&ledger, "failed"), &ledger["closed"]), (5, &true.into()), "{ledger}");

    // No arXiv, then no network at all: said, and nothing that was stored is lost.
    let days = app.json(&["show", "--date", DAY]);
    arxiv.fault(Fault::CaptivePortal);
    let failed = |code: &str| {
        window.press("r");
        window.wait(code, || (window.attributes("[data-testid=error-note]", "data-code") == [code]).then_some(()));
    };
    failed("not_a_feed");
    let nowhere = format!("http://127.0.0.1:{}", free_port());
    app.write("settings.toml", Settings { judge: judge(), more: CHINESE, ..Settings::at(&nowhere) }.text());
    failed("offline");
    window.press("[");
    window.wait("the day before, offline", || (window.attributes(ROW, "data-id") == ids(&days)).then_some(()));
    assert_eq!(app.json(&["show", "--date", DAY])["papers"], days["papers"]);
}

#[test]
fn a_day_of_eight_hundred_papers_is_scrolled_to_its_end() {
    // As a report of another program: what a run of this size takes without optimisation is not the window's matter.
    let mut report =
        format!("# Arxiv LLM Daily Report\n\n> **Updated**: {DAY} 21:30:45 (UTC+8)\n\n## 📝 Papers in Detail\n\n");
    for (n, paper) in (1..).zip(days::invented(1, 800)) {
        let decision = ["Recommend", "Borderline", "Skip"][n % 3];
        // A formula, for what draws it is loaded after the first paint.
        report += &format!(
            "## {n}. {} in $O(n)$\n\n- **Link**: http://arxiv.org/abs/{}v1\n- **Decision:** {decision}\n- **Reason:** {}\n\n",
            paper.title, paper.id, paper.summary
        );
    }
    let app = App::new(&Settings { more: CHINESE, ..Settings::at("http://127.0.0.1:9") });
    app.write("report.md", report + "---\n*Generated by AI Agent based on arXiv (cs.CL)*\n");
    app.run(&["import", app.data().join("report.md").to_str().expect("UTF-8")]).exits(0);
    let order = ids(&app.json(&["show", "--date", DAY]));
    assert_eq!(order.len(), 800);
    let window = Window::open("a_day_of_eight_hundred_papers_is_scrolled_to_its_end", &app);
    window.see(ROW);
    assert_eq!(window.attributes(ROW, "data-id").first(), order.first(), "the best paper stands on top");
    // By the wheel's way: a screen at a time, each with its rows drawn.
    let scroll = "const at = document.querySelector('.today .scroll'); at.scrollTop += 3000;
        return at.scrollTop + at.clientHeight >= at.scrollHeight - 1";
    window.wait("the end of the list", || {
        let end = window.eval(scroll, &[]) == true;
        let rows = window.attributes(ROW, "data-id");
        assert!(rows.len() < 200, "{} rows are drawn", rows.len());
        (end && rows.last() == order.last()).then_some(())
    });
    let last = order.last().expect("a paper");
    // While a list moves only its buttons take clicks.
    window.click(&format!("{ROW}[data-id=\"{last}\"] .open"));
    wait_open(&window, last);
    // From here the keyboard goes up, and the list follows.
    window.press("k");
    wait_open(&window, &order[798]);
    wait_stored(&window, &app, &order[798], "read", |paper| paper["marks"]["read"] == true);
}
