//! Keys and their numbers in an fst, read with care: in a damaged one a key may be missing, and nothing panics.
//!
//! The fst crate trusts the bytes it reads. Those of an index are a mapped file, which was sound when it was last verified and
//! may have rotted since; to verify it again would cost more than the answer. So keys are followed here, every offset
//! checked, in the layout of fst's third version: a node is read backwards from its last byte, which says what it is.

use std::sync::atomic::{AtomicBool, Ordering};

use fst::Map;

use gloss_core::block::bytes::Part;

/// An fst from keys to numbers.
pub(super) struct Dictionary {
    map: Map<Part>,
    damaged: AtomicBool,
}

/// The fst cannot be read any further: it is not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Damaged;

impl Dictionary {
    /// Opens an fst; nothing but its head and foot is read.
    pub(super) fn open(part: Part) -> Result<Self, fst::Error> {
        Ok(Self { map: Map::new(part)?, damaged: AtomicBool::new(false) })
    }

    /// The number of a key.
    pub(super) fn get(&self, key: &str) -> Option<u64> {
        number_of(self.map.as_fst().as_bytes(), key.as_bytes()).unwrap_or_else(|Damaged| {
            self.damaged.store(true, Ordering::Relaxed);
            None
        })
    }

    /// Whether a key was asked for and the fst could not be read.
    pub(super) fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Relaxed)
    }

    /// The fst itself, for walks over many keys. It trusts the bytes, so they must not be those of a file.
    pub(super) fn map(&self) -> &Map<Part> {
        &self.map
    }
}

/// The last bytes of an fst: the number of keys, where the root is, a checksum.
const FOOT_BYTES: usize = 20;

fn number_of(fst: &[u8], key: &[u8]) -> Result<Option<u64>, Damaged> {
    let foot = fst.len().checked_sub(FOOT_BYTES).ok_or(Damaged)?;
    let mut address = usize::try_from(little_endian(fst, foot + 8, 8)?).map_err(|_| Damaged)?;
    let nodes = fst.get(..foot).ok_or(Damaged)?;
    let mut number = 0u64;
    for byte in key {
        let Some(step) = Node::read(nodes, address)?.step(*byte)? else { return Ok(None) };
        number = number.checked_add(step.number).ok_or(Damaged)?;
        address = step.to;
    }
    let last = Node::read(nodes, address)?.last()?;
    last.map(|last| number.checked_add(last).ok_or(Damaged)).transpose()
}

