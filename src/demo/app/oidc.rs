//! OpenID Connect as a relying party: discovery, authorization code with PKCE, an ID token that is verified before
//! anything in it is believed (OpenID Connect Core 1.0 section 3.1.3.7).

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::JwkSet};
use reqwest::Client;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use crate::random::SharedRandom;

/// How far the clocks of provider and app may be apart, in seconds.
const LEEWAY: i64 = 60;

/// Claims of an ID token.
pub(super) type Claims = Map<String, Value>;

/// Why a sign-in cannot begin or is not accepted.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// The provider does not answer.
    #[error("the sign-in page’s server cannot be reached")]
    Unreachable(#[from] reqwest::Error),
    /// It speaks for another issuer, or names an address that is none.
    #[error("the sign-in page’s server describes itself wrongly")]
    Discovery,
    /// It does not take the code.
    #[error("the code was refused ({0})")]
    Code(String),
    /// The ID token is not good.
    #[error("the ID token is not good ({0})")]
    Token(&'static str),
}

/// What is remembered of a sign-in that has begun, in an encrypted cookie.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Attempt {
    pub(super) state: String,
    nonce: String,
    verifier: String,
    /// Where the person wanted to go: a path of the app.
    pub(super) return_to: String,
}

impl Attempt {
    pub(super) fn new(random: &SharedRandom, return_to: String) -> Self {
        Self {
            state: random.token(24),
            nonce: random.token(24),
            verifier: random.token(48),
            return_to,
        }
    }

    /// PKCE's S256 (RFC 7636 section 4.2).
    fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, self.verifier.as_bytes()))
    }
}

/// An OpenID provider.
#[derive(Debug)]
pub(super) struct Provider {
    issuer: String,
    client: Client,
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

impl Provider {
    pub(super) fn new(issuer: String, client: Client) -> Self {
        Self { issuer, client }
    }

    async fn discover(&self) -> Result<Discovery, Error> {
        let url = format!("{}/.well-known/openid-configuration", self.issuer);
        let discovery: Discovery = self
            .client
            .get(url)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await?;
        if discovery.issuer == self.issuer {
            Ok(discovery)
        } else {
            Err(Error::Discovery)
        }
    }

    /// Where the browser is sent.
    pub(super) async fn authorize_url(
        &self,
        client_id: &str,
        redirect_uri: &str,
        attempt: &Attempt,
    ) -> Result<Url, Error> {
        let mut url = Url::parse(&self.discover().await?.authorization_endpoint)
            .map_err(|_| Error::Discovery)?;
        url.query_pairs_mut()
            .append_pair("client_id", client_id)
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("response_type", "code")
            .append_pair("scope", "openid profile email")
            .append_pair("state", &attempt.state)
            .append_pair("nonce", &attempt.nonce)
            .append_pair("code_challenge", &attempt.challenge())
            .append_pair("code_challenge_method", "S256");
        Ok(url)
    }

    /// Exchanges `code` for an ID token and verifies it. Its claims.
    pub(super) async fn redeem(
        &self,
        client_id: &str,
        redirect_uri: &str,
        code: &str,
        attempt: &Attempt,
        now: Timestamp,
    ) -> Result<Claims, Error> {
        let discovery = self.discover().await?;
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect_uri),
            ("client_id", client_id),
            ("code_verifier", &attempt.verifier),
        ];
        let answer = self
            .client
            .post(&discovery.token_endpoint)
            .form(&fields)
            .send()
            .await?;
        if !answer.status().is_success() {
            let refusal: Value = answer.json().await.unwrap_or_default();
            return Err(Error::Code(
                refusal["error"]
                    .as_str()
                    .unwrap_or("no reason given")
                    .to_owned(),
            ));
        }
        let tokens: Tokens = answer.json().await?;
        let keys: JwkSet = self
            .client
            .get(&discovery.jwks_uri)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await?;
        verify(
            &tokens.id_token,
            &keys,
            &self.issuer,
            client_id,
            &attempt.nonce,
            now,
        )
    }
}

fn verify(
    token: &str,
    keys: &JwkSet,
    issuer: &str,
    client_id: &str,
    nonce: &str,
    now: Timestamp,
) -> Result<Claims, Error> {
    use jsonwebtoken::errors::ErrorKind;
    let kid = decode_header(token)
        .ok()
        .and_then(|header| header.kid)
        .ok_or(Error::Token("no key is named"))?;
    let key = keys.find(&kid).ok_or(Error::Token("its key is unknown"))?;
    let key = DecodingKey::from_jwk(key).map_err(|_| Error::Token("its key is unusable"))?;
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[client_id]);
    validation.set_required_spec_claims(&["iss", "aud", "exp", "sub"]);
    // The library reads the machine's clock; the demonstration's is compared below.
    validation.validate_exp = false;
    let claims = decode::<Claims>(token, &key, &validation)
        .map_err(|error| {
            Error::Token(match error.kind() {
                ErrorKind::InvalidSignature => "its signature is wrong",
                ErrorKind::InvalidIssuer => "it is from another issuer",
                ErrorKind::InvalidAudience => "it is for another app",
                ErrorKind::InvalidAlgorithm => "its algorithm is not RS256",
                _ => "it cannot be read",
            })
        })?
        .claims;
    let seconds = |name: &str| claims.get(name).and_then(Value::as_i64);
    let now = now.as_second();
    if seconds("exp").is_none_or(|exp| now >= exp.saturating_add(LEEWAY)) {
        return Err(Error::Token("it has expired"));
    }
    if seconds("iat").is_none_or(|iat| now < iat.saturating_sub(LEEWAY)) {
        return Err(Error::Token("it is from the future"));
    }
    if claims.get("nonce").and_then(Value::as_str) != Some(nonce) {
        return Err(Error::Token("it is for another sign-in"));
    }
    Ok(claims)
}

#[cfg(test)]
mod tests;
