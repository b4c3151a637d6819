//! SQLite: the only place that speaks SQL. One writer, a few readers, one module per table.

mod announcements;
mod awaited;
pub mod backup;
mod capabilities;
mod digests;
mod entries;
mod error;
mod evidence;
mod full_texts;
pub mod health;
mod insights;
mod learning;
mod ledgers;
mod library;
mod listed;
mod marks;
mod memory;
mod migrate;
mod notes;
mod notifications;
mod overrides;
mod papers;
#[cfg(test)]
mod plans;
mod reports;
mod runs;
mod search;
mod topics;
mod trends;
mod usage;
mod verdicts;
mod versions;

use std::{
    fs::{self, File, OpenOptions},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior, config::DbConfig, types::Type};

pub use awaited::{Awaited, Why};
pub use digests::{DigestKey, DigestRow, NewDigest};
pub use entries::{EntryRow, Fate};
pub use evidence::Checkable;
pub use full_texts::FullText;
pub use learning::Evidence;
pub use library::{Placed, Shelf, ShelfOrder};
pub use notes::{Note, NoteVersion};
pub use reports::{NewReport, ReportedPaper};
pub use runs::LastRun;
pub use search::{
    Completion, CompletionKind, Field as SearchField, Found, Hit, IndexCheck, Indexing, Piece, Search, SearchSort,
};
pub use topics::{Topic, TopicDay};
pub use usage::{Purpose, UsageRow};
pub use verdicts::PastVerdict;

use crate::{
    disk,
    error::{Code, Error, Result},
};

/// The oldest SQLite without the WAL-reset bug. Source: <https://sqlite.org/releaselog/3_51_3.html>.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Connections that only read; more than the window ever asks at once.
const READERS: usize = 4;

/// Memory for pages of the database, in KiB, for each connection that is open.
const CACHE_KIB: i64 = 8_192;

/// A database of at most this many bytes is checked before it is opened again after a crash; a larger one in the
/// background.
const CHECKED_AT_ONCE: u64 = 32 << 20;

/// The database of a data folder.
pub struct Store {
    path: Option<PathBuf>,
    // Dropped before the writer, which takes the WAL away when it is the last to close.
    readers: Mutex<Vec<Connection>>,
    index: search::Index,
    writer: Mutex<Connection>,
    network: bool,
    /// Why nothing may be written.
    read_only: Option<Error>,
    /// What a check in the background found.
    damage: Arc<Mutex<Option<Error>>>,
    /// Shared by all who have the database open; the system gives it back when a process dies.
    open: Option<File>,
}

/// What the opening of a database has to know.
pub struct Opening<'a> {
    /// The volume is another machine's: a WAL needs memory that is shared, so there is none.
    pub network: bool,
    /// Called once before an older schema is changed.
    pub before_migration: &'a dyn Fn() -> Result<()>,
}

