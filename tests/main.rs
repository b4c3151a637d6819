//! The app from outside: the real program against a fake arXiv and a fake model, in a real window on a private desktop.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod badinput;
mod checks;
mod crash;
mod days;
#[cfg(all(target_os = "linux", feature = "gui"))]
mod desktop;
mod headless;
mod invariants;
#[cfg(all(target_os = "linux", feature = "gui"))]
mod journeys;
mod judged;
mod learning;
#[cfg(all(target_os = "linux", feature = "gui"))]
mod mouse;
#[cfg(target_os = "linux")]
mod notify;
#[cfg(all(target_os = "linux", feature = "gui"))]
mod pictures;
mod reports;
mod safety;
mod selftest;
#[cfg(all(target_os = "linux", feature = "gui"))]
mod speeds;
mod support;
mod together;
mod torture;
#[cfg(all(target_os = "linux", feature = "gui"))]
mod untrusted;
#[cfg(all(target_os = "linux", feature = "gui"))]
mod window;
