//! The beginning of a sign-in: the app sends the browser to `authorize`, which sends it to the page; the page begins the
//! interaction (`docs/spec/idx.md` section 1.2).

use axum::{
    Json,
    body::Bytes,
    extract::{RawQuery, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;
use url::Url;

use super::{
    Shared,
    app_request::{Parameters, Refusal},
    challenge::later,
    envelope::OAuthError,
    handle,
    transaction::SignIn,
};
use crate::backend::store::Stored;

/// The largest body of a form.
const LARGEST: usize = 64 * 1024;

/// Sends the browser to the sign-in page, with the same query.
pub(super) async fn get(State(service): State<Shared>, RawQuery(query): RawQuery) -> Response {
    authorize(&service, query.unwrap_or_default()).await
}

/// [`get`] for apps that send a form (OpenID Connect Core 1.0, section 3.1.2.1).
pub(super) async fn post(State(service): State<Shared>, body: Bytes) -> Response {
    // Written anew: a body may hold what an address may not.
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(url::form_urlencoded::parse(&body))
        .finish();
    authorize(&service, query).await
}

async fn authorize(service: &Shared, query: String) -> Response {
    let parameters = Parameters::parse(query.as_bytes());
    let refused = match service.app_request(&parameters, true).await {
        Ok(Err(Refusal::AtApp(redirect_uri, error))) => Url::parse(&redirect_uri)
            .ok()
            .map(|app| refusal(app, error, parameters.get("state"))),
        // Where the person cannot be sent back, or nothing can be said, the page finds the same and tells it in their
        // language. Sending people to an address that is not the app's would make us a tool of others (RFC 9700,
        // section 4.11).
        Ok(_) | Err(_) => None,
    };
    let location = refused.unwrap_or_else(|| service.url(&format!("/signin?{query}")));
    (StatusCode::FOUND, [(header::LOCATION, location)]).into_response()
}

/// The app's address with what is wrong with its request (RFC 6749, section 4.1.2.1).
fn refusal(mut app: Url, error: OAuthError, state: Option<&str>) -> String {
    let mut pairs = app.query_pairs_mut();
    pairs
        .append_pair("error", error.error)
        .append_pair("error_description", error.description);
    if let Some(state) = state {
        pairs.append_pair("state", state);
    }
    drop(pairs);
    app.into()
}

/// Begins an interaction.
pub(super) async fn interact(
    State(service): State<Shared>,
    body: Bytes,
) -> Result<Response, OAuthError> {
    if body.len() > LARGEST {
        return Err(OAuthError::new(
            "invalid_request",
            "The request is too large.",
        ));
    }
    let request = service
        .app_request(&Parameters::parse(&body), false)
        .await?
        .map_err(|refusal| refusal.error())?;
    let now = service.clock.now();
    let interaction = handle::interaction(&service.random);
    let stored = Stored {
        id: service.random.token(18),
        version: 1,
        expires_at: later(now, service.config.lifetimes.sign_in),
        challenge_id: None,
        document: SignIn::new(request, now),
    };
    let hash = handle::hash(&handle::state(&interaction));
    service.store.insert_sign_in(&hash, &stored).await?;
    Ok(Json(json!({"interaction_handle": interaction})).into_response())
}
