//! The termbase that travels inside the binary, as text.

use gloss_core::text::stable_hash;

use gloss_terms::glossary::SourceFile;

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        const FILES: &[(&str, &str)] = &[$((concat!("glossary/", $path), include_str!(concat!("../../glossary/", $path)))),*];

        /// The fingerprint of the shipped texts, known at compile time: an index made of them is found without reading them.
        #[allow(long_running_const_eval, reason = "half a megabyte is walked through once, in the compiler")]
        pub(super) const SHIPPED_FINGERPRINT: u64 = stable_hash(&[$(include_str!(concat!("../../glossary/", $path))),*]);
    };
}

/// The files of the shipped glossary, in order.
pub fn shipped() -> Vec<SourceFile> {
    FILES.iter().map(|(path, text)| SourceFile::new(*path, *text)).collect()
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
