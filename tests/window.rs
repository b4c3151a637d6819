//! The real window, on a display and a bus of its own.

use std::{net::TcpListener, time::Duration};

use serde_json::Value;

use crate::{
    checks::{Printed, folded, list, number, text},
    support::{
        app::{App, Settings},
        arxiv::{Arxiv, Fault},
        days::{self, Day, date},
        dbus::Desktop,
        window::Window,
    },
};

const DAY: &str = "2026-01-09";
const ROW: &str = "[data-testid=paper-row]";

fn row(id: &str) -> String {
    format!("{ROW}[data-id=\"{id}\"]")
}

/// Every text of a page that asks for nothing but itself.
#[track_caller]
fn check_closed(window: &Window) {
    let loaded = window.eval("return performance.getEntriesByType('resource').map(e => e.name)", &[]);
    for address in loaded.as_array().unwrap().iter().filter_map(Value::as_str) {
        let own = ["tauri://", "ipc://", "http://ipc.localhost", "http://tauri.localhost", "data:", "blob:"];
        assert!(own.iter().any(|start| address.starts_with(start)), "the page loaded {address}");
    }
    assert_eq!(window.eval("return typeof window.__TAURI__", &[]), "undefined", "withGlobalTauri");
}

#[test]
fn the_window_shows_what_a_headless_run_made() {
    let (desktop, arxiv) = (Desktop::start(), Arxiv::start(Day { date: date(DAY), items: days::invented(1, 9) }));
    let more = "[ui]\nlanguage = \"zh-CN\"\ntheme = \"light\"\n";
    let mut app = App::new(&Settings { more, ..Settings::new(&arxiv) });
    app.set("DBUS_SESSION_BUS_ADDRESS", desktop.address());
    app.run(&["run", "--date", DAY]).exits(0);
    let Printed { show, ledger, .. } = Printed::of(&app, DAY);
    let papers = list(&show, "papers");
    let asked = arxiv.requests().len();

    let window = Window::open("the_window_shows_what_a_headless_run_made", &app);
    window.see("[data-testid=app]");
    let title = window.see("[data-testid=day-title]");
    assert!(title.contains("1月9日") && title.contains("星期五"), "{title}");
    window.see(ROW);
    let ids: Vec<&str> = papers.iter().map(|paper| text(paper, "id")).collect();
    let shown = window.wait("all rows", || {
        let shown = window.attributes(ROW, "data-id");
        (shown.len() == ids.len()).then_some(shown)
    });
    assert_eq!(shown, ids, "the papers in the order of show");
    for paper in papers {
        assert!(window.see(&row(text(paper, "id"))).contains(text(paper, "title")), "{}", paper["title"]);
    }
    let trends = window.texts("[data-testid=trend]");
    assert_eq!(trends.len(), list(&show, "trends").len());
    for (trend, line) in list(&show, "trends").iter().zip(&trends) {
        assert!(line.contains(text(trend, "title")), "{trend} in {line}");
    }
    let all = window.see("[data-testid=app]");
    assert!(all.contains(&number(&ledger, "announced").to_string()), "the number of announced papers in {all}");
    assert!(window.texts("[data-testid=sample-banner]").is_empty(), "a real day is no sample");

    // The second paper opens beside the list, with its whole analysis.
    let second = &papers[1];
    window.click(&row(text(second, "id")));
    let pane = window.wait("the paper beside the list", || {
        let pane = window.texts("[data-testid=paper-pane]").join("\n");
        pane.contains(text(second, "title")).then_some(pane)
    });
    let verdict = &second["verdict"];
    for field in ["reason", "summary"] {
        assert!(folded(&pane).contains(&folded(text(verdict, field))), "{field} {} is not in {pane}", verdict[field]);
    }
    assert!(folded(&pane).contains(text(second, "abstract")), "the abstract is not in {pane}");
    // From here on by keyboard: j is the next paper.
    window.press("j");
    window.wait("the third paper", || {
        window.texts("[data-testid=paper-pane]").join("").contains(text(&papers[2], "title")).then_some(())
    });
    check_closed(&window);
    assert_eq!(arxiv.requests().len(), asked, "looking at a stored day asks arXiv nothing");
    assert!(desktop.notifications().is_empty());
}

