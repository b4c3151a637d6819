//! A tray of our own on the private bus: it is the StatusNotifierWatcher that items register with, and a DBusMenu client.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use zbus::{
    Connection, connection, interface,
    message::Header,
    zvariant::{OwnedValue, Structure, Value},
};

use super::{runtime, until};

type Items = Arc<Mutex<Vec<(String, String)>>>;

struct Watcher(Items);

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, #[zbus(header)] header: Header<'_>, service: String) {
        // An item names itself, or only the path it is found at.
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        let (name, path) = match service.starts_with('/') {
            true => (sender, service),
            false => (service, "/StatusNotifierItem".to_owned()),
        };
        self.0.lock().expect("the list").push((name, path));
    }

    fn register_status_notifier_host(&self, _service: String) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        self.0.lock().expect("the list").iter().map(|(name, path)| format!("{name}{path}")).collect()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

/// The tray; it is gone when dropped.
pub struct Tray {
    connection: Connection,
    items: Items,
}

/// How long anything of the tray may take on a slow machine.
const LIMIT: Duration = Duration::from_secs(60);

const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

impl Tray {
    /// On the bus with this address.
    pub fn start(address: &str) -> Self {
        let items = Items::default();
        let watcher = Watcher(Arc::clone(&items));
        let connection = runtime().block_on(async {
            connection::Builder::address(address)?
                .serve_at("/StatusNotifierWatcher", watcher)?
                .name("org.kde.StatusNotifierWatcher")?
                .build()
                .await
        });
        Self { connection: connection.expect("a tray"), items }
    }

    /// The bus name and the path of our icon, once it is there.
    fn item(&self) -> (String, String) {
        until("an icon in the tray", LIMIT, || self.items.lock().expect("the list").last().cloned())
    }

    /// A property of the icon.
    pub fn property(&self, name: &str) -> OwnedValue {
        let (bus, path) = self.item();
        let answer = runtime().block_on(async {
            let asked = (ITEM, name);
            let call = self.connection.call_method(
                Some(bus.as_str()),
                path.as_str(),
                Some("org.freedesktop.DBus.Properties"),
                "Get",
                &asked,
            );
            call.await?.body().deserialize::<OwnedValue>()
        });
        answer.expect("a property")
    }

    /// The lines of the menu with their numbers.
    pub fn entries(&self) -> Vec<(i32, String)> {
        let (bus, path) = (self.item().0, self.menu_path());
        let layout: (u32, (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>)) = runtime()
            .block_on(async {
                let asked = (0_i32, -1_i32, Vec::<String>::new());
                let call =
                    self.connection.call_method(Some(bus.as_str()), path.as_str(), Some(MENU), "GetLayout", &asked);
                call.await?.body().deserialize()
            })
            .expect("the menu");
        layout.1.2.into_iter().filter_map(entry).collect()
    }

    fn menu_path(&self) -> String {
        match &*self.property("Menu") {
            Value::ObjectPath(path) => path.to_string(),
            other => panic!("the menu is at {other:?}"),
        }
    }

    /// Clicks the line that begins like this.
    pub fn click(&self, label: &str) {
        let entries = self.entries();
        let found = entries.iter().find(|(_, line)| line.starts_with(label));
        let (number, _) = found.unwrap_or_else(|| panic!("no {label:?} among {entries:?}"));
        let (bus, path) = (self.item().0, self.menu_path());
        let event = (*number, "clicked", Value::from(0_i32), 0_u32);
        let clicked = runtime().block_on(async {
            self.connection.call_method(Some(bus.as_str()), path.as_str(), Some(MENU), "Event", &event).await
        });
        match clicked {
            // An app that quits may be gone before it answers.
            Err(zbus::Error::MethodError(name, ..)) if name.as_str() == "org.freedesktop.DBus.Error.NoReply" => {}
            answered => {
                answered.expect("the click arrives");
            }
        }
    }

    /// Waits until a line begins like this.
    pub fn see(&self, label: &str) {
        until(&format!("{label:?} in the tray's menu"), LIMIT, || {
            self.entries().iter().any(|(_, line)| line.starts_with(label)).then_some(())
        });
    }
}

/// Number and label of a line; None for a separator.
fn entry(value: OwnedValue) -> Option<(i32, String)> {
    let structure = Structure::try_from(value).ok()?;
    let [number, properties, _] = structure.fields() else {
        return None;
    };
    let number = i32::try_from(number.try_clone().ok()?).ok()?;
    let Value::Dict(properties) = properties else {
        return None;
    };
    let label: String = properties.get::<&str, &str>(&"label").ok()??.to_owned();
    Some((number, label))
}
