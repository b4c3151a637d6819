//! Files written whole or not at all.

use std::{
    fs::{self, File, OpenOptions},
    io::Write as _,
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

use crate::error::{Error, Result};

/// Tells the files of one process apart, so that two threads that write the same target do not write into each other.
static COUNT: AtomicU64 = AtomicU64::new(0);

/// What the machine says about the volume that a folder is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Volume {
    /// Bytes that this program may still write; None where the system does not tell.
    pub free: Option<u64>,
    /// Whether it is another machine's.
    pub network: bool,
}

/// Writes beside the target, syncs, and renames over it.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    write_whole_with(path, |file| file.write_all(bytes))
}

/// As `write_whole`, for what is too large to be in memory as bytes.
pub fn write_whole_with(path: &Path, write: impl FnOnce(&mut File) -> std::io::Result<()>) -> Result<()> {
    let disk = |err: std::io::Error| Error::disk("write", path, &err);
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("file");
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let beside = path.with_file_name(format!(".{name}.{}.{count}.part", std::process::id()));
    let written = (|| {
        let mut file = File::create(&beside)?;
        write(&mut file)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    })();
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map_err(disk)?;
    sync_names(path);
    Ok(())
}

/// Waits until a file is on disk.
pub fn sync(path: &Path) -> Result<()> {
    // Windows syncs only what may be written.
    let synced = OpenOptions::new().read(true).write(true).open(path).and_then(|file| file.sync_all());
    synced.map_err(|err| Error::disk("sync", path, &err))
}

/// Gives a file its name, over one that may be there, and waits until the name is on disk.
pub fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).map_err(|err| Error::disk("write", to, &err))?;
    sync_names(to);
    Ok(())
}

/// Waits until the names in a file's folder are on disk. Where a folder cannot be opened (Windows) the file system does it.
fn sync_names(path: &Path) {
    if let Some(Ok(folder)) = path.parent().map(File::open) {
        let _ = folder.sync_all();
    }
}
