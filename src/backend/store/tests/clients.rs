//! Clients that act in their own name: their keys and grants, assertions that were used, failed guesses, API tokens.

use super::{people::app, *};
use crate::backend::store::{
    ApiToken, App, AppAttributes, AppGrant, AppNotes, ApplicationType, ClientAuth, ClientKey,
    GrantType, PublicKey,
};

on_both_databases!(
    an_app_is_replaced_and_deleted_with_its_grants,
    a_scope_is_granted_once_to_an_app_that_is_there,
    an_assertion_is_good_once_until_it_has_expired_anyway,
    of_many_who_bring_the_same_assertion_one_is_first,
    failed_guesses_count_for_their_key_within_the_window,
    tokens_are_issued_listed_and_revoked_with_their_events,
);

/// A store with a policy and two apps that have it.
async fn with_apps(database: &Database) -> Store {
    let store = open(database).await;
    let policy = access_policy("rst1", "Policy");
    let rule = catch_all("rul1");
    store
        .insert_policy(&policy, std::slice::from_ref(&rule), &event("policy"))
        .await
        .unwrap();
    for (id, label) in [("0oa1", "Nightly"), ("0oa2", "Hourly")] {
        let app = app(id, label, "rst1");
        store.insert_app(&app, &event("app")).await.unwrap();
    }
    store
}

fn grant(id: &str, app_id: &str, scope: &str) -> AppGrant {
    AppGrant {
        id: id.to_owned(),
        app_id: app_id.to_owned(),
        scope: scope.to_owned(),
        created: at(0),
        created_by: "00T1".to_owned(),
    }
}

async fn an_app_is_replaced_and_deleted_with_its_grants(database: Database) {
    let store = with_apps(&database).await;
    let key = PublicKey::Ec {
        crv: "P-256".to_owned(),
        x: "x".to_owned(),
        y: "y".to_owned(),
    };
    let nightly = App {
        client_auth: ClientAuth::PrivateKeyJwt,
        application_type: ApplicationType::Service,
        grant_types: vec![GrantType::ClientCredentials],
        keys: vec![ClientKey {
            kid: "one".to_owned(),
            status: "ACTIVE".to_owned(),
            key,
        }],
        attributes: AppAttributes {
            notes: AppNotes {
                admin: Some("Ask Ana.".to_owned()),
                enduser: None,
            },
            profile: json!({"cost centre": 4711}).as_object().cloned(),
            ..AppAttributes::default()
        },
        ..app("0oa1", "Every night", "rst1")
    };
    let update = async |app: &App| store.update_app(app, &event("update")).await.unwrap();
    assert_eq!(update(&nightly).await, Written::Done);
    assert_eq!(store.app("0oa1").await.unwrap(), Some(nightly.clone()));
    let taken = app("0oa1", " HOURLY", "rst1");
    assert_eq!(update(&taken).await, Written::Taken);
    let unknown = app("0oa9", "Nobody", "rst1");
    assert_eq!(update(&unknown).await, Written::NotFound);

    let granted = grant("oag1", "0oa1", "okta.apps.read");
    store
        .insert_app_grant(&granted, &event("grant"))
        .await
        .unwrap();
    let delete = async || store.delete_app("0oa1", &event("delete")).await.unwrap();
    assert_eq!(delete().await, Deleted::Done);
    assert_eq!(delete().await, Deleted::NotFound);
    assert_eq!(store.app_grants("0oa1").await.unwrap(), []);
    let events = log(&store).await;
    assert_eq!(
        events,
        ["policy", "app", "app", "update", "grant", "delete"],
        "of what was done, and of nothing else"
    );
}

