//! What has to hold of every input: the fuzz targets check it of invented ones, and an ordinary test of the engine of what
//! the fuzzer found once (`fuzz/regressions`).

use engine::{
    paper::ArxivId,
    settings::Settings,
    source::{api, feed, links, oai, other, text},
};

/// Answers of the query API.
pub fn api(bytes: &[u8]) {
    if let Ok(page) = api::parse(bytes) {
        assert!(page.records.len() <= page.entries);
        assert!(page.records.iter().all(|record| record.paper.id.is_arxiv() || record.paper.version == 1));
    }
}

/// arXiv's daily feed, and any other feed.
pub fn feed(bytes: &[u8]) {
    if let Ok(feed) = feed::parse(bytes) {
        let mut ids: Vec<_> = feed.papers.iter().map(|announced| &announced.paper.id).collect();
        let papers = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), papers, "each paper once");
        for announced in &feed.papers {
            assert!(links::code_links(&announced.paper).iter().all(|link| link.starts_with("http")));
        }
    }
    let url = url::Url::parse("https://example.org/feed").expect("an address");
    if let Ok(papers) = other::parse(&url, bytes) {
        assert!(papers.iter().all(|announced| announced.paper.url.starts_with("http")));
    }
}

/// Identifiers as people and feeds write them: what is read, written and read again is the same.
pub fn id(bytes: &[u8]) {
    let written = String::from_utf8_lossy(bytes);
    if let Ok((id, version)) = ArxivId::parse_versioned(&written) {
        assert_eq!(ArxivId::parse_versioned(id.as_str()).expect("the same again"), (id.clone(), None));
        if let Some(version) = version {
            let again = ArxivId::parse_versioned(&format!("{id}v{version}")).expect("with its version");
            assert_eq!(again, (id, Some(version)));
        }
    }
    // Names come from the same places.
    let name = text::plain_name(&written);
    assert!(!name.contains('\n') && name.trim() == name);
}

/// Answers of OAI-PMH.
pub fn oai(bytes: &[u8]) {
    if let Ok(page) = oai::parse(bytes) {
        for record in &page.records {
            assert!(record.versions.is_sorted(), "versions in their order");
            assert!(page.token.as_deref() != Some(""));
        }
    }
}

/// `settings.toml`: the first line is a value, the rest the file into which it is set.
pub fn settings(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (value, file) = text.split_once('\n').unwrap_or((&text, ""));
    for key in ["judge.max_papers", "network.proxy", "arxiv.categories", "notifications.quiet_hours"] {
        if let Ok((changed, settings)) = Settings::changed(file, key, value) {
            // What was written can be read, and says what was set.
            let (again, same) = Settings::changed(&changed, key, value).expect("a valid file");
            assert_eq!((changed, settings), (again, same));
        }
    }
}
