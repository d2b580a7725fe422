//! The client of an IDX server: a tower service, over the network to a remote org or in process to the embedded
//! backend, with the same bytes. The only place that knows reqwest. Logs no bodies. Retries nothing.

mod administration;
mod transport;

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use axum::{
    body::Bytes,
    extract::ConnectInfo,
    http::{HeaderMap, HeaderValue, Request, Response, header},
};
use serde_json::{Value, json};
use url::Url;

pub use self::administration::ExemptionDecision;
use self::transport::Transport;
pub use self::transport::{RemoteOptions, RemoteSetupError, Way};
use super::{Error, Form, HandoutView, Reply, response::without_body};

/// `Accept` and `Content-Type` of introspection: `docs/spec/idx.md` section 1.3.
const ION: &str = "application/ion+json; okta-version=1.0.0";

/// What a remote org's `interact` knows (section 1.2); our own takes more of an app's request.
const INTERACT: [&str; 12] = [
    "client_id",
    "client_secret",
    "scope",
    "redirect_uri",
    "code_challenge",
    "code_challenge_method",
    "state",
    "nonce",
    "activation_token",
    "recovery_token",
    "max_age",
    "acr_values",
];

/// How long one request may take in all, and how large an answer may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From the first byte sent to the last byte received.
    pub total: Duration,
    /// For questions that the server answers only once something happened.
    pub long_poll: Duration,
    /// Bytes of an answer.
    pub answer: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            total: Duration::from_secs(15),
            long_poll: Duration::from_mins(1),
            answer: 1024 * 1024,
        }
    }
}

/// The person's browser, as far as the IDX server should know it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caller {
    /// The page's language, then the browser's.
    pub accept_language: String,
    /// The browser's own `User-Agent`.
    pub user_agent: String,
    /// Ties the two servers' logs together.
    pub request_id: String,
    /// Where the request for the page came from, if known. Only the embedded backend is told, as a property of the call
    /// and not in a header, which anybody could write.
    pub address: Option<IpAddr>,
}

/// What a token endpoint answered. `Debug` shows no token.
#[derive(Clone, PartialEq)]
pub struct TokenAnswer {
    /// HTTP status.
    pub status: u16,
    /// Seconds until the next try, by `Retry-After`.
    pub wait: Option<u64>,
    /// Tokens (RFC 6749 section 5.1) or an error (section 5.2).
    pub body: Value,
}

impl std::fmt::Debug for TokenAnswer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("TokenAnswer")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// A client of one IDX server.
#[derive(Debug, Clone)]
pub struct Client {
    transport: Transport,
    /// `https://org.example/oauth2/default`.
    issuer: Url,
    limits: Limits,
}

impl Client {
    /// A client of the embedded backend: calls `router` in process.
    pub fn embedded(router: axum::Router, issuer: Url, limits: Limits) -> Self {
        Self {
            transport: Transport::embedded(router),
            issuer,
            limits,
        }
    }

    /// A client of a remote org.
    ///
    /// # Errors
    /// Where certificates, proxy or the machine's TLS configuration cannot be used.
    pub fn remote(
        issuer: Url,
        options: &RemoteOptions,
        limits: Limits,
    ) -> Result<Self, RemoteSetupError> {
        Ok(Self {
            transport: Transport::remote(options)?,
            issuer,
            limits,
        })
    }

    /// Where a remote org is: `https://org.example`, the issuer without its path. None for the embedded backend, which
    /// is where the page is.
    pub fn remote_origin(&self) -> Option<String> {
        matches!(self.transport, Transport::Remote(_))
            .then(|| self.issuer.origin().ascii_serialization())
    }

    /// The paths of a remote org's `authorize` and `token`.
    pub fn endpoints(&self) -> Option<(String, String)> {
        self.remote_origin()?;
        let path = |name: &str| self.oauth(name).ok().map(|url| url.path().to_owned());
        Some((path("v1/authorize")?, path("v1/token")?))
    }

