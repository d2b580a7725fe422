//! The embedded backend: what of it is mounted, with what.

use axum::Router;
use doorstep::{
    backend::{self, BackendConfig, management, store::Store},
    clock::SharedClock,
    config::ServeOptions,
};

use super::manage;

/// Everything that the backend serves.
pub(super) async fn router(
    options: &ServeOptions,
    store: &Store,
    clock: &SharedClock,
) -> anyhow::Result<Router> {
    let random = manage::random();
    management::ensure_default_policy(store, clock, &random).await?;
    let config = BackendConfig {
        agent_ports: options.backend.agent_ports.clone(),
        help_url: options.backend.help_url.as_ref().map(ToString::to_string),
        ..BackendConfig::new(&options.http.public_url.to_string())
    };
    Ok(backend::router(
        config,
        store.clone(),
        clock.clone(),
        random,
    ))
}
