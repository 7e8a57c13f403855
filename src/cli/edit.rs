//! `gloss add`, `gloss prefer`, `gloss fmt`.

use anyhow::bail;

use crate::project::{
    Lang, LangError, NewTerm, PartOfSpeech, Project, ProjectError, Source, SourceKind, Status as TermStatus,
};

use super::{Output, Status};

/// Writes one entry into the project's glossary.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss add en=\"Great Solidarity house\" vi=\"nhà Đại đoàn kết\" --domain programme\n  gloss add en=\"poor household\" vi=\"hộ nghèo\" --domain policy --source \"official: Decree 07/2021/ND-CP\""
)]
pub(super) struct AddArgs {
    /// Terms as LANGUAGE=TERM; the first of a language is preferred, the others admitted
    #[arg(required = true, value_name = "LANG=TERM", value_parser = term)]
    terms: Vec<(Lang, String)>,
    /// The subject field, which is also the file's name
    #[arg(long)]
    domain: String,
    /// The id; made from the English term if left out
    #[arg(long)]
    id: Option<String>,
    /// Part of speech: noun, verb, adjective, adverb, other
    #[arg(long, value_parser = pos)]
    pos: Option<PartOfSpeech>,
    /// What it is
    #[arg(long)]
    definition: Option<String>,
    /// What a translator should know
    #[arg(long)]
    note: Option<String>,
    /// Who vouches for it: official, press, seed or editor, then `: where` (repeatable)
    #[arg(long, value_parser = source)]
    source: Vec<Source>,
}

fn term(text: &str) -> Result<(Lang, String), String> {
    let (lang, term) = text.split_once('=').ok_or("write LANGUAGE=TERM, for example vi=\"hộ nghèo\"")?;
    let lang = lang.parse().map_err(|error: LangError| error.to_string())?;
    if term.trim().is_empty() { Err("the term is empty".to_owned()) } else { Ok((lang, term.to_owned())) }
}

fn pos(word: &str) -> Result<PartOfSpeech, String> {
    PartOfSpeech::from_word(word).ok_or_else(|| format!("expected one of {}", PartOfSpeech::words()))
}

fn source(text: &str) -> Result<Source, String> {
    Source::parse(text).ok_or_else(|| format!("write `kind: where`, the kind one of {}", SourceKind::words()))
}

/// How many entries with the same term are named.
const MAX_ENTRIES_SHOWN: usize = 3;

pub(super) fn add(args: AddArgs, project: &Project, out: &mut Output) -> anyhow::Result<Status> {
    let AddArgs { terms, domain, id, pos, definition, note, source } = args;
    let sharing = project.sharing(&terms);
    let (id, path) = project.add(NewTerm { id, domain, terms, pos, definition, note, sources: source })?;
    out.complain(&format!("entered `{id}` into {}", path.display()));
    for (other, term) in sharing.iter().filter(|(other, _)| *other != id).take(MAX_ENTRIES_SHOWN) {
        out.complain(&format!(
            "note: `{other}` has `{term}` too; if it is the same thing, change that entry (`gloss prefer`) or give this one its \
             id (`--id {other}`)"
        ));
    }
    Ok(Status::Fine)
}

/// Changes the preferred rendering of an entry, with reason and date.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  gloss prefer social-security \"social welfare\" --why \"house style since 2026\"")]
pub(super) struct PreferArgs {
    /// The entry's id
    id: String,
    /// The term to prefer; the entry must have it
    term: String,
    /// The reason, kept in the entry's history
    #[arg(long)]
    why: String,
}

pub(super) fn prefer(args: &PreferArgs, project: &Project, out: &mut Output) -> anyhow::Result<Status> {
    let (chosen, path) = project.prefer(&args.id, &args.term, &args.why)?;
    let (term, lang, before) = (&chosen.term, &chosen.lang, chosen.before);
    if before == TermStatus::Preferred {
        out.complain(&format!("`{}` prefers `{term}` in {lang} already; nothing was changed", args.id));
        return Ok(Status::Fine);
    }
    out.complain(&format!("`{}` now prefers `{term}` in {lang} ({})", args.id, path.display()));
    if !before.is_accepted() {
        out.complain(&format!("it was {before}: look through the notes and examples of the entry (`gloss lint`)"));
    }
    Ok(Status::Fine)
}

/// Writes the glossary files in canonical form; comments stay.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss fmt\n  gloss fmt --check     for CI: names the files, writes nothing, exit 1 if there are any"
)]
pub(super) struct FmtArgs {
    /// Only name the files that are not in canonical form
    #[arg(long)]
    check: bool,
}

pub(super) fn fmt(args: &FmtArgs, project: &Project, out: &mut Output) -> anyhow::Result<Status> {
    if project.own.files().is_empty() {
        bail!(ProjectError::NoGlossary);
    }
    let changed = project.format(args.check)?;
    for path in &changed {
        out.line(&path.display().to_string())?;
    }
    Ok(if args.check && !changed.is_empty() { Status::Negative } else { Status::Fine })
}
