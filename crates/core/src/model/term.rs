//! A term: one form of a concept in one language.

use serde::{Deserialize, Serialize};

use super::Validity;

/// Defines an enum whose values are words in a file.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* $variant),* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word for it in files and output.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The value a word stands for.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word)
            }

            /// All words, for a message that lists them.
            pub fn words() -> String {
                Self::ALL.iter().map(|value| value.as_str()).collect::<Vec<_>>().join(", ")
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(super) use words;

words! {
    /// What the project thinks of a term. The order is from wanted to unwanted.
    Status {
        /// The one to write.
        Preferred = "preferred",
        /// Accepted beside it.
        Admitted = "admitted",
        /// Understood, but no longer to be written.
        Deprecated = "deprecated",
        /// Wrong.
        Forbidden = "forbidden",
    }
}

impl Status {
    /// Whether the term may be written.
    pub fn is_accepted(self) -> bool {
        matches!(self, Self::Preferred | Self::Admitted)
    }
}

words! {
    /// How a term relates to the full name of its concept.
    TermType {
        /// The full form.
        Full = "full",
        /// A shorter form of it.
        Short = "short",
        /// Its acronym.
        Acronym = "acronym",
        /// A free variant that may stand beside the full form anywhere.
        Variant = "variant",
    }
}

/// One form of a concept in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The form, in NFC.
    pub text: String,
    /// What the project thinks of it.
    pub status: Status,
    /// How it relates to the full name.
    pub kind: TermType,
    /// Whether letters must have the case given here.
    pub case: bool,
    /// Whether it is kept as it is in every language.
    pub keep: bool,
    /// Words in whose sentence it means something else.
    pub not_with: Vec<String>,
    /// When it was or is in use.
    pub validity: Validity,
    /// A word about it.
    pub note: Option<String>,
}

impl Term {
    /// A full form with a status and nothing else.
    pub fn new(text: impl Into<String>, status: Status) -> Self {
        let (kind, not_with, validity) = (TermType::Full, Vec::new(), Validity::default());
        Self { text: text.into(), status, kind, case: false, keep: false, not_with, validity, note: None }
    }

    /// The same term as a type of another kind.
    pub fn with_type(self, kind: TermType) -> Self {
        Self { kind, ..self }
    }
}
