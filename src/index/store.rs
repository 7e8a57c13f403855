//! The index as a file: `GLOSSIDX`, version, fingerprint of the glossary text, checksum of the rest, then for each tier
//! its fst, then the posting lists. All numbers are little-endian.
//!
//! The file is a cache: anything unexpected in it is an error, and the answer to an error is to build it again.

use fst::Map;

use super::{Index, Tier};

const MAGIC: &[u8; 8] = b"GLOSSIDX";
const VERSION: u32 = 1;

/// Why an index file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// It was written for another text or by another version, or is no index at all.
    #[error("the index was made for another glossary or version; it is built again")]
    Stale,
    /// Its bytes were changed or cut.
    #[error("the index is damaged; it is built again")]
    Damaged,
    /// An fst in it cannot be opened or built.
    #[error("the index is damaged; it is built again")]
    Fst(#[from] fst::Error),
}

/// FNV-1a, 64 bits: for telling texts apart and noticing damage, not for security.
pub(crate) fn checksum<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for &byte in part {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        hash = (hash ^ 0xff).wrapping_mul(0x0100_0000_01b3); // keeps ["ab", "c"] and ["a", "bc"] apart
    }
    hash
}

impl Index {
    /// The fingerprint of glossary texts, under which an index of them is stored.
    pub fn fingerprint<'a>(texts: impl IntoIterator<Item = &'a str>) -> u64 {
        checksum(texts.into_iter().map(str::as_bytes))
    }

    /// The index as bytes to be stored under a fingerprint.
    pub fn to_bytes(&self, fingerprint: u64) -> Vec<u8> {
        let mut body = Vec::new();
        for map in &self.maps {
            let fst = map.as_fst().as_bytes();
            put(&mut body, fst.len());
            body.extend_from_slice(fst);
        }
        put(&mut body, self.postings.len());
        for list in &self.postings {
            put(&mut body, list.len());
            list.iter().for_each(|ordinal| body.extend_from_slice(&ordinal.to_le_bytes()));
        }
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&fingerprint.to_le_bytes());
        out.extend_from_slice(&checksum([body.as_slice()]).to_le_bytes());
        out.extend_from_slice(&body);
        out
    }

    /// Reads an index that was stored under `fingerprint`. Cost: one pass for the checksum.
    ///
    /// # Errors
    /// [`IndexError::Stale`] if it belongs to other texts, [`IndexError::Damaged`] or [`IndexError::Fst`] if its bytes are
    /// not what was written. In both cases build it again.
    pub fn from_bytes(bytes: &[u8], fingerprint: u64) -> Result<Self, IndexError> {
        let mut reader = Reader { bytes };
        if reader.take(8)? != MAGIC
            || reader.array()? != VERSION.to_le_bytes()
            || reader.array()? != fingerprint.to_le_bytes()
        {
            return Err(IndexError::Stale);
        }
        if reader.array()? != checksum([&bytes[bytes.len().min(28)..]]).to_le_bytes() {
            return Err(IndexError::Damaged);
        }
        let mut maps = Vec::with_capacity(Tier::ALL.len());
        for _ in Tier::ALL {
            let len = reader.count()?;
            maps.push(Map::new(reader.take(len)?.to_vec())?);
        }
        let mut postings = Vec::new();
        for _ in 0..reader.count()? {
            let mut list = Vec::new();
            for _ in 0..reader.count()? {
                list.push(u32::from_le_bytes(reader.array()?));
            }
            postings.push(list);
        }
        if reader.bytes.is_empty() { Ok(Self { maps, postings }) } else { Err(IndexError::Damaged) }
    }
}

fn put(out: &mut Vec<u8>, n: usize) {
    out.extend_from_slice(&u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes());
}

struct Reader<'b> {
    bytes: &'b [u8],
}

impl<'b> Reader<'b> {
    fn take(&mut self, n: usize) -> Result<&'b [u8], IndexError> {
        let (head, rest) = self.bytes.split_at_checked(n).ok_or(IndexError::Damaged)?;
        self.bytes = rest;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], IndexError> {
        self.take(N)?.try_into().map_err(|_| IndexError::Damaged)
    }

    fn count(&mut self) -> Result<usize, IndexError> {
        Ok(u32::from_le_bytes(self.array()?) as usize)
    }
}
