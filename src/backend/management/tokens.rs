//! API tokens and client secrets: random, shown once, kept as a hash. They carry 256 random bits, so a fast hash is
//! enough; slow ones are for passwords.

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{
    backend::store::{self, ApiToken, Store},
    clock::SharedClock,
    random::SharedRandom,
};

/// SHA-256 of a token or secret, in unpadded base64url.
pub fn hash(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, secret.as_bytes()))
}

/// Makes a token that may do what `scopes` say (`okta.policies.manage`, …), and answers it: this once.
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
    let token = format!("00{}", random.token(32));
    let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
    let api_token = ApiToken {
        id: random.id("00T"),
        name: name.to_owned(),
        scopes,
        created: clock.now(),
    };
    store.insert_api_token(&api_token, &hash(&token)).await?;
    Ok(token)
}
