use super::{super::oai, *};
use oai::tests::{Scripted, run};

fn answer(total: usize, ids: &[&str]) -> String {
    let entries: String = ids
        .iter()
        .map(|id| {
            format!(
                "<entry><id>http://arxiv.org/abs/{id}</id><title>On\n  {id}</title><updated>2026-01-09T01:00:00Z</updated>\
                 <link href=\"https://arxiv.org/abs/{id}\" rel=\"alternate\" type=\"text/html\"/>\
                 <summary>  First &lt; second.\n</summary><category term=\"cs.AI\" scheme=\"http://arxiv.org/schemas/atom\"/>\
                 <category term=\"cs.CV, cs.MM\"/><published>2026-01-08T03:41:50Z</published>\
                 <arxiv:comment>Code: https://github.com/a/b</arxiv:comment><arxiv:primary_category term=\"cs.CV\"/>\
                 <author><name>M\\'elodie Wu</name><arxiv:affiliation>Oslo</arxiv:affiliation></author>\
                 <author><name>:</name></author><author><name>C. Fox</name></author></entry>"
            )
        })
        .collect();
    format!(
        "<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\" \
         xmlns:arxiv=\"http://arxiv.org/schemas/atom\" xmlns=\"http://www.w3.org/2005/Atom\"><id>https://arxiv.org/api/x</id>\
         <title>arXiv Query</title><updated>2026-01-09T02:00:00Z</updated><opensearch:itemsPerPage>10</opensearch:itemsPerPage>\
         <opensearch:totalResults>{total}</opensearch:totalResults><opensearch:startIndex>0</opensearch:startIndex>{entries}</feed>"
    )
}

const ERROR: &str = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><opensearch:totalResults>1</opensearch:totalResults><entry>\
    <id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id><title>Error</title>\
    <summary>incorrect id format for abc</summary></entry></feed>";

fn ids(list: &[&str]) -> Vec<ArxivId> {
    list.iter().map(|id| id.parse().unwrap()).collect()
}

#[test]
fn an_entry_has_all_that_is_known() {
    let page = parse(answer(1, &["2601.00001v3"]).as_bytes()).unwrap();
    assert_eq!((page.total, page.entries), (1, 1));
    let record = &page.records[0];
    assert_eq!((record.paper.id.as_str(), record.paper.version), ("2601.00001", 3));
    assert_eq!(record.paper.title, "On 2601.00001v3");
    assert_eq!(record.paper.summary, "First < second.");
    assert_eq!(record.paper.authors, ["Mélodie Wu", "C. Fox"]);
    assert_eq!(record.paper.categories, ["cs.CV", "cs.AI", "cs.MM"]);
    assert_eq!(record.paper.comment.as_deref(), Some("Code: https://github.com/a/b"));
    assert_eq!(record.paper.url, "https://arxiv.org/abs/2601.00001");
    let versions: Vec<_> = record.versions.iter().map(|(number, time)| (*number, time.to_string())).collect();
    assert_eq!(versions, [(1, "2026-01-08T03:41:50Z".to_owned()), (3, "2026-01-09T01:00:00Z".to_owned())]);
    assert_eq!(record.created.unwrap().to_string(), "2026-01-08");
    assert_eq!(record.updated.unwrap().to_string(), "2026-01-09");
    let first = &parse(answer(1, &["math.GT/0309136v1"]).as_bytes()).unwrap().records[0];
    assert_eq!((first.updated, first.versions.len()), (None, 1));
}

