//! TBX: data categories at their levels with their values (`tbx/categories.tsv`), references, dialect and style.
//!
//! These are the Schematron rules of the TBX-Basic, TBX-Min and TBX-Core dialects, restated. For v2 the table only warns:
//! there the categories are chosen by a file beside the document.

use std::collections::{BTreeSet, HashMap};

use crate::{input::Position, xml::reader::Tag};

use crate::standard::{self, ProblemSink};

use super::categories::{self, Category, Version};

/// The dialects whose categories are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Basic,
    Min,
    Core,
    /// Whoever made it knows its categories.
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Dca,
    Dct,
}

/// What OmegaT 3.6, translate-toolkit 3.20 and Lokalize 22.12 say to TBX v3.
const V3: &str = "OmegaT and translate-toolkit refuse TBX v3, Lokalize shows nothing of it; they read v2 (`martif`)";

/// What OmegaT 3.6 says to `martif` in a namespace.
const NAMESPACE: &str = "OmegaT refuses `martif` in a namespace; leave `xmlns` away";

pub(super) struct Rules {
    version: Version,
    dialect: Dialect,
    style: Style,
    /// What is known of the root and not told yet: faults, and what programs say to it.
    root: (Vec<String>, Option<&'static str>),
    ids: BTreeSet<String>,
    /// References: each with its place and whether an address will do.
    targets: Vec<(String, Position, bool)>,
    /// The category whose value is being read.
    open: Option<(&'static Category, String)>,
    told: BTreeSet<String>,
    /// The prefixes bound to the modules.
    prefixes: HashMap<String, String>,
}

impl Rules {
    pub(super) fn new(root: &Tag<'_>) -> Self {
        let get = |name: &str| root.get(name).map(std::borrow::Cow::into_owned).unwrap_or_default();
        let version = if root.local() == "martif" { Version::V2 } else { Version::V3 };
        let kind = get("type");
        let dialect = match kind.as_str() {
            "TBX-Basic" => Dialect::Basic,
            "TBX-Min" => Dialect::Min,
            "TBX-Core" => Dialect::Core,
            _ => Dialect::Other,
        };
        let (style, mut faults) = (get("style"), Vec::new());
        if version == Version::V3
            && matches!(dialect, Dialect::Basic | Dialect::Min)
            && !["dca", "dct"].contains(&style.as_str())
        {
            faults.push(format!("style is `{style}`; {kind} has dca and dct"));
        }
        let style = if style == "dct" { Style::Dct } else { Style::Dca };
        let prefixes = root
            .attributes()
            .filter_map(|(name, value)| Some((name.strip_prefix("xmlns:")?.to_owned(), value.into_owned())));
        let prefixes = prefixes.collect();
        let (ids, targets, told) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
        let refused = match version {
            Version::V3 => Some(V3),
            Version::V2 => root.get("xmlns").is_some_and(|name| !name.is_empty()).then_some(NAMESPACE),
        };
        Self { version, dialect, style, root: (faults, refused), ids, targets, open: None, told, prefixes }
    }

    fn wrong(&mut self, message: String, told: &mut ProblemSink<'_>) {
        if self.version == Version::V3 {
            told.value(message);
        } else if self.told.insert(message.clone()) {
            // A v2 file may have categories of its own; once is enough.
            told.tools(format!("{message}, in TBX-Basic"));
        }
    }

    fn name(&self) -> &'static str {
        match self.dialect {
            Dialect::Basic => "TBX-Basic",
            Dialect::Min => "TBX-Min",
            Dialect::Core | Dialect::Other => "TBX-Core",
        }
    }

    /// An element with a data category in its type.
    fn typed(&mut self, element: &str, kind: &str, path: &[String], told: &mut ProblemSink<'_>) {
        if !categories::ELEMENTS.contains(&element) || in_matter(path) {
            return;
        }
        match Category::find(self.version, kind).filter(|category| self.has(category)) {
            Some(category) if category.element == element => self.at_level(category, path, told),
            Some(category) => {
                let message = format!("`{kind}` is a category of `{}`, not of `{element}`", category.element);
                self.wrong(message, told);
            }
            None => {
                let hint = match kind {
                    "usageStatus" | "normativeAuthorization" => "; the status of a term is `administrativeStatus`",
                    _ => "",
                };
                self.wrong(format!("{} has no category `{kind}` for `{element}`{hint}", self.name()), told);
            }
        }
    }

    fn has(&self, category: &Category) -> bool {
        match self.dialect {
            Dialect::Min => category.min,
            _ => true,
        }
    }

    fn at_level(&mut self, category: &'static Category, path: &[String], told: &mut ProblemSink<'_>) {
        let level = path.iter().rev().find_map(|name| match name.as_str() {
            "conceptEntry" | "termEntry" => Some("concept"),
            "langSec" | "langSet" => Some("language"),
            "termSec" | "tig" | "ntig" => Some("term"),
            _ => None,
        });
        if let Some(level) = level.filter(|level| !category.levels.contains(level)) {
            let where_to = category.levels.join(" or ");
            self.wrong(
                format!("`{}` stands at the {level} level; it belongs to the {where_to} level", category.name),
                told,
            );
        }
        self.open = (!category.values.is_empty()).then(|| (category, String::new()));
    }
}

fn in_matter(path: &[String]) -> bool {
    path.iter().any(|name| matches!(name.as_str(), "tbxHeader" | "martifHeader" | "back"))
}

impl standard::Rules for Rules {
    fn start(&mut self, tag: &Tag<'_>, path: &[String], told: &mut ProblemSink<'_>) {
        let (faults, refused) = std::mem::take(&mut self.root);
        faults.into_iter().for_each(|fault| told.value(fault));
        refused.into_iter().for_each(|what| told.tools(what));
        let get = |name: &str| tag.get(name).map(std::borrow::Cow::into_owned);
        self.ids.extend(get("id"));
        let local = tag.local();
        let module = tag.name().split_once(':').and_then(|(prefix, _)| self.prefixes.get(prefix)).cloned();
        if let Some(target) = get("target").or_else(|| get("startRef")) {
            let strict = categories::ELEMENTS.contains(&local) && local != "xref" || matches!(local, "hi" | "ec");
            self.targets.push((target, told.position, !strict));
        }
        if path.len() < 2 || matches!(self.dialect, Dialect::Other) && self.version == Version::V3 {
            return;
        }
        let kind = get("type");
        match (self.version, self.style, self.dialect) {
            (Version::V3, _, Dialect::Core) => {
                if module.is_some() {
                    told.value(format!("`{}` is an element of a module, and TBX-Core has none", tag.name()));
                } else if kind.as_deref() == Some("") {
                    told.value(format!("the type of `{local}` is empty"));
                }
            }
            (Version::V3, Style::Dct, _) => match (module, kind) {
                (Some(_), _) => {
                    let known = Category::find(self.version, local).filter(|category| self.has(category));
                    match known {
                        Some(category) => self.at_level(category, path, told),
                        None => told.value(format!("{} has no category `{local}`", self.name())),
                    }
                }
                (None, Some(kind)) if !in_matter(path) => told.value(format!(
                    "`{local}` has the type `{kind}`; in DCT style a category is an element of its own"
                )),
                _ => {}
            },
            (Version::V3, Style::Dca, _) if module.is_some() => {
                told.value(format!("`{}` is an element of a module; in DCA style a category is a type", tag.name()));
            }
            _ => {
                if let Some(kind) = kind {
                    self.typed(local, &kind, path, told);
                }
            }
        }
    }

