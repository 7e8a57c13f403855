//! SRX: names that refer to rules, expressions that an engine could compile.

use std::collections::BTreeSet;

use crate::{input::Position, xml::reader::Tag};

use crate::standard::{self, ProblemSink};

#[derive(Default)]
pub(super) struct Rules {
    names: BTreeSet<String>,
    /// The names that maps refer to, each with its place.
    wanted: Vec<(String, Position)>,
    /// The expression that is being read.
    expression: String,
}

/// An expression that is longer is not looked at.
const LONGEST: usize = 1 << 16;

impl standard::Rules for Rules {
    fn start(&mut self, tag: &Tag<'_>, _: &[String], told: &mut ProblemSink<'_>) {
        self.expression.clear();
        let name = tag.get("languagerulename").unwrap_or_default().into_owned();
        match tag.local() {
            "languagerule" if !self.names.insert(name.clone()) => told.value(format!("a second languagerule `{name}`")),
            "languagemap" => {
                self.wanted.push((name, told.position));
                fault(&tag.get("languagepattern").unwrap_or_default()).into_iter().for_each(|what| told.value(what));
            }
            _ => {}
        }
    }

    fn text(&mut self, piece: &str, _: &[String], _: &mut ProblemSink<'_>) {
        if self.expression.len() + piece.len() <= LONGEST {
            self.expression.push_str(piece);
        }
    }

    fn end(&mut self, path: &[String], told: &mut ProblemSink<'_>) {
        if path.last().is_some_and(|name| matches!(name.as_str(), "beforebreak" | "afterbreak")) {
            fault(&self.expression).into_iter().for_each(|what| told.value(what));
        }
        self.expression.clear();
    }

    fn finish(&mut self, told: &mut ProblemSink<'_>) {
        for (name, place) in std::mem::take(&mut self.wanted) {
            if !self.names.contains(&name) {
                told.at(place, format!("languagerule `{name}` does not exist"));
            }
        }
    }
}

/// What no engine takes in an expression: ICU and Java know more than any library here, so only brackets are counted.
fn fault(expression: &str) -> Option<String> {
    let (mut open, mut in_set, mut chars) = (0usize, 0usize, expression.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                None => return Some(format!("`{expression}` ends with a backslash that escapes nothing")),
                Some('Q') => {
                    let rest = chars.as_str();
                    chars = rest.find("\\E").map_or("", |end| &rest[end + 2..]).chars();
                }
                Some(_) => {}
            },
            '[' => {
                in_set += 1;
                let inside = chars.as_str();
                // A bracket that comes first stands for itself.
                let inside = inside.strip_prefix('^').unwrap_or(inside);
                chars = inside.strip_prefix(']').unwrap_or(inside).chars();
            }
            ']' if in_set > 0 => in_set -= 1,
            '(' if in_set == 0 => open += 1,
            ')' if in_set == 0 => match open.checked_sub(1) {
                Some(less) => open = less,
                None => return Some(format!("`{expression}` closes a parenthesis that is not open")),
            },
            _ => {}
        }
    }
    match (in_set, open) {
        (0, 0) => None,
        (0, _) => Some(format!("`{expression}` leaves a parenthesis open")),
        _ => Some(format!("`{expression}` leaves a bracket open")),
    }
}
