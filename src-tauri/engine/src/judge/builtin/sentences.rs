//! Sentences of an abstract, whole: a reader never sees one that is cut in the middle.

/// Words after which a full stop does not end a sentence (lower case, without the stop).
const ABBREVIATIONS: &[&str] = &[
    "a.k.a", "al", "app", "approx", "ca", "cf", "ch", "cor", "def", "dept", "dr", "e.g", "eg", "eq", "eqs", "eqn",
    "et", "fig", "figs", "i.e", "i.i.d", "ie", "inc", "jr", "lem", "ltd", "mr", "mrs", "ms", "no", "nos", "ph.d", "pp",
    "prof", "prop", "ref", "refs", "resp", "sec", "secs", "sect", "sr", "st", "tab", "thm", "u.k", "u.s", "univ",
    "viz", "vol", "vs", "w.r.t",
];

/// The longest formula or parenthesis within which a stop is not taken for the end of a sentence, in bytes.
const SPAN: usize = 300;

/// The sentences of `text` in order, with runs of white space made one space. Joined by spaces (none between Chinese
/// sentences) they are the whole text.
pub fn sentences(text: &str) -> Vec<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        if let Some(end) = span(&text, at, c) {
            at = end;
            continue;
        }
        at = next;
        if !matches!(c, '.' | '!' | '?' | '。' | '！' | '？') {
            continue;
        }
        let closers = text[next..].chars().take_while(|c| matches!(c, '"' | '\'' | ')' | ']' | '}' | '”' | '’' | '」'));
        let end = next + closers.map(char::len_utf8).sum::<usize>();
        if ends_sentence(&text[start..next], c, &text[end..]) {
            found.push(text[start..end].to_owned());
            start = text.len() - text[end..].trim_start().len();
            at = start;
        }
    }
    if start < text.len() {
        found.push(text[start..].to_owned());
    }
    found
}

/// The end of the formula or parenthesis that opens at `at`, if one does.
fn span(text: &str, at: usize, open: char) -> Option<usize> {
    let inside = &text[at + open.len_utf8()..];
    match open {
        // As Pandoc reads it: "$5" and "$6" in one text are prices, not a formula between them.
        '$' if !inside.starts_with([' ', '$']) && !text[..at].ends_with('\\') => {
            let close = inside.match_indices('$').map(|(i, _)| i).find(|&i| {
                !inside[..i].ends_with([' ', '\\']) && !inside[i + 1..].starts_with(|c: char| c.is_ascii_digit())
            })?;
            (close <= SPAN).then_some(at + 1 + close + 1)
        }
        '(' | '（' => {
            let mut depth = 1;
            for (i, c) in inside.char_indices().take_while(|&(i, _)| i <= SPAN) {
                match c {
                    '(' | '（' => depth += 1,
                    ')' | '）' => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    return Some(at + open.len_utf8() + i + c.len_utf8());
                }
            }
            None
        }
        _ => None,
    }
}

fn ends_sentence(sentence: &str, stop: char, rest: &str) -> bool {
    if matches!(stop, '。' | '！' | '？') {
        return true;
    }
    if rest.is_empty() {
        return true;
    }
    if !rest.starts_with(' ') {
        return false;
    }
    let Some(next) = rest.trim_start().chars().next() else { return true };
    if next.is_lowercase() || matches!(next, ',' | ';' | ':' | '.' | ')') {
        return false;
    }
    if stop != '.' {
        return true;
    }
    let word = sentence[..sentence.len() - 1].rsplit([' ', '(', '[', '~', '“', '"']).next().unwrap_or("");
    let bare = word.to_lowercase();
    if ABBREVIATIONS.contains(&bare.as_str()) {
        return false;
    }
    // An initial ("J. Smith") or the number of an item ("1. A method …").
    let lone = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let item = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit()) && sentence.len() == word.len() + 1;
    !lone && !item
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_stop_ends_a_sentence_only_where_one_ends() {
        for (text, expected) in [
            ("One. Two! Three?", vec!["One.", "Two!", "Three?"]),
            ("Models, e.g. GPT-4, fail. We fix it.", vec!["Models, e.g. GPT-4, fail.", "We fix it."]),
            (
                "Some tasks (i.e., Math. Olympiads. Hard ones) remain. Ok.",
                vec!["Some tasks (i.e., Math. Olympiads. Hard ones) remain.", "Ok."],
            ),
            (
                "Smith et al. Show it. See Fig. 3 and Eq. 4. Done.",
                vec!["Smith et al. Show it.", "See Fig. 3 and Eq. 4.", "Done."],
            ),
            ("It gains 3.5 points. $x. Y$ is fixed. End", vec!["It gains 3.5 points.", "$x. Y$ is fixed.", "End"]),
            ("It costs $5. We pay $6. Fine.", vec!["It costs $5.", "We pay $6.", "Fine."]),
            ("By J. Smith. 1. A list.", vec!["By J. Smith.", "1. A list."]),
            ("He said \"Go.\" Then it ran.", vec!["He said \"Go.\"", "Then it ran."]),
            ("多模态模型很慢。我们提出新方法！好吗？", vec!["多模态模型很慢。", "我们提出新方法！", "好吗？"]),
            ("Line\n  broken.\nNext.", vec!["Line broken.", "Next."]),
            ("images, audio, etc. We propose it.", vec!["images, audio, etc.", "We propose it."]),
            ("an unclosed (parenthesis. Next one.", vec!["an unclosed (parenthesis.", "Next one."]),
            ("", vec![]),
            ("   ", vec![]),
        ] {
            assert_eq!(sentences(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "\\PC{0,200}") {
            let joined: String = sentences(&text).concat();
            let squeeze = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(squeeze(&joined), squeeze(&text));
        }
    }
}
