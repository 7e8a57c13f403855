//! Segments as they are written into XML.

use crate::xml::escape;
use gloss_core::model::{Code, Segment};

/// A segment as it is written: its codes are markup already.
pub(super) fn written(segment: &Segment) -> String {
    let piece = |(text, code): (&str, Option<&Code>)| escape(text) + code.map_or("", |code| code.data.as_str());
    segment.pieces().map(piece).collect()
}
