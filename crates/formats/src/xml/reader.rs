//! XML events within limits.
//!
//! quick-xml finds the tokens; this reader adds what it leaves to its user: depth, attributes and tokens are limited, a
//! document has one root and closes it, characters are those that XML allows, entities are not expanded (a DOCTYPE may
//! define them, nobody uses them, and nested ones fill the memory), nothing outside the file is ever opened.

use std::{borrow::Cow, ops::Range};

use quick_xml::{
    XmlVersion,
    errors::{Error, IllFormedError},
    events::{BytesEnd, BytesStart, Event as Raw, attributes::Attribute},
};

use crate::{
    ReadError,
    input::{Input, LONGEST_TOKEN, Lines, Position},
    xml::parts::Part,
};
use gloss_core::text::{Places, is_xml_char};

/// Elements inside elements.
const DEEPEST: usize = 256;

/// Parts of one entry: languages, terms, codes, notes.
const MOST_PARTS: usize = 1 << 16;

/// Inline codes of one segment.
const MOST_CODES: usize = 1 << 12;

/// Attributes of one element.
const MOST_ATTRIBUTES: usize = 256;

/// A start tag; its attributes have been looked at and are well-formed.
#[derive(Debug)]
pub(crate) struct Tag<'b>(BytesStart<'b>);

impl Tag<'_> {
    /// The name as written, with its prefix.
    pub(crate) fn name(&self) -> &str {
        self.0.name().0
    }

    /// The name without prefix.
    pub(crate) fn local(&self) -> &str {
        local(self.name())
    }

    /// Each attribute's name as written with its value.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        let mut all = self.0.attributes();
        all.with_checks(false); // they were checked when the tag was read
        all.flatten().filter_map(|attribute| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
            Some((attribute.key.0, value))
        })
    }

    /// The value of an attribute, by its name as written.
    pub(crate) fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        if self.0.attributes_raw().is_empty() {
            return None;
        }
        self.attributes().find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}

/// An end tag.
#[derive(Debug)]
pub(crate) struct End<'b>(BytesEnd<'b>);

impl End<'_> {
    /// The name without prefix.
    pub(crate) fn local(&self) -> &str {
        local(self.0.name().0)
    }
}

