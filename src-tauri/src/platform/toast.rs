//! Notifications on macOS and Windows. Not run yet: written against notify-rust's documentation.

use std::sync::mpsc;

use jiff::civil::Date;

use crate::notifications::Message;

/// Shows what comes in until the sender is gone, and tells which day was clicked.
pub fn show_notifications(incoming: mpsc::Receiver<Message>, clicked: impl Fn(Date)) {
    for message in incoming {
        // These systems keep what was shown in their own centre, where the reader clears it.
        let Message::Show(notification) = message else { continue };
        let shown = notify_rust::Notification::new().summary(&notification.title).body(&notification.body).show();
        match shown {
            Ok(handle) => {
                let date = notification.date;
                let answer = handle.wait_for_response(|response: &notify_rust::NotificationResponse| {
                    if matches!(response, notify_rust::NotificationResponse::Default) {
                        clicked(date);
                    }
                });
                if let Err(err) = answer {
                    tracing::warn!("the notification was not waited for: {err}");
                }
            }
            Err(err) => tracing::warn!("the notification was not shown: {err}"),
        }
    }
}
