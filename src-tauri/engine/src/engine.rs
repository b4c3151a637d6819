//! The engine: a data folder with its store, and the outside world that is passed in.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
    thread::JoinHandle,
    time::Duration,
};

use jiff::civil::Date;
use tokio::sync::watch;
use url::Url;

use crate::{
    backups::{self, Around, Restored},
    clock::Clock,
    digest::Marks,
    disk::Volume,
    error::{Code, Error, Result},
    folder::Folder,
    judge::llm::{Client, Provider, ProviderKind},
    net::Arxiv,
    notification::{self, Notification},
    paper::{ArxivId, Paper},
    pipeline::{self, Progress, RunOutcome},
    profile::{self, Profile},
    sample, secrets,
    settings::{JudgeEngine, Settings},
    store::{DigestKey, Fate, Store},
    verdict::Language,
};

/// What the engine asks of the program around it.
pub trait Host: Send + Sync {
    /// A run has something to tell.
    fn progress(&self, progress: &Progress);
    /// Opens an http(s) address in the reader's browser.
    fn open_link(&self, address: &Url) -> Result<()>;
    /// Shows a notification on the desktop, or does nothing where there is none to be shown.
    fn notify(&self, notification: &Notification);
    /// Whether the reader is looking at the window.
    fn is_focused(&self) -> bool;
    /// Who holds the pipeline, for the second who asks.
    fn name(&self) -> &'static str;
}

/// How an engine is opened.
#[derive(Debug, Clone)]
pub struct Options {
    pub data_dir: PathBuf,
    /// Instead of the profile of the settings.
    pub profile: Option<String>,
    /// Only the sample day; the data folder is not touched.
    pub sample: bool,
    /// What `system` means for the language.
    pub system_language: Language,
    /// Asks the machine about the volume that a folder is on.
    pub volume: fn(&Path) -> Volume,
}

/// A data folder at work.
pub struct Engine {
    pub(crate) options: Options,
    folder: Option<Folder>,
    /// Empty on the sample day, and while the database is damaged.
    store: OnceLock<Store>,
    /// Why the database could not be opened.
    damaged: Mutex<Option<Error>>,
    /// What is done for the data folder in the background; waited for at the end.
    care: Mutex<Vec<JoinHandle<()>>>,
    /// What `settings.toml` would hold, on the sample day.
    sample_settings: Mutex<String>,
    /// In each language, Chinese first.
    sample: [OnceLock<Store>; 2],
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) host: Arc<dyn Host>,
    running: Mutex<Option<Running>>,
}

struct Running {
    cancel: watch::Sender<bool>,
    last: Option<Progress>,
}

impl Engine {
    pub fn open(options: Options, clock: Arc<dyn Clock>, host: Arc<dyn Host>) -> Result<Self> {
        let (store, damaged) = (OnceLock::new(), Mutex::default());
        let folder = if options.sample {
            None
        } else {
            let folder = Folder::open(&options.data_dir)?;
            // A broken file is told before anything is done with the folder.
            Settings::load(&folder.settings())?;
            match backups::open(&around(&folder, &options, clock.as_ref(), host.name())) {
                Ok(opened) => drop(store.set(opened)),
                // A backup can be restored from here.
                Err(error) if error.code == Code::Damaged => {
                    drop(damaged.lock().map(|mut damaged| *damaged = Some(error)))
                }
                Err(error) => return Err(error),
            }
            Some(folder)
        };
        let running = Mutex::default();
        let sample_settings = Mutex::new(format!("[judge]\nlanguage = \"{}\"\n", options.system_language.tag()));
        let (sample, care) = Default::default();
        Ok(Self { options, folder, store, damaged, care, sample, sample_settings, clock, host, running })
    }

    /// The data folder; an error on the sample day, which has none.
    pub fn folder(&self) -> Result<&Folder> {
        self.folder.as_ref().ok_or_else(|| {
            Error::usage("This is the sample day: it has no data folder.", "Start again without --sample.")
        })
    }

    /// The reader's store, or the sample day's.
    pub(crate) fn store(&self) -> Result<&Store> {
        match self.store.get() {
            Some(store) => Ok(store),
            None if self.folder.is_none() => self.sample_store(),
            None => Err(self.trouble().unwrap_or_else(|| Error::defect("There is no database."))),
        }
    }

