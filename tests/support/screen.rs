//! A hand on the mouse, and another program on the same X server.

use std::time::{Duration, Instant};

use x11rb::{
    connection::Connection as _,
    protocol::{
        Event,
        xproto::{
            Atom, AtomEnum, ClientMessageEvent, ConfigureWindowAux, ConnectionExt as _, CreateWindowAux, EventMask,
            MapState, Window, WindowClass,
        },
        xtest::ConnectionExt as _,
    },
    rust_connection::RustConnection,
};

use super::window::Display;

const MOTION: u8 = 6;
const DOWN: u8 = 4;
const UP: u8 = 5;

pub struct Screen {
    connection: RustConnection,
    root: Window,
    own: Window,
}

impl Screen {
    pub fn of(display: &Display) -> Self {
        let (connection, screen) = x11rb::connect(Some(display.name())).expect("the display");
        let root = connection.setup().roots[screen].root;
        let own = connection.generate_id().expect("an id");
        let (class, aux) = (WindowClass::INPUT_OUTPUT, CreateWindowAux::new());
        connection.create_window(0, own, root, 0, 0, 1, 1, 0, class, 0, &aux).expect("a window");
        Self { connection, root, own }
    }

    fn atom(&self, name: &str) -> Atom {
        self.connection.intern_atom(false, name.as_bytes()).expect("asked").reply().expect("an atom").atom
    }

    fn input(&self, kind: u8, button: u8, (x, y): (i16, i16)) {
        self.connection.xtest_fake_input(kind, button, 0, self.root, x, y, 0).expect("an input");
        self.connection.flush().expect("sent");
        // As a hand would: what starts a drag is a way, not a jump.
        std::thread::sleep(Duration::from_millis(60));
    }

    pub fn press_at(&self, (x, y): (i16, i16)) {
        self.input(MOTION, 0, (x, y));
        self.input(DOWN, 1, (0, 0));
    }

    /// In steps, from the first place to the last.
    pub fn drag(&self, from: (i16, i16), to: (i16, i16)) {
        for step in 1..=10 {
            let between = |a: i16, b: i16| a + (b - a) / 10 * step;
            self.input(MOTION, 0, (between(from.0, to.0), between(from.1, to.1)));
        }
    }

    pub fn release(&self) {
        self.input(UP, 1, (0, 0));
    }

    /// What whoever owns a selection gives for a target; None when it refuses, or nobody does.
    pub fn selection(&self, selection: &str, target: &str) -> Option<Vec<u8>> {
        let property = self.atom("ANSWER");
        let (selection, target) = (self.atom(selection), self.atom(target));
        self.connection.convert_selection(self.own, selection, target, property, 0u32).expect("asked");
        self.connection.flush().expect("sent");
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(5) {
            match self.connection.poll_for_event().expect("the display") {
                Some(Event::SelectionNotify(answer)) if answer.property == 0 => return None,
                Some(Event::SelectionNotify(_)) => {
                    let got = self.connection.get_property(true, self.own, property, AtomEnum::ANY, 0, 1 << 20);
                    return Some(got.expect("asked").reply().expect("a property").value);
                }
                _ => std::thread::sleep(Duration::from_millis(10)),
            }
        }
        None
    }

    /// The visible window of this title.
    pub fn find(&self, title: &str) -> Option<Window> {
        let tree = self.connection.query_tree(self.root).ok()?.reply().ok()?;
        tree.children.into_iter().find(|window| {
            let name = self.connection.get_property(false, *window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 200);
            let named = name.ok().and_then(|name| name.reply().ok()).is_some_and(|name| name.value == title.as_bytes());
            let attributes = self.connection.get_window_attributes(*window).ok().and_then(|asked| asked.reply().ok());
            named && attributes.is_some_and(|attributes| attributes.map_state == MapState::VIEWABLE)
        })
    }

    pub fn size(&self, window: Window) -> (u16, u16) {
        let geometry = self.connection.get_geometry(window).expect("asked").reply().expect("a window");
        (geometry.width, geometry.height)
    }

    pub fn resize(&self, window: Window, (width, height): (u16, u16)) {
        let aux = ConfigureWindowAux::new().width(u32::from(width)).height(u32::from(height));
        self.connection.configure_window(window, &aux).expect("resized");
        self.connection.flush().expect("sent");
    }

    /// As the frame's close button does.
    pub fn close(&self, window: Window) {
        let data = [self.atom("WM_DELETE_WINDOW"), 0, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, self.atom("WM_PROTOCOLS"), data);
        self.connection.send_event(false, window, EventMask::NO_EVENT, message).expect("closed");
        self.connection.flush().expect("sent");
    }
}