impl Store {
    /// Opens a database, and brings it to the schema of this version.
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_with(path, &Opening { network: false, before_migration: &|| Ok(()) })
    }

    /// Opens a database. One that was not closed is checked first; one of a newer version can only be read.
    pub fn open_with(path: &Path, opening: &Opening) -> Result<Self> {
        assert_sqlite()?;
        let (open, alone) = claim(path);
        // Whoever closes last takes the WAL, or the journal, away.
        let unclean = alone && ["-wal", "-journal"].iter().any(|end| length(&beside(path, end)) > 0);
        if unclean && length(path) == 0 {
            // SQLite would take the file for a new database, and throw the WAL away.
            return Err(error::damaged(path, "it is empty, but its write-ahead log is not"));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let mut writer = connect(path, flags, opening.network)?;
        if unclean {
            // Told to the next start too: this one may be over before a large database is checked.
            fs::write(beside(path, ".check"), "").map_err(|err| Error::disk("write beside", path, &err))?;
        }
        if beside(path, ".check").exists() && length(path) <= CHECKED_AT_ONCE {
            tracing::info!("the last program that used the database was cut off: it is checked");
            match health::problems(&writer)?.first() {
                Some(problem) => return Err(error::damaged(path, problem)),
                None => drop(fs::remove_file(beside(path, ".check"))),
            }
        }
        migrate::run(&mut writer, path, opening.before_migration)?;
        let version = migrate::version(&writer, path)?;
        let read_only = (version > migrate::NEWEST).then(|| newer(path, version));
        if read_only.is_some() {
            writer = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, opening.network)?;
        }
        if let (Some(open), true) = (&open, alone) {
            let _ = open.unlock().and_then(|()| open.lock_shared());
        }
        Ok(Self {
            path: Some(path.to_owned()),
            readers: Mutex::default(),
            writer: Mutex::new(writer),
            network: opening.network,
            read_only,
            damage: Arc::default(),
            open,
            index: search::Index::beside(path),
        })
    }

    /// A database that lives in memory, for the sample day.
    pub fn in_memory() -> Result<Self> {
        assert_sqlite()?;
        let mut writer = Connection::open_in_memory()?;
        writer.pragma_update(None, "foreign_keys", true)?;
        migrate::run(&mut writer, Path::new("in memory"), &|| Ok(()))?;
        Ok(Self {
            path: None,
            readers: Mutex::default(),
            writer: Mutex::new(writer),
            network: false,
            read_only: None,
            damage: Arc::default(),
            open: None,
            index: search::Index::in_memory(),
        })
    }

    /// What the reader should know about this database: that it can only be read, or is damaged.
    pub fn trouble(&self) -> Option<Error> {
        self.read_only().or_else(|| lock(&self.damage).clone())
    }

    /// Why nothing may be written, if a newer version wrote this database.
    pub fn read_only(&self) -> Option<Error> {
        self.read_only.clone()
    }

    /// Where a check in the background says that it found damage: nothing is written from then on.
    pub fn damage(&self) -> Arc<Mutex<Option<Error>>> {
        self.damage.clone()
    }

    /// Sets a damaged database aside and opens the one at `scratch` in its place.
    pub fn put_aside(&self, scratch: &Path, aside: &Path) -> Result<()> {
        let (Some(path), mut writer) = (&self.path, lock(&self.writer)) else { return Ok(()) };
        let others = match &self.open {
            Some(open) => open.unlock().is_err() || open.try_lock().is_err(),
            None => false,
        };
        let done = if others {
            Err(in_use())
        } else {
            // Until the new one is open nothing may be written: the writer has no file.
            lock(&self.damage).get_or_insert_with(|| error::damaged(path, "it is being restored"));
            lock(&self.readers).clear();
            *writer = Connection::open_in_memory()?;
            move_aside(path, scratch, aside)
                .and_then(|()| connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, self.network))
                .map(|connection| {
                    *writer = connection;
                    *lock(&self.damage) = None;
                })
        };
        if let Some(open) = &self.open {
            let _ = open.unlock().and_then(|()| open.lock_shared());
        }
        done
    }

    /// Runs one transaction; what it does is on disk when this returns.
    fn write<T>(&self, change: impl FnOnce(&Transaction) -> Result<T>) -> Result<T> {
        if let Some(error) = self.trouble() {
            return Err(error);
        }
        let mut writer = lock(&self.writer);
        self.reconnect(&mut writer)?;
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = change(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Keeps every process from writing while something is done with the files; what is here may be read.
    pub fn hold<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.write(|_| work())
    }

    /// Gives back the memory that makes the next queries faster, for a program that nobody looks at.
    pub fn rest(&self) {
        self.index.rest();
        lock(&self.readers).clear();
        let _ = lock(&self.writer).execute_batch("PRAGMA shrink_memory");
    }

    /// A number that is another one after any other process has written; our own writes leave it as it is.
    /// Source: <https://sqlite.org/pragma.html#pragma_data_version>.
    pub fn version_elsewhere(&self) -> Result<i64> {
        Ok(lock(&self.writer).pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// Opens the database again when its folder was away (a drive that was pulled out, a folder that was moved): what
    /// would be written to the file that is still open would be nowhere.
    fn reconnect(&self, writer: &mut Connection) -> Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        if !has_moved(writer) {
            return Ok(());
        }
        lock(&self.readers).clear();
        if length(path) == 0 {
            return Err(Error::new(
                Code::Disk,
                format!("{} is no longer there.", path.display()),
                "Put the data folder back, or connect its drive, and try again; nothing was written.",
            ));
        }
        *writer = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, self.network)?;
        Ok(())
    }

    /// Reads one consistent state, beside the writer.
    fn read<T>(&self, query: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let Some(path) = &self.path else {
            return query(&lock(&self.writer));
        };
        let idle = lock(&self.readers).pop().filter(|reader| !has_moved(reader));
        let mut reader = match idle {
            Some(reader) => reader,
            None => connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, self.network)?,
        };
        let snapshot = reader.transaction()?;
        let found = query(&snapshot);
        drop(snapshot);
        let mut readers = lock(&self.readers);
        if readers.len() < READERS {
            readers.push(reader);
        }
        found
    }
}

