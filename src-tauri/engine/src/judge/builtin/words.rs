//! Words of a text as the judge compares them: lower case, without LaTeX, function words left out, stemmed.

use std::{collections::HashSet, sync::LazyLock};

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
static WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"[\p{Latin}\p{Greek}0-9]+(?:['’]s\b)?"));

/// The words of a text in order. Formulas, LaTeX commands, numbers, single letters and function words are left out;
/// Chinese is not split here.
pub fn words(text: &str) -> Vec<Word> {
    let stemmer = Stemmer::create(Algorithm::English);
    let plain = plain(text);
    let mut words: Vec<Word> = Vec::new();
    let mut end_of_last = None;
    for found in WORD.find_iter(&plain) {
        let surface = found.as_str().trim_end_matches("'s").trim_end_matches("’s");
        if surface.chars().count() < 2 || surface.chars().all(|c| c.is_ascii_digit()) || is_function_word(surface) {
            continue;
        }
        let joined = end_of_last.is_some_and(|end: usize| matches!(&plain[end..found.start()], " " | "-" | "‐" | "–"));
        end_of_last = Some(found.end());
        words.push(Word { stem: stem(&stemmer, surface), surface: surface.to_owned(), joined });
    }
    words
}

fn stem(stemmer: &Stemmer, surface: &str) -> String {
    // The stemmer keeps the plural of what has no vowel or ends in one: LLMs, GPUs.
    let singular = surface.strip_suffix('s').filter(|bare| {
        !bare.contains(['a', 'e', 'i', 'o', 'u', 'y', 's']) || matches!(*bare, "gpu" | "tpu" | "cpu" | "npu")
    });
    stemmer.stem(singular.unwrap_or(surface)).into_owned()
}

/// Lower case, compatibility forms folded, runs of white space made one space, formulas and LaTeX commands taken out.
fn plain(text: &str) -> String {
    let folded: String = text.nfkc().collect::<String>().to_lowercase();
    let without_math = MATH.replace_all(&folded, " ∎ ");
    let without_commands = COMMAND.replace_all(&without_math, "");
    let mut plain = String::with_capacity(without_commands.len());
    for c in without_commands.chars().filter(|c| !matches!(c, '{' | '}')) {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c != ' ' || !plain.ends_with(' ') {
            plain.push(c);
        }
    }
    plain
}

/// Whether a lower-case word carries no subject of its own.
pub fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains(word)
}

static FUNCTION_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("data/function-words.txt").split_whitespace().collect());

/// Whether a word belongs to every abstract rather than to a subject.
pub fn is_academic(word: &Word) -> bool {
    ACADEMIC_STEMS.contains(word.stem.as_str())
}

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
        check("Ｑｕａｎｔｉｚａｔｉｏｎ", "quantiz");
        check("大模型 agents", "agent");
        check("", "");
    }
}
