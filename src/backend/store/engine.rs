//! Where SQLite and PostgreSQL differ, and nothing else.

use std::time::Duration;

use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _};

/// The channel on which instances tell each other of sign-ins that they wrote, and whose exemptions were: identifiers only,
/// which open nothing.
pub(super) const CHANNEL: &str = "doorstep_sign_ins";

/// A database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Engine {
    /// A SQLite file.
    Sqlite,
    /// A SQLite database in memory: each connection is a database of its own.
    Memory,
    /// A PostgreSQL server.
    Postgres,
}

impl Engine {
    /// The engine that a URL names.
    pub(super) fn of(url: &str) -> Self {
        if !url.starts_with("sqlite:") {
            Self::Postgres
        } else if url.contains(":memory:") {
            Self::Memory
        } else {
            Self::Sqlite
        }
    }

    /// How a transaction that writes begins. SQLite's takes its turn at once: one that reads first and writes then would
    /// be turned away where somebody else wrote in between.
    pub(super) fn begin(self) -> &'static str {
        match self {
            Self::Sqlite | Self::Memory => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// The statement that waits until nobody else is in a transaction for the subject `$1`. What follows it sees what
    /// the one before has written. SQLite has one writer anyway.
    pub(super) fn lock(self) -> Option<&'static str> {
        match self {
            Self::Sqlite | Self::Memory => None,
            Self::Postgres => Some("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"),
        }
    }

    /// The statement that writes a sign-in's next version. PostgreSQL tells the other instances when, and only if, it is
    /// stored.
    pub(super) fn update_sign_in(self) -> &'static str {
        match self {
            Self::Sqlite | Self::Memory => {
                "UPDATE sign_ins SET revision = $3, challenge_id = $4, expires_at = $5, document = $6 \
                 WHERE id = $1 AND revision = $2"
            }
            Self::Postgres => {
                "WITH written AS (\
                     UPDATE sign_ins SET revision = $3, challenge_id = $4, expires_at = $5, document = $6 \
                     WHERE id = $1 AND revision = $2 RETURNING id) \
                 SELECT pg_notify('doorstep_sign_ins', id) FROM written"
            }
        }
    }

    /// The statement that tells the other instances `$1`, when and only if its transaction is stored.
    pub(super) fn notify(self) -> Option<&'static str> {
        match self {
            Self::Sqlite | Self::Memory => None,
            Self::Postgres => Some("SELECT pg_notify('doorstep_sign_ins', $1)"),
        }
    }

    /// Sets a new connection up. Nothing in it waits for longer than `patience`.
    pub(super) async fn prepare(
        self,
        connection: &mut AnyConnection,
        patience: Duration,
    ) -> sqlx::Result<()> {
        let milliseconds = patience.as_millis();
        let sql = match self {
            // synchronous=FULL: what was acknowledged survives a power cut.
            Self::Sqlite | Self::Memory => format!(
                "PRAGMA busy_timeout = {milliseconds}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
            ),
            Self::Postgres => format!(
                "SET statement_timeout = {milliseconds}; SET idle_in_transaction_session_timeout = {milliseconds}; SET application_name = 'doorstep';"
            ),
        };
        connection.execute(AssertSqlSafe(sql)).await?;
        Ok(())
    }

    /// Whether a connection that comes back may be used again. A disk that is full makes SQLite end a transaction by
    /// itself, and the rollback behind it fails: the driver then believes that the transaction is still open, and what is
    /// written next on this connection would never be committed.
    pub(super) async fn is_clean(self, connection: &mut AnyConnection) -> sqlx::Result<bool> {
        match self {
            Self::Postgres => Ok(true),
            Self::Sqlite | Self::Memory => {
                // Behind it, a rollback that is under way is done.
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statements_tell_on_the_channel_that_is_listened_to() {
        for statement in [
            Engine::Postgres.update_sign_in(),
            Engine::Postgres.notify().unwrap(),
        ] {
            assert!(
                statement.contains(&format!("pg_notify('{CHANNEL}'")),
                "{statement}"
            );
        }
    }

    #[test]
    fn a_url_names_its_engine() {
        assert_eq!(Engine::of("sqlite::memory:"), Engine::Memory);
        assert_eq!(Engine::of("sqlite:doorstep.db"), Engine::Sqlite);
        assert_eq!(Engine::of("postgres://db/doorstep"), Engine::Postgres);
        assert_eq!(Engine::of("postgresql://db/doorstep"), Engine::Postgres);
    }
}
