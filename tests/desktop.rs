//! The app as a citizen of the desktop: tray, second starts, the schedule, and the package that is installed.

use std::{
    fs,
    path::Path,
    process::Command,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{
    checks::{list, number},
    support::{
        app::{App, Running, Settings},
        arxiv::{Arxiv, Fault},
        clock::FakeClock,
        days::{self, Day, date},
        dbus::Desktop,
        root,
        tray::Tray,
        until,
        window::{Display, Window},
    },
};

const DAY: &str = "2026-01-09";
const LIMIT: Duration = Duration::from_secs(60);

/// A machine with a display and a bus, and the app's folder on it.
pub struct Machine {
    pub desktop: Desktop,
    pub arxiv: Arxiv,
    pub app: App,
    pub display: Display,
}

pub fn machine(day: &str, scheduled: bool) -> Machine {
    let (desktop, arxiv) = (Desktop::start(), Arxiv::start(Day { date: date(day), items: days::invented(1, 9) }));
    let display = Display::start((1280, 800));
    let mut app = App::bare();
    let settings = Settings::new(&arxiv).text();
    let enabled = format!("[schedule]\nenabled = {scheduled}");
    app.write("settings.toml", settings.replace("[schedule]\nenabled = false", &enabled));
    app.set("DBUS_SESSION_BUS_ADDRESS", desktop.address());
    display.lend(&mut app);
    Machine { desktop, arxiv, app, display }
}

/// Whether a process has a web view: one of the processes below it is WebKit's.
pub fn has_window(process: &Running) -> bool {
    !web_views(process).is_empty()
}

/// The processes of WebKit that draw a process's pages.
pub fn web_views(process: &Running) -> Vec<u32> {
    let parent = |stat: &str| stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse::<u32>().ok();
    let processes: Vec<(u32, u32, String)> = fs::read_dir("/proc")
        .expect("the processes")
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let id = path.file_name()?.to_str()?.parse().ok()?;
            let stat = fs::read_to_string(path.join("stat")).ok()?;
            // One that has ended is only a line in the table.
            if stat.rsplit_once(") ")?.1.starts_with('Z') {
                return None;
            }
            Some((id, parent(&stat)?, stat.split(['(', ')']).nth(1)?.to_owned()))
        })
        .collect();
    let mut below = vec![process.id()];
    let mut next = 0;
    while let Some(&id) = below.get(next) {
        below.extend(processes.iter().filter(|(_, parent, _)| *parent == id).map(|(child, ..)| child));
        next += 1;
    }
    let drawing = processes.into_iter().filter(|(id, _, name)| below.contains(id) && name.starts_with("WebKitWeb"));
    drawing.map(|(id, ..)| id).collect()
}

#[test]
fn every_entry_of_the_tray_does_what_it_says() {
    let machine = machine(DAY, false);
    let Machine { desktop, arxiv, app, .. } = &machine;
    let tray = Tray::start(desktop.address());
    let mut running = app.start(&["--hidden"]);
    tray.see("Open today");
    let labels: Vec<String> = tray.entries().into_iter().map(|(_, label)| label).collect();
    assert_eq!(labels, ["Open today", "Fetch now", "Pause until tomorrow", "Settings", "Quit"]);
    assert!(arxiv.requests().is_empty(), "nobody asked for a run");

    tray.click("Fetch now");
    tray.see("Open today (9 unread)");
    assert_eq!(number(&app.json(&["ledger", "--date", DAY]), "announced"), 9);
    // What the command line does is told by the tray.
    let first = app.json(&["show"])["papers"][0]["id"].as_str().unwrap().to_owned();
    app.run(&["mark", &first, "read"]).exits(0);
    tray.see("Open today (8 unread)");

    tray.click("Pause until tomorrow");
    tray.see("Resume");
    tray.click("Resume");
    tray.see("Pause until tomorrow");

    // A run can be stopped as long as it goes on.
    arxiv.publish(Day { date: date("2026-01-12"), items: days::invented(101, 5) });
    arxiv.fault(Fault::Slow(Duration::from_millis(50)));
    tray.click("Fetch now");
    tray.see("Cancel");
    tray.click("Cancel");
    tray.see("Fetch now");
    arxiv.fault(Fault::None);
    app.run(&["ledger", "--date", "2026-01-12"]).exits(1);

    assert!(!has_window(&running), "started hidden, it has a window");
    tray.click("Settings");
    until("a window", LIMIT, || has_window(&running).then_some(()));
    tray.click("Open today");
    assert!(running.is_running());
    tray.click("Quit");
    running.wait().exits(0);
}

