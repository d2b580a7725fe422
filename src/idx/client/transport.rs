//! How a request gets to the IDX server.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    http::{Request, Response},
};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tower::ServiceExt as _;
use url::Url;

use crate::idx::Error;

/// Which way leads to a remote org.
#[derive(Clone, Default)]
pub enum Way {
    /// As the system says (`HTTPS_PROXY`, `NO_PROXY`).
    #[default]
    System,
    /// Through no proxy.
    Direct,
    /// Through this proxy; name and password may stand in the address.
    Proxy(Url),
}

// A password may be in it.
impl std::fmt::Debug for Way {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::System => "System",
            Self::Direct => "Direct",
            Self::Proxy(_) => "Proxy(…)",
        })
    }
}

/// How a remote org is reached.
#[derive(Debug, Clone)]
pub struct RemoteOptions {
    /// Until the connection stands.
    pub connect: Duration,
    /// Idle connections kept.
    pub pool: usize,
    /// Certificate authorities that are trusted besides the system's, PEM; none where it is empty.
    pub root_certificates: Vec<u8>,
    /// By a proxy or not.
    pub way: Way,
}

impl Default for RemoteOptions {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            pool: 32,
            root_certificates: Vec::new(),
            way: Way::System,
        }
    }
}

/// Why a client of a remote org cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum RemoteSetupError {
    /// What should be certificates are none.
    #[error("{0}")]
    Certificates(String),
    /// The proxy, or the machine's TLS configuration, cannot be used.
    #[error("the HTTP client cannot be set up: {0}")]
    Client(#[from] reqwest::Error),
}

/// In process or over the network.
#[derive(Debug, Clone)]
pub(super) enum Transport {
    Embedded(axum::Router),
    Remote(reqwest::Client),
}

impl Transport {
    pub(super) fn embedded(router: axum::Router) -> Self {
        Self::Embedded(router)
    }

    pub(super) fn remote(options: &RemoteOptions) -> Result<Self, RemoteSetupError> {
        let mut builder = reqwest::Client::builder()
            .connect_timeout(options.connect)
            .pool_max_idle_per_host(options.pool)
            // IDX never redirects; whoever does is not the server that was meant.
            .redirect(reqwest::redirect::Policy::none());
        builder = match &options.way {
            Way::System => builder,
            Way::Direct => builder.no_proxy(),
            Way::Proxy(address) => builder.proxy(reqwest::Proxy::all(address.clone())?),
        };
        if options.root_certificates.is_empty() {
            return Ok(Self::Remote(builder.build()?));
        }
        builder = builder.tls_certs_merge(certificates(&options.root_certificates)?);
        // Only now is it looked at what is in them.
        let client = builder.build().map_err(|error| {
            RemoteSetupError::Certificates(format!(
                "a certificate cannot be used: {}",
                last(&error)
            ))
        })?;
        Ok(Self::Remote(client))
    }

    /// Sends `request` and reads an answer of at most `limit` bytes.
    pub(super) async fn exchange(
        &self,
        request: Request<Bytes>,
        limit: usize,
    ) -> Result<Response<Bytes>, Error> {
        match self {
            Self::Embedded(router) => {
                let (mut parts, body) = request.into_parts();
                // As it would arrive over a connection: the path alone, and the host in a header.
                if let Some(authority) = parts.uri.authority()
                    && let Ok(host) = authority.as_str().parse()
                {
                    parts.headers.insert(axum::http::header::HOST, host);
                }
                if let Some(path) = parts.uri.path_and_query() {
                    parts.uri = path.clone().into();
                }
                // A router never fails: its error is Infallible.
                let Ok(response) = router
                    .clone()
                    .oneshot(Request::from_parts(parts, Body::from(body)))
                    .await;
                let (parts, body) = response.into_parts();
                let body = Limited::new(body, limit).collect().await.map_err(|error| {
                    if error.is::<LengthLimitError>() {
                        Error::TooLarge
                    } else {
                        Error::Unreachable(error.to_string())
                    }
                })?;
                Ok(Response::from_parts(parts, body.to_bytes()))
            }
            Self::Remote(client) => {
                let (parts, body) = request.into_parts();
                let mut response = client
                    .request(parts.method, parts.uri.to_string())
                    .headers(parts.headers)
                    .body(body)
                    .send()
                    .await
                    .map_err(|error| unreachable_because(&error))?;
                let mut bytes = Vec::new();
                while let Some(chunk) = response
                    .chunk()
                    .await
                    .map_err(|error| unreachable_because(&error))?
                {
                    if bytes.len() + chunk.len() > limit {
                        return Err(Error::TooLarge);
                    }
                    bytes.extend_from_slice(&chunk);
                }
                let mut answer = Response::new(Bytes::from(bytes));
                *answer.status_mut() = response.status();
                *answer.headers_mut() = response.headers().clone();
                Ok(answer)
            }
        }
    }
}

/// The certificates in a PEM file.
fn certificates(pem: &[u8]) -> Result<Vec<reqwest::Certificate>, RemoteSetupError> {
    let found = reqwest::Certificate::from_pem_bundle(pem).map_err(|error| {
        RemoteSetupError::Certificates(format!("it is no PEM file: {}", last(&error)))
    })?;
    if found.is_empty() {
        return Err(RemoteSetupError::Certificates(String::from(
            "there is no certificate in it: one begins with -----BEGIN CERTIFICATE-----",
        )));
    }
    Ok(found)
}

/// The innermost reason.
fn last(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

/// The error without its URL: an address may hold what no log should.
fn unreachable_because(error: &reqwest::Error) -> Error {
    if error.is_timeout() {
        return Error::Slow;
    }
    Error::Unreachable(if std::error::Error::source(error).is_some() {
        last(error)
    } else {
        String::from("the request could not be sent")
    })
}
