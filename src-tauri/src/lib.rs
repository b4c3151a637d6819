//! The shell around the engine: the command line, the window, and what the desktop needs. No domain logic.

mod cli;
mod log;
mod notifications;
mod platform;
#[cfg(feature = "gui")]
mod window;

use std::{process::ExitCode, sync::Arc};

use engine::{Engine, Host, Options, clock::SystemClock, error::Result};

/// Dispatches before anything of Tauri is touched: its builder needs a display.
pub fn main() -> ExitCode {
    platform::print_to_the_terminal();
    let args = cli::Args::of_process();
    let language = args.language;
    let done = match args.command {
        Some(_) => cli::run(args),
        None => open_window(&args),
    };
    done.unwrap_or_else(|error| cli::report(&error, language))
}

#[cfg(feature = "gui")]
fn open_window(args: &cli::Args) -> Result<ExitCode> {
    platform::choose_renderer();
    if !platform::has_display() {
        return Err(engine::error::Error::not_found(
            args.language.pick("没有可以打开窗口的显示器。", "There is no display to open the window on."),
            cli::use_a_command(args.language),
        ));
    }
    window::open(args)
}

#[cfg(not(feature = "gui"))]
fn open_window(args: &cli::Args) -> Result<ExitCode> {
    Err(engine::error::Error::usage(
        args.language.pick("这个版本没有窗口。", "This build has no window."),
        cli::use_a_command(args.language),
    ))
}

/// Opens the engine on the data folder that the arguments and the environment name.
fn open_engine(args: &cli::Args, host: Arc<dyn Host>) -> Result<Engine> {
    let data_dir = match &args.data_dir {
        Some(path) => path.clone(),
        None => platform::data_dir()?,
    };
    let options = Options {
        data_dir,
        profile: args.profile.clone(),
        sample: args.sample,
        system_language: platform::system_language(),
        volume: platform::volume,
    };
    let engine = Engine::open(options, Arc::new(SystemClock), host)?;
    if let Ok(folder) = engine.folder() {
        log::to(&folder.logs());
    }
    Ok(engine)
}
