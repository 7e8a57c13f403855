//! Findings that are in order: said in the text, for the line and the next one, or in `gloss.toml`.
//!
//! ```text
//! <!-- gloss:ignore deprecated-rendering concept=great-solidarity-house until=2027-01-01: quotes the decree -->
//! ```

use std::fs;

use memchr::memmem;

use gloss_core::{
    lang::Article,
    patterns,
    report::{Finding, Place, Rule},
    text::{LineIndex, Span},
};

use super::{
    super::{
        ProjectError, Workspace,
        rules::{WAIVER, rule},
    },
    policy::Pattern,
    settings::{CheckSettings, WaiverSettings},
};

patterns! {
    static FORM = r"^gloss:ignore ([a-z-]+(?:, ?[a-z-]+)*)(?: concept=([^\s:]+))?(?: until=(\d{4}-\d{2}-\d{2}))?: *(\S.*)$";
}

const MARK: &str = "gloss:ignore";
/// No waiver has more bytes.
const LONGEST: usize = 1_000;

/// What stands for a reason that nobody has written yet.
const PLACEHOLDER: &str = "REASON";

/// What a waiver is about.
#[derive(Debug)]
struct Waiver {
    rules: Vec<&'static Rule>,
    concept: Option<String>,
    text: Option<String>,
    scope: Scope,
    until: Option<String>,
    /// Where it stands; nothing if `gloss.toml` cannot be read any more.
    place: Option<Place>,
    /// Whether something was found for it. Of one in `gloss.toml` that cannot be known: other files may be checked next.
    used: bool,
}

#[derive(Debug)]
enum Scope {
    /// A file by its name, from a line to the next.
    Lines(String, usize),
    /// Files of a pattern.
    Files(Pattern),
    Everywhere,
}

/// The waivers of a run.
#[derive(Debug, Default)]
pub(super) struct Waivers {
    all: Vec<Waiver>,
    /// What is wrong with some.
    wrong: Vec<Finding>,
}

impl Waivers {
    /// Those of the settings.
    pub(super) fn of(settings: &CheckSettings, workspace: &Workspace) -> Result<Self, ProjectError> {
        let mut waivers = Self::default();
        let places = if settings.waivers.is_empty() { Vec::new() } else { tables(workspace) };
        for (number, one) in (1..).zip(&settings.waivers) {
            waivers.all.push(Waiver { place: places.get(number - 1).cloned(), ..configured(number, one)? });
        }
        Ok(waivers)
    }

    /// Adds those of a text.
    pub(super) fn add(&mut self, of_text: Self) {
        self.all.extend(of_text.all);
        self.wrong.extend(of_text.wrong);
    }

    fn complain(&mut self, place: Place, message: String) {
        self.wrong.push(Finding::new(&WAIVER, place, message));
    }

    /// Whether a finding is waived. `file` is relative to the project.
    pub(super) fn take(&mut self, finding: &Finding, file: &str, today: &str) -> bool {
        let fits = |waiver: &&mut Waiver| {
            waiver.rules.contains(&finding.rule)
                && waiver.concept.as_ref().is_none_or(|concept| finding.concept.as_ref() == Some(concept))
                && waiver.text.as_ref().is_none_or(|text| *text == finding.place.text)
                && match &waiver.scope {
                    Scope::Lines(name, line) => {
                        *name == finding.place.file && (*line..=line + 1).contains(&finding.place.line)
                    }
                    Scope::Files(pattern) => pattern.has(file),
                    Scope::Everywhere => true,
                }
        };
        let mut waived = false;
        for waiver in self.all.iter_mut().filter(fits) {
            waiver.used = true;
            waived |= waiver.until.as_deref().is_none_or(|until| today <= until);
        }
        waived
    }

    /// What is to be said about the waivers themselves: those that cannot be read, have expired, or (in texts) wait for
    /// nothing. `ran` says whether a rule had all it needs to find something.
    pub(super) fn findings(self, today: &str, ran: impl Fn(&Rule) -> bool) -> Vec<Finding> {
        let mut findings = self.wrong;
        for waiver in self.all {
            let Some(place) = waiver.place else { continue };
            match waiver.until {
                Some(until) if *today > *until => {
                    findings.push(Finding::new(
                        &WAIVER,
                        place,
                        format!("the waiver expired on {until}; mend the text or renew it"),
                    ));
                }
                _ if !waiver.used && waiver.rules.iter().all(|rule| ran(rule)) => {
                    findings.push(Finding::new(
                        &WAIVER,
                        place,
                        "nothing is found here any more; take the waiver out".to_owned(),
                    ));
                }
                _ => {}
            }
        }
        findings
    }
}

