//! What the app costs while nobody looks: minutes of a real clock, so these run by `make bench-desktop` and not by `make test`.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use jiff::{ToSpan as _, civil::Date};

use crate::{
    desktop::{Machine, has_window, machine},
    support::{
        app::Settings,
        clock::FakeClock,
        days::{self, Day, date},
        root,
        tray::Tray,
        until,
        window::Display,
        x11::Hand,
    },
};

const LIMIT: Duration = Duration::from_secs(300);

/// The release build, or that of another profile for a first look.
fn release(name: &str) -> PathBuf {
    let profile = std::env::var("RESOURCES_PROFILE").unwrap_or_else(|_| "release".into());
    let program = root().join("target").join(profile).join(name);
    assert!(program.exists(), "{} is missing: make bench-desktop builds it", program.display());
    program
}

/// Seconds of processor time that a process and its ended children have used.
/// Source: proc_pid_stat(5), fields 14 to 17.
fn processor_seconds(id: u32) -> f64 {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).expect("the process lives");
    let after_name = stat.rsplit_once(')').expect("a name").1;
    let ticks: u64 = after_name.split_whitespace().skip(11).take(4).map(|field| field.parse::<u64>().unwrap()).sum();
    ticks as f64 / TICKS_PER_SECOND
}

/// The process and all that it started.
fn family(id: u32) -> Vec<u32> {
    let children = fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten().flat_map(|task| {
        let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
        children.split_whitespace().map(|child| child.parse::<u32>().unwrap()).collect::<Vec<_>>()
    });
    std::iter::once(id).chain(children.flat_map(family)).collect()
}

/// Memory in MB. `Pss`: what is a process's own, and its share of what it has together with others, which changes when they come
/// and go; `Pss_Anon`: what it has written itself. Source: proc_pid_smaps(5).
fn megabytes(kind: &str, ids: &[u32]) -> f64 {
    let one = |id: &u32| {
        let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
        let line = rollup.lines().find(|line| line.strip_prefix(kind).is_some_and(|rest| rest.starts_with(':')));
        let line = line.unwrap_or("none 0");
        line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) * 1024.0 / 1e6
    };
    ids.iter().map(one).sum()
}

/// What a process holds open, and how many handles of shared memory of views that are closed are among it: WebKitGTK (2.50) keeps
/// one for each.
fn handles(id: u32) -> (usize, usize) {
    let open = fs::read_dir(format!("/proc/{id}/fd")).expect("the process lives").flatten();
    let names: Vec<PathBuf> = open.filter_map(|handle| fs::read_link(handle.path()).ok()).collect();
    let of_webkit = names.iter().filter(|name| name.to_string_lossy().contains("WebKitSharedMemory")).count();
    (names.len() - of_webkit, of_webkit)
}

#[test]
#[ignore = "ten minutes, and the release build: make bench-desktop"]
fn hidden_for_ten_minutes() {
    let machine = machine("2026-01-09", true);
    let Machine { desktop, app, .. } = &machine;
    let tray = Tray::start(desktop.address());
    let running = app.start_program(&release("arxiv-llm-daily"), &["--hidden"]);
    tray.see("Open today (9 unread)");
    sleep(Duration::from_secs(20));
    let (start, before) = (Instant::now(), processor_seconds(running.id()));
    sleep(Duration::from_secs(600));
    let share = 100.0 * (processor_seconds(running.id()) - before) / start.elapsed().as_secs_f64();
    println!("hidden in the tray for {:.0} s: {share:.3} % of a core", start.elapsed().as_secs_f64());
    assert!(!has_window(&running));
    assert!(share <= 0.5, "{share} %");
}

/// An empty Tauri window; it ends when dropped.
struct Empty(Child);

impl Empty {
    fn open(display: &Display, home: &Path) -> Self {
        let mut command = Command::new(release("empty-window"));
        command.env("DISPLAY", display.name()).env("GDK_BACKEND", "x11").env("NO_AT_BRIDGE", "1").env("HOME", home);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("an empty window");
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said.trim(), "painted");
        Self(child)
    }
}

