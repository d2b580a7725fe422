//! Who can read the SQLite file: it holds the signing key and the hashes of all passwords.

use std::{
    fs::OpenOptions,
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _},
    path::Path,
    str::FromStr as _,
};

use sqlx::sqlite::SqliteConnectOptions;

/// Makes the file of the SQLite database at `url` readable for its owner alone, where it is not there yet; SQLite gives the
/// files that it puts beside it the same mode. What is there keeps its mode, as somebody may have chosen it, and the log says
/// so where it lets others read. Errors are left to whoever opens the database, and has better words for them.
pub(super) fn keep(url: &str) {
    let Ok(options) = SqliteConnectOptions::from_str(url) else {
        return;
    };
    let path = options.get_filename();
    let creates = url
        .split_once('?')
        .is_some_and(|(_, query)| query.split('&').any(|pair| pair == "mode=rwc"));
    if creates {
        let mut file = OpenOptions::new();
        // Another program may be faster: it is there then.
        let _ = file.write(true).create_new(true).mode(0o600).open(path);
    }
    if others_can_read(path) == Some(true) {
        tracing::warn!(
            file = %path.display(),
            "other users of this machine can read the database, the signing key and the hashes of all passwords in it: \
             take the right away (chmod go= on it and on the files beside it that begin with its name)"
        );
    }
}

/// Whether others than its owner can read a file: its mode lets them, and that of its folder lets them get there.
fn others_can_read(path: &Path) -> Option<bool> {
    let folder = path
        .parent()
        .filter(|folder| *folder != Path::new(""))
        .unwrap_or(Path::new("."));
    let (file, folder) = (path.metadata().ok()?.mode(), folder.metadata().ok()?.mode());
    let may = |read: u32, enter: u32| file & read != 0 && folder & enter != 0;
    Some(may(0o040, 0o010) || may(0o004, 0o001))
}

#[cfg(test)]
mod tests {
    use std::{
        fs::{Permissions, set_permissions},
        os::unix::fs::PermissionsExt as _,
    };

    use jiff::Timestamp;

    use super::*;
    use crate::backend::store::{Store, testing::Database};

    fn mode(path: &Path) -> u32 {
        path.metadata().unwrap().mode() & 0o777
    }

    /// The file of a database, in a folder with this mode.
    fn file(database: &Database, folder: u32) -> std::path::PathBuf {
        let path = Path::new(database.url().strip_prefix("sqlite:").unwrap());
        set_permissions(path.parent().unwrap(), Permissions::from_mode(folder)).unwrap();
        path.to_owned()
    }

    #[tokio::test]
    async fn a_new_database_is_for_its_owner_alone_in_whatever_folder() {
        let database = Database::sqlite();
        let path = file(&database, 0o755);
        let store = Store::open(database.url()).await.unwrap();
        store.try_writing(Timestamp::UNIX_EPOCH).await.unwrap();
        for ending in ["", "-wal", "-shm"] {
            let beside = format!("{}{ending}", path.display());
            assert_eq!(mode(Path::new(&beside)), 0o600, "{beside}");
        }
        store.close().await;
        assert_eq!(others_can_read(&path), Some(false));
    }

    #[tokio::test]
    async fn a_database_that_is_there_keeps_its_mode() {
        let database = Database::sqlite();
        let path = file(&database, 0o755);
        Store::open(database.url()).await.unwrap().close().await;
        set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
        Store::open(database.url()).await.unwrap().close().await;
        assert_eq!(mode(&path), 0o640);
    }

    #[tokio::test]
    async fn no_file_is_made_where_none_is_wanted() {
        let database = Database::sqlite();
        let path = file(&database, 0o755);
        let url = format!("{}?mode=rw", database.url());
        assert!(Store::open(&url).await.is_err());
        assert!(!path.exists());
    }

    #[test]
    fn others_can_read_what_file_and_folder_let_them() {
        let database = Database::sqlite();
        let path = file(&database, 0o700);
        assert_eq!(others_can_read(&path), None, "nothing is there");
        std::fs::write(&path, "").unwrap();
        for (folder, file, read) in [
            (0o755, 0o600, false),
            (0o755, 0o640, true),
            (0o755, 0o604, true),
            (0o700, 0o644, false),
            (0o750, 0o604, false),
        ] {
            set_permissions(path.parent().unwrap(), Permissions::from_mode(folder)).unwrap();
            set_permissions(&path, Permissions::from_mode(file)).unwrap();
            assert_eq!(others_can_read(&path), Some(read), "{folder:o} {file:o}");
        }
    }
}
