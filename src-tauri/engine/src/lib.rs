//! Everything that makes and keeps a digest. Knows nothing of Tauri.

pub mod api;
pub mod clock;
pub mod digest;
pub mod disk;
pub mod error;
pub mod judge;
pub mod ledger;
pub mod net;
pub mod paper;
pub mod profile;
pub mod verdict;

pub struct Engine {}
