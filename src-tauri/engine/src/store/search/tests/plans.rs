//! Every statement of a search finds its rows by an index.

use super::{
    super::{document, find},
    *,
};

fn plan(connection: &rusqlite::Connection, sql: &str) -> String {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let parameters = statement.parameter_count();
    let rows = statement
        .query_map(rusqlite::params_from_iter((0..parameters).map(|_| "1")), |row| row.get::<_, String>(3))
        .unwrap();
    rows.map(Result::unwrap).collect::<Vec<_>>().join("; ")
}

#[test]
fn a_paper_is_read_by_indexes_and_never_by_a_scan() {
    let store = Store::in_memory().unwrap();
    for sql in document::STATEMENTS {
        let plan = store.read(|connection| Ok(plan(connection, sql))).unwrap();
        assert!(plan.contains("SEARCH") && !plan.contains("SCAN"), "{sql}: {plan}");
    }
}

#[test]
fn the_index_gives_the_newest_first_without_sorting() {
    let store = Store::in_memory().unwrap();
    let check = |sql: &str, expected: &str| {
        let plan = store.index.read(|index| Ok(plan(index, sql))).ok().unwrap();
        assert!(plan.contains(expected) && !plan.contains("TEMP B-TREE"), "{sql}: {plan}");
    };
    // FTS5 says so by its plan's number: by MATCH, and in the order of rowids.
    check(find::NEWEST_OF, "SCAN text VIRTUAL TABLE INDEX");
    check(find::COUNT_OF, "SCAN text VIRTUAL TABLE INDEX");
    check(find::PAPER_OF, "SEARCH docs USING INTEGER PRIMARY KEY");
}

#[test]
fn a_statement_is_not_made_anew_for_another_paper() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("data.sqlite")).unwrap();
    let anew = |connection: &rusqlite::Connection, sql: &str| {
        let mut statement = connection.prepare(sql).unwrap();
        for paper in ["2601.00001", "2601.00002", "2601.00003"] {
            statement.query([paper]).unwrap().next().unwrap();
        }
        statement.get_status(rusqlite::StatementStatus::RePrepare)
    };
    for sql in document::STATEMENTS {
        assert_eq!(store.read(|connection| Ok(anew(connection, sql))).unwrap(), 0, "{sql}");
    }
    assert_eq!(store.index.read(|index| Ok(anew(index, find::PAPER_OF))).ok().unwrap(), 0);
}
