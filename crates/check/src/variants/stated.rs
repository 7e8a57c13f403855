//! What a text itself says to be one thing: `Women’s Union (WU)` and `Union of Women (WU)`; two English names before one
//! Vietnamese name in brackets; `9,819 great unity houses` and `9,819 Great Solidarity houses`; `X (formerly Y)`.

use std::collections::HashSet;

use gloss_core::{
    lang::vietnamese,
    report::{Finding, Severity},
    text::{self, Span, combine_hashes, hash},
};

use super::{
    super::{
        context::{CheckContext, PendingFinding},
        seen::{Phrase, Spot, Statement, StatementKind},
    },
    Printed, PrintedText, ReportedPlaces, VARIANT_RENDERING, Verdict, by_use, compete,
    form::{self, Form, PhraseWord, Role, words},
};

impl StatementKind {
    fn is_certain(self) -> bool {
        matches!(self, Self::Vietnamese | Self::Acronym)
    }
}

const FORMERLY: &str = "formerly";
const BEFORE_A_NAME: [&str; 3] = ["called", "named", "the"];
/// Units, whose names stand beside those of their parts and seats.
const PLACES: [&str; 10] =
    ["xã ", "phường ", "huyện ", "tỉnh ", "bản ", "thôn ", "tổ ", "thị xã ", "thị trấn ", "thành phố "];
/// A bracket goes on for no more bytes than these.
const BRACKET: usize = 80;
/// A name has no more syllables than these.
const SYLLABLES: usize = 8;

impl Statement {
    /// What a bracket that opens at a byte says of the words before it.
    pub(super) fn in_bracket(file: usize, text: &str, open: usize, before: &[PhraseWord]) -> Option<Self> {
        let rest = &text[open + 1..];
        let close = rest
            .bytes()
            .take(BRACKET)
            .position(|byte| matches!(byte, b')' | b'\n'))
            .filter(|at| rest[*at..].starts_with(')'))?;
        let inside = Span::new(open + 1, open + 1 + close);
        let (kind, key, from, by) = acronym(text, inside, before).or_else(|| vietnamese_name(text, inside, before))?;
        let words = &before[from..];
        Some(Self {
            kind,
            key,
            spot: Spot::new(file, spanned(words)?),
            by: Spot::new(file, by),
            sequence: sequence(words)?,
        })
    }

    /// What a number says of the words behind it, up to the first link.
    pub(super) fn in_count(file: usize, text: &str, number: &PhraseWord, behind: &[PhraseWord]) -> Option<Self> {
        let digits = number.span.of(text);
        if !is_odd(digits) {
            return None;
        }
        let end = behind.iter().position(|word| word.role != Role::Content || word.is_number).unwrap_or(behind.len());
        let words = &behind[..end];
        let head = words.last().filter(|_| (2..=form::LONGEST).contains(&words.len()))?;
        let value: String = digits.chars().filter(char::is_ascii_digit).collect();
        let key = combine_hashes(hash(value.as_bytes()), head.base());
        let (spot, by) = (Spot::new(file, spanned(words)?), Spot::new(file, number.span));
        Some(Self { kind: StatementKind::Count, key, spot, by, sequence: sequence(words)? })
    }

    /// That words which begin with `formerly`, or stand behind `formerly known as`, give the former name of what stands
    /// before them.
    pub(super) fn of_former(file: usize, text: &str, name: Span, words: &[PhraseWord]) -> Option<Self> {
        let said = |word: &PhraseWord| word.span.of(text).to_lowercase();
        let first = words.first()?;
        let words = match text.get(name.end..first.span.start)? {
            " (" | ", " if said(first) == FORMERLY => &words[1..],
            " (formerly known as " | ", formerly known as " => words,
            _ => return None,
        };
        let skipped = words.iter().position(|word| !BEFORE_A_NAME.contains(&said(word).as_str()))?;
        let words = leading_name(&words[skipped..]);
        let form = words.iter().try_fold(Form::default(), Form::with)?;
        let (spot, by) = (Spot::new(file, spanned(words)?), Spot::new(file, name));
        (form.content > 1).then_some(Self {
            kind: StatementKind::Former,
            key: form.key(),
            spot,
            by,
            sequence: form.sequence(),
        })
    }
}

/// Whether `as` is to follow before the former name.
pub(super) fn is_known(text: &str, words: &[PhraseWord]) -> bool {
    words.len() == 2 && [FORMERLY, "known"].iter().zip(words).all(|(said, word)| word.span.of(text) == *said)
}

impl Printed for Statement {
    fn spot(&self) -> Spot {
        self.spot
    }

    fn sequence(&self) -> u32 {
        self.sequence
    }
}