    /// Trades an interaction code for tokens (section 1.7), as a client that authenticates by what `parameters` and
    /// `authorization` say. Gives what the server answered: tokens, or an OAuth error.
    ///
    /// # Errors
    /// Where the server does not answer with JSON.
    pub async fn token(
        &self,
        parameters: &[(String, String)],
        authorization: Option<&HeaderValue>,
        caller: &Caller,
    ) -> Result<TokenAnswer, Error> {
        let mut request = Self::request(
            &self.oauth("v1/token")?,
            "application/x-www-form-urlencoded",
            "application/json",
            caller,
            encode(parameters),
        )?;
        if let Some(authorization) = authorization {
            request
                .headers_mut()
                .insert(header::AUTHORIZATION, authorization.clone());
        }
        let (status, wait, body) = self.send(request, self.limits.total).await?;
        match serde_json::from_slice::<Value>(&body) {
            Ok(body) if body.is_object() => Ok(TokenAnswer { status, wait, body }),
            _ => Err(without_body(status, wait, "not a JSON object")),
        }
    }

    /// Starts an interaction: sends the app's parameters, gives the interaction handle (section 1.2).
    ///
    /// # Errors
    /// [`Error::OAuth`] where the app's request is refused; others where the server does not answer as it should.
    pub async fn interact(
        &self,
        parameters: &[(String, String)],
        caller: &Caller,
    ) -> Result<String, Error> {
        let known = |name: &str| {
            matches!(self.transport, Transport::Embedded(_)) || INTERACT.contains(&name)
        };
        let parameters: Vec<_> = parameters
            .iter()
            .filter(|(name, _)| known(name))
            .cloned()
            .collect();
        let request = Self::request(
            &self.oauth("v1/interact")?,
            "application/x-www-form-urlencoded",
            "application/json",
            caller,
            encode(&parameters),
        )?;
        let (status, wait, body) = self.send(request, self.limits.total).await?;
        let handle = serde_json::from_slice::<Value>(&body)
            .ok()
            .and_then(|body| {
                body.get("interaction_handle")
                    .and_then(Value::as_str)
                    .map(str::to_owned)
            });
        match handle {
            Some(handle) if status < 400 => Ok(handle),
            _ => Err(match Reply::read(status, wait, &body) {
                Err(error) => error,
                Ok(_) => without_body(status, wait, "no interaction handle"),
            }),
        }
    }

    /// The transaction of a fresh interaction.
    ///
    /// # Errors
    /// Where the server does not answer with a transaction.
    pub async fn introspect_interaction(
        &self,
        handle: &str,
        caller: &Caller,
    ) -> Result<Reply, Error> {
        self.introspect(&json!({ "interactionHandle": handle }), caller)
            .await
    }

    /// The transaction that a state handle names, as it stands now.
    ///
    /// # Errors
    /// Where the server does not answer with a transaction.
    pub async fn introspect_state(
        &self,
        state_handle: &str,
        caller: &Caller,
    ) -> Result<Reply, Error> {
        self.introspect(&json!({ "stateToken": state_handle }), caller)
            .await
    }

    /// The copy of the steps that has this code, in the caller's language; `None` where there is none (any more).
    ///
    /// # Errors
    /// Where the server does not answer as it should, or has no copies.
    pub async fn copy(&self, code: &str, caller: &Caller) -> Result<Option<HandoutView>, Error> {
        let body = json!({ "code": code });
        let (url, kind) = (self.idx("device/handout/read")?, "application/json");
        let request = Self::request(&url, kind, kind, caller, body.to_string())?;
        let (status, wait, body) = self.send(request, self.limits.total).await?;
        view(status, wait, &body)
    }

    /// Goes on with a sign-in by the code of a link; with the state handle of whoever still has it. `None` where the code
    /// does not exist, was used, or its sign-in is over.
    ///
    /// # Errors
    /// Where the server does not answer with a transaction.
    pub async fn resume(
        &self,
        code: &str,
        state_handle: Option<&str>,
        caller: &Caller,
    ) -> Result<Option<Reply>, Error> {
        let body = json!({ "code": code, "stateHandle": state_handle });
        let (url, kind) = (self.idx("device/resume")?, "application/json");
        let request = Self::request(&url, kind, "application/ion+json", caller, body.to_string())?;
        let (status, wait, body) = self.send(request, self.limits.total).await?;
        if status == 404 {
            return Ok(None);
        }
        let reply = Reply::read(status, wait, &body)?;
        match reply.transaction.state_handle {
            Some(_) => Ok(Some(reply)),
            None => Err(without_body(status, wait, "no state handle")),
        }
    }

    /// Submits `form` with `body`.
    ///
    /// # Errors
    /// Where the server does not answer with a transaction, or the form's address is not the server's.
    pub async fn submit(&self, form: &Form, body: &Value, caller: &Caller) -> Result<Reply, Error> {
        self.submit_within(form, body, caller, self.limits.total)
            .await
    }

