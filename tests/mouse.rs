//! The window among others: what is dragged out of it, and the size that it keeps.

use std::{fs, time::Duration};

use crate::support::{
    app::{App, Settings},
    screen::Screen,
    until,
    window::{Display, Window},
};

const TITLE: &str = "Arxiv LLM Daily";
const LIMIT: Duration = Duration::from_secs(60);

fn app() -> App {
    App::new(&Settings { more: "[ui]\nlanguage = \"en\"\n", ..Settings::at("http://127.0.0.1:9") })
}

#[test]
fn a_paper_is_dragged_out_as_a_file_and_as_text() {
    let app = app();
    let window = Window::open("a_paper_is_dragged_out_as_a_file_and_as_text", &app);
    window.see("[data-testid=paper-row]");
    let id = window.attributes("[data-testid=paper-row]", "data-id")[0].clone();
    let place = "const box = document.querySelector('[data-testid=paper-row] .title').getBoundingClientRect();
        return [box.left + 40, box.top + 10]";
    let place = window.eval(place, &[]);
    let at = |n: usize| place[n].as_f64().expect("a place") as i16;
    let screen = Screen::of(window.display());
    let (from, to) = ((at(0), at(1)), (1340, 880));
    screen.press_at(from);
    // The file is made when the button goes down, and the hand takes longer than that.
    let file = app.data().join("dragged").join(format!("{id}.bib"));
    until("the file", LIMIT, || file.exists().then_some(()));
    screen.drag(from, to);
    let target = |name: &str| screen.selection("XdndSelection", name).map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
    let address = until("what other programs get", LIMIT, || target("text/uri-list"));
    let path = url::Url::parse(address.trim()).expect("an address").to_file_path().expect("a file");
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
