//! kill -9 at random moments of everything that writes. What was acknowledged is recorded here, outside the app, and
//! looked for in a copy of the files that the kill left. `make test` runs a short round, `make torture` as many as it is
//! asked for, and adds up in `target/torture.json`.

mod counts;
mod kept;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rusqlite::Connection;
use serde_json::{Value, json};

use counts::{Counts, add};
use kept::{Kept, after, read};

use crate::support::{
    app::{App, Judge, Outcome, Running, Settings},
    arxiv::{Arxiv, Fault},
    days::{self, Day, Kind, date},
    model::{Model, Script},
    root,
};

/// Kills of one data folder, before a new one is begun.
const KILLS_OF_A_FOLDER: u32 = 25;

/// Papers of a day that are judged.
const PAPERS: u32 = 14;

/// Revisions in the list of a day: they are stored and filtered, so that there is a list to be cut off in.
const REVISIONS: u32 = 200;

const DAYS: [&str; 12] = [
    "2026-01-07",
    "2026-01-08",
    "2026-01-09",
    "2026-01-12",
    "2026-01-13",
    "2026-01-14",
    "2026-01-15",
    "2026-01-16",
    "2026-01-21",
    "2026-01-22",
    "2026-01-23",
    "2026-01-26",
];

/// One thing that the reader does: what it is called, and how its arguments come about.
struct Operation {
    name: &'static str,
    /// The kills whose count says whether there were enough of this.
    counted: &'static str,
    /// Of a run: one of these is waited for. Left to chance, nearly all kills would meet the start of the program.
    stages: &'static [&'static str],
    arguments: fn(&mut World) -> Vec<String>,
}

impl Operation {
    fn is_run(&self) -> bool {
        ["start", "report"].contains(&self.counted) || !self.stages.is_empty()
    }
}

