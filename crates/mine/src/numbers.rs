//! What numbers name: documents (`Resolution No.07-NQ/TU`) and periods (`2021-2025 period`).

use gloss_core::{patterns, text::Span};

use super::{
    candidate::{Mention, Origin},
    lexicon::DOCUMENT_KINDS,
    words::Sentence,
};

patterns! {
    static DOCUMENT = r"\b([A-Z][a-z]+) (?:No\. ?)?(\d+[-/][A-ZĐ0-9][-/\w]*)";
    static PERIOD = r"\b((?:19|20)\d\d) ?[-–] ?((?:19|20)\d\d) (period|term)\b";
}

pub(super) fn find(sentence: &Sentence<'_>, out: &mut Vec<Mention>) {
    let part = sentence.span.of(sentence.text);
    let span = |m: regex::Match<'_>| Span::new(sentence.span.start + m.start(), sentence.span.start + m.end());
    for found in DOCUMENT.captures_iter(part) {
        let Some(kind) = DOCUMENT_KINDS.get(found[1].to_lowercase().as_str()) else { continue };
        // Outlets that drop diacritics drop the bar of Đ too; in these signs it is always Đ.
        let number =
            found[2].replace("QD-", "QĐ-").replace("/ND-", "/NĐ-").replace("HDND", "HĐND").replace("-DU", "-ĐU");
        let vi = format!("{kind} số {number}");
        let whole = found.get_match();
        out.push(Mention::new(span(whole), whole.as_str(), "document", 0.9).with_vi(vec![vi], Origin::Compositional));
    }
    for found in PERIOD.captures_iter(part) {
        let word = if &found[3] == "term" { "nhiệm kỳ" } else { "giai đoạn" };
        let vi = format!("{word} {}-{}", &found[1], &found[2]);
        let whole = found.get_match();
        out.push(Mention::new(span(whole), whole.as_str(), "period", 0.7).with_vi(vec![vi], Origin::Compositional));
    }
}
