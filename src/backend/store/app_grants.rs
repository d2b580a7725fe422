//! What apps may do in their own name: scopes of the management APIs that an administrator has granted to them.

use jiff::Timestamp;
use sqlx::{Row as _, any::AnyRow};

use super::{
    Deleted, LogEvent, Result, Store, Written,
    document::{instant, sorted},
    logs::append,
};

/// A scope that an app was granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppGrant {
    /// Identifier, `oag…`.
    pub id: String,
    /// The app.
    pub app_id: String,
    /// The scope, for instance `okta.policies.read`.
    pub scope: String,
    /// When it was granted.
    pub created: Timestamp,
    /// Who granted it: the identifier of a token, client or user.
    pub created_by: String,
}

impl Store {
    /// Stores a grant; [`Written::Taken`] where the app has the scope already, [`Written::Dangling`] where there is no
    /// such app.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn insert_app_grant(&self, grant: &AppGrant, event: &LogEvent) -> Result<Written> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query(
            "INSERT INTO app_grants (id, app_id, scope, created, created_by) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(grant.id.clone())
        .bind(grant.app_id.clone())
        .bind(grant.scope.clone())
        .bind(grant.created.as_millisecond())
        .bind(grant.created_by.clone());
        if let Err(error) = query.execute(&mut *transaction).await {
            return sorted(error);
        }
        append(&mut transaction, event).await?;
        transaction.commit().await?;
        Ok(Written::Done)
    }

    /// An app's grants, oldest first.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn app_grants(&self, app_id: &str) -> Result<Vec<AppGrant>> {
        sqlx::query(
            "SELECT id, app_id, scope, created, created_by FROM app_grants WHERE app_id = $1 ORDER BY created, id",
        )
        .bind(app_id)
        .fetch_all(self.pool())
        .await?
        .iter()
        .map(read)
        .collect()
    }

    /// Ends an app's grant.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn delete_app_grant(
        &self,
        app_id: &str,
        id: &str,
        event: &LogEvent,
    ) -> Result<Deleted> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query("DELETE FROM app_grants WHERE id = $1 AND app_id = $2")
            .bind(id)
            .bind(app_id)
            .execute(&mut *transaction)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(Deleted::NotFound);
        }
        append(&mut transaction, event).await?;
        transaction.commit().await?;
        Ok(Deleted::Done)
    }
}

fn read(row: &AnyRow) -> Result<AppGrant> {
    Ok(AppGrant {
        id: row.try_get("id")?,
        app_id: row.try_get("app_id")?,
        scope: row.try_get("scope")?,
        created: instant(row, "created")?,
        created_by: row.try_get("created_by")?,
    })
}