const fn run(name: &'static str, stages: &'static [&'static str]) -> Operation {
    Operation { name, counted: name, stages, arguments: |world| args(&["--json", "run", "--date", world.day()]) }
}

const fn other(name: &'static str, arguments: fn(&mut World) -> Vec<String>) -> Operation {
    Operation { name, counted: name, stages: &[], arguments }
}

const OPERATIONS: &[Operation] = &[
    run("start", &[]),
    Operation {
        arguments: |world| {
            // Only a list that is not here is fetched.
            world.announce();
            args(&["--json", "run", "--date", world.day()])
        },
        ..run("fetch", &["fetch"])
    },
    run("judge", &["filter", "rank", "judge", "judge"]),
    run("report", &["trend", "store"]),
    Operation {
        counted: "report",
        ..other("again", |world| args(&["--json", "run", "--again", "--date", world.day()]))
    },
    other("star", |world| {
        let what = ["star", "unstar", "later", "done", "read", "unread"][world.random.usize(0..6)];
        args(&["mark", &world.paper(), what])
    }),
    other("tag", |world| args(&["mark", &world.paper(), &format!("tag:t{}", world.random.u32(..))])),
    other("note", |world| {
        let text = match world.random.u32(0..6) {
            0 => String::new(),
            _ => format!("笔记 {} {}", world.random.u32(..), "什么都不能丢".repeat(world.random.usize(0..400))),
        };
        args(&["note", &world.paper(), &text])
    }),
    other("override", |world| {
        let decision = ["recommend", "borderline", "skip", "none"][world.random.usize(0..4)];
        args(&["override", &world.paper(), decision])
    }),
    other("backup", |world| args(&["backup", &world.new_backup()])),
    other("restore", |world| args(&["restore", &world.some_backup()])),
];

fn args(all: &[&str]) -> Vec<String> {
    all.iter().map(|one| (*one).to_owned()).collect()
}

/// What this knows about one data folder.
struct World {
    random: fastrand::Rng,
    app: App,
    arxiv: Arxiv,
    model: Model,
    /// The newest day that arXiv announced.
    announced: usize,
    /// What is stored, as it was acknowledged.
    kept: Kept,
    /// Backups that were acknowledged, and what they hold.
    backups: BTreeMap<String, Kept>,
    backups_named: u32,
    /// How long an operation takes that is not killed.
    takes: BTreeMap<&'static str, Duration>,
}

impl World {
    fn new(seed: u64) -> Self {
        let arxiv = Arxiv::start(day(0));
        let model = Model::spawn(Script::new().latency(Duration::from_millis(25)));
        let url = model.base_url();
        let judge = Judge::Model { url: &url, concurrency: 3, timeout_seconds: 20 };
        let app = App::new(&Settings { judge, ..Settings::new(&arxiv) });
        let mut world = Self {
            random: fastrand::Rng::with_seed(seed),
            app,
            arxiv,
            model,
            announced: 0,
            kept: Kept::default(),
            backups: BTreeMap::new(),
            backups_named: 0,
            takes: BTreeMap::new(),
        };
        // A first day, whole, so that there is something to do and to lose.
        let run = world.app.run(&["run", "--date", DAYS[0]]);
        run.exits(0);
        world.takes.insert("run", run.took);
        world.kept = world.look();
        assert_eq!(world.kept.judged.len(), PAPERS as usize);
        world.announce();
        world
    }

    /// arXiv announces the next day, if there is one.
    fn announce(&mut self) {
        if self.announced + 1 < DAYS.len() {
            self.announced += 1;
            self.arxiv.publish(day(self.announced));
        }
    }

    fn day(&self) -> &'static str {
        DAYS[self.announced]
    }

    fn paper(&mut self) -> String {
        format!("2601.{:05}", self.random.u32(1..=PAPERS))
    }

    fn new_backup(&mut self) -> String {
        self.backups_named += 1;
        self.app.temp().join(format!("backup-{}.sqlite", self.backups_named)).display().to_string()
    }

    /// A backup that was acknowledged; there is always one.
    fn some_backup(&mut self) -> String {
        if self.backups.is_empty() {
            let path = self.new_backup();
            self.app.run(&["backup", &path]).exits(0);
            self.backups.insert(path, self.kept.clone());
        }
        let n = self.random.usize(0..self.backups.len());
        self.backups.keys().nth(n).cloned().unwrap()
    }

    /// Reads a copy of the files: a look at the files themselves would mend what a kill left.
    fn look(&self) -> Kept {
        let copy = tempfile::tempdir().unwrap();
        for end in ["", "-wal", "-journal"] {
            let from = self.app.data().join(format!("digests.sqlite{end}"));
            if from.exists() {
                fs::copy(&from, copy.path().join(from.file_name().unwrap())).unwrap();
            }
        }
        read(&copy.path().join("digests.sqlite"))
    }

    /// Does one operation and kills it at a random moment. The moment's name, or None when it ended before.
    fn once(&mut self, operation: &Operation) -> Option<String> {
        let arguments = (operation.arguments)(self);
        let before = self.kept.clone();
        let asked_before = self.model.calls();
        let longest = self.takes.get(operation.name).copied().unwrap_or(Duration::from_millis(400));
        let wait = longest.mul_f64(self.random.f64() * 1.1);
        let borrowed: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let start = Instant::now();
        // Half of the lists are cut off while they come, half while they are stored.
        let trickles = operation.name == "fetch" && self.random.bool();
        self.arxiv.fault(if trickles { Fault::Slow(Duration::from_millis(1)) } else { Fault::None });
        let mut running = self.app.start(&borrowed);
        if operation.stages.is_empty() {
            std::thread::sleep(wait.saturating_sub(start.elapsed()));
        } else {
            let stage = operation.stages[self.random.usize(0..operation.stages.len())];
            wait_for(&mut running, stage);
            let longest = match stage {
                "fetch" => 80,
                "judge" => 200,
                _ => 30,
            };
            std::thread::sleep(Duration::from_millis(self.random.u64(0..longest)));
        }
        let outcome = running.kill();
        self.arxiv.fault(Fault::None);
        let what = format!("{arguments:?} killed after {wait:?}: {outcome:?}");
        assert!(matches!(outcome.code, None | Some(0)), "{what}");
        if outcome.code == Some(0) {
            self.takes.insert(operation.name, outcome.took.min(longest));
        } else {
            // It takes longer than was thought.
            self.takes.insert(operation.name, longest.mul_f64(1.03).min(Duration::from_secs(6)));
        }
        let now = self.look();
        self.check(operation, &arguments, &outcome, &before, &now, &what);
        self.check_calls(asked_before, &before, &what);
        self.kept = now;
        if operation.is_run() && outcome.code == Some(0) {
            // There is nothing more to be done in that day.
            self.announce();
        }
        (outcome.code.is_none()).then(|| moment(operation, &outcome.stdout))
    }

    /// Everything that was acknowledged before is there; what this operation was to do is done, or not at all.
    fn check(
        &mut self,
        operation: &Operation,
        arguments: &[String],
        outcome: &Outcome,
        before: &Kept,
        now: &Kept,
        what: &str,
    ) {
        let acknowledged = outcome.code == Some(0);
        match operation.name {
            _ if operation.is_run() => {
                assert_eq!(now.reader, before.reader, "{what}");
                assert!(now.judged.is_superset(&before.judged), "verdicts are gone: {what}");
                // Each count that it printed was of answers that were stored.
                let counted = last_count(&outcome.stdout, "judge");
                let stored = now.judged.iter().filter(|paper| self.of_today(paper)).count() as u64;
                assert!(stored >= counted, "{counted} were judged, {stored} are stored: {what}");
            }
            "star" | "tag" | "note" | "override" => {
                assert_eq!(now.judged, before.judged, "{what}");
                let done = after(before, arguments);
                assert!(
                    now.reader == done || (!acknowledged && now.reader == before.reader),
                    "{:?} {what}",
                    now.reader
                );
            }
            "backup" => {
                assert_eq!(now, before, "{what}");
                let path = Path::new(&arguments[1]);
                if acknowledged || path.exists() {
                    assert_eq!(&read(path), before, "{what}");
                    self.backups.insert(arguments[1].clone(), before.clone());
                }
                // Few are enough.
                while self.backups.len() > 4 {
                    let _ = self.backups.pop_first().map(|(path, _)| fs::remove_file(path));
                }
            }
            "restore" => {
                let wanted = &self.backups[&arguments[1]];
                assert!(now == wanted || (!acknowledged && now == before), "neither the old nor the new: {what}");
            }
            other => panic!("{other} has no check"),
        }
    }

    /// No paper whose verdict was stored is asked for again, and none twice in one run.
    fn check_calls(&self, from: usize, before: &Kept, what: &str) {
        let asked: Vec<String> = self.model.requests()[from..].iter().filter_map(|one| one.paper.clone()).collect();
        let unique: BTreeSet<&String> = asked.iter().collect();
        assert_eq!(unique.len(), asked.len(), "asked twice: {asked:?} {what}");
        let paid_again: Vec<_> = asked.iter().filter(|paper| before.judged.contains(*paper)).collect();
        assert!(paid_again.is_empty(), "paid again: {paid_again:?} {what}");
    }

    fn of_today(&self, paper: &str) -> bool {
        let first = 1 + 100 * self.announced as u32;
        paper[5..].parse::<u32>().is_ok_and(|n| (first..first + PAPERS).contains(&n))
    }

    /// The next start works at once, whatever was left.
    fn check_usable(&mut self) {
        let paper = self.paper();
        let arguments = args(&["mark", &paper, "later"]);
        let borrowed: Vec<&str> = arguments.iter().map(String::as_str).collect();
        self.app.run(&borrowed).exits(0);
        let now = self.look();
        assert_eq!(now.reader, after(&self.kept, &arguments), "after a kill");
        self.kept = now;
    }

    /// The day completes, and the next one begins.
    fn finish_day(&mut self) {
        let before = self.model.calls();
        self.app.run(&["run", "--date", self.day()]).exits(0);
        self.check_calls(before, &self.kept, "the day is completed");
        let ledger = self.app.json(&["ledger", "--date", self.day()]);
        assert_eq!((&ledger["closed"], &ledger["judged"]), (&json!(true), &json!(PAPERS)), "{ledger}");
        self.kept = self.look();
        self.announce();
    }
}

