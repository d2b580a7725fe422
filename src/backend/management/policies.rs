//! `/policies`: app sign-in policies, their life cycle, and which apps have them.

use axum::{
    Json, Router,
    extract::{Path, Query},
    http::StatusCode,
    routing::{get, post, put},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    ManagementState,
    audit::{changes, target},
    auth::{Call, ManagePolicies, ReadPolicies, Scope},
    body::{RawBody, drop_read_only, typed},
    decisions::{DESCRIPTION_LENGTH, NAME_LENGTH},
    error::{ApiError, ApiResult, Problems},
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

mod listing;
mod mappings;

use listing::list;
use mappings::{assign, list_mappings, map};

/// What policies are called in errors and events.
pub(super) const KIND: &str = "PolicyEntity";
const TYPE: &str = "ACCESS_POLICY";
/// Name of the policy of apps that were given none.
const DEFAULT_NAME: &str = "Default Policy";

/// The routes of this file.
pub(super) fn routes() -> Router<ManagementState> {
    Router::new()
        .route("/policies", get(list).post(create))
        .route("/policies/{id}", get(read).put(replace).delete(remove))
        .route("/policies/{id}/lifecycle/activate", post(activate))
        .route("/policies/{id}/lifecycle/deactivate", post(deactivate))
        .route("/policies/{id}/mappings", get(list_mappings).post(map))
        .route("/apps/{app_id}/policies/{policy_id}", put(assign))
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

async fn read(call: Call<ReadPolicies>, Path(id): Path<String>) -> ApiResult<Json<Value>> {
    Ok(Json(wire(&call.state, &find(&call, &id).await?)))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ActivateQuery {
    activate: Option<String>,
}

impl ActivateQuery {
    /// The status that a new object has.
    pub(super) fn status(&self) -> Status {
        if self.activate.as_deref() == Some("false") {
            Status::Inactive
        } else {
            Status::Active
        }
    }
}

async fn create(
    call: Call<ManagePolicies>,
    Query(query): Query<ActivateQuery>,
    body: RawBody,
) -> ApiResult<Json<Value>> {
    let now = call.now();
    let given = parse(body)?;
    let policy = AccessPolicy {
        id: call.random().id("rst"),
        status: query.status(),
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
            .insert_policy(&policy, &rule, &event)
            .await?,
        &policy.id,
    )?;
    Ok(Json(wire(&call.state, &policy)))
}

async fn replace(
    call: Call<ManagePolicies>,
    Path(id): Path<String>,
    body: RawBody,
) -> ApiResult<Json<Value>> {
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
    Ok(Json(wire(&call.state, &policy)))
}

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

async fn activate(call: Call<ManagePolicies>, Path(id): Path<String>) -> ApiResult<StatusCode> {
    set_status(&call, id, Status::Active).await
}

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

fn parse(body: RawBody) -> ApiResult<AccessPolicy> {
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

fn wire(state: &ManagementState, policy: &AccessPolicy) -> Value {
    let mut value = json!(policy);
    let href = |suffix: &str| state.link(&format!("/policies/{}{suffix}", policy.id));
    let other = if policy.status == Status::Active {
        "deactivate"
    } else {
        "activate"
    };
    value["type"] = json!(TYPE);
    value["conditions"] = Value::Null;
    value["_links"] = json!({
        "self": {"href": href(""), "hints": {"allow": ["GET", "PUT", "DELETE"]}},
        "rules": {"href": href("/rules"), "hints": {"allow": ["GET", "POST"]}},
        "mappings": {"href": href("/mappings"), "hints": {"allow": ["GET", "POST"]}},
        other: {"href": href(&format!("/lifecycle/{other}")), "hints": {"allow": ["POST"]}},
    });
    value
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
