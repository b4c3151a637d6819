//! What SQLite's errors mean to the reader.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::error::{Code, Error};

/// What SQLite said, and what helps against it.
pub(super) fn of_database(err: &rusqlite::Error) -> Error {
    match err.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::new(
            Code::Busy,
            format!("Another process is writing to the database: {err}."),
            "Wait a moment and try again; nothing was changed.",
        ),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Error::new(
            Code::Damaged,
            format!("The database is damaged: {err}."),
            "Run `arxiv-llm-daily doctor`: it names the newest good backup to restore.",
        ),
        // A schema of ours always matches itself: this one has been damaged.
        _ if err.to_string().contains("foreign key mismatch") => Error::new(
            Code::Damaged,
            format!("The database is damaged: {err}."),
            "Run `arxiv-llm-daily doctor`: it names the newest good backup to restore.",
        ),
        Some(ErrorCode::DiskFull) => Error::new(
            Code::Disk,
            format!("There is no space left for the database: {err}."),
            "Free some space and try again; nothing half-written is kept.",
        ),
        _ => Error::new(
            Code::Disk,
            format!("The database answered: {err}."),
            "Check free space and permissions of the data folder; nothing half-written is kept.",
        ),
    }
}

/// A database in which something is broken.
pub(super) fn damaged(path: &Path, what: &str) -> Error {
    Error::new(
        Code::Damaged,
        format!("{} is damaged: {what}.", path.display()),
        "Run `arxiv-llm-daily doctor`: it names the newest good backup to restore.",
    )
}

impl From<rusqlite::Error> for Error {
    fn from(err: rusqlite::Error) -> Self {
        of_database(&err)
    }
}
