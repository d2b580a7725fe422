//! Many requests at once.

use futures_util::future::join_all;

use super::*;

async fn file_org(name: &str, assurances: &[Value]) -> (Arc<Org>, std::path::PathBuf) {
    let folder = std::env::temp_dir().join(format!("doorstep-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let url = Store::sqlite_url(&folder.join("races.db"));
    let store = Store::open(&url).await.unwrap();
    let org = Org::with(assurances, store, BackendConfig::new(URL)).await;
    (Arc::new(org), folder)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn however_many_ask_there_is_one_code_and_it_is_redeemed_once() {
    let (org, folder) = file_org("codes", &[macos("Mac")]).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let polls = (0..8).map(|_| {
        let (org, handle) = (Arc::clone(&org), handle.clone());
        tokio::spawn(async move { org.poll(&handle).await })
    });
    let polls: Vec<_> = polls.collect();
    let device = FakeDevice::new();
    let answers = join_all((0..4).map(|_| device.answer(&org, &challenge))).await;
    assert!(answers.iter().all(|answer| answer.status == StatusCode::OK));
    join_all(polls).await;
    let successes = join_all((0..8).map(|_| {
        let (org, handle) = (Arc::clone(&org), handle.clone());
        tokio::spawn(async move { org.poll(&handle).await })
    }))
    .await;
    let codes: std::collections::BTreeSet<_> = successes
        .iter()
        .map(|success| code(success.as_ref().unwrap()))
        .collect();
    assert_eq!(codes.len(), 1);
    let success = successes[0].as_ref().unwrap().clone();
    let tokens = join_all((0..8).map(|_| {
        let (org, success) = (Arc::clone(&org), success.clone());
        tokio::spawn(async move { org.redeem(&success).await.status })
    }))
    .await;
    let good = tokens
        .iter()
        .filter(|status| matches!(status, Ok(StatusCode::OK)))
        .count();
    assert_eq!(good, 1);
    org.store.close().await;
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn guesses_that_come_all_at_once_are_counted_one_by_one() {
    let (org, folder) = file_org("guesses", &[]).await;
    let mut handles = Vec::new();
    for _ in 0..16 {
        let handle = org.begin().await;
        let body = json!({"identifier": "ada@example.com"});
        org.step("/idp/idx/identify", &handle, body).await;
        handles.push(handle);
    }
    let guesses = join_all(handles.into_iter().map(|handle| {
        let org = Arc::clone(&org);
        tokio::spawn(async move { org.password(&handle, "wrong").await.status.as_u16() })
    }))
    .await;
    let looked_at = guesses
        .iter()
        .filter(|status| matches!(status, Ok(401)))
        .count();
    assert_eq!(looked_at, 10);
    org.store.close().await;
    std::fs::remove_dir_all(folder).unwrap();
}
