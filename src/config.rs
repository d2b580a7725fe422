//! Configuration: one struct per concern, parsed at the start into what the program needs, secrets redacted.
//!
//! Every option is a flag, an environment variable and a key of the configuration file, all of the same name:
//! `--public-url`, `DOORSTEP_PUBLIC_URL`, `public-url = "…"`. A flag goes before a variable, a variable before the file,
//! the file before the default. To add an option: a field in the concern's struct with `long` and `env`, and a line in
//! the README's table; tests hold both to it. Knows nothing else of ours.

mod agent;
mod backend;
mod brand;
mod check_query;
mod cookie_key;
mod demo;
mod embed;
mod file;
mod http;
mod i18n;
mod lint;
mod log;
mod network;
mod org;
mod origin;
mod policy_as_code;
mod secret;
mod store;

use std::{ffi::OsString, path::PathBuf};

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

pub use agent::AgentOptions;
pub use backend::{BackendOptions, LifetimeOptions, LimitOptions, LogRetention};
pub use brand::BrandOptions;
pub use check_query::{CheckQueryOptions, MappingType};
pub use cookie_key::CookieKey;
pub use demo::DemoOptions;
pub use embed::EmbedOptions;
pub use http::HttpOptions;
pub use i18n::I18nOptions;
pub use lint::{LintFormat, LintOptions};
pub use log::{LogFormat, LogOptions};
pub use network::Network;
pub use org::{OrgOptions, OwnClient, ProxyChoice};
pub use origin::Origin;
pub use policy_as_code::{ApiOptions, ApplyOptions, Collection, ExportOptions};
pub use secret::Secret;
pub use store::{BackupOptions, StoreOptions};

/// Why the configuration could not be read. Each is one sentence that names the option.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A flag or variable is wrong, or help was asked for.
    #[error(transparent)]
    Arguments(#[from] clap::Error),
    /// The configuration file cannot be used.
    #[error("the configuration file {path} cannot be used (option --config): {reason}")]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// An option cannot be as it is.
    #[error("{reason} (option --{option})")]
    Option {
        /// The option.
        option: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A file that an option names cannot be read or made.
    #[error("{path} cannot be used (option --{option}): {reason}")]
    Resource {
        /// The option.
        option: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

/// A sign-in page for device trust, its evaluation backend and its device agent.
#[derive(Debug, Parser)]
#[command(name = "doorstep", version)]
pub struct Cli {
    /// A TOML file with options of any command: their names without the dashes, `public-url = "…"`.
    #[arg(long, env = "DOORSTEP_CONFIG", global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What is written to the log.
    #[command(flatten)]
    pub log: LogOptions,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the sign-in page, with the embedded evaluation backend or in front of a remote one.
    Serve(Box<ServeOptions>),
    /// Runs the device agent.
    Agent(Box<AgentOptions>),
    /// Says whether an osquery statement is good as a check, running it as the agent would. Ends with status 2 where it is
    /// not, with 1 where it could not be tried.
    CheckQuery(Box<CheckQueryOptions>),
    /// Makes an organization what files say: shows what changes, then changes it. With --dry-run it ends with status 2
    /// where something would change; it ends with 1 where something went wrong.
    Apply(Box<ApplyOptions>),
    /// Writes what an organization has as a file for `apply`.
    Export(Box<ExportOptions>),
    /// Says what is wrong with the texts that people get when a check fails, in files or in an organization. Ends with
    /// status 2 where there are errors, with 1 where it could not look.
    Lint(Box<LintOptions>),
    /// Creates the database or brings its schema up to date.
    Migrate(StoreOptions),
    /// Writes everything that the database holds into one file, also while Doorstep serves.
    Backup(BackupOptions),
    /// Fills an empty database, SQLite or PostgreSQL, from a backup.
    Restore(BackupOptions),
    /// Manages the people who can sign in.
    User {
        /// What to do.
        #[command(subcommand)]
        command: UserCommand,
    },
    /// Manages the tokens of the management API.
    Token {
        /// What to do.
        #[command(subcommand)]
        command: TokenCommand,
    },
    /// Manages the data about operating systems' newest versions, which dynamic version requirements go by.
    Catalogue {
        /// What to do.
        #[command(subcommand)]
        command: CatalogueCommand,
    },
    /// Starts everything on this machine: page, backend, a simulated Mac, an example app, with seed data.
    Demo(Box<DemoCommandOptions>),
}

/// Everything that `serve` needs.
#[derive(Debug, Clone, clap::Args)]
pub struct ServeOptions {
    /// Addresses, limits and keys.
    #[command(flatten)]
    pub http: HttpOptions,
    /// Where the evaluation backend is and what it does.
    #[command(flatten)]
    pub backend: BackendOptions,
    /// Where things are kept.
    #[command(flatten)]
    pub store: StoreOptions,
    /// The organization's looks.
    #[command(flatten)]
    pub brand: BrandOptions,
    /// Languages and times.
    #[command(flatten)]
    pub i18n: I18nOptions,
    /// Who may frame the page.
    #[command(flatten)]
    pub embed: EmbedOptions,
}

/// Everything that `demo` needs.
#[derive(Debug, Clone, clap::Args)]
pub struct DemoCommandOptions {
    /// The sign-in page and its backend.
    #[command(flatten)]
    pub serve: ServeOptions,
    /// The example app.
    #[command(flatten)]
    pub demo: DemoOptions,
}

/// `user …`.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Adds a person; the password is read from standard input where no option gives it.
    Add {
        /// What the person types to sign in.
        login: String,
        /// Given name.
        #[arg(
            long,
            env = "DOORSTEP_FIRST_NAME",
            default_value = "",
            hide_default_value = true
        )]
        first_name: String,
        /// Family name.
        #[arg(
            long,
            env = "DOORSTEP_LAST_NAME",
            default_value = "",
            hide_default_value = true
        )]
        last_name: String,
        /// The password: rather a variable than a flag, which other users of the machine can see.
        #[arg(long, env = "DOORSTEP_PASSWORD", hide_env_values = true)]
        password: Option<Secret>,
        /// Where people are kept.
        #[command(flatten)]
        store: StoreOptions,
    },
}

