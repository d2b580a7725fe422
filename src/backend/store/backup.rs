//! Backups. A backup is one SQLite file with the whole database in it, whatever kind of database it is of: so it goes
//! back into either kind, and moving from one to the other is a backup and a restore.
//!
//! Both work on a state between two writes: what was acknowledged before a backup began is in it, and nothing of it is
//! there by half. Both leave either everything or nothing behind.

mod copy;
mod file;

use std::path::{Path, PathBuf};

use sqlx::{AnyConnection, ConnectOptions as _, Connection as _, any::AnyConnectOptions};

use self::file::Partial;
use super::{Error, Store, Trouble, engine::Engine, migrations};

/// Why there is no backup, or why it was not restored. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database.
    #[error("{0}")]
    Store(#[from] Error),
    /// There is a file of that name.
    #[error("{0} is there already: choose another name, or say --overwrite to replace it")]
    Exists(PathBuf),
    /// The backup would replace the database that it is of.
    #[error("{0} is the database itself: choose another name for the backup")]
    Itself(PathBuf),
    /// The file cannot be read, or not be written.
    #[error("{path} cannot be used: {reason}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        reason: std::io::Error,
    },
    /// The file is something else.
    #[error("{0} is not a backup of Doorstep: name a file that `doorstep backup` has written")]
    Foreign(PathBuf),
    /// The backup is damaged.
    #[error("{path} is damaged ({what}): take an older backup")]
    Damaged {
        /// The backup.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A newer program has written the backup.
    #[error("{0} was written by a newer version of Doorstep: restore it with that version")]
    Newer(PathBuf),
    /// The database is of another version than this program.
    #[error(
        "the database is of another version of Doorstep: back it up with that version, or run `doorstep migrate` first"
    )]
    Version,
    /// There is something in the database.
    #[error(
        "the database is not empty ({0}): restore into an empty one, or say --overwrite to replace everything in it"
    )]
    NotEmpty(String),
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Writes everything that the database at `url` holds into `file`, readable by this user alone; also while others write
/// to the database. The file appears under its name once it is complete, checked and on the disk.
///
/// # Errors
/// Why there is no backup.
pub async fn back_up(url: &str, file: &Path, overwrite: bool) -> Result<(), BackupError> {
    let exists = file
        .try_exists()
        .map_err(|reason| file::failed(file, reason))?;
    if let Some(database) = sqlite_path(url)
        && exists
        && file::same(&database, file)
    {
        return Err(BackupError::Itself(file.to_owned()));
    }
    if exists && !overwrite {
        return Err(BackupError::Exists(file.to_owned()));
    }
    let partial = Partial::create(file, file)?;
    let mut database = connect(&existing(url)).await?;
    if is_sqlite(url) {
        let target = partial.path().to_string_lossy().into_owned();
        sqlx::query("VACUUM INTO $1")
            .bind(target)
            .execute(&mut database)
            .await?;
    } else {
        copy::out(&mut database, partial.path()).await?;
    }
    database.close().await?;
    check(partial.path(), file).await?;
    partial.keep_as(file)
}

/// Fills the database at `url` from `file`: all of it or, where anything goes wrong, nothing. An older backup is brought
/// up to date on the way, in a copy in `workspace`. What the database holds is replaced only with `overwrite`.
///
/// # Errors
/// Why it was not restored.
pub async fn restore(
    file: &Path,
    url: &str,
    workspace: &Path,
    overwrite: bool,
) -> Result<u64, BackupError> {
    file::begins_as_sqlite(file)?;
    check(file, file).await?;
    let copy = Partial::create(&workspace.join("restore.db"), file)?;
    let mut backup = connect(&sqlite_url(file, "ro")).await?;
    sqlx::query("VACUUM INTO $1")
        .bind(copy.path().to_string_lossy().into_owned())
        .execute(&mut backup)
        .await?;
    backup.close().await?;
    let mut backup = connect(&sqlite_url(copy.path(), "rw")).await?;
    migrations::run(Engine::Sqlite, &mut backup)
        .await
        .map_err(|error| match error {
            Error::Newer(..) => BackupError::Newer(file.to_owned()),
            error => BackupError::Store(error),
        })?;
    let store = Store::open(url).await?;
    let restored = copy::back(&mut backup, &store, overwrite).await;
    store.close().await;
    backup.close().await?;
    restored
}

/// Whether `path` holds a database of Doorstep's that is whole; `name` is what it is called in an error.
async fn check(path: &Path, name: &Path) -> Result<(), BackupError> {
    let damaged = |what: String| BackupError::Damaged {
        path: name.to_owned(),
        what,
    };
    let mut connection = connect(&sqlite_url(path, "ro")).await?;
    let result = copy::faults(&mut connection).await;
    connection.close().await?;
    match result {
        Ok(None) => Err(BackupError::Foreign(name.to_owned())),
        Ok(Some(faults)) if faults.is_empty() => Ok(()),
        Ok(Some(faults)) => Err(damaged(faults.join("; "))),
        Err(error) => match Error::from(error) {
            error if error.trouble() == Trouble::Damaged => Err(damaged(error.to_string())),
            error if error.trouble() == Trouble::NotADatabase => {
                Err(BackupError::Foreign(name.to_owned()))
            }
            error => Err(error.into()),
        },
    }
}

/// A connection as it is: without the schema being brought up to date.
async fn connect(url: &str) -> Result<AnyConnection, BackupError> {
    sqlx::any::install_default_drivers();
    let options: AnyConnectOptions = url.parse()?;
    let mut connection = options.connect().await?;
    if is_sqlite(url) {
        sqlx::query("PRAGMA busy_timeout = 5000")
            .execute(&mut connection)
            .await?;
    }
    Ok(connection)
}

fn is_sqlite(url: &str) -> bool {
    url.starts_with("sqlite:")
}

/// The file of a SQLite database.
fn sqlite_path(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    Some(PathBuf::from(path))
}

/// `url` for a database that must be there already.
fn existing(url: &str) -> String {
    if is_sqlite(url) && !url.contains('?') && !url.contains(":memory:") {
        format!("{url}?mode=rw")
    } else {
        url.to_owned()
    }
}

/// The URL of the SQLite file at `path`, whatever letters are in its name.
fn sqlite_url(path: &Path, mode: &str) -> String {
    let mut url = String::from("sqlite:");
    for letter in path.to_string_lossy().chars() {
        match letter {
            '%' => url.push_str("%25"),
            '?' => url.push_str("%3F"),
            '#' => url.push_str("%23"),
            letter => url.push(letter),
        }
    }
    format!("{url}?mode={mode}")
}

#[cfg(test)]
mod tests;
