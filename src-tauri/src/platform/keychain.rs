//! The system's keychain: Keychain on macOS, the Credential Manager on Windows, the Secret Service elsewhere.

use std::{sync::mpsc, time::Duration};

use engine::{judge::llm::Secret, secrets};
use keyring::{Entry, Error};

/// What our entries are listed under in the system's own keychain program.
const SERVICE: &str = "arxiv-llm-daily";

/// A locked keychain asks its owner first; a headless machine has nobody to answer.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Keychain;

impl secrets::Keychain for Keychain {
    fn get(&self, place: &str) -> Result<Option<Secret>, String> {
        Ok(ask(place, |entry| entry.get_password())?.and_then(|text| Secret::new(&text)))
    }

    fn set(&self, place: &str, key: Option<&Secret>) -> Result<(), String> {
        let key = key.map(|key| key.reveal().to_owned());
        let change = move |entry: &Entry| match key {
            Some(key) => entry.set_password(&key),
            None => entry.delete_credential(),
        };
        ask(place, change).map(drop)
    }
}

/// Asks in a thread of its own: the library blocks, and must not do so within a runtime. None: there is no such entry.
fn ask<T: Send + 'static>(
    place: &str,
    question: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
) -> Result<Option<T>, String> {
    let place = place.to_owned();
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        let answer = match Entry::store_status() {
            Err(err) => Err(cause(err)),
            Ok(()) => match Entry::new(SERVICE, &place).and_then(|entry| question(&entry)) {
                Ok(value) => Ok(Some(value)),
                Err(Error::NoEntry) => Ok(None),
                Err(err) => Err(cause(&err)),
            },
        };
        let _ = send.send(answer);
    });
    receive.recv_timeout(PATIENCE).unwrap_or_else(|_| Err(format!("no answer within {} s", PATIENCE.as_secs())))
}

/// The innermost error says what is wrong; the outer ones that something is. None of them holds a key.
fn cause(err: &Error) -> String {
    match err {
        Error::BadEncoding(_) | Error::BadDataFormat(..) => "the entry is not text".into(),
        Error::Ambiguous(_) => "there are several entries for this address".into(),
        err => {
            let mut innermost: &dyn std::error::Error = err;
            while let Some(source) = innermost.source() {
                innermost = source;
            }
            innermost.to_string()
        }
    }
}
