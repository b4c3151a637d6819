//! Profiles on disk, and the presets that come with the app.

use std::{
    collections::BTreeMap,
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

/// Writes a profile: what is unknown in its file, and the comments, stay. A preset becomes a file first.
pub fn save(profiles: &Path, file: &str, profile: &Profile, language: Language) -> Result<()> {
    let path = path(profiles, file)?;
    fs::create_dir_all(profiles).map_err(|err| Error::disk("create", profiles, &err))?;
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => {
            preset(file).map(|preset| preset.text(language).to_owned()).unwrap_or_default()
        }
        Err(err) => return Err(Error::disk("read", &path, &err)),
    };
    let mut document: toml_edit::DocumentMut = text
        .trim_start_matches('\u{feff}')
        .parse()
        .map_err(|err: toml_edit::TomlError| broken(&path, err.to_string().trim()))?;
    let plain = Profile { english: Default::default(), ..profile.clone() };
    let new = toml_edit::ser::to_document(&plain).map_err(|err| Error::defect(err.to_string()))?;
    for (key, value) in new.iter() {
        let Some(value) = value.as_value() else { continue };
        match document.get_mut(key).and_then(toml_edit::Item::as_value_mut) {
            Some(present) if present.to_string().trim() == value.to_string().trim() => {}
            Some(present) => {
                let decor = present.decor().clone();
                *present = value.clone();
                *present.decor_mut() = decor;
            }
            None => document[key] = toml_edit::value(value.clone()),
        }
    }
    if !profile.english.is_empty() {
        document["english"] = table(&profile.english);
    }
    let text = document.to_string();
    toml::from_str::<Profile>(&text).map_err(|err| broken(&path, err.message()))?;
    crate::disk::write_whole(&path, text.as_bytes())
}

/// A file name for a new profile that no profile has.
pub fn free_name(profiles: &Path, name: &str) -> Result<String> {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    let base = if parts.is_empty() { "profile".to_owned() } else { parts.join("-") };
    let taken = list(profiles)?;
    let mut names = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}-{n}")));
    names.find(|name| !taken.contains(name)).ok_or_else(|| Error::defect("There is no free name."))
}

/// Takes a profile out of the list. Its file stays beside the others, under a name that is no profile's.
pub fn remove(profiles: &Path, file: &str) -> Result<()> {
    let path = path(profiles, file)?;
    if !path.exists() {
        return Err(Error::usage(
            format!("{file} is a preset: there is no file to remove."),
            "Presets stay in the list.",
        ));
    }
    let aside = (0..).map(|n| profiles.join(format!("{file}.removed-{n}"))).find(|path| !path.exists());
    let aside = aside.ok_or_else(|| Error::defect("There is no free name."))?;
    fs::rename(&path, aside).map_err(|err| Error::disk("move", &path, &err))
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
    let list = toml_edit::value(authors.iter().collect::<toml_edit::Array>());
    change(profiles, file, "authors", list, language)?;
    Ok(authors)
}

/// Keeps what lines of a profile mean in English: changes `english` in its file and nothing else of it. A preset becomes
/// a file first. What lines meant that are no longer there is dropped, and so is what is empty.
pub fn translate(
    profiles: &Path,
    file: &str,
    english: &BTreeMap<String, String>,
    language: Language,
) -> Result<Profile> {
    let mut profile = load(profiles, file, language)?;
    let said = |line: &str| english.get(line).map(|text| text.trim()).filter(|text| !text.is_empty());
    let kept = profile.lines().filter_map(|line| Some((line.to_owned(), said(line)?.to_owned()))).collect();
    if profile.english != kept {
        profile.english = kept;
        change(profiles, file, "english", table(&profile.english), language)?;
    }
    Ok(profile)
}

fn table(texts: &BTreeMap<String, String>) -> toml_edit::Item {
    let entries = texts.iter().map(|(key, text)| (key.as_str(), toml_edit::value(text.as_str())));
    toml_edit::Item::Table(entries.collect())
}

/// Changes one key of a profile's file and nothing else of it. A preset becomes a file first.
fn change(profiles: &Path, file: &str, key: &str, value: toml_edit::Item, language: Language) -> Result<()> {
    let path = path(profiles, file)?;
    if !path.exists() {
        save_preset(profiles, file, language)?;
    }
    let text = fs::read_to_string(&path).map_err(|err| Error::disk("read", &path, &err))?;
    let mut document: toml_edit::DocumentMut = text
        .trim_start_matches('\u{feff}')
        .parse()
        .map_err(|err: toml_edit::TomlError| broken(&path, err.to_string().trim()))?;
    document[key] = value;
    crate::disk::write_whole(&path, document.to_string().as_bytes())
}
