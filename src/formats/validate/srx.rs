//! SRX: names that refer to rules.

use std::collections::BTreeSet;

use crate::formats::{input::Position, xml::reader::Tag};

use super::Told;

#[derive(Default)]
pub(super) struct Rules {
    names: BTreeSet<String>,
    /// The names that maps refer to, each with its place.
    wanted: Vec<(String, Position)>,
}

impl super::Rules for Rules {
    fn start(&mut self, tag: &Tag<'_>, _: &[String], told: &mut Told<'_>) {
        let name = tag.get("languagerulename").unwrap_or_default().into_owned();
        match tag.local() {
            "languagerule" if !self.names.insert(name.clone()) => told.value(format!("a second languagerule `{name}`")),
            "languagemap" => self.wanted.push((name, told.position)),
            _ => {}
        }
    }

    fn end(&mut self, _: &[String], _: &mut Told<'_>) {}

    fn finish(&mut self, told: &mut Told<'_>) {
        for (name, place) in std::mem::take(&mut self.wanted) {
            if !self.names.contains(&name) {
                told.at(place, format!("there is no languagerule `{name}`"));
            }
        }
    }
}
