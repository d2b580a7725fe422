//! Exemptions (`docs/spec/ux.md` (c) 13): more time, asked for by a person and granted by an administrator, for one person,
//! one device and one policy. Each step gives the next state of a request; a step that it does not allow gives none.
//!
//! Times are kept to the millisecond, as the store has them.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Platform, grace::duration};

/// The shortest and the longest exemption.
const BOUNDS: (SignedDuration, SignedDuration) = (
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(90 * 24),
);
/// How long a request waits for an administrator.
const PATIENCE: SignedDuration = SignedDuration::from_hours(14 * 24);
/// What people choose from, shortest first, as far as a policy allows it.
const CHOICES: [&str; 7] = ["PT4H", "P1D", "P3D", "P7D", "P14D", "P30D", "P90D"];

/// The setting of a policy, as it is on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExemptionSettings {
    /// The longest time that may be asked for and granted: an ISO 8601 duration, from an hour to 90 days.
    pub maximum_duration: String,
}

impl ExemptionSettings {
    /// The longest time; `None` where the setting cannot be read or is out of bounds, which the management API refuses.
    pub fn maximum(&self) -> Option<SignedDuration> {
        duration(&self.maximum_duration).filter(|length| (BOUNDS.0..=BOUNDS.1).contains(length))
    }

    /// What may be asked for, shortest first; the last one is the maximum.
    pub fn choices(&self) -> Vec<String> {
        let Some(maximum) = self.maximum() else {
            return Vec::new();
        };
        let shorter = CHOICES
            .into_iter()
            .filter(|choice| duration(choice).is_some_and(|length| length < maximum));
        shorter
            .chain([self.maximum_duration.as_str()])
            .map(str::to_owned)
            .collect()
    }

    /// Whether an administrator may grant this.
    pub fn allows(&self, length: &str) -> bool {
        let granted = duration(length).filter(|length| *length > SignedDuration::ZERO);
        granted
            .zip(self.maximum())
            .is_some_and(|(granted, maximum)| granted <= maximum)
    }
}

/// What has become of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ExemptionStatus {
    /// Nobody has decided yet.
    Pending,
    /// It holds until its end.
    Approved,
    /// An administrator has refused it.
    Declined,
    /// An administrator has ended it before its time.
    Revoked,
    /// Its time is over: that of an approved one, or that in which it could have been decided. Follows from the time and
    /// is never stored.
    Expired,
}

impl ExemptionStatus {
    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Approved => "APPROVED",
            Self::Declined => "DECLINED",
            Self::Revoked => "REVOKED",
            Self::Expired => "EXPIRED",
        }
    }
}

/// What is known about whom and what a request is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExemptionSubject {
    /// The user.
    pub user_id: String,
    /// The user's login, as it was then.
    pub user_login: String,
    /// The device.
    pub device_id: String,
    /// The device's name, as it was then.
    pub device_name: String,
    /// The device's platform.
    pub platform: Platform,
    /// The device assurance policy.
    pub policy_id: String,
    /// The policy's name, as it was then.
    pub policy_name: String,
    /// The checks that were not met then.
    pub checks: Vec<String>,
}

/// A request for an exemption, and what an administrator has decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Exemption {
    /// Identifier, `exm…`.
    pub id: String,
    /// For whom and what.
    #[serde(flatten)]
    pub subject: ExemptionSubject,
    /// Why, in the person's words.
    pub reason: String,
    /// For how long, an ISO 8601 duration.
    pub requested_duration: String,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// What was decided, whatever time it is: never [`ExemptionStatus::Expired`]. See [`Exemption::status`].
    pub decision: ExemptionStatus,
    /// Who decided last.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// What was granted, an ISO 8601 duration.
    pub duration: Option<String>,
    /// The end of what was granted: from this instant on it counts for nothing.
    pub expires_at: Option<Timestamp>,
    /// What the administrator says about the last decision.
    pub note: Option<String>,
}

/// Who decides, and what is said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExemptionVerdict {
    /// The user, token or client.
    pub by: String,
    /// For the person and other administrators.
    pub note: Option<String>,
}

impl Exemption {
    /// A new request.
    pub fn new(
        id: String,
        subject: ExemptionSubject,
        reason: String,
        length: String,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            subject,
            reason,
            requested_duration: length,
            requested_at: to_the_millisecond(now),
            decision: ExemptionStatus::Pending,
            decided_by: None,
            decided_at: None,
            duration: None,
            expires_at: None,
            note: None,
        }
    }

    /// What has become of it at `now`.
    pub fn status(&self, now: Timestamp) -> ExemptionStatus {
        match self.decision {
            ExemptionStatus::Pending | ExemptionStatus::Approved if now >= self.ends_at() => {
                ExemptionStatus::Expired
            }
            decision => decision,
        }
    }

    /// Whether it is to be decided or runs: meanwhile nothing else is asked for.
    pub fn is_open(&self, now: Timestamp) -> bool {
        matches!(
            self.status(now),
            ExemptionStatus::Pending | ExemptionStatus::Approved
        )
    }

    /// When it is over, as things stand: while nobody has decided, when nobody can any more.
    pub fn ends_at(&self) -> Timestamp {
        let end = match self.decision {
            ExemptionStatus::Pending | ExemptionStatus::Expired => None,
            ExemptionStatus::Approved => self.expires_at,
            ExemptionStatus::Declined | ExemptionStatus::Revoked => self.decided_at,
        };
        end.unwrap_or_else(|| {
            self.requested_at
                .checked_add(PATIENCE)
                .unwrap_or(Timestamp::MAX)
        })
    }

    /// Until when access is granted, where it is at `now`.
    pub fn holds_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.expires_at
            .filter(|_| self.status(now) == ExemptionStatus::Approved)
    }

    /// Granted from `now` on for `length`.
    #[must_use]
    pub fn approved(
        &self,
        length: &str,
        verdict: ExemptionVerdict,
        now: Timestamp,
    ) -> Option<Self> {
        let end = to_the_millisecond(now)
            .checked_add(duration(length)?)
            .ok()?;
        let mut next = self.decided(
            ExemptionStatus::Pending,
            ExemptionStatus::Approved,
            verdict,
            now,
        )?;
        next.duration = Some(length.to_owned());
        next.expires_at = Some(end);
        Some(next)
    }

    /// Refused.
    #[must_use]
    pub fn declined(&self, verdict: ExemptionVerdict, now: Timestamp) -> Option<Self> {
        self.decided(
            ExemptionStatus::Pending,
            ExemptionStatus::Declined,
            verdict,
            now,
        )
    }

    /// Ended before its time.
    #[must_use]
    pub fn revoked(&self, verdict: ExemptionVerdict, now: Timestamp) -> Option<Self> {
        self.decided(
            ExemptionStatus::Approved,
            ExemptionStatus::Revoked,
            verdict,
            now,
        )
    }

    fn decided(
        &self,
        from: ExemptionStatus,
        to: ExemptionStatus,
        verdict: ExemptionVerdict,
        now: Timestamp,
    ) -> Option<Self> {
        (self.status(now) == from).then(|| Self {
            decision: to,
            decided_by: Some(verdict.by),
            decided_at: Some(to_the_millisecond(now)),
            note: verdict.note,
            ..self.clone()
        })
    }
}

/// How long a text of [`Exemption::requested_duration`] or [`Exemption::duration`] is.
pub fn exemption_length(text: &str) -> Option<SignedDuration> {
    duration(text)
}

fn to_the_millisecond(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

#[cfg(test)]
mod tests;
