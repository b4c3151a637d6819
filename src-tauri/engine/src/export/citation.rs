//! Citations: BibTeX, RIS and CSL-JSON. A work's key is made of its identity alone ([`name::of_work`]), so that it
//! stays the same in every export.

use std::{collections::HashSet, fmt::Write as _};

use serde_json::{Map, Value, json};

use super::{Entry, latex::latex, name};
use crate::{
    digest::Origin,
    error::{Error, Result},
    paper::ArxivId,
    report::one_line,
};

/// Each work once, with what was said of it last.
fn works<'a>(entries: &[Entry<'a>]) -> Vec<Entry<'a>> {
    let mut seen = HashSet::new();
    let mut works: Vec<_> = entries.iter().rev().filter(|entry| seen.insert(&entry.paper.id)).copied().collect();
    works.reverse();
    works
}

/// Year and month in which a work came out: an arXiv id says both. An entry of another feed has the day on which it
/// was announced. Source: <https://info.arxiv.org/help/arxiv_identifier.html>.
pub(super) fn published(entry: &Entry) -> (i16, i8) {
    let id = entry.paper.id.as_str();
    let digits = id.rsplit('/').next().unwrap_or(id);
    let number = |range| digits.get(range).and_then(|part: &str| part.parse::<i8>().ok());
    match (entry.paper.id.is_arxiv(), number(0..2), number(2..4)) {
        (true, Some(year), Some(month)) => (if year >= 91 { 1900 } else { 2000 } + i16::from(year), month),
        _ => (entry.date.year(), entry.date.month()),
    }
}

/// The DOI that arXiv registers for each of its works.
/// Source: <https://info.arxiv.org/help/doi.html>.
pub(super) fn doi(id: &ArxivId) -> Option<String> {
    id.is_arxiv().then(|| format!("10.48550/arXiv.{id}"))
}

pub(super) fn address(entry: &Entry) -> String {
    let id = &entry.paper.id;
    if id.is_arxiv() { format!("https://arxiv.org/abs/{id}") } else { web_address(&entry.paper.url) }
}

/// An address that a browser may open, without characters that end a field; else nothing.
fn web_address(url: &str) -> String {
    match url::Url::parse(&one_line(url)) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => url.as_str().replace(['{', '}', '\\'], ""),
        _ => String::new(),
    }
}

/// Keywords of the verdict and the reader's tags.
fn keywords(entry: &Entry) -> Vec<String> {
    let all = entry.paper.verdict.analysis.keywords.iter().chain(&entry.jotted.tags);
    all.map(|word| one_line(word)).filter(|word| !word.is_empty()).collect()
}

/// A name with the family name apart, as programs that sort by it want it. `de`, `van der` and the like go with the
/// family name; a group has no given name.
pub(super) fn split_name(author: &str) -> (String, Option<String>) {
    let author = one_line(author);
    if let Some((family, given)) = author.split_once(',') {
        return (family.trim().to_owned(), Some(given.trim().to_owned()).filter(|given| !given.is_empty()));
    }
    let words: Vec<&str> = author.split(' ').collect();
    let is_group = |word: &&str| {
        ["team", "group", "collaboration", "consortium"].contains(&word.to_lowercase().as_str()) || word.contains(':')
    };
    let Some(last) = words.len().checked_sub(1).filter(|last| *last > 0 && !words.iter().any(is_group)) else {
        return (author, None);
    };
    let is_particle = |word: &str| word.chars().all(char::is_lowercase);
    let family = (1..last).rev().take_while(|at| is_particle(words[*at])).last().unwrap_or(last);
    (words[family..].join(" "), Some(words[..family].join(" ")))
}

/// What the reader wrote, after what a reader of the citation must know.
fn note(entry: &Entry) -> String {
    let sample = if entry.origin == Origin::Sample { "Sample: this paper is invented. " } else { "" };
    let star = if entry.paper.marks.star { "Starred. " } else { "" };
    let decision =
        entry.paper.override_decision.map(|own| format!("My decision: {}. ", own.as_str())).unwrap_or_default();
    one_line(&format!("{sample}{star}{decision}{}", entry.jotted.note))
}

/// Part of a name for BibTeX, to which `and` and commas between names mean something unless they are in braces.
fn name_part(text: &str) -> String {
    let text = latex(text);
    let is_list = text.contains(',') || text.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
    if is_list { format!("{{{text}}}") } else { text }
}

