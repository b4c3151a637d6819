//! File names that every system takes.

use crate::{paper::ArxivId, report::one_line};

/// Names that Windows keeps for devices, whatever the extension.
/// Source: <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Bytes of a name before its extension: below 255 with room for a number, an extension and a temporary mark.
const MOST_BYTES: usize = 120;

/// A name, without extension, made from any text: safe on Linux, macOS and Windows, and in links between notes.
/// What is not allowed becomes `-`; an empty name becomes `untitled`.
pub fn file_name(text: &str) -> String {
    let forbidden = |c: char| r#"<>:"/\|?*#^[]%"#.contains(c) || c.is_control();
    let mut name = String::new();
    for c in one_line(text).chars() {
        if name.len() + c.len_utf8() > MOST_BYTES {
            break;
        }
        name.push(if forbidden(c) { '-' } else { c });
    }
    // Windows drops dots and spaces at the end; a dot at the start hides a file elsewhere.
    let name = name.trim_end_matches([' ', '.']).trim_start_matches([' ', '.']);
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    if name.is_empty() {
        "untitled".to_owned()
    } else if DEVICES.contains(&stem.to_lowercase().as_str()) {
        format!("_{name}")
    } else {
        name.to_owned()
    }
}

/// A whole file name, extension and all, that every system takes.
pub fn with_extension(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !extension.is_empty() && extension.chars().all(|c| c.is_ascii_alphanumeric()) => {
            format!("{}.{extension}", file_name(stem))
        }
        _ => file_name(name),
    }
}

/// The name of a work in files and citations. It depends on nothing but its identity, so that it stays the same when
/// title and authors change: `2601.03479`, `math.GT-0309136`, `feed-…`.
pub fn of_work(id: &ArxivId) -> String {
    id.as_str().replace(['/', ':'], "-")
}
