//! RELAX NG validation by derivatives.
//!
//! A pattern is the set of contents that are allowed from here on. Its derivative by an event is what is allowed behind the
//! event; a document is valid if what is left at its end allows nothing more to come (James Clark, "An algorithm for RELAX
//! NG validation"). Equal patterns are one number, so derivatives are found by looking them up when they have been made
//! before; all but the first of similar elements cost a look-up an event.

use std::{collections::HashMap, rc::Rc};

use super::{
    compact::{Expr, NameClass},
    datatype::Datatype,
};

/// A pattern, by its number.
pub(super) type Id = u32;

pub(super) const EMPTY: Id = 0;
pub(super) const NOT_ALLOWED: Id = 1;
const TEXT: Id = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Pattern {
    Empty,
    NotAllowed,
    Text,
    Choice(Id, Id),
    Group(Id, Id),
    Interleave(Id, Id),
    OneOrMore(Id),
    /// A value or datatype, by its number.
    Simple(usize),
    /// By its number.
    Attribute(usize, Id),
    /// By its number.
    Element(usize),
    /// The first up to the end of an element, the second behind it.
    After(Id, Id),
}

enum Simple {
    Value(String),
    Data(Datatype),
}

/// All patterns that have been met so far.
pub(super) struct Patterns {
    definitions: Rc<HashMap<String, Expr>>,
    all: Vec<Pattern>,
    numbers: HashMap<Pattern, Id>,
    nullable: Vec<bool>,
    /// Whether a text's letters matter to it.
    reads_text: Vec<bool>,
    simple: Vec<Simple>,
    attributes: Vec<NameClass>,
    elements: Vec<(NameClass, Expr, Option<Id>)>,
    references: HashMap<String, Id>,
    opened: HashMap<(Id, usize), Id>,
    closed: HashMap<Id, Id>,
    ended: HashMap<Id, Id>,
    texts: HashMap<Id, Id>,
}

impl Patterns {
    /// The patterns of a schema, and the one of a document.
    pub(super) fn new(definitions: HashMap<String, Expr>) -> Result<(Self, Id), String> {
        let mut patterns = Self {
            definitions: Rc::new(definitions),
            all: Vec::new(),
            numbers: HashMap::new(),
            nullable: Vec::new(),
            reads_text: Vec::new(),
            simple: Vec::new(),
            attributes: Vec::new(),
            elements: Vec::new(),
            references: HashMap::new(),
            opened: HashMap::new(),
            closed: HashMap::new(),
            ended: HashMap::new(),
            texts: HashMap::new(),
        };
        for (pattern, id) in [(Pattern::Empty, EMPTY), (Pattern::NotAllowed, NOT_ALLOWED), (Pattern::Text, TEXT)] {
            let number = patterns.number(pattern);
            debug_assert_eq!(number, id);
        }
        let start = patterns.compile(&Expr::Reference("start".to_owned()))?;
        Ok((patterns, start))
    }

    fn number(&mut self, pattern: Pattern) -> Id {
        if let Some(&id) = self.numbers.get(&pattern) {
            return id;
        }
        let is = |list: &Vec<bool>, id: Id| list[id as usize];
        let nullable = match pattern {
            Pattern::Empty | Pattern::Text => true,
            Pattern::Choice(a, b) => is(&self.nullable, a) || is(&self.nullable, b),
            Pattern::Group(a, b) | Pattern::Interleave(a, b) => is(&self.nullable, a) && is(&self.nullable, b),
            Pattern::OneOrMore(a) => is(&self.nullable, a),
            _ => false,
        };
        let reads_text = match pattern {
            Pattern::Simple(_) => true,
            Pattern::Choice(a, b) | Pattern::Group(a, b) | Pattern::Interleave(a, b) => {
                is(&self.reads_text, a) || is(&self.reads_text, b)
            }
            Pattern::OneOrMore(a) | Pattern::After(a, _) => is(&self.reads_text, a),
            _ => false,
        };
        let id = Id::try_from(self.all.len()).unwrap_or(NOT_ALLOWED);
        self.all.push(pattern);
        self.nullable.push(nullable);
        self.reads_text.push(reads_text);
        self.numbers.insert(pattern, id);
        id
    }

