//! API tokens and client secrets: random, shown once, kept as a hash. They carry 256 random bits, so a fast hash is
//! enough; slow ones are for passwords.

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{
    backend::store::{self, Actor, ApiToken, LogEvent, Store, Target},
    clock::SharedClock,
    random::SharedRandom,
};

/// SHA-256 of a token or secret, in unpadded base64url.
pub fn hash(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, secret.as_bytes()))
}

/// Makes a token that may do what `scopes` say (`okta.policies.manage`, …), and answers it: this once. For the program's
/// own use; administrators' tokens are made by [`issue`].
///
/// # Errors
/// Where the store refuses.
pub async fn create(
    store: &Store,
    clock: &SharedClock,
    random: &SharedRandom,
    name: &str,
    scopes: &[&str],
) -> store::Result<String> {
    let (token, secret) = new(clock, random, name, scopes, None);
    store.insert_api_token(&token, &hash(&secret)).await?;
    Ok(secret)
}

/// Makes a token for an administrator, with its event in the log: that of the user `user_id`, where it is somebody's own.
///
/// # Errors
/// Where the store refuses.
pub async fn issue(
    store: &Store,
    clock: &SharedClock,
    random: &SharedRandom,
    name: &str,
    scopes: &[&str],
    user_id: Option<&str>,
) -> store::Result<String> {
    let (token, secret) = new(clock, random, name, scopes, user_id);
    let event = event(clock, random, "create", "Create API token", &token);
    store
        .issue_api_token(&token, &hash(&secret), &event)
        .await?;
    Ok(secret)
}

/// Ends a token, with its event in the log; whether there was one.
///
/// # Errors
/// Where the store refuses.
pub async fn revoke(
    store: &Store,
    clock: &SharedClock,
    random: &SharedRandom,
    id: &str,
) -> store::Result<bool> {
    let tokens = store.api_tokens().await?;
    let Some(token) = tokens.iter().find(|token| token.id == id) else {
        return Ok(false);
    };
    let event = event(clock, random, "revoke", "Revoke API token", token);
    store.revoke_api_token(id, &event).await
}

fn new(
    clock: &SharedClock,
    random: &SharedRandom,
    name: &str,
    scopes: &[&str],
    user_id: Option<&str>,
) -> (ApiToken, String) {
    let token = ApiToken {
        id: random.id("00T"),
        name: name.to_owned(),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        created: clock.now(),
        user_id: user_id.map(str::to_owned),
    };
    (token, format!("00{}", random.token(32)))
}

fn event(
    clock: &SharedClock,
    random: &SharedRandom,
    what: &str,
    message: &str,
    token: &ApiToken,
) -> LogEvent {
    let actor = Actor {
        id: "system".to_owned(),
        kind: "SystemPrincipal".to_owned(),
        alternate_id: "system@doorstep".to_owned(),
        display_name: "Command line".to_owned(),
    };
    let name = format!("system.api_token.{what}");
    LogEvent::new(clock.now(), random, &name, message, actor).target(Target {
        id: token.id.clone(),
        kind: "Token".to_owned(),
        display_name: token.name.clone(),
        ..Target::default()
    })
}
