//! Changing start tags and nothing else about them.

/// A start tag without some attributes and with others in their place, each written with the space before it.
pub(super) fn with(tag: &str, gone: &[&str], new: &str) -> String {
    let mut out = gone.iter().fold(tag.to_owned(), |tag, name| without(&tag, name));
    let at = out.trim_end_matches(['>', '/']).trim_end().len();
    out.insert_str(at, new);
    out
}

/// A start tag without an attribute, whatever white space is around it.
pub(super) fn without(tag: &str, name: &str) -> String {
    let is_it = |at: usize| {
        let before = tag[..at].ends_with(|c: char| c.is_whitespace());
        let value = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|_| before)?;
        let end = value[1..].find(quote)? + 2;
        Some(tag.len() - value.len() + end)
    };
    let found = tag.match_indices(name).find_map(|(at, _)| Some((at, is_it(at)?)));
    match found {
        Some((at, end)) => tag[..at].trim_end().to_owned() + &tag[end..],
        None => tag.to_owned(),
    }
}