/// The n-th day: papers to judge, and revisions of others.
fn day(n: usize) -> Day {
    let others = days::invented(20_000 + REVISIONS * n as u32, REVISIONS);
    let new = Day { date: date(DAYS[n]), items: days::invented(1 + 100 * n as u32, PAPERS) };
    new.with_revisions(&others, Kind::Replace)
}

/// Until a run tells of a stage, or ends.
fn wait_for(running: &mut Running, stage: &str) {
    let told = |printed: &str| events(printed).any(|event| event["stage"] == stage);
    while !told(&running.printed()) && running.is_running() {
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// The last stage that a run told of, else the operation's own name.
fn moment(operation: &Operation, stdout: &str) -> String {
    let stage = events(stdout).filter_map(|event| event["stage"].as_str().map(str::to_owned)).last();
    let moment = match stage.as_deref() {
        _ if !operation.is_run() => operation.name,
        None => "start",
        Some("fetch") => "fetch",
        Some("filter" | "rank" | "judge") => "judge",
        Some(_) => "report",
    };
    moment.to_owned()
}

fn events(stdout: &str) -> impl Iterator<Item = Value> + '_ {
    // The last line may be cut off.
    stdout.lines().filter_map(|line| serde_json::from_str(line).ok())
}

fn last_count(stdout: &str, stage: &str) -> u64 {
    events(stdout).filter(|event| event["stage"] == stage).filter_map(|event| event["done"].as_u64()).max().unwrap_or(0)
}

/// Kills in one folder.
fn round(seed: u64, kills: u32, counts: &mut Counts) {
    let mut world = World::new(seed);
    let mut killed = 0;
    while killed < kills {
        // Of two that are drawn the one that was killed less: each gets its share, in any order.
        let mut draw = || &OPERATIONS[world.random.usize(0..OPERATIONS.len())];
        let killed_in = |operation: &&Operation| counts.by_moment.get(operation.counted).copied().unwrap_or(0);
        let operation = [draw(), draw()].into_iter().min_by_key(killed_in).unwrap();
        match world.once(operation) {
            Some(moment) => {
                killed += 1;
                *counts.by_moment.entry(moment).or_default() += 1;
                world.check_usable();
                counts.restarts += 1;
            }
            None => counts.finished_before += 1,
        }
        if world.random.u32(0..8) == 0 {
            world.finish_day();
        }
    }
    world.finish_day();
    let checkup = world.app.json(&["doctor"]);
    assert_eq!(checkup["ok"], true, "{checkup}");
    counts.kills += killed;
    counts.answers += world.model.calls() as u32;
}

/// A database of every released schema but the last, which there may be nothing to do for.
fn old_schemas() -> Vec<String> {
    let folder = fs::read_dir(root().join("src-tauri/engine/tests/storms")).unwrap();
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "sql"));
    files.sort();
    files.pop();
    files.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// Kills while an old database is brought to the schema of this version; each time another folder.
