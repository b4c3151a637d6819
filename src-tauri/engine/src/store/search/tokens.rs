//! Text as tokens: the same for what is indexed and for what is asked for.
//!
//! A Chinese, Japanese or Korean character is a token of its own, so that a phrase of such tokens finds exactly what a
//! substring search would, from one character up. Other scripts are split where letters, digits and anything else
//! meet (`GPT-4o`, `GPT4o` and `GPT 4o` are the same four tokens apart from their gaps), put into lower case without
//! accents, full-width and other compatibility forms made plain. English words are indexed by their stem.

use std::collections::HashMap;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Letters,
    Digits,
    /// One character of a script that sets no spaces.
    Cjk,
}

/// Calls `visit` with each token, folded but not stemmed, its script, and the bytes of `text` that it stands for.
pub(super) fn each(text: &str, mut visit: impl FnMut(&str, Script, usize, usize)) {
    let mut word = String::new();
    let mut script = Script::Letters;
    let (mut start, mut end) = (0, 0);
    let mut rest = 0;
    while let Some(c) = text[rest..].chars().next() {
        let at = rest;
        rest += c.len_utf8();
        if c.is_ascii() {
            let kind = match c {
                '0'..='9' => Some(Script::Digits),
                'a'..='z' | 'A'..='Z' => Some(Script::Letters),
                _ => None,
            };
            let Some(kind) = kind else {
                match (c == '\\').then(|| latex_accent(&text[rest..])).flatten() {
                    // The accented letter goes on with the word.
                    Some((letter, length)) if script == Script::Letters || word.is_empty() => {
                        if word.is_empty() {
                            (start, script) = (at, Script::Letters);
                        }
                        word.push(letter);
                        rest += length;
                        end = rest;
                    }
                    _ => flush(&mut word, script, start, end, &mut visit),
                }
                continue;
            };
            if kind != script {
                flush(&mut word, script, start, end, &mut visit);
            }
            if word.is_empty() {
                (start, script) = (at, kind);
            }
            word.push(c.to_ascii_lowercase());
            end = rest;
        } else if is_cjk(c) {
            flush(&mut word, script, start, end, &mut visit);
            for plain in c.nfkc().filter(|c| c.is_alphanumeric()) {
                let mut buffer = [0; 4];
                visit(plain.encode_utf8(&mut buffer), Script::Cjk, at, rest);
            }
        } else if is_invisible(c) || (is_combining_mark(c) && !word.is_empty()) {
            if !word.is_empty() {
                end = rest;
            }
        } else {
            let mut any = false;
            fold(c, |plain| {
                any = true;
                let kind = if plain.is_numeric() { Script::Digits } else { Script::Letters };
                if kind != script {
                    flush(&mut word, script, start, end, &mut visit);
                }
                if word.is_empty() {
                    (start, script) = (at, kind);
                }
                word.push(plain);
                end = rest;
            });
            if !any {
                flush(&mut word, script, start, end, &mut visit);
            }
        }
    }
    flush(&mut word, script, start, end, &mut visit);
}

fn flush(
    word: &mut String,
    script: Script,
    start: usize,
    end: usize,
    visit: &mut impl FnMut(&str, Script, usize, usize),
) {
    if !word.is_empty() {
        visit(word, script, start, end);
        word.clear();
    }
}

/// A letter behind LaTeX's accents, as in `Gr\"obner`, `Erd\H{o}s`, `Nov\'{a}k`, and how long it is after the backslash.
fn latex_accent(rest: &str) -> Option<(char, usize)> {
    let mut chars = rest.char_indices();
    let (_, accent) = chars.next()?;
    let symbol = matches!(accent, '\'' | '"' | '`' | '^' | '~' | '=' | '.');
    let named = matches!(accent, 'H' | 'c' | 'v' | 'u' | 'k' | 'r');
    if !(symbol || named) {
        return None;
    }
    let (at, next) = chars.next()?;
    if symbol && next.is_ascii_alphabetic() {
        return Some((next.to_ascii_lowercase(), at + 1));
    }
    let ((_, letter), (end, close)) = (chars.next()?, chars.next()?);
    (next == '{' && close == '}' && letter.is_ascii_alphabetic()).then(|| (letter.to_ascii_lowercase(), end + 1))
}

