//! What `gloss.toml` says about checks.

use std::{collections::BTreeMap, path::PathBuf};

use serde::{Deserialize, Deserializer};

use gloss_check::HouseStyle;
use gloss_core::report::{Rule, Severity};

use super::super::rules::{rule, unknown_rule};

/// The table `[check]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CheckSettings {
    /// Where old findings are recorded; `gloss-baseline.tsv` if nothing is said.
    pub baseline: Option<PathBuf>,
    /// How the house writes ranges and amounts.
    pub style: HouseStyle,
    /// What each rule weighs, or `off`.
    pub rules: BTreeMap<RuleName, Level>,
    /// The same for some paths; later ones win.
    pub paths: Vec<PathRules>,
    /// Findings that are in order, each with the reason.
    pub waivers: Vec<WaiverSettings>,
}

/// Rules for some paths.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PathRules {
    /// A pattern as in `.gitignore`, from the folder of `gloss.toml`.
    pub path: String,
    /// What each rule weighs there.
    pub rules: BTreeMap<RuleName, Level>,
}

/// A finding that is in order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WaiverSettings {
    /// The rule.
    pub rule: RuleName,
    /// Only about this concept.
    pub concept: Option<String>,
    /// Only about this text, as printed.
    pub text: Option<String>,
    /// Only in files of this pattern.
    pub path: Option<String>,
    /// The last day on which it counts: a date, or one in quotes.
    #[serde(default, deserialize_with = "day")]
    pub until: Option<String>,
    /// Why.
    pub reason: String,
}

fn day<'de, D: Deserializer<'de>>(input: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "`until` must be a date like 2027-01-31")]
    enum Day {
        Date(toml_edit::Datetime),
        Text(String),
    }
    Ok(Some(match Day::deserialize(input)? {
        Day::Date(date) => date.to_string(),
        Day::Text(text) => text,
    }))
}

/// What a rule weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Level {
    /// It is not reported.
    Off,
    /// Worth knowing.
    Info,
    /// To be looked at.
    Warning,
    /// Wrong.
    Error,
}

impl TryFrom<String> for Level {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        match word.as_str() {
            "off" => Ok(Self::Off),
            other => match other.parse() {
                Ok(Severity::Info) => Ok(Self::Info),
                Ok(Severity::Warning) => Ok(Self::Warning),
                Ok(Severity::Error) => Ok(Self::Error),
                Err(_) => Err(format!("unknown severity `{other}`; use off, info, warning or error")),
            },
        }
    }
}

impl Level {
    /// The severity; none if the rule is off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// The id of a rule that exists.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct RuleName(&'static Rule);

impl RuleName {
    /// The rule.
    pub fn rule(&self) -> &'static Rule {
        self.0
    }
}

impl TryFrom<String> for RuleName {
    type Error = String;

    fn try_from(id: String) -> Result<Self, String> {
        if let Some(rule) = rule(&id) {
            return Ok(Self(rule));
        }
        Err(unknown_rule(&id))
    }
}

impl std::str::FromStr for RuleName {
    type Err = String;

    fn from_str(id: &str) -> Result<Self, String> {
        Self::try_from(id.to_owned())
    }
}
