//! Where the evaluation backend is, and where it expects device agents.

use jiff::SignedDuration;
use url::Url;

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
    /// The organization's own help page, for people whose device is not let in; the vendor's documentation where it is not given.
    #[arg(long, env = "DOORSTEP_HELP_URL", value_name = "URL", value_parser = help)]
    pub help_url: Option<Url>,
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

/// An address that people can be sent to: https, or http.
fn help(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("not a URL ({error})"))?;
    if matches!(url.scheme(), "https" | "http") {
        Ok(url)
    } else {
        Err(String::from("the URL must begin with https://"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_is_a_page_on_the_web() {
        assert!(help("https://help.example.com/devices?a=b").is_ok());
        for wrong in ["javascript:alert(1)", "mailto:it@example.com", "/help"] {
            assert!(help(wrong).is_err(), "{wrong}");
        }
    }
}
