//! Identifiers as people and feeds write them: what is read, written and read again is the same.

#![no_main]

use engine::{paper::ArxivId, source::text};

libfuzzer_sys::fuzz_target!(|written: &str| {
    if let Ok((id, version)) = ArxivId::parse_versioned(written) {
        assert_eq!(ArxivId::parse_versioned(id.as_str()).expect("the same again"), (id.clone(), None));
        if let Some(version) = version {
            let again = ArxivId::parse_versioned(&format!("{id}v{version}")).expect("with its version");
            assert_eq!(again, (id, Some(version)));
        }
    }
    // Names come from the same places.
    let name = text::plain_name(written);
    assert!(!name.contains('\n') && name.trim() == name);
});
