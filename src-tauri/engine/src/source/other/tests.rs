use super::super::oai::tests::{Scripted, run};
use super::*;

const ABSTRACT: &str = "We propose a method for long documents. Our results improve on the best known by 3 %.";

fn url() -> Url {
    Url::parse("https://www.example.org/papers.xml").unwrap()
}

/// The same two papers in every format that can be subscribed to.
fn formats() -> Vec<(&'static str, String)> {
    let rss0 = format!(
        "<?xml version=\"1.0\"?><rss version=\"0.91\"><channel><title>T</title><link>https://example.org</link>\
         <description>D</description><language>en</language>\
         <item><title>Long &amp; short</title><link>https://example.org/p/1</link><description>{ABSTRACT}</description></item>\
         <item><title>Second</title><link>https://example.org/p/2</link><description>&lt;p&gt;Short &lt;b&gt;one&lt;/b&gt;&lt;/p&gt;</description></item>\
         </channel></rss>"
    );
    let rss1 = format!(
        "<?xml version=\"1.0\"?><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
         xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <channel rdf:about=\"https://example.org\"><title>T</title><link>https://example.org</link><description>D</description></channel>\
         <item rdf:about=\"https://example.org/p/1\"><title>Long &amp; short</title><link>https://example.org/p/1</link>\
         <description>{ABSTRACT}</description><dc:creator>Ada Lin</dc:creator></item>\
         <item rdf:about=\"https://example.org/p/2\"><title>Second</title><link>https://example.org/p/2</link>\
         <description>&lt;p&gt;Short &lt;b&gt;one&lt;/b&gt;&lt;/p&gt;</description></item></rdf:RDF>"
    );
    let rss2 = rss0.replace("0.91", "2.0").replace(
        "<link>https://example.org/p/1</link>",
        "<link>https://example.org/p/1</link><guid>https://example.org/p/1</guid><author>a@b.org (Ada Lin)</author>",
    );
    let atom = format!(
        "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><id>x</id><title>T</title><updated>2026-01-09T00:00:00Z</updated>\
         <entry><id>https://example.org/p/1</id><title>Long &amp; short</title><updated>2026-01-09T00:00:00Z</updated>\
         <link href=\"https://example.org/p/1\"/><author><name>Ada Lin</name></author><summary>{ABSTRACT}</summary></entry>\
         <entry><id>https://example.org/p/2</id><title>Second</title><updated>2026-01-09T00:00:00Z</updated>\
         <link href=\"https://example.org/p/2\"/><content type=\"html\">&lt;p&gt;Short &lt;b&gt;one&lt;/b&gt;&lt;/p&gt;</content></entry></feed>"
    );
    let json = format!(
        "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"T\",\"items\":[\
         {{\"id\":\"https://example.org/p/1\",\"url\":\"https://example.org/p/1\",\"title\":\"Long & short\",\
         \"content_text\":\"{ABSTRACT}\",\"authors\":[{{\"name\":\"Ada Lin\"}}]}},\
         {{\"id\":\"https://example.org/p/2\",\"url\":\"https://example.org/p/2\",\"title\":\"Second\",\
         \"content_html\":\"<p>Short <b>one</b></p>\"}}]}}"
    );
    vec![("RSS 0.91", rss0), ("RSS 1.0", rss1), ("RSS 2.0", rss2), ("Atom", atom), ("JSON Feed", json)]
}

