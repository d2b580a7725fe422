//! `/policies/{id}/rules`: the rules of app sign-in policies.
//!
//! Conditions that Doorstep cannot evaluate are refused: a rule that seems to ask for a network zone and does not would
//! be worse than none.

use axum::{
    Json, Router,
    extract::{Path, Query},
    http::StatusCode,
    routing::{get, post},
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    ManagementState,
    audit::target,
    auth::{Call, ManagePolicies, ReadPolicies, Scope},
    body::RawBody,
    decisions::OWN_RULES,
    error::{ApiError, ApiResult},
    policies::{self, ActivateQuery},
};
use crate::{
    backend::{
        evaluation::{Access, AccessPolicy, AccessPolicyRule, AppSignOn, RuleActions, Status},
        store::{Deleted, LogEvent, Written},
    },
    random::SharedRandom,
};

mod conditions;

use conditions::{conditions, parse};

const KIND: &str = "PolicyRule";

/// The routes of this file.
pub(super) fn routes() -> Router<ManagementState> {
    Router::new()
        .route("/policies/{id}/rules", get(list).post(create))
        .route(
            "/policies/{id}/rules/{rule_id}",
            get(read).put(replace).delete(remove),
        )
        .route(
            "/policies/{id}/rules/{rule_id}/lifecycle/activate",
            post(activate),
        )
        .route(
            "/policies/{id}/rules/{rule_id}/lifecycle/deactivate",
            post(deactivate),
        )
}

/// The rule behind all others.
pub(super) fn catch_all(random: &SharedRandom, now: Timestamp, access: Access) -> AccessPolicyRule {
    let method = json!({"type": "ASSURANCE", "factorMode": "1FA", "reauthenticateIn": "PT2H", "constraints": []});
    AccessPolicyRule {
        id: random.id("rul"),
        status: Status::Active,
        name: "Catch-all Rule".to_owned(),
        priority: OWN_RULES,
        system: true,
        conditions: None,
        actions: RuleActions {
            app_sign_on: AppSignOn {
                access,
                verification_method: (access == Access::Allow).then_some(method),
                keep_me_signed_in: None,
            },
        },
        created: Some(now),
        last_updated: Some(now),
    }
}

async fn list(call: Call<ReadPolicies>, Path(id): Path<String>) -> ApiResult<Json<Vec<Value>>> {
    policies::find(&call, &id).await?;
    let rules = call.state.store().rules(&id).await?;
    Ok(Json(
        rules
            .iter()
            .map(|rule| wire(&call.state, &id, rule))
            .collect(),
    ))
}

async fn read(
    call: Call<ReadPolicies>,
    Path((id, rule_id)): Path<(String, String)>,
) -> ApiResult<Json<Value>> {
    let (_, _, rule) = find(&call, &id, &rule_id).await?;
    Ok(Json(wire(&call.state, &id, &rule)))
}

async fn create(
    call: Call<ManagePolicies>,
    Path(id): Path<String>,
    Query(query): Query<ActivateQuery>,
    body: RawBody,
) -> ApiResult<Json<Value>> {
    let policy = policies::find(&call, &id).await?;
    let (given, priority) = parse(body)?;
    let now = call.now();
    let new = AccessPolicyRule {
        id: call.random().id("rul"),
        status: query.status(),
        system: false,
        created: Some(now),
        last_updated: Some(now),
        ..given
    };
    let rule = store(&call, &policy, |rules| {
        let own: Vec<_> = rules.iter().filter(|rule| !rule.system).collect();
        if i64::try_from(own.len()).is_ok_and(|count| count >= OWN_RULES) {
            return Err(ApiError::field(
                "rules",
                format!("A policy can't have more than {OWN_RULES} rules"),
            ));
        }
        let last = own
            .iter()
            .map(|rule| rule.priority)
            .max()
            .map_or(0, |last| (last + 1).min(OWN_RULES - 1));
        let rule = AccessPolicyRule {
            priority: priority.unwrap_or(last),
            ..new
        };
        let event = event(&call, "add", "Add policy rule", &policy, Some(&rule), None);
        Ok((rule, event))
    })
    .await?;
    Ok(Json(wire(&call.state, &id, &rule)))
}