/// The path of a file that belongs to a database, such as its `-wal`.
pub fn beside(database: &Path, end: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// Bytes of a file; 0 when there is none.
pub fn length(path: &Path) -> u64 {
    fs::metadata(path).map(|file| file.len()).unwrap_or(0)
}

/// Joins those who have the database open, and tells whether there are no others. The lock is exclusive for whoever is
/// alone, until it has looked at what the last one left. Where locks are not to be had nobody is alone.
pub fn claim(path: &Path) -> (Option<File>, bool) {
    let file = OpenOptions::new().create(true).read(true).write(true).truncate(false).open(beside(path, ".open"));
    let Ok(file) = file else { return (None, false) };
    if file.try_lock().is_ok() {
        return (Some(file), true);
    }
    match file.lock_shared() {
        Ok(()) => (Some(file), false),
        Err(_) => (None, false),
    }
}

/// Sets a damaged database aside, that nobody could open, and puts the one at `scratch` in its place.
pub fn put_aside(path: &Path, scratch: &Path, aside: &Path) -> Result<()> {
    match claim(path) {
        (Some(_open), true) => move_aside(path, scratch, aside),
        (None, _) => move_aside(path, scratch, aside),
        (Some(_), false) => Err(in_use()),
    }
}

fn move_aside(path: &Path, scratch: &Path, aside: &Path) -> Result<()> {
    for end in ["", "-wal", "-journal"] {
        if beside(path, end).exists() {
            disk::rename(&beside(path, end), &beside(aside, end))?;
        }
    }
    // Shared memory of those who had it open: nobody has.
    let _ = fs::remove_file(beside(path, "-shm"));
    disk::rename(scratch, path)
}

fn in_use() -> Error {
    Error::new(
        Code::Busy,
        "Another process has the damaged database open.",
        "Close the window and let runs end, then restore again; nothing was changed.",
    )
}

/// Whether the file that a connection has open is no longer what its path names.
fn has_moved(connection: &Connection) -> bool {
    let mut moved: std::ffi::c_int = 0;
    // SAFETY: the handle is that of a live connection, the name is a C string, and HAS_MOVED writes one int.
    let code = unsafe {
        rusqlite::ffi::sqlite3_file_control(
            connection.handle(),
            c"main".as_ptr(),
            rusqlite::ffi::SQLITE_FCNTL_HAS_MOVED,
            (&raw mut moved).cast(),
        )
    };
    code == rusqlite::ffi::SQLITE_OK && moved != 0
}

fn newer(path: &Path, version: usize) -> Error {
    Error::new(
        Code::Disk,
        format!(
            "{} was written by a newer version of this app (schema {version}, this one knows {}): it can be read, but not \
             written.",
            path.display(),
            migrate::NEWEST
        ),
        "Install the newer version to write to it; nothing was changed.",
    )
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic in another thread rolled its transaction back: the connection is as good as before.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn assert_sqlite() -> Result<()> {
    if rusqlite::version_number() >= OLDEST_SQLITE {
        return Ok(());
    }
    Err(Error::defect(format!("SQLite {} is too old: its WAL can lose writes.", rusqlite::version())))
}

fn connect(path: &Path, flags: OpenFlags, network: bool) -> Result<Connection> {
    let cannot = |err: rusqlite::Error| match err.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => error::damaged(path, &err.to_string()),
        _ => Error::new(
            Code::Disk,
            format!("Cannot open the database {}: {err}", path.display()),
            "Check that the data folder is writable and has free space, or choose another with --data-dir.",
        ),
    };
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(cannot)?;
    connection.busy_timeout(Duration::from_secs(10)).map_err(cannot)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(cannot)?;
    steady(&connection).map_err(cannot)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB).map_err(cannot)?;
    if flags.contains(OpenFlags::SQLITE_OPEN_READ_WRITE) {
        let journal = if network { "delete" } else { "wal" };
        connection.pragma_update(None, "journal_mode", journal).map_err(cannot)?;
        // A mark is on disk when the window says so, and an answer that was paid for is never asked for again.
        connection.pragma_update(None, "synchronous", "full").map_err(cannot)?;
        connection.pragma_update(None, "fullfsync", true).map_err(cannot)?;
    }
    Ok(connection)
}

/// Keeps the plans of statements as they were made: else SQLite makes them anew whenever a parameter is bound to another
/// value. Source: <https://sqlite.org/queryplanner-ng.html#qpstab>.
fn steady(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

/// A column that holds text of ours which must parse.
fn parsed<T: std::str::FromStr>(row: &rusqlite::Row, column: usize) -> rusqlite::Result<T>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    row.get_ref(column)?
        .as_str()
        .map_err(|err| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(err)))?
        .parse()
        .map_err(|err| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(err)))
}

/// A column that holds JSON of ours.
fn json<T: serde::de::DeserializeOwned>(row: &rusqlite::Row, column: usize) -> rusqlite::Result<T> {
    let text = row
        .get_ref(column)?
        .as_str()
        .map_err(|err| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(err)))?;
    serde_json::from_str(text)
        .map_err(|err| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(err)))
}

/// A column that holds seconds since 1970.
fn timestamp(row: &rusqlite::Row, column: usize) -> rusqlite::Result<jiff::Timestamp> {
    jiff::Timestamp::from_second(row.get(column)?)
        .map_err(|err| rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, Box::new(err)))
}

/// The schema that this version writes.
pub fn newest_schema() -> usize {
    migrate::NEWEST
}

/// The version of SQLite that is built in.
pub fn version_of_sqlite() -> &'static str {
    rusqlite::version()
}
