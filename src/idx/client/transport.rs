//! How a request gets to the IDX server.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    http::{Request, Response},
};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tower::ServiceExt as _;

use crate::idx::Error;

/// How a remote org is reached.
#[derive(Debug, Clone)]
pub struct RemoteOptions {
    /// Until the connection stands.
    pub connect: Duration,
    /// Idle connections kept.
    pub pool: usize,
    /// A certificate authority of the organization's own, PEM.
    pub root_certificates: Vec<u8>,
}

impl Default for RemoteOptions {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            pool: 32,
            root_certificates: Vec::new(),
        }
    }
}

/// Why a client of a remote org cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client cannot be set up: {0}")]
pub struct RemoteSetupError(#[from] reqwest::Error);

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
        if !options.root_certificates.is_empty() {
            for certificate in reqwest::Certificate::from_pem_bundle(&options.root_certificates)? {
                builder = builder.add_root_certificate(certificate);
            }
        }
        Ok(Self::Remote(builder.build()?))
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
                    .post(parts.uri.to_string())
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

/// The error without its URL: an address may hold what no log should.
fn unreachable_because(error: &reqwest::Error) -> Error {
    if error.is_timeout() {
        return Error::Slow;
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    Error::Unreachable(if std::error::Error::source(error).is_some() {
        cause.to_string()
    } else {
        String::from("the request could not be sent")
    })
}
