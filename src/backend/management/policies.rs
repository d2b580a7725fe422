//! `/policies`: app sign-in policies, their life cycle, and which apps have them.

use axum::{Json, http::StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ManagementState,
    audit::{changes, target},
    auth::{Call, ManagePolicies, ReadPolicies, Scope},
    body::{RawBody, drop_read_only, typed},
    decisions::{DESCRIPTION_LENGTH, NAME_LENGTH},
    error::{ApiError, ApiResult, ErrorBody, Problems},
    links::Link,
    params::{Path, Query, flag},
    rules::catch_all,
};
use crate::{
    backend::{
        evaluation::{Access, AccessPolicy, Status},
        store::{self, Actor, Deleted, LogEvent, Store, Written},
    },
    clock::SharedClock,
    random::SharedRandom,
};

mod cloning;
mod expand;
mod listing;
mod mappings;

use expand::{Embedded, Expand};
pub(super) use mappings::request as mapping_request;

/// What policies are called in errors and events.
pub(super) const KIND: &str = "PolicyEntity";
const TYPE: &str = "ACCESS_POLICY";
/// Name of the policy of apps that were given none.
const DEFAULT_NAME: &str = "Default Policy";

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<ManagementState> {
    OpenApiRouter::default()
        .routes(routes!(listing::list, create))
        .routes(routes!(read, replace, remove))
        .routes(routes!(activate))
        .routes(routes!(deactivate))
        .routes(routes!(mappings::list, mappings::map))
        .routes(routes!(mappings::assign))
        .routes(routes!(mappings::apps))
        .routes(routes!(cloning::clone))
}

/// An app sign-in policy as answered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Policy)]
struct Answer {
    #[serde(flatten)]
    policy: AccessPolicy,
    /// Kind of policy.
    #[serde(rename = "type")]
    #[schema(pattern = "^ACCESS_POLICY$")]
    kind: &'static str,
    /// Always null: conditions are its rules'.
    #[schema(value_type = Option<Object>)]
    conditions: Value,
    /// What was asked for with `expand`.
    #[serde(rename = "_embedded", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, read_only)]
    embedded: Option<Embedded>,
    /// Where it is, and what can be done with it.
    #[serde(rename = "_links")]
    #[schema(read_only)]
    links: PolicyLinks,
}

/// Where a policy is, and what can be done with it.
#[derive(Debug, Serialize, ToSchema)]
struct PolicyLinks {
    /// The policy.
    #[serde(rename = "self")]
    this: Link,
    /// Its rules.
    rules: Link,
    /// Which apps have it.
    mappings: Link,
    /// Puts it into force, where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    activate: Option<Link>,
    /// Puts it out of force, where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    deactivate: Option<Link>,
}

/// The policy that apps have until they are given another: lets everybody in who proves the password. Made at first need.
///
/// # Errors
/// Where the store refuses.
pub async fn ensure_default_policy(
    store: &Store,
    clock: &SharedClock,
    random: &SharedRandom,
) -> store::Result<AccessPolicy> {
    let there = store
        .policies()
        .await?
        .into_iter()
        .find(|policy| policy.system);
    if let Some(policy) = there {
        return Ok(policy);
    }
    let now = clock.now();
    let policy = AccessPolicy {
        id: random.id("rst"),
        status: Status::Active,
        name: DEFAULT_NAME.to_owned(),
        description: Some("For apps without a policy of their own".to_owned()),
        priority: 1,
        system: true,
        created: Some(now),
        last_updated: Some(now),
    };
    let actor = Actor {
        id: "system".to_owned(),
        kind: "SystemPrincipal".to_owned(),
        ..Actor::default()
    };
    let details = json!({"policyType": TYPE});
    let event = LogEvent::new(
        now,
        random,
        "policy.lifecycle.create",
        "Create policy",
        actor,
    )
    .target(target(KIND, &policy.id, &policy.name, &details));
    let rule = catch_all(random, now, Access::Allow);
    store.first_default_policy(policy, &rule, &event).await
}

