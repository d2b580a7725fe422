//! `/policies/{id}/rules`: the rules of app sign-in policies.
//!
//! Conditions that Doorstep cannot evaluate are refused: a rule that seems to ask for a network zone and does not would
//! be worse than none.

use axum::{
    Json,
    http::{HeaderMap, StatusCode},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ManagementState,
    audit::target,
    auth::{Call, ManagePolicies, ReadPolicies, Scope},
    body::RawBody,
    decisions::OWN_RULES,
    error::{ApiError, ApiResult},
    links::Link,
    paging,
    params::{Path, Query},
    policies::{self, ActivateQuery},
};
use crate::{
    backend::{
        evaluation::{
            Access, AccessPolicy, AccessPolicyRule, AppSignOn, RuleActions, RuleConditions, Status,
        },
        store::{Deleted, LogEvent, Written},
    },
    random::SharedRandom,
};

pub(super) mod conditions;

pub(super) use conditions::request;
use conditions::{conditions, parse};

const KIND: &str = "PolicyRule";

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<ManagementState> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(read, replace, remove))
        .routes(routes!(activate))
        .routes(routes!(deactivate))
}

/// A rule as answered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PolicyRule)]
pub(super) struct Answer {
    #[serde(flatten)]
    rule: AccessPolicyRule,
    /// When it matches; null on the Catch-all rule.
    #[schema(value_type = Option<RuleConditions>)]
    conditions: Value,
    /// Kind of policy.
    #[serde(rename = "type")]
    #[schema(pattern = "^ACCESS_POLICY$")]
    kind: &'static str,
    /// Where it is, and what can be done with it.
    #[serde(rename = "_links")]
    #[schema(read_only)]
    links: RuleLinks,
}

/// Where a rule is, and what can be done with it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PolicyRuleLinks)]
struct RuleLinks {
    /// The rule.
    #[serde(rename = "self")]
    this: Link,
    /// Puts it into force, where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    activate: Option<Link>,
    /// Puts it out of force, where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    deactivate: Option<Link>,
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

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Most rules on a page; 200 at most, which is more than a policy can have.
    #[param(value_type = u32, required = false, minimum = 1)]
    limit: Option<String>,
    /// Where the page begins; taken from a `next` link.
    #[param(value_type = String, required = false)]
    after: Option<String>,
}

/// List the rules of a policy
///
/// In the order in which they are asked; the Catch-all rule is the last.
#[utoipa::path(
    get, path = "/policies/{policyId}/rules", operation_id = "listPolicyRules",
    tag = "Policy",
    params(("policyId" = String, Path, description = "`id` of the policy"), ListQuery),
    responses((
        status = 200, description = "All rules, or one page of them", body = Vec<Answer>,
        headers(("Link" = String, description = "`self` and, where there are more, `next` (RFC 8288)")),
    )),
    security(("apiToken" = []), ("oauth2" = [ReadPolicies::NAME])),
)]
async fn list(
    call: Call<ReadPolicies>,
    Path(id): Path<String>,
    Query(query): Query<ListQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<Answer>>)> {
    policies::find(&call, &id).await?;
    let rules = call.state.store().rules(&id).await?;
    let after = query.after.as_deref();
    let page = paging::page(
        &rules,
        |rule| rule.id.as_str(),
        query.limit.as_deref(),
        after,
    )?;
    let given = [("limit", query.limit.as_deref())];
    let path = format!("/policies/{id}/rules");
    let headers = paging::links(&call.state, &path, &given, after, page.next);
    let answers = page
        .items
        .iter()
        .map(|rule| wire(&call.state, &id, rule.clone()));
    Ok((headers, Json(answers.collect())))
}

/// Retrieve a rule
#[utoipa::path(
    get, path = "/policies/{policyId}/rules/{ruleId}", operation_id = "getPolicyRule",
    tag = "Policy",
    params(
        ("policyId" = String, Path, description = "`id` of the policy"),
        ("ruleId" = String, Path, description = "`id` of the rule"),
    ),
    responses((status = 200, description = "The rule", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ReadPolicies::NAME])),
)]
async fn read(
    call: Call<ReadPolicies>,
    Path((id, rule_id)): Path<(String, String)>,
) -> ApiResult<Json<Answer>> {
    let (_, _, rule) = find(&call, &id, &rule_id).await?;
    Ok(Json(wire(&call.state, &id, rule)))
}

