//! Notifications over D-Bus (the freedesktop specification), on Linux and the BSDs.

use std::{rc::Rc, sync::mpsc};

use engine::notification::Notification;
use futures::{StreamExt as _, stream::FuturesUnordered};
use jiff::civil::Date;
use notify_rust::{Hint, NotificationHandle, NotificationResponse, Timeout};

use crate::notifications::Message;

/// An older notification is taken back for the next one.
const MOST: usize = 4;

/// Shows what comes in until the sender is gone, and tells which day was clicked. Each notification keeps its connection
/// for as long as this runs: GNOME 46 and later close it when the connection drops.
pub fn show_notifications(incoming: mpsc::Receiver<Message>, clicked: impl Fn(Date)) {
    futures::executor::block_on(async {
        let (send, mut receive) = futures::channel::mpsc::unbounded();
        // The channel of the rest of the program blocks; a thread of its own turns it into one that can be waited for.
        std::thread::spawn(move || incoming.into_iter().try_for_each(|notification| send.unbounded_send(notification)));
        let mut shown = FuturesUnordered::new();
        let mut open: Vec<(Date, Rc<NotificationHandle>)> = Vec::new();
        // Some servers read markup in the body, some show it as it stands: they are asked, once.
        let mut capabilities = None;
        loop {
            futures::select! {
                next = receive.next() => match next {
                    Some(Message::Show(notification)) => {
                        if capabilities.is_none() {
                            capabilities = notify_rust::get_capabilities().ok();
                        }
                        match show(&notification, capabilities.as_deref().unwrap_or_default()).await {
                            Ok(handle) => {
                                let handle = Rc::new(handle);
                                // Each has a connection, and servers that keep notifications keep them for months.
                                if open.len() == MOST {
                                    open.remove(0).1.close_async().await;
                                }
                                open.push((notification.date, handle.clone()));
                                shown.push(wait(handle, notification.date));
                            }
                            Err(err) => tracing::warn!("the notification was not shown: {err}"),
                        }
                    }
                    Some(Message::Withdraw(date)) => {
                        for (_, handle) in open.extract_if(.., |(of, _)| *of == date) {
                            handle.close_async().await;
                        }
                    }
                    None => break,
                },
                (closed, click) = shown.select_next_some() => {
                    for (_, handle) in open.extract_if(.., |(_, handle)| handle.id() == closed) {
                        // Some servers leave a notification that was clicked.
                        if click.is_some() {
                            handle.close_async().await;
                        }
                    }
                    if let Some(date) = click {
                        clicked(date);
                    }
                }
            }
        }
    });
}

async fn show(notification: &Notification, capabilities: &[String]) -> notify_rust::error::Result<NotificationHandle> {
    let can = |what: &str| capabilities.iter().any(|capability| capability == what);
    let body = if can("body-markup") { escaped(&notification.body) } else { plain(&notification.body) };
    let mut shown = notify_rust::Notification::new();
    shown.appname("Arxiv LLM Daily").summary(&notification.title).body(&body).icon("arxiv-llm-daily");
    // Under whose name the desktop keeps it.
    shown.hint(Hint::DesktopEntry("arxiv-llm-daily".into()));
    if can("actions") {
        shown.action("default", "Open");
    }
    shown.timeout(Timeout::Default).show_async().await
}

/// Which notification it was, and its day if it was clicked and not just closed.
async fn wait(handle: Rc<NotificationHandle>, date: Date) -> (u32, Option<Date>) {
    let mut clicked = None;
    handle
        .wait_for_action_async(|response: &NotificationResponse| {
            if matches!(response, NotificationResponse::Default) {
                clicked = Some(date);
            }
        })
        .await;
    (handle.id(), clicked)
}

/// A paper's title is not markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// For servers that do not say that they read markup: dunst reads it all the same unless it is told not to.
fn plain(text: &str) -> String {
    text.replace('<', "‹").replace('>', "›")
}
