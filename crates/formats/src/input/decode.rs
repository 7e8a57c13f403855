//! Blocks of bytes to blocks of UTF-8.

use std::io::{self, Read};

use encoding_rs::DecoderResult;

use super::{
    encoding::{Encoding, Mend},
    legacy,
};

/// Bytes read at a time.
const BLOCK: usize = 64 << 10;

/// Why no more text can be had.
#[derive(Debug)]
pub(super) enum Trouble {
    Io(io::Error),
    /// The byte at which the text is no longer in the encoding.
    Malformed {
        byte: usize,
        encoding: &'static str,
    },
}

pub(super) struct Decoder {
    encoding: Encoding,
    /// Of another encoding than UTF-8.
    inner: Option<encoding_rs::Decoder>,
    /// Bytes that are read and not decoded.
    raw: Vec<u8>,
    /// Bytes decoded so far.
    done: usize,
    /// Decoded text whose letters may not be complete yet.
    held: String,
}

impl Decoder {
    pub(super) fn new(encoding: Encoding) -> Self {
        let is_utf_8 = encoding.base == encoding_rs::UTF_8;
        let inner = (!is_utf_8).then(|| encoding.base.new_decoder_with_bom_removal());
        Self { encoding, inner, raw: Vec::new(), done: 0, held: String::new() }
    }

    /// Reads a block and appends its text to `out`; true at the end of the file.
    pub(super) fn fill(&mut self, from: &mut dyn Read, out: &mut Vec<u8>) -> Result<bool, Trouble> {
        let old = self.raw.len();
        self.raw.resize(old + BLOCK, 0);
        let read = match from.read(&mut self.raw[old..]) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                self.raw.truncate(old);
                return Ok(false);
            }
            Err(error) => return Err(Trouble::Io(error)),
        };
        self.raw.truncate(old + read);
        let last = read == 0;
        match self.encoding.mend {
            Mend::Nothing => self.decode(last, out)?,
            mend => {
                let mut text = std::mem::take(&mut self.held).into_bytes();
                let decoded = self.decode(last, &mut text);
                let text = String::from_utf8(text).unwrap_or_default(); // what is decoded is UTF-8
                let complete = if last || decoded.is_err() { text.len() } else { legacy::complete(&text) };
                self.held = text[complete..].to_owned();
                out.extend_from_slice(mend.text(&text[..complete]).as_bytes());
                decoded?;
            }
        }
        Ok(last)
    }

    fn decode(&mut self, last: bool, out: &mut Vec<u8>) -> Result<(), Trouble> {
        let used = match &mut self.inner {
            None => utf_8(&self.raw, self.done == 0, last, out),
            Some(decoder) => other(decoder, &self.raw, last, out),
        };
        let encoding = self.encoding.name();
        match used {
            Ok(used) => {
                self.done += used;
                self.raw.drain(..used);
                Ok(())
            }
            Err(at) => Err(Trouble::Malformed { byte: self.done + at, encoding }),
        }
    }
}

/// Appends what is valid and returns how many bytes that was; an error at the first byte that cannot become valid.
fn utf_8(raw: &[u8], first: bool, last: bool, out: &mut Vec<u8>) -> Result<usize, usize> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    let start = if first && raw.starts_with(MARK) { MARK.len() } else { 0 };
    let valid = match std::str::from_utf8(&raw[start..]) {
        Ok(_) => raw.len(),
        Err(error) => {
            let valid = start + error.valid_up_to();
            if error.error_len().is_some() || last {
                out.extend_from_slice(&raw[start..valid]);
                return Err(valid);
            }
            valid
        }
    };
    out.extend_from_slice(&raw[start..valid]);
    Ok(valid)
}

fn other(decoder: &mut encoding_rs::Decoder, raw: &[u8], last: bool, out: &mut Vec<u8>) -> Result<usize, usize> {
    let room = decoder.max_utf8_buffer_length_without_replacement(raw.len()).unwrap_or(raw.len() * 3 + 16);
    let old = out.len();
    out.resize(old + room, 0);
    let (result, read, written) = decoder.decode_to_utf8_without_replacement(raw, &mut out[old..], last);
    out.truncate(old + written);
    match result {
        DecoderResult::Malformed(bad, after) => Err(read.saturating_sub(usize::from(bad + after))),
        DecoderResult::InputEmpty | DecoderResult::OutputFull => Ok(read),
    }
}
