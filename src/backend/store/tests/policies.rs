//! App sign-in policies and their rules.

use super::{people::app, *};

on_both_databases!(
    a_policy_is_found_changed_and_deleted_with_its_rules,
    rules_are_changed_all_or_none,
    a_rule_that_denies_the_change_stores_nothing,
    an_app_has_the_rules_of_its_policy_while_it_is_in_force,
    the_default_policy_steps_aside_for_an_own_one_of_its_name,
);

async fn with_policy(database: &Database) -> Store {
    let store = open(database).await;
    let policy = access_policy("rst1", "P");
    let added = store
        .insert_policy(&policy, &[catch_all("rul9")], &event("add"))
        .await;
    assert_eq!(added.unwrap(), Written::Done);
    store
}

/// Stores these rules as they are.
async fn put(store: &Store, policy: &str, rules: &[AccessPolicyRule]) -> Written {
    let change = |_| Ok::<_, ()>((rules.to_vec(), event("rules")));
    store.change_rules(policy, change).await.unwrap().unwrap()
}

async fn ids(store: &Store, policy: &str) -> Vec<String> {
    let rules = store.rules(policy).await.unwrap();
    rules.into_iter().map(|rule| rule.id).collect()
}

async fn a_policy_is_found_changed_and_deleted_with_its_rules(database: Database) {
    let store = with_policy(&database).await;
    let other = access_policy("rst2", "Q");
    store
        .insert_policy(&other, &[catch_all("rul8")], &event("add"))
        .await
        .unwrap();
    for (id, name, expected) in [
        ("rst1", "q", Written::Taken),
        ("rst9", "R", Written::NotFound),
        ("rst1", "R", Written::Done),
    ] {
        let updated = store
            .update_policy(&access_policy(id, name), &event("update"))
            .await;
        assert_eq!(updated.unwrap(), expected, "{id} {name}");
    }
    let changed = access_policy("rst1", "R");
    assert_eq!(store.policy("rst1").await.unwrap(), Some(changed.clone()));
    assert_eq!(store.policies().await.unwrap(), [changed, other]);
    for expected in [Deleted::Done, Deleted::NotFound] {
        let deleted = store.delete_policy("rst1", &event("delete")).await;
        assert_eq!(deleted.unwrap(), expected);
    }
    assert_eq!(store.rules("rst1").await.unwrap(), []);
    assert_eq!(log(&store).await, ["add", "add", "update", "delete"]);
}

async fn rules_are_changed_all_or_none(database: Database) {
    let store = with_policy(&database).await;
    store
        .put_assurance(&assurance("dae1", "Mac", &[]), &event("x"))
        .await
        .unwrap();
    let first = [rule("rul2", 1, &["dae1"]), rule("rul1", 0, &[])];
    assert_eq!(put(&store, "rst1", &first).await, Written::Done);
    assert_eq!(ids(&store, "rst1").await, ["rul1", "rul2", "rul9"]);
    let dangling = [rule("rul1", 5, &[]), rule("rul3", 6, &["nobody"])];
    assert_eq!(put(&store, "rst1", &dangling).await, Written::Dangling);
    let twice = [rule("rul1", 5, &[]), rule("rul3", 6, &["dae1", "dae1"])];
    assert_eq!(put(&store, "rst1", &twice).await, Written::Taken);
    assert_eq!(put(&store, "rst7", &first).await, Written::NotFound);
    assert_eq!(ids(&store, "rst1").await, ["rul1", "rul2", "rul9"]);
    let deleted = store.delete_assurance("dae1", &event("no")).await;
    assert_eq!(deleted.unwrap(), Deleted::InUse);
    for expected in [Deleted::Done, Deleted::NotFound] {
        let deleted = store.delete_rule("rst1", "rul2", &event("delete")).await;
        assert_eq!(deleted.unwrap(), expected);
    }
    let deleted = store.delete_assurance("dae1", &event("x")).await;
    assert_eq!(deleted.unwrap(), Deleted::Done);
}

async fn a_rule_that_denies_the_change_stores_nothing(database: Database) {
    let store = with_policy(&database).await;
    let refused = store.change_rules("rst1", |rules| {
        assert_eq!(rules.len(), 1, "the rules as they are");
        Err::<(Vec<AccessPolicyRule>, LogEvent), _>("no")
    });
    assert_eq!(refused.await.unwrap(), Err("no"));
    assert_eq!(log(&store).await, ["add"]);
    assert_eq!(
        put(&store, "rst1", &[rule("rul1", 0, &[])]).await,
        Written::Done,
        "and leaves nothing locked"
    );
}

async fn an_app_has_the_rules_of_its_policy_while_it_is_in_force(database: Database) {
    let store = with_policy(&database).await;
    put(&store, "rst1", &[rule("rul1", 0, &[])]).await;
    let app = app("0oa1", "App", "rst1");
    assert_eq!(store.rules_of_app(&app).await.unwrap().len(), 2);
    let off = AccessPolicy {
        status: Status::Inactive,
        ..access_policy("rst1", "P")
    };
    store.update_policy(&off, &event("x")).await.unwrap();
    assert_eq!(store.rules_of_app(&app).await.unwrap(), []);
}

async fn the_default_policy_steps_aside_for_an_own_one_of_its_name(database: Database) {
    let store = with_policy(&database).await;
    let default = AccessPolicy {
        system: true,
        ..access_policy("rst5", "p")
    };
    let made = store
        .first_default_policy(default.clone(), &catch_all("rul5"), &event("default"))
        .await
        .unwrap();
    assert_eq!((made.id.as_str(), made.name.as_str()), ("rst5", "p rst5"));
    let again = AccessPolicy {
        id: "rst6".to_owned(),
        ..default
    };
    let there = store
        .first_default_policy(again, &catch_all("rul6"), &event("no"))
        .await
        .unwrap();
    assert_eq!(there, made);
    assert_eq!(log(&store).await, ["add", "default"]);
}
