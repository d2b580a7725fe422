//! Device integrations: which are switched on.

use serde_json::Value;

use super::{LogEvent, Result, Store, logs::append};

impl Store {
    /// Stores an integration.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn put_integration(
        &self,
        id: &str,
        integration: &Value,
        event: &LogEvent,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO integrations (id, document) VALUES ($1, $2) \
             ON CONFLICT (id) DO UPDATE SET document = excluded.document",
        )
        .bind(id)
        .bind(serde_json::to_string(integration)?)
        .execute(&mut *transaction)
        .await?;
        append(&mut transaction, event).await?;
        Ok(transaction.commit().await?)
    }

    /// The stored state of an integration.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn integration(&self, id: &str) -> Result<Option<Value>> {
        self.one("SELECT document FROM integrations WHERE id = $1", id)
            .await
    }
}
