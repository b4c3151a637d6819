//! Proof by force, below the program: power cuts, full disks, broken files, and every step of a migration. What was
//! acknowledged is recorded here, not asked of the app.

mod damage;
mod vfs;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use engine::{
    digest::MarkKind,
    error::Code,
    paper::ArxivId,
    store::{DigestKey, Store, health},
};
use jiff::{Timestamp, civil::date};
use rusqlite::{Connection, ffi};

use vfs::{Event, after_power_cut, files, record};

/// A database of every released schema, oldest first.
const SCHEMAS: [&str; 7] = [
    include_str!("schema-001.sql"),
    include_str!("schema-002.sql"),
    include_str!("schema-003.sql"),
    include_str!("schema-004.sql"),
    include_str!("schema-005.sql"),
    include_str!("schema-006.sql"),
    include_str!("schema-007.sql"),
];

fn database(folder: &Path) -> std::path::PathBuf {
    folder.join("digests.sqlite")
}

fn id(n: usize) -> ArxivId {
    format!("2601.{n:05}").parse().unwrap()
}

fn now() -> Timestamp {
    "2026-01-09T12:00:00Z".parse().unwrap()
}

#[track_caller]
fn check_healthy(folder: &Path, what: &str) {
    let found = health::look(&database(folder)).unwrap_or_else(|err| panic!("{what}: {err}"));
    assert_eq!([found.broken, found.dangling, found.open_ledgers].concat(), Vec::<String>::new(), "{what}");
}

/// Writes the files of a folder as a power cut left them.
fn lay_out(files: &BTreeMap<String, Vec<u8>>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// Every row of every table that a database of the first schemas has, as text.
fn rows(path: &Path, tables: &[String]) -> BTreeMap<String, BTreeSet<String>> {
    let connection = Connection::open(path).unwrap();
    let read = |table: &String| -> BTreeSet<String> {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| {
            let values = (0..columns).map(|column| row.get_ref(column).map(|value| format!("{value:?}")));
            Ok(values.collect::<rusqlite::Result<Vec<_>>>()?.join("|"))
        });
        rows.unwrap().collect::<rusqlite::Result<_>>().unwrap()
    };
    tables.iter().map(|table| (table.clone(), read(table))).collect()
}

fn tables(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let mut statement =
        connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
}

/// A database as an earlier version left it.
fn of_schema(folder: &Path, sql: &str) {
    let connection = Connection::open(database(folder)).unwrap();
    connection.pragma_update(None, "journal_mode", "wal").unwrap();
    connection.execute_batch(sql).unwrap();
}

/// What a database is made of, by name.
fn schema(connection: &Connection) -> BTreeMap<String, String> {
    let mut statement = connection
        .prepare("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'")
        .unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

#[test]
fn a_released_migration_makes_what_it_made_when_it_was_released() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/migrations");
    let mut migrations: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    migrations.sort();
    assert!(migrations.len() >= SCHEMAS.len());
    let made = Connection::open_in_memory().unwrap();
    for (n, (migration, fixture)) in migrations.iter().zip(SCHEMAS).enumerate() {
        made.execute_batch(&fs::read_to_string(migration).unwrap()).unwrap();
        let released = Connection::open_in_memory().unwrap();
        released.execute_batch(fixture).unwrap();
        assert_eq!(schema(&made), schema(&released), "{}", migration.display());
        let version: usize =
            released.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0)).unwrap() as usize;
        assert_eq!(version, n + 1);
    }
}

