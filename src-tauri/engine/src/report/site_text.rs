//! The escaping of the published form, undone.

use std::{borrow::Cow, sync::LazyLock};

use regex::{Captures, Regex};

/// In the front matter of pages that this app has published.
pub const GENERATOR: &str = "generator: arxiv-llm-daily";

/// The text of a body before it was escaped, if it was: its quoted header shows whether, and the front matter whether
/// by us (`export::site`).
pub(super) fn undo<'a>(body: &'a str, front_matter: &str) -> Cow<'a, str> {
    // Only lines of ours: below the first heading of a section, a title may hold anything.
    let quoted = || body.lines().take_while(|line| !line.starts_with("## ")).filter(|line| line.starts_with('>'));
    let escaped = |text: &str| text.contains("\\|") || text.contains("\\_");
    let bare = |text: &str| text.match_indices(['|', '_']).any(|(at, _)| !text[..at].ends_with('\\'));
    let ours = is_ours(front_matter);
    let is_escaped = ours || (!quoted().any(bare) && (quoted().any(escaped) || (escaped(body) && !bare(body))));
    if !is_escaped {
        return Cow::Borrowed(body);
    }
    let plain = body.replace("\\_", "_").replace("\\|", "|");
    Cow::Owned(if ours { undo_numbers(&plain).into_owned() } else { plain })
}

/// Whether a page was published by this app.
pub(super) fn is_ours(front_matter: &str) -> bool {
    front_matter.lines().any(|line| line.trim_end() == GENERATOR)
}

fn undo_numbers(text: &str) -> Cow<'_, str> {
    #[allow(clippy::expect_used, reason = "a literal of ours, covered by the tests")]
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"&#(\d{2,3});").expect("a valid pattern"));
    NUMBER.replace_all(text, |found: &Captures| {
        let c = found[1].parse().ok().and_then(char::from_u32).filter(|c| "<&([:{%#".contains(*c));
        c.map_or_else(|| found[0].to_owned(), String::from)
    })
}