/// `token …`.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Makes a token and prints it, this once.
    Add {
        /// What the token is for, as the log will name it.
        name: String,
        /// What it may do, for instance `okta.deviceAssurance.manage`.
        #[arg(
            long = "scope",
            env = "DOORSTEP_SCOPE",
            value_delimiter = ',',
            required = true
        )]
        scopes: Vec<String>,
        /// The login of the user whose own token it is: nobody decides about exemptions that they asked for
        /// themselves.
        #[arg(long, env = "DOORSTEP_OWNER")]
        owner: Option<String>,
        /// Where tokens are kept.
        #[command(flatten)]
        store: StoreOptions,
    },
    /// Lists the tokens: identifier, when each was made, what it is for, what it may do.
    List {
        /// Where tokens are kept.
        #[command(flatten)]
        store: StoreOptions,
    },
    /// Ends a token at once.
    Revoke {
        /// The token's identifier, as `token list` shows it: `00T…`.
        id: String,
        /// Where tokens are kept.
        #[command(flatten)]
        store: StoreOptions,
    },
}

/// `catalogue …`.
#[derive(Debug, Subcommand)]
pub enum CatalogueCommand {
    /// Shows the data that holds, from which day it is, and whether it is old.
    Show(StoreOptions),
    /// Takes in newer data and says what changes; older or worse data is refused.
    Update {
        /// Where newer versions of operating systems are looked up: a file, an address, or a copy of endoflife.date's API (its address ends with `/`).
        #[arg(
            long,
            env = "DOORSTEP_FROM",
            value_name = "FILE or URL",
            default_value = "https://endoflife.date/api/v1/"
        )]
        from: String,
        /// Where it is kept.
        #[command(flatten)]
        store: StoreOptions,
    },
    /// Goes back to the data that comes with the program.
    Reset(StoreOptions),
}