#[test]
fn a_database_of_every_released_schema_is_brought_up_to_date() {
    for (n, sql) in SCHEMAS.iter().enumerate() {
        let what = format!("schema {}", n + 1);
        let folder = tempfile::tempdir().unwrap();
        of_schema(folder.path(), sql);
        let tables = tables(&database(folder.path()));
        let before = rows(&database(folder.path()), &tables);
        for (table, rows) in &before {
            assert!(!rows.is_empty(), "{what}: the fixture has no row in {table}");
        }
        let store = Store::open(&database(folder.path())).unwrap();
        let key = DigestKey { profile: "finance-ai", date: date(2026, 1, 9) };
        let row = store.digest_row(key).unwrap().expect("the digest of the fixture");
        let digest = store.digest(&row).unwrap();
        assert_eq!((digest.papers.len(), digest.trends.len()), (3, 1), "{what}");
        assert!(store.ledger(&row).unwrap().closed, "{what}");
        assert!(store.marks(&id(1)).unwrap().star, "{what}");
        assert_eq!(store.tags(&id(1)).unwrap(), ["to-read"], "{what}");
        store.mark(&id(3), MarkKind::Star, true, now()).unwrap();
        store.mark(&id(3), MarkKind::Star, false, now()).unwrap();
        drop(store);
        check_healthy(folder.path(), &what);
        let after = rows(&database(folder.path()), &tables);
        for (table, rows) in before {
            // A later migration may add columns at the end.
            let kept = |row: &String| after[&table].iter().any(|now| now == row || now.starts_with(&format!("{row}|")));
            assert!(rows.iter().all(kept), "{what}: a row of {table} is gone");
        }
    }
}

#[test]
fn a_migration_that_is_cut_off_anywhere_leaves_the_old_schema_or_the_new() {
    for (n, sql) in SCHEMAS.iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        of_schema(folder.path(), sql);
        let tables = tables(&database(folder.path()));
        let rows_before = rows(&database(folder.path()), &tables);
        let before = files(folder.path());
        let tape = record(folder.path());
        drop(Store::open(&database(folder.path())).unwrap());
        let events = tape.events();
        let mut versions = BTreeSet::new();
        let mut random = fastrand::Rng::with_seed(n as u64);
        for cut in (0..=events.len()).flat_map(|cut| [cut; 3]) {
            let what = format!("schema {}, cut at {cut} of {}", n + 1, events.len());
            let left = lay_out(&after_power_cut(&before, &events, cut, &mut random));
            let raw = Connection::open(database(left.path())).unwrap();
            versions.insert(raw.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0)).unwrap());
            drop(raw);
            drop(Store::open(&database(left.path())).unwrap_or_else(|err| panic!("{what}: {err}")));
            check_healthy(left.path(), &what);
            let after = rows(&database(left.path()), &tables);
            for (table, rows) in &rows_before {
                assert_eq!(after[table].len(), rows.len(), "{what}: {table}");
            }
        }
        let newest = *versions.last().unwrap();
        assert!(
            versions.contains(&(n as u32 + 1)) && newest as usize >= SCHEMAS.len(),
            "the cuts came before and after: {versions:?}"
        );
    }
}