#[test]
fn hidden_where_there_is_no_tray_is_not_gone() {
    let machine = machine(DAY, false);
    let app = &machine.app;
    let running = app.start(&["--hidden"]);
    until("a window", LIMIT, || has_window(&running).then_some(()));
}

#[test]
fn ten_starts_at_once_leave_one_window() {
    let machine = machine(DAY, false);
    let app = &machine.app;
    let mut started: Vec<Running> = (0..10).map(|_| app.start(&[])).collect();
    until("one that stays", LIMIT, || {
        let alive = started.iter_mut().filter_map(|one| one.is_running().then_some(())).count();
        assert!(alive >= 1, "none stays");
        (alive == 1).then_some(())
    });
    sleep(Duration::from_secs(1));
    let (mut stays, gone): (Vec<Running>, Vec<Running>) = started.into_iter().partition(has_window);
    assert_eq!((stays.len(), gone.len()), (1, 9));
    for one in gone {
        one.wait().exits(0);
    }
    assert!(stays[0].is_running());
    until("the word that was left is read", LIMIT, || (!app.data().join("window.request").exists()).then_some(()));
}

#[test]
fn a_link_that_leads_nowhere_is_refused() {
    let machine = machine(DAY, false);
    let app = &machine.app;
    for link in ["arxiv-llm-daily://paper/../../etc/passwd", "arxiv-llm-daily://day/2026-13-40?run=1"] {
        let outcome = app.run_as_is(&[link]);
        outcome.exits(2);
        assert!(outcome.stderr.contains("cannot be followed"), "{}", outcome.stderr);
    }
}

#[test]
fn it_starts_with_the_session_when_asked() {
    let machine = machine(DAY, false);
    let app = &machine.app;
    let window = Window::open("it_starts_with_the_session_when_asked", app);
    window.see("[data-testid=app]");
    let entry = app.temp().join("home/.config/autostart/arxiv-llm-daily.desktop");
    for on in [true, false] {
        let ask = "window.__TAURI_INTERNALS__.invoke('set_start_at_login', { on: arguments[0] })";
        window.eval(ask, &[on.into()]);
        window.wait("the entry of the session", || (entry.exists() == on).then_some(()));
        if on {
            let text = fs::read_to_string(&entry).unwrap();
            let line = text.lines().find(|line| line.starts_with("Exec=")).unwrap_or_default();
            assert!(line.contains("arxiv-llm-daily") && line.ends_with("--hidden"), "{text}");
        }
    }
}

/// The real program across the night in which New York's clocks go forward, and a clock that jumps.
#[test]
fn the_schedule_makes_one_digest_of_a_day() {
    let mut machine = machine("2026-03-06", true);
    let Machine { desktop, arxiv, app, .. } = &mut machine;
    let _tray = Tray::start(desktop.address());
    let clock = FakeClock::start(app, "2026-03-06 12:00:00").expect("libfaketime (package libfaketime)");
    app.run(&["run"]).exits(0);
    let asked = arxiv.requests().len();
    // Sunday, 23:50 in New York: on Saturday's clock it would be 22:50, and Monday's list is not due on either.
    clock.set("2026-03-09 03:50:00");
    let mut running = app.start(&["--hidden"]);
    sleep(Duration::from_secs(35));
    assert!(running.is_running());
    assert_eq!(arxiv.requests().len(), asked, "asked before the list was due");

    arxiv.publish(Day { date: date("2026-03-09"), items: days::invented(101, 12) });
    clock.set("2026-03-09 04:05:01");
    let start = Instant::now();
    until("Monday's digest", Duration::from_secs(75), || {
        let days = app.run(&["--json", "show", "--date", "2026-03-09"]);
        (days.code == Some(0)).then_some(())
    });
    eprintln!("made {:?} after it was due", start.elapsed());
    let of_monday = arxiv.requests().len() - asked;
    assert!((1..=4).contains(&of_monday), "an ordinary weekday cost {of_monday} requests");
    let asked = arxiv.requests().len();
    // Back into Sunday, then a month ahead: that night has no second digest, and a day that is not there is none.
    for jump in ["2026-03-08 20:00:00", "2026-03-09 15:00:00"] {
        clock.set(jump);
        sleep(Duration::from_secs(35));
        assert_eq!(arxiv.requests().len(), asked, "asked again at {jump}");
    }
    assert!(running.is_running());
    assert_eq!(list(&app.json(&["show", "--date", "2026-03-09"]), "papers").len(), 12);
}

