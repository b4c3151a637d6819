//! What the reader may be about to type: filters, their values, words of the index.

use std::collections::HashMap;

use rusqlite::params;
use serde::Serialize;
use ts_rs::TS;

use super::{
    super::Store,
    Outcome, Words, facets,
    field::Field,
    find::{NEWEST_OF, documents_of},
    query::{self, Key, Raw},
    tokens::{self, Script, Stems},
};
use crate::{error::Result, verdict::Decision};

/// What kind of thing is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum CompletionKind {
    Author,
    Category,
    Tag,
    Operator,
    Term,
}

/// A suggestion for the piece of the query that ends at the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Completion {
    /// Goes in place of the text from `from` to the cursor.
    pub insert: String,
    pub label: String,
    pub kind: CompletionKind,
    /// In UTF-16 units, as the cursor.
    pub from: u32,
}

const MOST: usize = 8;

/// The newest papers whose authors or keywords are looked through.
const LOOKED_THROUGH: u32 = 200;

const OPERATORS: [&str; 8] = ["author:", "cat:", "date:", "decision:", "has:", "is:", "tag:", "id:"];

impl Store {
    /// Suggestions for the piece of the query that ends at the cursor (counted in UTF-16 units, as a window does); none
    /// behind a space.
    pub fn complete(&self, typed: &str, cursor: u32) -> Result<Vec<Completion>> {
        let units: Vec<u16> = typed.encode_utf16().take(cursor as usize).collect();
        let query = query::parse(&String::from_utf16_lossy(&units));
        let raws = query::raws(&query.text);
        let Some(raw) = raws.last().filter(|raw| raw.open && raw.at <= query.text.len()) else {
            return Ok(Vec::new());
        };
        if query.text.ends_with(char::is_whitespace) && !raw.quoted {
            return Ok(Vec::new());
        }
        let own_tags = if raw.key == Some(Key::Tag) { self.tag_names()? } else { Vec::new() };
        let mut found = self.index.guarded(|| {
            self.index.read(|index| {
                let mut words = super::lock(&self.index.words);
                words.refresh(index)?;
                suggestions(self, index, &words, raw, &own_tags)
            })
        })?;
        let from = query.text[..raw.start].encode_utf16().count() as u32;
        found.iter_mut().for_each(|completion| completion.from = from);
        found.truncate(MOST);
        Ok(found)
    }

