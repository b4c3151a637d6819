//! Many at once on one data folder, and a disk that is full or cannot be written.

use std::{collections::BTreeSet, fs, process::Command, time::Duration};

use serde_json::Value;

use crate::{
    checks::{Printed, check_digest},
    support::{
        app::{App, Judge, Running, Settings},
        arxiv::Arxiv,
        days::{self, Day, date},
        model::{Model, Script},
        until,
    },
};

const DAY: &str = "2026-01-09";

fn day(papers: u32) -> Day {
    Day { date: date(DAY), items: days::invented(1, papers) }
}

fn tags(app: &App, id: &str) -> BTreeSet<String> {
    let marked = app.json(&["mark", id, "read"]);
    marked["tags"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap().to_owned()).collect()
}

#[test]
fn ten_processes_write_at_once() {
    let arxiv = Arxiv::start(day(12));
    let app = App::new(&Settings::new(&arxiv));
    app.run(&["run", "--date", DAY]).exits(0);
    let rounds = 3;
    for round in 0..rounds {
        let ten: Vec<Running> =
            (0..10).map(|n| app.start(&["mark", "2601.00001", &format!("tag:{round}-{n}")])).collect();
        for one in ten {
            one.wait().exits(0);
        }
    }
    let wanted = (0..rounds).flat_map(|round| (0..10).map(move |n| format!("{round}-{n}"))).collect();
    assert_eq!(tags(&app, "2601.00001"), wanted);
    assert_eq!(app.json(&["doctor"])["ok"], true);
}

#[test]
fn ten_processes_open_a_folder_that_is_new() {
    let arxiv = Arxiv::start(day(12));
    let app = App::new(&Settings::new(&arxiv));
    let ten: Vec<Running> = (0..10).map(|_| app.start(&["doctor"])).collect();
    for one in ten {
        one.wait().exits(0);
    }
}

#[test]
fn the_command_line_writes_while_a_run_goes_on() {
    let day = day(24);
    let arxiv = Arxiv::start(day.clone());
    let model = Model::spawn(Script::new().latency(Duration::from_secs(1)));
    let url = model.base_url();
    let judge = Judge::Model { url: &url, concurrency: 1, timeout_seconds: 20 };
    let app = App::new(&Settings { judge, ..Settings::new(&arxiv) });
    let run = app.start(&["run", "--date", DAY]);
    until("the model is asked", Duration::from_secs(60), || (model.calls() > 0).then_some(()));
    // A second run is told who is at it; nothing else is in its way.
    let second = app.run(&["run", "--date", DAY]);
    second.exits(1);
    assert!(second.stderr.contains("command line, process"), "{second:?}");
    let wrote: BTreeSet<String> = (0..3).map(|n| format!("while-{n}")).collect();
    for name in &wrote {
        app.run(&["mark", "2601.00001", &format!("tag:{name}")]).exits(0);
    }
    app.run(&["backup"]).exits(0);
    app.run(&["doctor"]).exits(0);
    assert!(model.calls() < 24, "the run was still going on");
    run.wait().exits(0);
    assert_eq!(tags(&app, "2601.00001"), wrote);
    check_digest(&Printed::of(&app, DAY), &day);
    assert_eq!(model.calls_for("2601.00001"), 1);
}

/// Files below a folder that were begun and not ended.
fn half_written(folder: &std::path::Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => half_written(&path),
            false => vec![path.display().to_string()],
        })
        .filter(|path| path.contains(".part"))
        .collect()
}

/// A small volume in the place of a data folder; taken away at the end.
struct Small(std::path::PathBuf);

impl Small {
    /// None, said out loud, where this machine does not let a test mount.
    fn mount(app: &App, kilobytes: u32) -> Option<Self> {
        let settings = fs::read(app.data().join("settings.toml")).unwrap();
        let small = Self::at(app.data(), kilobytes)?;
        app.write("settings.toml", settings);
        Some(small)
    }

