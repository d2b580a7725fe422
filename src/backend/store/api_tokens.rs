//! API tokens (`SSWS`). Only their hashes are known.

use jiff::Timestamp;
use sqlx::Row as _;

use super::{Result, Store, document::instant};

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
}

impl Store {
    /// Stores a token by its hash.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn insert_api_token(&self, token: &ApiToken, hash: &str) -> Result<()> {
        sqlx::query(
            "INSERT INTO api_tokens (id, hash, name, scopes, created) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(token.id.clone())
        .bind(hash)
        .bind(token.name.clone())
        .bind(token.scopes.join(" "))
        .bind(token.created.as_millisecond())
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// The token with this hash.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn api_token_by_hash(&self, hash: &str) -> Result<Option<ApiToken>> {
        let query = sqlx::query("SELECT id, name, scopes, created FROM api_tokens WHERE hash = $1")
            .bind(hash);
        let Some(row) = query.fetch_optional(self.pool()).await? else {
            return Ok(None);
        };
        let scopes: String = row.try_get("scopes")?;
        Ok(Some(ApiToken {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            scopes: scopes.split_whitespace().map(ToOwned::to_owned).collect(),
            created: instant(&row, "created")?,
        }))
    }

    /// Ends a token; whether there was one.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn delete_api_token(&self, id: &str) -> Result<bool> {
        let query = sqlx::query("DELETE FROM api_tokens WHERE id = $1").bind(id);
        Ok(query.execute(self.pool()).await?.rows_affected() > 0)
    }
}
