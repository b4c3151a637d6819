//! The app makes the day's digest by itself.

mod due;
mod tick;

pub use due::{Known, Next, Retry, When, due_at, next};
pub use tick::{TICK, Tick};
