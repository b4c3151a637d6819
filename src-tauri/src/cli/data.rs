//! `backup`, `restore` and `doctor`: data safety.

use std::{path::Path, process::ExitCode, sync::Arc};

use engine::{
    api::{self, BackupRequest, Check, CheckState, RestoreRequest},
    error::Result,
    verdict::Language,
    words,
};
use futures::executor::block_on;

use super::{Args, padded, print, print_json, read::open};

pub fn backup(args: &Args, path: Option<&Path>) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let backup = block_on(api::backup(&engine, BackupRequest { path: path.map(Path::to_owned) }))?;
    if args.json {
        print_json(&backup)?;
    } else {
        print(&backup.path.display().to_string());
        let (digests, papers, notes) = (backup.digests, backup.papers, backup.notes);
        eprintln!(
            "{}",
            args.language.pick(
                format!("{digests} 期研报，{papers} 篇论文，{notes} 条笔记；已核对。"),
                format!("{digests} digests, {papers} papers, {notes} notes; checked."),
            )
        );
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
    let (from, kept) = (path.display(), restored.kept_as.display());
    let mut lines = vec![args.language.pick(
        format!("已从 {from} 恢复。之前的数据另存在 {kept}"),
        format!("Restored {from}. What was there before is kept: {kept}"),
    )];
    if !restored.brought_back.is_empty() {
        let files = restored.brought_back.join(", ");
        lines.push(args.language.pick(format!("一并恢复：{files}"), format!("Brought back: {files}")));
    }
    if !restored.left.is_empty() {
        let files = restored.left.join(", ");
        lines.push(args.language.pick(
            format!("保持不变，备份里的放在旁边（.from-backup）：{files}"),
            format!("Left as they are, with the backup's beside them (.from-backup): {files}"),
        ));
    }
    lines.iter().for_each(|line| eprintln!("{line}"));
    Ok(ExitCode::SUCCESS)
}

/// Exits with 1 when something is bad, so that a script can watch over a data folder.
pub fn doctor(args: &Args) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    // Whoever watches over a folder reads the same in every language.
    let checkup = api::examine(&engine, if args.json { Language::English } else { args.language })?;
    if args.json {
        print_json(&checkup)?;
    } else {
        checkup.checks.iter().for_each(|check| print(&of_check(check, args.language)));
    }
    Ok(ExitCode::from(u8::from(!checkup.ok)))
}

fn of_check(check: &Check, language: Language) -> String {
    let (name, state) = match check.state {
        CheckState::Ok => (words::CHECK_OK, "ok"),
        CheckState::Warning => (words::CHECK_WARNING, "warning"),
        CheckState::Bad => (words::CHECK_BAD, "BAD"),
    };
    let state = language.pick(name.of(language), state);
    // In English they are the names of `--json`.
    let name = language.pick(words::of_check(check.name).map(|words| words.of(language)), None).unwrap_or(check.name);
    let mut text = format!("{} {}{}", padded(state, 8), padded(name, language.pick(16, 14)), check.found);
    if let Some(what_to_do) = &check.what_to_do {
        let indent = language.pick(25, 23);
        text.push_str(&format!("\n{:indent$}{what_to_do}", ""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_stands_in_one_column_in_both_languages() {
        let columns = |language: Language, name, state| {
            use unicode_width::UnicodeWidthStr as _;
            let check = Check { name, state, found: "|".into(), what_to_do: Some("|".into()) };
            let text = of_check(&check, language);
            text.lines().map(|line| line.trim_end_matches('|').width()).collect::<Vec<_>>()
        };
        for (language, column) in [(Language::Chinese, 25), (Language::English, 23)] {
            for name in ["ledger", "foreign keys", "set aside", "search index"] {
                for state in [CheckState::Ok, CheckState::Warning, CheckState::Bad] {
                    assert_eq!(columns(language, name, state), [column, column], "{name} {state:?} {language:?}");
                }
            }
        }
    }
}
