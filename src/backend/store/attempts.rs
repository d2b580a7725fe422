//! Failed attempts: at passwords, by what was typed as the login, and at the secrets of clients. What is known and what
//! is not is counted alike.

use jiff::Timestamp;
use sqlx::{AnyConnection, Row as _};

use super::{Result, Store, document::name_key};

impl Store {
    /// Counts an attempt before it is made, so that many at once cannot slip through: whether it may be made, given that
    /// `limit` may fail since `since`. One that may not is not counted.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn begin_attempt(
        &self,
        id: &str,
        login: &str,
        since: Timestamp,
        now: Timestamp,
        limit: u32,
    ) -> Result<bool> {
        let login_key = login_key(login);
        let mut transaction = self.begin_alone(&format!("attempts {login_key}")).await?;
        sqlx::query("INSERT INTO failed_attempts (id, login_key, at) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(login_key.clone())
            .bind(now.as_millisecond())
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM failed_attempts WHERE at <= $1")
            .bind(since.as_millisecond())
            .execute(&mut *transaction)
            .await?;
        let row =
            sqlx::query("SELECT COUNT(*) AS attempts FROM failed_attempts WHERE login_key = $1")
                .bind(login_key)
                .fetch_one(&mut *transaction)
                .await?;
        let attempts: i64 = row.try_get("attempts")?;
        if attempts > i64::from(limit) {
            transaction.rollback().await?;
            return Ok(false);
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// How many attempts have failed for `key` since `since`.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn failed_attempts(&self, key: &str, since: Timestamp) -> Result<i64> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS attempts FROM failed_attempts WHERE login_key = $1 AND at > $2",
        )
        .bind(name_key(key))
        .bind(since.as_millisecond())
        .fetch_one(self.pool())
        .await?;
        Ok(row.try_get("attempts")?)
    }

    /// Remembers that an attempt for `key` has failed, and forgets those from before `since`.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn record_failed_attempt(
        &self,
        id: &str,
        key: &str,
        since: Timestamp,
        now: Timestamp,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        sqlx::query("INSERT INTO failed_attempts (id, login_key, at) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(name_key(key))
            .bind(now.as_millisecond())
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM failed_attempts WHERE at <= $1")
            .bind(since.as_millisecond())
            .execute(&mut *transaction)
            .await?;
        Ok(transaction.commit().await?)
    }

    /// Forgets the attempts for `key`.
    #[cfg(test)]
    pub(crate) async fn forget_attempts(&self, key: &str) -> Result<()> {
        let _turn = self.turn().await?;
        sqlx::query("DELETE FROM failed_attempts WHERE login_key = $1")
            .bind(name_key(key))
            .execute(self.pool())
            .await?;
        Ok(())
    }
}

/// What the attempts of a login are counted by. Anything can be typed as a login, also what those of a client are counted
/// by: with a word of its own before it, it never counts as one.
fn login_key(login: &str) -> String {
    format!("login {}", name_key(login))
}

/// Forgets the attempts for a login, as part of a write: the password was right.
pub(super) async fn forget(transaction: &mut AnyConnection, login: &str) -> Result<()> {
    sqlx::query("DELETE FROM failed_attempts WHERE login_key = $1")
        .bind(login_key(login))
        .execute(&mut *transaction)
        .await?;
    Ok(())
}
