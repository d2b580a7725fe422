//! Why the store could not do what it was asked, and what whoever runs it can do about that.

use std::fmt;

use sqlx::migrate::MigrateError;

/// Why the store could not do what it was asked. None of them is the person's mistake. Each is a sentence for the log
/// that says what to do, with the database's own words behind it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused or could not be reached.
    #[error("{trouble} ({0})", trouble = Trouble::of(.0))]
    Database(#[from] sqlx::Error),
    /// The database cannot be opened at the start.
    #[error("{place} cannot be opened: {reason}. {advice}")]
    Unreachable {
        /// Which database, without its password.
        place: String,
        /// What it or the system said.
        reason: String,
        /// What is the matter.
        trouble: Trouble,
        /// What to do.
        advice: &'static str,
    },
    /// The schema has a step that this program does not know.
    #[error(
        "the database was written by a newer version of Doorstep: its schema has step {0}, this program knows steps up to {1}. \
         Run that version or a newer one, or restore a backup from before the update"
    )]
    Newer(i64, i64),
    /// A step of the schema is not what this program knows by its number.
    #[error(
        "step {0} of the database's schema is not the one of this program: another build wrote this database, or the record was \
         changed. Run the build that wrote it, or restore a backup; nothing was changed"
    )]
    Changed(i64),
    /// The schema could not be brought up to date.
    #[error(
        "the database's schema could not be brought up to date, and nothing was changed: {trouble} ({0})",
        trouble = Trouble::of_migration(.0)
    )]
    Migration(MigrateError),
    /// A stored document could not be read back.
    #[error("a stored document is damaged: {0}")]
    Document(#[from] serde_json::Error),
}

/// What the store answers.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// What is the matter.
    pub fn trouble(&self) -> Trouble {
        match self {
            Self::Database(error) => Trouble::of(error),
            Self::Unreachable { trouble, .. } => *trouble,
            Self::Newer(..) => Trouble::Newer,
            Self::Changed(_) => Trouble::Other,
            Self::Migration(error) => Trouble::of_migration(error),
            Self::Document(_) => Trouble::Damaged,
        }
    }
}

/// What is the matter with the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// It cannot grow.
    Full,
    /// Somebody else holds it for longer than the store waits.
    Busy,
    /// It, or a free connection to it, was waited for too long.
    Slow,
    /// It may not be written.
    ReadOnly,
    /// The disk beneath it fails.
    Disk,
    /// It cannot be reached or opened.
    Unreachable,
    /// It holds what it never wrote.
    Damaged,
    /// The file is no database at all.
    NotADatabase,
    /// A newer program has changed its schema.
    Newer,
    /// Something else.
    Other,
}

impl Trouble {
    /// Whether the same request may well succeed later, without anybody changing it.
    pub fn is_temporary(self) -> bool {
        matches!(
            self,
            Self::Full | Self::Busy | Self::Slow | Self::ReadOnly | Self::Disk | Self::Unreachable
        )
    }

