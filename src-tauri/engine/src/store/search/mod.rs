//! Search: an index of titles in both languages, abstracts, authors, analyses, notes and tags.
//!
//! # What is kept where
//!
//! The index is a file of its own, `search.sqlite`, beside the database: everything in it is made from the database, so
//! it is thrown away and made anew whenever it is damaged, of another version, or of another past than the database
//! (after a restore). Nothing but a search can fail by it.
//!
//! FTS5 keeps only which tokens are where (`content=''`): the text itself is in the database once, and is read again for
//! the papers that are shown. What a token is, is said in `tokens.rs`: a Chinese character is one, an English word is
//! indexed by its stem. The words as they are written are a table beside it (`vocabulary.rs`), by which a search also
//! finds a word inside of a longer one, a word of which only the beginning is typed yet, and one with a mistake in it.
//! Facts about a paper (category, days, decision, marks, tags) are tokens too (`facets.rs`): a filter is a word.
//!
//! # How it follows the database
//!
//! Triggers (`migrations/007-search.sql`) write the paper of every change into `search_changes`, in the transaction of
//! the change. The index notes the last change that it holds, number and nonce, in the transaction in which it takes it
//! over (`write.rs`): killed anywhere, it goes on from there. When the database does not know that change, the index
//! belongs to another past and is rebuilt: the newest days first, so that what is looked for most is there at once.
//!
//! # How a query is answered
//!
//! `query.rs` reads what was typed; no text is an error. `expression.rs` makes two expressions of it: *exact*, the words
//! as they stand (by stem), and *loose*, also words that begin with or hold them. What is found exactly comes before
//! what is found loosely; together they miss nothing that a substring search for a word of three letters or more, or for
//! any Chinese text, would find. When both find nothing, a word that is nowhere is taken for its nearest neighbour.
//!
//! Papers are numbered by day, so FTS5 gives the newest first without sorting. Of what a tier finds, a bounded set is
//! read and ranked (`rank.rs`): the newest, those that have it in title or notes, and those that the reader did something
//! with. The rest follows by date. So common words cost no more among a million papers than among a thousand, and still
//! every paper that was found can be reached.

mod complete;
mod document;
mod expression;
mod facets;
mod field;
mod find;
mod near;
mod query;
mod rank;
#[cfg(test)]
mod tests;
mod tokens;
mod vocabulary;
mod write;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Mutex,
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

pub use complete::{Completion, CompletionKind};
pub use field::Field;
pub use find::{Found, Hit, Search, SearchSort};
pub use rank::Piece;
pub use write::{IndexCheck, Indexing};

use super::{lock, steady};
use crate::error::{Error, Result};

/// Goes up whenever the tokens or the tables change: an index of another version is made anew.
const VERSION: i64 = 1;

/// The search index of a store.
pub(super) struct Index {
    /// None: in memory.
    path: Option<PathBuf>,
    writer: Mutex<Option<Connection>>,
    /// In memory the writer reads.
    reader: Mutex<Option<Connection>>,
    words: Mutex<Words>,
}

/// The words of the index, and of which index.
#[derive(Default)]
struct Words {
    birth: String,
    vocabulary: vocabulary::Vocabulary,
}

/// What went wrong with the index.
enum Trouble {
    /// The file is no longer what was written: it is made anew.
    Damaged(Error),
    Other(Error),
}

type Outcome<T> = std::result::Result<T, Trouble>;

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(err: rusqlite::Error) -> Self {
        let damaged = match err.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::TypeMismatch) => true,
            // Missing tables and columns; but an expression that FTS5 refuses says nothing about the file.
            Some(ErrorCode::Unknown) => !err.to_string().starts_with("fts5:"),
            Some(_) => false,
            // A column that does not hold what belongs there.
            None => matches!(
                err,
                rusqlite::Error::FromSqlConversionFailure(..)
                    | rusqlite::Error::InvalidColumnType(..)
                    | rusqlite::Error::IntegralValueOutOfRange(..)
                    | rusqlite::Error::Utf8Error(..)
            ),
        };
        if damaged { Self::Damaged(err.into()) } else { Self::Other(err.into()) }
    }
}