    fn text(&mut self, piece: &str, _: &[String], _: &mut ProblemSink<'_>) {
        if let Some((_, value)) = self.open.as_mut().filter(|(_, value)| value.len() + piece.len() <= 1 << 10) {
            value.push_str(piece);
        }
    }

    fn end(&mut self, path: &[String], told: &mut ProblemSink<'_>) {
        let Some((category, value)) = self.open.take() else { return };
        if path.last().is_some_and(|name| name == "hi") {
            self.open = Some((category, value)); // markup inside of a value
            return;
        }
        let compared = if self.style == Style::Dct { value.trim() } else { value.as_str() };
        if category.values.contains(&compared) {
            return;
        }
        let message = format!("`{}` is `{value}`; it is one of {}", category.name, category.values.join(", "));
        // The official rules of DCA overlook this one.
        if category.name == "transactionType" && self.style == Style::Dca {
            told.tools(message);
        } else {
            self.wrong(message, told);
        }
    }

    fn finish(&mut self, told: &mut ProblemSink<'_>) {
        for (target, place, address) in std::mem::take(&mut self.targets) {
            let is_address = ["http://", "https://"].iter().any(|scheme| target.contains(scheme));
            if self.ids.contains(&target) || address && (is_address || self.version == Version::V2) {
                continue;
            }
            // Only the dialects demand more of an address than the structure does.
            if address && (self.style == Style::Dca || self.dialect == Dialect::Other) {
                continue;
            }
            told.at(place, format!("`{target}` is the id of no element in the file"));
        }
    }
}
