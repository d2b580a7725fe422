//! Forgetting what is over. Deletes come in small batches with a pause behind each, so that sign-ins get their turn in
//! between; what two instances delete at once is deleted once.

use std::time::Duration;

use jiff::Timestamp;

use super::{Result, Store};

/// Rows of one batch: some milliseconds of work.
const BATCH: i64 = 500;
/// Bytes with which [`Store::try_writing`] writes.
const PADDING: usize = 64 * 1024;
/// How long a batch leaves the database to others.
const PAUSE: Duration = Duration::from_millis(20);

const EVENTS: &str = "DELETE FROM log_events WHERE uuid IN \
    (SELECT uuid FROM log_events WHERE published < $1 ORDER BY published, uuid LIMIT $2)";
const SIGN_INS: &str = "DELETE FROM sign_ins WHERE id IN \
    (SELECT id FROM sign_ins WHERE expires_at < $1 ORDER BY expires_at, id LIMIT $2)";
const HANDOUTS: &str = "DELETE FROM handouts WHERE hash IN \
    (SELECT hash FROM handouts WHERE expires_at < $1 ORDER BY expires_at, hash LIMIT $2)";
const EXEMPTIONS: &str = "DELETE FROM exemptions WHERE id IN \
    (SELECT id FROM exemptions WHERE ends_at < $1 ORDER BY ends_at, id LIMIT $2)";
const REMINDERS: &str = "DELETE FROM grace_reminders WHERE (policy_id, user_id, device_id) IN \
    (SELECT policy_id, user_id, device_id FROM grace_reminders WHERE confirmed_at < $1 ORDER BY confirmed_at LIMIT $2)";
const ATTEMPTS: &str = "DELETE FROM failed_attempts WHERE id IN \
    (SELECT id FROM failed_attempts WHERE at < $1 ORDER BY at, id LIMIT $2)";

impl Store {
    /// Forgets events of the System Log from before `instant`; how many.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn forget_events_before(&self, instant: Timestamp) -> Result<u64> {
        self.forget(EVENTS, instant).await
    }

    /// Forgets the sign-ins that ended before `instant`, with their codes and the answers seen in them; how many.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn forget_sign_ins_before(&self, instant: Timestamp) -> Result<u64> {
        self.forget(SIGN_INS, instant).await
    }

    /// Forgets handouts that ended before `instant`; how many.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn forget_handouts_before(&self, instant: Timestamp) -> Result<u64> {
        self.forget(HANDOUTS, instant).await
    }

    /// Forgets exemptions, and requests for them, that ended before `instant`; how many.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn forget_exemptions_before(&self, instant: Timestamp) -> Result<u64> {
        self.forget(EXEMPTIONS, instant).await
    }

    /// Forgets reminders that were confirmed before `instant`; how many.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn forget_grace_reminders_before(&self, instant: Timestamp) -> Result<u64> {
        self.forget(REMINDERS, instant).await
    }

    /// Forgets failed attempts at passwords from before `instant`; how many.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn forget_attempts_before(&self, instant: Timestamp) -> Result<u64> {
        self.forget(ATTEMPTS, instant).await
    }

    /// Whether it is this instance's turn to keep house: once until `next`, however many instances ask. Where the
    /// stored turn is later than `next`, a clock was ahead, and it is not waited for.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn take_housekeeping(&self, now: Timestamp, next: Timestamp) -> Result<bool> {
        let _turn = self.turn().await?;
        let done = sqlx::query(
            "INSERT INTO housekeeping (id, at) VALUES ('turn', $2) \
             ON CONFLICT (id) DO UPDATE SET at = excluded.at WHERE housekeeping.at <= $1 OR housekeeping.at > $2",
        )
        .bind(now.as_millisecond())
        .bind(next.as_millisecond())
        .execute(self.pool())
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Writes something about as large as what a request writes, and makes it durable: whether the store can be written
    /// at this moment.
    ///
    /// # Errors
    /// Where it cannot.
    pub async fn try_writing(&self, now: Timestamp) -> Result<()> {
        let _turn = self.turn().await?;
        sqlx::query(
            "INSERT INTO housekeeping (id, at, padding) VALUES ('written', $1, $2) \
             ON CONFLICT (id) DO UPDATE SET at = excluded.at, padding = excluded.padding",
        )
        .bind(now.as_millisecond())
        .bind(" ".repeat(PADDING))
        .execute(self.pool())
        .await?;
        Ok(())
    }

    async fn forget(&self, sql: &'static str, before: Timestamp) -> Result<u64> {
        let mut forgotten = 0;
        loop {
            let turn = self.turn().await?;
            let done = sqlx::query(sql)
                .bind(before.as_millisecond())
                .bind(BATCH)
                .execute(self.pool())
                .await?;
            drop(turn);
            forgotten += done.rows_affected();
            if i64::try_from(done.rows_affected()).is_ok_and(|rows| rows < BATCH) {
                return Ok(forgotten);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[tokio::test]
    async fn one_instance_has_the_turn_until_the_next() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let take = async |second: i64| {
            let now = at(second);
            store
                .take_housekeeping(now, now + SignedDuration::from_secs(300))
                .await
                .unwrap()
        };
        assert!(take(1000).await);
        assert!(!take(1000).await, "another instance");
        assert!(!take(1299).await);
        assert!(take(1300).await);
        assert!(take(900).await, "the clock was set back");
    }

    #[tokio::test]
    async fn more_than_one_batch_is_forgotten_and_nothing_else() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let mut transaction = store.begin().await.unwrap();
        for number in 0_i64..1202 {
            sqlx::query("INSERT INTO failed_attempts (id, login_key, at) VALUES ($1, 'ada', $2)")
                .bind(number.to_string())
                .bind(number)
                .execute(&mut *transaction)
                .await
                .unwrap();
        }
        transaction.commit().await.unwrap();
        let before = Timestamp::from_millisecond(1200).unwrap();
        assert_eq!(store.forget_attempts_before(before).await.unwrap(), 1200);
        assert_eq!(store.forget_attempts_before(before).await.unwrap(), 0);
    }

    #[tokio::test]
    async fn a_store_that_can_be_written_says_so() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        for second in [1, 2] {
            store.try_writing(at(second)).await.unwrap();
        }
    }
}
