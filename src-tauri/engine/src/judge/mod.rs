//! What turns a paper and a profile into a verdict.

pub mod evidence;
pub mod llm;
