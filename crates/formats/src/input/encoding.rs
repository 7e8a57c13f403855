//! Which encoding a file is in.

use std::{
    fmt,
    io::{self, Read},
    str::FromStr,
};

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

use crate::ReadError;
use gloss_core::{
    lang::vietnamese,
    text::{self, TokenKind},
};

use super::{container::read_up_to, legacy::Table};

/// An encoding of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    pub(super) base: &'static encoding_rs::Encoding,
    pub(super) mend: Mend,
}

/// What has to be done with text that is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mend {
    Nothing,
    /// Windows-1258 writes tones apart from their letters.
    Compose,
    /// Letters stand for others.
    Table(Table),
}

impl Mend {
    pub(super) fn text(self, text: &str) -> String {
        match self {
            Self::Nothing => text.to_owned(),
            Self::Compose => text.nfc().collect(),
            Self::Table(table) => table.decode(text),
        }
    }
}

impl Encoding {
    /// UTF-8.
    pub const UTF_8: Self = Self { base: UTF_8, mend: Mend::Nothing };

    fn of(base: &'static encoding_rs::Encoding) -> Self {
        Self { base, mend: if base == WINDOWS_1258 { Mend::Compose } else { Mend::Nothing } }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self.mend {
            Mend::Table(table) => table.name(),
            Mend::Nothing | Mend::Compose => self.base.name(),
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no encoding's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown encoding `{0}`; use a name such as utf-8, utf-16le, windows-1258, tcvn3 or vni")]
pub struct UnknownEncoding(String);

impl FromStr for Encoding {
    type Err = UnknownEncoding;

    fn from_str(name: &str) -> Result<Self, UnknownEncoding> {
        if let Some(table) = Table::named(name) {
            return Ok(Self { base: WINDOWS_1252, mend: Mend::Table(table) });
        }
        encoding_rs::Encoding::for_label(name.as_bytes()).map(Self::of).ok_or_else(|| UnknownEncoding(name.to_owned()))
    }
}

/// How many bytes are read to detect the encoding.
const HEAD_BYTES: usize = 64 << 10;

/// The first bytes of a file.
pub(super) fn head(bytes: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut head = vec![0; HEAD_BYTES];
    let length = read_up_to(bytes, &mut head)?;
    head.truncate(length);
    Ok(head)
}

#[derive(Debug)]
pub(super) struct Chosen {
    pub(super) encoding: Encoding,
    pub(super) notes: Vec<String>,
}

impl Chosen {
    fn plainly(encoding: Encoding) -> Self {
        Self { encoding, notes: Vec::new() }
    }
}

/// What a file that begins like this is in: what the user said, else its byte order mark, else what its declaration says
/// if the bytes bear it out, else what they look like.
pub(super) fn choose(head: &[u8], given: Option<Encoding>) -> Result<Chosen, ReadError> {
    if let Some(encoding) = given {
        let is_font = matches!(encoding.mend, Mend::Table(_));
        // Text in a font's encoding may have been pasted into a Unicode file as it looked.
        let base = if is_font && is_utf_8(head) { UTF_8 } else { encoding.base };
        return Ok(Chosen::plainly(Encoding { base, ..encoding }));
    }
    if head.starts_with(b"\xff\xfe\0\0") || head.starts_with(b"\0\0\xfe\xff") {
        return Err(ReadError::new(1, "the file is UTF-32, which no exchange format uses; save it as UTF-8"));
    }
    let declared = declaration(head);
    let found = encoding_rs::Encoding::for_bom(head).map(|(encoding, _)| encoding).or_else(|| two_byte(head));
    let found = match found {
        Some(found) => Encoding::of(found),
        None => match declared.as_deref().map(|name| encoding_rs::Encoding::for_label(name.as_bytes())) {
            Some(Some(said)) if said != UTF_8 && said != UTF_16LE && said != UTF_16BE && !has_utf_8_letters(head) => {
                return Ok(Chosen::plainly(Encoding::of(said)));
            }
            _ if is_utf_8(head) => Encoding::UTF_8,
            _ => guess(head).ok_or_else(|| unknown(head))?,
        },
    };
    let lies = declared.filter(|name| {
        let said = encoding_rs::Encoding::for_label(name.as_bytes());
        let either = |e: Option<&'static encoding_rs::Encoding>| e == Some(UTF_16LE) || e == Some(UTF_16BE);
        said.is_none()
            || said != Some(found.base) && !(either(said) && either(Some(found.base))) && !head.is_ascii()
            || either(said) && found.base == UTF_8
    });
    let note = |name: String| match encoding_rs::Encoding::for_label(name.as_bytes()) {
        Some(_) => format!("the file says it is {name}, but it is {found}, and was read so"),
        None => format!("the file declares the unknown encoding {name}; it was read as {found}"),
    };
    let guessed = (found != Encoding::UTF_8 && found.base.is_single_byte() && lies.is_none())
        .then(|| format!("the file does not say its encoding; it was read as {found} (--encoding says another)"));
    Ok(Chosen { encoding: found, notes: lies.map(note).into_iter().chain(guessed).collect() })
}

fn unknown(head: &[u8]) -> ReadError {
    let valid = std::str::from_utf8(head).err().map_or(0, |error| error.valid_up_to());
    let line = 1 + memchr::memchr_iter(b'\n', &head[..valid]).count();
    let message = format!(
        "byte {valid} of the file is not UTF-8, and nothing tells what it is; name its encoding with --encoding \
         (windows-1258, tcvn3, vni, windows-1252 …)"
    );
    ReadError::new(line, message)
}

/// Whether it is UTF-8, but for a letter that goes on behind the head.
fn is_utf_8(head: &[u8]) -> bool {
    std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none() && head.len() == HEAD_BYTES, |_| true)
}

/// Text in a one-byte encoding is next to never valid UTF-8 with letters beyond ASCII.
fn has_utf_8_letters(head: &[u8]) -> bool {
    !head.is_ascii() && is_utf_8(head)
}

/// UTF-16 without a mark: every other byte of markup and of most texts is zero.
fn two_byte(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    match head {
        [b'<', 0, ..] => return Some(UTF_16LE),
        [0, b'<', ..] => return Some(UTF_16BE),
        _ => {}
    }
    let sample = &head[..head.len().min(1 << 10)];
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, quarter) = (zeros(0), zeros(1), sample.len() / 4);
    if quarter == 0 {
        None
    } else if odd > quarter && even == 0 {
        Some(UTF_16LE)
    } else if even > quarter && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// What an XML declaration, a PO header or a coding line says; bytes of UTF-16 are read without their zeros.
fn declaration(head: &[u8]) -> Option<String> {
    let start: Vec<u8> = head.iter().take(2 << 10).copied().filter(|byte| *byte != 0).collect();
    let start = String::from_utf8_lossy(&start);
    let xml = start.trim_start_matches(['\u{feff}', '\u{fffd}']).starts_with("<?xml");
    let scope = if xml { start.split("?>").next()? } else { &start };
    let keys: &[&str] = if xml { &["encoding="] } else { &["charset=", "coding:"] };
    let rest = keys.iter().find_map(|key| scope.split_once(key)).map(|(_, rest)| rest)?;
    let rest = rest.trim_start_matches([' ', '"', '\'']);
    let name: String =
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':')).collect();
    // A template's header says CHARSET.
    (!name.is_empty() && name != "CHARSET").then_some(name)
}

/// An old Vietnamese encoding, if in one of them, and in no other with another text, nearly all words with letters beyond ASCII
/// are syllables.
fn guess(head: &[u8]) -> Option<Encoding> {
    let candidates = ["windows-1258", "tcvn3", "vni"].map(|name| name.parse::<Encoding>().ok());
    let plausible = |encoding: Encoding| {
        let (decoded, _) = encoding.base.decode_without_bom_handling(head);
        let text = encoding.mend.text(&decoded);
        let words = text::tokens(&text).into_iter().filter(|token| token.kind == TokenKind::Word);
        let marked: Vec<&str> =
            words.map(|token| token.span.of(&text)).filter(|word| !word.is_ascii()).take(500).collect();
        let good = marked.iter().filter(|word| vietnamese::is_syllable(word)).count();
        (good > 0 && good * 20 >= marked.len() * 19).then_some((text, encoding))
    };
    let mut found: Vec<(String, Encoding)> = candidates.into_iter().flatten().filter_map(plausible).collect();
    let (text, encoding) = found.pop()?;
    found.iter().all(|(other, _)| *other == text).then_some(encoding)
}
