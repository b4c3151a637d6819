//! Any other feed of `[feeds] urls`: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed. feed-rs reads them; what comes out is judged
//! like arXiv's.

use std::{collections::HashSet, sync::LazyLock};

use feed_rs::model::{Entry, Text};
use regex::Regex;
use url::Url;

use super::{
    feed::without_tags,
    text::{authors, categories, one_line, plain_name},
    xml::decode,
};
use crate::{
    error::{Code, Error, Result},
    net::Fetch,
    paper::{AnnounceType, Announced, ArxivId, Paper},
    settings::Settings,
};

/// A text is cut here: some feeds carry whole articles, and a judge reads abstracts.
const SUMMARY: usize = 6_000;

/// The entries of every feed of the settings, one request after the other. A feed that fails does not hinder the others.
pub async fn fetch_all(fetch: &dyn Fetch, settings: &Settings) -> Vec<(Url, Result<Vec<Announced>>)> {
    let mut all = Vec::new();
    for url in &settings.feeds.urls {
        let entries = match fetch.get(url).await {
            Ok(bytes) => parse(url, &bytes),
            Err(error) => Err(error),
        };
        all.push((url.clone(), entries));
    }
    all
}

/// Reads a feed. Its entries are new papers with an identifier that stays the same (`feed:` and a hash), or arXiv's own
/// when they point there. Their category is the feed's host, unless they name arXiv's.
///
/// A feed none of whose entries is a paper is an error: a reader who subscribes to the news wants to know.
pub fn parse(url: &Url, bytes: &[u8]) -> Result<Vec<Announced>> {
    let host = url.host_str().unwrap_or("feed").trim_start_matches("www.").to_owned();
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)]).to_lowercase();
    if head.trim_start_matches('\u{feff}').trim_start().starts_with("<!doctype html") || head.contains("<html") {
        return Err(not_a_feed(url, "it is a web page"));
    }
    // feed-rs expands no entities, but nothing that declares its own is worth a second look.
    if head.contains("<!entity") {
        return Err(not_a_feed(url, "it declares entities of its own"));
    }
    let (text, _) = decode(bytes).map_err(|why| not_a_feed(url, &why))?;
    let text = AT.replace_all(without_declaration(&text), "＠");
    let feed = feed_rs::parser::parse(text.as_bytes())
        .map_err(|err| not_a_feed(url, &format!("it cannot be read ({err})")))?;
    if !feed.entries.is_empty() && !feed.entries.iter().any(is_paper) {
        return Err(Error::new(
            Code::NotAFeed,
            format!("{url} is a feed, but not about papers: none of its {} entries is one.", feed.entries.len()),
            "Take it out of feeds.urls in the settings, or choose the feed of a journal, a conference or an archive.",
        ));
    }
    let mut known = HashSet::new();
    let papers = feed.entries.iter().map(|entry| announced(url, &host, entry));
    Ok(papers.filter(|announced| known.insert(announced.paper.id.clone())).collect())
}

/// feed-rs 3.0 splits authors at an e-mail address and panics where a letter beyond ASCII stands beside it (`作者（a@b.org）`), so
/// it never sees an `@`.
#[allow(clippy::expect_used, reason = "a literal of ours, covered by the tests")]
static AT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"@|&#0*64;|&#[xX]0*40;|&commat;|\\u0040").expect("a valid pattern"));

/// What feed-rs gave, as the feed has it.
fn at(text: &str) -> String {
    text.replace('＠', "@")
}

/// The text is UTF-8 by now, whatever the declaration says.
fn without_declaration(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or(text, |(_, rest)| rest)
}

