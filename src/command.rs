//! The commands: each wires what it needs from the library and runs it until it is done or the program is stopped.

mod agent;
mod demo;
mod embedded;
pub(crate) mod log;
mod manage;
mod serve;
mod stop;

use std::{io::Write as _, process::ExitCode};

use doorstep::config::{Command, TokenCommand, UserCommand};

use self::manage::NewUser;

/// Runs `command`.
pub(crate) async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(options) => serve::run(*options).await,
        Command::Agent(options) => agent::run(*options).await,
        Command::CheckQuery(options) => agent::check_query(options).await,
        Command::Migrate(store) => manage::migrate(&store).await,
        Command::User {
            command:
                UserCommand::Add {
                    login,
                    first_name,
                    last_name,
                    password,
                    store,
                },
        } => {
            let user = NewUser {
                login,
                first_name,
                last_name,
                password,
            };
            manage::add_user(&store, user).await
        }
        Command::Token {
            command:
                TokenCommand::Add {
                    name,
                    scopes,
                    store,
                },
        } => manage::add_token(&store, &name, &scopes).await,
        Command::Demo(options) => demo::run(*options).await,
    }
}

/// Tells the person at the terminal why it went wrong.
pub(crate) fn failed(error: &anyhow::Error) -> ExitCode {
    // Where even this cannot be written there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "doorstep: {error:#}");
    ExitCode::FAILURE
}

/// Writes a line to standard output: the result of a command, as opposed to its log.
fn print(line: &str) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}
