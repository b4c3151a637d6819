//! What the release workflow tells installed apps of a new version.

use std::{fs, process::Command};

use serde_json::Value;

use crate::support::root;

/// An installed app asks for `SYSTEM-PROCESSOR-PACKAGE` (`window/update.rs`), and takes nothing else.
#[test]
fn every_signed_package_is_offered_to_the_apps_of_its_own_kind() {
    if Command::new("jq").arg("--version").output().is_err() {
        return eprintln!("SKIPPED every_signed_package_is_offered: jq is missing");
    }
    let folder = tempfile::tempdir().unwrap();
    let packages = [
        ("linux-x86_64-appimage", "App_1.2.3_amd64.AppImage"),
        ("linux-x86_64-deb", "App_1.2.3_amd64.deb"),
        ("linux-x86_64-rpm", "App-1.2.3-1.x86_64.rpm"),
        ("darwin-aarch64-app", "aarch64-App.app.tar.gz"),
        ("darwin-x86_64-app", "x86_64-App.app.tar.gz"),
        ("windows-x86_64-nsis", "App_1.2.3_x64-setup.exe"),
        ("windows-x86_64-msi", "App_1.2.3_x64_en-US.msi"),
    ];
    for (kind, name) in packages {
        fs::write(folder.path().join(name), kind).unwrap();
        fs::write(folder.path().join(format!("{name}.sig")), format!("signature of {kind}")).unwrap();
    }
    // Nobody is offered what nobody signed.
    fs::write(folder.path().join("App_1.2.3_aarch64.dmg"), "").unwrap();
    let script = root().join("scripts/latest.sh");
    let done = Command::new("sh").arg(script).arg("v1.2.3").arg(folder.path()).arg("https://x.example/1").output();
    let said: Value = serde_json::from_slice(&done.unwrap().stdout).unwrap();
    assert_eq!(said["version"], "1.2.3");
    let platforms = said["platforms"].as_object().unwrap();
    assert_eq!(platforms.len(), packages.len(), "{said}");
    for (kind, name) in packages {
        assert_eq!(platforms[kind]["url"], format!("https://x.example/1/{name}"));
        assert_eq!(platforms[kind]["signature"], format!("signature of {kind}"));
    }
}
