//! `why`, `judge` and `profile preview`: what became of a paper, and what would.

use std::{fmt::Write as _, future::Future, path::Path, process::ExitCode, sync::Arc};

use engine::{
    Engine,
    api::{self, FilterProfile, PreviewRequest, types::PaperRequest},
    error::{Error, Result},
    paper::ArxivId,
    pipeline::{Moved, Preview},
    profile::{self, Profile},
    verdict::Language,
    words,
};

use super::{Args, print, print_json, read::open};

pub fn why(args: &Args, id: &ArxivId) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let view = wait(api::why(&engine, PaperRequest { id: id.clone() }))?;
    if args.json {
        let mut json = serde_json::to_value(&view)?;
        json["digests"] = json["fates"].clone();
        print_json(&json)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = format!("{id}  {}\n{}\n", view.title.as_deref().unwrap_or_default(), view.headline);
    for line in &view.lines {
        let _ = writeln!(out, "  {line}");
    }
    if view.can_judge && !view.fates.iter().any(|fate| fate.state == "judged") {
        let how = format!("arxiv-llm-daily judge {id}");
        let _ =
            writeln!(out, "{}", args.language.pick(format!("现在评审：{how}"), format!("Judge it now with: {how}")));
    }
    print(&out);
    Ok(ExitCode::SUCCESS)
}

pub fn judge(args: &Args, id: &ArxivId) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let judged = wait(api::judge(&engine, PaperRequest { id: id.clone() }))?;
    if args.json {
        print_json(&judged.paper)?;
        return Ok(ExitCode::SUCCESS);
    }
    let (paper, analysis) = (&judged.paper, &judged.paper.verdict.analysis);
    let mut out = format!("{id}  {}\n", paper.title);
    let (decision, by, reason) = (analysis.decision, paper.verdict.judged_by.as_str(), &analysis.reason);
    let named = if by == "builtin" { words::BUILTIN.of(args.language) } else { by };
    let said = args.language.pick(
        format!("{}（{named}）：{reason}", decision.word(args.language)),
        format!("{} by {by}: {reason}", decision.as_str()),
    );
    let _ = writeln!(out, "{said}");
    for text in [&analysis.translated_title, &analysis.pain_point, &analysis.application_value, &analysis.summary] {
        if !text.is_empty() {
            let _ = writeln!(out, "  {text}");
        }
    }
    print(&out);
    Ok(ExitCode::SUCCESS)
}

pub fn preview(args: &Args, engine: &Arc<Engine>, changed: &str) -> Result<ExitCode> {
    let profile = changed_profile(engine, changed)?;
    let Profile { include_terms, exclude_terms, authors, categories, .. } = profile;
    let profile = FilterProfile { include_terms, exclude_terms, authors, categories };
    let preview = wait(api::preview_filter(engine, PreviewRequest { profile, file: None }))?;
    if args.json {
        print_json(&preview)?;
    } else {
        print(&text(&preview, args.language));
    }
    Ok(ExitCode::SUCCESS)
}

/// A profile of the data folder by its name, else a TOML file anywhere.
fn changed_profile(engine: &Engine, changed: &str) -> Result<Profile> {
    let path = Path::new(changed);
    if !path.is_file() {
        return engine.profile(changed, &engine.settings()?);
    }
    profile::read(path)
}

fn text(preview: &Preview, language: Language) -> String {
    let Preview { days, papers, out, let_in, out_total, let_in_total } = preview;
    let mut text = language.pick(
        format!("最近 {days} 期的 {papers} 篇里，会多过滤 {out_total} 篇，多放进 {let_in_total} 篇。\n"),
        format!(
            "Of {papers} papers on the last {days} stored days it would take out {out_total} and let in {let_in_total}.\n"
        ),
    );
    let mut list = |title: &str, total: u32, moved: &[Moved]| {
        if moved.is_empty() {
            return;
        }
        let _ = writeln!(text, "\n{title}{}", language.pick("：", ":"));
        for Moved { id, title, date, rule } in moved {
            let rule = words::rule(rule, language);
            let _ = writeln!(text, "{date}  {:<18}{title}  [{rule}]", id.as_str());
        }
        if total as usize > moved.len() {
            let more = total as usize - moved.len();
            let _ = writeln!(text, "{}", language.pick(format!("……另有 {more} 篇"), format!("… and {more} more")));
        }
    };
    list(language.pick("会被过滤", "Taken out"), *out_total, out);
    list(
        language.pick("会放进来（括号里是现在过滤它的规则）", "Let in (the rule that takes it out now)"),
        *let_in_total,
        let_in,
    );
    text
}

/// Waits for something that may ask arXiv or a model.
pub(super) fn wait<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|err| Error::defect(format!("The program cannot start its threads: {err}")))?
        .block_on(work)
}
