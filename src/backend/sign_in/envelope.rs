//! What surrounds every call: request id, no caching, other sites' pages, the shapes of answers and refusals.

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;
use tower_http::cors::CorsLayer;

use super::{Error, Shared, caller, steps::Open};
use crate::idx::{Message, MessageClass, Transaction, Wrapped};

/// The header that tells a page that it was us who answered (`docs/spec/idx.md` section 1.3).
const REQUEST_ID: HeaderName = HeaderName::from_static("x-okta-request-id");

/// Seconds after which a request is worth another try that the store could not serve at this moment.
const TRY_AGAIN_AFTER: &str = "10";

/// The largest body of a form.
const LARGEST: usize = 64 * 1024;

/// Surrounds a call.
pub(super) async fn wrap(State(service): State<Shared>, request: Request, next: Next) -> Response {
    let id = caller::request_id(request.headers()).unwrap_or_else(|| service.random.token(18));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

/// Lets pages of `origins` call from a browser (section 1.3); nobody else's.
pub(super) fn cors(origins: &[String]) -> CorsLayer {
    let origins: Vec<HeaderValue> = origins
        .iter()
        .filter_map(|origin| origin.trim_end_matches('/').parse().ok())
        .collect();
    CorsLayer::new()
        .allow_origin(origins)
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([
            header::ACCEPT,
            header::ACCEPT_LANGUAGE,
            header::CONTENT_TYPE,
            HeaderName::from_static("x-okta-user-agent-extended"),
            HeaderName::from_static("x-okta-xsrftoken"),
            HeaderName::from_static("x-device-fingerprint"),
        ])
        .expose_headers([REQUEST_ID, header::RETRY_AFTER])
        .max_age(std::time::Duration::from_mins(10))
}

/// An IDX answer.
#[derive(Debug)]
pub(super) struct Idx {
    pub(super) status: StatusCode,
    pub(super) transaction: Transaction,
    /// Seconds after which another try is worth it, where the status alone would say something else.
    pub(super) wait: Option<&'static str>,
}

impl Idx {
    /// An answer that only says something.
    pub(super) fn says(status: StatusCode, message: Message) -> Self {
        Self {
            status,
            transaction: Transaction {
                version: String::from("1.0.0"),
                messages: Some(Wrapped::array(vec![message])),
                ..Transaction::default()
            },
            wait: None,
        }
    }

    /// The handle is unknown, or its sign-in is over (section 1.8, 2).
    pub(super) fn expired() -> Self {
        let text = "Your session has expired. Sign in again.";
        Self::says(
            StatusCode::UNAUTHORIZED,
            Message::keyed(MessageClass::Error, "idx.session.expired", Vec::new(), text),
        )
    }

    /// Too many wrong passwords.
    pub(super) fn too_many() -> Self {
        let text = "There were too many attempts. Wait a while, then try again.";
        Self::says(
            StatusCode::TOO_MANY_REQUESTS,
            Message::keyed(MessageClass::Error, "tooManyRequests", Vec::new(), text),
        )
    }

    /// So many passwords are being checked that this one would have to wait too long.
    pub(super) fn busy() -> Self {
        let text = "There are too many requests at the moment. Wait a few seconds, then try again.";
        let said = Message::keyed(MessageClass::Error, "tooManyRequests", Vec::new(), text);
        Self {
            wait: Some("5"),
            ..Self::says(StatusCode::TOO_MANY_REQUESTS, said)
        }
    }

    /// The body is not what the form asks for.
    pub(super) fn bad_request() -> Self {
        let message = Message {
            message: String::from("The request was not understood."),
            class: MessageClass::Error,
            ..Message::default()
        };
        Self::says(StatusCode::BAD_REQUEST, message)
    }
}

impl IntoResponse for Idx {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.transaction)).into_response();
        let wait = self.wait.or(match self.status {
            StatusCode::TOO_MANY_REQUESTS => Some("60"),
            StatusCode::SERVICE_UNAVAILABLE => Some(TRY_AGAIN_AFTER),
            _ => None,
        });
        if let Some(wait) = wait {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static(wait));
        }
        response
    }
}

