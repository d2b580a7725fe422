//! Transactions that write, and whose turn it is.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
    time::Duration,
};

use sqlx::{Any, AnyConnection, Transaction, any::AnyArguments, query::Query};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{LogEvent, Result, Store, Written, document::sorted, engine::Engine, logs::append};

/// Lets one write at a time, in the order in which they came, where the database itself would: SQLite lets whoever waits
/// ask again after ever longer pauses, so that those who come later pass by. Waiting here also takes no connection from
/// those who read.
#[derive(Debug, Clone)]
pub(super) struct Turns {
    /// None where the database takes several writes at once.
    queue: Option<Arc<Semaphore>>,
    patience: Duration,
}

/// Somebody's turn to write: over when it is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    _permit: Option<OwnedSemaphorePermit>,
}

impl Turns {
    /// Nobody waits for longer than `patience`.
    pub(super) fn of(engine: Engine, patience: Duration) -> Self {
        let queue = match engine {
            Engine::Sqlite | Engine::Memory => Some(Arc::new(Semaphore::new(1))),
            Engine::Postgres => None,
        };
        Self { queue, patience }
    }

    async fn next(&self) -> Result<Turn> {
        let Some(queue) = &self.queue else {
            return Ok(Turn { _permit: None });
        };
        let waiting = tokio::time::timeout(self.patience, Arc::clone(queue).acquire_owned()).await;
        match waiting {
            Ok(permit) => Ok(Turn {
                _permit: permit.ok(),
            }),
            Err(_) => Err(sqlx::Error::PoolTimedOut.into()),
        }
    }
}

/// A transaction that writes. Dropped without [`Writing::commit`], it leaves nothing behind.
pub(super) struct Writing {
    transaction: Transaction<'static, Any>,
    /// Dropped behind the transaction.
    _turn: Turn,
}

impl Writing {
    /// Changes one object that is there, which `event` tells, and ends the transaction.
    pub(super) async fn change(
        mut self,
        query: Query<'_, Any, AnyArguments>,
        event: &LogEvent,
    ) -> Result<Written> {
        match query.execute(&mut *self).await {
            Ok(done) if done.rows_affected() == 0 => return Ok(Written::NotFound),
            Ok(_) => {}
            Err(error) => return sorted(error),
        }
        append(&mut self, event).await?;
        self.commit().await?;
        Ok(Written::Done)
    }

    /// Makes what was written durable.
    pub(super) async fn commit(self) -> sqlx::Result<()> {
        self.transaction.commit().await
    }

    /// Takes back what was written.
    pub(super) async fn rollback(self) -> sqlx::Result<()> {
        self.transaction.rollback().await
    }
}

impl Deref for Writing {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        &self.transaction
    }
}

impl DerefMut for Writing {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }
}

impl Store {
    /// The turn to write one statement that is a transaction of its own.
    pub(super) async fn turn(&self) -> Result<Turn> {
        self.turns.next().await
    }

    /// Begins a transaction that writes.
    pub(super) async fn begin(&self) -> Result<Writing> {
        let turn = self.turn().await?;
        let transaction = self.pool().begin_with(self.engine.begin()).await?;
        Ok(Writing {
            transaction,
            _turn: turn,
        })
    }

    /// Begins a transaction that nobody else makes for the same `subject` meanwhile, in whichever instance: for what is
    /// read first and written after.
    pub(super) async fn begin_alone(&self, subject: &str) -> Result<Writing> {
        let mut transaction = self.begin().await?;
        if let Some(lock) = self.engine.lock() {
            sqlx::query(lock)
                .bind(subject)
                .execute(&mut *transaction)
                .await?;
        }
        Ok(transaction)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::super::{Error, Settings, Trouble, testing::Database};
    use super::*;

    async fn opened(database: &Database, patience: Duration) -> Store {
        let settings = Settings {
            connections: 2,
            timeout: patience,
            ..Settings::new(database.url())
        };
        Store::open_with(&settings).await.unwrap()
    }

    #[tokio::test]
    async fn those_who_write_take_turns_in_the_order_in_which_they_came_and_keep_nobody_from_reading()
     {
        let database = Database::sqlite();
        let store = opened(&database, Duration::from_secs(30)).await;
        let first = store.begin().await.unwrap();
        let order = Arc::new(Mutex::new(Vec::new()));
        let waiting: Vec<_> = (0..8)
            .map(|place| {
                let (store, order) = (store.clone(), Arc::clone(&order));
                tokio::spawn(async move {
                    let transaction = store.begin().await.unwrap();
                    order.lock().unwrap().push(place);
                    tokio::task::yield_now().await;
                    transaction.commit().await.unwrap();
                })
            })
            .collect();
        tokio::task::yield_now().await;
        store.ping().await.unwrap();
        assert!(
            order.lock().unwrap().is_empty(),
            "nobody passes by the first"
        );
        first.commit().await.unwrap();
        for one in waiting {
            one.await.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), [0, 1, 2, 3, 4, 5, 6, 7]);
    }

    #[tokio::test]
    async fn nobody_waits_for_a_turn_for_longer_than_the_store_waits_for_anything() {
        let database = Database::sqlite();
        let store = opened(&database, Duration::from_millis(20)).await;
        let first = store.begin().await.unwrap();
        let refused = store.turn().await.unwrap_err();
        assert!(matches!(refused, Error::Database(_)), "{refused}");
        assert_eq!(refused.trouble(), Trouble::Slow);
        first.rollback().await.unwrap();
        store.turn().await.unwrap();
    }
}
