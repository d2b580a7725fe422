//! Commands for whoever runs the backend: schema, people, tokens.

use anyhow::Context as _;
use doorstep::{backend::store::Store, config::StoreOptions};

/// Opens the store, bringing its schema up to date.
pub(super) async fn open(options: &StoreOptions) -> anyhow::Result<Store> {
    options.create_data_dir()?;
    Store::open(&options.database_url())
        .await
        .context("the database (option --database-url) cannot be used")
}

/// `migrate`.
pub(super) async fn migrate(options: &StoreOptions) -> anyhow::Result<()> {
    open(options).await?.close().await;
    super::print("The database is up to date.")
}
