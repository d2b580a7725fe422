//! For load balancers: alive says that the process runs, ready that it can sign people in.

use std::{sync::Arc, time::Duration};

use axum::{extract::State, http::StatusCode};
use futures_util::future::BoxFuture;

use super::Page;
use crate::idx::{Error, client::Caller};

/// How long the database may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// Nothing, or in a few words that anybody may read what is the matter.
type Answer = Result<(), &'static str>;

/// Asks the database that this server stands on whether it can be worked with.
#[derive(Clone)]
pub struct Probe(Arc<dyn Fn() -> BoxFuture<'static, Answer> + Send + Sync>);

impl Probe {
    /// A probe that asks `ask`; its error says in a few words that anybody may read what is the matter.
    pub fn new<F: Future<Output = Result<(), &'static str>> + Send + 'static>(
        ask: impl Fn() -> F + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(move || Box::pin(ask())))
    }

    async fn answer(&self) -> Answer {
        let answer = tokio::time::timeout(PATIENCE, (self.0)()).await;
        answer.unwrap_or(Err("the database does not answer"))
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

/// Ready: not about to stop, the database of the embedded backend can be worked with, and the IDX server answers, if only that it
/// knows no such sign-in.
pub(super) async fn ready(State(page): State<Page>) -> (StatusCode, String) {
    match check(&page).await {
        Ok(()) => (StatusCode::OK, String::from("ready\n")),
        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n")),
    }
}

async fn check(page: &Page) -> Answer {
    if page.0.stopping.is_cancelled() {
        return Err("stopping");
    }
    if let Some(database) = page.0.database.get() {
        database.answer().await?;
    }
    let caller = Caller {
        request_id: page.0.random.token(9),
        ..Caller::default()
    };
    match page.0.client.introspect_state(NOBODY, &caller).await {
        Ok(reply) if reply.status < 500 => Ok(()),
        Err(Error::OAuth { .. } | Error::Api { .. }) => Ok(()),
        Ok(_) | Err(_) => Err("the IDX server does not answer"),
    }
}
