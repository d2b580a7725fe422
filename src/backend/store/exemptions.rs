//! Requests for exemptions: one at a time per user, device and device assurance policy.

use jiff::Timestamp;
use sqlx::{AnyConnection, Row as _};

use super::{
    LogEvent, Result, Store, Written,
    document::{document, key, sorted},
    logs::append,
    writing::Writing,
};
use crate::backend::evaluation::{Exemption, ExemptionStatus, ExemptionSubject};

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// It is stored.
    Done,
    /// Another one is to be decided, or runs.
    Open,
    /// There were too many.
    TooMany,
    /// The user, the device or the policy is gone.
    Gone,
}

/// Which exemptions are listed.
#[derive(Debug, Clone, Copy)]
pub struct ExemptionPage<'a> {
    /// Only these, as they are at `now`.
    pub status: Option<ExemptionStatus>,
    /// The server's time.
    pub now: Timestamp,
    /// Only what comes behind the one with this identifier.
    pub after: Option<&'a str>,
    /// The most that are wanted.
    pub limit: i64,
}

/// What tells those who wait at a denial that something was asked for or decided: see [`super::Watch::or_exemption`].
pub(super) fn subject(user_id: &str, device_id: &str) -> String {
    format!("exemption {user_id} {device_id}")
}

impl Store {
    /// Stores a request, unless one is open or `most` were made since `since`.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn ask_exemption(
        &self,
        exemption: &Exemption,
        since: Timestamp,
        most: i64,
        event: &LogEvent,
    ) -> Result<Asked> {
        let ExemptionSubject {
            user_id,
            device_id,
            policy_id,
            ..
        } = &exemption.subject;
        let open_key = format!("{user_id} {device_id} {policy_id}");
        let now = exemption.requested_at.as_millisecond();
        // One of a person's requests at a time: they are counted.
        let mut transaction = self.begin_alone(&format!("exemptions {user_id}")).await?;
        // What is over has left its place.
        sqlx::query("UPDATE exemptions SET open_key = NULL WHERE open_key = $1 AND ends_at <= $2")
            .bind(open_key.clone())
            .bind(now)
            .execute(&mut *transaction)
            .await?;
        let row = sqlx::query(
            "SELECT COALESCE(MAX(number), 0) AS latest FROM exemptions WHERE user_id = $1 AND device_id = $2",
        )
        .bind(user_id.clone())
        .bind(device_id.clone())
        .fetch_one(&mut *transaction)
        .await?;
        let latest: i64 = row.try_get("latest")?;
        let done = sqlx::query(
            "INSERT INTO exemptions \
                 (id, user_id, device_id, policy_id, open_key, status, requested_at, ends_at, document, number) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (open_key) DO NOTHING",
        )
        .bind(exemption.id.clone())
        .bind(user_id.clone())
        .bind(device_id.clone())
        .bind(policy_id.clone())
        .bind(open_key)
        .bind(exemption.decision.as_str())
        .bind(now)
        .bind(exemption.ends_at().as_millisecond())
        .bind(serde_json::to_string(exemption)?)
        .bind(latest + 1)
        .execute(&mut *transaction)
        .await;
        match done {
            Ok(done) if done.rows_affected() == 0 => return Ok(Asked::Open),
            Ok(_) => {}
            Err(error) => {
                return match sorted(error)? {
                    Written::Dangling => Ok(Asked::Gone),
                    _ => Ok(Asked::Open),
                };
            }
        }
        let row = sqlx::query(
            "SELECT COUNT(*) AS requests FROM exemptions \
             WHERE user_id = $1 AND policy_id = $2 AND requested_at > $3",
        )
        // Whatever the device: another one is only another key.
        .bind(user_id.clone())
        .bind(policy_id.clone())
        .bind(since.as_millisecond())
        .fetch_one(&mut *transaction)
        .await?;
        let requests: i64 = row.try_get("requests")?;
        if requests > most {
            transaction.rollback().await?;
            return Ok(Asked::TooMany);
        }
        append(&mut transaction, event).await?;
        self.commit_for(transaction, exemption).await?;
        Ok(Asked::Done)
    }

    /// Stores what was decided about a request that was `from` until `now`: false where it is not any more.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn decide_exemption(
        &self,
        decided: &Exemption,
        from: ExemptionStatus,
        now: Timestamp,
        event: &LogEvent,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query(
            "UPDATE exemptions SET status = $3, ends_at = $4, document = $5, \
                 open_key = CASE WHEN $6 = 1 THEN open_key ELSE NULL END \
             WHERE id = $1 AND status = $2 AND ends_at > $7",
        )
        .bind(decided.id.clone())
        .bind(from.as_str())
        .bind(decided.decision.as_str())
        .bind(decided.ends_at().as_millisecond())
        .bind(serde_json::to_string(decided)?)
        .bind(i64::from(decided.is_open(now)))
        .bind(now.as_millisecond())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        append(&mut transaction, event).await?;
        self.commit_for(transaction, decided).await?;
        Ok(true)
    }

    /// The exemption with this identifier.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn exemption(&self, id: &str) -> Result<Option<Exemption>> {
        self.one("SELECT document FROM exemptions WHERE id = $1", id)
            .await
    }

    /// The latest ones of a user's device, for each policy: the only ones that can be open. In the order in which they were
    /// asked for.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn exemptions_of(&self, user_id: &str, device_id: &str) -> Result<Vec<Exemption>> {
        sqlx::query(
            "SELECT document FROM exemptions WHERE user_id = $1 AND device_id = $2 AND NOT EXISTS (\
                 SELECT 1 FROM exemptions AS newer WHERE newer.user_id = exemptions.user_id \
                 AND newer.device_id = exemptions.device_id AND newer.policy_id = exemptions.policy_id \
                 AND newer.number > exemptions.number) \
             ORDER BY number",
        )
        .bind(user_id)
        .bind(device_id)
        .fetch_all(self.pool())
        .await?
        .iter()
        .map(document)
        .collect()
    }

    /// Some of all exemptions, newest request first.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn exemptions(&self, page: &ExemptionPage<'_>) -> Result<Vec<Exemption>> {
        sqlx::query(
            "SELECT document FROM exemptions \
             WHERE ($1 = '' OR $1 = CASE WHEN status IN ('PENDING', 'APPROVED') AND ends_at <= $2 THEN 'EXPIRED' ELSE status END) \
             AND ($3 = '' OR (requested_at, id) < (SELECT last.requested_at, last.id FROM exemptions AS last WHERE last.id = $3)) \
             ORDER BY requested_at DESC, id DESC LIMIT $4",
        )
        .bind(page.status.map_or("", ExemptionStatus::as_str))
        .bind(page.now.as_millisecond())
        .bind(key(page.after.unwrap_or_default()))
        .bind(page.limit)
        .fetch_all(self.pool())
        .await?
        .iter()
        .map(document)
        .collect()
    }

    /// Stores it, and wakes who waits: here and, where the database says so, at other instances.
    async fn commit_for(&self, mut transaction: Writing, exemption: &Exemption) -> Result<()> {
        let subject = subject(&exemption.subject.user_id, &exemption.subject.device_id);
        if let Some(notify) = self.engine.notify() {
            sqlx::query(notify)
                .bind(subject.clone())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        self.changes.of(&subject);
        Ok(())
    }
}

/// Notes as part of a write that the log tells the end of an exemption: whether it did not before.
pub(super) async fn tell_expiry(
    transaction: &mut AnyConnection,
    exemption: &Exemption,
) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE exemptions SET expiry_told = 1 WHERE id = $1 AND status = $2 AND expiry_told = 0",
    )
    .bind(exemption.id.clone())
    .bind(ExemptionStatus::Approved.as_str())
    .execute(&mut *transaction)
    .await?;
    Ok(done.rows_affected() > 0)
}
