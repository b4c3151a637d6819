//! The tray on Linux and the BSDs: a StatusNotifierItem with a DBusMenu.
//! Source: <https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/>.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use ksni::{
    OfflineReason, ToolTip,
    blocking::{Handle, TrayMethods as _},
    menu::StandardItem,
};
use tauri::AppHandle;

use crate::window::tray::{Action, Entry, State};

/// Our icon in the tray, for as long as the program lives.
pub struct Tray {
    item: Handle<Item>,
    shown: Arc<AtomicBool>,
    running: AtomicBool,
}

struct Item {
    state: State,
    act: Arc<dyn Fn(Action) + Send + Sync>,
    shown: Arc<AtomicBool>,
}

impl Tray {
    /// None where D-Bus does not answer. Where no tray is there now, one may still come.
    pub fn start(_: &AppHandle, state: State, act: impl Fn(Action) + Send + Sync + 'static) -> Option<Self> {
        // The library says when a tray goes away and when it is back; one that is there at the start is not told of.
        let shown = Arc::new(AtomicBool::new(true));
        let item = Item { state, act: Arc::new(act), shown: shown.clone() };
        // Without a name of its own on the bus, which a sandbox denies.
        match item.disable_dbus_name(true).assume_sni_available(true).spawn() {
            Ok(item) => Some(Self { item, shown, running: AtomicBool::new(state.running) }),
            Err(err) => {
                tracing::info!("there is no tray: {err}");
                None
            }
        }
    }

    /// Whether a tray shows the icon now.
    pub fn is_shown(&self) -> bool {
        self.shown.load(Ordering::Relaxed)
    }

    pub fn is_running(&self) -> bool {
        self.running.load(Ordering::Relaxed)
    }

    pub fn set_running(&self, running: bool) {
        self.running.store(running, Ordering::Relaxed);
        self.item.update(|item| item.state.running = running);
    }

    pub fn update(&self, state: State) {
        self.running.store(state.running, Ordering::Relaxed);
        self.item.update(|item| item.state = state);
    }
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        "arxiv-llm-daily".into()
    }

    fn title(&self) -> String {
        "Arxiv LLM Daily".into()
    }

    fn icon_name(&self) -> String {
        "arxiv-llm-daily".into()
    }

    fn tool_tip(&self) -> ToolTip {
        ToolTip { title: self.state.tip(), ..ToolTip::default() }
    }

    fn activate(&mut self, _: i32, _: i32) {
        (self.act)(Action::OpenToday);
    }

    fn menu(&self) -> Vec<ksni::MenuItem<Self>> {
        let item = |entry: Entry| match entry {
            Entry::Separator => ksni::MenuItem::Separator,
            Entry::Line { label, action } => StandardItem {
                // An underscore would mark the next letter as a key.
                label: label.replace('_', "__"),
                activate: Box::new(move |item: &mut Self| (item.act)(action)),
                ..StandardItem::default()
            }
            .into(),
        };
        self.state.entries().into_iter().map(item).collect()
    }

    fn watcher_online(&self) {
        self.shown.store(true, Ordering::Relaxed);
    }

    fn watcher_offline(&self, reason: OfflineReason) -> bool {
        tracing::info!("the tray is gone: {reason:?}");
        self.shown.store(false, Ordering::Relaxed);
        // It may come back.
        true
    }
}
