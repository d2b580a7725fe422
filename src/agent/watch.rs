//! After an answer, while the organization is interested: watches the device and answers again when something changed,
//! so that a fix is noticed without anybody clicking.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use tokio::{sync::watch, task::AbortHandle, time::sleep};

use super::{
    Agent, Failure,
    challenge::{Challenge, Report},
    device::Device,
    issuer::{self, Accepted, TransactionState},
    runner::Runner,
};

/// How often a real device is looked at.
const INTERVAL: Duration = Duration::from_secs(5);
/// How many challenges are watched at most.
const MOST: usize = 16;

/// What is watched: challenge → its task.
#[derive(Debug, Default)]
pub(super) struct Watches(Mutex<HashMap<String, AbortHandle>>);

/// Tells when to look at the device again.
#[derive(Debug)]
pub(super) enum Changes {
    /// The simulated device says so.
    Told(watch::Receiver<Device>),
    /// Every now and then.
    Interval,
}

impl Changes {
    pub(super) fn of(runner: &Runner) -> Self {
        match runner {
            Runner::Simulated(file) => Self::Told(file.subscribe()),
            Runner::Osquery(_) => Self::Interval,
        }
    }

    async fn next(&mut self) {
        match self {
            // The sender lives as long as the agent.
            Self::Told(changes) => drop(changes.changed().await),
            Self::Interval => sleep(INTERVAL).await,
        }
    }
}

impl Watches {
    /// Goes on answering `challenge`, which was answered with `report`. A newer watch of the same challenge takes the
    /// place of an older one.
    pub(super) fn start(
        agent: &Arc<Agent>,
        challenge: Challenge,
        report: Report,
        accepted: Accepted,
        changes: Changes,
    ) {
        let id = challenge.jti.clone();
        let mut watches = agent
            .watches
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        watches.retain(|_, task| !task.is_finished());
        if let Some(older) = watches.remove(&id) {
            older.abort();
        }
        if watches.len() >= MOST || remaining(&accepted, agent.clock.now()).is_none() {
            return;
        }
        let task = tokio::spawn(watch_one(
            Arc::clone(agent),
            challenge,
            report,
            accepted,
            changes,
        ));
        watches.insert(id, task.abort_handle());
    }

    /// Ends all.
    pub(super) fn stop(&self) {
        for (_, task) in self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .drain()
        {
            task.abort();
        }
    }
}

/// How long the organization is still interested.
fn remaining(accepted: &Accepted, now: Timestamp) -> Option<Duration> {
    if accepted.transaction_state == TransactionState::Done {
        return None;
    }
    Duration::try_from(accepted.watch_until?.duration_since(now))
        .ok()
        .filter(|left| !left.is_zero())
}

async fn watch_one(
    agent: Arc<Agent>,
    challenge: Challenge,
    mut told: Report,
    mut accepted: Accepted,
    mut changes: Changes,
) {
    let mut again = false;
    while let Some(left) = remaining(&accepted, agent.clock.now()) {
        tokio::select! {
            () = changes.next() => {}
            // What did not arrive is tried again.
            () = sleep(INTERVAL), if again => {}
            () = sleep(left) => continue,
        }
        again = false;
        let report = match agent.report(&challenge).await {
            Ok(report) if report == told => continue,
            Ok(report) => report,
            Err(error) => {
                tracing::warn!(%error, "the device could not be read");
                continue;
            }
        };
        match agent.deliver(&challenge, &report).await {
            Ok(answer) => {
                tracing::info!(
                    challenge = challenge.jti,
                    "the device changed: the challenge is answered again"
                );
                (told, accepted) = (report, answer);
            }
            Err(Failure::Organization(issuer::Error::Unreachable(error))) => {
                tracing::warn!(%error, "the change could not be delivered yet");
                again = true;
            }
            Err(error) => {
                tracing::info!(challenge = challenge.jti, %error, "the challenge is no longer watched");
                return;
            }
        }
    }
}
