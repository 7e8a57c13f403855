//! The termbase that travels inside the binary, as text.

use super::SourceFile;

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        /// The files of the shipped glossary, in order.
        pub fn shipped() -> Vec<SourceFile> {
            vec![$(SourceFile::new(concat!("glossary/", $path), include_str!(concat!("../../glossary/", $path)))),*]
        }
    };
}

files! {
    "domains.tsv",
}
