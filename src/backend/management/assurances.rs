//! `/device-assurances`: device assurance policies.

use axum::{Json, http::StatusCode};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ManagementState,
    audit::{changes, target},
    auth::{Call, ManageAssurance, ReadAssurance, Scope},
    body::RawBody,
    error::{ApiError, ApiResult, ErrorBody},
    links::SelfLinks,
    lint::Linted,
    params::Path,
};
use crate::{
    backend::{
        evaluation::DeviceAssurance,
        store::{Deleted, LogEvent, Written},
    },
    lint::Kind,
};

mod conditions;
mod preview;
mod schema;
pub(super) mod validation;
mod versions;

pub(super) use preview::request as preview_request;
pub use preview::{Previewed, Previews};
pub(super) use schema::{DURATION, requests};

const KIND: &str = "DeviceAssurancePolicyEntity";

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<ManagementState> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(read, replace, remove))
        .routes(routes!(preview::preview))
}

/// A device assurance policy as answered.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DeviceAssurance)]
struct Answer {
    #[serde(flatten)]
    policy: DeviceAssurance,
    /// Where it is.
    #[serde(rename = "_links")]
    #[schema(read_only)]
    links: SelfLinks,
    /// Kind of object.
    #[schema(read_only)]
    resource_type: &'static str,
    /// `id` again.
    #[schema(read_only)]
    resource_id: String,
    /// `name` again.
    #[schema(read_only)]
    resource_display_name: DisplayName,
}

/// A name, and whether it tells something about a person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ResourceDisplayName)]
struct DisplayName {
    /// The name.
    value: String,
    /// Whether it tells something about a person.
    sensitive: bool,
}

/// List all device assurance policies
#[utoipa::path(
    get, path = "/device-assurances", operation_id = "listDeviceAssurancePolicies", tag = "DeviceAssurance",
    responses((status = 200, description = "All policies", body = Vec<Answer>)),
    security(("apiToken" = []), ("oauth2" = [ReadAssurance::NAME])),
)]
async fn list(call: Call<ReadAssurance>) -> ApiResult<Json<Vec<Answer>>> {
    let policies = call.state.store().assurances().await?;
    Ok(Json(
        policies
            .into_iter()
            .map(|policy| wire(&call.state, policy))
            .collect(),
    ))
}

/// Retrieve a device assurance policy
#[utoipa::path(
    get, path = "/device-assurances/{deviceAssuranceId}", operation_id = "getDeviceAssurancePolicy",
    tag = "DeviceAssurance",
    params(("deviceAssuranceId" = String, Path, description = "`id` of the policy")),
    responses((status = 200, description = "The policy", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ReadAssurance::NAME])),
)]
async fn read(call: Call<ReadAssurance>, Path(id): Path<String>) -> ApiResult<Json<Answer>> {
    Ok(Json(wire(&call.state, find(&call, &id).await?)))
}

/// Create a device assurance policy
#[utoipa::path(
    post, path = "/device-assurances", operation_id = "createDeviceAssurancePolicy", tag = "DeviceAssurance",
    request_body(content = ref("#/components/schemas/DeviceAssuranceRequest"), content_type = "application/json"),
    responses((status = 200, description = "The new policy", body = Answer, headers(
        ("Doorstep-Lint" = String, description = "What should be better about its texts, links and settings: one header per finding (RFC 9651), the rule of docs/lint.md first")))),
    security(("apiToken" = []), ("oauth2" = [ManageAssurance::NAME])),
)]
async fn create(call: Call<ManageAssurance>, body: RawBody) -> ApiResult<Linted<Answer>> {
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
    Ok(linted(&call.state, &policy))
}

/// Replace a device assurance policy
///
/// What is left out is cleared.
#[utoipa::path(
    put, path = "/device-assurances/{deviceAssuranceId}", operation_id = "replaceDeviceAssurancePolicy",
    tag = "DeviceAssurance",
    params(("deviceAssuranceId" = String, Path, description = "`id` of the policy")),
    request_body(content = ref("#/components/schemas/DeviceAssuranceRequest"), content_type = "application/json"),
    responses((status = 200, description = "The policy as it is now", body = Answer, headers(
        ("Doorstep-Lint" = String, description = "What should be better about its texts, links and settings: one header per finding (RFC 9651), the rule of docs/lint.md first")))),
    security(("apiToken" = []), ("oauth2" = [ManageAssurance::NAME])),
)]
async fn replace(
    call: Call<ManageAssurance>,
    Path(id): Path<String>,
    body: RawBody,
) -> ApiResult<Linted<Answer>> {
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
    Ok(linted(&call.state, &policy))
}

/// Delete a device assurance policy
#[utoipa::path(
    delete, path = "/device-assurances/{deviceAssuranceId}", operation_id = "deleteDeviceAssurancePolicy",
    tag = "DeviceAssurance",
    params(("deviceAssuranceId" = String, Path, description = "`id` of the policy")),
    responses(
        (status = 204, description = "The policy is gone"),
        (status = 409, description = "A rule of a sign-in policy asks for it", body = ErrorBody),
    ),
    security(("apiToken" = []), ("oauth2" = [ManageAssurance::NAME])),
)]
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

fn linted(state: &ManagementState, policy: &DeviceAssurance) -> Linted<Answer> {
    let answer = wire(state, policy.clone());
    Linted::new(Kind::DeviceAssurance, policy, answer)
}

fn wire(state: &ManagementState, policy: DeviceAssurance) -> Answer {
    let href = state.link(&format!("/device-assurances/{}", policy.id));
    Answer {
        links: SelfLinks::editable(href),
        resource_type: KIND,
        resource_id: policy.id.clone(),
        resource_display_name: DisplayName {
            value: policy.name.clone(),
            sensitive: false,
        },
        policy,
    }
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
            "exemption",
            "displayRemediationMode",
            "missingSignalMode",
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