    fn compile(&mut self, expr: &Expr) -> Result<Id, String> {
        Ok(match expr {
            Expr::Empty => EMPTY,
            Expr::NotAllowed => NOT_ALLOWED,
            Expr::Text => TEXT,
            Expr::Reference(name) => {
                if let Some(&id) = self.references.get(name) {
                    return Ok(id);
                }
                let definitions = Rc::clone(&self.definitions);
                let definition = definitions.get(name).ok_or_else(|| format!("`{name}` is not defined"))?;
                let id = self.compile(definition)?;
                self.references.insert(name.clone(), id);
                id
            }
            Expr::Choice(all) => self.fold(all, NOT_ALLOWED, Self::choice)?,
            Expr::Group(all) => self.fold(all, EMPTY, Self::group)?,
            Expr::Interleave(all) => self.fold(all, EMPTY, Self::interleave)?,
            Expr::OneOrMore(one) => {
                let one = self.compile(one)?;
                self.one_or_more(one)
            }
            Expr::Value(value) => self.simple(Simple::Value(value.clone())),
            Expr::Data(datatype) => self.simple(Simple::Data(datatype.clone())),
            Expr::Attribute(class, content) => {
                let content = self.compile(content)?;
                self.attributes.push(class.clone());
                self.number(Pattern::Attribute(self.attributes.len() - 1, content))
            }
            Expr::Element(class, content) => {
                // What is in it is looked at when one comes: definitions refer to each other through elements.
                self.elements.push((class.clone(), (**content).clone(), None));
                self.number(Pattern::Element(self.elements.len() - 1))
            }
        })
    }

    fn fold(&mut self, all: &[Expr], nothing: Id, join: fn(&mut Self, Id, Id) -> Id) -> Result<Id, String> {
        let mut ids = Vec::new();
        for expr in all {
            ids.push(self.compile(expr)?);
        }
        Ok(ids.into_iter().rev().fold(nothing, |rest, id| join(self, id, rest)))
    }

    fn simple(&mut self, simple: Simple) -> Id {
        self.simple.push(simple);
        self.number(Pattern::Simple(self.simple.len() - 1))
    }

    fn content(&mut self, element: usize) -> Id {
        if let Some(id) = self.elements[element].2 {
            return id;
        }
        let expr = self.elements[element].1.clone();
        let id = self.compile(&expr).unwrap_or(NOT_ALLOWED); // a test compiles every element
        self.elements[element].2 = Some(id);
        id
    }

    /// Choices are kept sorted and without doubles, so that equal ones are one.
    pub(super) fn choice(&mut self, a: Id, b: Id) -> Id {
        if a == b || b == NOT_ALLOWED {
            return a;
        }
        if a == NOT_ALLOWED {
            return b;
        }
        let mut all = Vec::new();
        self.alternatives(a, &mut all);
        self.alternatives(b, &mut all);
        all.sort_unstable();
        all.dedup();
        let last = all.pop().unwrap_or(NOT_ALLOWED);
        all.into_iter().rev().fold(last, |rest, id| self.number(Pattern::Choice(id, rest)))
    }

    fn alternatives(&self, id: Id, out: &mut Vec<Id>) {
        match self.all[id as usize] {
            Pattern::Choice(a, b) => {
                self.alternatives(a, out);
                self.alternatives(b, out);
            }
            _ => out.push(id),
        }
    }

    fn group(&mut self, a: Id, b: Id) -> Id {
        match (a, b) {
            (NOT_ALLOWED, _) | (_, NOT_ALLOWED) => NOT_ALLOWED,
            (EMPTY, other) | (other, EMPTY) => other,
            _ => self.number(Pattern::Group(a, b)),
        }
    }

    fn interleave(&mut self, a: Id, b: Id) -> Id {
        match (a.min(b), a.max(b)) {
            (NOT_ALLOWED, _) | (_, NOT_ALLOWED) => NOT_ALLOWED,
            (EMPTY, other) => other,
            (a, b) => self.number(Pattern::Interleave(a, b)),
        }
    }

    fn one_or_more(&mut self, a: Id) -> Id {
        if a == NOT_ALLOWED || a == EMPTY { a } else { self.number(Pattern::OneOrMore(a)) }
    }

    fn after(&mut self, a: Id, b: Id) -> Id {
        if a == NOT_ALLOWED || b == NOT_ALLOWED { NOT_ALLOWED } else { self.number(Pattern::After(a, b)) }
    }

