//! What the Chinese lines of a profile mean in English: asked of the model once, and kept with the profile.

use std::time::Duration;

use tokio::time::timeout;

use super::Engine;
use crate::{
    error::{Code, Error, Result},
    judge::{
        builtin,
        llm::{Cancel, Client},
    },
    profile::{self, Profile},
    settings::Settings,
    store::Purpose,
};

/// A run does not wait longer: the glossary does meanwhile.
const PATIENCE: Duration = Duration::from_secs(45);

impl Engine {
    /// The profile, with a translation of every line that wants one. Lines that have one already, from the model or the
    /// reader, are not asked about: one request, and only after lines have changed.
    pub(crate) async fn translated(
        &self,
        file: &str,
        settings: &Settings,
        client: &Client,
        cancel: &Cancel,
    ) -> Result<Profile> {
        let profile = self.profile(file, settings)?;
        let mut wanting: Vec<String> = Vec::new();
        for line in profile.lines().filter(|line| builtin::wants_english(line)) {
            if profile.translation(line).is_none() && !wanting.iter().any(|known| known == line) {
                wanting.push(line.to_owned());
            }
        }
        if wanting.is_empty() {
            return Ok(profile);
        }
        let unavailable = |why: String| {
            let what = "Try again later, or write the English yourself; until then the glossary is used.";
            Error::new(Code::Unavailable, format!("The profile was not translated: {why}"), what)
        };
        if self.budget_is_used_up(settings)? {
            return Err(unavailable("the day's budget is used up.".to_owned()));
        }
        let answer = timeout(PATIENCE, client.translate(&wanting, cancel)).await;
        self.keep_usage(&client.provider().model, Purpose::Translation, &client.take_new())?;
        let (lines, _) = answer
            .map_err(|_| unavailable(format!("no answer within {} s.", PATIENCE.as_secs())))?
            .map_err(|failure| unavailable(format!("{} {}", failure.class.as_str(), failure.message)))?;
        let mut english = profile.english;
        english.extend(wanting.into_iter().zip(lines));
        profile::translate(&self.folder()?.profiles(), file, &english, settings.judge.language)
    }

    /// Whether today's `judge.budget_per_day` is spent.
    pub(crate) fn budget_is_used_up(&self, settings: &Settings) -> Result<bool> {
        let cap = settings.judge.budget_per_day;
        Ok(cap > 0.0 && self.store()?.spent_today(&self.clock.local())? >= cap)
    }
}
