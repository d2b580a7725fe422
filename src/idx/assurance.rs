//! What the page reads of the management API for its preview: device assurance policies, and what people are told whose
//! device falls short of one (`docs/decisions.md`).

use serde::{Deserialize, Serialize};

use super::{Verdict, transaction::lenient};

/// A device assurance policy, as far as the page needs it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Assurance {
    /// Identifier.
    #[serde(deserialize_with = "lenient")]
    pub id: String,
    /// The name that an administrator gave it.
    #[serde(deserialize_with = "lenient")]
    pub name: String,
}

/// How a device falls short of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Shortfall {
    /// What the checks come to: `FAIL` or `UNKNOWN`.
    pub verdict: Verdict,
    /// Which of them, by [`super::CheckResult::id`]; all where none is named. The others pass.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<String>,
    /// Whether there is time left to fix it, where the policy grants any.
    #[serde(default)]
    pub grace: bool,
}
