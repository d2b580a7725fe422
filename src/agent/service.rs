//! The loopback service: which URLs there are, who may call them, and what they answer.
//!
//! A page of an allowed organization may `GET /probe` and `POST /challenge`; a person may follow a link to
//! `GET /challenge` (see [`super::link`]); the panel of a simulated device is for its own pages only.

use std::{
    io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
        header::{
            ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
            ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, CACHE_CONTROL, HOST, ORIGIN, VARY,
            X_CONTENT_TYPE_OPTIONS,
        },
    },
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use serde::Deserialize;
use tokio::net::TcpListener;

use super::{
    Agent, Error, Failure,
    challenge::{LONGEST, Refusal},
    device::Behavior,
    issuer, link, page, panel,
    runner::Runner,
};

/// Headers of a page's requests that Okta's clients send too (`docs/spec/idx.md` section 2.4).
const ALLOWED_HEADERS: &str =
    "content-type, accept, accept-language, x-okta-xsrftoken, x-okta-user-agent-extended";
/// Chrome's Private Network Access, and its successor Local Network Access.
const ALLOW_PRIVATE_NETWORK: HeaderName =
    HeaderName::from_static("access-control-allow-private-network");
const ALLOW_LOCAL_NETWORK: HeaderName =
    HeaderName::from_static("access-control-allow-local-network");

/// The agent, and the port on which it is asked.
#[derive(Debug, Clone)]
pub(super) struct Service {
    pub(super) agent: Arc<Agent>,
    port: u16,
}

/// Takes the first port that is free on both loopback addresses: browsers try `::1` first for `localhost`, and another
/// program there would be asked in our place.
pub(super) async fn listen(ports: &[u16]) -> Result<(Vec<TcpListener>, SocketAddr), Error> {
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for &port in ports {
        match listen_on(port).await {
            Ok(listening) => return Ok(listening),
            Err(error) => last = error,
        }
    }
    Err(Error::Ports(ports.to_vec(), last))
}

async fn listen_on(port: u16) -> io::Result<(Vec<TcpListener>, SocketAddr)> {
    let first = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = first.local_addr()?;
    match TcpListener::bind((Ipv6Addr::LOCALHOST, address.port())).await {
        Ok(second) => Ok((vec![first, second], address)),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(error),
        // A machine without IPv6.
        Err(_) => Ok((vec![first], address)),
    }
}

/// All URLs.
pub(super) fn router(agent: &Arc<Agent>, port: u16) -> Router {
    let service = Service {
        agent: Arc::clone(agent),
        port,
    };
    let mut router = Router::new()
        .route("/probe", get(probe))
        .route("/challenge", post(challenge).get(link::follow))
        .route("/challenge/confirm", post(link::confirm))
        .route("/agent.css", get(page::style));
    if matches!(agent.runner, Runner::Simulated(_)) {
        router = router
            .route("/", get(panel::show).post(panel::change))
            .route(
                "/device",
                get(panel::device).put(panel::replace).patch(panel::merge),
            );
    }
    router
        .fallback(|| async {
            problem(
                StatusCode::NOT_FOUND,
                "not_found",
                "there is nothing at this address",
            )
        })
        .layer(DefaultBodyLimit::max(2 * LONGEST))
        .layer(from_fn_with_state(service.clone(), guard))
        .with_state(service)
}

impl Service {
    /// Whether `host` names this service: any other name means that DNS has been bent to this machine.
    fn is_own_host(&self, host: &str) -> bool {
        ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| {
            host.strip_prefix(name)
                .and_then(|port| port.strip_prefix(':'))
                .is_some_and(|port| port == self.port.to_string())
        })
    }

    /// Whether `origin` is one of this service's own pages.
    pub(super) fn is_own_origin(&self, origin: &str) -> bool {
        origin
            .strip_prefix("http://")
            .is_some_and(|host| self.is_own_host(host))
    }

    fn behavior(&self) -> Behavior {
        self.agent.runner.behavior()
    }
}