impl Drop for Empty {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
#[ignore = "wants the release build: make bench-desktop"]
fn memory_beside_an_empty_window() {
    let machine = machine("2026-01-09", true);
    let Machine { desktop, app, display, .. } = &machine;
    let settings =
        Settings::new(&machine.arxiv).text().replace("[schedule]\nenabled = false", "[schedule]\nenabled = true");
    app.write("settings.toml", settings + "\n[ui]\nclose_to_tray = \"always\"\n");
    let settle = || sleep(Duration::from_secs(15));
    let empty = Empty::open(display, app.temp());
    settle();
    let reference = megabytes("Pss", &family(empty.0.id()));
    drop(empty);
    let tray = Tray::start(desktop.address());
    let running = app.start_program(&release("arxiv-llm-daily"), &["--hidden"]);
    tray.see("Open today (9 unread)");
    settle();
    let hidden = megabytes("Pss", &family(running.id()));
    tray.click("Open today");
    until("the window", LIMIT, || has_window(&running).then_some(()));
    settle();
    let open = megabytes("Pss", &family(running.id()));
    Hand::on(display).close();
    until("the window is closed", LIMIT, || (!has_window(&running)).then_some(()));
    settle();
    let closed = megabytes("Pss", &family(running.id()));
    println!("an empty Tauri window: {reference:.0} MB");
    for (what, size) in
        [("hidden, never opened", hidden), ("window open on a day", open), ("closed to the tray", closed)]
    {
        println!("{what}: {size:.0} MB, {:.2} of the empty window", size / reference);
    }
    assert!(hidden < reference, "hidden it costs more than an open window");
}

/// What a window leaves behind when it is closed to the tray.
#[test]
#[ignore = "wants the release build: make bench-desktop"]
fn twenty_windows_of_one_process() {
    let machine = machine("2026-01-09", false);
    let Machine { desktop, app, display, .. } = &machine;
    app.write("settings.toml", Settings::new(&machine.arxiv).text() + "\n[ui]\nclose_to_tray = \"always\"\n");
    let (tray, hand) = (Tray::start(desktop.address()), Hand::on(display));
    let running = app.start_program(&release("arxiv-llm-daily"), &["--hidden"]);
    tray.see("Open today");
    let mut measured = Vec::new();
    for number in 1..=20 {
        tray.click("Open today");
        until("the window", LIMIT, || (!hand.windows().is_empty()).then_some(()));
        sleep(Duration::from_secs(4));
        hand.close();
        until("the window is closed", LIMIT, || (!has_window(&running)).then_some(()));
        sleep(Duration::from_secs(1));
        measured.push((megabytes("Pss_Anon", &[running.id()]), handles(running.id())));
        println!("window {number}: {:.1} MB, handles {:?}", measured[number - 1].0, measured[number - 1].1);
    }
    let ((early, (few, _)), (late, (many, _))) = (measured[1], measured[19]);
    println!("18 windows: {:+.1} MB, {:+} handles", late - early, many as i64 - few as i64);
    assert!(many <= few + 4, "{few} handles after two windows, {many} after twenty");
}

/// Thirty announcement days of one process, each fetched, judged, told, opened in the window and closed.
#[test]
#[ignore = "twenty minutes, and the release build: make bench-desktop"]
fn thirty_days_in_one_process() {
    let mut machine = machine("2026-02-02", true);
    let Machine { desktop, arxiv, app, display } = &mut machine;
    let settings = Settings::new(arxiv).text().replace("[schedule]\nenabled = false", "[schedule]\nenabled = true");
    app.write("settings.toml", settings + "\n[ui]\nclose_to_tray = \"always\"\n");
    let tray = Tray::start(desktop.address());
    let hand = Hand::on(display);
    let clock = FakeClock::start(app, "2026-02-02 04:00:00").expect("libfaketime (package libfaketime)");
    let weekdays = |day: &Date| !matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday);
    let days: Vec<Date> = date("2026-02-02").series(1.day()).filter(weekdays).take(30).collect();
    // To tell what the windows cost from what the days do.
    let windows = !std::env::var("RESOURCES_WINDOWS").is_ok_and(|windows| windows == "no");
    let mut running = None;
    let mut measured = Vec::new();
    for (number, day) in days.iter().enumerate() {
        let items = days::invented(1 + 200 * number as u32, 200);
        arxiv.publish(Day { date: *day, items });
        // New York's midnight is at 04:00 or 05:00 here.
        clock.set(&format!("{day} 05:06:00"));
        let running = running.get_or_insert_with(|| app.start_program(&release("arxiv-llm-daily"), &["--hidden"]));
        until("the day's notification", LIMIT, || (desktop.notifications().len() > number).then_some(()));
        if windows {
            tray.click("Open today");
            until("the window", LIMIT, || (!hand.windows().is_empty()).then_some(()));
            hand.look();
            sleep(Duration::from_secs(3));
            hand.close();
            until("the window is closed", LIMIT, || (!has_window(running)).then_some(()));
        }
        sleep(Duration::from_secs(2));
        measured.push((megabytes("Pss_Anon", &[running.id()]), handles(running.id())));
        println!("{day}: {:.1} MB, handles {:?}", measured[number].0, measured[number].1);
    }
    // The first days fill what every process fills once: the threads' own heaps, and four notifications.
    let ((early, (few, _)), (late, (many, _))) = (measured[1], measured[days.len() - 1]);
    println!("30 days: {:+.1} MB, {:+} handles", late - early, many as i64 - few as i64);
    let logs: u64 =
        fs::read_dir(app.data().join("logs")).unwrap().map(|log| log.unwrap().metadata().unwrap().len()).sum();
    println!("logs: {logs} bytes");
    assert!(late - early <= 20.0, "{early} MB after two days, {late} MB after thirty");
    assert!(many <= few + 4, "{few} handles after two days, {many} after thirty");
    assert!(logs <= 20_000_000);
}
