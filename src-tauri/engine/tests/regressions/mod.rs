//! What the fuzzer found, or could have found: each file of `fuzz/regressions` meets the check that its folder names.

use std::{fs, path::Path};

#[path = "../../../../fuzz/checks.rs"]
mod checks;

#[test]
fn what_was_found_once_stays_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/regressions");
    let targets: [(&str, fn(&[u8])); 5] = [
        ("feed", checks::feed),
        ("api", checks::api),
        ("oai", checks::oai),
        ("id", checks::id),
        ("settings", checks::settings),
    ];
    for (target, check) in targets {
        let files: Vec<_> = fs::read_dir(folder.join(target)).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(!files.is_empty(), "no cases of {target}");
        for file in files {
            println!("{}", file.display());
            check(&fs::read(&file).unwrap());
        }
    }
}
