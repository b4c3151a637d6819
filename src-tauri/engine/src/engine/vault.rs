//! The vault that is kept in step, and exports that can be stopped.

use std::{path::Path, sync::atomic::Ordering};

use jiff::civil::Date;

use super::Engine;
use crate::{
    error::{Error, Result},
    export::stored,
    paper::ArxivId,
    pipeline::RunOutcome,
    settings::Settings,
    store::Store,
};

impl Engine {
    /// Brings the notes of a day that was just made into the vault of the settings.
    pub(super) fn with_vault(&self, settings: &Settings, profile: &str, mut outcome: RunOutcome) -> RunOutcome {
        let newest = outcome.date.filter(|_| outcome.changed);
        let days: Vec<Date> = outcome.caught_up.iter().map(|day| day.date).chain(newest).collect();
        outcome.vault_problem = self.keep_days(settings, profile, &days);
        outcome
    }

    /// Brings days and their papers into the vault of the settings, if there is one; gives what was in the way.
    pub(crate) fn keep_days(&self, settings: &Settings, profile: &str, days: &[Date]) -> Option<Error> {
        if days.is_empty() {
            return None;
        }
        self.in_vault(settings, |store, vault| {
            // Of a day with several reports each has papers; the one that is shown comes last, and has the day's note.
            for row in store.finished(profile)?.iter().filter(|row| days.contains(&row.date)) {
                stored::keep_day(store, vault, row)?;
            }
            Ok(())
        })
    }

    /// Brings a paper's note into the vault of the settings, if there is one; gives what was in the way.
    pub(crate) fn keep_note(&self, id: &ArxivId) -> Option<Error> {
        let settings = match self.settings() {
            Ok(settings) => settings,
            Err(error) => return Some(error),
        };
        let profile = self.profile_file(&settings);
        self.in_vault(&settings, |store, vault| stored::keep_paper(store, vault, &profile, id))
    }

    /// A vault is never worth a lost digest or note: what is in the way is told, and nothing else stops.
    fn in_vault(&self, settings: &Settings, keep: impl FnOnce(&Store, &Path) -> Result<()>) -> Option<Error> {
        let (Some(store), vault) = (self.store.get(), settings.export.vault.trim()) else { return None };
        if vault.is_empty() {
            return None;
        }
        let vault = Path::new(vault);
        let kept = if vault.is_dir() {
            keep(store, vault)
        } else {
            Err(Error::not_found(
                format!("The vault {} is not there.", vault.display()),
                "Set export.vault to the folder of your vault, or to nothing.",
            ))
        };
        let problem = kept.err();
        if let Some(error) = &problem {
            tracing::warn!("the vault is not in step: {error}");
        }
        problem
    }

    /// How often exports were cancelled: an export that sees the number change stops.
    pub(crate) fn export_cancels(&self) -> u64 {
        self.export_cancels.load(Ordering::Relaxed)
    }

    /// Asks the exports that are going on to stop.
    pub(crate) fn cancel_exports(&self) {
        self.export_cancels.fetch_add(1, Ordering::Relaxed);
    }
}
