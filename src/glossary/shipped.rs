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
    "agriculture.toml",
    "border.toml",
    "culture.toml",
    "disaster.toml",
    "document.toml",
    "domains.tsv",
    "economy.toml",
    "education.toml",
    "ethnic.toml",
    "general.toml",
    "geography.toml",
    "health.toml",
    "money.toml",
    "movement.toml",
    "org.toml",
    "party.toml",
    "policy.toml",
    "press.toml",
    "programme.toml",
    "rural.toml",
    "title.toml",
    "units/communes.tsv",
    "units/dien-bien-former.tsv",
    "units/provinces-former.tsv",
    "units/provinces.tsv",
}
