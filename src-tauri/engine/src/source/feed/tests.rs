use super::*;
use crate::error::Code;

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
    assert_eq!(first.authors, ["Zoë Faraday", "M. Lin"]);
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
        ("", "empty"),
        ("Rate exceeded.", "Rate exceeded."),
        ("{\"error\": 1}", "no XML"),
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
fn bytes_in_the_wrong_character_set() {
    let check = |bytes: Vec<u8>, authors: &str, damaged: bool| {
        let feed = parse(&bytes).unwrap();
        assert_eq!((feed.papers[0].paper.authors[0].as_str(), feed.damaged), (authors, damaged));
        assert_eq!(feed.papers.len(), 4);
    };
    let latin = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>();
    let utf16 = |text: &str| [vec![0xff, 0xfe], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    check(RSS.as_bytes().to_vec(), "Zoë Faraday", false);
    check(["\u{feff}", RSS].concat().into_bytes(), "Zoë Faraday", false);
    check(latin(&RSS.replace("UTF-8", "ISO-8859-1")), "Zoë Faraday", false);
    check(utf16(RSS), "Zoë Faraday", false);
    // Says one thing and is another.
    check(RSS.replace("UTF-8", "ISO-8859-1").into_bytes(), "Zoë Faraday", false);
    check(latin(RSS), "Zo\u{fffd} Faraday", true);
    let error = parse(RSS.replace("UTF-8", "KLINGON-1").as_bytes()).unwrap_err();
    assert!(error.message.contains("KLINGON-1"), "{error}");
}

#[test]
fn a_full_feed_says_so() {
    let item = &RSS[RSS.find("<item>").unwrap()..RSS.find("</item>").unwrap() + 7];
    let feed = |items: usize| {
        let items: String = (0..items).map(|n| item.replace("2601.90001", &format!("2601.{n:05}"))).collect();
        let whole = format!("{}{items}</channel></rss>", &RSS[..RSS.find("<item>").unwrap()]);
        parse(whole.as_bytes()).unwrap()
    };
    assert_eq!((feed(CAP - 1).capped, feed(CAP).capped, feed(CAP).papers.len()), (false, true, CAP));
}

#[test]
fn three_thousand_authors() {
    let names: Vec<String> = (0..3_000).map(|n| format!("Ada {n} Lin (Institute {n}, Oslo)")).collect();
    let feed = parse(RSS.replace("M. Lin", &names.join(", ")).as_bytes()).unwrap();
    assert_eq!(feed.papers[0].paper.authors.len(), 3_001);
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
