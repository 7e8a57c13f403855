//! Patterns written in the source: compiled when first used, and each by a test.

use std::sync::LazyLock;

use regex::Regex;

/// A pattern that is compiled when it is first used.
pub type Pattern = LazyLock<Regex>;

/// Declares regular expressions as statics.
///
/// A pattern that does not compile must not switch a rule or a guard off in silence, so there is no `Option`: the first use
/// panics, and the test that comes with each pattern fails before anybody gets there.
#[macro_export]
macro_rules! patterns {
    ($($(#[$about:meta])* $visibility:vis static $name:ident = $source:expr;)*) => {$(
        $(#[$about])*
        $visibility static $name: $crate::text::Pattern =
            std::sync::LazyLock::new(|| $crate::text::compile($source.as_ref()));

        #[cfg(test)]
        #[allow(non_snake_case, reason = "the test is named after the pattern")]
        mod $name {
            #[test]
            fn compiles() {
                std::sync::LazyLock::force(&super::$name);
            }
        }
    )*};
}

/// Compiles a pattern written in the source.
///
/// # Panics
/// If the pattern is wrong. Patterns of users go to [`Regex::new`] and give an error.
pub fn compile(source: &str) -> Regex {
    Regex::new(source).unwrap_or_else(|error| panic!("a pattern in the source does not compile: {error}"))
}
