//! Windows of grace: one per device assurance policy, user and device.

use sqlx::{AnyConnection, Row as _, any::AnyRow};

use super::{
    Result, Store,
    document::{instant, sorted},
};
use crate::backend::evaluation::GraceWindow;

const COLUMNS: &str = "SELECT policy_id, user_id, device_id, first_noncompliant_at, expires_at FROM grace_windows \
    WHERE user_id = $1 AND device_id = $2 ORDER BY policy_id";

impl Store {
    /// The windows of a user's device.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn grace_windows(&self, user_id: &str, device_id: &str) -> Result<Vec<GraceWindow>> {
        let query = sqlx::query(COLUMNS).bind(user_id).bind(device_id);
        query
            .fetch_all(self.pool())
            .await?
            .iter()
            .map(read)
            .collect()
    }
}

/// Begins a window as part of a write: false where there is one already, or its policy is gone. The write must then be
/// given up: on PostgreSQL nothing more can be done in its transaction.
pub(super) async fn begin(transaction: &mut AnyConnection, window: &GraceWindow) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO grace_windows (policy_id, user_id, device_id, first_noncompliant_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (policy_id, user_id, device_id) DO NOTHING",
    )
    .bind(window.policy_id.clone())
    .bind(window.user_id.clone())
    .bind(window.device_id.clone())
    .bind(window.first_noncompliant_at.as_millisecond())
    .bind(window.expires_at.as_millisecond())
    .execute(&mut *transaction)
    .await;
    match done {
        Ok(done) => Ok(done.rows_affected() > 0),
        // Its policy was deleted meanwhile; any other refusal is an error.
        Err(error) => sorted(error).map(|_| false),
    }
}

/// Ends a window as part of a write: whether there was one.
pub(super) async fn end(transaction: &mut AnyConnection, window: &GraceWindow) -> Result<bool> {
    let done = sqlx::query(
        "DELETE FROM grace_windows WHERE policy_id = $1 AND user_id = $2 AND device_id = $3",
    )
    .bind(window.policy_id.clone())
    .bind(window.user_id.clone())
    .bind(window.device_id.clone())
    .execute(&mut *transaction)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Notes as part of a write that the log tells the end of a window: whether it did not before.
pub(super) async fn tell_expiry(
    transaction: &mut AnyConnection,
    window: &GraceWindow,
) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE grace_windows SET expiry_told = 1 WHERE policy_id = $1 AND user_id = $2 AND device_id = $3 \
         AND expires_at = $4 AND expiry_told = 0",
    )
    .bind(window.policy_id.clone())
    .bind(window.user_id.clone())
    .bind(window.device_id.clone())
    .bind(window.expires_at.as_millisecond())
    .execute(&mut *transaction)
    .await?;
    Ok(done.rows_affected() > 0)
}

fn read(row: &AnyRow) -> Result<GraceWindow> {
    Ok(GraceWindow {
        policy_id: row.try_get("policy_id")?,
        user_id: row.try_get("user_id")?,
        device_id: row.try_get("device_id")?,
        first_noncompliant_at: instant(row, "first_noncompliant_at")?,
        expires_at: instant(row, "expires_at")?,
    })
}
