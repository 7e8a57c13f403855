//! The entries of a catalogue, one by one.

use crate::formats::{
    ReadError,
    input::{Input, Position},
};

/// A text of a message has at most this many bytes: 1 MiB.
const LONGEST_TEXT: usize = 1 << 20;

/// Plural forms of a message; no language has more than six.
const MOST_FORMS: usize = 8;

/// Comments and flags of a message.
const MOST_COMMENTS: usize = 10_000;

/// An entry as it stands in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::formats) struct Entry {
    /// Where its `msgid` stands.
    pub(in crate::formats) place: Position,
    /// `#. ` and `# ` comments.
    pub(in crate::formats) comments: Vec<String>,
    pub(in crate::formats) flags: Vec<String>,
    /// Behind `#~`.
    pub(in crate::formats) obsolete: bool,
    pub(in crate::formats) context: Option<String>,
    pub(in crate::formats) id: Option<String>,
    pub(in crate::formats) plural: Option<String>,
    /// The translations, by plural form.
    pub(in crate::formats) texts: Vec<(usize, String)>,
}

/// Reads entries of a catalogue.
pub(in crate::formats) struct Entries<'i> {
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
    pub(in crate::formats) fn new(input: Input<'i>) -> Self {
        Self { input, line: String::new(), entry: Entry::default(), field: None, blank: false, done: false }
    }

    /// The next entry; an entry is told by what begins the one behind it.
    pub(in crate::formats) fn next(&mut self) -> Result<Option<Entry>, ReadError> {
        let mut line = std::mem::take(&mut self.line);
        while !self.done {
            let Some(place) = self.input.line(&mut line)? else {
                self.done = true;
                break;
            };
            self.blank = line.trim().is_empty();
            let finished = self.take(line.trim(), place)?;
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
            None => self.field(keyword, text, place)?,
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
        let text = unquoted(text).ok_or_else(|| {
            ReadError::new(place.line, "a text that is not between two quotes, or with a `\\` before something unknown")
        })?;
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
                    entry.texts.push((form, String::new()));
                }
                &mut entry.texts[at].1
            }
        };
        if value.len() + text.len() > LONGEST_TEXT {
            return Err(ReadError::new(place.line, "a text here is longer than 1 MiB"));
        }
        value.push_str(&text);
        Ok(())
    }
}

/// The text between quotes.
fn unquoted(text: &str) -> Option<String> {
    let inside = text.strip_prefix('"')?.strip_suffix('"').filter(|_| text.len() > 1)?;
    let mut out = String::with_capacity(inside.len());
    let mut letters = inside.chars();
    while let Some(c) = letters.next() {
        match c {
            '\\' => out.push(match letters.next()? {
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
            }),
            '"' => return None,
            c => out.push(c),
        }
    }
    Some(out)
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