    /// Submits a form that the server answers only once something happened.
    ///
    /// # Errors
    /// As [`Client::submit`].
    pub async fn long_poll(
        &self,
        form: &Form,
        body: &Value,
        caller: &Caller,
    ) -> Result<Reply, Error> {
        self.submit_within(form, body, caller, self.limits.long_poll)
            .await
    }

    async fn submit_within(
        &self,
        form: &Form,
        body: &Value,
        caller: &Caller,
        limit: Duration,
    ) -> Result<Reply, Error> {
        let url = Url::parse(&form.href).map_err(|_| Error::ForeignAddress)?;
        // The server's word is trusted for what to show, not for whom this machine talks to.
        if !form.can_be_submitted() || url.origin() != self.issuer.origin() {
            return Err(Error::ForeignAddress);
        }
        let accept = form.accepts.as_deref().unwrap_or("application/ion+json");
        let request = Self::request(&url, "application/json", accept, caller, body.to_string())?;
        let (status, wait, body) = self.send(request, limit).await?;
        Reply::read(status, wait, &body)
    }

    async fn introspect(&self, body: &Value, caller: &Caller) -> Result<Reply, Error> {
        let request = Self::request(&self.idx("introspect")?, ION, ION, caller, body.to_string())?;
        let (status, wait, body) = self.send(request, self.limits.total).await?;
        Reply::read(status, wait, &body)
    }

    /// Sends a request and reads the answer whole.
    async fn send(
        &self,
        request: Request<Bytes>,
        limit: Duration,
    ) -> Result<(u16, Option<u64>, Bytes), Error> {
        let (status, wait, _, body) = self.exchange(request, limit).await?;
        Ok((status, wait, body))
    }

    /// The same with the answer's headers.
    async fn exchange(
        &self,
        request: Request<Bytes>,
        limit: Duration,
    ) -> Result<(u16, Option<u64>, HeaderMap, Bytes), Error> {
        let exchange = self.transport.exchange(request, self.limits.answer);
        let response: Response<Bytes> = tokio::time::timeout(limit, exchange)
            .await
            .map_err(|_| Error::Slow)??;
        let wait = response
            .headers()
            .get(header::RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.parse().ok());
        let (parts, body) = response.into_parts();
        Ok((parts.status.as_u16(), wait, parts.headers, body))
    }

    fn request(
        url: &Url,
        content_type: &str,
        accept: &str,
        caller: &Caller,
        body: String,
    ) -> Result<Request<Bytes>, Error> {
        let mut request = Request::post(url.as_str())
            .body(Bytes::from(body))
            .map_err(|_| Error::ForeignAddress)?;
        // Where there is a connection, it says itself whose it is.
        if let Some(address) = caller.address {
            let caller = ConnectInfo(SocketAddr::new(address, 0));
            request.extensions_mut().insert(caller);
        }
        let user_agent = format!("doorstep/{}", env!("CARGO_PKG_VERSION"));
        let headers = request.headers_mut();
        set(headers, "content-type", content_type);
        set(headers, "accept", accept);
        set(headers, "accept-language", &caller.accept_language);
        set(
            headers,
            "user-agent",
            if caller.user_agent.is_empty() {
                &user_agent
            } else {
                &caller.user_agent
            },
        );
        set(headers, "x-okta-user-agent-extended", &user_agent);
        set(headers, "x-request-id", &caller.request_id);
        Ok(request)
    }

    /// `{issuer}/…`; an issuer without `/oauth2` is an org's own server (section 1.2).
    fn oauth(&self, path: &str) -> Result<Url, Error> {
        let issuer = self.issuer.as_str().trim_end_matches('/');
        let base = if self.issuer.path().contains("/oauth2") {
            issuer.to_owned()
        } else {
            format!("{issuer}/oauth2")
        };
        Url::parse(&format!("{base}/{path}")).map_err(|_| Error::ForeignAddress)
    }

    /// Where the IDX server is: the part of the issuer before `/oauth2`, as a folder that addresses are relative to.
    pub fn server(&self) -> Option<Url> {
        self.idx("").ok()?.join("../../").ok()
    }

    /// `{the part of the issuer before /oauth2}/idp/idx/…`.
    fn idx(&self, path: &str) -> Result<Url, Error> {
        self.domain(&format!("idp/idx/{path}"))
    }

