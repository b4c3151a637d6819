//! The notifications of the app with a window: one listener of ours and one real one.

use std::{
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{
    desktop::{Machine, has_window, machine},
    support::{
        app::{App, Settings},
        arxiv::{Arxiv, Fault},
        clock::FakeClock,
        days::{self, Day, date},
        dbus::{Bus, Desktop, Notification},
        root,
        tray::Tray,
        until,
        window::{Display, Window},
        x11::Hand,
    },
};

const LIMIT: Duration = Duration::from_secs(60);

fn day(day: &str, first: u32) -> Day {
    Day { date: date(day), items: days::invented(first, 9) }
}

fn nth(desktop: &Desktop, n: usize) -> Notification {
    until(&format!("notification {}", n + 1), LIMIT, || desktop.notifications().get(n).cloned())
}

/// `notifications` of settings.toml.
fn with(text: &str, notifications: &str) -> String {
    text.replace("[notifications]\nquiet_hours = \"\"", &format!("[notifications]\n{notifications}"))
}

#[test]
fn a_click_opens_its_day_and_a_digest_that_is_looked_at_is_taken_back() {
    let (desktop, arxiv) = (Desktop::start(), Arxiv::start(day("2026-01-07", 1)));
    let mut app = App::new(&Settings::new(&arxiv));
    app.set("DBUS_SESSION_BUS_ADDRESS", desktop.address());
    let window = Window::open("a_click_opens_its_day", &app);
    window.see("[data-testid=app]");
    let hand = Hand::on(window.display());
    let run = |text: &str, first: u32| {
        arxiv.publish(day(text, first));
        let ask =
            "window.__TAURI_INTERNALS__.invoke('run', { date: arguments[0] }).then(() => window.ran = arguments[0])";
        window.eval(ask, &[text.into()]);
        until("the digest", LIMIT, || (window.eval("return window.ran", &[]) == text).then_some(()));
    };
    let focused = |yes: bool| {
        window.wait("the focus", || (window.eval("return document.hasFocus()", &[]) == yes).then_some(()));
    };

    hand.look();
    focused(true);
    run("2026-01-07", 1);
    sleep(Duration::from_secs(1));
    assert!(desktop.notifications().is_empty(), "who looks at the window sees it there");

    hand.look_away();
    focused(false);
    run("2026-01-08", 101);
    let first = nth(&desktop, 0);
    run("2026-01-09", 201);
    let second = nth(&desktop, 1);
    assert_eq!(desktop.capabilities_asked(), 1, "asked once for both");
    assert!(first.summary.contains("8 January") && second.summary.contains("9 January"), "{first:?} {second:?}");
    assert_eq!(first.actions.first().map(String::as_str), Some("default"));
    // GNOME takes a notification back when who sent it is gone; the page behind other windows takes none back.
    sleep(Duration::from_secs(3));
    for one in desktop.notifications() {
        assert!(desktop.connected(&one.sender) && !one.closed, "{one:?}");
    }

    assert!(!window.see("[data-testid=day-title]").contains("January 8"), "another day is shown");
    desktop.click(first.id, "default");
    window.wait("Thursday", || window.see("[data-testid=day-title]").contains("January 8").then_some(()));
    hand.look();
    let start = Instant::now();
    until("the notification of the day that is open is taken back", Duration::from_secs(2), || {
        nth(&desktop, 0).closed.then_some(())
    });
    eprintln!("taken back after {:?}", start.elapsed());
    assert!(!nth(&desktop, 1).closed, "Friday was not opened");
    window.eval("window.__TAURI_INTERNALS__.invoke('day', { date: '2026-01-09' })", &[]);
    until("Friday's is taken back", Duration::from_secs(2), || nth(&desktop, 1).closed.then_some(()));
}

#[test]
fn what_came_in_quiet_hours_is_said_in_one() {
    let mut machine = machine("2026-01-08", false);
    let Machine { desktop, arxiv, app, .. } = &mut machine;
    let settings = with(&Settings::new(arxiv).text(), "quiet_hours = \"22:00-08:00\"");
    app.write("settings.toml", settings);
    let tray = Tray::start(desktop.address());
    let clock = FakeClock::start(app, "2026-01-08 22:30:00").expect("libfaketime (package libfaketime)");
    let _running = app.start(&["--hidden"]);
    tray.click("Fetch now");
    tray.see("Open today (9 unread)");
    clock.set("2026-01-09 05:30:00");
    arxiv.publish(Day { date: date("2026-01-09"), items: days::invented(101, 7) });
    tray.see("Fetch now");
    tray.click("Fetch now");
    tray.see("Open today (7 unread)");
    assert!(desktop.notifications().is_empty(), "{:?}", desktop.notifications());
    clock.set("2026-01-09 08:00:01");
    let said = nth(desktop, 0);
    assert!(said.summary.contains("2 digests") && said.body.contains("of 16 announced"), "{said:?}");
    sleep(Duration::from_secs(35));
    assert_eq!(desktop.notifications().len(), 1, "said once");
}

#[test]
fn an_incident_is_told_once() {
    let mut machine = machine("2026-01-09", true);
    let Machine { desktop, arxiv, app, .. } = &mut machine;
    let _tray = Tray::start(desktop.address());
    let clock = FakeClock::start(app, "2026-01-09 12:00:00").expect("libfaketime (package libfaketime)");
    arxiv.fault(Fault::Status(404, None));
    let _running = app.start(&["--hidden"]);
    let said = nth(desktop, 0);
    assert!(said.summary.contains("No digest today yet"), "{said:?}");
    // Two more tries, ten and then twenty minutes later.
    for time in ["12:10:30", "12:31:00"] {
        let asked = arxiv.requests().len();
        clock.set(&format!("2026-01-09 {time}"));
        until("another try", LIMIT, || (arxiv.requests().len() > asked).then_some(()));
        sleep(Duration::from_secs(2));
    }
    assert_eq!(desktop.notifications().len(), 1, "{:?}", desktop.notifications());
    arxiv.fault(Fault::None);
    clock.set("2026-01-09 13:15:00");
    let said = nth(desktop, 1);
    assert!(said.body.contains("of 9 announced"), "{said:?}");
}

/// The real listener of many Linux desktops; it is gone when dropped.
struct Dunst<'a> {
    child: Child,
    bus: &'a Bus,
}