impl Cli {
    /// Reads the command line, the environment and the configuration file.
    ///
    /// # Errors
    /// [`Error`] where an option or the file is wrong, or where help or the version was asked for.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, Error> {
        let arguments: Vec<OsString> = arguments.into_iter().collect();
        let mut command = Self::command();
        if let Some(path) = file::path(&arguments) {
            command = file::apply(command, &path)?;
        }
        let matches = command.try_get_matches_from_mut(arguments)?;
        Ok(Self::from_arg_matches(&matches)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Cli, Error> {
        Cli::read(
            std::iter::once("doorstep")
                .chain(arguments.iter().copied())
                .map(OsString::from),
        )
    }

    fn serve(arguments: &[&str]) -> ServeOptions {
        match read(&[&["serve"], arguments].concat())
            .expect("valid arguments")
            .command
        {
            Command::Serve(options) => *options,
            other => panic!("not serve: {other:?}"),
        }
    }

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_option_has_an_environment_variable_of_its_name() {
        let mut seen = 0;
        file::each_option(&Cli::command(), &mut |option| {
            let Some(long) = option.get_long() else {
                return;
            };
            let expected = format!("DOORSTEP_{}", long.to_uppercase().replace('-', "_"));
            assert_eq!(
                option.get_env().and_then(|name| name.to_str()),
                Some(expected.as_str()),
                "--{long}"
            );
            seen += 1;
        });
        assert!(seen > 20, "only {seen} options were looked at");
    }

    #[test]
    fn a_flag_goes_before_the_file_and_the_file_before_the_default() {
        let folder = std::env::temp_dir().join(format!("doorstep-config-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        let path = folder.join("doorstep.toml");
        std::fs::write(&path, "brand-name = \"File\"\ntime-zone = \"Asia/Tokyo\"\nembed-origin = [\"https://a.example\", \"https://b.example\"]\n")
            .expect("a file");
        let path = path.to_str().expect("UTF-8");
        let options = serve(&["--config", path, "--brand-name", "Flag"]);
        assert_eq!(options.brand.brand_name, "Flag");
        assert_eq!(options.i18n.time_zone, "Asia/Tokyo");
        assert_eq!(options.embed.embed_origins.len(), 2);
        assert_eq!(serve(&[]).brand.brand_name, "Doorstep");
        std::fs::remove_dir_all(folder).expect("the folder goes again");
    }

    #[test]
    fn an_unknown_key_in_the_file_is_named() {
        let path =
            std::env::temp_dir().join(format!("doorstep-unknown-{}.toml", std::process::id()));
        std::fs::write(&path, "publik-url = \"http://localhost\"\n").expect("a file");
        let error = read(&["serve", "--config", path.to_str().expect("UTF-8")])
            .expect_err("an unknown key");
        assert!(error.to_string().contains("publik-url"), "{error}");
        std::fs::remove_file(path).expect("the file goes again");
    }

    #[test]
    fn a_wrong_value_names_its_option() {
        let error =
            read(&["serve", "--public-url", "http://sign-in.example"]).expect_err("plain http");
        assert!(error.to_string().contains("--public-url"), "{error}");
        assert!(error.to_string().contains("https"), "{error}");
    }

    #[test]
    fn no_secret_is_in_debug_output() {
        let cli = read(&[
            "serve",
            "--cookie-key",
            &"k".repeat(86),
            "--database-url",
            "postgres://me:hunter2@db/doorstep",
        ]);
        let shown = format!("{:?}", cli.expect("valid arguments"));
        assert!(
            !shown.contains("hunter2") && !shown.contains("kkkk"),
            "{shown}"
        );
    }

    #[test]
    fn the_database_is_a_file_in_the_data_folder_by_default() {
        let options = serve(&["--data-dir", "/var/lib/doorstep"]);
        assert_eq!(
            options.store.database_url(),
            "sqlite:/var/lib/doorstep/doorstep.db"
        );
    }

    /// The README's table, from the definition.
    fn table() -> String {
        use std::fmt::Write as _;
        let (mut rows, mut seen) = (String::new(), std::collections::BTreeSet::new());
        file::each_option(&Cli::command(), &mut |option| {
            let Some(long) = option
                .get_long()
                .filter(|long| seen.insert((*long).to_owned()))
            else {
                return;
            };
            let default: Vec<_> = option
                .get_default_values()
                .iter()
                .map(|value| value.to_string_lossy())
                .filter(|value| !value.is_empty())
                .collect();
            let default = if default.is_empty() {
                String::from("–")
            } else {
                format!("`{}`", default.join(","))
            };
            let help = option
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            let _ = writeln!(
                rows,
                "| `--{long}` | {default} | {} |",
                help.replace('|', "\\|").replace('\n', " ")
            );
        });
        format!("| Option | Default | What it is |\n|---|---|---|\n{rows}")
    }

    #[test]
    fn the_readme_has_every_option_with_its_default() {
        let readme = include_str!("../README.md");
        assert!(
            readme.contains(&table()),
            "README.md must have this table:\n\n{}",
            table()
        );
    }
}
