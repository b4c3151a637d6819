//! What turns a paper and a profile into a verdict.

pub mod llm;
