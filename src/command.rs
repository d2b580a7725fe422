//! The commands: each wires what it needs from the library and runs it until it is done or the program is stopped.

mod agent;
mod backup;
mod catalogue;
mod check_query;
mod demo;
mod embedded;
mod lint;
pub(crate) mod log;
mod manage;
mod policy_as_code;
mod remote;
mod serve;
mod stop;

use std::{io::Write as _, process::ExitCode};

use doorstep::config::{CatalogueCommand, Command, TokenCommand, UserCommand};

use self::manage::NewUser;

/// Runs `command`. The status says more where something went right that is not what was hoped for.
pub(crate) async fn run(command: Command) -> anyhow::Result<ExitCode> {
    let done = match command {
        Command::CheckQuery(options) => return check_query::run(*options).await,
        Command::Apply(options) => return policy_as_code::apply(*options).await,
        Command::Lint(options) => return lint::run(*options).await,
        Command::Export(options) => policy_as_code::export(*options).await,
        Command::Serve(options) => serve::run(*options).await,
        Command::Agent(options) => agent::run(*options).await,
        Command::Migrate(store) => manage::migrate(&store).await,
        Command::Backup(options) => backup::back_up(&options).await,
        Command::Restore(options) => backup::restore(&options).await,
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
                    owner,
                    store,
                },
        } => manage::add_token(&store, &name, &scopes, owner.as_deref()).await,
        Command::Token {
            command: TokenCommand::List { store },
        } => manage::list_tokens(&store).await,
        Command::Token {
            command: TokenCommand::Revoke { id, store },
        } => manage::revoke_token(&store, &id).await,
        Command::Catalogue { command } => match command {
            CatalogueCommand::Show(store) => catalogue::show(&store).await,
            CatalogueCommand::Update { from, store } => catalogue::update(&store, &from).await,
            CatalogueCommand::Reset(store) => catalogue::reset(&store).await,
        },
        Command::Demo(options) => demo::run(*options).await,
    };
    done.map(|()| ExitCode::SUCCESS)
}

/// Status where all went right, but something is different from what was asked for, or a statement is wrong.
const DIFFERENT: u8 = 2;

/// Tells the person at the terminal why it went wrong.
pub(crate) fn failed(error: &anyhow::Error) -> ExitCode {
    // Where even this cannot be written there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "doorstep: {error:#}");
    ExitCode::FAILURE
}

/// Shows help, or what is wrong with the command line: status 1, as 2 means that something is different.
pub(crate) fn misunderstood(error: &clap::Error) -> ExitCode {
    // Where even this cannot be written there is nobody to tell.
    let _ = error.print();
    if error.use_stderr() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// Writes a line to standard output: the result of a command, as opposed to its log.
fn print(line: &str) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}
