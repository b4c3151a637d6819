//! Citations as they stand in a list of references: APA and GB/T 7714.

use jiff::civil::Date;

use super::{
    Entry,
    citation::{address, doi, published, split_name},
};
use crate::report::one_line;

/// APA, 7th edition, for a preprint: `Lovelace, A. B., & Noether, E. (2026). Title. arXiv. https://doi.org/…`.
/// Source: <https://apastyle.apa.org/style-grammar-guidelines/references/examples/preprint-article-references>.
pub fn apa(entry: &Entry) -> String {
    let authors: Vec<String> = authors(entry)
        .map(|(family, given)| match given {
            Some(given) => format!("{family}, {}", initials(&given, ". ", ".")),
            None => family,
        })
        .collect();
    // Up to twenty are named; of more, the first nineteen and the last.
    let names = match &authors[..] {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] if authors.len() <= 20 => format!("{}, & {last}", first.join(", ")),
        [.., last] => format!("{}, . . . {last}", authors[..19].join(", ")),
    };
    let (year, _) = published(entry);
    let title = sentence(&entry.paper.title);
    let title =
        if names.is_empty() { format!("{title} ({year}).") } else { format!("{} ({year}). {title}", stop(&names)) };
    let place = match doi(&entry.paper.id) {
        Some(doi) => format!("arXiv. https://doi.org/{doi}"),
        None => address(entry),
    };
    format!("{title} {place}").trim_end().to_owned()
}

/// GB/T 7714—2015, for an electronic publication:
/// `LOVELACE A B, NOETHER E. Title[EB/OL]. (2026-01)[2026-01-09]. https://arxiv.org/abs/….`
/// Source: GB/T 7714—2015, 4.6 and 8.1: names in capitals without stops, the first three and 等 or `et al.`.
pub fn gbt7714(entry: &Entry, today: Date) -> String {
    let mut authors: Vec<String> = authors(entry)
        .map(|(family, given)| match given {
            Some(given) => format!("{} {}", family.to_uppercase(), initials(&given, " ", "")),
            None => family,
        })
        .collect();
    if authors.len() > 3 {
        let chinese = authors.iter().any(|name| name.chars().any(is_chinese));
        authors.truncate(3);
        authors.push(if chinese { "等" } else { "et al" }.to_owned());
    }
    let (year, month) = published(entry);
    let names = if authors.is_empty() { String::new() } else { format!("{}. ", authors.join(", ")) };
    let title = one_line(&entry.paper.title);
    let title = title.trim_end_matches('.');
    let doi = doi(&entry.paper.id).map(|doi| format!(" DOI:{doi}.")).unwrap_or_default();
    let address = address(entry);
    let address = if address.is_empty() { String::new() } else { format!(" {address}.") };
    format!("{names}{title}[EB/OL]. ({year}-{month:02})[{today}].{address}{doi}")
}

fn authors<'a>(entry: &Entry<'a>) -> impl Iterator<Item = (String, Option<String>)> + 'a {
    let named = entry.paper.authors.iter().filter(|author| !one_line(author).is_empty());
    named.map(|author| split_name(author))
}

/// `Ada B. Jean-Luc` as `A. B. J.-L.`: `between` stands after each but the last, `end` after the last. A Chinese given name
/// stays whole.
fn initials(given: &str, between: &str, end: &str) -> String {
    let letter = |part: &str| part.chars().find(|c| c.is_alphabetic()).map(|c| c.to_uppercase().to_string());
    let word = |word: &str| {
        if word.chars().any(is_chinese) {
            return Some(word.to_owned());
        }
        let letters: Vec<String> = word.split('-').filter_map(letter).collect();
        (!letters.is_empty()).then(|| letters.join(if end.is_empty() { "-" } else { ".-" }))
    };
    let words: Vec<String> = given.split(' ').filter_map(word).collect();
    if words.is_empty() { given.to_owned() } else { format!("{}{end}", words.join(between)) }
}

fn is_chinese(c: char) -> bool {
    ('\u{3400}'..='\u{9FFF}').contains(&c)
}

/// One line that ends like a sentence.
fn sentence(text: &str) -> String {
    let text = one_line(text);
    if text.ends_with(['.', '?', '!']) { text } else { format!("{text}.") }
}

fn stop(names: &str) -> String {
    if names.ends_with('.') { names.to_owned() } else { format!("{names}.") }
}
