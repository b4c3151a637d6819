//! The first minutes.

use std::sync::Arc;

use super::types::Nothing;
pub use crate::engine::Guide;
use crate::{Engine, error::Result};

pub async fn set_guide(engine: &Arc<Engine>, request: Guide) -> Result<Nothing> {
    engine.set_guide(request)?;
    Ok(Nothing {})
}