    /// What is the matter, in a few words.
    pub fn summary(self) -> &'static str {
        match self {
            Self::Full => "the database has no room to grow",
            Self::Busy => "another process holds the database",
            Self::Slow => "the database does not answer in time",
            Self::ReadOnly => "the database may not be written",
            Self::Disk => "the disk under the database fails",
            Self::Unreachable => "the database cannot be reached",
            Self::Damaged => "the database is damaged",
            Self::NotADatabase => "the file is not a database",
            Self::Newer => "the database is of a newer version of Doorstep",
            Self::Other => "the database refused",
        }
    }

    /// What whoever runs it can do; empty where only the database's own words can tell.
    pub(super) fn advice(self) -> &'static str {
        match self {
            Self::Full => {
                "Nothing that was acknowledged is lost and reading goes on. Free space where the database is kept, or raise the \
                 quota or file size limit: writing then goes on without a restart"
            }
            Self::Busy => {
                "Nothing that was acknowledged is lost. End what holds the database, for instance a database shell or a copy \
                 program: writing then goes on without a restart"
            }
            Self::Slow => {
                "Nothing that was acknowledged is lost. See whether the database runs, whether another process holds it and how \
                 busy it is: writing then goes on without a restart"
            }
            Self::ReadOnly => {
                "Let this user write to the database, its folder and its -wal and -shm files"
            }
            Self::Disk => {
                "Look at the system's log, and restore the last backup elsewhere if it keeps failing"
            }
            Self::Unreachable => {
                "Check that it runs or that its folder is there and writable, and what --database-url or --data-dir says"
            }
            Self::Damaged => {
                "Stop every instance, move the database away and restore the last backup with `doorstep restore`"
            }
            Self::NotADatabase => {
                "Name the right file with --database-url, or move this one away to begin with an empty database"
            }
            Self::Newer => {
                "Run that version or a newer one, or restore a backup from before the update"
            }
            Self::Other => "",
        }
    }

    /// What an error of the database means: SQLite's result codes (<https://sqlite.org/rescode.html>) and PostgreSQL's
    /// SQLSTATE codes (its documentation, appendix A).
    pub(super) fn of(error: &sqlx::Error) -> Self {
        let database = match error {
            sqlx::Error::Database(error) => error,
            // All connections wait for something, for longer than anybody should.
            sqlx::Error::PoolTimedOut => return Self::Slow,
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::WorkerCrashed => {
                return Self::Unreachable;
            }
            _ => return Self::Other,
        };
        let code = database.code().unwrap_or_default();
        // SQLSTATE codes have five characters, SQLite's extended result codes at most four digits.
        match (code.len(), code.parse::<u32>()) {
            (1..=4, Ok(code)) => Self::of_sqlite(code),
            _ => Self::of_postgres(&code),
        }
    }

    fn of_sqlite(code: u32) -> Self {
        // SQLITE_IOERR_WRITE is also how a quota or a file size limit shows; SQLITE_IOERR_SHMSIZE a full disk before
        // the first write.
        const WRITE: u32 = 0x0a | 3 << 8;
        const SHMSIZE: u32 = 0x0a | 19 << 8;
        match code {
            WRITE | SHMSIZE => return Self::Full,
            _ => {}
        }
        match code & 0xff {
            13 => Self::Full,
            5 | 6 | 15 => Self::Busy,
            3 | 8 => Self::ReadOnly,
            10 => Self::Disk,
            14 => Self::Unreachable,
            11 => Self::Damaged,
            26 => Self::NotADatabase,
            _ => Self::Other,
        }
    }

    fn of_postgres(code: &str) -> Self {
        match code {
            "53100" => Self::Full,
            "55P03" | "40001" | "40P01" => Self::Busy,
            "53200" | "53300" | "53400" | "57014" => Self::Slow,
            "25006" => Self::ReadOnly,
            "58030" => Self::Disk,
            "XX001" | "XX002" => Self::Damaged,
            "3D000" | "57P01" | "57P02" | "57P03" => Self::Unreachable,
            _ if code.starts_with("08") || code.starts_with("28") => Self::Unreachable,
            _ => Self::Other,
        }
    }

    fn of_migration(error: &MigrateError) -> Self {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
                Self::of(error)
            }
            _ => Self::Other,
        }
    }
}

/// What is the matter, and what to do.
impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.summary())?;
        match self.advice() {
            "" => Ok(()),
            advice => write!(formatter, ". {advice}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_matter_follows_from_the_databases_codes() {
        for (code, trouble) in [
            (13, Trouble::Full),
            (778, Trouble::Full),
            (4874, Trouble::Full),
            (5, Trouble::Busy),
            (517, Trouble::Busy),
            (6, Trouble::Busy),
            (8, Trouble::ReadOnly),
            (1544, Trouble::ReadOnly),
            (266, Trouble::Disk),
            (14, Trouble::Unreachable),
            (11, Trouble::Damaged),
            (267, Trouble::Damaged),
            (26, Trouble::NotADatabase),
            (1, Trouble::Other),
            (2067, Trouble::Other),
        ] {
            assert_eq!(Trouble::of_sqlite(code), trouble, "{code}");
        }
        for (code, trouble) in [
            ("53100", Trouble::Full),
            ("53300", Trouble::Slow),
            ("57014", Trouble::Slow),
            ("40P01", Trouble::Busy),
            ("25006", Trouble::ReadOnly),
            ("08006", Trouble::Unreachable),
            ("28P01", Trouble::Unreachable),
            ("57P03", Trouble::Unreachable),
            ("XX001", Trouble::Damaged),
            ("23505", Trouble::Other),
        ] {
            assert_eq!(Trouble::of_postgres(code), trouble, "{code}");
        }
    }

    #[test]
    fn only_what_can_pass_by_itself_is_worth_another_try() {
        for trouble in [Trouble::Full, Trouble::Busy, Trouble::Unreachable] {
            assert!(trouble.is_temporary(), "{trouble:?}");
        }
        for trouble in [Trouble::Damaged, Trouble::Newer, Trouble::Other] {
            assert!(!trouble.is_temporary(), "{trouble:?}");
        }
    }

    #[tokio::test]
    async fn a_refused_write_says_what_to_do() {
        let store = crate::backend::store::Store::open("sqlite::memory:")
            .await
            .unwrap();
        sqlx::query("PRAGMA query_only = ON")
            .execute(store.pool())
            .await
            .unwrap();
        let error = store.forget_attempts("ada").await.unwrap_err();
        assert_eq!(error.trouble(), Trouble::ReadOnly);
        let sentence = error.to_string();
        assert!(
            sentence.starts_with("the database may not be written. Let this user write"),
            "{sentence}"
        );
    }
}
