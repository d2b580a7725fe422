//! What `check-query` is given.

use std::path::PathBuf;

use super::AgentOptions;

/// What `check-query` is given.
#[derive(Debug, Clone, clap::Args)]
pub struct CheckQueryOptions {
    /// The statement; `-` reads it from standard input.
    #[arg(
        value_name = "SQL",
        required_unless_present_any = ["query_file", "checks"],
        conflicts_with_all = ["query_file", "checks"]
    )]
    pub query: Option<String>,
    /// A file with the statement.
    #[arg(
        long,
        env = "DOORSTEP_QUERY_FILE",
        value_name = "FILE",
        conflicts_with = "checks"
    )]
    pub query_file: Option<PathBuf>,
    /// Policy files, as for `apply`, whose custom checks are all looked at; `-` is standard input.
    #[arg(
        long,
        env = "DOORSTEP_CHECKS",
        value_delimiter = ',',
        value_name = "FILES",
        conflicts_with_all = ["mapping_type", "value"]
    )]
    pub checks: Vec<PathBuf>,
    /// What the value may be: `1` or `0` for a CHECKBOX, any text for a TEXTBOX.
    #[arg(
        long,
        env = "DOORSTEP_MAPPING_TYPE",
        value_name = "CHECKBOX|TEXTBOX",
        ignore_case = true
    )]
    pub mapping_type: Option<MappingType>,
    /// The value that a policy asks for; any other is told as wrong.
    #[arg(long, env = "DOORSTEP_VALUE", value_name = "TEXT")]
    pub value: Option<String>,
    /// Looks at the statement alone and runs it nowhere.
    #[arg(long, env = "DOORSTEP_SHAPE")]
    pub shape: bool,
    /// Writes JSON.
    #[arg(long, env = "DOORSTEP_JSON")]
    pub json: bool,
    /// Which agent to try it as.
    #[command(flatten)]
    pub agent: AgentOptions,
}

/// What the value of a check may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
#[value(rename_all = "UPPER")]
pub enum MappingType {
    /// `1` or `0`.
    Checkbox,
    /// Any text.
    Textbox,
}
