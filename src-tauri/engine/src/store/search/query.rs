//! What the reader typed, understood. There are no syntax errors: what is no operator is text.
//!
//! Words are all wanted; `"a phrase"` as it stands; `-word` not; `a OR b` one of the two (binds tighter than the
//! space); `author:` `title:` `note:` look into one field; `cat:` `date:` `decision:` `has:` `is:` `tag:` `id:` ask for
//! facts. A filter that is still being typed (`author:`, `date:202`, `is:unr`) asks for nothing yet.

use jiff::civil::Date;

use super::{
    field::Field,
    tokens::{self, Script},
};

/// Clauses of which all must hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Query {
    /// The text that the spans of the words point into: as typed, with full-width forms made plain.
    pub text: String,
    pub clauses: Vec<Clause>,
}

/// Alternatives of which one must hold.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Clause {
    pub alternatives: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub negated: bool,
    pub wanted: Wanted,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wanted {
    /// All parts, in these fields; in any when there are none.
    Text { fields: Vec<Field>, parts: Vec<Part> },
    /// One of these facets (see `facets.rs`), and none of those that are refused.
    Facets { any: Vec<String>, none: Vec<String> },
}

/// Words that stand directly behind each other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub words: Vec<Word>,
    /// Written in quotation marks: taken literally.
    pub quoted: bool,
    /// The last word is still being typed.
    pub open: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    /// Folded, not stemmed.
    pub text: String,
    pub script: Script,
    /// Bytes of the query's text.
    pub span: (usize, usize),
}

/// More words than a search can be about.
const MOST_WORDS: usize = 64;

pub(super) fn parse(typed: &str) -> Query {
    let text: String = typed.chars().take(2_000).map(plain).collect();
    let mut query = Query { text, clauses: Vec::new() };
    let (mut or, mut words) = (false, 0);
    let raws = raws(&query.text);
    for (number, raw) in raws.iter().enumerate() {
        let is_last = number + 1 == raws.len();
        if raw.key.is_none() && !raw.quoted && !raw.negated && matches!(raw.value, "OR" | "|" | "||") {
            // At an end it joins nothing yet.
            or = !query.clauses.is_empty() && !is_last;
            continue;
        }
        let Some(wanted) = wanted(raw, is_last) else {
            or = false;
            continue;
        };
        if let Wanted::Text { parts, .. } = &wanted {
            words += parts.iter().map(|part| part.words.len()).sum::<usize>();
        }
        if words > MOST_WORDS {
            break;
        }
        let item = Item { negated: raw.negated, wanted };
        match query.clauses.last_mut() {
            Some(clause) if or => clause.alternatives.push(item),
            _ => query.clauses.push(Clause { alternatives: vec![item] }),
        }
        or = false;
    }
    query
}

/// Full-width forms and quotation marks of all kinds, as they are on a Western keyboard.
fn plain(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' | '\u{ff02}' => '"',
        '、' | '；' | '，' | '。' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c if c.is_control() => ' ',
        c => c,
    }
}

/// A piece of the query between spaces, or in quotation marks.
#[derive(Debug)]
pub(super) struct Raw<'a> {
    pub negated: bool,
    pub key: Option<Key>,
    /// Where it starts, behind its minus.
    pub start: usize,
    pub value: &'a str,
    /// Where the value starts.
    pub at: usize,
    pub quoted: bool,
    /// Nothing follows it, not even a space.
    pub open: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Author,
    Title,
    Note,
    Category,
    Date,
    Decision,
    Has,
    Is,
    Tag,
    Id,
}

impl Key {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "author" | "au" => Self::Author,
            "title" | "ti" => Self::Title,
            "note" => Self::Note,
            "cat" | "category" => Self::Category,
            "date" => Self::Date,
            "decision" => Self::Decision,
            "has" => Self::Has,
            "is" => Self::Is,
            "tag" => Self::Tag,
            "id" | "arxiv" => Self::Id,
            _ => return None,
        })
    }
}

