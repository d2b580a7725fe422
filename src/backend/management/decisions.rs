//! What nothing public says about Okta's management API, decided by us: each is explained in `docs/decisions.md`.

use jiff::SignedDuration;

use crate::backend::evaluation::{LONGEST_REMINDER_INTERVAL, SHORTEST_REMINDER_INTERVAL};

/// Longest name.
pub(super) const NAME_LENGTH: usize = 255;
/// Longest description.
pub(super) const DESCRIPTION_LENGTH: usize = 1024;
/// Longest osquery statement.
pub(super) const QUERY_LENGTH: usize = 4096;
/// Longest remediation text.
pub(super) const TEXT_LENGTH: usize = 1024;
/// Longest note beside a decision about an exemption.
pub(super) const NOTE_LENGTH: usize = 1000;
/// Longest address.
pub(super) const URL_LENGTH: usize = 2048;
/// Shortest and longest time that fixing a check may be said to take: a minute to a day.
pub(super) const FIX_MINUTES: std::ops::RangeInclusive<u32> = 1..=24 * 60;
/// Longest profile of an app, in characters of JSON.
pub(super) const PROFILE_LENGTH: usize = 16 * 1024;
/// Shortest and longest client identifier that may be chosen, in characters; these two are documented.
pub(super) const CLIENT_ID_LENGTH: std::ops::RangeInclusive<usize> = 6..=100;
/// Shortest and longest secret that may be chosen, in characters; these two are documented.
pub(super) const CLIENT_SECRET_LENGTH: std::ops::RangeInclusive<usize> = 14..=100;
/// Largest request body.
pub(super) const BODY_LENGTH: usize = 256 * 1024;
/// `errorCode` of a deletion of what is in use, and of what cannot be done as things stand.
pub(super) const CONFLICT_CODE: &str = "E0000195";
/// Seconds after which a request is worth another try that the store could not serve at this moment.
pub(super) const TRY_AGAIN_AFTER: &str = "10";
/// Most own rules of a policy; also the priority of the Catch-all rule, which comes behind them.
pub(super) const OWN_RULES: i64 = 99;
/// `reauthenticateIn` of a verification method of the type `ASSURANCE` that does not say it.
pub(super) const REAUTHENTICATE_IN: &str = "PT12H";
/// Most keys of a client.
pub(super) const CLIENT_KEYS: usize = 50;
/// Shortest password.
pub(super) const PASSWORD_LENGTH: usize = 8;
/// Longest password: hashing an endless one would cost endless time.
pub(super) const PASSWORD_MAXIMUM: usize = 1024;
/// Shortest and longest `BY_DURATION` in days; these two are documented.
pub(super) const GRACE_DAYS: std::ops::RangeInclusive<i64> = 1..=180;
/// Shortest and longest time between two reminders of a grace period.
pub(super) const REMINDER_INTERVAL: std::ops::RangeInclusive<SignedDuration> =
    SHORTEST_REMINDER_INTERVAL..=LONGEST_REMINDER_INTERVAL;
/// What a refusal of a policy without conditions is about; recorded from a real organization.
pub(super) const ASSURANCE_SUBJECT: &str = "deviceAssuranceMediated";

/// What a `variableName` looks like, as a regular expression: what [`is_variable_name`] accepts.
pub(super) const VARIABLE_NAME: &str = "^[A-Za-z][A-Za-z0-9_]{0,63}$";

/// Whether `name` may be a `variableName`.
pub(super) fn is_variable_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