/// A number of a few bytes.
fn little_endian(bytes: &[u8], from: usize, count: usize) -> Result<u64, Damaged> {
    let end = from.checked_add(count).ok_or(Damaged)?;
    let bytes = bytes.get(from..end).filter(|bytes| bytes.len() <= 8).ok_or(Damaged)?;
    Ok(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// Where a key goes on, and what that adds to its number.
struct Step {
    to: usize,
    number: u64,
}

/// The nodes that are neither written nor followed: a key ends there.
const END: usize = 0;

/// A node that has more bytes to follow than these has a table of them.
const TABLE_FROM: usize = 32;

/// A node, with all of the fst before its last byte.
enum Node<'b> {
    /// A key ends, and none goes on.
    End,
    /// One byte follows, to the node written just before.
    Next { byte: u8, start: usize },
    /// One byte follows.
    One { bytes: &'b [u8], byte: u8, sizes: Sizes, end: usize },
    /// Any number of bytes follow, or a key ends here.
    Any { bytes: &'b [u8], ends: bool, count: usize, sizes: Sizes, end: usize },
}

/// How many bytes an address and a number take.
#[derive(Clone, Copy)]
struct Sizes {
    address: usize,
    number: usize,
}

impl Sizes {
    fn of(byte: u8) -> Self {
        Self { address: usize::from(byte >> 4), number: usize::from(byte & 15) }
    }
}

impl<'b> Node<'b> {
    fn read(nodes: &'b [u8], address: usize) -> Result<Self, Damaged> {
        if address == END {
            return Ok(Self::End);
        }
        let state = *nodes.get(address).ok_or(Damaged)?;
        let bytes = &nodes[..address];
        let byte_at = |end: usize| bytes.get(end.wrapping_sub(1)).copied().ok_or(Damaged);
        let low = state & 0b0011_1111;
        if state & 0b1000_0000 != 0 {
            let frequent = usize::from(low).checked_sub(1).and_then(|at| FREQUENT.get(at).copied());
            let (byte, end) = match frequent {
                Some(byte) => (byte, address),
                None => (byte_at(address)?, address - 1),
            };
            if state & 0b0100_0000 != 0 {
                return Ok(Self::Next { byte, start: end });
            }
            return Ok(Self::One { bytes, byte, sizes: Sizes::of(byte_at(end)?), end: end.wrapping_sub(1) });
        }
        let (count, end) = match (low, byte_at(address)?) {
            (0, 1) => (256, address - 1),
            (0, count) => (usize::from(count), address - 1),
            (count, _) => (usize::from(count), address),
        };
        let sizes = Sizes::of(byte_at(end)?);
        Ok(Self::Any { bytes, ends: state & 0b0100_0000 != 0, count, sizes, end: end.wrapping_sub(1) })
    }

    /// The step for a byte, if a key goes on with it.
    fn step(&self, wanted: u8) -> Result<Option<Step>, Damaged> {
        match *self {
            Self::End => Ok(None),
            Self::Next { byte, start } => {
                let to = start.checked_sub(1).ok_or(Damaged)?;
                Ok((byte == wanted).then_some(Step { to, number: 0 }))
            }
            Self::One { byte, .. } if byte != wanted => Ok(None),
            Self::One { bytes, sizes, end, .. } => {
                let address = end.checked_sub(sizes.address).ok_or(Damaged)?;
                let start = address.checked_sub(sizes.number).ok_or(Damaged)?;
                let number = little_endian(bytes, start, sizes.number)?;
                Ok(Some(Step { to: target(bytes, address, sizes, start)?, number }))
            }
            Self::Any { bytes, count, sizes, end, .. } => {
                let Some(at) = self.position(wanted)? else { return Ok(None) };
                let table = if count > TABLE_FROM { 256 } else { 0 };
                let addresses = end.checked_sub(table + count).ok_or(Damaged)?;
                let numbers = addresses.checked_sub(count * sizes.address).ok_or(Damaged)?;
                let address = addresses.checked_sub((at + 1) * sizes.address).ok_or(Damaged)?;
                let number = numbers.checked_sub((at + 1) * sizes.number).ok_or(Damaged)?;
                let number = little_endian(bytes, number, sizes.number)?;
                Ok(Some(Step { to: target(bytes, address, sizes, self.start()?)?, number }))
            }
        }
    }

    /// Which of the bytes that follow a byte is.
    fn position(&self, wanted: u8) -> Result<Option<usize>, Damaged> {
        let Self::Any { bytes, count, end, .. } = *self else { return Ok(None) };
        if count > TABLE_FROM {
            let table = end.checked_sub(256).ok_or(Damaged)?;
            let at = usize::from(*bytes.get(table + usize::from(wanted)).ok_or(Damaged)?);
            return Ok((at < count).then_some(at));
        }
        let first = end.checked_sub(count).ok_or(Damaged)?;
        // They are written backwards.
        Ok(bytes.get(first..end).ok_or(Damaged)?.iter().rev().position(|byte| *byte == wanted))
    }

    /// What the end of a key here adds to its number; nothing if none ends.
    fn last(&self) -> Result<Option<u64>, Damaged> {
        match *self {
            Self::End => Ok(Some(0)),
            Self::Any { bytes, ends: true, sizes, .. } => little_endian(bytes, self.start()?, sizes.number).map(Some),
            _ => Ok(None),
        }
    }

    /// Where a node with any number of steps begins.
    fn start(&self) -> Result<usize, Damaged> {
        let Self::Any { ends, count, sizes, end, .. } = *self else { return Err(Damaged) };
        let table = if count > TABLE_FROM { 256 } else { 0 };
        let numbers = count + usize::from(ends);
        end.checked_sub(table + count + count * sizes.address + numbers * sizes.number).ok_or(Damaged)
    }
}

/// Where a step leads: so many bytes before the beginning of its node, or to the end of a key.
fn target(bytes: &[u8], at: usize, sizes: Sizes, start: usize) -> Result<usize, Damaged> {
    let back = usize::try_from(little_endian(bytes, at, sizes.address)?).map_err(|_| Damaged)?;
    if back == 0 { Ok(END) } else { start.checked_sub(back).ok_or(Damaged) }
}

/// The bytes that are so frequent in keys that a node names them by a number, in the order of the numbers; a test asks the crate.
const FREQUENT: [u8; 63] = *b"te/oasripcnw.hlm-du012g=:bf3y5&_4v9678k%?xCDASFIBEjPTzRNM+LOqHG";

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::Arc};

    use fst::MapBuilder;
    use proptest::prelude::*;

    use super::*;

    fn fst_of(keys: &BTreeMap<Vec<u8>, u64>) -> Vec<u8> {
        let mut builder = MapBuilder::memory();
        keys.iter().for_each(|(key, number)| builder.insert(key, *number).expect("in order"));
        builder.into_inner().expect("an fst")
    }

    /// Which number, if any, the fst crate gives a byte: it stands in the last byte of a node with one step.
    #[test]
    fn frequent_bytes_are_those_of_the_crate() {
        let mut frequent = [0; 63];
        for byte in 0..=u8::MAX {
            let bytes = fst_of(&BTreeMap::from([(vec![byte], 0)]));
            let root = little_endian(&bytes, bytes.len() - FOOT_BYTES + 8, 8).expect("a foot") as usize;
            if let Some(number) = usize::from(bytes[root] & 0b0011_1111).checked_sub(1) {
                frequent[number] = byte;
            }
        }
        assert_eq!(FREQUENT, frequent, "{frequent:?}");
    }

    fn keys() -> impl Strategy<Value = BTreeMap<Vec<u8>, u64>> {
        let letters = prop::collection::vec(prop::sample::select(b"abcn \xc4\x91".to_vec()), 0..8);
        let key = prop_oneof![letters, prop::collection::vec(any::<u8>(), 0..3)];
        let number = prop_oneof![0..9u64, any::<u32>().prop_map(u64::from), any::<u64>()];
        prop::collection::btree_map(key, number, 0..400)
    }

    proptest! {
        #[test]
        fn keys_have_the_numbers_they_were_given(keys in keys(), others in keys()) {
            let bytes = fst_of(&keys);
            for key in keys.keys().chain(others.keys()) {
                prop_assert_eq!(number_of(&bytes, key), Ok(keys.get(key).copied()), "{:?}", key);
            }
        }

        #[test]
        fn bug_a_damaged_fst_panicked(keys in keys(), at in any::<prop::sample::Index>(), bits in 1..=u8::MAX) {
            let mut bytes = fst_of(&keys);
            let at = at.index(bytes.len());
            bytes[at] ^= bits;
            for key in keys.keys() {
                let _ = number_of(&bytes, key); // whatever it says
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let mut bytes = fst_of(&BTreeMap::from([(b"ab".to_vec(), 7)]));
        let root = bytes.len() - FOOT_BYTES + 8;
        bytes[root] = 0xff;
        let range = 0..bytes.len();
        let dictionary = Dictionary::open(Part { bytes: Arc::new(bytes), range }).expect("an fst");
        assert!(!dictionary.is_damaged());
        assert_eq!(dictionary.get("ab"), None);
        assert!(dictionary.is_damaged());
    }
}
