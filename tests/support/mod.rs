//! What the tests from outside stand on: a fake arXiv, a fake model, a private desktop, and the real program.

pub mod app;
pub mod arxiv;
pub mod clock;
pub mod days;
#[cfg(target_os = "linux")]
pub mod dbus;
pub mod engine;
pub mod html;
pub mod model;
#[cfg(target_os = "linux")]
pub mod processes;
pub mod proxy;
#[cfg(target_os = "linux")]
pub mod screen;
pub mod second;
#[cfg(target_os = "linux")]
pub mod secrets;
#[cfg(target_os = "linux")]
pub mod tray;
#[cfg(target_os = "linux")]
pub mod window;
#[cfg(target_os = "linux")]
pub mod x11;

use std::{
    path::{Path, PathBuf},
    sync::LazyLock,
    time::{Duration, Instant},
};

use tokio::runtime::{Builder, Runtime};

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime"));

/// Where the fakes live: tests themselves are plain functions that may block.
pub fn runtime() -> &'static Runtime {
    &RUNTIME
}

/// The folder of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of recorded data, or None (said out loud) when there is none; its absence is a failure under
/// `REQUIRE_REAL_DATA=1`.
pub fn real_data(test: &str) -> Option<PathBuf> {
    let dir = std::env::var_os("REAL_DATA_DIR").map(PathBuf::from).filter(|dir| dir.is_dir());
    if dir.is_none() {
        let required = std::env::var("REQUIRE_REAL_DATA").is_ok_and(|value| value == "1");
        assert!(!required, "{test}: REQUIRE_REAL_DATA=1, but REAL_DATA_DIR names no folder");
        eprintln!("SKIPPED {test}: set REAL_DATA_DIR to the folder of recorded data to run it");
    }
    dir
}

/// Asks again and again until there is an answer; panics with `what` when there is none within `limit`.
pub fn until<T>(what: &str, limit: Duration, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(start.elapsed() < limit, "{what}: not within {limit:?}");
        std::thread::sleep(Duration::from_millis(40));
    }
}
