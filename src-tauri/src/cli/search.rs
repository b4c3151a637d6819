//! `search`: what is found, for a terminal or as JSON.

use std::{fmt::Write as _, io::IsTerminal as _, process::ExitCode};

use engine::{
    Engine,
    api::{self, Hit, SearchResult},
    error::Result,
    source::Record,
    verdict::Language,
    words,
};

use super::{Args, args::SearchArgs, paper::wait, print, print_json, read::open};

pub fn search(args: &Args, asked: &SearchArgs) -> Result<ExitCode> {
    let engine = open(args)?;
    let query = &asked.query;
    if asked.arxiv {
        return search_arxiv(args, &engine, query, asked.limit);
    }
    let found = api::search_all(&engine, query, asked.limit)?;
    if args.json {
        let hits: Vec<_> = found
            .hits
            .iter()
            .map(|hit| {
                serde_json::json!({
                    "id": hit.id, "title": hit.title, "date": hit.date, "score": hit.score, "field": hit.field,
                    "snippet": snippet(hit, ["", ""]),
                })
            })
            .collect();
        print_json(&hits)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(corrected) = &found.corrected {
        let shown = args.language.pick(format!("已按「{corrected}」搜索。"), format!(" Showing {corrected:?}."));
        eprintln!("{}{shown}", nothing(query, args.language));
    }
    if found.hits.is_empty() {
        eprintln!("{}", nothing(query, args.language));
        return Ok(ExitCode::SUCCESS);
    }
    print(&text(&found, std::io::stdout().is_terminal(), args.language));
    Ok(ExitCode::SUCCESS)
}

fn nothing(query: &str, language: Language) -> String {
    language.pick(words::NOTHING_FOUND.with(language, query), format!("Nothing matches {query:?}."))
}

fn search_arxiv(args: &Args, engine: &Engine, query: &str, limit: u32) -> Result<ExitCode> {
    let found = wait(api::search_arxiv(engine, query, limit))?;
    if args.json {
        let hits: Vec<_> = found
            .iter()
            .map(|Record { paper, created, .. }| {
                let snippet: String = paper.summary.chars().take(200).collect();
                serde_json::json!({
                    "id": paper.id, "title": paper.title, "date": created, "score": 0.0, "field": "abstract",
                    "snippet": snippet,
                })
            })
            .collect();
        print_json(&hits)?;
        return Ok(ExitCode::SUCCESS);
    }
    if found.is_empty() {
        let said = args
            .language
            .pick(format!("arXiv 上没有找到「{query}」。"), format!("arXiv has nothing that matches {query:?}."));
        eprintln!("{said}");
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = String::new();
    for Record { paper, created, .. } in &found {
        let date = created.map_or_else(|| "          ".to_owned(), |date| date.to_string());
        let _ = writeln!(out, "{:<17} {date}  {}", paper.id.as_str(), engine::report::one_line(&paper.title));
    }
    out.push_str(
        args.language.pick("\n评审其中一篇：arxiv-llm-daily judge ID", "\nJudge one with: arxiv-llm-daily judge ID"),
    );
    print(&out);
    Ok(ExitCode::SUCCESS)
}

fn text(found: &SearchResult, colours: bool, language: Language) -> String {
    let marks = if colours { ["\u{1b}[1m", "\u{1b}[0m"] } else { ["", ""] };
    let mut out = String::new();
    for hit in &found.hits {
        let date = hit.date.map_or_else(|| "          ".to_owned(), |date| date.to_string());
        let _ = writeln!(out, "{:<17} {date}  {}", hit.id.as_str(), hit.title);
        let shown = snippet(hit, marks);
        if shown != hit.title {
            let field = hit.field.as_str();
            let field = language.pick(words::of_field(field).map_or(field, |words| words.of(language)), field);
            let _ = writeln!(out, "    {field}{}{shown}", language.pick("：", ": "));
        }
    }
    let (shown, total) = (found.hits.len(), found.total);
    let least = if found.total_is_exact { "" } else { language.pick("至少", "at least ") };
    let _ = write!(
        out,
        "\n{}",
        language.pick(format!("找到{least} {total} 篇，列出 {shown} 篇"), format!("{shown} of {least}{total} found"),)
    );
    out
}

/// A snippet on one line, the hits between two marks. What a terminal would take as a command is left out.
fn snippet(hit: &Hit, [begin, end]: [&str; 2]) -> String {
    let mut line = String::new();
    for piece in &hit.snippet {
        let text = engine::report::one_line(&piece.text);
        // `one_line` trims: the space between a hit and its neighbours stays.
        let around = |at_start: bool| {
            let edge = if at_start { piece.text.chars().next() } else { piece.text.chars().next_back() };
            if edge.is_some_and(char::is_whitespace) { " " } else { "" }
        };
        let (begin, end) = if piece.hit { (begin, end) } else { ("", "") };
        let _ = write!(line, "{}{begin}{text}{end}{}", around(true), around(false));
    }
    line.trim().to_owned()
}
