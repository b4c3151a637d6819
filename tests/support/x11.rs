//! What a window manager does to the app's window, on a display that has none.

use std::time::Duration;

use x11rb::{
    CURRENT_TIME,
    connection::Connection as _,
    protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, InputFocus, MapState},
    rust_connection::RustConnection,
};

use super::{until, window::Display};

const LIMIT: Duration = Duration::from_secs(60);

/// A reader's hand on the windows of a display.
pub struct Hand {
    connection: RustConnection,
    root: u32,
}

impl Hand {
    pub fn on(display: &Display) -> Self {
        let (connection, screen) = RustConnection::connect(Some(display.name())).expect("the display");
        let root = connection.setup().roots[screen].root;
        Self { connection, root }
    }

    /// The app's windows that can be seen.
    pub fn windows(&self) -> Vec<u32> {
        let children = self.connection.query_tree(self.root).unwrap().reply().unwrap().children;
        children.into_iter().filter(|window| self.is_ours(*window).unwrap_or(false)).collect()
    }

    /// None for a window that is gone.
    fn is_ours(&self, window: u32) -> Option<bool> {
        let name = self.connection.get_property(false, window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 64);
        let name = name.ok()?.reply().ok()?.value;
        let state = self.connection.get_window_attributes(window).ok()?.reply().ok()?.map_state;
        Some(name == b"Arxiv LLM Daily" && state == MapState::VIEWABLE)
    }

    fn window(&self) -> u32 {
        until("the app's window", LIMIT, || self.windows().first().copied())
    }

    /// Clicks the cross in the corner.
    pub fn close(&self) {
        let atom = |name: &str| self.connection.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
        let (window, data) = (self.window(), [atom("WM_DELETE_WINDOW"), CURRENT_TIME, 0, 0, 0]);
        let message = ClientMessageEvent::new(32, window, atom("WM_PROTOCOLS"), data);
        self.connection.send_event(false, window, EventMask::NO_EVENT, message).unwrap().check().unwrap();
    }

    /// Brings the window to the front.
    pub fn look(&self) {
        self.focus(self.window());
    }

    /// Looks elsewhere.
    pub fn look_away(&self) {
        self.focus(InputFocus::NONE.into());
    }

    fn focus(&self, window: u32) {
        let focused = self.connection.set_input_focus(InputFocus::NONE, window, CURRENT_TIME);
        focused.unwrap().check().unwrap();
    }
}
