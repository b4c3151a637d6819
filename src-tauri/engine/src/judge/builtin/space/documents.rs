//! What each paper of the archive has in a space: its terms and its place. A hundred thousand papers have 140 MB of
//! them, and hardly any is asked for twice: they are in memory while a space is fitted, and then in its file.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
    ops::Range,
    path::PathBuf,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use super::{Term, Terms};
use crate::{
    error::{Error, Result},
    paper::ArxivId,
};

/// How much is read at once where all is read.
const BLOCK: usize = 64 * 1024;
pub(super) const TERM_BYTES: usize = 8;
pub(super) const PLACE_BYTES: usize = 4;

/// Texts one behind another: many small ones in two pieces of memory.
#[derive(Default)]
pub(super) struct Texts {
    text: String,
    ends: Vec<u32>,
}

impl Texts {
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)? as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.text.get(start..end)
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|at| self.get(at).unwrap_or_default())
    }
}

/// The papers of a space, in the order in which they were given.
pub(super) struct Documents {
    ids: Texts,
    /// The documents in the order of their ids.
    by_id: Vec<u32>,
    /// Where the terms of each start, counted in terms; one more than there are documents.
    starts: Vec<u32>,
    /// How many words the space has, and how many numbers a place.
    words: usize,
    width: usize,
    kept: Kept,
}

/// Document after document.
enum Kept {
    Here { terms: Terms, places: Vec<f32> },
    Stored(Stored),
}

/// The file of a space, open: another may have its name meanwhile, this one stays what it was.
pub(super) struct Stored {
    /// One reads at a time: where to read is a state of the file. A block is copied in less time than it is worked on.
    pub file: Mutex<File>,
    pub path: PathBuf,
    /// Where the terms and the places start, in bytes.
    pub terms: u64,
    pub places: u64,
    /// Whether something could not be read.
    pub lost: AtomicBool,
}

/// What a block is read into; used again for the next.
#[derive(Default)]
struct Block<T> {
    bytes: Vec<u8>,
    numbers: Vec<T>,
}

impl Documents {
    pub fn here(ids: Texts, starts: Vec<u32>, terms: Terms, places: Vec<f32>, words: usize, width: usize) -> Self {
        Self::new(ids, starts, words, width, Kept::Here { terms, places })
    }

    pub fn stored(ids: Texts, starts: Vec<u32>, stored: Stored, words: usize, width: usize) -> Self {
        Self::new(ids, starts, words, width, Kept::Stored(stored))
    }

    fn new(ids: Texts, starts: Vec<u32>, words: usize, width: usize, kept: Kept) -> Self {
        let mut by_id: Vec<u32> = (0..ids.len() as u32).collect();
        by_id.sort_unstable_by_key(|&at| ids.get(at as usize));
        Self { ids, by_id, starts, words, width, kept }
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn ids(&self) -> &Texts {
        &self.ids
    }

    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    pub fn id(&self, document: usize) -> Option<ArxivId> {
        self.ids.get(document)?.parse().ok()
    }

    pub fn find(&self, id: &ArxivId) -> Option<usize> {
        let at = self.by_id.binary_search_by_key(&Some(id.as_str()), |&at| self.ids.get(at as usize)).ok()?;
        Some(self.by_id[at] as usize)
    }

    /// Whether something of the file could not be read: what is asked for next may fail too.
    pub fn lost(&self) -> bool {
        matches!(&self.kept, Kept::Stored(stored) if stored.lost.load(Ordering::Relaxed))
    }

    pub fn terms(&self, document: usize) -> Result<Terms> {
        Ok(self.terms_of(document..document + 1, &mut Block::default())?.to_vec())
    }

    pub fn place(&self, document: usize) -> Result<Vec<f32>> {
        Ok(self.places_of(document..document + 1, &mut Block::default())?.to_vec())
    }

    /// All terms, document after document.
    pub fn each_terms(&self, mut each: impl FnMut(usize, &[Term])) -> Result<()> {
        let mut block = Block::default();
        let mut from = 0;
        while from < self.len() {
            let first = self.starts[from] as usize;
            let fits = |&end: &u32| (end as usize - first) * TERM_BYTES <= BLOCK;
            let until = from + self.starts[from + 1..].partition_point(fits).max(1);
            let terms = self.terms_of(from..until, &mut block)?;
            for document in from..until {
                let [start, end] = [document, document + 1].map(|at| self.starts[at] as usize - first);
                each(document, &terms[start..end]);
            }
            from = until;
        }
        Ok(())
    }

    /// The places of some documents, one after another.
    pub fn each_place(&self, documents: Range<usize>, mut each: impl FnMut(usize, &[f32])) -> Result<()> {
        let mut block = Block::default();
        let step = (BLOCK / (self.width.max(1) * PLACE_BYTES)).max(1);
        for from in documents.clone().step_by(step) {
            let until = (from + step).min(documents.end);
            let places = self.places_of(from..until, &mut block)?;
            (from..until).for_each(|document| each(document, &places[(document - from) * self.width..][..self.width]));
        }
        Ok(())
    }

    fn terms_of<'a>(&'a self, documents: Range<usize>, block: &'a mut Block<Term>) -> Result<&'a [Term]> {
        let range = self.starts[documents.start] as usize..self.starts[documents.end] as usize;
        match &self.kept {
            Kept::Here { terms, .. } => Ok(&terms[range]),
            Kept::Stored(stored) => {
                let terms = stored.read(stored.terms, range, block, |[a, b, c, d, w, x, y, z]: [u8; TERM_BYTES]| {
                    (u32::from_le_bytes([a, b, c, d]), f32::from_le_bytes([w, x, y, z]))
                })?;
                match terms.iter().all(|&(word, _)| (word as usize) < self.words) {
                    true => Ok(terms),
                    false => Err(stored.lose(&io::ErrorKind::InvalidData.into())),
                }
            }
        }
    }

    fn places_of<'a>(&'a self, documents: Range<usize>, block: &'a mut Block<f32>) -> Result<&'a [f32]> {
        let range = documents.start * self.width..documents.end * self.width;
        match &self.kept {
            Kept::Here { places, .. } => Ok(&places[range]),
            Kept::Stored(stored) => {
                stored.read(stored.places, range, block, |bytes: [u8; PLACE_BYTES]| f32::from_le_bytes(bytes))
            }
        }
    }
}

impl Stored {
    fn read<'a, const N: usize, T>(
        &self,
        start: u64,
        numbers: Range<usize>,
        block: &'a mut Block<T>,
        number: impl Fn([u8; N]) -> T,
    ) -> Result<&'a [T]> {
        block.bytes.resize(numbers.len() * N, 0);
        let at = start + (numbers.start * N) as u64;
        let read = {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(&mut block.bytes))
        };
        read.map_err(|err| self.lose(&err))?;
        block.numbers.clear();
        block.numbers.extend(block.bytes.as_chunks::<N>().0.iter().map(|chunk| number(*chunk)));
        Ok(&block.numbers)
    }

    fn lose(&self, err: &io::Error) -> Error {
        self.lost.store(true, Ordering::Relaxed);
        Error::disk("read", &self.path, err)
    }
}
