//! All that differs between the systems.

#[cfg(any(target_os = "macos", windows))]
mod toast;
mod volume;
#[cfg(not(any(target_os = "macos", windows)))]
mod xdg;

use std::path::PathBuf;

use engine::{
    error::{Code, Error, Result},
    verdict::Language,
};

#[cfg(any(target_os = "macos", windows))]
pub use toast::show_notifications;
pub use volume::volume;
#[cfg(not(any(target_os = "macos", windows)))]
pub use xdg::show_notifications;

/// Where this system keeps an application's data.
pub fn data_dir() -> Result<PathBuf> {
    dirs::data_dir().map(|folder| folder.join("arxiv-llm-daily")).ok_or_else(|| {
        Error::new(Code::Disk, "This system does not say where data is kept.", "Name a folder with --data-dir DIR.")
    })
}

/// The language of the reader's system.
pub fn system_language() -> Language {
    match sys_locale::get_locale() {
        Some(locale) if locale.to_lowercase().starts_with("zh") => Language::Chinese,
        _ => Language::English,
    }
}

/// Whether a window can be opened. On Linux the display is really asked: its name may be left over from another session.
#[cfg(all(feature = "gui", target_os = "linux"))]
pub fn has_display() -> bool {
    gtk::init().is_ok()
}

/// Whether a window can be opened.
#[cfg(all(feature = "gui", not(target_os = "linux")))]
pub fn has_display() -> bool {
    true
}
