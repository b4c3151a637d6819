//! The window among others: what is dragged out of it, and the size that it keeps.

use std::{fs, path::PathBuf, time::Duration};

use crate::support::{
    app::{App, Settings},
    screen::Screen,
    until,
    window::Display,
};

const TITLE: &str = "Arxiv LLM Daily";
const LIMIT: Duration = Duration::from_secs(100);

fn app() -> App {
    App::new(&Settings { more: "[ui]\nlanguage = \"en\"\n", ..Settings::at("http://127.0.0.1:9") })
}

#[test]
fn a_paper_is_dragged_out_as_a_file_and_as_text() {
    let mut app = app();
    let display = Display::start((1400, 900));
    display.lend(&mut app);
    let screen = Screen::of(&display);
    // Without a driver: a window that is automated starts no drag of the desktop's.
    let _running = app.start(&[]);
    until("a window", LIMIT, || screen.find(TITLE));
    // The file is made when the button goes down on a paper, and the hand takes longer than that to go on.
    let dragged = || -> Option<PathBuf> {
        let files = fs::read_dir(app.data().join("dragged")).ok()?.flatten().map(|entry| entry.path());
        files.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "bib"))
    };
    let (file, from) = until("a paper under the mouse", LIMIT, || {
        for y in [780, 740, 700] {
            screen.press_at((500, y));
            std::thread::sleep(Duration::from_secs(4));
            if let Some(file) = dragged() {
                return Some((file, (500, y)));
            }
            screen.release();
        }
        None
    });
    let id = file.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
    // The page hears of the file a moment after it is there.
    std::thread::sleep(Duration::from_secs(4));
    // A drag starts a few points away from where the button went down, and only while the hand moves.
    let near = (from.0 + 30, from.1 - 30);
    screen.drag(from, near);
    let target =
        |name: &str| screen.selection("XdndSelection", name).map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
    let address = until("what other programs get", LIMIT, || {
        screen.drag(near, (near.0 + 100, near.1 - 50));
        target("text/uri-list")
    });
    let path = url::Url::parse(address.trim())
        .expect("an address")
        .to_file_path()
        .unwrap_or_else(|()| panic!("{address:?} is no file"));
    assert_eq!(path, file.canonicalize().expect("the file"));
    let text = target("UTF8_STRING").expect("text");
    assert!(text.starts_with(&format!("@misc{{{id},")), "{text}");
    assert_eq!(fs::read_to_string(&path).expect("the file"), text);
    screen.release();
}

#[test]
fn the_window_opens_as_large_as_it_was_closed() {
    let mut app = app();
    let display = Display::start((1600, 1000));
    display.lend(&mut app);
    let screen = Screen::of(&display);
    let mut usual = None;
    for turn in 0..2 {
        let running = app.start(&[]);
        let window = until("a window", LIMIT, || screen.find(TITLE));
        if turn == 0 {
            usual = Some(screen.size(window));
            screen.resize(window, (1111, 777));
        }
        until("its size", LIMIT, || (screen.size(window) == (1111, 777)).then_some(()));
        // The program hears of its size after the display does.
        std::thread::sleep(Duration::from_secs(2));
        screen.close(window);
        running.wait().exits(0);
    }
    assert_ne!(usual, Some((1111, 777)), "the usual size");
}
