//! `/device-assurances`: device assurance policies.

use axum::{Json, Router, extract::Path, http::StatusCode, routing::get};
use serde_json::{Value, json};

use super::{
    ManagementState,
    audit::{changes, target},
    auth::{Call, ManageAssurance, ReadAssurance, Scope},
    body::RawBody,
    error::{ApiError, ApiResult},
};
use crate::backend::{
    evaluation::DeviceAssurance,
    store::{Deleted, LogEvent, Written},
};

mod conditions;
mod validation;
mod versions;

const KIND: &str = "DeviceAssurancePolicyEntity";

/// The routes of this file.
pub(super) fn routes() -> Router<ManagementState> {
    Router::new()
        .route("/device-assurances", get(list).post(create))
        .route(
            "/device-assurances/{id}",
            get(read).put(replace).delete(remove),
        )
}

async fn list(call: Call<ReadAssurance>) -> ApiResult<Json<Vec<Value>>> {
    let policies = call.state.store().assurances().await?;
    Ok(Json(
        policies
            .iter()
            .map(|policy| wire(&call.state, policy))
            .collect(),
    ))
}

async fn read(call: Call<ReadAssurance>, Path(id): Path<String>) -> ApiResult<Json<Value>> {
    Ok(Json(wire(&call.state, &find(&call, &id).await?)))
}

async fn create(call: Call<ManageAssurance>, body: RawBody) -> ApiResult<Json<Value>> {
    let now = call.now();
    let checks = call.state.store().posture_checks().await?;
    let policy = DeviceAssurance {
        id: call.random().id("dae"),
        created_date: Some(now),
        created_by: Some(call.principal.id.clone()),
        last_update: Some(now),
        last_updated_by: Some(call.principal.id.clone()),
        ..validation::parse(body, &checks, None, now)?
    };
    let event = event(&call, "add", "Add device assurance policy", &policy, None);
    store(&call, &policy, &event).await?;
    Ok(Json(wire(&call.state, &policy)))
}

async fn replace(
    call: Call<ManageAssurance>,
    Path(id): Path<String>,
    body: RawBody,
) -> ApiResult<Json<Value>> {
    let old = find(&call, &id).await?;
    let checks = call.state.store().posture_checks().await?;
    let policy = DeviceAssurance {
        id: old.id.clone(),
        created_date: old.created_date,
        created_by: old.created_by.clone(),
        last_update: Some(call.now()),
        last_updated_by: Some(call.principal.id.clone()),
        ..validation::parse(body, &checks, Some(&old), call.now())?
    };
    let event = event(
        &call,
        "update",
        "Update device assurance policy",
        &policy,
        Some(&old),
    );
    store(&call, &policy, &event).await?;
    Ok(Json(wire(&call.state, &policy)))
}

async fn remove(call: Call<ManageAssurance>, Path(id): Path<String>) -> ApiResult<StatusCode> {
    let policy = find(&call, &id).await?;
    let event = event(
        &call,
        "delete",
        "Delete device assurance policy",
        &policy,
        None,
    );
    match call.state.store().delete_assurance(&id, &event).await? {
        Deleted::Done => Ok(StatusCode::NO_CONTENT),
        Deleted::InUse => Err(ApiError::InUse(
            "Device assurance is in use and cannot be deleted.",
        )),
        Deleted::NotFound => Err(ApiError::NotFound(id, KIND)),
    }
}

async fn find<S: Scope>(call: &Call<S>, id: &str) -> ApiResult<DeviceAssurance> {
    let policy = call.state.store().assurance(id).await?;
    policy.ok_or_else(|| ApiError::NotFound(id.to_owned(), KIND))
}

async fn store(
    call: &Call<ManageAssurance>,
    policy: &DeviceAssurance,
    event: &LogEvent,
) -> ApiResult<()> {
    match call.state.store().put_assurance(policy, event).await? {
        Written::Done => Ok(()),
        Written::Taken => Err(ApiError::field(
            "name",
            "name: Another device assurance policy has this name",
        )),
        Written::Dangling | Written::NotFound => Err(ApiError::field(
            "devicePostureChecks",
            "devicePostureChecks: A device posture check was deleted meanwhile",
        )),
    }
}

fn wire(state: &ManagementState, policy: &DeviceAssurance) -> Value {
    let mut value = json!(policy);
    let href = state.link(&format!("/device-assurances/{}", policy.id));
    value["_links"] = json!({"self": {"href": href, "hints": {"allow": ["GET", "PUT", "DELETE"]}}});
    value["resourceType"] = json!(KIND);
    value["resourceId"] = json!(policy.id);
    value["resourceDisplayName"] = json!({"value": policy.name, "sensitive": false});
    value
}

fn event(
    call: &Call<ManageAssurance>,
    what: &str,
    message: &str,
    policy: &DeviceAssurance,
    old: Option<&DeviceAssurance>,
) -> LogEvent {
    let details = json!({"policyName": policy.name, "policyPlatform": policy.platform});
    let mut target = target(KIND, &policy.id, &policy.name, &details);
    target.change_details = old.map(|old| {
        let fields = [
            "name",
            "osVersion",
            "osVersionConstraints",
            "jailbreak",
            "secureHardwarePresent",
            "diskEncryptionType",
            "screenLockType",
            "callerContext",
            "thirdPartySignalProviders",
            "devicePostureChecks",
            "gracePeriod",
            "displayRemediationMode",
        ];
        changes(
            &json!(old),
            &json!(policy),
            &fields.map(|field| (field, field)),
        )
    });
    call.event(&format!("device.assurance.policy.{what}"), message)
        .target(target)
}
