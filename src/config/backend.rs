//! Where the evaluation backend is, and where it expects device agents.

use jiff::SignedDuration;

use super::{Origin, http::duration, origin::confidential};

/// Where the evaluation backend is, and where it expects device agents.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Backend")]
pub struct BackendOptions {
    /// A remote Identity Engine organization; without it the embedded backend evaluates.
    #[arg(long, env = "DOORSTEP_BACKEND_URL", value_name = "URL", value_parser = confidential)]
    pub backend_url: Option<Origin>,
    /// How long the page waits for one answer of the backend.
    #[arg(long, env = "DOORSTEP_BACKEND_TIMEOUT", default_value = "10s", value_name = "DURATION", value_parser = duration)]
    pub backend_timeout: SignedDuration,
    /// The ports on which browsers look for the device agent on their own machine, in this order.
    #[arg(
        long = "agent-ports",
        env = "DOORSTEP_AGENT_PORTS",
        default_value = "6511,6512,6513",
        value_delimiter = ',',
        value_name = "PORTS"
    )]
    pub agent_ports: Vec<u16>,
}
