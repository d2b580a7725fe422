//! `/device-posture-checks`: custom checks, and the built-in ones, which stand for the conditions of a policy and of
//! which only the remediation can be changed.

use axum::{Json, http::StatusCode};
use serde::Serialize;
use serde_json::{Map, json};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ManagementState,
    audit::{changes, target},
    auth::{Call, ManageChecks, ReadChecks, Scope as _},
    body::{RawBody, typed},
    error::{ApiError, ApiResult, ErrorBody, Problems},
    links::SelfLinks,
    lint::Linted,
    params::Path,
};
use crate::{
    backend::{
        evaluation::{CheckType, DevicePostureCheck, RemediationSettings},
        store::{Deleted, LogEvent, Written},
    },
    lint::Kind,
};

mod built_in;
pub(super) mod validation;

pub use built_in::built_in_checks;
pub(super) use validation::requests;
use validation::{check_remediation, parse};

const KIND: &str = "DevicePostureCheck";

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<ManagementState> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(list_default))
        .routes(routes!(read, replace, remove))
}

/// A device posture check as answered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DevicePostureCheck)]
struct Answer {
    #[serde(flatten)]
    check: DevicePostureCheck,
    /// Where it is.
    #[serde(rename = "_links")]
    #[schema(read_only)]
    links: SelfLinks,
}

/// List all custom checks
#[utoipa::path(
    get, path = "/device-posture-checks", operation_id = "listDevicePostureChecks", tag = "DevicePostureCheck",
    responses((status = 200, description = "The custom checks", body = Vec<Answer>)),
    security(("apiToken" = []), ("oauth2" = [ReadChecks::NAME])),
)]
async fn list(call: Call<ReadChecks>) -> ApiResult<Json<Vec<Answer>>> {
    let checks = call.state.store().posture_checks().await?;
    let custom = checks
        .into_iter()
        .filter(|check| check.kind == CheckType::Custom);
    Ok(Json(custom.map(|check| wire(&call.state, check)).collect()))
}

/// List all built-in checks
///
/// Each stands for a condition of device assurance policies and says what people are told when it fails.
#[utoipa::path(
    get, path = "/device-posture-checks/default", operation_id = "listDefaultDevicePostureChecks",
    tag = "DevicePostureCheck",
    responses((status = 200, description = "The built-in checks", body = Vec<Answer>)),
    security(("apiToken" = []), ("oauth2" = [ReadChecks::NAME])),
)]
async fn list_default(call: Call<ReadChecks>) -> ApiResult<Json<Vec<Answer>>> {
    let stored = call.state.store().posture_checks().await?;
    let current = built_in_checks().into_iter().map(|built_in| {
        let changed = stored.iter().find(|check| check.id == built_in.id);
        wire(&call.state, changed.cloned().unwrap_or(built_in))
    });
    Ok(Json(current.collect()))
}

/// Retrieve a check
#[utoipa::path(
    get, path = "/device-posture-checks/{postureCheckId}", operation_id = "getDevicePostureCheck",
    tag = "DevicePostureCheck",
    params(("postureCheckId" = String, Path, description = "`id` of a custom or built-in check")),
    responses((status = 200, description = "The check", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ReadChecks::NAME])),
)]
async fn read(call: Call<ReadChecks>, Path(id): Path<String>) -> ApiResult<Json<Answer>> {
    Ok(Json(wire(&call.state, find(&call.state, &id).await?)))
}

/// Create a custom check
#[utoipa::path(
    post, path = "/device-posture-checks", operation_id = "createDevicePostureCheck", tag = "DevicePostureCheck",
    request_body(content = ref("#/components/schemas/DevicePostureCheckRequest"), content_type = "application/json"),
    responses((status = 200, description = "The new check", body = Answer, headers(
        ("Doorstep-Lint" = String, description = "What should be better about its texts, links and settings: one header per finding (RFC 9651), the rule of docs/lint.md first")))),
    security(("apiToken" = []), ("oauth2" = [ManageChecks::NAME])),
)]
async fn create(call: Call<ManageChecks>, body: RawBody) -> ApiResult<Linted<Answer>> {
    let now = call.now();
    let check = DevicePostureCheck {
        id: call.random().id("dch"),
        created_date: Some(now),
        created_by: Some(call.principal.id.clone()),
        last_update: Some(now),
        last_updated_by: Some(call.principal.id.clone()),
        ..parse(body)?
    };
    let event = event(&call, "add", "Add device posture check", &check, None);
    store(&call, &check, &event).await?;
    Ok(linted(&call.state, &check))
}

/// What can be changed of a built-in check.
#[derive(serde::Deserialize)]
struct Settings {
    settings: RemediationSettings,
}

