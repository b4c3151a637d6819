//! New versions of the app, in builds that were made to look for them (feature `updater`). What is installed is signed with
//! the key of the releases, and only when the reader says so.

use std::{sync::Arc, time::Duration};

use engine::{Engine, verdict::Language};
use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt as _, MessageDialogButtons};
use tauri_plugin_updater::{Update, UpdaterExt as _};

/// A start has better things to do than this.
const FIRST: Duration = Duration::from_secs(300);

/// How often is looked.
const GAP: Duration = Duration::from_secs(24 * 3600);

/// Looks once a day for as long as the program lives. A version that the reader left is not offered again before the next
/// start.
pub async fn look(app: AppHandle, engine: Arc<Engine>) {
    let mut left = None;
    tokio::time::sleep(FIRST).await;
    loop {
        match newer(&app).await {
            Ok(Some(update)) if left.as_ref() != Some(&update.version) => {
                let version = update.version.clone();
                if let Err(err) = offer(&app, &engine, update).await {
                    tracing::warn!("version {version} was not installed: {err}");
                }
                left = Some(version);
            }
            Ok(_) => {}
            Err(err) => tracing::info!("no look at new versions: {err}"),
        }
        tokio::time::sleep(GAP).await;
    }
}

async fn newer(app: &AppHandle) -> tauri_plugin_updater::Result<Option<Update>> {
    app.updater()?.check().await
}

async fn offer(app: &AppHandle, engine: &Engine, update: Update) -> tauri_plugin_updater::Result<()> {
    let language = engine.settings().map_or(Language::English, |settings| engine.language(&settings));
    let say = |chinese: &str, english: &str| language.pick(chinese, english).to_owned();
    let (asked, version) = (app.clone(), &update.version);
    let question = language.pick(
        format!("新版本 {version} 可以安装，下次启动时生效。你的数据不会改动。"),
        format!("Version {version} can be installed. It is there at the next start, and your data stays as it is."),
    );
    let buttons = MessageDialogButtons::OkCancelCustom(say("安装", "Install"), say("以后再说", "Later"));
    let (send, answer) = tokio::sync::oneshot::channel();
    asked.dialog().message(question).title("Arxiv LLM Daily").buttons(buttons).show(move |yes| {
        let _ = send.send(yes);
    });
    if answer.await.unwrap_or(false) {
        update.download_and_install(|_, _| {}, || {}).await?;
    }
    Ok(())
}
