//! Words of a text as the judge compares them: lower case, without LaTeX, function words left out, stemmed.

use std::{borrow::Cow, collections::HashSet, sync::LazyLock};

use regex::Regex;
use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As it is compared.
    pub stem: String,
    /// As it is written, in lower case.
    pub surface: String,
    /// Whether it follows the word before directly, with nothing but a space or a hyphen between them.
    pub joined: bool,
}

#[allow(clippy::expect_used, reason = "literals of ours, covered by the tests")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

static MATH: LazyLock<Regex> = LazyLock::new(|| pattern(r"\$[^$]{1,200}\$"));
static COMMAND: LazyLock<Regex> = LazyLock::new(|| pattern(r"\\[a-zA-Z]+\*?"));

/// The words of a text in order. Formulas, LaTeX commands, numbers, single letters and function words are left out;
/// Chinese is not split here.
pub fn words(text: &str) -> Vec<Word> {
    let stemmer = stemmer();
    let mut words: Vec<Word> = Vec::new();
    let mut after_function_word = false;
    each_word(text, |surface, joined| {
        if !is_function_word(surface) {
            let joined = joined && !after_function_word;
            words.push(Word { stem: stem(&stemmer, surface), surface: surface.to_owned(), joined });
        }
        after_function_word = is_function_word(surface);
    });
    words
}

/// Calls `visit` with each word in lower case, function words too, and whether it is joined to the one before.
pub fn each_word(text: &str, mut visit: impl FnMut(&str, bool)) {
    let plain = plain(text);
    if plain.is_ascii() {
        return each_ascii_word(&plain, visit);
    }
    let mut chars = plain.char_indices().peekable();
    let mut last_end: Option<usize> = None;
    while let Some((start, c)) = chars.next() {
        if !is_letter(c) {
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            if !is_letter(c) {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let surface = &plain[start..end];
        let counts = surface.chars().nth(1).is_some() && !surface.bytes().all(|b| b.is_ascii_digit());
        if !counts {
            continue;
        }
        let joined = last_end.is_some_and(|last| matches!(&plain[last..start], " " | "-" | "‐" | "–"));
        last_end = Some(end);
        visit(surface, joined);
    }
}

/// The same for what nearly all papers are written in, byte by byte.
fn each_ascii_word(plain: &str, mut visit: impl FnMut(&str, bool)) {
    let bytes = plain.as_bytes();
    let mut at = 0;
    let mut last_end: Option<usize> = None;
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_alphanumeric() {
            at += 1;
        }
        let surface = &bytes[start..at];
        if surface.len() > 1 && !surface.iter().all(u8::is_ascii_digit) {
            let joined = last_end.is_some_and(|last| matches!(&bytes[last..start], b" " | b"-"));
            last_end = Some(at);
            visit(&plain[start..at], joined);
        }
    }
}

pub fn stemmer() -> Stemmer {
    Stemmer::create(Algorithm::English)
}

/// The stem of a word in lower case.
pub fn stem(stemmer: &Stemmer, surface: &str) -> String {
    // The stemmer keeps the plural of what has no vowel or ends in one: LLMs, GPUs.
    let singular = surface.strip_suffix('s').filter(|bare| {
        !bare.contains(['a', 'e', 'i', 'o', 'u', 'y', 's']) || matches!(*bare, "gpu" | "tpu" | "cpu" | "npu")
    });
    stemmer.stem(singular.unwrap_or(surface)).into_owned()
}

/// A letter or digit of a script that papers are written in. Chinese is none: its words are not set apart.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{3ff}' | '\u{1e00}'..='\u{1fff}')
}

/// Lower case, compatibility forms folded, white space made spaces, possessives, formulas and LaTeX commands taken out.
fn plain(text: &str) -> String {
    let folded: Cow<str> = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfkc().collect()) };
    let mut plain = folded.to_lowercase();
    if plain.contains('$') {
        plain = MATH.replace_all(&plain, " ∎ ").into_owned();
    }
    if plain.contains('\\') {
        plain = COMMAND.replace_all(&plain, "").into_owned();
    }
    if plain.contains(['{', '}']) {
        plain.retain(|c| !matches!(c, '{' | '}'));
    }
    if plain.contains(['\n', '\t', '\r']) {
        plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    for possessive in ["'s ", "’s "] {
        if plain.contains(possessive) {
            plain = plain.replace(possessive, " ");
        }
    }
    plain
}

/// Whether a lower-case word carries no subject of its own.
pub fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains(word)
}

/// Whether a stem belongs to every abstract rather than to a subject.
pub fn is_academic(stem: &str) -> bool {
    ACADEMIC_STEMS.contains(stem)
}

static FUNCTION_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("data/function-words.txt").split_whitespace().collect());

static ACADEMIC_STEMS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("data/academic-stems.txt").split_whitespace().collect());

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut shown = String::new();
        for word in words(text) {
            shown.push_str(if shown.is_empty() {
                ""
            } else if word.joined {
                "_"
            } else {
                " "
            });
            shown.push_str(&word.stem);
        }
        assert_eq!(shown, expected, "{text:?}");
    }

    #[test]
    fn words_are_stems_without_function_words_and_formulas() {
        check("Agents that use tools", "agent use_tool");
        check("retrieval-augmented generation", "retriev_augment_generat");
        check("A $\\tau$-bench of 12 LLMs", "bench llm");
        check("\\textbf{Fast} inference, long context", "fast_infer long_context");
        check("the model's memory", "model_memori");
        check("GPT-4o and Qwen2.5", "gpt_4o qwen2");
        check("two\n lines", "line");
        check("Ｑｕａｎｔｉｚａｔｉｏｎ", "quantiz");
        check("大模型 agents", "agent");
        // What is not ASCII takes another way through the same rules.
        for tail in ["", " 大模型"] {
            check(&format!("long-context, long - context 3 x 42{tail}"), "long_context long context");
        }
        check("", "");
    }
}
