//! Tells Tauri which commands there are. The names are those that the capability allows; a test holds the capability
//! against the engine's own list.

fn main() {
    #[cfg(feature = "gui")]
    gui();
}

#[cfg(feature = "gui")]
#[allow(clippy::expect_used, reason = "a build that cannot go on stops")]
fn gui() {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let capability = std::fs::read_to_string("src-tauri/capabilities/main.json").expect("the capability is there");
    let capability: serde_json::Value = serde_json::from_str(&capability).expect("the capability is JSON");
    let allowed = capability["permissions"].as_array().expect("the capability lists permissions");
    let commands: Vec<&'static str> = allowed
        .iter()
        .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
        .map(|command| &*Box::leak(command.replace('-', "_").into_boxed_str()))
        .collect();
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*.json")
        .app_manifest(tauri_build::AppManifest::new().commands(Box::leak(commands.into_boxed_slice())));
    tauri_build::try_build(attributes).expect("Tauri's build step succeeds");
}
