//! The words of the index, in memory: for prefixes, parts of words, typing mistakes, and the weight of a word.

use std::collections::HashSet;

use rusqlite::Connection;

use super::tokens::{Script, Stems};

/// Before the name of a category, which is kept among the words.
pub(super) const CATEGORY: char = '§';

/// Words that a part of a word may stand for, at most. No word of four letters is in more than a thousand others.
const MOST_EXPANSIONS: usize = 2_000;

/// Words that one or two letters may begin, at most: the reader goes on typing.
const MOST_COMPLETIONS: usize = 40;

#[derive(Default)]
pub(super) struct Vocabulary {
    /// All words, each between line breaks: a search in it is a search in one string.
    text: String,
    /// Where each word starts in `text`, and in how many papers it was when it was read.
    words: Vec<(u32, u32)>,
    /// The last row that was read.
    last: i64,
    /// How many papers are indexed.
    pub papers: u32,
    /// What the index was when they were counted.
    counted: Option<(i64, u64)>,
}

impl Vocabulary {
    /// Reads the words that came in since the last time.
    pub fn refresh(&mut self, index: &Connection) -> rusqlite::Result<()> {
        if self.text.is_empty() {
            self.text.push('\n');
        }
        self.count(index)?;
        let mut statement = index.prepare_cached("SELECT id, word, docs FROM words WHERE id > ?1 ORDER BY id")?;
        let mut rows = statement.query([self.last])?;
        while let Some(row) = rows.next()? {
            self.last = row.get(0)?;
            let word = row.get_ref(1)?.as_str().unwrap_or_default();
            self.words.push((self.text.len() as u32, row.get(2)?));
            self.text.push_str(word);
            self.text.push('\n');
        }
        Ok(())
    }

    /// Counts the papers, unless nothing was written since: of a million that takes as long as a search.
    pub fn count(&mut self, index: &Connection) -> rusqlite::Result<u32> {
        // What others wrote, and what this connection did.
        let version = index.pragma_query_value(None, "data_version", |row| row.get(0))?;
        let now = (version, index.total_changes());
        if self.counted != Some(now) {
            self.papers = index.prepare_cached("SELECT COUNT(*) FROM docs")?.query_row([], |row| row.get(0))?;
            self.counted = Some(now);
        }
        Ok(self.papers)
    }

    fn word(&self, number: usize) -> &str {
        let start = self.words[number].0 as usize;
        self.text[start..].split('\n').next().unwrap_or_default()
    }

    /// The words in which `needle` (with line breaks for the ends of a word) occurs, the most frequent first.
    fn find(&self, needle: &str, most: usize) -> Vec<(&str, u32)> {
        let mut numbers: Vec<usize> = self
            .text
            .match_indices(needle)
            .map(|(at, _)| {
                self.words.partition_point(|(start, _)| (*start as usize) <= at + needle.starts_with('\n') as usize)
            })
            .filter_map(|after| after.checked_sub(1))
            .collect();
        numbers.dedup();
        numbers.sort_by_key(|number| std::cmp::Reverse(self.words[*number].1));
        let words = numbers.into_iter().map(|number| (self.word(number), self.words[number].1));
        words.filter(|(word, _)| !word.starts_with(CATEGORY)).take(most).collect()
    }

    /// In how many papers a word is, as it is written.
    pub fn papers_with(&self, word: &str) -> u32 {
        self.find(&format!("\n{word}\n"), 1).first().map_or(0, |(_, papers)| *papers)
    }

    /// Words that begin so.
    pub fn starting_with(&self, start: &str, most: usize) -> Vec<(&str, u32)> {
        self.find(&format!("\n{start}"), most)
    }

    /// Categories that begin so, whatever the case of the letters.
    pub fn categories(&self, start: &str) -> Vec<(&str, u32)> {
        let start = start.to_ascii_lowercase();
        let needle = format!("\n{CATEGORY}");
        let mut found: Vec<(&str, u32)> = self
            .text
            .match_indices(&needle)
            .filter_map(|(at, _)| {
                let number = self.words.partition_point(|(start, _)| *start as usize <= at + 1).checked_sub(1)?;
                let name = self.word(number).trim_start_matches(CATEGORY);
                name.to_ascii_lowercase().starts_with(&start).then_some((name, self.words[number].1))
            })
            .collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        found
    }

    /// The stems that a word may be a part of, besides its own: of the words that hold it, or only of those that it
    /// begins when it is short. The most frequent first.
    pub fn expansions(&self, word: &str, open: bool, stems: &mut Stems) -> Vec<String> {
        let long = word.chars().nth(2).is_some();
        let found = match (long, open) {
            (true, _) => self.find(word, MOST_EXPANSIONS),
            (false, true) => self.starting_with(word, MOST_COMPLETIONS),
            (false, false) => Vec::new(),
        };
        unique_stems(found, word, stems)
    }

