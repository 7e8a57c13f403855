//! The entries of a catalogue, one by one.

use std::ops::Range;

use crate::{
    ReadError,
    input::{Input, Position},
};
use gloss_core::text::Placed;

/// A text of a message has at most this many bytes: 1 MiB.
const LONGEST_TEXT: usize = 1 << 20;

/// Plural forms of a message; no language has more than six.
const MOST_FORMS: usize = 8;

/// Comments and flags of a message.
const MOST_COMMENTS: usize = 10_000;

/// An entry as it stands in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Where its `msgid` stands.
    pub(crate) place: Position,
    /// The byte its first line with a keyword begins at.
    pub(crate) start: usize,
    /// The byte its first line of flags begins at.
    pub(crate) flags_start: Option<usize>,
    /// `#. ` and `# ` comments.
    pub(crate) comments: Vec<String>,
    pub(crate) flags: Vec<String>,
    /// Behind `#~`.
    pub(crate) obsolete: bool,
    pub(crate) context: Option<Text>,
    pub(crate) id: Option<Text>,
    pub(crate) plural: Option<Text>,
    /// The translations, by plural form.
    pub(crate) texts: Vec<(usize, Text)>,
}

/// A text of a message, put together from the lines it is written on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text {
    /// What it says, and where.
    pub(crate) said: Placed,
    /// The bytes from its first quote to behind its last one.
    pub(crate) quotes: Range<usize>,
}

impl Text {
    pub(crate) fn as_str(&self) -> &str {
        &self.said.text
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.said.text.is_empty()
    }

    /// Adds a line's part, which begins with its quote at a byte of the file.
    fn add(&mut self, quoted: &str, file: usize) -> Option<()> {
        unquote(quoted, file, &mut self.said)?;
        let start = if self.quotes.is_empty() { file } else { self.quotes.start };
        self.quotes = start..file + quoted.len();
        Some(())
    }
}

/// Reads entries of a catalogue.
pub(crate) struct Entries<'i> {
    input: Input<'i>,
    line: String,
    entry: Entry,
    field: Option<Field>,
    /// Whether the line that is looked at is blank.
    blank: bool,
    done: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Context,
    Id,
    Plural,
    Text(usize),
}

impl<'i> Entries<'i> {
    pub(crate) fn new(input: Input<'i>) -> Self {
        Self { input, line: String::new(), entry: Entry::default(), field: None, blank: false, done: false }
    }

    /// The next entry; an entry is told by what begins the one behind it.
    pub(crate) fn next(&mut self) -> Result<Option<Entry>, ReadError> {
        let mut line = std::mem::take(&mut self.line);
        while !self.done {
            let Some(place) = self.input.line(&mut line)? else {
                self.done = true;
                break;
            };
            self.blank = line.trim().is_empty();
            let indent = line.len() - line.trim_start().len();
            let finished = self.take(line.trim(), Position { offset: place.offset + indent, ..place })?;
            if finished.is_some() {
                self.line = line;
                return Ok(finished);
            }
        }
        self.line = line;
        Ok(self.finish())
    }

    fn finish(&mut self) -> Option<Entry> {
        self.field = None;
        Some(std::mem::take(&mut self.entry)).filter(|entry| entry.id.is_some())
    }

    /// Takes a line in; gives the entry that it shows to be complete.
    fn take(&mut self, line: &str, place: Position) -> Result<Option<Entry>, ReadError> {
        let (obsolete, rest) = match line.strip_prefix("#~") {
            Some(rest) => (true, rest.trim_start()),
            None => (false, line),
        };
        // `#|` and `#~|` hold what the message was before.
        if rest.starts_with('|') {
            return Ok(None);
        }
        let (keyword, text) = match rest.find('"').filter(|_| !rest.starts_with('#')) {
            Some(at) => (rest[..at].trim(), &rest[at..]),
            None => (rest, ""),
        };
        let finished = self.begins_another(keyword).then(|| self.finish()).flatten();
        if rest.is_empty() {
            return Ok(finished);
        }
        self.entry.obsolete |= obsolete;
        match rest.strip_prefix('#') {
            Some(comment) => self.comment(comment, place)?,
            None => {
                if self.field.is_none() {
                    self.entry.start = place.offset;
                }
                self.field(keyword, text, Position { offset: place.offset + line.len() - text.len(), ..place })?;
            }
        }
        Ok(finished)
    }

    /// Whether a line that starts like this belongs to another message than the one that is read.
    fn begins_another(&self, keyword: &str) -> bool {
        let text_came = matches!(self.field, Some(Field::Text(_)));
        match keyword {
            "msgid" => self.entry.id.is_some(),
            "msgctxt" => self.entry.id.is_some() || self.entry.context.is_some(),
            "" => text_came && self.blank,
            other => other.starts_with('#') && text_came,
        }
    }

