//! HTML, through html5gum.

use html5gum::{DefaultEmitter, Token, Tokenizer};

use crate::text::Mapped;

/// Tags that do not interrupt a sentence.
const INLINE: [&str; 16] =
    ["a", "abbr", "b", "bdi", "cite", "em", "font", "i", "mark", "q", "small", "span", "strong", "sub", "sup", "u"];
/// Elements whose content is no prose.
const HIDDEN: [&str; 5] = ["script", "style", "template", "noscript", "title"];

/// The prose of an HTML text.
pub(super) fn readable(source: &str) -> Mapped {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut out = Mapped::with_capacity(source.len());
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

/// Appends a decoded text; where its raw form has a character reference, the two differ in length.
fn copy(value: &str, raw: &str, start: usize, out: &mut Mapped) {
    let mut at = 0;
    let mut bytes = [0; 4];
    for c in value.chars() {
        let rest = &raw[at..];
        let reference =
            rest.starts_with('&').then(|| rest.find(';')).flatten().filter(|_| c != '&' || rest.starts_with("&amp;"));
        match reference {
            Some(end) => {
                out.replace(c.encode_utf8(&mut bytes), start + at);
                at += end + 1;
            }
            None => {
                out.copy(c.encode_utf8(&mut bytes), start + at);
                at += rest.chars().next().map_or(0, char::len_utf8);
            }
        }
    }
}
