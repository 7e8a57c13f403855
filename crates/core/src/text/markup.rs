//! Text in XML and HTML.

/// Whether XML 1.0 allows a character.
pub fn is_xml_char(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// A text as the content of an element or the value of an attribute, in XML and in HTML. What XML cannot hold is left out.
pub fn escape_markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| is_xml_char(*c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            c => out.push(c),
        }
    }
    out
}

/// The beginning of an HTML page, up to its body: in light and dark, on wide screens and narrow ones. `style` is CSS.
pub fn html_head(lang: &str, title: &str, style: &str) -> String {
    let (lang, title) = (escape_markup(lang), escape_markup(title));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>\n\
         :root {{ color-scheme: light dark }}\n\
         body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}\n\
         table {{ border-collapse: collapse }}\n\
         td, th {{ text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8884 }}\n\
         {style}</style>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped_and_what_xml_cannot_hold_is_left_out() {
        assert_eq!(escape_markup("a\u{1}<b> & 'c' \"d\"\n"), "a&lt;b&gt; &amp; &apos;c&apos; &quot;d&quot;\n");
        assert!(html_head("vi", "A & B", "").contains("<title>A &amp; B</title>"));
    }
}
