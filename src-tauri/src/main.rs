//! `arxiv-llm-daily`: without a subcommand the window, with one the command line.

#![cfg_attr(all(not(debug_assertions), feature = "gui"), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    arxiv_llm_daily::main()
}
