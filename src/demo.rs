//! The demonstration: a simulated Mac with its agent, an example app and the seed data, around a sign-in page that runs
//! already. Talks to the page and its backend over HTTP only, as any other program would.

mod app;
mod seed;

use std::{
    fmt::Write as _, io::Write as _, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration,
};

use reqwest::Client;
use tokio_util::sync::CancellationToken;

use self::{app::ExampleApp, seed::Seeded};
use crate::{
    agent::{self, AgentConfig, BoundAgent, Overrides, Source},
    clock::{SharedClock, ShiftedClock},
    config::{Origin, Secret},
    random::SharedRandom,
};

/// How long the page may take to start.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the seeding may do.
pub const SCOPES: &[&str] = &[
    "okta.apps.manage",
    "okta.deviceAssurance.manage",
    "okta.devicePostureChecks.manage",
    "okta.logs.read",
    "doorstep.exemptions.manage",
    "doorstep.helpdesk.read",
    "okta.policies.manage",
    "okta.users.manage",
];

/// What the demonstration needs to know.
#[derive(Debug, Clone)]
pub struct DemoConfig {
    /// The page's address as browsers see it.
    pub public_url: Origin,
    /// Where the example app listens.
    pub app_listen: SocketAddr,
    /// The example app's address as browsers see it.
    pub app_url: Origin,
    /// The simulated device to begin with; a Mac with its firewall turned off where it is not given.
    pub simulate: Option<PathBuf>,
    /// The ports on which the page looks for the agent.
    pub agent_ports: Vec<u16>,
    /// The folder for the device's file and key.
    pub data_dir: PathBuf,
    /// A token of the management API that may do what [`SCOPES`] say.
    pub api_token: Secret,
}

/// Why the demonstration cannot run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The agent cannot run.
    #[error(transparent)]
    Agent(#[from] agent::Error),
    /// The page does not come up.
    #[error("the sign-in page does not answer at {0}")]
    Page(Origin),
    /// The seed data cannot be written.
    #[error("the seed data could not be written: {0}")]
    Seed(#[from] seed::Error),
    /// The example app cannot listen, or ended.
    #[error("the example app cannot run at {0}: {1}")]
    App(SocketAddr, std::io::Error),
    /// A file or the terminal cannot be written.
    #[error("a file of the demonstration cannot be written: {0}")]
    File(#[from] std::io::Error),
    /// Requests cannot be sent.
    #[error("the demonstration cannot send requests: {0}")]
    Client(#[from] reqwest::Error),
}

/// Runs the demonstration until `shutdown`; the page must be starting already. Moving `clock` moves the time of all.
///
/// # Errors
/// Where a part cannot start.
pub async fn run(
    config: DemoConfig,
    clock: Arc<ShiftedClock>,
    random: SharedRandom,
    shutdown: CancellationToken,
) -> Result<(), Error> {
    let client = Client::builder()
        .timeout(Duration::from_secs(10))
        .no_proxy()
        .build()?;
    let device = device_file(&config).await?;
    let shared: SharedClock = Arc::clone(&clock) as SharedClock;
    let agent = BoundAgent::bind(
        agent_config(&config, device),
        Arc::clone(&shared),
        Arc::clone(&random),
    )
    .await?;
    let unbound = |error| Error::App(config.app_listen, error);
    let listener = tokio::net::TcpListener::bind(config.app_listen)
        .await
        .map_err(unbound)?;
    tokio::select! {
        up = wait_for(&client, &config.public_url) => up?,
        () = shutdown.cancelled() => return Ok(()),
    }
    let seeded = seed::seed(
        &client,
        &config.public_url,
        &config.api_token,
        &config.app_url,
    )
    .await?;
    let panel = agent.url();
    std::io::stdout().write_all(welcome(&config, &panel, &seeded).as_bytes())?;
    let app = ExampleApp::new(&config, &seeded.clients, &panel, clock, random, client);
    let served = axum::serve(listener, app.router())
        .with_graceful_shutdown(shutdown.clone().cancelled_owned());
    let app = async { served.await.map_err(unbound) };
    let agent = async { agent.serve(shutdown).await.map_err(Error::from) };
    tokio::try_join!(app, agent)?;
    Ok(())
}

fn agent_config(config: &DemoConfig, device: PathBuf) -> AgentConfig {
    AgentConfig {
        source: Source::Simulated(device),
        ports: config.agent_ports.clone(),
        folder: config.data_dir.join("agent"),
        overrides: Overrides {
            allowed_domains: Some([config.public_url.authority()].into_iter().collect()),
            ..Overrides::default()
        },
    }
}

/// The file of the simulated device: the given one, or a Mac of our own that stays as it was left.
async fn device_file(config: &DemoConfig) -> Result<PathBuf, std::io::Error> {
    if let Some(file) = &config.simulate {
        return Ok(file.clone());
    }
    tokio::fs::create_dir_all(&config.data_dir).await?;
    let file = config.data_dir.join("simulated-mac.toml");
    if !tokio::fs::try_exists(&file).await? {
        tokio::fs::write(&file, include_str!("demo/devices/mac.toml")).await?;
    }
    Ok(file)
}

/// Waits until the page is ready.
async fn wait_for(client: &Client, page: &Origin) -> Result<(), Error> {
    let ready = async {
        loop {
            let answer = client.get(format!("{page}/readyz")).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(PATIENCE, ready)
        .await
        .map_err(|_| Error::Page(page.clone()))
}

/// What is printed when everything is up.
fn welcome(config: &DemoConfig, panel: &str, seeded: &Seeded) -> String {
    let mut text = String::from("\nDoorstep is up.\n\n");
    let mut line = |name: &str, value: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {name:<41} {value}");
    };
    line("Example apps: begin here", &config.app_url.to_string());
    for app in &app::APPS {
        line(
            &format!("  {} ({})", app.label, app.note),
            &format!("{}/{}", config.app_url, app.path),
        );
    }
    line("Simulated Mac: break and fix it here", panel);
    line("Sign-in page and backend", &config.public_url.to_string());
    line(
        "Requests for more time: decide here",
        &format!("{}/exemptions", config.public_url),
    );
    line(
        "Every page there is",
        &format!("{}/preview", config.public_url),
    );
    line(
        "Token for these, and the management API",
        config.api_token.expose(),
    );
    line("", "");
    line("User", "Password");
    for (login, password) in &seeded.people {
        line(login, password);
    }
    text.push_str("\nCtrl-C ends everything.\n");
    text
}
