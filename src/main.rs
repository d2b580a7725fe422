//! Reads the configuration and starts what the command line asks for. No logic.

mod command;

use std::process::ExitCode;

use doorstep::config::{Cli, Error};

#[tokio::main]
async fn main() -> ExitCode {
    let cli = match Cli::read(std::env::args_os()) {
        Ok(cli) => cli,
        Err(Error::Arguments(error)) => return command::misunderstood(&error),
        Err(error) => return command::failed(&error.into()),
    };
    command::log::start(&cli.log);
    match command::run(cli.command).await {
        Ok(status) => status,
        Err(error) => command::failed(&error),
    }
}
