//! Names that stand in one text with their marks and without: `Mường Pồn` and `Muong Pon`. No glossary is needed.

use std::collections::{HashMap, HashSet};

use gloss_core::{
    lang::{Article, vietnamese},
    report::{Finding, Place, Rule, Sees, Severity},
    text::{self, BuildPrehashed, Document, Span, TokenKind, combine_hashes},
};

use super::{
    letters::with_right_letters,
    seen::{Seen, Use},
    word::{TextKind, Word, WordVisitor},
};

pub(super) static LOST_DIACRITICS: Rule = Rule {
    id: "lost-diacritics",
    severity: Severity::Warning,
    sees: Sees::All,
    on_request: false,
    summary: "a known name stands without its diacritics",
    explanation: r#"## What it does
Reports a Vietnamese name of the glossary that stands without its diacritics: in Vietnamese text always, in English text when the same name also stands with them in English text of the given files. Without the glossary it reports a name in capitals that stands in the same text with its marks. `--fix` leaves it alone, for the words around it may have lost theirs.

## Why
Without its marks a Vietnamese name is another word, or several.

## What to do
Write the name with its marks. English text that drops them everywhere is left alone.

## Example
Bad: `Muong Pon commune`, in an article that also has `Mường Pồn`

Good: `Mường Pồn commune`
"#,
};

/// Looks at capitalised words with a space between them.
pub(super) struct Names<'a> {
    document: &'a Document,
    is_english: bool,
    /// The words of all runs, one behind the other, and where the runs end.
    words: Vec<NameWord>,
    ends: Vec<usize>,
}

/// Hashes of words without their marks.
type Letterings = HashSet<u64, BuildPrehashed>;

#[derive(Debug, Clone, Copy)]
struct NameWord {
    span: Span,
    folded: u64,
    bare: bool,
}

/// Where a name stands, with its marks and without.
#[derive(Debug, Default)]
struct Name {
    marked: Vec<Span>,
    bare: Vec<Span>,
}

impl<'a> WordVisitor<'a> for Names<'a> {
    fn start(_: usize, article: &'a Article, _: TextKind) -> Self {
        let (words, ends) = (Vec::new(), Vec::new());
        Self { document: &article.document, is_english: article.lang.is("en"), words, ends }
    }

    #[inline]
    fn visit(&mut self, &Word { span, kind, letters, base, capital }: &Word<'_>) {
        if !capital || kind != TokenKind::Word {
            return;
        }
        if self.words.last().is_some_and(|last| last.span.end + 1 != span.start) {
            self.end_of_run();
        }
        self.words.push(NameWord { span, folded: base, bare: letters.bare });
    }

    fn finish(self, _: &[Use<'_>], seen: &mut Seen<'_>) {
        seen.findings.extend(self.findings());
    }
}

impl Names<'_> {
    /// A single word is no name that could be known again.
    fn end_of_run(&mut self) {
        let start = self.ends.last().copied().unwrap_or_default();
        if self.words.len() > start + 1 {
            self.ends.push(self.words.len());
        } else {
            self.words.truncate(start);
        }
    }

    fn runs(&self) -> impl Iterator<Item = &[NameWord]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.words[start..*end])
    }

    /// Once a name, where it first stands without its marks.
    fn findings(mut self) -> Vec<Finding> {
        self.end_of_run();
        let marked: Vec<&[NameWord]> = self.runs().filter(|run| run.iter().any(|word| !word.bare)).collect();
        if marked.is_empty() {
            return Vec::new();
        }
        let bare = self.runs().flat_map(|run| run.split(|word| !word.bare)).filter(|name| name.len() > 1);
        let bare: Vec<&[NameWord]> = bare.collect();
        let wanted: Letterings = bare.iter().copied().flatten().map(|word| word.folded).collect();
        let known = marked.iter().copied().flatten().map(|word| word.folded).filter(|word| wanted.contains(word));
        let known: Letterings = known.collect();
        // Only words of names that have marks may have lost theirs; most texts have no two of them together.
        let bare = bare.into_iter().flat_map(|name| name.split(|word| !known.contains(&word.folded)));
        let bare: Vec<&[NameWord]> = bare.filter(|name| name.len() > 1).collect();
        if bare.is_empty() {
            return Vec::new();
        }
        let text = self.document.text();
        let mut names: HashMap<u64, Name, BuildPrehashed> = HashMap::default();
        for run in marked.into_iter().filter(|run| run.iter().any(|word| known.contains(&word.folded))) {
            // An English word ends a name.
            for name in run.split(|word| word.bare && !vietnamese::is_syllable(word.span.of(text))) {
                self.take(name, &mut names);
            }
        }
        bare.into_iter().for_each(|name| self.take(name, &mut names));
        names.into_values().filter_map(|name| self.finding(&name)).collect()
    }

    fn take(&self, name: &[NameWord], names: &mut HashMap<u64, Name, BuildPrehashed>) {
        let [first, .., last] = name else { return };
        let marks = name.iter().filter(|word| !word.bare).count();
        let span = Span::new(first.span.start, last.span.end);
        let known = names.entry(name.iter().fold(0, |key, word| combine_hashes(key, word.folded))).or_default();
        match marks {
            0 => known.bare.push(span),
            // In Vietnamese text one mark may be all that tells two names apart.
            1 if !self.is_english => {}
            _ => known.marked.push(span),
        }
    }

    fn finding(&self, name: &Name) -> Option<Finding> {
        let place = |span: &Span| Place::in_document(self.document, *span);
        let (here, there) = (place(name.bare.first()?), place(name.marked.first()?));
        // The English name of the country.
        if text::fold(&here.text) == "viet nam" {
            return None;
        }
        let right = with_right_letters(&there.text);
        let message = format!("`{}` stands without its diacritics; the text also has `{right}`", here.text);
        let suggestions = vec![right];
        let related = std::iter::once(there).chain(name.bare[1..].iter().map(place)).collect();
        Some(Finding { related, suggestions, ..Finding::new(&LOST_DIACRITICS, here, message) })
    }
}

#[cfg(test)]
mod tests {
    use crate::Checker;
    use gloss_core::{lang::Article, text::Document};
    use gloss_terms::glossary::Glossary;

    #[test]
    fn a_name_with_and_without_its_marks_is_told_once() {
        let glossary = Glossary::default();
        let found = |lang: &str, text: &str| {
            let article = Article { document: Document::plain("a", text), lang: lang.parse().expect("a language") };
            let found = Checker::new(&glossary).check(&[article]);
            found.iter().map(|f| (f.place.text.clone(), f.suggestions[0].clone(), f.related.len())).collect::<Vec<_>>()
        };
        let told = |bare: &str, marked: &str, related| vec![(bare.to_owned(), marked.to_owned(), related)];
        assert_eq!(
            found("en", "The Muong Pon Commune People. Mường Pồn commune, Muong Pon again."),
            told("Muong Pon", "Mường Pồn", 2)
        );
        assert_eq!(
            found("vi", "Ông Lo Van Thuong nói. Lò Văn Thương cười."),
            told("Lo Van Thuong", "Lò Văn Thương", 1)
        );
        for (lang, text) in [
            ("en", "Tran Thi Van and Nguyễn Thị Vân spoke."),
            ("en", "Viet Nam, or Việt Nam."),
            ("en", "Ha, Noi. Hà Nội."),
            ("vi", "Ban Mai và Bản Mai."),
        ] {
            assert_eq!(found(lang, text), [], "{text}");
        }
    }
}
