//! Dropping case and diacritics.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::{data::Data, timing::best};

pub fn run(data: &Data) -> anyhow::Result<()> {
    println!("\n## fold: lower case, Latin diacritics dropped; MB/s of input, one thread, best of 7");
    for lang in ["vi", "en"] {
        let text = data.read(&format!("news.{lang}.txt"))?;
        let nfd: String = text.nfd().collect();
        let mut forms = vec![("NFC", &text)];
        if nfd != text {
            forms.push(("NFD", &nfd));
        }
        for (form, text) in forms {
            let megabytes = text.len() as f64 / 1e6;
            let (ours, folded) = best(7, || gloss_core::text::fold(text));
            let (theirs, reference) = best(3, || by_library(text));
            let plain = reference.replace(['’', '‘', 'ʼ'], "'");
            let differing = folded.lines().zip(plain.lines()).filter(|(ours, theirs)| ours != theirs).count();
            println!(
                "{lang} {form}: gloss {:6.0} MB/s, unicode-normalization {:6.0} MB/s, ratio {:.1}; {differing} of {} lines differ",
                megabytes / ours,
                megabytes / theirs,
                theirs / ours,
                folded.lines().count(),
            );
            if let Some((ours, theirs)) = folded.lines().zip(plain.lines()).find(|(ours, theirs)| ours != theirs) {
                let at = ours.chars().zip(theirs.chars()).position(|(a, b)| a != b).unwrap_or_default();
                let around = |line: &str| line.chars().skip(at.saturating_sub(5)).take(10).collect::<String>();
                println!("  the first: {:?} and {:?}", around(ours), around(theirs));
            }
        }
    }
    Ok(())
}

fn by_library(text: &str) -> String {
    let letters = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    letters.map(|c| if c == 'đ' { 'd' } else { c }).collect()
}
