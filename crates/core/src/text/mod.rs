//! Text: Unicode normalisation, Vietnamese orthography, tokens, comparison keys and source positions.
//!
//! Texts are compared through *keys*, from strict to loose ([`key`]): exact (ignores case, white space, quotation marks,
//! hyphens and the Unicode normal form), tone style (`hoà` = `hòa`), and folded (ignores diacritics). Keys are never shown to
//! users. Findings are reported in the letters of the original, so every transformed text is a [`MappedText`] that knows from
//! where each of its bytes came.
//!
//! Spans are half-open byte ranges. Lines and columns ([`LineIndex`]) count from 1; columns are Unicode scalar values.

mod alike;
mod document;
mod fold;
mod hash;
pub mod key;
mod letters;
mod line;
mod markup;
mod offset;
mod pattern;
mod places;
mod stable_hash;
mod suggest;
mod token;
mod tone;
mod typed;

pub use alike::{equals_folded, equals_lowercased, may_have_variants, strip_lowercase_prefix};
pub use document::Document;
pub use fold::{fold, fold_char, is_bare, is_mark};
pub use hash::{BuildPrehashed, PrehashedHasher, combine_hashes, hash};
pub use letters::LETTERS;
pub use line::{LineIndex, Position};
pub use markup::{escape_markup, html_head, is_xml_char};
pub use offset::{MappedText, Span, find_non_nfc, is_nfc, nfc};
pub use pattern::{Pattern, compile};
pub use places::{Placed, Places};
pub use stable_hash::{stable_hash, stable_hash_with};
pub use suggest::suggest;
pub use token::{Letters, Token, TokenKind, each_token, is_dash, is_quote, tokens};
pub use tone::{ToneStyle, has_two_tone_places, to_old_tone_style, tone_style_of, y_to_i};
pub use typed::decode_keystrokes;
