//! The log: to standard error, as text or JSON.

use std::io::IsTerminal as _;

use doorstep::config::{LogFormat, LogOptions};
use tracing_subscriber::{EnvFilter, layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// Starts the log. Standard output stays free for what a command prints.
pub(crate) fn start(options: &LogOptions) {
    let registry = tracing_subscriber::registry().with(EnvFilter::new(&options.filter));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    match options.format {
        LogFormat::Text => registry
            .with(lines.with_ansi(std::io::stderr().is_terminal()))
            .init(),
        LogFormat::Json => registry
            .with(lines.json().flatten_event(true).with_span_list(false))
            .init(),
    }
}
