//! Each request has an id: in every line of the log, in the answer's headers, on the page of a problem.

use axum::{
    extract::{Request, State},
    http::HeaderValue,
    middleware::Next,
    response::Response,
};
use tracing::Instrument as _;

use super::Page;

/// The id of a request.
#[derive(Debug, Clone)]
pub(super) struct RequestId(pub(super) String);

/// Gives the request an id and a span. Paths only: a query may hold an app's `state`.
pub(super) async fn assign(State(page): State<Page>, mut request: Request, next: Next) -> Response {
    let id = page.0.random.token(9);
    let span = tracing::info_span!("request", id = %id, method = %request.method(), path = logged(request.uri().path()));
    request.extensions_mut().insert(RequestId(id.clone()));
    let started = page.0.clock.now();
    async move {
        let mut response = next.run(request).await;
        if let Ok(value) = HeaderValue::from_str(&id) {
            response.headers_mut().insert("x-request-id", value);
        }
        let took = page.0.clock.now().duration_since(started);
        tracing::info!(status = response.status().as_u16(), milliseconds = %took.as_millis(), "answered");
        response
    }
    .instrument(span)
    .await
}

/// A path without the code of what was taken along, which opens it.
fn logged(path: &str) -> &str {
    let with_codes = ["/steps/", "/helpdesk/", "/resume/"];
    let found = with_codes.iter().find(|start| path.starts_with(**start));
    found.map_or(path, |start| start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_not_logged() {
        assert_eq!(logged("/steps/BCDFG-HJKLM"), "/steps/");
        assert_eq!(logged("/resume/AbC/BCDFG-HJKLM"), "/resume/");
        assert_eq!(logged("/helpdesk/BCDFG"), "/helpdesk/");
        assert_eq!(logged("/helpdesk"), "/helpdesk");
        assert_eq!(logged("/signin/AbC"), "/signin/AbC");
    }
}
