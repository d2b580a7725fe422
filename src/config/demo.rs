//! The demonstration.

use std::{net::SocketAddr, path::PathBuf};

use super::{Origin, origin::confidential};

/// The demonstration.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Demonstration")]
pub struct DemoOptions {
    /// Where the example app listens.
    #[arg(
        long,
        env = "DOORSTEP_APP_LISTEN",
        default_value = "127.0.0.1:8081",
        value_name = "ADDRESS"
    )]
    pub app_listen: SocketAddr,
    /// The example app's address as browsers see it.
    #[arg(long, env = "DOORSTEP_APP_URL", default_value = "http://localhost:8081", value_name = "URL", value_parser = confidential)]
    pub app_url: Origin,
    /// The simulated device to begin with; a Mac with its firewall turned off where it is not given.
    #[arg(long, env = "DOORSTEP_SIMULATE", value_name = "FILE")]
    pub simulate: Option<PathBuf>,
}
