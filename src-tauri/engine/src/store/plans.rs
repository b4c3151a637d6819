//! What a reader waits for is found by indexes, never by reading a whole table: every statement that the store runs for it
//! is written down as it runs, and its plan looked at.

use std::{
    cell::RefCell,
    collections::BTreeSet,
    ffi::{CStr, c_char, c_int, c_uint, c_void},
    sync::Mutex,
};

use super::*;
use crate::{
    digest::MarkKind,
    sample,
    verdict::{Decision, Language},
};

type Log = Mutex<BTreeSet<String>>;

/// Adds a statement that begins to the log.
unsafe extern "C" fn begins(_: c_uint, log: *mut c_void, _: *mut c_void, sql: *mut c_void) -> c_int {
    // SAFETY: `trace` gave a log that outlives the tracing, and SQLite gives the statement's text.
    let (log, sql) = unsafe { (&*log.cast::<Log>(), CStr::from_ptr(sql.cast::<c_char>())) };
    log.lock().unwrap().insert(sql.to_string_lossy().into_owned());
    0
}

fn trace(store: &Store, log: Option<&Log>) {
    let connection = lock(&store.writer);
    let (mask, context) = match log {
        Some(log) => (rusqlite::ffi::SQLITE_TRACE_STMT as c_uint, std::ptr::from_ref(log).cast_mut().cast()),
        None => (0, std::ptr::null_mut()),
    };
    // SAFETY: the connection is open, and `ran` ends the tracing before its log goes.
    let code = unsafe { rusqlite::ffi::sqlite3_trace_v2(connection.handle(), mask, Some(begins), context) };
    assert_eq!(code, rusqlite::ffi::SQLITE_OK);
}

/// The statements that some work runs.
fn ran(store: &Store, work: impl FnOnce()) -> Vec<String> {
    let log = Log::default();
    trace(store, Some(&log));
    work();
    trace(store, None);
    let is_query = |sql: &&String| {
        let first = sql.split_whitespace().next().unwrap_or_default();
        ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(&first)
    };
    log.into_inner().unwrap().iter().filter(is_query).cloned().collect()
}

/// What may be read whole: a row for each day.
const SMALL: &str = "digests";

/// Steps of the plan that read a whole table.
fn scans(store: &Store, sql: &str) -> Vec<String> {
    let connection = lock(&store.writer);
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let parameters = (0..statement.parameter_count()).map(|_| "1");
    let steps = statement.query_map(rusqlite::params_from_iter(parameters), |row| row.get::<_, String>(3)).unwrap();
    let steps: Vec<String> = steps.map(|step| step.unwrap()).collect();
    // A subquery has a name, and steps of its own.
    let is_subquery = |name: &str| {
        name.starts_with('(')
            || steps.iter().any(|step| [format!("CO-ROUTINE {name}"), format!("MATERIALIZE {name}")].contains(step))
    };
    let is_scan = |step: &&String| {
        step.strip_prefix("SCAN ").is_some_and(|what| {
            let name = what.split(' ').next().unwrap_or_default();
            !(what.contains("VIRTUAL TABLE") || what == "CONSTANT ROW" || name == SMALL || is_subquery(name))
        })
    };
    steps.iter().filter(is_scan).cloned().collect()
}

#[test]
fn what_a_reader_waits_for_is_found_by_indexes() {
    let store = sample::load(Language::Chinese).unwrap();
    let profile = sample::PROFILE;
    let date = store.finished_days(profile).unwrap()[0];
    let key = DigestKey { profile, date };
    let row = store.shown_row(key).unwrap().unwrap();
    let id = store.digest(&row).unwrap().papers[0].id.clone();
    let now = jiff::Timestamp::from_second(2_000_000_000).unwrap();
    let found = RefCell::new(Vec::new());
    let check = |what: &str, work: &dyn Fn()| {
        let statements = ran(&store, work);
        assert!(!statements.is_empty(), "{what}: nothing was asked");
        for sql in statements {
            let scans = scans(&store, &sql);
            if !scans.is_empty() {
                found.borrow_mut().push(format!("{what}: {scans:?} in {sql}"));
            }
        }
    };
    check("a day is opened", &|| {
        let row = store.shown_row(key).unwrap().unwrap();
        store.digest(&row).unwrap();
        store.neighbours(profile, date).unwrap();
        store.attempts(key).unwrap();
        store.unread_count(row.id).unwrap();
        store.newest_day(profile, None).unwrap();
    });
    check("its ledger", &|| {
        store.ledger(&row).unwrap();
        store.announced(date).unwrap();
        store.announced_count(date).unwrap();
        store.fetched_categories(date).unwrap();
        store.list_source(date).unwrap();
    });
    check("a month of days", &|| {
        let (first, last) = (date.first_of_month(), date.last_of_month());
        store.days(profile, first, last).unwrap();
        store.reading(profile, first, last).unwrap();
        store.keywords(profile, first, last).unwrap();
    });
    check("a paper", &|| {
        store.placed(profile, &id).unwrap();
        store.listing(profile, &id).unwrap();
        store.listed_in(row.id, &id).unwrap();
        store.listed_alone(&id).unwrap();
        store.entry_paper(row.id, &id).unwrap();
        store.digest_of_paper(profile, &id).unwrap();
        store.fates(&id).unwrap();
        store.paper(&id).unwrap();
        store.listings(&[&id]).unwrap();
        store.first_announced(&id).unwrap();
        store.report_file(row.id).unwrap();
    });
    check("the reader's own of a paper", &|| {
        store.note(&id).unwrap();
        store.note_versions(&id, now).unwrap();
        store.marks(&id).unwrap();
        store.tags(&id).unwrap();
        store.learns_since(profile).unwrap();
    });
    check("what the reader writes", &|| {
        store.mark(&id, MarkKind::Star, true, now).unwrap();
        store.mark_many(std::slice::from_ref(&id), MarkKind::Read, true, now).unwrap();
        store.tag(&id, "tag", true, now).unwrap();
        store.save_note(&id, "a note", now).unwrap();
        store.override_verdict(profile, &id, Some(Decision::Skip), now).unwrap();
    });
    check("what a run asks of every paper", &|| {
        store.announced_before(date.yesterday().unwrap()).unwrap();
    });
    let found = found.into_inner();
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}
