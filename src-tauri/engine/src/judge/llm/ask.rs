//! One question, asked until it is answered, given up, or too late: at most three attempts, each with its own reason.

use std::sync::PoisonError;

use jiff::SignedDuration;
use tokio::time::sleep;

use super::{
    Cancel, Client,
    answer::{Fault, Read},
    prompt::{self, Question},
    refusal::{Completion, Reach, Rejection, Trouble},
    wire::{self, Accepts},
};
use crate::{
    digest::{Failure, FailureClass},
    net::model::{Reply, TransportError},
    verdict::{Language, Usage},
};

const ATTEMPTS: u32 = 3;
/// A server that let a request time out may have done, and charged for, the work: it is asked once more, not twice.
const TIMEOUTS: u32 = 2;
const INVALID_ANSWERS: u32 = 2;
/// More than the parameters that a server can mind.
const NEGOTIATIONS: usize = 8;
/// A server that counts less than this part of the estimated tokens has not read the whole prompt. The estimate is
/// within a third of what tokenisers count.
const READ_AT_LEAST: f64 = 0.4;

/// A question that was not answered.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) failure: Failure,
    pub(super) reach: Reach,
}

impl Refusal {
    fn new(class: FailureClass, message: impl Into<String>) -> Self {
        Self { failure: Failure { class, message: message.into(), next_try: None }, reach: Reach::Paper }
    }
}

impl From<Rejection> for Refusal {
    fn from(rejection: Rejection) -> Self {
        let Rejection { class, said, reach, next_try } = rejection;
        Self { failure: Failure { class, message: said, next_try }, reach }
    }
}

/// How an attempt went wrong.
enum Miss {
    Timeout,
    /// May pass: another attempt after a back-off.
    Passing(Refusal),
    /// Another attempt when the gate opens; it does the waiting.
    Overloaded(Refusal),
    Unusable(String),
    Final(Refusal),
}

impl Client {
    /// Asks, reads the answer with `read`, and says what all attempts cost.
    pub(super) async fn ask<T>(
        &self,
        question: &Question,
        language: Language,
        cancel: &Cancel,
        read: impl Fn(&str) -> Result<Read<T>, Fault<T>>,
    ) -> Result<(Read<T>, Usage), Refusal> {
        let mut usage = Usage::default();
        // A good answer in the wrong language is better than none.
        let mut foreign: Option<Read<T>> = None;
        let mut remark: Option<String> = None;
        let (mut timeouts, mut invalid) = (0, 0);
        let mut attempt = 1;
        let refusal = loop {
            let (refusal, again, back_off) = match self.attempt(question, remark.as_deref(), cancel, &mut usage).await {
                Ok(text) => match read(&text) {
                    Ok(read) => return Ok((read, usage)),
                    Err(Fault::WrongLanguage(read)) => {
                        let again = foreign.is_none();
                        foreign = Some(*read);
                        remark = Some(prompt::language_remark(language));
                        (invalid_answer("it is in the wrong language"), again, false)
                    }
                    Err(Fault::Refused(said)) => (Refusal::new(FailureClass::Refused, said), false, false),
                    Err(Fault::Invalid(what)) => {
                        invalid += 1;
                        remark = Some(prompt::invalid_remark(&what, language));
                        (invalid_answer(&what), invalid < INVALID_ANSWERS, false)
                    }
                },
                Err(Miss::Unusable(what)) => {
                    invalid += 1;
                    remark = Some(prompt::invalid_remark(&what, language));
                    (invalid_answer(&what), invalid < INVALID_ANSWERS, true)
                }
                Err(Miss::Timeout) => {
                    timeouts += 1;
                    let seconds = self.0.provider.timeout.as_secs();
                    let message = format!("No whole answer within {seconds} s.");
                    (Refusal::new(FailureClass::Timeout, message), timeouts < TIMEOUTS, true)
                }
                Err(Miss::Passing(refusal)) => (refusal, true, true),
                Err(Miss::Overloaded(refusal)) => (refusal, true, false),
                Err(Miss::Final(refusal)) => (refusal, false, false),
            };
            tracing::debug!(attempt, class = refusal.failure.class.as_str(), "a model did not answer");
            if !again || attempt == ATTEMPTS {
                break refusal;
            }
            if back_off {
                tokio::select! {
                    () = sleep(self.0.pacing.wait(attempt)) => {}
                    () = cancelled(cancel) => {}
                }
            }
            if *cancel.borrow() {
                break Refusal::new(FailureClass::Cancelled, refusal.failure.message);
            }
            attempt += 1;
        };
        match foreign {
            Some(read) => Ok((read, usage)),
            None => Err(refusal),
        }
    }

