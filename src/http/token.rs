//! `POST {issuer}/v1/token` in front of a remote org: an OpenID Connect app trades its `code` here as anywhere (RFC 6749
//! section 4.1.3), and gets the org's own tokens. What the org calls an interaction code, apps call an authorization code.
//! Nothing is kept: whether a code was used, who the client is and whether its verifier is right, the org decides.

use axum::{
    Json,
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde_json::json;

use super::{
    OwnClient, form,
    own_client::{self, Parameters, add, get},
    visit::Visit,
};
use crate::{
    config::Secret,
    idx::{Error, client::TokenAnswer},
};

pub(super) async fn post(visit: Visit, request: Request) -> Response {
    let page = visit.page.clone();
    let Ok(pairs) = form::pairs(&page, request).await else {
        return refused("invalid_request", "The request is no form.");
    };
    let settings = &page.0.settings;
    let authorization = visit.headers.get(header::AUTHORIZATION);
    let open = |code: &str| own_client::open(&settings.cookie_key, code);
    let parameters = match translate(pairs, &visit.headers, settings.own_client.as_ref(), open) {
        Ok(parameters) => parameters,
        Err((error, description)) => return refused(error, description),
    };
    let answer = page
        .0
        .client
        .token(&parameters, authorization, &visit.caller())
        .await;
    match answer {
        Ok(TokenAnswer { status, wait, body }) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
            json_answer(status, wait, &body)
        }
        Err(error) => {
            tracing::error!(%error, "the org gave no tokens");
            let (status, wait) = match error {
                Error::TooManyRequests { wait } => (StatusCode::TOO_MANY_REQUESTS, wait),
                Error::Slow => (StatusCode::GATEWAY_TIMEOUT, None),
                _ => (StatusCode::BAD_GATEWAY, None),
            };
            let body = json!({"error": "temporarily_unavailable", "error_description": "The organization does not answer."});
            json_answer(status, wait, &body)
        }
    }
}

/// The app's request as the org understands it.
fn translate(
    mut parameters: Parameters,
    headers: &HeaderMap,
    own: Option<&OwnClient>,
    open: impl Fn(&str) -> Option<(String, String)>,
) -> Result<Parameters, (&'static str, &'static str)> {
    if get(&parameters, "grant_type") != Some("authorization_code") {
        return Err((
            "unsupported_grant_type",
            "Only an authorization code is traded here; for everything else ask the organization itself.",
        ));
    }
    let Some(code) = get(&parameters, "code").map(str::to_owned) else {
        return Err(("invalid_request", "The 'code' parameter is missing."));
    };
    let authenticates = headers.contains_key(header::AUTHORIZATION)
        || get(&parameters, "client_secret").is_some()
        || get(&parameters, "client_assertion").is_some();
    parameters.retain(|(name, _)| name != "grant_type" && name != "code");
    add(&mut parameters, "grant_type", "interaction_code");
    match open(&code) {
        Some((code, verifier)) if authenticates => {
            parameters.retain(|(name, _)| name != "code_verifier");
            add(&mut parameters, "interaction_code", &code);
            add(&mut parameters, "code_verifier", &verifier);
        }
        // Without either, whoever sees the code could trade it.
        Some(_) => {
            return Err((
                "invalid_client",
                "An app without PKCE must authenticate itself.",
            ));
        }
        None if get(&parameters, "code_verifier").is_none() => {
            return Err((
                "invalid_request",
                "The 'code_verifier' parameter is missing.",
            ));
        }
        None => add(&mut parameters, "interaction_code", &code),
    }
    if let Some(own) = own {
        if !headers.contains_key(header::AUTHORIZATION) {
            add(&mut parameters, "client_id", &own.id);
        }
        if get(&parameters, "client_id").is_none_or(|id| id == own.id) {
            add(&mut parameters, "redirect_uri", own.redirect_uri.as_str());
            if let (false, Some(secret)) = (authenticates, own.secret.as_ref().map(Secret::expose))
            {
                add(&mut parameters, "client_secret", secret);
            }
        }
    }
    Ok(parameters)
}

fn refused(error: &str, description: &str) -> Response {
    let status = if error == "invalid_client" {
        StatusCode::UNAUTHORIZED
    } else {
        StatusCode::BAD_REQUEST
    };
    let body = json!({"error": error, "error_description": description});
    json_answer(status, None, &body)
}

fn json_answer(status: StatusCode, wait: Option<u64>, body: &serde_json::Value) -> Response {
    // RFC 6749, section 5.1.
    let mut response = (
        status,
        [
            (header::CACHE_CONTROL, "no-store"),
            (header::PRAGMA, "no-cache"),
        ],
        Json(body),
    )
        .into_response();
    if let Some(wait) = wait {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, wait.into());
    }
    response
}