    /// What the reader should know about the database: it is damaged, or can only be read.
    pub(crate) fn trouble(&self) -> Option<Error> {
        match self.store.get() {
            Some(store) => store.trouble(),
            None => self.damaged.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    /// What surrounds the backups of this folder.
    pub(crate) fn around(&self) -> Result<Around<'_>> {
        Ok(around(self.folder()?, &self.options, self.clock.as_ref(), self.host.name()))
    }

    /// Puts a backup in the place of the database. The engine goes on with it.
    pub fn restore(&self, backup: &Path) -> Result<Restored> {
        let around = self.around()?;
        let restored = backups::restore(&around, backup, self.store.get())?;
        if self.store.get().is_none() {
            drop(self.store.set(backups::open(&around)?));
        }
        Ok(restored)
    }

    /// Checks what a crash left, and makes the backup of the day if it is due: in the background, with connections of its
    /// own. To be called when the window opens and when a run begins or ends.
    pub fn care(&self) {
        let (Some(folder), Some(store)) = (self.folder.clone(), self.store.get()) else { return };
        if store.trouble().is_some() {
            return;
        }
        let (damage, clock, options, holder) =
            (store.damage(), self.clock.clone(), self.options.clone(), self.host.name());
        let work = std::thread::Builder::new().name("care".into()).spawn(move || {
            backups::care(&around(&folder, &options, clock.as_ref(), holder), &damage);
        });
        match work {
            Ok(work) => self.care.lock().unwrap_or_else(PoisonError::into_inner).push(work),
            Err(err) => tracing::warn!("no thread for the backup: {err}"),
        }
    }

    /// The invented day, in memory, in the language of the interface.
    pub(crate) fn sample_store(&self) -> Result<&Store> {
        let language = self.language(&self.settings()?);
        let place = &self.sample[language.pick(0, 1)];
        if let Some(store) = place.get() {
            return Ok(store);
        }
        let store = sample::load(language)?;
        Ok(place.get_or_init(|| store))
    }

    /// The settings as they are now on disk.
    pub fn settings(&self) -> Result<Settings> {
        match &self.folder {
            Some(folder) => Settings::load(&folder.settings()),
            None => {
                let text = self.sample_settings.lock().unwrap_or_else(PoisonError::into_inner);
                toml::from_str(&text).map_err(|err| Error::defect(err.to_string()))
            }
        }
    }

    /// Sets one key: in the file, or on the sample day only until the window is closed.
    pub fn set(&self, key: &str, value: &str) -> Result<()> {
        if let Some(folder) = &self.folder {
            return Settings::set(&folder.settings(), key, value).map(drop);
        }
        let mut text = self.sample_settings.lock().unwrap_or_else(PoisonError::into_inner);
        *text = Settings::changed(&text, key, value)?.0;
        Ok(())
    }

    /// The language of the interface.
    pub fn language(&self, settings: &Settings) -> Language {
        match settings.ui.language {
            crate::settings::UiLanguage::System => self.options.system_language,
            crate::settings::UiLanguage::Chinese => Language::Chinese,
            crate::settings::UiLanguage::English => Language::English,
        }
    }

    /// The name of the chosen profile's file.
    pub fn profile_file(&self, settings: &Settings) -> String {
        match &self.folder {
            Some(_) => self.options.profile.clone().unwrap_or_else(|| settings.profile.current.clone()),
            None => sample::PROFILE.into(),
        }
    }

    pub fn profile(&self, file: &str, settings: &Settings) -> Result<Profile> {
        profile::load(&self.folder()?.profiles(), file, settings.judge.language)
    }

    /// Now, in arXiv's zone.
    pub fn now_at_arxiv(&self) -> jiff::Zoned {
        self.clock.arxiv()
    }

    /// Every day that has a finished digest of the chosen profile, oldest first.
    pub fn stored_days(&self) -> Result<Vec<Date>> {
        let profile = self.profile_file(&self.settings()?);
        self.store()?.finished_days(&profile)
    }

    /// What became of a paper: in every digest that it was announced for, the newest first.
    pub fn why(&self, id: &ArxivId) -> Result<(Option<Paper>, Vec<Fate>)> {
        let store = self.store()?;
        Ok((store.paper(id)?, store.fates(id)?))
    }

    /// Puts a tag on a stored paper, or takes it off; gives its tags.
    pub fn tag(&self, id: &ArxivId, tag: &str, on: bool) -> Result<Vec<String>> {
        let store = self.store()?;
        if store.paper(id)?.is_none() {
            return Err(Error::not_found(format!("{id} is not stored here."), "Fetch the day it was announced."));
        }
        store.tag(id, tag, on, self.clock.now())?;
        store.tags(id)
    }

    /// The marks of a paper.
    pub fn marks(&self, id: &ArxivId) -> Result<Marks> {
        self.store()?.marks(id)
    }

    /// The tags of a paper.
    pub fn tags(&self, id: &ArxivId) -> Result<Vec<String>> {
        self.store()?.tags(id)
    }

    /// Whether arXiv's newest announced day has no finished digest here.
    pub(crate) fn newest_is_missing(&self, settings: &Settings) -> Result<bool> {
        let date = crate::source::calendar::newest_announced(&self.clock.arxiv());
        let profile = self.profile_file(settings);
        let row = self.store()?.digest_row(DigestKey { profile: &profile, date })?;
        Ok(!row.is_some_and(|row| row.complete))
    }

    /// Makes the digest of a day. One pipeline at a time per data folder: the second is told who holds it.
    pub async fn run(&self, date: Option<Date>, again: bool) -> Result<RunOutcome> {
        let folder = self.folder()?;
        let settings = self.settings()?;
        let profile_file = self.profile_file(&settings);
        let profile = self.profile(&profile_file, &settings)?;
        let model = model(&settings, self.clock.clone())?;
        let fetch = Arxiv::new(&settings, folder.pace())?;
        let _lock = folder.lock_pipeline(self.host.name())?;
        self.care();
        let (cancel, cancelled) = watch::channel(false);
        self.set_running(Some(Running { cancel, last: None }));
        let progress = |stage| self.tell(Progress::Stage(stage));
        let done = pipeline::run(
            &pipeline::Run {
                store: self.store()?,
                clock: self.clock.as_ref(),
                fetch: &fetch,
                settings: &settings,
                profile_file: &profile_file,
                profile: &profile,
                model: model.as_ref(),
                again,
                cancel: cancelled,
                progress: &progress,
                started: self.clock.now(),
            },
            date,
        )
        .await;
        self.set_running(None);
        // On the first day there was nothing to keep before.
        self.care();
        match &done {
            Ok(outcome) => self.host.progress(&Progress::Finished(outcome.clone())),
            Err(error) => self.host.progress(&Progress::Failed(error.clone())),
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
    pub(crate) fn running(&self) -> Option<Progress> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).as_ref()?.last.clone()
    }

    fn tell(&self, progress: Progress) {
        if let Some(running) = self.running.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            running.last = Some(progress.clone());
        }
        self.host.progress(&progress);
    }

