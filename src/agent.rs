//! The device agent: a loopback service that proves to an organization's sign-in page what state the device is in.
//!
//! ```text
//! browser ──probe, challenge──▶ service ──▶ challenge (verified with the issuer's keys)
//!                                  │  └───▶ signals, custom checks ──▶ runner ──▶ simulated tables | osqueryi
//!                                  └──signed answer──▶ the organization's verificationUri, again on every change
//! ```
//!
//! Protocol: `docs/spec/idx.md` section 2.4; rules for statements and settings: `docs/spec/management-api.md` section 7.
//! Depends on clock and random only; meets the backend over HTTP.

mod challenge;
mod device;
mod device_file;
mod issuer;
mod key;
mod link;
mod osquery;
pub(crate) mod page;
mod panel;
pub mod query;
mod runner;
mod service;
mod settings;
mod signals;
mod statement;
mod tables;
mod watch;

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use futures_util::{StreamExt as _, stream};
use tokio_util::sync::CancellationToken;
use url::Url;

use self::{
    challenge::{Answer, Challenge, Refusal, Report, RequestedCheck, Unverified},
    device_file::DeviceFile,
    issuer::{Accepted, Organizations},
    key::DeviceKey,
    settings::{Mdm, Settings},
    watch::Watches,
};
use crate::{clock::SharedClock, random::SharedRandom};

pub use challenge::{CheckReport, CheckStatus};
pub use device::{Behavior, Device, Platform, ScreenLock, Simulation, ThirdParty};
pub use runner::Runner;
pub use settings::{AllowedDomains, Overrides};

/// How many custom checks run at a time.
const AT_A_TIME: usize = 4;
/// How long an answer is good for, in seconds.
const LIFETIME: i64 = 300;
/// How long a slow agent takes.
const SLOWNESS: Duration = Duration::from_secs(3);

/// What an agent needs to know.
#[derive(Debug, Clone)]
pub struct AgentConfig {
    /// The device.
    pub source: Source,
    /// The ports of this machine to listen on: the first free one is taken. 0 is any.
    pub ports: Vec<u16>,
    /// The folder for the device's key.
    pub folder: PathBuf,
    /// Settings that go before those of the device.
    pub overrides: Overrides,
}

/// Which device an agent speaks for.
#[derive(Debug, Clone)]
pub enum Source {
    /// A simulated one, described by a TOML file.
    Simulated(PathBuf),
    /// This one, asked by `osqueryi`: a name to look for on the PATH, or a path.
    Osquery(PathBuf),
}