fn migrations(seed: u64, kills: u32, counts: &mut Counts) {
    let schemas = old_schemas();
    let mut random = fastrand::Rng::with_seed(seed);
    let mut longest = Duration::from_millis(150);
    let mut killed = 0;
    while killed < kills {
        let app = App::bare();
        let path = app.data().join("digests.sqlite");
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch(&schemas[random.usize(0..schemas.len())]).unwrap();
        drop(connection);
        let before = read_old(&path);
        let running = app.start(&["show", "--date", "2026-01-09"]);
        std::thread::sleep(longest.mul_f64(random.f64()));
        let outcome = running.kill();
        if outcome.code.is_none() {
            killed += 1;
            *counts.by_moment.entry("migrate".into()).or_default() += 1;
        } else {
            outcome.exits(0);
            counts.finished_before += 1;
            longest = outcome.took;
        }
        app.run(&["show", "--date", "2026-01-09"]).exits(0);
        counts.restarts += 1;
        assert_eq!(read_old(&path), before, "rows of the old schema");
        read(&path);
        let backups = fs::read_dir(app.data().join("backups")).unwrap().count();
        assert!(backups >= 1, "a migration begins with a backup");
    }
    counts.kills += killed;
}

fn read_old(path: &Path) -> Vec<u32> {
    let connection = Connection::open(path).unwrap();
    let tables = ["papers", "announced", "verdicts", "digests", "entries", "trends", "runs", "marks", "tags"];
    let count = |table| connection.query_row(&format!("SELECT COUNT(*) FROM {table}"), [], |row| row.get(0)).unwrap();
    tables.into_iter().map(count).collect()
}

#[test]
fn nothing_that_was_acknowledged_is_lost_to_fifty_kills() {
    let mut counts = Counts::default();
    let (mut first, mut second, mut third) = (Counts::default(), Counts::default(), Counts::default());
    // Side by side: each waits for its program and for the disk most of the while.
    std::thread::scope(|scope| {
        let all = [
            scope.spawn(|| round(1, 22, &mut first)),
            scope.spawn(|| round(2, 22, &mut second)),
            scope.spawn(|| migrations(3, 6, &mut third)),
        ];
        all.into_iter().for_each(|one| one.join().expect("nothing is lost"));
    });
    for one in [first, second, third] {
        add(&mut counts, one);
    }
    println!("{counts:?}");
    assert!(counts.kills >= 50, "{counts:?}");
    for moment in ["fetch", "judge", "report", "star", "note", "override", "backup", "restore", "migrate"] {
        assert!(counts.by_moment.contains_key(moment), "no kill in {moment}: {counts:?}");
    }
}

/// `make torture`: `TORTURE_KILLS` more kills, counted in `target/torture.json` beside those of before. A failure names
/// its seed, and leaves the counts of what went well.
#[test]
#[ignore = "hours: make torture"]
fn torture() {
    let wanted: u32 = std::env::var("TORTURE_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000);
    let file = counts::file();
    let mut done = 0;
    while done < wanted {
        let mut total = counts::stored(&file);
        let seed = total.0 + 1;
        println!("seed {seed}: {} kills so far, 0 lost", total.1.kills);
        let mut counts = Counts::default();
        if seed % 8 == 0 {
            migrations(seed, KILLS_OF_A_FOLDER, &mut counts);
        } else {
            round(seed, KILLS_OF_A_FOLDER, &mut counts);
        }
        done += counts.kills;
        add(&mut total.1, counts);
        counts::store(&file, seed, &total.1);
    }
    println!("{}", fs::read_to_string(&file).unwrap());
}
