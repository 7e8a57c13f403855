//! What a unit must be to be kept.

use std::borrow::Cow;

use gloss_core::model::{Segment, Unit};

/// No segment has more bytes.
const LONGEST: usize = 1 << 16;

/// A unit as a memory keeps it, and whether characters were taken out that no text has.
///
/// # Errors
/// Why it cannot be kept.
pub(super) fn tidy(mut unit: Unit) -> Result<(Unit, bool), Cow<'static, str>> {
    let mut changed = false;
    for (side, what) in [(&mut unit.source, "source"), (&mut unit.target, "target")] {
        if side.text.len() > LONGEST {
            let size = side.text.len() / 1024;
            return Err(format!("its {what} has {size} KiB; a segment has at most {} KiB", LONGEST / 1024).into());
        }
        changed |= without_controls(side);
        if side.text.trim().is_empty() {
            return Err(format!("it has no {what}").into());
        }
    }
    if unit.source.lang == unit.target.lang {
        return Err(format!("both of its segments are in {}", unit.source.lang).into());
    }
    Ok((unit, changed))
}

/// Takes control characters out, but for tabs and line breaks.
fn without_controls(segment: &mut Segment) -> bool {
    let is_control =
        |c: char| (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    if !segment.text.contains(is_control) {
        return false;
    }
    for code in &mut segment.codes {
        let before = segment.text.get(..code.at).unwrap_or(&segment.text);
        code.at = before.chars().filter(|c| !is_control(*c)).map(char::len_utf8).sum();
    }
    segment.text.retain(|c| !is_control(c));
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use gloss_core::{
        lang::Lang,
        model::{Code, CodeKind},
    };

    fn unit(source: &str, target: &str) -> Unit {
        Unit::new(Segment::new(Lang::vi(), source), Segment::new(Lang::en(), target))
    }

    #[test]
    fn what_is_no_unit_is_told() {
        let why = |unit| tidy(unit).expect_err("refused").into_owned();
        assert_eq!(why(unit(" ", "x")), "it has no source");
        assert_eq!(why(unit("x", "\u{1}")), "it has no target");
        assert!(why(unit(&"nhà ".repeat(1 << 19), "x")).contains("2560 KiB"));
        let mut same = unit("x", "y");
        same.target.lang = Lang::vi();
        assert_eq!(why(same), "both of its segments are in vi");
    }

    #[test]
    fn codes_stay_where_they_are_when_controls_go() {
        let mut dirty = unit("a\u{1}b", "x\ty");
        dirty.source.codes.push(Code { at: 2, kind: CodeKind::Alone, id: String::new(), data: String::new() });
        let (clean, changed) = tidy(dirty).expect("kept");
        assert!(changed && clean.source.text == "ab" && clean.source.codes[0].at == 1 && clean.target.text == "x\ty");
    }
}
