//! The embedded backend: what of it is mounted, with what.

use axum::Router;
use doorstep::{
    backend::{
        self, BackendConfig, catalogue,
        management::{self, Limits},
        sign_in::{Attempts, Lifetimes},
        store::Store,
    },
    clock::SharedClock,
    config::{BackendOptions, ServeOptions},
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
    catalogue::warn_if_stale(
        &catalogue::current(store).await?,
        catalogue::day(clock.now()),
    );
    Ok(backend::router(
        config(options)?,
        store.clone(),
        clock.clone(),
        random,
    ))
}

/// The options in the backend's own words.
fn config(options: &ServeOptions) -> anyhow::Result<BackendConfig> {
    let public_url = options.http.public_url.to_string();
    let BackendOptions {
        lifetimes, limits, ..
    } = &options.backend;
    Ok(BackendConfig {
        agent_ports: options.backend.agent_ports.clone(),
        help_url: options.backend.help_url.as_ref().map(ToString::to_string),
        trusted_origins: options
            .backend
            .trusted_origins
            .iter()
            .map(ToString::to_string)
            .collect(),
        password_with_identifier: options.backend.password_with_identifier,
        lifetimes: Lifetimes {
            sign_in: lifetimes.sign_in,
            interaction_handle: lifetimes.interaction,
            code: lifetimes.code,
            challenge: lifetimes.challenge,
            token: lifetimes.token,
            handout: lifetimes.handout,
            watch: lifetimes.watch.try_into()?,
        },
        attempts: Attempts {
            per_sign_in: limits.attempts_per_sign_in,
            per_login: limits.attempts_per_login,
            window: limits.attempts_window,
        },
        management: management::Config {
            limits: Limits {
                device: limits.device_rate_limit,
                other: limits.rate_limit,
            },
            posture_checks: options.backend.posture_checks,
            device_assurance: options.backend.device_assurance,
            ..management::Config::new(&public_url)
        },
        ..BackendConfig::new(&public_url)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorstep::config::{Cli, Command};

    #[test]
    fn without_options_the_backend_is_as_its_defaults_say() {
        let arguments = ["doorstep", "serve"].map(std::ffi::OsString::from);
        let Command::Serve(options) = Cli::read(arguments).expect("valid arguments").command else {
            panic!("not serve");
        };
        let default = BackendConfig::new("http://localhost:8080");
        assert_eq!(
            format!("{:?}", config(&options).expect("a configuration")),
            format!("{default:?}")
        );
    }

    #[test]
    fn every_option_of_the_backend_reaches_it() {
        let arguments = [
            "doorstep",
            "serve",
            "--trusted-origin=https://a.example,https://b.example",
            "--password-with-identifier",
            "--sign-in-lifetime=1m",
            "--interaction-lifetime=2m",
            "--code-lifetime=3s",
            "--challenge-lifetime=4m",
            "--token-lifetime=5m",
            "--handout-lifetime=7m",
            "--watch-timeout=6s",
            "--attempts-per-sign-in=6",
            "--attempts-per-login=7",
            "--attempts-window=8m",
            "--device-rate-limit=9",
            "--rate-limit=10",
            "--posture-checks=false",
            "--device-assurance=false",
        ];
        let cli = Cli::read(arguments.map(std::ffi::OsString::from)).expect("valid arguments");
        let Command::Serve(options) = cli.command else {
            panic!("not serve");
        };
        let config = config(&options).expect("a configuration");
        assert_eq!(
            config.trusted_origins,
            ["https://a.example", "https://b.example"]
        );
        assert!(config.password_with_identifier);
        let minutes = jiff::SignedDuration::from_mins;
        let lifetimes = Lifetimes {
            sign_in: minutes(1),
            interaction_handle: minutes(2),
            code: jiff::SignedDuration::from_secs(3),
            challenge: minutes(4),
            token: minutes(5),
            handout: minutes(7),
            watch: std::time::Duration::from_secs(6),
        };
        assert_eq!(config.lifetimes, lifetimes);
        let attempts = Attempts {
            per_sign_in: 6,
            per_login: 7,
            window: minutes(8),
        };
        assert_eq!(config.attempts, attempts);
        let limits = Limits {
            device: 9,
            other: 10,
        };
        assert_eq!(config.management.limits, limits);
        assert!(!config.management.posture_checks && !config.management.device_assurance);
    }
}
