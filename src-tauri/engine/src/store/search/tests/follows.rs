//! The index follows the database, through kills, restores and other processes.

use super::*;
use crate::digest::MarkKind;

fn in_a_file() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("data.sqlite")).unwrap();
    (folder, store)
}

fn found(store: &Store, query: &str) -> Vec<String> {
    index(store);
    ids(&search(store, query)).into_iter().map(str::to_owned).collect()
}

#[test]
fn every_change_of_the_database_can_be_found_at_once() {
    let (_folder, store) = in_a_file();
    let one = paper("2601.00001", "Sheaves", "On sheaves.");
    announce(&store, "2026-01-09", std::slice::from_ref(&one));
    assert_eq!(found(&store, "sheaves"), ["2601.00001"]);

    let change = |sql: &str| {
        store
            .write(|connection| {
                connection.execute_batch(sql)?;
                Ok(())
            })
            .unwrap();
    };
    change("INSERT INTO notes VALUES ('2601.00001', '层论', 1)");
    assert_eq!(found(&store, "层论 has:note"), ["2601.00001"]);
    change("INSERT INTO notes VALUES ('2601.00001', 'topos', 2) ON CONFLICT DO UPDATE SET text = excluded.text");
    assert_eq!(found(&store, "topos"), ["2601.00001"]);
    assert_eq!(found(&store, "层论"), [""; 0]);
    change("DELETE FROM notes");
    assert_eq!(found(&store, "topos"), [""; 0]);
    assert_eq!(found(&store, "has:note"), [""; 0]);

    store.tag(&one.id, "algebra", true, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(found(&store, "tag:algebra algebra"), ["2601.00001"]);
    store.tag(&one.id, "algebra", false, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(found(&store, "tag:algebra"), [""; 0]);

    store.mark(&one.id, MarkKind::Read, true, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(found(&store, "is:unread"), [""; 0]);
    store.mark(&one.id, MarkKind::Read, false, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(found(&store, "is:unread"), ["2601.00001"]);

    let verdict = Analysis { summary: "层的上同调".into(), ..analysis(Decision::Skip) };
    judge(&store, "2026-01-09", &[(one.clone(), verdict)]);
    assert_eq!(found(&store, "上同调 decision:skip"), ["2601.00001"]);
    change("INSERT INTO overrides VALUES ('p', '2601.00001', 'recommend', 1)");
    assert_eq!(found(&store, "decision:recommend"), ["2601.00001"]);
    assert_eq!(found(&store, "decision:skip"), [""; 0]);

    let revised = Paper { version: 2, title: "Perverse sheaves".into(), ..one.clone() };
    announce(&store, "2026-02-02", &[revised]);
    assert_eq!(found(&store, "perverse date:2026-02"), ["2601.00001"]);
    assert_eq!(found(&store, "date:2026-01"), ["2601.00001"]);
    // An older list that is fetched later puts it where it belongs.
    announce(&store, "2025-12-01", &[one]);
    assert_eq!(found(&store, "date:2025"), ["2601.00001"]);
    assert_eq!(search(&store, "sheaves").hits[0].date, Some("2025-12-01".parse().unwrap()));
    assert_eq!(found(&store, "sheaves").len(), 1);
}

#[test]
fn a_store_that_rested_finds_and_takes_in_as_before() {
    let folder = tempfile::tempdir().unwrap();
    let on_disk = Store::open(&folder.path().join("data.sqlite")).unwrap();
    for store in [on_disk, Store::in_memory().unwrap()] {
        for (day, id) in [("2026-01-08", "2601.00001"), ("2026-01-09", "2601.00002")] {
            announce(&store, day, &[paper(id, "Gadgets", "made by hand")]);
            assert!(found(&store, "gadgets").contains(&id.to_owned()));
            store.rest();
        }
        assert_eq!(found(&store, "gadgets").len(), 2);
    }
}

#[test]
fn an_index_that_was_cut_off_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.sqlite");
    let store = Store::open(&path).unwrap();
    for day in 1..=6 {
        let papers: Vec<Paper> =
            (0..600).map(|n| paper(&format!("260{day}.{n:05}"), "Widgets", &format!("number {n} of {day}"))).collect();
        announce(&store, &format!("2026-01-0{day}"), &papers);
    }
    // Cut off after each transaction, as by a kill, and opened anew.
    let mut steps = Vec::new();
    loop {
        let store = Store::open(&path).unwrap();
        let done = store.index_until(Instant::now()).unwrap();
        let newest = search(&store, "widgets").hits.first().and_then(|hit| hit.date);
        assert_eq!(newest, Some("2026-01-06".parse().unwrap()), "the newest day comes first");
        steps.push(done.indexed);
        if done.current {
            break;
        }
    }
    assert!(steps.len() >= 3 && steps.is_sorted(), "{steps:?}");
    assert_eq!(found(&store, "widgets").len(), 3_600);
}

#[test]
fn two_processes_index_at_once_and_nothing_is_lost_or_doubled() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.sqlite");
    let stores: Vec<Store> = (0..3).map(|_| Store::open(&path).unwrap()).collect();
    std::thread::scope(|scope| {
        for (number, store) in stores.iter().enumerate() {
            scope.spawn(move || {
                for n in 0..20 {
                    let id = format!("2601.{number}{n:04}");
                    announce(store, "2026-01-09", &[paper(&id, "Gadgets", "made by many")]);
                    store.index_until(Instant::now() + Duration::from_secs(60)).unwrap();
                    assert!(found(store, &format!("id:{id}")).contains(&id));
                }
            });
        }
    });
    for store in &stores {
        let all = found(store, "gadgets");
        assert_eq!(all.len(), 60);
        assert_eq!(all.iter().collect::<std::collections::HashSet<_>>().len(), 60);
    }
}

#[test]
fn an_index_of_another_past_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.sqlite");
    let kept = folder.path().join("kept.sqlite");
    {
        let store = Store::open(&path).unwrap();
        announce(&store, "2026-01-08", &[paper("2601.00001", "Before", "kept")]);
        assert_eq!(found(&store, "before").len(), 1);
        store.write(|c| Ok(c.execute("INSERT INTO notes VALUES ('2601.00001', 'later', 1)", [])?)).unwrap();
        store.read(|c| Ok(c.execute("VACUUM INTO ?1", [kept.to_str().unwrap()]).map(drop)?)).unwrap_or_else(|_| {
            rusqlite::Connection::open(&path).unwrap().execute("VACUUM INTO ?1", [kept.to_str().unwrap()]).unwrap();
        });
        announce(&store, "2026-01-09", &[paper("2601.00002", "After", "lost by the restore")]);
        assert_eq!(found(&store, "after").len(), 1);
    }
    // The database is put back to an earlier state, and goes on another way; the index stays as it was.
    for end in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.path().join(format!("data.sqlite{end}")));
    }
    std::fs::rename(&kept, &path).unwrap();
    let store = Store::open(&path).unwrap();
    for n in 0..30 {
        announce(&store, "2026-01-10", &[paper(&format!("2602.{n:05}"), "Other", "another way")]);
    }
    assert_eq!(found(&store, "after"), [""; 0]);
    assert_eq!(found(&store, "other").len(), 30);
    assert_eq!(found(&store, "before has:note").len(), 1);
}

#[test]
fn changes_that_the_index_holds_are_cleared_away() {
    let (_folder, store) = in_a_file();
    let papers: Vec<Paper> = (0..1_200).map(|n| paper(&format!("2601.{n:05}"), "T", "A")).collect();
    announce(&store, "2026-01-09", &papers);
    index(&store);
    let kept: u32 =
        store.read(|c| Ok(c.query_row("SELECT COUNT(*) FROM search_changes", [], |row| row.get(0))?)).unwrap();
    assert_eq!(kept, 1);
    announce(&store, "2026-01-10", &[paper("2602.00001", "Still followed", "A")]);
    assert_eq!(found(&store, "followed").len(), 1);
    assert!(store.check_index().unwrap().damage.is_none());
}
