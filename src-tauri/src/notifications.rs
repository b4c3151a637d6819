//! Notifications: one thread owns them all, for as long as the program lives.

use std::{
    sync::{Mutex, PoisonError, mpsc},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use engine::notification::Notification;
use jiff::civil::Date;

/// How long a headless run waits for its notification to be delivered.
const DELIVERY: Duration = Duration::from_secs(3);

/// What the thread is told.
#[derive(Debug, Clone)]
pub enum Message {
    Show(Notification),
    /// Takes back what is shown of a day.
    #[cfg_attr(not(feature = "gui"), allow(dead_code, reason = "only a window shows a digest"))]
    Withdraw(Date),
}

/// Hands notifications to the thread that shows them.
pub struct Notifications {
    outgoing: Mutex<Option<mpsc::Sender<Message>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Notifications {
    /// Starts the thread; `clicked` is called from it with the day of a notification that was clicked.
    pub fn start(clicked: impl Fn(Date) + Send + Sync + 'static) -> Self {
        let (outgoing, incoming) = mpsc::channel();
        let thread = std::thread::Builder::new()
            .name("notifications".into())
            .spawn(move || crate::platform::show_notifications(incoming, clicked));
        if let Err(err) = &thread {
            tracing::warn!("there will be no notifications: {err}");
        }
        Self { outgoing: Mutex::new(Some(outgoing)), thread: Mutex::new(thread.ok()) }
    }

    pub fn show(&self, notification: &Notification) {
        self.tell(Message::Show(notification.clone()));
    }

    /// Takes the notification of a day back, if it is still there.
    #[cfg(feature = "gui")]
    pub fn withdraw(&self, date: Date) {
        self.tell(Message::Withdraw(date));
    }

    fn tell(&self, message: Message) {
        if let Some(outgoing) = self.outgoing.lock().unwrap_or_else(PoisonError::into_inner).as_ref()
            && outgoing.send(message).is_err()
        {
            tracing::warn!("the thread of the notifications is gone");
        }
    }

    /// Lets the thread show what it was given, and ends it; for a program that is about to end.
    pub fn finish(&self) {
        self.outgoing.lock().unwrap_or_else(PoisonError::into_inner).take();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        let start = Instant::now();
        while let Some(thread) = &thread
            && !thread.is_finished()
            && start.elapsed() < DELIVERY
        {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
