//! What was acknowledged is there after a restart, and who comes at once gets one answer.

use doorstep::backend::{
    evaluation::GraceWindow,
    store::{Deleted, LogEvent},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::*;

/// A database file that goes away with the test.
struct File(std::path::PathBuf);

impl File {
    fn new(name: &str) -> Self {
        let random: SharedRandom = Arc::new(SystemRandom);
        Self(std::env::temp_dir().join(format!("doorstep-{name}-{}.db", random.id("t"))))
    }

    async fn open(&self) -> Store {
        Store::open(&Store::sqlite_url(&self.0)).await.unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", self.0.display()));
        }
    }
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

fn with_grace(expiry: Option<&str>) -> Value {
    let mut policy = mac_policy();
    policy["displayRemediationMode"] = json!("SHOW");
    if let Some(expiry) = expiry {
        policy["gracePeriod"] = json!({"type": "BY_DURATION", "expiry": expiry});
    }
    policy
}

#[tokio::test]
async fn a_restart_loses_nothing() {
    let file = File::new("restart");
    let paths = [
        "/device-posture-checks",
        "/device-assurances",
        "/policies?type=ACCESS_POLICY",
        "/apps",
        "/users",
        "/device-integrations",
    ];
    let store = file.open().await;
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
    let started = store
        .start_grace_window(&window(&assurance, "2026-03-01T12:00:00Z"))
        .await
        .unwrap();
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

    let store = file.open().await;
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

#[tokio::test]
async fn of_many_that_start_a_window_at_once_one_start_counts() {
    let file = File::new("grace");
    let store = file.open().await;
    let org = Org::on(store.clone(), |_| {}).await;
    let assurance = id(&org
        .create("/device-assurances", with_grace(Some("P7D")))
        .await);
    let racers = (0..20).map(|second| {
        let store = store.clone();
        let window = window(&assurance, &format!("2026-03-01T12:00:{second:02}Z"));
        tokio::spawn(async move { store.start_grace_window(&window).await.unwrap() })
    });
    let racers: Vec<_> = racers.collect();
    let mut answers = Vec::new();
    for racer in racers {
        answers.push(racer.await.unwrap());
    }
    let stored = store.grace_windows("00u1", "guo1").await.unwrap();
    assert_eq!(stored.len(), 1);
    assert!(
        answers.iter().all(|answer| *answer == stored[0]),
        "everybody is told the window that holds"
    );
    store.close().await;
}

#[tokio::test]
async fn windows_follow_the_policys_grace_period() {
    let org = Org::new().await;
    let assurance = id(&org
        .create("/device-assurances", with_grace(Some("P7D")))
        .await);
    let path = format!("/device-assurances/{assurance}");
    org.store
        .start_grace_window(&window(&assurance, "2026-03-01T12:00:00Z"))
        .await
        .unwrap();
    org.call("PUT", &path, Some(with_grace(Some("P10D")))).await;
    let stored = org.store.grace_windows("00u1", "guo1").await.unwrap();
    assert_eq!(
        stored[0].expires_at,
        "2026-03-11T12:00:00Z".parse().unwrap(),
        "counted from the stored start"
    );
    assert_eq!(org.store.grace_windows("00u2", "guo1").await.unwrap(), []);
    org.call("PUT", &path, Some(with_grace(None))).await;
    assert_eq!(
        org.store.grace_windows("00u1", "guo1").await.unwrap(),
        [],
        "no period, no window"
    );

    org.call("PUT", &path, Some(with_grace(Some("P7D")))).await;
    org.store
        .start_grace_window(&window(&assurance, "2026-03-01T12:00:00Z"))
        .await
        .unwrap();
    org.store
        .clear_grace_window(&assurance, "00u1", "guo2")
        .await
        .unwrap();
    assert_eq!(
        org.store.grace_windows("00u1", "guo1").await.unwrap().len(),
        1,
        "another device's window stays"
    );
    org.store
        .clear_grace_window(&assurance, "00u1", "guo1")
        .await
        .unwrap();
    assert_eq!(org.store.grace_windows("00u1", "guo1").await.unwrap(), []);
}

#[tokio::test]
async fn a_check_is_never_deleted_under_a_policy_that_is_created_at_once() {
    let file = File::new("race");
    let store = file.open().await;
    let org = Arc::new(Org::on(store.clone(), |config| config.limits.device = 10_000).await);
    for round in 0..10 {
        let mut check = firewall();
        check["variableName"] = json!(format!("check{round}"));
        let check = id(&org.create("/device-posture-checks", check).await);
        let mut policy = mac_policy();
        policy["name"] = json!(format!("Policy {round}"));
        policy["devicePostureChecks"] =
            json!({"include": [{"variableName": format!("check{round}"), "value": "1"}]});
        let deleter = {
            let org = org.clone();
            let path = format!("/device-posture-checks/{check}");
            tokio::spawn(async move { org.call("DELETE", &path, None).await.status })
        };
        let creator = {
            let org = org.clone();
            tokio::spawn(async move {
                org.call("POST", "/device-assurances", Some(policy))
                    .await
                    .status
            })
        };
        let (deleted, created) = (deleter.await.unwrap(), creator.await.unwrap());
        let both = deleted == StatusCode::NO_CONTENT && created == StatusCode::OK;
        assert!(!both, "round {round}: the policy refers to nothing");
        assert!(
            deleted == StatusCode::NO_CONTENT || created == StatusCode::OK,
            "round {round}: {deleted} {created}"
        );
    }
    store.close().await;
}

#[tokio::test]
async fn old_events_can_be_forgotten() {
    let org = Org::new().await;
    let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
    for hours in [0, 1, 2] {
        let event = LogEvent::new(
            now + SignedDuration::from_hours(hours),
            &org.random,
            "x",
            "x",
            doorstep::backend::store::Actor::default(),
        );
        org.store.append_event(&event).await.unwrap();
    }
    assert_eq!(
        org.store
            .forget_events_before(now + SignedDuration::from_hours(2))
            .await
            .unwrap(),
        2
    );
    assert_eq!(
        org.store
            .forget_events_before(now + SignedDuration::from_hours(2))
            .await
            .unwrap(),
        0
    );
}

#[tokio::test]
async fn deleting_what_is_not_there_is_told() {
    let org = Org::new().await;
    let event = LogEvent::new(
        "2026-03-01T12:00:00Z".parse().unwrap(),
        &org.random,
        "x",
        "x",
        doorstep::backend::store::Actor::default(),
    );
    assert_eq!(
        org.store.delete_policy("rstNobody", &event).await.unwrap(),
        Deleted::NotFound
    );
    assert_eq!(
        org.get("/logs").await.body,
        json!([]),
        "and leaves no event"
    );
}
