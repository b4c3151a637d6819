//! A clock of our own for the program: it shows what a test sets, and stands still.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::app::App;

/// The clock of the machine, as libfaketime reads it at every call.
pub struct FakeClock(PathBuf);

impl FakeClock {
    /// None where libfaketime is missing. Its time is what `at` says in UTC, and stands still.
    pub fn start(app: &mut App, at: &str) -> Option<Self> {
        let library = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"]
            .iter()
            .map(|folder| Path::new(folder).join("faketime/libfaketime.so.1"))
            .find(|path| path.exists())?;
        let clock = Self(app.temp().join("clock"));
        clock.set(at);
        app.set("LD_PRELOAD", library.to_str()?);
        app.set("FAKETIME_TIMESTAMP_FILE", clock.0.to_str()?);
        app.set("FAKETIME_NO_CACHE", "1");
        // A laptop's clock that jumps leaves the monotonic one alone.
        app.set("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        Some(clock)
    }

    pub fn set(&self, at: &str) {
        // Seen by the program in one piece.
        let draft = self.0.with_extension("part");
        fs::write(&draft, format!("@{at}\n")).expect("the clock");
        fs::rename(draft, &self.0).expect("the clock");
    }
}
