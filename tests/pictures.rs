//! `make pictures`: the README's pictures, of the sample day in the real window. Ignored in `make test`.

use crate::support::{
    app::{App, Settings},
    root,
    window::Window,
};

#[test]
#[ignore = "make pictures"]
fn pictures() {
    for (name, language, theme, key) in [
        ("today-light-en", "en", "light", ""),
        ("today-light-zh", "zh-CN", "light", ""),
        ("today-dark-zh", "zh-CN", "dark", ""),
        ("ledger-light-en", "en", "light", "g"),
    ] {
        let more = format!("[ui]\nlanguage = \"{language}\"\ntheme = \"{theme}\"\n");
        let app = App::new(&Settings { more: &more, ..Settings::at("http://127.0.0.1:9") });
        let window = Window::open(name, &app);
        window.see("[data-testid=paper-row]");
        if window.texts("[data-testid=sample-banner]").is_empty() {
            window.press("t");
            window.see("[data-testid=sample-banner]");
        }
        if !key.is_empty() {
            window.press(key);
        }
        std::thread::sleep(std::time::Duration::from_secs(3));
        window.screenshot(&root().join("docs").join(format!("{name}.png"))).expect("a picture");
    }
}