/// A name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// What comes next in a document. An empty element is a start and an end.
#[derive(Debug)]
pub(crate) enum Event<'b> {
    Start(Tag<'b>),
    End(End<'b>),
    /// A piece of text: markup, references and CDATA are resolved, pieces are not joined.
    Text(Cow<'b, str>),
    /// A DOCTYPE, as written.
    Doctype(Cow<'b, str>),
    /// The document is complete.
    Eof,
}

/// Reads the events of a document or of a part of one.
pub(crate) struct Reader<'i> {
    source: Source<'i>,
    /// Each open element: the line on which it began, and its name if it began outside of this part.
    open: Vec<(usize, Option<String>)>,
    rooted: bool,
    /// Entities that are passed over: what they stand for is never put in their place. `None`: a file that defines any is
    /// refused.
    entities: Option<Vec<String>>,
    /// The byte at which the entry that is read began.
    entry: u64,
    /// Whether somebody asks where texts stand.
    places: bool,
    /// The bytes of the last event.
    event: Range<usize>,
    /// How the last text stands there.
    written: Written,
}

/// How a text stands in the file.
enum Written {
    /// As it is, from this byte on.
    Copied(usize),
    /// As something else: a reference.
    Replaced,
    /// With other line ends: what each piece of the text was, in order.
    Pieces(Places),
}

enum Source<'i> {
    /// A whole document, block by block.
    Stream(quick_xml::Reader<Input<'i>>),
    /// A part of one that is in memory.
    Part { inner: quick_xml::Reader<&'i [u8]>, text: &'i str, start: usize, lines: Lines, open_at_end: usize },
}

impl<'i> Reader<'i> {
    /// Reads a document.
    pub(crate) fn new(input: Input<'i>) -> Self {
        let mut inner = quick_xml::Reader::from_reader(input);
        configure(inner.config_mut());
        Self::over(Source::Stream(inner), Vec::new(), false)
    }

    /// Reads a part of a document, inside of elements: each with its line and name.
    pub(crate) fn part(part: &'i Part, inside: &[(usize, String)]) -> Self {
        let mut inner = quick_xml::Reader::from_str(&part.text);
        configure(inner.config_mut());
        inner.config_mut().allow_unmatched_ends = true; // those of the elements it is inside of
        let open = inside.iter().map(|(line, name)| (*line, Some(name.clone()))).collect();
        let open_at_end = if part.is_last { 0 } else { inside.len() };
        let (text, start) = (part.text.as_str(), part.start.offset);
        let source = Source::Part { inner, text, start, lines: Lines::from(part.start), open_at_end };
        Self::over(source, open, true)
    }

    fn over(source: Source<'i>, open: Vec<(usize, Option<String>)>, rooted: bool) -> Self {
        let (event, written) = (0..0, Written::Copied(0));
        Self { source, open, rooted, entities: None, entry: u64::MAX, places: false, event, written }
    }

    /// Keeps the places of texts, for [`Self::place`].
    pub(crate) fn with_places(self, places: bool) -> Self {
        Self { places, ..self }
    }

    /// The bytes of the last event, if places are kept. The end of an empty element has none.
    pub(crate) fn event(&self) -> Range<usize> {
        self.event.clone()
    }

    /// Adds where the last text stands, which is at byte `at` of a longer one and has this many bytes.
    pub(crate) fn place(&self, at: usize, length: usize, out: &mut Places) {
        if !self.places {
            return;
        }
        match &self.written {
            Written::Copied(file) => out.copy(at..at + length, *file),
            Written::Replaced => out.replace(at..at + length, self.event.clone()),
            Written::Pieces(pieces) => out.add_part(at, pieces, 0..length),
        }
    }

    /// Adds the place of a text that stands for the last tag.
    pub(crate) fn place_of_tag(&self, text: Range<usize>, out: &mut Places) {
        if self.places {
            out.replace(text, self.event.clone());
        }
    }

    /// Bytes of the file before the next event.
    fn offset(&self) -> usize {
        match &self.source {
            Source::Stream(inner) => inner.get_ref().offset(),
            Source::Part { inner, start, .. } => start + usize::try_from(inner.buffer_position()).unwrap_or(usize::MAX),
        }
    }

    /// Whether it reads a part.
    pub(crate) fn is_part(&self) -> bool {
        matches!(self.source, Source::Part { .. })
    }

    /// An entry begins here: up to the next one there may be as many bytes as a token has.
    pub(crate) fn start_entry(&mut self) {
        self.entry = self.at();
    }

    fn at(&self) -> u64 {
        match &self.source {
            Source::Stream(inner) => inner.buffer_position(),
            Source::Part { inner, .. } => inner.buffer_position(),
        }
    }

    /// The rest of the document, behind the last event; nothing for a part.
    pub(crate) fn into_rest(self) -> Option<Input<'i>> {
        match self.source {
            Source::Stream(inner) => Some(inner.into_inner()),
            Source::Part { .. } => None,
        }
    }

    /// Where the last event began.
    pub(crate) fn position(&mut self) -> Position {
        match &mut self.source {
            Source::Stream(inner) => inner.get_mut().token(),
            Source::Part { text, lines, .. } => lines.token(text.as_bytes()),
        }
    }

    /// Where the next event begins.
    pub(crate) fn next_position(&mut self) -> Position {
        match &mut self.source {
            Source::Stream(inner) => inner.get_mut().position(),
            Source::Part { inner, text, lines, .. } => {
                lines.place(text.as_bytes(), usize::try_from(inner.buffer_position()).unwrap_or(usize::MAX))
            }
        }
    }

    /// The line of the last event.
    pub(crate) fn line(&mut self) -> usize {
        match &mut self.source {
            Source::Stream(inner) => inner.get_mut().token_line(),
            Source::Part { text, lines, .. } => lines.token_line(text.as_bytes()),
        }
    }

    /// Passes over references to the entities that a DOCTYPE defines, for a reader that only looks.
    pub(crate) fn passing_over_entities(self) -> Self {
        Self { entities: Some(Vec::new()), ..self }
    }

    fn doctype<'b>(&mut self, doctype: Cow<'b, str>) -> Result<Event<'b>, ReadError> {
        const DEFINITION: &str = "<!ENTITY";
        let Some(entities) = &mut self.entities else {
            if doctype.contains(DEFINITION) {
                let message = "the DOCTYPE defines entities, which are not expanded; take it out and write their texts";
                return Err(self.fault(message));
            }
            return Ok(Event::Doctype(doctype));
        };
        let names = doctype.split(DEFINITION).skip(1).filter_map(|rest| rest.split_whitespace().next());
        entities.extend(names.map(str::to_owned));
        Ok(Event::Doctype(doctype))
    }

    /// How many elements are open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The next event; `buffer` holds it.
    pub(crate) fn next<'b>(&mut self, buffer: &'b mut Vec<u8>) -> Result<Event<'b>, ReadError>
    where
        'i: 'b,
    {
        let start = self.offset();
        let raw = match &mut self.source {
            Source::Stream(inner) => {
                buffer.clear();
                inner.get_mut().start_token();
                inner.read_event_into(buffer)
            }
            Source::Part { inner, lines, .. } => {
                lines.start_token(usize::try_from(inner.buffer_position()).unwrap_or(usize::MAX));
                inner.read_event()
            }
        };
        let raw = match raw {
            Ok(raw) => raw,
            Err(error) => return Err(self.explained(&error)),
        };
        if self.places {
            self.event = start..self.offset();
            self.written = Written::Copied(start);
        }
        if self.at().saturating_sub(self.entry) > LONGEST_TOKEN as u64 {
            return Err(self.fault("an entry that is longer than 16 MiB"));
        }
        match raw {
            Raw::Start(tag) => self.start(tag),
            Raw::End(tag) => {
                self.close(tag.name().0)?;
                Ok(Event::End(End(tag)))
            }
            Raw::Text(text) => self.text(text.into_inner()),
            Raw::CData(text) => {
                let text = text.into_inner();
                if self.open.is_empty() {
                    return Err(self.fault("text outside of the root element"));
                }
                self.characters(&text)?;
                self.written = Written::Copied(start + "<![CDATA[".len());
                Ok(Event::Text(text))
            }
            Raw::GeneralRef(reference) => self.reference(&reference.into_inner()),
            Raw::DocType(doctype) => self.doctype(doctype.into_inner()),
            Raw::Eof => self.end(),
            Raw::Comment(text) => self.aside(&text.into_inner()),
            Raw::PI(text) => self.aside(&text.into_inner()),
            Raw::Empty(_) | Raw::Decl(_) => Ok(Event::Text(Cow::Borrowed(""))),
        }
    }

    /// The text up to the end of the element that has just been started, with that of the elements inside.
    pub(crate) fn text_of(&mut self, buffer: &mut Vec<u8>, out: &mut String) -> Result<(), ReadError> {
        let depth = self.depth();
        while self.depth() >= depth {
            if let Event::Text(text) = self.next(buffer)? {
                self.limited(out, &text)?;
            }
        }
        Ok(())
    }

    /// Reads on to the end of the element that has just been started.
    pub(crate) fn skip(&mut self, buffer: &mut Vec<u8>) -> Result<(), ReadError> {
        let depth = self.depth();
        while self.depth() >= depth {
            self.next(buffer)?;
        }
        Ok(())
    }

    /// Appends text that many pieces may make.
    pub(crate) fn limited(&mut self, out: &mut String, piece: &str) -> Result<(), ReadError> {
        if out.len() + piece.len() > LONGEST_TOKEN {
            return Err(self.fault("a text here is longer than 16 MiB"));
        }
        out.push_str(piece);
        Ok(())
    }

    /// An error if an entry would grow to more bytes than it may have, by parts of it being used several times.
    pub(crate) fn most_bytes(&mut self, bytes: usize) -> Result<(), ReadError> {
        if bytes > LONGEST_TOKEN { Err(self.fault("an entry that grows beyond 16 MiB")) } else { Ok(()) }
    }

    /// An error if a segment has more codes than any has.
    pub(crate) fn most_codes(&mut self, codes: usize) -> Result<(), ReadError> {
        if codes > MOST_CODES {
            Err(self.fault(format!("more than {MOST_CODES} codes in one segment")))
        } else {
            Ok(())
        }
    }

    /// An error if an entry of the file has more parts than any has.
    pub(crate) fn most(&mut self, parts: usize, what: &str) -> Result<(), ReadError> {
        if parts > MOST_PARTS { Err(self.fault(format!("more than {MOST_PARTS} {what}"))) } else { Ok(()) }
    }

    /// A fault where the last event began.
    pub(crate) fn fault(&mut self, message: impl Into<String>) -> ReadError {
        ReadError::new(self.line(), message)
    }

    fn start<'b>(&mut self, tag: BytesStart<'b>) -> Result<Event<'b>, ReadError> {
        if self.open.is_empty() && std::mem::replace(&mut self.rooted, true) {
            return Err(self.fault("a second root element; a document has one"));
        }
        if self.open.len() == DEEPEST {
            return Err(self.fault(format!("more than {DEEPEST} elements inside each other")));
        }
        let line = self.line();
        self.open.push((line, None));
        if !tag.attributes_raw().is_empty() {
            self.attributes(&tag)?;
        }
        Ok(Event::Start(Tag(tag)))
    }

    /// Inside a part, the ends of its own elements are matched already.
    fn close(&mut self, name: &str) -> Result<(), ReadError> {
        match self.open.pop() {
            Some((_, None)) => Ok(()),
            Some((_, Some(expected))) if expected == name => Ok(()),
            Some((line, Some(expected))) => {
                Err(self.fault(format!("`</{name}>` where `</{expected}>` should close the element of line {line}")))
            }
            None => Err(self.fault(format!("`</{name}>` closes nothing"))),
        }
    }

    fn attributes(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        let raw = tag.attributes_raw();
        self.characters(raw)?;
        let references = memchr::memchr2(b'&', b'<', raw.as_bytes()).is_some();
        for (number, attribute) in tag.attributes().enumerate() {
            if number == MOST_ATTRIBUTES {
                return Err(self.fault(format!("`{}` has more than {MOST_ATTRIBUTES} attributes", tag.name().0)));
            }
            let attribute = attribute.map_err(|error| self.fault(format!("`{}`: {error}", tag.name().0)))?;
            if references {
                self.value(&attribute)?;
            }
        }
        Ok(())
    }

    fn value(&mut self, attribute: &Attribute<'_>) -> Result<(), ReadError> {
        let name = attribute.key.0;
        if attribute.value.contains('<') {
            return Err(self.fault(format!("`<` in the value of `{name}`; write &lt;")));
        }
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|error| self.fault(format!("in the value of `{name}`: {error}")))?;
        self.characters(&value)
    }

    fn text<'b>(&mut self, text: Cow<'b, str>) -> Result<Event<'b>, ReadError> {
        if self.open.is_empty() && !text.trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']).is_empty() {
            return Err(self.fault("text outside of the root element"));
        }
        // Plain text is known by one pass over its bytes.
        let plain = |byte: u8| (byte >= 0x20 || matches!(byte, b'\t' | b'\n')) & (byte != b']') & (byte != 0xef);
        if text.bytes().fold(true, |clean, byte| clean & plain(byte)) {
            return Ok(Event::Text(text));
        }
        self.characters(&text)?;
        if text.contains("]]>") {
            return Err(self.fault("`]]>` in a text; write ]]&gt;"));
        }
        if !text.contains('\r') {
            return Ok(Event::Text(text));
        }
        if self.places {
            self.written = Written::Pieces(line_ends(&text, self.event.start));
        }
        Ok(Event::Text(Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))))
    }

    /// What is no content, but has to be made of characters.
    fn aside(&mut self, text: &str) -> Result<Event<'static>, ReadError> {
        self.characters(text)?;
        Ok(Event::Text(Cow::Borrowed("")))
    }

    fn reference(&mut self, name: &str) -> Result<Event<'static>, ReadError> {
        if self.open.is_empty() {
            return Err(self.fault("text outside of the root element"));
        }
        self.written = Written::Replaced;
        if let Some(number) = name.strip_prefix('#') {
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            let known =
                code.ok().filter(|_| !number.contains('+')).and_then(char::from_u32).filter(|c| is_xml_char(*c));
            let c =
                known.ok_or_else(|| self.fault(format!("XML does not allow the character `&{name};`; remove it")))?;
            return Ok(Event::Text(Cow::Owned(c.to_string())));
        }
        if self.entities.iter().flatten().any(|known| known == name) {
            return Ok(Event::Text(Cow::Borrowed("")));
        }
        match quick_xml::escape::resolve_xml_entity(name) {
            Some(text) => Ok(Event::Text(Cow::Borrowed(text))),
            None => {
                Err(self
                    .fault(format!("`&{name};` is an entity, and entities are not expanded; write its text instead")))
            }
        }
    }

    fn end(&mut self) -> Result<Event<'static>, ReadError> {
        let expected = if let Source::Part { open_at_end, .. } = self.source { open_at_end } else { 0 };
        if let Some((line, _)) = self.open.get(expected).cloned() {
            let message = format!("the file ends inside an element that begins on line {line}; it may be cut off");
            return Err(self.fault(message));
        }
        // What is open at a part's end must be what was open at its start.
        let is_own = |(_, name): &(usize, Option<String>)| name.is_none();
        if self.open.len() < expected || self.open.iter().any(is_own) {
            return Err(self.fault("there is more behind the end of the body"));
        }
        if !self.rooted {
            return Err(self.fault("the file has no element, so it is not an XML document"));
        }
        Ok(Event::Eof)
    }

    fn characters(&mut self, text: &str) -> Result<(), ReadError> {
        let plain = |byte: u8| byte >= 0x20 || matches!(byte, b'\t' | b'\n' | b'\r');
        let bytes = text.as_bytes();
        // Both tests run over all bytes at once; the letters are looked at only if one of them is suspicious.
        let clean =
            bytes.iter().fold(true, |clean, byte| clean & plain(*byte)) && memchr::memchr(0xef, bytes).is_none();
        match (!clean).then(|| text.chars().find(|c| !is_xml_char(*c))).flatten() {
            Some(c) => {
                Err(self.fault(format!("the character U+{:04X}, which XML does not allow; take it out", u32::from(c))))
            }
            None => Ok(()),
        }
    }

    fn explained(&mut self, error: &Error) -> ReadError {
        match error {
            Error::Io(inner) => match &mut self.source {
                Source::Stream(stream) => stream.get_mut().fault(inner),
                Source::Part { .. } => self.fault(inner.to_string()),
            },
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                let line = self.open.last().map(|(line, _)| *line).unwrap_or_default();
                self.fault(format!("`</{found}>` where `</{expected}>` should close the element of line {line}"))
            }
            Error::IllFormed(IllFormedError::UnclosedReference) => {
                self.fault("a `&` that begins no reference; write &amp;")
            }
            other => self.fault(format!("not well-formed XML: {other}")),
        }
    }
}

/// The places of a text whose line ends become single ones.
fn line_ends(text: &str, start: usize) -> Places {
    let (mut places, mut at, mut rest) = (Places::default(), 0, text);
    while !rest.is_empty() {
        let file = start + text.len() - rest.len();
        let plain = rest.find('\r').unwrap_or(rest.len());
        places.copy(at..at + plain, file);
        at += plain;
        let behind = &rest[plain..];
        let end = if behind.starts_with("\r\n") { 2 } else { behind.len().min(1) };
        places.replace(at..at + end.min(1), file + plain..file + plain + end);
        at += end.min(1);
        rest = &behind[end..];
    }
    places
}

fn configure(config: &mut quick_xml::reader::Config) {
    config.check_comments = true;
    config.expand_empty_elements = true;
}
