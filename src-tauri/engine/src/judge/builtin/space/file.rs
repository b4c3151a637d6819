//! A fitted space in a file: everything in it can be made again from the papers, so what is odd is simply not read.
//! What single papers have stays in the file, see `documents`.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Read, Seek as _, Write},
    path::Path,
    sync::{Mutex, atomic::AtomicBool},
};

use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};

use super::{
    Ridge, Space,
    documents::{Documents, PLACE_BYTES, Stored, TERM_BYTES, Texts},
    is_academic,
};

/// Counts up whenever the bytes, or what `fit` makes of the same papers, change.
const FORMAT: &[u8; 8] = b"space\0\0\x02";
const CHECKSUM: usize = 32;
/// How much is read or written at once.
const BLOCK: usize = 256 * 1024;

impl Space {
    /// Writes the space, with a checksum at its end.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let mut body = BufWriter::with_capacity(BLOCK, Hashed { through: out, hash: Sha256::new() });
        let out = &mut body;
        let mut stems = vec![""; self.names.len()];
        self.stems.iter().for_each(|(stem, &word)| stems[word as usize] = stem);
        let mut surfaces: Vec<(&str, u32)> =
            self.surfaces.iter().map(|(surface, &word)| (surface.as_str(), word)).collect();
        surfaces.sort_unstable();
        out.write_all(FORMAT)?;
        number(out, self.width)?;
        texts(out, self.names.iter())?;
        texts(out, stems.into_iter())?;
        texts(out, surfaces.iter().map(|(surface, _)| *surface))?;
        surfaces.iter().try_for_each(|(_, word)| out.write_all(&word.to_le_bytes()))?;
        numbers(out, &self.idf, |x| x.to_le_bytes())?;
        numbers(out, &self.rows, |row| row.to_le_bytes())?;
        numbers(out, &self.vectors, |x| x.to_le_bytes())?;
        numbers(out, &self.centre, |x| x.to_le_bytes())?;
        numbers(out, &self.all.numbers(), |x| x.to_le_bytes())?;
        texts(out, self.documents.ids().iter())?;
        numbers(out, self.documents.starts(), |start| start.to_le_bytes())?;
        let mut written = Ok(());
        let mut put = |out: &mut BufWriter<_>, bytes: &[u8]| {
            if written.is_ok() {
                written = out.write_all(bytes);
            }
        };
        let read = self
            .each_terms(|_, terms| {
                for (word, weight) in terms {
                    put(out, &word.to_le_bytes());
                    put(out, &weight.to_le_bytes());
                }
            })
            .and_then(|()| {
                self.each_place(0..self.documents(), |_, place| place.iter().for_each(|x| put(out, &x.to_le_bytes())))
            });
        written?;
        read.map_err(|err| io::Error::other(err.message))?;
        let Hashed { through, hash } = body.into_inner().map_err(io::IntoInnerError::into_error)?;
        through.write_all(&hash.finalize())
    }

    /// The space that `write` wrote from here to the end of the file, which stays open and is read from when a paper is
    /// asked for; None for anything else: another version's, a part of it, a damaged one.
    pub fn read(mut file: File, path: &Path) -> Option<Self> {
        let at = file.stream_position().ok()?;
        let end = file.metadata().ok()?.len().checked_sub(CHECKSUM as u64)?;
        let body = Hashed { through: (&file).take(end.checked_sub(at)?), hash: Sha256::new() };
        let mut body = Body { from: BufReader::with_capacity(BLOCK, body), at, end };
        if body.bytes()? != *FORMAT {
            return None;
        }
        let width = body.number()?;
        let names = body.texts()?;
        let stems = body.texts()?;
        let surfaces = body.texts()?;
        let words = body.chunks(surfaces.len(), u32::from_le_bytes)?;
        let idf = body.numbers(f32::from_le_bytes)?;
        let rows = body.numbers(u16::from_le_bytes)?;
        let vectors = body.numbers(f32::from_le_bytes)?;
        let centre = body.numbers(f32::from_le_bytes)?;
        let all = Ridge::from_numbers(width, &body.numbers(f64::from_le_bytes)?)?;
        let ids = body.texts()?;
        let starts = body.numbers(u32::from_le_bytes)?;
        let terms = body.at;
        let places = terms.checked_add(u64::from(*starts.last()?).checked_mul(TERM_BYTES as u64)?)?;
        let rest = (ids.len() as u64).checked_mul(width as u64)?.checked_mul(PLACE_BYTES as u64)?;
        let whole = places.checked_add(rest)? == end
            && stems.len() == names.len()
            && idf.len() == names.len()
            && rows.len() == names.len()
            && centre.len() == width
            && starts.len() == ids.len() + 1
            && starts.is_sorted();
        let hash = body.hash()?;
        let mut checksum = [0; CHECKSUM];
        (&file).read_exact(&mut checksum).ok()?;
        if !whole || hash != checksum {
            return None;
        }
        let stored =
            Stored { file: Mutex::new(file), path: path.to_owned(), terms, places, lost: AtomicBool::new(false) };
        Some(Self {
            academic: stems.iter().map(is_academic).collect(),
            surfaces: surfaces.iter().map(str::to_owned).zip(words).collect(),
            stems: stems.iter().map(str::to_owned).zip(0..).collect::<FxHashMap<String, u32>>(),
            documents: Documents::stored(ids, starts, stored, names.len(), width),
            names,
            idf,
            rows,
            vectors,
            width,
            centre,
            all,
        })
    }
}

