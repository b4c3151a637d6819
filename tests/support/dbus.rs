//! A private D-Bus session with a desktop on it: the listener is `org.freedesktop.Notifications` and shows nothing, but
//! remembers everything.

use std::{
    collections::HashMap,
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Instant,
};

use tempfile::TempDir;
use zbus::{
    Connection, connection, fdo, interface, message::Header, object_server::SignalEmitter, zvariant::OwnedValue,
};

/// One notification as it was sent, or as it was last replaced.
#[derive(Debug, Clone)]
pub struct Notification {
    pub id: u32,
    pub app: String,
    pub summary: String,
    pub body: String,
    /// Key and label, one after the other.
    pub actions: Vec<String>,
    pub hints: Vec<String>,
    /// Milliseconds; -1 leaves it to the desktop, 0 means never.
    pub expires: i32,
    pub at: Instant,
    /// The unique bus name of who sent it.
    pub sender: String,
    /// Times that it replaced an earlier one of the same id.
    pub replaced: u32,
    /// Withdrawn by its sender.
    pub closed: bool,
}

type Shown = Arc<Mutex<Vec<Notification>>>;

struct Listener {
    shown: Shown,
    capabilities: &'static [&'static str],
    /// Times that somebody asked for them.
    asked: Arc<AtomicU32>,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Listener {
    #[allow(clippy::too_many_arguments, reason = "the protocol's own signature")]
    fn notify(
        &self,
        #[zbus(header)] header: Header<'_>,
        app_name: String,
        replaces_id: u32,
        _app_icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        expire_timeout: i32,
    ) -> u32 {
        let mut shown = self.shown.lock().expect("the list");
        let replaced = shown.iter().find(|n| n.id == replaces_id).map(|n| n.replaced + 1);
        let id = if replaced.is_some() { replaces_id } else { shown.len() as u32 + 1 };
        shown.retain(|n| n.id != id);
        shown.push(Notification {
            id,
            app: app_name,
            summary,
            body,
            actions,
            hints: hints.into_keys().collect(),
            expires: expire_timeout,
            at: Instant::now(),
            sender: header.sender().map(ToString::to_string).unwrap_or_default(),
            replaced: replaced.unwrap_or(0),
            closed: false,
        });
        id
    }

    async fn close_notification(&self, #[zbus(signal_emitter)] emitter: SignalEmitter<'_>, id: u32) -> fdo::Result<()> {
        if let Some(found) = self.shown.lock().expect("the list").iter_mut().find(|n| n.id == id) {
            found.closed = true;
        }
        const BY_ITS_SENDER: u32 = 3;
        Ok(Self::notification_closed(&emitter, id, BY_ITS_SENDER).await?)
    }

    fn get_capabilities(&self) -> Vec<&'static str> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.capabilities.to_vec()
    }

    fn get_server_information(&self) -> (&str, &str, &str, &str) {
        ("a desktop for tests", "arxiv-llm-daily", "1", "1.2")
    }

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, action_key: &str) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn notification_closed(emitter: &SignalEmitter<'_>, id: u32, reason: u32) -> zbus::Result<()>;
}

/// A bus with nobody on it; it ends when dropped.
pub struct Bus {
    daemon: Child,
    address: String,
    _folder: TempDir,
}

/// The bus and its listener; both end when dropped.
pub struct Desktop {
    bus: Bus,
    connection: Connection,
    shown: Shown,
    asked: Arc<AtomicU32>,
}

const PATH: &str = "/org/freedesktop/Notifications";

impl Bus {
    pub fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("bus").tempdir().expect("a folder");
        let config = folder.path().join("session.conf");
        // No service folders: nothing of the machine's desktop is ever started by this bus.
        let text = format!(
            "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" \
             \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\"><busconfig><type>session</type>\
             <listen>unix:path={}</listen><policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
             <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
            folder.path().join("socket").display(),
        );
        fs::write(&config, text).expect("its configuration");
        let mut daemon = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--nopidfile", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon (package dbus-daemon)");
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().expect("its stdout")).read_line(&mut address).expect("its address");
        let address = address.trim().to_owned();
        Self { daemon, address, _folder: folder }
    }

    /// The value of `DBUS_SESSION_BUS_ADDRESS`.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

impl Desktop {
    pub fn start() -> Self {
        Self::with_capabilities(&["actions", "body", "persistence"])
    }

    /// A listener that can do this and no more.
    pub fn with_capabilities(capabilities: &'static [&'static str]) -> Self {
        let bus = Bus::start();
        let (shown, asked) = (Shown::default(), Arc::<AtomicU32>::default());
        let listener = Listener { shown: Arc::clone(&shown), capabilities, asked: Arc::clone(&asked) };
        let connection = super::runtime().block_on(async {
            connection::Builder::address(bus.address())?
                .serve_at(PATH, listener)?
                .name("org.freedesktop.Notifications")?
                .build()
                .await
        });
        Self { bus, connection: connection.expect("a listener"), shown, asked }
    }

    /// Times that the listener was asked what it can do.
    pub fn capabilities_asked(&self) -> u32 {
        self.asked.load(Ordering::Relaxed)
    }

    /// The value of `DBUS_SESSION_BUS_ADDRESS`.
    pub fn address(&self) -> &str {
        self.bus.address()
    }

    /// Everything that was sent, in order.
    pub fn notifications(&self) -> Vec<Notification> {
        self.shown.lock().expect("the list").clone()
    }

    /// The reader clicks: `default` is the notification itself, other keys are its buttons.
    pub fn click(&self, id: u32, action: &str) {
        let clicked = super::runtime().block_on(async {
            let emitter = SignalEmitter::new(&self.connection, PATH)?;
            Listener::action_invoked(&emitter, id, action).await
        });
        clicked.expect("the signal is sent");
    }

    /// Whether the sender's connection is open: GNOME drops the notifications of closed ones.
    pub fn connected(&self, sender: &str) -> bool {
        let answer = super::runtime().block_on(async {
            let name = zbus::names::BusName::try_from(sender.to_owned())?;
            Ok::<_, zbus::Error>(fdo::DBusProxy::new(&self.connection).await?.name_has_owner(name).await?)
        });
        answer.expect("the bus answers")
    }
}
