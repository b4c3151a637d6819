//! What the lines of a profile mean in English: one request for all of them.

use serde_json::Value;

use super::{
    Cancel, Client,
    answer::{self, Fault, Fields, Read},
    prompt,
};
use crate::{
    digest::Failure,
    verdict::{Language, Usage},
};

/// The longest line, in characters: a translation that is longer is no translation of a line.
const LONGEST: usize = 2_000;

impl Client {
    /// The lines in English, in their order. An answer that lacks a line, or has one twice, is refused as a whole.
    pub async fn translate(&self, lines: &[String], cancel: &Cancel) -> Result<(Vec<String>, Usage), Failure> {
        if lines.is_empty() {
            return Ok((Vec::new(), Usage::default()));
        }
        let question = prompt::translate(lines);
        let read = |text: &str| translations(text, lines.len());
        let (read, usage) =
            self.ask(&question, Language::English, cancel, read).await.map_err(|refusal| refusal.failure)?;
        Ok((read.value, usage))
    }
}

fn translations(text: &str, count: usize) -> Result<Read<Vec<String>>, Fault<Vec<String>>> {
    let fields = answer::only_object(text)?;
    let Some(Value::Array(items)) = fields.get("lines") else {
        return Err(Fault::Invalid("lines is missing or not a list".to_owned()));
    };
    let mut found: Vec<Option<String>> = vec![None; count];
    for item in items {
        let Value::Object(fields) = item else { return Err(Fault::Invalid("a line is not an object".to_owned())) };
        let place = fields.get("n").and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok()?.checked_sub(1));
        let Some(place) = place.and_then(|at| found.get_mut(at)) else {
            return Err(Fault::Invalid("n is no number of a line".to_owned()));
        };
        let english = Fields { fields, source: "", markup: false }.filled("english", LONGEST)?;
        if place.replace(english).is_some() {
            return Err(Fault::Invalid("a line is there twice".to_owned()));
        }
    }
    let value: Vec<String> = found.into_iter().flatten().collect();
    if value.len() < count {
        return Err(Fault::Invalid(format!("{} of {count} lines are missing", count - value.len())));
    }
    if !value.iter().all(|line| answer::is_in(Language::English, line)) {
        return Err(Fault::Invalid("a translation is not in English".to_owned()));
    }
    Ok(Read { value, flags: Vec::new() })
}