/// The words that are a name, from the first one on.
fn leading_name(words: &[PhraseWord]) -> &[PhraseWord] {
    let is_part = |word: &&PhraseWord| word.capital || word.role != Role::Content;
    let open = words.iter().take_while(is_part).count();
    let end = words[..open].iter().rposition(|word| word.capital).map_or(0, |last| last + 1);
    &words[..end]
}

/// Where the name stands that words end with.
pub(super) fn trailing_name(text: &str, words: &[PhraseWord]) -> Option<Span> {
    words.last().filter(|last| last.capital)?;
    let open = words.iter().rev().take_while(|word| word.capital || word.role != Role::Content).count();
    let name = &words[words.len() - open..];
    // `Now the Land Board`, but `Department of the Environment`.
    let begins = |at: &usize| name[*at].span.of(text) == "the" && (*at == 0 || name[at - 1].role == Role::Content);
    let from = (0..name.len()).rev().find(begins).map_or(0, |the| the + 1);
    let first = name[from..].iter().position(|word| word.capital)?;
    spanned(&name[from + first..])
}

fn spanned(words: &[PhraseWord]) -> Option<Span> {
    Some(Span::new(words.first()?.span.start, words.last()?.span.end))
}

fn sequence(words: &[PhraseWord]) -> Option<u32> {
    words.iter().try_fold(Form::default(), Form::with).map(|form| form.sequence())
}

/// Whether a number is hardly another thing's by chance: four digits or more that count, and no year.
fn is_odd(digits: &str) -> bool {
    let plain: String = digits.chars().filter(char::is_ascii_digit).collect();
    let is_year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    plain.trim_end_matches('0').len() > 3 && !is_year
}

type Said = (StatementKind, u64, usize, Span);

/// `Women’s Union (WU)`: the words whose first letters the acronym has, small ones skipped.
fn acronym(text: &str, inside: Span, before: &[PhraseWord]) -> Option<Said> {
    let letters = inside.of(text);
    if !(2..=form::LONGEST + 2).contains(&letters.len()) || !letters.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let mut from = before.len();
    for letter in letters.chars().rev() {
        from = (0..from).rev().find(|at| before[*at].role == Role::Content).filter(|at| {
            let first = before[*at].span.of(text).chars().next();
            first.is_some_and(|first| first.eq_ignore_ascii_case(&letter))
        })?;
    }
    Some((StatementKind::Acronym, hash(letters.as_bytes()), from, inside))
}

/// `Great Solidarity houses (nhà Đại đoàn kết)`: of the words before it as many as its syllables make words. A name that has
/// a capital throughout is a place or a person, and may be where something is.
fn vietnamese_name(text: &str, inside: Span, before: &[PhraseWord]) -> Option<Said> {
    let name = inside.of(text).trim_matches(text::is_quote);
    let syllables: Vec<&str> = name.split_whitespace().collect();
    let is_small = |word: &&str| word.starts_with(char::is_lowercase);
    let is_name = (2..=SYLLABLES).contains(&syllables.len())
        && !text::is_bare(name)
        && syllables.iter().any(is_small)
        && syllables.iter().all(|word| vietnamese::is_syllable(word));
    if !is_name {
        return None;
    }
    let wanted = syllables.len().div_ceil(2);
    let is_place =
        PLACES.iter().any(|kind| name.strip_prefix(kind).is_some_and(|name| name.starts_with(char::is_uppercase)));
    if is_place || wanted < 2 {
        return None;
    }
    let content = before.iter().enumerate().rev().filter(|(_, word)| word.role == Role::Content);
    let words: Vec<usize> = content.take(wanted).map(|(at, _)| at).collect();
    let from = words.last().copied().filter(|_| words.len() > 1)?;
    // A name is not begun in its middle.
    let capital = before[from].capital;
    let more = before[..from].iter().rev().take_while(|word| capital && word.capital).count();
    let from = from - more;
    if from.checked_sub(1).is_some_and(|before_it| before[before_it].role == Role::Link) {
        return None;
    }
    Some((StatementKind::Vietnamese, hash(text::key::exact(name).as_bytes()), from, inside))
}

/// Where what is said stands, and what it is said of.
pub(super) fn spots(context: &CheckContext<'_, '_>) -> impl Iterator<Item = Spot> {
    context.seen.statements.iter().flat_map(|said| [said.spot, said.by])
}