/// What the .rpm holds, where there is a tool that reads one.
fn check_rpm(folder: &Path) {
    let packages = fs::read_dir(folder).expect("the .rpm: make package").flatten().map(|file| file.path());
    let package = packages.into_iter().find(|path| path.extension().is_some_and(|e| e == "rpm")).expect("the .rpm");
    let ask = |what: &str| Command::new("rpm").args(["-qp", "--nosignature", what]).arg(&package).output();
    let (Ok(files), Ok(needs)) = (ask("--list"), ask("--requires")) else {
        return eprintln!("SKIPPED the .rpm: rpm is missing");
    };
    let [files, needs] = [files, needs].map(|said| String::from_utf8_lossy(&said.stdout).into_owned());
    for file in [
        "/usr/bin/arxiv-llm-daily",
        "/usr/share/metainfo/io.github.arxiv_llm_daily.metainfo.xml",
        "/usr/share/man/man1/arxiv-llm-daily.1.gz",
        "/usr/share/zsh/site-functions/_arxiv-llm-daily",
    ] {
        assert!(files.lines().any(|line| line == file), "{file} is not in {files}");
    }
    assert!(files.contains("/usr/share/applications/") && !needs.contains("indicator"), "{files} {needs}");
}

#[test]
fn the_package_installs_runs_and_leaves_the_data_alone() {
    // `make package` looks at the package of a release.
    let profile = std::env::var("PACKAGE_PROFILE").unwrap_or_else(|_| "debug".into());
    let folder = root().join("target").join(&profile).join("bundle/deb");
    let packages = fs::read_dir(&folder).map(|files| files.flatten().map(|file| file.path()).collect::<Vec<_>>());
    let package = packages.unwrap_or_default().into_iter().find(|path| path.extension().is_some_and(|e| e == "deb"));
    let package = package.expect("the package: scripts/package.sh --debug");
    let size = fs::metadata(&package).unwrap().len();
    assert!(profile == "debug" || size <= 15_000_000, "the package has {size} bytes");
    let needs = Command::new("dpkg-deb").arg("--field").arg(&package).arg("Depends").output().expect("dpkg-deb");
    let needs = String::from_utf8_lossy(&needs.stdout).into_owned();
    assert!(needs.contains("libwebkit2gtk-4.1-0") && !needs.contains("indicator"), "{needs}");
    let machine = machine(DAY, false);
    let Machine { arxiv, app, .. } = &machine;
    // A root of its own: the machine's packages stay as they are.
    let system = app.temp().join("system");
    fs::create_dir_all(system.join("var/lib/dpkg/info")).unwrap();
    fs::create_dir_all(system.join("var/lib/dpkg/updates")).unwrap();
    fs::write(system.join("var/lib/dpkg/status"), "").unwrap();
    let dpkg = |args: &[&str]| {
        let mut command = Command::new("dpkg");
        command.arg(format!("--root={}", system.display())).args(["--force-depends", "--force-not-root"]).args(args);
        let done = command.output().expect("dpkg");
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    dpkg(&["--install", package.to_str().unwrap()]);
    let installed = |path: &str| system.join("usr").join(path);
    for path in [
        "bin/arxiv-llm-daily",
        "share/applications/arxiv-llm-daily.desktop",
        "share/metainfo/io.github.arxiv_llm_daily.metainfo.xml",
        "share/man/man1/arxiv-llm-daily.1.gz",
        "share/bash-completion/completions/arxiv-llm-daily",
        "share/zsh/vendor-completions/_arxiv-llm-daily",
        "share/fish/vendor_completions.d/arxiv-llm-daily.fish",
        "share/powershell/completions/arxiv-llm-daily.ps1",
        "share/icons/hicolor/16x16/apps/arxiv-llm-daily.png",
        "share/icons/hicolor/512x512/apps/arxiv-llm-daily.png",
    ] {
        assert!(installed(path).exists(), "{path}");
    }
    let entry = fs::read_to_string(installed("share/applications/arxiv-llm-daily.desktop")).unwrap();
    for line in ["Exec=arxiv-llm-daily %u", "MimeType=x-scheme-handler/arxiv-llm-daily;", "Name=Arxiv LLM Daily"] {
        assert!(entry.lines().any(|own| own == line), "{line} is not in {entry}");
    }

    let program = installed("bin/arxiv-llm-daily");
    app.run_program(&program, &["run", "--date", DAY]).exits(0);
    assert_eq!(arxiv.requests().len(), 1);
    if profile != "debug" {
        check_rpm(&root().join("target").join(&profile).join("bundle/rpm"));
    }
    let window = app.start_program(&program, &[]);
    until("the installed window", LIMIT, || has_window(&window).then_some(()));
    window.kill();
    let before = app.json(&["show", "--date", DAY]);
    dpkg(&["--remove", "arxiv-llm-daily"]);
    assert!(!program.exists(), "the program is still there");
    assert_eq!(app.json(&["show", "--date", DAY]), before, "the reader's data after the package was removed");
}
