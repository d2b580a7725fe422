//! Grace periods (`docs/spec/management-api.md` section 4): a setting becomes one absolute instant. Instants only, so
//! neither time zones nor daylight saving can move a deadline.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

/// How the end of a grace period is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum GracePeriodType {
    /// One instant for everybody.
    ByDateTime,
    /// So long after a device was first found not compliant.
    ByDuration,
}

/// The setting of a policy, as it is on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GracePeriod {
    /// How [`GracePeriod::expiry`] is to be read.
    #[serde(rename = "type")]
    pub kind: GracePeriodType,
    /// An RFC 3339 date-time or an ISO 8601 duration. Read as `{"value": …}` too: Okta's Python SDK writes it so.
    #[serde(deserialize_with = "plain_or_wrapped")]
    pub expiry: String,
    /// What a [`GracePeriodType::ByDuration`] counts from; absent, from [`GraceStart::FirstFailure`]. Additive: Okta's
    /// clients neither send nor read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<GraceStart>,
    /// An ISO 8601 duration: so long after a person has confirmed the reminder, sign-ins go on without it (see
    /// [`super::Reminding`]); absent, every sign-in shows it. Additive, as [`GracePeriod::starts_on`].
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "plain_or_wrapped_or_nothing"
    )]
    pub reminder_interval: Option<String>,
}

/// What the time of a window counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum GraceStart {
    /// The first evaluation in which the device fails the policy, whoever hears of it.
    #[default]
    FirstFailure,
    /// The first reminder that was given to the person: who closes the browser before loses no time.
    FirstReminder,
}

/// What a [`GracePeriod`] means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraceEnd {
    /// Ends at this instant.
    At(Timestamp),
    /// Ends so long after its start.
    After(SignedDuration),
}

impl GracePeriod {
    /// What the setting means; `None` where it cannot be read, which the management API refuses.
    pub fn end(&self) -> Option<GraceEnd> {
        match self.kind {
            GracePeriodType::ByDateTime => self.expiry.parse().ok().map(GraceEnd::At),
            GracePeriodType::ByDuration => duration(&self.expiry).map(GraceEnd::After),
        }
    }

    /// How long after a confirmed reminder there is none; `None` where every sign-in shows it, and where the setting
    /// cannot be read, which the management API refuses.
    pub fn reminds_every(&self) -> Option<SignedDuration> {
        duration(self.reminder_interval.as_ref()?)
    }

    /// When a window that started at `start` ends.
    pub fn deadline(&self, start: Timestamp) -> Option<Timestamp> {
        match self.end()? {
            GraceEnd::At(instant) => Some(instant),
            GraceEnd::After(length) => start.checked_add(length).ok(),
        }
    }
}

/// One device's time to become compliant with one policy, for one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GraceWindow {
    /// The device assurance policy.
    pub policy_id: String,
    /// The user.
    pub user_id: String,
    /// The device.
    pub device_id: String,
    /// When the device was first found not compliant.
    pub first_noncompliant_at: Timestamp,
    /// When access ends: from this instant on.
    pub expires_at: Timestamp,
}

impl GraceWindow {
    /// The same window, as long, counted from `start`.
    #[must_use]
    pub fn counted_from(self, start: Timestamp) -> Self {
        let length = self.expires_at.duration_since(self.first_noncompliant_at);
        Self {
            first_noncompliant_at: start,
            expires_at: start.saturating_add(length).unwrap_or(Timestamp::MAX),
            ..self
        }
    }
}

/// A text, by itself or in an object.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected a text, or an object with a text as `value`"
)]
enum Written {
    Plain(String),
    Wrapped { value: String },
}

impl Written {
    fn text(self) -> String {
        match self {
            Self::Plain(value) | Self::Wrapped { value } => value,
        }
    }
}

fn plain_or_wrapped<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Written::deserialize(deserializer).map(Written::text)
}

/// An empty text says as little as none.
fn plain_or_wrapped_or_nothing<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    let written = Option::<Written>::deserialize(deserializer)?;
    Ok(written.map(Written::text).filter(|text| !text.is_empty()))
}

/// Reads the contract's `TimeDuration`. A day is 24 hours, a month 30 days, a year 365 days.
pub(super) fn duration(text: &str) -> Option<SignedDuration> {
    const DATE: [(char, i64); 4] = [
        ('Y', 365 * 86_400),
        ('M', 30 * 86_400),
        ('W', 7 * 86_400),
        ('D', 86_400),
    ];
    const TIME: [(char, i64); 3] = [('H', 3_600), ('M', 60), ('S', 1)];
    let text = text.strip_prefix('P').filter(|rest| !rest.is_empty())?;
    let (date, time) = match text.split_once('T') {
        Some((_, "")) => return None,
        Some((date, time)) => (date, time),
        None => (text, ""),
    };
    let seconds = units(date, &DATE)?.checked_add(units(time, &TIME)?)?;
    Some(SignedDuration::from_secs(seconds))
}