fn announced(url: &Url, host: &str, entry: &Entry) -> Announced {
    let links: Vec<String> = entry.links.iter().map(|link| at(&link.href)).collect();
    let named = links.iter().map(String::as_str).chain([entry.id.as_str()]).filter(|text| text.contains("arxiv.org/"));
    let arxiv = named.filter_map(|text| ArxivId::parse_versioned(text).ok()).next();
    let (id, version) = arxiv.unwrap_or_else(|| (ArxivId::of_feed_entry(url.as_str(), &at(&entry.id)), None));
    let web = links.iter().find(|link| link.starts_with("https://") || link.starts_with("http://"));
    let page = if id.is_arxiv() {
        format!("https://arxiv.org/abs/{id}")
    } else {
        web.map_or_else(|| url.to_string(), String::clone)
    };
    let mut terms: Vec<String> = Vec::new();
    for term in entry.categories.iter().flat_map(|c| categories(&c.term)).filter(|_| id.is_arxiv()) {
        if !terms.iter().any(|known| known == term) {
            terms.push(term.to_owned());
        }
    }
    if terms.is_empty() {
        terms.push(host.to_owned());
    }
    let body = entry.content.as_ref().and_then(|content| content.body.as_deref());
    let summary = entry.summary.as_ref().map(|text| text.content.as_str()).or(body).unwrap_or("");
    let paper = Paper {
        id,
        version: version.unwrap_or(1),
        title: plain(entry.title.as_ref()),
        authors: entry.authors.iter().filter_map(|author| author.name.as_deref()).flat_map(names).collect(),
        categories: terms,
        summary: one_line(&without_tags(&at(summary))).chars().take(SUMMARY).collect(),
        comment: None,
        url: page,
    };
    Announced { paper, announce_type: AnnounceType::New }
}

fn plain(text: Option<&Text>) -> String {
    text.map_or_else(String::new, |text| one_line(&without_tags(&at(&text.content))))
}

/// The names in what RSS calls an author: `Ada Lin, Bo Wu`, `Ada Lin <a@b.org>`, `a@b.org (Ada Lin)`.
fn names(author: &str) -> Vec<String> {
    match author.split_once('(') {
        Some((address, name)) if address.contains('＠') => vec![plain_name(name.trim_end().trim_end_matches(')'))],
        _ => authors(&without_tags(author)).into_iter().filter(|name| !name.contains('＠')).collect(),
    }
}

#[allow(clippy::expect_used, reason = "literals of ours, covered by the tests")]
static PAPER: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    [
        // Identifiers of papers, and the hosts of archives, journals and conferences.
        r"(?i)\b10\.\d{4,9}/\S|arxiv\.org/|openreview\.net/|aclanthology\.org/|proceedings\.|biorxiv\.org|medrxiv\.org|ssrn\.com|pubmed|ncbi\.nlm|jmlr\.org|thecvf\.com|neurips\.cc|nips\.cc|ieeexplore|dl\.acm\.org|link\.springer\.com|nature\.com/articles|science\.org/doi|sciencedirect\.com|plos\.org|mdpi\.com|frontiersin\.org|eprint\.iacr\.org|hal\.science|semanticscholar\.org|huggingface\.co/papers|/papers?/",
        // What abstracts say of themselves.
        r"(?i)\bin this (?:paper|work|article|study)\b|\bthis (?:paper|work|article|study|thesis) \w+|\bwe (?:propose|present|introduce|study|show|prove|investigate|develop|demonstrate|describe|evaluate|analy[sz]e|report|find|consider)\b|\bour (?:method|approach|results|experiments|findings)\b|^\s*abstract\b|本文|我们提出|摘要",
    ]
    .map(|text| Regex::new(text).expect("a valid pattern"))
});

fn is_paper(entry: &Entry) -> bool {
    let [identifier, abstracts] = &*PAPER;
    let body = entry.content.as_ref().and_then(|content| content.body.as_deref());
    let summary = entry.summary.as_ref().map(|text| text.content.as_str());
    entry.links.iter().any(|link| identifier.is_match(&link.href))
        || identifier.is_match(&entry.id)
        || [summary, body].into_iter().flatten().any(|text| abstracts.is_match(text))
}

fn not_a_feed(url: &Url, why: &str) -> Error {
    Error::new(
        Code::NotAFeed,
        format!("{url} is not a feed: {why}."),
        "Check feeds.urls in the settings: it takes the addresses of RSS, Atom or JSON feeds.",
    )
}

#[cfg(test)]
mod tests;
