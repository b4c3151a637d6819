//! A web view that stays blank: with some drivers WebKit's fast path draws nothing. It is noticed by the page not
//! reporting its first picture, and the program starts again, once, without that path.

use std::{sync::Arc, time::Duration};

use super::desktop::Desktop;

/// A page that has drawn nothing for this long will not.
const PATIENCE: Duration = Duration::from_secs(20);

/// A machine with more to do than it can is waited for this often.
const TIMES: u32 = 6;

/// Waits for the page's first picture.
pub fn expect(desktop: &Arc<Desktop>) {
    if !crate::platform::can_relaunch_safely() {
        return;
    }
    let desktop = desktop.clone();
    tauri::async_runtime::spawn(async move {
        for time in 1..=TIMES {
            tokio::time::sleep(PATIENCE).await;
            if desktop.is_painted() || !desktop.is_open() {
                return;
            }
            if time == TIMES || !crate::platform::is_busy() {
                break;
            }
        }
        tracing::warn!("the window stays blank: it is opened again without WebKit's DMA-BUF renderer");
        super::relaunch_safely();
    });
}
