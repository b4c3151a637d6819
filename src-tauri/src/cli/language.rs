//! In which language the reader is spoken to.

use std::{ffi::OsString, path::PathBuf};

use engine::{folder::Folder, settings::Settings, verdict::Language};

use super::args::FOLDER;

/// The language of the settings, as the window takes it. It is needed to say what is wrong with the arguments, so the one
/// that names the data folder is looked for before they are parsed.
pub fn of(given: &[OsString]) -> Language {
    let system = crate::platform::system_language();
    let given: Vec<_> = given.iter().map(|arg| arg.to_string_lossy()).collect();
    if given.iter().any(|arg| arg == "--sample") {
        return system;
    }
    let named = given.iter().enumerate().find_map(|(at, arg)| match arg.strip_prefix("--data-dir")? {
        "" => given.get(at + 1).map(|folder| PathBuf::from(folder.as_ref())),
        value => value.strip_prefix('=').map(PathBuf::from),
    });
    let folder =
        named.or_else(|| std::env::var_os(FOLDER).map(Into::into)).or_else(|| crate::platform::data_dir().ok());
    let settings = folder.and_then(|folder| Folder::settings_at(&folder)).map(|file| Settings::load(&file));
    settings.and_then(Result::ok).map_or(system, |settings| settings.ui.language.or(system))
}
