//! Opening a database: clear words where it cannot be, its schema brought up to date before anybody uses it.

use std::{str::FromStr as _, sync::Arc, time::Duration};

use sqlx::{
    AnyConnection, ConnectOptions as _, Connection as _, Executor as _,
    any::{AnyConnectOptions, AnyPoolOptions},
};

use super::{
    Error, Result, Store, Trouble, engine::Engine, listener::Listener, migrations, transactions,
    writing::Turns,
};

/// Which database, and how it is used.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    /// `sqlite:PATH`, `sqlite::memory:` or `postgres://…`.
    pub url: String,
    /// At most so many connections at once.
    pub connections: u32,
    /// The longest wait: for the database to answer at the start, for a free connection, for a lock, for one statement.
    pub timeout: Duration,
}

impl Settings {
    /// The defaults for the database at `url`.
    pub fn new(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            connections: 8,
            timeout: Duration::from_secs(5),
        }
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Settings")
            .field("place", &place(&self.url))
            .field("connections", &self.connections)
            .field("timeout", &self.timeout)
            .finish()
    }
}

impl Store {
    /// Opens the database at `url` with the default [`Settings`].
    ///
    /// # Errors
    /// As [`Store::open_with`].
    pub async fn open(url: &str) -> Result<Self> {
        Self::open_with(&Settings::new(url)).await
    }

    /// Opens a database, creating a SQLite file that is not there, and brings its schema up to date. However many
    /// instances do so at once, each step is taken once.
    ///
    /// # Errors
    /// [`Error::Unreachable`] where it cannot be opened; [`Error::Newer`], [`Error::Changed`] where its schema is not one
    /// that this program can work with, [`Error::Migration`] where a step fails: nothing is changed then.
    pub async fn open_with(settings: &Settings) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let engine = Engine::of(&settings.url);
        let patience = settings.timeout;
        let url = match engine {
            Engine::Sqlite if !settings.url.contains('?') => format!("{}?mode=rwc", settings.url),
            _ => settings.url.clone(),
        };
        #[cfg(unix)]
        if engine == Engine::Sqlite {
            super::secrecy::keep(&url);
        }
        let failed =
            |error: sqlx::Error| unreachable(&settings.url, Trouble::of(&error), text(&error));
        let options = AnyConnectOptions::from_str(&url).map_err(failed)?;
        let memory = engine == Engine::Memory;
        let pool = AnyPoolOptions::new()
            .max_connections(if memory { 1 } else { settings.connections })
            .acquire_timeout(patience)
            .idle_timeout((!memory).then_some(Duration::from_mins(10)))
            .max_lifetime(None)
            .after_connect(move |connection, _| Box::pin(engine.prepare(connection, patience)))
            .after_release(move |connection, _| Box::pin(engine.is_clean(connection)))
            .connect_lazy_with(options.clone());
        if memory {
            migrations::run(engine, &mut *pool.acquire().await?).await?;
        } else {
            // Not the pool's: it would only say that it waited, and no limit may end a step of the schema.
            let connected = tokio::time::timeout(patience, connect(engine, &options)).await;
            let mut connection = connected
                .map_err(|_| {
                    let reason = format!("no answer within {} s", patience.as_secs_f32());
                    unreachable(&settings.url, Trouble::Unreachable, reason)
                })?
                .map_err(failed)?;
            let migrated = migrations::run(engine, &mut connection).await;
            // Also gives back the lock on the schema, where there is one.
            let _ = connection.close().await;
            migrated?;
        }
        let changes = transactions::Changes::default();
        let listener = (engine == Engine::Postgres)
            .then(|| Listener::start(&settings.url, changes.clone(), patience))
            .transpose()?;
        Ok(Self {
            engine,
            pool,
            turns: Turns::of(engine, patience),
            changes,
            listener: listener.map(Arc::new),
        })
    }
}

