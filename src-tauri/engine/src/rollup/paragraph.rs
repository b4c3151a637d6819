//! What a model writes of a week or a month: asked for once for the same digests, and kept.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Period, Rollup};
use crate::{
    digest::{Digest, Failure},
    error::{Code, Error, Result},
    judge::llm::{Client, ROLLUP_PROMPT_VERSION},
    paper::hash,
    store::Store,
    verdict::Language,
};

/// A model's words on a week or a month, as plain text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Paragraph {
    pub text: String,
    /// Who wrote it.
    pub model: String,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    inputs: String,
    #[serde(flatten)]
    paragraph: Paragraph,
}

/// Under what a paragraph is remembered, and what it is made from: the digests as they are, not the reader's stars, so
/// that a star costs nothing.
pub(super) fn place(
    profile: &str,
    kind: Period,
    first: Date,
    language: Language,
    digests: &[Digest],
) -> (String, String) {
    let kind = match kind {
        Period::Week => "week",
        Period::Month => "month",
    };
    let made: Vec<String> =
        digests.iter().map(|digest| format!("{} {} {}", digest.date, digest.generated_at, digest.judge)).collect();
    let inputs: Vec<&str> = [ROLLUP_PROMPT_VERSION].into_iter().chain(made.iter().map(String::as_str)).collect();
    (format!("rollup.{kind} {first} {} {profile}", language.tag()), hash(&inputs))
}

/// The paragraph that was written from these inputs.
pub(super) fn kept(store: &Store, key: &str, inputs: &str) -> Result<Option<Paragraph>> {
    let kept = store.recall::<Kept>(key)?.filter(|kept| kept.inputs == inputs);
    Ok(kept.map(|kept| kept.paragraph))
}

/// The same roll-up with a paragraph by the model, which is kept; or with why there is none.
///
/// # Errors
/// Only of the store.
pub async fn sum_up(store: &Store, client: &Client, rollup: Rollup) -> Result<Rollup> {
    let text = match client.sum_up(&rollup.markdown, rollup.language).await {
        Ok(text) => text,
        Err(failure) => return Ok(rollup.with_problem(problem(&failure))),
    };
    let paragraph = Paragraph { text, model: client.provider().model.clone() };
    let kept = Kept { inputs: rollup.inputs.clone(), paragraph };
    store.remember(&rollup.key, Some(&kept))?;
    Ok(Rollup { paragraph: Some(kept.paragraph), ..rollup }.written())
}

fn problem(failure: &Failure) -> Error {
    Error::new(
        Code::Unavailable,
        format!("The model wrote no paragraph ({}): {}", failure.class.as_str(), failure.message),
        "Try again later, or look at it with: arxiv-llm-daily model test",
    )
}