/// Sums numbers followed by unit letters, each letter at most once and in the order of `units`.
fn units(mut text: &str, units: &[(char, i64)]) -> Option<i64> {
    let mut sum = 0_i64;
    for (letter, seconds) in units {
        let digits = text.len()
            - text
                .trim_start_matches(|character: char| character.is_ascii_digit())
                .len();
        if digits > 0 && text[digits..].starts_with(*letter) {
            sum = sum.checked_add(text[..digits].parse::<i64>().ok()?.checked_mul(*seconds)?)?;
            text = &text[digits + 1..];
        }
    }
    text.is_empty().then_some(sum)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn days(days: i64) -> SignedDuration {
        SignedDuration::from_hours(24 * days)
    }

    #[test]
    fn durations_follow_the_contracts_pattern() {
        assert_eq!(duration("P7D"), Some(days(7)));
        assert_eq!(duration("P2W"), Some(days(14)));
        assert_eq!(duration("P1M"), Some(days(30)));
        assert_eq!(duration("P1DT12H"), Some(SignedDuration::from_hours(36)));
        assert_eq!(duration("PT90S"), Some(SignedDuration::from_secs(90)));
        for bad in [
            "",
            "P",
            "PT",
            "7D",
            "P7",
            "P1DT",
            "PD",
            "P1D1W",
            "P-1D",
            "P1.5D",
            "p7d",
            "P99999999999999999999D",
        ] {
            assert_eq!(duration(bad), None, "{bad} must be refused");
        }
    }

    #[test]
    fn an_expiry_in_an_object_is_read_and_written_as_a_string() {
        let period: GracePeriod =
            serde_json::from_str(r#"{"type":"BY_DURATION","expiry":{"value":"P30D"}}"#).unwrap();
        assert_eq!(
            serde_json::to_string(&period).unwrap(),
            r#"{"type":"BY_DURATION","expiry":"P30D"}"#
        );
    }

    #[test]
    fn the_interval_of_reminders_is_read_as_the_expiry_is_and_nothing_stays_nothing() {
        let read = |interval: &str| -> GracePeriod {
            let text =
                format!(r#"{{"type":"BY_DURATION","expiry":"P7D","reminderInterval":{interval}}}"#);
            serde_json::from_str(&text).unwrap()
        };
        for interval in [r#""P1D""#, r#"{"value":"P1D"}"#] {
            assert_eq!(read(interval).reminds_every(), Some(days(1)), "{interval}");
        }
        for nothing in ["null", r#""""#] {
            let period = read(nothing);
            assert_eq!(period.reminds_every(), None, "{nothing}");
            assert_eq!(
                serde_json::to_string(&period).unwrap(),
                r#"{"type":"BY_DURATION","expiry":"P7D"}"#
            );
        }
        assert_eq!(read(r#""daily""#).reminds_every(), None);
    }

    #[test]
    fn a_duration_counts_absolute_hours_across_a_clock_change() {
        let period = GracePeriod {
            kind: GracePeriodType::ByDuration,
            expiry: "P1D".to_owned(),
            starts_on: None,
            reminder_interval: None,
        };
        // The night in which Berlin's clocks go forward has 23 hours on the wall; the deadline does not care.
        let start = "2026-03-28T20:00:00Z".parse().unwrap();
        assert_eq!(
            period.deadline(start),
            Some("2026-03-29T20:00:00Z".parse().unwrap())
        );
    }

    /// Clocks that go forward and back on different days, by an hour or by half of one (POSIX TZ strings: Berlin, New
    /// York, Lord Howe, and one that never changes).
    const ZONES: [&str; 4] = [
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "EST5EDT,M3.2.0,M11.1.0",
        "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
        "<+0530>-5:30",
    ];

    proptest! {
        #[test]
        fn a_deadline_is_the_start_and_so_many_milliseconds_wherever_one_stands(
            start in 0_i64..4_102_444_800_000,
            length in 1_i64..=180,
            zone in proptest::sample::select(&ZONES[..]),
        ) {
            let period = GracePeriod {
                kind: GracePeriodType::ByDuration,
                expiry: format!("P{length}D"),
                starts_on: None,
                reminder_interval: None,
            };
            let start = Timestamp::from_millisecond(start).unwrap();
            let deadline = period.deadline(start).unwrap();
            prop_assert_eq!(
                deadline.as_millisecond() - start.as_millisecond(),
                length * 24 * 60 * 60 * 1000
            );
            // The same instant, told with the wall clock of any zone, gives the same deadline.
            let told = start.to_zoned_datetime(jiff::tz::TimeZone::posix(zone).unwrap());
            prop_assert_eq!(period.deadline(told.timestamp()), Some(deadline));
        }

        #[test]
        fn a_date_is_one_instant_in_whatever_offset_it_is_written(
            instant in 0_i64..4_102_444_800,
            hours in -12_i8..=14,
        ) {
            let instant = Timestamp::from_second(instant).unwrap();
            let offset = jiff::tz::Offset::constant(hours);
            let period = GracePeriod {
                kind: GracePeriodType::ByDateTime,
                expiry: instant.display_with_offset(offset).to_string(),
                starts_on: None,
                reminder_interval: None,
            };
            prop_assert_eq!(period.end(), Some(GraceEnd::At(instant)));
        }
    }
}
