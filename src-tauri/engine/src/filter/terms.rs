//! Terms of the filter: words, phrases and `*`; whole words in English, substrings in Chinese; case and accents do not
//! count.

use regex::RegexSet;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Terms, compiled once for many papers.
pub struct Terms {
    written: Vec<String>,
    set: RegexSet,
}

impl Terms {
    pub fn new(written: &[String]) -> Self {
        let written: Vec<String> = written.iter().filter(|term| !term.trim().is_empty()).cloned().collect();
        // A term is escaped, so that the set always compiles; if it were ever too large, it matches nothing and says so.
        let set = RegexSet::new(written.iter().map(|term| pattern(term))).unwrap_or_else(|err| {
            tracing::error!("the filter's terms cannot be used: {err}");
            RegexSet::empty()
        });
        Self { written, set }
    }

    pub fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    /// The first term, as the reader wrote it, that occurs in a folded text.
    pub fn first_in(&self, folded: &str) -> Option<&str> {
        let first = self.set.matches(folded).iter().next()?;
        self.written.get(first).map(String::as_str)
    }
}

/// Lower case without accents, white space as single spaces.
pub fn fold(text: &str) -> String {
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn pattern(term: &str) -> String {
    let folded = fold(term);
    let body: String = folded
        .chars()
        .map(|c| match c {
            '*' => r"[\p{L}\p{N}_]*".to_owned(),
            ' ' => r"[\s\-]+".to_owned(),
            other => regex::escape(&other.to_string()),
        })
        .collect();
    // Between a Latin and a Chinese character there is a boundary of words, though no space: `LLM量化`.
    let outside = r"[^\p{L}\p{N}_]|[\p{Han}\p{Hiragana}\p{Katakana}]";
    let is_word = |edge: Option<char>| edge.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c));
    let start = if is_word(folded.chars().next()) { format!("(?:^|{outside})") } else { String::new() };
    let end = if is_word(folded.chars().last()) { format!("(?:$|{outside})") } else { String::new() };
    format!("{start}{body}{end}")
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_phrases_stars_and_chinese() {
        for (term, text, found) in [
            ("agent", "An Agent.", true),
            ("agent", "agents", false),
            ("agent*", "agentic", true),
            ("*agent", "multiagent systems", true),
            ("tool use", "tool-use and tool\nuse", true),
            ("tool use", "tooluse", false),
            ("naïve", "a naive method", true),
            ("naive", "a naïve method", true),
            ("量化", "模型量化方法", true),
            ("llm", "用LLM量化", true),
            ("llm量化", "LLM量化", true),
            ("c++", "in C++ and Rust", true),
            ("c++", "c+ +", false),
            ("3d", "3D motion", true),
            ("a.b", "axb", false),
        ] {
            let terms = Terms::new(&[term.to_owned()]);
            assert_eq!(terms.first_in(&fold(text)).is_some(), found, "{term:?} in {text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_term_compiles_and_finds_itself(term in "[a-zé+.()\\[\\]量]{1,12}") {
            let terms = Terms::new(std::slice::from_ref(&term));
            proptest::prop_assert!(terms.first_in(&fold(&term)).is_some());
            let among_others = fold(&format!("x {term} y"));
            proptest::prop_assert!(terms.first_in(&among_others).is_some());
        }
    }
}
