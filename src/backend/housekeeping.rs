//! Keeping house: what is over is forgotten, a little at a time, by one of the instances that share a database.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use super::{
    evaluation::LONGEST_REMINDER_INTERVAL,
    store::{self, Store},
};
use crate::clock::SharedClock;

/// How often, by any instance.
const PERIOD: SignedDuration = SignedDuration::from_mins(5);
/// How often an instance asks whether it is its turn.
const ASK: Duration = Duration::from_mins(1);

/// How long things are kept that nobody needs any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Events of the System Log; for ever where it is `None`.
    pub events: Option<SignedDuration>,
    /// Sign-ins that are over, with their codes and the answers seen in them: so long whoever comes back is told that
    /// the sign-in is over, and a code that was used is known to be used.
    pub sign_ins: SignedDuration,
    /// Wrong passwords: longer than they count against their login.
    pub attempts: SignedDuration,
    /// Exemptions and requests for them that are over.
    pub exemptions: SignedDuration,
}

impl Default for Retention {
    /// Okta keeps its System Log for 90 days.
    fn default() -> Self {
        Self {
            events: Some(SignedDuration::from_hours(90 * 24)),
            sign_ins: SignedDuration::from_hours(1),
            attempts: SignedDuration::from_hours(24),
            exemptions: SignedDuration::from_hours(90 * 24),
        }
    }
}

/// What was forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Events of the System Log.
    pub events: u64,
    /// Sign-ins.
    pub sign_ins: u64,
    /// Wrong passwords.
    pub attempts: u64,
    /// What people took along.
    pub handouts: u64,
    /// Exemptions and requests for them.
    pub exemptions: u64,
    /// Reminders that were confirmed.
    pub reminders: u64,
}

/// Forgets everything whose time is over at `now`.
///
/// Windows of grace stay, also those that have ended: an ended window is what keeps a device from being given another
/// one. They go with their policy, or once the device meets it.
///
/// # Errors
/// Where the database refuses; what was forgotten until then stays forgotten.
pub async fn sweep(store: &Store, now: Timestamp, retention: &Retention) -> store::Result<Swept> {
    let before = |kept: SignedDuration| now.saturating_sub(kept).unwrap_or(Timestamp::MIN);
    Ok(Swept {
        sign_ins: store
            .forget_sign_ins_before(before(retention.sign_ins))
            .await?,
        attempts: store
            .forget_attempts_before(before(retention.attempts))
            .await?,
        // Nobody can read them any more.
        handouts: store.forget_handouts_before(now).await?,
        exemptions: store
            .forget_exemptions_before(before(retention.exemptions))
            .await?,
        // No policy can want people to be left alone for longer.
        reminders: store
            .forget_grace_reminders_before(before(LONGEST_REMINDER_INTERVAL))
            .await?,
        events: match retention.events {
            Some(kept) => store.forget_events_before(before(kept)).await?,
            None => 0,
        },
    })
}

/// Keeps house until `stop`. What goes wrong is logged and tried again at the next turn.
pub async fn run(store: Store, clock: SharedClock, retention: Retention, stop: CancellationToken) {
    let keep = async {
        loop {
            match turn(&store, &clock, &retention).await {
                Ok(None) => {}
                Ok(Some(swept)) if swept == Swept::default() => {}
                Ok(Some(Swept {
                    events,
                    sign_ins,
                    attempts,
                    handouts,
                    exemptions,
                    reminders,
                })) => tracing::info!(
                    events,
                    sign_ins,
                    attempts,
                    handouts,
                    exemptions,
                    reminders,
                    "forgot what is over"
                ),
                Err(error) => {
                    tracing::warn!(%error, "what is over could not be forgotten; it is tried again");
                }
            }
            tokio::time::sleep(ASK).await;
        }
    };
    stop.run_until_cancelled(keep).await;
}