#[test]
fn what_was_acknowledged_survives_a_power_cut() {
    const CASES: usize = 500;
    let folder = tempfile::tempdir().unwrap();
    drop(Store::open(&database(folder.path())).unwrap());
    let before = files(folder.path());
    let tape = record(folder.path());
    // Three lives of the program: a close is a checkpoint, and so are a thousand pages of the log.
    for life in 0..3 {
        let store = Store::open(&database(folder.path())).unwrap();
        for n in 0..140 {
            let note = format!("{life}-{n}-{}", "什么都不能丢".repeat(60 + n * 7 % 150));
            store.save_note(&id(n), &note, now()).unwrap();
            tape.acknowledge(&format!("note\t{}\t{note}", id(n)));
            let tag = format!("{life}-{n}");
            store.tag(&id(n), &tag, true, now()).unwrap();
            tape.acknowledge(&format!("tag\t{}\t{tag}", id(n)));
        }
    }
    let events = tape.events();
    let wrote =
        |end: &str| events.iter().filter(|e| matches!(e, Event::Write(name, ..) if name.ends_with(end))).count();
    assert!(wrote("-wal") > 400 && wrote("sqlite") > 400, "it went through the log and into the database");
    let mut random = fastrand::Rng::with_seed(8);
    let (mut checked, mut lost) = (0, 0);
    for case in 0..CASES {
        let cut = random.usize(0..=events.len());
        let left = lay_out(&after_power_cut(&before, &events, cut, &mut random));
        let store = Store::open(&database(left.path())).unwrap_or_else(|err| panic!("case {case}, cut {cut}: {err}"));
        // The last note of a paper is the one that counts; every tag does.
        let mut notes = BTreeMap::new();
        for event in &events[..cut] {
            let Event::Acknowledged(said) = event else { continue };
            let [what, paper, text] = said.splitn(3, '\t').collect::<Vec<_>>()[..] else { panic!("{said}") };
            if what == "note" {
                notes.insert(paper, text);
            } else {
                checked += 1;
                lost += usize::from(!store.tags(&paper.parse().unwrap()).unwrap().iter().any(|tag| tag == text));
            }
        }
        for (paper, text) in notes {
            let kept = store.note(&paper.parse().unwrap()).unwrap().map(|note| note.text).unwrap_or_default();
            // What was being written at the cut may be there already.
            let newer = || {
                events[cut..].iter().find_map(|event| match event {
                    Event::Acknowledged(said) => said.strip_prefix(&format!("note\t{paper}\t")),
                    _ => None,
                })
            };
            checked += 1;
            lost += usize::from(kept != text && Some(kept.as_str()) != newer());
        }
        assert_eq!(lost, 0, "case {case}, cut {cut}: of {checked} notes");
        // It is usable at once.
        store.tag(&id(1), "after", true, now()).unwrap();
        drop(store);
        check_healthy(left.path(), &format!("case {case}, cut {cut}"));
    }
    println!("{CASES} power cuts, {checked} notes and tags looked for, {lost} lost");
    assert!(checked > CASES * 50);
}

#[test]
fn a_disk_that_fails_loses_nothing_and_is_used_again_when_it_is_back() {
    const POINTS: u64 = 60;
    for (code, said) in [(ffi::SQLITE_FULL, "no space left"), (ffi::SQLITE_IOERR, "disk I/O error")] {
        let (mut met, mut refused) = (0, 0);
        for point in 0..POINTS {
            let what = format!("{said} from change {point} on");
            let folder = tempfile::tempdir().unwrap();
            drop(Store::open(&database(folder.path())).unwrap());
            let tape = record(folder.path());
            let store = Store::open(&database(folder.path())).unwrap();
            tape.fail_after(point, code);
            let mut acknowledged = Vec::new();
            for n in 0..40 {
                let note = format!("{n}-{}", "字".repeat(3_000));
                match store.tag(&id(n), &note, true, now()) {
                    Ok(()) => acknowledged.push((n, note)),
                    Err(error) => {
                        refused += 1;
                        assert_eq!(error.code, Code::Disk, "{what}: {error}");
                        assert!(error.message.contains(said), "{what}: {error}");
                        assert!(!error.what_to_do.is_empty());
                    }
                }
                if n == 30 {
                    met += usize::from(tape.heal());
                }
            }
            // The same store, without a restart.
            store.tag(&id(99), "after", true, now()).unwrap_or_else(|err| panic!("{what}: {err}"));
            for (n, note) in &acknowledged {
                assert!(store.tags(&id(*n)).unwrap().contains(note), "{what}: note {n} is gone");
            }
            assert!(acknowledged.len() >= 9, "{what}: after it healed {} were kept", acknowledged.len());
            drop(store);
            check_healthy(folder.path(), &what);
        }
        println!("{said}: {met} points met, {refused} writes refused");
        assert!(met as u64 >= POINTS * 9 / 10 && refused > 0, "the faults were met: {met}");
    }
}

