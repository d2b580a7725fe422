//! `/.well-known/okta-organization`: which organization this is. Clients look here whether it is an Identity Engine.

use axum::{
    Json,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ManagementState,
    envelope::told,
    error::{ApiError, ErrorBody},
    links::Link,
    policies::ensure_default_policy,
};

/// The route of this file, which is outside `/api/v1`.
pub(super) fn routes() -> OpenApiRouter<ManagementState> {
    OpenApiRouter::default().routes(routes!(read))
}

/// An organization as answered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WellKnownOrgMetadata)]
struct Answer {
    /// Identifier: stays as long as the database.
    #[schema(pattern = "^00o")]
    id: String,
    /// How people sign in: `idx`, Okta's word for the Identity Engine.
    pipeline: &'static str,
    /// Where it is.
    #[serde(rename = "_links")]
    links: Links,
}

/// Where an organization is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WellKnownOrgMetadataLinks)]
struct Links {
    /// The organization.
    organization: Link,
}

/// Retrieve the organization
///
/// Needs no token. Pages of any site may read it: it says the same to everybody.
#[utoipa::path(
    get, path = "/.well-known/okta-organization", operation_id = "getWellknownOrgMetadata",
    tag = "Description",
    responses(
        (status = 200, description = "The organization", body = Answer),
        (status = 500, description = "The server failed", body = ErrorBody),
        (status = 503, description = "The database cannot be written or reached at the moment", body = ErrorBody),
    ),
    security(()),
)]
async fn read(State(state): State<ManagementState>) -> Response {
    let inner = &state.0;
    match ensure_default_policy(&inner.store, &inner.clock, &inner.random).await {
        Ok(policy) => {
            let answer = Answer {
                // What every database has one of, made with it and never deleted, under the prefix of organizations.
                id: format!("00o{}", policy.id.get(3..).unwrap_or_default()),
                pipeline: "idx",
                links: Links {
                    organization: Link::bare(inner.config.public_url.clone()),
                },
            };
            let headers = [
                (header::CACHE_CONTROL, "public, max-age=300"),
                (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
            ];
            (headers, Json(answer)).into_response()
        }
        Err(error) => {
            let mut response = told(&state, ApiError::from(error).into_response());
            let no_store = HeaderValue::from_static("no-store");
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, no_store);
            response
        }
    }
}
