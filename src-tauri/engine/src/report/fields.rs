//! The fields of one paper in a report, as people and models have written them.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    imported::ImportedPaper,
    labels::{BOTH, FAILURES, Labels, STAR, failure_word},
    one_line,
};
use crate::{
    digest::FailureClass,
    paper::ArxivId,
    verdict::{Analysis, Decision},
};

#[allow(clippy::expect_used, reason = "literals of ours, covered by the tests")]
pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

static LIST_ITEM: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:[-*•]|[（(]?\d{1,2}[)）.、])\s*"));
static FIRST: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*[（(]?1[)）.、]\s*"));

/// `- **总结:** …`: its place among the nine, and what stands after the colon.
pub(super) struct Field<'a> {
    /// None for a field that no report of ours has.
    pub place: Option<usize>,
    pub value: &'a str,
}

impl<'a> Field<'a> {
    /// `- **总结:** …`, or with the colon outside of the bold, or a wide one.
    pub fn of_line(line: &'a str) -> Option<Self> {
        let colon = [':', '：'];
        let (inside, after) = line.strip_prefix("- **").or_else(|| line.strip_prefix("* **"))?.split_once("**")?;
        let (label, value) = match inside.trim_end().strip_suffix(colon) {
            Some(label) => (label, after),
            None => (inside, after.trim_start().strip_prefix(colon)?),
        };
        let label = label.trim();
        let named = |labels: &Labels| labels.fields.iter().position(|f| f.trim_matches(['*', ':']) == label);
        let place = BOTH.iter().find_map(|labels| named(labels));
        (!label.is_empty()).then(|| Self { place, value: value.trim_start_matches([' ', '\t']) })
    }
}

/// A paper from the lines under its heading. A line that is no field goes on with the field before it.
pub(super) fn paper(number: u32, title: &str, lines: &[&str], labels: &Labels, failed: bool) -> ImportedPaper {
    let mut values: [Option<String>; 9] = Default::default();
    let mut current: Option<usize> = None;
    for line in lines {
        match Field::of_line(line) {
            Some(Field { place: Some(place), value }) => {
                // Said twice: the first counts, the other is kept with the paper's lines.
                current = values[place].is_none().then_some(place);
                values[place].get_or_insert_with(|| value.to_owned());
            }
            Some(_) => current = None,
            None => {
                if let Some(value) = current.and_then(|place| values[place].as_mut()) {
                    value.push('\n');
                    value.push_str(line);
                }
            }
        }
    }
    let [translated_title, link, decided, reason, keywords, pain_point, application_value, summary, innovations] =
        values.map(Option::unwrap_or_default);

    let reason = one_line(&reason);
    let (failure, reason) = match take_failure(&reason, labels).filter(|_| failed) {
        Some((class, rest)) => (Some(class), rest.to_owned()),
        None => (None, reason),
    };
    let starred = title.starts_with(STAR);
    let title = title.strip_prefix(STAR).map_or(title, |rest| rest.trim_start_matches('\u{FE0F}'));
    let (id, version) = work(&link);
    ImportedPaper {
        before: vec![],
        number,
        starred,
        title: one_line(title),
        link: one_line(&link),
        id,
        version,
        failure,
        analysis: decision(&decided).map(|decision| Analysis {
            decision,
            reason,
            translated_title: one_line(&translated_title),
            keywords: split_keywords(&keywords, labels),
            pain_point: one_line(&pain_point),
            application_value: one_line(&application_value),
            summary: one_line(&summary),
            innovations: split_innovations(&innovations, labels),
        }),
        text: None,
    }
}

/// The class of failure that the note at the front of a reason names, and the reason without it.
fn take_failure<'a>(reason: &'a str, labels: &Labels) -> Option<(FailureClass, &'a str)> {
    let (before, after) = labels.failed_note;
    let rest = reason.strip_prefix(before)?;
    FAILURES.into_iter().find_map(|class| {
        // Without the space at the end, which an empty reason does not have.
        let said = rest.strip_prefix(failure_word(class, labels.language))?.strip_prefix(after.trim_end())?;
        Some((class, said.trim_start()))
    })
}

