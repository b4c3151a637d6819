//! A Secret Service on a private bus, with one unlocked keychain. It keeps what it is given as it came: encrypted for
//! the session.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use serde::{Deserialize, Serialize};
use zbus::{
    Connection, ObjectServer, connection, fdo, interface,
    zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Type, Value},
};

use super::dbus::Desktop;

/// With the public key 1 both sides of a Diffie-Hellman exchange come to the same secret in every session, so that what
/// one process has stored the next one can read.
const PUBLIC_KEY: u8 = 1;

const SERVICE: &str = "/org/freedesktop/secrets";
const COLLECTION: &str = "/org/freedesktop/secrets/collection/login";

type Attributes = HashMap<String, String>;

#[derive(Debug, Clone, Serialize, Deserialize, Type)]
struct Secret {
    session: OwnedObjectPath,
    parameters: Vec<u8>,
    value: Vec<u8>,
    content_type: String,
}

#[derive(Default)]
struct Kept {
    items: Mutex<Vec<(OwnedObjectPath, Attributes)>>,
    made: AtomicU32,
}

fn path(text: &str) -> OwnedObjectPath {
    ObjectPath::try_from(text.to_owned()).expect("a path").into()
}

struct Service(Arc<Kept>);

#[interface(name = "org.freedesktop.Secret.Service")]
impl Service {
    fn open_session(&self, _algorithm: String, _input: OwnedValue) -> (OwnedValue, OwnedObjectPath) {
        (Value::from(vec![PUBLIC_KEY]).try_into().expect("a value"), path("/org/freedesktop/secrets/session/s"))
    }

    fn search_items(&self, attributes: Attributes) -> (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) {
        let items = self.0.items.lock().expect("the items");
        let fits = |own: &Attributes| attributes.iter().all(|(key, value)| own.get(key) == Some(value));
        (items.iter().filter(|(_, own)| fits(own)).map(|(path, _)| path.clone()).collect(), Vec::new())
    }

    fn read_alias(&self, _name: String) -> OwnedObjectPath {
        path(COLLECTION)
    }

    fn unlock(&self, objects: Vec<OwnedObjectPath>) -> (Vec<OwnedObjectPath>, OwnedObjectPath) {
        (objects, path("/"))
    }

    #[zbus(property)]
    fn collections(&self) -> Vec<OwnedObjectPath> {
        vec![path(COLLECTION)]
    }
}

struct Collection(Arc<Kept>);

#[interface(name = "org.freedesktop.Secret.Collection")]
impl Collection {
    async fn create_item(
        &self,
        #[zbus(object_server)] server: &ObjectServer,
        properties: HashMap<String, OwnedValue>,
        secret: Secret,
        _replace: bool,
    ) -> fdo::Result<(OwnedObjectPath, OwnedObjectPath)> {
        let attributes = properties.get("org.freedesktop.Secret.Item.Attributes").expect("attributes");
        let attributes: Attributes = attributes.try_clone().and_then(TryInto::try_into).expect("attributes");
        let place = path(&format!("{COLLECTION}/{}", self.0.made.fetch_add(1, Ordering::Relaxed)));
        self.0.items.lock().expect("the items").push((place.clone(), attributes.clone()));
        let item = Item { kept: Arc::clone(&self.0), path: place.clone(), attributes, secret };
        server.at(place.clone(), item).await?;
        Ok((place, path("/")))
    }

    #[zbus(property)]
    fn locked(&self) -> bool {
        false
    }

    #[zbus(property)]
    fn label(&self) -> String {
        "Login".into()
    }
}

struct Item {
    kept: Arc<Kept>,
    path: OwnedObjectPath,
    attributes: Attributes,
    secret: Secret,
}

#[interface(name = "org.freedesktop.Secret.Item")]
impl Item {
    fn get_secret(&self, session: OwnedObjectPath) -> (Secret,) {
        (Secret { session, ..self.secret.clone() },)
    }

    fn set_secret(&mut self, secret: Secret) {
        self.secret = secret;
    }

    fn delete(&self) -> OwnedObjectPath {
        self.kept.items.lock().expect("the items").retain(|(path, _)| *path != self.path);
        path("/")
    }

    #[zbus(property)]
    fn locked(&self) -> bool {
        false
    }

    #[zbus(property)]
    fn attributes(&self) -> Attributes {
        self.attributes.clone()
    }

    #[zbus(property)]
    fn label(&self) -> String {
        "a key".into()
    }
}

/// The service on the bus of a private desktop; it ends when dropped.
pub struct Secrets {
    kept: Arc<Kept>,
    _connection: Connection,
}

impl Secrets {
    pub fn start(desktop: &Desktop) -> Self {
        let kept = Arc::new(Kept::default());
        let connection = super::runtime().block_on(async {
            connection::Builder::address(desktop.address())?
                .serve_at(SERVICE, Service(Arc::clone(&kept)))?
                .serve_at(COLLECTION, Collection(Arc::clone(&kept)))?
                .name("org.freedesktop.secrets")?
                .build()
                .await
        });
        Self { kept, _connection: connection.expect("a service") }
    }

    /// What each key is kept under.
    pub fn places(&self) -> Vec<String> {
        let items = self.kept.items.lock().expect("the items");
        items.iter().map(|(_, own)| own.get("username").cloned().unwrap_or_default()).collect()
    }
}