/// The pieces of a query's text.
pub(super) fn raws(text: &str) -> Vec<Raw<'_>> {
    let is_space = |c: char| c.is_whitespace() || matches!(c, '(' | ')');
    let mut raws = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c| !is_space(c)).map(|skip| at + skip) {
        let mut value = start;
        let negated = text[value..].starts_with('-')
            && text[value + 1..].chars().next().is_some_and(|c| !is_space(c) && c != '-');
        if negated {
            value += 1;
        }
        let start = value;
        let until_space = |from: usize| text[from..].find(is_space).map_or(text.len(), |length| from + length);
        let word = &text[value..until_space(value)];
        let key = word.split_once(':').and_then(|(name, _)| Some((Key::named(name)?, name.len() + 1)));
        if let Some((_, length)) = key {
            value += length;
        }
        let key = key.map(|(key, _)| key);
        let (quoted, from, to, next) = match text[value..].strip_prefix('"') {
            Some(rest) => {
                let to = rest.find('"').map_or(text.len(), |length| value + 1 + length);
                (true, value + 1, to, (to + 1).min(text.len()))
            }
            None => {
                let end = until_space(value);
                // `word"phrase"` is a word and a phrase.
                let end = text[value..end].find('"').map_or(end, |length| value + length);
                (false, value, end, end)
            }
        };
        raws.push(Raw { negated, key, start, value: &text[from..to], at: from, quoted, open: to == text.len() });
        at = next;
    }
    raws
}

fn wanted(raw: &Raw, is_last: bool) -> Option<Wanted> {
    let open = raw.open && is_last;
    let facets = |any: Vec<String>| Wanted::Facets { any, none: Vec::new() };
    let each = |facet: fn(&str) -> Option<String>| {
        let values = raw.value.split(',').map(str::trim).filter(|value| !value.is_empty());
        let found: Vec<String> = values.filter_map(facet).collect();
        (!found.is_empty()).then_some(found)
    };
    let found = match raw.key {
        None => return text(raw, open, &[]),
        Some(Key::Author) => return text(raw, open, &[Field::Authors]),
        Some(Key::Title) => return text(raw, open, &[Field::Title, Field::TranslatedTitle]),
        Some(Key::Note) => return text(raw, open, &[Field::Note]),
        Some(Key::Id) => return text(raw, open, &[Field::Id]),
        Some(Key::Category) => each(super::facets::category).map(facets),
        Some(Key::Tag) => each(super::facets::tag).map(facets),
        Some(Key::Date) => each_date(raw.value).map(facets),
        Some(Key::Decision) => each(super::facets::decision).map(facets),
        Some(Key::Has) => each(super::facets::has).map(facets),
        Some(Key::Is) => is(raw.value),
    };
    // What is no value is either not finished yet, or text after all.
    match found {
        Some(wanted) => Some(wanted),
        None if open || raw.value.is_empty() => None,
        None => text(raw, open, &[]),
    }
}

/// `read`, `starred`, `later`, `unread` …
fn is(value: &str) -> Option<Wanted> {
    let value = value.to_ascii_lowercase();
    if let Some(facet) = super::facets::is(&value) {
        return Some(Wanted::Facets { any: vec![facet], none: Vec::new() });
    }
    let bare = value.strip_prefix("un").or_else(|| value.strip_prefix("not-"))?;
    let facet = super::facets::is(bare)?;
    Some(Wanted::Facets { any: vec![super::facets::ALL.to_owned()], none: vec![facet] })
}

