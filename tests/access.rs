//! axe-core (WCAG 2.2 AA, target size on) in the real window: every view with a day of 400 papers, every dialog, menu and
//! palette, light and dark, Chinese and English.

use std::{fs, time::Duration};

use serde_json::{Value, json};

use crate::support::{
    app::{App, Settings},
    arxiv::Arxiv,
    days::{self, Day, date},
    dbus::Desktop,
    root,
    window::Window,
};

const DAY: &str = "2026-01-09";
const ESCAPE: &str = "\u{E00C}";

/// A place of the window: what is pressed and clicked to get there from the day, and what is seen there.
struct Place {
    name: &'static str,
    keys: &'static str,
    clicks: &'static [&'static str],
    sees: &'static str,
}

const fn place(name: &'static str, keys: &'static str, clicks: &'static [&'static str], sees: &'static str) -> Place {
    Place { name, keys, clicks, sees }
}

const PLACES: &[Place] = &[
    place("the day", "", &[], "[data-testid=paper-row]"),
    place("the paper's parts", "", &["[data-testid=similar-fold] summary"], "[data-testid=paper-pane]"),
    place("a note", "n", &[], "[data-testid=paper-pane] textarea"),
    place("the menu of verdicts", "", &["[data-testid=override-menu]"], "[role=menu]"),
    place("the menu of a paper", ".", &[], "[role=menu]"),
    place("chosen papers", "xjxjx", &[], "[data-testid=paper-row]"),
    place("find", "\u{E009}f\u{E000}", &[], "[data-testid=find-bar]"),
    place("the archive", "c", &[], "[data-testid=archive-day]"),
    place("two runs", "c", &["[data-testid=archive-compare]"], "[data-testid=compare]"),
    place("search", "/", &[], "[data-testid=search-field]"),
    place("results", "/study\u{E007}", &[], "[data-testid=hit]"),
    place("the library", "b", &[], "[data-testid=library]"),
    place("the menu of exports", "b", &["[data-testid=library-export]"], "[role=menu]"),
    place("insights", "i", &[], "[data-testid=insights]"),
    place("the ledger", "g", &[], "[data-testid=ledger-paper]"),
    place(
        "a paper's fate",
        "g",
        &["[data-testid=ledger-state][data-state=filtered]", "[data-testid=ledger-paper][data-state=filtered]"],
        "[data-testid=judge-now]",
    ),
    place("settings", "\u{E009},\u{E000}", &[], "[data-testid=settings]"),
    place(
        "sources",
        "\u{E009},\u{E000}",
        &["[data-section=sources]", "[data-testid=settings-rare] summary"],
        "[data-testid=categories]",
    ),
    place("the judge", "\u{E009},\u{E000}", &["[data-section=judge]"], "[data-testid=model-provider]"),
    place(
        "the network",
        "\u{E009},\u{E000}",
        &["[data-section=network]", "[data-testid=network-test]"],
        "[data-testid=network-result] p",
    ),
    place("the schedule", "\u{E009},\u{E000}", &["[data-section=schedule]"], "[data-testid=schedule-next]"),
    place(
        "data",
        "\u{E009},\u{E000}",
        // What the doctor found moves what stands below it.
        &["[data-section=data]", "[data-testid=doctor]", "[data-testid=checks] li", "[data-testid=reset]"],
        "[data-testid=reset-sure]",
    ),
    place(
        "about",
        "\u{E009},\u{E000}",
        &["[data-section=about]", "[data-testid=licences-fold] summary", "[data-testid=log-fold] summary"],
        "[data-testid=licences] li",
    ),
    place(
        "the guide",
        "\u{E009},\u{E000}",
        &["[data-section=about]", "[data-testid=guide-again]"],
        "[data-testid=guide-next]",
    ),
    place(
        "the guide's interests",
        "\u{E009},\u{E000}",
        &["[data-section=about]", "[data-testid=guide-again]", "[data-testid=guide-next]"],
        "[data-testid=guide-focus]",
    ),
    place("the palette", "\u{E009}k\u{E000}", &[], "dialog[open]"),
    place("the keys", "?", &[], "dialog[open]"),
    // Last: while a profile is edited the sections of the settings are away.
    place(
        "the profile",
        "\u{E009},\u{E000}",
        &["[data-section=reading]", "[data-testid=profile-edit]"],
        "[data-testid=profile-save]",
    ),
];

/// What axe finds on the page as it is: rule, and the elements.
fn violations(window: &Window) -> Vec<Value> {
    let start = "window.__axe = undefined; axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', \
                 'wcag22aa'], rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] }).then(r => { \
                 window.__axe = r.violations.map(v => ({ rule: v.id, nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) \
                 + ' — ' + n.failureSummary.slice(0, 300)), count: v.nodes.length })) }, e => { window.__axe = [{ rule: \
                 'axe failed', nodes: [String(e)], count: 1 }] })";
    window.eval(start, &[]);
    let found =
        window.wait("axe", || Some(window.eval("return window.__axe ?? null", &[])).filter(|found| !found.is_null()));
    found.as_array().expect("a list").clone()
}

