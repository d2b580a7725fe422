//! For load balancers: alive says that the process runs, ready that it can sign people in.

use std::{sync::Arc, time::Duration};

use axum::{extract::State, http::StatusCode};
use futures_util::future::BoxFuture;

use super::Page;
use crate::idx::{Error, client::Caller};

/// How long the database may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// Asks the database that this server stands on whether it is there.
#[derive(Clone)]
pub struct Probe(Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>);

impl Probe {
    /// A probe that asks `ask`.
    pub fn new<F: Future<Output = bool> + Send + 'static>(
        ask: impl Fn() -> F + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(move || Box::pin(ask())))
    }

    async fn answers(&self) -> bool {
        let answer = tokio::time::timeout(PATIENCE, (self.0)()).await;
        answer.unwrap_or(false)
    }
}

impl std::fmt::Debug for Probe {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Probe(…)")
    }
}

/// A state handle that no server gives away.
const NOBODY: &str = "doorstep-readiness";

pub(super) async fn alive() -> &'static str {
    "alive\n"
}

/// Ready: not about to stop, the database of the embedded backend is there, and the IDX server answers, if only that it
/// knows no such sign-in.
pub(super) async fn ready(State(page): State<Page>) -> (StatusCode, &'static str) {
    if page.0.stopping.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    if let Some(database) = page.0.database.get()
        && !database.answers().await
    {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer\n",
        );
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
