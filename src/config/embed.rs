//! Who may frame the page.

use super::Origin;

/// Who may frame the page.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Embedding")]
pub struct EmbedOptions {
    /// Origins whose pages may show the sign-in page in a frame, and are told how it stands; nobody may where none is given.
    #[arg(
        long = "embed-origin",
        env = "DOORSTEP_EMBED_ORIGIN",
        value_delimiter = ',',
        value_name = "ORIGINS"
    )]
    pub embed_origins: Vec<Origin>,
}
