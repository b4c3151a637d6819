//! A damaged index costs a rebuild, and nothing else.

use std::{fs, path::Path};

use super::*;

fn fill(path: &Path) -> Store {
    let store = Store::open(path).unwrap();
    let papers: Vec<Paper> = (0..60)
        .map(|n| paper(&format!("2601.{n:05}"), &format!("Title {n}"), "needle in a haystack, 大海捞针"))
        .collect();
    announce(&store, "2026-01-09", &papers);
    store.write(|c| Ok(c.execute("INSERT INTO notes VALUES ('2601.00001', 'precious', 1)", [])?)).unwrap();
    index(&store);
    store
}

/// The whole database as text.
fn content(store: &Store) -> Vec<String> {
    store
        .read(|connection| {
            let mut all = Vec::new();
            for table in ["papers", "announced", "notes"] {
                let mut statement = connection.prepare(&format!("SELECT * FROM {table}"))?;
                let columns = statement.column_count();
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    let values = (0..columns).map(|c| Ok(format!("{:?}", row.get_ref(c)?)));
                    all.push(values.collect::<rusqlite::Result<String>>()?);
                }
            }
            Ok(all)
        })
        .unwrap()
}

/// Damages the index of a closed store, and opens it again.
fn check(what: &str, damage: impl Fn(&Path, u64)) {
    for seed in 0..8 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.sqlite");
        let before = content(&fill(&path));
        let file = folder.path().join("search.sqlite");
        damage(&file, seed);

        let store = Store::open(&path).unwrap();
        assert_eq!(content(&store), before, "{what}: the database is as it was");
        // A search answers, whatever it says; what is noticed is mended on the way.
        let answered = store.index_until(Instant::now() + Duration::from_secs(60)).and_then(|_| {
            store.search(&Search { query: "needle 捞针", sort: SearchSort::Relevance, offset: 0, limit: 1_000 })
        });
        answered.unwrap_or_else(|error| panic!("{what} {seed}: {error}"));
        // What no search would notice is noticed by the check.
        if store.check_index().unwrap().damage.is_some() {
            store.discard_index().unwrap();
        }
        index(&store);
        assert_eq!(search(&store, "needle 捞针").total, 60, "{what} {seed}");
        assert_eq!(ids(&search(&store, "precious")), ["2601.00001"], "{what} {seed}");
        assert_eq!(store.check_index().unwrap().damage, None, "{what} {seed}");
        assert_eq!(content(&store), before, "{what}: the database is as it was");
    }
}

#[test]
fn flipped_bits() {
    check("flipped bits", |file, seed| {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut bytes = fs::read(file).unwrap();
        for _ in 0..1 << (seed % 8) {
            let at = random.usize(..bytes.len());
            bytes[at] ^= 1 << random.u8(..8);
        }
        fs::write(file, bytes).unwrap();
    });
}

#[test]
fn a_file_that_is_cut_short_or_empty() {
    check("cut short", |file, seed| {
        let bytes = fs::read(file).unwrap();
        fs::write(file, &bytes[..bytes.len() * seed as usize / 8]).unwrap();
    });
}

#[test]
fn another_file_in_its_place() {
    check("another file", |file, seed| match seed % 4 {
        0 => fs::write(file, "no database at all, but long enough to be looked at").unwrap(),
        1 => fs::write(file.with_file_name("search.sqlite-wal"), [7; 5_000]).unwrap(),
        2 => rusqlite::Connection::open(file).unwrap().execute_batch("DROP TABLE text; DROP TABLE words").unwrap(),
        _ => fs::remove_file(file).unwrap(),
    });
}

#[test]
fn an_index_that_is_damaged_while_it_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let store = fill(&folder.path().join("data.sqlite"));
    fs::write(folder.path().join("search.sqlite"), vec![0xa5; 100_000]).unwrap();
    fs::write(folder.path().join("search.sqlite-wal"), b"").unwrap();
    for _ in 0..3 {
        let _ = store.index_until(Instant::now() + Duration::from_secs(60));
        let _ = store.search(&Search { query: "needle", sort: SearchSort::Date, offset: 0, limit: 10 });
    }
    store.discard_index().unwrap();
    index(&store);
    assert_eq!(search(&store, "needle").total, 60);
}