/// What goes through is hashed.
struct Hashed<T> {
    through: T,
    hash: Sha256,
}

impl<T: Write> Write for Hashed<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.through.write(bytes)?;
        self.hash.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.through.flush()
    }
}

impl<T: Read> Read for Hashed<T> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.through.read(bytes)?;
        self.hash.update(&bytes[..count]);
        Ok(count)
    }
}

fn number(out: &mut impl Write, number: usize) -> io::Result<()> {
    out.write_all(&(number as u64).to_le_bytes())
}

fn numbers<const N: usize, T>(out: &mut impl Write, numbers: &[T], bytes: impl Fn(&T) -> [u8; N]) -> io::Result<()> {
    number(out, numbers.len())?;
    numbers.iter().try_for_each(|x| out.write_all(&bytes(x)))
}

fn texts<'a>(out: &mut impl Write, texts: impl ExactSizeIterator<Item = &'a str>) -> io::Result<()> {
    number(out, texts.len())?;
    for text in texts {
        number(out, text.len())?;
        out.write_all(text.as_bytes())?;
    }
    Ok(())
}

/// What is still to be read: nothing in it is believed before the checksum was seen, least of all a length.
struct Body<R> {
    from: R,
    at: u64,
    end: u64,
}

impl<T: Read> Body<BufReader<Hashed<T>>> {
    fn take(&mut self, bytes: usize) -> Option<()> {
        self.at = self.at.checked_add(bytes as u64).filter(|&at| at <= self.end)?;
        Some(())
    }

    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?;
        let mut bytes = [0; N];
        self.from.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    fn number(&mut self) -> Option<usize> {
        usize::try_from(u64::from_le_bytes(self.bytes()?)).ok()
    }

    fn chunks<const N: usize, X>(&mut self, count: usize, number: impl Fn([u8; N]) -> X) -> Option<Vec<X>> {
        self.take(count.checked_mul(N)?)?;
        let mut read = Vec::with_capacity(count);
        let mut bytes = [0; N];
        for _ in 0..count {
            self.from.read_exact(&mut bytes).ok()?;
            read.push(number(bytes));
        }
        Some(read)
    }

    fn numbers<const N: usize, X>(&mut self, number: impl Fn([u8; N]) -> X) -> Option<Vec<X>> {
        let count = self.number()?;
        self.chunks(count, number)
    }

    fn texts(&mut self) -> Option<Texts> {
        let count = self.number()?;
        let mut texts = Texts::default();
        let mut bytes = Vec::new();
        for _ in 0..count {
            let length = self.number()?;
            self.take(length)?;
            bytes.resize(length, 0);
            self.from.read_exact(&mut bytes).ok()?;
            texts.push(str::from_utf8(&bytes).ok()?);
        }
        Some(texts)
    }

