//! A second start: it leaves word in the data folder, and the first comes to the front. A file, because D-Bus may be
//! denied and a data folder is what there is one window of.

use std::fs;

use engine::{
    destination::Destination,
    error::{Error, Result},
    folder::Folder,
};

/// Leaves word for the window that is open, with the link that the second start was given.
pub fn ask(folder: &Folder, link: Option<&str>) -> Result<()> {
    let path = folder.window_request();
    let draft = path.with_extension(format!("{}.part", std::process::id()));
    let cannot = |err: std::io::Error| Error::disk("leave word for the open window in", &path, &err);
    fs::write(&draft, link.unwrap_or_default()).map_err(cannot)?;
    fs::rename(&draft, &path).map_err(cannot)
}

/// What a second start asked for, if one did: to come to the front, and perhaps to go somewhere.
pub fn asked(folder: &Folder) -> Option<Option<Destination>> {
    let path = folder.window_request();
    let link = fs::read_to_string(&path).ok()?;
    // Who removes it answers it.
    fs::remove_file(&path).ok()?;
    Some(Destination::parse(&link).ok())
}
