//! `import`, `export` and `cite`: what goes in and out.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use engine::{
    Engine,
    api::{self, CitationRequest, CitationStyle, ExportRequest, ExportWhat, ImportRequest, RollupRequest},
    error::{Error, Result},
    paper::ArxivId,
    rollup::Period,
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
        path: text(&export.out)?,
        without_notes: export.without_notes,
    };
    let done = block_on(api::export(&engine, request))?;
    if args.json {
        print_json(&done)?;
    } else if done.files == 1 {
        eprintln!("Wrote {}", done.path);
    } else {
        eprintln!("Wrote {} files into {}", done.files, done.path);
    }
    if done.left_out > 0 {
        eprintln!("Left out: {} papers that nobody has judged; formats of citations have them too.", done.left_out);
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

fn text(path: &Path) -> Result<String> {
    path.to_str().map(str::to_owned).ok_or_else(|| {
        Error::usage(format!("The path {} is not UTF-8.", path.display()), "Choose one that is, or rename it.")
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
    let paths = paths.iter().map(|path| text(path)).collect::<Result<_>>()?;
    let done = runtime()?.block_on(api::import_reports(&engine, ImportRequest { paths }))?;
    let files = &done.files;
    if args.json {
        print_json(&done)?;
    } else {
        for file in &files.imported {
            let said = if file.said.is_empty() { String::new() } else { format!("  ({})", file.said.join("; ")) };
            print(&format!("{}  {:>4} papers  {}{said}", file.date, file.papers, file.path));
        }
        for path in &files.unchanged {
            print(&format!("was here already  {path}"));
        }
        for path in &files.skipped {
            print(&format!("skipped           {path}: a list of reports"));
        }
        if done.completed > 0 {
            eprintln!("{} papers were completed from arXiv.", done.completed);
        }
        if let Some(problem) = &done.problem {
            eprintln!("arXiv could not be asked about papers of which only title and link are known: {problem}");
        }
        if let Some(problem) = &done.vault_problem {
            eprintln!("The vault is not in step: {problem} {}", problem.what_to_do);
        }
        if done.incomplete > 0 {
            eprintln!("Of {} papers only title and link are known.", done.incomplete);
        }
    }
    for refused in &files.refused {
        eprintln!("refused: {}: {}", refused.path, refused.reason);
    }
    // A README in a checkout is no failure; a file that was asked for and is not there now is.
    let nothing = files.imported.is_empty() && files.unchanged.is_empty();
    let failed = files.refused.iter().any(|refused| refused.named) || (nothing && !files.refused.is_empty());
    Ok(ExitCode::from(u8::from(failed)))
}

pub fn rollup(args: &Args, rollup: &RollupArgs) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let kind = if rollup.month { Period::Month } else { Period::Week };
    let date = date(&engine, rollup.day.date.unwrap_or(Day::Newest))?;
    let made = runtime()?.block_on(api::sum_up(&engine, RollupRequest { kind, date }))?;
    if let Some(problem) = &made.problem {
        eprintln!("{problem} {}", problem.what_to_do);
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
