//! Sign-ins in progress. The document is the sign-in's own; here it is stored, found by the hash of its handle or by its
//! challenge, and replaced only by whoever saw its latest version.

use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{Row as _, any::AnyRow};
use tokio::sync::broadcast;

use super::{
    Result, Store,
    document::{document, instant, key},
};

/// A stored sign-in with the version that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<T> {
    /// Identifier.
    pub id: String,
    /// Version; each write makes it greater by one.
    pub version: i64,
    /// When it ends.
    pub expires_at: Timestamp,
    /// The device challenge that is open in it.
    pub challenge_id: Option<String>,
    /// The sign-in.
    pub document: T,
}

/// What may have happened to sign-ins.
#[derive(Debug, Clone)]
enum Change {
    /// The sign-in with this identifier was written.
    Of(String),
    /// Changes by other instances may have been missed.
    Missed,
}

/// Tells that sign-ins were written: by this instance at once, by others as soon as the database says so.
#[derive(Debug, Clone)]
pub(super) struct Changes(broadcast::Sender<Change>);

impl Default for Changes {
    fn default() -> Self {
        Self(broadcast::channel(1024).0)
    }
}

impl Changes {
    /// A sign-in was written.
    pub(super) fn of(&self, id: &str) {
        // Nobody listening is no error.
        let _ = self.0.send(Change::Of(id.to_owned()));
    }

    /// Others may have written something unheard: everybody looks again.
    pub(super) fn missed(&self) {
        let _ = self.0.send(Change::Missed);
    }
}

/// Waits for changes of one sign-in.
#[derive(Debug)]
pub struct Watch {
    id: String,
    changes: broadcast::Receiver<Change>,
}

impl Watch {
    /// Waits until the sign-in was written, by whichever instance; also comes back where that may have been missed.
    pub async fn changed(&mut self) {
        loop {
            match self.changes.recv().await {
                Ok(Change::Of(id)) if id != self.id => {}
                Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return,
                // The sender lives as long as the store.
                Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
            }
        }
    }
}

impl Store {
    /// Stores a new sign-in.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn insert_sign_in<T: Serialize>(
        &self,
        handle_hash: &str,
        stored: &Stored<T>,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO sign_ins (id, handle_hash, challenge_id, revision, expires_at, document) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(stored.id.clone())
        .bind(handle_hash)
        .bind(stored.challenge_id.clone())
        .bind(stored.version)
        .bind(stored.expires_at.as_millisecond())
        .bind(serde_json::to_string(&stored.document)?)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Stores the next version of `stored`: false where somebody else did before, and then nothing is stored.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn update_sign_in<T: Serialize>(&self, stored: &Stored<T>) -> Result<bool> {
        let done = sqlx::query(self.engine.update_sign_in())
            .bind(stored.id.clone())
            .bind(stored.version)
            .bind(stored.version + 1)
            .bind(stored.challenge_id.clone())
            .bind(stored.expires_at.as_millisecond())
            .bind(serde_json::to_string(&stored.document)?)
            .execute(self.pool())
            .await?;
        let stored_now = done.rows_affected() > 0;
        if stored_now {
            self.changes.of(&stored.id);
        }
        Ok(stored_now)
    }

    /// The sign-in with this hash of its handle.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn sign_in_by_handle<T: DeserializeOwned>(
        &self,
        handle_hash: &str,
    ) -> Result<Option<Stored<T>>> {
        self.sign_in_where(
            "SELECT id, revision, expires_at, challenge_id, document FROM sign_ins WHERE handle_hash = $1",
            handle_hash,
        )
        .await
    }

    /// The sign-in in which this device challenge is open.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn sign_in_by_challenge<T: DeserializeOwned>(
        &self,
        challenge_id: &str,
    ) -> Result<Option<Stored<T>>> {
        self.sign_in_where(
            "SELECT id, revision, expires_at, challenge_id, document FROM sign_ins WHERE challenge_id = $1",
            challenge_id,
        )
        .await
    }

    /// The sign-in with this identifier.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn sign_in<T: DeserializeOwned>(&self, id: &str) -> Result<Option<Stored<T>>> {
        self.sign_in_where(
            "SELECT id, revision, expires_at, challenge_id, document FROM sign_ins WHERE id = $1",
            id,
        )
        .await
    }

    /// Begins to listen for changes of a sign-in. Listen first, then read, then wait: nothing is missed.
    pub fn watch_sign_in(&self, id: &str) -> Watch {
        Watch {
            id: id.to_owned(),
            changes: self.changes.0.subscribe(),
        }
    }

    /// How many wait for changes.
    #[cfg(test)]
    pub(crate) fn watchers(&self) -> usize {
        self.changes.0.receiver_count()
    }

    /// Remembers an answer by its `jti`: false where it was seen in this sign-in before.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn remember_answer(&self, sign_in_id: &str, jti: &str) -> Result<bool> {
        let done = sqlx::query(
            "INSERT INTO seen_answers (sign_in_id, jti) VALUES ($1, $2) ON CONFLICT (sign_in_id, jti) DO NOTHING",
        )
        .bind(sign_in_id)
        .bind(key(jti))
        .execute(self.pool())
        .await?;
        Ok(done.rows_affected() > 0)
    }

    async fn sign_in_where<T: DeserializeOwned>(
        &self,
        sql: &'static str,
        found_by: &str,
    ) -> Result<Option<Stored<T>>> {
        let row = sqlx::query(sql)
            .bind(key(found_by))
            .fetch_optional(self.pool())
            .await?;
        row.as_ref().map(read).transpose()
    }
}

fn read<T: DeserializeOwned>(row: &AnyRow) -> Result<Stored<T>> {
    Ok(Stored {
        id: row.try_get("id")?,
        version: row.try_get("revision")?,
        expires_at: instant(row, "expires_at")?,
        challenge_id: row.try_get("challenge_id")?,
        document: document(row)?,
    })
}