    /// `{the same part}/api/v1/…`.
    fn api(&self, path: &str) -> Result<Url, Error> {
        self.domain(&format!("api/v1/{path}"))
    }

    fn domain(&self, path: &str) -> Result<Url, Error> {
        let issuer = self.issuer.as_str().trim_end_matches('/');
        let domain = issuer
            .split_once("/oauth2")
            .map_or(issuer, |(domain, _)| domain);
        Url::parse(&format!("{domain}/{path}")).map_err(|_| Error::ForeignAddress)
    }
}

/// A handout, or why there is none.
fn view(status: u16, wait: Option<u64>, body: &[u8]) -> Result<Option<HandoutView>, Error> {
    match status {
        404 => Ok(None),
        400.. => Err(match Reply::read(status, wait, body) {
            Err(error) => error,
            Ok(_) => without_body(status, wait, "not a handout"),
        }),
        _ => serde_json::from_slice(body)
            .map(Some)
            .map_err(|_| Error::Malformed {
                status,
                what: "not a handout",
            }),
    }
}

/// As `application/x-www-form-urlencoded`, with spaces as `%20` (section 1.2).
fn encode(parameters: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish()
        .replace('+', "%20")
}

/// Sets a header; one that cannot be sent (or is empty) is left out.
fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value)
        && !value.is_empty()
    {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, routing::post};

    use super::*;

    fn client(router: Router) -> Client {
        let issuer = Url::parse("https://org.example/oauth2/default").expect("a URL");
        let limits = Limits {
            total: Duration::from_millis(50),
            long_poll: Duration::from_millis(200),
            answer: 1000,
        };
        Client::embedded(router, issuer, limits)
    }

    #[tokio::test]
    async fn interact_sends_a_form_and_reads_the_handle() {
        let router = Router::new().route(
            "/oauth2/default/v1/interact",
            post(|headers: HeaderMap, body: String| async move {
                assert_eq!(headers["content-type"], "application/x-www-form-urlencoded");
                assert_eq!(headers["accept-language"], "de");
                assert_eq!(body, "scope=openid%20email");
                r#"{"interaction_handle":"ih1"}"#
            }),
        );
        let caller = Caller {
            accept_language: "de".to_owned(),
            ..Caller::default()
        };
        let handle = client(router)
            .interact(&[("scope".to_owned(), "openid email".to_owned())], &caller)
            .await;
        assert_eq!(handle.as_deref(), Ok("ih1"));
    }

    #[tokio::test]
    async fn slow_large_and_foreign_answers_are_errors() {
        let router = Router::new().route(
            "/idp/idx/introspect",
            post(|body: String| async move {
                if body.contains("slow") {
                    tokio::time::sleep(Duration::from_secs(5)).await;
                }
                "x".repeat(2000)
            }),
        );
        let client = client(router);
        let caller = Caller::default();
        assert_eq!(
            client.introspect_state("slow", &caller).await,
            Err(Error::Slow)
        );
        assert_eq!(
            client.introspect_state("large", &caller).await,
            Err(Error::TooLarge)
        );
        for href in [
            "https://evil.example/idp/idx/identify",
            "http://org.example/idp/idx/identify",
            "nonsense",
        ] {
            let form = Form::post("identify", href.to_owned(), "s", Vec::new());
            assert_eq!(
                client.submit(&form, &json!({}), &caller).await,
                Err(Error::ForeignAddress),
                "{href}"
            );
        }
    }

    #[tokio::test]
    async fn the_form_says_what_it_accepts_and_the_content_type_is_json() {
        let router = Router::new().route(
            "/idp/idx/identify",
            post(|headers: HeaderMap, body: String| async move {
                assert_eq!(headers["content-type"], "application/json");
                assert_eq!(headers["accept"], "application/json; okta-version=1.0.0");
                assert_eq!(body, r#"{"identifier":"a"}"#);
                (
                    axum::http::StatusCode::UNAUTHORIZED,
                    [("retry-after", "3")],
                    r#"{"version":"1.0.0"}"#,
                )
            }),
        );
        let form = Form::post(
            "identify",
            "https://org.example/idp/idx/identify".to_owned(),
            "s",
            Vec::new(),
        );
        let reply = client(router)
            .submit(&form, &json!({"identifier": "a"}), &Caller::default())
            .await
            .expect("a reply");
        assert_eq!((reply.status, reply.wait), (401, Some(3)));
    }
}
