//! The System Log of clients that act in their own name: tokens that they were given, and refusals.

use serde_json::json;

use super::{
    Error, Service,
    caller::Caller,
    envelope::OAuthError,
    events::{app_target, event, target, warn},
    handle,
};
use crate::backend::store::{Actor, App, ClientAuth};

const NAME: &str = "app.oauth2.token.grant.access_token";
const MESSAGE: &str = "OAuth2 access token is granted";

/// A client was given a token with these scopes, until this time. `jti` is the token's own identifier.
pub(super) async fn granted(
    service: &Service,
    app: &App,
    scopes: &[&str],
    jti: &str,
    expires: jiff::Timestamp,
    caller: &Caller,
) -> Result<(), Error> {
    let mut token = target("access_token", &handle::hash(jti), "Access Token");
    let details = json!({"expires": format!("{expires:.3}")});
    token.detail_entry = details.as_object().cloned();
    let event = event(service, NAME, MESSAGE, client(app), caller)
        .target(app_target(app))
        .target(token)
        .debug("grantType", "client_credentials")
        .debug("clientAuthType", json!(app.client_auth))
        .debug("requestedScopes", scopes.join(","))
        .debug("grantedScopes", scopes.join(","))
        .outcome("SUCCESS", None);
    Ok(service.store.append_event(&event).await?)
}

/// A known client did not get a token.
pub(super) async fn refused(
    service: &Service,
    app: &App,
    method: ClientAuth,
    refusal: OAuthError,
    caller: &Caller,
) -> Result<(), Error> {
    let event = event(service, NAME, MESSAGE, client(app), caller)
        .target(app_target(app))
        .debug("clientAuthType", json!(method))
        .debug("errorDescription", refusal.description);
    let event = warn(event).outcome("FAILURE", Some(refusal.error));
    Ok(service.store.append_event(&event).await?)
}

fn client(app: &App) -> Actor {
    Actor {
        id: app.id.clone(),
        kind: String::from("PublicClientApp"),
        alternate_id: app.id.clone(),
        display_name: app.label.clone(),
    }
}