#[test]
fn a_first_look_without_a_network_shows_the_sample_day() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("http://127.0.0.1:{port}");
    for (language, word) in [("zh-CN", "示例"), ("en", "ample")] {
        let more = format!("[ui]\nlanguage = \"{language}\"\n");
        let app = App::new(&Settings { more: &more, ..Settings::at(&url) });
        let window = Window::open(&format!("sample_{language}"), &app);
        let banner = window.see("[data-testid=sample-banner]");
        assert!(banner.contains(word), "{banner}");
        window.see(ROW);
        assert!(window.texts(ROW).len() >= 10, "at least a screenful of the sample's 60 papers");
        assert!(window.texts("[data-testid=trend]").len() >= 5);
        check_closed(&window);
        // It is looked at like any day, and what is stored knows nothing of it.
        window.press("j");
        window.wait("the second paper", || {
            (window.attributes(&format!("{ROW}.selected"), "data-id") != window.attributes(ROW, "data-id")[..1])
                .then_some(())
        });
        let shown = window.attributes(ROW, "data-id");
        drop(window);
        let sample = app.json(&["--sample", "show"]);
        let ids: Vec<&str> = list(&sample, "papers").iter().map(|paper| text(paper, "id")).collect();
        assert_eq!(shown, ids);
        app.run(&["show"]).exits(1);
        app.run(&["ledger"]).exits(1);
    }
}

#[test]
fn the_first_day_takes_the_place_of_the_sample() {
    let arxiv = Arxiv::start(Day { date: date(DAY), items: days::invented(1, 9) });
    let desktop = Desktop::start();
    let mut app = App::new(&Settings::new(&arxiv));
    app.set("DBUS_SESSION_BUS_ADDRESS", desktop.address());
    let settings = Settings::new(&arxiv).text();
    let on = settings.replace("[schedule]\nenabled = false", "[schedule]\nenabled = true");
    // With the schedule on it comes by itself. When that fails, or is switched off, it comes when the reader asks.
    for (scheduled, fails) in [(true, false), (true, true), (false, false)] {
        std::fs::remove_dir_all(app.data()).unwrap();
        app.write("settings.toml", if scheduled { &on } else { &settings });
        arxiv.script(fails.then_some(Fault::CaptivePortal));
        let asked = arxiv.requests().len();
        let window = Window::open(&format!("the_first_day_{scheduled}_{fails}"), &app);
        if fails {
            window.see("[data-testid=error-note]");
        }
        if !scheduled {
            window.see("[data-testid=sample-banner]");
            std::thread::sleep(Duration::from_secs(1));
            assert_eq!(arxiv.requests().len(), asked, "arXiv was asked although the reader did not want it");
        }
        if fails || !scheduled {
            assert!(!window.see("[data-testid=sample-banner]").is_empty(), "the sample stays when nothing comes");
            window.click("[data-testid=sample-banner] [data-testid=run-button]");
            // Who has touched something is offered the new day, and not taken away from what is read.
            window.click("[data-testid=run-note] button");
        }
        let shown = window.wait("the nine papers of the day", || {
            let shown = window.attributes(ROW, "data-id");
            (shown.len() == 9 && window.texts("[data-testid=sample-banner]").is_empty()).then_some(shown)
        });
        // The window and the command line show the same digest, also while the window is open.
        let show = app.json(&["show", "--date", DAY]);
        let ids: Vec<&str> = list(&show, "papers").iter().map(|paper| text(paper, "id")).collect();
        assert_eq!(shown, ids);
    }
    assert!(desktop.notifications().len() <= 3, "{:?}", desktop.notifications());
}

