//! The device agent.

use std::path::PathBuf;

use jiff::SignedDuration;

use super::{Origin, http::duration};

/// The device agent. What stands here goes before the settings that the organization has rolled out to the device.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Device agent")]
pub struct AgentOptions {
    /// A TOML file that describes a simulated device; without it this device is asked through osquery.
    #[arg(long, env = "DOORSTEP_SIMULATE", value_name = "FILE")]
    pub simulate: Option<PathBuf>,
    /// The ports of this machine to listen on: the first free one is taken.
    #[arg(
        long = "agent-ports",
        env = "DOORSTEP_AGENT_PORTS",
        default_value = "6511,6512,6513",
        value_delimiter = ',',
        value_name = "PORTS"
    )]
    pub ports: Vec<u16>,
    /// The organizations whose sign-in pages the agent answers; those of the device's profile where none is given.
    #[arg(
        long = "allow-org",
        env = "DOORSTEP_ALLOW_ORG",
        value_delimiter = ',',
        value_name = "ORIGINS"
    )]
    pub allowed_orgs: Vec<Origin>,
    /// Whether custom checks may run on this device.
    #[arg(long, env = "DOORSTEP_CUSTOM_CHECKS", value_name = "true|false")]
    pub custom_checks: Option<bool>,
    /// The longest wait for one custom check.
    #[arg(long, env = "DOORSTEP_CHECK_TIMEOUT", value_name = "DURATION", value_parser = duration)]
    pub check_timeout: Option<SignedDuration>,
    /// The folder for the device's key; created where it is not there.
    #[arg(
        long = "agent-dir",
        env = "DOORSTEP_AGENT_DIR",
        default_value = "doorstep-agent",
        value_name = "FOLDER"
    )]
    pub folder: PathBuf,
    /// The osquery shell.
    #[arg(
        long,
        env = "DOORSTEP_OSQUERY",
        default_value = "osqueryi",
        value_name = "PROGRAM"
    )]
    pub osquery: PathBuf,
}
