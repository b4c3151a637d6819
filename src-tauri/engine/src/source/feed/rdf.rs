//! The RSS 1.0 that arXiv sent until 2024, and that archives still hold: identifier, primary category and kind stand in
//! the title, abstract and authors are HTML.

use std::borrow::Cow;

use quick_xml::escape::unescape;

use super::{Draft, Why};

/// The entry as arXiv writes it today.
pub(super) fn modernised(mut draft: Draft<'_>) -> Result<Draft<'_>, Why> {
    let title = draft.title.trim();
    let (written, rest) =
        title.rsplit_once(" (arXiv:").ok_or_else(|| format!("the title {title:?} names no identifier"))?;
    let (id, rest) = rest.split_once(' ').ok_or_else(|| format!("the title {title:?} names no category"))?;
    let (category, flags) = rest.trim_start_matches('[').split_once(']').unwrap_or((rest, ""));
    let kind = match (flags.contains("UPDATED"), flags.contains("CROSS LISTED")) {
        (false, false) => "new",
        (false, true) => "cross",
        (true, false) => "replace",
        (true, true) => "replace-cross",
    };
    let (id, category) = (id.to_owned(), category.to_owned());
    draft.title = Cow::Owned(written.strip_suffix('.').unwrap_or(written).to_owned());
    draft.id = Cow::Owned(id);
    draft.announce_type = Some(Cow::Borrowed(kind));
    draft.categories = vec![Cow::Owned(category)];
    draft.description = Cow::Owned(without_tags(&draft.description));
    draft.creators = Cow::Owned(without_tags(&draft.creators));
    Ok(draft)
}

/// The text of a little HTML.
pub(in crate::source) fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        // A lone `<` is less-than.
        match after.split_once('>').filter(|_| after.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic())) {
            Some((_, after)) => rest = after,
            None => {
                text.push('<');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    unescape(&text).map(Cow::into_owned).unwrap_or(text)
}
