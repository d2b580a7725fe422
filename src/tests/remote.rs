//! The page in front of a remote org, over the network: whole sign-ins, what an org may do that our backend does not, and
//! what goes wrong between the two.

mod errors;
mod journeys;
mod own_client;
mod trouble;
mod way;

use crate::support::{CHALLENGE, CLIENT, REDIRECT_URI};

/// An app's request, with these parameters besides.
fn request(more: &str) -> String {
    let address: String = url::form_urlencoded::byte_serialize(REDIRECT_URI.as_bytes()).collect();
    format!(
        "/signin?client_id={CLIENT}&redirect_uri={address}&scope=openid+email&state=app-state&nonce=n{more}"
    )
}

/// The request of an app that proves possession of its code itself.
fn with_pkce(more: &str) -> String {
    request(&format!(
        "&code_challenge={CHALLENGE}&code_challenge_method=S256{more}"
    ))
}
