//! What the fuzzer found, or could have found: each file of `fuzz/regressions` goes through what its folder names.

use std::{fs, path::Path};

use engine::{
    paper::ArxivId,
    settings::Settings,
    source::{api, feed, oai, other, text},
};

#[test]
fn what_was_found_once_stays_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/regressions");
    let url = url::Url::parse("https://example.org/feed").unwrap();
    for target in ["feed", "api", "oai", "id", "settings"] {
        let files: Vec<_> = fs::read_dir(folder.join(target)).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(!files.is_empty(), "no cases of {target}");
        for file in files {
            let bytes = fs::read(&file).unwrap();
            let written = String::from_utf8_lossy(&bytes);
            println!("{}", file.display());
            match target {
                "feed" => drop((feed::parse(&bytes), other::parse(&url, &bytes))),
                "api" => drop(api::parse(&bytes)),
                "oai" => drop(oai::parse(&bytes)),
                "id" => drop((ArxivId::parse_versioned(&written), text::plain_name(&written))),
                _ => {
                    let (value, file) = written.split_once('\n').unwrap_or((&written, ""));
                    let _ = Settings::changed(file, "judge.max_papers", value);
                }
            }
        }
    }
}
