//! Copies of the database that are checked before they count, and the way back from one.
//!
//! A backup is one SQLite file without a WAL: the whole database as it was at one moment, the reader's settings and
//! profiles (`backup_files`), and what it holds (`backup_about`, `backup_sums`). The sums let a copy that aged badly be
//! told from a good one: SQLite itself notices broken pages, but not a letter that changed inside a title.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use rusqlite::{
    Connection, OpenFlags, OptionalExtension as _,
    backup::{Backup, StepResult},
    params,
    types::ValueRef,
};
use sha2::{Digest as _, Sha256};

use super::{Store, connect, health, lock, migrate};
use crate::{
    disk,
    error::{Code, Error, Result},
};

/// Pages that are copied in one go, and the rest between two goes: a backup in the background leaves the disk to the
/// reader.
const PAGES: i32 = 2_000;
const PAUSE: Duration = Duration::from_millis(2);

/// How long a restore waits for others that read or write.
const PATIENCE: Duration = Duration::from_secs(10);

const TABLES: &str = "
    CREATE TABLE backup_about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE backup_sums (name TEXT PRIMARY KEY, rows INTEGER NOT NULL, sum TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE backup_files (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;";

/// What a backup, or a database, holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holds {
    pub papers: u32,
    pub digests: u32,
    pub notes: u32,
}

/// A file beside the database that goes into a backup: its path below the data folder, with `/`, and its bytes.
pub type Beside = (String, Vec<u8>);

/// Copies the database to `target`, which must not be there, and checks the copy: integrity, foreign keys, and the rows of
/// every table against those of the original at the same moment. On disk when this returns; a copy that is not good is
/// taken away again.
pub fn write(database: &Path, target: &Path, beside: &[Beside], at: Timestamp) -> Result<Holds> {
    let written = copy(database, target, beside, at).and_then(|holds| disk::sync(target).map(|()| holds));
    if written.is_err() {
        let _ = fs::remove_file(target);
    }
    written
}

fn copy(database: &Path, target: &Path, beside: &[Beside], at: Timestamp) -> Result<Holds> {
    let source = open(database)?;
    // What is read from here on, by the copy too, is one moment of the database: others go on writing.
    source.execute_batch("BEGIN")?;
    let counted = counts(&source)?;
    let mut target = connect_plain(target)?;
    let backup = Backup::new(&source, &mut target)?;
    backup.run_to_completion(PAGES, PAUSE, None)?;
    drop(backup);
    drop(source);
    target.pragma_update(None, "journal_mode", "delete")?;
    let transaction = target.transaction()?;
    transaction.execute_batch(TABLES)?;
    transaction.execute("INSERT INTO backup_about VALUES ('at', ?1)", [at.to_string()])?;
    for (name, bytes) in beside {
        transaction.execute("INSERT INTO backup_files VALUES (?1, ?2)", params![name, bytes])?;
    }
    for (table, (rows, sum)) in sums(&transaction)? {
        if counted.get(&table) != Some(&rows) {
            return Err(not_good(
                database,
                &format!("{rows} rows of {table} were copied, not {:?}", counted.get(&table)),
            ));
        }
        transaction.execute("INSERT INTO backup_sums VALUES (?1, ?2, ?3)", params![table, rows, sum])?;
    }
    transaction.commit()?;
    match health::problems(&target)?.first() {
        None => Ok(holds(&target)?),
        Some(problem) => Err(super::error::damaged(database, problem)),
    }
}

/// Checks a backup, or any database of this app: integrity, foreign keys, and that every row is still as it was written.
pub fn check(path: &Path) -> Result<Holds> {
    let connection = open(path)?;
    let said = |what: &str| not_good(path, what);
    if let Some(problem) = health::problems(&connection)?.first() {
        return Err(said(problem));
    }
    let version = migrate::version(&connection, path)?;
    if version == 0 || version > migrate::NEWEST {
        let known = migrate::NEWEST;
        return Err(said(&format!("its schema is {version}, and this version of the app knows 1 to {known}")));
    }
    if has_table(&connection, "backup_sums")? {
        let found = sums(&connection)?;
        let mut statement = connection.prepare("SELECT name, rows, sum FROM backup_sums")?;
        let kept = statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
        let kept: BTreeMap<String, (u32, String)> = kept.collect::<rusqlite::Result<_>>()?;
        if let Some((table, _)) = kept.iter().find(|(table, sum)| found.get(*table) != Some(*sum)) {
            return Err(said(&format!("the rows of {table} are not those that were written")));
        }
    }
    holds(&connection).map_err(Error::from)
}

/// What a backup holds, and when it was made if it says so, without checking it.
pub fn about(path: &Path) -> Result<(Option<Timestamp>, Holds)> {
    let connection = open(path)?;
    let at: Option<String> = match has_table(&connection, "backup_about")? {
        true => {
            connection.query_row("SELECT value FROM backup_about WHERE key = 'at'", [], |row| row.get(0)).optional()?
        }
        false => None,
    };
    Ok((at.and_then(|at| at.parse().ok()), holds(&connection)?))
}

/// Makes at `scratch` the database that a backup brings back: checked, in the schema of this version, without what only a
/// backup has. Gives the files that were beside it.
pub fn prepare(backup: &Path, scratch: &Path) -> Result<Vec<Beside>> {
    check(backup)?;
    let _ = fs::remove_file(scratch);
    let mut target = connect_plain(scratch)?;
    let source = open(backup)?;
    Backup::new(&source, &mut target)?.run_to_completion(PAGES, Duration::ZERO, None)?;
    drop(source);
    target.pragma_update(None, "journal_mode", "delete")?;
    target.pragma_update(None, "foreign_keys", true)?;
    let mut beside = Vec::new();
    if has_table(&target, "backup_files")? {
        let mut statement = target.prepare("SELECT name, bytes FROM backup_files")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        beside = rows.collect::<rusqlite::Result<_>>()?;
    }
    for table in ["backup_about", "backup_sums", "backup_files"] {
        target.execute_batch(&format!("DROP TABLE IF EXISTS {table}"))?;
    }
    migrate::run(&mut target, scratch, &|| Ok(()))?;
    // What was derived from the database before is not true of this one.
    target.execute("INSERT OR REPLACE INTO memory VALUES ('store.generation', hex(randomblob(8)))", [])?;
    if let Some(problem) = health::problems(&target)?.first() {
        return Err(not_good(backup, problem));
    }
    drop(target);
    disk::sync(scratch)?;
    Ok(beside)
}

impl Store {
    /// Takes the database that `prepare` made for its own, in one transaction: whoever is killed on the way, this
    /// process or the machine, leaves the one or the other. Other processes see it as a large write.
    pub fn replace_by(&self, scratch: &Path) -> Result<()> {
        if let Some(error) = self.trouble() {
            return Err(error);
        }
        let source = open(scratch)?;
        let mut writer = lock(&self.writer);
        let backup = Backup::new(&source, &mut writer)?;
        let start = Instant::now();
        loop {
            match backup.step(-1)? {
                StepResult::Done => return Ok(()),
                StepResult::Busy | StepResult::Locked if start.elapsed() > PATIENCE => {
                    return Err(Error::new(
                        Code::Busy,
                        "Another process is using the database.",
                        "Wait for its run to end, or close it, and restore again; nothing was changed.",
                    ));
                }
                _ => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }
}

/// Rows of a backup that are gone or changed in the database, of those that nothing ever changes: verdicts, the text of
/// papers, and notes that were not saved since. None is the answer of a healthy disk.
pub fn rows_lost_since(database: &Path, backup: &Path) -> Result<Option<String>> {
    const NEVER_CHANGED: &[(&str, &str)] = &[
        (
            "verdicts",
            "SELECT COUNT(*) FROM kept.verdicts k LEFT JOIN main.verdicts m ON m.id = k.id WHERE (m.paper,
                m.version, m.inputs_hash, m.judge, m.model, m.prompt_version, m.profile_hash, m.text_hash,
                m.language, m.decision, m.analysis, m.judged_by, m.basis, m.flags, m.score, m.input_tokens,
                m.output_tokens, m.cost, m.judged_at) IS NOT (k.paper, k.version, k.inputs_hash, k.judge,
                k.model, k.prompt_version, k.profile_hash, k.text_hash, k.language, k.decision, k.analysis,
                k.judged_by, k.basis, k.flags, k.score, k.input_tokens, k.output_tokens, k.cost, k.judged_at)",
        ),
        (
            "papers",
            // A paper of which only the title was known may be completed.
            "SELECT COUNT(*) FROM kept.papers k JOIN main.papers m ON m.id = k.id AND m.version = k.version
                WHERE k.abstract <> '' AND (m.title, m.abstract, m.authors, m.categories, m.comment, m.url) IS
                NOT (k.title, k.abstract, k.authors, k.categories, k.comment, k.url)",
        ),
        (
            "notes",
            // A note may be saved twice in the second of the backup.
            "SELECT COUNT(*) FROM kept.notes k JOIN main.notes m ON m.paper = k.paper
                WHERE m.updated_at = k.updated_at AND m.text <> k.text
                    AND k.updated_at < unixepoch((SELECT value FROM kept.backup_about WHERE key = 'at')) - 1",
        ),
    ];
    let connection = open(database)?;
    connection.execute("ATTACH ?1 AS kept", [backup.to_string_lossy()])?;
    let known = |table: &str| -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM kept.sqlite_master WHERE type = 'table' AND name = ?1)";
        Ok(connection.query_row(sql, [table], |row| row.get(0))?)
    };
    if !known("backup_about")? {
        return Ok(None);
    }
    for (what, sql) in NEVER_CHANGED {
        let lost: u32 = if known(what)? { connection.query_row(sql, [], |row| row.get(0))? } else { 0 };
        if lost > 0 {
            return Ok(Some(format!("{lost} {what} are not as they were in the backup {}", backup.display())));
        }
    }
    Ok(None)
}

