//! Runs a statement on the device: on a simulated device's tables, or by osquery. Both give rows of texts, as osquery
//! does, and neither can change anything.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures_util::TryStreamExt as _;
use sqlx::{AssertSqlSafe, Column as _, Row as _};

use super::{
    device::{Behavior, Device},
    device_file::DeviceFile,
    osquery,
    statement::{self, Refusal},
    tables,
};

/// The most rows that are looked at.
const MOST_ROWS: usize = 100;
/// The longest value, in bytes.
const LONGEST_VALUE: usize = 4 * 1024;
/// How many steps SQLite takes between two looks at whether it should stop.
const STEPS: i32 = 1000;

/// A row: its columns in order, with their values. There is no null, as in osquery: it comes as an empty text.
pub(super) type Row = Vec<(String, String)>;

/// Why a statement has no value.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is not run at all.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It took too long and was stopped.
    #[error("the statement took longer than {0:?}")]
    Timeout(Duration),
    /// The engine could not run it.
    #[error("{0}")]
    Engine(String),
    /// It did not give exactly one value.
    #[error(
        "the statement must give one row with one column; it gave {rows} rows with {columns} columns"
    )]
    NotOneValue {
        /// How many rows there are.
        rows: usize,
        /// How many columns the first one has.
        columns: usize,
    },
    /// It gave more than is read.
    #[error(
        "the statement gave more than {MOST_ROWS} rows or a value longer than {LONGEST_VALUE} bytes"
    )]
    TooMuch,
    /// osquery is not there.
    #[error("osquery cannot be started: {0}")]
    Unavailable(std::io::Error),
}

/// Where statements are run.
#[derive(Debug, Clone)]
pub enum Runner {
    /// On the tables of a simulated device.
    Simulated(Arc<DeviceFile>),
    /// By `osqueryi`: a name to look for on the PATH, or a path.
    Osquery(PathBuf),
}

impl Runner {
    /// The rows that `statement` gives.
    ///
    /// # Errors
    /// Why there are none; no rows at all is not an error.
    pub async fn rows(&self, statement: &str, limit: Duration) -> Result<Vec<Row>, Error> {
        let statement = statement::accept(statement)?;
        let rows = match self {
            Self::Simulated(file) => bounded(limit, simulated(&file.device(), statement)).await?,
            Self::Osquery(program) => bounded(limit, osquery::rows(program, statement)).await?,
        };
        let long = |row: &Row| row.iter().any(|(_, value)| value.len() > LONGEST_VALUE);
        if rows.len() > MOST_ROWS || rows.iter().any(long) {
            Err(Error::TooMuch)
        } else {
            Ok(rows)
        }
    }

    /// The one value of a custom check.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn check(&self, statement: &str, limit: Duration) -> Result<String, Error> {
        let mut rows = self.check_rows(statement, limit).await?;
        let (count, columns) = (rows.len(), rows.first().map_or(0, Vec::len));
        match rows.pop() {
            Some(mut row) if count == 1 && columns == 1 => Ok(row.swap_remove(0).1),
            _ => Err(Error::NotOneValue {
                rows: count,
                columns,
            }),
        }
    }

    /// The rows of a custom check, which a simulated device may keep waiting.
    pub(super) async fn check_rows(
        &self,
        statement: &str,
        limit: Duration,
    ) -> Result<Vec<Row>, Error> {
        if let Self::Simulated(file) = self
            && file.device().simulation.behavior == Behavior::ChecksTimeOut
        {
            tokio::time::sleep(limit).await;
            return Err(Error::Timeout(limit));
        }
        self.rows(statement, limit).await
    }
}

async fn bounded<T>(
    limit: Duration,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    tokio::time::timeout(limit, work)
        .await
        .unwrap_or(Err(Error::Timeout(limit)))
}

/// Tells SQLite to stop when the statement's time is over: its thread would go on otherwise.
struct StopOnDrop(Arc<AtomicBool>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

async fn simulated(device: &Device, statement: &str) -> Result<Vec<Row>, Error> {
    let engine = |error: sqlx::Error| match error {
        sqlx::Error::Database(error) => Error::Engine(error.message().to_owned()),
        other => Error::Engine(other.to_string()),
    };
    let mut connection = tables::open(device).await.map_err(engine)?;
    let stop = StopOnDrop(Arc::default());
    let stopped = Arc::clone(&stop.0);
    connection
        .lock_handle()
        .await
        .map_err(engine)?
        .set_progress_handler(STEPS, move || !stopped.load(Ordering::Relaxed));
    let mut rows = Vec::new();
    let mut found = sqlx::query(AssertSqlSafe(statement.to_owned())).fetch(&mut connection);
    while let Some(row) = found.try_next().await.map_err(engine)? {
        rows.push(texts(&row).map_err(engine)?);
        if rows.len() > MOST_ROWS {
            break;
        }
    }
    Ok(rows)
}

/// A row as texts, whatever the types of its columns.
fn texts(row: &sqlx::sqlite::SqliteRow) -> sqlx::Result<Row> {
    row.columns()
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let value = row.try_get_unchecked::<Option<String>, _>(index)?;
            Ok((column.name().to_owned(), value.unwrap_or_default()))
        })
        .collect()
}

#[cfg(test)]
mod tests;