#[test]
fn a_store_whose_folder_is_gone_says_so_and_works_when_it_is_back() {
    let place = tempfile::tempdir().unwrap();
    let (folder, away) = (place.path().join("data"), place.path().join("away"));
    fs::create_dir(&folder).unwrap();
    let store = Store::open(&database(&folder)).unwrap();
    let write = |name: &str| store.tag(&id(1), name, true, now());
    write("before").unwrap();
    fs::rename(&folder, &away).unwrap();
    let error = write("while it is away").unwrap_err();
    assert_eq!(error.code, Code::Disk);
    assert!(error.message.contains("no longer there"), "{error}");
    assert!(store.tags(&id(1)).is_err(), "what is read is not from nowhere");
    fs::rename(&away, &folder).unwrap();
    write("after").unwrap();
    assert_eq!(store.tags(&id(1)).unwrap(), ["after", "before"]);
    // A copy in its place, as from another disk: another file under the same name.
    drop(Connection::open(database(&folder)).unwrap().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)"));
    let copy = fs::read(database(&folder)).unwrap();
    fs::rename(&folder, &away).unwrap();
    fs::create_dir(&folder).unwrap();
    fs::write(database(&folder), copy).unwrap();
    write("on the copy").unwrap();
    let seen = Connection::open(database(&folder)).unwrap();
    let tags: u32 = seen.query_row("SELECT COUNT(*) FROM tags", [], |row| row.get(0)).unwrap();
    assert_eq!(tags, 3, "it is written where the path leads, not to the file that was moved away");
}

#[test]
fn a_newer_database_is_read_and_never_written() {
    let folder = tempfile::tempdir().unwrap();
    of_schema(folder.path(), SCHEMAS[1]);
    drop(Store::open(&database(folder.path())).unwrap());
    let raw = Connection::open(database(folder.path())).unwrap();
    raw.execute_batch("ALTER TABLE papers ADD COLUMN of_the_future TEXT; PRAGMA user_version = 9999;").unwrap();
    drop(raw);
    let before = fs::read(database(folder.path())).unwrap();
    let store = Store::open(&database(folder.path())).unwrap();
    let key = DigestKey { profile: "finance-ai", date: date(2026, 1, 9) };
    let row = store.digest_row(key).unwrap().unwrap();
    assert_eq!(store.digest(&row).unwrap().papers.len(), 3, "it is shown");
    let trouble = store.trouble().expect("it is said");
    assert!(trouble.message.contains("newer version") && trouble.message.contains("schema 9999"), "{trouble}");
    assert_eq!(store.mark(&id(1), MarkKind::Read, true, now()), Err(trouble));
    drop(store);
    assert_eq!(fs::read(database(folder.path())).unwrap(), before);
}

#[test]
fn a_clean_close_leaves_one_file_and_a_crash_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&database(folder.path())).unwrap();
    store.tag(&id(1), "a", true, now()).unwrap();
    assert_eq!(store.tags(&id(1)).unwrap(), ["a"]);
    let crashed = files(folder.path());
    drop(store);
    let names: Vec<String> = files(folder.path()).into_keys().collect();
    assert_eq!(names, ["digests.sqlite", "digests.sqlite.open"]);

    // As a crash left it, with a page that the crash broke: it is found at the next start.
    assert!(crashed.contains_key("digests.sqlite-wal"));
    let whole = lay_out(&crashed);
    assert_eq!(Store::open(&database(whole.path())).unwrap().tags(&id(1)).unwrap(), ["a"]);
    let mut broken = crashed;
    let log = broken.get_mut("digests.sqlite-wal").unwrap();
    log.truncate(0);
    log.extend_from_slice(b"something");
    let page = broken.get_mut("digests.sqlite").unwrap();
    let last = page.len() - 4096;
    page[last..last + 100].fill(0xEE);
    let broken = lay_out(&broken);
    let error = Store::open(&database(broken.path())).err().expect("it is noticed");
    assert_eq!(error.code, Code::Damaged, "{error}");
}

#[test]
fn on_a_network_volume_there_is_no_write_ahead_log() {
    let folder = tempfile::tempdir().unwrap();
    let opening = engine::store::Opening { network: true, before_migration: &|| Ok(()) };
    let store = Store::open_with(&database(folder.path()), &opening).unwrap();
    store.tag(&id(1), "a", true, now()).unwrap();
    assert_eq!(store.tags(&id(1)).unwrap(), ["a"]);
    let names: Vec<String> = files(folder.path()).into_keys().collect();
    assert_eq!(names, ["digests.sqlite", "digests.sqlite.open"]);
}
