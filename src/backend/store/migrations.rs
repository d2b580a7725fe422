//! The schema's steps: forward only, each once, checked at every start.

use sqlx::{
    AnyConnection, Connection as _,
    migrate::{MigrateError, Migrator},
};

use super::{Error, Result, engine::Engine};

/// All steps, compiled in.
pub(super) static STEPS: Migrator = sqlx::migrate!("src/backend/store/migrations");

/// Takes the steps that are missing, after a check that those taken are this program's.
pub(super) async fn run(engine: Engine, connection: &mut AnyConnection) -> Result<()> {
    run_steps(&STEPS, engine, connection).await
}

/// [`run`] with other steps, for tests.
pub(super) async fn run_steps(
    steps: &Migrator,
    engine: Engine,
    connection: &mut AnyConnection,
) -> Result<()> {
    let done = match engine {
        // The driver takes an advisory lock, so that of several instances one migrates and the others find it done.
        Engine::Postgres => steps.run_direct(None, connection, false).await,
        // No such lock here: one transaction around it all is one.
        Engine::Sqlite | Engine::Memory => {
            let mut transaction = connection.begin_with(engine.begin()).await?;
            let done = steps.run_direct(None, &mut *transaction, false).await;
            match done {
                Ok(()) => transaction.commit().await.map_err(MigrateError::Execute),
                Err(error) => {
                    transaction.rollback().await?;
                    Err(error)
                }
            }
        }
    };
    done.map_err(|error| match error {
        MigrateError::VersionMissing(step) => {
            let known = steps.iter().map(|step| step.version).max();
            Error::Newer(step, known.unwrap_or_default())
        }
        MigrateError::VersionMismatch(step) => Error::Changed(step),
        other => Error::Migration(other),
    })
}
