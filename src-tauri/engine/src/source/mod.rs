//! Where announced papers come from, and arXiv's calendar.

pub mod calendar;
pub mod feed;
pub mod full_text;
