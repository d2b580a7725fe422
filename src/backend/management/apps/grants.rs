//! `/apps/{appId}/grants`: what an app may do in its own name.

use axum::{Json, http::StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{KIND, find};
use crate::backend::{
    management::{
        ManagementState,
        audit::target,
        auth::{Call, ManageGrants, ReadGrants, SCOPE_NAMES, Scope},
        body::{RawBody, drop_read_only, typed},
        error::{ApiError, ApiResult, Problems},
        params::{Path, Query},
    },
    store::{App, AppGrant, Deleted, GrantType, LogEvent, Written},
};

const GRANT: &str = "OAuth2ScopeConsentGrant";

/// What is asked for beside a grant.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Expand {
    expand: Option<String>,
}

impl Expand {
    fn scope(&self) -> bool {
        self.expand.as_deref() == Some("scope")
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Given {
    issuer: String,
    scope_id: String,
}

/// All grants of an app.
pub(super) async fn list(
    call: Call<ReadGrants>,
    Path(id): Path<String>,
    Query(expand): Query<Expand>,
) -> ApiResult<Json<Vec<Value>>> {
    let app = find(&call, &id).await?;
    let grants = call.state.store().app_grants(&id).await?;
    Ok(Json(
        grants
            .iter()
            .map(|grant| wire(&call.state, &app, grant, expand.scope()))
            .collect(),
    ))
}

/// One grant of an app.
pub(super) async fn read(
    call: Call<ReadGrants>,
    Path((id, grant_id)): Path<(String, String)>,
    Query(expand): Query<Expand>,
) -> ApiResult<Json<Value>> {
    let app = find(&call, &id).await?;
    let grant = grant(&call, &id, &grant_id).await?;
    Ok(Json(wire(&call.state, &app, &grant, expand.scope())))
}

/// Grants a scope; what the app has already is answered as it is.
pub(super) async fn create(
    call: Call<ManageGrants>,
    Path(id): Path<String>,
    body: RawBody,
) -> ApiResult<(StatusCode, Json<Value>)> {
    let app = find(&call, &id).await?;
    let mut object = body.object()?;
    drop_read_only(&mut object);
    let given: Given = typed(object)?;
    let mut problems = Problems::default();
    if given.issuer.trim_end_matches('/') != call.state.0.config.public_url {
        let issuer = &call.state.0.config.public_url;
        problems.add("issuer", format!("The value must be {issuer}"));
    }
    if !SCOPE_NAMES.contains(&given.scope_id.as_str()) {
        problems.add(
            "scopeId",
            "The value must be a scope of the management APIs",
        );
    }
    if !app.grant_types.contains(&GrantType::ClientCredentials) {
        problems.add(
            "appId",
            "The app does not have the grant type client_credentials",
        );
    }
    problems.into_result()?;
    // Nobody can give away more than they may do themselves.
    if !call.principal.may(&given.scope_id) {
        return Err(ApiError::Forbidden);
    }
    let grant = AppGrant {
        id: call.random().id("oag"),
        app_id: app.id.clone(),
        scope: given.scope_id,
        created: call.now(),
        created_by: call.principal.id.clone(),
    };
    let message = "Grant admin consent to OAuth2 scope";
    let event = event(&call, "grant", message, &app, &grant);
    let store = call.state.store();
    let grant = match store.insert_app_grant(&grant, &event).await? {
        Written::Done => grant,
        Written::Taken => {
            let grants = store.app_grants(&id).await?;
            let same = |other: &AppGrant| other.scope == grant.scope;
            // Where it was taken away in between, the caller may try again.
            grants.into_iter().find(same).ok_or(ApiError::Internal)?
        }
        Written::Dangling | Written::NotFound => return Err(ApiError::NotFound(id, KIND)),
    };
    let answer = wire(&call.state, &app, &grant, false);
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Ends a grant: the app's tokens lose the scope with the next call.
pub(super) async fn remove(
    call: Call<ManageGrants>,
    Path((id, grant_id)): Path<(String, String)>,
) -> ApiResult<StatusCode> {
    let app = find(&call, &id).await?;
    let grant = grant(&call, &id, &grant_id).await?;
    let message = "Revoke admin consent to OAuth2 scope";
    let event = event(&call, "revoke", message, &app, &grant);
    match call
        .state
        .store()
        .delete_app_grant(&id, &grant_id, &event)
        .await?
    {
        Deleted::Done => Ok(StatusCode::NO_CONTENT),
        Deleted::InUse | Deleted::NotFound => Err(ApiError::NotFound(grant_id, GRANT)),
    }
}

async fn grant<S: Scope>(call: &Call<S>, app_id: &str, grant_id: &str) -> ApiResult<AppGrant> {
    let grants = call.state.store().app_grants(app_id).await?;
    let found = grants.into_iter().find(|grant| grant.id == grant_id);
    found.ok_or_else(|| ApiError::NotFound(grant_id.to_owned(), GRANT))
}

fn event(
    call: &Call<ManageGrants>,
    what: &str,
    message: &str,
    app: &App,
    grant: &AppGrant,
) -> LogEvent {
    let scope = target("scope", &grant.scope, &grant.scope, &Value::Null);
    call.event(&format!("app.oauth2.admin.consent.{what}"), message)
        .target(target(KIND, &app.id, &app.label, &Value::Null))
        .target(scope)
}

fn wire(state: &ManagementState, app: &App, grant: &AppGrant, expand: bool) -> Value {
    let app_link = json!({"href": state.link(&format!("/apps/{}", app.id)), "title": app.label});
    let href = state.link(&format!("/apps/{}/grants/{}", app.id, grant.id));
    let at = format!("{:.3}", grant.created);
    let mut value = json!({
        "id": grant.id,
        "status": "ACTIVE",
        "created": at,
        "createdBy": {"id": grant.created_by},
        "lastUpdated": at,
        "issuer": state.0.config.public_url,
        "clientId": app.id,
        "scopeId": grant.scope,
        "source": "ADMIN",
        "_links": {
            "self": {"href": href, "hints": {"allow": ["GET", "DELETE"]}},
            "app": app_link,
            "client": app_link,
        },
    });
    if expand {
        value["_embedded"] = json!({"scope": {"id": grant.scope}});
    }
    value
}
