//! `/internal/apps/{appId}/settings/oauth/idToken`: the claim of an app's ID tokens that names people's groups.
//!
//! Okta's own console uses this address, and so does the Terraform provider at each creation of an `okta_app_oauth` with an
//! API token, also where no claim is wanted. Shapes as recorded in its tests.

use axum::Json;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{event, find, written};
use crate::backend::{
    management::{
        ManagementState,
        auth::{Call, ManageApps, ReadApps, Scope as _},
        body::{RawBody, typed},
        error::{ApiResult, Problems},
        params::Path,
    },
    store::{App, IssuerMode},
};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<ManagementState> {
    OpenApiRouter::default().routes(routes!(read, write))
}

/// Which claim an app's ID tokens have beside the standard ones: none.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ApplicationGroupsClaim)]
struct Answer {
    /// The organization; null in the answer to a change.
    issuer: Option<String>,
    /// Always null.
    #[schema(value_type = Option<String>)]
    org_url: (),
    /// Always null.
    #[schema(value_type = Option<String>)]
    custom_url: (),
    /// The client id; null in the answer to a change.
    audience: Option<String>,
    /// Which of the organization's addresses the tokens name.
    issuer_mode: IssuerMode,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Given {
    issuer_mode: Option<IssuerMode>,
    name: String,
    value: String,
    value_type: String,
    group_filter_type: String,
}

/// Retrieve the groups claim of an app
///
/// There is none: people have no groups here.
#[utoipa::path(
    get, path = "/internal/apps/{appId}/settings/oauth/idToken", operation_id = "getApplicationGroupsClaim",
    tag = "Application",
    params(("appId" = String, Path, description = "`id` of the app")),
    responses((status = 200, description = "Nothing but what is the same for every app", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ReadApps::NAME])),
)]
async fn read(call: Call<ReadApps>, Path(id): Path<String>) -> ApiResult<Json<Answer>> {
    let app = find(&call, &id).await?;
    Ok(Json(Answer {
        issuer: Some(call.state.0.config.public_url.clone()),
        org_url: (),
        custom_url: (),
        issuer_mode: issuer_mode(&app),
        audience: Some(app.id),
    }))
}

/// Set the groups claim of an app
///
/// Only to none: people have no groups here. `issuerMode` is the app's `issuer_mode`.
#[utoipa::path(
    post, path = "/internal/apps/{appId}/settings/oauth/idToken", operation_id = "setApplicationGroupsClaim",
    tag = "Application",
    params(("appId" = String, Path, description = "`id` of the app")),
    request_body(content = ref("#/components/schemas/ApplicationGroupsClaimRequest"), content_type = "application/json"),
    responses((status = 200, description = "The app has no such claim", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ManageApps::NAME])),
)]
async fn write(
    call: Call<ManageApps>,
    Path(id): Path<String>,
    body: RawBody,
) -> ApiResult<Json<Answer>> {
    let old = find(&call, &id).await?;
    let given: Given = typed(body.object()?)?;
    let mut problems = Problems::default();
    for (field, text) in [
        ("name", &given.name),
        ("value", &given.value),
        ("valueType", &given.value_type),
        ("groupFilterType", &given.group_filter_type),
    ] {
        if !text.is_empty() {
            problems.add(
                field,
                "A groups claim is not supported: people have no groups",
            );
        }
    }
    problems.into_result()?;
    let issuer_mode = given.issuer_mode.unwrap_or(issuer_mode(&old));
    if given.issuer_mode.is_some() && old.attributes.client.issuer_mode != given.issuer_mode {
        let mut app = old.clone();
        app.attributes.client.issuer_mode = given.issuer_mode;
        app.last_updated = call.now();
        let event = event(&call, "update", "Update application", &app, Some(&old));
        written(call.state.store().update_app(&app, &event).await?, &id)?;
    }
    Ok(Json(Answer {
        issuer: None,
        org_url: (),
        custom_url: (),
        audience: None,
        issuer_mode,
    }))
}

/// An app's own, or what Okta takes where it says none.
pub(super) fn issuer_mode(app: &App) -> IssuerMode {
    let given = app.attributes.client.issuer_mode;
    given.unwrap_or(IssuerMode::Dynamic)
}

/// The schema of the body of a request.
pub(in crate::backend::management) fn request() -> Value {
    let none = json!({"enum": ["", null], "description": "A groups claim is not supported"});
    json!({
        "type": "object",
        "properties": {
            "issuerMode": {"enum": ["ORG_URL", "CUSTOM_URL", "DYNAMIC", null]},
            "name": none, "value": none, "valueType": none, "groupFilterType": none,
        },
        "example": {"issuerMode": "ORG_URL"},
    })
}
