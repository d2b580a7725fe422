//! The organization's own authorization server: programs get tokens for the management APIs in their own name (RFC 6749
//! section 4.4), and the management APIs find out what these may do.
//!
//! A token says what it was made for; what it may do is what is still granted when it is used. So a scope that is
//! revoked, and an app that is deactivated or deleted, ends its tokens at once.

use axum::{
    Json,
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{
    Error, Service, Shared,
    app_request::Parameters,
    caller::Caller,
    challenge::later,
    client::{Server, authenticate},
    client_events,
    discovery::cached,
    envelope::OAuthError,
    token::refusal,
};
use crate::backend::{
    management::{AccessTokens, Principal, SCOPE_NAMES, Verified},
    store::{App, GrantType},
};

/// The kind of token, in its header (RFC 9068, section 2.1).
const KIND: &str = "at+jwt";

/// What a request may say in its query as well: Okta's Python SDK 2 puts these there, and only the assertion into the form.
const IN_QUERY: [&str; 3] = ["grant_type", "scope", "client_assertion_type"];
/// What proves a client stays out of addresses (RFC 6749, section 2.3.1): they end up in logs.
const NEVER_IN_QUERY: [&str; 2] = ["client_secret", "client_assertion"];

/// The metadata of the server (RFC 8414). Nobody signs in here, so there is no `authorization_endpoint`.
pub(super) async fn configuration(State(service): State<Shared>) -> Response {
    cached(json!({
        "issuer": service.issuer_of(Server::Org),
        "token_endpoint": service.token_endpoint(Server::Org),
        "jwks_uri": service.url("/oauth2/v1/keys"),
        "response_types_supported": [],
        "grant_types_supported": ["client_credentials"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": SCOPE_NAMES,
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256"],
    }))
}

/// Gives a program a token.
pub(super) async fn token(
    State(service): State<Shared>,
    headers: HeaderMap,
    caller: Caller,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Response {
    let query = query.unwrap_or_default();
    match issue(&service, &headers, &caller, &query, &body).await {
        Ok(tokens) => ([(header::PRAGMA, "no-cache")], Json(tokens)).into_response(),
        Err(error) => refusal(error),
    }
}

async fn issue(
    service: &Service,
    headers: &HeaderMap,
    caller: &Caller,
    query: &str,
    body: &[u8],
) -> Result<Value, OAuthError> {
    let bad = |description| OAuthError::new("invalid_request", description);
    if !is_form(headers) {
        return Err(bad("The body must be application/x-www-form-urlencoded."));
    }
    let query = Parameters::parse(query.as_bytes());
    if NEVER_IN_QUERY.iter().any(|name| query.get(name).is_some()) {
        return Err(bad(
            "client_secret and client_assertion belong into the body, never into the query.",
        ));
    }
    let parameters = Parameters::parse(body)
        .with_query(&query, &IN_QUERY)
        .ok_or(bad("A parameter comes more than once."))?;
    let app = authenticate(service, Server::Org, headers, &parameters, caller).await?;
    match grant(service, &app, &parameters, caller).await {
        // A store that fails is no refusal of the client's.
        Err(error) if error.status != StatusCode::INTERNAL_SERVER_ERROR => {
            client_events::refused(service, &app, app.client_auth, error, caller).await?;
            Err(error)
        }
        answer => answer,
    }
}

async fn grant(
    service: &Service,
    app: &App,
    parameters: &Parameters,
    caller: &Caller,
) -> Result<Value, OAuthError> {
    match parameters.get("grant_type") {
        Some("client_credentials") => {}
        Some(_) => {
            return Err(OAuthError::new(
                "unsupported_grant_type",
                "Only client_credentials is supported here.",
            ));
        }
        None => {
            return Err(OAuthError::new(
                "invalid_request",
                "grant_type is required.",
            ));
        }
    }
    if !app.grant_types.contains(&GrantType::ClientCredentials) {
        return Err(OAuthError::new(
            "unauthorized_client",
            "The client does not have the grant type client_credentials.",
        ));
    }
    let asked = parameters.get("scope").unwrap_or_default();
    let mut scopes: Vec<&str> = asked.split(' ').filter(|scope| !scope.is_empty()).collect();
    scopes.sort_unstable();
    scopes.dedup();
    if scopes.is_empty() {
        return Err(OAuthError::new(
            "invalid_scope",
            "There are no default scopes: scope is required.",
        ));
    }
    let granted = service.store.app_grants(&app.id).await?;
    if !scopes
        .iter()
        .all(|scope| granted.iter().any(|grant| grant.scope == *scope))
    {
        return Err(OAuthError::new(
            "invalid_scope",
            "One or more of the scopes are not granted to the client.",
        ));
    }
    let now = service.clock.now();
    let life = service.config.lifetimes.token;
    let expires = later(now, life);
    let issuer = service.issuer_of(Server::Org);
    let jti = format!("AT.{}", service.random.token(24));
    let scope = scopes.join(" ");
    // RFC 9068, with Okta's own names beside.
    let claims = json!({
        "ver": 1,
        "jti": jti,
        "iss": issuer,
        "aud": issuer,
        "sub": app.id,
        "client_id": app.id,
        "cid": app.id,
        "scope": scope,
        "scp": scopes,
        "iat": now.as_second(),
        "exp": expires.as_second(),
    });
    let access_token = service.key().await?.sign(KIND, &claims)?;
    client_events::granted(service, app, &scopes, &jti, expires, caller).await?;
    Ok(json!({
        "token_type": "Bearer",
        "expires_in": life.as_secs(),
        "access_token": access_token,
        "scope": scope,
    }))
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

impl AccessTokens for Service {
    fn verify<'a>(&'a self, token: &'a str) -> Verified<'a> {
        Box::pin(async move {
            match self.principal(token).await {
                Err(Error::Store(error)) => Err(error),
                Err(error) => {
                    tracing::error!(%error, "an access token could not be looked at");
                    Ok(None)
                }
                Ok(principal) => Ok(principal),
            }
        })
    }
}

impl Service {
    async fn principal(&self, token: &str) -> Result<Option<Principal>, Error> {
        let Some(claims) = self.key().await?.verify(KIND, token) else {
            return Ok(None);
        };
        let issuer = self.issuer_of(Server::Org);
        let ours = claims["iss"] == issuer.as_str() && claims["aud"] == issuer.as_str();
        let lives = claims["exp"]
            .as_i64()
            .is_some_and(|expiry| expiry > self.clock.now().as_second());
        let Some(client) = claims["cid"].as_str().filter(|_| ours && lives) else {
            return Ok(None);
        };
        let app = self.app(client).await?;
        let Some(app) = app.filter(|app| app.grant_types.contains(&GrantType::ClientCredentials))
        else {
            return Ok(None);
        };
        let granted = self.store.app_grants(client).await?;
        let scopes = claims["scp"].as_array().into_iter().flatten();
        let scopes = scopes
            .filter_map(Value::as_str)
            .filter(|scope| granted.iter().any(|grant| grant.scope == *scope))
            .map(str::to_owned)
            .collect();
        Ok(Some(Principal {
            id: app.id,
            kind: String::from("PublicClientApp"),
            name: app.label,
            scopes,
            // A program is nobody in particular.
            user_id: None,
        }))
    }
}
