//! The data folder: what lies where (DESIGN 5.2), and the lock on the pipeline.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
};

use crate::error::{Code, Error, Result};

/// In a folder that was moved away: the path of the new one.
pub(crate) const POINTER: &str = "moved-to";

/// The most folders that are gone through from pointer to pointer.
const HOPS: usize = 8;

/// A data folder that exists and can be written.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// Makes the folder if it is not there, and checks that it can be written. One that was moved is opened where it is
    /// now.
    pub fn open(path: &Path) -> Result<Self> {
        let path = &follow(path)?;
        fs::create_dir_all(path).map_err(|err| Error::disk("create the data folder", path, &err))?;
        let path = path.canonicalize().map_err(|err| Error::disk("open the data folder", path, &err))?;
        let probe = path.join(format!(".{}.probe", std::process::id()));
        File::create(&probe).map_err(|err| Error::disk("write to the data folder", &path, &err))?;
        let _ = fs::remove_file(&probe);
        Ok(Self(path))
    }

    /// Where the settings of a folder are, if it is there: nothing is made or checked.
    pub fn settings_at(path: &Path) -> Option<PathBuf> {
        follow(path).ok().map(|path| path.join("settings.toml"))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn settings(&self) -> PathBuf {
        self.0.join("settings.toml")
    }

    pub fn profiles(&self) -> PathBuf {
        self.0.join("profiles")
    }

    pub fn database(&self) -> PathBuf {
        self.0.join("digests.sqlite")
    }

    pub fn backups(&self) -> PathBuf {
        self.0.join("backups")
    }

    pub fn logs(&self) -> PathBuf {
        self.0.join("logs")
    }

    /// Files that are on their way out of the window with the mouse; those of earlier sessions are thrown away.
    pub fn dragged(&self) -> PathBuf {
        self.0.join("dragged")
    }

    /// What a second start leaves for the window that is open.
    pub fn window_request(&self) -> PathBuf {
        self.0.join("window.request")
    }

    /// What the built-in judge has learnt of the archive; made again when it is absent or damaged.
    pub fn space(&self) -> PathBuf {
        self.0.join("judge.space")
    }

    /// When arXiv was last asked, by any process.
    pub fn pace(&self) -> PathBuf {
        self.0.join("arxiv.pace")
    }

    /// Takes the pipeline of this folder; it is given back when the lock is dropped, or by the system if the process
    /// dies.
    pub fn lock_pipeline(&self, holder: &str) -> Result<Lock> {
        self.lock(
            "run.lock",
            holder,
            "A run is going on in this data folder already",
            "Wait for it, or cancel it there.",
        )
    }

    /// Takes the window of this folder.
    pub fn lock_window(&self, holder: &str) -> Result<Lock> {
        self.lock(
            "window.lock",
            holder,
            "The window of this data folder is open already",
            "Look for it on your desktop.",
        )
    }

    /// Takes the right to make a backup or to bring one back.
    pub fn lock_backups(&self, holder: &str) -> Result<Lock> {
        self.lock("backups.lock", holder, "A backup is being made or restored", "Try again in a moment.")
    }

    fn lock(&self, name: &str, holder: &str, taken: &str, what_to_do: &str) -> Result<Lock> {
        let path = self.0.join(name);
        let disk = |err: std::io::Error| Error::disk("lock", &path, &err);
        let mut file =
            OpenOptions::new().create(true).read(true).write(true).truncate(false).open(&path).map_err(disk)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut who = String::new();
                let _ = file.read_to_string(&mut who);
                return Err(Error::new(Code::Busy, format!("{taken} ({}).", who.trim()), what_to_do));
            }
            Err(TryLockError::Error(err)) => return Err(disk(err)),
        }
        let said = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| write!(file, "{holder}, process {}", std::process::id()));
        said.map_err(disk)?;
        Ok(Lock(file))
    }
}

/// Where the data of a folder is now. Code `Disk`: it was moved to a place that is not there.
pub(crate) fn follow(path: &Path) -> Result<PathBuf> {
    let mut here = path.to_owned();
    for _ in 0..HOPS {
        let pointer = here.join(POINTER);
        let Ok(text) = fs::read_to_string(&pointer) else { return Ok(here) };
        let next = PathBuf::from(text.trim());
        if !next.is_dir() {
            return Err(Error::new(
                Code::Disk,
                format!("The data folder was moved to {}, which is not there.", next.display()),
                format!("Connect its drive and start again. If it is gone for good, delete {}.", pointer.display()),
            ));
        }
        here = next;
    }
    Err(Error::new(
        Code::Disk,
        format!("{} was moved from place to place without an end.", path.display()),
        format!("Name the folder with --data-dir, and delete the files called {POINTER}."),
    ))
}

/// Held as long as it lives.
#[derive(Debug)]
pub struct Lock(#[allow(dead_code, reason = "the lock is the open file")] File);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_holds_the_pipeline() {
        let data = tempfile::tempdir().unwrap();
        let folder = Folder::open(data.path()).unwrap();
        let first = folder.lock_pipeline("command line").unwrap();
        let error = folder.lock_pipeline("window").unwrap_err();
        assert_eq!(error.code, Code::Busy);
        assert!(error.message.contains("command line, process"), "{error}");
        drop(first);
        folder.lock_pipeline("window").unwrap();
    }
}
