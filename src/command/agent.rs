//! `agent`: the device agent.

use std::{sync::Arc, time::Duration};

use doorstep::{
    agent::{self, AgentConfig, AllowedDomains, Overrides, Source},
    clock::SystemClock,
    config::{AgentOptions, Origin},
    random::SystemRandom,
};

use super::stop;

/// Runs the agent until the program is stopped.
pub(super) async fn run(options: AgentOptions) -> anyhow::Result<()> {
    let stop = stop::token()?;
    Ok(agent::run(
        config(options),
        Arc::new(SystemClock),
        Arc::new(SystemRandom),
        stop,
    )
    .await?)
}

pub(super) fn config(options: AgentOptions) -> AgentConfig {
    let allowed = options
        .allowed_orgs
        .iter()
        .map(Origin::authority)
        .collect::<AllowedDomains>();
    AgentConfig {
        source: options
            .simulate
            .map_or(Source::Osquery(options.osquery), Source::Simulated),
        ports: options.ports,
        folder: options.folder,
        overrides: Overrides {
            allowed_domains: Some(allowed).filter(|domains| !domains.is_empty()),
            custom_checks: options.custom_checks,
            check_timeout: options
                .check_timeout
                .and_then(|limit| Duration::try_from(limit).ok()),
        },
    }
}
