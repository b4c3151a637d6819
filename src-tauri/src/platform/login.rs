//! Starting with the desktop's session: an XDG autostart entry on Linux, a login item on macOS, the registry's Run key on
//! Windows. macOS and Windows: not run yet, written against auto-launch's documentation.

use auto_launch::{AutoLaunch, AutoLaunchBuilder, WindowsEnableMode};
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
    let program = program.to_str().ok_or("the program's path is not text")?;
    // A launch agent is XML, which the library writes as it stands.
    #[cfg(target_os = "macos")]
    if program.contains(['&', '<']) {
        return Err("the program's path holds a sign that a launch agent cannot name".into());
    }
    let mut entry = AutoLaunchBuilder::new();
    entry.set_app_name(NAME).set_app_path(&word(program)).set_args(&["--hidden"]);
    // Only for this reader, and on macOS listed under the app's own name.
    entry
        .set_windows_enable_mode(WindowsEnableMode::CurrentUser)
        .set_bundle_identifiers(&["io.github.arxiv-llm-daily"]);
    Ok(entry.build()?)
}

/// The path as one word of the command that the system starts; the library writes it down as it is given.
#[cfg(not(any(target_os = "macos", windows)))]
fn word(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+".contains(c);
    if path.chars().all(is_plain) {
        return path.into();
    }
    // Exec of the Desktop Entry specification: quoted, and escaped once more as every value of such a file is.
    let mut word = String::new();
    for c in path.chars() {
        match c {
            '"' | '`' | '$' => word.extend([r"\\", &c.to_string()]),
            '\\' => word.push_str(r"\\\\"),
            '%' => word.push_str("%%"),
            c => word.push(c),
        }
    }
    format!("\"{word}\"")
}

/// The registry holds a command line: a path with a space in it would be cut there.
#[cfg(windows)]
fn word(path: &str) -> String {
    format!("\"{path}\"")
}

/// A launch agent holds a list of words.
#[cfg(target_os = "macos")]
fn word(path: &str) -> String {
    path.into()
}

fn cannot(why: &str) -> Error {
    Error::new(
        Code::Disk,
        format!("Starting with the session could not be changed: {why}."),
        "Add it by hand in your desktop's settings: arxiv-llm-daily --hidden",
    )
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::word;

    #[test]
    fn a_path_is_one_word_of_a_desktop_entry() {
        for (path, written) in [
            ("/usr/bin/arxiv-llm-daily", "/usr/bin/arxiv-llm-daily"),
            ("/home/小明/应用/arxiv-llm-daily", "/home/小明/应用/arxiv-llm-daily"),
            ("/home/a b/Arxiv LLM.AppImage", r#""/home/a b/Arxiv LLM.AppImage""#),
            (r#"/opt/100%/"$x""#, r#""/opt/100%%/\\"\\$x\\"""#),
            (r"/opt/a\b", r#""/opt/a\\\\b""#),
        ] {
            assert_eq!(word(path), written, "{path}");
        }
    }
}