#[test]
fn works_by_identifier() {
    let many: Vec<String> = (0..150).map(|n| format!("2601.{n:05}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let feed = ArxivId::of_feed_entry("https://example.org", "1");
    let fetch = Scripted::new(&[&answer(100, &many[..100]), &answer(49, &many[100..149])]);
    // One has vanished, and one is not arXiv's.
    let found = run(by_ids(&fetch, &Settings::default(), &[ids(&many), vec![feed]].concat())).unwrap();
    assert_eq!(found.len(), 149);
    let asked = fetch.asked.lock().unwrap();
    assert!(asked[0].starts_with("id_list=2601.00000%2C2601.00001%2C"), "{}", asked[0]);
    assert!(asked[0].ends_with("&start=0&max_results=100"), "{}", asked[0]);
    assert!(asked[1].ends_with("&start=0&max_results=50"), "{}", asked[1]);
    assert_eq!(run(by_ids(&Scripted::new(&[]), &Settings::default(), &[])).unwrap(), []);
}

#[test]
fn an_empty_page_is_asked_for_once_more() {
    let one = ids(&["2601.00001"]);
    let (empty, full) = (answer(0, &[]), answer(1, &["2601.00001v1"]));
    let check = |answers: &[&str], found: usize| {
        assert_eq!(run(by_ids(&Scripted::new(answers), &Settings::default(), &one)).unwrap().len(), found);
    };
    check(&[&full], 1);
    check(&[&empty, &full], 1);
    check(&[&empty, &empty], 0);
}

#[test]
fn a_search_goes_on_until_it_has_all() {
    let settings = Settings::default();
    let (one, two) = (answer(3, &["2601.00003v1", "2601.00002v1"]), answer(3, &["2601.00002v1", "2601.00001v1"]));
    let fetch = Scripted::new(&[&one, &two]);
    let found = run(search(&fetch, &settings, "all:\"speech\" AND cat:cs.CL", 50)).unwrap();
    assert_eq!(
        found.iter().map(|r| r.paper.id.as_str()).collect::<Vec<_>>(),
        ["2601.00003", "2601.00002", "2601.00001"]
    );
    let asked = fetch.asked.lock().unwrap();
    assert_eq!(
        asked[..],
        ["0&max_results=50", "2&max_results=48"].map(|part| format!(
            "search_query=all%3A%22speech%22+AND+cat%3Acs.CL&start={part}&sortBy=submittedDate&sortOrder=descending"
        ))
    );
    // The second page stays empty although there is more: no half list.
    let empty = answer(3, &[]);
    let failed = run(search(&Scripted::new(&[&one, &empty, &empty]), &settings, "x", 50)).unwrap_err();
    assert_eq!(failed.code, Code::Unavailable, "{failed}");
    // As many as were asked for.
    assert_eq!(run(search(&Scripted::new(&[&one]), &settings, "x", 2)).unwrap().len(), 2);
}

#[test]
fn the_query_of_a_time() {
    let check = |categories: &[&str], expected: &str| {
        let categories: Vec<String> = categories.iter().map(|c| (*c).to_owned()).collect();
        assert_eq!(submitted(&categories, "2026-01-05".parse().unwrap(), "2026-01-09".parse().unwrap()), expected);
    };
    check(&["cs.CL", "cs.AI"], "(cat:cs.CL OR cat:cs.AI) AND submittedDate:[202601050000 TO 202601092359]");
    check(&[], "submittedDate:[202601050000 TO 202601092359]");
}

#[test]
fn a_readers_words_in_arxivs_language() {
    let check = |written: &str, expected: Option<&str>| assert_eq!(wanted(written).as_deref(), expected, "{written}");
    check("attention", Some("all:attention"));
    check("  sparse   attention ", Some("all:sparse AND all:attention"));
    check("\"speech recognition\" noise", Some("all:\"speech recognition\" AND all:noise"));
    check("ti:attention cat:cs.CL", Some("ti:attention AND cat:cs.CL"));
    check("au:\"Ada Lovelace\" engine", Some("au:\"Ada Lovelace\" AND all:engine"));
    check("-image diffusion", Some("all:diffusion ANDNOT all:image"));
    check(
        "diffusion -\"image generation\" -ti:survey",
        Some("all:diffusion ANDNOT all:\"image generation\" ANDNOT ti:survey"),
    );
    check("state-of-the-art", Some("all:state-of-the-art"));
    check("never \"closed off", Some("all:never AND all:\"closed off\""));
    check("ti:a OR ti:b", Some("ti:a OR ti:b"));
    for nothing in ["", "  ", "-image", "\"\"", "ti:", "-"] {
        check(nothing, None);
    }
}

#[test]
fn what_is_no_answer_is_refused_with_a_reason() {
    let check = |body: &str, code: Code, says: &str| {
        let fetch = Scripted::new(&[body]);
        let failed = run(by_ids(&fetch, &Settings::default(), &ids(&["2601.00001"]))).unwrap_err();
        assert_eq!(failed.code, code, "{body}: {failed}");
        assert!(failed.message.contains(says), "{failed}");
    };
    check(ERROR, Code::Usage, "incorrect id format for abc");
    check("Rate exceeded.", Code::Unavailable, "too often");
    check("", Code::NotAFeed, "empty");
    check("<!DOCTYPE html>\n<html>503</html>", Code::NotAFeed, "web page");
    let whole = answer(1, &["2601.00001v1"]);
    check(&whole[..whole.len() - 20], Code::NotAFeed, "breaks off");
    check(&whole.replace("2601.00001v1", "x"), Code::NotAFeed, "identifier");
    check(&whole.replace("2026-01-08T", "soon"), Code::NotAFeed, "soon");
    check(&whole.replace("<feed", "<!DOCTYPE feed [<!ENTITY a 'b'>]><feed"), Code::NotAFeed, "entities");
}

proptest::proptest! {
    #[test]
    fn no_damage_makes_it_panic(at in 0..1_000_usize, byte: u8) {
        let mut bytes = answer(1, &["2601.00001v1"]).into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(page) = parse(&bytes) {
            proptest::prop_assert!(page.records.len() <= 1);
        }
    }
}
