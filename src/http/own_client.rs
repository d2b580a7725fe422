//! The page as a client of the org itself: fills in what an app's request leaves out, and proves possession of the code
//! (PKCE, RFC 7636) for apps that do not.
//!
//! Such an app gets a code that is sealed together with the page's verifier. It trades it at the page's token endpoint,
//! with its client authentication: without PKCE of its own, that alone shows that the code is in the right hands.

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{CookieSecret, Settings, seal};
use crate::random::SharedRandom;

/// What a code is sealed for.
const PURPOSE: &str = "code";
/// Tells a sealed code from the org's own.
const MARK: &str = "ds.";

/// Parameters of an app's request, in order.
pub(super) type Parameters = Vec<(String, String)>;

/// What an app's request leaves out and the page is configured for.
pub(super) fn fill_in(settings: &Settings, parameters: &mut Parameters) {
    let Some(own) = &settings.own_client else {
        return;
    };
    add(parameters, "client_id", &own.id);
    if get(parameters, "client_id") == Some(&own.id) {
        add(parameters, "redirect_uri", own.redirect_uri.as_str());
        add(parameters, "scope", &own.scope);
    }
}

/// The parameters for a remote org's `interact`, and the verifier where the page made the code challenge.
pub(super) fn prove(
    settings: &Settings,
    random: &SharedRandom,
    mut parameters: Parameters,
) -> (Parameters, Option<String>) {
    add(&mut parameters, "state", &random.token(24));
    let verifier = get(&parameters, "code_challenge")
        .is_none()
        .then(|| random.token(48));
    if let Some(verifier) = &verifier {
        let challenge = digest::digest(&digest::SHA256, verifier.as_bytes());
        parameters.retain(|(name, _)| name != "code_challenge_method");
        add(
            &mut parameters,
            "code_challenge",
            &URL_SAFE_NO_PAD.encode(challenge),
        );
        add(&mut parameters, "code_challenge_method", "S256");
    }
    let own = settings.own_client.as_ref();
    if let Some(own) = own.filter(|own| get(&parameters, "client_id") == Some(&own.id))
        && let Some(secret) = &own.secret
    {
        add(&mut parameters, "client_secret", secret.expose());
    }
    (parameters, verifier)
}

/// The value of `name`.
pub(super) fn get<'a>(parameters: &'a [(String, String)], name: &str) -> Option<&'a str> {
    parameters
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
}

/// Adds `name` where it is not there.
pub(super) fn add(parameters: &mut Parameters, name: &str, value: &str) {
    if get(parameters, name).is_none() {
        parameters.push((name.to_owned(), value.to_owned()));
    }
}

/// The code that an app is given whose PKCE is the page's.
pub(super) fn seal(key: &CookieSecret, code: &str, verifier: &str) -> Option<String> {
    let sealed = seal::seal(key, PURPOSE, &format!("{verifier} {code}"))?;
    Some(format!("{MARK}{sealed}"))
}

/// The org's code and the page's verifier; `None` for a code that is not the page's.
pub(super) fn open(key: &CookieSecret, code: &str) -> Option<(String, String)> {
    let text = seal::open(key, PURPOSE, code.strip_prefix(MARK)?)?;
    let (verifier, code) = text.split_once(' ')?;
    Some((code.to_owned(), verifier.to_owned()))
}
