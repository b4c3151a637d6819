//! When the app makes the day's digest by itself. Asked and followed by `engine::tick`.

mod due;

pub use due::{Known, Next, Retry, due_at, next};