/// BibTeX for bibtex and biber, in UTF-8.
pub fn bibtex(entries: &[Entry]) -> String {
    let mut out = String::new();
    for entry in works(entries) {
        let paper = entry.paper;
        let (year, month) = published(&entry);
        let author = |author: &String| match split_name(author) {
            (family, Some(given)) => format!("{}, {}", name_part(&family), name_part(&given)),
            (group, None) => format!("{{{}}}", latex(&group)),
        };
        let authors: Vec<_> = paper.authors.iter().filter(|a| !one_line(a).is_empty()).map(author).collect();
        let mut fields = vec![
            ("title", latex(&paper.title)),
            ("author", authors.join(" and ")),
            ("year", year.to_string()),
            ("month", month.to_string()),
            ("url", address(&entry).replace('%', "\\%")),
            ("abstract", latex(&paper.summary)),
            ("keywords", latex(&keywords(&entry).join(", "))),
            ("annote", latex(&note(&entry))),
        ];
        if let Some(doi) = doi(&paper.id) {
            let category = paper.categories.first().map(|c| latex(c)).unwrap_or_default();
            fields.insert(4, ("doi", doi));
            fields.insert(5, ("eprint", paper.id.to_string()));
            fields.insert(6, ("archiveprefix", "arXiv".to_owned()));
            fields.insert(7, ("primaryclass", category));
        }
        let _ = writeln!(out, "@misc{{{},", name::of_work(&paper.id));
        for (field, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
            let _ = writeln!(out, "  {field} = {{{value}}},");
        }
        out.push_str("}\n\n");
    }
    out
}

/// RIS, as reference managers read it.
/// Source: <https://web.archive.org/web/20120526103719/http://refman.com/support/risformat_intro.asp>.
pub fn ris(entries: &[Entry]) -> String {
    let mut out = String::new();
    for entry in works(entries) {
        let paper = entry.paper;
        let (year, month) = published(&entry);
        let mut line = |tag: &str, value: &str| {
            let value = one_line(value);
            if !value.is_empty() {
                let _ = write!(out, "{tag}  - {value}\r\n");
            }
        };
        line("TY", "UNPB");
        line("ID", &name::of_work(&paper.id));
        line("TI", &paper.title);
        for author in &paper.authors {
            match split_name(author) {
                (family, Some(given)) => line("AU", &format!("{family}, {given}")),
                (group, None) => line("AU", &group),
            }
        }
        line("PY", &year.to_string());
        line("DA", &format!("{year}/{month:02}//"));
        line("AB", &paper.summary);
        line("DO", &doi(&paper.id).unwrap_or_default());
        line("UR", &address(&entry));
        if paper.id.is_arxiv() {
            line("PB", "arXiv");
            line("M1", &format!("arXiv:{}", paper.id));
        }
        for keyword in keywords(&entry) {
            line("KW", &keyword);
        }
        line("N1", &note(&entry));
        out.push_str("ER  - \r\n\r\n");
    }
    out
}

/// CSL-JSON for citeproc, Zotero and pandoc. Source: <https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html>.
///
/// # Errors
/// Never for a digest of ours; a `Defect` otherwise.
pub fn csl_json(entries: &[Entry]) -> Result<String> {
    let items: Vec<Value> = works(entries).iter().map(csl_item).collect();
    serde_json::to_string_pretty(&items).map_err(Error::from)
}

fn csl_item(entry: &Entry) -> Value {
    let paper = entry.paper;
    let (year, month) = published(entry);
    let author = |author: &String| match split_name(author) {
        (family, Some(given)) => json!({"family": family, "given": given}),
        (group, None) => json!({"literal": group}),
    };
    let authors: Vec<Value> = paper.authors.iter().filter(|a| !one_line(a).is_empty()).map(author).collect();
    let mut item = Map::new();
    let mut set = |key: &str, value: Value| {
        if !(value.as_str() == Some("") || value.as_array().is_some_and(Vec::is_empty)) {
            item.insert(key.to_owned(), value);
        }
    };
    set("id", name::of_work(&paper.id).into());
    set("type", "article".into());
    set("title", one_line(&paper.title).into());
    set("author", authors.into());
    set("issued", json!({"date-parts": [[year, month]]}));
    if let Some(doi) = doi(&paper.id) {
        set("publisher", "arXiv".into());
        set("number", format!("arXiv:{}", paper.id).into());
        set("DOI", doi.into());
    }
    set("URL", address(entry).into());
    set("abstract", one_line(&paper.summary).into());
    set("keyword", keywords(entry).join(", ").into());
    set("note", note(entry).into());
    Value::Object(item)
}
