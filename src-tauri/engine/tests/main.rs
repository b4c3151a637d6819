//! The engine from outside, in one binary.

mod judge_llm;
#[path = "../../../tests/support/model.rs"]
mod model;
