//! `gloss tm sessions` and `undo`.

use crate::project::{SessionInfo, State, reports::TmSessions};

use super::{
    super::{Output, Status, output::plural},
    Format, Memory,
};

/// Lists what was done to the memory.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  gloss tm sessions\n  gloss tm sessions --all --format json")]
pub(super) struct Args {
    /// All sessions, not the latest twenty
    #[arg(long)]
    all: bool,
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// Takes sessions back: what they brought is gone, what they removed is there again.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  gloss tm undo 12\n\n`gloss tm sessions` shows the numbers. A unit that two imports had was brought by the first of them and goes with it."
)]
pub(super) struct UndoArgs {
    /// The sessions' numbers
    #[arg(required = true, value_name = "SESSION")]
    sessions: Vec<u64>,
}

/// How many sessions are shown without `--all`.
const MAX_SESSIONS_SHOWN: usize = 20;

pub(super) fn run(args: &Args, at: &Memory, out: &mut Output) -> anyhow::Result<Status> {
    let sessions = at.open()?.sessions()?;
    let hidden = if args.all { 0 } else { sessions.len().saturating_sub(MAX_SESSIONS_SHOWN) };
    let shown = sessions.get(hidden..).unwrap_or_default();
    match args.format {
        Format::Json => out.json(&TmSessions::of(shown))?,
        Format::Text => {
            shown.iter().try_for_each(|session| out.line(&line(session)))?;
            if hidden > 0 {
                out.complain(&format!("… {hidden} before these; --all lists them"));
            }
        }
    }
    Ok(if sessions.is_empty() { Status::Negative } else { Status::Fine })
}

fn line(session: &SessionInfo) -> String {
    let mut parts = vec![format!("{:>5}  {}  {:<6}", session.number, session.started, session.kind.as_str())];
    if session.units > 0 {
        parts.push(format!("+{}", session.units));
    }
    if session.removed > 0 {
        parts.push(format!("-{}", session.removed));
    }
    parts.extend([&session.origin, &session.author].into_iter().filter(|text| !text.is_empty()).cloned());
    match session.state {
        State::Closed => {}
        State::Open => parts.push("(not finished: it does not count)".to_owned()),
        State::Undone => parts.push("(undone)".to_owned()),
    }
    parts.join("  ")
}

pub(super) fn undo(args: &UndoArgs, at: &Memory, out: &mut Output) -> anyhow::Result<Status> {
    let mut memory = at.open()?;
    for session in &args.sessions {
        memory.undo(*session)?;
    }
    out.line(&format!("{} undone", plural(args.sessions.len(), "session")))?;
    Ok(Status::Fine)
}
