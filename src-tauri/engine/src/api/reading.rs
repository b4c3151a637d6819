//! How the built-in judge reads the lines of a profile: in English, as the papers are written.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use ts_rs::TS;

use super::{apart, types::ProfileRequest};
use crate::{
    Engine,
    error::{Error, Result},
    judge::builtin,
    profile,
    settings::JudgeEngine,
};

/// How the lines of a profile are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ProfileReading {
    /// Those of `focus`, then those of `exclude`.
    pub lines: Vec<LineReading>,
    /// Whether there is a model to translate what wants it.
    pub model: bool,
}

/// A line as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LineReading {
    /// As the reader wrote it.
    pub line: String,
    /// Empty when no word of it is understood.
    pub english: String,
    pub by: ReadBy,
    /// No word of it is in any paper of the archive: it matches nothing yet. False while there is no archive.
    pub silent: bool,
}

/// What a line is read by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReadBy {
    /// It holds its own English words.
    Itself,
    Glossary,
    /// A model's, or the reader's.
    Translation,
}

/// What the reader says that a line means.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SetReadingRequest {
    /// The profile's file name.
    pub file: String,
    pub line: String,
    /// Empty: the line is read by the glossary, or translated again by the next run.
    pub english: String,
}

pub async fn profile_reading(engine: &Arc<Engine>, request: ProfileRequest) -> Result<ProfileReading> {
    apart(engine, move |engine| {
        let settings = engine.settings()?;
        let profile = engine.profile(&request.file, &settings)?;
        let space = engine.space(false)?;
        let silent = if space.documents() == 0 { Vec::new() } else { builtin::silent_lines(&space, &profile) };
        let lines = profile.lines().map(|line| LineReading {
            line: line.to_owned(),
            english: builtin::reading(&profile, line),
            by: match profile.translation(line) {
                Some(_) => ReadBy::Translation,
                None if builtin::wants_english(line) => ReadBy::Glossary,
                None => ReadBy::Itself,
            },
            silent: silent.iter().any(|known| known == line),
        });
        Ok(ProfileReading { lines: lines.collect(), model: settings.judge.engine != JudgeEngine::Builtin })
    })
    .await
}

pub async fn set_profile_reading(engine: &Arc<Engine>, request: SetReadingRequest) -> Result<ProfileReading> {
    let settings = engine.settings()?;
    let mut english = engine.profile(&request.file, &settings)?.english;
    english.insert(request.line, request.english);
    profile::translate(&engine.folder()?.profiles(), &request.file, &english, settings.judge.language)?;
    profile_reading(engine, ProfileRequest { file: request.file }).await
}

pub async fn translate_profile(engine: &Arc<Engine>, request: ProfileRequest) -> Result<ProfileReading> {
    let settings = engine.settings()?;
    let Some(client) = engine.model(&settings)? else {
        return Err(Error::usage(
            "There is no model to ask.",
            "Choose one in the settings, or write the English yourself.",
        ));
    };
    engine.translated(&request.file, &settings, &client, &watch::channel(false).1).await?;
    profile_reading(engine, request).await
}
