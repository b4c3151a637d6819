//! A body as it comes in: unpacked on the way, and never longer than it may be.

use std::io::{Error, ErrorKind, Result, Write};

use flate2::write::GzDecoder;

/// Unpacked bytes for each byte that came in. Real feeds have 3 to 8.
const RATIO: usize = 100;
/// So many are free: the ratio of a body of a few bytes says nothing.
const FREE: usize = 64 * 1024;

/// Why a body was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// Longer than the limit, once unpacked.
    Long,
    /// Packed more tightly than any text: a bomb.
    Tight,
    /// Not what its header says.
    Broken,
}

/// Collects a body.
pub(super) enum Body {
    Plain(Bounded),
    Packed(Box<GzDecoder<Bounded>>),
}

pub(super) struct Bounded {
    bytes: Vec<u8>,
    most: usize,
    /// Bytes that came in, when they are packed.
    packed: Option<usize>,
    refused: Option<Refused>,
}

impl Body {
    pub fn new(packed: bool, most: usize) -> Self {
        let bounded = Bounded { bytes: Vec::new(), most, packed: packed.then_some(0), refused: None };
        if packed { Self::Packed(Box::new(GzDecoder::new(bounded))) } else { Self::Plain(bounded) }
    }

    pub fn push(&mut self, chunk: &[u8]) -> std::result::Result<(), Refused> {
        let (written, bounded) = match self {
            Self::Plain(bounded) => (bounded.write_all(chunk), &*bounded),
            Self::Packed(decoder) => {
                let packed = decoder.get_ref().packed.unwrap_or(0);
                decoder.get_mut().packed = Some(packed + chunk.len());
                (decoder.write_all(chunk), decoder.get_ref())
            }
        };
        written.map_err(|_| bounded.refused.unwrap_or(Refused::Broken))
    }

    /// The whole body.
    pub fn finish(self) -> std::result::Result<Vec<u8>, Refused> {
        match self {
            Self::Plain(bounded) => Ok(bounded.bytes),
            Self::Packed(mut decoder) => match decoder.try_finish() {
                Ok(()) => Ok(std::mem::take(&mut decoder.get_mut().bytes)),
                Err(_) => Err(decoder.get_ref().refused.unwrap_or(Refused::Broken)),
            },
        }
    }
}

impl Write for Bounded {
    fn write(&mut self, part: &[u8]) -> Result<usize> {
        let length = self.bytes.len() + part.len();
        let tight = self.packed.is_some_and(|packed| length > FREE + packed * RATIO);
        self.refused = if length > self.most {
            Some(Refused::Long)
        } else if tight {
            Some(Refused::Tight)
        } else {
            None
        };
        if self.refused.is_some() {
            return Err(Error::from(ErrorKind::InvalidData));
        }
        self.bytes.extend_from_slice(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}
