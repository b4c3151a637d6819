//! The time between two requests to arXiv, kept in a file of the data folder, so that all processes share it and it
//! outlives a restart.

use std::{
    fs::{File, OpenOptions},
    io::{Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crate::error::{Error, Result};

/// Holds the turn to ask arXiv; others wait until it is dropped.
pub(super) struct Turn {
    file: File,
    path: PathBuf,
}

/// Waits for this process's turn and until `interval` has passed since the last request of any process.
pub(super) async fn turn(path: &Path, interval: Duration) -> Result<Turn> {
    let owned = path.to_owned();
    let file = tokio::task::spawn_blocking(move || -> std::io::Result<File> {
        let file = OpenOptions::new().create(true).read(true).write(true).truncate(false).open(&owned)?;
        file.lock()?;
        Ok(file)
    })
    .await
    .map_err(|err| Error::defect(err.to_string()))?
    .map_err(|err| Error::disk("open", path, &err))?;
    let mut turn = Turn { file, path: path.to_owned() };
    let now = now();
    // A last request in the future comes from a clock that was set back: wait one interval, not for years.
    let last = turn.last()?.min(now);
    let wait = (last + interval).saturating_sub(now);
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
    Ok(turn)
}

impl Turn {
    fn last(&mut self) -> Result<Duration> {
        let mut text = String::new();
        let read = self.file.rewind().and_then(|()| self.file.read_to_string(&mut text));
        match read {
            Ok(_) => Ok(Duration::from_millis(text.trim().parse().unwrap_or(0))),
            Err(err) if err.kind() == std::io::ErrorKind::InvalidData => Ok(Duration::ZERO),
            Err(err) => Err(Error::disk("read", &self.path, &err)),
        }
    }

    /// Says that a request was made now.
    pub fn done(mut self) -> Result<()> {
        let text = now().as_millis().to_string();
        let written =
            self.file.set_len(0).and_then(|()| self.file.rewind()).and_then(|()| self.file.write_all(text.as_bytes()));
        written.map_err(|err| Error::disk("write", &self.path, &err))
    }
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}
