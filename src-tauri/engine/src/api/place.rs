//! The data folder as a whole: in another place, as on the first day; and the log.

use std::{
    fs,
    io::{Read as _, Seek as _, SeekFrom},
    path::PathBuf,
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::types::Nothing;
use crate::{
    Engine,
    error::{Error, Result},
    moving,
};

/// Of the newest log, at most so much of its end is shown, in bytes.
const LOG: u64 = 64 * 1024;

/// Where the data is to go.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct MoveRequest {
    #[ts(type = "string")]
    pub path: PathBuf,
}

/// Where the data is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DataPlace {
    #[ts(type = "string")]
    pub path: PathBuf,
}

/// What a reset left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WasReset {
    /// The backup of all that was there: restoring it brings everything back.
    #[ts(type = "string")]
    pub backup: PathBuf,
}

/// The end of the newest log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LogView {
    /// The folder of the logs.
    #[ts(type = "string")]
    pub path: PathBuf,
    pub text: String,
}

pub async fn move_data(engine: &Arc<Engine>, request: MoveRequest) -> Result<DataPlace> {
    Ok(DataPlace { path: engine.move_data(&request.path)? })
}

pub async fn restart(engine: &Arc<Engine>, _: Nothing) -> Result<Nothing> {
    engine.host.restart();
    Ok(Nothing {})
}

pub async fn delete_old_copy(engine: &Arc<Engine>, _: Nothing) -> Result<DataPlace> {
    Ok(DataPlace { path: moving::delete_old_copy(engine.folder()?)? })
}

pub async fn reset(engine: &Arc<Engine>, _: Nothing) -> Result<WasReset> {
    Ok(WasReset { backup: engine.reset()? })
}

pub async fn log(engine: &Arc<Engine>, _: Nothing) -> Result<LogView> {
    let path = engine.folder()?.logs();
    let files = fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path());
    let logs = files.filter(|file| file.extension().is_some_and(|end| end == "log"));
    // The one that is written, or what was last set aside.
    let newest = logs.max_by_key(|file| fs::metadata(file).and_then(|about| about.modified()).ok());
    let text = newest.map_or(Ok(String::new()), |file| {
        let end = || -> std::io::Result<Vec<u8>> {
            let mut open = fs::File::open(&file)?;
            let from = open.metadata()?.len().saturating_sub(LOG);
            open.seek(SeekFrom::Start(from))?;
            let mut bytes = Vec::new();
            open.read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        end().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).map_err(|err| Error::disk("read", &file, &err))
    })?;
    Ok(LogView { path, text })
}
