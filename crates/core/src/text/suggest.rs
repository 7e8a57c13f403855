//! "Did you mean …?"

/// The candidate that a word was probably meant to be; `None` if none is near. Of equally near ones, the first.
///
/// A third of the characters may differ, but no more than three. A beginning of three characters or more is near what it
/// begins; one of six or more may be misspelt, too. Cost: an edit distance or two per candidate.
pub fn suggest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    const MIN_BEGINNING_CHARS: usize = 3;
    const MIN_MISSPELT_BEGINNING_CHARS: usize = 6;
    const MAX_EDITS: usize = 3;
    let word = word.to_lowercase();
    let length = word.chars().count();
    let most = (length / 3).min(MAX_EDITS);
    let edits = |candidate: &str| match candidate.strip_prefix(word.as_str()) {
        Some(_) if length >= MIN_BEGINNING_CHARS => 0,
        _ if length >= MIN_MISSPELT_BEGINNING_CHARS => {
            let beginning: String = candidate.chars().take(length).collect();
            strsim::osa_distance(&word, candidate).min(strsim::osa_distance(&word, &beginning))
        }
        _ => strsim::osa_distance(&word, candidate),
    };
    let near = candidates.into_iter().map(|candidate| (edits(candidate), candidate));
    near.filter(|(edits, _)| *edits <= most).min_by_key(|(edits, _)| *edits).map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::suggest;

    const RULES: [&str; 6] =
        ["competing-renderings", "missing-term", "not-nfc", "typography", "untranslated", "waiver"];

    #[test]
    fn what_is_near_is_suggested_and_nothing_else() {
        for (word, wanted) in [
            ("compeeting-renderings", Some("competing-renderings")),
            ("competing", Some("competing-renderings")),
            ("compeeting", Some("competing-renderings")),
            ("mising-term", Some("missing-term")),
            ("Typografy", Some("typography")),
            ("typo", Some("typography")),
            ("wavier", Some("waiver")),
            ("foo", None),
            ("", None),
            ("a", None),
            ("nf", None),
            ("nothing-like-it", None),
        ] {
            assert_eq!(suggest(word, RULES), wanted, "{word}");
        }
        let commands = ["check", "export", "lookup", "tm"];
        for (word, wanted) in
            [("chekc", Some("check")), ("exprot", Some("export")), ("tạo", None), ("xã", None), ("hộ", None)]
        {
            assert_eq!(suggest(word, commands), wanted, "{word}");
        }
    }
}