    /// The hash of the whole body.
    fn hash(mut self) -> Option<[u8; CHECKSUM]> {
        loop {
            match self.from.fill_buf().ok()?.len() {
                0 => return Some(self.from.into_inner().hash.finalize().into()),
                count => self.from.consume(count),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, io::SeekFrom, sync::Arc};

    use super::*;
    use crate::{
        judge::builtin::{Model, paper},
        paper::Paper,
        profile::Profile,
    };

    fn papers() -> Vec<Paper> {
        (0..60)
            .map(|i| {
                let about =
                    ["planning agents call tools", "speech recognition of noisy audio", "distant galaxies hold dust"];
                paper(&format!("2512.{:05}", i * 37 % 60), about[i % 3], &format!("{} {}", about[i % 3], about[i % 2]))
            })
            .collect()
    }

    /// Bytes behind eight others, as in the file that they are kept in.
    fn read(path: &Path, bytes: &[u8]) -> Option<Space> {
        fs::write(path, [b"eight of", bytes].concat()).unwrap();
        let mut file = File::open(path).unwrap();
        file.seek(SeekFrom::Start(8)).unwrap();
        Space::read(file, path)
    }

    fn bytes(space: &Space) -> Vec<u8> {
        let mut bytes = Vec::new();
        space.write(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_space_is_read_as_it_was_written_and_a_damaged_one_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("space");
        let papers = papers();
        let space = Space::fit(&papers.iter().collect::<Vec<_>>());
        let written = bytes(&space);
        let other = read(&path, &written).unwrap();
        assert!(bytes(&other) == written && other.width > 0);
        for paper in &papers {
            assert_eq!(other.similar(paper, 5).unwrap(), space.similar(paper, 5).unwrap());
            assert_eq!(other.paper(paper).terms, space.paper(paper).terms);
            let document = space.document(&paper.id).unwrap();
            assert_eq!(other.document(&paper.id), Some(document));
            assert_eq!(other.terms_of(document).unwrap(), space.terms_of(document).unwrap());
            assert_eq!(other.place_of(document).unwrap(), space.place_of(document).unwrap());
        }
        assert_eq!(other.document(&"2512.00060".parse().unwrap()), None);
        let empty = Space::fit(&[]);
        assert!(bytes(&read(&path, &bytes(&empty)).unwrap()) == bytes(&empty));

        let turned =
            |at: usize| written.iter().enumerate().map(move |(n, b)| if n == at { b ^ 1 } else { *b }).collect();
        for (what, damaged) in [
            ("empty", Vec::new()),
            ("cut off", written[..written.len() / 2].to_vec()),
            ("one byte short", written[..written.len() - 1].to_vec()),
            ("a bit turned", turned(written.len() / 2)),
            ("a bit of the last place turned", turned(written.len() - CHECKSUM - 1)),
            ("a bit of a length turned", turned(8)),
            ("a length past everything", [&written[..23], &[0xff], &written[24..]].concat()),
            ("of another version", [b"space\0\0\x01", &written[8..]].concat()),
            ("with more behind it", [&written[..], b"x"].concat()),
        ] {
            assert!(read(&path, &damaged).is_none(), "{what}");
        }
    }

    #[test]
    fn a_file_that_can_no_longer_be_read_is_no_wrong_answer() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("space");
        let papers = papers();
        let corpus: Vec<&Paper> = papers.iter().collect();
        let fitted = Arc::new(Space::fit(&corpus));
        let profile = Profile { focus: vec!["agents call tools".into()], ..Profile::default() };
        let [whole, lost] = [0, 1].map(|_| {
            let space = Arc::new(read(&path, &bytes(&fitted)).unwrap());
            Model::new(space, &profile).unwrap()
        });
        let known = Model::new(Arc::clone(&fitted), &profile).unwrap();
        let id = &papers[4].id;
        assert!(known.score_known(id).is_some() && whole.score_known(id) == known.score_known(id));

        // The same file, not another of its name.
        fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(20).unwrap();
        let space = lost.space();
        assert!(!space.lost());
        assert_eq!(lost.score_known(id), None);
        assert!(space.lost());
        assert!(space.similar(&papers[4], 3).is_err());
        assert!(space.place_of(4).is_err());
        assert!(Model::new(Arc::clone(space), &profile).is_err());
        assert_eq!(space.place_of_paper(&papers[4]), fitted.place_of_paper(&papers[4]), "from its text");
        assert_eq!(lost.rank(&corpus), known.rank(&corpus), "this needs nothing of the file");
    }
}