    /// The stems of words that end so: what the first word of a phrase may be the end of.
    pub fn ending_with(&self, word: &str, most: usize, stems: &mut Stems) -> Vec<String> {
        unique_stems(self.find(&format!("{word}\n"), most), word, stems)
    }

    /// The stems of words that begin so: what the last word of a phrase may be the beginning of.
    pub fn beginning_with(&self, word: &str, most: usize, stems: &mut Stems) -> Vec<String> {
        unique_stems(self.starting_with(word, most), word, stems)
    }

    /// The word that was probably meant by one that is nowhere: one mistake away, or two in a long word; of the nearest
    /// the most frequent.
    pub fn meant(&self, word: &str) -> Option<&str> {
        let letters: Vec<char> = word.chars().collect();
        let most = match letters.len() {
            0..4 => return None,
            4..8 => 1,
            _ => 2,
        };
        let mut best: Option<(usize, u32, &str)> = None;
        let mut candidate = Vec::new();
        for (number, (_, papers)) in self.words.iter().enumerate() {
            let known = self.word(number);
            if known.starts_with(CATEGORY) || known.len().abs_diff(word.len()) > most {
                continue;
            }
            candidate.clear();
            candidate.extend(known.chars());
            let Some(distance) = distance(&letters, &candidate, most) else { continue };
            if best.is_none_or(|(nearest, frequent, _)| (distance, frequent) < (nearest, *papers) || distance < nearest)
                && best.is_none_or(|(nearest, ..)| distance <= nearest)
            {
                best = Some((distance, *papers, known));
            }
        }
        best.map(|(_, _, word)| word)
    }
}

fn unique_stems(words: Vec<(&str, u32)>, besides: &str, stems: &mut Stems) -> Vec<String> {
    let mut seen = HashSet::from([stems.of(besides, Script::Letters).to_owned()]);
    words
        .into_iter()
        .filter_map(|(word, _)| {
            let stem = stems.of(word, Script::Letters).to_owned();
            seen.insert(stem.clone()).then_some(stem)
        })
        .collect()
}

/// How many letters must be added, left out, replaced or swapped with their neighbour; None when more than `most`.
/// Source: optimal string alignment distance, <https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance>.
fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut next = vec![i; b.len() + 1];
        let mut least = i;
        for j in 1..=b.len() {
            let replaced = row[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            next[j] = replaced.min(row[j] + 1).min(next[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                next[j] = next[j].min(before[j - 2] + 1);
            }
            least = least.min(next[j]);
        }
        if least > most {
            return None;
        }
        before = std::mem::replace(&mut row, next);
    }
    let distance = row[b.len()];
    (distance <= most).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_what_a_hand_does_wrong() {
        let check = |a: &str, b: &str, expected: Option<usize>| {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            assert_eq!(distance(&letters(a), &letters(b), 2), expected, "{a} {b}");
        };
        check("quantization", "quantization", Some(0));
        check("quantizaton", "quantization", Some(1));
        check("qauntization", "quantization", Some(1));
        check("quantisatoin", "quantization", Some(2));
        check("graph", "transformer", None);
        check("abcdef", "ghijkl", None);
    }

    #[test]
    fn words_are_found_by_their_parts() {
        let index = Connection::open_in_memory().unwrap();
        index
            .execute_batch(
                "CREATE TABLE docs (doc); CREATE TABLE words (id INTEGER PRIMARY KEY, word, docs);
                 INSERT INTO words (word, docs) VALUES ('bert', 5), ('roberta', 3), ('transformers', 9), ('former', 1),
                 ('§cs.CL', 7), ('§cs.AI', 8)",
            )
            .unwrap();
        let mut vocabulary = Vocabulary::default();
        vocabulary.refresh(&index).unwrap();
        vocabulary.refresh(&index).unwrap();
        let mut stems = Stems::default();
        assert_eq!(vocabulary.expansions("bert", false, &mut stems), ["roberta"]);
        assert_eq!(vocabulary.expansions("form", false, &mut stems), ["transform", "former"]);
        assert_eq!(vocabulary.expansions("tr", true, &mut stems), ["transform"]);
        assert_eq!(vocabulary.expansions("tr", false, &mut stems), [""; 0]);
        assert_eq!(vocabulary.ending_with("ormers", 9, &mut stems), ["transform"]);
        assert_eq!(vocabulary.papers_with("roberta"), 3);
        assert_eq!(vocabulary.papers_with("robert"), 0);
        assert_eq!(vocabulary.categories("CS"), [("cs.AI", 8), ("cs.CL", 7)]);
        assert_eq!(vocabulary.meant("transfomers"), Some("transformers"));
        assert_eq!(vocabulary.meant("brt"), None);
        assert_eq!(vocabulary.meant("zzzzzzzz"), None);
    }
}
