//! What the subjects' files share: reading JSON documents, telling conflicts from broken databases, times as numbers.

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use sqlx::{Row as _, any::AnyRow};

use super::{Result, Store};

/// What became of a write that something may stand against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is stored, for good.
    Done,
    /// Another object has that name already.
    Taken,
    /// It refers to something that is not there.
    Dangling,
    /// There is nothing with that identifier.
    NotFound,
}

/// What became of a deletion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deleted {
    /// It is gone, for good.
    Done,
    /// Something refers to it: it is still there.
    InUse,
    /// There is nothing with that identifier.
    NotFound,
}

/// The key by which names are unique: without regard to case, outer blanks, and null characters, which PostgreSQL does not
/// keep.
pub(super) fn name_key(name: &str) -> String {
    name.replace('\0', "").trim().to_lowercase()
}

/// What somebody sent and something is looked up by. PostgreSQL's text has no NUL character and refuses to compare with
/// one; no key of ours has one either, so that with another character in its place nothing is found.
pub(super) fn key(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// The instant of a column of milliseconds.
pub(super) fn instant(row: &AnyRow, column: &str) -> Result<Timestamp> {
    let milliseconds: i64 = row.try_get(column)?;
    Timestamp::from_millisecond(milliseconds)
        .map_err(|error| sqlx::Error::Decode(Box::new(error)).into())
}

/// The document of a row.
pub(super) fn document<T: DeserializeOwned>(row: &AnyRow) -> Result<T> {
    let text: String = row.try_get("document")?;
    Ok(serde_json::from_str(&text)?)
}

/// Whether a write failed because something unique is there already.
pub(super) fn is_taken(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

/// Sorts a failed write: a conflict is an answer, anything else an error.
pub(super) fn sorted(error: sqlx::Error) -> Result<Written> {
    match error.as_database_error() {
        Some(database) if database.is_unique_violation() => Ok(Written::Taken),
        Some(database) if database.is_foreign_key_violation() => Ok(Written::Dangling),
        _ => Err(error.into()),
    }
}

impl Store {
    pub(super) async fn one<T: DeserializeOwned>(
        &self,
        sql: &'static str,
        id: &str,
    ) -> Result<Option<T>> {
        let row = sqlx::query(sql)
            .bind(key(id))
            .fetch_optional(self.pool())
            .await?;
        row.as_ref().map(document).transpose()
    }

    pub(super) async fn all<T: DeserializeOwned>(&self, sql: &'static str) -> Result<Vec<T>> {
        sqlx::query(sql)
            .fetch_all(self.pool())
            .await?
            .iter()
            .map(document)
            .collect()
    }
}
