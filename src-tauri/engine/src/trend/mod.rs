//! The day's trends without a model: papers that use the same words, named by the words that set them apart.

mod cluster;
mod name;

pub use cluster::{Cluster, Term, cluster};
pub use name::{name, name_since};
