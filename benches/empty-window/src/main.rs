//! An empty Tauri window, of the app's size. Says `painted` on its output when the page has drawn its first picture.

#[tauri::command]
fn painted() {
    println!("painted");
}

fn main() {
    tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![painted])
        .run(tauri::generate_context!())
        .expect("an empty window");
}
