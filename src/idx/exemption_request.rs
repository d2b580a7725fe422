//! Requests for more time as the management API tells administrators of them
//! (`/api/v1/device-assurance-exemptions`, `docs/spec/management-api.md`).

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{
    ExemptionStatus,
    transaction::{elements, lenient},
};

/// A person's request for more time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExemptionRequest {
    /// `exm…`.
    pub id: String,
    /// What has become of it.
    pub status: ExemptionStatus,
    /// The person's name to sign in with.
    #[serde(default, deserialize_with = "lenient")]
    pub user_login: String,
    /// What the device is called.
    #[serde(default, deserialize_with = "lenient")]
    pub device_name: String,
    /// `ANDROID`, `CHROMEOS`, `IOS`, `MACOS` or `WINDOWS`.
    #[serde(default, deserialize_with = "lenient")]
    pub platform: String,
    /// What the device assurance policy is called.
    #[serde(default, deserialize_with = "lenient")]
    pub policy_name: String,
    /// What was not met when the person asked.
    #[serde(default, deserialize_with = "checks")]
    pub checks: Vec<RequestedCheck>,
    /// Why more time is needed, in the person's words.
    #[serde(default, deserialize_with = "lenient")]
    pub reason: String,
    /// For how long, an ISO 8601 duration.
    #[serde(default, deserialize_with = "lenient")]
    pub requested_duration: String,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// Who decided.
    #[serde(default, deserialize_with = "lenient")]
    pub decided_by: Option<String>,
    /// When.
    #[serde(default, deserialize_with = "lenient")]
    pub decided_at: Option<Timestamp>,
    /// How long was granted, an ISO 8601 duration.
    #[serde(default, deserialize_with = "lenient")]
    pub duration: Option<String>,
    /// Until when.
    #[serde(default, deserialize_with = "lenient")]
    pub expires_at: Option<Timestamp>,
    /// What the administrator said about it.
    #[serde(default, deserialize_with = "lenient")]
    pub note: Option<String>,
}

/// A check that a request is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct RequestedCheck {
    /// The condition's field name or a posture check's `variableName`.
    pub id: String,
    /// The name that an administrator gave to a posture check.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
}

/// Requests, and whether there are more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExemptionRequests {
    /// As the server orders them.
    pub requests: Vec<ExemptionRequest>,
    /// Whether the server has more of them.
    pub more: bool,
}

impl ExemptionRequests {
    /// Reads a list; an odd entry does not take its siblings away.
    pub(super) fn read(list: Value, more: bool) -> Self {
        Self {
            requests: elements(list),
            more,
        }
    }
}

/// Objects, or identifiers alone.
fn checks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<RequestedCheck>, D::Error> {
    let Value::Array(values) = Value::deserialize(deserializer)? else {
        return Ok(Vec::new());
    };
    let read = |value: Value| match value {
        Value::String(id) => Some(RequestedCheck { id, name: None }),
        other => serde_json::from_value(other).ok(),
    };
    Ok(values.into_iter().filter_map(read).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_odd_entry_or_field_does_not_take_the_rest_away() {
        let list = ExemptionRequests::read(
            json!([
                7,
                {"id": "exm1", "status": "PENDING", "requestedAt": "2026-03-02T10:00:00Z", "reason": null,
                 "checks": ["osVersion", {"id": "macOSFirewall", "name": "Firewall"}, 3], "decidedAt": "soon"},
                {"id": "exm2", "status": "UNHEARD_OF", "requestedAt": "2026-03-02T10:00:00Z"},
            ]),
            true,
        );
        let [request] = list.requests.as_slice() else {
            panic!("{list:?}")
        };
        assert_eq!((request.id.as_str(), request.reason.as_str()), ("exm1", ""));
        assert_eq!(request.decided_at, None);
        let ids: Vec<&str> = request
            .checks
            .iter()
            .map(|check| check.id.as_str())
            .collect();
        assert_eq!(ids, ["osVersion", "macOSFirewall"]);
        assert_eq!(request.checks[1].name.as_deref(), Some("Firewall"));
        assert!(list.more);
    }
}