/// Why an agent cannot run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The simulated device cannot be used.
    #[error(transparent)]
    Device(#[from] device_file::Error),
    /// The device key cannot be used.
    #[error(transparent)]
    Key(#[from] key::Error),
    /// No port is free.
    #[error("none of the agent's ports {0:?} is free: {1}")]
    Ports(Vec<u16>, std::io::Error),
    /// Requests cannot be sent.
    #[error("the agent cannot send requests: {0}")]
    Client(#[from] reqwest::Error),
    /// The service ended.
    #[error("the agent's service ended: {0}")]
    Service(#[from] std::io::Error),
    /// The device cannot be described.
    #[error("this device cannot be described: {0}")]
    Describe(#[from] runner::Error),
}

/// An agent that has its port and is ready to serve.
#[derive(Debug)]
pub struct BoundAgent {
    agent: Arc<Agent>,
    listeners: Vec<tokio::net::TcpListener>,
    address: SocketAddr,
}

/// Runs an agent until `shutdown`.
///
/// # Errors
/// Where it cannot start, or its service ends by itself.
pub async fn run(
    config: AgentConfig,
    clock: SharedClock,
    random: SharedRandom,
    shutdown: CancellationToken,
) -> Result<(), Error> {
    let agent = BoundAgent::bind(config, clock, random).await?;
    tracing::info!(address = %agent.url(), "the device agent listens");
    agent.serve(shutdown).await
}

impl BoundAgent {
    /// Reads device and key and takes the first free port.
    ///
    /// # Errors
    /// Where one of them cannot be used.
    pub async fn bind(
        config: AgentConfig,
        clock: SharedClock,
        random: SharedRandom,
    ) -> Result<Self, Error> {
        let runner = Runner::open(&config.source).await?;
        let key = DeviceKey::open(&config.folder)?;
        let (listeners, address) = service::listen(&config.ports).await?;
        let agent = Agent {
            runner,
            overrides: config.overrides,
            key,
            organizations: Organizations::new()?,
            watches: Watches::default(),
            clock,
            random,
        };
        Ok(Self {
            agent: Arc::new(agent),
            listeners,
            address,
        })
    }

    /// Where browsers on this machine find it.
    pub fn url(&self) -> String {
        format!("http://localhost:{}", self.address.port())
    }

    /// Serves until `shutdown`.
    ///
    /// # Errors
    /// Where the service ends by itself.
    pub async fn serve(self, shutdown: CancellationToken) -> Result<(), Error> {
        let router = service::router(&self.agent, self.address.port());
        let agent = Arc::clone(&self.agent);
        let follow = async {
            match &agent.runner {
                Runner::Simulated(file) => file.follow().await,
                Runner::Osquery(_) => std::future::pending().await,
            }
        };
        let servers = self.listeners.into_iter().map(|listener| {
            axum::serve(listener, router.clone())
                .with_graceful_shutdown(shutdown.clone().cancelled_owned())
                .into_future()
        });
        let served = tokio::select! {
            served = futures_util::future::try_join_all(servers) => served.map(drop),
            () = follow => Ok(()),
        };
        agent.watches.stop();
        Ok(served?)
    }
}

/// What all requests share.
#[derive(Debug)]
struct Agent {
    runner: Runner,
    overrides: Overrides,
    key: DeviceKey,
    organizations: Organizations,
    watches: Watches,
    clock: SharedClock,
    random: SharedRandom,
}

/// Why a challenge was not answered.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// It should not be.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The organization could not be asked or told.
    #[error(transparent)]
    Organization(#[from] issuer::Error),
    /// The device could not be read.
    #[error("this device cannot be described: {0}")]
    Device(#[from] runner::Error),
    /// The answer could not be signed.
    #[error(transparent)]
    Key(#[from] key::Error),
}

impl Runner {
    async fn open(source: &Source) -> Result<Self, device_file::Error> {
        Ok(match source {
            Source::Simulated(path) => Self::Simulated(Arc::new(DeviceFile::open(path).await?)),
            Source::Osquery(program) => Self::Osquery(program.clone()),
        })
    }

    fn mdm(&self) -> Mdm {
        match self {
            Self::Simulated(file) => file.device().mdm,
            Self::Osquery(_) => Mdm::default(),
        }
    }

    fn behavior(&self) -> Behavior {
        match self {
            Self::Simulated(file) => file.device().simulation.behavior,
            Self::Osquery(_) => Behavior::Normal,
        }
    }
}

impl Agent {
    fn settings(&self, platform: Platform) -> Settings {
        Settings::new(platform, &self.runner.mdm(), &self.overrides)
    }

    /// Which organizations are answered: the same on every platform.
    fn allowed_domains(&self) -> AllowedDomains {
        self.settings(Platform::Macos).allowed_domains
    }

    /// Reads the challenge `token` without asking anybody: refuses it where its organization is not answered.
    fn read<'a>(&self, token: &'a str) -> Result<Unverified<'a>, Refusal> {
        Unverified::read(token, &self.allowed_domains())
    }

    /// Verifies the challenge `token`.
    async fn verify(&self, token: &str) -> Result<Challenge, Failure> {
        let unverified = self.read(token)?;
        let now = self.clock.now();
        let key = self
            .organizations
            .key(&unverified.issuer, &unverified.key_id, now)
            .await?;
        Ok(unverified.verify(&key.ok_or(Refusal::Signature)?, now)?)
    }

    /// Answers `challenge`, and goes on answering it while the device changes and somebody waits for that.
    async fn answer(self: &Arc<Self>, challenge: Challenge) -> Result<(), Failure> {
        if self.runner.behavior() == Behavior::Slow {
            tokio::time::sleep(SLOWNESS).await;
        }
        // Subscribed before the device is read: a change in between is not missed.
        let changes = watch::Changes::of(&self.runner);
        let report = self.report(&challenge).await?;
        let accepted = self.deliver(&challenge, &report).await?;
        tracing::info!(
            challenge = challenge.jti,
            org = challenge.iss,
            "the challenge is answered"
        );
        Watches::start(self, challenge, report, accepted, changes);
        Ok(())
    }

    /// Reads the device.
    async fn report(&self, challenge: &Challenge) -> Result<Report, runner::Error> {
        let device = signals::describe(&self.runner).await?;
        let settings = self.settings(device.platform);
        let signals = signals::read(&self.runner, device.platform, &challenge.signals).await;
        let mut asked: Vec<RequestedCheck> = challenge.checks.clone();
        asked.retain(|check| check.platform == device.platform.as_str());
        let (runner, settings) = (&self.runner, &settings);
        let checks = stream::iter(asked)
            .map(|check| async move {
                custom_check(runner, settings, &check.variable_name, &check.query).await
            })
            .buffered(AT_A_TIME)
            .collect()
            .await;
        Ok(Report {
            device,
            signals,
            checks,
        })
    }

    /// Signs and delivers `report`.
    async fn deliver(&self, challenge: &Challenge, report: &Report) -> Result<Accepted, Failure> {
        let now = self.clock.now().as_second();
        let answer = self.key.sign(&Answer {
            iss: self.key.id(),
            aud: &challenge.verification_uri,
            nonce: &challenge.nonce,
            iat: now,
            exp: now.saturating_add(LIFETIME),
            jti: self.random.token(16),
            report,
        })?;
        let to = Url::parse(&challenge.verification_uri).map_err(|_| Refusal::Malformed)?;
        Ok(self.organizations.deliver(&to, &answer).await?)
    }
}

/// Runs a custom check.
async fn custom_check(
    runner: &Runner,
    settings: &Settings,
    variable_name: &str,
    query: &str,
) -> CheckReport {
    let report = |status, value, detail| CheckReport {
        variable_name: variable_name.to_owned(),
        status,
        value,
        detail,
    };
    if !settings.custom_checks {
        return report(
            CheckStatus::NotAllowed,
            None,
            Some(String::from("custom checks are turned off on this device")),
        );
    }
    match runner.check(query, settings.check_timeout).await {
        Ok(value) => report(CheckStatus::Ok, Some(value), None),
        Err(error @ runner::Error::Timeout(_)) => {
            report(CheckStatus::Timeout, None, Some(error.to_string()))
        }
        Err(error) => report(CheckStatus::Error, None, Some(error.to_string())),
    }
}

#[cfg(test)]
pub(crate) mod tests;
