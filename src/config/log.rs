//! What is written to the log, and how.

use clap::ValueEnum;

/// What is written to the log, and how.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Log")]
pub struct LogOptions {
    /// How much is written: a level, or levels by module as in `info,doorstep::agent=debug`.
    #[arg(long = "log", env = "DOORSTEP_LOG", global = true, default_value = "info", value_name = "FILTER", value_parser = filter)]
    pub filter: String,
    /// How it is written.
    #[arg(
        long = "log-format",
        env = "DOORSTEP_LOG_FORMAT",
        global = true,
        default_value = "text",
        value_name = "FORMAT"
    )]
    pub format: LogFormat,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// A line for people.
    Text,
    /// A JSON object a line, for collectors.
    Json,
}

fn filter(text: &str) -> Result<String, String> {
    match tracing_subscriber::EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err(String::from(
            "not a log filter, as in info or warn,doorstep=debug",
        )),
    }
}
