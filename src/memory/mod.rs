//! Translation units: what a memory is made of.
//!
//! A [`Unit`] is a plain value, the same whatever file it came from; the formats read and write it.

mod unit;

pub use unit::{Code, CodeKind, Segment, Unit};