/// A decision, in either language, with whatever a report puts around it.
pub(super) fn decision(text: &str) -> Option<Decision> {
    let text = text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if says(&["不推荐", "skip"]) {
        Some(Decision::Skip)
    } else if says(&["边缘", "borderline"]) {
        Some(Decision::Borderline)
    } else if says(&["推荐", "recommend"]) {
        Some(Decision::Recommend)
    } else {
        None
    }
}

/// The work behind a link: `http://arxiv.org/abs/2601.03479v1`, or the same in brackets.
fn work(link: &str) -> (Option<ArxivId>, Option<u32>) {
    let Some(start) = link.find("arxiv.org/") else { return (None, None) };
    let address = &link[start..];
    let end = address.find(|c: char| c.is_whitespace() || "?#)>]\"'".contains(c)).unwrap_or(address.len());
    match ArxivId::parse_versioned(&address[..end]) {
        Ok((id, version)) => (Some(id), version),
        Err(_) => (None, None),
    }
}

/// Reports separate keywords by `、`, or else by `,` or `;`, rarely by `/`: the first of these that occurs is the one, so
/// that `RTL/HLS` stays whole among others.
pub(super) fn split_keywords(text: &str, labels: &Labels) -> Vec<String> {
    let text = one_line(text);
    let separators: [&[&str]; 5] = [&[labels.between_keywords], &["、"], &["；", ";"], &["，", ","], &[" / "]];
    let occurring = separators.into_iter().find(|any| any.iter().any(|separator| text.contains(separator)));
    let parts: Vec<&str> = match occurring {
        Some([one, other]) => text.split(one).flat_map(|part| part.split(other)).collect(),
        Some(any) => text.split(any[0]).collect(),
        None if text.matches('/').count() >= 2 && !text.contains("://") => text.split('/').collect(),
        None => vec![&text],
    };
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// `1) …；2) …`; numbers may be written in other ways, and items may stand on lines of their own.
pub(super) fn split_innovations(text: &str, labels: &Labels) -> Vec<String> {
    let strict = split_numbered(&one_line(text), labels.between_innovations);
    if strict.len() > 1 {
        return strict;
    }
    if text.trim().contains('\n') {
        let items = text.lines().map(|line| one_line(&LIST_ITEM.replace(line, "")));
        return items
            .map(|item| item.trim_end_matches(['；', ';']).to_owned())
            .filter(|item| !item.is_empty())
            .collect();
    }
    let loose = split_loosely(&one_line(text));
    if loose.len() > 1 { loose } else { strict }
}

/// Exactly as `render` writes it.
fn split_numbered(text: &str, between: &str) -> Vec<String> {
    let Some(mut rest) = text.strip_prefix("1) ") else {
        return if text.is_empty() { vec![] } else { vec![text.to_owned()] };
    };
    let mut items = vec![];
    loop {
        match rest.split_once(&format!("{between}{}) ", items.len() + 2)) {
            Some((item, more)) => {
                items.push(item.to_owned());
                rest = more;
            }
            None => {
                items.push(rest.to_owned());
                return items;
            }
        }
    }
}

/// `1）…; 2）…`, `（1）…。（2）…`, `1. …；2. …`: the next number after a mark that ends a clause.
fn split_loosely(text: &str) -> Vec<String> {
    let Some(first) = FIRST.find(text) else { return vec![] };
    let mut rest = &text[first.end()..];
    let mut items = vec![];
    while let Some((end, start)) = next_number(rest, items.len() + 2) {
        items.push(rest[..end].trim().to_owned());
        rest = &rest[start..];
    }
    items.push(rest.trim().to_owned());
    items.retain(|item| !item.is_empty());
    items
}

/// Where an item ends, and where the next, with this number, begins.
fn next_number(text: &str, number: usize) -> Option<(usize, usize)> {
    let number = number.to_string();
    text.match_indices(&number).find_map(|(at, _)| {
        let before = text[..at].trim_end_matches(['（', '(', ' ']);
        let after = text[at + number.len()..].strip_prefix([')', '）', '.', '、'])?;
        let clause = before.strip_suffix(['；', ';'])?;
        // `；2.3 倍` is a number, not the second item.
        let is_decimal = after.starts_with(|c: char| c.is_ascii_digit());
        (!is_decimal).then(|| (clause.len(), text.len() - after.trim_start().len()))
    })
}
