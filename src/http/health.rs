//! For load balancers: alive says that the process runs, ready that it can sign people in.

use axum::{extract::State, http::StatusCode};

use super::Page;
use crate::idx::{Error, client::Caller};

/// A state handle that no server gives away.
const NOBODY: &str = "doorstep-readiness";

pub(super) async fn alive() -> &'static str {
    "alive\n"
}

/// Ready: not about to stop, and the IDX server answers, if only that it knows no such sign-in.
pub(super) async fn ready(State(page): State<Page>) -> (StatusCode, &'static str) {
    if page.0.stopping.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    let caller = Caller {
        request_id: page.0.random.token(9),
        ..Caller::default()
    };
    match page.0.client.introspect_state(NOBODY, &caller).await {
        Ok(reply) if reply.status < 500 => (StatusCode::OK, "ready\n"),
        Err(Error::OAuth { .. } | Error::Api { .. }) => (StatusCode::OK, "ready\n"),
        Ok(_) | Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the IDX server does not answer\n",
        ),
    }
}
