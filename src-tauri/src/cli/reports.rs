//! `import`, `export` and `cite`: what goes in and out.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use engine::{
    Engine,
    api::{self, CitationRequest, CitationStyle, ExportRequest, ExportWhat, ImportDone, ImportRequest, RollupRequest},
    error::{Error, Result},
    import::RefusedFile,
    paper::ArxivId,
    rollup::Period,
    verdict::Language,
};
use futures::executor::block_on;

use super::{
    Args,
    args::{Day, DayOrAll, ExportArgs, RollupArgs},
    print, print_json,
    read::open,
};

pub fn export(args: &Args, export: &ExportArgs) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let what = match (&export.papers[..], &export.search, export.date) {
        ([_, ..], ..) => ExportWhat::Papers { ids: export.papers.clone() },
        ([], Some(query), _) => ExportWhat::Search { query: query.clone() },
        ([], None, DayOrAll::All) => ExportWhat::All,
        ([], None, DayOrAll::Day(day)) => ExportWhat::Day { date: date(&engine, day)? },
    };
    let request = ExportRequest {
        what,
        format: export.format.as_str().to_owned(),
        path: text(&export.out, args.language)?,
        without_notes: export.without_notes,
    };
    let done = block_on(api::export(&engine, request))?;
    if args.json {
        print_json(&done)?;
    } else {
        let (files, path) = (done.files, &done.path);
        let said = match files {
            1 => args.language.pick(format!("已导出到 {path}"), format!("Wrote {path}")),
            _ => args
                .language
                .pick(format!("已导出 {files} 个文件到 {path}"), format!("Wrote {files} files into {path}")),
        };
        eprintln!("{said}");
    }
    if done.left_out > 0 {
        let n = done.left_out;
        let said = args.language.pick(
            format!("另有 {n} 篇还没有评审，未包括在内；文献格式的导出里有它们。"),
            format!("Left out: {n} papers that nobody has judged; formats of citations have them too."),
        );
        eprintln!("{said}");
    }
    Ok(ExitCode::SUCCESS)
}

/// The day that is meant: the newest stored one is what `show` would print.
fn date(engine: &Engine, day: Day) -> Result<jiff::civil::Date> {
    match day {
        Day::On(date) => Ok(date),
        Day::Newest => Ok(api::digest(engine, None)?.date),
    }
}

fn text(path: &Path, language: Language) -> Result<String> {
    path.to_str().map(str::to_owned).ok_or_else(|| {
        Error::usage(
            language.pick(
                format!("路径 {} 不是 UTF-8。", path.display()),
                format!("The path {} is not UTF-8.", path.display()),
            ),
            language.pick("请换一个，或者改名。", "Choose one that is, or rename it."),
        )
    })
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|err| Error::defect(format!("The program cannot start its threads: {err}")))
}

pub fn import(args: &Args, paths: &[PathBuf]) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let paths = paths.iter().map(|path| text(path, args.language)).collect::<Result<_>>()?;
    let done = runtime()?.block_on(api::import_reports(&engine, ImportRequest { paths }))?;
    let files = &done.files;
    if args.json {
        print_json(&done)?;
    } else {
        for file in &files.imported {
            let said = if file.said.is_empty() { String::new() } else { format!("  ({})", file.said.join("; ")) };
            let papers = args.language.pick("篇", "papers");
            print(&format!("{}  {:>4} {papers}  {}{said}", file.date, file.papers, file.path));
        }
        for path in &files.unchanged {
            print(&args.language.pick(format!("原来就有          {path}"), format!("was here already  {path}")));
        }
        for path in &files.skipped {
            print(&args.language.pick(
                format!("跳过              {path}：这是研报的目录页"),
                format!("skipped           {path}: a list of reports"),
            ));
        }
        remarks(&done, args.language).iter().for_each(|remark| eprintln!("{remark}"));
    }
    for refused in &files.refused {
        let RefusedFile { path, reason, .. } = refused;
        let said = args.language.pick(format!("读不了：{path}：{reason}"), format!("refused: {path}: {reason}"));
        eprintln!("{said}");
    }
    // A README in a checkout is no failure; a file that was asked for and is not there now is.
    let nothing = files.imported.is_empty() && files.unchanged.is_empty();
    let failed = files.refused.iter().any(|refused| refused.named) || (nothing && !files.refused.is_empty());
    Ok(ExitCode::from(u8::from(failed)))
}

/// What an import says beside the list of files.
fn remarks(done: &ImportDone, language: Language) -> Vec<String> {
    let mut said = Vec::new();
    if let completed @ 1.. = done.completed {
        said.push(language.pick(
            format!("从 arXiv 补全了 {completed} 篇论文。"),
            format!("{completed} papers were completed from arXiv."),
        ));
    }
    if let Some(problem) = &done.problem {
        said.push(language.pick(
            format!("有些论文只有标题和链接，没能向 arXiv 查询：{problem}"),
            format!("arXiv could not be asked about papers of which only title and link are known: {problem}"),
        ));
    }
    if let Some(problem) = &done.vault_problem {
        let what_to_do = &problem.what_to_do;
        said.push(language.pick(
            format!("没能写进笔记库：{problem} {what_to_do}"),
            format!("The vault is not in step: {problem} {what_to_do}"),
        ));
    }
    if let incomplete @ 1.. = done.incomplete {
        said.push(language.pick(
            format!("{incomplete} 篇论文只有标题和链接。"),
            format!("Of {incomplete} papers only title and link are known."),
        ));
    }
    said
}

pub fn rollup(args: &Args, rollup: &RollupArgs) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let kind = if rollup.month { Period::Month } else { Period::Week };
    let date = date(&engine, rollup.day.date.unwrap_or(Day::Newest))?;
    let made = runtime()?.block_on(api::sum_up(&engine, RollupRequest { kind, date }))?;
    if let Some(problem) = &made.problem {
        let what_to_do = &problem.what_to_do;
        let said = args
            .language
            .pick(format!("模型没有写出综述。详情：{problem} {what_to_do}"), format!("{problem} {what_to_do}"));
        eprintln!("{said}");
    }
    if args.json {
        print_json(&made)?
    } else {
        print(&made.markdown)
    }
    Ok(ExitCode::SUCCESS)
}

pub fn cite(args: &Args, id: &ArxivId, style: CitationStyle) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let citation = block_on(api::citation(&engine, CitationRequest { id: id.clone(), style }))?;
    if args.json {
        print_json(&citation)?
    } else {
        print(&citation.text)
    }
    Ok(ExitCode::SUCCESS)
}
