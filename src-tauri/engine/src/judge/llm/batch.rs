//! A day's papers, asked about together: as many at once as the server likes, each result as it comes.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use futures::StreamExt;
use tokio::sync::mpsc;

use super::{Answer, Cancel, Client, ask::Refusal, never, refusal::Reach};
use crate::{
    digest::{Failure, FailureClass},
    paper::Paper,
    profile::Profile,
    verdict::Language,
};

/// A server that does not answer this many papers in a row is gone.
const FEWEST_ABSENCES: usize = 5;

/// What ends a batch early.
#[derive(Debug, Clone)]
pub struct Limits {
    /// No request is sent once this much was spent, in the provider's currency; at 0 none is sent, and None is no cap. What is under way then
    /// may still be charged.
    pub max_cost: Option<f64>,
    /// Requests under way are let finish, for they are paid; back-offs end at once. To end those too, drop the receiver.
    pub cancel: Cancel,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_cost: None, cancel: never() }
    }
}

/// Judges papers and sends `(index, result)` as each finishes, in the order of finishing: every paper gets exactly one
/// result. When the server says something that holds for all papers (the key, the account, the address, a used-up quota)
/// or is gone, the rest fail with the same class without being asked. Dropping the receiver ends everything.
///
/// Must be called within a tokio runtime.
pub fn stream_judgements(
    client: &Client,
    profile: &Profile,
    papers: Vec<Paper>,
    language: Language,
    limits: Limits,
) -> mpsc::Receiver<(usize, Result<Answer, Failure>)> {
    let concurrency = client.0.provider.concurrency.max(1);
    let (send, receive) = mpsc::channel(concurrency * 4);
    let batch = Arc::new(Batch {
        client: client.clone(),
        profile: profile.clone(),
        language,
        spent_before: client.spent().cost,
        limits,
        end: Mutex::new(None),
        answered: AtomicBool::new(false),
        absences: AtomicUsize::new(0),
    });
    tokio::spawn(async move {
        let judgements = papers.into_iter().enumerate().map(|(index, paper)| {
            let batch = Arc::clone(&batch);
            async move { (index, batch.judge(&paper).await) }
        });
        let sending = async {
            let mut results = futures::stream::iter(judgements).buffer_unordered(concurrency);
            while let Some(result) = results.next().await {
                if send.send(result).await.is_err() {
                    break;
                }
            }
        };
        tokio::select! {
            () = sending => {}
            () = send.closed() => {}
        }
    });
    receive
}

struct Batch {
    client: Client,
    profile: Profile,
    language: Language,
    spent_before: f64,
    limits: Limits,
    /// Set once nothing more is asked; what the remaining papers are told.
    end: Mutex<Option<Failure>>,
    answered: AtomicBool,
    /// Papers in a row to which nobody answered.
    absences: AtomicUsize,
}

impl Batch {
    async fn judge(&self, paper: &Paper) -> Result<Answer, Failure> {
        if let Some(end) = self.ended() {
            return Err(end);
        }
        let result = self.client.judge_unless(&self.profile, paper, self.language, &self.limits.cancel).await;
        match &result {
            Ok(_) => {
                self.answered.store(true, Ordering::Relaxed);
                self.absences.store(0, Ordering::Relaxed);
            }
            Err(refusal) => self.heed(refusal),
        }
        result.map_err(|refusal| refusal.failure)
    }

    fn ended(&self) -> Option<Failure> {
        let failure = |class, message: String| Some(Failure { class, message, next_try: None });
        if *self.limits.cancel.borrow() {
            return failure(FailureClass::Cancelled, "The run was cancelled before this paper's turn.".to_owned());
        }
        if let Some(end) = &*self.end.lock().unwrap_or_else(PoisonError::into_inner) {
            return Some(end.clone());
        }
        let spent = self.client.spent().cost - self.spent_before;
        if self.limits.max_cost.is_some_and(|most| spent >= most) {
            return failure(FailureClass::Budget, format!("The budget is used up: {spent:.4} spent."));
        }
        None
    }

    /// Ends the batch when going on would only repeat what was just heard.
    fn heed(&self, refusal: &Refusal) {
        let absent = matches!(refusal.failure.class, FailureClass::Timeout | FailureClass::Unreachable);
        let absences = if absent {
            self.absences.fetch_add(1, Ordering::Relaxed) + 1
        } else {
            self.absences.store(0, Ordering::Relaxed);
            0
        };
        let over = match refusal.reach {
            Reach::All => true,
            Reach::AllUnlessAnswered => !self.answered.load(Ordering::Relaxed),
            Reach::Paper => absences >= self.client.0.provider.concurrency.max(FEWEST_ABSENCES),
        };
        if over {
            let mut end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
            end.get_or_insert_with(|| refusal.failure.clone());
        }
    }
}
