//! JSON and CSV: everything, for programs and for spreadsheets.

use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;
use serde_json::Value;

use super::{Entry, Jotted, Notes};
use crate::{
    digest::Digest,
    error::{Error, Result},
    report::one_line,
    verdict::Decision,
};

/// The version of [`json`]. It grows when something is renamed or removed; added fields leave it as it is.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Export {
    /// Always `arxiv-llm-daily`.
    format: &'static str,
    version: u32,
    digests: Vec<Value>,
}

/// Digests as JSON:
///
/// ```json
/// {"format": "arxiv-llm-daily", "version": 1, "digests": [ … ]}
/// ```
///
/// Each digest is what `show --json` prints, but `note` of a paper is the note itself (Markdown, may be empty).
///
/// # Errors
/// Never for a digest of ours; a `Defect` otherwise.
pub fn json<'a>(digests: impl IntoIterator<Item = &'a Digest>, notes: &Notes) -> Result<String> {
    let nothing = Jotted::default();
    let with_notes = |digest: &Digest| -> Result<Value> {
        let mut value = serde_json::to_value(digest)?;
        let papers = value.get_mut("papers").and_then(Value::as_array_mut).into_iter().flatten();
        for (value, paper) in papers.zip(&digest.papers) {
            let jotted = notes.get(&paper.id).unwrap_or(&nothing);
            if let Some(value) = value.as_object_mut() {
                value.insert("note".to_owned(), jotted.note.clone().into());
                value.insert("tags".to_owned(), jotted.tags.clone().into());
            }
        }
        Ok(value)
    };
    let digests = digests.into_iter().map(with_notes).collect::<Result<_>>()?;
    serde_json::to_string_pretty(&Export { format: "arxiv-llm-daily", version: VERSION, digests }).map_err(Error::from)
}

/// The columns of [`csv`], in order.
pub const COLUMNS: [&str; 29] = [
    "date",
    "profile",
    "id",
    "version",
    "title",
    "translated_title",
    "decision",
    "reason",
    "keywords",
    "pain_point",
    "application_value",
    "summary",
    "innovations",
    "judged_by",
    "basis",
    "failure",
    "rank",
    "authors",
    "categories",
    "announce_type",
    "url",
    "abstract",
    "read",
    "star",
    "later",
    "tags",
    "note",
    "origin",
    "override",
];

/// One row for each paper of each day; lists are joined by `; `. UTF-8 with a byte order mark, without which
/// Excel takes Chinese for something else. No cell can be a formula: see [`inert`].
///
/// # Errors
/// Never when writing to memory; a `Defect` otherwise.
pub fn csv(entries: &[Entry]) -> Result<String> {
    let defect = |err: String| Error::defect(format!("The table could not be written: {err}"));
    let mut table =
        csv::WriterBuilder::new().quote_style(csv::QuoteStyle::NonNumeric).from_writer("\u{FEFF}".as_bytes().to_vec());
    table.write_record(COLUMNS).map_err(|err| defect(err.to_string()))?;
    for entry in entries {
        table.write_record(row(entry).iter().map(|cell| inert(cell))).map_err(|err| defect(err.to_string()))?;
    }
    let bytes = table.into_inner().map_err(|err| defect(err.to_string()))?;
    String::from_utf8(bytes).map_err(|err| defect(err.to_string()))
}

fn row(entry: &Entry) -> [String; 29] {
    let paper = entry.paper;
    let said = &paper.verdict.analysis;
    let list = |items: &[String]| items.join("; ");
    [
        entry.date.to_string(),
        entry.profile.to_owned(),
        paper.id.to_string(),
        paper.version.to_string(),
        paper.title.clone(),
        said.translated_title.clone(),
        said.decision.as_str().to_owned(),
        said.reason.clone(),
        list(&said.keywords),
        said.pain_point.clone(),
        said.application_value.clone(),
        said.summary.clone(),
        list(&said.innovations),
        paper.verdict.judged_by.clone(),
        word(&paper.verdict.basis),
        paper.failure.as_ref().map(|failure| failure.class.as_str().to_owned()).unwrap_or_default(),
        paper.rank.to_string(),
        list(&paper.authors),
        list(&paper.categories),
        paper.announce_type.as_str().to_owned(),
        paper.url.clone(),
        paper.summary.clone(),
        paper.marks.read.to_string(),
        paper.marks.star.to_string(),
        paper.marks.later.to_string(),
        list(&entry.jotted.tags),
        entry.jotted.note.clone(),
        word(&entry.origin),
        paper.override_decision.map_or("", Decision::as_str).to_owned(),
    ]
}

/// The word by which a value goes in JSON.
fn word(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    value.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A cell that no spreadsheet takes for a formula: an apostrophe stands before `=`, `+`, `-`, `@` (wide forms too)
/// wherever a program could see the start of a cell. That is the start of the text, and also what follows a
/// semicolon or a tab, since a program may split the file by those instead of commas; lines are folded into one for the
/// same reason. Source: <https://owasp.org/www-community/attacks/CSV_Injection>.
pub fn inert(cell: &str) -> String {
    #[allow(clippy::expect_used, reason = "a literal of ours, covered by the tests")]
    static START: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"(^|[;；\t])([\s"']*)([=+\-@＝＋－＠])"#).expect("a valid pattern"));
    START.replace_all(&one_line(cell), "$1$2'$3").into_owned()
}