    fn comment(&mut self, comment: &str, place: Position) -> Result<(), ReadError> {
        if let Some(flags) = comment.strip_prefix(',') {
            self.entry.flags_start.get_or_insert(place.offset);
            self.entry.flags.extend(flags.split(',').map(|flag| flag.trim().to_owned()));
        } else if comment.starts_with(['.', ' ']) {
            self.entry.comments.push(comment[1..].trim().to_owned());
        }
        let many = self.entry.flags.len() + self.entry.comments.len() > MOST_COMMENTS;
        if many {
            Err(ReadError::new(place.line, format!("more than {MOST_COMMENTS} comments on one message")))
        } else {
            Ok(())
        }
    }

    /// Takes a text in; `place` is that of its first quote.
    fn field(&mut self, keyword: &str, text: &str, place: Position) -> Result<(), ReadError> {
        let new = match keyword {
            "" => None,
            "msgctxt" => Some(Field::Context),
            "msgid" => Some(Field::Id),
            "msgid_plural" => Some(Field::Plural),
            "msgstr" => Some(Field::Text(0)),
            other => {
                other.strip_prefix("msgstr[").and_then(|rest| rest.strip_suffix(']')?.parse().ok()).map(Field::Text)
            }
        };
        let Some(field) = new.or(self.field.filter(|_| keyword.is_empty())) else {
            let shown: String = keyword.chars().take(30).collect();
            let message = format!(
                "`{shown}` begins no line of a catalogue; it holds msgctxt, msgid, msgid_plural, msgstr, texts in quotes and \
                 comments"
            );
            return Err(ReadError::new(place.line, message));
        };
        let entry = &mut self.entry;
        if field == Field::Id && new.is_some() {
            entry.place = place;
        }
        let twice = new.is_some()
            && match field {
                Field::Context => entry.context.is_some(),
                Field::Id => entry.id.is_some(),
                Field::Plural => entry.plural.is_some(),
                Field::Text(form) => {
                    entry.texts.iter().any(|(known, _)| *known == form) || entry.texts.len() > MOST_FORMS
                }
            };
        if twice {
            return Err(ReadError::new(place.line, format!("`{keyword}` a second time in one message")));
        }
        self.field = Some(field);
        let value = match field {
            Field::Context => entry.context.get_or_insert_default(),
            Field::Id => entry.id.get_or_insert_default(),
            Field::Plural => entry.plural.get_or_insert_default(),
            Field::Text(form) => {
                let at = entry.texts.iter().position(|(known, _)| *known == form).unwrap_or(entry.texts.len());
                if at == entry.texts.len() {
                    entry.texts.push((form, Text::default()));
                }
                &mut entry.texts[at].1
            }
        };
        value.add(text, place.offset).ok_or_else(|| {
            ReadError::new(place.line, "a text that is not between two quotes, or with a `\\` before something unknown")
        })?;
        if value.as_str().len() > LONGEST_TEXT {
            return Err(ReadError::new(place.line, "a text here is longer than 1 MiB"));
        }
        Ok(())
    }
}

/// Adds the text between quotes that begin at a byte of the file.
fn unquote(quoted: &str, file: usize, out: &mut Placed) -> Option<()> {
    let inside = quoted.strip_prefix('"')?.strip_suffix('"').filter(|_| quoted.len() > 1)?;
    let mut letters = inside.chars();
    loop {
        let rest = letters.as_str();
        let plain = rest.find(['\\', '"']).unwrap_or(rest.len());
        let at = file + 1 + inside.len() - rest.len();
        let start = out.text.len();
        out.places.copy(start..start + plain, at);
        out.text.push_str(&rest[..plain]);
        letters = rest[plain..].chars();
        match letters.next() {
            None => return Some(()),
            Some('\\') => {}
            Some(_) => return None,
        }
        let escaped = match letters.next()? {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'a' => '\u{7}',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'v' => '\u{b}',
            c @ ('"' | '\\' | '\'' | '?') => c,
            'x' => escape(&mut letters, 16, 2)?,
            first @ '0'..='7' => octal(first, &mut letters)?,
            _ => return None,
        };
        let (start, end) = (out.text.len(), file + 1 + inside.len() - letters.as_str().len());
        out.text.push(escaped);
        out.places.replace(start..out.text.len(), at + plain..end);
    }
}

/// A character by its number: `\x41`, `\101`. Only ASCII, because the rest depends on the file's encoding.
fn escape(letters: &mut std::str::Chars<'_>, radix: u32, most: usize) -> Option<char> {
    let digits: String = letters.as_str().chars().take(most).take_while(|c| c.is_digit(radix)).collect();
    *letters = letters.as_str()[digits.len()..].chars();
    u8::from_str_radix(&digits, radix).ok().filter(u8::is_ascii).map(char::from)
}

fn octal(first: char, letters: &mut std::str::Chars<'_>) -> Option<char> {
    let more: String = letters.as_str().chars().take(2).take_while(|c| c.is_digit(8)).collect();
    *letters = letters.as_str()[more.len()..].chars();
    u8::from_str_radix(&format!("{first}{more}"), 8).ok().filter(u8::is_ascii).map(char::from)
}