#[test]
fn every_format_says_the_same() {
    for (format, feed) in formats() {
        let papers = parse(&url(), feed.as_bytes()).unwrap_or_else(|error| panic!("{format}: {error}"));
        let told: Vec<_> = papers
            .iter()
            .map(|a| {
                (a.paper.title.as_str(), a.paper.summary.as_str(), a.paper.url.as_str(), a.paper.categories.join(" "))
            })
            .collect();
        let expected = [
            ("Long & short", ABSTRACT, "https://example.org/p/1", "example.org".to_owned()),
            ("Second", "Short one", "https://example.org/p/2", "example.org".to_owned()),
        ];
        assert_eq!(told, expected, "{format}");
        let authors: &[&str] = if format == "RSS 0.91" { &[] } else { &["Ada Lin"] };
        assert_eq!(papers[0].paper.authors, authors, "{format}");
        assert!(papers.iter().all(|a| !a.paper.id.is_arxiv() && a.announce_type == AnnounceType::New));
        // The same tomorrow, and not the same in another feed.
        let again = parse(&url(), feed.as_bytes()).unwrap();
        assert_eq!(papers, again, "{format}");
        let elsewhere = parse(&Url::parse("https://other.org/f").unwrap(), feed.as_bytes()).unwrap();
        assert_ne!(papers[0].paper.id, elsewhere[0].paper.id);
    }
}

#[test]
fn authors_and_their_addresses() {
    let check = |author: &str, expected: &[&str]| {
        let feed = formats()[2].1.replace("a@b.org (Ada Lin)", author);
        let papers = parse(&url(), feed.as_bytes()).unwrap();
        assert_eq!(papers[0].paper.authors, expected, "{author}");
    };
    check("a@b.org (Ada Lin)", &["Ada Lin"]);
    check("Ada Lin &lt;a@b.org&gt;", &["Ada Lin"]);
    check("Ada Lin and Bo Wu", &["Ada Lin", "Bo Wu"]);
    check("a@b.org", &[]);
    // Where feed-rs would panic.
    check("林、a@b.org", &[]);
    check("a&#64;b.org、林", &[]);
}

#[test]
fn entries_of_arxiv_are_arxivs() {
    let feed = formats()[3].1.replace("https://example.org/p/1", "https://arxiv.org/abs/2601.00001v2");
    let paper = &parse(&url(), feed.as_bytes()).unwrap()[0].paper;
    assert_eq!(
        (paper.id.as_str(), paper.version, paper.url.as_str()),
        ("2601.00001", 2, "https://arxiv.org/abs/2601.00001")
    );
}

#[test]
fn what_cannot_be_subscribed_to_says_why() {
    let check = |feed: &str, says: &str| {
        let error = parse(&url(), feed.as_bytes()).unwrap_err();
        assert_eq!(error.code, Code::NotAFeed);
        assert!(error.message.contains(says) && error.message.contains("example.org"), "{error}");
    };
    check("", "cannot be read");
    check("Rate exceeded.", "cannot be read");
    check("<!DOCTYPE html><html><body>Hello</body></html>", "web page");
    check("{\"version\":\"1\"}", "cannot be read");
    check("<!DOCTYPE rss [<!ENTITY a \"b\">]><rss version=\"2.0\"/>", "entities");
    let news = formats()[2].1.replace(ABSTRACT, "The mayor opened the bridge on Sunday.").replace("/p/", "/news/");
    check(&news, "not about papers: none of its 2 entries");
    // Nothing in it today is no error.
    let empty =
        "<rss version=\"2.0\"><channel><title>T</title><link>x</link><description>d</description></channel></rss>";
    assert_eq!(parse(&url(), empty.as_bytes()).unwrap(), []);
}

#[test]
fn a_feed_that_fails_does_not_hinder_the_others() {
    let mut settings = Settings::default();
    settings.feeds.urls = vec![url(), Url::parse("https://other.org/feed").unwrap()];
    let all = run(fetch_all(&Scripted::new(&["nothing", &formats()[3].1]), &settings));
    assert_eq!(all.len(), 2);
    assert!(all[0].1.is_err());
    assert_eq!(all[1].1.as_ref().unwrap().len(), 2);
    assert_eq!(all[1].0.as_str(), "https://other.org/feed");
}

proptest::proptest! {
    #[test]
    fn no_damage_makes_it_panic(format in 0..5_usize, at in 0..1_000_usize, byte: u8) {
        let mut bytes = formats()[format].1.clone().into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = parse(&url(), &bytes);
    }
}
