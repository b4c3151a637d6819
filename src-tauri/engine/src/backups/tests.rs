//! Which backups are kept over the years, that a copy is good, and that every way back ends well.

use std::{fs, path::PathBuf};

use jiff::{Timestamp, ToSpan as _, civil::date, tz::TimeZone};
use rusqlite::Connection;

use super::*;
use crate::{
    digest::MarkKind,
    paper::ArxivId,
    store::{Store, backup},
};

fn plenty(_: &Path) -> Volume {
    Volume { free: Some(1 << 40), network: false }
}

fn full(_: &Path) -> Volume {
    Volume { free: Some(1 << 20), network: false }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn around(folder: &Folder, now: Timestamp) -> Around<'_> {
    Around { folder, now, zone: TimeZone::UTC, volume: plenty, holder: "test" }
}

fn id(n: u32) -> ArxivId {
    format!("2601.{n:05}").parse().unwrap()
}

/// A folder whose database holds a finished digest and a star for each paper.
struct Kept {
    _place: tempfile::TempDir,
    folder: Folder,
}

impl Kept {
    fn new(papers: u32) -> Self {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(&place.path().join("data")).unwrap();
        fs::write(folder.settings(), "[ui]\ntheme = \"dark\"\n").unwrap();
        fs::create_dir_all(folder.profiles()).unwrap();
        fs::write(folder.profiles().join("mine.toml"), "name = \"Mine\"\n").unwrap();
        drop(Store::open(&folder.database()).unwrap());
        let raw = Connection::open(folder.database()).unwrap();
        raw.execute_batch("BEGIN").unwrap();
        for n in 0..papers {
            let id = id(n);
            let text = format!("A long enough text about paper {n}, so that rows fill pages. ").repeat(8);
            raw.execute(
                "INSERT INTO papers VALUES (?1, 1, ?2, ?3, '[\"A\"]', '[\"cs.CL\"]', NULL, 'https://arxiv.org')",
                rusqlite::params![id.as_str(), format!("Title {n}"), text],
            )
            .unwrap();
            raw.execute("INSERT INTO notes VALUES (?1, ?2, 1767900000)", [id.as_str(), &format!("note {n}")]).unwrap();
        }
        raw.execute_batch("COMMIT").unwrap();
        drop(raw);
        Self { _place: place, folder }
    }

    fn store(&self) -> Store {
        super::open(&around(&self.folder, at("2026-01-09T12:00:00Z"))).unwrap()
    }
}

