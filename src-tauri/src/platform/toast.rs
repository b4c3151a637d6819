//! Notifications on macOS and Windows. Not run yet: written against notify-rust's documentation.

use std::sync::mpsc;

use engine::notification::Notification;
use jiff::civil::Date;
use notify_rust::NotificationResponse;

use crate::notifications::Message;

/// What the system knows the app as: `identifier` in tauri.conf.json, which the installers write into the bundle and the
/// start menu.
const APP: &str = "io.github.arxiv-llm-daily";

/// Shows what comes in until the sender is gone, and tells which day was clicked. Returns when nothing is waited for.
pub fn show_notifications(incoming: mpsc::Receiver<Message>, clicked: impl Fn(Date) + Sync) {
    // Asked once, before the first is sent. A build that is not installed is unknown to the system.
    #[cfg(target_os = "macos")]
    if let Err(err) = notify_rust::set_application(APP) {
        tracing::info!("notifications come under another name: {err}");
    }
    let clicked = &clicked;
    std::thread::scope(|scope| {
        for message in incoming {
            match message {
                // The answer is waited for in the call, and the next notification cannot wait for it.
                Message::Show(notification) => drop(scope.spawn(move || show(&notification, clicked))),
                // These systems keep what was shown in their own centre, where the reader clears it: the library cannot.
                Message::Withdraw(date) => tracing::debug!("the notification of {date} stays in the system's centre"),
            }
        }
    });
}

fn show(notification: &Notification, clicked: &impl Fn(Date)) {
    let mut shown = notify_rust::Notification::new();
    shown.summary(&notification.title).body(&notification.body);
    // Windows shows nothing under a name that no entry of the start menu has.
    #[cfg(windows)]
    if is_installed() {
        shown.app_id(APP);
    }
    let answer = shown.show().and_then(|handle| {
        handle.wait_for_response(|response: &NotificationResponse| {
            if response.is_default_action() {
                clicked(notification.date);
            }
        })
    });
    if let Err(err) = answer {
        tracing::warn!("the notification was not shown: {err}");
    }
}

#[cfg(windows)]
fn is_installed() -> bool {
    let program = std::env::current_exe().unwrap_or_default();
    !program.parent().is_some_and(|folder| folder.ends_with("target/debug") || folder.ends_with("target/release"))
}