/// What came into the database after a moment, as far as it can still be read.
pub fn since(database: &Path, at: Timestamp) -> Vec<(&'static str, u32)> {
    let Ok(connection) = open(database) else { return Vec::new() };
    [
        ("digests", "SELECT COUNT(*) FROM digests WHERE generated_at > ?1"),
        ("notes", "SELECT COUNT(*) FROM notes WHERE updated_at > ?1"),
        ("overrides", "SELECT COUNT(*) FROM overrides WHERE at > ?1"),
        ("marks", "SELECT COUNT(*) FROM marks WHERE at > ?1"),
        ("tags", "SELECT COUNT(*) FROM tags WHERE at > ?1"),
    ]
    .into_iter()
    .filter_map(|(what, sql)| {
        let count: u32 = connection.query_row(sql, [at.as_second()], |row| row.get(0)).ok()?;
        (count > 0).then_some((what, count))
    })
    .collect()
}

/// Opens a database only to read it.
pub(super) fn open(path: &Path) -> Result<Connection> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, false)
}

/// A database that no other process uses: without a WAL, and synced by whoever wrote it.
fn connect_plain(path: &Path) -> Result<Connection> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE, true)?;
    connection.pragma_update(None, "foreign_keys", false)?;
    Ok(connection)
}

fn has_table(connection: &Connection, name: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1)";
    Ok(connection.query_row(sql, [name], |row| row.get(0))?)
}

