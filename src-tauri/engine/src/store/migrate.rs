//! Ordered migrations, each all-or-nothing. Released ones are never edited.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use crate::error::{Code, Error, Result};

/// The schema's history; the database's `user_version` counts what was applied.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/001.sql"),
    include_str!("migrations/002-reader.sql"),
    include_str!("migrations/003-days.sql"),
    include_str!("migrations/004-model.sql"),
    include_str!("migrations/005-learning.sql"),
    include_str!("migrations/006-reports.sql"),
    include_str!("migrations/007-search.sql"),
];

pub(super) fn run(connection: &mut Connection, path: &Path) -> Result<()> {
    // A database that is current is only read: `show` must not wait for a writer.
    while let Some(next) = next(applied(connection, path)?, path)? {
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|err| unreadable(path, &err))?;
        let before = applied(&transaction, path)?;
        // Another process may have been quicker.
        if MIGRATIONS.get(before) != Some(&next) {
            continue;
        }
        transaction.execute_batch(next)?;
        transaction.pragma_update(None, "user_version", (before + 1) as i64)?;
        transaction.commit()?;
    }
    Ok(())
}

fn applied(connection: &Connection, path: &Path) -> Result<usize> {
    let version = connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0));
    Ok(version.map_err(|err| unreadable(path, &err))?.try_into().unwrap_or(usize::MAX))
}

fn next(applied: usize, path: &Path) -> Result<Option<&'static str>> {
    if applied > MIGRATIONS.len() {
        return Err(Error::new(
            Code::Disk,
            format!(
                "{} was written by a newer version of this app (schema {applied}, this one knows {}).",
                path.display(),
                MIGRATIONS.len()
            ),
            "Install the newer version; nothing was changed.",
        ));
    }
    Ok(MIGRATIONS.get(applied).copied())
}

fn unreadable(path: &Path, err: &rusqlite::Error) -> Error {
    match err.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Error::new(
            Code::Disk,
            format!("{} cannot be read as a database: {err}", path.display()),
            "Move the file away, or restore a backup of it; it was not changed.",
        ),
        _ => super::error::of_database(err),
    }
}