/// Findings about forms that are said to be one thing, by evidence that is `certain` or by other; nothing is said of places
/// of which it is `told` already.
pub(super) fn check<'a>(
    page: &mut PrintedText<'_, '_>,
    certain: bool,
    told: &mut ReportedPlaces,
    out: &mut Vec<PendingFinding<'a>>,
) {
    let statements = &page.context.seen.statements;
    let former: HashSet<Spot> =
        statements.iter().filter(|said| said.kind == StatementKind::Former).map(|said| said.spot).collect();
    let groups = statements.chunk_by(|a, b| (a.kind, a.key) == (b.kind, b.key));
    for group in groups.filter(|group| group[0].kind.is_certain() == certain) {
        let group: Vec<&Statement> = group.iter().filter(|said| !told.has(said.spot)).collect();
        let found: Vec<PendingFinding<'a>> = match group.first() {
            None => continue,
            // Once a name, however often it is said.
            Some(first) if first.kind == StatementKind::Former => {
                let names = by_use(&group);
                names.iter().filter_map(|said| still_used(page, &former, said[0])).collect()
            }
            Some(_) => compete(page, &group, judge),
        };
        if !found.is_empty() {
            group.iter().for_each(|said| told.add(said.spot));
        }
        out.extend(found);
    }
}

fn judge(page: &mut PrintedText<'_, '_>, usual: &[&Statement], other: &[&Statement]) -> Option<Verdict> {
    let (one, two) = (usual[0], other[0]);
    let (a, b) = (page.printed(one.spot)?, page.printed(two.spot)?);
    let (a, b) = (a.as_str(), b.as_str());
    if is_nested(a, b) {
        return None;
    }
    let by = page.printed(two.by)?;
    let (severity, confidence, reason) = match one.kind {
        // Before two small words there may be a verb: `received houses`.
        StatementKind::Vietnamese if is_telling(a) && is_telling(b) => {
            (Severity::Warning, 95, format!("both stand for `{by}`"))
        }
        StatementKind::Vietnamese => (Severity::Info, 60, format!("both stand for `{by}`")),
        StatementKind::Acronym if same_classes(a, b) => (Severity::Warning, 90, format!("both are called `{by}`")),
        StatementKind::Acronym if share_a_word(a, b) => (Severity::Info, 50, format!("both are called `{by}`")),
        StatementKind::Count => (Severity::Info, 60, format!("there are {by} of both")),
        StatementKind::Acronym | StatementKind::Former => return None,
    };
    Some(Verdict { severity, confidence, reason })
}

/// Whether a form is a name, or has three words.
fn is_telling(text: &str) -> bool {
    let form = words(text).iter().try_fold(Form::default(), Form::with);
    form.is_some_and(|form| form.is_name() || form.content > 2)
}

/// Whether two names have the same words or synonyms of them, in whatever order.
fn same_classes(a: &str, b: &str) -> bool {
    let key = |text: &str| words(text).iter().try_fold(Form::default(), Form::with).map(|form| form.key());
    key(a) == key(b)
}

/// Whether a word of one name, or a synonym of it, is in the other: acronyms alone are too short to tell.
fn share_a_word(a: &str, b: &str) -> bool {
    let classes = |text: &str| words(text).into_iter().filter(|word| word.role == Role::Content);
    classes(a).any(|one| classes(b).any(|other| one.class() == other.class()))
}

/// Whether one form is the other with more words: `houses` and `new houses`.
fn is_nested(a: &str, b: &str) -> bool {
    let bases = |text: &str| words(text).iter().map(PhraseWord::base).collect::<Vec<u64>>();
    let (a, b) = (bases(a), bases(b));
    let within = |few: &[u64], many: &[u64]| few.iter().all(|word| many.contains(word));
    within(&a, &b) || within(&b, &a)
}

/// A former name that is used elsewhere as if it were not one.
fn still_used<'a>(
    page: &mut PrintedText<'_, '_>,
    former: &HashSet<Spot>,
    said: &Statement,
) -> Option<PendingFinding<'a>> {
    let phrases = &page.context.seen.phrases;
    let first = phrases.partition_point(|phrase| phrase.key < said.key);
    let same = phrases[first..].iter().take_while(|phrase| phrase.key == said.key);
    let is_former = |phrase: &&Phrase| former.contains(&phrase.spot);
    let mut uses = same.filter(|phrase| phrase.sequence == said.sequence && !is_former(phrase));
    let (used, now) = (uses.next()?, page.printed(said.by)?);
    let related = std::iter::once(said.spot).chain(uses.map(|phrase| phrase.spot));
    Some(PendingFinding::new(used.spot, related, move |place, related| {
        let message = format!("`{}` is said to be the former name of `{now}`: which is meant?", place.text);
        let finding = Finding::new(&VARIANT_RENDERING, place, message);
        Finding { severity: Severity::Info, confidence: Some(60), related, suggestions: vec![now], ..finding }
    }))
}
