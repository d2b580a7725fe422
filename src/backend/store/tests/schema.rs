//! The schema's steps: forward only, each once, and nothing that this program does not know.

use std::borrow::Cow;

use sqlx::{
    AnyConnection, AssertSqlSafe, Connection as _, Executor as _, Row as _,
    migrate::{Migration, MigrationType, Migrator},
};

use super::*;
use crate::backend::store::{Error, engine::Engine, migrations};

on_both_databases!(
    instances_that_start_at_once_find_one_schema,
    a_second_start_changes_nothing,
    an_earlier_version_is_brought_up_to_date_with_what_it_holds,
    a_newer_schema_is_refused_with_what_to_do,
    a_changed_step_is_refused_with_what_to_do,
    a_step_that_fails_leaves_nothing_behind,
);

async fn connection(database: &Database) -> AnyConnection {
    sqlx::any::install_default_drivers();
    let url = match Engine::of(database.url()) {
        Engine::Postgres => database.url().to_owned(),
        Engine::Sqlite | Engine::Memory => format!("{}?mode=rwc", database.url()),
    };
    AnyConnection::connect(&url).await.unwrap()
}

/// The steps that were taken, with the checksums of what they did.
async fn taken(connection: &mut AnyConnection) -> Vec<(i64, Vec<u8>)> {
    let rows = sqlx::query("SELECT version, checksum FROM _sqlx_migrations ORDER BY version")
        .fetch_all(connection)
        .await
        .unwrap();
    rows.iter()
        .map(|row| (row.get("version"), row.get("checksum")))
        .collect()
}

async fn instances_that_start_at_once_find_one_schema(database: Database) {
    let url = database.url().to_owned();
    let starts: Vec<_> = (0..6)
        .map(|_| {
            let url = url.clone();
            tokio::spawn(async move { Store::open(&url).await })
        })
        .collect();
    let mut stores = Vec::new();
    for start in starts {
        stores.push(start.await.unwrap().expect("each starts"));
    }
    for store in &stores {
        store.ping().await.unwrap();
        assert_eq!(store.users().await.unwrap(), []);
        store.close().await;
    }
    let mut connection = connection(&database).await;
    let files = std::fs::read_dir("src/backend/store/migrations").unwrap();
    assert_eq!(
        taken(&mut connection).await.len(),
        files.count(),
        "each step once, and every file compiled in"
    );
    connection.close().await.unwrap();
}

async fn a_second_start_changes_nothing(database: Database) {
    open(&database).await.close().await;
    let mut connection = connection(&database).await;
    let before = taken(&mut connection).await;
    open(&database).await.close().await;
    assert_eq!(taken(&mut connection).await, before);
    connection.close().await.unwrap();
}

async fn an_earlier_version_is_brought_up_to_date_with_what_it_holds(database: Database) {
    let engine = Engine::of(database.url());
    let mut connection = connection(&database).await;
    // The first version that anybody may have run.
    let first = migrations::STEPS
        .iter()
        .filter(|step| step.version <= 201)
        .cloned()
        .collect();
    let first = Migrator::with_migrations(first);
    migrations::run_steps(&first, engine, &mut connection)
        .await
        .unwrap();
    connection
        .execute(
            r#"INSERT INTO users (id, login_key, document, password_hash) VALUES ('00u1', 'ada',
               '{"id":"00u1","status":"ACTIVE","profile":{"login":"Ada"},"created":"2026-03-01T12:00:00Z","lastUpdated":"2026-03-01T12:00:00Z"}', 'h')"#,
        )
        .await
        .unwrap();
    connection.close().await.unwrap();
    let store = open(&database).await;
    let ada = store
        .user_by_login("ada")
        .await
        .unwrap()
        .expect("still there");
    assert_eq!(ada.id, "00u1");
    store.close().await;
}

#[test]
fn steps_go_forward_only() {
    for step in migrations::STEPS.iter() {
        assert_eq!(
            step.migration_type,
            MigrationType::Simple,
            "{}",
            step.version
        );
        assert!(!step.no_tx, "{}: all or nothing", step.version);
    }
}

async fn a_newer_schema_is_refused_with_what_to_do(database: Database) {
    open(&database).await.close().await;
    let mut connection = connection(&database).await;
    connection
        .execute(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             SELECT 9999, 'from the future', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
        )
        .await
        .unwrap();
    let error = Store::open(database.url()).await.expect_err("newer");
    assert!(matches!(error, Error::Newer(9999, _)), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("newer version of Doorstep"), "{text}");
    assert!(
        text.contains("9999") && text.contains("Run that version"),
        "{text}"
    );
    connection
        .execute("DELETE FROM _sqlx_migrations WHERE version = 9999")
        .await
        .unwrap();
    connection.close().await.unwrap();
    // Nothing stays locked: the next one starts.
    open(&database).await.close().await;
}

async fn a_changed_step_is_refused_with_what_to_do(database: Database) {
    open(&database).await.close().await;
    let mut connection = connection(&database).await;
    connection
        .execute(
            "UPDATE _sqlx_migrations SET checksum = (SELECT checksum FROM _sqlx_migrations WHERE version = 201) \
             WHERE version = 101",
        )
        .await
        .unwrap();
    connection.close().await.unwrap();
    let error = Store::open(database.url())
        .await
        .expect_err("tampered with");
    assert!(matches!(error, Error::Changed(101)), "{error:?}");
    assert!(error.to_string().contains("restore a backup"), "{error}");
}

async fn a_step_that_fails_leaves_nothing_behind(database: Database) {
    let engine = Engine::of(database.url());
    let step = |version: i64, sql: &str| {
        let sql = AssertSqlSafe(sql.to_owned());
        Migration::new(
            version,
            Cow::Borrowed("test"),
            MigrationType::Simple,
            sqlx::SqlSafeStr::into_sql_str(sql),
            false,
        )
    };
    let broken = Migrator::with_migrations(vec![step(
        1,
        "CREATE TABLE first (id TEXT); CREATE TABLE second (id TEXT); INSERT INTO nowhere VALUES (1);",
    )]);
    let mut connection = connection(&database).await;
    let error = migrations::run_steps(&broken, engine, &mut connection)
        .await
        .expect_err("broken");
    assert!(matches!(error, Error::Migration(_)), "{error:?}");
    assert!(error.to_string().contains("nothing was changed"), "{error}");
    connection.close().await.unwrap();
    let mut connection = self::connection(&database).await;
    let whole = Migrator::with_migrations(vec![step(
        1,
        "CREATE TABLE first (id TEXT); CREATE TABLE second (id TEXT);",
    )]);
    migrations::run_steps(&whole, engine, &mut connection)
        .await
        .expect("neither table was left");
    connection.close().await.unwrap();
}
