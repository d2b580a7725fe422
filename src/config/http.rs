//! Addresses, limits and keys of the web server.

use std::{net::SocketAddr, path::PathBuf};

use jiff::SignedDuration;

use super::{Network, Origin, Secret, origin::confidential};

/// Addresses, limits and keys of the web server.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Web server")]
pub struct HttpOptions {
    /// Where the server listens.
    #[arg(
        long,
        env = "DOORSTEP_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS"
    )]
    pub listen: SocketAddr,
    /// Proxies before the server, as addresses or networks (`10.0.0.0/8`): where one of them connects, its `X-Forwarded-For` tells the client's address; nobody else's is read.
    #[arg(
        long = "trusted-proxy",
        env = "DOORSTEP_TRUSTED_PROXY",
        value_delimiter = ',',
        value_name = "NETWORKS"
    )]
    pub trusted_proxies: Vec<Network>,
    /// The server's address as browsers see it; https unless it is localhost.
    #[arg(long, env = "DOORSTEP_PUBLIC_URL", default_value = "http://localhost:8080", value_name = "URL", value_parser = confidential)]
    pub public_url: Origin,
    /// The folder with the built page assets.
    #[arg(
        long,
        env = "DOORSTEP_SITE_ROOT",
        default_value = "target/site",
        value_name = "FOLDER"
    )]
    pub site_root: PathBuf,
    /// Encrypts the cookies: 64 random bytes in base64url; made once and kept in the data folder where it is not given.
    /// All instances behind one address need the same.
    #[arg(
        long,
        env = "DOORSTEP_COOKIE_KEY",
        hide_env_values = true,
        hide_default_value = true,
        value_name = "KEY"
    )]
    pub cookie_key: Option<Secret>,
    /// How many connections are open at a time; further ones wait until one ends. Each needs a file of the process.
    #[arg(long = "connections", env = "DOORSTEP_CONNECTIONS", default_value = "10000", value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    pub most_connections: u32,
    /// How long requests may take to end when the server is stopped.
    #[arg(long, env = "DOORSTEP_SHUTDOWN_TIMEOUT", default_value = "10s", value_name = "DURATION", value_parser = duration)]
    pub shutdown_timeout: SignedDuration,
    /// How many pages this process tells of changes by event streams at a time; further ones ask from time to time.
    #[arg(
        long,
        env = "DOORSTEP_EVENT_STREAMS",
        default_value_t = 2000,
        value_name = "NUMBER"
    )]
    pub event_streams: usize,
    /// Lets everybody look at every page at /preview: for development; administrators need a token only.
    #[arg(long, env = "DOORSTEP_PREVIEW")]
    pub preview: bool,
}

/// A positive duration, `10s` or `PT10S`.
pub(super) fn duration(text: &str) -> Result<SignedDuration, String> {
    match text.parse::<SignedDuration>() {
        Ok(duration) if duration.is_positive() => Ok(duration),
        Ok(_) => Err(String::from("the duration must be longer than nothing")),
        Err(_) => Err(String::from("not a duration, as in 10s or 5m")),
    }
}
