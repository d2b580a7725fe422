//! `demo`: everything on this machine.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use doorstep::{
    backend::management::tokens,
    clock::{SharedClock, ShiftedClock},
    config::{DemoCommandOptions, Secret},
    demo::{self, DemoConfig},
};

use super::{manage, serve::Server, stop};

/// Runs the demonstration until the program is stopped.
pub(super) async fn run(options: DemoCommandOptions) -> anyhow::Result<()> {
    let stop = stop::token()?;
    let shifted = Arc::new(ShiftedClock::default());
    let clock = Arc::clone(&shifted) as SharedClock;
    let DemoCommandOptions { serve, demo } = options;
    let (public_url, agent_ports) = (
        serve.http.public_url.clone(),
        serve.backend.agent_ports.clone(),
    );
    let data_dir = serve.store.data_dir.clone();
    let server = Server::prepare(serve, Arc::clone(&clock), stop.clone()).await?;
    let Some(store) = server.store().cloned() else {
        bail!("the demonstration has a backend of its own: leave out --backend-url");
    };
    let token = tokens::create(
        &store,
        &clock,
        &manage::random(),
        "doorstep demo",
        demo::SCOPES,
    )
    .await?;
    let config = DemoConfig {
        public_url,
        app_listen: demo.app_listen,
        app_url: demo.app_url,
        simulate: demo.simulate,
        agent_ports,
        data_dir,
        api_token: Secret::from(token.clone()),
    };
    let serving = tokio::spawn(server.run());
    let shown = demo::run(config, shifted, manage::random(), stop.clone()).await;
    stop.cancel();
    serving.await.context("the web server broke")?;
    // The token was for this run.
    if let Some(spent) = store.api_token_by_hash(&tokens::hash(&token)).await? {
        store.delete_api_token(&spent.id).await?;
    }
    store.close().await;
    shown?;
    Ok(())
}
