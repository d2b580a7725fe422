//! `/device-integrations`: switches for where signals come from. Custom checks are only run while the osquery
//! integration of their platform is on ([`osquery_is_active`]); it is on until somebody switches it off.

use axum::{
    Json, Router,
    extract::Path,
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{
    ManagementState,
    audit::target,
    auth::{Call, ManageIntegrations, ReadIntegrations},
    error::{ApiError, ApiResult},
};
use crate::backend::{
    evaluation::Platform,
    store::{self, Store},
};

const KIND: &str = "DeviceIntegration";

/// Identifier and platform of every integration.
const ALL: [(&str, Platform); 2] = [
    ("dinOSQueryMacOS00001", Platform::Macos),
    ("dinOSQueryWindows001", Platform::Windows),
];

/// The routes of this file.
pub(super) fn routes() -> Router<ManagementState> {
    Router::new()
        .route("/device-integrations", get(list))
        .route("/device-integrations/{id}", get(read))
        .route(
            "/device-integrations/{id}/lifecycle/activate",
            post(activate),
        )
        .route(
            "/device-integrations/{id}/lifecycle/deactivate",
            post(deactivate),
        )
}

/// Whether custom checks may be run on devices of `platform`.
///
/// # Errors
/// Where the store refuses.
pub async fn osquery_is_active(store: &Store, platform: Platform) -> store::Result<bool> {
    let Some((id, _)) = ALL.iter().find(|(_, known)| *known == platform) else {
        return Ok(false);
    };
    Ok(store
        .integration(id)
        .await?
        .is_none_or(|stored| stored["status"] == "ACTIVE"))
}

async fn list(call: Call<ReadIntegrations>) -> ApiResult<Json<Vec<Value>>> {
    let mut all = Vec::new();
    for (id, _) in ALL {
        all.push(wire(&call.state, id).await?);
    }
    Ok(Json(all))
}

async fn read(call: Call<ReadIntegrations>, Path(id): Path<String>) -> ApiResult<Json<Value>> {
    Ok(Json(wire(&call.state, &id).await?))
}

async fn activate(
    call: Call<ManageIntegrations>,
    Path(id): Path<String>,
) -> ApiResult<Json<Value>> {
    set(&call, &id, true).await
}

async fn deactivate(
    call: Call<ManageIntegrations>,
    Path(id): Path<String>,
) -> ApiResult<Json<Value>> {
    set(&call, &id, false).await
}

async fn set(call: &Call<ManageIntegrations>, id: &str, on: bool) -> ApiResult<Json<Value>> {
    let (what, status) = if on {
        ("activate", "ACTIVE")
    } else {
        ("deactivate", "DEACTIVATED")
    };
    let message = if on {
        "Activate endpoint security integration"
    } else {
        "Deactivate endpoint security integration"
    };
    find(id)?;
    let event = call
        .event(
            &format!("device.integration.endpoint_security.{what}"),
            message,
        )
        .target(target(KIND, id, "OSQuery", &Value::Null));
    call.state
        .store()
        .put_integration(id, &json!({"status": status}), &event)
        .await?;
    Ok(Json(wire(&call.state, id).await?))
}

fn find(id: &str) -> ApiResult<Platform> {
    let found = ALL.iter().find(|(known, _)| *known == id);
    found
        .map(|(_, platform)| *platform)
        .ok_or_else(|| ApiError::NotFound(id.to_owned(), KIND))
}

async fn wire(state: &ManagementState, id: &str) -> ApiResult<Value> {
    let platform = find(id)?;
    let active = osquery_is_active(state.store(), platform).await?;
    let href = state.link(&format!("/device-integrations/{id}"));
    let other = if active { "deactivate" } else { "activate" };
    Ok(json!({
        "id": id,
        "name": "com.okta.device.osquery",
        "displayName": "OSQuery",
        "platform": platform,
        "status": if active { "ACTIVE" } else { "DEACTIVATED" },
        "_links": {
            "self": {"href": href, "hints": {"allow": ["GET"]}},
            other: {"href": format!("{href}/lifecycle/{other}"), "hints": {"allow": ["POST"]}},
        },
    }))
}
