//! The tray on macOS and Windows, by Tauri. Not run yet: written against Tauri's documentation.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use tauri::{
    AppHandle,
    menu::{Menu, MenuItem, PredefinedMenuItem},
    tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent},
};

use crate::window::tray::{Action, Entry, State};

const ACTIONS: [(&str, Action); 7] = [
    ("open-today", Action::OpenToday),
    ("fetch", Action::Fetch),
    ("cancel", Action::Cancel),
    ("pause", Action::Pause),
    ("resume", Action::Resume),
    ("settings", Action::Settings),
    ("quit", Action::Quit),
];

/// macOS draws a template in the colour of its bar, light or dark.
#[cfg(target_os = "macos")]
const ICON: &[u8] = include_bytes!("../../../icons/tray.png");

/// Windows draws it as it is, on light and on dark.
#[cfg(windows)]
const ICON: &[u8] = include_bytes!("../../../icons/32x32.png");

/// Our icon in the tray, for as long as the program lives.
pub struct Tray {
    app: AppHandle,
    icon: TrayIcon,
    running: AtomicBool,
    state: Mutex<State>,
}

impl Tray {
    pub fn start(app: &AppHandle, state: State, act: impl Fn(Action) + Send + Sync + 'static) -> Option<Self> {
        let act = Arc::new(act);
        let actions: HashMap<&str, Action> = ACTIONS.into();
        let clicked = act.clone();
        let icon = tauri::image::Image::from_bytes(ICON).ok()?;
        let built = TrayIconBuilder::new()
            .icon(icon)
            .icon_as_template(cfg!(target_os = "macos"))
            .tooltip(state.tip())
            .menu(&menu(app, &state).ok()?)
            .show_menu_on_left_click(cfg!(target_os = "macos"))
            .on_menu_event(move |_, event| {
                if let Some(action) = actions.get(event.id().as_ref()) {
                    act(*action);
                }
            })
            .on_tray_icon_event(move |_, event| {
                let opened = matches!(
                    event,
                    TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. }
                );
                if opened && cfg!(windows) {
                    clicked(Action::OpenToday);
                }
            })
            .build(app);
        match built {
            Ok(icon) => {
                Some(Self { app: app.clone(), icon, running: AtomicBool::new(state.running), state: Mutex::new(state) })
            }
            Err(err) => {
                tracing::warn!("there is no tray: {err}");
                None
            }
        }
    }

    /// These systems always have a tray.
    pub fn is_shown(&self) -> bool {
        true
    }

    pub fn is_running(&self) -> bool {
        self.running.load(Ordering::Relaxed)
    }

    pub fn set_running(&self, running: bool) {
        let state = State { running, ..*self.state.lock().unwrap_or_else(PoisonError::into_inner) };
        self.update(state);
    }

    pub fn update(&self, state: State) {
        self.running.store(state.running, Ordering::Relaxed);
        // Let go before the menu is made: that waits for the main thread, which may be asking for the lock.
        let before = std::mem::replace(&mut *self.state.lock().unwrap_or_else(PoisonError::into_inner), state);
        if before == state {
            return;
        }
        if let Ok(menu) = menu(&self.app, &state) {
            let _ = self.icon.set_menu(Some(menu));
        }
        let _ = self.icon.set_tooltip(Some(state.tip()));
    }
}

fn menu(app: &AppHandle, state: &State) -> tauri::Result<Menu<tauri::Wry>> {
    let menu = Menu::new(app)?;
    for entry in state.entries() {
        match entry {
            Entry::Separator => menu.append(&PredefinedMenuItem::separator(app)?)?,
            Entry::Line { label, action } => {
                let id = ACTIONS.iter().find(|(_, known)| *known == action).map_or("", |(id, _)| *id);
                menu.append(&MenuItem::with_id(app, id, label, true, None::<&str>)?)?;
            }
        }
    }
    Ok(menu)
}
