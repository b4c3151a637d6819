//! The engine: a data folder with its store, and the outside world that is passed in.

mod guide;
mod notify;
mod place;
mod run;
mod tick;
mod translate;
mod vault;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use jiff::civil::Date;
use url::Url;

pub use guide::{Guide, GuideState, GuideStep};
pub use tick::{TICK, Tick};

use self::{place::around, run::Running};
use crate::{
    backups,
    clock::Clock,
    destination::Destination,
    digest::Marks,
    disk::Volume,
    error::{Code, Error, Result},
    folder::Folder,
    judge::builtin::Space,
    learn::{Knowledge, Learned, Whose},
    notification::Notification,
    paper::ArxivId,
    pipeline::Progress,
    profile::{self, Profile},
    sample,
    secrets::{Keychain, NoKeychain},
    settings::Settings,
    store::{DigestKey, Store},
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
        settings.ui.language.or(self.options.system_language)
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

    /// What the built-in judge knows for the chosen profile, about the reader's store or the sample day's.
    pub(crate) fn learned(&self, sample: bool) -> Result<Learned> {
        let settings = self.settings()?;
        let sample = sample || self.store.get().is_none();
        let (store, file, profile) = if sample {
            let preset = profile::preset(sample::PROFILE).map(|preset| preset.text(self.language(&settings)));
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
