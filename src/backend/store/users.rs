//! The people who sign in.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::Row as _;
use utoipa::ToSchema;

use super::{
    Deleted, LogEvent, Result, Store, Written,
    document::{document, key, name_key, sorted},
    logs::append,
    posture_checks::delete_in,
};

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Identifier, `00u…`.
    pub id: String,
    /// `ACTIVE`, or anything else for those who may not sign in.
    pub status: String,
    /// Who it is.
    pub profile: Profile,
    /// When it was created.
    pub created: Timestamp,
    /// When it was last written.
    pub last_updated: Timestamp,
    /// When `status` last changed, where it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_changed: Option<Timestamp>,
    /// The password's hash; never in the document, never shown.
    #[serde(skip)]
    pub password_hash: Option<PasswordHash>,
}

/// A password's hash that does not show itself.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PasswordHash(…)")
    }
}

/// Who somebody is, in Okta's field names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Profile {
    /// By which the person signs in; unique without regard to case.
    #[schema(required = true)]
    pub login: String,
    /// Address for mail.
    #[schema(required = true)]
    pub email: String,
    /// Given name.
    #[schema(required = true)]
    pub first_name: String,
    /// Family name.
    #[schema(required = true)]
    pub last_name: String,
    /// The whole name, where it is not simply the two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Language and region, for instance `de-DE`; the claim `locale`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Time zone, for instance `Europe/Berlin`; the claim `zoneinfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
}

impl Store {
    /// Stores a new person; [`Written::Taken`] where the login is.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn insert_user(&self, user: &User, event: &LogEvent) -> Result<Written> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query(
            "INSERT INTO users (id, login_key, document, password_hash) VALUES ($1, $2, $3, $4)",
        )
        .bind(user.id.clone())
        .bind(name_key(&user.profile.login))
        .bind(serde_json::to_string(user)?)
        .bind(user.password_hash.as_ref().map(|hash| hash.0.clone()));
        if let Err(error) = query.execute(&mut *transaction).await {
            return sorted(error);
        }
        append(&mut transaction, event).await?;
        transaction.commit().await?;
        Ok(Written::Done)
    }

    /// Stores a person anew; [`Written::Taken`] where the login is somebody else's.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn update_user(&self, user: &User, event: &LogEvent) -> Result<Written> {
        let query = sqlx::query(
            "UPDATE users SET login_key = $2, document = $3, password_hash = $4 WHERE id = $1",
        )
        .bind(user.id.clone())
        .bind(name_key(&user.profile.login))
        .bind(serde_json::to_string(user)?)
        .bind(user.password_hash.as_ref().map(|hash| hash.0.clone()));
        self.begin().await?.change(query, event).await
    }

    /// Deletes a person with what is theirs: their devices' registrations, windows of grace and reminders, requests for
    /// exemptions and tokens. Events of the log stay.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn delete_user(&self, id: &str, event: &LogEvent) -> Result<Deleted> {
        let mut transaction = self.begin().await?;
        for sql in [
            "DELETE FROM user_devices WHERE user_id = $1",
            "DELETE FROM grace_windows WHERE user_id = $1",
            "DELETE FROM grace_reminders WHERE user_id = $1",
        ] {
            sqlx::query(sql)
                .bind(key(id))
                .execute(&mut *transaction)
                .await?;
        }
        delete_in(transaction, "DELETE FROM users WHERE id = $1", id, event).await
    }

    /// The person with this identifier.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn user(&self, id: &str) -> Result<Option<User>> {
        self.user_where(
            "SELECT document, password_hash FROM users WHERE id = $1",
            id,
        )
        .await
    }

    /// The person with this login, without regard to case.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn user_by_login(&self, login: &str) -> Result<Option<User>> {
        self.user_where(
            "SELECT document, password_hash FROM users WHERE login_key = $1",
            &name_key(login),
        )
        .await
    }

    /// Everybody, by login.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn users(&self) -> Result<Vec<User>> {
        self.all("SELECT document FROM users ORDER BY login_key")
            .await
    }

    async fn user_where(&self, sql: &'static str, found_by: &str) -> Result<Option<User>> {
        let Some(row) = sqlx::query(sql)
            .bind(key(found_by))
            .fetch_optional(self.pool())
            .await?
        else {
            return Ok(None);
        };
        let hash: Option<String> = row.try_get("password_hash")?;
        Ok(Some(User {
            password_hash: hash.map(PasswordHash),
            ..document(&row)?
        }))
    }
}
