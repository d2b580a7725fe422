//! Policy as code: which organization, which files, how.

use std::path::PathBuf;

use super::{Origin, Secret, StoreOptions, origin::confidential};

/// Whose management API is used.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Management API")]
pub struct ApiOptions {
    /// The organization whose management API is used; the embedded backend of the data folder where none is given.
    #[arg(long, env = "DOORSTEP_URL", value_name = "URL", value_parser = confidential, requires = "token")]
    pub url: Option<Origin>,
    /// The organization's API token or OAuth access token, with or without `SSWS` or `Bearer` before it: rather a
    /// variable or the file than a flag, which other users of the machine can see.
    #[arg(
        long,
        env = "DOORSTEP_TOKEN",
        hide_env_values = true,
        value_name = "TOKEN"
    )]
    pub token: Option<Secret>,
    /// Where the embedded backend keeps things.
    #[command(flatten)]
    pub store: StoreOptions,
}

/// What `apply` is given.
#[derive(Debug, Clone, clap::Args)]
pub struct ApplyOptions {
    /// YAML or JSON files; `-` is standard input.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Shows what would be done and ends with status 2 where that is something.
    #[arg(long, env = "DOORSTEP_DRY_RUN")]
    pub dry_run: bool,
    /// Deletes what the files' collections do not list; a collection that no file has is never touched.
    #[arg(long, env = "DOORSTEP_PRUNE")]
    pub prune: bool,
    /// Whose management API is used.
    #[command(flatten)]
    pub api: ApiOptions,
}

/// What `export` is given.
#[derive(Debug, Clone, clap::Args)]
pub struct ExportOptions {
    /// The collections to write; all where none is given.
    #[arg(
        long,
        env = "DOORSTEP_ONLY",
        value_delimiter = ',',
        value_name = "COLLECTIONS"
    )]
    pub only: Vec<Collection>,
    /// Writes JSON.
    #[arg(long, env = "DOORSTEP_JSON")]
    pub json: bool,
    /// Whose management API is used.
    #[command(flatten)]
    pub api: ApiOptions,
}

/// A collection of a policy file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
#[value(rename_all = "camelCase")]
pub enum Collection {
    /// Device posture checks.
    DevicePostureChecks,
    /// Device assurance policies.
    DeviceAssurances,
    /// App sign-in policies with their rules.
    Policies,
    /// Which policy each app has.
    Apps,
}