/// Create a rule
///
/// Where its priority is taken, that rule and those right behind it move down by one.
#[utoipa::path(
    post, path = "/policies/{policyId}/rules", operation_id = "createPolicyRule",
    tag = "Policy",
    params(
        ("policyId" = String, Path, description = "`id` of the policy"),
        ActivateQuery,
    ),
    request_body(content = ref("#/components/schemas/PolicyRuleRequest"), content_type = "application/json"),
    responses((status = 200, description = "The new rule", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ManagePolicies::NAME])),
)]
async fn create(
    call: Call<ManagePolicies>,
    Path(id): Path<String>,
    Query(query): Query<ActivateQuery>,
    body: RawBody,
) -> ApiResult<Json<Answer>> {
    let status = query.status()?;
    let policy = policies::find(&call, &id).await?;
    let (given, priority) = parse(body)?;
    let now = call.now();
    let new = AccessPolicyRule {
        id: call.random().id("rul"),
        status,
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
    Ok(Json(wire(&call.state, &id, rule)))
}

/// Replace a rule
///
/// Of the Catch-all rule only the actions are replaced.
#[utoipa::path(
    put, path = "/policies/{policyId}/rules/{ruleId}", operation_id = "replacePolicyRule",
    tag = "Policy",
    params(
        ("policyId" = String, Path, description = "`id` of the policy"),
        ("ruleId" = String, Path, description = "`id` of the rule"),
    ),
    request_body(content = ref("#/components/schemas/PolicyRuleRequest"), content_type = "application/json"),
    responses((status = 200, description = "The rule as it is now", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ManagePolicies::NAME])),
)]
async fn replace(
    call: Call<ManagePolicies>,
    Path((id, rule_id)): Path<(String, String)>,
    body: RawBody,
) -> ApiResult<Json<Answer>> {
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
    Ok(Json(wire(&call.state, &id, rule)))
}

/// Delete a rule
///
/// The Catch-all rule can't be deleted.
#[utoipa::path(
    delete, path = "/policies/{policyId}/rules/{ruleId}", operation_id = "deletePolicyRule",
    tag = "Policy",
    params(
        ("policyId" = String, Path, description = "`id` of the policy"),
        ("ruleId" = String, Path, description = "`id` of the rule"),
    ),
    responses((status = 204, description = "The rule is gone")),
    security(("apiToken" = []), ("oauth2" = [ManagePolicies::NAME])),
)]
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

/// Put a rule into force
#[utoipa::path(
    post, path = "/policies/{policyId}/rules/{ruleId}/lifecycle/activate", operation_id = "activatePolicyRule",
    tag = "Policy",
    params(
        ("policyId" = String, Path, description = "`id` of the policy"),
        ("ruleId" = String, Path, description = "`id` of the rule"),
    ),
    responses((status = 204, description = "The rule is in force")),
    security(("apiToken" = []), ("oauth2" = [ManagePolicies::NAME])),
)]
async fn activate(
    call: Call<ManagePolicies>,
    path: Path<(String, String)>,
) -> ApiResult<StatusCode> {
    set_status(&call, path, Status::Active).await
}

/// Put a rule out of force
#[utoipa::path(
    post, path = "/policies/{policyId}/rules/{ruleId}/lifecycle/deactivate", operation_id = "deactivatePolicyRule",
    tag = "Policy",
    params(
        ("policyId" = String, Path, description = "`id` of the policy"),
        ("ruleId" = String, Path, description = "`id` of the rule"),
    ),
    responses((status = 204, description = "The rule is out of force")),
    security(("apiToken" = []), ("oauth2" = [ManagePolicies::NAME])),
)]
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

/// A rule of a policy as answered.
pub(super) fn wire(state: &ManagementState, policy_id: &str, mut rule: AccessPolicyRule) -> Answer {
    let href = state.link(&format!("/policies/{policy_id}/rules/{}", rule.id));
    let allow: &[_] = if rule.system {
        &["GET", "PUT"]
    } else {
        &["GET", "PUT", "DELETE"]
    };
    let change = |active: bool, action: &str| {
        (!rule.system && active == (rule.status == Status::Active))
            .then(|| Link::to(format!("{href}/lifecycle/{action}"), &["POST"]))
    };
    let links = RuleLinks {
        activate: change(false, "activate"),
        deactivate: change(true, "deactivate"),
        this: Link::to(href, allow),
    };
    let conditions = conditions(&rule);
    rule.conditions = None;
    rule.actions
        .app_sign_on
        .keep_me_signed_in
        .get_or_insert_with(|| json!({"postAuth": "NOT_ALLOWED"}));
    Answer {
        rule,
        conditions,
        kind: "ACCESS_POLICY",
        links,
    }
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
