//! The one error of the engine: what happened, and the one thing to do about it.

use std::path::Path;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub type Result<T> = std::result::Result<T, Error>;

/// A code exists only if something branches on it: the exit code, the window's advice, or a retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The caller asked for something that makes no sense; exit 2.
    Usage,
    /// The thing asked for is not stored.
    NotFound,
    /// No connection could be made: offline, DNS, refused, timed out.
    Offline,
    /// The server refuses us (401, 403).
    Refused,
    /// The server asks us to come back later (429, 5xx).
    Unavailable,
    /// The server answered with something that is not what was asked for.
    NotAFeed,
    /// A settings or profile file cannot be read; nothing was overwritten.
    BrokenFile,
    /// The data folder or the database cannot be used.
    Disk,
    /// The database is damaged; a backup can be restored.
    Damaged,
    /// Another process holds the pipeline of this data folder.
    Busy,
    /// The reader cancelled.
    Cancelled,
    /// A promise of ours does not hold (the ledger does not close): always a defect.
    Defect,
}

/// `{code, message, what to do}`, as it is printed, sent to the window, and logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    pub code: Code,
    /// One line, naming what failed.
    pub message: String,
    /// One line, naming one thing to do.
    pub what_to_do: String,
}

impl Error {
    pub fn new(code: Code, message: impl Into<String>, what_to_do: impl Into<String>) -> Self {
        Self { code, message: message.into(), what_to_do: what_to_do.into() }
    }

    pub fn usage(message: impl Into<String>, what_to_do: impl Into<String>) -> Self {
        Self::new(Code::Usage, message, what_to_do)
    }

    pub fn not_found(message: impl Into<String>, what_to_do: impl Into<String>) -> Self {
        Self::new(Code::NotFound, message, what_to_do)
    }

    pub fn cancelled() -> Self {
        Self::new(Code::Cancelled, "Cancelled. What was done is kept.", "Run again to go on from here.")
    }

    pub fn defect(message: impl Into<String>) -> Self {
        Self::new(Code::Defect, message, "This is a defect of the app, not yours: please report it with the log file.")
    }

    /// An error of the file system, naming the path.
    pub fn disk(doing: &str, path: &Path, err: &std::io::Error) -> Self {
        Self::new(
            Code::Disk,
            format!("Cannot {doing} {}: {err}", path.display()),
            "Check that the folder exists, is writable and has free space, or choose another.",
        )
    }
}

impl From<serde_json::Error> for Error {
    fn from(err: serde_json::Error) -> Self {
        Self::defect(format!("A stored value cannot be read: {err}"))
    }
}
