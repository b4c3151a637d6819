//! How the index follows the database: what changed is read again, a lost index is made anew, the newest days first.

use std::{
    collections::{BTreeSet, HashMap},
    time::Instant,
};

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use serde::Serialize;
use ts_rs::TS;

use super::{
    super::Store,
    Outcome,
    document::{self, Document},
    field::Field,
    tokens::{self, Script, Stems},
    vocabulary::CATEGORY,
};
use crate::error::Result;

/// Papers that are read, and held in memory, at a time.
const CHUNK: usize = 500;

/// Papers of one transaction, about: what a kill costs at most.
const BATCH: usize = 1_500;

/// A paper's number is its day's times this, plus one for each paper of the day.
const DAY: i64 = 1 << 16;

/// Changes that are kept behind the index before they are cleared away.
const KEPT_CHANGES: i64 = 2_000;

/// How far the index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Indexing {
    pub indexed: u32,
    pub papers: u32,
    /// Whether everything that is stored can be found.
    pub current: bool,
}

/// What `doctor` is told about the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexCheck {
    pub indexing: Indexing,
    /// What SQLite found wrong; None when it is sound.
    pub damage: Option<String>,
}

/// A change of the database, as the index knows it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    seq: i64,
    nonce: i64,
}

impl Store {
    /// Brings the search index up to date, until it is, or until the time is up: call again to go on. Other processes
    /// may do the same at the same time.
    pub fn index_until(&self, until: Instant) -> Result<Indexing> {
        // Another process may hold the index for the whole of a rebuild's step: who has nothing to write does not wait.
        if self.index.path.is_some() {
            let indexing = self.indexing()?;
            if indexing.current {
                return Ok(indexing);
            }
        }
        loop {
            let more = self.index.guarded(|| self.index.write(|index| step(self, index)))?;
            if !more {
                self.clear_changes()?;
                return self.indexing();
            }
            if Instant::now() >= until {
                return self.indexing();
            }
        }
    }

    /// How far the index is.
    pub fn indexing(&self) -> Result<Indexing> {
        let (indexed, place, rebuild) = self.index.guarded(|| {
            self.index.read(|index| {
                let count = super::lock(&self.index.words).count(index)?;
                Ok((count, place(index)?, state(index, "rebuild")?))
            })
        })?;
        let waiting = match place {
            Some(place) => !self.changes_after(place, 1)?.is_empty(),
            None => true,
        };
        let current = !waiting && rebuild.is_none();
        let papers = if current {
            indexed
        } else {
            self.read(|connection| {
                Ok(connection.query_row("SELECT COUNT(DISTINCT id) FROM papers", [], |row| row.get(0))?)
            })?
        };
        Ok(Indexing { indexed, papers, current })
    }

    /// Throws the search index away; it is made anew by the next search, or by `index_until`.
    pub fn discard_index(&self) -> Result<()> {
        self.index.discard()
    }

    /// Reads the whole index and says what is wrong with it. Takes seconds for ten years of papers.
    pub fn check_index(&self) -> Result<IndexCheck> {
        let checked = self.index.write(|index| {
            let said: String = index.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
            index.execute("INSERT INTO text (text) VALUES ('integrity-check')", [])?;
            Ok(said)
        });
        let damage = match checked {
            Ok(said) if said == "ok" => None,
            Ok(said) => Some(said),
            Err(trouble) => Some(crate::error::Error::from(trouble).message),
        };
        let indexing = match damage {
            None => self.indexing()?,
            Some(_) => Indexing { indexed: 0, papers: 0, current: false },
        };
        Ok(IndexCheck { indexing, damage })
    }

