use futures::FutureExt as _;

use super::{announce, engine_at, id};
use crate::{
    api::*,
    digest::MarkKind,
    error::Code,
    verdict::{Decision, Language},
};

fn note_of(text: &str) -> SaveNoteRequest {
    SaveNoteRequest { id: id("2601.00001"), text: text.into() }
}

#[tokio::test]
async fn a_note_is_saved_with_its_history_and_its_difference() {
    let folder = tempfile::tempdir().unwrap();
    let first = engine_at(folder.path(), "2026-01-09T10:00:00Z");
    assert_eq!(save_note(&first, note_of("x")).await.unwrap_err().code, Code::NotFound);
    announce(&first, "2026-01-09", &[("2601.00001", "One")]);
    let saved = save_note(&first, note_of("这篇很好")).await.unwrap();
    assert_eq!((saved.text.as_str(), saved.versions.len()), ("这篇很好", 0));
    drop(first);

    let later = engine_at(folder.path(), "2026-01-09T11:00:00Z");
    let saved = save_note(&later, note_of("这篇不好")).await.unwrap();
    assert_eq!(saved.saved_at.unwrap().to_string(), "2026-01-09T11:00:00Z");
    assert_eq!(saved.versions.iter().map(|v| v.chars).collect::<Vec<_>>(), [4]);
    let request = NoteVersionRequest { id: id("2601.00001"), at: saved.versions[0].at };
    let version = note_version(&later, request).await.unwrap();
    assert_eq!(version.text, "这篇很好");
    let pieces: Vec<_> = version.difference.iter().map(|piece| (piece.kind, piece.text.as_str())).collect();
    let expected =
        [(PieceKind::Same, "这篇"), (PieceKind::Removed, "很"), (PieceKind::Added, "不"), (PieceKind::Same, "好")];
    assert_eq!(pieces, expected);

    let gone = save_note(&later, note_of(" \n")).await.unwrap();
    assert_eq!((gone.text.as_str(), gone.saved_at, gone.versions.len()), ("", None, 1));
    let too_long = save_note(&later, note_of(&"长".repeat(400_000))).await.unwrap_err();
    assert_eq!(too_long.code, Code::Usage);
}

#[tokio::test]
async fn the_library_shows_what_the_reader_kept() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine_at(folder.path(), "2026-01-09T10:00:00Z");
    announce(&engine, "2026-01-09", &[("2601.00001", "b"), ("2601.00002", "A"), ("2601.00003", "c")]);
    let ids = ["2601.00001", "2601.00002"].map(id).to_vec();
    let star = |ids: &[crate::paper::ArxivId], on| MarkManyRequest { ids: ids.to_vec(), mark: MarkKind::Star, on };
    mark_many(&engine, star(&ids[..1], true)).await.unwrap();
    // Undo gets back only what changed.
    assert_eq!(mark_many(&engine, star(&ids, true)).await.unwrap().changed, ids[1..]);
    assert_eq!(mark_many(&engine, star(&[id("2601.09999")], true)).await.unwrap_err().code, Code::NotFound);
    save_note(&engine, note_of("n")).await.unwrap();
    for name in [" to  read ", "x"] {
        tag(&engine, TagRequest { id: id("2601.00003"), tag: name.into(), on: true }).await.unwrap();
    }
    assert_eq!(
        tag(&engine, TagRequest { id: id("2601.00003"), tag: "x".into(), on: false }).await.unwrap(),
        ["to read"]
    );
    let decide = |decision| OverrideRequest { id: id("2601.00003"), decision };
    override_verdict(&engine, decide(Some(Decision::Skip))).await.unwrap();
    override_verdict(&engine, decide(Some(Decision::Recommend))).await.unwrap();

    let check = |view: LibraryView, value: Option<&str>, sort: LibrarySort, expected: &[&str]| {
        let request = LibraryRequest { view, value: value.map(str::to_owned), sort, offset: 0, limit: 10 };
        let page = library(&engine, request).now_or_never().unwrap().unwrap();
        let titles: Vec<_> = page.papers.iter().map(|on| on.paper.title.as_str()).collect();
        assert_eq!(titles, expected, "{view:?}");
        assert_eq!(page.total as usize, expected.len());
        page.papers
    };
    check(LibraryView::Star, None, LibrarySort::Title, &["A", "b"]);
    let noted = check(LibraryView::Note, None, LibrarySort::Newest, &["b"]);
    assert!(noted[0].paper.note && noted[0].paper.marks.star && !noted[0].judged);
    assert_eq!(noted[0].date.unwrap().to_string(), "2026-01-09");
    let decided = check(LibraryView::Override, None, LibrarySort::Newest, &["c"]);
    assert_eq!(decided[0].paper.override_decision, Some(Decision::Recommend));
    check(LibraryView::Tag, Some("to read"), LibrarySort::Oldest, &["c"]);
    check(LibraryView::Later, None, LibrarySort::Newest, &[]);
    let counts = library_counts(&engine, types::Nothing {}).await.unwrap();
    assert_eq!((counts.star, counts.later, counts.note, counts.overridden), (2, 0, 1, 1));
    assert_eq!(counts.tags, [NamedCount { name: "to read".into(), count: 1 }]);
    override_verdict(&engine, decide(None)).await.unwrap();
    check(LibraryView::Override, None, LibrarySort::Newest, &[]);
}

#[tokio::test]
async fn following_an_author_changes_one_line_of_the_profile() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine_at(folder.path(), "2026-01-09T10:00:00Z");
    let follow = |name: &str, on| {
        let request = FollowRequest { name: name.into(), on };
        follow_author(&engine, request).now_or_never().unwrap().unwrap()
    };
    assert_eq!(follow("Ada Lovelace", true), ["Ada Lovelace"]);
    assert_eq!(follow("ada lovelace", true), ["Ada Lovelace"]);
    assert_eq!(follow("Emmy Noether", true), ["Ada Lovelace", "Emmy Noether"]);
    assert_eq!(follow("Ada Lovelace", false), ["Emmy Noether"]);
    let written = std::fs::read_to_string(folder.path().join("profiles/finance-ai.toml")).unwrap();
    let preset = crate::profile::preset("finance-ai").unwrap().text(Language::Chinese);
    let without = |text: &str| -> Vec<String> {
        text.lines().filter(|line| !line.starts_with("authors")).map(str::to_owned).collect()
    };
    assert_eq!(without(&written), without(preset));
}