/// Retrieve a policy
#[utoipa::path(
    get, path = "/policies/{policyId}", operation_id = "getPolicy",
    tag = "Policy",
    params(("policyId" = String, Path, description = "`id` of the policy"), Expand),
    responses((status = 200, description = "The policy", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ReadPolicies::NAME])),
)]
async fn read(
    call: Call<ReadPolicies>,
    Path(id): Path<String>,
    Query(expand): Query<Expand>,
) -> ApiResult<Json<Answer>> {
    let with_rules = expand.rules()?;
    let mut answer = wire(&call.state, find(&call, &id).await?);
    if with_rules {
        answer.embed_rules(&call.state).await?;
    }
    Ok(Json(answer))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct ActivateQuery {
    /// `false`: the new object is not in force.
    #[param(value_type = bool, required = false, default = true)]
    activate: Option<String>,
}

impl ActivateQuery {
    /// The status that a new object has.
    pub(super) fn status(&self) -> ApiResult<Status> {
        let active = flag("activate", self.activate.as_deref())?;
        Ok(if active == Some(false) {
            Status::Inactive
        } else {
            Status::Active
        })
    }
}

/// Create a policy
///
/// It comes with a Catch-all rule that denies.
#[utoipa::path(
    post, path = "/policies", operation_id = "createPolicy",
    tag = "Policy",
    params(ActivateQuery),
    request_body(content = ref("#/components/schemas/PolicyRequest"), content_type = "application/json"),
    responses((status = 200, description = "The new policy", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ManagePolicies::NAME])),
)]
async fn create(
    call: Call<ManagePolicies>,
    Query(query): Query<ActivateQuery>,
    body: RawBody,
) -> ApiResult<Json<Answer>> {
    let now = call.now();
    let status = query.status()?;
    let given = parse(body)?;
    let policy = AccessPolicy {
        id: call.random().id("rst"),
        status,
        priority: 1,
        system: false,
        created: Some(now),
        last_updated: Some(now),
        ..given
    };
    let event = event(&call, "create", "Create policy", &policy, None);
    let rule = catch_all(call.random(), now, Access::Deny);
    written(
        call.state
            .store()
            .insert_policy(&policy, &[rule], &event)
            .await?,
        &policy.id,
    )?;
    Ok(Json(wire(&call.state, policy)))
}

/// Replace a policy
#[utoipa::path(
    put, path = "/policies/{policyId}", operation_id = "replacePolicy",
    tag = "Policy",
    params(("policyId" = String, Path, description = "`id` of the policy")),
    request_body(content = ref("#/components/schemas/PolicyRequest"), content_type = "application/json"),
    responses((status = 200, description = "The policy as it is now", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ManagePolicies::NAME])),
)]
async fn replace(
    call: Call<ManagePolicies>,
    Path(id): Path<String>,
    body: RawBody,
) -> ApiResult<Json<Answer>> {
    let old = find(&call, &id).await?;
    let given = parse(body)?;
    let policy = AccessPolicy {
        name: given.name,
        description: given.description,
        last_updated: Some(call.now()),
        ..old.clone()
    };
    let event = event(&call, "update", "Update policy", &policy, Some(&old));
    written(
        call.state.store().update_policy(&policy, &event).await?,
        &id,
    )?;
    Ok(Json(wire(&call.state, policy)))
}

/// Delete a policy
///
/// The policy that came with the organization can't be deleted.
#[utoipa::path(
    delete, path = "/policies/{policyId}", operation_id = "deletePolicy",
    tag = "Policy",
    params(("policyId" = String, Path, description = "`id` of the policy")),
    responses(
        (status = 204, description = "The policy and its rules are gone"),
        (status = 409, description = "Apps have the policy", body = ErrorBody),
    ),
    security(("apiToken" = []), ("oauth2" = [ManagePolicies::NAME])),
)]
async fn remove(call: Call<ManagePolicies>, Path(id): Path<String>) -> ApiResult<StatusCode> {
    let policy = find(&call, &id).await?;
    if policy.system {
        return Err(ApiError::Forbidden);
    }
    let event = event(&call, "delete", "Delete policy", &policy, None);
    match call.state.store().delete_policy(&id, &event).await? {
        Deleted::Done => Ok(StatusCode::NO_CONTENT),
        Deleted::InUse => Err(ApiError::InUse(
            "Policy is assigned to apps and cannot be deleted.",
        )),
        Deleted::NotFound => Err(ApiError::NotFound(id, KIND)),
    }
}

/// Put a policy into force
#[utoipa::path(
    post, path = "/policies/{policyId}/lifecycle/activate", operation_id = "activatePolicy",
    tag = "Policy",
    params(("policyId" = String, Path, description = "`id` of the policy")),
    responses((status = 204, description = "The policy is in force")),
    security(("apiToken" = []), ("oauth2" = [ManagePolicies::NAME])),
)]
async fn activate(call: Call<ManagePolicies>, Path(id): Path<String>) -> ApiResult<StatusCode> {
    set_status(&call, id, Status::Active).await
}