#[test]
fn the_window_follows_the_command_line_and_second_starts() {
    let arxiv = Arxiv::start(Day { date: date(DAY), items: days::invented(1, 9) });
    let mut app = App::new(&Settings::new(&arxiv));
    app.run(&["run", "--date", DAY]).exits(0);
    let window = Window::open("the_window_follows_the_command_line", &app);
    window.see(ROW);
    let star = format!("{} [aria-pressed]", row("2601.00004"));
    assert_eq!(window.attributes(&star, "aria-pressed"), ["false"]);
    app.run(&["mark", "2601.00004", "star"]).exits(0);
    window.wait("the star", || (window.attributes(&star, "aria-pressed") == ["true"]).then_some(()));
    // Another day is made beside the window.
    arxiv.publish(Day { date: date("2026-01-12"), items: days::invented(101, 7) });
    app.run(&["run", "--date", "2026-01-12"]).exits(0);
    window.wait("the new day after this one", || {
        window.press("]");
        window.see("[data-testid=day-title]").contains("January 12").then_some(())
    });

    window.display().lend(&mut app);
    let start = |link: &str| {
        app.run(&["--link", link]).exits(0);
    };
    start("arxiv-llm-daily://paper/2601.00004");
    window.wait("the paper of the link", || {
        window.texts("[data-testid=paper-pane]").join("").contains("Study 4 of").then_some(())
    });
    start("arxiv-llm-daily://search?q=speech");
    window.wait("the search of the link", || {
        window.texts("[data-testid=search]").join("").contains("Study").then_some(())
    });
    start("arxiv-llm-daily://day/2026-01-09");
    window.wait("the day of the link", || window.see("[data-testid=day-title]").contains("January 9").then_some(()));
}

#[test]
fn without_a_display_it_says_so() {
    let app = App::bare();
    let outcome = app.run(&[]);
    outcome.exits(1);
    assert!(outcome.stderr.contains("display"), "{}", outcome.stderr);
    assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
}

#[test]
fn text_from_outside_stays_text() {
    let strings = [
        "<img src=x onerror=\"window.__pwned=1\">",
        "<script>window.__pwned=1</script>",
        "\"><svg onload=window.__pwned=1>",
        "<a href=\"javascript:window.__pwned=1\">click</a>",
        "<iframe srcdoc=\"<script>parent.__pwned=1</script>\"></iframe>",
        "{{constructor.constructor('window.__pwned=1')()}} {@html 1}",
        "&lt;b&gt;bold&lt;/b&gt; &amp; <b>bold</b>",
    ];
    let mut items = days::invented(1, strings.len() as u32 + 1);
    for (item, string) in items.iter_mut().zip(strings) {
        item.title = format!("A title {string} with more");
        item.summary = format!("{} {string} and then. {}", item.summary, item.summary);
        item.authors = vec![string.replace(',', "")];
    }
    let last = items.last_mut().unwrap();
    last.title = r"Math $\href{javascript:window.__pwned=1}{x}$ and $\htmlData{a=b}{y}$ and $x^2$".into();
    let day = Day { date: date(DAY), items };
    let arxiv = Arxiv::start(day.clone());
    let app = App::new(&Settings::new(&arxiv));
    app.run(&["run", "--date", DAY]).exits(0);
    let show = app.json(&["show", "--date", DAY]);
    for paper in list(&show, "papers") {
        let item = day.items.iter().find(|item| item.id == text(paper, "id")).unwrap();
        assert_eq!(paper["title"], item.title, "the title as it was announced");
    }

    let window = Window::open("text_from_outside_stays_text", &app);
    window.see(ROW);
    for item in &day.items {
        let css = row(&item.id);
        let line = folded(&window.see(&css));
        if !item.title.contains('$') {
            assert!(line.contains(&folded(&item.title)), "{:?} is not in {line:?}", item.title);
        }
        window.click(&css);
        let start = &item.title[..item.title.find(['$', '<', '"', '{', '&']).unwrap()];
        window.wait("the paper beside the list", || {
            window
                .texts("[data-testid=paper-pane]")
                .iter()
                .any(|pane| folded(pane).contains(start.trim()))
                .then_some(())
        });
    }
    let became = "return [...document.querySelectorAll('img[src=\"x\"], svg[onload], iframe, [onerror], [onload], \
                  a[href^=\"javascript\"], [data-a]')].map(e => e.outerHTML).concat([...document.scripts].map(s => \
                  s.textContent).filter(t => t.includes('__pwned')))";
    assert_eq!(window.eval(became, &[]), serde_json::json!([]), "text became elements");
    assert_eq!(window.eval("return typeof window.__pwned", &[]), "undefined", "text was executed");
    check_closed(&window);
}
