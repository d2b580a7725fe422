//! Reminders of windows of grace that were confirmed: the last one per device assurance policy, user and device.

use sqlx::{AnyConnection, Row as _, any::AnyRow};

use super::{
    Result, Store,
    document::{document, instant, sorted},
};
use crate::backend::evaluation::{DeviceAssurance, GraceEnd, GracePeriod, GraceReminder};

impl Store {
    /// The reminders that a user has confirmed on a device.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn grace_reminders(
        &self,
        user_id: &str,
        device_id: &str,
    ) -> Result<Vec<GraceReminder>> {
        let query = sqlx::query(
            "SELECT policy_id, user_id, device_id, confirmed_at, deadline, document FROM grace_reminders \
             WHERE user_id = $1 AND device_id = $2 ORDER BY policy_id",
        );
        let rows = query
            .bind(user_id)
            .bind(device_id)
            .fetch_all(self.pool())
            .await?;
        rows.iter().map(read).collect()
    }
}

/// Remembers a reminder as part of a write. Of two that are confirmed at once the later one holds, whichever is stored
/// first; where the policy is gone, there is nothing to remember. False where it goes at this very moment: the write must
/// then be given up and tried again.
pub(super) async fn confirm(
    transaction: &mut AnyConnection,
    reminder: &GraceReminder,
) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO grace_reminders (policy_id, user_id, device_id, confirmed_at, deadline, document) \
         SELECT id, $2, $3, $4, $5, $6 FROM device_assurances WHERE id = $1 \
         ON CONFLICT (policy_id, user_id, device_id) DO UPDATE SET \
         confirmed_at = excluded.confirmed_at, deadline = excluded.deadline, document = excluded.document \
         WHERE excluded.confirmed_at >= grace_reminders.confirmed_at",
    )
    .bind(reminder.policy_id.clone())
    .bind(reminder.user_id.clone())
    .bind(reminder.device_id.clone())
    .bind(reminder.confirmed_at.as_millisecond())
    .bind(reminder.deadline.as_millisecond())
    .bind(serde_json::to_string(&reminder.failures)?)
    .execute(&mut *transaction)
    .await;
    match done {
        Ok(_) => Ok(true),
        Err(error) => sorted(error).map(|_| false),
    }
}

/// Forgets a reminder as part of a write: its window is over.
pub(super) async fn forget(
    transaction: &mut AnyConnection,
    reminder: &GraceReminder,
) -> Result<()> {
    sqlx::query(
        "DELETE FROM grace_reminders WHERE policy_id = $1 AND user_id = $2 AND device_id = $3",
    )
    .bind(reminder.policy_id.clone())
    .bind(reminder.user_id.clone())
    .bind(reminder.device_id.clone())
    .execute(&mut *transaction)
    .await?;
    Ok(())
}

/// Forgets, as part of a write of `policy` and before its windows of grace follow it, what was confirmed in windows that
/// end with it; all of it where every sign-in is reminded from now on.
pub(super) async fn follow(
    transaction: &mut AnyConnection,
    policy: &DeviceAssurance,
) -> Result<()> {
    const ALL: &str = "DELETE FROM grace_reminders WHERE policy_id = $1";
    const OF_WINDOWS: &str = "DELETE FROM grace_reminders WHERE policy_id = $1 AND EXISTS (SELECT 1 FROM grace_windows \
        WHERE grace_windows.policy_id = grace_reminders.policy_id \
        AND grace_windows.user_id = grace_reminders.user_id AND grace_windows.device_id = grace_reminders.device_id)";
    let period = policy.grace_period.as_ref();
    let period = period.filter(|period| period.reminder_interval.is_some());
    let sql = match period.and_then(GracePeriod::end) {
        Some(GraceEnd::After(_)) => return Ok(()),
        Some(GraceEnd::At(_)) => OF_WINDOWS,
        None => ALL,
    };
    sqlx::query(sql)
        .bind(policy.id.clone())
        .execute(&mut *transaction)
        .await?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<GraceReminder> {
    Ok(GraceReminder {
        policy_id: row.try_get("policy_id")?,
        user_id: row.try_get("user_id")?,
        device_id: row.try_get("device_id")?,
        confirmed_at: instant(row, "confirmed_at")?,
        deadline: instant(row, "deadline")?,
        failures: document(row)?,
    })
}
