//! Where a paper's code is: the links to repositories, models and project pages in its abstract and its comment.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use crate::paper::Paper;

/// More than a paper has; a list of all that a survey mentions helps nobody.
const MOST: usize = 8;

#[allow(clippy::expect_used, reason = "a literal of ours, covered by the tests")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

/// An address, or the bare beginning of one of the well-known hosts.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i)https?://[^\s<>"'{}|^`\[\]]+|\b(?:www\.)?(?:github\.com|gitlab\.com|huggingface\.co|hf\.co|bitbucket\.org|codeberg\.org)/[^\s<>"'{}|^`\[\]]+|\b[a-z0-9-]+\.(?:github|gitlab)\.io(?:/[^\s<>"'{}|^`\[\]]*)?"#,
    )
});

/// Hosts that hold code, models or project pages.
static HOSTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:www\.)?(?:github\.com|gist\.github\.com|gitlab\.[a-z0-9.-]+|[a-z0-9-]+\.gitlab\.[a-z.]+|huggingface\.co|hf\.co|bitbucket\.org|codeberg\.org|sourceforge\.net|anonymous\.4open\.science|modelscope\.cn|gitee\.com|sites\.google\.com|colab\.research\.google\.com|[a-z0-9-]+\.github\.io|[a-z0-9-]+\.gitlab\.io)$",
    )
});

/// Words before an address that make it a project's.
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:code|source|software|implementation|demo|data|datasets?|models?|weights|checkpoints|project(?:'s)?|web ?site|web ?page|home ?page|page|available|released|repository|repo)\b[^.;]{0,60}$",
    )
});

/// Publishers and identifiers: never code.
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|\.)(?:arxiv\.org|doi\.org|creativecommons\.org|openreview\.net|aclanthology\.org|ieee\.org|acm\.org|springer\.com|wikipedia\.org|youtube\.com|youtu\.be)$",
    )
});

/// The addresses of a paper's code, models and project pages, in the order of their naming, each once.
pub fn code_links(paper: &Paper) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for text in [paper.comment.as_deref().unwrap_or(""), paper.summary.as_str()] {
        // TeX escapes what is plain in an address.
        let text =
            text.replace("\\_", "_").replace("\\%", "%").replace("\\#", "#").replace("\\&", "&").replace('\\', " ");
        for found in ADDRESS.find_iter(&text) {
            let before = &text[..found.start()];
            // `me@github.com/x` and `x.github.com/y` are not the bare beginning of an address.
            if before.ends_with(['@', '.', '/', '-']) {
                continue;
            }
            let Some(url) = address(found.as_str()) else { continue };
            let host = url.host_str().unwrap_or_default().to_lowercase();
            let before: String = before.chars().rev().take(100).collect::<Vec<_>>().into_iter().rev().collect();
            let is_code = !ELSEWHERE.is_match(&host) && (HOSTS.is_match(&host) || ANNOUNCED.is_match(&before));
            let link = url.to_string();
            let same = |known: &String| known.trim_end_matches('/').eq_ignore_ascii_case(link.trim_end_matches('/'));
            if is_code && !links.iter().any(same) && links.len() < MOST {
                links.push(link);
            }
        }
    }
    links
}

/// The address without the punctuation of the sentence around it.
fn address(written: &str) -> Option<Url> {
    let mut text = written;
    loop {
        let shorter = text.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '$', '~', '，', '。', '；']);
        let shorter = match shorter.strip_suffix(')') {
            Some(inside) if inside.matches('(').count() <= inside.matches(')').count() => inside,
            _ => shorter,
        };
        if shorter == text {
            break;
        }
        text = shorter;
    }
    let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let url = Url::parse(&whole).ok()?;
    // A bare host says nothing, except where it is the project's own.
    let own =
        url.host_str().is_some_and(|host| !matches!(host, "github.com" | "gitlab.com" | "huggingface.co" | "hf.co"));
    (own || url.path().trim_matches('/') != "").then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_code() {
        let check = |comment: &str, summary: &str, expected: &[&str]| {
            let paper = Paper {
                id: "2601.00001".parse().unwrap(),
                version: 1,
                title: String::new(),
                authors: vec![],
                categories: vec![],
                summary: summary.to_owned(),
                comment: Some(comment.to_owned()),
                url: String::new(),
            };
            assert_eq!(code_links(&paper), expected, "{comment} | {summary}");
        };
        check("", "Our code is at https://github.com/a/b.", &["https://github.com/a/b"]);
        check("Code: (https://github.com/a/b), 9 pages", "", &["https://github.com/a/b"]);
        check(
            "",
            "available on github at github.com/rodluger/planetplanet",
            &["https://github.com/rodluger/planetplanet"],
        );
        check("", "See \\url{https://huggingface.co/a/my\\_model}.", &["https://huggingface.co/a/my_model"]);
        check("", "\\href{https://gitlab.com/g/p}{here}", &["https://gitlab.com/g/p"]);
        check("Project page: https://example.org/p/", "", &["https://example.org/p/"]);
        check("Project website at https://my-lab.github.io/thing", "", &["https://my-lab.github.io/thing"]);
        check("", "demo on ours.github.io, and more", &["https://ours.github.io/"]);
        check(
            "https://github.com/A/B",
            "https://github.com/a/b/ and again github.com/a/b",
            &["https://github.com/A/B"],
        );
        check("", "as in https://arxiv.org/abs/2601.00002 and https://doi.org/10.1/x", &[]);
        check("", "The code of https://arxiv.org/abs/2601.00002", &[]);
        check("", "We read https://example.org/news for years", &[]);
        check("", "me@github.com/x, javascript:alert(1), https://github.com/", &[]);
        check("", "https://en.wikipedia.org/wiki/A_(b), code: https://x.org/a_(b).", &["https://x.org/a_(b)"]);
        check("", "代码见 https://github.com/a/b。", &["https://github.com/a/b"]);
        check("", "no links, e.g. here/there", &[]);
    }
}
