//! The key that signs tokens and challenges.

use sqlx::Row as _;

use super::{Result, Store};

impl Store {
    /// The signing key in use, PKCS #8 in base64url.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn signing_key(&self) -> Result<Option<String>> {
        let row = sqlx::query("SELECT pkcs8 FROM signing_keys WHERE slot = 0")
            .fetch_optional(self.pool())
            .await?;
        Ok(row.map(|row| row.try_get("pkcs8")).transpose()?)
    }

    /// Stores the first signing key. Where several instances start at once, the first one's holds for all: the key that
    /// holds is what comes back.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn first_signing_key(&self, id: &str, pkcs8: &str) -> Result<String> {
        // Setting a column to its own value makes the row that is there already come back.
        let row = sqlx::query(
            "INSERT INTO signing_keys (id, slot, pkcs8) VALUES ($1, 0, $2) \
             ON CONFLICT (slot) DO UPDATE SET slot = excluded.slot RETURNING pkcs8",
        )
        .bind(id)
        .bind(pkcs8)
        .fetch_one(self.pool())
        .await?;
        Ok(row.try_get("pkcs8")?)
    }
}
