//! The escaping of the published form.

/// In the front matter of pages that we publish.
pub(crate) const GENERATOR: &str = "generator: arxiv-llm-daily";

/// The text of a body before it was escaped, if it was: its quoted header shows whether.
pub(super) fn undo(body: &str, _front_matter: &str) -> String {
    let quoted = || body.lines().take(60).filter(|line| line.starts_with('>'));
    let escaped = |line: &str| line.contains("\\|") || line.contains("\\_");
    let plain = |line: &str| line.contains(['|', '_']);
    if quoted().any(escaped) || (!quoted().any(plain) && escaped(body)) {
        body.replace("\\_", "_").replace("\\|", "|")
    } else {
        body.to_owned()
    }
}
