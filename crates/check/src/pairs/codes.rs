//! Inline codes and placeholders that a translation lost, gained or changed.

use std::collections::BTreeMap;

use gloss_core::{
    model::Code,
    patterns,
    report::{Finding, Rule, Sees, Severity},
    text::Span,
};

use super::{SOURCE, TARGET, Unit, UnitContext};

patterns! {
    /// What programs put texts into: `%s`, `%1$d`, `%(name)s`, `{0}`, `{name}`, `${name}`.
    static PLACEHOLDERS = r"%(?:\d+\$)?[-+#0]*\d*(?:\.\d+|\.\*)?(?:hh|h|ll|l|z|j|t|L)?[diuxXfgGcs]|%\(\w+\)[a-z]|\$?\{\w*\}|%\{\w+\}|</?(?:a|b|br|code|em|i|li|ol|p|small|span|strong|tt|u|ul)\b[^<>]*>";
}

pub(crate) static CODE_MISMATCH: Rule = Rule {
    id: "code-mismatch",
    severity: Severity::Error,
    sees: Sees::Text,
    on_request: false,
    summary: "a translation lost, gained or changed codes or placeholders",
    explanation: r#"## What it does
Compares the inline codes of a segment and its translation, and placeholders such as `%s`, `%1$d`, `{0}` and `{name}`. Their order may differ, their number may not.

## Why
A lost placeholder crashes programs; a lost code breaks the layout.

## What to do
Put the missing one where the sentence needs it, take out what is too much.

## Example
Bad: `Saved %s in %s` → `Đã lưu %s`

Good: `Saved %s in %s` → `Đã lưu %s trong %s`
"#,
};

pub(crate) fn check(context: &UnitContext<'_, '_>, out: &mut Vec<Finding>) {
    let unit = context.unit;
    let sides = [SOURCE, TARGET].map(|side| placeholders(unit.text(side)));
    differing(unit, &sides, "placeholder", out);
    let names = |codes: &[Code]| {
        let mut names: BTreeMap<String, (usize, Option<Span>)> = BTreeMap::new();
        for code in codes {
            let name = if code.data.is_empty() { code.id.clone() } else { code.data.clone() };
            names.entry(name).or_default().0 += 1;
        }
        names
    };
    let counts = unit.pair.codes.each_ref().map(Vec::len);
    // Tools number the codes of the two sides each in their own way: only how many there are is certain.
    if counts[SOURCE] != counts[TARGET] {
        differing(unit, &unit.pair.codes.each_ref().map(|codes| names(codes)), "code", out);
    }
}

type Counted = BTreeMap<String, (usize, Option<Span>)>;

/// The placeholders of a text: how often each stands, and where first. Positions (`%2$s`) do not count.
fn placeholders(text: &str) -> Counted {
    let mut found = Counted::new();
    for place in PLACEHOLDERS.find_iter(text) {
        // `100% of` is no placeholder.
        let before = text[..place.start()].chars().next_back();
        if place.as_str().starts_with('%') && before.is_some_and(|c| c.is_ascii_digit() || c == '%') {
            continue;
        }
        let name = match place.as_str().split_once('$') {
            Some((position, rest)) if position.starts_with('%') => format!("%{rest}"),
            // What a tag says of itself may be translated.
            _ if place.as_str().starts_with('<') => {
                let tag = place.as_str().split([' ', '\n']).next().unwrap_or_default();
                format!("{}>", tag.trim_end_matches(['>', '/']))
            }
            _ => place.as_str().to_owned(),
        };
        let entry = found.entry(name).or_insert((0, Some(Span::new(place.start(), place.end()))));
        entry.0 += 1;
    }
    found
}

fn differing(unit: Unit<'_>, [source, target]: &[Counted; 2], what: &str, out: &mut Vec<Finding>) {
    let fewer = |a: &Counted, b: &Counted| -> Vec<(String, Option<Span>)> {
        let lacks = |(name, (count, place)): (&String, &(usize, Option<Span>))| {
            (b.get(name).map_or(0, |(there, _)| *there) < *count).then(|| (name.clone(), *place))
        };
        a.iter().filter_map(lacks).collect()
    };
    let (lost, gained) = (fewer(source, target), fewer(target, source));
    if lost.is_empty() && gained.is_empty() {
        return;
    }
    let list =
        |all: &[(String, Option<Span>)]| all.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let message = match (lost.is_empty(), gained.is_empty()) {
        (false, true) => format!("the translation lacks the {what} {}", list(&lost)),
        (true, false) => format!("the translation has a {what} more: {}", list(&gained)),
        _ => format!("the translation has the {what} {} where the source has {}", list(&gained), list(&lost)),
    };
    let whole = Span::new(0, unit.text(SOURCE).len());
    // One more may come from the plural of which this is the singular.
    let severity = if lost.is_empty() { Severity::Warning } else { Severity::Error };
    let part = lost.first().and_then(|(_, place)| *place).unwrap_or(whole);
    out.push(Finding { severity, ..unit.finding(&CODE_MISMATCH, part, message) });
}

#[cfg(test)]
mod tests {
    #[test]
    fn placeholders_are_known_by_what_they_take() {
        let names = |text| super::placeholders(text).into_keys().collect::<Vec<_>>();
        assert_eq!(names("%2$s of %d {name} %(file)s"), ["%(file)s", "%d", "%s", "{name}"]);
        assert!(names("100% sure, 5 % of it, 100%% done").is_empty());
    }
}
