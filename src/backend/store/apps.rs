//! The apps that people sign in to: OpenID Connect clients, each with exactly one sign-in policy.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::{Row as _, any::AnyRow};
use utoipa::ToSchema;

use super::{
    AppAttributes, Deleted, LogEvent, Result, Store, Written,
    document::{document, key, name_key, sorted},
    logs::append,
};

/// An OpenID Connect client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct App {
    /// Identifier and client id: `0oa…`, or what its administrator has chosen.
    pub id: String,
    /// What people know it as.
    pub label: String,
    /// `ACTIVE`, or anything else for apps that nobody may sign in to.
    pub status: String,
    /// Where it may be redirected to, compared character by character.
    pub redirect_uris: Vec<String>,
    /// How it proves itself at the token endpoint.
    pub client_auth: ClientAuth,
    /// What kind of program it is.
    #[serde(default)]
    pub application_type: ApplicationType,
    /// How it may get tokens.
    #[serde(default = "signs_people_in")]
    pub grant_types: Vec<GrantType>,
    /// The keys that it signs with ([`ClientAuth::PrivateKeyJwt`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<ClientKey>,
    /// What it says about itself.
    #[serde(default, skip_serializing_if = "AppAttributes::is_empty")]
    pub attributes: AppAttributes,
    /// When it was created.
    pub created: Timestamp,
    /// When it was last written.
    pub last_updated: Timestamp,
    /// Its sign-in policy.
    #[serde(skip)]
    pub policy_id: String,
    /// SHA-256 of its secret in unpadded base64url ([`crate::backend::management::tokens::hash`]).
    #[serde(skip)]
    pub secret_hash: Option<String>,
}

/// How a client proves itself (OpenID Connect Core 1.0, section 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClientAuth {
    /// It has no secret: PKCE alone.
    None,
    /// Secret in the header `Authorization`.
    ClientSecretBasic,
    /// Secret in the form.
    ClientSecretPost,
    /// A token that it has signed (RFC 7523).
    PrivateKeyJwt,
}

/// What kind of program a client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationType {
    /// Runs on a server.
    #[default]
    Web,
    /// Runs in a browser.
    Browser,
    /// Runs on a person's device.
    Native,
    /// Acts in its own name: nobody signs in.
    Service,
}

/// How a client may get tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GrantType {
    /// A code, after somebody has signed in (RFC 6749, section 4.1).
    AuthorizationCode,
    /// Okta's own kind of code.
    InteractionCode,
    /// In its own name (RFC 6749, section 4.4).
    ClientCredentials,
}

fn signs_people_in() -> Vec<GrantType> {
    vec![GrantType::AuthorizationCode, GrantType::InteractionCode]
}

/// A key that a client signs with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ClientKeyFields)]
pub struct ClientKey {
    /// What tokens name it by; unique within the client.
    pub kid: String,
    /// `ACTIVE`, or anything else for a key that is good for nothing.
    pub status: String,
    /// The key itself.
    #[serde(flatten)]
    pub key: PublicKey,
}

/// A public key (RFC 7518, section 6); numbers in unpadded base64url.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kty")]
pub enum PublicKey {
    /// RSA: verifies RS256.
    #[serde(rename = "RSA")]
    Rsa {
        /// Modulus.
        n: String,
        /// Exponent.
        e: String,
    },
    /// A point on P-256: verifies ES256.
    #[serde(rename = "EC")]
    Ec {
        /// `P-256`.
        crv: String,
        /// First coordinate.
        x: String,
        /// Second coordinate.
        y: String,
    },
}

impl Store {
    /// Stores a new app; [`Written::Taken`] where the label or the identifier is, [`Written::Dangling`] where its policy is not there.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn insert_app(&self, app: &App, event: &LogEvent) -> Result<Written> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query(
            "INSERT INTO apps (id, label_key, policy_id, created, document, secret_hash) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(app.id.clone())
        .bind(name_key(&app.label))
        .bind(app.policy_id.clone())
        .bind(app.created.as_millisecond())
        .bind(serde_json::to_string(app)?)
        .bind(app.secret_hash.clone());
        if let Err(error) = query.execute(&mut *transaction).await {
            return sorted(error);
        }
        append(&mut transaction, event).await?;
        transaction.commit().await?;
        Ok(Written::Done)
    }

    /// The app with this identifier, which is its client id too.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn app(&self, id: &str) -> Result<Option<App>> {
        let query = sqlx::query("SELECT document, policy_id, secret_hash FROM apps WHERE id = $1")
            .bind(key(id));
        query
            .fetch_optional(self.pool())
            .await?
            .as_ref()
            .map(read)
            .transpose()
    }

    /// All apps, oldest first.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn apps(&self) -> Result<Vec<App>> {
        let query =
            sqlx::query("SELECT document, policy_id, secret_hash FROM apps ORDER BY created, id");
        query
            .fetch_all(self.pool())
            .await?
            .iter()
            .map(read)
            .collect()
    }

    /// Replaces an app, but not its sign-in policy; [`Written::Taken`] where the label is.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn update_app(&self, app: &App, event: &LogEvent) -> Result<Written> {
        let query = sqlx::query(
            "UPDATE apps SET label_key = $2, document = $3, secret_hash = $4 WHERE id = $1",
        )
        .bind(app.id.clone())
        .bind(name_key(&app.label))
        .bind(serde_json::to_string(app)?)
        .bind(app.secret_hash.clone());
        self.begin().await?.change(query, event).await
    }

    /// Deletes an app with its grants.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn delete_app(&self, id: &str, event: &LogEvent) -> Result<Deleted> {
        self.delete_with("DELETE FROM apps WHERE id = $1", id, event)
            .await
    }

    /// Gives an app another sign-in policy; [`Written::Dangling`] where the policy is not there.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn assign_policy(
        &self,
        app_id: &str,
        policy_id: &str,
        event: &LogEvent,
    ) -> Result<Written> {
        let query = sqlx::query("UPDATE apps SET policy_id = $2 WHERE id = $1")
            .bind(key(app_id))
            .bind(key(policy_id));
        self.begin().await?.change(query, event).await
    }
}

fn read(row: &AnyRow) -> Result<App> {
    let app: App = document(row)?;
    Ok(App {
        policy_id: row.try_get("policy_id")?,
        secret_hash: row.try_get("secret_hash")?,
        ..app
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_app_that_was_stored_before_it_could_say_something_about_itself_is_read() {
        let stored = json!({
            "id": "0oa1", "label": "Ledger", "status": "ACTIVE", "redirectUris": ["https://app.example/callback"],
            "clientAuth": "none", "created": "2026-03-01T12:00:00Z", "lastUpdated": "2026-03-01T12:00:00Z",
        });
        let app: App = serde_json::from_value(stored.clone()).unwrap();
        assert_eq!(app.attributes, AppAttributes::default());
        assert_eq!(app.grant_types, signs_people_in());
        assert_eq!(json!(app).get("attributes"), None, "and written as before");
    }
}
