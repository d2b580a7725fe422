//! The versions catalogue that was taken in after the program was made.

use super::{Result, Store};
use crate::backend::evaluation::VersionCatalogue;

impl Store {
    /// The stored catalogue; `None` where only the one that comes with the program is there.
    ///
    /// # Errors
    /// Where the database refuses, or where the document is damaged.
    pub async fn version_catalogue(&self) -> Result<Option<VersionCatalogue>> {
        let all = self
            .all("SELECT document FROM version_catalogues WHERE slot = 0")
            .await?;
        Ok(all.into_iter().next())
    }

    /// Stores a catalogue, unless a newer one is there: then nothing changes and the answer is `false`.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn put_version_catalogue(&self, catalogue: &VersionCatalogue) -> Result<bool> {
        let _turn = self.turn().await?;
        // Dates of ISO 8601 are in order as text.
        let written = sqlx::query(
            "INSERT INTO version_catalogues (slot, as_of, document) VALUES (0, $1, $2) \
             ON CONFLICT (slot) DO UPDATE SET as_of = excluded.as_of, document = excluded.document \
             WHERE version_catalogues.as_of <= excluded.as_of",
        )
        .bind(catalogue.as_of.to_string())
        .bind(serde_json::to_string(catalogue)?)
        .execute(self.pool())
        .await?;
        Ok(written.rows_affected() > 0)
    }

    /// Forgets the stored catalogue: the one that comes with the program holds again. Whether there was one.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn delete_version_catalogue(&self) -> Result<bool> {
        let _turn = self.turn().await?;
        let gone = sqlx::query("DELETE FROM version_catalogues WHERE slot = 0")
            .execute(self.pool())
            .await?;
        Ok(gone.rows_affected() > 0)
    }
}
