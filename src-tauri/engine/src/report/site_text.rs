//! The escaping of the published form.

/// In the front matter of pages that we publish.
pub(crate) const GENERATOR: &str = "generator: arxiv-llm-daily";

/// The text of a body before it was escaped, if it was: its quoted header shows whether.
pub(super) fn undo(body: &str, _front_matter: &str) -> String {
    // Only lines of ours: below the first heading of a section, a title may hold anything.
    let quoted = || body.lines().take_while(|line| !line.starts_with("## ")).filter(|line| line.starts_with('>'));
    let escaped = |text: &str| text.contains("\\|") || text.contains("\\_");
    let bare = |text: &str| {
        let marks = text.match_indices(['|', '_']);
        marks.into_iter().any(|(at, _)| !text[..at].ends_with('\\'))
    };
    let is_escaped = if quoted().any(bare) { false } else { quoted().any(escaped) || (escaped(body) && !bare(body)) };
    if is_escaped {
        body.replace("\\_", "_").replace("\\|", "|")
    } else {
        body.to_owned()
    }
}
