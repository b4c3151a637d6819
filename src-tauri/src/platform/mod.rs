//! All that differs between the systems.

mod keychain;
#[cfg(feature = "gui")]
mod login;
#[cfg(any(target_os = "macos", windows))]
mod toast;
#[cfg(all(feature = "gui", any(target_os = "macos", windows)))]
mod tray_native;
#[cfg(all(feature = "gui", not(any(target_os = "macos", windows))))]
mod tray_sni;
mod volume;
#[cfg(not(any(target_os = "macos", windows)))]
mod xdg;

use std::path::PathBuf;

use engine::{
    error::{Code, Error, Result},
    verdict::Language,
};

pub use keychain::Keychain;
#[cfg(feature = "gui")]
pub use login::{start_at_login, starts_at_login};
#[cfg(any(target_os = "macos", windows))]
pub use toast::show_notifications;
#[cfg(all(feature = "gui", any(target_os = "macos", windows)))]
pub use tray_native::Tray;
#[cfg(all(feature = "gui", not(any(target_os = "macos", windows))))]
pub use tray_sni::Tray;
pub use volume::volume;
#[cfg(not(any(target_os = "macos", windows)))]
pub use xdg::show_notifications;

/// Where this system keeps an application's data.
pub fn data_dir() -> Result<PathBuf> {
    dirs::data_dir().map(|folder| folder.join("arxiv-llm-daily")).ok_or_else(|| {
        Error::new(Code::Disk, "This system does not say where data is kept.", "Name a folder with --data-dir DIR.")
    })
}

/// The language of the reader's system.
pub fn system_language() -> Language {
    match sys_locale::get_locale() {
        Some(locale) if locale.to_lowercase().starts_with("zh") => Language::Chinese,
        _ => Language::English,
    }
}

/// A program with windows has no console of its own on Windows: what a subcommand prints goes to the one that it was started
/// from. Not run yet.
pub fn print_to_the_terminal() {
    #[cfg(windows)]
    {
        use windows_sys::Win32::System::Console::{ATTACH_PARENT_PROCESS, AttachConsole};
        // SAFETY: it takes a number. Without a console above it fails, and nobody reads what is printed.
        unsafe { AttachConsole(ATTACH_PARENT_PROCESS) };
    }
}

/// What the system asks of the program that runs already: to come to the front, and perhaps to follow a link. Elsewhere than
/// on macOS a second program is started with the link. Not run yet.
#[cfg(feature = "gui")]
pub fn asked_by_the_system(event: &tauri::RunEvent) -> Option<Option<String>> {
    match event {
        #[cfg(target_os = "macos")]
        tauri::RunEvent::Opened { urls } => Some(urls.first().map(ToString::to_string)),
        #[cfg(target_os = "macos")]
        tauri::RunEvent::Reopen { has_visible_windows: false, .. } => Some(None),
        _ => None,
    }
}

/// Whether installing a new version ends this one at once. Windows cannot replace a program that runs.
/// Source: `Update::install` of tauri-plugin-updater.
#[cfg(feature = "updater")]
pub fn an_update_ends_the_app() -> bool {
    cfg!(windows)
}

/// Whether a window can be opened. On Linux the display is really asked: its name may be left over from another session.
#[cfg(all(feature = "gui", target_os = "linux"))]
pub fn has_display() -> bool {
    gtk::init().is_ok()
}

/// Whether a window can be opened.
#[cfg(all(feature = "gui", not(target_os = "linux")))]
pub fn has_display() -> bool {
    true
}

/// The renderer that WebKitGTK draws nothing with on some drivers.
/// Source: <https://github.com/tauri-apps/tauri/issues/9394>.
#[cfg(all(feature = "gui", target_os = "linux"))]
const SAFE: (&str, &str) = ("WEBKIT_DISABLE_DMABUF_RENDERER", "1");

/// Chooses the simple renderer where there is no graphics card: the other one then draws by llvmpipe, which takes three times
/// the processor and 80 MB more. What the reader has set themselves stays. To be called before there are threads.
#[cfg(feature = "gui")]
pub fn choose_renderer() {
    #[cfg(target_os = "linux")]
    {
        let cards = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
        let renders = cards.map(|card| card.file_name()).any(|name| name.to_string_lossy().starts_with("renderD"));
        if !renders && std::env::var_os(SAFE.0).is_none() {
            // SAFETY: no other thread reads or writes the environment yet.
            unsafe { std::env::set_var(SAFE.0, SAFE.1) };
        }
    }
}

/// Whether there is a safer setting than the one this process was started with.
#[cfg(feature = "gui")]
pub fn can_relaunch_safely() -> bool {
    // WebKit takes 0 for not set.
    #[cfg(target_os = "linux")]
    return std::env::var_os(SAFE.0).is_none_or(|value| value == "0");
    #[cfg(not(target_os = "linux"))]
    false
}

/// Lets nothing that this process holds open reach the next program: the locks, which it takes itself, and the connections to
/// WebKit's processes, which end when theirs does.
#[cfg(all(feature = "gui", target_os = "linux"))]
fn end_with_this_program() -> std::io::Result<()> {
    use std::os::fd::BorrowedFd;
    for entry in std::fs::read_dir("/proc/self/fd")? {
        let name = entry?.file_name();
        if let Some(number) = name.to_str().and_then(|name| name.parse().ok()).filter(|number| *number > 2) {
            // SAFETY: only a flag is set, and one that is closed meanwhile has none.
            let handle = unsafe { BorrowedFd::borrow_raw(number) };
            let _ = rustix::io::fcntl_setfd(handle, rustix::io::FdFlags::CLOEXEC);
        }
    }
    Ok(())
}

/// Gives the system what was freed: glibc keeps it for the next time, and a hidden app has none.
/// Source: malloc_trim(3).
#[cfg(feature = "gui")]
pub fn give_memory_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        unsafe extern "C" {
            fn malloc_trim(keep: usize) -> std::ffi::c_int;
        }
        // SAFETY: it may be called at any time, by any thread.
        unsafe { malloc_trim(0) };
    }
}

/// Starts this program again in the place of this process, with the safe setting; returns only when it cannot.
#[cfg(feature = "gui")]
pub fn relaunch_safely() -> std::io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::process::CommandExt as _;
        end_with_this_program()?;
        let mut again = std::process::Command::new(std::env::current_exe()?);
        Err(again.args(std::env::args_os().skip(1)).env(SAFE.0, SAFE.1).exec())
    }
    #[cfg(not(target_os = "linux"))]
    Ok(())
}