impl<'a> Dunst<'a> {
    /// None, said out loud, where it is not installed.
    fn start(test: &str, bus: &'a Bus, display: &Display) -> Option<Self> {
        let mut command = Command::new("dunst");
        command.args(["-conf", "/dev/null"]).env("DBUS_SESSION_BUS_ADDRESS", bus.address());
        let child = command.env("DISPLAY", display.name()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let Ok(child) = child else {
            eprintln!("SKIPPED {test}: dunst is missing (package dunst)");
            return None;
        };
        let dunst = Self { child, bus };
        until("dunst answers", LIMIT, || dunst.control(&["count", "displayed"]));
        Some(dunst)
    }

    fn control(&self, args: &[&str]) -> Option<String> {
        let mut command = Command::new("dunstctl");
        let done = command.args(args).env("DBUS_SESSION_BUS_ADDRESS", self.bus.address()).output().ok()?;
        done.status.success().then(|| String::from_utf8_lossy(&done.stdout).trim().to_owned())
    }

    fn displayed(&self) -> u32 {
        self.control(&["count", "displayed"]).and_then(|count| count.parse().ok()).unwrap_or(0)
    }
}

impl Drop for Dunst<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_real_listener_shows_it_and_its_click_opens_the_window() {
    let test = "a_real_listener_shows_it_and_its_click_opens_the_window";
    let (bus, display) = (Bus::start(), Display::start((1280, 800)));
    let Some(dunst) = Dunst::start(test, &bus, &display) else { return };
    let mut items = days::invented(1, 9);
    for item in &mut items {
        item.title = format!("{} <b>& more</b>", item.title);
    }
    let arxiv = Arxiv::start(Day { date: date("2026-01-09"), items });
    let more = "[ui]\nlanguage = \"zh-CN\"\n";
    let mut app = App::new(&Settings { more, ..Settings::new(&arxiv) });
    app.set("DBUS_SESSION_BUS_ADDRESS", bus.address());
    display.lend(&mut app);
    let tray = Tray::start(bus.address());
    let running = app.start(&["--hidden"]);
    tray.click("立即抓取");
    until("the notification is on the screen", LIMIT, || (dunst.displayed() == 1).then_some(()));
    sleep(Duration::from_secs(1));
    let picture = root().join("target/outside-pictures/dunst.png");
    std::fs::create_dir_all(picture.parent().unwrap()).unwrap();
    let mut shot = Command::new("import");
    shot.args(["-window", "root"]).arg(&picture).env("DISPLAY", display.name());
    assert!(shot.status().expect("import (package imagemagick)").success());
    eprintln!("the screen: {}", picture.display());
    // The empty display is black: what is bright is the notification.
    let mean = Command::new("identify").args(["-format", "%[fx:mean]"]).arg(&picture).output().expect("identify");
    let mean: f64 = String::from_utf8_lossy(&mean.stdout).trim().parse().expect("a number");
    assert!(mean > 0.005, "the screen is empty: {mean}");
    assert!(!has_window(&running));
    dunst.control(&["action", "0"]).expect("the click");
    until("the window", LIMIT, || has_window(&running).then_some(()));
    until("the notification is gone", LIMIT, || (dunst.displayed() == 0).then_some(()));
}
