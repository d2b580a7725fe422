//! API tokens (`SSWS`). Only their hashes are known.

use jiff::Timestamp;
use sqlx::{Row as _, any::AnyRow};

use super::{LogEvent, Result, Store, document::instant, logs::append};

/// An API token without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Identifier, `00T…`.
    pub id: String,
    /// Name for administrators.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created: Timestamp,
    /// The user whose it is, where it is somebody's own.
    pub user_id: Option<String>,
}

impl Store {
    /// Stores a token by its hash, and says so in the log.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn issue_api_token(
        &self,
        token: &ApiToken,
        hash: &str,
        event: &LogEvent,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        insert(token, hash).execute(&mut *transaction).await?;
        append(&mut transaction, event).await?;
        Ok(transaction.commit().await?)
    }

    /// Stores a token of the program's own by its hash.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn insert_api_token(&self, token: &ApiToken, hash: &str) -> Result<()> {
        let _turn = self.turn().await?;
        insert(token, hash).execute(self.pool()).await?;
        Ok(())
    }

    /// The token with this hash.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn api_token_by_hash(&self, hash: &str) -> Result<Option<ApiToken>> {
        let query = sqlx::query(
            "SELECT id, name, scopes, created, user_id FROM api_tokens WHERE hash = $1",
        )
        .bind(hash);
        query
            .fetch_optional(self.pool())
            .await?
            .as_ref()
            .map(read)
            .transpose()
    }

    /// All tokens, oldest first.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn api_tokens(&self) -> Result<Vec<ApiToken>> {
        sqlx::query(
            "SELECT id, name, scopes, created, user_id FROM api_tokens ORDER BY created, id",
        )
        .fetch_all(self.pool())
        .await?
        .iter()
        .map(read)
        .collect()
    }

    /// Ends a token, and says so in the log; whether there was one.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn revoke_api_token(&self, id: &str, event: &LogEvent) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query("DELETE FROM api_tokens WHERE id = $1")
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        append(&mut transaction, event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Ends a token; whether there was one.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn delete_api_token(&self, id: &str) -> Result<bool> {
        let query = sqlx::query("DELETE FROM api_tokens WHERE id = $1").bind(id);
        let _turn = self.turn().await?;
        Ok(query.execute(self.pool()).await?.rows_affected() > 0)
    }
}

fn insert<'a>(
    token: &ApiToken,
    hash: &'a str,
) -> sqlx::query::Query<'a, sqlx::Any, sqlx::any::AnyArguments> {
    sqlx::query(
        "INSERT INTO api_tokens (id, hash, name, scopes, created, user_id) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(token.id.clone())
    .bind(hash)
    .bind(token.name.clone())
    .bind(token.scopes.join(" "))
    .bind(token.created.as_millisecond())
    .bind(token.user_id.clone())
}

fn read(row: &AnyRow) -> Result<ApiToken> {
    let scopes: String = row.try_get("scopes")?;
    Ok(ApiToken {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        scopes: scopes.split_whitespace().map(ToOwned::to_owned).collect(),
        created: instant(row, "created")?,
        user_id: row.try_get("user_id")?,
    })
}
