//! Tokens by which clients prove themselves (RFC 7523, section 3): signed with RS256 or ES256 by one of the client's own
//! keys, for this endpoint, for a short time. Okta makes `jti` optional and its SDKs rely on that.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::Value;

use crate::backend::store::{App, ClientKey, PublicKey};

/// The only kind of assertion.
pub(super) const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// By how many seconds the client's clock may be wrong.
const SKEW: i64 = 60;
/// For how many seconds at most an assertion may be good.
const LONGEST: i64 = 60 * 60;
/// The longest assertion, in bytes, and the longest `jti`.
const LARGEST: usize = 16 * 1024;
const LONGEST_ID: usize = 255;

/// What an assertion that is good says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Assertion {
    /// Its identifier: good once.
    pub(super) jti: Option<String>,
    /// From when on it would be refused anyway.
    pub(super) good_until: Timestamp,
}

#[derive(Debug, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Value,
    exp: f64,
    #[serde(default)]
    iat: Option<f64>,
    #[serde(default)]
    nbf: Option<f64>,
    #[serde(default)]
    jti: Option<String>,
}

/// Whom an assertion says to be from. Nothing of it is proven.
pub(super) fn subject(assertion: &str) -> Option<String> {
    if assertion.len() > LARGEST {
        return None;
    }
    let payload = assertion.split('.').nth(1)?;
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
    Some(claims.get("sub")?.as_str()?.to_owned())
}

/// What a good assertion says; a sentence for the client's maker where it is not good.
pub(super) fn verify(
    assertion: &str,
    app: &App,
    audiences: &[String],
    now: Timestamp,
) -> Result<Assertion, &'static str> {
    let claims = signed_claims(assertion, app)?;
    if claims.iss != app.id || claims.sub != app.id {
        return Err("The iss and sub of the client_assertion must be the client_id.");
    }
    let is_ours = |audience: &Value| {
        audience
            .as_str()
            .is_some_and(|audience| audiences.iter().any(|own| own == audience))
    };
    let for_us = match &claims.aud {
        Value::Array(list) => list.iter().any(is_ours),
        one => is_ours(one),
    };
    if !for_us {
        return Err("The aud of the client_assertion must be the token endpoint or the issuer.");
    }
    let expiry = seconds(claims.exp).ok_or("The exp of the client_assertion is not a time.")?;
    let now = now.as_second();
    if expiry <= now - SKEW {
        return Err("The client_assertion has expired.");
    }
    if expiry > now + LONGEST + SKEW {
        return Err("The exp of the client_assertion must be within the next hour.");
    }
    let ahead = |at: Option<f64>| at.is_some_and(|at| seconds(at).is_none_or(|at| at > now + SKEW));
    if ahead(claims.iat) || ahead(claims.nbf) {
        return Err("The client_assertion is from the future: set the client's clock.");
    }
    if claims
        .jti
        .as_ref()
        .is_some_and(|jti| jti.is_empty() || jti.len() > LONGEST_ID)
    {
        return Err("The jti of the client_assertion must have 1 to 255 characters.");
    }
    Ok(Assertion {
        jti: claims.jti,
        good_until: Timestamp::from_second(expiry + SKEW).unwrap_or(Timestamp::MAX),
    })
}

/// The claims, if one of the app's keys has signed them.
fn signed_claims(assertion: &str, app: &App) -> Result<Claims, &'static str> {
    const UNREADABLE: &str =
        "The client_assertion is not a signed token with iss, sub, aud and exp.";
    if assertion.len() > LARGEST {
        return Err(UNREADABLE);
    }
    let header = decode_header(assertion).map_err(|_| UNREADABLE)?;
    if !matches!(header.alg, Algorithm::RS256 | Algorithm::ES256) {
        return Err("The alg of the client_assertion must be RS256 or ES256.");
    }
    let mut validation = Validation::new(header.alg);
    // Times and audience are looked at with our own clock and words.
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    let fits = |key: &&ClientKey| {
        let named = header.kid.as_ref().is_none_or(|kid| *kid == key.kid);
        let kind = match key.key {
            PublicKey::Rsa { .. } => Algorithm::RS256,
            PublicKey::Ec { .. } => Algorithm::ES256,
        };
        key.status == "ACTIVE" && named && kind == header.alg
    };
    let signed = app.keys.iter().filter(fits).find_map(|key| {
        let key = match &key.key {
            PublicKey::Rsa { n, e } => DecodingKey::from_rsa_components(n, e),
            PublicKey::Ec { x, y, .. } => DecodingKey::from_ec_components(x, y),
        };
        decode::<Value>(assertion, &key.ok()?, &validation).ok()
    });
    let signed = signed.ok_or("None of the client's keys has signed the client_assertion.")?;
    serde_json::from_value(signed.claims).map_err(|_| UNREADABLE)
}

/// A `NumericDate` (RFC 7519, section 2), whole seconds.
#[expect(
    clippy::cast_possible_truncation,
    reason = "limited to what a year of four digits needs"
)]
fn seconds(date: f64) -> Option<i64> {
    (date.is_finite() && (0.0..253_402_300_800.0).contains(&date)).then_some(date as i64)
}