async fn a_scope_is_granted_once_to_an_app_that_is_there(database: Database) {
    let store = with_apps(&database).await;
    let insert = async |grant: AppGrant| {
        let event = event("grant");
        store.insert_app_grant(&grant, &event).await.unwrap()
    };
    let read = grant("oag1", "0oa1", "okta.apps.read");
    assert_eq!(insert(read.clone()).await, Written::Done);
    let again = grant("oag2", "0oa1", "okta.apps.read");
    assert_eq!(insert(again).await, Written::Taken);
    let other = grant("oag3", "0oa2", "okta.apps.read");
    assert_eq!(insert(other.clone()).await, Written::Done);
    let nobody = grant("oag4", "0oa9", "okta.apps.read");
    assert_eq!(insert(nobody).await, Written::Dangling);
    assert_eq!(store.app_grants("0oa1").await.unwrap(), [read]);
    let delete = async |app: &str, id: &str| {
        let event = event("revoke");
        store.delete_app_grant(app, id, &event).await.unwrap()
    };
    assert_eq!(delete("0oa2", "oag1").await, Deleted::NotFound);
    assert_eq!(delete("0oa1", "oag1").await, Deleted::Done);
    assert_eq!(delete("0oa1", "oag1").await, Deleted::NotFound);
    assert_eq!(store.app_grants("0oa2").await.unwrap(), [other]);
    let events = log(&store).await;
    assert_eq!(events[3..], ["grant", "grant", "revoke"]);
}

async fn an_assertion_is_good_once_until_it_has_expired_anyway(database: Database) {
    let store = open(&database).await;
    let first = async |client: &str, jti: &str, now: i64| {
        let used = store.use_assertion(client, jti, at(100), at(now)).await;
        used.unwrap()
    };
    assert!(first("a", "1", 10).await);
    assert!(!first("a", "1", 99).await);
    assert!(first("b", "1", 10).await, "another client's own");
    assert!(first("a", "2", 10).await);
    assert!(
        first("a", "1", 100).await,
        "forgotten, but by now nobody would take it"
    );
}

async fn of_many_who_bring_the_same_assertion_one_is_first(database: Database) {
    let stores = [open(&database).await, open(&database).await];
    let answers = race(&stores, 24, |store, _| async move {
        let used = store.use_assertion("a", "1", at(100), at(0)).await;
        used.unwrap()
    });
    let first = answers.await.into_iter().filter(|first| *first);
    assert_eq!(first.count(), 1);
}

async fn failed_guesses_count_for_their_key_within_the_window(database: Database) {
    let store = open(&database).await;
    for (id, key, now) in [
        ("1", "client a", 0),
        ("2", "client a", 10),
        ("3", "client b", 10),
    ] {
        store
            .record_failed_attempt(id, key, at(now - 60), at(now))
            .await
            .unwrap();
    }
    let failed = async |now: i64| {
        let failed = store.failed_attempts("client a", at(now - 60)).await;
        failed.unwrap()
    };
    assert_eq!(failed(59).await, 2);
    assert_eq!(failed(60).await, 1, "the first has left the window");
    store.forget_attempts("client a").await.unwrap();
    assert_eq!(failed(60).await, 0);
    for id in ["4", "5"] {
        let typed = store.begin_attempt(id, "client a", at(0), at(60), 9).await;
        assert!(typed.unwrap());
    }
    assert_eq!(failed(60).await, 0, "whatever is typed as a login");
}

async fn tokens_are_issued_listed_and_revoked_with_their_events(database: Database) {
    let store = open(&database).await;
    let token = |id: &str, second: i64| ApiToken {
        id: id.to_owned(),
        name: format!("Token {id}"),
        scopes: vec!["okta.apps.read".to_owned(), "okta.logs.read".to_owned()],
        created: at(second),
        user_id: None,
    };
    for (token, hash) in [(token("00T2", 1), "two"), (token("00T1", 0), "one")] {
        let event = event("issue");
        store.issue_api_token(&token, hash, &event).await.unwrap();
    }
    assert_eq!(
        store.api_tokens().await.unwrap(),
        [token("00T1", 0), token("00T2", 1)]
    );
    let revoke = async || {
        store
            .revoke_api_token("00T1", &event("revoke"))
            .await
            .unwrap()
    };
    assert!(revoke().await);
    assert!(!revoke().await);
    assert_eq!(store.api_token_by_hash("one").await.unwrap(), None);
    let left = store.api_token_by_hash("two").await.unwrap();
    assert_eq!(left, Some(token("00T2", 1)));
    assert_eq!(log(&store).await, ["issue", "issue", "revoke"]);
}
