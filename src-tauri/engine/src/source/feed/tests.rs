use std::path::PathBuf;

use super::*;

/// The folder of recorded material; None (said out loud) where there is none and none is required.
fn real_data() -> Option<PathBuf> {
    match std::env::var_os("REAL_DATA_DIR") {
        Some(folder) => Some(folder.into()),
        None if std::env::var_os("REQUIRE_REAL_DATA").is_some() => panic!("REAL_DATA_DIR is not set"),
        None => {
            eprintln!("SKIPPED: REAL_DATA_DIR is not set");
            None
        }
    }
}

const RSS: &str = include_str!("rss.xml");
const ATOM: &str = include_str!("atom.xml");

#[test]
fn rss_and_atom_say_the_same() {
    let (rss, atom) = (parse(RSS.as_bytes()).unwrap(), parse(ATOM.as_bytes()).unwrap());
    assert_eq!(rss, atom);
    assert_eq!(rss.date.to_string(), "2026-01-09");
    let told: Vec<_> = rss
        .papers
        .iter()
        .map(|a| {
            (
                a.paper.id.as_str(),
                a.paper.version,
                a.announce_type.as_str(),
                a.paper.authors.len(),
                a.paper.categories.join(" "),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("2601.90001", 1, "new", 2, "cs.CL cs.AI".to_owned()),
            ("2601.90002", 1, "cross", 1, "eess.AS cs.CL".to_owned()),
            ("math/0309136", 4, "replace", 1, "math.GT".to_owned()),
            ("2512.90003", 2, "replace-cross", 1, "stat.ML cs.LG".to_owned()),
        ]
    );
    let first = &rss.papers[0].paper;
    assert_eq!(first.title, "Tool Use & Memory: 3 < 5 in $\\mathcal{O}(n)$");
    assert_eq!(first.authors, ["Zoë Faraday (Example Lab, Oslo)", "M. Lin"]);
    assert_eq!(first.summary, "We <b>study</b> tool use. However, it costs 50% more.");
}

#[test]
fn what_is_not_a_whole_feed_is_refused_with_a_reason() {
    let cut = &RSS[..RSS.len() / 2];
    let entity = RSS.replace("Tool Use", "&lol;");
    let doctype = format!("<!DOCTYPE rss [<!ENTITY lol 'lol'>]>{RSS}");
    let no_id = RSS.replace("2601.90001", "nothing");
    let odd_type = RSS.replace("<arxiv:announce_type>new", "<arxiv:announce_type>newer");
    for (body, reason) in [
        ("<!DOCTYPE html><html><body>Log in</body></html>", "web page"),
        ("  <html><head></head></html>", "web page"),
        (cut, "breaks off"),
        ("", "cannot be read"),
        ("Rate exceeded.", "cannot be read"),
        ("{\"error\": 1}", "cannot be read"),
        ("<rss version=\"2.0\"><channel></channel></rss>", "date"),
        (&entity, "&lol;"),
        (&doctype, "entities"),
        (&no_id, "no arXiv identifier"),
        (&odd_type, "newer"),
    ] {
        let error = parse(body.as_bytes()).unwrap_err();
        assert_eq!(error.code, Code::NotAFeed, "{body:.40}");
        assert!(error.message.contains(reason), "{:?} does not say {reason:?}", error.message);
    }
}

#[test]
fn the_recorded_feeds() {
    let Some(folder) = real_data() else { return };
    // Read off the files by hand: date, items, first id and version, its type, authors and categories.
    let cases = [
        ("jmamath+distill__arxiv_cs_cl.xml__bd140af0.xml", "2026-04-27", 3, Some(("2604.22002", 1, "new", 5, "cs.CL"))),
        (
            "TideDra+zotero-arxiv-daily__arxiv_rss_example.xml__c73af2f6.xml",
            "2025-08-20",
            0,
            Some(("2508.13426", 1, "cross", 3, "cs.CL cs.AI")),
        ),
        ("dhole_mcp__weekend-empty-trimmed__idx70342817806.xml", "2026-09-27", 0, None),
    ];
    for (file, date, items, first) in cases {
        let bytes = std::fs::read(folder.join("arxiv-rss").join(file)).unwrap();
        let feed = match parse(&bytes) {
            Ok(feed) => feed,
            Err(error) => panic!("{file}: {error}"),
        };
        assert_eq!(feed.date.to_string(), date, "{file}");
        let text = String::from_utf8_lossy(&bytes);
        let written = text.matches("<item>").count() + text.matches("<entry>").count();
        assert_eq!(feed.papers.len(), written, "{file}");
        assert!(items == 0 || items == written, "{file}");
        let told = feed.papers.first().map(|a| {
            (
                a.paper.id.as_str(),
                a.paper.version,
                a.announce_type.as_str(),
                a.paper.authors.len(),
                a.paper.categories.join(" "),
            )
        });
        let expected = first.map(|(id, v, kind, authors, categories)| (id, v, kind, authors, categories.to_owned()));
        assert_eq!(told, expected, "{file}");
        assert!(feed.papers.iter().all(|a| !a.paper.title.is_empty() && !a.paper.summary.starts_with("arXiv:")));
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        let _ = parse(&bytes);
    }

    #[test]
    fn no_damage_makes_it_panic_or_invent_papers(at in 0..RSS.len(), byte: u8) {
        let mut bytes = RSS.as_bytes().to_vec();
        bytes[at] = byte;
        if let Ok(feed) = parse(&bytes) {
            proptest::prop_assert!(feed.papers.len() <= 4);
        }
    }
}
