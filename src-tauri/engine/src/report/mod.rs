//! The report in Markdown (DESIGN 5.4): written from a digest, read back from a file, written again as it was.
//!
//! Everything in a report that comes from a paper, a model or a feed is untrusted. It is written as text on one line
//! ([`one_line`]), behind a prefix of ours, so that it can neither open a heading nor start a field.

mod fields;
mod header;
mod imported;
mod labels;
mod read;
mod readers;
mod render;
mod site_text;

pub use imported::{
    ImportedPaper, ImportedReport, ImportedTrend, Variant, Warning, write_back, write_back_with, write_body,
    write_body_with,
};
pub use labels::failure_word;
pub use read::{MOST_BYTES, is_archive, read, read_bytes};
pub use readers::{Beside, ReadersOwn, readers_fields};
pub use render::{render, render_with};
pub use site_text::GENERATOR;

/// Text on one line: every run of white space (line breaks of any kind included) becomes one space, ends are trimmed,
/// and what no reader can see is left out: control characters, and the marks that reverse the direction of what
/// follows (Unicode Bidi_Control, by which text can look like other text).
pub fn one_line(text: &str) -> String {
    if is_one_line(text) {
        return text.to_owned();
    }
    let visible = |c: &char| c.is_whitespace() || !(c.is_control() || is_bidi_control(*c));
    let mut line = String::with_capacity(text.len());
    for c in text.chars().filter(visible) {
        if !c.is_whitespace() {
            line.push(c);
        } else if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// Whether a text is such a line already, as nearly all are: a report of 400 papers asks some 8,000 times.
fn is_one_line(text: &str) -> bool {
    let mut before = ' ';
    text.chars().all(|c| {
        let double = c == ' ' && before == ' ';
        before = c;
        !double && (c == ' ' || !(c.is_whitespace() || c.is_control() || is_bidi_control(c)))
    }) && (before != ' ' || text.is_empty())
}

fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
pub(crate) mod tests;
