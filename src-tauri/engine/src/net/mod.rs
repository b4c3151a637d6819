//! The network: one polite client for arXiv. Nothing else of the engine opens a socket.

mod arxiv;
mod body;
mod kept;
pub mod model;
mod pace;

use std::{future::Future, pin::Pin};

use url::Url;

pub use arxiv::Arxiv;

use crate::error::Result;

/// A future that can be kept in a trait object.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Fetches the body of an address. Passed in, so that years of days can be tested without a network.
pub trait Fetch: Send + Sync {
    /// The whole body, at most 10 MiB.
    fn get<'a>(&'a self, address: &'a Url) -> Pending<'a, Result<Vec<u8>>>;
}
