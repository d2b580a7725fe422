//! The token endpoint: an interaction code becomes tokens, once (RFC 6749 section 4.1.3, RFC 7636,
//! OpenID Connect Core 1.0 section 3.1.3).

use aws_lc_rs::{constant_time, digest};
use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Error, Service, Shared,
    app_request::Parameters,
    caller::Caller,
    challenge::later,
    client::{Server, authenticate},
    envelope::OAuthError,
    handle,
    transaction::SignIn,
};
use crate::backend::store::{Grant, Stored, User};

/// What the code is for is never said: who tries codes learns nothing.
const INVALID_GRANT: OAuthError = OAuthError::new(
    "invalid_grant",
    "The code is invalid, was used, has expired, or was issued for another app, address or PKCE verifier.",
);

/// Trades a code for tokens.
pub(super) async fn post(
    State(service): State<Shared>,
    headers: HeaderMap,
    caller: Caller,
    body: Bytes,
) -> Response {
    match exchange(&service, &headers, &caller, &body).await {
        Ok(tokens) => Json(tokens).into_response(),
        Err(error) => refusal(error),
    }
}

/// A refusal with what its status asks for.
pub(super) fn refusal(error: OAuthError) -> Response {
    let mut response = error.into_response();
    let header = match error.status {
        StatusCode::UNAUTHORIZED => Some((header::WWW_AUTHENTICATE, "Basic realm=\"token\"")),
        StatusCode::TOO_MANY_REQUESTS => Some((header::RETRY_AFTER, "60")),
        _ => None,
    };
    if let Some((name, value)) = header {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn exchange(
    service: &Shared,
    headers: &HeaderMap,
    caller: &Caller,
    body: &[u8],
) -> Result<Value, OAuthError> {
    let parameters = Parameters::parse(body);
    let app = authenticate(service, Server::Default, headers, &parameters, caller).await?;
    let code = match parameters.get("grant_type") {
        Some("interaction_code") => parameters.get("interaction_code"),
        Some("authorization_code") => parameters.get("code"),
        Some(_) => {
            return Err(OAuthError::new(
                "unsupported_grant_type",
                "Only interaction_code and authorization_code are supported.",
            ));
        }
        None => None,
    };
    let (Some(code), Some(verifier)) = (code, parameters.get("code_verifier")) else {
        return Err(OAuthError::new(
            "invalid_request",
            "grant_type, the code and code_verifier are required.",
        ));
    };
    let now = service.clock.now();
    let hash = handle::hash(code);
    let grant = service
        .store
        .grant(&hash, now)
        .await?
        .ok_or(INVALID_GRANT)?;
    let redirect = parameters
        .get("redirect_uri")
        .is_some_and(|uri| uri == grant.redirect_uri);
    let proven = constant_time::verify_slices_are_equal(
        handle::sha256(verifier.as_bytes()).as_bytes(),
        grant.code_challenge.as_bytes(),
    )
    .is_ok();
    // The sign-in is kept at least as long as its code.
    let sign_in: Stored<SignIn> = service
        .store
        .sign_in(&grant.sign_in_id)
        .await?
        .ok_or(INVALID_GRANT)?;
    let teller = service.teller(&sign_in, caller).await?;
    if grant.client_id != app.id || !redirect || !proven {
        service
            .store
            .append_event(&teller.not_reached(&grant))
            .await?;
        return Err(INVALID_GRANT);
    }
    let user = service
        .user(Some(&grant.user_id))
        .await?
        .ok_or(INVALID_GRANT)?;
    let tokens = service.tokens(&grant, &user, now).await?;
    let told = teller.reached(&sign_in.document);
    // Of many who get here at once, one goes on.
    if !service.store.redeem_code(&hash, now, &told).await? {
        return Err(INVALID_GRANT);
    }
    Ok(tokens)
}

impl Service {
    async fn tokens(&self, grant: &Grant, user: &User, now: Timestamp) -> Result<Value, Error> {
        let life = self.config.lifetimes.token;
        let exp = later(now, life).as_second();
        let scope = grant.scopes.join(" ");
        // RFC 9068, with Okta's own names beside.
        let access = json!({
            "ver": 1,
            "jti": format!("AT.{}", self.random.token(24)),
            "iss": self.issuer(),
            "aud": "api://default",
            "sub": user.id,
            "uid": user.id,
            "client_id": grant.client_id,
            "cid": grant.client_id,
            "scope": scope,
            "scp": grant.scopes,
            "auth_time": grant.auth_time.as_second(),
            "iat": now.as_second(),
            "exp": exp,
        });
        let key = self.key().await?;
        let access_token = key.sign("at+jwt", &access)?;
        let mut body = json!({
            "token_type": "Bearer",
            "expires_in": life.as_secs(),
            "access_token": access_token,
            "scope": scope,
        });
        if grant.scopes.iter().any(|scope| scope == "openid") {
            let mut claims = json!({
                "ver": 1,
                "jti": format!("ID.{}", self.random.token(24)),
                "iss": self.issuer(),
                "aud": grant.client_id,
                "sub": user.id,
                "iat": now.as_second(),
                "exp": exp,
                "auth_time": grant.auth_time.as_second(),
                "amr": grant.amr,
                "at_hash": at_hash(&access_token),
            });
            if let Some(nonce) = &grant.nonce {
                claims["nonce"] = json!(nonce);
            }
            describe(&mut claims, user, &grant.scopes);
            body["id_token"] = json!(key.sign("JWT", &claims)?);
        }
        Ok(body)
    }
}

/// The claims about the person that were asked for (OpenID Connect Core 1.0, section 5.4).
fn describe(claims: &mut Value, user: &User, scopes: &[String]) {
    let profile = &user.profile;
    if scopes.iter().any(|scope| scope == "profile") {
        let name = profile
            .display_name
            .clone()
            .unwrap_or_else(|| format!("{} {}", profile.first_name, profile.last_name));
        claims["name"] = json!(name.trim());
        claims["given_name"] = json!(profile.first_name);
        claims["family_name"] = json!(profile.last_name);
        claims["preferred_username"] = json!(profile.login);
        claims["updated_at"] = json!(user.last_updated.as_second());
        if let Some(locale) = &profile.locale {
            claims["locale"] = json!(locale);
        }
        if let Some(zone) = &profile.timezone {
            claims["zoneinfo"] = json!(zone);
        }
    }
    if scopes.iter().any(|scope| scope == "email") {
        claims["email"] = json!(profile.email);
        // Whoever administers the users vouches for their addresses.
        claims["email_verified"] = json!(true);
    }
}

/// OpenID Connect Core 1.0, section 3.1.3.6.
fn at_hash(access_token: &str) -> String {
    let hash = digest::digest(&digest::SHA256, access_token.as_bytes());
    URL_SAFE_NO_PAD.encode(&hash.as_ref()[..16])
}
