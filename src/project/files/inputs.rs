//! What a check looks at: texts and translations, wherever they are.

use std::{borrow::Cow, collections::BTreeMap};

use gloss_check::{Bitext, TextRef, Texts};
use gloss_core::report::Sources;

use super::Files;

/// Texts and translations to be checked.
pub trait Inputs: Texts {
    /// The translations, beside the texts.
    fn bitexts(&self) -> &[Bitext];
}

impl Texts for Files {
    fn count(&self) -> usize {
        self.articles.len()
    }

    fn name(&self, number: usize) -> Option<&str> {
        self.articles.get(number).map(|article| article.document.name())
    }

    fn text(&self, number: usize) -> Option<TextRef<'_>> {
        self.articles.get(number).map(TextRef::Here)
    }
}

impl Inputs for Files {
    fn bitexts(&self) -> &[Bitext] {
        &self.bitexts
    }
}

/// The files of some inputs by name, for showing findings in them.
pub struct InputSources<'i> {
    inputs: &'i dyn Inputs,
    by_name: BTreeMap<&'i str, Source<'i>>,
}

enum Source<'i> {
    Text(usize),
    Translations(&'i str),
}

impl<'i> InputSources<'i> {
    /// Those of some inputs that could be read.
    pub fn of(inputs: &'i dyn Inputs) -> Self {
        let texts = (0..inputs.count()).filter_map(|number| Some((inputs.name(number)?, Source::Text(number))));
        let sides = inputs.bitexts().iter().flat_map(|bitext| &bitext.sides).map(|side| &side.document);
        let sides = sides.map(|document| (document.name(), Source::Translations(document.source())));
        Self { inputs, by_name: texts.chain(sides).collect() }
    }
}

impl Sources for InputSources<'_> {
    fn names(&self) -> Vec<&str> {
        self.by_name.keys().copied().collect()
    }

    fn source(&self, name: &str) -> Option<Cow<'_, str>> {
        Some(match self.by_name.get(name)? {
            Source::Translations(source) => Cow::Borrowed(*source),
            Source::Text(number) => match self.inputs.text(*number)? {
                TextRef::Here(article) => Cow::Borrowed(article.document.source()),
                TextRef::Read(article) => Cow::Owned(article.document.source().to_owned()),
            },
        })
    }
}