/// Put a policy out of force
#[utoipa::path(
    post, path = "/policies/{policyId}/lifecycle/deactivate", operation_id = "deactivatePolicy",
    tag = "Policy",
    params(("policyId" = String, Path, description = "`id` of the policy")),
    responses((status = 204, description = "The policy is out of force")),
    security(("apiToken" = []), ("oauth2" = [ManagePolicies::NAME])),
)]
async fn deactivate(call: Call<ManagePolicies>, Path(id): Path<String>) -> ApiResult<StatusCode> {
    set_status(&call, id, Status::Inactive).await
}

async fn set_status(
    call: &Call<ManagePolicies>,
    id: String,
    status: Status,
) -> ApiResult<StatusCode> {
    let old = find(call, &id).await?;
    if old.system && status == Status::Inactive {
        return Err(ApiError::Forbidden);
    }
    let policy = AccessPolicy {
        status,
        last_updated: Some(call.now()),
        ..old
    };
    let (what, message) = match status {
        Status::Active => ("activate", "Activate policy"),
        Status::Inactive => ("deactivate", "Deactivate policy"),
    };
    let event = event(call, what, message, &policy, None);
    written(
        call.state.store().update_policy(&policy, &event).await?,
        &id,
    )?;
    Ok(StatusCode::NO_CONTENT)
}

/// The policy with this identifier.
pub(super) async fn find<S: Scope>(call: &Call<S>, id: &str) -> ApiResult<AccessPolicy> {
    call.state
        .store()
        .policy(id)
        .await?
        .ok_or_else(|| ApiError::NotFound(id.to_owned(), KIND))
}

fn written(written: Written, id: &str) -> ApiResult<()> {
    match written {
        Written::Done => Ok(()),
        Written::Taken => Err(ApiError::field(
            "name",
            "name: Another policy has this name",
        )),
        Written::Dangling | Written::NotFound => Err(ApiError::NotFound(id.to_owned(), KIND)),
    }
}

pub(super) fn parse(body: RawBody) -> ApiResult<AccessPolicy> {
    let mut object = body.object()?;
    drop_read_only(&mut object);
    for ignored in ["status", "priority", "conditions"] {
        object.remove(ignored);
    }
    if object.get("type").is_none_or(|kind| kind != TYPE) {
        return Err(ApiError::field(
            "type",
            "type: The value must be ACCESS_POLICY",
        ));
    }
    let policy: AccessPolicy = typed(object)?;
    let mut problems = Problems::default();
    problems.required("name", &policy.name);
    problems.length("name", &policy.name, NAME_LENGTH);
    problems.length(
        "description",
        policy.description.as_deref().unwrap_or_default(),
        DESCRIPTION_LENGTH,
    );
    problems.into_result()?;
    Ok(policy)
}

fn wire(state: &ManagementState, policy: AccessPolicy) -> Answer {
    let href = |suffix: &str| state.link(&format!("/policies/{}{suffix}", policy.id));
    let change = |active: bool, action: &str| {
        (active == (policy.status == Status::Active))
            .then(|| Link::to(href(&format!("/lifecycle/{action}")), &["POST"]))
    };
    let links = PolicyLinks {
        this: Link::to(href(""), &["GET", "PUT", "DELETE"]),
        rules: Link::to(href("/rules"), &["GET", "POST"]),
        mappings: Link::to(href("/mappings"), &["GET", "POST"]),
        activate: change(false, "activate"),
        deactivate: change(true, "deactivate"),
    };
    Answer {
        policy,
        kind: TYPE,
        conditions: Value::Null,
        embedded: None,
        links,
    }
}

/// The schema of the body of a request.
pub(super) fn request() -> Value {
    json!({
        "type": "object",
        "required": ["type", "name"],
        "properties": {
            "type": {"const": TYPE},
            "name": {"type": "string", "pattern": r"\S", "maxLength": NAME_LENGTH},
            "description": {"type": ["string", "null"], "maxLength": DESCRIPTION_LENGTH},
        },
        "example": {"type": TYPE, "name": "Payroll", "description": "Only from managed computers"},
    })
}

fn event(
    call: &Call<ManagePolicies>,
    what: &str,
    message: &str,
    policy: &AccessPolicy,
    old: Option<&AccessPolicy>,
) -> LogEvent {
    let mut target = target(KIND, &policy.id, &policy.name, &json!({"policyType": TYPE}));
    let fields = [("name", "name"), ("description", "description")];
    target.change_details = old.map(|old| changes(&json!(old), &json!(policy), &fields));
    call.event(&format!("policy.lifecycle.{what}"), message)
        .target(target)
}
