//! TMX: what the schema cannot say, and what programs refuse (measured with OmegaT 3.6, Weblate 5, tmexchange and others).

use std::collections::BTreeSet;

use unicode_normalization::is_nfc;

use crate::xml::reader::Tag;
use gloss_core::lang;

use crate::standard::{self, ProblemSink};

#[derive(Default)]
pub(super) struct Rules {
    srclang: String,
    units: usize,
    unit: Unit,
    /// The codes that begin pairs in the segment, and those that end them.
    opened: BTreeSet<String>,
    told_nfd: bool,
    told_langs: BTreeSet<String>,
}

#[derive(Default)]
struct Unit {
    langs: Vec<String>,
    srclang: Option<String>,
}

/// OmegaT takes a unit with one of these properties for an alternative translation of one place.
const OMEGAT: [&str; 5] = ["file", "id", "prev", "next", "path"];

impl standard::Rules for Rules {
    fn start(&mut self, tag: &Tag<'_>, path: &[String], told: &mut ProblemSink<'_>) {
        let get = |name: &str| tag.get(name).map(std::borrow::Cow::into_owned);
        for date in ["creationdate", "changedate"].iter().filter_map(|name| get(name)) {
            if !is_date(&date) {
                told.tools(format!("`{date}` is not a date like 20260131T083000Z; OmegaT drops it"));
            }
        }
        if let Some(count) = get("usagecount").filter(|count| count.parse::<u64>().is_err()) {
            told.tools(format!("usagecount must be a number, not `{count}`"));
        }
        match tag.local() {
            "header" => self.header(get("srclang").unwrap_or_default(), told),
            "tu" => {
                self.units += 1;
                self.unit = Unit { langs: Vec::new(), srclang: get("srclang") };
            }
            "tuv" => self.variant(get("xml:lang").or_else(|| get("lang")).unwrap_or_default(), told),
            "prop" if path.iter().any(|name| name == "tu") => {
                let name = get("type").unwrap_or_default();
                if OMEGAT.contains(&name.as_str()) {
                    told.tools(format!(
                        "OmegaT takes a unit with a property `{name}` for an alternative; name it x-{name}"
                    ));
                }
            }
            "seg" => self.opened.clear(),
            "bpt" => {
                let i = get("i").unwrap_or_default();
                if !self.opened.insert(i.clone()) {
                    told.tools(format!("a second bpt with i=\"{i}\" in one segment; the pairs cannot be told apart"));
                }
            }
            "ept" => {
                let i = get("i").unwrap_or_default();
                if !self.opened.contains(&i) {
                    told.tools(format!("an ept with i=\"{i}\" that no bpt in front of it begins"));
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, piece: &str, path: &[String], told: &mut ProblemSink<'_>) {
        if !self.told_nfd && path.iter().any(|name| name == "seg") && !is_nfc(piece) {
            self.told_nfd = true;
            told.tools(
                "letters are decomposed (NFD) here; OmegaT composes them, other programs find no match: write NFC",
            );
        }
    }

    fn end(&mut self, path: &[String], told: &mut ProblemSink<'_>) {
        match path.last().map(String::as_str) {
            Some("tu") => self.unit_ends(told),
            Some("body") if self.units == 0 => told.tools("the file has no units; Weblate refuses an empty file"),
            _ => {}
        }
    }
}

impl Rules {
    fn header(&mut self, srclang: String, told: &mut ProblemSink<'_>) {
        if srclang.eq_ignore_ascii_case("*all*") {
            told.tools("srclang is `*all*`; Weblate and tmexchange find no source: name the language of the sources");
        } else if !srclang.is_empty() {
            self.code(&srclang, told);
        }
        self.srclang = srclang;
    }

    fn variant(&mut self, code: String, told: &mut ProblemSink<'_>) {
        self.code(&code, told);
        self.unit.langs.push(code);
    }

    fn code(&mut self, code: &str, told: &mut ProblemSink<'_>) {
        if code.is_empty() || !self.told_langs.insert(code.to_owned()) {
            return; // once is enough, and what is missing the schema tells
        }
        if code.contains('_') {
            told.tools(format!(
                "`{code}` has an underscore; OmegaT does not know it: write {}",
                code.replace('_', "-")
            ));
        } else if !lang::is_known_language(code) {
            told.tools(format!("unknown language `{code}`; Weblate refuses the whole file"));
        }
    }

    fn unit_ends(&mut self, told: &mut ProblemSink<'_>) {
        let unit = std::mem::take(&mut self.unit);
        let source = unit.srclang.unwrap_or_else(|| self.srclang.clone());
        let is_all = source.eq_ignore_ascii_case("*all*") || source.is_empty();
        if !is_all && !unit.langs.iter().any(|code| code.eq_ignore_ascii_case(&source)) {
            told.tools(format!(
                "the unit has no segment in its source language {source}; programs skip it or take another"
            ));
        }
        if unit.langs.len() == 1 {
            told.tools("the unit has one language, and translates nothing");
        }
    }
}

fn is_date(date: &str) -> bool {
    let bytes = date.as_bytes();
    bytes.len() == 16
        && bytes[8] == b'T'
        && bytes[15] == b'Z'
        && bytes.iter().enumerate().all(|(at, byte)| at == 8 || at == 15 || byte.is_ascii_digit())
}
