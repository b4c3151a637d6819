//! The day's trends without a model: papers that use the same words, named by the words that set them apart.

mod cluster;
mod name;
mod topic;

pub use cluster::{Cluster, Term, cluster};
pub use name::{is_other, name, name_since};
pub use topic::{About, about, blend, same};
