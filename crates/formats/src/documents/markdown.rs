//! Markdown, through pulldown-cmark.

use pulldown_cmark::{Event, Options, Parser, TagEnd};

use gloss_core::text::MappedText;

/// The prose of a Markdown text; code and URLs are left out.
pub(super) fn readable(source: &str) -> MappedText {
    let mut out = MappedText::with_capacity(source.len());
    let mut code = false;
    for (event, range) in
        Parser::new_ext(source, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).into_offset_iter()
    {
        match event {
            Event::Text(text) if !code => {
                let copied = source.get(range.clone()) == Some(&*text);
                if copied { out.copy(&text, range.start) } else { out.replace(&text, range.start) }
            }
            Event::SoftBreak | Event::HardBreak => out.replace("\n", range.start),
            Event::Start(pulldown_cmark::Tag::CodeBlock(_)) => code = true,
            Event::End(end) => {
                code = code && end != TagEnd::CodeBlock;
                if matches!(
                    end,
                    TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell | TagEnd::CodeBlock
                ) {
                    out.replace("\n\n", range.end);
                }
            }
            _ => {}
        }
    }
    out
}