    fn at(folder: std::path::PathBuf, kilobytes: u32) -> Option<Self> {
        let size = format!("size={kilobytes}k");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&folder).output();
        if !mounted.is_ok_and(|output| output.status.success()) {
            eprintln!(
                "SKIPPED: this machine lets no test mount a small volume; the engine's storms play the same faults"
            );
            return None;
        }
        Some(Self(folder))
    }

    fn resize(&self, kilobytes: u32) {
        let size = format!("remount,size={kilobytes}k");
        assert!(Command::new("mount").args(["-o", &size]).arg(&self.0).status().unwrap().success());
    }

    fn writable(&self, yes: bool) {
        let how = if yes { "remount,rw" } else { "remount,ro" };
        assert!(Command::new("mount").args(["-o", how]).arg(&self.0).status().unwrap().success());
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_export_to_a_full_disk_is_said_and_leaves_nothing_half_written() {
    let arxiv = Arxiv::start(day(40));
    let app = App::new(&Settings::new(&arxiv));
    app.run(&["run", "--date", DAY]).exits(0);
    for (format, name) in [("site", "."), ("obsidian", "vault"), ("json", "all.json"), ("html", "day.html")] {
        let volume = app.temp().join(format!("volume-{format}"));
        fs::create_dir(&volume).unwrap();
        let Some(small) = Small::at(volume.clone(), 24) else { return };
        let out = volume.join(name);
        let export = || app.run(&["export", "--date", "all", "--format", format, "--out", out.to_str().unwrap()]);
        let refused = export();
        refused.exits(1);
        assert!(refused.stderr.contains("No space left") && refused.stderr.contains("volume-"), "{refused:?}");
        assert_eq!(half_written(&volume), Vec::<String>::new(), "{format}");
        // It is the disk's fault alone: with room the same export is whole.
        small.resize(8_000);
        export().exits(0);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_and_a_read_only_one_are_said_and_cost_nothing() {
    let day = day(200);
    let arxiv = Arxiv::start(day.clone());
    let app = App::new(&Settings::new(&arxiv));
    let Some(small) = Small::mount(&app, 6_000) else { return };
    let ballast = app.data().join("ballast");
    let fill = || {
        let _ = fs::write(&ballast, vec![0; 8 << 20]);
    };
    // Full before anything is there, full in the middle of a run, full when the reader writes.
    fill();
    let refused = app.run(&["run", "--date", DAY]);
    refused.exits(1);
    assert!(refused.stderr.starts_with("error: "), "{refused:?}");
    fs::remove_file(&ballast).unwrap();
    let mut failures = 0;
    for free in [100, 300, 500, 700] {
        fill();
        let room = fs::OpenOptions::new().write(true).open(&ballast).unwrap();
        room.set_len(room.metadata().unwrap().len().saturating_sub(free << 10)).unwrap();
        let run = app.run(&["run", "--date", DAY]);
        if run.code != Some(0) {
            failures += 1;
            run.exits(1);
            assert!(run.stderr.contains("space") || run.stderr.contains("disk"), "{run:?}");
        }
        fs::remove_file(&ballast).unwrap();
    }
    assert!(failures > 0, "no run met the end of the disk");
    app.run(&["run", "--date", DAY]).exits(0);
    check_digest(&Printed::of(&app, DAY), &day);
    app.run(&["mark", "2601.00001", "star"]).exits(0);
    fill();
    let (mut refused, mut done) = (0, 0);
    for n in 0..40 {
        let marked = app.run(&["mark", "2601.00001", &format!("tag:{n}-{}", "x".repeat(2_000))]);
        match marked.code {
            Some(0) => done += 1,
            _ => {
                refused += 1;
                assert!(marked.stderr.starts_with("error: "), "{marked:?}");
            }
        }
    }
    assert!(refused > 0, "{done} writes found room");
    let backup = app.run(&["backup"]);
    backup.exits(1);
    assert!(backup.stderr.contains("are free"), "{backup:?}");
    fs::remove_file(&ballast).unwrap();
    assert_eq!(tags(&app, "2601.00001").len(), done, "each write that was acknowledged, and no other");

    small.writable(false);
    let refused = app.run(&["mark", "2601.00001", "later"]);
    refused.exits(1);
    assert!(refused.stderr.contains("Read-only file system"), "{refused:?}");
    small.writable(true);
    app.run(&["mark", "2601.00001", "later"]).exits(0);
    let checkup: Value = serde_json::from_str(&app.run(&["--json", "doctor"]).stdout).unwrap();
    let bad: Vec<_> = checkup["checks"].as_array().unwrap().iter().filter(|check| check["state"] == "bad").collect();
    assert!(bad.iter().all(|check| check["name"] == "space"), "{bad:?}");
}
