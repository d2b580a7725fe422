//! Who calls a token endpoint: a client proves itself by a secret (RFC 6749, section 2.3.1), by a token that it has signed
//! (RFC 7523, OpenID Connect Core 1.0 section 9), or, as a public client, not at all. Guesses are counted, by client and
//! address: whoever knows a client's identifier must not be able to lock it out from elsewhere.

use aws_lc_rs::constant_time;
use axum::http::{HeaderMap, StatusCode, header};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::{SignedDuration, Timestamp};

use super::{
    Error, Service,
    app_request::Parameters,
    assertion::{self, ASSERTION_TYPE},
    caller::Caller,
    client_events,
    envelope::OAuthError,
    handle,
};
use crate::backend::{
    management::tokens,
    store::{App, ClientAuth},
};

/// The longest client identifier that is looked at: the longest that an app may choose.
const LONGEST: usize = 100;

const REFUSED: OAuthError = OAuthError::with(
    StatusCode::UNAUTHORIZED,
    "invalid_client",
    "The client is unknown or did not prove itself.",
);

/// Not in RFC 6749, which knows no limits; the word is its own for a server that cannot answer now (section 4.1.2.1).
const TOO_MANY: OAuthError = OAuthError::with(
    StatusCode::TOO_MANY_REQUESTS,
    "temporarily_unavailable",
    "There were too many failed attempts. Wait a while, then try again.",
);

/// One of the authorization servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Server {
    /// The organization's own: its tokens are for the management APIs.
    Org,
    /// `default`: its tokens are for apps, about people.
    Default,
}

impl Service {
    /// The issuer of a server's tokens.
    pub(super) fn issuer_of(&self, server: Server) -> String {
        match server {
            Server::Org => self.config.public_url.clone(),
            Server::Default => self.issuer(),
        }
    }

    /// A server's token endpoint.
    pub(super) fn token_endpoint(&self, server: Server) -> String {
        match server {
            Server::Org => self.url("/oauth2/v1/token"),
            Server::Default => self.url("/oauth2/default/v1/token"),
        }
    }
}

/// How a client wants to prove itself.
enum Proof {
    Nothing,
    Secret(String, ClientAuth),
    Assertion(String),
}

impl Proof {
    fn method(&self) -> ClientAuth {
        match self {
            Self::Nothing => ClientAuth::None,
            Self::Secret(_, method) => *method,
            Self::Assertion(_) => ClientAuth::PrivateKeyJwt,
        }
    }
}

/// The client that calls, proven in its own way.
pub(super) async fn authenticate(
    service: &Service,
    server: Server,
    headers: &HeaderMap,
    parameters: &Parameters,
    caller: &Caller,
) -> Result<App, OAuthError> {
    let (id, proof) = claim(headers, parameters)?;
    if id.is_empty() || id.len() > LONGEST {
        return Err(REFUSED);
    }
    let app = service.app(&id).await?;
    if let (Proof::Nothing, Some(ClientAuth::None)) =
        (&proof, app.as_ref().map(|app| app.client_auth))
    {
        return app.ok_or(REFUSED);
    }
    let now = service.clock.now();
    let attempts = service.config.attempts;
    let since = earlier(now, attempts.window);
    let key = format!("client {id} {}", caller.address.as_deref().unwrap_or("-"));
    let failed = service.store.failed_attempts(&key, since).await?;
    if failed >= i64::from(attempts.per_login) {
        return Err(TOO_MANY);
    }
    let proven = match &app {
        Some(app) => prove(service, server, app, &proof, now).await?,
        None => Err(REFUSED),
    };
    match (proven, app) {
        (Ok(()), Some(app)) => Ok(app),
        (proven, app) => {
            let attempt = service.random.token(18);
            service
                .store
                .record_failed_attempt(&attempt, &key, since, now)
                .await?;
            let refusal = proven.err().unwrap_or(REFUSED);
            if let Some(app) = app {
                client_events::refused(service, &app, proof.method(), refusal, caller).await?;
            }
            Err(refusal)
        }
    }
}

