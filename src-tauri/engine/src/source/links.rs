//! Links that a paper gives to its code and pages, in its abstract and comment.

use std::sync::LazyLock;

use regex::Regex;

#[allow(clippy::expect_used, reason = "a literal of ours, covered by the tests")]
static LINK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"https?://[^\s<>"{}|\\^`\[\]]+"#).expect("a valid pattern"));

/// The http(s) addresses in the texts, in order, once each, without the punctuation of the sentence around them.
pub fn code_links<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for text in texts {
        for found in LINK.find_iter(text) {
            let mut link = found.as_str().trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '$']);
            while link.ends_with(')') && link.matches(')').count() > link.matches('(').count() {
                link = &link[..link.len() - 1];
            }
            if url::Url::parse(link).is_ok() && !links.iter().any(|known| known == link) {
                links.push(link.to_owned());
            }
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lose_the_sentence_around_them() {
        for (text, links) in [
            ("Code: https://github.com/a/b.", vec!["https://github.com/a/b"]),
            ("(see https://a.io/x_(y)) and https://a.io/x_(y)", vec!["https://a.io/x_(y)"]),
            ("no link, javascript:alert(1)", vec![]),
        ] {
            assert_eq!(code_links([text]), links, "{text}");
        }
    }
}
