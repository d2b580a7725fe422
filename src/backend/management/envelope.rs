//! What surrounds every call: a request id, who calls, rate limits, and Okta's error body.

use axum::{
    Json,
    extract::{ConnectInfo, Request, State},
    http::{HeaderValue, Method, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{ManagementState, audit::Origin, auth, error::ApiError};

/// The answer to a path that does not exist.
pub(super) async fn no_route() -> ApiError {
    ApiError::NoRoute
}

/// The answer to a method that a path does not know.
pub(super) async fn no_method() -> ApiError {
    ApiError::Method
}

/// Surrounds a call.
pub(super) async fn wrap(
    State(state): State<ManagementState>,
    mut request: Request,
    next: Next,
) -> Response {
    let now = state.0.clock.now();
    let request_id = state.0.random.token(18);
    let head = request.method() == Method::HEAD;
    let (mut response, standing) = match auth::principal(&state, request.headers()).await {
        Err(error) => (error.into_response(), None),
        Ok(principal) => {
            let caller = principal
                .as_ref()
                .map_or("", |principal| principal.id.as_str());
            let standing =
                state
                    .0
                    .counters
                    .count(state.0.config.limits, request.uri().path(), caller, now);
            let address = request
                .extensions()
                .get::<ConnectInfo<std::net::SocketAddr>>();
            let origin = Origin {
                request_id: request_id.clone(),
                address: address.map(|ConnectInfo(address)| address.ip().to_string()),
                user_agent: text(request.headers().get(header::USER_AGENT)),
                path: request.uri().path().to_owned(),
            };
            if let Some(principal) = principal {
                request.extensions_mut().insert(principal);
            }
            request.extensions_mut().insert(origin);
            let response = if !standing.allowed {
                ApiError::RateLimited.into_response()
            } else if let Some(error) = null_character(request.uri()) {
                error.into_response()
            } else {
                next.run(request).await
            };
            (response, Some(standing))
        }
    };
    if let Some(error) = response.extensions_mut().remove::<ApiError>() {
        let error_id = format!("oae{}", &state.0.random.token(18)[..22]);
        let (parts, _) = response.into_parts();
        let mut body = Json(error.body(error_id.clone())).into_response();
        *body.status_mut() = parts.status;
        for (name, value) in &parts.headers {
            body.headers_mut().insert(name, value.clone());
        }
        if head {
            *body.body_mut() = axum::body::Body::empty();
        }
        tracing::debug!(
            error_id,
            status = body.status().as_u16(),
            "refused a management call"
        );
        response = body;
    }
    let headers = response.headers_mut();
    if let Some(standing) = standing {
        standing.write(headers, now);
    }
    if let Ok(request_id) = HeaderValue::from_str(&request_id) {
        headers.insert("x-okta-request-id", request_id);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// What is wrong with a null character in the address: no identifier has one, and not every database can look for it.
fn null_character(uri: &Uri) -> Option<ApiError> {
    if uri.path().contains("%00") {
        return Some(ApiError::NoRoute);
    }
    uri.query()
        .is_some_and(|query| query.contains("%00"))
        .then(|| ApiError::field("query", "query: The value must not have a null character"))
}

fn text(value: Option<&HeaderValue>) -> Option<String> {
    value
        .and_then(|value| value.to_str().ok())
        .map(ToOwned::to_owned)
}
