//! People, apps, devices, tokens of the management API, attempts at passwords, the signing key.

use super::*;
use crate::backend::{
    evaluation::Platform,
    store::{
        ApiToken, App, AppAttributes, ApplicationType, ClientAuth, Device, GrantType, PasswordHash,
        Profile, User,
    },
};

on_both_databases!(
    a_person_is_found_by_login_without_regard_to_case,
    an_app_has_one_policy_and_may_get_another,
    a_known_key_keeps_its_identifier_and_is_described_anew,
    a_device_is_registered_for_those_it_was_registered_for,
    a_token_is_found_by_its_hash_until_it_is_ended,
    only_so_many_attempts_fit_into_the_window,
    the_first_signing_key_holds,
    a_character_that_no_text_has_finds_nothing,
);

fn user(id: &str, login: &str) -> User {
    User {
        id: id.to_owned(),
        status: "ACTIVE".to_owned(),
        profile: Profile {
            login: login.to_owned(),
            ..Profile::default()
        },
        created: at(0),
        last_updated: at(0),
        status_changed: None,
        password_hash: None,
    }
}

async fn a_person_is_found_by_login_without_regard_to_case(database: Database) {
    let store = open(&database).await;
    let ada = User {
        status_changed: None,
        password_hash: Some(PasswordHash("hash".to_owned())),
        ..user("00u1", "Ada@example.com")
    };
    let added = store.insert_user(&ada, &event("add")).await;
    assert_eq!(added.unwrap(), Written::Done);
    let again = store
        .insert_user(&user("00u2", "ADA@EXAMPLE.COM"), &event("no"))
        .await;
    assert_eq!(again.unwrap(), Written::Taken);
    let bob = user("00u3", "bob");
    store.insert_user(&bob, &event("add")).await.unwrap();
    assert_eq!(store.user("00u1").await.unwrap(), Some(ada.clone()));
    let found = store.user_by_login(" ada@EXAMPLE.com ").await.unwrap();
    assert_eq!(found, Some(ada), "with the password's hash");
    assert_eq!(store.user_by_login("eve").await.unwrap(), None);
    assert_eq!(store.user("00u2").await.unwrap(), None);
    let all = store.users().await.unwrap();
    let ids: Vec<_> = all.iter().map(|user| user.id.as_str()).collect();
    assert_eq!(ids, ["00u1", "00u3"], "by login");
    assert_eq!(log(&store).await, ["add", "add"]);
}

pub(super) fn app(id: &str, label: &str, policy: &str) -> App {
    App {
        id: id.to_owned(),
        label: label.to_owned(),
        status: "ACTIVE".to_owned(),
        redirect_uris: vec!["https://app.example/callback".to_owned()],
        client_auth: ClientAuth::ClientSecretBasic,
        application_type: ApplicationType::Web,
        grant_types: vec![GrantType::AuthorizationCode],
        keys: Vec::new(),
        attributes: AppAttributes::default(),
        created: at(0),
        last_updated: at(0),
        policy_id: policy.to_owned(),
        secret_hash: Some("secret's hash".to_owned()),
    }
}

async fn an_app_has_one_policy_and_may_get_another(database: Database) {
    let store = open(&database).await;
    for id in ["rst1", "rst2"] {
        let policy = access_policy(id, id);
        let rule = catch_all(&format!("rul-{id}"));
        let added = store
            .insert_policy(&policy, std::slice::from_ref(&rule), &event("x"))
            .await;
        assert_eq!(added.unwrap(), Written::Done);
    }
    let ledger = app("0oa1", "Ledger", "rst1");
    let added = store.insert_app(&ledger, &event("x")).await;
    assert_eq!(added.unwrap(), Written::Done);
    let taken = store
        .insert_app(&app("0oa2", "LEDGER", "rst1"), &event("no"))
        .await;
    assert_eq!(taken.unwrap(), Written::Taken);
    let dangling = store
        .insert_app(&app("0oa3", "Wiki", "nobody"), &event("no"))
        .await;
    assert_eq!(dangling.unwrap(), Written::Dangling);
    assert_eq!(store.app("0oa1").await.unwrap(), Some(ledger.clone()));
    assert_eq!(store.app("0oa2").await.unwrap(), None);
    let deleted = store.delete_policy("rst1", &event("no")).await.unwrap();
    assert_eq!(deleted, Deleted::InUse);
    for (app, policy, expected) in [
        ("0oa1", "nobody", Written::Dangling),
        ("0oa9", "rst2", Written::NotFound),
        ("0oa1", "rst2", Written::Done),
    ] {
        let assigned = store.assign_policy(app, policy, &event("assign")).await;
        assert_eq!(assigned.unwrap(), expected, "{app} {policy}");
    }
    let moved = App {
        policy_id: "rst2".to_owned(),
        ..ledger
    };
    assert_eq!(store.apps().await.unwrap(), [moved]);
    let deleted = store.delete_policy("rst1", &event("x")).await.unwrap();
    assert_eq!(deleted, Deleted::Done);
}