async fn replace(
    call: Call<ManagePolicies>,
    Path((id, rule_id)): Path<(String, String)>,
    body: RawBody,
) -> ApiResult<Json<Value>> {
    let policy = find(&call, &id, &rule_id).await?.0;
    let (given, priority) = parse(body)?;
    let rule = store(&call, &policy, |rules| {
        let old = among(rules, &rule_id)?;
        let last_updated = Some(call.now());
        let rule = if old.system {
            // Of the Catch-all rule only the actions are an administrator's to change.
            AccessPolicyRule {
                actions: given.actions,
                last_updated,
                ..old.clone()
            }
        } else {
            AccessPolicyRule {
                name: given.name,
                conditions: given.conditions,
                actions: given.actions,
                priority: priority.unwrap_or(old.priority),
                last_updated,
                ..old.clone()
            }
        };
        let event = event(
            &call,
            "update",
            "Update policy rule",
            &policy,
            Some(&rule),
            Some(old),
        );
        Ok((rule, event))
    })
    .await?;
    Ok(Json(wire(&call.state, &id, &rule)))
}

async fn remove(
    call: Call<ManagePolicies>,
    Path((id, rule_id)): Path<(String, String)>,
) -> ApiResult<StatusCode> {
    let (policy, _, rule) = find(&call, &id, &rule_id).await?;
    if rule.system {
        return Err(ApiError::Forbidden);
    }
    let event = event(
        &call,
        "delete",
        "Delete policy rule",
        &policy,
        None,
        Some(&rule),
    );
    match call
        .state
        .store()
        .delete_rule(&id, &rule_id, &event)
        .await?
    {
        Deleted::Done => Ok(StatusCode::NO_CONTENT),
        Deleted::InUse | Deleted::NotFound => Err(ApiError::NotFound(rule_id, KIND)),
    }
}

async fn activate(
    call: Call<ManagePolicies>,
    path: Path<(String, String)>,
) -> ApiResult<StatusCode> {
    set_status(&call, path, Status::Active).await
}

async fn deactivate(
    call: Call<ManagePolicies>,
    path: Path<(String, String)>,
) -> ApiResult<StatusCode> {
    set_status(&call, path, Status::Inactive).await
}

