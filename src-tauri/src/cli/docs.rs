//! What the packages carry beside the program, made from the same arguments.

use std::process::ExitCode;

use clap::CommandFactory as _;
use engine::error::Result;

use super::Args;

/// Prints the completions of a shell.
pub fn completions(shell: clap_complete::Shell) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "arxiv-llm-daily", &mut script);
    super::print(&String::from_utf8_lossy(&script));
    Ok(ExitCode::SUCCESS)
}

/// Prints the man page: the program, then each of its commands.
pub fn man() -> Result<ExitCode> {
    let failed = |err: std::io::Error| engine::error::Error::defect(format!("The man page cannot be made: {err}"));
    let command = Args::command();
    let mut page = Vec::new();
    let whole = clap_mangen::Man::new(command.clone());
    whole.render(&mut page).map_err(failed)?;
    for part in command.get_subcommands().filter(|part| !part.is_hide_set()) {
        let name = format!("arxiv-llm-daily {}", part.get_name());
        let part = clap_mangen::Man::new(part.clone().display_name(&name).bin_name(&name));
        part.render_name_section(&mut page).map_err(failed)?;
        part.render_synopsis_section(&mut page).map_err(failed)?;
        part.render_options_section(&mut page).map_err(failed)?;
    }
    super::print(&String::from_utf8_lossy(&page));
    Ok(ExitCode::SUCCESS)
}
