//! The rules of checks and how each of them runs. A new rule is its own file and a line here.

use std::sync::LazyLock;

use gloss_core::{
    lang::Article,
    report::{Finding, Rule},
};

use super::{
    competing,
    context::{CheckContext, PendingFinding, TextContext},
    examples, facts, letters, names, orthography,
    pairs::{Bitext, UnitContext, codes, consistency, language, numbers, terms},
    predecessors,
    seen::{Seen, Use},
    sense, status, typography, validity, variants,
    word::{TextKind, Word, WordVisitor},
};

/// One pass over what is checked, and the rules it follows.
pub(super) struct Pass {
    pub(super) rules: &'static [&'static Rule],
    pub(super) run: Run,
}

/// What a pass runs over.
#[derive(Clone, Copy)]
pub(super) enum Run {
    /// The terms of one text, before any other pass sees them; returns those that are meant.
    Terms(for<'g> fn(&Article, Vec<Use<'g>>, &mut Vec<Finding>) -> Vec<Use<'g>>),
    /// One text, or one side of a bilingual file.
    Text(for<'g> fn(&TextContext<'_, 'g>, &mut Seen<'g>)),
    /// One running text.
    RunningText(for<'g> fn(&TextContext<'_, 'g>, &mut Seen<'g>)),
    /// All texts, or all sides of bilingual files, by what was seen in them.
    Texts(for<'a, 'g> fn(&'a CheckContext<'_, 'g>, &mut Vec<PendingFinding<'a>>)),
    /// All running texts.
    RunningTexts(for<'a, 'g> fn(&'a CheckContext<'_, 'g>, &mut Vec<PendingFinding<'a>>)),
    /// One translation unit.
    Unit(fn(&UnitContext<'_, '_>, &mut Vec<Finding>)),
    /// One translation unit without a translation.
    Untranslated(fn(&UnitContext<'_, '_>, &mut Vec<Finding>)),
    /// All bilingual files.
    Bitexts(fn(&[Bitext], &mut Vec<Finding>)),
    /// The examples in a glossary; [`super::failing_examples`] runs it.
    Examples,
}

/// The passes, but for those over single words: [`WordVisitors`].
pub(super) static PASSES: [Pass; 22] = [
    Pass { rules: &[&sense::WRONG_SENSE], run: Run::Terms(sense::drop_wrong_sense) },
    Pass { rules: &[&letters::HIDDEN_CHARACTER], run: Run::Text(letters::hidden) },
    Pass { rules: &[&orthography::NOT_NFC, &letters::WRONG_LETTER], run: Run::Text(orthography::of_text) },
    Pass { rules: &[&predecessors::WRONG_PREDECESSOR], run: Run::Text(predecessors::check) },
    Pass { rules: &[&status::DEPRECATED_RENDERING, &status::FORBIDDEN_RENDERING], run: Run::Texts(status::check) },
    Pass { rules: &[&competing::COMPETING_RENDERINGS], run: Run::Texts(competing::check) },
    Pass { rules: &[&names::LOST_DIACRITICS], run: Run::Texts(orthography::check) },
    Pass { rules: &[&typography::TYPOGRAPHY, &typography::NUMBER_STYLE], run: Run::Texts(typography::check) },
    Pass { rules: &[&validity::OUTDATED_NAME], run: Run::RunningText(validity::check) },
    Pass { rules: &[&facts::FACT_CONFLICT], run: Run::RunningTexts(facts::check) },
    Pass { rules: &[&variants::VARIANT_RENDERING], run: Run::RunningTexts(variants::check) },
    Pass { rules: &[&variants::nested::NESTED_RENDERING], run: Run::RunningTexts(variants::nested::check) },
    Pass { rules: &[&language::UNTRANSLATED], run: Run::Untranslated(language::missing) },
    Pass { rules: &[&terms::MISSING_TERM, &terms::CHANGED_NAME], run: Run::Unit(terms::check) },
    Pass { rules: &[&numbers::NUMBER_MISMATCH], run: Run::Unit(numbers::check) },
    Pass { rules: &[&codes::CODE_MISMATCH], run: Run::Unit(codes::check) },
    Pass { rules: &[&language::UNTRANSLATED, &language::WRONG_LANGUAGE], run: Run::Unit(language::check) },
    Pass {
        rules: &[&consistency::INCONSISTENT_SOURCE, &consistency::INCONSISTENT_TARGET],
        run: Run::Bitexts(consistency::check),
    },
    Pass { rules: &[&examples::GLOSSARY_EXAMPLE], run: Run::Examples },
    // These collect what the rules over all texts compare.
    Pass { rules: &[], run: Run::Text(status::collect) },
    Pass { rules: &[&typography::TYPOGRAPHY], run: Run::Text(typography::collect) },
    Pass { rules: &[], run: Run::RunningText(facts::collect) },
];

/// The rules about words. Each has a type, which the compiler can see through: they are called for every word.
macro_rules! word_visitors {
    (<$life:lifetime> $($name:ident: $visitor:ty => [$($rule:expr),*]),* $(,)?) => {
        pub(super) struct WordVisitors<$life> {
            $($name: $visitor,)*
        }

        impl<$life> WordVisitor<$life> for WordVisitors<$life> {
            fn start(file: usize, article: &$life Article, kind: TextKind) -> Self {
                Self { $($name: WordVisitor::start(file, article, kind),)* }
            }

            #[inline]
            fn visit(&mut self, word: &Word<'_>) {
                $(self.$name.visit(word);)*
            }

            fn finish(self, terms: &[Use<'_>], seen: &mut Seen<'_>) {
                $(self.$name.finish(terms, seen);)*
            }
        }

        static WORD_RULES: &[&Rule] = &[$($($rule,)*)*];
    };
}

word_visitors! { <'a>
    phrases: Option<variants::Phrases<'a>> => [&variants::VARIANT_RENDERING],
    letters: letters::Letters<'a> => [&letters::WRONG_LETTER, &letters::DOUBLED_WORD],
    tone_marks: orthography::ToneMarks<'a> => [&orthography::MIXED_TONE_STYLE],
    names: names::Names<'a> => [&names::LOST_DIACRITICS],
}

/// The rules of checks, sorted by id.
pub static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let of_passes = PASSES.iter().flat_map(|pass| pass.rules);
    let mut rules: Vec<&Rule> = of_passes.chain(WORD_RULES).copied().collect();
    rules.sort_unstable();
    rules.dedup();
    rules
});
