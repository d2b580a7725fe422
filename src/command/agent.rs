//! `agent` and `check-query`: the device agent.

use std::{sync::Arc, time::Duration};

use doorstep::{
    agent::{self, AgentConfig, AllowedDomains, CheckReport, CheckStatus, Overrides, Source},
    clock::SystemClock,
    config::{AgentOptions, CheckQueryOptions, Origin},
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

/// Tries a statement and prints what a check would get from it.
pub(super) async fn check_query(options: CheckQueryOptions) -> anyhow::Result<()> {
    let report = agent::try_query(&config(options.agent), &options.query).await?;
    let CheckReport {
        status,
        value,
        detail,
        ..
    } = report;
    let reason = detail.unwrap_or_default();
    match status {
        CheckStatus::Ok => super::print(&format!(
            "A check would get the value {:?}.",
            value.unwrap_or_default()
        )),
        CheckStatus::Timeout => anyhow::bail!("a check would be given up: {reason}"),
        CheckStatus::NotAllowed => anyhow::bail!("a check would not be allowed: {reason}"),
        CheckStatus::Error => anyhow::bail!("a check would get nothing: {reason}"),
    }
}

fn config(options: AgentOptions) -> AgentConfig {
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
