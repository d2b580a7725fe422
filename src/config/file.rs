//! The configuration file: its values become the defaults of the options that they name, so that flags and variables
//! go before them and every value passes the same parser.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use clap::{Arg, Command};

use super::Error;

const FLAG: &str = "--config";

/// The configuration file that the command line or the environment names.
#[expect(
    clippy::disallowed_methods,
    reason = "configuration is what reads the environment"
)]
pub(super) fn path(arguments: &[OsString]) -> Option<PathBuf> {
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        if argument == FLAG {
            return arguments.next().map(PathBuf::from);
        }
        if let Some(value) = argument
            .to_str()
            .and_then(|text| text.strip_prefix(FLAG)?.strip_prefix('='))
        {
            return Some(PathBuf::from(value));
        }
    }
    std::env::var_os("DOORSTEP_CONFIG").map(PathBuf::from)
}

/// `command` with the file's values as defaults.
pub(super) fn apply(command: Command, path: &Path) -> Result<Command, Error> {
    let failed = |reason: String| Error::File {
        path: path.to_owned(),
        reason,
    };
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| failed(error.message().to_owned()))?;
    let mut known = Vec::new();
    each_option(&command, &mut |option| {
        known.extend(option.get_long().map(str::to_owned));
    });
    let mut values = Vec::new();
    for (key, value) in table {
        if !known.contains(&key) || key == "config" {
            return Err(failed(format!("there is no option \"{key}\"")));
        }
        let texts = texts(value)
            .ok_or_else(|| failed(format!("the value of \"{key}\" is of the wrong kind")))?;
        values.push((key, texts));
    }
    Ok(with_defaults(command, &values))
}

fn with_defaults(command: Command, values: &[(String, Vec<String>)]) -> Command {
    command
        .mut_args(|option| {
            let value = values
                .iter()
                .find(|(key, _)| Some(key.as_str()) == option.get_long());
            match value {
                Some((_, texts)) => option.default_values(texts.clone()),
                None => option,
            }
        })
        .mut_subcommands(|subcommand| with_defaults(subcommand, values))
}

/// A TOML value as it would be written on the command line.
fn texts(value: toml::Value) -> Option<Vec<String>> {
    match value {
        toml::Value::String(text) => Some(vec![text]),
        toml::Value::Integer(number) => Some(vec![number.to_string()]),
        toml::Value::Boolean(flag) => Some(vec![flag.to_string()]),
        toml::Value::Array(items) => items.into_iter().map(|item| texts(item)?.pop()).collect(),
        toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Table(_) => None,
    }
}

/// Calls `visit` with every option of `command` and of its subcommands.
pub(super) fn each_option(command: &Command, visit: &mut impl FnMut(&Arg)) {
    for option in command
        .get_arguments()
        .filter(|option| !is_builtin(option.get_long().map(OsStr::new)))
    {
        visit(option);
    }
    for subcommand in command.get_subcommands() {
        each_option(subcommand, visit);
    }
}

fn is_builtin(long: Option<&OsStr>) -> bool {
    long.is_some_and(|long| long == "help" || long == "version")
}
