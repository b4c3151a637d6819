//! The first minutes in the real window, from an empty data folder to a ranked list.

use std::{
    fs,
    time::{Duration, Instant},
};

use crate::{
    checks::{list, text},
    support::{
        app::{App, Settings},
        arxiv::Arxiv,
        days::{self, Day, date},
        dbus::Desktop,
        model::{Model, Script},
        window::Window,
    },
};

const DAY: &str = "2026-01-09";
const ROW: &str = "[data-testid=paper-row]";
const NEXT: &str = "[data-testid=guide-next]";

struct Machine {
    app: App,
    arxiv: Arxiv,
    _desktop: Desktop,
}

/// A machine on which the app was never started.
fn machine() -> Machine {
    let (desktop, arxiv) = (Desktop::start(), Arxiv::start(Day { date: date(DAY), items: days::invented(1, 9) }));
    let mut app = App::bare();
    app.set("DBUS_SESSION_BUS_ADDRESS", desktop.address());
    Machine { app, arxiv, _desktop: desktop }
}

impl Machine {
    /// The first start. Once the guide is there the addresses of arXiv are set by hand, with the schedule on: the window
    /// takes them over, and nothing is fetched before the reader was asked.
    fn start(&self, name: &str) -> Window {
        let window = Window::open(name, &self.app);
        assert_eq!(self.step(&window), "language");
        let settings =
            Settings::new(&self.arxiv).text().replace("[schedule]\nenabled = false", "[schedule]\nenabled = true");
        self.app.write("settings.toml", settings);
        window
    }

    fn step(&self, window: &Window) -> String {
        window.see("[data-testid=guide]");
        window.attributes("[data-testid=guide]", "data-step").remove(0)
    }

    fn next(&self, window: &Window, step: &str) {
        window.click(NEXT);
        window.wait(step, || (self.step(window) == step).then_some(()));
    }

    /// Ends the guide, and waits for the list that the store then has.
    fn run(&self, window: &Window) {
        assert!(
            self.arxiv.requests().iter().all(|request| !request.path.contains("/rss")),
            "fetched before it was asked"
        );
        window.click("[data-testid=guide-run]");
        let shown = window.wait("the ranked list", || {
            let shown = window.attributes(ROW, "data-id");
            (shown.len() == 9 && window.texts("[data-testid=sample-banner]").is_empty()).then_some(shown)
        });
        let show = self.app.json(&["show", "--date", DAY]);
        let ids: Vec<&str> = list(&show, "papers").iter().map(|paper| text(paper, "id")).collect();
        assert_eq!(shown, ids);
    }

    fn file(&self, name: &str) -> String {
        fs::read_to_string(self.app.data().join(name)).unwrap_or_default()
    }
}

#[test]
fn without_a_key_it_ends_on_a_ranked_list() {
    let machine = machine();
    let start = Instant::now();
    let window = machine.start("without_a_key_it_ends_on_a_ranked_list");
    // The language, live; interests in the reader's own words.
    window.click("[data-testid=guide-language] label:has([value=zh-CN])");
    window.wait("Chinese", || (window.eval("return document.documentElement.lang", &[]) == "zh-CN").then_some(()));
    window.wait("the language in the file", || {
        machine.file("settings.toml").contains("[ui]\nlanguage = \"zh-CN\"").then_some(())
    });
    machine.next(&window, "interests");
    window.fill("[data-testid=guide-focus]", "speech recognition under noise");
    window.fill("[data-testid=guide-exclude]", "jailbreak attacks");
    machine.next(&window, "model");
    let profile = machine.file("profiles/finance-ai.toml");
    assert!(profile.contains("speech recognition under noise") && profile.contains("jailbreak attacks"), "{profile}");
    machine.next(&window, "schedule");
    machine.next(&window, "run");
    machine.run(&window);
    let took = start.elapsed();
    eprintln!("from the start of the program to a ranked list without a key: {took:?}");
    assert!(took < Duration::from_secs(60), "{took:?}");
}

#[test]
fn it_is_left_and_gone_on_with_and_begun_from_papers() {
    let machine = machine();
    let window = machine.start("it_is_left_and_gone_on_with_and_begun_from_papers");
    machine.next(&window, "interests");
    // Closed in the middle: it comes back by itself, where it was.
    drop(window);
    let window = Window::open("it_is_left_and_gone_on_with_and_begun_from_papers", &machine.app);
    assert_eq!(machine.step(&window), "interests");
    assert!(machine.arxiv.requests().is_empty(), "the schedule did not wait");
    // Left: the sample day, and a way back. The schedule would go on from here, but is switched off meanwhile.
    machine.app.run(&["config", "set", "schedule.enabled", "false"]).exits(0);
    window.click("[data-testid=guide-leave]");
    window.see("[data-testid=sample-banner]");
    drop(window);
    let window = Window::open("it_is_left_and_gone_on_with_and_begun_from_papers", &machine.app);
    window.click("[data-testid=guide-button]");
    assert_eq!(machine.step(&window), "interests");

    let items = days::invented(1, 9);
    let bib = machine.app.temp().join("mine.bib");
    let entry = |n: usize| format!("@misc{{p{n}, title={{X}}, eprint={{{}}}, archivePrefix={{arXiv}}}}\n", items[n].id);
    fs::write(&bib, entry(2) + &entry(5)).unwrap();
    window.click("[data-testid=guide-seed-fold] summary");
    window.give("[data-testid=guide-seed-fold] input[type=file]", &bib);
    let focus = window.wait("the papers' own words", || {
        let value = window.eval("return document.querySelector('[data-testid=guide-focus]')?.value ?? ''", &[]);
        let value = value.as_str()?.to_owned();
        value.contains(&items[2].title).then_some(value)
    });
    assert!(focus.contains(&items[5].title), "{focus}");
    machine.next(&window, "model");
    let profile = machine.file("profiles/finance-ai.toml");
    assert!(profile.contains(&items[2].title) && profile.contains(&items[5].title), "{profile}");
    machine.next(&window, "schedule");
    machine.next(&window, "run");
    machine.run(&window);
}

#[test]
fn a_model_on_this_machine_takes_four_inputs() {
    let machine = machine();
    let model = Model::spawn(Script::new().models(&["qwen3-fake"]));
    let window = machine.start("a_model_on_this_machine_takes_four_inputs");
    machine.next(&window, "interests");
    machine.next(&window, "model");
    // Of four inputs at most: another service, its address. Its model is found, and it wants no key.
    window.choose("[data-testid=model-provider]", "other");
    window.fill("[data-testid=model-address]", &model.base_url());
    window.wait("the model's name", || machine.file("settings.toml").contains("model = \"qwen3-fake\"").then_some(()));
    window.click("[data-testid=model-test]");
    window.wait("a test that works", || {
        let steps = window.texts("[data-testid=model-steps] li.failed");
        let all = window.texts("[data-testid=model-steps] li");
        (!all.is_empty()).then(|| assert!(steps.is_empty(), "{all:?}"))
    });
    machine.next(&window, "schedule");
    machine.next(&window, "run");
    machine.run(&window);
    let show = machine.app.json(&["show", "--date", DAY]);
    for paper in list(&show, "papers") {
        assert_eq!(text(&paper["verdict"], "judged_by"), "qwen3-fake", "{}", paper["id"]);
    }
}
