//! Sign-ins in progress and their codes.

use super::*;
use crate::backend::store::{Grant, Stored};

on_both_databases!(
    only_who_saw_the_latest_version_may_write,
    a_watcher_is_woken_by_its_own_sign_in,
    an_answer_is_new_once,
    what_has_ended_is_forgotten_with_its_code,
    a_code_is_good_until_it_is_used_or_expires,
);

pub(super) fn stored(id: &str, version: i64, document: &str) -> Stored<String> {
    Stored {
        id: id.to_owned(),
        version,
        expires_at: at(100),
        challenge_id: Some(format!("challenge of {id}")),
        document: document.to_owned(),
    }
}

pub(super) fn grant(sign_in_id: &str) -> Grant {
    Grant {
        client_id: "0oa1".to_owned(),
        redirect_uri: "https://app.example/callback".to_owned(),
        code_challenge: "c".to_owned(),
        scopes: vec!["openid".to_owned()],
        nonce: None,
        user_id: "00u1".to_owned(),
        auth_time: at(0),
        amr: vec!["pwd".to_owned()],
        device_id: None,
        sign_in_id: sign_in_id.to_owned(),
    }
}

async fn only_who_saw_the_latest_version_may_write(database: Database) {
    let store = open(&database).await;
    let first = stored("t1", 1, "a");
    store.insert_sign_in("h", &first).await.unwrap();
    let second = Stored {
        expires_at: at(200),
        ..stored("t1", 1, "b")
    };
    assert!(store.update_sign_in(&second).await.unwrap());
    assert!(!store.update_sign_in(&stored("t1", 1, "c")).await.unwrap());
    assert!(!store.update_sign_in(&stored("t2", 1, "c")).await.unwrap());
    let expected = Some(Stored {
        version: 2,
        ..second
    });
    assert_eq!(store.sign_in_by_handle("h").await.unwrap(), expected);
    assert_eq!(store.sign_in("t1").await.unwrap(), expected);
    let challenge = store.sign_in_by_challenge("challenge of t1").await;
    assert_eq!(challenge.unwrap(), expected);
    let nobody = store.sign_in_by_handle::<String>("x").await.unwrap();
    assert_eq!(nobody, None);
}

async fn a_watcher_is_woken_by_its_own_sign_in(database: Database) {
    let store = open(&database).await;
    store
        .insert_sign_in("h", &stored("t1", 1, "a"))
        .await
        .unwrap();
    let mut watch = store.watch_sign_in("t1");
    assert_eq!(store.watchers(), 1);
    store.update_sign_in(&stored("t1", 1, "b")).await.unwrap();
    let woken = tokio::time::timeout(PATIENCE, watch.changed()).await;
    woken.expect("woken");
}

async fn an_answer_is_new_once(database: Database) {
    let store = open(&database).await;
    for id in ["t1", "t2"] {
        store.insert_sign_in(id, &stored(id, 1, "a")).await.unwrap();
    }
    assert!(store.remember_answer("t1", "j").await.unwrap());
    assert!(!store.remember_answer("t1", "j").await.unwrap());
    assert!(store.remember_answer("t2", "j").await.unwrap());
}

async fn what_has_ended_is_forgotten_with_its_code(database: Database) {
    let store = open(&database).await;
    store
        .insert_sign_in("h", &stored("t1", 1, "a"))
        .await
        .unwrap();
    assert!(
        store
            .issue_code("code", &grant("t1"), at(500))
            .await
            .unwrap()
    );
    assert_eq!(store.forget_sign_ins_before(at(100)).await.unwrap(), 0);
    assert_eq!(store.forget_sign_ins_before(at(101)).await.unwrap(), 1);
    assert_eq!(store.sign_in::<String>("t1").await.unwrap(), None);
    assert_eq!(store.grant("code", at(101)).await.unwrap(), None);
}

async fn a_code_is_good_until_it_is_used_or_expires(database: Database) {
    let store = open(&database).await;
    store
        .insert_sign_in("h", &stored("t1", 1, "a"))
        .await
        .unwrap();
    let granted = grant("t1");
    assert!(store.issue_code("code", &granted, at(10)).await.unwrap());
    assert_eq!(
        store.grant("code", at(9)).await.unwrap(),
        Some(granted.clone())
    );
    assert_eq!(
        store.grant("code", at(10)).await.unwrap(),
        None,
        "to the millisecond"
    );
    assert!(!store.redeem_code("code", at(10)).await.unwrap());
    assert!(
        store.issue_code("code", &granted, at(20)).await.unwrap(),
        "prolonged"
    );
    assert!(store.redeem_code("code", at(19)).await.unwrap());
    assert!(!store.redeem_code("code", at(19)).await.unwrap());
    assert_eq!(store.grant("code", at(19)).await.unwrap(), None);
    assert!(
        !store.issue_code("code", &granted, at(30)).await.unwrap(),
        "what was used cannot be prolonged"
    );
}
