//! What the management API would refuse, found out without a call: for who wants to know before the first of many writes.

use jiff::Timestamp;
use serde_json::Value;

use super::{assurances, body::RawBody, error::ApiResult, policies, posture_checks, rules};
use crate::backend::evaluation::DevicePostureCheck;

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A custom device posture check.
    PostureCheck,
    /// A device assurance policy.
    DeviceAssurance,
    /// An app sign-in policy.
    Policy,
    /// A rule of one.
    Rule,
}

/// Why `body` would be refused, in the API's own sentences; empty where it would be taken. `old` is the object that it
/// replaces; `checks` are the posture checks that there will be. References to other objects are not looked at.
pub fn refusals(
    subject: Subject,
    body: &Value,
    old: Option<&Value>,
    checks: &[Value],
    now: Timestamp,
) -> Vec<String> {
    let raw = RawBody::of(body);
    let parsed: ApiResult<()> = match subject {
        Subject::PostureCheck => posture_checks::validation::parse(raw).map(drop),
        Subject::DeviceAssurance => {
            let checks: Vec<DevicePostureCheck> = checks
                .iter()
                .filter_map(|check| serde_json::from_value(check.clone()).ok())
                .collect();
            let old = old.and_then(|old| serde_json::from_value(old.clone()).ok());
            assurances::validation::parse(raw, &checks, old.as_ref(), now).map(drop)
        }
        Subject::Policy => policies::parse(raw).map(drop),
        Subject::Rule => rules::conditions::parse(raw).map(drop),
    };
    match parsed {
        Ok(()) => Vec::new(),
        Err(error) => {
            let causes = error.causes();
            if causes.is_empty() {
                vec!["the body is not well-formed".to_owned()]
            } else {
                causes
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_would_be_refused_is_told_without_a_call() {
        let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        let policy = json!({"name": "A", "platform": "MACOS", "osVersion": {"minimum": "14.4.1.2"},
            "devicePostureChecks": {"include": [{"variableName": "a", "value": "1"}]}});
        let check = json!({"name": "A", "variableName": "a", "platform": "MACOS", "type": "CUSTOM",
            "mappingType": "CHECKBOX", "query": "SELECT 1;"});
        let checks = std::slice::from_ref(&check);
        let told = refusals(Subject::DeviceAssurance, &policy, None, checks, now);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("osVersion.minimum: "), "{told:?}");
        assert_eq!(
            refusals(Subject::DeviceAssurance, &policy, None, &[], now).len(),
            2
        );
        assert!(refusals(Subject::PostureCheck, &check, None, &[], now).is_empty());
        let rule = json!({"name": "A", "conditions": {"network": {"connection": "ZONE"}},
            "actions": {"appSignOn": {"access": "ALLOW"}}});
        assert_eq!(refusals(Subject::Rule, &rule, None, &[], now).len(), 1);
        let policy = json!({"name": "A", "type": "ACCESS_POLICY", "description": "a".repeat(2000)});
        assert_eq!(refusals(Subject::Policy, &policy, None, &[], now).len(), 1);
    }
}
