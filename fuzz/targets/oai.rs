//! Answers of OAI-PMH.

#![no_main]

use engine::source::oai;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(page) = oai::parse(bytes) {
        for record in &page.records {
            assert!(record.versions.is_sorted(), "versions in their order");
            assert!(page.token.as_deref() != Some(""));
        }
    }
});
