//! Sign-ins in progress and their codes.

use super::*;
use crate::backend::store::Grant;

on_both_databases!(
    only_who_saw_the_latest_version_may_write,
    a_watcher_is_woken_by_its_own_sign_in,
    an_answer_is_new_once,
    what_has_ended_is_forgotten_with_its_code,
    a_code_is_good_until_it_is_used_or_expires,
    what_is_written_together_is_stored_all_or_not_at_all,
    the_end_of_a_window_is_told_once_for_each_deadline,
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
    assert!(write(&store, &second).await);
    assert!(!write(&store, &stored("t1", 1, "c")).await);
    assert!(!write(&store, &stored("t2", 1, "c")).await);
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
    assert!(write(&store, &stored("t1", 1, "b")).await);
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
    assert!(!store.redeem_code("code", at(10), &[]).await.unwrap());
    assert!(
        store.issue_code("code", &granted, at(20)).await.unwrap(),
        "prolonged"
    );
    assert!(store.redeem_code("code", at(19), &[]).await.unwrap());
    assert!(!store.redeem_code("code", at(19), &[]).await.unwrap());
    assert_eq!(store.grant("code", at(19)).await.unwrap(), None);
    assert!(
        !store.issue_code("code", &granted, at(30)).await.unwrap(),
        "what was used cannot be prolonged"
    );
}

fn window(policy_id: &str) -> GraceWindow {
    GraceWindow {
        policy_id: policy_id.to_owned(),
        user_id: "00u1".to_owned(),
        device_id: "guo1".to_owned(),
        first_noncompliant_at: at(0),
        expires_at: at(7 * 86_400),
    }
}

async fn what_is_written_together_is_stored_all_or_not_at_all(database: Database) {
    let store = open(&database).await;
    let policy = graceful(assurance("dae1", "A", &[]), Some("P7D"));
    store.put_assurance(&policy, &event("add")).await.unwrap();
    store
        .insert_sign_in("h", &stored("t1", 1, "a"))
        .await
        .unwrap();
    let starting = |policy: &str| Together {
        events: vec![event("one"), event("two")],
        grace_starts: vec![(window(policy), event("start"))],
        ..Together::default()
    };
    let first = stored("t1", 1, "b");
    let done = store.update_sign_in(&first, &starting("dae1")).await;
    assert_eq!(done.unwrap(), Updated::Done);
    let told = ["add", "one", "two", "start"];
    assert_eq!(log(&store).await, told);
    let windows = store.grace_windows("00u1", "guo1").await.unwrap();
    assert_eq!(windows, [window("dae1")]);
    for (version, policy, expected) in [
        (1, "dae1", Updated::Outdated),
        (2, "dae1", Updated::Contradicted),
        (2, "dae-deleted", Updated::Contradicted),
    ] {
        let next = stored("t1", version, "never");
        let done = store.update_sign_in(&next, &starting(policy)).await;
        assert_eq!(done.unwrap(), expected);
        let found = store.sign_in::<String>("t1").await.unwrap().unwrap();
        assert_eq!((found.version, found.document.as_str()), (2, "b"));
        assert_eq!(log(&store).await, told);
    }
    let ending = Together {
        grace_ends: vec![
            (window("dae1"), event("end")),
            (window("dae2"), event("no")),
        ],
        ..Together::default()
    };
    let next = stored("t1", 2, "c");
    let done = store.update_sign_in(&next, &ending).await.unwrap();
    assert_eq!(done, Updated::Done);
    assert_eq!(log(&store).await, ["add", "one", "two", "start", "end"]);
    assert_eq!(store.grace_windows("00u1", "guo1").await.unwrap(), []);
}

async fn the_end_of_a_window_is_told_once_for_each_deadline(database: Database) {
    let store = open(&database).await;
    let lasting = |expiry: &str| graceful(assurance("dae1", "A", &[]), Some(expiry));
    store
        .put_assurance(&lasting("P7D"), &event("put"))
        .await
        .unwrap();
    store
        .insert_sign_in("h", &stored("t1", 1, "a"))
        .await
        .unwrap();
    let mut version = 1;
    let mut step = async |together: Together| {
        let next = stored("t1", version, "x");
        version += 1;
        assert_eq!(
            store.update_sign_in(&next, &together).await.unwrap(),
            Updated::Done
        );
    };
    step(Together {
        grace_starts: vec![(window("dae1"), event("start"))],
        ..Together::default()
    })
    .await;
    let over = |days: i64| Together {
        grace_expiries: vec![(
            GraceWindow {
                expires_at: at(days * 86_400),
                ..window("dae1")
            },
            event("over"),
        )],
        ..Together::default()
    };
    step(over(7)).await;
    step(over(7)).await;
    assert_eq!(log(&store).await, ["put", "start", "over"]);
    // The same deadline again is no news; another one is.
    for (expiry, days) in [("P7D", 7), ("P9D", 9)] {
        store
            .put_assurance(&lasting(expiry), &event("put"))
            .await
            .unwrap();
        step(over(days)).await;
        step(over(days)).await;
    }
    assert_eq!(
        log(&store).await,
        ["put", "start", "over", "put", "put", "over"]
    );
}
