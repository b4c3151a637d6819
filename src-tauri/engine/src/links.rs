//! The links of a paper that lead to code, models, data or a project page, as abstract and comment name them.

use std::sync::LazyLock;

use regex::Regex;

use crate::paper::Paper;

/// Hosts of code and models, and hosts of project pages.
const HOSTS: [&str; 7] =
    ["github.com", "gitlab.com", "huggingface.co", "hf.co", "bitbucket.org", "codeberg.org", "modelscope.cn"];
const PAGES: [&str; 3] = [".github.io", ".gitlab.io", ".hf.space"];

#[allow(clippy::expect_used, reason = "literals of ours, covered by the tests")]
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)(?:https?://)?(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,}(?::\d+)?(?:/[^\s<>"{}|^`\\]*)?"#)
        .expect("a valid pattern")
});
#[allow(clippy::expect_used, reason = "literals of ours, covered by the tests")]
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:code|project|website|webpage|web page|homepage|home page|demo|repository|page)\b[^.;]{0,60}$")
        .expect("a valid pattern")
});

/// The addresses, each once, in the order of the text, always with a scheme.
pub fn code_links(paper: &Paper) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for text in [Some(paper.summary.as_str()), paper.comment.as_deref()].into_iter().flatten() {
        // LaTeX writes `\url{…}`, `\_` and `\%`.
        let text = text.replace("\\_", "_").replace("\\%", "%").replace("\\#", "#").replace("\\~{}", "~");
        for found in ADDRESS.find_iter(&text) {
            let address = trimmed(found.as_str());
            let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
            let (host, path) = bare.split_once('/').unwrap_or((bare, ""));
            let host = host.to_lowercase();
            let host = host.strip_prefix("www.").unwrap_or(&host);
            let is_code = HOSTS.contains(&host) && !path.is_empty();
            let is_page = PAGES.iter().any(|end| host.ends_with(end));
            let is_named = address.contains("://") && ANNOUNCED.is_match(&text[..found.start()]);
            if !is_code && !is_page && !is_named {
                continue;
            }
            let whole = if address.contains("://") { address.to_owned() } else { format!("https://{address}") };
            if url::Url::parse(&whole).is_ok() && !links.contains(&whole) {
                links.push(whole);
            }
        }
    }
    links
}

/// Without the punctuation of the sentence around it.
fn trimmed(address: &str) -> &str {
    let mut address = address;
    loop {
        let shorter = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '"', '*', '$', ']']);
        let shorter = match shorter.strip_suffix(')') {
            Some(inside) if inside.matches('(').count() <= inside.matches(')').count() => inside,
            _ => shorter,
        };
        if shorter == address {
            return address;
        }
        address = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_code_and_projects() {
        for (summary, comment, links) in [
            ("Code: https://github.com/a/b.", None, &["https://github.com/a/b"][..]),
            ("See (github.com/a/b_c), please.", None, &["https://github.com/a/b_c"]),
            (r"at \url{https://github.com/a/b\_c}.", None, &["https://github.com/a/b_c"]),
            (
                "Models: https://huggingface.co/x/y",
                Some("https://x-y.github.io/z/"),
                &["https://huggingface.co/x/y", "https://x-y.github.io/z/"],
            ),
            ("Our project page is available at https://example.org/p.", None, &["https://example.org/p"]),
            ("We crawl https://example.org/p and www.github.com.", Some("8 pages"), &[]),
            ("https://github.com/a/b and again https://github.com/a/b", None, &["https://github.com/a/b"]),
            ("We reach 3.5 vs. e.g. others; i.e. nothing", None, &[]),
        ] {
            let paper = Paper {
                id: "2601.00001".parse().unwrap(),
                version: 1,
                title: String::new(),
                authors: vec![],
                categories: vec![],
                summary: summary.into(),
                comment: comment.map(str::to_owned),
                url: String::new(),
            };
            assert_eq!(code_links(&paper), links, "{summary}");
        }
    }
}
