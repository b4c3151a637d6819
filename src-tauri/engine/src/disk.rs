//! Files written whole or not at all.

use std::{
    fs::{self, File},
    io::Write as _,
    path::Path,
};

use crate::error::{Error, Result};

/// Writes beside the target, syncs, and renames over it.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let disk = |err: std::io::Error| Error::disk("write", path, &err);
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("file");
    let beside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
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
