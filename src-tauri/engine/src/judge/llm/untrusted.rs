//! Text by others, on its way to a model and on its way back.

use std::{borrow::Cow, sync::LazyLock};

use regex::Regex;

/// Characters that a reader does not see and a model does: zero-width and joining characters, direction marks, soft
/// hyphens, tags, selectors, fillers, and controls other than line ends.
pub(super) fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
        || (c.is_control() && c != '\n' && c != '\t')
}

/// What a reader would see of a text, at most `longest` characters of it.
pub(super) fn visible(text: &str, longest: usize) -> String {
    text.chars().filter(|c| !is_hidden(*c)).take(longest).collect()
}

/// The text between two marks that it cannot hold: their number is derived from the text itself.
pub(super) fn fence(name: &str, text: &str) -> String {
    let mut number = crate::paper::hash(&[text]);
    // Only a text made from its own hash gets here.
    while text.contains(&number[..16]) {
        number = crate::paper::hash(&[&number, text]);
    }
    let mark = format!("{name}-{}", &number[..16]);
    format!("<{mark}>\n{text}\n</{mark}>")
}

#[allow(clippy::expect_used, reason = "literals of ours, covered by the tests")]
pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

/// A model's words as one line of plain text: no hidden characters, no markup, no image, and no link that is not in
/// `source`. The second value says whether anything but space was taken out.
pub(super) fn plain(text: &str, source: &str) -> (String, bool) {
    static IMAGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"!\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?"));
    static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[([^\]]*)\]\([^)]*\)"));
    static TAG: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r#"(?is)<!--.*?(?:-->|$)|</?(?:a|abbr|applet|area|audio|b|base|body|br|button|canvas|code|details|dialog|div|dl|em|embed|font|form|frame|frameset|h[1-6]|head|hr|html|i|iframe|image|img|input|ins|isindex|keygen|li|link|map|marquee|math|meta|noscript|object|ol|option|p|param|picture|portal|pre|script|section|select|slot|source|span|strong|style|sub|sup|svg|table|tbody|td|template|textarea|th|thead|title|tr|track|u|ul|video|xss)\b[^<>]*(?:>|$)|<[a-z][^<>]*[\s/"']on[a-z]+\s*=[^<>]*(?:>|$)"#,
        )
    });
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r#"(?i)\b(?:[a-z][a-z0-9+.\-]*://|javascript:|data:[a-z]+/|vbscript:|www\.)[^\s<>"'，。；、（）]*"#)
    });
    let shown: Cow<'_, str> = if text.chars().any(is_hidden) {
        Cow::Owned(text.chars().filter(|c| !is_hidden(*c)).collect())
    } else {
        Cow::Borrowed(text)
    };
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    // Taking one thing out may put another together: again, until nothing changes.
    let mut clean = line.clone();
    loop {
        let unpictured = IMAGE.replace_all(&clean, "$1");
        let untagged = TAG.replace_all(&unpictured, "");
        let unlinked = LINK.replace_all(&untagged, "$1");
        let next = ADDRESS
            .replace_all(&unlinked, |found: &regex::Captures<'_>| {
                let address = found[0].trim_end_matches(['.', ',', ';', ':', ')', ']']);
                if source.contains(address) { found[0].to_owned() } else { String::new() }
            })
            .into_owned();
        if next == clean {
            break;
        }
        clean = next;
    }
    let changed = clean != line || shown.len() != text.len();
    (clean.split_whitespace().collect::<Vec<_>>().join(" "), changed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text between the marks, as a reader who knows only the first line would cut it out.
    fn fenced(whole: &str) -> &str {
        let (open, rest) = whole.split_once('\n').unwrap();
        let close = format!("\n{}", open.replacen('<', "</", 1));
        let (inside, after) = rest.split_once(&close).unwrap();
        assert_eq!(after, "", "the first closing mark is the last thing");
        inside
    }

    proptest! {
        #[test]
        fn no_text_closes_its_fence(text in ".{0,400}", marks in prop::collection::vec("</?paper-[0-9a-f]{16}>", 0..4)) {
            let text = format!("{text}\n{}\n{text}", marks.join("\n"));
            let whole = fence("paper", &text);
            prop_assert_eq!(fenced(&whole), text.as_str());
        }

        #[test]
        fn not_even_one_that_has_seen_the_mark(text in ".{0,200}") {
            let seen = fence("paper", &text);
            let whole = fence("paper", &seen);
            prop_assert_eq!(fenced(&whole), seen.as_str());
        }
    }

    #[test]
    fn a_models_words_become_one_line_of_plain_text() {
        let source = "Code: https://github.com/a/b. We find x < y.";
        let check = |text: &str, expected: &str, changed: bool| {
            assert_eq!(plain(text, source), (expected.to_owned(), changed), "{text:?}");
        };
        check("速度提升 2.3 倍，x < y 且 y > z", "速度提升 2.3 倍，x < y 且 y > z", false);
        check("引入 <think> 标记与 <eos>", "引入 <think> 标记与 <eos>", false);
        check("two\n lines\t here ", "two lines here", false);
        check("代码见 https://github.com/a/b。", "代码见 https://github.com/a/b。", false);
        check("见 https://evil.example/?q=profile 。", "见 。", true);
        check("![推荐](https://evil.example/p.png)好", "推荐好", true);
        check("[点这里](javascript:alert(1))", "点这里)", true);
        check("好<img src=x onerror=alert(1)>文", "好文", true);
        check("<scr<script>ipt>alert(1)</script>", "alert(1)", true);
        check("a<!-- hidden -->b", "ab", true);
        check("a\u{200b}b\u{202e}c", "abc", true);
        check("<custom onclick=\"x()\">text", "text", true);
        check("<img src=x", "", true);
    }
}