    /// Whether nothing need follow.
    pub(super) fn nullable(&self, id: Id) -> bool {
        self.nullable[id as usize]
    }

    /// Behind the start of an element; `key` stands for its name.
    pub(super) fn open(&mut self, id: Id, key: usize, name: (&str, &str)) -> Id {
        if let Some(&known) = self.opened.get(&(id, key)) {
            return known;
        }
        let result = match self.all[id as usize] {
            Pattern::Choice(a, b) => {
                let (a, b) = (self.open(a, key, name), self.open(b, key, name));
                self.choice(a, b)
            }
            Pattern::Element(element) if self.elements[element].0.contains(name.0, name.1) => {
                let content = self.content(element);
                self.after(content, EMPTY)
            }
            Pattern::Interleave(a, b) => {
                let (first, second) = (self.open(a, key, name), self.open(b, key, name));
                let first = self.behind(first, &mut |all, rest| all.interleave(rest, b));
                let second = self.behind(second, &mut |all, rest| all.interleave(a, rest));
                self.choice(first, second)
            }
            Pattern::OneOrMore(a) => {
                let first = self.open(a, key, name);
                let more = self.choice(id, EMPTY);
                self.behind(first, &mut |all, rest| all.group(rest, more))
            }
            Pattern::Group(a, b) => {
                let first = self.open(a, key, name);
                let first = self.behind(first, &mut |all, rest| all.group(rest, b));
                let second = if self.nullable(a) { self.open(b, key, name) } else { NOT_ALLOWED };
                self.choice(first, second)
            }
            Pattern::After(a, b) => {
                let first = self.open(a, key, name);
                self.behind(first, &mut |all, rest| all.after(rest, b))
            }
            _ => NOT_ALLOWED,
        };
        self.opened.insert((id, key), result);
        result
    }

    /// Changes what comes behind the element that has just been opened.
    fn behind(&mut self, id: Id, change: &mut dyn FnMut(&mut Self, Id) -> Id) -> Id {
        match self.all[id as usize] {
            Pattern::After(a, b) => {
                let b = change(self, b);
                self.after(a, b)
            }
            Pattern::Choice(a, b) => {
                let (a, b) = (self.behind(a, change), self.behind(b, change));
                self.choice(a, b)
            }
            _ => NOT_ALLOWED,
        }
    }

    /// Behind an attribute; without a value, behind one whose value is right.
    pub(super) fn attribute(&mut self, id: Id, name: (&str, &str), value: Option<&str>) -> Id {
        match self.all[id as usize] {
            Pattern::After(a, b) => {
                let a = self.attribute(a, name, value);
                self.after(a, b)
            }
            Pattern::Choice(a, b) => {
                let (a, b) = (self.attribute(a, name, value), self.attribute(b, name, value));
                self.choice(a, b)
            }
            Pattern::Group(a, b) => {
                let (first, second) = (self.attribute(a, name, value), self.attribute(b, name, value));
                let (first, second) = (self.group(first, b), self.group(a, second));
                self.choice(first, second)
            }
            Pattern::Interleave(a, b) => {
                let (first, second) = (self.attribute(a, name, value), self.attribute(b, name, value));
                let (first, second) = (self.interleave(first, b), self.interleave(a, second));
                self.choice(first, second)
            }
            Pattern::OneOrMore(a) => {
                let (first, more) = (self.attribute(a, name, value), self.choice(id, EMPTY));
                self.group(first, more)
            }
            Pattern::Attribute(number, content) if self.attributes[number].contains(name.0, name.1) => {
                let Some(value) = value else { return EMPTY };
                let left = self.text(content, value);
                let blank = value.trim().is_empty() && self.nullable(content);
                if blank || self.nullable(left) { EMPTY } else { NOT_ALLOWED }
            }
            _ => NOT_ALLOWED,
        }
    }

