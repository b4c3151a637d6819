//! The engine: a data folder with its store, and the outside world that is passed in.

mod guide;
mod notify;
mod tick;
mod translate;
mod vault;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use jiff::civil::Date;
use tokio::sync::watch;
use url::Url;

pub use guide::{Guide, GuideState, GuideStep};
pub use tick::{TICK, Tick};

use crate::{
    backups::{self, Around, Restored},
    clock::Clock,
    destination::Destination,
    digest::Marks,
    disk::Volume,
    error::{Code, Error, Result},
    folder::Folder,
    judge::{builtin::Space, llm::Cancel},
    learn::{Knowledge, Learned, Whose},
    moving,
    net::Arxiv,
    notification::Notification,
    paper::ArxivId,
    pipeline::{self, Progress, RunOutcome},
    profile::{self, Profile},
    sample,
    secrets::{Keychain, NoKeychain},
    settings::Settings,
    store::{DigestKey, Store, Why},
    verdict::Language,
};

/// How long a finished run waits for its papers to be indexed.
const INDEX_AFTER_RUN: Duration = Duration::from_secs(5);

/// What the engine asks of the program around it.
pub trait Host: Send + Sync {
    /// A run has something to tell.
    fn progress(&self, progress: &Progress);
    /// Opens an http(s) address in the reader's browser.
    fn open_link(&self, address: &Url) -> Result<()>;
    /// Shows a notification on the desktop, or does nothing where there is none to be shown.
    fn notify(&self, notification: &Notification);
    /// Takes the notification of a day back, if it is still there.
    fn withdraw(&self, _date: Date) {}
    /// Where the window is to go when it opens; given once.
    fn destination(&self) -> Option<Destination> {
        None
    }
    /// Whether the app is started with the desktop's session; None where that cannot be had.
    fn starts_at_login(&self) -> Option<bool> {
        None
    }
    fn start_at_login(&self, _on: bool) -> Result<()> {
        Err(Error::usage(
            "There is no desktop here to start with.",
            "Use cron or a systemd timer for: arxiv-llm-daily run",
        ))
    }
    /// The window has shown something: the web view works.
    fn painted(&self) {}
    /// The reader closes the window: it goes to the tray, or the app ends.
    fn close(&self, _keep: bool) {}
    /// Whether there is a window, in sight or not.
    fn has_window(&self) -> bool {
        false
    }
    /// Starts the program again in the place of this one.
    fn restart(&self) {}
    /// Whether the reader is looking at the window.
    fn is_focused(&self) -> bool;
    /// Who holds the pipeline, for the second who asks.
    fn name(&self) -> &'static str;
    /// Where the keys of providers are.
    fn keychain(&self) -> &dyn Keychain {
        &NoKeychain
    }

    /// Lets the reader choose files, a folder or a place; nothing when they chose none. Waits for them.
    fn choose_path(&self, what: &ChoosePath) -> Result<Vec<PathBuf>> {
        let _ = what;
        Err(Error::usage("There is no window to choose a file in.", "Give its path."))
    }
}