impl From<Trouble> for Error {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Damaged(error) | Trouble::Other(error) => error,
        }
    }
}

impl Index {
    /// The index of a database in a file; opened when it is first needed.
    pub fn beside(database: &Path) -> Self {
        Self::at(Some(database.with_file_name("search.sqlite")))
    }

    pub fn in_memory() -> Self {
        Self::at(None)
    }

    fn at(path: Option<PathBuf>) -> Self {
        Self { path, writer: Mutex::default(), reader: Mutex::default(), words: Mutex::default() }
    }

    /// Works with the index; a damaged one is thrown away first, and the work done once more with the new one.
    fn guarded<T>(&self, work: impl Fn() -> Outcome<T>) -> Result<T> {
        match work() {
            Err(Trouble::Damaged(error)) => {
                tracing::warn!("the search index is made anew: {error}");
                self.discard()?;
                Ok(work()?)
            }
            done => Ok(done?),
        }
    }

    fn write<T>(&self, work: impl FnOnce(&mut Connection) -> Outcome<T>) -> Outcome<T> {
        let mut writer = lock(&self.writer);
        let connection = match writer.as_mut() {
            Some(open) => open,
            None => writer.insert(open(self.path.as_deref())?),
        };
        work(connection)
    }

    fn read<T>(&self, work: impl FnOnce(&Connection) -> Outcome<T>) -> Outcome<T> {
        let Some(path) = &self.path else {
            return self.write(|connection| work(connection));
        };
        // The writer makes the file and its tables.
        if lock(&self.reader).is_none() {
            self.write(|_| Ok(()))?;
        }
        let mut reader = lock(&self.reader);
        let connection = match reader.as_mut() {
            Some(open) => open,
            None => {
                let connection = connect(path)?;
                connection.pragma_update(None, "query_only", true)?;
                connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
                reader.insert(connection)
            }
        };
        let snapshot = connection.transaction()?;
        work(&snapshot)
    }

    /// Closes what is open: the next use opens it again.
    pub(super) fn rest(&self) {
        // In memory there is no other place for it.
        if self.path.is_none() {
            return;
        }
        (*lock(&self.writer), *lock(&self.reader)) = (None, None);
        *lock(&self.words) = Words::default();
    }

    /// Throws the index away: file and all. The next use makes it anew.
    fn discard(&self) -> Result<()> {
        let (mut writer, mut reader) = (lock(&self.writer), lock(&self.reader));
        (*writer, *reader) = (None, None);
        *lock(&self.words) = Words::default();
        let Some(path) = &self.path else { return Ok(()) };
        for end in ["", "-wal", "-shm", "-journal"] {
            let mut name = path.as_os_str().to_owned();
            name.push(end);
            let file = PathBuf::from(name);
            match fs::remove_file(&file) {
                Err(err) if err.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Error::disk("remove the damaged search index", &file, &err));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Memory for pages of the index, in KiB.
const CACHE_KIB: i64 = 16_384;

fn connect(path: &Path) -> Outcome<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    steady(&connection)?;
    Ok(connection)
}

fn open(path: Option<&Path>) -> Outcome<Connection> {
    let mut connection = match path {
        Some(path) => connect(path)?,
        None => Connection::open_in_memory()?,
    };
    connection.pragma_update(None, "journal_mode", "wal")?;
    // What a power cut takes is taken over again from the database.
    connection.pragma_update(None, "synchronous", "normal")?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    let version =
        |connection: &Connection| connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0));
    if version(&connection)? != VERSION {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have been quicker.
        if version(&transaction)? != VERSION {
            for table in ["state", "docs", "words", "text"] {
                transaction.execute_batch(&format!("DROP TABLE IF EXISTS {table}"))?;
            }
            transaction.execute_batch(include_str!("schema.sql"))?;
            transaction.execute("INSERT INTO state (key, value) VALUES ('birth', hex(randomblob(8)))", [])?;
            transaction.pragma_update(None, "user_version", VERSION)?;
            transaction.commit()?;
        }
    }
    Ok(connection)
}
