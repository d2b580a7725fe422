//! The message linter: what it looks at, and how it tells.

use std::path::PathBuf;

use unic_langid::LanguageIdentifier;

use super::ApiOptions;

/// What `lint` is given.
#[derive(Debug, Clone, clap::Args)]
pub struct LintOptions {
    /// YAML or JSON files as for `apply`; `-` is standard input.
    #[arg(
        value_name = "FILE",
        required_unless_present = "server",
        conflicts_with = "server"
    )]
    pub files: Vec<PathBuf>,
    /// Looks at what the organization has, not at files.
    #[arg(long, env = "DOORSTEP_SERVER")]
    pub server: bool,
    /// How findings are written.
    #[arg(long, env = "DOORSTEP_FORMAT", value_enum, default_value_t = LintFormat::Text)]
    pub format: LintFormat,
    /// Ends with status 2 where there are warnings, too.
    #[arg(long, env = "DOORSTEP_DENY_WARNINGS")]
    pub deny_warnings: bool,
    /// Lists which texts are missing in which language, and nothing else.
    #[arg(long, env = "DOORSTEP_COVERAGE")]
    pub coverage: bool,
    /// The languages that texts should be there in (BCP 47); those of the page where none is given.
    #[arg(
        long,
        env = "DOORSTEP_LANGUAGES",
        value_delimiter = ',',
        value_name = "TAGS"
    )]
    pub languages: Vec<LanguageIdentifier>,
    /// The language of texts that name none (BCP 47).
    #[arg(
        long,
        env = "DOORSTEP_BASE_LANGUAGE",
        default_value = "en",
        value_name = "TAG"
    )]
    pub base_language: LanguageIdentifier,
    /// Whose management API is used.
    #[command(flatten)]
    pub api: ApiOptions,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LintFormat {
    /// A line each, as compilers do.
    Text,
    /// A JSON document.
    Json,
}
