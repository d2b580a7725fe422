//! Doorstep's extension: more time, asked for by the person and granted by an administrator (`docs/idx.md`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::transaction::lenient;

/// What has become of a request for an exemption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ExemptionStatus {
    /// Nobody has decided yet: it counts for nothing.
    Pending,
    /// It holds until its end.
    Approved,
    /// An administrator has refused it.
    Declined,
    /// An administrator has ended it before its time.
    Revoked,
    /// Its time is over.
    Expired,
}

/// The latest request of this person for this device, as far as the person is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Exemption {
    /// `exm…`: names the request to the help desk; opens nothing.
    pub id: String,
    /// What has become of it.
    pub status: ExemptionStatus,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// For how long, an ISO 8601 duration: what was asked for, or what was granted.
    #[serde(deserialize_with = "lenient")]
    pub duration: String,
    /// The end, to the millisecond, once it is granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// What the administrator says about the decision, in the administrator's words.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient"
    )]
    pub note: Option<String>,
}
