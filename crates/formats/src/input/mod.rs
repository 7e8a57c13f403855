//! From the bytes of any file to its text: unpacked, decoded, measured.
//!
//! An [`Input`] is a [`BufRead`] of valid UTF-8 that never holds more than a block. `.gz` and `.zip` are unpacked on the way
//! (`container`), the encoding is found from the byte order mark, the declaration and the text itself (`encoding`), old
//! Vietnamese font encodings are turned into Unicode (`legacy`). What is not text in the chosen encoding is an error with
//! its place, never a replacement character.

mod container;
mod decode;
mod encoding;
mod legacy;
mod lines;

pub use encoding::{Encoding, UnknownEncoding};
pub use lines::Position;

pub(super) use lines::Lines;

use std::{
    fmt,
    io::{self, BufRead, Read, Seek},
};

use super::ReadError;
use decode::Decoder;

/// A token (a tag, a run of text, a line) has at most this many bytes: 16 MiB.
pub const LONGEST_TOKEN: usize = 16 << 20;

/// The text of a file, block by block.
pub struct Input<'r> {
    name: String,
    bytes: Box<dyn Read + Send + 'r>,
    decoder: Decoder,
    /// Decoded text that is not used up begins at `at`.
    block: Vec<u8>,
    at: usize,
    ended: bool,
    lines: Lines,
    budget: usize,
    limit: usize,
    notes: Vec<String>,
}

impl<'r> Input<'r> {
    /// Opens a file: `name` says what it is called, `encoding` overrules what it says of itself.
    ///
    /// Cost: reads the first block, and the directory of a zip.
    ///
    /// # Errors
    /// [`ReadError`] if the file cannot be read, is no archive with exactly one file, or is in an encoding that nothing
    /// tells.
    pub fn open(name: &str, file: impl Read + Seek + Send + 'r, encoding: Option<Encoding>) -> Result<Self, ReadError> {
        let (name, mut bytes) = container::open(name, file)?;
        let head = encoding::head(&mut bytes).map_err(ReadError::from)?;
        let chosen = encoding::choose(&head, encoding)?;
        let bytes: Box<dyn Read + Send + 'r> = Box::new(io::Cursor::new(head).chain(bytes));
        let (decoder, notes) = (Decoder::new(chosen.encoding), chosen.notes);
        let (block, at, ended) = (Vec::new(), 0, false);
        Ok(Self {
            name,
            bytes,
            decoder,
            block,
            at,
            ended,
            lines: Lines::default(),
            budget: LONGEST_TOKEN,
            limit: LONGEST_TOKEN,
            notes,
        })
    }

    /// The text of a string, for what is read already.
    pub fn of_text(name: &str, text: &'r str) -> Self {
        Self {
            name: name.to_owned(),
            bytes: Box::new(text.as_bytes()),
            decoder: Decoder::new(Encoding::UTF_8),
            block: Vec::new(),
            at: 0,
            ended: false,
            lines: Lines::default(),
            budget: LONGEST_TOKEN,
            limit: LONGEST_TOKEN,
            notes: Vec::new(),
        }
    }

    /// The file's name, inside its archive if it is in one.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What a user should know of how it was opened: a declaration that is not true, for example.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// All of its text as it stands, a byte order mark too.
    ///
    /// # Errors
    /// [`ReadError`] where it cannot be decoded or unpacked.
    pub fn whole(mut self) -> Result<String, ReadError> {
        let mut text = String::new();
        self.limit(usize::MAX >> 1); // all of it is held anyway
        self.start_token();
        Read::read_to_string(&mut self, &mut text).map_err(|error| self.fault(&error))?;
        Ok(text)
    }

    /// Sets how long a token may be.
    pub(super) fn limit(&mut self, bytes: usize) {
        self.limit = bytes;
    }

    /// Starts a token: from here on only so many bytes are given out.
    pub(super) fn start_token(&mut self) {
        self.budget = self.limit;
        self.lines.start_token(self.at);
    }

    /// Where the next byte stands.
    pub(super) fn position(&mut self) -> Position {
        self.lines.place(&self.block, self.at)
    }

    /// Bytes of text before the next byte.
    pub(super) fn offset(&self) -> usize {
        self.lines.offset(self.at)
    }

    /// The line on which the last token began.
    pub(super) fn token_line(&mut self) -> usize {
        self.lines.token_line(&self.block)
    }

    /// Where the last token began.
    pub(super) fn token(&mut self) -> Position {
        self.lines.token(&self.block)
    }

    /// The next line without its end, and where it begins; `None` at the end of the file.
    pub(super) fn line(&mut self, line: &mut String) -> Result<Option<Position>, ReadError> {
        self.start_token();
        let start = self.token();
        line.clear();
        let read = self.read_line(line).map_err(|error| self.fault(&error))?;
        line.truncate(line.trim_end_matches(['\n', '\r']).len());
        Ok((read > 0).then_some(start))
    }

    /// The first block of text, without using it up.
    pub(super) fn peek(&mut self) -> Result<&str, ReadError> {
        if let Err(error) = self.fill_buf() {
            return Err(self.fault(&error));
        }
        Ok(std::str::from_utf8(&self.block[self.at..]).unwrap_or_default())
    }

    /// An error of this reader with the place it happened at.
    pub(super) fn fault(&mut self, error: &io::Error) -> ReadError {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<ReadError>()) {
            Some(known) => known.clone(),
            None => ReadError::new(self.token_line(), error.to_string()),
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.lines.next_block(&self.block);
        self.block.clear();
        self.at = 0;
        while self.block.is_empty() && !self.ended {
            self.ended = self.decoder.fill(&mut self.bytes, &mut self.block).map_err(|error| match error {
                decode::Trouble::Io(error) => error,
                decode::Trouble::Malformed { byte, encoding } => {
                    // What is decoded is in front of the fault.
                    let lines = memchr::memchr_iter(b'\n', &self.block).count();
                    io::Error::other(ReadError::new(
                        self.lines.block_line() + lines,
                        format!(
                            "byte {byte} of the file is not {encoding}; name its encoding with --encoding (utf-8, utf-16le, \
                             windows-1258, tcvn3, vni …)"
                        ),
                    ))
                }
            })?;
        }
        Ok(())
    }
}

impl Read for Input<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Input<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.block.len() {
            self.fill()?;
        }
        if self.budget == 0 {
            let message = format!("something here is longer than {} MiB", self.limit >> 20);
            return Err(io::Error::other(ReadError::new(self.token_line(), message)));
        }
        let end = self.block.len().min(self.at + self.budget);
        Ok(&self.block[self.at..end])
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount;
        self.budget -= amount;
    }
}

impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input").field("name", &self.name).field("lines", &self.lines).finish_non_exhaustive()
    }
}
