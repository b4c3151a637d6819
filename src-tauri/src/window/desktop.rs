//! The desktop around the window: what the engine asks of it, and what the tray tells it.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, OnceLock, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use engine::{
    ChoosePath, Engine, Host, api,
    api::types::Progress,
    destination::Destination,
    error::{Code, Error, Result},
    notification::Notification,
};
use jiff::civil::Date;
use tauri::{AppHandle, Emitter as _, Manager as _};
use tauri_plugin_dialog::DialogExt as _;
use tauri_plugin_opener::OpenerExt as _;
use url::Url;

use super::{
    LABEL, show,
    tray::{Action, State},
};
use crate::{notifications::Notifications, platform};

/// Who closes the window twice within this time does not want to be asked.
const IN_A_ROW: Duration = Duration::from_secs(5);

/// What there is of a desktop. Everything is there once `start` was called.
#[derive(Default)]
pub struct Desktop {
    app: OnceLock<AppHandle>,
    engine: OnceLock<Weak<Engine>>,
    notifications: OnceLock<Notifications>,
    tray: OnceLock<platform::Tray>,
    /// Where the page is to go when it asks.
    destination: Mutex<Option<Destination>>,
    /// Goes on without a window.
    kept: AtomicBool,
    /// The reader chose to end the app.
    ending: AtomicBool,
    painted: AtomicBool,
    /// When the reader last closed the window and was asked.
    close_asked: Mutex<Option<Instant>>,
    /// The day that the page opened while nobody looked at the window.
    unseen: Mutex<Option<Date>>,
    /// When the page asked for something last: it runs.
    heard: Mutex<Option<Instant>>,
}

impl Desktop {
    pub fn new(destination: Option<Destination>) -> Self {
        Self { destination: Mutex::new(destination), ..Self::default() }
    }

    /// Starts the notifications and the tray; tells whether there is a tray.
    pub fn start(self: &Arc<Self>, app: &AppHandle, engine: &Arc<Engine>) -> bool {
        let _ = self.app.set(app.clone());
        let _ = self.engine.set(Arc::downgrade(engine));
        let clicked = self.clone();
        let _ = self.notifications.set(Notifications::start(move |date| clicked.open(Destination::Day { date })));
        if engine.folder().is_err() {
            return false;
        }
        let desktop = self.clone();
        let state = State::of(engine).ok();
        if let Some(tray) = state.and_then(|state| platform::Tray::start(app, state, move |action| desktop.act(action)))
        {
            let _ = self.tray.set(tray);
        }
        self.has_tray()
    }

    /// Whether a tray shows our icon now.
    pub fn has_tray(&self) -> bool {
        self.tray.get().is_some_and(platform::Tray::is_shown)
    }

    /// Lets the tray say what is true now.
    pub fn refresh_tray(&self) {
        let (Some(tray), Some(engine)) = (self.tray.get(), self.engine.get().and_then(Weak::upgrade)) else {
            return;
        };
        if let Ok(state) = State::of(&engine) {
            tray.update(state);
        }
    }

    /// Goes on without a window.
    pub fn keep(&self) {
        self.kept.store(true, Ordering::Relaxed);
    }

    pub fn is_kept(&self) -> bool {
        self.kept.load(Ordering::Relaxed) && self.has_tray()
    }

    pub fn is_ending(&self) -> bool {
        self.ending.load(Ordering::Relaxed)
    }

