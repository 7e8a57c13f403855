//! Writing one term in the place of another: its case, plural and possessive stay as they were printed.

use std::borrow::Cow;

use gloss_core::{lang::Lang, text};

/// Words before which the head of an English name stands: `center for …`.
const PREPOSITIONS: [&str; 8] = ["of", "for", "in", "on", "to", "with", "from", "at"];
/// Words that have no capital in a title.
const SMALL: [&str; 14] = ["a", "an", "the", "and", "or", "of", "for", "in", "on", "to", "with", "from", "at", "by"];
const PLURALS: [(&str, &str); 7] = [
    ("man", "men"),
    ("woman", "women"),
    ("child", "children"),
    ("person", "people"),
    ("foot", "feet"),
    ("half", "halves"),
    ("life", "lives"),
];

/// What to write where `printed` stands for `term`, if `new` is the right term; `None` if that is for a person to say: the
/// word before it would have to change, or it is inflected in a way that `new` cannot follow.
pub(super) fn rewrite(lang: &Lang, before: &str, printed: &str, term: &str, new: &str) -> Option<String> {
    // Where the lines break afterwards is for a person to say.
    if printed.contains('\n') {
        return None;
    }
    let inflected = match inflection(printed, term)? {
        Inflection::None => new.to_owned(),
        Inflection::Head(change) => on_head(new, change)?,
    };
    let written = in_quotes_of(printed, with_case(printed, term, &inflected))?;
    let article = before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let fits = match article.to_lowercase().as_str() {
        _ if !lang.is("en") => true,
        "a" => sounds_like_a_vowel(&written) == Some(false),
        "an" => sounds_like_a_vowel(&written) == Some(true),
        _ => true,
    };
    fits.then_some(written)
}

/// A name with the quotation marks of what was printed, on the same words; `None` if that cannot be.
fn in_quotes_of(printed: &str, name: String) -> Option<String> {
    let marks = |word: &str| {
        let open = word.len() - word.trim_start_matches(text::is_quote).len();
        let close = word.trim_end_matches(text::is_quote).len().max(open);
        (word[..open].to_owned(), word[close..].to_owned())
    };
    let marks: Vec<(String, String)> = printed.split_whitespace().map(marks).collect();
    let count = |of: fn(&(String, String)) -> &String| marks.iter().map(|both| of(both).chars().count()).sum::<usize>();
    let (open, close) = (count(|(open, _)| open), count(|(_, close)| close));
    if open + close == 0 {
        return Some(name);
    }
    let words: Vec<&str> = name.split(' ').collect();
    let fits = open == close && words.len() == marks.len() && !name.contains(text::is_quote);
    let quoted = words.iter().zip(&marks).map(|(word, (open, close))| format!("{open}{word}{close}"));
    fits.then(|| quoted.collect::<Vec<_>>().join(" "))
}

/// Whether `an` stands before a name, as far as its letters tell: a unit, an hour and a UN body are not as they look.
fn sounds_like_a_vowel(name: &str) -> Option<bool> {
    let first = name.split_whitespace().next()?.trim_matches(|c: char| !c.is_alphanumeric());
    let small = first.to_lowercase();
    // `UN body`, `X-ray`, `F0`: letters are called by their names.
    let mut letters = first.chars();
    let is_acronym = letters.next().is_some_and(char::is_uppercase) && !letters.next().is_some_and(char::is_lowercase);
    let is_odd = ["u", "eu", "one", "once", "ho", "hei"].iter().any(|start| small.starts_with(start));
    let is_letter = first.starts_with(|c: char| c.is_ascii_alphabetic());
    (is_letter && !is_acronym && !is_odd).then(|| small.starts_with(is_vowel))
}

fn is_vowel(c: char) -> bool {
    matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u')
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Plural,
    Possessive,
}

enum Inflection {
    None,
    Head(Change),
}

/// How the printed words differ from those of the term: not at all but for case, or in the head alone.
fn inflection(printed: &str, term: &str) -> Option<Inflection> {
    let (printed, term) = (words(printed), words(term));
    if printed.len() != term.len() {
        return None;
    }
    let mut changed = printed.iter().zip(&term).enumerate().filter(|(_, (a, b))| a != b);
    let Some((at, (is, was))) = changed.next() else { return Some(Inflection::None) };
    if changed.next().is_some() || at != head(&term) {
        return None;
    }
    let change = match is.strip_suffix("'s") {
        Some(bare) if bare == was => Change::Possessive,
        None if plural(was).as_ref() == Some(is) => Change::Plural,
        _ => return None,
    };
    Some(Inflection::Head(change))
}

/// The words of a name in lower case, without quotation marks around them.
fn words(text: &str) -> Vec<String> {
    let word = |word: &str| {
        let word = word.replace(['’', 'ʼ'], "'").to_lowercase();
        word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
    };
    text.split_whitespace().map(word).filter(|word| !word.is_empty()).collect()
}

/// The word of an English name that is inflected.
fn head(words: &[String]) -> usize {
    let preposition = words.iter().skip(1).position(|word| PREPOSITIONS.contains(&word.as_str()));
    preposition.unwrap_or(words.len().saturating_sub(1))
}

fn on_head(new: &str, change: Change) -> Option<String> {
    let mut out: Vec<Cow<'_, str>> = new.split(' ').map(Cow::Borrowed).collect();
    let at = head(&out.iter().map(|word| word.to_lowercase()).collect::<Vec<_>>());
    let word = out.get(at)?.to_string();
    *out.get_mut(at)? = match change {
        Change::Possessive => format!("{word}’s").into(),
        Change::Plural => plural(&word)?.into(),
    };
    Some(out.join(" "))
}

