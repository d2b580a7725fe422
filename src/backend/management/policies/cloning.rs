//! Copies of policies.

use axum::Json;

use super::{Answer, event, find, wire};
use crate::backend::{
    evaluation::{AccessPolicy, AccessPolicyRule},
    management::{
        auth::{Call, ManagePolicies, Scope as _},
        decisions::NAME_LENGTH,
        error::{ApiError, ApiResult},
        params::Path,
    },
    store::Written,
};

/// How often others may take the name, or change what is copied, before the caller is told to try again.
const ATTEMPTS: usize = 5;

/// Copy a policy
///
/// The copy has all of its rules, under new identifiers, and no app. It is called `[cloned]` and the name of the original, with
/// a number where that name is taken.
#[utoipa::path(
    post, path = "/policies/{policyId}/clone", operation_id = "clonePolicy",
    tag = "Policy",
    params(("policyId" = String, Path, description = "`id` of the policy")),
    responses((status = 200, description = "The copy", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ManagePolicies::NAME])),
)]
pub(in crate::backend::management) async fn clone(
    call: Call<ManagePolicies>,
    Path(id): Path<String>,
) -> ApiResult<Json<Answer>> {
    let store = call.state.store();
    for _ in 0..ATTEMPTS {
        let original = find(&call, &id).await?;
        let now = Some(call.now());
        let policy = AccessPolicy {
            id: call.random().id("rst"),
            name: free_name(&original.name, &store.policies().await?),
            system: false,
            created: now,
            last_updated: now,
            ..original
        };
        let rules = store.rules(&id).await?.into_iter();
        let rules: Vec<_> = rules
            .map(|rule| AccessPolicyRule {
                id: call.random().id("rul"),
                created: now,
                last_updated: now,
                ..rule
            })
            .collect();
        let event =
            event(&call, "create", "Create policy", &policy, None).debug("clonedFrom", id.clone());
        if store.insert_policy(&policy, &rules, &event).await? == Written::Done {
            return Ok(Json(wire(&call.state, policy)));
        }
    }
    Err(ApiError::Unavailable)
}

/// The name of a copy that none of `policies` has: names are unique without regard to case.
fn free_name(name: &str, policies: &[AccessPolicy]) -> String {
    let taken: Vec<_> = policies
        .iter()
        .map(|policy| policy.name.trim().to_lowercase())
        .collect();
    let numbered = |number: usize| {
        let end = match number {
            0 => String::new(),
            _ => format!(" ({})", number + 1),
        };
        let room = NAME_LENGTH.saturating_sub(end.chars().count());
        let start: String = format!("[cloned] {name}").chars().take(room).collect();
        format!("{}{end}", start.trim_end())
    };
    // One more name than there are policies: one of them is free.
    (0..policies.len())
        .map(numbered)
        .find(|name| !taken.contains(&name.to_lowercase()))
        .unwrap_or_else(|| numbered(policies.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> AccessPolicy {
        serde_json::from_value(serde_json::json!({"name": name})).expect("a policy")
    }

    #[test]
    fn a_copy_has_a_name_that_is_free_and_not_too_long() {
        assert_eq!(
            free_name("Payroll", &[named("Payroll")]),
            "[cloned] Payroll"
        );
        let twice = [
            named("Payroll"),
            named("[CLONED] payroll "),
            named("[cloned] Payroll (3)"),
        ];
        assert_eq!(free_name("Payroll", &twice), "[cloned] Payroll (2)");
        let long = "a".repeat(NAME_LENGTH);
        let first = free_name(&long, &[named(&long)]);
        let second = free_name(&long, &[named(&long), named(&first)]);
        assert_eq!(first.chars().count(), NAME_LENGTH);
        assert_eq!(second.chars().count(), NAME_LENGTH);
        assert!(second.ends_with(" (2)"), "{second}");
    }
}
