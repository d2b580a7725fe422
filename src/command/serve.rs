//! `serve`: the sign-in page with its backend.

use anyhow::Context as _;
use axum::Router;
use doorstep::config::ServeOptions;
use tokio::net::TcpListener;

use super::{manage, stop};

/// Serves until the program is stopped.
pub(super) async fn run(options: ServeOptions) -> anyhow::Result<()> {
    let stop = stop::token()?;
    let store = manage::open(&options.store).await?;
    let listener = TcpListener::bind(options.http.listen)
        .await
        .with_context(|| format!("cannot listen on {} (option --listen)", options.http.listen))?;
    let router = Router::new();
    tracing::info!(address = %options.http.public_url, "serving");
    let server =
        axum::serve(listener, router).with_graceful_shutdown(stop.clone().cancelled_owned());
    let served = stop::within(&stop, options.http.shutdown_timeout, server.into_future()).await;
    store.close().await;
    served.unwrap_or(Ok(())).context("the web server ended")
}
