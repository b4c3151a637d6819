//! Starting with the desktop's session: an XDG autostart entry on Linux, a login item on macOS, the registry's Run key on
//! Windows. macOS and Windows: not run yet, written against auto-launch's documentation.

use auto_launch::{AutoLaunch, AutoLaunchBuilder};
use engine::error::{Code, Error, Result};

const NAME: &str = "arxiv-llm-daily";

/// Whether the app is started with the session; None where that cannot be known.
pub fn starts_at_login() -> Option<bool> {
    entry().ok()?.is_enabled().ok()
}

/// Starts the app with the session, hidden, or no longer; and looks whether that is so now.
pub fn start_at_login(on: bool) -> Result<()> {
    let entry = entry().map_err(|err| cannot(&err.to_string()))?;
    let done = if on { entry.enable() } else { entry.disable() };
    done.map_err(|err| cannot(&err.to_string()))?;
    match entry.is_enabled() {
        Ok(now) if now == on => Ok(()),
        Ok(_) => Err(cannot("the desktop did not keep it")),
        Err(err) => Err(cannot(&err.to_string())),
    }
}

fn entry() -> std::result::Result<AutoLaunch, Box<dyn std::error::Error>> {
    let program = match std::env::var_os("APPIMAGE") {
        Some(image) => image.into(),
        None => std::env::current_exe()?,
    };
    let program = program.to_str().ok_or("the program's path is not text")?.to_owned();
    Ok(AutoLaunchBuilder::new().set_app_name(NAME).set_app_path(&program).set_args(&["--hidden"]).build()?)
}

fn cannot(why: &str) -> Error {
    Error::new(
        Code::Disk,
        format!("Starting with the session could not be changed: {why}."),
        "Add it by hand in your desktop's settings: arxiv-llm-daily --hidden",
    )
}