fn device(id: &str, name: &str) -> Device {
    Device {
        id: id.to_owned(),
        key_id: "key".to_owned(),
        status: "ACTIVE".to_owned(),
        display_name: name.to_owned(),
        platform: Platform::Macos,
        os_version: "14.4".to_owned(),
        manufacturer: String::new(),
        model: String::new(),
        serial_number: String::new(),
        udid: String::new(),
        created: at(0),
        last_updated: at(0),
    }
}

async fn a_known_key_keeps_its_identifier_and_is_described_anew(database: Database) {
    let store = open(&database).await;
    store.put_device(&device("guo1", "old")).await.unwrap();
    let stored = store.put_device(&device("guo2", "new")).await.unwrap();
    assert_eq!(
        (stored.id.as_str(), stored.display_name.as_str()),
        ("guo1", "new")
    );
}

async fn a_device_is_registered_for_those_it_was_registered_for(database: Database) {
    let store = open(&database).await;
    store.put_device(&device("guo1", "a")).await.unwrap();
    for _ in 0..2 {
        let registered = store.register_device("u1", "guo1", at(0)).await;
        registered.unwrap();
    }
    assert!(store.is_registered("u1", "guo1").await.unwrap());
    assert!(!store.is_registered("u2", "guo1").await.unwrap());
}

async fn a_token_is_found_by_its_hash_until_it_is_ended(database: Database) {
    let store = open(&database).await;
    let token = ApiToken {
        id: "00T1".to_owned(),
        name: "automation".to_owned(),
        scopes: vec!["okta.users.manage".to_owned(), "okta.logs.read".to_owned()],
        created: at(0),
        user_id: None,
    };
    store.insert_api_token(&token, "hash").await.unwrap();
    let found = store.api_token_by_hash("hash").await.unwrap();
    assert_eq!(found, Some(token));
    assert_eq!(store.api_token_by_hash("00T1").await.unwrap(), None);
    assert!(store.delete_api_token("00T1").await.unwrap());
    assert!(!store.delete_api_token("00T1").await.unwrap());
    assert_eq!(store.api_token_by_hash("hash").await.unwrap(), None);
}

async fn only_so_many_attempts_fit_into_the_window(database: Database) {
    let store = open(&database).await;
    let attempt = async |id: &str, second: i64| {
        let begun = store
            .begin_attempt(id, "Ada", at(second - 60), at(second), 2)
            .await;
        begun.unwrap()
    };
    assert!(attempt("a", 100).await);
    assert!(attempt("b", 110).await);
    assert!(!attempt("c", 120).await);
    assert!(attempt("d", 160).await, "the first has left the window");
    let first = sign_ins::stored("t1", 1, "a");
    store.insert_sign_in("h", &first).await.unwrap();
    let right = Together {
        proven_login: Some("ada ".to_owned()),
        ..Together::default()
    };
    store.update_sign_in(&first, &right).await.unwrap();
    assert!(attempt("e", 161).await);
}

async fn the_first_signing_key_holds(database: Database) {
    let store = open(&database).await;
    assert_eq!(store.signing_key().await.unwrap(), None);
    assert_eq!(store.first_signing_key("a", "one").await.unwrap(), "one");
    assert_eq!(store.first_signing_key("b", "two").await.unwrap(), "one");
    assert_eq!(store.signing_key().await.unwrap().as_deref(), Some("one"));
}

async fn a_character_that_no_text_has_finds_nothing(database: Database) {
    let store = open(&database).await;
    let nul = "a\0b";
    assert_eq!(store.user(nul).await.unwrap(), None);
    assert_eq!(store.user_by_login(nul).await.unwrap(), None);
    assert_eq!(store.app(nul).await.unwrap(), None);
    assert_eq!(store.assurance(nul).await.unwrap(), None);
    assert_eq!(store.rules(nul).await.unwrap(), []);
    let sign_in = store.sign_in_by_challenge::<String>(nul).await;
    assert_eq!(sign_in.unwrap(), None);
    let deleted = store.delete_rule(nul, nul, &event("no")).await;
    assert_eq!(deleted.unwrap(), Deleted::NotFound);
    let attempt = store.begin_attempt("a", nul, at(-60), at(0), 1).await;
    assert!(attempt.unwrap(), "counted like any other");
    let attempt = store.begin_attempt("b", nul, at(-60), at(0), 1).await;
    assert!(!attempt.unwrap());
    let dangling = assurance("dae1", "Mac", &[nul]);
    let dangling = store.put_assurance(&dangling, &event("no")).await;
    assert_eq!(dangling.unwrap(), Written::Dangling);
}
