//! What surrounds every call: a request id, who calls, rate limits, and Okta's error body.

use axum::{
    Json,
    body::Body,
    extract::{ConnectInfo, OriginalUri, Request, State},
    http::{HeaderMap, HeaderValue, Method, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{ManagementState, audit::Origin, auth, error::ApiError};
use crate::backend::LONGEST_HEADER;

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
                path: whole_path(&request),
            };
            if let Some(principal) = principal {
                request.extensions_mut().insert(principal);
            }
            request.extensions_mut().insert(origin);
            let response = if !standing.allowed {
                ApiError::RateLimited.into_response()
            } else if let Some(error) = null_character(request.uri()) {
                error.into_response()
            } else if !accepts_json(request.headers()) {
                ApiError::MediaType.into_response()
            } else {
                next.run(request).await
            };
            (response, Some(standing))
        }
    };
    response = told(&state, response);
    if head {
        *response.body_mut() = Body::empty();
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

/// The answer with the body of the refusal that it carries, if any.
pub(super) fn told(state: &ManagementState, mut response: Response) -> Response {
    let Some(error) = response.extensions_mut().remove::<ApiError>() else {
        return response;
    };
    let error_id = format!("oae{}", &state.0.random.token(18)[..22]);
    let (parts, _) = response.into_parts();
    let mut body = Json(error.body(error_id.clone())).into_response();
    *body.status_mut() = parts.status;
    for (name, value) in &parts.headers {
        body.headers_mut().insert(name, value.clone());
    }
    tracing::debug!(
        error_id,
        status = body.status().as_u16(),
        "refused a management call"
    );
    body
}

/// The path that was called, with what comes before this router's own.
fn whole_path(request: &Request) -> String {
    let whole = request.extensions().get::<OriginalUri>();
    whole
        .map_or(request.uri(), |OriginalUri(uri)| uri)
        .path()
        .to_owned()
}

/// The request without the one slash at the end of its path: version 2 of Okta's Python SDK writes one before every query.
/// To be asked before a router looks for the route.
pub(super) fn without_slash(mut request: Request) -> Request {
    let uri = request.uri();
    let path = uri.path();
    let Some(short) = path
        .strip_suffix('/')
        .filter(|short| !short.is_empty() && !short.ends_with('/'))
    else {
        return request;
    };
    let query = uri.query().map(|query| format!("?{query}"));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = format!("{short}{}", query.unwrap_or_default()).parse().ok();
    // What is shorter by a slash is an address as well.
    if let Ok(uri) = Uri::from_parts(parts) {
        *request.uri_mut() = uri;
    }
    request
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

/// Whether the caller can do anything with JSON (RFC 9110, section 12.5.1): the most specific range decides. What is no
/// list of ranges says nothing.
fn accepts_json(headers: &HeaderMap) -> bool {
    let mut said = false;
    let mut best = None;
    let values = headers.get_all(header::ACCEPT).iter();
    for range in values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
    {
        let mut parts = range.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
        said |= kind.contains('/');
        let rank = match kind.as_str() {
            "*/*" => 1,
            "application/*" => 2,
            "application/json" => 3,
            kind if kind.starts_with("application/") && kind.ends_with("+json") => 3,
            _ => continue,
        };
        let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok());
        let good = quality.is_none_or(|quality| quality > 0.0);
        best = best.max(Some((rank, good)));
    }
    best.map_or(!said, |(_, good)| good)
}

fn text(value: Option<&HeaderValue>) -> Option<String> {
    let text = value?.to_str().ok()?;
    Some(text.chars().take(LONGEST_HEADER).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_answered_to_all_who_do_not_rule_it_out() {
        for (accept, good) in [
            ("application/json", true),
            ("APPLICATION/JSON; charset=utf-8", true),
            ("*/*", true),
            ("text/html,application/xhtml+xml,*/*;q=0.8", true),
            ("application/*;q=0.1", true),
            ("application/ion+json; okta-version=1.0.0", true),
            ("text/plain, application/json", true),
            ("", true),
            ("nonsense", true),
            ("text/html", false),
            ("application/xml", false),
            ("application/json;q=0, */*", false),
            ("application/json;q=0.0", false),
        ] {
            let headers =
                HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_str(accept).unwrap())]);
            assert_eq!(accepts_json(&headers), good, "{accept}");
        }
        assert!(accepts_json(&HeaderMap::new()));
    }
}
