//! A report as pages: one of all concepts that the texts name, and one for each with its renderings, counted by file and date,
//! and every place with the sentence around it, in both languages.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    sync::Arc,
};

use rayon::prelude::*;

use gloss_check::{Checker, Texts, date_of};
use gloss_core::{
    lang::{Article, Lang, sentences},
    model::{Concept, Status},
    report::Finding,
    text::{Span, escape_markup, html_head},
};
use gloss_terms::index::keep_longest;

/// A page and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The name of its file.
    pub name: String,
    /// The page.
    pub html: String,
}

/// A place where a concept is named.
struct Use<'g> {
    concept: &'g Concept,
    lang: &'g Lang,
    form: &'g str,
    status: Status,
    file: Arc<str>,
    date: Arc<str>,
    line: usize,
    /// The sentence before it, it, and the sentence behind it.
    sentence: [String; 3],
}

const STYLE: &str = "td.n { text-align: right }\nmark { color: inherit }\nmark.deprecated, mark.forbidden { background: #f665 }\n.many { color: #c33 }\n";
const FOOT: &str = "</html>\n";

/// The pages about some texts and what was found in them. Cost: linear in the texts.
pub(super) fn pages(checker: &Checker<'_>, texts: &dyn Texts, findings: &[Finding]) -> Vec<Page> {
    let of_text = |number| texts.text(number).map(|text| uses_of(checker, &text)).unwrap_or_default();
    let uses: Vec<Use<'_>> = (0..texts.count()).into_par_iter().flat_map_iter(of_text).collect();
    let mut concepts: BTreeMap<&str, Vec<&Use<'_>>> = BTreeMap::new();
    uses.iter().for_each(|one| concepts.entry(&one.concept.id).or_default().push(one));
    let mut pages = vec![index(&concepts, findings)];
    pages.extend(concepts.values().map(|uses| page(uses, findings)));
    pages
}

fn uses_of<'g>(checker: &Checker<'g>, article: &Article) -> Vec<Use<'g>> {
    let Some(scanner) = checker.scanner(&article.lang) else { return Vec::new() };
    let (document, text) = (&article.document, article.document.text());
    let around = sentences(text, &article.lang);
    let (file, date) = (Arc::from(document.name()), Arc::from(date_of(text).unwrap_or_default()));
    let (file, date): (&Arc<str>, &Arc<str>) = (&file, &date);
    let one = |found: gloss_terms::index::Match<'g>| {
        let span = found.span;
        let sentence = around.iter().find(|sentence| sentence.contains(span)).copied().unwrap_or(span);
        let part = |start, end| Span::new(start, end).of(text).to_owned();
        let sentence = [part(sentence.start, span.start), part(span.start, span.end), part(span.end, sentence.end)];
        let line = document.position(document.to_source(span).start).line;
        // What a form may mean is seen on the page of each.
        found.terms.into_iter().map(move |(of, _)| Use {
            concept: of.concept,
            lang: of.lang,
            form: &of.term.text,
            status: of.term.status,
            file: Arc::clone(file),
            date: Arc::clone(date),
            line,
            sentence: sentence.clone(),
        })
    };
    keep_longest(scanner.scan(text)).into_iter().flat_map(one).collect()
}

/// How often each form stands, the most frequent first.
fn counts<'u>(uses: &[&'u Use<'_>]) -> Vec<((&'u Lang, &'u str, Status), usize)> {
    let mut counts: BTreeMap<(&Lang, &str, Status), usize> = BTreeMap::new();
    uses.iter().for_each(|one| *counts.entry((one.lang, one.form, one.status)).or_default() += 1);
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(form, count)| (std::cmp::Reverse(*count), *form));
    counts
}

/// Apart from the index: a concept may be called so.
fn page_name(id: &str) -> String {
    format!("concepts/{id}.html")
}

fn title(concept: &Concept) -> String {
    let names = concept.terms.keys().filter_map(|lang| Some(concept.preferred(lang)?.text.clone()));
    names.collect::<Vec<_>>().join(" · ")
}

