//! Ordered migrations, each all-or-nothing. Released ones are never edited.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use crate::error::{Error, Result};

/// The schema's history; the database's `user_version` counts what was applied.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/001.sql"),
    include_str!("migrations/002-reader.sql"),
    include_str!("migrations/003-days.sql"),
    include_str!("migrations/004-model.sql"),
    include_str!("migrations/005-learning.sql"),
    include_str!("migrations/006-reports.sql"),
    include_str!("migrations/007-search.sql"),
];

/// The schema of this version.
pub(super) const NEWEST: usize = MIGRATIONS.len();

/// Brings a database to the newest schema; one of a newer version is left as it is. `before` is called once, before the
/// first change to a database that holds something.
pub(super) fn run(connection: &mut Connection, path: &Path, before: &dyn Fn() -> Result<()>) -> Result<()> {
    let mut to_tell = version(connection, path)? > 0;
    // A database that is current is only read: `show` must not wait for a writer.
    while let Some(next) = MIGRATIONS.get(version(connection, path)?) {
        if std::mem::take(&mut to_tell) {
            before()?;
        }
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|err| unreadable(path, &err))?;
        let applied = version(&transaction, path)?;
        // Another process may have been quicker.
        if MIGRATIONS.get(applied) != Some(next) {
            continue;
        }
        transaction.execute_batch(next)?;
        transaction.pragma_update(None, "user_version", (applied + 1) as i64)?;
        transaction.commit()?;
    }
    Ok(())
}

/// How many migrations were applied to a database.
pub(super) fn version(connection: &Connection, path: &Path) -> Result<usize> {
    let version = connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0));
    Ok(version.map_err(|err| unreadable(path, &err))?.try_into().unwrap_or(usize::MAX))
}

fn unreadable(path: &Path, err: &rusqlite::Error) -> Error {
    match err.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => super::error::damaged(path, &err.to_string()),
        _ => super::error::of_database(err),
    }
}
