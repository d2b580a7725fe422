//! What the backend remembers, in its own words. The only place that knows SQL.
//!
//! One set of statements serves SQLite and PostgreSQL: columns are `TEXT`, `BIGINT` (also for flags, and for times as
//! Unix milliseconds) and `BYTEA`/`BLOB` only, placeholders are `$1`. Each subject has a file with an `impl Store`;
//! what it returns is the subject's own type, absence is `Ok(None)`.

mod api_tokens;
mod apps;
mod assurances;
mod attempts;
mod devices;
mod document;
mod grace_windows;
mod integrations;
mod interaction_codes;
mod logs;
mod policies;
mod posture_checks;
mod signing_keys;
mod transactions;
mod users;

pub use api_tokens::ApiToken;
pub use apps::{App, ClientAuth};
pub use devices::Device;
pub use document::{Deleted, Written};
pub use interaction_codes::Grant;
pub use logs::{Actor, EventOutcome, LogEvent, LogPage, Target};
pub use transactions::{Stored, Watch};
pub use users::{PasswordHash, Profile, User};

use std::{path::Path, str::FromStr, time::Duration};

use sqlx::{
    Any, AnyPool, Pool,
    any::{AnyConnectOptions, AnyPoolOptions},
};

/// Why the store could not do what it was asked. None of them is the person's mistake.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused or could not be reached.
    #[error("the database refused: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date, or is newer than this program.
    #[error("the database schema does not fit this program: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A stored document could not be read back.
    #[error("a stored document is damaged: {0}")]
    Document(#[from] serde_json::Error),
}

/// What the store answers.
pub type Result<T> = std::result::Result<T, Error>;

/// The store: a pool of connections to one database.
#[derive(Debug, Clone)]
pub struct Store {
    pool: Pool<Any>,
    changes: transactions::Changes,
}

impl Store {
    /// Opens the database at `url` (`sqlite:PATH`, `sqlite::memory:` or `postgres://…`), creating a SQLite file that is
    /// not there, and brings its schema up to date.
    ///
    /// # Errors
    /// [`Error::Database`] where it cannot be opened, [`Error::Migration`] where its schema is newer than this program.
    pub async fn open(url: &str) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let sqlite = url.starts_with("sqlite:");
        let memory = url.contains(":memory:");
        let url = if sqlite && !memory && !url.contains('?') {
            format!("{url}?mode=rwc")
        } else {
            url.to_owned()
        };
        let options = AnyConnectOptions::from_str(&url)?;
        let pool = AnyPoolOptions::new()
            // Each connection to :memory: is a database of its own.
            .max_connections(if memory { 1 } else { 8 })
            .idle_timeout(if memory { None } else { Some(Duration::from_mins(10)) })
            .max_lifetime(None)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if sqlite {
                        use sqlx::Executor as _;
                        // synchronous=FULL: what was acknowledged survives a power cut.
                        connection
                            .execute("PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")
                            .await?;
                    }
                    Ok(())
                })
            })
            .connect_with(options)
            .await?;
        sqlx::migrate!("src/backend/store/migrations")
            .run(&pool)
            .await?;
        Ok(Self {
            pool,
            changes: transactions::Changes::default(),
        })
    }

    /// The connections, for the subjects' files.
    pub(super) fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Closes all connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// The URL of a SQLite file.
    pub fn sqlite_url(path: &Path) -> String {
        format!("sqlite:{}", path.display())
    }
}
