//! The provider's key. Never in a file of ours.

use crate::judge::llm::Secret;

/// Where a headless run finds the key.
pub const VARIABLE: &str = "ARXIV_LLM_DAILY_API_KEY";

/// The key for the provider, if the reader gave one.
pub fn api_key() -> Option<Secret> {
    Secret::new(std::env::var(VARIABLE).ok()?.trim())
}
