//! The provider's key: in the system's keychain, or for a headless run in the environment. Never in a file of ours.

use serde::Serialize;
use ts_rs::TS;
use url::Url;

use crate::judge::llm::Secret;

/// Where a headless run finds the key. It belongs to the address of `judge.base_url` and to no other, and is taken
/// before the keychain is asked.
pub const VARIABLE: &str = "ARXIV_LLM_DAILY_API_KEY";

/// The system's keychain, passed in. An error says in a few words why it cannot be used.
pub trait Keychain: Send + Sync {
    /// The key that is kept for a place.
    fn get(&self, place: &str) -> Result<Option<Secret>, String>;
    /// Keeps a key for a place; None forgets it.
    fn set(&self, place: &str, key: Option<&Secret>) -> Result<(), String>;
}

/// For programs that have none.
pub struct NoKeychain;

impl Keychain for NoKeychain {
    fn get(&self, _: &str) -> Result<Option<Secret>, String> {
        Err("this program has no access to one".into())
    }

    fn set(&self, _: &str, _: Option<&Secret>) -> Result<(), String> {
        Err("this program has no access to one".into())
    }
}

/// Where a key was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    Keychain,
    Environment,
}

/// The key for an address, or why there is none.
#[derive(Debug, Default)]
pub struct Found {
    pub key: Option<Secret>,
    pub from: Option<Origin>,
    /// Why the keychain could not be asked.
    pub problem: Option<String>,
}

/// What a key is bound to: scheme, host and port. A key of one place is never sent to another.
pub fn place(address: &Url) -> String {
    let port = address.port_or_known_default().unwrap_or_default();
    format!("{}://{}:{port}", address.scheme(), address.host_str().unwrap_or_default())
}

/// The key for an address. `chosen` is the address of the settings, which the environment's key belongs to.
pub fn find(keychain: &dyn Keychain, address: &Url, chosen: Option<&Url>) -> Found {
    let place_of = place(address);
    let environment = std::env::var(VARIABLE).ok().and_then(|text| Secret::new(&text));
    if environment.is_some() && chosen.is_some_and(|chosen| place(chosen) == place_of) {
        return Found { key: environment, from: Some(Origin::Environment), problem: None };
    }
    match keychain.get(&place_of) {
        Ok(key) => Found { from: key.as_ref().map(|_| Origin::Keychain), key, problem: None },
        Err(problem) => Found { problem: Some(problem), ..Found::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct One(&'static str);

    impl Keychain for One {
        fn get(&self, place: &str) -> Result<Option<Secret>, String> {
            Ok(Secret::new("the-key").filter(|_| place == self.0))
        }

        fn set(&self, _: &str, _: Option<&Secret>) -> Result<(), String> {
            Ok(())
        }
    }

    #[test]
    fn another_scheme_host_or_port_gets_no_key() {
        let keychain = One("https://api.deepseek.com:443");
        let check = |address: &str, expected: bool| {
            let found = find(&keychain, &Url::parse(address).unwrap(), None);
            assert_eq!(found.key.is_some(), expected, "{address}");
        };
        check("https://api.deepseek.com/v1", true);
        check("https://api.deepseek.com", true);
        check("https://API.deepseek.com:443/beta", true);
        check("http://api.deepseek.com/v1", false);
        check("https://api.deepseek.com:8443/v1", false);
        check("https://api.deepseek.com.evil.example/v1", false);
        check("https://deepseek.com/v1", false);
        check("https://evil.example/?https://api.deepseek.com", false);
    }
}