#[test]
fn seven_days_four_weeks_and_three_before_are_kept() {
    let mut kept: Vec<Named> = Vec::new();
    let mut day = date(2026, 1, 1);
    for n in 0..800 {
        let now = day.at(9, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
        kept.push(Named { path: name(now, BackupKind::Daily).into(), at: now, kind: BackupKind::Daily });
        if n % 10 == 0 {
            kept.push(Named { path: name(now, BackupKind::Before).into(), at: now, kind: BackupKind::Before });
            kept.push(Named { path: name(now, BackupKind::Asked).into(), at: now, kind: BackupKind::Asked });
        }
        if (3..7).contains(&n) {
            let path = name(now, BackupKind::Before).replace(".sqlite", "-migration.sqlite");
            kept.push(Named { path: path.into(), at: now, kind: BackupKind::Before });
        }
        kept.sort_by(|a, b| (b.at, &b.path).cmp(&(a.at, &a.path)));
        let mut daily = 0;
        for one in kept.iter_mut().filter(|one| one.kind == BackupKind::Daily || one.kind == BackupKind::Weekly) {
            daily += 1;
            one.kind = if daily > DAILY { BackupKind::Weekly } else { BackupKind::Daily };
        }
        let gone = surplus(&kept);
        kept.retain(|one| !gone.contains(&one.path));
        day = day.checked_add(1.day()).unwrap();
    }
    let of = |kind| -> Vec<String> {
        let of_kind = kept.iter().filter(|one| one.kind == kind);
        of_kind.map(|one| one.at.to_zoned(TimeZone::UTC).date().to_string()).collect()
    };
    // The last day is 2028-03-10, a Friday.
    let daily: Vec<String> = (4..=10).rev().map(|day| format!("2028-03-{day:02}")).collect();
    assert_eq!(of(BackupKind::Daily), daily);
    assert_eq!(of(BackupKind::Weekly), ["2028-03-03", "2028-02-27", "2028-02-20", "2028-02-13"]);
    assert_eq!(of(BackupKind::Before)[3..], ["2026-01-07", "2026-01-06", "2026-01-05"], "restores leave migrations");
    assert_eq!(of(BackupKind::Asked).len(), 80, "what the reader asked for is the reader's");
}

#[test]
fn a_name_tells_when_and_why() {
    let moment = at("2026-01-09T10:15:00Z");
    for kind in [BackupKind::Daily, BackupKind::Before, BackupKind::Asked] {
        for why in ["", MIGRATION, "-2"] {
            let path = PathBuf::from("b").join(name(moment, kind).replace(".sqlite", &format!("{why}.sqlite")));
            assert_eq!(named(path.clone()), Some(Named { path, at: moment, kind }));
        }
    }
    for other in ["digests.sqlite", "digests-20260109T101500Z-daily.sqlite.part", "digests-x-daily.sqlite", "notes.txt"]
    {
        assert_eq!(named(other.into()), None, "{other}");
    }
}

#[test]
fn a_backup_is_one_whole_file_and_says_what_it_holds() {
    let kept = Kept::new(300);
    let store = kept.store();
    let made = make(&around(&kept.folder, at("2026-01-09T12:00:00Z")), BackupKind::Asked, None).unwrap();
    assert_eq!((made.papers, made.digests, made.notes), (300, 0, 300));
    assert_eq!(list(&kept.folder).unwrap(), std::slice::from_ref(&made));
    assert_eq!(newest_good(&kept.folder).unwrap(), Some(made.clone()));
    // Bytes 18 and 19 of the header are 1: no WAL belongs to it. Source: sqlite.org/fileformat2.html.
    assert_eq!(fs::read(&made.path).unwrap()[18..20], [1, 1]);
    let files: Vec<String> = fs::read_dir(kept.folder.backups())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(files, ["digests-20260109T120000Z-asked.sqlite"], "nothing lies beside it");
    drop(store);
}

#[test]
fn what_comes_back_is_what_was_kept() {
    let kept = Kept::new(40);
    let store = kept.store();
    let around = around(&kept.folder, at("2026-01-09T12:00:00Z"));
    let backup = make(&around, BackupKind::Asked, None).unwrap();
    store.mark(&id(1), MarkKind::Star, true, around.now).unwrap();
    fs::remove_file(kept.folder.profiles().join("mine.toml")).unwrap();
    fs::write(kept.folder.settings(), "[ui]\ntheme = \"light\"\n").unwrap();

    let restored = restore(&around, &backup.path, Some(&store)).unwrap();
    assert!(!store.marks(&id(1)).unwrap().star, "the open store reads what was restored");
    assert_eq!(restored.brought_back, ["profiles/mine.toml"]);
    assert_eq!(restored.left, ["settings.toml"]);
    assert_eq!(fs::read_to_string(kept.folder.settings()).unwrap(), "[ui]\ntheme = \"light\"\n");
    let beside = fs::read_to_string(kept.folder.path().join("settings.toml.from-backup")).unwrap();
    assert_eq!(beside, "[ui]\ntheme = \"dark\"\n");
    store.mark(&id(2), MarkKind::Star, true, around.now).unwrap();
    // And back again: the database of before was kept.
    restore(&around, &restored.kept_as, Some(&store)).unwrap();
    assert!(store.marks(&id(1)).unwrap().star && !store.marks(&id(2)).unwrap().star);
    assert_eq!(health_of(&kept), Vec::<String>::new());
}

fn health_of(kept: &Kept) -> Vec<String> {
    let found = crate::store::health::look(&kept.folder.database()).unwrap();
    [found.broken, found.dangling, found.open_ledgers].concat()
}

#[test]
fn a_backup_that_is_not_good_is_refused_and_nothing_changes() {
    let kept = Kept::new(40);
    let store = kept.store();
    let around = around(&kept.folder, at("2026-01-09T12:00:00Z"));
    let good = make(&around, BackupKind::Asked, None).unwrap().path;
    let bytes = fs::read(&good).unwrap();
    let changed = |what: &str, bytes: Vec<u8>| {
        let path = kept.folder.path().join(what);
        fs::write(&path, bytes).unwrap();
        path
    };
    let letter = bytes.windows(8).position(|w| w == b"Title 7\xff" || w.starts_with(b"Title 7")).unwrap();
    let mut typo = bytes.clone();
    typo[letter] = b'L';
    let mut page = bytes.clone();
    page[8192..8200].fill(0xA5);
    let newer = {
        let path = changed("newer", bytes.clone());
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 999).unwrap();
        path
    };
    for (path, code) in [
        (changed("one letter", typo), Code::Damaged),
        (changed("a page", page), Code::Damaged),
        (changed("half", bytes[..bytes.len() / 2].to_vec()), Code::Damaged),
        (changed("empty", Vec::new()), Code::Damaged),
        (changed("no database", b"hello".repeat(1000)), Code::Damaged),
        (newer, Code::Damaged),
        (kept.folder.path().join("not there"), Code::NotFound),
    ] {
        let error = restore(&around, &path, Some(&store)).unwrap_err();
        assert_eq!(error.code, code, "{}: {error}", path.display());
        assert!(!error.what_to_do.is_empty());
        store.mark(&id(3), MarkKind::Later, true, around.now).unwrap();
    }
    assert_eq!(health_of(&kept), Vec::<String>::new());
}

#[test]
fn no_backup_is_begun_without_space_for_it() {
    let kept = Kept::new(10);
    let around = Around { volume: full, ..around(&kept.folder, at("2026-01-09T12:00:00Z")) };
    let error = make(&around, BackupKind::Asked, None).unwrap_err();
    assert_eq!(error.code, Code::Disk);
    assert!(error.message.contains("needs 17 MB") && error.message.contains("1 MB are free"), "{error}");
    assert_eq!(list(&kept.folder).unwrap(), []);
}

