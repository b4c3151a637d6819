//! `settings.toml`: the first line is a value, the rest the file into which it is set.

#![no_main]

use engine::settings::Settings;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (value, file) = text.split_once('\n').unwrap_or((text, ""));
    for key in ["judge.max_papers", "network.proxy", "arxiv.categories", "notifications.quiet_hours"] {
        if let Ok((changed, settings)) = Settings::changed(file, key, value) {
            // What was written can be read, and says what was set.
            let (again, same) = Settings::changed(&changed, key, value).expect("a valid file");
            assert_eq!((changed, settings), (again, same));
        }
    }
});
