//! What was counted, from round to round.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::support::root;

/// Counts over all folders, kept between rounds.
#[derive(Debug, Default, PartialEq)]
pub struct Counts {
    pub kills: u32,
    pub finished_before: u32,
    pub restarts: u32,
    pub answers: u32,
    pub by_moment: BTreeMap<String, u32>,
}

/// Adds what another round came to.
pub fn add(counts: &mut Counts, more: Counts) {
    counts.kills += more.kills;
    counts.finished_before += more.finished_before;
    counts.restarts += more.restarts;
    counts.answers += more.answers;
    for (moment, count) in more.by_moment {
        *counts.by_moment.entry(moment).or_default() += count;
    }
}

/// Where the counts are kept.
pub fn file() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from).unwrap_or(root().join("target")).join("torture.json")
}

/// The last seed and the counts.
pub fn stored(file: &Path) -> (u64, Counts) {
    let Ok(text) = fs::read_to_string(file) else { return Default::default() };
    let json: Value = serde_json::from_str(&text).expect("torture.json");
    let number = |key: &str| json[key].as_u64().unwrap_or(0) as u32;
    let by_moment = json["by_moment"].as_object().into_iter().flatten();
    let counts = Counts {
        kills: number("kills"),
        finished_before: number("finished_before"),
        restarts: number("restarts"),
        answers: number("answers"),
        by_moment: by_moment.map(|(name, count)| (name.clone(), count.as_u64().unwrap_or(0) as u32)).collect(),
    };
    (json["seed"].as_u64().unwrap_or(0), counts)
}

/// What is stored only when every check of a folder held: acknowledged writes lost, integrity failures, calls paid again
/// and starts that failed are 0 as long as this goes on.
pub fn store(file: &Path, seed: u64, counts: &Counts) {
    let json = json!({
        "seed": seed, "kills": counts.kills, "finished_before": counts.finished_before, "restarts": counts.restarts,
        "answers": counts.answers, "by_moment": counts.by_moment, "lost": 0, "damaged": 0, "paid_again": 0, "unusable": 0,
    });
    fs::write(file, serde_json::to_string_pretty(&json).unwrap()).unwrap();
}
