//! The entries of a catalogue, one by one.

use crate::formats::{
    ReadError,
    input::{Input, LONGEST_TOKEN},
};

/// An entry as it stands in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::formats) struct Entry {
    /// The line of its `msgid`.
    pub(in crate::formats) line: usize,
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
        Self { input, line: String::new(), entry: Entry::default(), field: None, done: false }
    }

    /// The next entry; an entry is told by what begins the one behind it.
    pub(in crate::formats) fn next(&mut self) -> Result<Option<Entry>, ReadError> {
        let mut line = std::mem::take(&mut self.line);
        while !self.done {
            let Some(place) = self.input.line(&mut line)? else {
                self.done = true;
                break;
            };
            let finished = self.take(line.trim(), place.line)?;
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
    fn take(&mut self, line: &str, number: usize) -> Result<Option<Entry>, ReadError> {
        let complete = matches!(self.field, Some(Field::Text(_)));
        let mut finished = None;
        let (obsolete, rest) = match line.strip_prefix("#~") {
            Some(rest) => (true, rest.trim_start()),
            None => (false, line),
        };
        let begins = rest.starts_with("msgctxt")
            || rest.starts_with("msgid ")
            || (rest.starts_with('#') && !obsolete)
            || rest.is_empty();
        if complete && begins {
            finished = self.finish();
        }
        self.entry.obsolete |= obsolete;
        if rest.is_empty() {
            return Ok(finished);
        }
        if let Some(comment) = rest.strip_prefix('#') {
            match comment.strip_prefix(',') {
                Some(flags) => self.entry.flags.extend(flags.split(',').map(|flag| flag.trim().to_owned())),
                None if comment.starts_with('.') || comment.starts_with(' ') => {
                    self.entry.comments.push(comment[1..].trim().to_owned());
                }
                None => {}
            }
            return Ok(finished);
        }
        let (keyword, text) = match rest.find('"') {
            Some(at) => (rest[..at].trim(), &rest[at..]),
            None => (rest, ""),
        };
        let field = match keyword {
            "" => self.field,
            "msgctxt" => Some(Field::Context),
            "msgid" => {
                self.entry.line = number;
                Some(Field::Id)
            }
            "msgid_plural" => Some(Field::Plural),
            "msgstr" => Some(Field::Text(0)),
            other => {
                other.strip_prefix("msgstr[").and_then(|rest| rest.strip_suffix(']')?.parse().ok()).map(Field::Text)
            }
        };
        let Some(field) = field else {
            let shown: String = rest.chars().take(30).collect();
            return Err(ReadError::new(
                number,
                format!(
                    "`{shown}` begins no line of a catalogue; it holds msgctxt, msgid, msgid_plural, msgstr, texts in quotes and comments"
                ),
            ));
        };
        let text = unquoted(text).ok_or_else(|| {
            ReadError::new(number, "a text that is not between two quotes, or with a `\\` before something unknown")
        })?;
        self.field = Some(field);
        let entry = &mut self.entry;
        let place = match field {
            Field::Context => entry.context.get_or_insert_default(),
            Field::Id => entry.id.get_or_insert_default(),
            Field::Plural => entry.plural.get_or_insert_default(),
            Field::Text(form) => {
                if entry.texts.last().is_none_or(|(last, _)| *last != form) {
                    entry.texts.push((form, String::new()));
                }
                match entry.texts.last_mut() {
                    Some((_, text)) => text,
                    None => return Ok(finished),
                }
            }
        };
        if place.len() + text.len() > LONGEST_TOKEN {
            return Err(ReadError::new(number, "a text here is longer than 16 MiB"));
        }
        place.push_str(&text);
        Ok(finished)
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
                c @ ('"' | '\\' | '\'') => c,
                _ => return None,
            }),
            '"' => return None,
            c => out.push(c),
        }
    }
    Some(out)
}