#[test]
fn the_day_s_backup_is_made_once_and_only_of_something() {
    let empty = Kept::new(0);
    let damage = Mutex::default();
    care(&around(&empty.folder, at("2026-01-09T12:00:00Z")), &damage);
    assert_eq!(list(&empty.folder).unwrap(), []);
    let kept = Kept::new(5);
    for (now, backups) in [
        ("2026-01-09T08:00:00Z", 1),
        ("2026-01-09T23:00:00Z", 1),
        ("2026-01-10T01:00:00Z", 2),
        // A clock that is set back makes one of that day.
        ("2026-01-08T01:00:00Z", 3),
    ] {
        care(&around(&kept.folder, at(now)), &damage);
        assert_eq!(list(&kept.folder).unwrap().len(), backups, "{now}");
        assert_eq!(*damage.lock().unwrap(), None);
    }
}

#[test]
fn a_letter_that_changed_by_itself_is_noticed_before_it_is_backed_up() {
    let kept = Kept::new(30);
    let damage = Mutex::default();
    care(&around(&kept.folder, at("2026-01-09T08:00:00Z")), &damage);
    let mut bytes = fs::read(kept.folder.database()).unwrap();
    let letter = bytes.windows(7).position(|window| window == b"note 17").unwrap();
    bytes[letter] = b'v';
    fs::write(kept.folder.database(), bytes).unwrap();
    care(&around(&kept.folder, at("2026-01-10T08:00:00Z")), &damage);
    let error = damage.lock().unwrap().clone().expect("it is noticed");
    assert!(error.message.contains("1 notes are not as they were"), "{error}");
    assert!(error.what_to_do.contains("restore \""), "{error:?}");
    assert_eq!(list(&kept.folder).unwrap().len(), 1, "the copy that differs is not kept");
}

#[test]
fn what_the_app_itself_changes_is_no_damage() {
    let kept = Kept::new(5);
    let damage = Mutex::default();
    let change = |sql: &str| Connection::open(kept.folder.database()).unwrap().execute_batch(sql).unwrap();
    change(
        "UPDATE papers SET abstract = '' WHERE id = '2601.00001'; UPDATE notes SET updated_at = 1767945599 WHERE paper = '2601.00004'",
    );
    care(&around(&kept.folder, at("2026-01-09T08:00:00Z")), &damage);
    change(
        "UPDATE papers SET title = 'Completed', abstract = 'now known' WHERE id = '2601.00001';
         UPDATE notes SET text = 'saved again', updated_at = updated_at + 60 WHERE paper = '2601.00002';
         DELETE FROM notes WHERE paper = '2601.00003';
         UPDATE notes SET text = 'twice in the second of the backup' WHERE paper = '2601.00004'",
    );
    care(&around(&kept.folder, at("2026-01-10T08:00:00Z")), &damage);
    assert_eq!(*damage.lock().unwrap(), None);
    assert_eq!(list(&kept.folder).unwrap().len(), 2);
}

#[test]
fn a_damaged_database_is_set_aside_and_the_newest_good_backup_is_offered() {
    let break_it: [(&str, fn(&Path)); 5] = [
        ("no database", |path| fs::write(path, b"hello".repeat(2000)).unwrap()),
        ("empty", |path| fs::write(path, b"").unwrap()),
        ("gone", |path| fs::remove_file(path).unwrap()),
        ("header", |path| {
            let mut bytes = fs::read(path).unwrap();
            bytes[..16].fill(0);
            fs::write(path, bytes).unwrap();
        }),
        ("the first page", |path| {
            let mut bytes = fs::read(path).unwrap();
            bytes[100..4096].fill(0x77);
            fs::write(path, bytes).unwrap();
        }),
    ];
    for (what, break_it) in break_it {
        let kept = Kept::new(30);
        let around = around(&kept.folder, at("2026-01-09T12:00:00Z"));
        let older =
            make(&Around { now: at("2026-01-08T12:00:00Z"), ..around.clone() }, BackupKind::Daily, None).unwrap();
        let newer = make(&around, BackupKind::Daily, None).unwrap();
        fs::write(&newer.path, "a backup can go bad too").unwrap();
        break_it(&kept.folder.database());
        let left = fs::read(kept.folder.database()).ok();
        let error = super::open(&around).err().unwrap_or_else(|| panic!("{what}: it opened"));
        assert_eq!(error.code, Code::Damaged, "{what}: {error}");
        assert!(error.what_to_do.contains(&*older.path.to_string_lossy()), "{what}: {error:?}");
        assert_eq!(fs::read(kept.folder.database()).ok(), left, "{what}: it is not changed by being looked at");

        let restored = restore(&around, &older.path, None).unwrap();
        assert_eq!(fs::read(&restored.kept_as).ok(), left, "{what}: what was there is kept");
        let store = super::open(&around).unwrap();
        assert_eq!(store.paper(&id(29)).unwrap().unwrap().title, "Title 29", "{what}");
        assert_eq!(health_of(&kept), Vec::<String>::new());
        assert_eq!(backup::about(&kept.folder.database()).unwrap().1.notes, 30);
    }
}
