//! What must hold in a database at any moment: nothing by half, nothing that refers to nothing, no write without its
//! event and no event without its write.

use std::{collections::BTreeSet, path::Path};

use doorstep::backend::{
    evaluation::{AccessPolicyRule, DeviceAssurance},
    store::{LogEvent, LogOrder, LogPage, Store},
};
use jiff::Timestamp;
use sqlx::{ConnectOptions as _, Row as _, sqlite::SqliteConnectOptions};

/// What SQLite itself finds in a file.
pub(super) async fn check_file(path: &Path, round: usize) {
    let options = SqliteConnectOptions::new().filename(path);
    let mut connection = options.connect().await.expect("a database");
    let rows = sqlx::query("PRAGMA integrity_check")
        .fetch_all(&mut connection)
        .await
        .expect("a check");
    let faults: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    assert_eq!(faults, ["ok"], "round {round}");
    let dangling = sqlx::query("PRAGMA foreign_key_check")
        .fetch_all(&mut connection)
        .await
        .expect("a check");
    assert!(
        dangling.is_empty(),
        "round {round}: {} rows refer to nothing",
        dangling.len()
    );
}

/// What Doorstep promises beyond that.
pub(super) async fn check(store: &Store, tokens: usize, in_doubt: usize, round: usize) {
    let mut here = BTreeSet::new();
    let checks = store.posture_checks().await.expect("checks");
    let names: BTreeSet<&str> = checks
        .iter()
        .map(|check| check.variable_name.as_str())
        .collect();
    here.extend(checks.iter().map(|check| check.id.clone()));
    let assurances = store.assurances().await.expect("policies");
    for assurance in &assurances {
        for name in checks_of(assurance) {
            assert!(
                names.contains(name),
                "round {round}: {} asks for {name}",
                assurance.id
            );
        }
        here.insert(assurance.id.clone());
    }
    for policy in store.policies().await.expect("policies") {
        let rules = store.rules(&policy.id).await.expect("rules");
        let last = rules.iter().filter(|rule| rule.system).count();
        assert_eq!(last, 1, "round {round}: Catch-all rules of {}", policy.id);
        for rule in rules.iter().filter(|rule| !rule.system) {
            for id in assurances_of(rule) {
                let there = assurances.iter().any(|assurance| assurance.id == *id);
                assert!(there, "round {round}: rule {} asks for {id}", rule.id);
            }
            here.insert(rule.id.clone());
        }
        here.insert(policy.id);
    }
    here.extend(
        store
            .users()
            .await
            .expect("people")
            .into_iter()
            .map(|user| user.id),
    );
    here.extend(
        store
            .apps()
            .await
            .expect("apps")
            .into_iter()
            .map(|app| app.id),
    );

    let events = events(store).await;
    let of = |endings: &[&str]| -> BTreeSet<String> {
        events
            .iter()
            .filter(|event| {
                endings
                    .iter()
                    .any(|ending| event.event_type.ends_with(ending))
            })
            .filter_map(|event| event.target.last())
            .map(|target| target.id.clone())
            .collect()
    };
    let (added, deleted) = (of(&[".add", "lifecycle.create"]), of(&[".delete"]));
    let told: BTreeSet<String> = added.difference(&deleted).cloned().collect();
    assert_eq!(
        here, told,
        "round {round}: what is there, and what the log says is there"
    );
    let reached = events
        .iter()
        .filter(|event| event.event_type == "user.authentication.sso")
        .count();
    assert!(
        (tokens..=tokens + in_doubt).contains(&reached),
        "round {round}: {tokens} tokens, {in_doubt} in doubt, {reached} in the log"
    );
}

fn checks_of(assurance: &DeviceAssurance) -> impl Iterator<Item = &str> {
    assurance
        .device_posture_checks
        .iter()
        .flat_map(|checks| &checks.include)
        .map(|requirement| requirement.variable_name.as_str())
}

fn assurances_of(rule: &AccessPolicyRule) -> impl Iterator<Item = &String> {
    rule.conditions
        .iter()
        .flat_map(|conditions| &conditions.device)
        .flat_map(|device| &device.assurance)
        .flat_map(|assurance| &assurance.include)
}

/// The whole System Log.
pub(super) async fn events(store: &Store) -> Vec<LogEvent> {
    let page = LogPage {
        since: Timestamp::MIN,
        until: Timestamp::MAX,
        order: LogOrder::Stored,
        after: None,
        limit: 1_000_000,
    };
    let events = store.events(&page).await.expect("events");
    events.into_iter().map(|stored| stored.event).collect()
}
