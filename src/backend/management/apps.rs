//! `/apps`: `OpenID` Connect clients, in the part of Okta's shape that signing in needs.

use axum::{Json, Router, extract::Path, routing::get};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    ManagementState,
    audit::target,
    auth::{Call, ManageApps, ReadApps},
    body::{RawBody, drop_read_only, typed},
    decisions::{NAME_LENGTH, URL_LENGTH},
    error::{ApiError, ApiResult, Problems},
    policies::ensure_default_policy,
    tokens,
};
use crate::backend::store::{App, ClientAuth, Written};

const KIND: &str = "AppInstance";

/// The routes of this file.
pub(super) fn routes() -> Router<ManagementState> {
    Router::new()
        .route("/apps", get(list).post(create))
        .route("/apps/{id}", get(read))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Given {
    label: String,
    sign_on_mode: Option<String>,
    credentials: GivenCredentials,
    settings: GivenSettings,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct GivenCredentials {
    oauth_client: GivenCredentialsClient,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct GivenCredentialsClient {
    token_endpoint_auth_method: Option<ClientAuth>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct GivenSettings {
    oauth_client: GivenSettingsClient,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct GivenSettingsClient {
    redirect_uris: Vec<String>,
}

async fn list(call: Call<ReadApps>) -> ApiResult<Json<Vec<Value>>> {
    let apps = call.state.store().apps().await?;
    Ok(Json(
        apps.iter()
            .map(|app| wire(&call.state, app, None))
            .collect(),
    ))
}

async fn read(call: Call<ReadApps>, Path(id): Path<String>) -> ApiResult<Json<Value>> {
    let app = call
        .state
        .store()
        .app(&id)
        .await?
        .ok_or(ApiError::NotFound(id, KIND))?;
    Ok(Json(wire(&call.state, &app, None)))
}

async fn create(call: Call<ManageApps>, body: RawBody) -> ApiResult<Json<Value>> {
    let mut object = body.object()?;
    drop_read_only(&mut object);
    let given: Given = typed(object)?;
    validate(&given)?;
    let now = call.now();
    let client_auth = given
        .credentials
        .oauth_client
        .token_endpoint_auth_method
        .unwrap_or(ClientAuth::ClientSecretBasic);
    let secret = (client_auth != ClientAuth::None).then(|| call.random().token(48));
    let policy =
        ensure_default_policy(call.state.store(), &call.state.0.clock, call.random()).await?;
    let app = App {
        id: call.random().id("0oa"),
        label: given.label.trim().to_owned(),
        status: "ACTIVE".to_owned(),
        redirect_uris: given.settings.oauth_client.redirect_uris,
        client_auth,
        created: now,
        last_updated: now,
        policy_id: policy.id,
        secret_hash: secret.as_deref().map(tokens::hash),
    };
    let details = json!({"signOnModeType": "OPENID_CONNECT"});
    let event = call
        .event("application.lifecycle.create", "Create application")
        .target(target(KIND, &app.id, &app.label, &details));
    match call.state.store().insert_app(&app, &event).await? {
        Written::Done => Ok(Json(wire(&call.state, &app, secret.as_deref()))),
        Written::Taken => Err(ApiError::field(
            "label",
            "label: Another app has this label",
        )),
        Written::Dangling | Written::NotFound => Err(ApiError::Internal),
    }
}

fn validate(given: &Given) -> ApiResult<()> {
    let mut problems = Problems::default();
    problems.required("label", &given.label);
    problems.length("label", &given.label, NAME_LENGTH);
    if given
        .sign_on_mode
        .as_deref()
        .is_some_and(|mode| mode != "OPENID_CONNECT")
    {
        problems.add("signOnMode", "The value must be OPENID_CONNECT");
    }
    let uris = &given.settings.oauth_client.redirect_uris;
    if uris.is_empty() {
        problems.add(
            "settings.oauthClient.redirect_uris",
            "The field cannot be left blank",
        );
    }
    for uri in uris {
        problems.length("settings.oauthClient.redirect_uris", uri, URL_LENGTH);
        // Plain http is for apps on the person's own machine only (RFC 8252, section 7.3).
        let good = url::Url::parse(uri).is_ok_and(|url| {
            let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
            let secure = url.scheme() == "https" || (url.scheme() == "http" && local);
            secure
                && url.fragment().is_none()
                && url.username().is_empty()
                && url.password().is_none()
        });
        if !good {
            let cause =
                "Each must be an https address without fragment; http is for localhost only";
            problems.add("settings.oauthClient.redirect_uris", cause);
        }
    }
    problems.into_result()
}

/// The secret is told once, when the app is made.
fn wire(state: &ManagementState, app: &App, secret: Option<&str>) -> Value {
    let href = state.link(&format!("/apps/{}", app.id));
    let mut value = json!({
        "id": app.id,
        "orn": null,
        "name": "oidc_client",
        "label": app.label,
        "status": app.status,
        "created": format!("{:.3}", app.created),
        "lastUpdated": format!("{:.3}", app.last_updated),
        "signOnMode": "OPENID_CONNECT",
        "credentials": {"oauthClient": {
            "client_id": app.id,
            "token_endpoint_auth_method": app.client_auth,
            "autoKeyRotation": true,
            "pkce_required": true,
        }},
        "settings": {"oauthClient": {
            "redirect_uris": app.redirect_uris,
            "response_types": ["code"],
            "grant_types": ["authorization_code", "interaction_code"],
            "application_type": if app.client_auth == ClientAuth::None { "browser" } else { "web" },
        }},
        "_links": {
            "self": {"href": href},
            "accessPolicy": {"href": state.link(&format!("/policies/{}", app.policy_id))},
        },
    });
    if let Some(secret) = secret {
        value["credentials"]["oauthClient"]["client_secret"] = json!(secret);
    }
    value
}