/// Back to the day: whatever floats and whatever is typed into goes.
fn home(window: &Window) {
    for _ in 0..8 {
        let at_home = "return !document.querySelector('[data-testid=profile-editor], dialog[open], [role=menu], [data-testid=find-bar]') && \
                       !!document.querySelector('[data-testid=day-title]') && \
                       !['INPUT', 'TEXTAREA', 'SELECT'].includes(document.activeElement?.tagName) && \
                       !document.querySelector('[data-testid=batch]')";
        if window.eval(at_home, &[]) == true {
            return;
        }
        // The ledger stays narrowed and the guide stays at its step: the next look begins where this one did.
        let leave = "document.querySelectorAll('[data-testid=profile-editor] header button, \
                     [data-testid=ledger-state][aria-pressed=true], [data-testid=guide-back]').forEach(button => button.click())";
        window.eval(leave, &[]);
        window.press(ESCAPE);
        window.eval(
            "document.activeElement?.blur?.(); document.querySelectorAll('details[open]').forEach(d => d.open = false);",
            &[],
        );
    }
}

#[test]
fn nothing_keeps_a_reader_out() {
    let day = Day { date: date(DAY), items: days::invented(1, 430) };
    let (desktop, arxiv) = (Desktop::start(), Arxiv::start(day));
    let settings = |theme: &str, language: &str| {
        let more = format!("[ui]\nlanguage = \"{language}\"\ntheme = \"{theme}\"\n");
        Settings { more: &more, max_papers: 400, ..Settings::new(&arxiv) }.text()
    };
    let mut app = App::bare();
    app.write("settings.toml", settings("light", "zh-CN"));
    app.set("DBUS_SESSION_BUS_ADDRESS", desktop.address());
    app.run(&["run", "--date", DAY]).exits(0);
    app.write("profiles/finance-ai.toml", "name = \"Speech\"\nfocus = [\"speech recognition\"]\n");
    app.run(&["run", "--date", DAY, "--again"]).exits(0);
    let show = app.json(&["show", "--date", DAY]);
    let ids: Vec<&str> =
        crate::checks::list(&show, "papers").iter().map(|paper| crate::checks::text(paper, "id")).collect();
    assert_eq!(ids.len(), 400);
    for id in &ids[..3] {
        app.run(&["mark", id, "star"]).exits(0);
    }
    app.run(&["mark", ids[1], "tag:推理"]).exits(0);
    app.run(&["override", ids[2], "skip"]).exits(0);
    app.run(&["note", ids[0], "A note with $x^2$ and **weight**."]).exits(0);
    let axe = fs::read_to_string(root().join("ui/node_modules/axe-core/axe.min.js")).expect("axe-core: npm ci in ui/");
    // The driver's words must not break the function that it wraps around a script.
    let axe = format!("{axe}\nreturn typeof axe");

    let window = Window::open("nothing_keeps_a_reader_out", &app);
    window.see("[data-testid=paper-row]");
    // What is drawn by then is told to the program, which takes a page that is kept busy before for a blank one.
    std::thread::sleep(Duration::from_secs(4));
    window.eval("return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))", &[]);
    window.eval(&axe, &[]);
    // While something is mended: `AXE_PLACE=archive AXE_LOOK=dark-en` looks only there.
    let (only, look) = (std::env::var("AXE_PLACE").ok(), std::env::var("AXE_LOOK").ok());
    // `make test` looks at every theme and every language once, `make access` at every pair: two minutes each.
    let looks: &[(&str, &str)] = match (&look, std::env::var_os("AXE_ALL")) {
        (None, None) => &[("light", "zh-CN"), ("dark", "en")],
        _ => &[("light", "zh-CN"), ("dark", "en"), ("dark", "zh-CN"), ("light", "en")],
    };
    let mut broken = Vec::new();
    for &(theme, language) in looks {
        if look.as_deref().is_some_and(|look| look != format!("{theme}-{language}")) {
            continue;
        }
        app.write("settings.toml", settings(theme, language));
        let now = "return [document.documentElement.dataset.theme, document.documentElement.lang]";
        window.wait("the theme and the language", || (window.eval(now, &[]) == json!([theme, language])).then_some(()));
        for place in PLACES.iter().filter(|place| only.as_deref().is_none_or(|only| place.name.contains(only))) {
            home(&window);
            if !place.keys.is_empty() {
                window.press(place.keys);
            }
            place.clicks.iter().for_each(|css| window.click(css));
            window.see(place.sees);
            // What fades in has its colours then.
            std::thread::sleep(Duration::from_millis(250));
            for violation in violations(&window) {
                let told = format!("{} ({theme}, {language}): {violation:#}", place.name);
                eprintln!("{told}");
                broken.push(told);
            }
        }
    }
    assert!(broken.is_empty(), "{} violations:\n{}", broken.len(), broken.join("\n"));
}
