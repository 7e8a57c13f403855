//! What is known about a file format, in one value beside its code: [`FormatSpec`]. [`FORMATS`] lists them all; help texts,
//! error messages, readers, validation, fuzzing and the table tests loop over that list.

use std::{fmt, io};

use super::{
    FORMATS, ImportItem, Input, Loss, Part, Read, ReadError, ReadOptions, Selection, Tool, Write, WriteUnits, parts,
    root, standard::Validator,
};

/// A file format: how its files are recognised, read, written and validated.
pub struct FormatSpec {
    /// Its name on the command line: `tmx`.
    pub name: &'static str,
    /// Its name in messages: `TMX`.
    pub title: &'static str,
    /// The endings of its files, the usual one first.
    pub endings: &'static [Ending],
    /// The root elements of its files, if they are XML.
    pub roots: &'static [&'static str],
    /// Recognises the beginning of a file that is not XML, whatever the file is called.
    pub begins: Option<fn(&str) -> bool>,
    /// Reads its files.
    pub read: Option<Reading>,
    /// The ways in which it is written, the usual one first; that one has the format's name.
    pub shapes: &'static [Shape],
    /// Validates its files.
    pub(super) validator: Option<Validator>,
}

/// An ending of file names, and what such files hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// The ending without its dot, in small letters.
    pub name: &'static str,
    /// What files with this ending hold.
    pub content: Content,
}

/// What files of one ending hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A text that somebody translates: a check of a folder includes such files.
    Job,
    /// Texts with their translations: a check takes such a file when it is named.
    Translations,
    /// Terms, or anything else that a check does not take for translations.
    Other,
}

impl Ending {
    /// The ending of files that somebody translates.
    pub(super) const fn job(name: &'static str) -> Self {
        Self { name, content: Content::Job }
    }

    /// The ending of files of translations.
    pub(super) const fn translations(name: &'static str) -> Self {
        Self { name, content: Content::Translations }
    }

    /// The ending of all other files.
    pub(super) const fn other(name: &'static str) -> Self {
        Self { name, content: Content::Other }
    }
}

/// Reads a file from its bytes: its name, the bytes, what is wanted, and whom to tell.
pub type ReadBytes = fn(&str, Vec<u8>, &ReadOptions, &mut dyn FnMut(usize, ImportItem)) -> Result<(), ReadError>;

/// How a format is read.
#[derive(Clone, Copy)]
pub enum Reading {
    /// From decoded text, as a stream.
    Text(&'static (dyn Read + Sync)),
    /// From all bytes of the file: it is not text.
    Bytes(ReadBytes),
}

/// One way to write a format.
pub struct Shape {
    /// Its name: that of the format, or `tmx-regions`.
    pub name: &'static str,
    /// What it is, in a line.
    pub about: &'static str,
    /// What sets it apart from the usual shape: options of `gloss export` without their dashes (`regions`, `tbx=dca`), or
    /// words that only the table of tools leads to. A shape without any is chosen by its name.
    pub settings: &'static [&'static str],
    /// The parts of a concept, beside terms and their statuses, that it has a place for.
    pub holds: &'static [&'static Part],
    /// Writes a glossary.
    pub writer: &'static (dyn Write + Sync),
    /// Writes translation units, if it can hold them.
    pub units: Option<&'static (dyn WriteUnits + Sync)>,
}

impl Shape {
    /// The shape of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FormatSpec::with_shape(name).map(|(_, shape)| shape)
    }

    /// Writes the selection and says what could not be held.
    ///
    /// # Errors
    /// Whatever `out` reports.
    pub fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        let mut loss = self.writer.write(selection, out)?;
        loss.merge(parts::left_out(self.holds, selection));
        Ok(loss)
    }
}

