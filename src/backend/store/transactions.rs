//! Sign-ins in progress. The document is the sign-in's own; here it is stored, found by the hash of its handle or by its
//! challenge, and replaced only by whoever saw its latest version.

use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{Row as _, any::AnyRow};
use tokio::sync::broadcast;

use super::{
    LogEvent, NewHandout, Result, Store, attempts,
    document::{document, instant, key},
    exemptions, grace_reminders, grace_windows, handouts,
    logs::append_all,
};
use crate::backend::evaluation::{Exemption, GraceReminder, GraceWindow};

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

/// What is written in one database transaction with a sign-in: nothing is told that did not happen, and nothing happens
/// untold, wherever the process ends.
#[derive(Debug, Clone, Default)]
pub struct Together {
    /// What the log tells of it, in this order.
    pub events: Vec<LogEvent>,
    /// Windows of grace that end because the device meets the policy; told where there was one.
    pub grace_ends: Vec<(GraceWindow, LogEvent)>,
    /// Windows of grace found to have run out; each is told once.
    pub grace_expiries: Vec<(GraceWindow, LogEvent)>,
    /// Exemptions found to have run out; each is told once.
    pub exemption_expiries: Vec<(Exemption, LogEvent)>,
    /// Windows of grace that begin, and what the log tells of it.
    pub grace_starts: Vec<(GraceWindow, LogEvent)>,
    /// A reminder that the person has confirmed.
    pub reminder: Option<GraceReminder>,
    /// Reminders that count no more, because the device meets their policy.
    pub reminder_ends: Vec<GraceReminder>,
    /// A login whose password was right: the wrong ones before count no more.
    pub proven_login: Option<String>,
    /// What the person takes along.
    pub handout: Option<NewHandout>,
    /// Hash of an interaction code that nobody may use any more.
    pub withdrawn_code: Option<String>,
}

/// What became of a write of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Updated {
    /// All of it is stored.
    Done,
    /// Nothing is: somebody else wrote the sign-in before.
    Outdated,
    /// Nothing is: a window of grace that was to begin has begun already, or the policy of something is gone.
    Contradicted,
}

/// What may have happened to sign-ins.
#[derive(Debug, Clone)]
enum Change {
    /// The sign-in with this identifier was written, or exemptions of this subject were.
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
    /// A sign-in was written, or exemptions of a subject were.
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
    /// What is waited for: the sign-in's identifier, and the subject of its exemptions.
    ids: Vec<String>,
    changes: broadcast::Receiver<Change>,
}

impl Watch {
    /// Also comes back where a request for an exemption of this user's device is made or decided.
    #[must_use]
    pub fn or_exemption(mut self, user_id: &str, device_id: &str) -> Self {
        self.ids.push(exemptions::subject(user_id, device_id));
        self
    }

    /// Waits until the sign-in was written, by whichever instance; also comes back where that may have been missed.
    pub async fn changed(&mut self) {
        loop {
            match self.changes.recv().await {
                Ok(Change::Of(id)) if !self.ids.contains(&id) => {}
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
        let _turn = self.turn().await?;
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

    /// Stores the next version of `stored` with what happens `together` with it, all or nothing.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn update_sign_in<T: Serialize>(
        &self,
        stored: &Stored<T>,
        together: &Together,
    ) -> Result<Updated> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query(self.engine.update_sign_in())
            .bind(stored.id.clone())
            .bind(stored.version)
            .bind(stored.version + 1)
            .bind(stored.challenge_id.clone())
            .bind(stored.expires_at.as_millisecond())
            .bind(serde_json::to_string(&stored.document)?)
            .execute(&mut *transaction)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(Updated::Outdated);
        }
        let mut told: Vec<&LogEvent> = together.events.iter().collect();
        for (window, event) in &together.grace_ends {
            if grace_windows::end(&mut transaction, window).await? {
                told.push(event);
            }
        }
        for (window, event) in &together.grace_expiries {
            if grace_windows::tell_expiry(&mut transaction, window).await? {
                told.push(event);
            }
        }
        for (exemption, event) in &together.exemption_expiries {
            if exemptions::tell_expiry(&mut transaction, exemption).await? {
                told.push(event);
            }
        }
        for (window, event) in &together.grace_starts {
            if !grace_windows::begin(&mut transaction, window).await? {
                return Ok(Updated::Contradicted);
            }
            told.push(event);
        }
        for reminder in &together.reminder_ends {
            grace_reminders::forget(&mut transaction, reminder).await?;
        }
        if let Some(reminder) = &together.reminder
            && !grace_reminders::confirm(&mut transaction, reminder).await?
        {
            return Ok(Updated::Contradicted);
        }
        if let Some(handout) = &together.handout {
            handouts::insert(&mut transaction, handout).await?;
        }
        if let Some(login) = &together.proven_login {
            attempts::forget(&mut transaction, login).await?;
        }
        if let Some(hash) = &together.withdrawn_code {
            sqlx::query("UPDATE interaction_codes SET used = 1 WHERE hash = $1")
                .bind(hash.clone())
                .execute(&mut *transaction)
                .await?;
        }
        append_all(&mut transaction, told).await?;
        transaction.commit().await?;
        self.changes.of(&stored.id);
        Ok(Updated::Done)
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
            ids: vec![id.to_owned()],
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
        let _turn = self.turn().await?;
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