    /// Behind all attributes: those that are still wanted are missing. With `forgive` they are not.
    pub(super) fn close(&mut self, id: Id, forgive: bool) -> Id {
        if let Some(&known) = self.closed.get(&id).filter(|_| !forgive) {
            return known;
        }
        let result = match self.all[id as usize] {
            Pattern::Attribute(..) => {
                if forgive {
                    EMPTY
                } else {
                    NOT_ALLOWED
                }
            }
            Pattern::Choice(a, b) => {
                let (a, b) = (self.close(a, forgive), self.close(b, forgive));
                self.choice(a, b)
            }
            Pattern::Group(a, b) => {
                let (a, b) = (self.close(a, forgive), self.close(b, forgive));
                self.group(a, b)
            }
            Pattern::Interleave(a, b) => {
                let (a, b) = (self.close(a, forgive), self.close(b, forgive));
                self.interleave(a, b)
            }
            Pattern::OneOrMore(a) => {
                let a = self.close(a, forgive);
                self.one_or_more(a)
            }
            Pattern::After(a, b) => {
                let a = self.close(a, forgive);
                self.after(a, b)
            }
            _ => id,
        };
        if !forgive {
            self.closed.insert(id, result);
        }
        result
    }

    /// Behind a text.
    pub(super) fn text(&mut self, id: Id, text: &str) -> Id {
        let same_for_all = !self.reads_text[id as usize];
        if let Some(&known) = self.texts.get(&id).filter(|_| same_for_all) {
            return known;
        }
        let result = match self.all[id as usize] {
            Pattern::Text => TEXT,
            Pattern::Choice(a, b) => {
                let (a, b) = (self.text(a, text), self.text(b, text));
                self.choice(a, b)
            }
            Pattern::Interleave(a, b) => {
                let (first, second) = (self.text(a, text), self.text(b, text));
                let (first, second) = (self.interleave(first, b), self.interleave(a, second));
                self.choice(first, second)
            }
            Pattern::Group(a, b) => {
                let first = self.text(a, text);
                let first = self.group(first, b);
                let second = if self.nullable(a) { self.text(b, text) } else { NOT_ALLOWED };
                self.choice(first, second)
            }
            Pattern::After(a, b) => {
                let a = self.text(a, text);
                self.after(a, b)
            }
            Pattern::OneOrMore(a) => {
                let (first, more) = (self.text(a, text), self.choice(id, EMPTY));
                self.group(first, more)
            }
            Pattern::Simple(number) if self.takes(number, text) => EMPTY,
            _ => NOT_ALLOWED,
        };
        if same_for_all {
            self.texts.insert(id, result);
        }
        result
    }

    fn takes(&self, simple: usize, text: &str) -> bool {
        match &self.simple[simple] {
            Simple::Value(value) => text.split_whitespace().eq(value.split_whitespace()),
            Simple::Data(datatype) => datatype.takes(text),
        }
    }

    /// Behind the end of an element. With `forgive` something may be missing.
    pub(super) fn end(&mut self, id: Id, forgive: bool) -> Id {
        if let Some(&known) = self.ended.get(&id).filter(|_| !forgive) {
            return known;
        }
        let result = match self.all[id as usize] {
            Pattern::Choice(a, b) => {
                let (a, b) = (self.end(a, forgive), self.end(b, forgive));
                self.choice(a, b)
            }
            Pattern::After(a, b) if forgive || self.nullable(a) => b,
            _ => NOT_ALLOWED,
        };
        if !forgive {
            self.ended.insert(id, result);
        }
        result
    }

    /// Forgets what is not needed to go on from a state, once there is much of it; gives the state's new number. Documents with
    /// ever new combinations of attributes would fill the memory.
    pub(super) fn shrink(&mut self, state: Id) -> Id {
        const MANY: usize = 100_000;
        if self.all.len() < MANY {
            return state;
        }
        let old = std::mem::take(&mut self.all);
        (self.numbers, self.nullable, self.reads_text) = (HashMap::new(), Vec::new(), Vec::new());
        (self.references, self.opened, self.closed) = (HashMap::new(), HashMap::new(), HashMap::new());
        (self.ended, self.texts) = (HashMap::new(), HashMap::new());
        self.elements.iter_mut().for_each(|element| element.2 = None);
        for pattern in [Pattern::Empty, Pattern::NotAllowed, Pattern::Text] {
            self.number(pattern);
        }
        self.carry(&old, state, &mut HashMap::new())
    }