    /// A new window has drawn nothing and asked for nothing yet, whatever one before it did.
    pub fn is_new(&self) {
        self.painted.store(false, Ordering::Relaxed);
        *self.heard.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Reads the day that a new page will ask for while the page is being made: the second time it is at hand.
    pub fn read_ahead(&self) {
        if let Some(engine) = self.engine.get().and_then(Weak::upgrade) {
            tauri::async_runtime::spawn(async move { drop(api::call(&engine, "day", serde_json::json!({})).await) });
        }
    }

    /// Whether the reader closes the window for the second time in a row, which a page that hangs cannot answer.
    pub fn insists(&self) -> bool {
        let now = Instant::now();
        let before = self.close_asked.lock().unwrap_or_else(PoisonError::into_inner).replace(now);
        before.is_some_and(|before| now.duration_since(before) < IN_A_ROW)
    }

    pub fn is_painted(&self) -> bool {
        self.painted.load(Ordering::Relaxed)
    }

    /// The page asks for something.
    pub fn heard(&self) {
        *self.heard.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    pub fn last_heard(&self) -> Option<Instant> {
        *self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn is_open(&self) -> bool {
        self.app.get().is_some_and(|app| app.get_webview_window(LABEL).is_some())
    }

    /// Tells the page where to go: now if it is open, else when it opens.
    pub fn go(&self, destination: Option<Destination>) {
        let Some(destination) = destination else {
            return;
        };
        if let Some(app) = self.app.get().filter(|_| self.is_open()) {
            let _ = app.emit_to(LABEL, "go", &destination);
        } else {
            *self.destination.lock().unwrap_or_else(PoisonError::into_inner) = Some(destination);
        }
    }

    /// Opens the window at a place.
    fn open(self: &Arc<Self>, destination: Destination) {
        let Some(app) = self.app.get() else {
            return;
        };
        // What the page shows until it gets there was not asked for.
        let day = if let Destination::Day { date } = destination { Some(date) } else { None };
        *self.unseen.lock().unwrap_or_else(PoisonError::into_inner) = day;
        self.go(Some(destination));
        self.show(app);
    }

    fn act(self: &Arc<Self>, action: Action) {
        let Some(engine) = self.engine.get().and_then(Weak::upgrade) else {
            return;
        };
        let desktop = self.clone();
        match action {
            Action::OpenToday => self.open(Destination::Today),
            Action::Settings => self.open(Destination::Settings),
            Action::Quit => self.end(),
            Action::Cancel => {
                engine.cancel();
            }
            Action::Fetch | Action::Pause | Action::Resume => {
                tauri::async_runtime::spawn(async move {
                    let done = match action {
                        Action::Fetch => api::run(&engine, api::types::DayRequest::default()).await.map(drop),
                        _ => {
                            let request = api::PauseRequest { on: action == Action::Pause };
                            api::pause(&engine, request).await.map(drop)
                        }
                    };
                    if let Err(error) = done {
                        tracing::warn!("the tray: {error}");
                    }
                    desktop.refresh_tray();
                });
            }
        }
    }

    /// The reader looks at the window, and so at the day that it shows.
    pub fn seen(&self) {
        let unseen = self.unseen.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(date) = unseen {
            self.take_back(date);
        }
    }

    fn take_back(&self, date: Date) {
        if let Some(notifications) = self.notifications.get() {
            notifications.withdraw(date);
        }
    }

    /// Opens the window where the tray that could have done so is gone.
    pub fn come_back(self: &Arc<Self>) {
        if let Some(app) = self.app.get().filter(|_| !self.is_open() && !self.has_tray() && !self.is_ending()) {
            tracing::info!("the tray is gone, and the window comes back");
            self.show(app);
        }
    }

    /// The system asks for the window, and perhaps for a place in it.
    pub fn asked(self: &Arc<Self>, link: Option<&str>) {
        self.go(link.and_then(|link| Destination::parse(link).ok()));
        if let Some(app) = self.app.get() {
            self.show(app);
        }
    }

    fn show(self: &Arc<Self>, app: &AppHandle) {
        let (handle, desktop) = (app.clone(), self.clone());
        let _ = app.run_on_main_thread(move || {
            if let Err(err) = show(&handle, &desktop) {
                tracing::warn!("the window cannot be opened: {err}");
            }
        });
    }

    fn end(&self) {
        self.ending.store(true, Ordering::Relaxed);
        if let Some(app) = self.app.get() {
            app.exit(0);
        }
    }
}

impl Host for Desktop {
    fn progress(&self, progress: &Progress) {
        if let Some(app) = self.app.get() {
            let _ = app.emit_to(LABEL, "progress", progress);
        }
        // A menu that changed with every paper would be told a thousand times.
        if let Some(tray) = self.tray.get() {
            let running = matches!(progress, Progress::Stage(_) | Progress::Verdict(_));
            if tray.is_running() != running && !matches!(progress, Progress::Export(_)) {
                tray.set_running(running);
            }
        }
    }

    fn open_link(&self, address: &Url) -> Result<()> {
        let app = self.app.get().ok_or_else(|| Error::defect("There is no window yet."))?;
        app.opener().open_url(address.as_str(), None::<&str>).map_err(|err| {
            Error::new(Code::NotFound, format!("The browser could not be started: {err}"), "Copy the address instead.")
        })
    }

    fn notify(&self, notification: &Notification) {
        if let Some(notifications) = self.notifications.get() {
            notifications.show(notification);
        }
    }

    fn withdraw(&self, date: Date) {
        // A page behind other windows shows a finished run by itself.
        if self.is_focused() {
            self.take_back(date);
        } else {
            *self.unseen.lock().unwrap_or_else(PoisonError::into_inner) = Some(date);
        }
    }

    fn destination(&self) -> Option<Destination> {
        self.destination.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn starts_at_login(&self) -> Option<bool> {
        platform::starts_at_login()
    }

    fn start_at_login(&self, on: bool) -> Result<()> {
        platform::start_at_login(on)
    }

    fn painted(&self) {
        self.painted.store(true, Ordering::Relaxed);
    }

    fn close(&self, keep: bool) {
        if !keep || !self.has_tray() {
            return self.end();
        }
        self.keep();
        if let Some(window) = self.app.get().and_then(|app| app.get_webview_window(LABEL)) {
            // The web view and its memory go; the tray opens another.
            let _ = window.destroy();
        }
    }

    fn has_window(&self) -> bool {
        self.is_open()
    }

    fn restart(&self) {
        self.ending.store(true, Ordering::Relaxed);
        if let Some(app) = self.app.get() {
            app.request_restart();
        }
    }

    fn is_focused(&self) -> bool {
        self.app
            .get()
            .and_then(|app| app.get_webview_window(LABEL))
            .is_some_and(|window| window.is_focused().unwrap_or(false))
    }

    fn name(&self) -> &'static str {
        "window"
    }

    fn keychain(&self) -> &dyn engine::secrets::Keychain {
        &platform::Keychain
    }

    /// Asked from a thread of its own, never the window's.
    fn choose_path(&self, what: &ChoosePath) -> Result<Vec<PathBuf>> {
        let app = self.app.get().ok_or_else(|| Error::defect("There is no window yet."))?;
        let mut dialog = app.dialog().file();
        if let Some(window) = app.get_webview_window(LABEL) {
            dialog = dialog.set_parent(&window);
        }
        let chosen = match what {
            ChoosePath::OpenFiles => dialog.add_filter("Markdown", &["md", "markdown"]).blocking_pick_files(),
            ChoosePath::OpenFolder => dialog.blocking_pick_folder().map(|folder| vec![folder]),
            ChoosePath::Save { name } => dialog.set_file_name(name).blocking_save_file().map(|file| vec![file]),
        };
        let paths = chosen.into_iter().flatten().map(|chosen| chosen.into_path());
        paths
            .collect::<std::result::Result<_, _>>()
            .map_err(|err| Error::usage(format!("That is no file of this machine: {err}."), "Choose another."))
    }
}
