use super::*;

/// An invented page in the shape that LaTeXML gives arXiv's HTML.
const PAGE: &str = include_str!("paper.html");

fn words(text: &str) -> u32 {
    text.split_whitespace().count() as u32
}

#[test]
fn a_page_is_read_section_by_section_and_nothing_unseen_gets_through() {
    let sections = parse(PAGE).unwrap();
    let headings: Vec<_> = sections.iter().map(|section| section.heading.as_str()).collect();
    assert_eq!(headings, ["1 Introduction", "2 Related Work", "3 BoundRAG", "4 Experiments", "5 Conclusion"]);
    let text = serde_json::to_string(&sections).unwrap();
    assert!(!text.contains("SECRET"), "{text}");
    assert_eq!(
        sections[0].paragraphs,
        [
            "Retrieval is slow for long contexts (Smith, 2024). We show that $k\\leq 8$ passages suffice.",
            "Our contributions are:",
            "a controller with 3 states;",
            "Seen before. Seen after.",
        ]
    );
    assert_eq!(sections[2].paragraphs, ["The controller stops early.", "It is trained on 12,400 questions."]);
}

#[test]
fn what_is_no_paper_has_no_sections() {
    for page in [
        "",
        "<html><body><p>No HTML for this paper</p></body></html>",
        "not html at all",
        "<article class=ltx_document><section class=ltx_section><h2 class='ltx_title ltx_title_section'>1</h2></section>",
    ] {
        assert_eq!(parse(page), None, "{page}");
    }
    let bare = "<article class='ltx_document'><p class='ltx_p'>A note without sections.</p></article>";
    let sections = parse(bare).unwrap();
    assert_eq!((sections[0].heading.as_str(), sections[0].paragraphs.len()), ("", 1));
}

#[test]
fn a_judge_reads_introduction_method_results_and_conclusion() {
    let sections = parse(PAGE).unwrap();
    let whole = cut(&sections, 10_000, words).text;
    for wanted in ["## 1 Introduction", "stops early", "12,400", "38%", "Reading less"] {
        assert!(whole.contains(wanted), "{wanted}: {whole}");
    }
    assert!(!whole.contains("Others did") && !whole.contains("[…]"), "{whole}");
}

#[test]
fn a_part_that_is_too_long_leaves_room_for_the_others() {
    let section = |heading: &str, paragraphs: usize| Section {
        heading: heading.into(),
        paragraphs: (0..paragraphs)
            .map(|n| format!("{heading} says nine more words in its paragraph {n} here."))
            .collect(),
    };
    let sections =
        [section("Introduction", 500), section("Method", 3), section("Results", 500), section("Conclusion", 2)];
    let room = 1_000;
    let text = cut(&sections, room, words).text;
    assert!(words(&text) <= room, "{}", words(&text));
    let count = |heading: &str| text.matches(&format!("{heading} says")).count();
    assert_eq!((count("Method"), count("Conclusion")), (3, 2), "short parts are whole");
    assert!(count("Introduction") >= 20 && count("Results") > count("Introduction"), "{text}");
    assert!(words(&text) > room * 8 / 10, "the room is used: {}", words(&text));
    assert_eq!(cut(&sections, 0, words).text, "");
}

#[test]
fn what_stands_in_the_excerpt_stands_in_the_whole_text() {
    let paragraph = |n: usize| format!("Ein längerer Absatz 𝔸{n} — 测试 {n} mit acht Wörtern.");
    let section = |heading: &str, from: usize| Section {
        heading: heading.into(),
        paragraphs: (from..from + 6).map(paragraph).collect(),
    };
    let sections = [section("Results", 0), section("Related work", 10), section("", 20), section("Introduction", 30)];
    let slice = |text: &str, units: std::ops::Range<usize>| {
        String::from_utf16(&text.encode_utf16().skip(units.start).take(units.len()).collect::<Vec<_>>()).unwrap()
    };
    let mut seen = std::collections::BTreeSet::new();
    for room in [20, 45, 80, 130, 10_000] {
        let excerpt = cut(&sections, room, words);
        let mut from = 0;
        for word in excerpt.text.split_inclusive(char::is_whitespace) {
            let units = from..from + word.trim_end().encode_utf16().count();
            from += word.encode_utf16().count();
            if matches!(word.trim_end(), "##" | "[…]") {
                assert_eq!(excerpt.place(units), None, "{word} is ours");
                continue;
            }
            let place = excerpt.place(units).unwrap_or_else(|| panic!("{word} of room {room} is nowhere"));
            let section = &sections[place.section];
            let text = place.paragraph.map_or(&section.heading, |n| &section.paragraphs[n]);
            assert_eq!(slice(text, place.units), word.trim_end());
            seen.insert((place.section, place.paragraph));
        }
    }
    assert_eq!(seen.len(), 3 * 6 + 2, "all but related work, and what has no heading");
}

#[test]
fn text_that_is_not_seen_is_recognised_by_its_style() {
    let check = |style: &str, hidden: bool| {
        let page = format!(
            "<article class='ltx_document'><p class='ltx_p'>seen <span style=\"{style}\">inside</span></p></article>"
        );
        let text = &parse(&page).unwrap()[0].paragraphs[0];
        assert_eq!(!text.contains("inside"), hidden, "{style}");
    };
    for style in [
        "color:white",
        "COLOR: #FFF !important",
        "color:#fffffe",
        "color:#00000000",
        "color: rgba(0,0,0,0)",
        "color:rgb(100% 100% 100%)",
        "color:hsl(0, 0%, 100%)",
        "visibility:hidden",
        "font-size:0",
        "font-size:0.1pt",
        "font-size:0.01em",
        "text-indent:-9999px",
        "width:0;overflow:hidden",
        "clip:rect(0 0 0 0)",
        "transform:scale(0)",
        "font-weight:bold;display:none",
    ] {
        check(style, true);
    }
    for style in
        ["color:#FF0000", "color:black", "font-size:70%", "font-size:9pt", "opacity:1", "width:433.6pt", "left:-2px"]
    {
        check(style, false);
    }
}

#[test]
fn a_page_that_nests_without_end_is_no_danger() {
    let page = format!("<article class='ltx_document'><p class='ltx_p'>seen{}</p></article>", "<i>x".repeat(20_000));
    assert!(parse(&page).is_some());
}

proptest::proptest! {
    #[test]
    fn no_page_is_too_odd(pieces in proptest::collection::vec(0..12_usize, 0..40)) {
        const PIECES: [&str; 12] = ["<section class='ltx_section'>", "</section>", "<p class='ltx_p'>", "</p>",
            "<h2 class='ltx_title ltx_title_section'>", "</h2>", "<math alttext='x'>", "</math>", "text ", "<!-- c -->",
            "<article class='ltx_document'>", "<span hidden>h</span>"];
        let page: String = pieces.iter().map(|n| PIECES[*n]).collect();
        if let Some(sections) = parse(&page) {
            let text = cut(&sections, 50, words).text;
            proptest::prop_assert!(words(&text) <= 60);
        }
    }
}