/// Replace a check
///
/// Of a built-in check only `remediationSettings` is replaced. While a device assurance policy uses a custom check, its
/// `platform` and `variableName` can't change.
#[utoipa::path(
    put, path = "/device-posture-checks/{postureCheckId}", operation_id = "replaceDevicePostureCheck",
    tag = "DevicePostureCheck",
    params(("postureCheckId" = String, Path, description = "`id` of a custom or built-in check")),
    request_body(content = ref("#/components/schemas/DevicePostureCheckReplacement"), content_type = "application/json"),
    responses((status = 200, description = "The check as it is now", body = Answer, headers(
        ("Doorstep-Lint" = String, description = "What should be better about its texts, links and settings: one header per finding (RFC 9651), the rule of docs/lint.md first")))),
    security(("apiToken" = []), ("oauth2" = [ManageChecks::NAME])),
)]
async fn replace(
    call: Call<ManageChecks>,
    Path(id): Path<String>,
    body: RawBody,
) -> ApiResult<Linted<Answer>> {
    let old = find(&call.state, &id).await?;
    let identity = DevicePostureCheck {
        last_update: Some(call.now()),
        last_updated_by: Some(call.principal.id.clone()),
        ..old.clone()
    };
    let check = if old.kind == CheckType::Builtin {
        let mut object = body.object()?;
        let settings = object
            .remove("remediationSettings")
            .unwrap_or_else(|| json!({}));
        let wrapped = Map::from_iter([("settings".to_owned(), settings)]);
        let settings = typed::<Settings>(wrapped)?.settings;
        let mut problems = Problems::default();
        check_remediation(&settings, &mut problems);
        problems.into_result()?;
        DevicePostureCheck {
            remediation_settings: Some(built_in::with_defaults(settings, &old)),
            ..identity
        }
    } else {
        let new = parse(body)?;
        let moved = new.variable_name != old.variable_name || new.platform != old.platform;
        if moved
            && call
                .state
                .store()
                .posture_check_is_used(&old.variable_name)
                .await?
        {
            let cause = "platform and variableName can't change while a device assurance policy uses the check";
            let field = if new.platform == old.platform {
                "variableName"
            } else {
                "platform"
            };
            return Err(ApiError::field(field, cause));
        }
        DevicePostureCheck {
            id: old.id.clone(),
            created_date: old.created_date,
            created_by: old.created_by.clone(),
            last_update: identity.last_update,
            last_updated_by: identity.last_updated_by,
            ..new
        }
    };
    let event = event(
        &call,
        "update",
        "Update device posture check",
        &check,
        Some(&old),
    );
    store(&call, &check, &event).await?;
    Ok(linted(&call.state, &check))
}

/// Delete a custom check
#[utoipa::path(
    delete, path = "/device-posture-checks/{postureCheckId}", operation_id = "deleteDevicePostureCheck",
    tag = "DevicePostureCheck",
    params(("postureCheckId" = String, Path, description = "`id` of a custom check")),
    responses(
        (status = 204, description = "The check is gone"),
        (status = 400, description = "Built-in checks can't be deleted", body = ErrorBody),
        (status = 409, description = "A device assurance policy uses the check", body = ErrorBody),
    ),
    security(("apiToken" = []), ("oauth2" = [ManageChecks::NAME])),
)]
async fn remove(call: Call<ManageChecks>, Path(id): Path<String>) -> ApiResult<StatusCode> {
    let check = find(&call.state, &id).await?;
    if check.kind == CheckType::Builtin {
        return Err(ApiError::field(
            "type",
            "A built-in device posture check can't be deleted",
        ));
    }
    let event = event(&call, "delete", "Delete device posture check", &check, None);
    match call.state.store().delete_posture_check(&id, &event).await? {
        Deleted::Done => Ok(StatusCode::NO_CONTENT),
        Deleted::InUse => Err(ApiError::InUse(
            "Device posture check is in use and can't be deleted.",
        )),
        Deleted::NotFound => Err(ApiError::NotFound(id, KIND)),
    }
}

async fn find(state: &ManagementState, id: &str) -> ApiResult<DevicePostureCheck> {
    if let Some(check) = state.store().posture_check(id).await? {
        return Ok(check);
    }
    let built_in = built_in_checks().into_iter().find(|check| check.id == id);
    built_in.ok_or_else(|| ApiError::NotFound(id.to_owned(), KIND))
}

async fn store(
    call: &Call<ManageChecks>,
    check: &DevicePostureCheck,
    event: &LogEvent,
) -> ApiResult<()> {
    match call.state.store().put_posture_check(check, event).await? {
        Written::Done => Ok(()),
        Written::Taken => Err(ApiError::field(
            "variableName",
            "variableName: Another device posture check has this variable name",
        )),
        Written::Dangling | Written::NotFound => Err(ApiError::field(
            "variableName",
            "platform and variableName can't change while a device assurance policy uses the check",
        )),
    }
}

fn linted(state: &ManagementState, check: &DevicePostureCheck) -> Linted<Answer> {
    let answer = wire(state, check.clone());
    Linted::new(Kind::PostureCheck, check, answer)
}

fn wire(state: &ManagementState, check: DevicePostureCheck) -> Answer {
    let href = state.link(&format!("/device-posture-checks/{}", check.id));
    Answer {
        check,
        links: SelfLinks::editable(href),
    }
}

fn event(
    call: &Call<ManageChecks>,
    what: &str,
    message: &str,
    check: &DevicePostureCheck,
    old: Option<&DevicePostureCheck>,
) -> LogEvent {
    let details = json!({
        "postureCheckName": check.name,
        "postureCheckDescription": check.description,
        "postureCheckVariableName": check.variable_name,
        "postureCheckPlatform": check.platform,
        "postureCheckQuery": check.query,
    });
    let mut target = target(KIND, &check.id, &check.name, &details);
    target.change_details = old.map(|old| {
        let fields = [
            ("postureCheckName", "name"),
            ("postureCheckDescription", "description"),
            ("postureCheckVariableName", "variableName"),
            ("postureCheckPlatform", "platform"),
            ("postureCheckQuery", "query"),
            ("postureCheckRemediationSettings", "remediationSettings"),
        ];
        changes(&json!(old), &json!(check), &fields)
    });
    call.event(&format!("device.posture.check.{what}"), message)
        .target(target)
}