    /// The new number of a pattern of old.
    fn carry(&mut self, old: &[Pattern], id: Id, known: &mut HashMap<Id, Id>) -> Id {
        if let Some(&new) = known.get(&id) {
            return new;
        }
        let mut both = |a: Id, b: Id| (self.carry(old, a, known), self.carry(old, b, known));
        let new = match old[id as usize] {
            Pattern::Choice(a, b) => {
                let (a, b) = both(a, b);
                self.choice(a, b)
            }
            Pattern::Group(a, b) => {
                let (a, b) = both(a, b);
                self.group(a, b)
            }
            Pattern::Interleave(a, b) => {
                let (a, b) = both(a, b);
                self.interleave(a, b)
            }
            Pattern::After(a, b) => {
                let (a, b) = both(a, b);
                self.after(a, b)
            }
            Pattern::OneOrMore(a) => {
                let a = self.carry(old, a, known);
                self.one_or_more(a)
            }
            Pattern::Attribute(number, content) => {
                let content = self.carry(old, content, known);
                self.number(Pattern::Attribute(number, content))
            }
            plain => self.number(plain),
        };
        known.insert(id, new);
        new
    }

    /// The names of elements that may come next.
    pub(super) fn expected(&self, id: Id, out: &mut Vec<String>) {
        match self.all[id as usize] {
            Pattern::Element(number) => out.extend(self.elements[number].0.names()),
            Pattern::Choice(a, b) | Pattern::Interleave(a, b) => {
                self.expected(a, out);
                self.expected(b, out);
            }
            Pattern::Group(a, b) => {
                self.expected(a, out);
                if self.nullable(a) {
                    self.expected(b, out);
                }
            }
            Pattern::OneOrMore(a) | Pattern::After(a, _) => self.expected(a, out),
            _ => {}
        }
    }

    /// The attributes without which an element cannot be.
    pub(super) fn required(&self, id: Id) -> Vec<String> {
        match self.all[id as usize] {
            Pattern::Attribute(number, _) => self.attributes[number].names(),
            Pattern::Choice(a, b) => {
                let (a, b) = (self.required(a), self.required(b));
                a.into_iter().filter(|name| b.contains(name)).collect()
            }
            Pattern::Group(a, b) | Pattern::Interleave(a, b) => [self.required(a), self.required(b)].concat(),
            Pattern::OneOrMore(a) | Pattern::After(a, _) => self.required(a),
            _ => Vec::new(),
        }
    }

    /// What an attribute of this name, or the text, may be; empty if it may not be at all.
    pub(super) fn values(&self, id: Id, attribute: Option<(&str, &str)>, out: &mut Vec<String>) {
        match self.all[id as usize] {
            Pattern::Attribute(number, content)
                if attribute.is_some_and(|name| self.attributes[number].contains(name.0, name.1)) =>
            {
                self.values(content, None, out);
            }
            Pattern::Simple(number) if attribute.is_none() => out.push(match &self.simple[number] {
                Simple::Value(value) => format!("`{value}`"),
                Simple::Data(datatype) => datatype.wanted().to_owned(),
            }),
            Pattern::Choice(a, b) | Pattern::Interleave(a, b) | Pattern::Group(a, b) => {
                self.values(a, attribute, out);
                self.values(b, attribute, out);
            }
            Pattern::OneOrMore(a) | Pattern::After(a, _) => self.values(a, attribute, out),
            _ => {}
        }
    }

    /// Whether an attribute of this name is an id.
    pub(super) fn is_id(&self, id: Id, name: (&str, &str)) -> bool {
        match self.all[id as usize] {
            Pattern::Attribute(number, content) => {
                self.attributes[number].contains(name.0, name.1)
                    && matches!(self.all[content as usize], Pattern::Simple(simple)
                        if matches!(&self.simple[simple], Simple::Data(data) if data.base == super::datatype::Base::Id))
            }
            Pattern::Choice(a, b) | Pattern::Interleave(a, b) | Pattern::Group(a, b) => {
                self.is_id(a, name) || self.is_id(b, name)
            }
            Pattern::OneOrMore(a) | Pattern::After(a, _) => self.is_id(a, name),
            _ => false,
        }
    }

    /// Every element's content, compiled; for the test that all of them can be.
    #[cfg(test)]
    pub(super) fn compile_all(&mut self) -> Result<(), String> {
        let mut number = 0;
        while number < self.elements.len() {
            if self.elements[number].2.is_none() {
                let expr = self.elements[number].1.clone();
                self.elements[number].2 = Some(self.compile(&expr)?);
            }
            number += 1;
            if number > 100_000 {
                return Err("elements without end".to_owned());
            }
        }
        Ok(())
    }
}
