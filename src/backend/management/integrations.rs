//! `/device-integrations`: switches for where signals come from. Custom checks are only run while the osquery
//! integration of their platform is on ([`osquery_is_active`]); it is on until somebody switches it off.

use axum::Json;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ManagementState,
    audit::target,
    auth::{Call, ManageIntegrations, ReadIntegrations, Scope as _},
    error::{ApiError, ApiResult},
    links::Link,
    params::Path,
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
pub(super) fn routes() -> OpenApiRouter<ManagementState> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(read))
        .routes(routes!(activate))
        .routes(routes!(deactivate))
}

/// A device integration as answered.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DeviceIntegration)]
struct Answer {
    /// Identifier.
    #[schema(read_only)]
    id: &'static str,
    /// What it is: `com.okta.device.osquery`.
    #[schema(read_only)]
    name: &'static str,
    /// Name for administrators.
    #[schema(read_only)]
    display_name: &'static str,
    /// The platform whose devices it is for.
    #[schema(read_only)]
    platform: Platform,
    /// Whether it is on.
    #[schema(read_only)]
    status: Switch,
    /// Where it is, and what can be done with it.
    #[serde(rename = "_links")]
    #[schema(read_only)]
    links: IntegrationLinks,
}

/// Whether an integration is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
#[schema(as = DeviceIntegrationStatus)]
enum Switch {
    /// On.
    Active,
    /// Off.
    Deactivated,
}

/// Where an integration is, and what can be done with it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeviceIntegrationLinks)]
struct IntegrationLinks {
    /// The integration.
    #[serde(rename = "self")]
    this: Link,
    /// Switches it on, where it is off.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    activate: Option<Link>,
    /// Switches it off, where it is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    deactivate: Option<Link>,
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

/// List all device integrations
#[utoipa::path(
    get, path = "/device-integrations", operation_id = "listDeviceIntegrations",
    tag = "DeviceIntegration",
    responses((status = 200, description = "All integrations", body = Vec<Answer>)),
    security(("apiToken" = []), ("oauth2" = [ReadIntegrations::NAME])),
)]
async fn list(call: Call<ReadIntegrations>) -> ApiResult<Json<Vec<Answer>>> {
    let mut all = Vec::new();
    for (id, _) in ALL {
        all.push(wire(&call.state, id).await?);
    }
    Ok(Json(all))
}

/// Retrieve a device integration
#[utoipa::path(
    get, path = "/device-integrations/{deviceIntegrationId}", operation_id = "getDeviceIntegration",
    tag = "DeviceIntegration",
    params(("deviceIntegrationId" = String, Path, description = "`id` of the integration")),
    responses((status = 200, description = "The integration", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ReadIntegrations::NAME])),
)]
async fn read(call: Call<ReadIntegrations>, Path(id): Path<String>) -> ApiResult<Json<Answer>> {
    Ok(Json(wire(&call.state, &id).await?))
}

/// Switch a device integration on
#[utoipa::path(
    post, path = "/device-integrations/{deviceIntegrationId}/lifecycle/activate", operation_id = "activateDeviceIntegration",
    tag = "DeviceIntegration",
    params(("deviceIntegrationId" = String, Path, description = "`id` of the integration")),
    responses((status = 200, description = "The integration is on", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ManageIntegrations::NAME])),
)]
async fn activate(
    call: Call<ManageIntegrations>,
    Path(id): Path<String>,
) -> ApiResult<Json<Answer>> {
    set(&call, &id, true).await
}

/// Switch a device integration off
///
/// Custom checks of its platform are not run any more.
#[utoipa::path(
    post, path = "/device-integrations/{deviceIntegrationId}/lifecycle/deactivate", operation_id = "deactivateDeviceIntegration",
    tag = "DeviceIntegration",
    params(("deviceIntegrationId" = String, Path, description = "`id` of the integration")),
    responses((status = 200, description = "The integration is off", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ManageIntegrations::NAME])),
)]
async fn deactivate(
    call: Call<ManageIntegrations>,
    Path(id): Path<String>,
) -> ApiResult<Json<Answer>> {
    set(&call, &id, false).await
}

async fn set(call: &Call<ManageIntegrations>, id: &str, on: bool) -> ApiResult<Json<Answer>> {
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

fn find(id: &str) -> ApiResult<(&'static str, Platform)> {
    let found = ALL.iter().find(|(known, _)| *known == id);
    found
        .copied()
        .ok_or_else(|| ApiError::NotFound(id.to_owned(), KIND))
}

async fn wire(state: &ManagementState, id: &str) -> ApiResult<Answer> {
    let (id, platform) = find(id)?;
    let active = osquery_is_active(state.store(), platform).await?;
    let href = state.link(&format!("/device-integrations/{id}"));
    let change = |needed: bool, action: &str| {
        needed.then(|| Link::to(format!("{href}/lifecycle/{action}"), &["POST"]))
    };
    Ok(Answer {
        id,
        name: "com.okta.device.osquery",
        display_name: "OSQuery",
        platform,
        status: if active {
            Switch::Active
        } else {
            Switch::Deactivated
        },
        links: IntegrationLinks {
            activate: change(!active, "activate"),
            deactivate: change(active, "deactivate"),
            this: Link::to(href, &["GET"]),
        },
    })
}
