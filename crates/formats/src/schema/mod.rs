//! Holds documents against schemas.
//!
//! The schemas lie beside their formats: RELAX NG in compact syntax, written for this tool from what the standards demand. A
//! [`Schema`] follows a document event by event: each fault is told with what would have been right, and what follows is
//! judged as if it had been.

mod compact;
mod datatype;
mod pattern;

use std::collections::HashMap;

use super::{
    ReadError,
    xml::reader::{Tag, local},
};
use pattern::{Id, NOT_ALLOWED, Patterns};

/// What may still come of a document.
pub(super) struct Schema {
    patterns: Patterns,
    state: Id,
    names: Names,
    namespaces: Namespaces,
    /// Text since the last tag.
    text: String,
    /// Whether the text is all there is in its element so far.
    alone: bool,
    /// How deep we are inside of an element that should not be there.
    ignored: usize,
    ids: HashMap<String, usize>,
    /// The names of the open elements.
    open: Vec<String>,
}

impl Schema {
    pub(super) fn new(schema: &str) -> Result<Self, ReadError> {
        let definitions = compact::read(schema);
        let made = definitions.and_then(|definitions| {
            let names = Names::of(&definitions);
            Patterns::new(definitions).map(|(patterns, state)| (patterns, state, names))
        });
        // A test reads every schema.
        let (patterns, state, names) = made.map_err(|message| ReadError::new(0, message))?;
        Ok(Self {
            patterns,
            state,
            names,
            namespaces: Namespaces::default(),
            text: String::new(),
            alone: false,
            ignored: 0,
            ids: HashMap::new(),
            open: Vec::new(),
        })
    }

    /// A start tag on a line.
    pub(super) fn start(&mut self, tag: &Tag<'_>, line: usize, fault: &mut dyn FnMut(String)) {
        self.state = self.patterns.shrink(self.state);
        self.namespaces.open(tag);
        self.open.push(tag.name().to_owned());
        if self.ignored > 0 {
            self.ignored += 1;
            return;
        }
        self.flush(false, fault);
        let prefix = tag.name().split_once(':').map_or("", |(prefix, _)| prefix);
        let Some(namespace) = self.namespaces.of(prefix).map(str::to_owned) else {
            fault(format!("the prefix of `{}` is bound to no namespace", tag.name()));
            self.ignored = 1;
            return;
        };
        let key = self.names.key(&namespace, tag.local());
        let opened = self.patterns.open(self.state, key, (&namespace, tag.local()));
        if opened == NOT_ALLOWED {
            fault(self.unexpected(tag, &namespace));
            self.ignored = 1;
            return;
        }
        self.state = opened;
        self.attributes(tag, line, fault);
        let closed = self.patterns.close(self.state, false);
        self.state = if closed == NOT_ALLOWED {
            let mut missing = self.patterns.required(self.state);
            missing.dedup();
            let missing = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
            let what =
                if missing.is_empty() { "attributes that belong together".to_owned() } else { missing.join(" and ") };
            fault(format!("`{}` needs {what}", tag.name()));
            self.patterns.close(self.state, true)
        } else {
            closed
        };
        self.alone = true;
    }

    fn unexpected(&self, tag: &Tag<'_>, namespace: &str) -> String {
        let mut expected = Vec::new();
        self.patterns.expected(self.state, &mut expected);
        let wrong_place = !expected.iter().any(|name| name == tag.local());
        expected.sort();
        expected.dedup();
        let place = self.open.iter().rev().nth(1).map_or("as the root".to_owned(), |parent| format!("in `{parent}`"));
        let what = if wrong_place {
            format!("`{}` is not allowed {place} here", tag.name())
        } else if namespace.is_empty() {
            format!("`{}` {place} is in no namespace", tag.name())
        } else {
            format!("`{}` {place} is in the namespace {namespace}, which is another", tag.name())
        };
        match expected.len() {
            0 => format!("{what}; no element is"),
            1..=8 => format!("{what}; expected {}", list(&expected)),
            _ => what,
        }
    }

    fn attributes(&mut self, tag: &Tag<'_>, line: usize, fault: &mut dyn FnMut(String)) {
        for (name, value) in tag.attributes() {
            if name == "xmlns" || name.starts_with("xmlns:") {
                continue;
            }
            let namespace = match name.split_once(':') {
                None => "",
                Some((prefix, _)) => match self.namespaces.of(prefix) {
                    Some(namespace) => namespace,
                    None => {
                        fault(format!("the prefix of `{name}` is bound to no namespace"));
                        continue;
                    }
                },
            };
            let key = (namespace, local(name));
            if self.patterns.is_id(self.state, key)
                && let Some(first) = self.ids.insert(value.clone().into_owned(), line)
            {
                fault(format!("the id `{value}` is that of the element on line {first}; an id stands for one element"));
            }
            let next = self.patterns.attribute(self.state, key, Some(&value));
            if next != NOT_ALLOWED {
                self.state = next;
                continue;
            }
            let mut values = Vec::new();
            self.patterns.values(self.state, Some(key), &mut values);
            values.dedup();
            fault(match values.len() {
                0 => format!("`{}` has no attribute `{name}`", tag.name()),
                1..=8 => format!("`{name}` of `{}` is `{value}`; it is {}", tag.name(), list(&values)),
                _ => format!("`{name}` of `{}` cannot be `{value}`", tag.name()),
            });
            // Judged as if it had been right: the attribute is there.
            let forgiven = self.patterns.attribute(self.state, key, None);
            self.state = if forgiven == NOT_ALLOWED { self.state } else { forgiven };
        }
    }

    /// A piece of text.
    pub(super) fn text(&mut self, piece: &str) {
        if self.ignored == 0 && self.text.len() + piece.len() <= super::input::LONGEST_TOKEN {
            self.text.push_str(piece);
        }
    }

