//! One run of the pipeline in this data folder: what it reads before it begins, and how it is followed and stopped.

use std::{
    sync::PoisonError,
    time::{Duration, Instant},
};

use jiff::civil::Date;
use tokio::sync::watch;

use super::Engine;
use crate::{
    error::Result,
    judge::llm::{Cancel, Client},
    net::Arxiv,
    pipeline::{self, Progress, RunOutcome},
    profile::Profile,
    settings::Settings,
    store::Why,
};

/// How long a finished run waits for its papers to be indexed.
const INDEX_AFTER_RUN: Duration = Duration::from_secs(5);

pub(super) struct Running {
    cancel: watch::Sender<bool>,
    last: Option<Progress>,
}

/// What the reader has chosen, as it is when a run begins. What they change meanwhile is for the next one.
struct Chosen {
    settings: Settings,
    profile_file: String,
    profile: Profile,
    model: Option<Client>,
}

impl Engine {
    /// Makes the digest of a day, or of the newest one and of those that were missed. One pipeline at a time per data
    /// folder: the second is told who holds it.
    pub async fn run(&self, date: Option<Date>, again: bool) -> Result<RunOutcome> {
        let done = self
            .with_pipeline(again, async |run| {
                let done = pipeline::run(run, date).await;
                if let (Some(_), Ok(outcome), None) = (run.model, &done, date) {
                    // The day itself is done: what fails from here on costs nothing but time.
                    let again = pipeline::Run { again: false, cancel: run.cancel.clone(), ..*run };
                    if let Err(error) = pipeline::resume_deferred(&again, outcome.date).await {
                        tracing::warn!("after the run: {error}");
                    }
                }
                done
            })
            .await;
        let done = done.and_then(|outcome| {
            let settings = self.settings()?;
            Ok(self.with_vault(&settings, &self.profile_file(&settings), outcome))
        });
        match &done {
            Ok(outcome) => self.host.progress(&Progress::Finished(outcome.clone())),
            Err(error) => self.host.progress(&Progress::Failed(error.clone())),
        }
        done
    }

    /// Fetches the lists of several days at once, so that each of them can then be made with `run`. Gives an outcome for
    /// each day that has no list.
    pub async fn fetch_days(&self, dates: &[Date]) -> Result<Vec<RunOutcome>> {
        let empty = self.with_pipeline(false, async |run| pipeline::fetch_days(run, dates).await).await?;
        empty.iter().for_each(|outcome| self.host.progress(&Progress::Finished(outcome.clone())));
        Ok(empty)
    }

    /// Whether the list of a day is stored.
    pub fn has_list(&self, date: Date) -> Result<bool> {
        Ok(self.store()?.fetched_categories(date)?.is_some())
    }

    /// When a day whose list is not here, or not believed, is to be looked at again; None when there is no such day.
    pub fn next_look(&self) -> Result<Option<jiff::Timestamp>> {
        let awaited = self.store()?.awaited()?;
        Ok(awaited.values().filter(|awaited| awaited.why != Why::Nothing).map(|awaited| awaited.next_try).min())
    }

    async fn with_pipeline<T>(&self, again: bool, work: impl AsyncFnOnce(&pipeline::Run) -> Result<T>) -> Result<T> {
        let (folder, store) = (self.folder()?, self.store()?);
        let _lock = folder.lock_pipeline(self.host.name())?;
        self.care();
        let (cancel, cancelled) = watch::channel(false);
        self.set_running(Some(Running { cancel, last: None }));
        let done = self.with_translation(again, cancelled, work).await;
        self.set_running(None);
        // On the first day there was nothing to keep before.
        self.care();
        // What was fetched can be found at once; whatever fails here is done by the next search.
        if let Err(error) = store.index_until(Instant::now() + INDEX_AFTER_RUN) {
            tracing::warn!("the search index is behind: {error}");
        }
        done
    }

    /// What the profile's Chinese lines mean is asked first, where a model can say it; a run goes on without.
    async fn with_translation<T>(
        &self,
        again: bool,
        cancel: Cancel,
        work: impl AsyncFnOnce(&pipeline::Run) -> Result<T>,
    ) -> Result<T> {
        let mut chosen = self.chosen()?;
        if let Some(client) = &chosen.model {
            match self.translated(&chosen.profile_file, &chosen.settings, client, &cancel).await {
                Ok(profile) => chosen.profile = profile,
                Err(error) => tracing::warn!("before the run: {error}"),
            }
        }
        self.with_chosen(&chosen, again, cancel, &|progress| self.tell(progress), work).await
    }

    /// Works with everything that a run needs, on one paper: that takes no lock, tells no progress and is not cancelled.
    pub(crate) async fn with_run<T>(&self, work: impl AsyncFnOnce(&pipeline::Run) -> Result<T>) -> Result<T> {
        let (_keep, never) = watch::channel(false);
        self.with_chosen(&self.chosen()?, false, never, &|_| {}, work).await
    }

    fn chosen(&self) -> Result<Chosen> {
        let settings = self.settings()?;
        let profile_file = self.profile_file(&settings);
        let profile = self.profile(&profile_file, &settings)?;
        let model = self.model(&settings)?;
        Ok(Chosen { settings, profile_file, profile, model })
    }

    /// What the model's server turns out to take is remembered.
    async fn with_chosen<T>(
        &self,
        chosen: &Chosen,
        again: bool,
        cancel: Cancel,
        progress: &(dyn Fn(Progress) + Send + Sync),
        work: impl AsyncFnOnce(&pipeline::Run) -> Result<T>,
    ) -> Result<T> {
        let fetch = Arxiv::new(&chosen.settings, self.folder()?.pace())?;
        let done = work(&pipeline::Run {
            store: self.store()?,
            clock: self.clock.as_ref(),
            fetch: &fetch,
            settings: &chosen.settings,
            profile_file: &chosen.profile_file,
            profile: &chosen.profile,
            knowledge: &self.knowledge[0],
            model: chosen.model.as_ref(),
            again,
            language: self.language(&chosen.settings),
            cancel,
            progress,
            started: self.clock.now(),
        })
        .await;
        if let Some(client) = &chosen.model
            && let Err(error) = self.keep_capabilities(client.provider(), &client.capabilities())
        {
            tracing::warn!("after the run: {error}");
        }
        done
    }

    /// Asks the run that is going on to stop; false when there is none.
    pub fn cancel(&self) -> bool {
        match self.running.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            Some(running) => running.cancel.send(true).is_ok(),
            None => false,
        }
    }

    /// The last thing that the run that is going on told.
    pub fn running(&self) -> Option<Progress> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).as_ref()?.last.clone()
    }

    fn tell(&self, progress: Progress) {
        if let Some(running) = self.running.lock().unwrap_or_else(PoisonError::into_inner).as_mut()
            && matches!(progress, Progress::Stage(_))
        {
            running.last = Some(progress.clone());
        }
        self.host.progress(&progress);
    }

    fn set_running(&self, running: Option<Running>) {
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = running;
    }
}