    fn changes_after(&self, place: Place, most: u32) -> Result<Vec<(Place, String)>> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT seq, nonce, paper FROM search_changes WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
            let rows = statement.query_map(params![place.seq, most], |row| {
                Ok((Place { seq: row.get(0)?, nonce: row.get(1)? }, row.get(2)?))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn knows(&self, place: Place) -> Result<bool> {
        self.read(|connection| {
            let sql = "SELECT nonce FROM search_changes WHERE seq = ?1";
            let nonce = connection.prepare_cached(sql)?.query_row([place.seq], |row| row.get(0)).optional()?;
            Ok(nonce == Some(place.nonce))
        })
    }

    /// Notes a change that changes nothing, for an index to begin behind.
    fn begin(&self) -> Result<Place> {
        self.write(|transaction| {
            let sql = "INSERT INTO search_changes (paper) VALUES ('') RETURNING seq, nonce";
            Ok(transaction.query_row(sql, [], |row| Ok(Place { seq: row.get(0)?, nonce: row.get(1)? }))?)
        })
    }

    /// Clears away what the index holds, now and then. The last change that it holds stays: it is known by it.
    fn clear_changes(&self) -> Result<()> {
        let place = self.index.guarded(|| self.index.read(place))?;
        let Some(place) = place else { return Ok(()) };
        let first: Option<i64> = self.read(|connection| {
            Ok(connection.query_row("SELECT MIN(seq) FROM search_changes", [], |row| row.get(0))?)
        })?;
        if first.is_some_and(|first| place.seq - first > KEPT_CHANGES) {
            self.write(|transaction| {
                transaction.execute("DELETE FROM search_changes WHERE seq < ?1", [place.seq])?;
                Ok(())
            })?;
        }
        Ok(())
    }
}

fn state(index: &Connection, key: &str) -> Outcome<Option<String>> {
    let mut statement = index.prepare_cached("SELECT value FROM state WHERE key = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}

fn set_state(index: &Connection, key: &str, value: &str) -> Outcome<()> {
    index.prepare_cached("INSERT OR REPLACE INTO state (key, value) VALUES (?1, ?2)")?.execute([key, value])?;
    Ok(())
}

fn place(index: &Connection) -> Outcome<Option<Place>> {
    let text = state(index, "place")?;
    Ok(text.and_then(|text| {
        let (seq, nonce) = text.split_once(' ')?;
        Some(Place { seq: seq.parse().ok()?, nonce: nonce.parse().ok()? })
    }))
}

fn set_place(index: &Connection, place: Place) -> Outcome<()> {
    set_state(index, "place", &format!("{} {}", place.seq, place.nonce))
}

/// One transaction's worth of what is to be done; false when there is nothing.
fn step(store: &Store, index: &mut Connection) -> Outcome<bool> {
    let transaction = index.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let held = match place(&transaction)? {
        Some(held) if store.knows(held)? => held,
        _ => {
            empty(&transaction)?;
            let begun = store.begin()?;
            set_place(&transaction, begun)?;
            set_state(&transaction, "rebuild", FIRST)?;
            begun
        }
    };
    let changes = store.changes_after(held, 4 * BATCH as u32)?;
    let mut last = held;
    let mut papers = BTreeSet::new();
    for (place, paper) in changes {
        if papers.len() >= BATCH {
            break;
        }
        last = place;
        if !paper.is_empty() {
            papers.insert(paper);
        }
    }
    if last != held {
        put(store, &transaction, &papers.into_iter().collect::<Vec<_>>())?;
        set_place(&transaction, last)?;
        transaction.commit()?;
        return Ok(true);
    }
    let Some(cursor) = state(&transaction, "rebuild")? else { return Ok(false) };
    let (papers, next) = next_to_rebuild(store, &cursor)?;
    let mut missing = Vec::new();
    for paper in papers {
        if doc_of(&transaction, &paper)?.is_none() {
            missing.push(paper);
        }
    }
    put(store, &transaction, &missing)?;
    match next {
        Some(next) => set_state(&transaction, "rebuild", &next)?,
        None => drop(transaction.execute("DELETE FROM state WHERE key = 'rebuild'", [])?),
    }
    transaction.commit()?;
    Ok(true)
}

/// Empties the index, and gives it another identity.
fn empty(index: &Connection) -> Outcome<()> {
    index.execute_batch(
        "DELETE FROM docs; DELETE FROM words; DELETE FROM state; INSERT INTO text (text) VALUES ('delete-all');
         INSERT INTO state (key, value) VALUES ('birth', hex(randomblob(8)))",
    )?;
    Ok(())
}

/// Before every day; then follow days, then ids behind this sign.
const FIRST: &str = "9999-99-99";
const BY_ID: &str = "id>";

/// The next papers of a rebuild, and where to go on. First the days, from the newest; then all that is in no list.
fn next_to_rebuild(store: &Store, cursor: &str) -> Result<(Vec<String>, Option<String>)> {
    let mut papers: Vec<String> = Vec::new();
    if let Some(after) = cursor.strip_prefix(BY_ID) {
        let ids: Vec<String> = store.read(|connection| {
            let sql = "SELECT DISTINCT id FROM papers WHERE id > ?1 ORDER BY id LIMIT ?2";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map(params![after, 10 * BATCH as u32], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })?;
        let next = ids.last().map(|id| format!("{BY_ID}{id}"));
        return Ok((ids, next));
    }
    let mut day = cursor.to_owned();
    while papers.len() < BATCH {
        let next: Option<String> = store.read(|connection| {
            let sql = "SELECT MAX(date) FROM (SELECT MAX(date) AS date FROM announcements WHERE date < ?1
                       UNION ALL SELECT MAX(date) FROM digests WHERE date < ?1)";
            Ok(connection.prepare_cached(sql)?.query_row([&day], |row| row.get(0))?)
        })?;
        let Some(next) = next else { return Ok((papers, Some(BY_ID.to_owned()))) };
        papers.extend(store.read(|connection| {
            let sql = "SELECT paper FROM announced WHERE date = ?1
                       UNION SELECT e.paper FROM digests d JOIN entries e ON e.digest = d.id WHERE d.date = ?1";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([&next], |row| row.get::<_, String>(0))?;
            Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
        })?);
        day = next;
    }
    Ok((papers, Some(day)))
}

fn doc_of(index: &Connection, paper: &str) -> Outcome<Option<i64>> {
    let mut statement = index.prepare_cached("SELECT doc FROM docs WHERE paper = ?1")?;
    Ok(statement.query_row([paper], |row| row.get(0)).optional()?)
}

/// Reads papers again and puts them into the index as they are now; those that are gone are taken out.
fn put(store: &Store, index: &Connection, papers: &[String]) -> Outcome<()> {
    let mut words = WordCounts::default();
    let mut next_of_day: HashMap<i64, i64> = HashMap::new();
    for chunk in papers.chunks(CHUNK) {
        let documents: Vec<(&String, Option<Document>)> = store.read(|database| {
            chunk.iter().map(|paper| Ok((paper, document::read(database, paper)?))).collect::<Result<_>>()
        })?;
        let mut numbered = Vec::new();
        for (paper, document) in documents {
            let present = doc_of(index, paper)?;
            if let Some(doc) = present {
                index.prepare_cached("DELETE FROM text WHERE rowid = ?1")?.execute([doc])?;
            }
            let day = document.as_ref().map(|document| number_of_day(document.dates.first().copied()));
            let doc = match (present, day) {
                (Some(doc), Some(day)) if doc / DAY == day => doc,
                (_, day) => {
                    if let Some(doc) = present {
                        index.prepare_cached("DELETE FROM docs WHERE doc = ?1")?.execute([doc])?;
                    }
                    let Some(day) = day else { continue };
                    let doc = free_number(index, day, &mut next_of_day)?;
                    index
                        .prepare_cached("INSERT INTO docs (doc, paper) VALUES (?1, ?2)")?
                        .execute(params![doc, paper])?;
                    doc
                }
            };
            numbered.extend(document.map(|document| (doc, present.is_none(), document)));
        }
        // FTS5 writes a segment whenever a number is not above the last.
        numbered.sort_by_key(|(doc, ..)| *doc);
        for (doc, is_new, document) in &numbered {
            insert(index, *doc, document, *is_new, &mut words)?;
        }
    }
    words.store(index)
}

/// Days since 1970; what is in no list is the oldest.
fn number_of_day(date: Option<Date>) -> i64 {
    let epoch = Date::constant(1970, 1, 1);
    date.map_or(0, |date| (date.duration_since(epoch).as_hours() / 24).max(0))
}

fn free_number(index: &Connection, day: i64, next: &mut HashMap<i64, i64>) -> Outcome<i64> {
    let number = match next.get(&day) {
        Some(number) => *number,
        None => {
            let last: Option<i64> = index
                .prepare_cached("SELECT MAX(doc) FROM docs WHERE doc >= ?1 AND doc < ?2")?
                .query_row([day * DAY, (day + 1) * DAY], |row| row.get(0))?;
            last.map_or(day * DAY + 1, |last| last + 1)
        }
    };
    if number < (day + 1) * DAY {
        next.insert(day, number + 1);
        return Ok(number);
    }
    // A day of more than 65,535 papers: they are found all the same, only not in the order of their day.
    Ok(index.query_row("SELECT MAX(doc) + 1 FROM docs", [], |row| row.get(0))?)
}

fn insert(index: &Connection, doc: i64, document: &Document, is_new: bool, words: &mut WordCounts) -> Outcome<()> {
    let mut columns: Vec<String> = Vec::with_capacity(Field::ALL.len() + 1);
    for field in Field::ALL {
        let text = document.text(field);
        let mut column = String::with_capacity(text.len() + text.len() / 2);
        tokens::each(text, |word, script, _, _| {
            if !column.is_empty() {
                column.push(' ');
            }
            column.push_str(words.stem(word, script, doc, is_new));
        });
        columns.push(column);
    }
    columns.push(document.facets().join(" "));
    for category in &document.categories {
        words.stem(&format!("{CATEGORY}{category}"), Script::Letters, doc, is_new);
    }
    let sql = "INSERT INTO text (rowid, abstract, analysis, title, translated_title, keywords, authors, note, tags, id, facets)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    let mut statement = index.prepare_cached(sql)?;
    statement.raw_bind_parameter(1, doc)?;
    for (number, column) in columns.iter().enumerate() {
        statement.raw_bind_parameter(number + 2, column)?;
    }
    statement.raw_execute()?;
    Ok(())
}

/// The words of a batch: their stems, and in how many papers each is.
#[derive(Default)]
struct WordCounts {
    stems: Stems,
    words: HashMap<Box<str>, Count>,
}

struct Count {
    stem: Box<str>,
    papers: u32,
    last: i64,
}

/// Longer than any word: an address, a hash.
const LONGEST_WORD: usize = 40;

impl WordCounts {
    /// The stem of a word, which is counted once for each new paper.
    fn stem<'a>(&'a mut self, word: &'a str, script: Script, doc: i64, is_new: bool) -> &'a str {
        if script == Script::Cjk || word.len() < 2 || word.len() > LONGEST_WORD {
            return self.stems.of(word, script);
        }
        if !self.words.contains_key(word) {
            let stem = self.stems.of(word, script).into();
            self.words.insert(word.into(), Count { stem, papers: 0, last: i64::MIN });
        }
        match self.words.get_mut(word) {
            Some(count) => {
                if is_new && count.last != doc {
                    (count.papers, count.last) = (count.papers + 1, doc);
                }
                &count.stem
            }
            None => word,
        }
    }

    fn store(self, index: &Connection) -> Outcome<()> {
        let mut add = index.prepare_cached(
            "INSERT INTO words (word, docs) VALUES (?1, ?2) ON CONFLICT (word) DO UPDATE SET docs = docs + excluded.docs",
        )?;
        // A word that only came into a paper that was there before.
        let mut keep = index.prepare_cached("INSERT INTO words (word, docs) VALUES (?1, 1) ON CONFLICT DO NOTHING")?;
        for (word, count) in &self.words {
            match count.papers {
                0 => keep.execute([word])?,
                papers => add.execute(params![word, papers])?,
            };
        }
        Ok(())
    }
}
