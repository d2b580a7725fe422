//! `/apps`: `OpenID` Connect clients, in the part of Okta's shape that signing in and calling these APIs need.

use axum::{
    Json, Router,
    http::StatusCode,
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{
    ManagementState,
    audit::{changes, target},
    auth::{Call, ManageApps, ReadApps, Scope},
    body::RawBody,
    error::{ApiError, ApiResult},
    params::{Path, Query},
    policies::{ActivateQuery, ensure_default_policy},
    tokens,
};
use crate::backend::{
    evaluation::Status,
    store::{App, ApplicationType, ClientAuth, Deleted, GrantType, LogEvent, Written},
};

mod given;
mod grants;
mod keys;

use given::Given;

const KIND: &str = "AppInstance";

/// The routes of this file.
pub(super) fn routes() -> Router<ManagementState> {
    Router::new()
        .route("/apps", get(list).post(create))
        .route("/apps/{id}", get(read).put(replace).delete(remove))
        .route("/apps/{id}/lifecycle/activate", post(activate))
        .route("/apps/{id}/lifecycle/deactivate", post(deactivate))
        .route("/apps/{id}/grants", get(grants::list).post(grants::create))
        .route(
            "/apps/{id}/grants/{grant_id}",
            get(grants::read).delete(grants::remove),
        )
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
    Ok(Json(wire(&call.state, &find(&call, &id).await?, None)))
}

async fn create(
    call: Call<ManageApps>,
    Query(query): Query<ActivateQuery>,
    body: RawBody,
) -> ApiResult<Json<Value>> {
    let given = Given::parse(body)?;
    let now = call.now();
    let secret = needs_secret(given.client_auth).then(|| call.random().token(48));
    let policy =
        ensure_default_policy(call.state.store(), &call.state.0.clock, call.random()).await?;
    let app = App {
        id: call.random().id("0oa"),
        label: given.label,
        status: match query.status()? {
            Status::Active => "ACTIVE".to_owned(),
            Status::Inactive => "INACTIVE".to_owned(),
        },
        redirect_uris: given.redirect_uris,
        client_auth: given.client_auth,
        application_type: given.application_type,
        grant_types: given.grant_types,
        keys: given.keys,
        created: now,
        last_updated: now,
        policy_id: policy.id,
        secret_hash: secret.as_deref().map(tokens::hash),
    };
    let event = event(&call, "create", "Create application", &app, None);
    written(call.state.store().insert_app(&app, &event).await?, &app.id)?;
    Ok(Json(wire(&call.state, &app, secret.as_deref())))
}

/// Replaces everything but the identifier, the sign-in policy and the secret. A secret is made where one is needed and
/// there was none, and is forgotten where none is needed any more.
async fn replace(
    call: Call<ManageApps>,
    Path(id): Path<String>,
    body: RawBody,
) -> ApiResult<Json<Value>> {
    let old = find(&call, &id).await?;
    let given = Given::parse(body)?;
    if given.client_auth != old.client_auth || given.keys != old.keys {
        // Whoever can change how a client proves itself can act in its name.
        let grants = call.state.store().app_grants(&id).await?;
        if !grants.iter().all(|grant| call.principal.may(&grant.scope)) {
            return Err(ApiError::Forbidden);
        }
    }
    let secret = (needs_secret(given.client_auth) && old.secret_hash.is_none())
        .then(|| call.random().token(48));
    let secret_hash = match &secret {
        Some(secret) => Some(tokens::hash(secret)),
        None => old
            .secret_hash
            .clone()
            .filter(|_| needs_secret(given.client_auth)),
    };
    let app = App {
        label: given.label,
        redirect_uris: given.redirect_uris,
        client_auth: given.client_auth,
        application_type: given.application_type,
        grant_types: given.grant_types,
        keys: given.keys,
        last_updated: call.now(),
        secret_hash,
        ..old.clone()
    };
    let event = event(&call, "update", "Update application", &app, Some(&old));
    written(call.state.store().update_app(&app, &event).await?, &id)?;
    Ok(Json(wire(&call.state, &app, secret.as_deref())))
}

/// Deletes an app that was deactivated before, as Okta asks for.
async fn remove(call: Call<ManageApps>, Path(id): Path<String>) -> ApiResult<StatusCode> {
    let app = find(&call, &id).await?;
    if app.status == "ACTIVE" {
        return Err(ApiError::DeleteActiveApp);
    }
    let event = event(&call, "delete", "Delete application", &app, None);
    match call.state.store().delete_app(&id, &event).await? {
        Deleted::Done => Ok(StatusCode::NO_CONTENT),
        Deleted::InUse => Err(ApiError::Internal),
        Deleted::NotFound => Err(ApiError::NotFound(id, KIND)),
    }
}

async fn activate(call: Call<ManageApps>, Path(id): Path<String>) -> ApiResult<Json<Value>> {
    set_status(&call, &id, "ACTIVE", "activate", "Activate application").await
}

async fn deactivate(call: Call<ManageApps>, Path(id): Path<String>) -> ApiResult<Json<Value>> {
    let message = "Deactivate application";
    set_status(&call, &id, "INACTIVE", "deactivate", message).await
}

/// Okta answers the life cycle of apps with an empty object.
async fn set_status(
    call: &Call<ManageApps>,
    id: &str,
    status: &str,
    what: &str,
    message: &str,
) -> ApiResult<Json<Value>> {
    let app = App {
        status: status.to_owned(),
        last_updated: call.now(),
        ..find(call, id).await?
    };
    let event = event(call, what, message, &app, None);
    written(call.state.store().update_app(&app, &event).await?, id)?;
    Ok(Json(json!({})))
}

fn needs_secret(client_auth: ClientAuth) -> bool {
    matches!(
        client_auth,
        ClientAuth::ClientSecretBasic | ClientAuth::ClientSecretPost
    )
}

/// The app with this identifier.
async fn find<S: Scope>(call: &Call<S>, id: &str) -> ApiResult<App> {
    let app = call.state.store().app(id).await?;
    app.ok_or_else(|| ApiError::NotFound(id.to_owned(), KIND))
}

fn written(written: Written, id: &str) -> ApiResult<()> {
    match written {
        Written::Done => Ok(()),
        Written::Taken => Err(ApiError::field(
            "label",
            "label: Another app has this label",
        )),
        Written::NotFound => Err(ApiError::NotFound(id.to_owned(), KIND)),
        Written::Dangling => Err(ApiError::Internal),
    }
}

fn event(
    call: &Call<ManageApps>,
    what: &str,
    message: &str,
    app: &App,
    old: Option<&App>,
) -> LogEvent {
    let details = json!({"signOnModeType": "OPENID_CONNECT"});
    let mut target = target(KIND, &app.id, &app.label, &details);
    target.change_details = old.map(|old| {
        let fields = [
            "label",
            "redirectUris",
            "clientAuth",
            "applicationType",
            "grantTypes",
            "keys",
        ];
        changes(
            &json!(old),
            &json!(app),
            &fields.map(|field| (field, field)),
        )
    });
    call.event(&format!("application.lifecycle.{what}"), message)
        .target(target)
}

/// The secret is told once, when it is made.
fn wire(state: &ManagementState, app: &App, secret: Option<&str>) -> Value {
    let href = state.link(&format!("/apps/{}", app.id));
    let service = app.application_type == ApplicationType::Service;
    let mut responses = Vec::new();
    if app.grant_types.contains(&GrantType::ClientCredentials) {
        responses.push("token");
    }
    if !service {
        responses.push("code");
    }
    let other = if app.status == "ACTIVE" {
        "deactivate"
    } else {
        "activate"
    };
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
            "pkce_required": !service,
        }},
        "settings": {"oauthClient": {
            "redirect_uris": app.redirect_uris,
            "response_types": responses,
            "grant_types": app.grant_types,
            "application_type": app.application_type,
            "dpop_bound_access_tokens": false,
        }},
        "_links": {
            "self": {"href": href},
            other: {"href": format!("{href}/lifecycle/{other}"), "hints": {"allow": ["POST"]}},
        },
    });
    if !service {
        value["_links"]["accessPolicy"] =
            json!({"href": state.link(&format!("/policies/{}", app.policy_id))});
    }
    if !app.keys.is_empty() {
        let keys: Vec<_> = app.keys.iter().map(keys::wire).collect();
        value["settings"]["oauthClient"]["jwks"] = json!({"keys": keys});
    }
    if let Some(secret) = secret {
        value["credentials"]["oauthClient"]["client_secret"] = json!(secret);
    }
    value
}
