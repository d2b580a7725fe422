//! What the backend remembers, in its own words. The only place that knows SQL.
//!
//! One set of statements serves SQLite and PostgreSQL: columns are `TEXT`, `BIGINT` (also for flags, and for times as
//! Unix milliseconds) and `BYTEA`/`BLOB` only, placeholders are `$1`. Each subject has a file with an `impl Store`;
//! what it returns is the subject's own type, absence is `Ok(None)`. Where the two differ, `engine` says how.

mod api_tokens;
mod app_attributes;
mod app_grants;
mod apps;
mod assurances;
mod attempts;
pub mod backup;
mod devices;
mod document;
mod engine;
mod error;
mod exemptions;
mod grace_reminders;
mod grace_windows;
mod handouts;
mod housekeeping;
mod integrations;
mod interaction_codes;
mod listener;
mod logs;
mod migrations;
mod opening;
mod policies;
mod posture_checks;
#[cfg(unix)]
mod secrecy;
mod signing_keys;
mod transactions;
mod used_assertions;
mod users;
mod version_catalogue;
mod writing;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use api_tokens::ApiToken;
pub use app_attributes::{
    AppAttributes, AppNotes, AppVisibility, ClientAttributes, ClientNetwork, IssuerMode,
};
pub use app_grants::AppGrant;
pub use apps::{App, ApplicationType, ClientAuth, ClientKey, GrantType, PublicKey};
pub use devices::Device;
pub use document::{Deleted, Written};
pub use error::{Error, Result, Trouble};
pub use exemptions::{Asked, ExemptionPage};
pub use handouts::NewHandout;
pub use interaction_codes::Grant;
pub use logs::{Actor, EventOutcome, LogEvent, LogOrder, LogPage, StoredEvent, Target};
pub use opening::Settings;
pub use transactions::{Stored, Together, Updated, Watch};
pub use users::{PasswordHash, Profile, User};

use std::{path::Path, sync::Arc};

use sqlx::{Any, AnyPool, Pool};

use self::{engine::Engine, listener::Listener, writing::Turns};

/// The store: a pool of connections to one database.
#[derive(Debug, Clone)]
pub struct Store {
    engine: Engine,
    pool: Pool<Any>,
    turns: Turns,
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
