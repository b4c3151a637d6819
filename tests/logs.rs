//! What the program logs: enough to see what went wrong, and nothing of the reader's.

use std::fs;

use crate::support::{
    app::{App, Judge, Settings},
    arxiv::{Arxiv, Fault},
    days::{self, Day, date},
    model::{Act, Model, Script},
};

const DAY: &str = "2026-01-09";
const KEY: &str = "sk-canary-3f9a2b7c1d";
const NOTE: &str = "a note of mine, canary-77aa";

#[test]
fn no_key_and_no_note_is_in_a_log() {
    let arxiv = Arxiv::start(Day { date: date(DAY), items: days::invented(1, 9) });
    let model = Model::spawn(Script::new().always(Act::error(401, &format!("no such key: {KEY}"))));
    let url = model.base_url();
    let judge = Judge::Model { url: &url, concurrency: 2, timeout_seconds: 5 };
    let mut app = App::new(&Settings { judge, ..Settings::new(&arxiv) });
    app.set("ARXIV_LLM_DAILY_API_KEY", KEY);
    let failed = app.run(&["run", "--date", DAY]);
    assert_ne!(failed.code, Some(0), "{failed:?}");
    assert!(model.calls() > 0);
    app.run(&["note", "2601.00001", NOTE]).exits(0);
    app.run(&["search", NOTE]);
    app.run(&["note", "2601.99999", NOTE]);
    app.run(&["override", "2601.99999", "skip"]);
    arxiv.fault(Fault::Status(404, None));
    app.run(&["run", "--date", "2026-01-08"]);
    let mut all = String::new();
    for file in fs::read_dir(app.data().join("logs")).unwrap() {
        all.push_str(&fs::read_to_string(file.unwrap().path()).unwrap());
    }
    assert!(all.contains("ERROR"), "what failed is in the log: {all}");
    for secret in [KEY, "canary"] {
        assert!(!all.contains(secret), "{secret:?} is in the log:\n{all}");
    }
}
