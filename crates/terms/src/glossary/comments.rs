//! Where the comments of an entry stand, so that a rewrite keeps them.

/// A place in an entry that can carry comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slot {
    /// Lines above the id.
    Head,
    /// Behind the id.
    HeadTail,
    /// Lines above a key.
    Key(String),
    /// Behind a key's value.
    KeyTail(String),
    /// Lines above an item of a list.
    Item(String, usize),
    /// Behind an item of a list.
    ItemTail(String, usize),
    /// Lines after the last item of a list.
    End(String),
    /// Lines after the last key.
    Foot,
}

/// The comments of an entry, each a line starting with `#`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Comments(Vec<(Slot, Vec<String>)>);

impl Comments {
    /// Adds the comment lines found in raw text between two values.
    pub(super) fn add(&mut self, slot: Slot, raw: &str) {
        let lines = lines(raw);
        if lines.is_empty() {
            return;
        }
        match self.0.iter_mut().find(|(s, _)| *s == slot) {
            Some((_, there)) => there.extend(lines),
            None => self.0.push((slot, lines)),
        }
    }

    pub(super) fn at(&self, slot: &Slot) -> &[String] {
        self.0.iter().find(|(s, _)| s == slot).map_or(&[], |(_, lines)| lines.as_slice())
    }

    /// Whether any comment stands inside the list under `key`.
    pub(super) fn inside(&self, key: &str) -> bool {
        self.0.iter().any(|(slot, _)| match slot {
            Slot::Item(k, _) | Slot::ItemTail(k, _) | Slot::End(k) => k == key,
            _ => false,
        })
    }

    /// Changes the number of each item under `key`: comments move with what they are about.
    pub(super) fn renumber(&mut self, key: &str, new_index: impl Fn(usize) -> usize) {
        for (slot, _) in &mut self.0 {
            if let Slot::Item(k, i) | Slot::ItemTail(k, i) = slot
                && k == key
            {
                *i = new_index(*i);
            }
        }
    }
}

/// The comment lines of a raw piece of TOML, trimmed.
pub(super) fn lines(raw: &str) -> Vec<String> {
    raw.lines().map(str::trim).filter(|line| line.starts_with('#')).map(str::to_owned).collect()
}

/// The comment lines at the top or the end of a file, with an empty line between groups that had one.
pub(super) fn groups(raw: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut gap = false;
    for line in raw.lines().map(str::trim) {
        if line.starts_with('#') {
            if gap && !out.is_empty() {
                out.push(String::new());
            }
            out.push(line.to_owned());
        }
        gap = line.is_empty();
    }
    out
}

/// Splits the text after a value into what stands on its line and what follows below.
pub(super) fn split_tail(raw: &str) -> (&str, &str) {
    raw.split_once('\n').unwrap_or((raw, ""))
}