fn holds(connection: &Connection) -> rusqlite::Result<Holds> {
    // Notes are there from schema 2 on.
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u32>(0));
    Ok(Holds {
        papers: count("SELECT COUNT(DISTINCT id) FROM papers")?,
        digests: count("SELECT COUNT(*) FROM digests WHERE complete")?,
        notes: count("SELECT COUNT(*) FROM notes").unwrap_or_default(),
    })
}

/// The tables that hold data, and whether their rows are in the order of a rowid.
fn tables(connection: &Connection) -> Result<Vec<(String, bool)>> {
    let mut statement = connection.prepare(
        "SELECT name, NOT wr FROM pragma_table_list
         WHERE schema = 'main' AND type IN ('table', 'shadow') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            AND name NOT LIKE 'backup\\_%' ESCAPE '\\' ORDER BY name",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn counts(connection: &Connection) -> Result<BTreeMap<String, u32>> {
    let count = |(name, _): (String, bool)| -> Result<(String, u32)> {
        let rows = connection.query_row(&format!("SELECT COUNT(*) FROM \"{name}\""), [], |row| row.get(0))?;
        Ok((name, rows))
    };
    tables(connection)?.into_iter().map(count).collect()
}

/// The number of rows and a SHA-256 of all values of every table.
fn sums(connection: &Connection) -> Result<BTreeMap<String, (u32, String)>> {
    let mut all = BTreeMap::new();
    for (table, has_rowid) in tables(connection)? {
        let order = if has_rowid { " ORDER BY rowid" } else { "" };
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{table}\"{order}"))?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        let (mut count, mut sum) = (0, Sha256::new());
        while let Some(row) = rows.next()? {
            count += 1;
            for column in 0..columns {
                let (kind, bytes) = match row.get_ref(column)? {
                    ValueRef::Null => (b'n', Vec::new()),
                    ValueRef::Integer(number) => (b'i', number.to_le_bytes().to_vec()),
                    ValueRef::Real(number) => (b'r', number.to_le_bytes().to_vec()),
                    ValueRef::Text(text) => (b't', text.to_vec()),
                    ValueRef::Blob(bytes) => (b'b', bytes.to_vec()),
                };
                sum.update([kind]);
                sum.update((bytes.len() as u64).to_le_bytes());
                sum.update(&bytes);
            }
        }
        let sum: String = sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        all.insert(table, (count, sum));
    }
    Ok(all)
}

fn not_good(path: &Path, why: &str) -> Error {
    Error::new(
        Code::Damaged,
        format!("{} is not good: {why}.", path.display()),
        "Choose another backup: `arxiv-llm-daily doctor` names the newest good one.",
    )
}