/// The plural of a word, its capitals kept; `None` for what is no plain word.
fn plural(word: &str) -> Option<String> {
    if !word.chars().all(|c| c.is_ascii_alphabetic() || c == '-') || word.is_empty() {
        return None;
    }
    let lower = word.to_lowercase();
    let last = lower.rsplit('-').next().unwrap_or(&lower);
    if let Some((one, many)) = PLURALS.iter().find(|(one, _)| last == *one) {
        return Some(format!("{}{many}", &word[..word.len() - one.len()]));
    }
    // Chairmen, but humans: that is for a person.
    if PLURALS.iter().any(|(one, _)| last.ends_with(one)) {
        return None;
    }
    let before_y = lower.strip_suffix('y').is_some_and(|stem| !stem.ends_with(is_vowel));
    Some(match () {
        () if before_y => format!("{}ies", &word[..word.len() - 1]),
        () if ["s", "x", "z", "ch", "sh"].iter().any(|end| lower.ends_with(end)) => format!("{word}es"),
        () => format!("{word}s"),
    })
}

/// `new` in the case of what was printed, as far as that differs from the case of its term.
fn with_case(printed: &str, term: &str, new: &str) -> String {
    let has_small = |text: &str| text.chars().any(char::is_lowercase);
    let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
    if letters > 1 && !has_small(printed) && has_small(term) {
        return new.to_uppercase();
    }
    let capital = |word: &str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let is_title = |text: &str| {
        let mut large = text.split_whitespace().filter(|word| !SMALL.contains(word)).peekable();
        large.peek().is_some() && large.all(capital)
    };
    let several = printed.split_whitespace().filter(|word| !SMALL.contains(word)).count() > 1;
    if several && is_title(printed) && !is_title(term) {
        let word = |word: &str| if SMALL.contains(&word) { word.to_owned() } else { capitalised(word) };
        return new.split(' ').map(word).collect::<Vec<_>>().join(" ");
    }
    if capital(printed) && !capital(term) { capitalised(new) } else { new.to_owned() }
}

fn capitalised(text: &str) -> String {
    let at = text.find(char::is_alphabetic).unwrap_or(text.len());
    let mut rest = text[at..].chars();
    let first: String = rest.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{}{first}{}", &text[..at], rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_plural_and_possessive_stay() {
        let house = |printed| rewrite(&Lang::en(), "the ", printed, "great unity house", "Great Solidarity house");
        for (printed, wanted) in [
            ("great unity house", "Great Solidarity house"),
            ("great unity houses", "Great Solidarity houses"),
            ("“great unity” houses", "“Great Solidarity” houses"),
            ("“Great Unity Houses”", "“Great Solidarity Houses”"),
            ("‘great unity’ house", "‘Great Solidarity’ house"),
            ("'great unity' house", "'Great Solidarity' house"),
            ("“‘great unity’ houses”", "“‘Great Solidarity’ houses”"),
            ("“great” “unity” house", "“Great” “Solidarity” house"),
            ("““great unity”” house", "““Great Solidarity”” house"),
            ("Great Unity Houses", "Great Solidarity Houses"),
            ("GREAT UNITY HOUSES", "GREAT SOLIDARITY HOUSES"),
            ("great unity house’s", "Great Solidarity house’s"),
        ] {
            assert_eq!(house(printed).as_deref(), Some(wanted));
        }
        // Where the other mark stands outside of the name, a person has to see.
        assert_eq!(house("great unity’ house"), None);
        let center = |printed| {
            rewrite(&Lang::en(), "", printed, "job resolution center for women", "job creation agency for women")
        };
        assert_eq!(center("Job resolution centers for women").as_deref(), Some("Job creation agencies for women"));
        assert_eq!(center("job resolutions center for women"), None);
        assert_eq!(center("job resolution"), None);
        for (new, wanted) in [
            ("Research & Development agency", Some("Research & Development agencies")),
            ("village human", None),
            ("young woman", Some("young women")),
        ] {
            assert_eq!(rewrite(&Lang::en(), "", "old centers", "old center", new).as_deref(), wanted);
        }
    }

    #[test]
    fn an_article_that_would_be_wrong_is_left_to_a_person() {
        assert_eq!(rewrite(&Lang::en(), "an ", "inclusion center", "inclusion center", "joint center"), None);
        assert_eq!(
            rewrite(&Lang::en(), "an ", "inclusion center", "inclusion center", "open center").as_deref(),
            Some("open center")
        );
        let new = |article, new| rewrite(&Lang::en(), article, "unity cabin", "unity cabin", new);
        assert_eq!(new("A ", "equality house"), None);
        assert_eq!(new("a ", "peace house").as_deref(), Some("peace house"));
        assert_eq!((new("a ", "unit house"), new("a ", "UN house"), new("an ", "hour house")), (None, None, None));
        assert_eq!(new("a ", "X-ray house"), None);
        let vietnamese = |before| rewrite(&Lang::vi(), before, "Xã hội hóa", "xã hội hóa", "huy động");
        assert_eq!(vietnamese("").as_deref(), Some("Huy động"));
        assert_eq!(vietnamese("Công an ").as_deref(), Some("Huy động"));
    }
}
