//! Device posture checks: custom ones, and built-in ones whose remediation an administrator changed.

use super::{
    Deleted, LogEvent, Result, Store, Written,
    document::{key, sorted},
    logs::append,
    writing::Writing,
};
use crate::backend::evaluation::DevicePostureCheck;

impl Store {
    /// Stores a posture check, new or changed; [`Written::Taken`] where another has its `variableName`.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn put_posture_check(
        &self,
        check: &DevicePostureCheck,
        event: &LogEvent,
    ) -> Result<Written> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query(
            "INSERT INTO posture_checks (id, variable_name, created, document) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (id) DO UPDATE SET variable_name = excluded.variable_name, document = excluded.document",
        )
        .bind(check.id.clone())
        .bind(check.variable_name.clone())
        .bind(check.created_date.unwrap_or_default().as_millisecond())
        .bind(serde_json::to_string(check)?);
        if let Err(error) = query.execute(&mut *transaction).await {
            return sorted(error);
        }
        append(&mut transaction, event).await?;
        transaction.commit().await?;
        Ok(Written::Done)
    }

    /// The posture check with this identifier.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn posture_check(&self, id: &str) -> Result<Option<DevicePostureCheck>> {
        self.one("SELECT document FROM posture_checks WHERE id = $1", id)
            .await
    }

    /// All stored posture checks, oldest first, built-in ones that were changed included.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn posture_checks(&self) -> Result<Vec<DevicePostureCheck>> {
        self.all("SELECT document FROM posture_checks ORDER BY created, id")
            .await
    }

    /// Whether a policy refers to the posture check with this `variableName`.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn posture_check_is_used(&self, variable_name: &str) -> Result<bool> {
        let query = sqlx::query("SELECT 1 FROM assurance_checks WHERE variable_name = $1 LIMIT 1")
            .bind(variable_name);
        Ok(query.fetch_optional(self.pool()).await?.is_some())
    }

    /// Deletes a posture check that no policy refers to.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn delete_posture_check(&self, id: &str, event: &LogEvent) -> Result<Deleted> {
        self.delete_with("DELETE FROM posture_checks WHERE id = $1", id, event)
            .await
    }

    /// Deletes one object that others may refer to.
    pub(super) async fn delete_with(
        &self,
        sql: &'static str,
        id: &str,
        event: &LogEvent,
    ) -> Result<Deleted> {
        delete_in(self.begin().await?, sql, id, event).await
    }
}

/// Deletes one object that others may refer to, and ends the transaction.
pub(super) async fn delete_in(
    mut transaction: Writing,
    sql: &'static str,
    id: &str,
    event: &LogEvent,
) -> Result<Deleted> {
    match sqlx::query(sql)
        .bind(key(id))
        .execute(&mut *transaction)
        .await
    {
        Ok(done) if done.rows_affected() == 0 => return Ok(Deleted::NotFound),
        Ok(_) => {}
        Err(error) if sorted_is_use(&error) => return Ok(Deleted::InUse),
        Err(error) => return Err(error.into()),
    }
    append(&mut transaction, event).await?;
    transaction.commit().await?;
    Ok(Deleted::Done)
}

fn sorted_is_use(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(sqlx::error::DatabaseError::is_foreign_key_violation)
}
