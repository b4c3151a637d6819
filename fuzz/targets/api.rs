//! Answers of the query API.

#![no_main]

use engine::source::api;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(page) = api::parse(bytes) {
        assert!(page.records.len() <= page.entries);
        assert!(page.records.iter().all(|record| record.paper.id.is_arxiv() || record.paper.version == 1));
    }
});
