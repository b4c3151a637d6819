//! Ordered migrations, each all-or-nothing. Released ones are never edited.

use std::path::Path;

use rusqlite::Connection;

use crate::error::{Code, Error, Result};

/// The schema's history; the database's `user_version` counts what was applied.
const MIGRATIONS: &[&str] = &[include_str!("migrations/001.sql")];

pub(super) fn run(connection: &mut Connection, path: &Path) -> Result<()> {
    let unreadable = |err: rusqlite::Error| {
        Error::new(
            Code::Disk,
            format!("{} cannot be read as a database: {err}", path.display()),
            "Move the file away, or restore a backup of it; it was not changed.",
        )
    };
    let known = MIGRATIONS.len();
    loop {
        let transaction =
            connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(unreadable)?;
        let applied: usize = transaction
            .pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))
            .map_err(unreadable)?
            .try_into()
            .unwrap_or(usize::MAX);
        if applied > known {
            return Err(Error::new(
                Code::Disk,
                format!(
                    "{} was written by a newer version of this app (schema {applied}, this one knows {known}).",
                    path.display()
                ),
                "Install the newer version; nothing was changed.",
            ));
        }
        let Some(next) = MIGRATIONS.get(applied) else {
            return Ok(());
        };
        transaction.execute_batch(next)?;
        transaction.pragma_update(None, "user_version", (applied + 1) as i64)?;
        transaction.commit()?;
    }
}
