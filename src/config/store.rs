//! Where things are kept.

use std::path::PathBuf;

use jiff::SignedDuration;

use super::{CookieKey, Error, Secret, http::duration};

/// Where things are kept.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Storage")]
pub struct StoreOptions {
    /// The folder for the database and the keys; created where it is not there.
    #[arg(
        long,
        env = "DOORSTEP_DATA_DIR",
        default_value = "doorstep-data",
        value_name = "FOLDER"
    )]
    pub data_dir: PathBuf,
    /// The database, `sqlite:FILE` or `postgres://…`; a SQLite file in the data folder where it is not given.
    #[arg(
        long,
        env = "DOORSTEP_DATABASE_URL",
        hide_env_values = true,
        hide_default_value = true,
        value_name = "URL",
        value_parser = database
    )]
    pub database_url: Option<Secret>,
    /// The most connections to the database that one instance has at once; on PostgreSQL one more listens to the other instances.
    #[arg(long, env = "DOORSTEP_DATABASE_CONNECTIONS", default_value_t = 8, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub database_connections: u32,
    /// The longest wait for the database: to answer at the start, for a free connection, for a lock, for one statement.
    #[arg(long, env = "DOORSTEP_DATABASE_TIMEOUT", default_value = "5s", value_name = "DURATION", value_parser = duration)]
    pub database_timeout: SignedDuration,
}

impl StoreOptions {
    /// The database's URL.
    pub fn database_url(&self) -> String {
        match &self.database_url {
            Some(url) => url.expose().to_owned(),
            None => format!("sqlite:{}", self.data_dir.join("doorstep.db").display()),
        }
    }

    /// Creates the data folder, for this user only.
    ///
    /// # Errors
    /// [`Error::Resource`] where it cannot be created.
    pub fn create_data_dir(&self) -> Result<(), Error> {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(&self.data_dir)
            .map_err(|error| Error::Resource {
                option: "data-dir",
                path: self.data_dir.clone(),
                reason: error.to_string(),
            })
    }

    /// The key that encrypts the cookies: `given`, or the one in the data folder, which is made with `fill` the first
    /// time.
    ///
    /// # Errors
    /// [`Error::Resource`] where the key is too short, or its file can be neither read nor made.
    pub fn cookie_key(
        &self,
        given: Option<&Secret>,
        fill: impl FnOnce(&mut [u8]),
    ) -> Result<CookieKey, Error> {
        match given {
            Some(secret) => CookieKey::parse(secret.expose()).map_err(|reason| Error::Resource {
                option: "cookie-key",
                path: PathBuf::from("the given key"),
                reason: reason.to_owned(),
            }),
            None => CookieKey::load_or_create(&self.data_dir.join("cookie.key"), fill),
        }
    }
}

/// What `backup` and `restore` are given.
#[derive(Debug, Clone, clap::Args)]
pub struct BackupOptions {
    /// The backup: one file, to be kept as secret as the database.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Replaces what is there: `backup` an older file, `restore` everything that the database holds.
    #[arg(long, env = "DOORSTEP_OVERWRITE")]
    pub overwrite: bool,
    /// Where things are kept.
    #[command(flatten)]
    pub store: StoreOptions,
}

fn database(text: &str) -> Result<Secret, String> {
    if ["sqlite:", "postgres://", "postgresql://"]
        .iter()
        .any(|scheme| text.starts_with(scheme))
    {
        Ok(Secret::from(text.to_owned()))
    } else {
        Err(String::from(
            "the URL must begin with sqlite: or postgres://",
        ))
    }
}
