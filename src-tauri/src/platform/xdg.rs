//! Notifications over D-Bus (the freedesktop specification), on Linux and the BSDs.

use std::sync::mpsc;

use engine::notification::Notification;
use futures::{StreamExt as _, stream::FuturesUnordered};
use jiff::civil::Date;
use notify_rust::{NotificationHandle, NotificationResponse, Timeout};

/// Shows what comes in until the sender is gone, and tells which day was clicked. Each notification keeps its connection
/// for as long as this runs: GNOME 46 and later close it when the connection drops.
pub fn show_notifications(incoming: mpsc::Receiver<Notification>, clicked: impl Fn(Date)) {
    futures::executor::block_on(async {
        let (send, mut receive) = futures::channel::mpsc::unbounded();
        // The channel of the rest of the program blocks; a thread of its own turns it into one that can be waited for.
        std::thread::spawn(move || incoming.into_iter().try_for_each(|notification| send.unbounded_send(notification)));
        let mut shown = FuturesUnordered::new();
        loop {
            futures::select! {
                next = receive.next() => match next {
                    Some(notification) => match show(&notification).await {
                        Ok(handle) => shown.push(wait(handle, notification.date)),
                        Err(err) => tracing::warn!("the notification was not shown: {err}"),
                    },
                    None => break,
                },
                answer = shown.select_next_some() => {
                    if let Some(date) = answer {
                        clicked(date);
                    }
                }
            }
        }
    });
}

async fn show(notification: &Notification) -> notify_rust::error::Result<NotificationHandle> {
    notify_rust::Notification::new()
        .appname("Arxiv LLM Daily")
        .summary(&notification.title)
        .body(&escaped(&notification.body))
        .icon("arxiv-llm-daily")
        .action("default", "Open")
        .timeout(Timeout::Default)
        .show_async()
        .await
}

/// The day, if the notification was clicked and not just closed.
async fn wait(handle: NotificationHandle, date: Date) -> Option<Date> {
    let mut clicked = None;
    handle
        .wait_for_action_async(|response: &NotificationResponse| {
            if matches!(response, NotificationResponse::Default) {
                clicked = Some(date);
            }
        })
        .await;
    clicked
}

/// Many servers read a little markup in the body; a paper's title is not markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
