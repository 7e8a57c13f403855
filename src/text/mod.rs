//! Unicode and Vietnamese orthography: everything about letters that the rooms above must agree on.
//!
//! Text is compared through *keys*, from strict to loose ([`key`]): exact (NFC, case, white space, quotes and hyphens
//! made alike), tone style (`hoà` = `hòa`), and folded (diacritics dropped). A key is never shown to anyone: whatever
//! is found is reported in the letters of the original, so every transformation of running text is a [`Mapped`] that
//! knows where each byte came from.
//!
//! All spans are half-open byte ranges; lines and columns ([`LineIndex`]) are 1-based and count Unicode scalar values.

mod alike;
mod document;
mod fingerprint;
mod fold;
mod hash;
pub mod key;
mod letters;
mod line;
mod offset;
mod pattern;
mod places;
mod token;
mod tone;
mod typed;

pub use alike::{is_folded_of, is_lower_of, may_vary, strip_lower};
pub use document::Document;
pub use fingerprint::fingerprint;
pub use fold::{fold, fold_char, is_bare, is_mark};
pub use hash::{ByHash, Hashed, hash, mix};
pub use letters::LETTERS;
pub use line::{LineIndex, Position};
pub use offset::{Mapped, Span, is_composed, next_mark, nfc};
pub use pattern::compile;
pub use places::{Placed, Places};
pub use token::{Letters, Token, TokenKind, each_token, is_dash, is_quote, tokens};
pub use tone::{ToneStyle, has_two_places, loose_i_y, style_of, tone_style};
pub use typed::typed;