fn index(concepts: &BTreeMap<&str, Vec<&Use<'_>>>, findings: &[Finding]) -> Page {
    let mut html = html_head("en", "Renderings", STYLE);
    html.push_str(
        "<h1>Renderings</h1>\n<table><tr><th>concept</th><th>forms in use</th><th>places</th><th>findings</th></tr>\n",
    );
    let told = |id: &str| findings.iter().filter(|finding| finding.concept.as_deref() == Some(id)).count();
    let mut rows: Vec<_> = concepts.iter().map(|(id, uses)| (told(id), counts(uses), *id, uses)).collect();
    rows.sort_by_key(|(told, forms, id, _)| (std::cmp::Reverse((*told, forms.len())), *id));
    for (told, forms, id, uses) in rows {
        let shown: Vec<String> =
            forms.iter().map(|((_, form, _), n)| format!("{} ({n})", escape_markup(form))).collect();
        let class = if told > 0 { " class=\"many\"" } else { "" };
        let _ = writeln!(
            html,
            "<tr{class}><td><a href=\"{}\">{}</a></td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{told}</td></tr>",
            page_name(id),
            escape_markup(&title(uses[0].concept)),
            shown.join(", "),
            uses.len()
        );
    }
    html.push_str("</table>\n");
    html.push_str(FOOT);
    Page { name: "index.html".to_owned(), html }
}

fn page(uses: &[&Use<'_>], findings: &[Finding]) -> Page {
    let concept = uses[0].concept;
    let mut html = html_head("en", &title(concept), STYLE);
    let _ =
        writeln!(html, "<p><a href=\"../index.html\">all concepts</a></p><h1>{}</h1>", escape_markup(&title(concept)));
    for text in [&concept.definition, &concept.note].into_iter().flatten() {
        let _ = writeln!(html, "<p>{}</p>", escape_markup(text));
    }
    let files: BTreeSet<(&str, &str)> = uses.iter().map(|one| (&*one.date, &*one.file)).collect();
    html.push_str("<h2>Counts</h2>\n<table><tr><th>form</th><th>status</th><th>all</th>");
    for (date, file) in &files {
        let _ = write!(html, "<th>{} {date}</th>", escape_markup(file));
    }
    html.push_str("</tr>\n");
    let mut here: BTreeMap<(&Lang, &str, &str), usize> = BTreeMap::new();
    uses.iter().for_each(|one| *here.entry((one.lang, one.form, &*one.file)).or_default() += 1);
    for ((lang, form, status), all) in counts(uses) {
        let _ =
            write!(html, "<tr><td>{} ({lang})</td><td>{status}</td><td class=\"n\">{all}</td>", escape_markup(form));
        for (_, file) in &files {
            let count = here.get(&(lang, form, *file)).map_or_else(String::new, usize::to_string);
            let _ = write!(html, "<td class=\"n\">{count}</td>");
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</table>\n");
    let about: Vec<&Finding> = findings.iter().filter(|f| f.concept.as_deref() == Some(&concept.id)).collect();
    if !about.is_empty() {
        html.push_str("<h2>Findings</h2>\n<ul>\n");
        for finding in about {
            let (file, message) = (escape_markup(&finding.place.file), escape_markup(&finding.message));
            let _ = writeln!(html, "<li>{file}:{}: {}: {message}</li>", finding.place.line, finding.rule);
        }
        html.push_str("</ul>\n");
    }
    for lang in concept.terms.keys() {
        let here: Vec<_> = uses.iter().filter(|one| one.lang == lang).collect();
        if here.is_empty() {
            continue;
        }
        let _ = writeln!(html, "<h2>Places ({lang})</h2>\n<ul>");
        for one in here {
            let [before, printed, after] = one.sentence.each_ref().map(|part| escape_markup(part));
            let (file, status) = (escape_markup(&one.file), one.status);
            let _ = writeln!(
                html,
                "<li>{file}:{}: {before}<mark class=\"{status}\">{printed}</mark>{after}</li>",
                one.line
            );
        }
        html.push_str("</ul>\n");
    }
    html.push_str(FOOT);
    Page { name: page_name(&concept.id), html }
}
