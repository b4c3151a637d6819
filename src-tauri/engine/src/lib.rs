//! Everything that makes and keeps a digest. Knows nothing of Tauri.

pub mod api;
pub mod clock;
pub mod digest;
pub mod disk;
pub mod error;
pub mod export;
pub mod ledger;
pub mod paper;
pub mod profile;
pub mod report;
pub mod net;
pub mod settings;
pub mod source;
pub mod store;
pub mod verdict;

pub struct Engine {}