impl FormatSpec {
    /// The format of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().copied().find(|format| format.name == name)
    }

    /// The shape of a name, with its format.
    pub fn with_shape(name: &str) -> Option<(&'static Self, &'static Shape)> {
        FORMATS.iter().find_map(|format| Some((*format, format.shapes.iter().find(|shape| shape.name == name)?)))
    }

    /// The format of a file by its name's ending, and what such files hold.
    pub fn of_name(name: &str) -> Option<(&'static Self, Content)> {
        let (_, ending) = name.rsplit_once('.')?;
        FORMATS.iter().find_map(|format| {
            let known = format.endings.iter().find(|known| known.name.eq_ignore_ascii_case(ending))?;
            Some((*format, known.content))
        })
    }

    /// The format of a file that begins with `head`. XML is recognised by its root element, whatever the file is called;
    /// other files by how they begin, else by the ending of their name.
    ///
    /// # Errors
    /// [`ReadError`] if no format is recognised; it ends with `choice`, which says what would be.
    pub(super) fn of(input: &mut Input<'_>, choice: fn() -> String) -> Result<&'static Self, ReadError> {
        let name = input.name().to_owned();
        let head = input.peek()?.trim_start_matches('\u{feff}').trim_start();
        if head.starts_with('<') {
            return match root::element(head) {
                Some(root) => Self::of_root(root).ok_or_else(|| {
                    let shown: String = root.chars().take(40).collect(); // a name may be endless
                    ReadError::new(1, format!("unknown root element `{shown}`; {}", choice()))
                }),
                None => Err(ReadError::new(1, "no root element in the first block of the file")),
            };
        }
        if let Some(format) = FORMATS.iter().find(|format| format.begins.is_some_and(|begins| begins(head))) {
            return Ok(format);
        }
        match Self::of_name(&name) {
            Some((format, _)) if format.is_xml() => {
                Err(ReadError::new(1, "the file does not begin with `<`, so it is not an XML document"))
            }
            Some((format, _)) => Ok(format),
            None => Err(ReadError::new(0, format!("unknown kind of file; {}", choice()))),
        }
    }

    /// The format of XML with a root element.
    pub(super) fn of_root(root: &str) -> Option<&'static Self> {
        FORMATS.iter().copied().find(|format| format.roots.contains(&root))
    }

    /// Whether its files are XML.
    fn is_xml(&self) -> bool {
        !self.roots.is_empty()
    }

    /// Whether its files can be validated.
    pub fn can_be_validated(&self) -> bool {
        self.validator.is_some()
    }

    /// The shapes that are chosen by their name alone.
    pub fn named_shapes(&self) -> impl Iterator<Item = &'static Shape> {
        self.shapes.iter().filter(|shape| shape.settings.is_empty())
    }

    /// Whether an option of `gloss export` leads to one of its shapes.
    pub fn takes(&self, option: &str) -> bool {
        self.shapes.iter().any(|shape| shape.settings.iter().any(|setting| setting.split('=').next() == Some(option)))
    }

    /// The shape with exactly these settings, in any order.
    pub fn shape_with(&self, settings: &[&str]) -> Option<&'static Shape> {
        let has_all = |shape: &&Shape| {
            shape.settings.iter().all(|known| settings.contains(known))
                && settings.iter().all(|wanted| shape.settings.contains(wanted))
        };
        self.shapes.iter().find(has_all)
    }

    /// The programs that are given this format.
    pub fn consumers(&self) -> Vec<&'static str> {
        let takes = |tool: &Tool| tool.takes.iter().any(|taken| taken.format.name == self.name);
        Tool::all().iter().filter(|tool| takes(tool)).map(|tool| tool.name).collect()
    }
}

/// The formats that can be read, as people write them: `TMX, TBX and PO`.
pub fn readable() -> String {
    listed(FORMATS.iter().filter(|format| format.read.is_some()).map(|format| format.title), "and")
}

/// The formats that can be validated, each with its versions.
pub fn validatable() -> String {
    let names = FORMATS.iter().flat_map(|format| match &format.validator {
        Some(Validator::Xml(standards)) => standards.iter().map(|standard| standard.name).collect(),
        Some(Validator::Text(_)) => vec![format.title],
        None => Vec::new(),
    });
    let mut names: Vec<&str> = names.collect();
    names.dedup();
    listed(names, "and")
}

/// What to try instead of a file that cannot be read.
pub(super) fn choice_to_read() -> String {
    format!("gloss reads {}", readable())
}

/// What to try instead of a file that cannot be validated.
pub(super) fn choice_to_validate() -> String {
    format!("gloss validates {}", validatable())
}

/// `a, b and c`, or with another word before the last.
pub(super) fn listed<'n>(names: impl IntoIterator<Item = &'n str>, word: &str) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
        None => String::new(),
    }
}

impl fmt::Debug for FormatSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FormatSpec({})", self.name)
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shape({})", self.name)
    }
}

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Reading::Text",
            Self::Bytes(_) => "Reading::Bytes",
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_endings_and_roots_belong_to_one_format() {
        let (mut names, mut endings, mut roots) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for format in FORMATS {
            assert_eq!(format.shapes.first().map(|shape| shape.name), Some(format.name), "{format:?}");
            assert!(format.shapes[0].settings.is_empty(), "{format:?}");
            for shape in format.shapes {
                assert!(names.insert(shape.name), "two shapes are called {}", shape.name);
                assert!(shape.name.starts_with(format.name), "{shape:?} is a shape of {format:?}");
            }
            format.endings.iter().for_each(|ending| assert!(endings.insert(ending.name), "{ending:?} twice"));
            format.roots.iter().for_each(|root| assert!(roots.insert(root), "{root} twice"));
            assert!(format.read.is_none() || !format.endings.is_empty(), "no file is a {format:?}");
        }
    }

    #[test]
    fn a_shape_is_found_by_its_settings_in_any_order() {
        let tmx = FormatSpec::named("tmx").expect("known");
        let name = |settings: &[&str]| tmx.shape_with(settings).map(|shape| shape.name);
        assert_eq!(name(&[]), Some("tmx"));
        assert_eq!(name(&["regions"]), Some("tmx-regions"));
        assert_eq!(name(&["regions", "all-renderings"]), name(&["all-renderings", "regions"]));
        assert_eq!(name(&["lossless"]), None);
        assert!(
            tmx.takes("regions") && !tmx.takes("lossless") && FormatSpec::named("tbx").expect("known").takes("tbx")
        );
    }

    #[test]
    fn lists_read_as_people_write_them() {
        assert_eq!(listed(["a"], "and"), "a");
        assert_eq!(listed(["a", "b", "c"], "or"), "a, b or c");
        assert!(readable().starts_with("TMX, TBX, "), "{}", readable());
        assert!(validatable().starts_with("TMX, TBX v2, TBX v3, "), "{}", validatable());
    }
}