    fn set_running(&self, running: Option<Running>) {
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = running;
    }

    /// Tells the reader on the desktop what a run came to, once, if this is a moment to do so.
    pub fn notify(&self, outcome: &RunOutcome) -> Result<()> {
        let (Some(date), true) = (outcome.date, outcome.changed) else {
            return Ok(());
        };
        let settings = self.settings()?;
        let store = self.store()?;
        let now = self.clock.local();
        let midnight = now.start_of_day().map(|day| day.timestamp()).unwrap_or(self.clock.now());
        let sent = store.notified_since(midnight)?;
        if !notification::may_notify(&settings.notifications, &now, sent, self.host.is_focused()) {
            return Ok(());
        }
        let profile = self.profile_file(&settings);
        let Some(row) = store.shown_row(DigestKey { profile: &profile, date })? else {
            return Ok(());
        };
        let notification = notification::of_digest(&store.digest(&row)?, self.language(&settings));
        store.record_notification(self.clock.now(), date, &notification.title, &notification.body)?;
        self.host.notify(&notification);
        Ok(())
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let care = std::mem::take(self.care.get_mut().unwrap_or_else(PoisonError::into_inner));
        care.into_iter().for_each(|work| drop(work.join()));
    }
}

fn around<'a>(folder: &'a Folder, options: &Options, clock: &dyn Clock, holder: &'a str) -> Around<'a> {
    Around { folder, now: clock.now(), zone: clock.zone(), volume: options.volume, holder }
}

/// The model of the settings; None for the built-in judge.
fn model(settings: &Settings, clock: Arc<dyn Clock>) -> Result<Option<Client>> {
    let judge = &settings.judge;
    let kind = match judge.engine {
        JudgeEngine::Builtin => return Ok(None),
        JudgeEngine::Openai => ProviderKind::OpenAi,
        JudgeEngine::Ollama => ProviderKind::Ollama,
    };
    if judge.base_url.is_empty() {
        return Err(Error::new(
            Code::Usage,
            "judge.base_url is empty: there is no model to ask.",
            "Set it, such as https://api.deepseek.com/v1, or use the built-in judge: arxiv-llm-daily config set judge.engine builtin",
        ));
    }
    let provider = Provider {
        kind,
        base_url: judge.base_url.clone(),
        model: judge.model.clone(),
        key: secrets::api_key(),
        proxy: settings.network.proxy.clone(),
        timeout: Duration::from_secs(judge.timeout_seconds),
        concurrency: judge.concurrency as usize,
        price_input: judge.price_input,
        price_output: judge.price_output,
    };
    Client::with(provider, crate::judge::llm::Pacing::default(), clock).map(Some)
}
