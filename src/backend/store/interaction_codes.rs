//! Interaction codes: one per sign-in, redeemed once.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    LogEvent, Result, Store,
    document::{document, is_taken},
    logs::append_all,
};

/// What a code stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    /// The app that may redeem it.
    pub client_id: String,
    /// Where the app was promised the answer.
    pub redirect_uri: String,
    /// What the app must know the origin of (RFC 7636).
    pub code_challenge: String,
    /// What was granted.
    pub scopes: Vec<String>,
    /// Goes into the ID token.
    pub nonce: Option<String>,
    /// Who signed in.
    pub user_id: String,
    /// When the password was proven.
    pub auth_time: Timestamp,
    /// How (RFC 8176).
    pub amr: Vec<String>,
    /// With which device.
    pub device_id: Option<String>,
    /// The sign-in.
    pub sign_in_id: String,
}

impl Store {
    /// Issues the code of a sign-in, or prolongs it: whether it can be redeemed now. It cannot where it was already.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn issue_code(
        &self,
        hash: &str,
        grant: &Grant,
        expires_at: Timestamp,
    ) -> Result<bool> {
        let document = serde_json::to_string(grant)?;
        let issue = || {
            sqlx::query(
                "INSERT INTO interaction_codes (hash, sign_in_id, expires_at, used, document) VALUES ($1, $2, $3, 0, $4) \
                 ON CONFLICT (sign_in_id) DO UPDATE SET expires_at = excluded.expires_at WHERE interaction_codes.used = 0",
            )
            .bind(hash)
            .bind(grant.sign_in_id.clone())
            .bind(expires_at.as_millisecond())
            .bind(document.clone())
            .execute(self.pool())
        };
        let _turn = self.turn().await?;
        let done = match issue().await {
            // PostgreSQL may trip over the code itself where it is issued twice at the same moment. By then the other one
            // is there, and the sign-in is what is in conflict.
            Err(error) if is_taken(&error) => issue().await?,
            done => done?,
        };
        Ok(done.rows_affected() > 0)
    }

    /// What a code stands for, if it is still good.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn grant(&self, hash: &str, now: Timestamp) -> Result<Option<Grant>> {
        sqlx::query(
            "SELECT document FROM interaction_codes WHERE hash = $1 AND used = 0 AND expires_at > $2",
        )
        .bind(hash)
        .bind(now.as_millisecond())
        .fetch_optional(self.pool())
        .await?
        .as_ref()
        .map(document)
        .transpose()
    }

    /// Redeems a code, which `events` tell: true for one caller only, however many try at once, and only then told.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn redeem_code(
        &self,
        hash: &str,
        now: Timestamp,
        events: &[LogEvent],
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query(
            "UPDATE interaction_codes SET used = 1 WHERE hash = $1 AND used = 0 AND expires_at > $2",
        )
        .bind(hash)
        .bind(now.as_millisecond())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        append_all(&mut transaction, events).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
