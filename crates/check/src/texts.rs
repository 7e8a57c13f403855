//! The texts of a check: each is there when it is asked for, so that not all have to be in memory at once.

use std::{ops::Deref, sync::Arc};

use gloss_core::lang::Article;

/// Texts by number, from 0 on.
pub trait Texts: Sync {
    /// How many there are.
    fn count(&self) -> usize;
    /// The name of one; `None` of what could not be read when it was asked for.
    fn name(&self, number: usize) -> Option<&str>;
    /// One of them, the same each time. `None` if it cannot be read, or is not any more what it was.
    fn text(&self, number: usize) -> Option<TextRef<'_>>;
}

/// A text, for as long as somebody looks at it.
#[derive(Debug)]
pub enum TextRef<'t> {
    /// It is in memory anyway.
    Here(&'t Article),
    /// It was read for this.
    Read(Arc<Article>),
}

impl Deref for TextRef<'_> {
    type Target = Article;

    fn deref(&self) -> &Article {
        match self {
            Self::Here(article) => article,
            Self::Read(article) => article,
        }
    }
}

/// Texts that are in memory.
#[derive(Debug)]
pub struct InMemory<'t>(Vec<&'t Article>);

impl<'t> FromIterator<&'t Article> for InMemory<'t> {
    fn from_iter<I: IntoIterator<Item = &'t Article>>(articles: I) -> Self {
        Self(articles.into_iter().collect())
    }
}

impl Texts for InMemory<'_> {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn name(&self, number: usize) -> Option<&str> {
        self.0.get(number).map(|article| article.document.name())
    }

    fn text(&self, number: usize) -> Option<TextRef<'_>> {
        self.0.get(number).copied().map(TextRef::Here)
    }
}
