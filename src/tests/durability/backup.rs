//! `doorstep backup` while `doorstep serve` is written to, and `doorstep restore` of what it wrote.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use doorstep::backend::store::Store;

use super::{
    invariants,
    program::{Folder, Program, fail, succeed},
    writer::{Dice, Writer},
};

const SCOPES: &str = "okta.devicePostureChecks.manage,okta.deviceAssurance.manage,okta.policies.manage,\
    okta.apps.manage,okta.users.manage";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_while_serving_holds_what_was_acknowledged_before_it_and_nothing_by_half() {
    let (folder, place) = (Folder::new("serving"), Folder::new("backup"));
    let data = folder.path().to_string_lossy().into_owned();
    let token = succeed(&[
        "token",
        "add",
        "test",
        "--scope",
        SCOPES,
        "--data-dir",
        &data,
    ])
    .await;
    let other = succeed(&[
        "token",
        "add",
        "other",
        "--scope",
        SCOPES,
        "--data-dir",
        &data,
    ])
    .await;
    let program = Program::start(&folder, &folder.url()).await;
    let acknowledged = Arc::new(AtomicUsize::new(0));
    let mut before = Writer::new("before", Dice(7));
    let first = program.api(&token);
    while before.ledger.len() < 30 {
        assert!(before.step(&first).await.is_ok());
    }

    // Somebody goes on writing for as long as the backup takes.
    let done = Arc::new(AtomicBool::new(false));
    let going_on = {
        let (api, acknowledged, done) = (program.api(&other), acknowledged.clone(), done.clone());
        tokio::spawn(async move {
            let mut during = Writer::new("during", Dice(8));
            while !done.load(Ordering::SeqCst) {
                assert!(during.step(&api).await.is_ok());
                acknowledged.store(during.ledger.acknowledged, Ordering::SeqCst);
            }
        })
    };
    while acknowledged.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    let file = place
        .path()
        .join("backup.db")
        .to_string_lossy()
        .into_owned();
    let said = succeed(&["backup", &file, "--data-dir", &data]).await;
    assert!(
        said.starts_with(&format!("Everything is in {file}.")),
        "{said}"
    );
    done.store(true, Ordering::SeqCst);
    going_on.await.expect("a writer");
    program.kill().await;

    let restored = Folder::new("restored");
    let target = restored.path().to_string_lossy().into_owned();
    let said = succeed(&["restore", &file, "--data-dir", &target]).await;
    assert!(said.contains("rows"), "{said}");
    invariants::check_file(&restored.database(), 0).await;
    let store = Store::open(&restored.url())
        .await
        .expect("the database opens");
    invariants::check(&store, 0, 0, 0).await;
    store.close().await;
    let back = Program::start(&restored, &restored.url()).await;
    before.ledger.check_all(&back.api(&token), 0).await;
    back.kill().await;

    // What is there is never replaced by mistake.
    let said = fail(&["restore", &file, "--data-dir", &target]).await;
    assert!(
        said.contains("the database is not empty") && said.contains("--overwrite"),
        "{said}"
    );
    let said = fail(&["backup", &file, "--data-dir", &data]).await;
    assert!(said.contains("is there already"), "{said}");
    succeed(&["backup", &file, "--overwrite", "--data-dir", &data]).await;
    succeed(&["restore", &file, "--overwrite", "--data-dir", &target]).await;
    let database = folder.database().to_string_lossy().into_owned();
    let said = fail(&["backup", &database, "--overwrite", "--data-dir", &data]).await;
    assert!(said.contains("is the database itself"), "{said}");
    let left: Vec<_> = std::fs::read_dir(place.path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(left, ["backup.db"], "nothing else is left behind");
}
