//! `note` and `override`: what the reader writes and decides.

use std::{io::Read as _, process::ExitCode, sync::Arc};

use engine::{
    api::{self, NoteVersionRequest, NoteView, OverrideRequest, PieceKind, SaveNoteRequest, types::PaperRequest},
    error::{Error, Result},
    paper::ArxivId,
    verdict::{Decision, Language},
};
use futures::executor::block_on;

use super::{Args, args::NoteArgs, print, print_json, read::open, report};

/// More than a note may have; the engine says how much that is.
const MOST_INPUT: u64 = 2 * 1024 * 1024;

pub fn note(args: &Args, note: &NoteArgs) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let id = note.id.clone();
    if note.history {
        return history(args, &engine, &id);
    }
    let text = match (&note.text, note.restore) {
        (_, Some(at)) => Some(block_on(api::note_version(&engine, NoteVersionRequest { id: id.clone(), at }))?.text),
        (Some(text), None) if text == "-" => Some(from_stdin(args.language)?),
        (text, None) => text.clone(),
    };
    let view = match text {
        Some(text) => block_on(api::save_note(&engine, SaveNoteRequest { id, text }))?,
        None => block_on(api::note(&engine, PaperRequest { id }))?,
    };
    show(args, &view, note.text.is_none() && note.restore.is_none())
}

fn from_stdin(language: Language) -> Result<String> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().take(MOST_INPUT).read_to_end(&mut bytes);
    read.map_err(|err| {
        Error::usage(
            language.pick(format!("读不到笔记：{err}。"), format!("The note cannot be read: {err}.")),
            language.pick("请直接把文字写在命令里。", "Give it as text instead."),
        )
    })?;
    String::from_utf8(bytes).map_err(|_| {
        Error::usage(
            language.pick("笔记不是 UTF-8 文字。", "The note is not UTF-8 text."),
            language.pick("请存成 UTF-8 再试；笔记没有改动。", "Save it as UTF-8; the note was not changed."),
        )
    })
}

fn show(args: &Args, view: &NoteView, with_text: bool) -> Result<ExitCode> {
    if let Some(problem) = &view.vault_problem {
        report(problem, args.language);
    }
    if args.json {
        print_json(view)?;
    } else if with_text && !view.text.is_empty() {
        print(&view.text);
    }
    Ok(ExitCode::SUCCESS)
}

fn history(args: &Args, engine: &Arc<engine::Engine>, id: &ArxivId) -> Result<ExitCode> {
    let view = block_on(api::note(engine, PaperRequest { id: id.clone() }))?;
    let mut all = Vec::new();
    for version in &view.versions {
        let request = NoteVersionRequest { id: id.clone(), at: version.at };
        all.push((version.at, block_on(api::note_version(engine, request))?));
    }
    if args.json {
        let all: Vec<_> = all
            .iter()
            .map(|(at, text)| serde_json::json!({ "at": at, "text": text.text, "difference": text.difference }))
            .collect();
        print_json(&all)?;
        return Ok(ExitCode::SUCCESS);
    }
    for (at, version) in all {
        let pieces = version.difference.iter().map(|piece| match piece.kind {
            PieceKind::Same => piece.text.clone(),
            PieceKind::Removed => format!("[-{}-]", piece.text),
            PieceKind::Added => format!("{{+{}+}}", piece.text),
        });
        let legend = args.language.pick("[-后来删的-] {+后来加的+}", "[-gone since-] {+new since+}");
        print(&format!("{at}  ({legend})\n{}\n", pieces.collect::<String>()));
    }
    Ok(ExitCode::SUCCESS)
}

pub fn override_verdict(args: &Args, id: &ArxivId, decision: Option<Decision>) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let view = block_on(api::override_verdict(&engine, OverrideRequest { id: id.clone(), decision }))?;
    if args.json {
        print_json(&serde_json::json!({ "id": id, "decision": view.decision }))?;
    }
    Ok(ExitCode::SUCCESS)
}
