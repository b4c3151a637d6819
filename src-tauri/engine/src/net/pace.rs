//! The time between two requests to arXiv and the pauses that it asked for, kept in a file of the data folder, so that all
//! processes share them and they outlive a restart.

use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions, TryLockError},
    io::{Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// How often a process looks whether the other is done. A lock that blocks could not be cancelled.
const LOOK: Duration = Duration::from_millis(40);

/// What is in the file.
#[derive(Debug, Default, Serialize, Deserialize)]
struct State {
    /// The end of the last request, in milliseconds since 1970.
    last: u64,
    /// By group of hosts.
    #[serde(default)]
    cooling: BTreeMap<String, Cooling>,
}

/// A pause that a group of hosts asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cooling {
    pub until: Timestamp,
    /// Refusals in a row.
    pub failures: u32,
    /// Refused for good (403), and not only for now.
    pub refused: bool,
}

/// Holds the turn to ask; others wait until it is dropped.
pub(super) struct Turn {
    file: File,
    path: PathBuf,
    state: State,
    asking: bool,
}

/// Waits for this process's turn.
pub(super) async fn turn(path: &Path) -> Result<Turn> {
    let opened = OpenOptions::new().create(true).read(true).write(true).truncate(false).open(path);
    let mut file = opened.map_err(|err| Error::disk("open", path, &err))?;
    loop {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::WouldBlock) => tokio::time::sleep(LOOK).await,
            Err(TryLockError::Error(err)) => return Err(Error::disk("lock", path, &err)),
        }
    }
    let state = read(&mut file).map_err(|err| Error::disk("read", path, &err))?;
    Ok(Turn { file, path: path.to_owned(), state, asking: false })
}

/// The pause that a group of hosts asked for, if it is not over at `now`. Does not wait for a turn.
pub(super) fn cooling(path: &Path, group: &str, now: Timestamp) -> Option<Cooling> {
    let state = read(&mut File::open(path).ok()?).ok()?;
    state.cooling.get(group).filter(|cooling| cooling.until > now).cloned()
}

fn read(file: &mut File) -> std::io::Result<State> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(match (bytes.is_empty(), serde_json::from_slice(&bytes)) {
        (true, _) => State::default(),
        (false, Ok(state)) => state,
        // Written by an earlier version, or half: somebody asked, and it may have been just now.
        (false, Err(_)) => State { last: now(), cooling: BTreeMap::new() },
    })
}

impl Turn {
    /// The pause that this group has still to keep.
    pub fn cooling(&self, group: &str, now: Timestamp) -> Option<Cooling> {
        self.state.cooling.get(group).filter(|cooling| cooling.until > now).cloned()
    }

    /// Waits until `interval` has passed since the last request of any process, and says that one is made now.
    pub async fn wait(&mut self, interval: Duration) -> Result<()> {
        // A last request in the future comes from a clock that was set back: wait one interval, not for years.
        let since = Duration::from_millis(now().saturating_sub(self.state.last.min(now())));
        let wait = interval.saturating_sub(since);
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
        self.asking = true;
        self.state.last = now();
        self.write()
    }

    /// The group answered as it should: earlier refusals are forgotten.
    pub fn welcome(&mut self, group: &str) {
        self.state.cooling.remove(group);
    }

    /// Refusals of the group in a row, until now.
    pub fn failures(&self, group: &str) -> u32 {
        self.state.cooling.get(group).map_or(0, |cooling| cooling.failures)
    }

    /// Nothing is asked of the group before `until`.
    pub fn cool(&mut self, group: &str, until: Timestamp, refused: bool) {
        let failures = self.failures(group).saturating_add(1);
        self.state.cooling.insert(group.to_owned(), Cooling { until, failures, refused });
    }

    /// The request is over, its body included.
    pub fn done(mut self) -> Result<()> {
        self.asking = false;
        self.state.last = now();
        self.write()
    }

    fn write(&mut self) -> Result<()> {
        let text = serde_json::to_string(&self.state)?;
        let written =
            self.file.set_len(0).and_then(|()| self.file.rewind()).and_then(|()| self.file.write_all(text.as_bytes()));
        written.map_err(|err| Error::disk("write", &self.path, &err))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // Cancelled in the middle: the interval counts from now, not from when the request was begun.
        if self.asking {
            self.state.last = now();
            let _ = self.write();
        }
    }
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
