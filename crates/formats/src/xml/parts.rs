//! A long document in parts that can be read side by side.
//!
//! A part ends behind an end tag such as `</tu>` that is neither in a comment nor in CDATA nor in an instruction, so each
//! part is a sequence of whole elements.

use std::io::BufRead;

use memchr::memmem;

use crate::{
    ReadError,
    input::{Input, LONGEST_TOKEN, Lines, Position},
};

/// A part has about this many bytes.
const PART: usize = 1 << 16;

/// Parts that are read side by side have about this many bytes together, at most.
const MOST_BYTES: usize = 1 << 22;

/// Some whole elements and where they begin.
pub(crate) struct Part {
    pub(crate) text: String,
    pub(crate) start: Position,
    /// Whether the document ends with it.
    pub(crate) is_last: bool,
}

/// Cuts the rest of a document into parts. The last one ends with the document.
pub(crate) struct Parts<'i> {
    input: Input<'i>,
    /// Without its `>`.
    end_tag: &'static str,
    /// Text behind the last cut.
    rest: Vec<u8>,
    place: Position,
    done: bool,
}

impl<'i> Parts<'i> {
    /// `start` is where the input stands.
    pub(crate) fn new(input: Input<'i>, end_tag: &'static str, start: Position) -> Self {
        Self { input, end_tag, rest: Vec::new(), place: start, done: false }
    }

    /// The next part; `None` behind the last.
    pub(crate) fn next(&mut self) -> Result<Option<Part>, ReadError> {
        if self.done {
            return Ok(None);
        }
        let mut wanted = PART;
        loop {
            self.fill(wanted)?;
            let cut = if self.done { Some(self.rest.len()) } else { self.cut() };
            if let Some(cut) = cut {
                let rest = self.rest.split_off(cut);
                let text = String::from_utf8(std::mem::replace(&mut self.rest, rest)).unwrap_or_default();
                let start = self.place;
                self.place = Lines::from(start).place(text.as_bytes(), text.len());
                return Ok(Some(Part { text, start, is_last: self.done }));
            }
            if wanted > LONGEST_TOKEN {
                return Err(ReadError::new(self.place.line, "an element here is longer than 16 MiB"));
            }
            wanted *= 2;
        }
    }

    /// Several parts, and why there are no more of them.
    pub(crate) fn batch(&mut self, most: usize) -> (Vec<Part>, Result<(), ReadError>) {
        let mut batch: Vec<Part> = Vec::new();
        while batch.len() < most && batch.iter().map(|part| part.text.len()).sum::<usize>() < MOST_BYTES {
            match self.next() {
                Ok(Some(part)) => batch.push(part),
                Ok(None) => break,
                Err(error) => return (batch, Err(error)),
            }
        }
        (batch, Ok(()))
    }

    fn fill(&mut self, wanted: usize) -> Result<(), ReadError> {
        while self.rest.len() < wanted && !self.done {
            self.input.start_token();
            let block = match self.input.fill_buf() {
                Ok(block) => block,
                Err(error) => return Err(self.input.fault(&error)),
            };
            let length = block.len();
            self.rest.extend_from_slice(block);
            self.input.consume(length);
            self.done = length == 0;
        }
        Ok(())
    }

    /// Behind the last end tag that is one.
    fn cut(&self) -> Option<usize> {
        let special = [memmem::find(&self.rest, b"<!"), memmem::find(&self.rest, b"<?")].into_iter().flatten().min();
        if special.is_none() {
            let places = memmem::rfind_iter(&self.rest, self.end_tag.as_bytes());
            return places.filter_map(|at| self.behind_end_tag(at)).next();
        }
        let (mut at, mut cut) = (0, None);
        while let Some(found) = memchr::memchr(b'<', &self.rest[at..]) {
            let here = &self.rest[at + found..];
            let closing: &[u8] = match here {
                [b'<', b'!', b'-', b'-', ..] => b"-->",
                [b'<', b'!', b'[', ..] => b"]]>",
                [b'<', b'?', ..] => b"?>",
                _ => match self.behind_end_tag(at + found) {
                    Some(end) => {
                        (at, cut) = (end, Some(end));
                        continue;
                    }
                    None => b"<",
                },
            };
            match memmem::find(&here[1..], closing) {
                Some(_) if closing == b"<" => at += found + 1,
                Some(end) => at += found + 1 + end + closing.len(),
                None => break,
            }
        }
        cut
    }
}

impl Parts<'_> {
    /// The byte behind the end tag at a place; white space may stand in front of its `>`.
    fn behind_end_tag(&self, at: usize) -> Option<usize> {
        let behind = self.rest[at..].strip_prefix(self.end_tag.as_bytes())?;
        let space = behind.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        (behind.get(space) == Some(&b'>')).then_some(at + self.end_tag.len() + space + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Option<usize> {
        let mut parts = Parts::new(Input::of_text("x", text), "</tu", Position::default());
        parts.fill(text.len()).expect("text");
        parts.cut()
    }

    #[test]
    fn parts_end_behind_whole_elements() {
        for (text, wanted) in [
            ("<tu></tu><tu></tu><tu>", Some("<tu></tu><tu></tu>")),
            ("<tu></tu><!-- </tu> --><tu>", Some("<tu></tu>")),
            ("<tu></tu><!-- <![CDATA[ ]]> </tu>", Some("<tu></tu>")),
            ("<tu><![CDATA[</tu>]]></tu><", Some("<tu><![CDATA[</tu>]]></tu>")),
            ("<?x </tu> ?><tu></tu><?y </tu>", Some("<?x </tu> ?><tu></tu>")),
            ("<tu></tu\n><tu></tuv>", Some("<tu></tu\n>")),
            ("<tu>", None),
            ("", None),
        ] {
            assert_eq!(cut(text), wanted.map(str::len), "{text}");
        }
    }
}
