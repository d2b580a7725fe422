//! Databases for tests: each a fresh one that goes away with its value. SQLite is a file, PostgreSQL a database on the
//! server that `DOORSTEP_TEST_POSTGRES_URL` names, which `scripts/postgres.sh` starts.
//!
//! It names nothing of the crate, so that HTTP tests and benchmarks include this file, too.

use std::{
    hash::{BuildHasher as _, Hasher as _, RandomState},
    path::PathBuf,
};

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

/// The variable that names a PostgreSQL server on which databases may be created.
const SERVER: &str = "DOORSTEP_TEST_POSTGRES_URL";

/// A fresh database.
pub(crate) struct Database {
    url: String,
    kind: Kind,
}

enum Kind {
    Sqlite(PathBuf),
    Postgres { server: String, name: String },
}

impl Database {
    /// A SQLite file in a folder of its own.
    pub(crate) fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(unique());
        std::fs::create_dir(&folder).expect("a temporary folder");
        Self {
            url: format!("sqlite:{}", folder.join("doorstep.db").display()),
            kind: Kind::Sqlite(folder),
        }
    }

    /// A database on the PostgreSQL server for tests.
    pub(crate) async fn postgres() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "not an option of the program: tests alone read it"
        )]
        let server = std::env::var(SERVER);
        let server = server.unwrap_or_else(|_| {
            panic!("{SERVER} is not set: run this with scripts/postgres.sh COMMAND…")
        });
        let name = unique();
        administer(&server, format!("CREATE DATABASE {name}"))
            .await
            .expect("a server on which databases may be created");
        let mut url: url::Url = server.parse().expect("a URL");
        url.set_path(&name);
        Self {
            url: url.into(),
            kind: Kind::Postgres { server, name },
        }
    }

    /// What the store is opened with.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        match &self.kind {
            Kind::Sqlite(folder) => {
                let _ = std::fs::remove_dir_all(folder);
            }
            Kind::Postgres { server, name } => {
                // Those who are still connected do not matter any more.
                let (server, sql) = (server.clone(), format!("DROP DATABASE {name} WITH (FORCE)"));
                let thread = std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread()
                        .enable_all()
                        .build()
                        .expect("a runtime");
                    runtime.block_on(administer(&server, sql))
                });
                // Dropping while a test panics must not hide why.
                let _ = thread.join();
            }
        }
    }
}

async fn administer(server: &str, sql: String) -> sqlx::Result<()> {
    let mut connection = PgConnection::connect(server).await?;
    connection.execute(AssertSqlSafe(sql)).await?;
    connection.close().await
}

/// A name that no other test has.
fn unique() -> String {
    let random = RandomState::new().build_hasher().finish();
    format!("doorstep_test_{random:016x}")
}

/// Makes two tests of each function `async fn name(database: Database)`: `sqlite::name` and `postgres::name`. The latter
/// are left out, and counted as ignored, where nobody asks for them with `--include-ignored`.
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                super::$name(super::Database::sqlite()).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            #[ignore = "needs PostgreSQL: scripts/postgres.sh cargo test … -- --include-ignored"]
            async fn $name() {
                super::$name(super::Database::postgres().await).await;
            })+
        }
    };
}

pub(crate) use on_both_databases;
