//! Files written whole or not at all.

use std::{
    fs::{self, File},
    io::Write as _,
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

use crate::error::{Error, Result};

/// Tells the files of one process apart, so that two threads that write the same target do not write into each other.
static COUNT: AtomicU64 = AtomicU64::new(0);

/// Writes beside the target, syncs, and renames over it.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let disk = |err: std::io::Error| Error::disk("write", path, &err);
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("file");
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let beside = path.with_file_name(format!(".{name}.{}.{count}.part", std::process::id()));
    let written = (|| {
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    })();
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map_err(disk)
}
