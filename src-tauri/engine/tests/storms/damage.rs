//! Broken files: each is noticed or harmless, none panics, and the backup brings everything back.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use engine::{
    Engine, Host, Options,
    api::{self, BackupRequest, CheckState, RestoreRequest, types::Nothing},
    clock::FixedClock,
    disk::Volume,
    error::Result,
    notification::Notification,
    verdict::Language,
};
use jiff::tz::TimeZone;
use rusqlite::{Connection, params};

use super::{SCHEMAS, database, now, rows, tables};

const FILES: u64 = 300;

/// What a bit that flips may not change unnoticed.
const NEVER_CHANGED: [&str; 3] = ["papers", "verdicts", "notes"];

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

struct Nobody;

impl Host for Nobody {
    fn progress(&self, _: &api::types::Progress) {}

    fn open_link(&self, _: &url::Url) -> Result<()> {
        Ok(())
    }

    fn notify(&self, _: &Notification) {}

    fn is_focused(&self) -> bool {
        false
    }

    fn name(&self) -> &'static str {
        "test"
    }
}

fn open(folder: &Path) -> Result<Arc<Engine>> {
    let options = Options {
        data_dir: folder.to_owned(),
        profile: None,
        sample: false,
        system_language: Language::Chinese,
        volume: |_| Volume::default(),
    };
    Engine::open(options, Arc::new(FixedClock(now(), TimeZone::UTC)), Arc::new(Nobody)).map(Arc::new)
}

/// A data folder of about a hundred pages: the fixture, and more papers with notes.
fn make(folder: &Path, seed: u64) {
    fs::create_dir_all(folder).unwrap();
    let mut connection = Connection::open(database(folder)).unwrap();
    connection.execute_batch(SCHEMAS[1]).unwrap();
    let transaction = connection.transaction().unwrap();
    let mut random = fastrand::Rng::with_seed(seed);
    for n in 100..220 {
        let id = format!("2601.{n:05}");
        let text: String = (0..random.usize(100..600)).map(|_| random.char('a'..='z')).collect();
        transaction
            .execute(
                "INSERT INTO papers VALUES (?1, 1, ?2, ?3, '[\"Ada Author\"]', '[\"cs.CL\"]', NULL, 'https://arxiv.org')",
                params![id, format!("Title {n}"), text],
            )
            .unwrap();
        let insert =
            "INSERT INTO verdicts SELECT NULL, ?1, 1, ?2, judge, model, prompt_version, profile_hash, text_hash,
            language, decision, analysis, judged_by, basis, flags, score, 0, 0, 0.0, judged_at FROM verdicts LIMIT 1";
        transaction.execute(insert, params![id, format!("hash {n}")]).unwrap();
        transaction
            .execute("INSERT INTO notes VALUES (?1, ?2, 1767900000)", params![id, format!("笔记 {n} {text}")])
            .unwrap();
    }
    transaction.commit().unwrap();
    drop(connection);
    drop(open(folder).unwrap());
}

/// One way to break the files of a folder.
fn break_it(folder: &Path, kind: u64, random: &mut fastrand::Rng) -> String {
    let path = database(folder);
    let mut bytes = fs::read(&path).unwrap();
    let page = |random: &mut fastrand::Rng| random.usize(0..bytes.len() / 4096) * 4096;
    let what = match kind % 8 {
        0 | 1 => {
            let flips = random.usize(1..40);
            for _ in 0..flips {
                let at = random.usize(0..bytes.len());
                bytes[at] ^= 1 << random.u8(0..8);
            }
            format!("{flips} bit flips")
        }
        2 => {
            let to = random.usize(0..bytes.len());
            bytes.truncate(to);
            format!("cut to {to} bytes")
        }
        3 => {
            bytes.clear();
            "empty".to_owned()
        }
        4 => {
            // The log of another database, as a crash leaves it.
            let other = tempfile::tempdir().unwrap();
            make(other.path(), random.u64(..));
            let connection = Connection::open(database(other.path())).unwrap();
            connection.pragma_update(None, "journal_mode", "wal").unwrap();
            let sql = "UPDATE notes SET text = text || ?1";
            connection.execute(sql, [random.u64(..).to_string()]).unwrap();
            fs::copy(other.path().join("digests.sqlite-wal"), folder.join("digests.sqlite-wal")).unwrap();
            "a foreign log".to_owned()
        }
        5 => {
            let (from, to) = (page(random), page(random));
            bytes.copy_within(from..from + 4096, to);
            format!("page {} over page {}", from / 4096, to / 4096)
        }
        6 => {
            // An entry of an index is gone, and the page is whole.
            let connection = Connection::open(&path).unwrap();
            let index = ["verdicts_by_paper", "verdicts_by_inputs", "announced_by_paper", "entries_by_paper"];
            let index = index[random.usize(0..index.len())];
            let of_index = "SELECT rootpage FROM sqlite_master WHERE name = ?1";
            let root: u32 = connection.query_row(of_index, [index], |row| row.get(0)).unwrap();
            drop(connection);
            bytes = fs::read(&path).unwrap();
            let at = (root as usize - 1) * 4096;
            // The number of cells, of the page header: sqlite.org/fileformat2.html#b_tree_pages.
            let cells = u16::from_be_bytes([bytes[at + 3], bytes[at + 4]]);
            bytes[at + 3..at + 5].copy_from_slice(&cells.saturating_sub(1).to_be_bytes());
            format!("the index {index} lost an entry")
        }
        _ => {
            let at = page(random);
            bytes[at..at + 4096].fill(0);
            format!("page {} is zeros", at / 4096)
        }
    };
    fs::write(&path, bytes).unwrap();
    what
}

