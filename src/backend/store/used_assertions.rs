//! Assertions by which clients have proven themselves (RFC 7523): each identifier is good once.

use jiff::Timestamp;

use super::{Result, Store};

impl Store {
    /// Remembers an assertion until `expires_at`; whether this was its first use. Of many who bring the same at once, one
    /// is first.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn use_assertion(
        &self,
        client_id: &str,
        jti_hash: &str,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM used_assertions WHERE expires_at <= $1")
            .bind(now.as_millisecond())
            .execute(&mut *transaction)
            .await?;
        let inserted = sqlx::query(
            "INSERT INTO used_assertions (client_id, jti_hash, expires_at) VALUES ($1, $2, $3) \
             ON CONFLICT (client_id, jti_hash) DO NOTHING",
        )
        .bind(client_id)
        .bind(jti_hash)
        .bind(expires_at.as_millisecond())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(inserted.rows_affected() == 1)
    }
}