/// Ideographs, kana, Hangul: scripts in which a character is worth looking for.
fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}'
        | '\u{3100}'..='\u{318f}' | '\u{31a0}'..='\u{31bf}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}')
}

/// What no reader sees, and what therefore splits no word.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn fold(c: char, mut push: impl FnMut(char)) {
    let plain = match c {
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ß' | 'ẞ' => "ss",
        'ı' => "i",
        'ς' => "σ",
        _ => {
            for plain in c.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase) {
                if plain.is_alphanumeric() {
                    push(plain);
                }
            }
            return;
        }
    };
    plain.chars().for_each(push);
}

/// Stems, each made once.
pub(super) struct Stems {
    stemmer: Stemmer,
    known: HashMap<Box<str>, Box<str>>,
}

/// Names and misprints are without end; words are not.
const MOST_STEMS: usize = 200_000;

impl Default for Stems {
    fn default() -> Self {
        Self { stemmer: Stemmer::create(Algorithm::English), known: HashMap::new() }
    }
}

impl Stems {
    /// The token under which a word is indexed.
    pub fn of<'a>(&'a mut self, word: &'a str, script: Script) -> &'a str {
        if script != Script::Letters || word.len() < 3 || !word.is_ascii() {
            return word;
        }
        if !self.known.contains_key(word) {
            if self.known.len() >= MOST_STEMS {
                self.known.clear();
            }
            self.known.insert(word.into(), stem(&self.stemmer, word).into());
        }
        self.known.get(word).map_or(word, AsRef::as_ref)
    }
}

fn stem(stemmer: &Stemmer, word: &str) -> String {
    // The stemmer keeps the plural of what has no vowel or ends in one: LLMs, GPUs.
    let singular = word.strip_suffix('s').filter(|bare| {
        !bare.contains(['a', 'e', 'i', 'o', 'u', 'y', 's']) || matches!(*bare, "gpu" | "tpu" | "cpu" | "npu")
    });
    stemmer.stem(singular.unwrap_or(word)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let (mut stems, mut found) = (Stems::default(), Vec::new());
        each(text, |word, script, start, end| {
            assert!(text.get(start..end).is_some_and(|piece| !piece.is_empty()), "{text:?}: {start}..{end}");
            found.push(stems.of(word, script).to_owned());
        });
        assert_eq!(found.join(" "), expected, "{text:?}");
    }

    #[test]
    fn text_becomes_tokens() {
        check("Efficient Inference of LLMs", "effici infer of llm");
        check("LLM量化", "llm 量 化");
        check("多模态，推荐", "多 模 态 推 荐");
        check("GPT-4o GPT4o", "gpt 4 o gpt 4 o");
        check("Qwen2.5-VL", "qwen 2 5 vl");
        check("ＬＬＭ　量化（ＱＡＴ）", "llm 量 化 qat");
        check("Gödel, Erdős, Müller, Øystein, Straße", "godel erdo muller oystein strass");
        check(r#"Gr\"obner Erd\H{o}s Nov\'{a}k \textbf{x}"#, "grobner erdo novak textbf x");
        check("e\u{301}tude zero\u{200b}width", "etud zerowidth");
        check("한국어 カタカナ", "한 국 어 カ タ カ ナ");
        check("ｶﾅ", "カ ナ");
        check("𝐗² ½ ﬁne", "x 2 12 fine");
        check("трансформеры", "трансформеры");
        check("a_b/c.d's", "a b c d s");
        check("\\ \\\" \\H{", "h");
        check("", "");
    }

    proptest::proptest! {
        #[test]
        fn a_stem_begins_as_its_word_does(word in "[a-z]{1,12}|(sk|d|l|t|s)(ies|ying|is)|y[a-z]{1,6}s?") {
            let mut stems = Stems::default();
            assert_eq!(stems.of(&word, Script::Letters).chars().next(), word.chars().next());
        }

        #[test]
        fn any_text_is_read_and_every_token_has_its_place(text: String) {
            let mut last = 0;
            each(&text, |word, _, start, end| {
                assert!(!word.is_empty() && start < end && last <= end);
                assert!(text.get(start..end).is_some());
                assert!(!word.contains([' ', '§', '"']));
                last = end;
            });
        }
    }
}
