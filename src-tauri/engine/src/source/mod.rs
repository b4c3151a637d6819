//! Where announced papers come from, and arXiv's calendar.

pub mod calendar;
pub mod feed;
mod links;

pub use links::code_links;