/// What the reader is asked to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChoosePath {
    OpenFiles,
    OpenFolder,
    /// A place for a new file, with a name for it.
    Save {
        name: String,
    },
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
    /// What the built-in judge has learnt of the reader's store, and of the sample day.
    pub(crate) knowledge: [Knowledge; 2],
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) host: Arc<dyn Host>,
    running: Mutex<Option<Running>>,
    /// How often exports were cancelled.
    export_cancels: AtomicU64,
    /// Whether a thread is making the search index.
    indexing: AtomicBool,
    /// Where the data folder was moved to: nothing is done here any more.
    moved: OnceLock<PathBuf>,
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
        let knowledge = [Knowledge::new(folder.as_ref().map(Folder::space)), Knowledge::default()];
        let export_cancels = AtomicU64::default();
        Ok(Self {
            options,
            folder,
            store,
            damaged,
            care: Mutex::default(),
            sample: Default::default(),
            sample_settings,
            knowledge,
            clock,
            host,
            running,
            export_cancels,
            indexing: AtomicBool::new(false),
            moved: OnceLock::new(),
        })
    }

    /// The data folder; an error on the sample day, which has none.
    pub fn folder(&self) -> Result<&Folder> {
        self.check_place()?;
        self.folder.as_ref().ok_or_else(|| {
            Error::usage("This is the sample day: it has no data folder.", "Start again without --sample.")
        })
    }

    fn check_place(&self) -> Result<()> {
        match self.moved.get() {
            None => Ok(()),
            Some(new) => Err(Error::new(
                Code::Disk,
                format!("The data folder is now {}.", new.display()),
                "Start the app again: it goes on there.",
            )),
        }
    }

    /// Moves the data folder, see [`moving::to`]. From then on everything is refused here until the program starts again.
    pub fn move_data(&self, to: &Path) -> Result<PathBuf> {
        let new = moving::to(&self.around()?, self.store()?, to)?;
        Ok(self.moved.get_or_init(|| new).clone())
    }

    /// The reader's store, or the sample day's.
    pub(crate) fn store(&self) -> Result<&Store> {
        self.check_place()?;
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

    /// Makes everything as on the first day: an empty database, no settings, no profiles. What was there is a backup, whose
    /// path is given.
    pub fn reset(&self) -> Result<PathBuf> {
        let folder = self.folder()?;
        if let Some(error) = self.trouble() {
            return Err(error);
        }
        // In a folder of its own, with what belongs to a database.
        let place = folder.path().join(".reset.part");
        let empty = place.join("empty.sqlite");
        let _ = fs::remove_dir_all(&place);
        fs::create_dir(&place).map_err(|err| Error::disk("create", &place, &err))?;
        let restored = Store::open(&empty).map(drop).and_then(|()| self.restore(&empty));
        let _ = fs::remove_dir_all(&place);
        let kept = restored?.kept_as;
        let profiles = fs::read_dir(folder.profiles()).into_iter().flatten().flatten().map(|entry| entry.path());
        let toml = profiles.filter(|path| path.extension().is_some_and(|end| end == "toml"));
        for path in toml.chain([folder.settings(), folder.space()]).filter(|path| path.exists()) {
            fs::remove_file(&path).map_err(|err| Error::disk("delete", &path, &err))?;
        }
        Ok(kept)
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
            self.check_place()?;
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

    /// Whether nothing was ever set or stored in this data folder.
    pub fn is_untouched(&self) -> bool {
        let (Some(folder), Some(store)) = (&self.folder, self.store.get()) else { return false };
        !folder.settings().exists() && store.days_stored().is_ok_and(|days| days == 0)
    }

    /// How many papers of the newest digest have not been read.
    pub fn unread(&self) -> Result<u32> {
        let store = self.store()?;
        let profile = self.profile_file(&self.settings()?);
        let Some(date) = store.newest_day(&profile, None)? else {
            return Ok(0);
        };
        let row = store.shown_row(DigestKey { profile: &profile, date })?;
        row.map_or(Ok(0), |row| store.unread_count(row.id))
    }

    /// Gives back what memory can be had again from the data folder, unless a run needs it. For a window that is closed.
    pub fn rest(&self) {
        if self.running().is_none()
            && let Some(store) = self.store.get()
        {
            store.rest();
            self.knowledge[0].rest();
        }
    }

    /// A number that is another one after another process has written to the database.
    pub fn version_elsewhere(&self) -> Result<i64> {
        self.store()?.version_elsewhere()
    }

    /// The marks of a paper.
    pub fn marks(&self, id: &ArxivId) -> Result<Marks> {
        self.store()?.marks(id)
    }

    /// The tags of a paper.
    pub fn tags(&self, id: &ArxivId) -> Result<Vec<String>> {
        self.store()?.tags(id)
    }

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
        if let Err(error) = self.translate_current(&cancelled).await {
            tracing::warn!("before the run: {error}");
        }
        let progress = |progress| self.tell(progress);
        let done = self.with_run(again, cancelled, &progress, work).await;
        self.set_running(None);
        // On the first day there was nothing to keep before.
        self.care();
        // What was fetched can be found at once; whatever fails here is done by the next search.
        if let Err(error) = store.index_until(Instant::now() + INDEX_AFTER_RUN) {
            tracing::warn!("the search index is behind: {error}");
        }
        done
    }

    /// Works with everything that a run needs, as the settings and the profile are now. What the model's server turns out
    /// to take is remembered. Who works on whole days holds the pipeline's lock; one paper needs none.
    pub(crate) async fn with_run<T>(
        &self,
        again: bool,
        cancel: Cancel,
        progress: &(dyn Fn(Progress) + Send + Sync),
        work: impl AsyncFnOnce(&pipeline::Run) -> Result<T>,
    ) -> Result<T> {
        let (folder, store) = (self.folder()?, self.store()?);
        let settings = self.settings()?;
        let profile_file = self.profile_file(&settings);
        let profile = self.profile(&profile_file, &settings)?;
        let model = self.model(&settings)?;
        let fetch = Arxiv::new(&settings, folder.pace())?;
        let done = work(&pipeline::Run {
            store,
            clock: self.clock.as_ref(),
            fetch: &fetch,
            settings: &settings,
            profile_file: &profile_file,
            profile: &profile,
            knowledge: &self.knowledge[0],
            model: model.as_ref(),
            again,
            cancel,
            progress,
            started: self.clock.now(),
        })
        .await;
        if let Some(client) = &model
            && let Err(error) = self.keep_capabilities(client.provider(), &client.capabilities())
        {
            tracing::warn!("after the run: {error}");
        }
        done
    }

    /// Makes the search index beside everything else, unless that is going on.
    pub(crate) fn index_in_background(self: &Arc<Self>) {
        if self.indexing.swap(true, Ordering::SeqCst) {
            return;
        }
        let engine = Arc::clone(self);
        std::thread::spawn(move || {
            loop {
                let until = Instant::now() + Duration::from_secs(1);
                match engine.store().and_then(|store| store.index_until(until)) {
                    Ok(indexing) if !indexing.current => {}
                    Ok(_) => break,
                    Err(error) => {
                        tracing::warn!("the search index is behind: {error}");
                        break;
                    }
                }
            }
            engine.indexing.store(false, Ordering::SeqCst);
        });
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

    /// What the built-in judge knows for the chosen profile, about the reader's store or the sample day's.
    pub(crate) fn learned(&self, sample: bool) -> Result<Learned> {
        let settings = self.settings()?;
        let sample = sample || self.store.get().is_none();
        let (store, file, profile) = if sample {
            let preset = profile::preset(sample::PROFILE).map(|preset| preset.text(settings.judge.language));
            let profile = toml::from_str(preset.unwrap_or_default()).map_err(|err| Error::defect(err.to_string()))?;
            (self.sample_store()?, sample::PROFILE.to_owned(), profile)
        } else {
            let file = self.profile_file(&settings);
            let profile = self.profile(&file, &settings)?;
            (self.store()?, file, profile)
        };
        let whose = Whose { file: &file, profile: &profile, learns: settings.judge.learn };
        self.knowledge[usize::from(sample)].learned(store, whose, self.clock.now())
    }

    /// The words and places of the reader's archive, or of the sample day.
    pub(crate) fn space(&self, sample: bool) -> Result<Arc<Space>> {
        let sample = sample || self.store.get().is_none();
        let store = if sample { self.sample_store()? } else { self.store()? };
        self.knowledge[usize::from(sample)].space(store)
    }

    /// Learns the archive again if it has grown enough since it was learnt last, and tells whether it did. It takes up
    /// to a minute with a hundred thousand papers: for a thread of its own, after a run.
    pub fn refit_if_grown(&self) -> Result<bool> {
        match self.store.get() {
            Some(store) if self.knowledge[0].refit_if_grown(store)? => {
                // So that the next who asks need not wait for the profile's place in it.
                self.learned(false)?;
                Ok(true)
            }
            _ => Ok(false),
        }
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
