//! HTML, through html5gum.

use html5gum::{DefaultEmitter, Token, Tokenizer};

use gloss_core::text::MappedText;

/// Tags that do not interrupt a sentence.
const INLINE: [&str; 16] =
    ["a", "abbr", "b", "bdi", "cite", "em", "font", "i", "mark", "q", "small", "span", "strong", "sub", "sup", "u"];
/// Elements whose content is no prose.
const HIDDEN: [&str; 4] = ["script", "style", "template", "noscript"];

/// The prose of an HTML text.
pub(super) fn readable(source: &str) -> MappedText {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut out = MappedText::with_capacity(source.len());
    let mut hidden = 0usize;
    for token in Tokenizer::new_with_emitter(source, emitter).flatten() {
        let (name, opens, span) = match &token {
            Token::StartTag(tag) => (&tag.name, !tag.self_closing, tag.span),
            Token::EndTag(tag) => (&tag.name, false, tag.span),
            Token::String(text) if hidden == 0 => {
                let value = String::from_utf8_lossy(text);
                copy(&value, &source[text.span.start..text.span.end], text.span.start, &mut out);
                continue;
            }
            _ => continue,
        };
        let name = String::from_utf8_lossy(name);
        if HIDDEN.contains(&&*name) {
            hidden = if opens { hidden + 1 } else { hidden.saturating_sub(1) };
        } else if !INLINE.contains(&&*name) {
            out.replace("\n\n", span.start);
        }
    }
    out
}

/// A character reference has at most this many bytes.
const LONGEST_REFERENCE: usize = 40;

/// Appends a decoded text. Its raw form differs where it has character references and line ends of two bytes; should the
/// two ever fall out of step, the rest is one piece.
fn copy(value: &str, raw: &str, start: usize, out: &mut MappedText) {
    let mut at = 0;
    let mut bytes = [0; 4];
    for (i, c) in value.char_indices() {
        let rest = &raw[at..];
        if c == '\n' && rest.starts_with("\r\n") {
            out.replace("\n", start + at);
            at += 2;
        } else if rest.starts_with(c) && !(c == '&' && reference(rest).is_some_and(|r| r.starts_with("&amp"))) {
            out.copy(c.encode_utf8(&mut bytes), start + at);
            at += c.len_utf8();
        } else if let Some(reference) = reference(rest) {
            out.replace(c.encode_utf8(&mut bytes), start + at);
            at += spent(reference, rest, &value[i + c.len_utf8()..]);
        } else {
            return out.replace(&value[i..], start + at);
        }
    }
}

/// What a raw text may begin with as a character reference: `&amp;`, `&#39;`, `&copy`, at its longest.
fn reference(raw: &str) -> Option<&str> {
    let body = raw.strip_prefix('&')?;
    let digits = usize::from(body.starts_with('#'));
    let more = body[digits..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(body.len() - digits);
    let end = digits + more;
    if more == 0 || end > LONGEST_REFERENCE {
        return None;
    }
    let end = if body[end..].starts_with(';') { end + 1 } else { end };
    Some(&raw[..=end])
}

/// How much of a reference was decoded. Old names count without a semicolon too, and letters may follow them
/// (`&copyright` is `©right`): it ends where the raw text goes on most like the decoded one.
fn spent(reference: &str, raw: &str, decoded: &str) -> usize {
    let fits = (2..=reference.len()).filter_map(|at| Some((alike(&raw[at..], decoded)?, at)));
    fits.max().map_or(reference.len(), |(_, at)| at)
}

/// How many characters the raw text shares with the decoded one before its next reference; `None` if they differ there.
fn alike(raw: &str, decoded: &str) -> Option<usize> {
    const ENOUGH: usize = 8;
    let mut decoded = decoded.chars();
    for (count, c) in raw.chars().take(ENOUGH).enumerate() {
        match decoded.next() {
            Some(_) if matches!(c, '&' | '\r') => return Some(count),
            Some(other) if other == c => {}
            _ => return None,
        }
    }
    Some(raw.chars().take(ENOUGH).count())
}
