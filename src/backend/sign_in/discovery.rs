//! What clients find the endpoints and keys by (OpenID Connect Discovery 1.0, RFC 8414, RFC 7517).

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{Shared, app_request::SCOPES, envelope::OAuthError};

/// Answers that say the same for everybody may be kept for a while.
pub(super) fn cached(body: Value) -> Response {
    ([(header::CACHE_CONTROL, "public, max-age=60")], Json(body)).into_response()
}

/// The metadata of the issuer.
pub(super) async fn configuration(State(service): State<Shared>) -> Response {
    let issuer = service.issuer();
    cached(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/v1/authorize"),
        "token_endpoint": format!("{issuer}/v1/token"),
        "interaction_endpoint": format!("{issuer}/v1/interact"),
        "jwks_uri": format!("{issuer}/v1/keys"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "interaction_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": SCOPES,
        "token_endpoint_auth_methods_supported": ["none", "client_secret_basic", "client_secret_post", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256"],
        "code_challenge_methods_supported": ["S256"],
        "claims_supported": [
            "iss", "sub", "aud", "iat", "exp", "auth_time", "nonce", "amr", "at_hash", "name", "given_name",
            "family_name", "preferred_username", "locale", "zoneinfo", "email", "email_verified",
        ],
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "prompt_values_supported": ["login"],
    }))
}

/// The public keys.
pub(super) async fn keys(State(service): State<Shared>) -> Result<Response, OAuthError> {
    let key = service.key().await?;
    Ok(cached(json!({"keys": [key.public]})))
}
