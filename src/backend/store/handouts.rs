//! What people take along from a sign-in: copies of what they were told, and ways back. Found by the hash of a code.

use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::AnyConnection;

use super::{
    LogEvent, Result, Store,
    document::{document, key},
    logs::append_all,
};

/// A handout to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHandout {
    /// Hash of its code.
    pub hash: String,
    /// What it is for: nobody finds it as anything else.
    pub kind: &'static str,
    /// Until when it can be found.
    pub expires_at: Timestamp,
    /// The handout, JSON.
    pub document: String,
}

impl NewHandout {
    /// `handout` as it is stored.
    ///
    /// # Errors
    /// Where it cannot be written as JSON.
    pub fn new<T: Serialize>(
        hash: String,
        kind: &'static str,
        expires_at: Timestamp,
        handout: &T,
    ) -> Result<Self> {
        Ok(Self {
            hash,
            kind,
            expires_at,
            document: serde_json::to_string(handout)?,
        })
    }
}

impl Store {
    /// The handout of this kind and hash, until it expires.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn handout<T: DeserializeOwned>(
        &self,
        hash: &str,
        kind: &str,
        now: Timestamp,
    ) -> Result<Option<T>> {
        sqlx::query(
            "SELECT document FROM handouts WHERE hash = $1 AND kind = $2 AND expires_at > $3",
        )
        .bind(key(hash))
        .bind(kind)
        .bind(now.as_millisecond())
        .fetch_optional(self.pool())
        .await?
        .as_ref()
        .map(document)
        .transpose()
    }

    /// Uses a handout up, which `event` tells: true for one caller only, however many try at once, and only then told.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn use_handout(
        &self,
        hash: &str,
        kind: &str,
        now: Timestamp,
        event: &LogEvent,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let done =
            sqlx::query("DELETE FROM handouts WHERE hash = $1 AND kind = $2 AND expires_at > $3")
                .bind(key(hash))
                .bind(kind)
                .bind(now.as_millisecond())
                .execute(&mut *transaction)
                .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        append_all(&mut transaction, [event]).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

/// Stores a handout as part of a write of its sign-in. Its code is new: one that is there already is the same.
pub(super) async fn insert(transaction: &mut AnyConnection, handout: &NewHandout) -> Result<()> {
    sqlx::query(
        "INSERT INTO handouts (hash, kind, expires_at, document) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (hash) DO NOTHING",
    )
    .bind(handout.hash.clone())
    .bind(handout.kind)
    .bind(handout.expires_at.as_millisecond())
    .bind(handout.document.clone())
    .execute(&mut *transaction)
    .await?;
    Ok(())
}
