//! The judges: what turns a paper and a profile into a verdict.

pub mod builtin;
pub mod evidence;
pub mod llm;
