//! The engine from outside, in one binary.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod budget;
mod evidence;
mod judge_llm;
#[path = "../../../tests/support/model.rs"]
mod model;
mod regressions;
mod storms;

/// `REAL_DATA_DIR`, or None said out loud; a failure where real data is required.
fn real_data() -> Option<std::path::PathBuf> {
    let dir = std::env::var_os("REAL_DATA_DIR").map(std::path::PathBuf::from);
    if dir.is_none() {
        assert!(std::env::var_os("REQUIRE_REAL_DATA").is_none(), "REAL_DATA_DIR is required and not set");
        println!("SKIPPED: REAL_DATA_DIR is not set");
    }
    dir
}
