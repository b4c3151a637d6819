//! SQLite: the only place that speaks SQL. One writer, a few readers, one module per table.

mod announcements;
mod awaited;
mod capabilities;
mod digests;
mod entries;
mod error;
mod evidence;
mod full_texts;
mod learning;
mod library;
mod marks;
mod memory;
mod migrate;
mod notes;
mod notifications;
mod overrides;
mod papers;
mod reports;
mod runs;
mod topics;
mod search;
mod trends;
mod usage;
mod verdicts;
mod versions;

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior, types::Type};

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
pub use topics::{Topic, TopicDay};
pub use usage::{Purpose, UsageRow};
pub use verdicts::PastVerdict;
pub use search::{
    Completion, CompletionKind, Field as SearchField, Found, Hit, IndexCheck, Indexing, Piece, Search, SearchSort,
};

use crate::error::{Code, Error, Result};

/// The oldest SQLite without the WAL-reset bug. Source: <https://sqlite.org/releaselog/3_51_3.html>.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Connections that only read; more than the window ever asks at once.
const READERS: usize = 4;

/// The database of a data folder.
pub struct Store {
    path: Option<PathBuf>,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    index: search::Index,
}

impl Store {
    /// Opens the database of a data folder, and brings it to the schema of this version.
    pub fn open(path: &Path) -> Result<Self> {
        assert_sqlite()?;
        let mut writer = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        migrate::run(&mut writer, path)?;
        Ok(Self {
            path: Some(path.to_owned()),
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            index: search::Index::beside(path),
        })
    }

    /// A database that lives in memory, for the sample day.
    pub fn in_memory() -> Result<Self> {
        assert_sqlite()?;
        let mut writer = Connection::open_in_memory()?;
        writer.pragma_update(None, "foreign_keys", true)?;
        migrate::run(&mut writer, Path::new("in memory"))?;
        Ok(Self {
            path: None,
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            index: search::Index::in_memory(),
        })
    }

    /// Runs one transaction; what it does is on disk when this returns.
    fn write<T>(&self, change: impl FnOnce(&Transaction) -> Result<T>) -> Result<T> {
        let mut writer = lock(&self.writer);
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = change(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// A number that is another one after any other process has written; our own writes leave it as it is.
    /// Source: <https://sqlite.org/pragma.html#pragma_data_version>.
    pub fn version_elsewhere(&self) -> Result<i64> {
        Ok(lock(&self.writer).pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// Reads one consistent state, beside the writer.
    fn read<T>(&self, query: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let Some(path) = &self.path else {
            return query(&lock(&self.writer));
        };
        let idle = lock(&self.readers).pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None => connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?,
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

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let cannot = |err: rusqlite::Error| {
        Error::new(
            Code::Disk,
            format!("Cannot open the database {}: {err}", path.display()),
            "Check that the data folder is writable and has free space, or choose another with --data-dir.",
        )
    };
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(cannot)?;
    connection.busy_timeout(Duration::from_secs(10)).map_err(cannot)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(cannot)?;
    if flags.contains(OpenFlags::SQLITE_OPEN_READ_WRITE) {
        connection.pragma_update(None, "journal_mode", "wal").map_err(cannot)?;
        // A mark is on disk when the window says so, and an answer that was paid for is never asked for again.
        connection.pragma_update(None, "synchronous", "full").map_err(cannot)?;
        connection.pragma_update(None, "fullfsync", true).map_err(cannot)?;
    }
    Ok(connection)
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
