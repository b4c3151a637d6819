//! A web view that stays blank: with some drivers WebKit's fast path draws nothing. It is noticed by the page not
//! reporting its first picture, and the program starts again, once, without that path.

use std::{sync::Arc, time::Duration};

use super::desktop::Desktop;

/// A page that has drawn nothing for this long after its last word will not.
const PATIENCE: Duration = Duration::from_secs(20);

/// A busy machine takes its time to load a page; one that has said nothing after this long says nothing.
const LOADS: Duration = Duration::from_secs(60);

/// Waits for the page's first picture.
pub fn expect(desktop: &Arc<Desktop>) {
    if !crate::platform::can_relaunch_safely() {
        return;
    }
    let desktop = desktop.clone();
    tauri::async_runtime::spawn(async move {
        let start = std::time::Instant::now();
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let silent = match desktop.last_heard() {
                Some(last) => last.elapsed() > PATIENCE,
                None => start.elapsed() > LOADS,
            };
            if desktop.is_painted() || silent {
                break;
            }
        }
        if !desktop.is_painted() && desktop.is_open() {
            tracing::warn!("the window stays blank: it is opened again without WebKit's DMA-BUF renderer");
            super::relaunch_safely();
        }
    });
}
