//! How many requests go out at once: additive increase, multiplicative decrease, and a pause when the server asks for
//! one. Every attempt passes here, so one paper's 429 slows all of them.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::Notify,
    time::{Instant, sleep_until},
};

use super::Pacing;

pub(super) struct Gate {
    pacing: Pacing,
    max: f64,
    state: Mutex<State>,
    wake: Notify,
}

struct State {
    /// Requests that may be under way; at least 1.
    limit: f64,
    under_way: usize,
    /// Nothing is sent before this.
    paused_until: Option<Instant>,
    /// When the limit was last halved.
    halved_at: Option<Instant>,
    /// Halvings since the last success: without a Retry-After, each pause is longer than the one before.
    halvings: u32,
}

/// The right to have one request under way.
pub(super) struct Permit<'a> {
    gate: &'a Gate,
    since: Instant,
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.gate.state().under_way -= 1;
        self.gate.wake.notify_waiters();
    }
}

impl Gate {
    pub(super) fn new(max: usize, pacing: Pacing) -> Self {
        let max = max as f64;
        let state = State { limit: max, under_way: 0, paused_until: None, halved_at: None, halvings: 0 };
        Self { pacing, max, state: Mutex::new(state), wake: Notify::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a turn.
    pub(super) async fn enter(&self) -> Permit<'_> {
        loop {
            // Made before the state is looked at, so that no wake-up between the two is missed.
            let woken = self.wake.notified();
            let pause = {
                let mut state = self.state();
                let now = Instant::now();
                let pause = state.paused_until.filter(|until| *until > now);
                if pause.is_none() && state.under_way < (state.limit as usize).max(1) {
                    state.under_way += 1;
                    return Permit { gate: self, since: now };
                }
                pause
            };
            match pause {
                Some(until) => sleep_until(until).await,
                None => woken.await,
            }
        }
    }

    /// The server was content.
    pub(super) fn succeeded(&self) {
        let mut state = self.state();
        state.limit = (state.limit + 1.0 / state.limit).min(self.max);
        state.halvings = 0;
        drop(state);
        self.wake.notify_waiters();
    }

    /// The server said that it is too much, to a request that was sent with this permit.
    pub(super) fn overloaded(&self, permit: &Permit<'_>, retry_after: Option<Duration>) {
        let mut state = self.state();
        let now = Instant::now();
        // Requests that were already out when the limit was halved are the same overload, not a further one.
        let news = state.halved_at.is_none_or(|halved| permit.since >= halved);
        if news {
            state.limit = (state.limit / 2.0).max(1.0);
            state.halved_at = Some(now);
            state.halvings += 1;
        }
        let wait = retry_after.unwrap_or_else(|| self.pacing.wait(state.halvings)).min(self.pacing.longest_wait);
        if news || retry_after.is_some() {
            state.paused_until = state.paused_until.max(Some(now + wait));
        }
    }

    #[cfg(test)]
    fn limit(&self) -> usize {
        self.state().limit as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACING: Pacing = Pacing { first_wait: Duration::from_secs(1), longest_wait: Duration::from_secs(30) };

    #[tokio::test(start_paused = true)]
    async fn an_overload_halves_once_and_successes_bring_the_limit_back() {
        let gate = Gate::new(8, PACING);
        let first = [gate.enter().await, gate.enter().await, gate.enter().await];
        tokio::time::advance(Duration::from_millis(10)).await;
        for permit in &first {
            gate.overloaded(permit, None);
        }
        assert_eq!(gate.limit(), 4, "three answers to one overload halve once");
        drop(first);
        let again = gate.enter().await;
        tokio::time::advance(Duration::from_millis(10)).await;
        gate.overloaded(&again, None);
        gate.overloaded(&again, None);
        assert_eq!(gate.limit(), 2);
        for _ in 0..100 {
            gate.succeeded();
        }
        assert_eq!(gate.limit(), 8, "never above what the reader allows");
    }

    #[tokio::test(start_paused = true)]
    async fn retry_after_stops_everybody_and_is_bounded() {
        let gate = Gate::new(4, PACING);
        let check = async |asked: u64, waited: u64| {
            let permit = gate.enter().await;
            gate.overloaded(&permit, Some(Duration::from_secs(asked)));
            drop(permit);
            let start = Instant::now();
            drop(gate.enter().await);
            assert_eq!(start.elapsed().as_secs(), waited, "asked for {asked} s");
        };
        check(7, 7).await;
        check(3_600, 30).await;
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_than_the_limit_are_under_way() {
        let gate = Gate::new(2, PACING);
        let (first, _second) = (gate.enter().await, gate.enter().await);
        assert!(tokio::time::timeout(Duration::from_secs(1), gate.enter()).await.is_err());
        drop(first);
        assert!(tokio::time::timeout(Duration::from_secs(1), gate.enter()).await.is_ok());
    }
}