    /// An end tag.
    pub(super) fn end(&mut self, fault: &mut dyn FnMut(String)) {
        self.namespaces.close();
        if self.ignored > 0 {
            self.ignored -= 1;
            self.alone &= self.ignored > 0;
            self.open.pop();
            return;
        }
        self.flush(true, fault);
        let ended = self.patterns.end(self.state, false);
        self.state = if ended == NOT_ALLOWED {
            let mut expected = Vec::new();
            self.patterns.expected(self.state, &mut expected);
            expected.sort();
            expected.dedup();
            let name = self.open.last().map_or("", String::as_str);
            fault(match expected.len() {
                0 => format!("`{name}` is not complete; it needs a text"),
                1..=8 => format!("`{name}` is not complete; expected {}", list(&expected)),
                _ => format!("`{name}` is not complete"),
            });
            self.patterns.end(self.state, true)
        } else {
            ended
        };
        self.open.pop();
        self.alone = false;
    }

    /// Takes the text since the last tag into account; `last` if an end tag follows.
    fn flush(&mut self, last: bool, fault: &mut dyn FnMut(String)) {
        let text = std::mem::take(&mut self.text);
        let blank = text.trim_matches([' ', '\t', '\n', '\r']).is_empty();
        let only = last && self.alone;
        self.alone = false;
        if blank && !only {
            return; // white space between elements
        }
        let next = self.patterns.text(self.state, &text);
        if blank {
            self.state = self.patterns.choice(self.state, next); // it may be nothing at all
        } else if next != NOT_ALLOWED {
            self.state = next;
        } else {
            let mut values = Vec::new();
            self.patterns.values(self.state, None, &mut values);
            let name = self.open.iter().rev().nth(usize::from(!last)).map_or("", String::as_str);
            let shown: String = text.trim().chars().take(40).collect();
            fault(match values.len() {
                0 => format!("text in `{name}`, which holds none: `{shown}`"),
                1..=8 => format!("`{name}` is `{shown}`; it is {}", list(&values)),
                _ => format!("`{name}` cannot be `{shown}`"),
            });
        }
        self.text = text;
        self.text.clear();
    }
}

/// `a, b or c`.
fn list(names: &[String]) -> String {
    let quoted: Vec<String> =
        names.iter().map(|name| if name.contains([' ', '`']) { name.clone() } else { format!("`{name}`") }).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Names as small numbers. Names that the schema does not know are told apart by their namespaces only, so that a document
/// full of inventions does not fill the memory.
struct Names {
    known: HashMap<(String, String), usize>,
    namespaces: HashMap<String, usize>,
}

impl Names {
    fn of(definitions: &HashMap<String, compact::Expr>) -> Self {
        let mut names = Self { known: HashMap::new(), namespaces: HashMap::new() };
        definitions.values().for_each(|expr| names.collect(expr));
        names
    }

    fn collect(&mut self, expr: &compact::Expr) {
        use compact::Expr;
        match expr {
            Expr::Element(class, content) => {
                class.each(&mut |namespace, local| self.add(namespace, local));
                self.collect(content);
            }
            Expr::Choice(all) | Expr::Group(all) | Expr::Interleave(all) => {
                all.iter().for_each(|one| self.collect(one));
            }
            Expr::OneOrMore(one) => self.collect(one),
            _ => {}
        }
    }

    fn add(&mut self, namespace: &str, local: Option<&str>) {
        let next = 1 + self.known.len() + self.namespaces.len();
        if !self.namespaces.contains_key(namespace) {
            self.namespaces.insert(namespace.to_owned(), next);
        }
        let next = 1 + self.known.len() + self.namespaces.len();
        if let Some(local) = local {
            self.known.entry((namespace.to_owned(), local.to_owned())).or_insert(next);
        }
    }

    fn key(&self, namespace: &str, local: &str) -> usize {
        let known = self.known.get(&(namespace.to_owned(), local.to_owned()));
        known.or_else(|| self.namespaces.get(namespace)).copied().unwrap_or_default()
    }
}

/// The namespaces that are declared here.
#[derive(Default)]
struct Namespaces {
    bound: Vec<(String, String)>,
    /// How many were bound before each open element.
    open: Vec<usize>,
}

impl Namespaces {
    fn open(&mut self, tag: &Tag<'_>) {
        self.open.push(self.bound.len());
        for (name, value) in tag.attributes() {
            let prefix = if name == "xmlns" { Some("") } else { name.strip_prefix("xmlns:") };
            self.bound.extend(prefix.map(|prefix| (prefix.to_owned(), value.into_owned())));
        }
    }

    fn close(&mut self) {
        self.bound.truncate(self.open.pop().unwrap_or_default());
    }

    fn of(&self, prefix: &str) -> Option<&str> {
        let found = self.bound.iter().rev().find(|(known, _)| known == prefix).map(|(_, address)| address.as_str());
        match prefix {
            "" => Some(found.unwrap_or_default()),
            "xml" => Some(compact::XML),
            _ => found,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        FORMATS,
        standard::{Standard, Validator},
    };

    use super::*;

    #[test]
    fn every_schema_can_be_read() {
        let validators = FORMATS.iter().filter_map(|format| format.validator.as_ref());
        let standards = validators.flat_map(|validator| match validator {
            Validator::Xml(standards) => *standards,
            Validator::Text(_) => &[],
        });
        for Standard { name, schema, .. } in standards {
            let definitions = compact::read(schema).unwrap_or_else(|e| panic!("{name}: {e}"));
            let (mut patterns, _) = Patterns::new(definitions).unwrap_or_else(|e| panic!("{name}: {e}"));
            patterns.compile_all().unwrap_or_else(|e| panic!("{name}: {e}"));
        }
    }
}
