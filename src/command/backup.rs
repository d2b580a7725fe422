//! `backup` and `restore`.

use doorstep::{backend::store::backup, config::BackupOptions};

/// Writes a backup.
pub(super) async fn back_up(options: &BackupOptions) -> anyhow::Result<()> {
    let url = options.store.database_url();
    backup::back_up(&url, &options.file, options.overwrite).await?;
    super::print(&format!(
        "Everything is in {}. Whoever can read it can read the signing key and all password hashes.",
        options.file.display()
    ))
}

/// Fills the database from a backup.
pub(super) async fn restore(options: &BackupOptions) -> anyhow::Result<()> {
    options.store.create_data_dir()?;
    let url = options.store.database_url();
    let workspace = &options.store.data_dir;
    let rows = backup::restore(&options.file, &url, workspace, options.overwrite).await?;
    super::print(&format!(
        "The database holds what was in {}: {rows} rows.",
        options.file.display()
    ))
}
