//! Device assurance policies, and the posture checks that they refer to.

use sqlx::AnyConnection;

use super::{
    Deleted, LogEvent, Result, Store, Written,
    document::{key, name_key, sorted},
    grace_reminders,
    logs::append,
};
use crate::backend::evaluation::{DeviceAssurance, GraceEnd, GracePeriod};

impl Store {
    /// Stores a policy, new or changed, and fits its windows of grace to it (section 4): another duration counts from
    /// the stored start, no duration ends them. [`Written::Taken`] where another policy has its name,
    /// [`Written::Dangling`] where a posture check is not there.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn put_assurance(
        &self,
        policy: &DeviceAssurance,
        event: &LogEvent,
    ) -> Result<Written> {
        let mut transaction = self.begin().await?;
        match put(&mut transaction, policy).await {
            Ok(()) => {}
            Err(super::Error::Database(error)) => return sorted(error),
            Err(error) => return Err(error),
        }
        append(&mut transaction, event).await?;
        transaction.commit().await?;
        Ok(Written::Done)
    }

    /// The policy with this identifier.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn assurance(&self, id: &str) -> Result<Option<DeviceAssurance>> {
        self.one("SELECT document FROM device_assurances WHERE id = $1", id)
            .await
    }

    /// All policies, oldest first.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn assurances(&self) -> Result<Vec<DeviceAssurance>> {
        self.all("SELECT document FROM device_assurances ORDER BY created, id")
            .await
    }

    /// Deletes a policy that no rule refers to, with its windows of grace.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn delete_assurance(&self, id: &str, event: &LogEvent) -> Result<Deleted> {
        self.delete_with("DELETE FROM device_assurances WHERE id = $1", id, event)
            .await
    }
}

async fn put(transaction: &mut AnyConnection, policy: &DeviceAssurance) -> Result<()> {
    sqlx::query(
        "INSERT INTO device_assurances (id, name_key, created, document) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (id) DO UPDATE SET name_key = excluded.name_key, document = excluded.document",
    )
    .bind(policy.id.clone())
    .bind(name_key(&policy.name))
    .bind(policy.created_date.unwrap_or_default().as_millisecond())
    .bind(serde_json::to_string(policy)?)
    .execute(&mut *transaction)
    .await?;
    sqlx::query("DELETE FROM assurance_checks WHERE assurance_id = $1")
        .bind(policy.id.clone())
        .execute(&mut *transaction)
        .await?;
    for requirement in policy
        .device_posture_checks
        .iter()
        .flat_map(|checks| &checks.include)
    {
        sqlx::query("INSERT INTO assurance_checks (assurance_id, variable_name) VALUES ($1, $2)")
            .bind(policy.id.clone())
            .bind(key(&requirement.variable_name))
            .execute(&mut *transaction)
            .await?;
    }
    grace_reminders::follow(transaction, policy).await?;
    match policy.grace_period.as_ref().and_then(GracePeriod::end) {
        Some(GraceEnd::After(length)) => {
            let milliseconds = i64::try_from(length.as_millis()).unwrap_or(i64::MAX);
            // An end that has moved is told again when it comes.
            sqlx::query(
                "UPDATE grace_windows SET \
                 expiry_told = CASE WHEN expires_at = first_noncompliant_at + $2 THEN expiry_told ELSE 0 END, \
                 expires_at = first_noncompliant_at + $2 WHERE policy_id = $1",
            )
                .bind(policy.id.clone())
                .bind(milliseconds)
                .execute(&mut *transaction)
                .await?;
        }
        Some(GraceEnd::At(_)) | None => {
            sqlx::query("DELETE FROM grace_windows WHERE policy_id = $1")
                .bind(policy.id.clone())
                .execute(&mut *transaction)
                .await?;
        }
    }
    Ok(())
}
