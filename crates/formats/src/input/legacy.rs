//! Old Vietnamese font encodings: TCVN3 (also called ABC) gives each letter one byte, VNI writes a base letter and a mark.
//!
//! `tcvn3.tsv` and `vni.tsv` list what the bytes look like in Windows-1252, which is also how such text looks when it was
//! pasted into a Unicode file, and the letter they stand for.

use std::{collections::HashMap, sync::LazyLock};

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    Tcvn3,
    Vni,
}

static TCVN3: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| read(include_str!("tcvn3.tsv")));
static VNI: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| read(include_str!("vni.tsv")));

fn read(table: &'static str) -> HashMap<&'static str, &'static str> {
    table.lines().filter_map(|line| line.split_once('\t')).collect()
}

impl Table {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "tcvn3" | "tcvn" | "abc" => Some(Self::Tcvn3),
            "vni" | "vni-win" => Some(Self::Vni),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3",
            Self::Vni => "VNI",
        }
    }

    /// The text that is meant. The longest entry counts: two characters in VNI.
    pub(super) fn decode(self, text: &str) -> String {
        let letters = match self {
            Self::Tcvn3 => &*TCVN3,
            Self::Vni => &*VNI,
        };
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let one = first.len_utf8();
            let two = one + rest[one..].chars().next().map_or(0, char::len_utf8);
            let known = [two, one].into_iter().find_map(|end| letters.get(&rest[..end]).map(|letter| (end, *letter)));
            let (end, letter) = known.unwrap_or((one, &rest[..one]));
            out.push_str(letter);
            rest = &rest[end..];
        }
        out
    }
}

/// How much of a text is complete, whatever follows: all but its last letter and the marks on it, which more marks, or in VNI
/// another character, could change. A text of nothing but marks is no text, and is not waited for.
pub(super) fn complete(text: &str) -> usize {
    const MOST_MARKS: usize = 64;
    let last = text.rfind(|c: char| !gloss_core::text::is_mark(c)).unwrap_or(text.len());
    if text.len() - last > MOST_MARKS { text.len() } else { last }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_old_fonts_are_read() {
        let meant = "Nước Việt Nam: người lãnh đạo tỉnh Điện Biên, những hộ nghèo ở bản, lĩnh vực, thị xã, Mỹ, kỳ, ẵm";
        let tcvn3 = "N\u{ad}íc ViÖt Nam: ng\u{ad}êi l·nh ®¹o tØnh §iÖn Biªn, nh÷ng hé nghÌo ë b¶n, lÜnh vùc, thÞ x·, Mü, kú, ½m";
        let vni = "Nöôùc Vieät Nam: ngöôøi laõnh ñaïo tænh Ñieän Bieân, nhöõng hoä ngheøo ôû baûn, lónh vöïc, thò xaõ, Myõ, kyø, aüm";
        assert_eq!(Table::Tcvn3.decode(tcvn3), meant);
        assert_eq!(Table::Vni.decode(vni), meant);
    }

    #[test]
    fn a_letter_waits_for_its_marks() {
        for (text, ready) in [("nha\u{300}", 2), ("nha\u{300} ", 5), ("abc", 2), ("", 0), ("x\n", 1)] {
            assert_eq!(complete(text), ready, "{text}");
        }
        let marks = "a".to_owned() + &"\u{300}".repeat(100);
        assert_eq!(complete(&marks), marks.len());
    }

    #[test]
    fn every_letter_has_one_entry() {
        assert_eq!(
            (TCVN3.len(), VNI.len()),
            (include_str!("tcvn3.tsv").lines().count(), include_str!("vni.tsv").lines().count())
        );
    }
}
