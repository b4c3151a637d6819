//! New versions of the app, in builds that were made to look for them (feature `updater`). What is installed is signed with
//! the key of the releases, and only when the reader says so.

use std::{sync::Arc, time::Duration};

use engine::{Engine, verdict::Language};
use tauri::{AppHandle, utils::platform::bundle_type};
use tauri_plugin_dialog::{DialogExt as _, MessageDialogButtons};
use tauri_plugin_updater::{Update, UpdaterExt as _};

/// A start has better things to do than this.
const FIRST: Duration = Duration::from_secs(300);

/// How often is looked.
const GAP: Duration = Duration::from_secs(24 * 3600);

/// A package that has not come after this long will not.
const PATIENCE: Duration = Duration::from_secs(1800);

/// Where releases are looked for, when this build was made to look: what its configuration holds.
pub fn is_configured(context: &tauri::Context) -> bool {
    context.config().plugins.0.contains_key("updater")
}

/// Looks once a day for as long as the program lives. A version that the reader left is not offered again before the next
/// start.
pub async fn look(app: AppHandle, engine: Arc<Engine>) {
    // A program that was not installed by one of our packages is not ours to replace.
    let Some(package) = package() else {
        return;
    };
    let mut left = None;
    tokio::time::sleep(FIRST).await;
    loop {
        match newer(&app, &engine, &package).await {
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

/// The package that this program came in, as `scripts/latest.sh` names it. Asked by its full name: the library would offer
/// a system's other packages in its place, and then fail to install them.
fn package() -> Option<String> {
    Some(format!("{}-{}", tauri_plugin_updater::target()?, bundle_type()?))
}

async fn newer(app: &AppHandle, engine: &Engine, package: &str) -> tauri_plugin_updater::Result<Option<Update>> {
    let proxy = engine.settings().map(|settings| settings.network.proxy).unwrap_or_default();
    let updater = app.updater_builder().target(package).timeout(PATIENCE);
    let updater = match proxy.as_str() {
        "system" => updater,
        "none" => updater.no_proxy(),
        address => match address.parse() {
            Ok(address) => updater.proxy(address),
            // Whoever named a proxy does not want to be seen beside it.
            Err(_) => return Ok(None),
        },
    };
    updater.build()?.check().await
}

async fn offer(app: &AppHandle, engine: &Engine, update: Update) -> tauri_plugin_updater::Result<()> {
    let language = engine.settings().map_or(Language::English, |settings| engine.language(&settings));
    let say = |chinese: &str, english: &str| language.pick(chinese, english).to_owned();
    let (asked, version) = (app.clone(), &update.version);
    let when = match crate::platform::an_update_ends_the_app() {
        true => say("安装时应用会关闭", "The app closes for it"),
        false => say("下次启动时生效", "It is there at the next start"),
    };
    let question = language.pick(
        format!("新版本 {version} 可以安装，{when}。你的数据不会改动。"),
        format!("Version {version} can be installed. {when}, and your data stays as it is."),
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
