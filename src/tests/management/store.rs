//! What was acknowledged is there after a restart, and of those who write at once nobody undoes the others: on both
//! databases.

use doorstep::backend::{
    evaluation::GraceWindow,
    store::{LogEvent, Stored, Together, Updated},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::*;
use crate::support::{Database, on_both_databases};

on_both_databases!(
    a_restart_loses_nothing,
    rules_that_are_written_at_once_have_priorities_of_their_own,
    a_default_policy_is_made_once,
);

async fn open(database: &Database) -> Store {
    Store::open(database.url()).await.unwrap()
}

fn window(policy_id: &str, start: &str) -> GraceWindow {
    let start: Timestamp = start.parse().unwrap();
    GraceWindow {
        policy_id: policy_id.to_owned(),
        user_id: "00u1".to_owned(),
        device_id: "guo1".to_owned(),
        first_noncompliant_at: start,
        expires_at: start + SignedDuration::from_hours(7 * 24),
    }
}

/// Begins a window as a sign-in does.
async fn begin(org: &Org, window: &GraceWindow) {
    let sign_in = Stored {
        id: org.random.id("t"),
        version: 1,
        expires_at: window.expires_at,
        challenge_id: None,
        document: json!({}),
    };
    org.store
        .insert_sign_in(&sign_in.id, &sign_in)
        .await
        .unwrap();
    let event = LogEvent::new(
        window.first_noncompliant_at,
        &org.random,
        "x",
        "x",
        doorstep::backend::store::Actor::default(),
    );
    let together = Together {
        grace_starts: vec![(window.clone(), event)],
        ..Together::default()
    };
    let done = org.store.update_sign_in(&sign_in, &together).await.unwrap();
    assert_eq!(done, Updated::Done);
}

fn with_grace(expiry: Option<&str>) -> Value {
    let mut policy = mac_policy();
    policy["displayRemediationMode"] = json!("SHOW");
    if let Some(expiry) = expiry {
        policy["gracePeriod"] = json!({"type": "BY_DURATION", "expiry": expiry});
    }
    policy
}

async fn a_restart_loses_nothing(database: Database) {
    let paths = [
        "/device-posture-checks",
        "/device-assurances",
        "/policies?type=ACCESS_POLICY",
        "/apps",
        "/users",
        "/device-integrations",
    ];
    let store = open(&database).await;
    let org = Org::on(store.clone(), |_| {}).await;
    org.create("/device-posture-checks", firewall()).await;
    let assurance = id(&org
        .create("/device-assurances", with_grace(Some("P7D")))
        .await);
    let policy = id(&org
        .create("/policies", json!({"type": "ACCESS_POLICY", "name": "P"}))
        .await);
    org.create(
        &format!("/policies/{policy}/rules"),
        rule("R", &[&assurance]),
    )
    .await;
    let app = json!({"label": "Demo", "settings": {"oauthClient": {"redirect_uris": ["https://app.example.com/cb"]}}});
    let app = id(&org.create("/apps", app).await);
    org.call("PUT", &format!("/apps/{app}/policies/{policy}"), None)
        .await;
    let user = json!({"profile": {"login": "a", "email": "a@example.com", "firstName": "A", "lastName": "A"}, "credentials": {"password": {"value": "correct horse"}}});
    let user = id(&org.create("/users", user).await);
    let started = window(&assurance, "2026-03-01T12:00:00Z");
    begin(&org, &started).await;
    let mut before = Vec::new();
    for path in paths {
        before.push(org.get(path).await.body);
    }
    let (stored_user, stored_app, events) = (
        store.user(&user).await.unwrap(),
        store.app(&app).await.unwrap(),
        org.get("/logs").await.body,
    );
    let token = org.token.clone();
    drop(org);
    store.close().await;

    let store = open(&database).await;
    let org = Org {
        token,
        ..Org::on(store.clone(), |_| {}).await
    };
    for (path, before) in paths.into_iter().zip(before) {
        assert_eq!(org.get(path).await.body, before, "{path}");
    }
    assert_eq!(org.get("/logs").await.body, events);
    assert_eq!(store.user(&user).await.unwrap(), stored_user);
    assert_eq!(store.app(&app).await.unwrap(), stored_app);
    assert_eq!(store.app(&app).await.unwrap().unwrap().policy_id, policy);
    assert_eq!(
        store
            .rules_of_app(&stored_app.unwrap())
            .await
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        store.grace_windows("00u1", "guo1").await.unwrap(),
        [started]
    );
    store.close().await;
}

async fn rules_that_are_written_at_once_have_priorities_of_their_own(database: Database) {
    let store = open(&database).await;
    let org = Arc::new(Org::on(store.clone(), |_| {}).await);
    let policy = json!({"type": "ACCESS_POLICY", "name": "P"});
    let policy = id(&org.create("/policies", policy).await);
    let path = format!("/policies/{policy}/rules");
    let first = id(&org.create(&path, rule("first", &[])).await);
    let writers: Vec<_> = (0..12)
        .map(|index| {
            let (org, path, first) = (Arc::clone(&org), path.clone(), first.clone());
            tokio::spawn(async move {
                let mut body = rule(&format!("R{index}"), &[]);
                if index % 3 > 0 {
                    body["priority"] = json!(index % 2);
                }
                if index == 7 {
                    body["name"] = json!("first");
                    org.call("PUT", &format!("{path}/{first}"), Some(body))
                        .await
                } else {
                    org.call("POST", &path, Some(body)).await
                }
            })
        })
        .collect();
    for writer in writers {
        let reply = writer.await.unwrap();
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    }
    let rules = org.get(&path).await.body;
    let rules = rules.as_array().unwrap();
    let priorities: std::collections::BTreeSet<_> = rules
        .iter()
        .map(|rule| rule["priority"].as_i64().unwrap())
        .collect();
    assert_eq!(rules.len(), 13, "12 of ours and the last one: {rules:?}");
    assert_eq!(priorities.len(), rules.len(), "{rules:?}");
    store.close().await;
}

async fn a_default_policy_is_made_once(database: Database) {
    let store = open(&database).await;
    let org = Org::on(store.clone(), |_| {}).await;
    // An own policy has its name already: the worst case.
    let own = json!({"type": "ACCESS_POLICY", "name": "Default Policy"});
    org.create("/policies", own).await;
    let starts: Vec<_> = (0..6)
        .map(|_| {
            let (store, random) = (store.clone(), org.random.clone());
            let clock: SharedClock = org.clock.clone();
            tokio::spawn(async move {
                let made = management::ensure_default_policy(&store, &clock, &random).await;
                made.unwrap().id
            })
        })
        .collect();
    let mut made = std::collections::BTreeSet::new();
    for start in starts {
        made.insert(start.await.unwrap());
    }
    assert_eq!(made.len(), 1, "{made:?}");
    assert_eq!(store.policies().await.unwrap().len(), 2);
    store.close().await;
}
