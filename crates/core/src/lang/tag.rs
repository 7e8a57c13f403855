//! Language tags (BCP 47).

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};

/// A language tag such as `vi`, `en` or `en-US`, in canonical case. Cheap to clone, because every segment of a translation
/// memory has one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Lang(Arc<str>);

/// An invalid language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a language tag; write a code such as vi, en or en-US")]
pub struct LangError(String);

impl Lang {
    /// Vietnamese.
    pub fn vi() -> Self {
        Self("vi".into())
    }
    /// English.
    pub fn en() -> Self {
        Self("en".into())
    }
    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// Whether the language is `code`, with or without a region or script.
    pub fn is(&self, code: &str) -> bool {
        self.primary() == code
    }
    /// The English name of the language, for formats that need one; the tag itself if the name is not known.
    pub fn english_name(&self) -> &str {
        match self.primary() {
            "vi" => "Vietnamese",
            "en" => "English",
            "fr" => "French",
            "de" => "German",
            "es" => "Spanish",
            "it" => "Italian",
            "pt" => "Portuguese",
            "ru" => "Russian",
            "zh" => "Chinese",
            "ja" => "Japanese",
            "ko" => "Korean",
            "lo" => "Lao",
            "km" => "Khmer",
            "th" => "Thai",
            _ => self.as_str(),
        }
    }

    /// The tag with a default region, for programs that do not accept a bare language. Unchanged if it has a region, or if
    /// no default is known.
    pub fn with_region(&self) -> Self {
        let regional = match self.as_str() {
            "vi" => "vi-VN",
            "en" => "en-US",
            "fr" => "fr-FR",
            "de" => "de-DE",
            "es" => "es-ES",
            "it" => "it-IT",
            "pt" => "pt-BR",
            "ru" => "ru-RU",
            "zh" => "zh-CN",
            "ja" => "ja-JP",
            "ko" => "ko-KR",
            "lo" => "lo-LA",
            "km" => "km-KH",
            "th" => "th-TH",
            other => other,
        };
        Self(regional.into())
    }

    /// The language without region or script.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }
}

impl FromStr for Lang {
    type Err = LangError;

    /// Accepts a primary language of two or three letters followed by subtags of two to eight letters or digits. Reads `_` as
    /// `-`.
    fn from_str(text: &str) -> Result<Self, LangError> {
        let mut parts = text.split(['-', '_']);
        let primary = parts.next().unwrap_or_default();
        let is_alphabetic = |part: &str| part.bytes().all(|b| b.is_ascii_alphabetic());
        if !(2..=3).contains(&primary.len()) || !is_alphabetic(primary) {
            return Err(LangError(text.to_owned()));
        }
        let mut tag = primary.to_ascii_lowercase();
        for part in parts {
            if !(2..=8).contains(&part.len()) || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
                return Err(LangError(text.to_owned()));
            }
            tag.push('-');
            match part.len() {
                2 => tag.push_str(&part.to_ascii_uppercase()),
                4 if is_alphabetic(part) => {
                    tag.push_str(&part[..1].to_ascii_uppercase());
                    tag.push_str(&part[1..].to_ascii_lowercase());
                }
                _ => tag.push_str(&part.to_ascii_lowercase()),
            }
        }
        Ok(Self(tag.into()))
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a code begins with a language of ISO 639-1, or with any three letters outside the range for private use (`qaa` to
/// `qtz`). The three-letter codes themselves are not listed here.
pub fn is_known_language(code: &str) -> bool {
    let primary = code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    match primary.len() {
        2 => include_str!("codes.txt").lines().any(|known| known == primary),
        3 => primary.bytes().all(|b| b.is_ascii_alphabetic()) && !("qaa"..="qtz").contains(&primary.as_str()),
        _ => false,
    }
}

/// A translation direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LangPair {
    /// The source language.
    pub from: Lang,
    /// The target language.
    pub to: Lang,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_put_into_canonical_case() {
        for (from, to) in [("VI", "vi"), ("en_us", "en-US"), ("zh-hant-tw", "zh-Hant-TW"), ("sr-latn", "sr-Latn")] {
            assert_eq!(from.parse::<Lang>().expect(from).as_str(), to);
        }
        for invalid in ["", "v", "english", "en-", "e1", "en-a"] {
            assert!(invalid.parse::<Lang>().is_err(), "{invalid}");
        }
    }
}
