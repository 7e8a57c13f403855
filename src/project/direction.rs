//! From which language into which: what the caller names, completed by what the project says.

use gloss_core::lang::{Lang, LangPair};

use super::ProjectError;

/// The languages that a caller names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Direction {
    /// The language translated from.
    pub from: Option<Lang>,
    /// The language translated into.
    pub to: Option<Lang>,
}

impl Direction {
    /// Whether no language is named.
    pub fn is_open(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// The languages named, each else the project's.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] if both are the same.
    pub fn or(&self, project: &LangPair) -> Result<LangPair, ProjectError> {
        let (from, to) = (self.from.as_ref(), self.to.as_ref());
        two(from.unwrap_or(&project.from).clone(), to.unwrap_or(&project.to).clone())
    }

    /// As [`Direction::or`], but whoever names the project's target language as the source, or the other way round, means the
    /// project's other direction.
    ///
    /// # Errors
    /// As [`Direction::or`].
    pub fn or_turned(&self, project: &LangPair) -> Result<LangPair, ProjectError> {
        match (&self.from, &self.to) {
            (Some(from), None) if from.primary() == project.to.primary() => two(from.clone(), project.from.clone()),
            (None, Some(to)) if to.primary() == project.from.primary() => two(project.to.clone(), to.clone()),
            _ => self.or(project),
        }
    }
}

fn two(from: Lang, to: Lang) -> Result<LangPair, ProjectError> {
    if from == to {
        let message = format!("both directions are {from}; name two languages with --from and --to");
        return Err(ProjectError::Refused(message));
    }
    Ok(LangPair { from, to })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_is_completed_by_the_project() {
        let project = LangPair { from: Lang::vi(), to: Lang::en() };
        let lang = |code: &str| code.parse::<Lang>().ok();
        // What is named, what `or` and `or_turned` make of it; nothing where both would be one language.
        for (named, or, turned) in [
            (["", ""], Some("vi-en"), Some("vi-en")),
            (["en", ""], None, Some("en-vi")),
            (["", "vi"], None, Some("en-vi")),
            (["en-GB", ""], Some("en-GB-en"), Some("en-GB-vi")),
            (["fr", ""], Some("fr-en"), Some("fr-en")),
            (["", "fr"], Some("vi-fr"), Some("vi-fr")),
            (["en", "vi"], Some("en-vi"), Some("en-vi")),
            (["en", "en"], None, None),
        ] {
            let direction = Direction { from: lang(named[0]), to: lang(named[1]) };
            let shown =
                |pair: Result<LangPair, ProjectError>| pair.ok().map(|pair| format!("{}-{}", pair.from, pair.to));
            assert_eq!(shown(direction.or(&project)).as_deref(), or, "{named:?}");
            assert_eq!(shown(direction.or_turned(&project)).as_deref(), turned, "{named:?}");
        }
    }
}
