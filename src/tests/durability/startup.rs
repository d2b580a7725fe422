//! What cannot work is said in a sentence that says what to do.

use sqlx::{ConnectOptions as _, Executor as _, sqlite::SqliteConnectOptions};

use super::program::{Folder, fail, succeed};

async fn serve(folder: &Folder) -> String {
    let data = folder.path().to_string_lossy().into_owned();
    fail(&["serve", "--listen", "127.0.0.1:0", "--data-dir", &data]).await
}

#[tokio::test]
async fn a_data_folder_that_cannot_be_made_is_named_with_its_option() {
    let folder = Folder::new("no-folder");
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("a file");
    let below = file.join("data").to_string_lossy().into_owned();
    let said = fail(&["serve", "--listen", "127.0.0.1:0", "--data-dir", &below]).await;
    assert!(
        said.contains("--data-dir") && said.contains(&below),
        "{said}"
    );
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_data_folder_that_cannot_be_written_is_told() {
    // Nobody can make a file there, not even root.
    let said = fail(&[
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--data-dir",
        "/proc/self",
    ])
    .await;
    assert!(
        said.contains("Its folder must be there and writable"),
        "{said}"
    );
    assert!(said.contains("/proc/self/doorstep.db"), "{said}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_left_alone() {
    let folder = Folder::new("no-database");
    let text = "These are the minutes of our last meeting. ".repeat(100);
    std::fs::write(folder.database(), &text).expect("a file");
    let said = serve(&folder).await;
    assert!(
        said.contains("Name the right file with --database-url"),
        "{said}"
    );
    assert!(said.contains("doorstep.db"), "{said}");
    assert_eq!(
        std::fs::read_to_string(folder.database()).expect("the file"),
        text
    );
}

#[tokio::test]
async fn a_damaged_database_is_told_with_the_way_back() {
    let folder = Folder::new("damaged");
    succeed(&["migrate", "--data-dir", &folder.path().to_string_lossy()]).await;
    let mut bytes = std::fs::read(folder.database()).expect("a database");
    assert!(bytes.len() > 8192);
    bytes[4096..].fill(0xa5);
    std::fs::write(folder.database(), bytes).expect("a damaged database");
    let said = serve(&folder).await;
    assert!(
        said.contains("Stop every instance, move the database away"),
        "{said}"
    );
    assert!(said.contains("doorstep restore"), "{said}");
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    let folder = Folder::new("newer");
    succeed(&["migrate", "--data-dir", &folder.path().to_string_lossy()]).await;
    let options = SqliteConnectOptions::new().filename(folder.database());
    let mut connection = options.connect().await.expect("a connection");
    connection
        .execute(
            "INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time) \
             VALUES (999999, 'of tomorrow', CURRENT_TIMESTAMP, TRUE, x'00', 0)",
        )
        .await
        .expect("a newer schema");
    sqlx::Connection::close(connection).await.expect("closed");
    let said = serve(&folder).await;
    assert!(
        said.contains("the database was written by a newer version of Doorstep"),
        "{said}"
    );
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_is_told_without_its_password() {
    let said = fail(&[
        "migrate",
        "--data-dir",
        &Folder::new("no-server").path().to_string_lossy(),
        "--database-url",
        "postgres://doorstep:hunter2@127.0.0.1:1/doorstep",
    ])
    .await;
    assert!(
        said.contains("Start the server, create the database"),
        "{said}"
    );
    assert!(!said.contains("hunter2"), "{said}");
}
