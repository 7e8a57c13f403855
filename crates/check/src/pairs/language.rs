//! Segments that are not translated, or not into the language they should be in.

use gloss_core::{
    lang::detect_language,
    patterns,
    report::{Finding, Rule, Sees, Severity},
    text::{Span, is_bare},
};

use super::{SOURCE, TARGET, UnitContext};

patterns! {
    /// Tags, placeholders, addresses, options, names of files and functions: what is the same in every language.
    static NO_PROSE = r"<[^<>]*>|&\w+;|\{[^{}]*\}|\[[^\[\]]*\]|%[-+ #0-9.$()*\w]+|\S*[_/\\=@|:<>()]\S+|\S*\.\w\S*|-\S+|\p{L}+\d\S*";
}

pub(crate) static UNTRANSLATED: Rule = Rule {
    id: "untranslated",
    severity: Severity::Warning,
    sees: Sees::Text,
    on_request: false,
    summary: "a translation is the same as its source",
    explanation: r#"## What it does
Reports a translation of several words that is the same as its source. Names and lists of names may be.

## Why
It was forgotten.

## What to do
Translate it.

## Example
Bad: `Save the file as a copy` → `Save the file as a copy`

Good: `Save the file as a copy` → `Lưu một bản sao của tập tin`
"#,
};

pub(crate) static WRONG_LANGUAGE: Rule = Rule {
    id: "wrong-language",
    severity: Severity::Warning,
    sees: Sees::Text,
    on_request: false,
    summary: "a translation is not in the language it should be in",
    explanation: r#"## What it does
Reports a translation of six words and more that is clearly not in the language the file says; Vietnamese and English can be told apart.

## Why
Columns get exchanged, and whole sentences stay untranslated.

## What to do
Translate the segment, or correct the language.

## Example
Bad: a Vietnamese sentence where English is due

Good: the English one
"#,
};

/// Fewer words than these do not tell a language.
const TELLING: usize = 6;
/// Fewer words than these may be the same in both languages.
const SAME: usize = 4;

/// The words of a text that are not the same in every language.
fn prose(text: &str) -> Vec<String> {
    let rest = NO_PROSE.replace_all(text, " ");
    let letters = |word: &&str| word.chars().count() > 1 && word.chars().all(char::is_alphabetic);
    rest.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).filter(letters).map(str::to_owned).collect()
}

/// A segment without a translation: worth knowing, for a job may not be finished.
pub(crate) fn missing(context: &UnitContext<'_, '_>, out: &mut Vec<Finding>) {
    let unit = context.unit;
    let source = unit.text(SOURCE);
    if source.chars().any(char::is_alphabetic) {
        let place = unit.whole(SOURCE);
        let finding = Finding::new(&UNTRANSLATED, place, "there is no translation, or none that is certain");
        out.push(Finding { severity: Severity::Info, ..finding });
    }
}

pub(crate) fn check(context: &UnitContext<'_, '_>, out: &mut Vec<Finding>) {
    let unit = context.unit;
    let (source, target) = (unit.text(SOURCE), unit.text(TARGET));
    let words = prose(target);
    let whole = Span::new(0, source.len());
    // Names, addresses and lists of them stay.
    let small = words.iter().filter(|word| word.chars().all(char::is_lowercase)).count();
    if source.trim() == target.trim() && small >= SAME {
        out.push(unit.finding(&UNTRANSLATED, whole, "the translation is the same as the source".to_owned()));
        return;
    }
    let lang = unit.lang(TARGET);
    let is_known = ["vi", "en"].contains(&lang.primary());
    if is_known && words.len() >= TELLING && detect_language(&words.join(" ")).primary() != lang.primary() {
        // English with many names is not Vietnamese, nor is a Vietnamese list of English ones English.
        let marked = words.iter().filter(|word| !is_bare(word)).count();
        let of_other = if lang.is("vi") { marked == 0 } else { marked * 3 >= words.len() * 2 };
        let certain = of_other && small * 2 >= words.len();
        if certain {
            let message = format!("the translation does not look like {lang}");
            let related = vec![unit.whole(SOURCE)];
            let place = unit.whole(TARGET);
            out.push(Finding { related, ..Finding::new(&WRONG_LANGUAGE, place, message) });
        }
    }
}