    /// One attempt: the same question may be sent in several ways until the server takes it.
    async fn attempt(
        &self,
        question: &Question,
        remark: Option<&str>,
        cancel: &Cancel,
        usage: &mut Usage,
    ) -> Result<String, Miss> {
        for _ in 0..NEGOTIATIONS {
            let sent = *self.0.accepts.lock().unwrap_or_else(PoisonError::into_inner);
            let (url, body) = wire::request(&self.0.provider, &self.0.base, sent, question, remark);
            let permit = tokio::select! {
                permit = self.0.gate.enter() => permit,
                () = cancelled(cancel) => {
                    return Err(Miss::Final(Refusal::new(FailureClass::Cancelled, "The run was cancelled.")));
                }
            };
            let key = self.0.provider.key.as_ref().map(super::Secret::reveal);
            self.meter().requests += 1;
            let reply = self.0.http.post(url, key, &body, self.0.provider.timeout).await;
            let reply = reply.map_err(|err| self.miss(&err))?;
            match wire::read(self.0.provider.kind, &reply) {
                Ok(completion) => {
                    self.0.gate.succeeded();
                    self.proven(sent);
                    self.charge(question, remark, &completion, usage);
                    self.read_whole(question, remark, &completion)?;
                    return Ok(completion.text);
                }
                Err(Trouble::Unusable(what, completion)) => {
                    self.charge(question, remark, &completion, usage);
                    return Err(Miss::Unusable(what));
                }
                Err(Trouble::Overloaded(rejection)) => {
                    self.0.gate.overloaded(&permit, reply.retry_after);
                    return Err(self.later(rejection, &reply));
                }
                Err(Trouble::Passing(rejection)) if reply.status == 503 && reply.retry_after.is_some() => {
                    self.0.gate.overloaded(&permit, reply.retry_after);
                    return Err(self.later(rejection, &reply));
                }
                Err(Trouble::Passing(rejection)) => return Err(Miss::Passing(self.refusal(rejection))),
                Err(Trouble::Final(rejection)) => return Err(Miss::Final(self.refusal(rejection))),
                Err(Trouble::Rejected(rejection)) => match sent.after(&rejection.said) {
                    Some(next) => self.learn(sent, next),
                    None => return Err(Miss::Final(self.refusal(rejection))),
                },
            }
        }
        Err(Miss::Final(Refusal::new(FailureClass::BadRequest, "The server takes the question in no form.")))
    }

    fn miss(&self, err: &TransportError) -> Miss {
        match err {
            TransportError::Timeout => Miss::Timeout,
            TransportError::Unreachable(_) => {
                let host = self.0.base.host_str().unwrap_or_default();
                Miss::Passing(Refusal::new(FailureClass::Unreachable, format!("{host}: {err}")))
            }
            TransportError::Cut(_) => Miss::Passing(invalid_answer(&err.to_string())),
            TransportError::TooLarge => Miss::Unusable(err.to_string()),
        }
    }

    fn refusal(&self, rejection: Rejection) -> Refusal {
        let mut refusal = Refusal::from(rejection);
        if let Some(key) = &self.0.provider.key {
            refusal.failure.message = key.hide_in(&refusal.failure.message);
        }
        refusal
    }

    /// Another attempt, unless the server wants to be left alone for longer than a run lasts.
    fn later(&self, rejection: Rejection, reply: &Reply) -> Miss {
        let mut refusal = self.refusal(rejection);
        match reply.retry_after.filter(|wait| *wait > self.0.pacing.longest_wait) {
            Some(wait) => {
                let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::from_hours(24));
                refusal.failure.next_try = self.0.clock.now().checked_add(wait).ok();
                refusal.reach = Reach::All;
                Miss::Final(refusal)
            }
            None => Miss::Overloaded(refusal),
        }
    }

    /// Remembers what to send instead. Another question may have learnt something in the meantime: then that is tried.
    fn learn(&self, sent: Accepts, next: Accepts) {
        let mut accepts = self.0.accepts.lock().unwrap_or_else(PoisonError::into_inner);
        if (Accepts { proven: sent.proven, ..*accepts }) == sent {
            tracing::info!(?next, model = %self.0.provider.model, "the server does not take everything");
            *accepts = next;
        }
    }

    fn proven(&self, sent: Accepts) {
        let mut accepts = self.0.accepts.lock().unwrap_or_else(PoisonError::into_inner);
        if *accepts == sent {
            accepts.proven = true;
        }
    }

    /// Counts an answer's tokens; estimates them for a server that does not.
    fn charge(&self, question: &Question, remark: Option<&str>, completion: &Completion, usage: &mut Usage) {
        let input = completion.input_tokens.unwrap_or_else(|| match completion.text.is_empty() {
            true => 0,
            false => wire::prompt_tokens(question, remark),
        });
        let output = completion.output_tokens.unwrap_or_else(|| match completion.text.is_empty() {
            true => 0,
            false => wire::tokens(&completion.text),
        });
        let cost = self.0.provider.price(input, output);
        add(usage, cost);
        add(&mut self.meter().usage, cost);
    }

    /// Servers with a short context cut the beginning of a prompt, where the instructions are, and say nothing.
    fn read_whole(&self, question: &Question, remark: Option<&str>, completion: &Completion) -> Result<(), Miss> {
        let estimate = wire::prompt_tokens(question, remark);
        match completion.input_tokens {
            Some(read) if f64::from(read) < f64::from(estimate) * READ_AT_LEAST => Err(Miss::Final(invalid_answer(
                &format!("the server read only {read} of about {estimate} tokens: its context is too short"),
            ))),
            _ => Ok(()),
        }
    }
}

fn invalid_answer(what: &str) -> Refusal {
    Refusal::new(FailureClass::InvalidAnswer, format!("The answer cannot be used: {what}."))
}

fn add(sum: &mut Usage, more: Usage) {
    sum.input_tokens = sum.input_tokens.saturating_add(more.input_tokens);
    sum.output_tokens = sum.output_tokens.saturating_add(more.output_tokens);
    sum.cost += more.cost;
}

/// Resolves when the run is cancelled.
pub(super) async fn cancelled(cancel: &Cancel) {
    if cancel.clone().wait_for(|cancelled| *cancelled).await.is_err() {
        std::future::pending::<()>().await;
    }
}