    fn tag_names(&self) -> Result<Vec<String>> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT tag FROM tags GROUP BY tag ORDER BY COUNT(*) DESC, tag")?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

fn suggestions(
    store: &Store,
    index: &rusqlite::Connection,
    words: &Words,
    raw: &Raw,
    own_tags: &[String],
) -> Outcome<Vec<Completion>> {
    let value = raw.value.to_lowercase();
    let among = |key: &str, values: &[&str], kind| -> Vec<Completion> {
        let begin = values.iter().filter(|known| known.starts_with(&value) && **known != value);
        begin.map(|known| completion(format!("{key}{known}"), (*known).to_owned(), kind)).collect()
    };
    Ok(match raw.key {
        None => {
            let mut found = if raw.quoted || value.is_empty() {
                Vec::new()
            } else {
                among("", &OPERATORS, CompletionKind::Operator)
            };
            let mut last = None;
            tokens::each(raw.value, |word, script, start, _| last = Some((word.to_owned(), script, start)));
            match last {
                Some((_, Script::Cjk, _)) => {
                    let start = last_run(raw.value);
                    let run = &raw.value[start..];
                    let before = &raw.value[..start];
                    let keywords = known(store, index, Field::Keywords, run, words)?;
                    found.extend(
                        keywords
                            .into_iter()
                            .map(|keyword| completion(format!("{before}{keyword}"), keyword, CompletionKind::Term)),
                    );
                }
                Some((word, Script::Letters, start))
                    if word.chars().nth(1).is_some() && raw.value.is_char_boundary(start) =>
                {
                    let before = &raw.value[..start];
                    let known = words.vocabulary.starting_with(&word, MOST + 1);
                    found.extend(known.into_iter().filter(|(known, _)| *known != word).map(|(known, _)| {
                        completion(format!("{before}{known}"), known.to_owned(), CompletionKind::Term)
                    }));
                }
                _ => {}
            }
            found
        }
        Some(Key::Category) => {
            let known = words.vocabulary.categories(&value).into_iter().take(MOST);
            known
                .map(|(name, _)| completion(format!("cat:{name}"), name.to_owned(), CompletionKind::Category))
                .collect()
        }
        Some(Key::Author) if !value.trim().is_empty() => {
            let names = known(store, index, Field::Authors, raw.value, words)?;
            let names = names.into_iter();
            names.map(|name| completion(format!("author:\"{name}\""), name, CompletionKind::Author)).collect()
        }
        Some(Key::Tag) => {
            let tags = own_tags.iter().filter(|tag| tag.to_lowercase().starts_with(&value));
            let quoted =
                |tag: &str| if tag.contains(char::is_whitespace) { format!("\"{tag}\"") } else { tag.to_owned() };
            tags.map(|tag| completion(format!("tag:{}", quoted(tag)), tag.clone(), CompletionKind::Tag)).collect()
        }
        Some(Key::Is) => among("is:", &facets::IS, CompletionKind::Operator),
        Some(Key::Has) => among("has:", &facets::HAS, CompletionKind::Operator),
        Some(Key::Decision) => among("decision:", &Decision::ALL.map(Decision::as_str), CompletionKind::Operator),
        _ => Vec::new(),
    })
}

fn completion(insert: String, label: String, kind: CompletionKind) -> Completion {
    Completion { insert, label, kind, from: 0 }
}

/// Where the run of characters at the end of a text begins.
fn last_run(text: &str) -> usize {
    text.char_indices()
        .rev()
        .take_while(|(_, c)| !c.is_ascii() && c.is_alphanumeric())
        .last()
        .map_or(text.len(), |(at, _)| at)
}

/// Authors or keywords that hold what was typed, of the newest papers that have it, the most frequent first.
fn known(
    store: &Store,
    index: &rusqlite::Connection,
    field: Field,
    typed: &str,
    words: &Words,
) -> Outcome<Vec<String>> {
    let mut stems = Stems::default();
    let Some(asked) = super::expression::build(&query::parse(typed), &words.vocabulary, &mut stems) else {
        return Ok(Vec::new());
    };
    let expression = format!("{{{}}} : ({})", field.as_str(), asked.loose.as_ref().unwrap_or(&asked.exact));
    let docs: Vec<i64> = {
        let mut statement = index.prepare_cached(NEWEST_OF)?;
        let rows = statement.query_map(params![expression, LOOKED_THROUGH], |row| row.get(0))?;
        rows.collect::<rusqlite::Result<_>>()?
    };
    let folded = |text: &str| {
        let mut folded = String::new();
        tokens::each(text, |word, script, _, _| {
            if script != Script::Cjk && !folded.is_empty() {
                folded.push(' ');
            }
            folded.push_str(word);
        });
        folded
    };
    let wanted = folded(typed);
    let mut counts: HashMap<String, u32> = HashMap::new();
    for document in documents_of(store, index, docs.into_iter())?.into_iter().flatten() {
        for piece in document.pieces(field) {
            let whole = folded(piece);
            let begins = whole.starts_with(&wanted) || whole.contains(&format!(" {wanted}"));
            if begins || (field == Field::Keywords && whole.contains(&wanted)) {
                *counts.entry(piece.to_owned()).or_default() += 1;
            }
        }
    }
    let mut known: Vec<(String, u32)> = counts.into_iter().collect();
    known.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(known.into_iter().take(MOST).map(|(name, _)| name).collect())
}