/// Something went wrong on our side, told as IDX does.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        tracing::error!(error = %self, "a sign-in request failed");
        let text = "Something went wrong. Try again.";
        let said = Message::keyed(MessageClass::Error, "E0000009", Vec::new(), text);
        let status = if self.is_temporary() {
            StatusCode::SERVICE_UNAVAILABLE
        } else {
            StatusCode::INTERNAL_SERVER_ERROR
        };
        Idx::says(status, said).into_response()
    }
}

/// A refusal in the words of OAuth (RFC 6749, section 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OAuthError {
    pub(super) status: StatusCode,
    pub(super) error: &'static str,
    pub(super) description: &'static str,
}

impl OAuthError {
    /// A refusal with 400.
    pub(super) const fn new(error: &'static str, description: &'static str) -> Self {
        Self::with(StatusCode::BAD_REQUEST, error, description)
    }

    /// A refusal with another status.
    pub(super) const fn with(
        status: StatusCode,
        error: &'static str,
        description: &'static str,
    ) -> Self {
        Self {
            status,
            error,
            description,
        }
    }

    /// Something went wrong on our side.
    pub(super) fn internal(error: &Error) -> Self {
        tracing::error!(%error, "a sign-in request failed");
        let (status, code) = if error.is_temporary() {
            (StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable")
        } else {
            (StatusCode::INTERNAL_SERVER_ERROR, "server_error")
        };
        Self::with(status, code, "Something went wrong. Try again.")
    }
}

impl From<Error> for OAuthError {
    fn from(error: Error) -> Self {
        Self::internal(&error)
    }
}

impl From<crate::backend::store::Error> for OAuthError {
    fn from(error: crate::backend::store::Error) -> Self {
        Self::internal(&Error::from(error))
    }
}

impl IntoResponse for OAuthError {
    fn into_response(self) -> Response {
        let body = json!({"error": self.error, "error_description": self.description});
        let mut response = (self.status, Json(body)).into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(
                header::RETRY_AFTER,
                HeaderValue::from_static(TRY_AGAIN_AFTER),
            );
        }
        response
    }
}

/// A JSON body of a form. Whatever a page of another site can send without asking first is refused, and so is what is
/// not JSON.
#[derive(Debug)]
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Shared> for Body<T> {
    type Rejection = Idx;

    async fn from_request(request: Request, state: &Shared) -> Result<Self, Idx> {
        if !is_json(request.headers()) {
            return Err(Idx::bad_request());
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|_| Idx::bad_request())?;
        if bytes.len() > LARGEST {
            return Err(Idx::bad_request());
        }
        serde_json::from_slice(&bytes)
            .map(Body)
            .map_err(|_| Idx::bad_request())
    }
}

/// The sign-in that a form's `stateHandle` names, and the rest of the form. Where it is over or never was, the handler is
/// not called (section 1.8).
pub(super) struct Opened<T>(pub(super) Open, pub(super) T);

/// A form without anything but its `stateHandle`.
#[derive(Debug, Deserialize)]
pub(super) struct Bare {}

#[derive(Deserialize)]
struct Posted<T> {
    #[serde(rename = "stateHandle")]
    state_handle: String,
    #[serde(flatten)]
    rest: T,
}

impl<T: DeserializeOwned + Send> FromRequest<Shared> for Opened<T> {
    type Rejection = Response;

    async fn from_request(request: Request, service: &Shared) -> Result<Self, Response> {
        let Body(posted) = Body::<Posted<T>>::from_request(request, service)
            .await
            .map_err(IntoResponse::into_response)?;
        match service.open(&posted.state_handle).await {
            Ok(Some(open)) => Ok(Self(open, posted.rest)),
            Ok(None) => Err(Idx::expired().into_response()),
            Err(error) => Err(error.into_response()),
        }
    }
}

/// Whether the body says that it is JSON of some kind.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let kind = kind
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}
