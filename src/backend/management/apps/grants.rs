//! `/apps/{appId}/grants`: what an app may do in its own name.

use axum::{Json, http::StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{KIND, find};
use crate::backend::{
    management::{
        ManagementState,
        audit::target,
        auth::{Call, ManageGrants, ReadGrants, SCOPE_NAMES, Scope},
        body::{RawBody, drop_read_only, typed},
        error::{ApiError, ApiResult, Problems},
        links::Link,
        params::{Path, Query},
    },
    store::{App, AppGrant, Deleted, GrantType, LogEvent, Written},
};

const GRANT: &str = "OAuth2ScopeConsentGrant";

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<ManagementState> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(read, remove))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Expand {
    /// `scope`: the scope is embedded in the answer.
    #[param(value_type = String, required = false)]
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

/// List what an app may do in its own name
#[utoipa::path(
    get, path = "/apps/{appId}/grants", operation_id = "listScopeConsentGrants",
    tag = "ApplicationGrant",
    params(("appId" = String, Path, description = "`id` of the app"), Expand),
    responses((status = 200, description = "The grants", body = Vec<Answer>)),
    security(("apiToken" = []), ("oauth2" = [ReadGrants::NAME])),
)]
async fn list(
    call: Call<ReadGrants>,
    Path(id): Path<String>,
    Query(expand): Query<Expand>,
) -> ApiResult<Json<Vec<Answer>>> {
    let app = find(&call, &id).await?;
    let grants = call.state.store().app_grants(&id).await?;
    Ok(Json(
        grants
            .iter()
            .map(|grant| wire(&call.state, &app, grant, expand.scope()))
            .collect(),
    ))
}

/// Retrieve a grant
#[utoipa::path(
    get, path = "/apps/{appId}/grants/{grantId}", operation_id = "getScopeConsentGrant",
    tag = "ApplicationGrant",
    params(
        ("appId" = String, Path, description = "`id` of the app"),
        ("grantId" = String, Path, description = "`id` of the grant"),
        Expand,
    ),
    responses((status = 200, description = "The grant", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ReadGrants::NAME])),
)]
async fn read(
    call: Call<ReadGrants>,
    Path((id, grant_id)): Path<(String, String)>,
    Query(expand): Query<Expand>,
) -> ApiResult<Json<Answer>> {
    let app = find(&call, &id).await?;
    let grant = grant(&call, &id, &grant_id).await?;
    Ok(Json(wire(&call.state, &app, &grant, expand.scope())))
}

/// Grant a scope to an app
///
/// What the app has already is answered as it is. Nobody can give away more than they may do themselves.
#[utoipa::path(
    post, path = "/apps/{appId}/grants", operation_id = "grantConsentToScope",
    tag = "ApplicationGrant",
    params(("appId" = String, Path, description = "`id` of the app")),
    request_body(content = ref("#/components/schemas/ApplicationGrantRequest"), content_type = "application/json"),
    responses((status = 201, description = "The grant", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ManageGrants::NAME])),
)]
async fn create(
    call: Call<ManageGrants>,
    Path(id): Path<String>,
    body: RawBody,
) -> ApiResult<(StatusCode, Json<Answer>)> {
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
    if !call.principal.may_hand_on(&given.scope_id) {
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

/// Take a scope away from an app
#[utoipa::path(
    delete, path = "/apps/{appId}/grants/{grantId}", operation_id = "revokeScopeConsentGrant",
    tag = "ApplicationGrant",
    params(
        ("appId" = String, Path, description = "`id` of the app"),
        ("grantId" = String, Path, description = "`id` of the grant"),
    ),
    responses((status = 204, description = "The app does not have the scope any more")),
    security(("apiToken" = []), ("oauth2" = [ManageGrants::NAME])),
)]
async fn remove(
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

/// A grant as answered.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ApplicationGrant)]
struct Answer {
    /// Identifier.
    #[schema(read_only)]
    id: String,
    /// `ACTIVE`.
    #[schema(read_only)]
    status: &'static str,
    /// When it was given.
    #[schema(read_only, format = DateTime)]
    created: String,
    /// Who gave it.
    #[schema(read_only)]
    created_by: GrantedBy,
    /// When it was given.
    #[schema(read_only, format = DateTime)]
    last_updated: String,
    /// The organization's authorization server.
    issuer: String,
    /// The app.
    #[schema(read_only)]
    client_id: String,
    /// What the app may do.
    scope_id: String,
    /// `ADMIN`.
    #[schema(read_only)]
    source: &'static str,
    /// Where it and the app are.
    #[serde(rename = "_links")]
    #[schema(read_only)]
    links: GrantLinks,
    /// The scope, where it was asked for.
    #[serde(rename = "_embedded", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, read_only)]
    embedded: Option<Embedded>,
}

/// Who gave a grant.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApplicationGrantCreatedBy)]
struct GrantedBy {
    /// Identifier of the token, client or user.
    id: String,
}

/// Where a grant and its app are.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApplicationGrantLinks)]
struct GrantLinks {
    /// The grant.
    #[serde(rename = "self")]
    this: Link,
    /// The app.
    app: TitledLink,
    /// The app again.
    client: TitledLink,
}

/// A link with a name.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct TitledLink {
    /// Where it leads.
    #[schema(format = "uri")]
    href: String,
    /// Name of what is there.
    title: String,
}

/// What belongs to a grant.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApplicationGrantEmbedded)]
struct Embedded {
    /// The scope.
    scope: EmbeddedScope,
}

/// A scope.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApplicationGrantScope)]
struct EmbeddedScope {
    /// Its name.
    id: String,
}

fn wire(state: &ManagementState, app: &App, grant: &AppGrant, expand: bool) -> Answer {
    let app_link = TitledLink {
        href: state.link(&format!("/apps/{}", app.id)),
        title: app.label.clone(),
    };
    let href = state.link(&format!("/apps/{}/grants/{}", app.id, grant.id));
    let at = format!("{:.3}", grant.created);
    Answer {
        id: grant.id.clone(),
        status: "ACTIVE",
        created: at.clone(),
        created_by: GrantedBy {
            id: grant.created_by.clone(),
        },
        last_updated: at,
        issuer: state.0.config.public_url.clone(),
        client_id: app.id.clone(),
        scope_id: grant.scope.clone(),
        source: "ADMIN",
        links: GrantLinks {
            this: Link::to(href, &["GET", "DELETE"]),
            app: app_link.clone(),
            client: app_link,
        },
        embedded: expand.then(|| Embedded {
            scope: EmbeddedScope {
                id: grant.scope.clone(),
            },
        }),
    }
}

/// The schema of the body of a request. `issuer` is the organization's own address.
pub(in crate::backend::management) fn request(issuer: &str) -> Value {
    json!({
        "type": "object",
        "required": ["issuer", "scopeId"],
        "properties": {
            "issuer": {"enum": [issuer, format!("{issuer}/")]},
            "scopeId": {"enum": SCOPE_NAMES},
        },
        "example": {"issuer": issuer, "scopeId": "okta.policies.read"},
    })
}