/// Sweeps where it is this instance's turn.
async fn turn(
    store: &Store,
    clock: &SharedClock,
    retention: &Retention,
) -> store::Result<Option<Swept>> {
    let now = clock.now();
    let next = now.saturating_add(PERIOD).unwrap_or(Timestamp::MAX);
    if store.take_housekeeping(now, next).await? {
        sweep(store, now, retention).await.map(Some)
    } else {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        backend::{
            evaluation::GraceReminder,
            store::{Actor, LogEvent, LogOrder, LogPage, Stored, Together},
        },
        clock::ManualClock,
        random::{SharedRandom, SystemRandom},
    };

    fn start() -> Timestamp {
        "2026-03-01T10:00:00Z".parse().unwrap()
    }

    async fn event(store: &Store, at: Timestamp) {
        let random: SharedRandom = Arc::new(SystemRandom);
        let event = LogEvent::new(at, &random, "x", "x", Actor::default());
        store.append_event(&event).await.unwrap();
    }

    async fn events(store: &Store) -> usize {
        let page = LogPage {
            since: Timestamp::MIN,
            until: Timestamp::MAX,
            order: LogOrder::Stored,
            after: None,
            limit: 100,
        };
        store.events(&page).await.unwrap().len()
    }

    async fn sign_in(store: &Store, id: &str, expires_at: Timestamp) {
        let stored = Stored {
            id: id.to_owned(),
            version: 1,
            expires_at,
            challenge_id: None,
            document: String::new(),
        };
        store.insert_sign_in(id, &stored).await.unwrap();
        assert!(store.remember_answer(id, "answer").await.unwrap());
    }

    #[tokio::test]
    async fn what_is_over_is_forgotten_at_its_time_to_the_millisecond() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let retention = Retention::default();
        event(&store, start()).await;
        sign_in(&store, "a", start()).await;
        let since = start() - SignedDuration::from_mins(15);
        store
            .begin_attempt("a", "ada", since, start(), 10)
            .await
            .unwrap();
        let swept =
            async |after: SignedDuration| sweep(&store, start() + after, &retention).await.unwrap();
        let moment = SignedDuration::from_millis(1);
        assert_eq!(swept(retention.sign_ins).await, Swept::default());
        let over = swept(retention.sign_ins + moment).await;
        assert_eq!((over.sign_ins, over.attempts, over.events), (1, 0, 0));
        assert_eq!(store.sign_in::<String>("a").await.unwrap(), None);
        let over = swept(retention.attempts + moment).await;
        assert_eq!((over.sign_ins, over.attempts, over.events), (0, 1, 0));
        let kept = retention.events.unwrap();
        assert_eq!(swept(kept).await, Swept::default());
        assert_eq!(swept(kept + moment).await.events, 1);
        assert_eq!(events(&store).await, 0);
    }

    #[tokio::test]
    async fn a_confirmed_reminder_is_forgotten_when_no_policy_could_count_it_any_more() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let random: SharedRandom = Arc::new(SystemRandom);
        let policy = serde_json::from_str(
            r#"{"id": "dae1", "name": "Mac", "platform": "MACOS", "gracePeriod":
                {"type": "BY_DURATION", "expiry": "P90D", "reminderInterval": "P30D"}}"#,
        );
        let event = LogEvent::new(start(), &random, "x", "x", Actor::default());
        let put = store.put_assurance(&policy.unwrap(), &event).await;
        assert_eq!(put.unwrap(), store::Written::Done);
        let end = start() + SignedDuration::from_hours(90 * 24);
        sign_in(&store, "a", end).await;
        let written = store.sign_in::<String>("a").await.unwrap().unwrap();
        let together = Together {
            reminder: Some(GraceReminder {
                policy_id: "dae1".to_owned(),
                user_id: "00u1".to_owned(),
                device_id: "guo1".to_owned(),
                confirmed_at: start(),
                deadline: end,
                failures: Vec::new(),
            }),
            ..Together::default()
        };
        store.update_sign_in(&written, &together).await.unwrap();
        let longest = start() + LONGEST_REMINDER_INTERVAL;
        let retention = Retention::default();
        let swept = async |at| sweep(&store, at, &retention).await.unwrap().reminders;
        assert_eq!(swept(longest).await, 0);
        assert_eq!(swept(longest + SignedDuration::from_millis(1)).await, 1);
    }

    #[tokio::test]
    async fn without_a_retention_events_stay_for_ever() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        event(&store, start()).await;
        let retention = Retention {
            events: None,
            ..Retention::default()
        };
        assert_eq!(
            sweep(&store, Timestamp::MAX, &retention).await.unwrap(),
            Swept::default()
        );
        assert_eq!(events(&store).await, 1);
    }

    #[tokio::test]
    async fn of_several_instances_one_keeps_house_in_a_period() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let manual = Arc::new(ManualClock::new(start()));
        let clock: SharedClock = manual.clone();
        let turn = async || turn(&store, &clock, &Retention::default()).await.unwrap();
        assert_eq!(turn().await, Some(Swept::default()));
        assert_eq!(turn().await, None);
        sign_in(&store, "a", start() - SignedDuration::from_hours(2)).await;
        assert_eq!(turn().await, None);
        manual.advance(PERIOD);
        assert_eq!(turn().await.unwrap().sign_ins, 1);
    }

    #[tokio::test]
    async fn it_keeps_house_at_once_and_ends_when_it_is_stopped() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        sign_in(&store, "a", start()).await;
        let clock: SharedClock =
            Arc::new(ManualClock::new(start() + SignedDuration::from_hours(2)));
        let stop = CancellationToken::new();
        let running = tokio::spawn(run(
            store.clone(),
            clock,
            Retention::default(),
            stop.clone(),
        ));
        while store.sign_in::<String>("a").await.unwrap().is_some() {
            tokio::task::yield_now().await;
        }
        stop.cancel();
        running.await.unwrap();
    }
}
