//! The app from outside: the real program against a fake arXiv and a fake model, in a real window on a private desktop.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

#[cfg(all(target_os = "linux", feature = "gui"))]
mod access;
mod badinput;
mod checks;
#[cfg(all(target_os = "linux", feature = "gui"))]
mod closing;
mod crash;
mod days;
#[cfg(all(target_os = "linux", feature = "gui"))]
mod desktop;
#[cfg(all(target_os = "linux", feature = "gui"))]
mod first_run;
mod headless;
mod invariants;
#[cfg(all(target_os = "linux", feature = "gui"))]
mod journeys;
mod judged;
mod languages;
mod learning;
mod logs;
#[cfg(all(target_os = "linux", feature = "gui"))]
mod mouse;
#[cfg(all(target_os = "linux", feature = "gui"))]
mod notified;
#[cfg(target_os = "linux")]
mod notify;
#[cfg(all(target_os = "linux", feature = "gui"))]
mod pictures;
mod polite;
mod proxies;
#[cfg(unix)]
mod release;
mod reports;
#[cfg(all(target_os = "linux", feature = "gui"))]
mod resources;
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
#[cfg(all(target_os = "linux", feature = "gui"))]
mod years;