/// Stands before every request: the right host, an allowed origin, and the headers that let its page read the answer.
async fn guard(State(service): State<Service>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let text = |name: HeaderName| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or("?").to_owned())
    };
    let host = text(HOST)
        .or_else(|| request.uri().authority().map(ToString::to_string))
        .unwrap_or_default();
    if !service.is_own_host(&host) {
        return problem(
            StatusCode::MISDIRECTED_REQUEST,
            "wrong_host",
            "this service is for this machine only",
        );
    }
    let foreign = text(ORIGIN).filter(|origin| !service.is_own_origin(origin));
    let for_pages = matches!(request.uri().path(), "/probe" | "/challenge");
    let allowed = foreign
        .as_ref()
        .is_none_or(|origin| for_pages && service.agent.allowed_domains().allows_origin(origin));
    if !allowed {
        return problem(
            StatusCode::FORBIDDEN,
            "origin_not_allowed",
            "this device does not answer pages of this origin",
        );
    }
    let preflight = request.method() == Method::OPTIONS && for_pages;
    let mut response = if preflight {
        preflight_answer()
    } else {
        next.run(request).await
    };
    let answer = response.headers_mut();
    answer.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    answer.append(VARY, HeaderValue::from_static("origin"));
    if let Some(Ok(origin)) = foreign.map(|origin| HeaderValue::from_str(&origin)) {
        answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    response
}

fn preflight_answer() -> Response {
    let value = HeaderValue::from_static;
    let headers = HeaderMap::from_iter([
        (ACCESS_CONTROL_ALLOW_METHODS, value("GET, POST")),
        (ACCESS_CONTROL_ALLOW_HEADERS, value(ALLOWED_HEADERS)),
        (ACCESS_CONTROL_MAX_AGE, value("600")),
        (ALLOW_PRIVATE_NETWORK, value("true")),
        (ALLOW_LOCAL_NETWORK, value("true")),
    ]);
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// `{"error", "error_description"}`.
pub(super) fn problem(status: StatusCode, error: &str, description: &str) -> Response {
    (
        status,
        Json(serde_json::json!({ "error": error, "error_description": description })),
    )
        .into_response()
}

/// Says that an agent is here. 503 is the answer of an agent that is not this person's: the page tries the next port.
async fn probe(State(service): State<Service>) -> Response {
    if service.behavior() == Behavior::Stopped {
        stopped()
    } else {
        StatusCode::OK.into_response()
    }
}

fn stopped() -> Response {
    problem(
        StatusCode::SERVICE_UNAVAILABLE,
        "stopped",
        "this agent does not answer at the moment",
    )
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ChallengeBody {
    challenge_request: String,
}

/// Answers a challenge. The response comes when the organization has the answer, so that the page's next poll moves on.
async fn challenge(State(service): State<Service>, headers: HeaderMap, body: Bytes) -> Response {
    if service.behavior() == Behavior::Stopped {
        return stopped();
    }
    // Every browser names the origin of a POST; who does not is no page of the organization.
    if headers.get(ORIGIN).is_none() {
        return problem(
            StatusCode::FORBIDDEN,
            "origin_not_allowed",
            "only pages of allowed organizations may ask",
        );
    }
    // By content, not by media type: a page may send it as text to spare the preflight.
    let Ok(body) = serde_json::from_slice::<ChallengeBody>(&body) else {
        return problem(
            StatusCode::BAD_REQUEST,
            "invalid_request",
            "the body must be JSON with a challengeRequest",
        );
    };
    match take(&service.agent, &body.challenge_request).await {
        Ok(()) => Json(serde_json::json!({})).into_response(),
        Err(failure) => refusal(&failure),
    }
}

async fn take(agent: &Arc<Agent>, token: &str) -> Result<(), Failure> {
    let challenge = agent.verify(token).await?;
    agent.answer(challenge).await
}

/// The status and the word for `failure`.
pub(super) fn classify(failure: &Failure) -> (StatusCode, &'static str) {
    match failure {
        Failure::Refused(Refusal::NotAllowed) => (StatusCode::FORBIDDEN, "org_not_allowed"),
        Failure::Refused(_) => (StatusCode::BAD_REQUEST, "invalid_challenge"),
        Failure::Organization(issuer::Error::Refused(_)) => {
            (StatusCode::BAD_GATEWAY, "answer_refused")
        }
        Failure::Organization(_) => (StatusCode::BAD_GATEWAY, "org_unreachable"),
        Failure::Device(_) | Failure::Key(_) => {
            (StatusCode::INTERNAL_SERVER_ERROR, "device_unreadable")
        }
    }
}

fn refusal(failure: &Failure) -> Response {
    let (status, error) = classify(failure);
    tracing::warn!(%failure, %status, "a challenge is not answered");
    problem(status, error, &failure.to_string())
}

#[cfg(test)]
mod tests;