/// Who the client says it is, and how it wants to prove it.
fn claim(headers: &HeaderMap, parameters: &Parameters) -> Result<(String, Proof), OAuthError> {
    let bad = |description| OAuthError::new("invalid_request", description);
    if parameters.has_twins() {
        return Err(bad("A parameter comes more than once."));
    }
    let named = parameters.get("client_id");
    let secret = parameters.get("client_secret");
    let assertion = parameters.get("client_assertion");
    let basic = basic(headers);
    let ways = [basic.is_some(), secret.is_some(), assertion.is_some()];
    if ways.into_iter().filter(|used| *used).count() > 1 {
        return Err(bad("Only one way of proving the client may be used."));
    }
    let kind = parameters.get("client_assertion_type");
    if assertion.is_some() != kind.is_some() || kind.is_some_and(|kind| kind != ASSERTION_TYPE) {
        return Err(bad(
            "client_assertion needs the client_assertion_type urn:ietf:params:oauth:client-assertion-type:jwt-bearer.",
        ));
    }
    let (id, proof) = match (basic, secret, assertion) {
        (Some((id, secret)), _, _) => (id, Proof::Secret(secret, ClientAuth::ClientSecretBasic)),
        (_, Some(secret), _) => (
            named.unwrap_or_default().to_owned(),
            Proof::Secret(secret.to_owned(), ClientAuth::ClientSecretPost),
        ),
        (_, _, Some(assertion)) => (
            assertion::subject(assertion).unwrap_or_default(),
            Proof::Assertion(assertion.to_owned()),
        ),
        _ => (named.unwrap_or_default().to_owned(), Proof::Nothing),
    };
    if named.is_some_and(|named| named != id) {
        return Err(REFUSED);
    }
    Ok((id, proof))
}

/// Whether `app` is who it says; a refusal where it is not.
async fn prove(
    service: &Service,
    server: Server,
    app: &App,
    proof: &Proof,
    now: Timestamp,
) -> Result<Result<(), OAuthError>, Error> {
    if app.client_auth != proof.method() {
        return Ok(Err(REFUSED));
    }
    match (proof, &app.secret_hash) {
        (Proof::Secret(secret, _), Some(hash)) => {
            let given = tokens::hash(secret);
            let same =
                constant_time::verify_slices_are_equal(given.as_bytes(), hash.as_bytes()).is_ok();
            Ok(if same { Ok(()) } else { Err(REFUSED) })
        }
        (Proof::Assertion(token), _) => {
            let audiences = [service.token_endpoint(server), service.issuer_of(server)];
            let assertion = match assertion::verify(token, app, &audiences, now) {
                Ok(assertion) => assertion,
                Err(reason) => return Ok(Err(invalid(reason))),
            };
            let Some(jti) = assertion.jti else {
                return Ok(Ok(()));
            };
            let jti = handle::hash(&jti);
            let first = service
                .store
                .use_assertion(&app.id, &jti, assertion.good_until, now)
                .await?;
            let used = "The client_assertion was used before: each jti is good once.";
            Ok(if first { Ok(()) } else { Err(invalid(used)) })
        }
        _ => Ok(Err(REFUSED)),
    }
}

fn invalid(description: &'static str) -> OAuthError {
    OAuthError::with(StatusCode::UNAUTHORIZED, "invalid_client", description)
}

/// `instant` less `length`.
fn earlier(instant: Timestamp, length: SignedDuration) -> Timestamp {
    instant.saturating_sub(length).unwrap_or(Timestamp::MIN)
}

/// Id and secret of the header `Authorization`, each in form encoding (RFC 6749, section 2.3.1).
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    let plain = |text: &str| {
        url::form_urlencoded::parse(format!("v={}", text.replace('&', "%26")).as_bytes())
            .next()
            .map(|(_, value)| value.into_owned())
    };
    Some((plain(id)?, plain(secret)?))
}
