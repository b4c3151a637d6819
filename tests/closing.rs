//! The window's end: what closing means, a tray that goes away, and a web view that stays blank.

use std::{
    fs,
    process::Command,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{
    desktop::{Machine, has_window, machine, web_views},
    support::{
        app::{App, Settings},
        arxiv::Arxiv,
        days::{self, Day, date},
        dbus::Desktop,
        tray::Tray,
        until,
        window::Window,
        x11::Hand,
    },
};

const DAY: &str = "2026-01-09";
const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn closing_asks_once_whether_the_tray_goes_on() {
    let (desktop, arxiv) = (Desktop::start(), Arxiv::start(Day { date: date(DAY), items: days::invented(1, 9) }));
    let mut app = App::new(&Settings::new(&arxiv));
    app.set("DBUS_SESSION_BUS_ADDRESS", desktop.address());
    app.run(&["run", "--date", DAY]).exits(0);
    let tray = Tray::start(desktop.address());
    let window = Window::open("closing_asks_once", &app);
    let hand = Hand::on(window.display());
    window.see("[data-testid=paper-row]");
    tray.see("Open today");
    sleep(Duration::from_secs(3));
    hand.close();
    let question = window.see("[data-testid=closing]");
    assert!(!question.is_empty() && hand.windows().len() == 1, "it is asked in the window that is still there");
    // The page goes with its window, and so this click has no answer.
    let keep = "setTimeout(() => [...document.querySelectorAll('[data-testid=closing] button')].at(-1).click(), 100)";
    window.eval(keep, &[]);
    until("the window is closed", LIMIT, || hand.windows().is_empty().then_some(()));
    assert_eq!(app.json(&["config", "get", "ui.close_to_tray"])["value"], "always");
    tray.see("Open today");
    tray.click("Open today");
    until("the window again", LIMIT, || (hand.windows().len() == 1).then_some(()));
    // Once its page is there it could ask.
    sleep(Duration::from_secs(3));
    hand.close();
    until("the window is closed unasked", LIMIT, || hand.windows().is_empty().then_some(()));
    tray.click("Quit");
}

#[test]
fn closing_without_a_tray_ends_the_app() {
    let machine = machine(DAY, false);
    let running = machine.app.start(&[]);
    let hand = Hand::on(&machine.display);
    until("a web view", LIMIT, || has_window(&running).then_some(()));
    hand.close();
    running.wait().exits(0);
}

#[test]
fn a_tray_that_goes_away_leaves_a_window() {
    let machine = machine(DAY, false);
    let Machine { desktop, app, .. } = &machine;
    let tray = Tray::start(desktop.address());
    let running = app.start(&["--hidden"]);
    tray.see("Open today");
    assert!(!has_window(&running));
    drop(tray);
    until("a window", Duration::from_secs(90), || has_window(&running).then_some(()));
}

fn signal(name: &str, processes: &[u32]) {
    let ids = processes.iter().map(u32::to_string);
    let _ = Command::new("kill").arg(format!("-{name}")).args(ids).status();
}

/// A web view that draws nothing: it is stopped before its page could.
#[test]
fn a_window_that_stays_blank_is_opened_again_once_with_the_safe_setting() {
    let mut machine = machine(DAY, false);
    // A machine without a graphics card begins with the safe setting, unless it is told not to.
    machine.app.set("WEBKIT_DISABLE_DMABUF_RENDERER", "0");
    let mut running = machine.app.start(&[]);
    let is_safe = |id: u32| {
        let environment = fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
        environment.split(|byte| *byte == 0).any(|line| line == b"WEBKIT_DISABLE_DMABUF_RENDERER=1")
    };
    let stopped = until("a web view", LIMIT, || Some(web_views(&running)).filter(|views| !views.is_empty()));
    signal("STOP", &stopped);
    assert!(!is_safe(running.id()));
    let start = Instant::now();
    // A busy machine is given more time.
    until("it starts again", Duration::from_secs(180), || is_safe(running.id()).then_some(()));
    eprintln!("noticed after {:?}", start.elapsed());
    // The old web view was only stopped for this test: it ends with the connection to its window.
    signal("CONT", &stopped);
    until("the old web view ends", LIMIT, || stopped.iter().all(|id| !web_views(&running).contains(id)).then_some(()));
    let again = until("another web view", LIMIT, || Some(web_views(&running)).filter(|views| !views.is_empty()));
    // Blank once more: there is nothing safer to try, and the window stays.
    signal("STOP", &again);
    sleep(Duration::from_secs(25));
    assert!(running.is_running());
    assert_eq!(web_views(&running), again, "it was opened a second time");
    signal("KILL", &again);
}

/// A second window is given the same time as the first, however long ago that one said something.
#[test]
fn a_second_window_that_takes_its_time_is_no_blank_one() {
    let machine = machine(DAY, false);
    let Machine { desktop, arxiv, app, display } = &machine;
    app.write("settings.toml", Settings::new(arxiv).text() + "\n[ui]\nclose_to_tray = \"always\"\n");
    let (tray, hand) = (Tray::start(desktop.address()), Hand::on(display));
    let mut running = app.start(&["--hidden"]);
    tray.click("Open today");
    until("the first window", LIMIT, || (!hand.windows().is_empty()).then_some(()));
    sleep(Duration::from_secs(5));
    hand.close();
    until("it is closed", LIMIT, || (!has_window(&running)).then_some(()));
    // Longer than a page that says nothing is waited for.
    sleep(Duration::from_secs(22));
    tray.click("Open today");
    let slow = until("a web view", LIMIT, || Some(web_views(&running)).filter(|views| !views.is_empty()));
    signal("STOP", &slow);
    sleep(Duration::from_secs(6));
    signal("CONT", &slow);
    let environment = fs::read(format!("/proc/{}/environ", running.id())).unwrap();
    let is_safe = String::from_utf8_lossy(&environment).contains("WEBKIT_DISABLE_DMABUF_RENDERER");
    assert!(!is_safe && running.is_running(), "it was started again");
    assert_eq!(web_views(&running), slow);
}
