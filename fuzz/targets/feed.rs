//! arXiv's daily feed, and any other feed.

#![no_main]

use engine::source::{feed, links, other};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
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
});