/// All rows, or None when they cannot all be read.
fn content(folder: &Path) -> Option<BTreeMap<String, std::collections::BTreeSet<String>>> {
    let path = database(folder);
    std::panic::catch_unwind(|| rows(&path, &tables(&path))).ok()
}

#[test]
fn a_broken_file_is_noticed_and_the_backup_brings_everything_back() {
    let place = tempfile::tempdir().unwrap();
    let good = place.path().join("good");
    make(&good, 1);
    let engine = open(&good).unwrap();
    let backup = block_on(api::backup(&engine, BackupRequest::default())).unwrap();
    drop(engine);
    let whole = content(&good).unwrap();
    let backup_name = backup.path.file_name().unwrap().to_owned();
    let mut random = fastrand::Rng::with_seed(300);
    let (mut noticed, mut harmless, mut silent) = (0, 0, Vec::new());
    // Reading broken rows panics in this test, not in the app; the noise of that is not wanted.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let mut problems = Vec::new();
    for n in 0..FILES {
        let folder = place.path().join(n.to_string());
        fs::create_dir_all(folder.join("backups")).unwrap();
        fs::copy(database(&good), database(&folder)).unwrap();
        let backup = folder.join("backups").join(&backup_name);
        fs::copy(good.join("backups").join(&backup_name), &backup).unwrap();
        let what = format!("{n}: {}", break_it(&folder, n, &mut random));

        let engine = match open(&folder) {
            Ok(engine) => engine,
            Err(error) => {
                problems.push(format!("{what}: nothing opens: {error}"));
                continue;
            }
        };
        let checkup = block_on(api::doctor(&engine, Nothing {}));
        let bad = match &checkup {
            Ok(checkup) => checkup.checks.iter().find(|check| check.state == CheckState::Bad).cloned(),
            Err(error) => {
                problems.push(format!("{what}: doctor fails: {error}"));
                None
            }
        };
        match bad {
            Some(check) => {
                noticed += 1;
                if !check.what_to_do.is_some_and(|text| text.contains(&*backup_name.to_string_lossy())) {
                    problems.push(format!("{what}: the backup is not offered: {}", check.found));
                }
            }
            None if content(&folder).is_some_and(|content| content == whole) => harmless += 1,
            // SQLite has no checksums: a bit in a row that may change, in a page that stays whole, is not noticed.
            None => {
                let now = content(&folder).unwrap_or_default();
                let differ: Vec<_> = whole.iter().filter(|(table, rows)| now.get(*table) != Some(*rows)).collect();
                silent.push(format!("{what}: {:?}", differ.iter().map(|(table, _)| table).collect::<Vec<_>>()));
                if differ.iter().any(|(table, _)| NEVER_CHANGED.contains(&table.as_str())) {
                    problems.push(format!("{what}: loss that nothing says"));
                }
            }
        }
        match block_on(api::restore(&engine, RestoreRequest { path: backup })) {
            Ok(restored) if restored.kept_as.exists() => {}
            Ok(_) => problems.push(format!("{what}: what was there is not kept")),
            Err(error) => problems.push(format!("{what}: not restored: {error}")),
        }
        if let Err(error) = engine.tags(&super::id(1)) {
            problems.push(format!("{what}: not usable after the restore: {error}"));
        }
        drop(engine);
        if let Some(after) = content(&folder) {
            for (table, rows) in &whole {
                if table != "memory" && after.get(table) != Some(rows) {
                    problems.push(format!("{what}: {table} is not as it was"));
                }
            }
        } else {
            problems.push(format!("{what}: not readable after the restore"));
        }
        let _ = fs::remove_dir_all(&folder);
    }
    std::panic::set_hook(hook);
    println!("{FILES} broken files: {noticed} noticed, {harmless} harmless, {} silent: {silent:#?}", silent.len());
    assert_eq!(problems, Vec::<String>::new());
    assert!(silent.len() <= FILES as usize / 100, "loss that nothing says: {silent:#?}");
}
