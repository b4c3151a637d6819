//! A fitted space as bytes: everything in it can be made again from the papers, so what is odd is simply not read.

use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};

use super::{Ridge, Space, Terms, is_academic};

/// Counts up whenever the bytes, or what `fit` makes of the same papers, change.
const FORMAT: &[u8; 8] = b"space\0\0\x01";
const CHECKSUM: usize = 32;

impl Space {
    /// The space as bytes, with a checksum at their end.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out =
            Vec::with_capacity(self.places.len() * 4 + self.terms.iter().map(|t| t.len() * 8 + 4).sum::<usize>());
        out.extend_from_slice(FORMAT);
        let mut stems = vec![""; self.names.len()];
        self.stems.iter().for_each(|(stem, &word)| stems[word as usize] = stem);
        let mut surfaces: Vec<(&str, u32)> =
            self.surfaces.iter().map(|(surface, &word)| (surface.as_str(), word)).collect();
        surfaces.sort_unstable();
        number(&mut out, self.width);
        texts(&mut out, self.names.iter().map(String::as_str));
        texts(&mut out, stems.into_iter());
        texts(&mut out, surfaces.iter().map(|(surface, _)| *surface));
        surfaces.iter().for_each(|(_, word)| out.extend_from_slice(&word.to_le_bytes()));
        floats(&mut out, &self.idf);
        number(&mut out, self.rows.len());
        self.rows.iter().for_each(|row| out.extend_from_slice(&row.to_le_bytes()));
        floats(&mut out, &self.vectors);
        floats(&mut out, &self.centre);
        texts(&mut out, self.documents.iter().map(|id| id.as_str()));
        for terms in &self.terms {
            number(&mut out, terms.len());
            for (word, weight) in terms {
                out.extend_from_slice(&word.to_le_bytes());
                out.extend_from_slice(&weight.to_le_bytes());
            }
        }
        floats(&mut out, &self.places);
        let all = self.all.numbers();
        number(&mut out, all.len());
        all.iter().for_each(|x| out.extend_from_slice(&x.to_le_bytes()));
        let checksum = Sha256::digest(&out);
        out.extend_from_slice(&checksum);
        out
    }

    /// The space that `to_bytes` wrote; None for anything else: another version's, a part of it, a damaged one.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (body, checksum) = bytes.split_at_checked(bytes.len().checked_sub(CHECKSUM)?)?;
        let mut rest = Bytes(body.strip_prefix(FORMAT)?);
        if Sha256::digest(body).as_slice() != checksum {
            return None;
        }
        let width = rest.number()?;
        let names = rest.texts()?;
        let stems = rest.texts()?;
        let surfaces = rest.texts()?;
        let numbers = rest.chunks(surfaces.len(), u32::from_le_bytes)?;
        let idf = rest.floats()?;
        let count = rest.number()?;
        let rows = rest.chunks(count, u16::from_le_bytes)?;
        let vectors = rest.floats()?;
        let centre = rest.floats()?;
        let documents = rest.texts()?.into_iter().map(|id| id.parse().ok()).collect::<Option<Vec<_>>>()?;
        let mut terms: Vec<Terms> = Vec::with_capacity(documents.len());
        for _ in 0..documents.len() {
            let count = rest.number()?;
            terms.push(rest.chunks(count, |both: [u8; 8]| {
                let [a, b, c, d, w, x, y, z] = both;
                (u32::from_le_bytes([a, b, c, d]), f32::from_le_bytes([w, x, y, z]))
            })?);
        }
        let places = rest.floats()?;
        let count = rest.number()?;
        let all = Ridge::from_numbers(width, &rest.chunks(count, f64::from_le_bytes)?)?;
        let whole = rest.0.is_empty()
            && stems.len() == names.len()
            && idf.len() == names.len()
            && rows.len() == names.len()
            && centre.len() == width
            && places.len() == documents.len() * width;
        whole.then(|| Self {
            academic: stems.iter().map(|stem| is_academic(stem)).collect(),
            surfaces: surfaces.into_iter().zip(numbers).collect(),
            stems: stems.into_iter().zip(0..).collect::<FxHashMap<String, u32>>(),
            names,
            idf,
            rows,
            vectors,
            width,
            centre,
            ids: documents.iter().cloned().zip(0..).collect(),
            documents,
            terms,
            places,
            all,
        })
    }
}

fn number(out: &mut Vec<u8>, number: usize) {
    out.extend_from_slice(&(number as u64).to_le_bytes());
}

fn floats(out: &mut Vec<u8>, floats: &[f32]) {
    number(out, floats.len());
    floats.iter().for_each(|x| out.extend_from_slice(&x.to_le_bytes()));
}

fn texts<'a>(out: &mut Vec<u8>, texts: impl ExactSizeIterator<Item = &'a str>) {
    number(out, texts.len());
    for text in texts {
        number(out, text.len());
        out.extend_from_slice(text.as_bytes());
    }
}

/// What is still to be read.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn number(&mut self) -> Option<usize> {
        let (number, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        usize::try_from(u64::from_le_bytes(*number)).ok()
    }

    fn chunks<const N: usize, T>(&mut self, count: usize, read: impl Fn([u8; N]) -> T) -> Option<Vec<T>> {
        let (taken, rest) = self.0.split_at_checked(count.checked_mul(N)?)?;
        self.0 = rest;
        let (chunks, _) = taken.as_chunks::<N>();
        Some(chunks.iter().map(|chunk| read(*chunk)).collect())
    }

    fn floats(&mut self) -> Option<Vec<f32>> {
        let count = self.number()?;
        self.chunks(count, f32::from_le_bytes)
    }

    fn texts(&mut self) -> Option<Vec<String>> {
        let count = self.number()?;
        let mut texts = Vec::new();
        for _ in 0..count {
            let length = self.number()?;
            let (text, rest) = self.0.split_at_checked(length)?;
            self.0 = rest;
            texts.push(str::from_utf8(text).ok()?.to_owned());
        }
        Some(texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::builtin::paper;

    #[test]
    fn a_space_is_read_as_it_was_written_and_a_damaged_one_not_at_all() {
        let papers: Vec<_> = (0..60)
            .map(|i| {
                let about =
                    ["planning agents call tools", "speech recognition of noisy audio", "distant galaxies hold dust"];
                paper(&format!("2512.{i:05}"), about[i % 3], &format!("{} {}", about[i % 3], about[i % 2]))
            })
            .collect();
        let space = Space::fit(&papers.iter().collect::<Vec<_>>());
        let bytes = space.to_bytes();
        let read = Space::from_bytes(&bytes).unwrap();
        assert!(read.to_bytes() == bytes && read.width > 0);
        let place = space.place_of(4);
        assert_eq!(read.nearest(place, Some(4), 5), space.nearest(place, Some(4), 5));
        assert_eq!(read.paper(&papers[7]).terms, space.paper(&papers[7]).terms);
        for (what, damaged) in [
            ("empty", Vec::new()),
            ("cut off", bytes[..bytes.len() / 2].to_vec()),
            (
                "a bit turned",
                bytes.iter().enumerate().map(|(at, b)| if at == bytes.len() / 2 { b ^ 1 } else { *b }).collect(),
            ),
            ("of another version", [b"space\0\0\x00", &bytes[8..]].concat()),
            ("with more behind it", [&bytes[..], b"x"].concat()),
        ] {
            assert!(Space::from_bytes(&damaged).is_none(), "{what}");
        }
    }
}
