//! Everything that makes and keeps a digest. Knows nothing of Tauri.

pub mod api;
pub mod backups;
pub mod clock;
pub mod destination;
pub mod digest;
pub mod disk;
mod engine;
pub mod error;
pub mod eval;
pub mod export;
pub mod filter;
pub mod folder;
pub mod import;
pub mod judge;
pub mod learn;
pub mod ledger;
pub mod moving;
pub mod net;
pub mod notification;
pub mod paper;
pub mod pipeline;
pub mod profile;
mod provider;
pub mod report;
pub mod rollup;
pub mod sample;
pub mod schedule;
pub mod secrets;
pub mod settings;
pub mod source;
pub mod store;
pub mod trend;
pub mod verdict;
pub mod why;
pub mod words;

pub use engine::{ChoosePath, Engine, Guide, GuideState, GuideStep, Host, Options, TICK, Tick};
