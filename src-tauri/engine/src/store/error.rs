//! What SQLite's errors mean to the reader.

use crate::error::{Code, Error};

/// What SQLite said, and what helps against it.
pub(super) fn of_database(err: &rusqlite::Error) -> Error {
    match err.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Error::new(
            Code::Busy,
            format!("Another process is writing to the database: {err}."),
            "Wait a moment and try again; nothing was changed.",
        ),
        _ => Error::new(
            Code::Disk,
            format!("The database answered: {err}."),
            "Check free space and permissions of the data folder; nothing half-written is kept.",
        ),
    }
}

impl From<rusqlite::Error> for Error {
    fn from(err: rusqlite::Error) -> Self {
        of_database(&err)
    }
}
