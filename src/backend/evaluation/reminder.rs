//! How often a person is reminded during grace (`docs/decisions.md`). A reminder that was confirmed is good for a while:
//! sign-ins go on without another one, unless there is news or the end is near. Instants only, as in [`super::GracePeriod`].

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{PolicyEvaluation, Verdict};

/// Shortest time between two reminders.
pub const SHORTEST_REMINDER_INTERVAL: SignedDuration = SignedDuration::from_hours(1);
/// Longest time between two reminders: one that was confirmed longer ago counts for nothing.
pub const LONGEST_REMINDER_INTERVAL: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How long before the deadline people are reminded once more, however recently they were.
const LAST_DAY: SignedDuration = SignedDuration::from_hours(24);
/// What "less than" is longer than "at most".
const MILLISECOND: SignedDuration = SignedDuration::from_millis(1);

/// The last reminder that a person has confirmed, of one policy on one device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GraceReminder {
    /// The device assurance policy.
    pub policy_id: String,
    /// The user.
    pub user_id: String,
    /// The device.
    pub device_id: String,
    /// When it was confirmed.
    pub confirmed_at: Timestamp,
    /// The deadline that it named.
    pub deadline: Timestamp,
    /// What it said that the policy finds wrong.
    pub failures: Vec<Failure>,
}

/// A check that failed, as far as it makes one reminder another one: what a device has meanwhile instead of what is asked
/// for is no news.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// [`super::CheckResult::id`].
    pub check: String,
    /// What is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<String>,
}

impl Failure {
    /// What a policy finds wrong, in an order of its own: an administrator may list checks in another one.
    pub fn all(evaluation: &PolicyEvaluation) -> Vec<Self> {
        let failed = evaluation
            .checks
            .iter()
            .filter(|check| check.verdict == Verdict::Fail);
        let mut failures: Vec<_> = failed
            .map(|check| Self {
                check: check.id.clone(),
                required: check.required.clone(),
            })
            .collect();
        failures.sort();
        failures
    }
}

/// How often the policy of a reminder wants people to be reminded, and what there is to remind of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reminding {
    /// [`super::GracePeriod::reminds_every`].
    pub interval: SignedDuration,
    /// What the policy finds wrong.
    pub failures: Vec<Failure>,
    /// The reminder that still counts: another one is left out.
    pub confirmed: Option<Confirmed>,
}

/// A reminder that still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Confirmed {
    /// When it was confirmed.
    pub at: Timestamp,
    /// From when on the next one is shown. At the deadline, which ends access, there is no next one.
    pub until: Timestamp,
}

impl Reminding {
    /// From when on a reminder is shown again to a person who confirms one at `confirmed_at` and has until `deadline`.
    ///
    /// After the interval, and at the latest when less than 24 hours, or less than the interval, are left; nothing comes
    /// between a reminder that was confirmed then and the deadline.
    pub fn next(&self, confirmed_at: Timestamp, deadline: Timestamp) -> Timestamp {
        let last_part = self.interval.min(LAST_DAY);
        let exactly_left = deadline.saturating_sub(last_part).unwrap_or(Timestamp::MIN);
        if confirmed_at > exactly_left {
            return deadline;
        }
        let after = |start: Timestamp, time: SignedDuration| {
            start.saturating_add(time).unwrap_or(Timestamp::MAX)
        };
        after(confirmed_at, self.interval).min(after(exactly_left, MILLISECOND))
    }

    /// What `reminder` still counts for at `now`, with access until `deadline`: nothing where there is news, which is a
    /// deadline that has come nearer, or something else that is wrong.
    pub(super) fn count(&mut self, reminder: &GraceReminder, deadline: Timestamp, now: Timestamp) {
        let news = deadline < reminder.deadline || self.failures != reminder.failures;
        let confirmed = Confirmed {
            at: reminder.confirmed_at,
            until: self.next(reminder.confirmed_at, deadline),
        };
        self.confirmed = Some(confirmed).filter(|confirmed| !news && now < confirmed.until);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn every(interval: SignedDuration) -> Reminding {
        Reminding {
            interval,
            failures: Vec::new(),
            confirmed: None,
        }
    }

    #[test]
    fn the_next_reminder_comes_after_the_interval_and_in_the_last_day_at_the_latest() {
        let daily = every(SignedDuration::from_hours(24));
        let weekly = every(SignedDuration::from_hours(7 * 24));
        let hourly = every(SignedDuration::from_hours(1));
        let deadline = at("2026-03-08T10:00:00Z");
        for (reminding, confirmed, next) in [
            (&daily, "2026-03-01T10:15:00Z", "2026-03-02T10:15:00Z"),
            (&weekly, "2026-03-01T09:00:00Z", "2026-03-07T10:00:00.001Z"),
            (
                &hourly,
                "2026-03-08T08:59:59.999Z",
                "2026-03-08T09:00:00.001Z",
            ),
            // Exactly so much is left is not yet less.
            (&weekly, "2026-03-07T10:00:00Z", "2026-03-07T10:00:00.001Z"),
            (&hourly, "2026-03-08T09:00:00Z", "2026-03-08T09:00:00.001Z"),
            // Confirmed in the last part: nothing more comes.
            (&weekly, "2026-03-07T10:00:00.001Z", "2026-03-08T10:00:00Z"),
            (&hourly, "2026-03-08T09:00:00.001Z", "2026-03-08T10:00:00Z"),
        ] {
            assert_eq!(
                reminding.next(at(confirmed), deadline),
                at(next),
                "{confirmed}"
            );
        }
    }

    #[test]
    fn ends_of_time_are_no_reason_to_fall_over() {
        let monthly = every(LONGEST_REMINDER_INTERVAL);
        assert_eq!(
            monthly.next(Timestamp::MIN, Timestamp::MIN),
            Timestamp::MIN + MILLISECOND
        );
        assert_eq!(monthly.next(Timestamp::MAX, Timestamp::MAX), Timestamp::MAX);
    }

    proptest! {
        /// The rule as it is told to people, millisecond by millisecond around each of its edges.
        #[test]
        fn a_reminder_is_left_out_exactly_as_long_as_the_rule_says(
            interval in 1_i64..=720,
            window in 1_i64..=4_320,
            confirmed in 0_i64..=1_000,
            edge in 0_usize..3,
            off in -2_i64..=2,
        ) {
            const HOUR: i64 = 3_600_000;
            let (interval, deadline) = (interval * HOUR, window * HOUR);
            let confirmed = deadline / 1_000 * confirmed;
            let edges = [confirmed + interval, deadline - interval.min(24 * HOUR), deadline];
            let now = (edges[edge] + off).max(confirmed);
            let instant = |milliseconds| Timestamp::from_millisecond(milliseconds).unwrap();
            let reminding = every(SignedDuration::from_millis(interval));
            let left = deadline - now;
            let nearly_over = left < interval.min(24 * HOUR);
            let since = deadline - confirmed < interval.min(24 * HOUR);
            let left_out = now < deadline && now - confirmed < interval && (!nearly_over || since);
            prop_assert_eq!(now < deadline && instant(now) < reminding.next(instant(confirmed), instant(deadline)), left_out);
        }
    }
}
