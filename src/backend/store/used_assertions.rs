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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_assertion_is_good_once_until_it_has_expired_anyway() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let at = |second| Timestamp::from_second(second).unwrap();
        let first = async |client: &str, jti: &str, now: i64| {
            store
                .use_assertion(client, jti, at(100), at(now))
                .await
                .unwrap()
        };
        assert!(first("a", "1", 10).await);
        assert!(!first("a", "1", 99).await);
        assert!(first("b", "1", 10).await, "another client's own");
        assert!(first("a", "2", 10).await);
        assert!(
            first("a", "1", 100).await,
            "forgotten, but by now nobody would take it"
        );
    }
}
