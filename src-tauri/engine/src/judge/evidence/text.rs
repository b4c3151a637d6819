//! Prose without the dress of LaTeX.

use std::sync::LazyLock;

use regex::Regex;

use super::Span;

/// A text to look for figures in: without the dress of LaTeX, and with the way back to the original.
pub(super) struct Text {
    original: String,
    pub(super) plain: String,
    /// For each byte of `plain`, from where to where in the original it comes.
    origin: Vec<(usize, usize)>,
}

impl Text {
    pub(super) fn new(original: &str) -> Self {
        let mut text = Self { original: original.to_owned(), plain: String::new(), origin: Vec::new() };
        let mut rest = original;
        while let Some(c) = rest.chars().next() {
            let at = original.len() - rest.len();
            let command = COMMANDS.iter().find(|(command, _)| rest.starts_with(command));
            let (length, plain) = match (command, superscript(c)) {
                (Some((command, plain)), _) => (command.len(), (*plain).to_owned()),
                (None, Some(digit)) => (c.len_utf8(), format!("^{digit}")),
                (None, None) => (c.len_utf8(), half_width(c).to_string()),
            };
            text.plain.push_str(&plain);
            text.origin.extend(std::iter::repeat_n((at, at + length), plain.len()));
            rest = &rest[length..];
        }
        text
    }

    /// A place in `plain`, not empty, as one in the original, in bytes.
    fn bytes(&self, start: usize, end: usize) -> (usize, usize) {
        let (start, end) = (self.origin[start].0, self.origin[end - 1].1);
        let written = &self.original[start..end];
        let open = written.matches('{').count() > written.matches('}').count();
        (start, if open && self.original[end..].starts_with('}') { end + 1 } else { end })
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let (start, end) = self.bytes(start, end);
        let units = |text: &str| text.encode_utf16().count();
        let before = units(&self.original[..start]);
        Span { start: before, end: before + units(&self.original[start..end]) }
    }

    pub(super) fn original(&self, start: usize, end: usize) -> &str {
        let (start, end) = self.bytes(start, end);
        &self.original[start..end]
    }

    /// Where a name stands, whatever its case, hyphens and spaces; else where the words stand that it abbreviates.
    pub(super) fn find_name(&self, name: &str) -> Option<(usize, usize)> {
        let wanted = letters(name);
        if wanted.is_empty() {
            return None;
        }
        let stream: Vec<(usize, char)> = self.plain.char_indices().filter(|(_, c)| c.is_alphanumeric()).collect();
        let starts_word = |n: usize| {
            let before = self.plain[..stream[n].0].chars().next_back();
            before.is_none_or(|c| !joins(c, stream[n].1))
        };
        let same = |n: usize| {
            let written = stream[n..].iter().flat_map(|(_, c)| c.to_lowercase());
            wanted.chars().eq(written.take(wanted.chars().count()))
        };
        let length = wanted.chars().count();
        let found = (0..(stream.len() + 1).saturating_sub(length)).find_map(|n| {
            let (last, c) = stream[n + length - 1];
            let end = last + c.len_utf8();
            (starts_word(n) && same(n) && ends_word(&self.plain[end..], c)).then(|| (stream[n].0, end))
        });
        found.or_else(|| self.find_abbreviated(name))
    }

    fn find_abbreviated(&self, name: &str) -> Option<(usize, usize)> {
        static WORD: LazyLock<Regex> = LazyLock::new(|| pattern("[A-Za-z]+"));
        let capitals = name.chars().filter(char::is_ascii_uppercase).count();
        if capitals < 2 || name.len() > 6 || !name.chars().all(|c| c.is_ascii_alphabetic()) {
            return None;
        }
        let words: Vec<_> = WORD.find_iter(&self.plain).collect();
        let wanted: Vec<char> = name.to_ascii_lowercase().trim_end_matches('s').chars().collect();
        words.windows(wanted.len()).find_map(|window| {
            let initials = window.iter().map(|word| word.as_str().to_ascii_lowercase().chars().next().unwrap_or(' '));
            initials.eq(wanted.iter().copied()).then(|| Some((window.first()?.start(), window.last()?.end()))).flatten()
        })
    }
}

/// Whether two characters belong to one word, so that a name cannot begin between them.
fn joins(before: char, first: char) -> bool {
    before.is_ascii_alphanumeric()
        && (before.is_ascii_digit() || first.is_ascii_alphabetic() || before.is_ascii_alphabetic())
}

/// Whether a name may end before `rest`: GPT-4 is not in GPT-4o, nor Qwen2 in Qwen2.5; a plural is no other name.
fn ends_word(rest: &str, last: char) -> bool {
    let mut after = rest.chars();
    match (after.next(), after.next()) {
        (Some('s'), next) => next.is_none_or(|c| !c.is_ascii_alphanumeric()),
        (Some('.'), Some(c)) => !(last.is_ascii_digit() && c.is_ascii_digit()),
        (Some(c), _) => !c.is_ascii_alphanumeric(),
        (None, _) => true,
    }
}

fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// LaTeX that stands between or around figures, and what it is to a reader. Longer ones first.
const COMMANDS: &[(&str, &str)] = &[
    ("\\times", "×"),
    ("\\approx", "~"),
    ("\\sim", "~"),
    ("\\cdot", "×"),
    ("\\percent", "%"),
    ("\\mathbf", ""),
    ("\\textbf", ""),
    ("\\text", ""),
    ("{,}", ","),
    ("\\%", "%"),
    ("\\,", ""),
    ("\\;", ""),
    ("\\!", ""),
    ("\\ ", " "),
    ("$", ""),
    ("{", ""),
    ("}", ""),
    ("~", " "),
];

fn superscript(c: char) -> Option<u8> {
    match c {
        '⁰' => Some(0),
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁴'..='⁹' => Some((c as u32 - '⁴' as u32) as u8 + 4),
        _ => None,
    }
}

/// Full-width digits and signs as the usual ones. The comma stays: in Chinese it separates sentences, not thousands.
fn half_width(c: char) -> char {
    match c {
        '，' | '：' | '；' | '！' | '？' | '（' | '）' => c,
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

#[allow(clippy::expect_used, reason = "literals of ours, covered by the tests")]
pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}
