//! Segments that are not translated, or not into the language they should be in.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lang::detect,
    report::{Finding, Severity},
    text::{Span, is_bare},
};

use super::{SOURCE, TARGET, Unit};

/// Fewer words than these do not tell a language.
const TELLING: usize = 6;
/// Fewer words than these may be the same in both languages.
const SAME: usize = 4;

/// Tags, placeholders, addresses, options, names of files and functions: what is the same in every language.
static NO_PROSE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"<[^<>]*>|&\w+;|\{[^{}]*\}|\[[^\[\]]*\]|%[-+ #0-9.$()*\w]+|\S*[_/\\=@|:<>()]\S+|\S*\.\w\S*|-\S+|\p{L}+\d\S*",
    )
    .ok()
});

/// The words of a text that are not the same in every language.
fn prose(text: &str) -> Vec<String> {
    let rest = NO_PROSE.as_ref().map_or(text.into(), |pattern| pattern.replace_all(text, " "));
    let letters = |word: &&str| word.chars().count() > 1 && word.chars().all(char::is_alphabetic);
    rest.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).filter(letters).map(str::to_owned).collect()
}

/// A segment without a translation: worth knowing, for a job may not be finished.
pub(super) fn missing(unit: Unit<'_>, out: &mut Vec<Finding>) {
    let source = unit.text(SOURCE);
    if source.chars().any(char::is_alphabetic) {
        let place = unit.whole(SOURCE);
        let finding = Finding::new("untranslated", place, "there is no translation, or none that is certain");
        out.push(Finding { severity: Severity::Info, ..finding });
    }
}

pub(super) fn check(unit: Unit<'_>, out: &mut Vec<Finding>) {
    let (source, target) = (unit.text(SOURCE), unit.text(TARGET));
    let words = prose(target);
    let whole = Span::new(0, source.len());
    // Names, addresses and lists of them stay.
    let small = words.iter().filter(|word| word.chars().all(char::is_lowercase)).count();
    if source.trim() == target.trim() && small >= SAME {
        out.push(unit.finding("untranslated", whole, "the translation is the same as the source".to_owned()));
        return;
    }
    let lang = unit.lang(TARGET);
    let is_known = ["vi", "en"].contains(&lang.primary());
    if is_known && words.len() >= TELLING && detect(&words.join(" ")).primary() != lang.primary() {
        // English with many names is not Vietnamese, nor is a Vietnamese list of English ones English.
        let marked = words.iter().filter(|word| !is_bare(word)).count();
        let of_other = if lang.is("vi") { marked == 0 } else { marked * 3 >= words.len() * 2 };
        let certain = of_other && small * 2 >= words.len();
        if certain {
            let message = format!("the translation does not look like {lang}");
            let related = vec![unit.whole(SOURCE)];
            let place = unit.whole(TARGET);
            out.push(Finding { related, ..Finding::new("wrong-language", place, message) });
        }
    }
}
