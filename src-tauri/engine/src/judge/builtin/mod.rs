//! The judge that needs no key: it ranks by the words of the profile and by what the reader has decided so far, decides
//! by the profile's shares, and fills the fields of an analysis with sentences of the abstract itself. It invents nothing.

mod analyse;
mod decide;
mod keywords;
mod linear;
mod lines;
mod model;
mod phrases;
#[cfg(test)]
pub(crate) use model::tests::paper;
#[cfg(test)]
mod real;
pub mod sentences;
mod space;
pub mod words;

pub use analyse::analyse;
pub use decide::{decide, decide_day};
pub(crate) use linear::{Random, Ridge, dot, orthonormalise};
pub use lines::{in_chinese, reading, wants_english};
pub use model::{Label, Model, Ranked, Taught, silent_lines};
#[cfg(test)]
pub(crate) use real::real_data;
pub use space::Space;

/// Part of a verdict's inputs: it changes whenever the same paper and profile could get another verdict.
pub const VERSION: &str = "builtin-4";
