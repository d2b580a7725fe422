//! `/apps`: `OpenID` Connect clients, in the part of Okta's shape that signing in and calling these APIs need.

use axum::{Json, http::StatusCode};
use serde_json::{Value, json};
use utoipa_axum::{router::OpenApiRouter, routes};

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
    store::{App, ClientAuth, Deleted, LogEvent, Written},
};

mod answer;
mod attributes;
mod given;
mod grants;
mod groups_claim;
mod keys;
mod listing;
mod schema;

pub(super) use answer::Answer;
use answer::wire;
use given::Given;
pub(super) use grants::request as grant_request;
pub(super) use groups_claim::request as groups_claim_request;
pub(super) use listing::page;
pub(super) use schema::request;

const KIND: &str = "AppInstance";
const CLIENT_ID: &str = "credentials.oauthClient.client_id";

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<ManagementState> {
    OpenApiRouter::default()
        .routes(routes!(listing::list, create))
        .routes(routes!(read, replace, remove))
        .routes(routes!(activate))
        .routes(routes!(deactivate))
        .merge(grants::routes())
        .merge(groups_claim::routes())
}

/// Retrieve an app
#[utoipa::path(
    get, path = "/apps/{appId}", operation_id = "getApplication",
    tag = "Application",
    params(("appId" = String, Path, description = "`id` of the app")),
    responses((status = 200, description = "The app, without its secret", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ReadApps::NAME])),
)]
async fn read(call: Call<ReadApps>, Path(id): Path<String>) -> ApiResult<Json<Answer>> {
    Ok(Json(wire(&call.state, &find(&call, &id).await?, None)))
}

/// Create an app
///
/// The answer holds the client secret, where there is one; it is not told again. Where the request chooses the client id,
/// that is the app's `id` as well.
#[utoipa::path(
    post, path = "/apps", operation_id = "createApplication",
    tag = "Application",
    params(ActivateQuery),
    request_body(content = ref("#/components/schemas/ApplicationRequest"), content_type = "application/json"),
    responses((status = 200, description = "The new app", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ManageApps::NAME])),
)]
async fn create(
    call: Call<ManageApps>,
    Query(query): Query<ActivateQuery>,
    body: RawBody,
) -> ApiResult<Json<Answer>> {
    let given = Given::parse(body)?;
    let now = call.now();
    let secret = needs_secret(given.client_auth).then(|| {
        given
            .client_secret
            .unwrap_or_else(|| call.random().token(48))
    });
    let policy =
        ensure_default_policy(call.state.store(), &call.state.0.clock, call.random()).await?;
    let app = App {
        id: given.client_id.unwrap_or_else(|| call.random().id("0oa")),
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
        attributes: given.attributes,
        created: now,
        last_updated: now,
        policy_id: policy.id,
        secret_hash: secret.as_deref().map(tokens::hash),
    };
    let event = event(&call, "create", "Create application", &app, None);
    let done = call.state.store().insert_app(&app, &event).await?;
    if done == Written::Taken && call.state.store().app(&app.id).await?.is_some() {
        let cause = format!("{CLIENT_ID}: Another app has this client_id");
        return Err(ApiError::field(CLIENT_ID, cause));
    }
    written(done, &app.id)?;
    Ok(Json(wire(&call.state, &app, secret)))
}

/// Replace an app
///
/// Replaces everything but the identifier and the sign-in policy. The secret stays where none is given; one is made where
/// one is needed and there was none, and is forgotten where none is needed any more.
#[utoipa::path(
    put, path = "/apps/{appId}", operation_id = "replaceApplication",
    tag = "Application",
    params(("appId" = String, Path, description = "`id` of the app")),
    request_body(content = ref("#/components/schemas/ApplicationRequest"), content_type = "application/json"),
    responses((status = 200, description = "The app as it is now, with its secret where that is new", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ManageApps::NAME])),
)]
async fn replace(
    call: Call<ManageApps>,
    Path(id): Path<String>,
    body: RawBody,
) -> ApiResult<Json<Answer>> {
    let old = find(&call, &id).await?;
    let given = Given::parse(body)?;
    if given.client_id.as_ref().is_some_and(|own| *own != id) {
        let cause = format!("{CLIENT_ID}: The client_id of an app stays as it is");
        return Err(ApiError::field(CLIENT_ID, cause));
    }
    let needed = needs_secret(given.client_auth);
    let secret = match given.client_secret {
        Some(secret) if needed => Some(secret),
        _ => (needed && old.secret_hash.is_none()).then(|| call.random().token(48)),
    };
    let secret_hash = match &secret {
        Some(secret) => Some(tokens::hash(secret)),
        None => old.secret_hash.clone().filter(|_| needed),
    };
    if given.client_auth != old.client_auth
        || given.keys != old.keys
        || secret_hash != old.secret_hash
    {
        // Whoever can change how a client proves itself can act in its name.
        let grants = call.state.store().app_grants(&id).await?;
        if !grants
            .iter()
            .all(|grant| call.principal.may_hand_on(&grant.scope))
        {
            return Err(ApiError::Forbidden);
        }
    }
    let app = App {
        label: given.label,
        redirect_uris: given.redirect_uris,
        client_auth: given.client_auth,
        application_type: given.application_type,
        grant_types: given.grant_types,
        keys: given.keys,
        attributes: given.attributes,
        last_updated: call.now(),
        secret_hash,
        ..old.clone()
    };
    let event = event(&call, "update", "Update application", &app, Some(&old));
    written(call.state.store().update_app(&app, &event).await?, &id)?;
    Ok(Json(wire(&call.state, &app, secret)))
}

/// Delete an app
///
/// It must have been deactivated before.
#[utoipa::path(
    delete, path = "/apps/{appId}", operation_id = "deleteApplication",
    tag = "Application",
    params(("appId" = String, Path, description = "`id` of the app")),
    responses((status = 204, description = "The app is gone")),
    security(("apiToken" = []), ("oauth2" = [ManageApps::NAME])),
)]
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

/// Activate an app
#[utoipa::path(
    post, path = "/apps/{appId}/lifecycle/activate", operation_id = "activateApplication",
    tag = "Application",
    params(("appId" = String, Path, description = "`id` of the app")),
    responses((status = 200, description = "People can sign in to it; the object is empty", body = Object)),
    security(("apiToken" = []), ("oauth2" = [ManageApps::NAME])),
)]
async fn activate(call: Call<ManageApps>, Path(id): Path<String>) -> ApiResult<Json<Value>> {
    set_status(&call, &id, "ACTIVE", "activate", "Activate application").await
}

/// Deactivate an app
#[utoipa::path(
    post, path = "/apps/{appId}/lifecycle/deactivate", operation_id = "deactivateApplication",
    tag = "Application",
    params(("appId" = String, Path, description = "`id` of the app")),
    responses((status = 200, description = "Nobody can sign in to it; the object is empty", body = Object)),
    security(("apiToken" = []), ("oauth2" = [ManageApps::NAME])),
)]
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
            "attributes",
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
