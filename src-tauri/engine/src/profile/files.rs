//! Profiles on disk, and the presets that come with the app.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::Profile;
use crate::{
    error::{Code, Error, Result},
    verdict::Language,
};

/// A profile that comes with the app, in each language of the reader.
pub struct Preset {
    /// Its file name without `.toml`.
    pub file: &'static str,
    chinese: &'static str,
    english: &'static str,
}

/// The first is what a new reader starts with.
pub const PRESETS: &[Preset] = &[
    Preset {
        file: "finance-ai",
        chinese: include_str!("presets/finance-ai.zh-CN.toml"),
        english: include_str!("presets/finance-ai.en.toml"),
    },
    Preset {
        file: "llm-research",
        chinese: include_str!("presets/llm-research.zh-CN.toml"),
        english: include_str!("presets/llm-research.en.toml"),
    },
];

impl Preset {
    pub fn text(&self, language: Language) -> &'static str {
        language.pick(self.chinese, self.english)
    }
}

pub fn preset(file: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.file == file)
}

fn path(profiles: &Path, file: &str) -> Result<PathBuf> {
    let plain =
        !file.is_empty() && file.chars().all(|c| c.is_alphanumeric() || "-_. ".contains(c)) && !file.starts_with('.');
    if !plain {
        return Err(Error::usage(
            format!("{file:?} cannot be the name of a profile."),
            "Use letters, digits, spaces, - and _, such as finance-ai.",
        ));
    }
    Ok(profiles.join(format!("{file}.toml")))
}

/// Reads `profiles/FILE.toml`, else the preset of that name.
pub fn load(profiles: &Path, file: &str, language: Language) -> Result<Profile> {
    let path = path(profiles, file)?;
    match fs::read_to_string(&path) {
        Ok(text) => parse(&text, &path),
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => match preset(file) {
            Some(preset) => parse(preset.text(language), &path),
            None => Err(Error::not_found(
                format!("There is no profile {file:?}: {} does not exist.", path.display()),
                "See what there is with: arxiv-llm-daily profile list",
            )),
        },
        Err(err) if err.kind() == std::io::ErrorKind::InvalidData => Err(broken(&path, "it is not UTF-8 text")),
        Err(err) => Err(Error::disk("read", &path, &err)),
    }
}

/// Reads a profile from a file anywhere, such as a changed copy.
pub fn read(path: &Path) -> Result<Profile> {
    let text = fs::read_to_string(path).map_err(|err| Error::disk("read", path, &err))?;
    parse(&text, path)
}

fn parse(text: &str, path: &Path) -> Result<Profile> {
    toml::from_str(text.trim_start_matches('\u{feff}')).map_err(|err| broken(path, err.to_string().trim()))
}

fn broken(path: &Path, why: &str) -> Error {
    Error::new(
        Code::BrokenFile,
        format!("The profile {} cannot be read: {why}", path.display()),
        "Mend the file in an editor, or move it away; it was not changed.",
    )
}

/// Writes a preset as a file that the reader can edit; an existing file is left as it is.
pub fn save_preset(profiles: &Path, file: &str, language: Language) -> Result<PathBuf> {
    let path = path(profiles, file)?;
    if path.exists() {
        return Ok(path);
    }
    let Some(preset) = preset(file) else {
        return Err(Error::not_found(format!("There is no preset {file:?}."), "See: arxiv-llm-daily profile list"));
    };
    fs::create_dir_all(profiles).map_err(|err| Error::disk("create", profiles, &err))?;
    crate::disk::write_whole(&path, preset.text(language).as_bytes())?;
    Ok(path)
}

/// The names of all profiles: files first, then presets that have no file yet.
pub fn list(profiles: &Path) -> Result<Vec<String>> {
    let mut names = match fs::read_dir(profiles) {
        Ok(entries) => entries
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".toml").map(str::to_owned))
            .collect::<Vec<_>>(),
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(err) => return Err(Error::disk("read", profiles, &err)),
    };
    names.sort();
    for preset in PRESETS {
        if !names.iter().any(|name| name == preset.file) {
            names.push(preset.file.to_owned());
        }
    }
    Ok(names)
}

/// Follows an author, or no longer: changes `authors` in the profile's file and nothing else of it. A preset becomes a
/// file first. Gives the authors that are followed then.
pub fn follow(profiles: &Path, file: &str, name: &str, on: bool, language: Language) -> Result<Vec<String>> {
    let mut authors = load(profiles, file, language)?.authors;
    let same = |author: &String| author.trim().eq_ignore_ascii_case(name);
    if authors.iter().any(same) == on {
        return Ok(authors);
    }
    if on {
        authors.push(name.to_owned());
    } else {
        authors.retain(|author| !same(author));
    }
    let path = path(profiles, file)?;
    if !path.exists() {
        save_preset(profiles, file, language)?;
    }
    let text = fs::read_to_string(&path).map_err(|err| Error::disk("read", &path, &err))?;
    let mut document: toml_edit::DocumentMut = text
        .trim_start_matches('\u{feff}')
        .parse()
        .map_err(|err: toml_edit::TomlError| broken(&path, err.to_string().trim()))?;
    document["authors"] = toml_edit::value(authors.iter().collect::<toml_edit::Array>());
    crate::disk::write_whole(&path, document.to_string().as_bytes())?;
    Ok(authors)
}