async fn connect(engine: Engine, options: &AnyConnectOptions) -> sqlx::Result<AnyConnection> {
    let mut connection = options.connect().await?;
    match engine {
        // It would say at every start that the table of steps is there already.
        Engine::Postgres => {
            connection
                .execute("SET client_min_messages = warning")
                .await?;
        }
        Engine::Sqlite | Engine::Memory => {
            // Of several programs that create the file at once, one turns the write-ahead log on. The others are turned
            // away at once, however patient they are.
            let mut tries = 0;
            while let Err(error) = engine.prepare(&mut connection, MIGRATION_PATIENCE).await {
                tries += 1;
                if Trouble::of(&error) != Trouble::Busy || tries > WAL_TRIES {
                    return Err(error);
                }
                tokio::time::sleep(WAL_PAUSE).await;
            }
        }
    }
    Ok(connection)
}

/// How often a program tries to turn the write-ahead log on while others do, and how long it waits in between.
const WAL_TRIES: u32 = 100;
const WAL_PAUSE: Duration = Duration::from_millis(20);
/// How long a program waits for another one that brings the schema up to date at the same time.
const MIGRATION_PATIENCE: Duration = Duration::from_mins(1);

fn unreachable(url: &str, trouble: Trouble, reason: String) -> Error {
    let advice = match Engine::of(url) {
        _ if !matches!(trouble, Trouble::Unreachable | Trouble::Other) => trouble.advice(),
        Engine::Postgres => {
            "Start the server, create the database, or correct the address or password"
        }
        Engine::Sqlite | Engine::Memory => {
            "Its folder must be there and writable, and the file must be a SQLite database"
        }
    };
    Error::Unreachable {
        place: place(url),
        reason,
        trouble,
        advice,
    }
}

/// What the system or the database said, without what the driver says around it.
fn text(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        sqlx::Error::Io(error) => error.to_string(),
        other => other.to_string(),
    }
}

/// The database that a URL names, without user and password.
fn place(url: &str) -> String {
    if let Some(path) = url.strip_prefix("sqlite:") {
        let path = path.split('?').next().unwrap_or_default();
        return format!("the SQLite database {}", path.trim_start_matches("//"));
    }
    let Ok(url) = url::Url::parse(url) else {
        return String::from("the PostgreSQL database");
    };
    let name = url.path().trim_start_matches('/');
    // A socket's folder is given behind the question mark.
    let host = url.query_pairs().find(|(name, _)| name == "host");
    let host = match (&host, url.host_str()) {
        (Some((_, host)), _) => host.as_ref(),
        (None, Some(host)) if !host.is_empty() => host,
        _ => "localhost",
    };
    format!(
        "the PostgreSQL database {name} at {host}:{}",
        url.port().unwrap_or(5432)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_no_password() {
        let settings =
            Settings::new("postgres://me:hunter2@db.example:6432/doorstep?sslmode=require");
        let shown = format!("{settings:?}");
        assert!(
            shown.contains("the PostgreSQL database doorstep at db.example:6432"),
            "{shown}"
        );
        assert!(!shown.contains("hunter2"), "{shown}");
        assert_eq!(
            place("postgres:///doorstep?host=/run/postgresql"),
            "the PostgreSQL database doorstep at /run/postgresql:5432"
        );
        assert_eq!(
            place("sqlite:/var/lib/doorstep/doorstep.db?mode=rwc"),
            "the SQLite database /var/lib/doorstep/doorstep.db"
        );
    }

    #[tokio::test]
    async fn a_folder_that_is_not_there_is_named() {
        let error = Store::open("sqlite:/nowhere/doorstep.db")
            .await
            .expect_err("no such folder")
            .to_string();
        assert!(
            error.contains("/nowhere/doorstep.db cannot be opened"),
            "{error}"
        );
        assert!(error.contains("folder must be there"), "{error}");
    }

    #[tokio::test]
    async fn a_server_that_is_not_there_is_named_without_the_password() {
        // A port that was free a moment ago and that nobody listens on.
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        drop(listener);
        let url = format!("postgres://me:hunter2@127.0.0.1:{port}/doorstep");
        let error = Store::open(&url)
            .await
            .expect_err("nobody there")
            .to_string();
        assert!(
            error.contains(&format!("doorstep at 127.0.0.1:{port} cannot be opened")),
            "{error}"
        );
        assert!(error.contains("Start the server"), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
}
