//! Times of day that have become others.

use regex::{Captures, Regex};

use gloss_core::{patterns, text::Span};

use super::{Difference, SOURCE, TARGET, Unit};

patterns! {
    static VIETNAMESE = r"(?i)\b([012]?\d)(?:h|:| giờ)(?: ?([0-5]\d)(?: phút)?| (rưỡi))?\b(?: (sáng|trưa|chiều|tối|đêm))?";
    static ENGLISH = r"(?i)\b([012]?\d)(?:[:.] ?([0-5]\d))? ?([ap])\.?m\b|\b([012]?\d):([0-5]\d)\b";
}

const NOON: u32 = 12;

/// A time of day: its hour, once more twelve hours later if nothing says which is meant, and its minute.
struct Time {
    span: Span,
    hour: u32,
    is_either: bool,
    minute: u32,
}

impl Time {
    fn may_be(&self, other: &Self) -> bool {
        let hours = if self.is_either || other.is_either { NOON } else { 2 * NOON };
        self.hour % hours == other.hour % hours && self.minute == other.minute
    }
}

/// A time that the other side has not, if each has as many; a number of hours is said like one in Vietnamese.
pub(super) fn different(unit: Unit<'_>) -> Option<Difference> {
    let times = [SOURCE, TARGET].map(|side| match unit.lang(side).primary() {
        "vi" => of(&VIETNAMESE, unit.text(side), vietnamese),
        "en" => of(&ENGLISH, unit.text(side), english),
        _ => Vec::new(),
    });
    let [from, to] = &times;
    if from.len() != to.len() {
        return None;
    }
    let is_in = |side: usize, time: &Time| times[side].iter().any(|other| time.may_be(other));
    let here = from.iter().find(|time| !is_in(TARGET, time))?.span;
    let there = to.iter().find(|time| !is_in(SOURCE, time))?.span;
    let message =
        format!("the source says `{}`, the translation `{}`", here.of(unit.text(SOURCE)), there.of(unit.text(TARGET)));
    Some((here, there, message))
}

fn of(pattern: &Regex, text: &str, time: fn(&Captures<'_>) -> Option<Time>) -> Vec<Time> {
    let found = pattern.captures_iter(text);
    found.filter_map(|found| time(&found)).filter(|time| time.hour <= 2 * NOON).collect()
}

fn number(found: &Captures<'_>, group: usize) -> Option<u32> {
    found.get(group)?.as_str().parse().ok()
}

fn span(found: &Captures<'_>) -> Span {
    let whole = found.get_match();
    Span::new(whole.start(), whole.end())
}

fn vietnamese(found: &Captures<'_>) -> Option<Time> {
    let (hour, part) = (number(found, 1)?, found.get(4).map(|part| part.as_str().to_lowercase()));
    let half = if found.get(3).is_some() { 30 } else { 0 };
    let is_late = match part.as_deref() {
        Some("chiều" | "tối") => hour < NOON,
        Some("trưa") => hour < 3,
        Some("đêm") => (6..NOON).contains(&hour),
        _ => false,
    };
    let hour = if part.as_deref() == Some("sáng") { hour % NOON } else { hour };
    let is_either = part.is_none() && hour <= NOON;
    Some(Time {
        span: span(found),
        hour: if is_late { hour + NOON } else { hour },
        is_either,
        minute: number(found, 2).unwrap_or(half),
    })
}

fn english(found: &Captures<'_>) -> Option<Time> {
    let half = found.get(3).map(|half| half.as_str().to_lowercase());
    let (hour, minute) = match half {
        Some(_) => (number(found, 1)?, number(found, 2).unwrap_or_default()),
        None => (number(found, 4)?, number(found, 5)?),
    };
    let hour_of_day = match half.as_deref() {
        Some("p") => hour % NOON + NOON,
        Some(_) => hour % NOON,
        None => hour,
    };
    Some(Time { span: span(found), hour: hour_of_day, is_either: half.is_none() && hour <= NOON, minute })
}
