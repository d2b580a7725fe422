//! What the backend remembers, in its own words. The only place that knows SQL.
//!
//! One set of statements serves SQLite and PostgreSQL: columns are `TEXT`, `BIGINT` (also for flags, and for times as
//! Unix milliseconds) and `BYTEA`/`BLOB` only, placeholders are `$1`. Each subject has a file with an `impl Store`;
//! what it returns is the subject's own type, absence is `Ok(None)`. Where the two differ, `engine` says how.

mod api_tokens;
mod app_grants;
mod apps;
mod assurances;
mod attempts;
mod devices;
mod document;
mod engine;
mod grace_windows;
mod integrations;
mod interaction_codes;
mod listener;
mod logs;
mod migrations;
mod opening;
mod policies;
mod posture_checks;
mod signing_keys;
mod transactions;
mod used_assertions;
mod users;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use api_tokens::ApiToken;
pub use app_grants::AppGrant;
pub use apps::{App, ApplicationType, ClientAuth, ClientKey, GrantType, PublicKey};
pub use devices::Device;
pub use document::{Deleted, Written};
pub use interaction_codes::Grant;
pub use logs::{Actor, EventOutcome, LogEvent, LogPage, Target};
pub use opening::Settings;
pub use transactions::{Stored, Watch};
pub use users::{PasswordHash, Profile, User};

use std::{path::Path, sync::Arc};

use sqlx::{Any, AnyPool, Pool};

use self::{engine::Engine, listener::Listener};

/// Why the store could not do what it was asked. None of them is the person's mistake.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused or could not be reached.
    #[error("the database refused: {0}")]
    Database(#[from] sqlx::Error),
    /// The database cannot be opened at the start.
    #[error("{place} cannot be opened: {reason}. {advice}")]
    Unreachable {
        /// Which database, without its password.
        place: String,
        /// What it or the system said.
        reason: String,
        /// What to do.
        advice: &'static str,
    },
    /// The schema has a step that this program does not know.
    #[error(
        "the database was written by a newer version of Doorstep: its schema has step {0}, this program knows steps up to {1}. \
         Run that version or a newer one, or restore a backup from before the update"
    )]
    Newer(i64, i64),
    /// A step of the schema is not what this program knows by its number.
    #[error(
        "step {0} of the database's schema is not the one of this program: another build wrote this database, or the record was \
         changed. Run the build that wrote it, or restore a backup; nothing was changed"
    )]
    Changed(i64),
    /// The schema could not be brought up to date.
    #[error("the database's schema could not be brought up to date, and nothing was changed: {0}")]
    Migration(sqlx::migrate::MigrateError),
    /// A stored document could not be read back.
    #[error("a stored document is damaged: {0}")]
    Document(#[from] serde_json::Error),
}

/// What the store answers.
pub type Result<T> = std::result::Result<T, Error>;

/// The store: a pool of connections to one database.
#[derive(Debug, Clone)]
pub struct Store {
    engine: Engine,
    pool: Pool<Any>,
    changes: transactions::Changes,
    /// Hears what other instances write; SQLite has one instance only.
    listener: Option<Arc<Listener>>,
}

impl Store {
    /// The connections, for the subjects' files.
    pub(super) fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Whether the database answers now.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT 1").execute(self.pool()).await?;
        Ok(())
    }

    /// Closes all connections.
    pub async fn close(&self) {
        if let Some(listener) = &self.listener {
            listener.stop().await;
        }
        self.pool.close().await;
    }

    /// The URL of a SQLite file.
    pub fn sqlite_url(path: &Path) -> String {
        format!("sqlite:{}", path.display())
    }
}
