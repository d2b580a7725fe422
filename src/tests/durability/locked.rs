//! A database that another process holds: whoever writes is told after a while, whoever reads does not notice.

use reqwest::Method;
use serde_json::json;
use sqlx::{ConnectOptions as _, Connection as _, Executor as _, sqlite::SqliteConnectOptions};

use super::{
    program::{Folder, Program, succeed},
    sign_ins::Person,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_database_is_told_and_writing_goes_on_behind_it() {
    let folder = Folder::new("locked");
    let data = folder.path().to_string_lossy().into_owned();
    let scope = "okta.apps.manage,okta.users.manage";
    let token = succeed(&[
        "token",
        "add",
        "test",
        "--scope",
        scope,
        "--data-dir",
        &data,
    ])
    .await;
    let program = Program::start(&folder, &folder.url()).await;
    let api = program.api(&token);
    let person = Person::new(&api).await;

    let options = SqliteConnectOptions::new().filename(folder.database());
    let mut holder = options.connect().await.expect("a connection");
    holder.execute("BEGIN EXCLUSIVE").await.expect("the lock");
    let user = json!({"profile": {"login": "b@example.com", "email": "b@example.com", "firstName": "B", "lastName": "B"}});
    let start = person.page();
    let (written, page, ready, read) = tokio::join!(
        api.call(Method::POST, "/users", Some(&user)),
        api.page(&start, "en"),
        api.page("/readyz", "en"),
        api.get("/users"),
    );
    let written = written.expect("an answer");
    assert_eq!(
        (written.status, &written.json()["errorCode"]),
        (503, &json!("E0000010"))
    );
    assert_eq!(written.headers["retry-after"], "10");
    assert_eq!(page.status, 502, "{}", page.text);
    assert!(page.text.contains("Try again"), "{}", page.text);
    assert_eq!(ready.status, 503);
    assert!(
        ready.text.starts_with("the database does not answer"),
        "{}",
        ready.text
    );
    assert_eq!(read.as_array().map(Vec::len), Some(1));
    let log = program.log();
    assert!(
        log.contains("another process holds the database. Nothing that was acknowledged is lost. End what holds"),
        "{log}"
    );

    holder.execute("ROLLBACK").await.expect("the lock is gone");
    holder.close().await.expect("closed");
    api.create("/users", &user).await;
    assert_eq!(api.page("/readyz", "en").await.status, 200);
    assert_eq!(api.page(&start, "en").await.status, 303);
    program.kill().await;
}
