//! Hears from PostgreSQL which sign-ins other instances wrote (`LISTEN`), over a connection of its own.

use std::{convert::Infallible, str::FromStr as _, time::Duration};

use sqlx::{
    Executor as _, PgPool,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
};
use tokio::{sync::Mutex, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use super::{Result, engine::CHANNEL, transactions::Changes};

/// After so long without a word the connection is tried: a peer that vanished says nothing.
const SILENCE: Duration = Duration::from_secs(15);
/// The first wait before listening again; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(50);
/// The longest wait before listening again.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// A task that listens until it is stopped or dropped.
#[derive(Debug)]
pub(super) struct Listener {
    stop: CancellationToken,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Listener {
    /// Begins to listen. Where the database is away it tries again and again, and once it listens again everybody who
    /// waits is woken: what was told in between is not missed.
    pub(super) fn start(url: &str, changes: Changes, patience: Duration) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)?.application_name("doorstep listener");
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(patience)
            .connect_lazy_with(options);
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let task = tokio::spawn(async move {
            stopped
                .run_until_cancelled(listen(&pool, &changes, patience))
                .await;
            pool.close().await;
        });
        Ok(Self {
            stop,
            task: Mutex::new(Some(task)),
        })
    }

    /// Stops listening and closes the connection.
    pub(super) async fn stop(&self) {
        self.stop.cancel();
        if let Some(task) = self.task.lock().await.take() {
            // It only fails where it was aborted, and nobody aborts it.
            let _ = task.await;
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn listen(pool: &PgPool, changes: &Changes, patience: Duration) {
    let mut pause = FIRST_PAUSE;
    loop {
        let Err(error) = follow(pool, changes, patience, &mut pause).await;
        tracing::warn!(%error, "other instances' changes cannot be heard; trying again");
        tokio::time::sleep(pause).await;
        pause = LONGEST_PAUSE.min(pause * 2);
    }
}

/// Passes on what is heard until the connection is lost.
async fn follow(
    pool: &PgPool,
    changes: &Changes,
    patience: Duration,
    pause: &mut Duration,
) -> sqlx::Result<Infallible> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    *pause = FIRST_PAUSE;
    // From here on everything is heard; of what was told before, nobody knows.
    changes.missed();
    loop {
        match tokio::time::timeout(SILENCE, listener.try_recv()).await {
            Ok(Ok(Some(notification))) => changes.of(notification.payload()),
            Ok(Ok(None)) => return Err(lost()),
            Ok(Err(error)) => return Err(error),
            Err(_) => {
                let answer = tokio::time::timeout(patience, listener.execute("SELECT 1")).await;
                answer.map_err(|_| lost())??;
            }
        }
    }
}

fn lost() -> sqlx::Error {
    sqlx::Error::Io(std::io::ErrorKind::ConnectionAborted.into())
}