async fn set_status(
    call: &Call<ManagePolicies>,
    Path((id, rule_id)): Path<(String, String)>,
    status: Status,
) -> ApiResult<StatusCode> {
    let (policy, _, old) = find(call, &id, &rule_id).await?;
    if old.system {
        return Err(ApiError::Forbidden);
    }
    let (what, message) = match status {
        Status::Active => ("activate", "Activate policy rule"),
        Status::Inactive => ("deactivate", "Deactivate policy rule"),
    };
    store(call, &policy, |rules| {
        let old = among(rules, &rule_id)?;
        let rule = AccessPolicyRule {
            status,
            last_updated: Some(call.now()),
            ..old.clone()
        };
        let event = event(call, what, message, &policy, Some(&rule), Some(old));
        Ok((rule, event))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn find<S: Scope>(
    call: &Call<S>,
    id: &str,
    rule_id: &str,
) -> ApiResult<(AccessPolicy, Vec<AccessPolicyRule>, AccessPolicyRule)> {
    let policy = policies::find(call, id).await?;
    let rules = call.state.store().rules(id).await?;
    let rule = rules.iter().find(|rule| rule.id == rule_id).cloned();
    rule.map(|rule| (policy, rules, rule))
        .ok_or_else(|| ApiError::NotFound(rule_id.to_owned(), KIND))
}

/// The rule with this identifier.
fn among<'a>(rules: &'a [AccessPolicyRule], id: &str) -> ApiResult<&'a AccessPolicyRule> {
    let rule = rules.iter().find(|rule| rule.id == id);
    rule.ok_or_else(|| ApiError::NotFound(id.to_owned(), KIND))
}

/// Stores the rule that `make` makes of the rules as they are, while nobody else changes them; where its priority is
/// taken, that rule and those right behind it move down by one.
async fn store(
    call: &Call<ManagePolicies>,
    policy: &AccessPolicy,
    make: impl FnOnce(&[AccessPolicyRule]) -> ApiResult<(AccessPolicyRule, LogEvent)>,
) -> ApiResult<AccessPolicyRule> {
    let mut made = None;
    let change = |rules: Vec<AccessPolicyRule>| {
        let (rule, event) = make(&rules)?;
        let changed = moved(&rule, rules)?;
        made = Some(rule);
        Ok::<_, ApiError>((changed, event))
    };
    let written = call
        .state
        .store()
        .change_rules(&policy.id, change)
        .await??;
    match written {
        Written::Done => made.ok_or(ApiError::Internal),
        Written::Dangling => {
            let cause =
                "conditions.device.assurance.include: There is no such device assurance policy";
            Err(ApiError::field(
                "conditions.device.assurance.include",
                cause,
            ))
        }
        Written::Taken => {
            let cause = "conditions.device.assurance.include: A device assurance policy is listed more than once";
            Err(ApiError::field(
                "conditions.device.assurance.include",
                cause,
            ))
        }
        Written::NotFound => Err(ApiError::NotFound(policy.id.clone(), policies::KIND)),
    }
}

/// `rule`, and those of the others that it moves down.
fn moved(
    rule: &AccessPolicyRule,
    mut others: Vec<AccessPolicyRule>,
) -> ApiResult<Vec<AccessPolicyRule>> {
    let old = others.iter().find(|other| other.id == rule.id);
    let stays = rule.system || old.is_some_and(|old| old.priority == rule.priority);
    let mut changed = vec![rule.clone()];
    if stays {
        return Ok(changed);
    }
    others.retain(|other| !other.system && other.id != rule.id && other.priority >= rule.priority);
    others.sort_by_key(|other| other.priority);
    let mut taken = rule.priority;
    for mut other in others {
        if other.priority > taken {
            break;
        }
        taken += 1;
        other.priority = taken;
        changed.push(other);
    }
    if taken >= OWN_RULES {
        return Err(ApiError::field(
            "priority",
            "priority: There is no room behind this priority",
        ));
    }
    Ok(changed)
}

fn wire(state: &ManagementState, policy_id: &str, rule: &AccessPolicyRule) -> Value {
    let mut value = json!(rule);
    value["type"] = json!("ACCESS_POLICY");
    value["conditions"] = conditions(rule);
    if value["actions"]["appSignOn"]
        .get("keepMeSignedIn")
        .is_none()
    {
        value["actions"]["appSignOn"]["keepMeSignedIn"] = json!({"postAuth": "NOT_ALLOWED"});
    }
    let href = state.link(&format!("/policies/{policy_id}/rules/{}", rule.id));
    let allow = if rule.system {
        json!(["GET", "PUT"])
    } else {
        json!(["GET", "PUT", "DELETE"])
    };
    value["_links"] = json!({"self": {"href": href, "hints": {"allow": allow}}});
    if !rule.system {
        let other = if rule.status == Status::Active {
            "deactivate"
        } else {
            "activate"
        };
        value["_links"][other] =
            json!({"href": format!("{href}/lifecycle/{other}"), "hints": {"allow": ["POST"]}});
    }
    value
}

fn event(
    call: &Call<ManagePolicies>,
    what: &str,
    message: &str,
    policy: &AccessPolicy,
    new: Option<&AccessPolicyRule>,
    old: Option<&AccessPolicyRule>,
) -> LogEvent {
    let policy_details = json!({"policyType": "ACCESS_POLICY"});
    let mut event = call
        .event(&format!("policy.rule.{what}"), message)
        .target(target(
            policies::KIND,
            &policy.id,
            &policy.name,
            &policy_details,
        ));
    if let Some(rule) = new.or(old) {
        event = event.target(target(
            KIND,
            &rule.id,
            &rule.name,
            &json!({"priority": rule.priority}),
        ));
    }
    for (prefix, rule) in [("new", new), ("old", old)] {
        if let Some(rule) = rule {
            event = event
                .debug(&format!("{prefix}RuleName"), rule.name.clone())
                .debug(&format!("{prefix}RulePriority"), rule.priority)
                .debug(&format!("{prefix}RuleStatus"), json!(rule.status))
                .debug(
                    &format!("{prefix}RuleConditions"),
                    json!(rule.conditions).to_string(),
                );
        }
    }
    event
}