/// The waivers in a text.
pub(super) fn waivers_in(article: &Article) -> Waivers {
    let mut waivers = Waivers::default();
    let source = article.document.source();
    for at in memmem::find_iter(source.as_bytes(), MARK) {
        let line = source[at..].lines().next().unwrap_or_default();
        // One that never ends is as wrong as it is long.
        let line = &line[..(0..=line.len().min(LONGEST)).rev().find(|end| line.is_char_boundary(*end)).unwrap_or(0)];
        let place = Place::in_source(&article.document, Span::new(at, at + line.len()));
        // The end of the comment is no reason.
        let said = ["-->", "*/"].iter().fold(line.trim_end(), |said, end| said.strip_suffix(end).unwrap_or(said));
        let found = FORM.captures(said.trim_end());
        let group = |n: usize| found.as_ref()?.get(n).map(|group| group.as_str().to_owned());
        let rules: Vec<String> = group(1).into_iter().flat_map(|rules| split(&rules)).collect();
        let known: Vec<&Rule> = rules.iter().filter_map(|id| rule(id)).collect();
        if let Some(unknown) = rules.iter().find(|id| rule(id).is_none()) {
            waivers.complain(place, format!("there is no rule `{unknown}`; `gloss explain` lists all"));
        } else if rules.is_empty() || group(4).as_deref() == Some(PLACEHOLDER) {
            let form = "gloss:ignore RULE[,RULE] [concept=ID] [until=2027-01-31]: REASON";
            waivers.complain(place, format!("the waiver cannot be read; it is written `{form}`"));
        } else {
            waivers.all.push(Waiver {
                rules: known,
                concept: group(2),
                text: None,
                scope: Scope::Lines(article.document.name().to_owned(), place.line),
                until: group(3),
                place: Some(place),
                used: false,
            });
        }
    }
    waivers
}

fn split(rules: &str) -> Vec<String> {
    rules.split(',').map(|rule| rule.trim().to_owned()).collect()
}

fn configured(number: usize, one: &WaiverSettings) -> Result<Waiver, ProjectError> {
    let refused = |why: &str| Err(ProjectError::Refused(format!("gloss.toml: waiver {number}: {why}")));
    let is_date = |text: &String| {
        let digits = |(at, c): (usize, char)| if matches!(at, 4 | 7) { c == '-' } else { c.is_ascii_digit() };
        text.len() == 10 && text.chars().enumerate().all(digits)
    };
    if one.reason.trim().is_empty() || one.reason == PLACEHOLDER {
        return refused("it gives no reason");
    }
    if !one.until.iter().all(is_date) {
        return refused("`until` must be a date like 2027-01-31");
    }
    Ok(Waiver {
        rules: vec![one.rule.rule()],
        concept: one.concept.clone(),
        text: one.text.clone(),
        scope: one.path.as_deref().map(Pattern::of).transpose()?.map_or(Scope::Everywhere, Scope::Files),
        until: one.until.clone(),
        place: None,
        used: true,
    })
}

/// Where the tables of waivers stand in the settings.
fn tables(workspace: &Workspace) -> Vec<Place> {
    const HEAD: &str = "[[check.waivers]]";
    let file = workspace.root.join("gloss.toml");
    let Ok(text) = fs::read_to_string(workspace.place(&file)) else { return Vec::new() };
    let (name, lines) = (file.to_string_lossy(), LineIndex::new(&text));
    let places = text.match_indices(HEAD).map(|(at, head)| Span::new(at, at + head.len()));
    places.map(|span| Place::in_file(&name, &text, &lines, span)).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_form_compiles_and_rules_are_known() {
        let form = &super::FORM;
        let found = form.captures("gloss:ignore a-b,c concept=x until=2027-01-31: why not").expect("one");
        let groups: Vec<&str> = (1..=4).map(|n| found.get(n).map_or("", |group| group.as_str())).collect();
        assert_eq!(groups, ["a-b,c", "x", "2027-01-31", "why not"]);
        assert!(form.captures("gloss:ignore a-b:").is_none() && super::rule("waiver").is_some());
    }
}
