//! XLIFF: ids that stand for one thing, references that lead somewhere, languages that agree.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use crate::{input::Position, xml::reader::Tag};

use crate::standard::{self, ProblemSink};

/// Ids of a kind within a scope, each with its line.
#[derive(Default)]
struct Ids(HashMap<(&'static str, String), usize>);

impl Ids {
    fn add(&mut self, kind: &'static str, id: Option<String>, told: &mut ProblemSink<'_>) {
        let Some(id) = id else { return }; // the schema tells
        let message = format!("the {kind} id `{id}` is that of line");
        if let Some(first) = self.0.insert((kind, id), told.position.line) {
            told.value(format!("{message} {first} already"));
        }
    }

    fn has(&self, kind: &'static str, id: &str) -> bool {
        self.0.contains_key(&(kind, id.to_owned()))
    }
}

/// References of a scope: kind, id, place.
type References = Vec<(&'static str, String, Position)>;

fn settle(ids: &mut Ids, wanted: &mut References, told: &mut ProblemSink<'_>) {
    for (kind, id, place) in std::mem::take(wanted) {
        if !ids.has(kind, &id) {
            told.at(place, format!("reference to a missing {kind} `{id}`"));
        }
    }
    ids.0.clear();
}

/// XLIFF 1.2.
#[derive(Default)]
pub(super) struct V1 {
    /// Of a file.
    file: Ids,
    file_wanted: References,
    /// The segments of a unit's source, and those of its target.
    segments: BTreeSet<String>,
    targets: Vec<(String, Position)>,
    /// Elements and attributes that only the transitional schema takes.
    loose: BTreeMap<String, Position>,
    /// The prefix of the file's own elements.
    own: String,
}

impl standard::Rules for V1 {
    fn start(&mut self, tag: &Tag<'_>, path: &[String], told: &mut ProblemSink<'_>) {
        let get = |name: &str| tag.get(name).map(Cow::into_owned);
        if path.len() == 1 {
            self.own = tag.name().split_once(':').map_or(String::new(), |(prefix, _)| prefix.to_owned());
        }
        self.look_for_loose(tag, told.position);
        let parent = path.iter().rev().nth(1).map_or("", String::as_str);
        let place = told.position;
        match tag.local() {
            "trans-unit" | "bin-unit" => {
                self.segments.clear();
                self.targets.clear();
                self.file.add("unit", get("id"), told);
            }
            "group" => self.file.add("group", get("id"), told),
            "tool" => self.file.add("tool", get("tool-id"), told),
            "phase" => self.file.add("phase", get("phase-name"), told),
            "mrk"
                if tag.get("mtype").as_deref() == Some("seg")
                    && parent == "seg-source"
                    && !path.contains(&"alt-trans".to_owned()) =>
            {
                let mid = get("mid").unwrap_or_default();
                if !self.segments.insert(mid.clone()) {
                    told.value(format!("a second segment `{mid}` in one unit"));
                }
            }
            "mrk"
                if tag.get("mtype").as_deref() == Some("seg")
                    && parent == "target"
                    && !path.contains(&"alt-trans".to_owned()) =>
            {
                self.targets.push((get("mid").unwrap_or_default(), place));
            }
            _ => {}
        }
        if matches!(tag.local(), "file" | "phase" | "alt-trans") {
            self.file_wanted.extend(get("tool-id").map(|id| ("tool", id, place)));
        }
        if matches!(tag.local(), "count" | "trans-unit" | "target" | "bin-unit" | "bin-target") {
            self.file_wanted.extend(get("phase-name").map(|id| ("phase", id, place)));
        }
    }

    fn end(&mut self, path: &[String], told: &mut ProblemSink<'_>) {
        match path.last().map(String::as_str) {
            Some("file") => settle(&mut self.file, &mut self.file_wanted, told),
            Some("trans-unit") if !self.segments.is_empty() => {
                for (mid, place) in std::mem::take(&mut self.targets) {
                    if !self.segments.contains(&mid) {
                        told.at(place, format!("the target has a segment `{mid}` that the source does not have"));
                    }
                }
            }
            _ => {}
        }
    }

    fn finish(&mut self, told: &mut ProblemSink<'_>) {
        for (what, at) in std::mem::take(&mut self.loose) {
            told.position = at;
            told.tools(format!("{what}: the transitional schema takes it, the strict one does not"));
        }
    }
}

impl V1 {
    /// What the strict schema refuses, each kind once.
    fn look_for_loose(&mut self, tag: &Tag<'_>, at: Position) {
        let prefix = tag.name().split_once(':').map_or("", |(prefix, _)| prefix);
        if prefix != self.own {
            self.loose.entry(format!("an extension `{}`", tag.name())).or_insert(at);
            return;
        }
        let element = tag.local();
        if matches!(element, "prop" | "prop-group") {
            self.loose.entry(format!("`{element}`")).or_insert(at);
        }
        for (name, _) in tag.attributes() {
            let old = name == "ts"
                || name == "tool" && matches!(element, "file" | "phase" | "alt-trans")
                || name == "restype" && element == "target";
            let foreign = name.split_once(':').is_some_and(|(prefix, _)| !matches!(prefix, "xml" | "xmlns" | "xsi"));
            if old || foreign {
                self.loose.entry(format!("the attribute `{name}`")).or_insert(at);
            }
        }
    }
}

/// XLIFF 2.x.
#[derive(Default)]
pub(super) struct V2 {
    document: Ids,
    file: Ids,
    unit: Ids,
    unit_wanted: References,
    has_target_language: bool,
    told_target: bool,
}

impl standard::Rules for V2 {
    fn start(&mut self, tag: &Tag<'_>, path: &[String], told: &mut ProblemSink<'_>) {
        let get = |name: &str| tag.get(name).map(Cow::into_owned);
        let place = told.position;
        let parent = path.iter().rev().nth(1).map_or("", String::as_str);
        match tag.local() {
            "xliff" => {
                self.has_target_language = tag.get("trgLang").is_some();
                // Seen with OmegaT 3.6 and translate-toolkit 3.20.
                told.tools(
                    "OmegaT finds nothing to translate in XLIFF 2, and translate-toolkit must be told which it is; they \
                     read 1.2",
                );
            }
            "file" => self.document.add("file", get("id"), told),
            "unit" => self.file.add("unit", get("id"), told),
            "group" => self.file.add("group", get("id"), told),
            "segment" | "ignorable" => self.unit.add("segment", get("id"), told),
            "data" if parent == "originalData" => {
                self.unit.add("data", get("id"), told);
            }
            "target" if !self.has_target_language && matches!(parent, "segment" | "ignorable") && !self.told_target => {
                self.told_target = true;
                told.value("there are targets, but `xliff` has no trgLang");
            }
            _ => {}
        }
        for name in ["dataRef", "dataRefStart", "dataRefEnd"] {
            self.unit_wanted.extend(get(name).map(|id| ("data", id, place)));
        }
    }

    fn end(&mut self, path: &[String], told: &mut ProblemSink<'_>) {
        match path.last().map(String::as_str) {
            Some("unit") => settle(&mut self.unit, &mut self.unit_wanted, told),
            Some("file") => self.file.0.clear(),
            _ => {}
        }
    }
}