/// The words of a piece, split into parts where they do not belong together: at a comma, and where the script changes.
fn text(raw: &Raw, open: bool, fields: &[Field]) -> Option<Wanted> {
    let mut parts: Vec<Part> = Vec::new();
    let mut last_end = 0;
    let joins = |gap: &str| gap.chars().all(|c| !matches!(c, ',' | ';' | '|' | '+'));
    tokens::each(raw.value, |word, script, start, end| {
        let gap = raw.value.get(last_end..start).unwrap_or_default();
        last_end = end.max(last_end);
        let word = Word { text: word.to_owned(), script, span: (raw.at + start, raw.at + end) };
        let same_part = parts.last().and_then(|part| part.words.last()).is_some_and(|before| {
            raw.quoted || (joins(gap) && (before.script == Script::Cjk) == (script == Script::Cjk))
        });
        match parts.last_mut() {
            Some(part) if same_part => part.words.push(word),
            _ => parts.push(Part { words: vec![word], quoted: raw.quoted, open: false }),
        }
    });
    if let Some(part) = parts.last_mut() {
        part.open = open && !raw.quoted && last_end == raw.value.len();
    }
    (!parts.is_empty()).then(|| Wanted::Text { fields: fields.to_vec(), parts })
}

/// arXiv's first full year.
const FIRST_YEAR: i16 = 1991;
const LAST_YEAR: i16 = 2100;

/// `2026`, `2026-01`, `2026-01-09`, `2026-01..2026-03`, `>=2026-01`, `<2026`, with `/` or `.` for `-` too.
fn each_date(value: &str) -> Option<Vec<String>> {
    let mut facets = Vec::new();
    for value in value.split(',').map(str::trim).filter(|value| !value.is_empty()) {
        let first = Date::constant(FIRST_YEAR, 1, 1);
        let last = Date::constant(LAST_YEAR, 12, 31);
        let (from, to) = if let Some((from, to)) = value.split_once("..") {
            let from = if from.is_empty() { first } else { period(from)?.0 };
            (from, if to.is_empty() { last } else { period(to)?.1 })
        } else if let Some(value) = value.strip_prefix(">=") {
            (period(value)?.0, last)
        } else if let Some(value) = value.strip_prefix("<=") {
            (first, period(value)?.1)
        } else if let Some(value) = value.strip_prefix('>') {
            (period(value)?.1.tomorrow().ok()?, last)
        } else if let Some(value) = value.strip_prefix('<') {
            (first, period(value)?.0.yesterday().ok()?)
        } else {
            period(value)?
        };
        cover(from.max(first), to.min(last), &mut facets);
    }
    // A range that holds no day is a question with no answer, not an unfinished one.
    if facets.is_empty() && !value.is_empty() {
        facets.push(super::facets::NEVER.to_owned());
    }
    (!facets.is_empty()).then_some(facets)
}

/// The first and the last day of a year, a month or a day.
fn period(text: &str) -> Option<(Date, Date)> {
    let numbers: Vec<&str> = text.split(['-', '/', '.']).collect();
    let is_number = |text: &&str| (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if numbers.len() > 3 || !numbers.iter().all(is_number) || numbers[0].len() != 4 {
        return None;
    }
    let year: i16 = numbers[0].parse().ok()?;
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return None;
    }
    let first = |month: i8, day: i8| Date::new(year, month, day).ok();
    match numbers[1..] {
        [] => Some((first(1, 1)?, first(12, 31)?)),
        [month] => {
            let first = first(month.parse().ok()?, 1)?;
            Some((first, first.last_of_month()))
        }
        [month, day] => {
            let day = first(month.parse().ok()?, day.parse().ok()?)?;
            Some((day, day))
        }
        _ => None,
    }
}

/// The fewest years, months and days that are exactly the days from one to another.
fn cover(mut from: Date, to: Date, facets: &mut Vec<String>) {
    while from <= to {
        let end = if from.day_of_year() == 1 && from.last_of_year() <= to {
            facets.push(super::facets::year(from));
            from.last_of_year()
        } else if from.day() == 1 && from.last_of_month() <= to {
            facets.push(super::facets::month(from));
            from.last_of_month()
        } else {
            facets.push(super::facets::day(from));
            from
        };
        let Ok(next) = end.tomorrow() else { return };
        from = next;
    }
}
