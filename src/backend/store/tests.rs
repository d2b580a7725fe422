//! One suite for both databases: each test runs on SQLite in a file and on PostgreSQL (see [`super::testing`]).

mod catalogue;
mod clients;
mod exemptions;
mod instances;
mod objects;
mod people;
mod policies;
mod races;
mod schema;
mod sign_ins;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{
    Actor, Deleted, LogEvent, LogOrder, LogPage, Store, Stored, Together, Updated, Written,
    grace_windows,
    testing::{Database, on_both_databases},
};
use crate::{
    backend::evaluation::{
        AccessPolicy, AccessPolicyRule, DeviceAssurance, DevicePostureCheck, Failure,
        GraceReminder, GraceWindow, Status,
    },
    random::{SharedRandom, SystemRandom},
};

/// Long enough for any machine: who waits longer has been forgotten.
const PATIENCE: std::time::Duration = std::time::Duration::from_mins(1);

async fn open(database: &Database) -> Store {
    Store::open(database.url()).await.unwrap()
}

/// So many seconds after a Sunday noon.
fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
    start + SignedDuration::from_secs(seconds)
}

fn random() -> SharedRandom {
    Arc::new(SystemRandom)
}

fn event(kind: &str) -> LogEvent {
    LogEvent::new(at(0), &random(), kind, kind, Actor::default())
}

/// The types of all events, oldest first.
async fn log(store: &Store) -> Vec<String> {
    let page = LogPage {
        since: at(-1),
        until: at(1_000_000),
        order: LogOrder::Stored,
        after: None,
        limit: 1000,
    };
    let events = store.events(&page).await.unwrap();
    events
        .into_iter()
        .map(|stored| stored.event.event_type)
        .collect()
}

/// Writes the next version of a sign-in, and nothing with it: whether nobody else did before.
async fn write(store: &Store, next: &Stored<String>) -> bool {
    let nothing = Together::default();
    store.update_sign_in(next, &nothing).await.unwrap() == Updated::Done
}

/// Begins a window as part of a write: whether there was none.
async fn begin(store: &Store, window: &GraceWindow) -> bool {
    let mut transaction = store.begin().await.unwrap();
    let begun = grace_windows::begin(&mut transaction, window)
        .await
        .unwrap();
    if begun {
        transaction.commit().await.unwrap();
    }
    begun
}

fn check(id: &str, variable: &str) -> DevicePostureCheck {
    serde_json::from_value(json!({
        "id": id, "name": format!("Check {id}"), "variableName": variable, "platform": "MACOS", "type": "CUSTOM",
        "mappingType": "CHECKBOX", "query": "SELECT 1;", "createdDate": at(0),
    }))
    .unwrap()
}

/// A policy that refers to these checks.
fn assurance(id: &str, name: &str, variables: &[&str]) -> DeviceAssurance {
    let include: Vec<_> = variables
        .iter()
        .map(|variable| json!({"variableName": variable, "value": "1"}))
        .collect();
    serde_json::from_value(json!({
        "id": id, "name": name, "platform": "MACOS", "devicePostureChecks": {"include": include}, "createdDate": at(0),
    }))
    .unwrap()
}

/// The same with so much grace.
fn graceful(mut policy: DeviceAssurance, expiry: Option<&str>) -> DeviceAssurance {
    let period = expiry.map(|expiry| json!({"type": "BY_DURATION", "expiry": expiry}));
    policy.grace_period = serde_json::from_value(json!(period)).unwrap();
    policy
}

fn access_policy(id: &str, name: &str) -> AccessPolicy {
    serde_json::from_value(json!({
        "id": id, "name": name, "status": "ACTIVE", "priority": 1, "system": false, "created": at(0),
    }))
    .unwrap()
}

fn rule(id: &str, priority: i64, assurances: &[&str]) -> AccessPolicyRule {
    serde_json::from_value(json!({
        "id": id, "name": format!("Rule {id}"), "status": "ACTIVE", "priority": priority, "system": false,
        "conditions": {"device": {"registered": true, "assurance": {"include": assurances}}},
        "actions": {"appSignOn": {"access": "ALLOW"}},
    }))
    .unwrap()
}

fn catch_all(id: &str) -> AccessPolicyRule {
    let rule = rule(id, 99, &[]);
    AccessPolicyRule {
        system: true,
        conditions: None,
        ..rule
    }
}

fn window(policy: &str, user: &str, device: &str, start: Timestamp) -> GraceWindow {
    GraceWindow {
        policy_id: policy.to_owned(),
        user_id: user.to_owned(),
        device_id: device.to_owned(),
        first_noncompliant_at: start,
        expires_at: start + SignedDuration::from_hours(7 * 24),
    }
}

/// Runs `count` tasks at once, on stores taken in turns; their answers.
async fn race<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    stores: &[Store],
    count: usize,
    task: impl Fn(Store, usize) -> F,
) -> Vec<T> {
    let tasks: Vec<_> = (0..count)
        .map(|index| tokio::spawn(task(stores[index % stores.len()].clone(), index)))
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}
