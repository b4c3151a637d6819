//! `backup`, `restore` and `doctor`: data safety.

use std::{path::Path, process::ExitCode, sync::Arc};

use engine::{
    api::{self, BackupRequest, CheckState, RestoreRequest, types::Nothing},
    error::Result,
};
use futures::executor::block_on;

use super::{Args, print, print_json, read::open};

pub fn backup(args: &Args, path: Option<&Path>) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let backup = block_on(api::backup(&engine, BackupRequest { path: path.map(Path::to_owned) }))?;
    if args.json {
        print_json(&backup)?;
    } else {
        print(&backup.path.display().to_string());
        eprintln!("{} digests, {} papers, {} notes; checked.", backup.digests, backup.papers, backup.notes);
    }
    Ok(ExitCode::SUCCESS)
}

pub fn restore(args: &Args, path: &Path) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let restored = block_on(api::restore(&engine, RestoreRequest { path: path.to_owned() }))?;
    if args.json {
        print_json(&restored)?;
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("Restored {}. What was there before is kept: {}", path.display(), restored.kept_as.display());
    if !restored.brought_back.is_empty() {
        eprintln!("Brought back: {}", restored.brought_back.join(", "));
    }
    if !restored.left.is_empty() {
        eprintln!("Left as they are, with the backup's beside them (.from-backup): {}", restored.left.join(", "));
    }
    Ok(ExitCode::SUCCESS)
}

/// Exits with 1 when something is bad, so that a script can watch over a data folder.
pub fn doctor(args: &Args) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let checkup = block_on(api::doctor(&engine, Nothing {}))?;
    if args.json {
        print_json(&checkup)?;
    } else {
        for check in &checkup.checks {
            let state = match check.state {
                CheckState::Ok => "ok",
                CheckState::Warning => "warning",
                CheckState::Bad => "BAD",
            };
            print(&format!("{state:<8} {:<14}{}", check.name, check.found));
            if let Some(what_to_do) = &check.what_to_do {
                print(&format!("{:<23}{what_to_do}", ""));
            }
        }
    }
    Ok(ExitCode::from(u8::from(!checkup.ok)))
}
