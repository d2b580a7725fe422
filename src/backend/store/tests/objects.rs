//! Posture checks, device assurance policies, integrations, windows of grace, the log.

use super::*;

on_both_databases!(
    a_check_is_found_changed_and_deleted,
    names_are_taken_once,
    what_is_used_stays,
    an_assurance_is_found_changed_and_deleted,
    a_window_starts_once_and_follows_its_policy,
    a_reminder_is_remembered_as_it_was_confirmed_last_and_follows_its_policy,
    an_integration_is_stored_over_and_over,
    events_come_in_order_page_by_page,
    a_refused_write_leaves_no_event,
);

async fn a_check_is_found_changed_and_deleted(database: Database) {
    let store = open(&database).await;
    let first = check("dch1", "firewall");
    let added = store.put_posture_check(&first, &event("add")).await;
    assert_eq!(added.unwrap(), Written::Done);
    let second = DevicePostureCheck {
        created_date: Some(at(1)),
        ..check("dch0", "gatekeeper")
    };
    let added = store.put_posture_check(&second, &event("add")).await;
    assert_eq!(added.unwrap(), Written::Done);
    assert_eq!(
        store.posture_checks().await.unwrap(),
        [first.clone(), second],
        "oldest first"
    );
    let changed = DevicePostureCheck {
        name: "Other \u{1F512} name".to_owned(),
        variable_name: "renamed".to_owned(),
        ..first
    };
    let put = store.put_posture_check(&changed, &event("update")).await;
    assert_eq!(put.unwrap(), Written::Done);
    assert_eq!(
        store.posture_check("dch1").await.unwrap(),
        Some(changed),
        "the new one, character by character"
    );
    for expected in [Deleted::Done, Deleted::NotFound] {
        let deleted = store.delete_posture_check("dch1", &event("delete")).await;
        assert_eq!(deleted.unwrap(), expected);
    }
    assert_eq!(store.posture_check("dch1").await.unwrap(), None);
    assert_eq!(log(&store).await, ["add", "add", "update", "delete"]);
}

async fn names_are_taken_once(database: Database) {
    let store = open(&database).await;
    store
        .put_posture_check(&check("dch1", "firewall"), &event("x"))
        .await
        .unwrap();
    let again = store
        .put_posture_check(&check("dch2", "firewall"), &event("x"))
        .await;
    assert_eq!(again.unwrap(), Written::Taken);
    store
        .put_assurance(&assurance("dae1", "Äpfel", &[]), &event("x"))
        .await
        .unwrap();
    let again = assurance("dae2", " ÄPFEL ", &[]);
    let again = store.put_assurance(&again, &event("x")).await;
    assert_eq!(again.unwrap(), Written::Taken, "without regard to case");
    assert_eq!(store.assurances().await.unwrap().len(), 1);
}

async fn what_is_used_stays(database: Database) {
    let store = open(&database).await;
    store
        .put_posture_check(&check("dch1", "firewall"), &event("x"))
        .await
        .unwrap();
    let policy = assurance("dae1", "Mac", &["firewall"]);
    assert!(!store.posture_check_is_used("firewall").await.unwrap());
    store.put_assurance(&policy, &event("x")).await.unwrap();
    assert!(store.posture_check_is_used("firewall").await.unwrap());
    let deleted = store.delete_posture_check("dch1", &event("no")).await;
    assert_eq!(deleted.unwrap(), Deleted::InUse);
    let dangling = assurance("dae2", "Other", &["nobody"]);
    let dangling = store.put_assurance(&dangling, &event("no")).await;
    assert_eq!(dangling.unwrap(), Written::Dangling);
    assert_eq!(store.assurance("dae2").await.unwrap(), None);
    let free = assurance("dae1", "Mac", &[]);
    store.put_assurance(&free, &event("x")).await.unwrap();
    let deleted = store.delete_posture_check("dch1", &event("x")).await;
    assert_eq!(deleted.unwrap(), Deleted::Done);
}

async fn an_assurance_is_found_changed_and_deleted(database: Database) {
    let store = open(&database).await;
    let policy = assurance("dae1", "Mac", &[]);
    store.put_assurance(&policy, &event("add")).await.unwrap();
    let policy = DeviceAssurance {
        name: "Macs".to_owned(),
        ..policy
    };
    store
        .put_assurance(&policy, &event("update"))
        .await
        .unwrap();
    assert_eq!(store.assurance("dae1").await.unwrap(), Some(policy));
    assert_eq!(store.assurance("dae2").await.unwrap(), None);
    for expected in [Deleted::Done, Deleted::NotFound] {
        let deleted = store.delete_assurance("dae1", &event("delete")).await;
        assert_eq!(deleted.unwrap(), expected);
    }
    assert_eq!(log(&store).await, ["add", "update", "delete"]);
}

async fn a_window_starts_once_and_follows_its_policy(database: Database) {
    let store = open(&database).await;
    let policy = assurance("dae1", "Mac", &[]);
    let put = async |expiry: Option<&str>| {
        let policy = graceful(policy.clone(), expiry);
        store.put_assurance(&policy, &event("x")).await.unwrap();
    };
    put(Some("P7D")).await;
    let first = window("dae1", "00u1", "guo1", at(0));
    assert!(begin(&store, &first).await);
    let later = window("dae1", "00u1", "guo1", at(60));
    assert!(!begin(&store, &later).await, "the first one holds");
    assert_eq!(
        store.grace_windows("00u1", "guo1").await.unwrap(),
        std::slice::from_ref(&first)
    );
    let other = window("dae1", "00u1", "guo2", at(60));
    assert!(begin(&store, &other).await);
    put(Some("P10D")).await;
    let windows = store.grace_windows("00u1", "guo1").await.unwrap();
    assert_eq!(
        windows[0].expires_at,
        at(10 * 24 * 60 * 60),
        "counted from the stored start"
    );
    assert_eq!(store.grace_windows("00u2", "guo1").await.unwrap(), []);
    let mut transaction = store.begin().await.unwrap();
    for there in [true, false] {
        let ended = grace_windows::end(&mut transaction, &other).await;
        assert_eq!(ended.unwrap(), there);
    }
    transaction.commit().await.unwrap();
    assert_eq!(store.grace_windows("00u1", "guo2").await.unwrap(), []);
    assert_eq!(store.grace_windows("00u1", "guo1").await.unwrap(), windows);
    put(None).await;
    assert_eq!(
        store.grace_windows("00u1", "guo1").await.unwrap(),
        [],
        "no period, no window"
    );
    put(Some("P7D")).await;
    assert!(begin(&store, &first).await);
    store.delete_assurance("dae1", &event("x")).await.unwrap();
    assert_eq!(
        store.grace_windows("00u1", "guo1").await.unwrap(),
        [],
        "a window goes with its policy"
    );
}

fn reminder(policy: &str, device: &str, confirmed_at: Timestamp) -> GraceReminder {
    GraceReminder {
        policy_id: policy.to_owned(),
        user_id: "00u1".to_owned(),
        device_id: device.to_owned(),
        confirmed_at,
        deadline: at(7 * 24 * 60 * 60),
        failures: vec![Failure {
            check: "osVersion".to_owned(),
            required: Some("14.4".to_owned()),
        }],
    }
}

/// A sign-in is written in which `reminder` is confirmed.
async fn confirm(store: &Store, id: &str, reminder: &GraceReminder) -> Updated {
    let sign_in = sign_ins::stored(id, 1, "a");
    store.insert_sign_in(id, &sign_in).await.unwrap();
    let together = Together {
        reminder: Some(reminder.clone()),
        ..Together::default()
    };
    store.update_sign_in(&sign_in, &together).await.unwrap()
}

async fn a_reminder_is_remembered_as_it_was_confirmed_last_and_follows_its_policy(
    database: Database,
) {
    let store = open(&database).await;
    let put = async |period: serde_json::Value| {
        let mut policy = assurance("dae1", "Mac", &[]);
        policy.grace_period = serde_json::from_value(period).unwrap();
        store.put_assurance(&policy, &event("x")).await.unwrap();
    };
    let reminders = async || store.grace_reminders("00u1", "guo1").await.unwrap();
    let duration = json!({"type": "BY_DURATION", "expiry": "P7D", "reminderInterval": "P1D"});
    let date = json!({"type": "BY_DATE_TIME", "expiry": "2030-01-01T00:00:00.000Z", "reminderInterval": "P1D"});
    put(duration.clone()).await;
    assert!(begin(&store, &window("dae1", "00u1", "guo1", at(0))).await);
    for (id, second, kept) in [("a", 10, 10), ("b", 20, 20), ("c", 15, 20)] {
        let confirmed = confirm(&store, id, &reminder("dae1", "guo1", at(second))).await;
        assert_eq!(confirmed, Updated::Done);
        assert_eq!(reminders().await, [reminder("dae1", "guo1", at(kept))]);
    }
    let gone = confirm(&store, "d", &reminder("gone", "guo1", at(30))).await;
    assert_eq!(gone, Updated::Done, "there is nothing to remember");
    put(json!({"type": "BY_DURATION", "expiry": "P2D", "reminderInterval": "PT1H"})).await;
    assert_eq!(reminders().await.len(), 1, "the window goes on");
    put(date.clone()).await;
    assert_eq!(reminders().await, [], "the window is over");
    confirm(&store, "e", &reminder("dae1", "guo1", at(40))).await;
    put(date).await;
    assert_eq!(
        reminders().await.len(),
        1,
        "a date has no window that would end"
    );
    put(json!({"type": "BY_DURATION", "expiry": "P7D"})).await;
    assert_eq!(reminders().await, [], "every sign-in is reminded");
    put(duration).await;
    for device in ["guo1", "guo2"] {
        confirm(&store, device, &reminder("dae1", device, at(50))).await;
    }
    let sign_in = sign_ins::stored("guo1", 2, "b");
    let together = Together {
        reminder_ends: reminders().await,
        ..Together::default()
    };
    let done = store.update_sign_in(&sign_in, &together).await.unwrap();
    assert_eq!((done, reminders().await), (Updated::Done, Vec::new()));
    let left = async || store.grace_reminders("00u1", "guo2").await.unwrap();
    assert_eq!(
        store.forget_grace_reminders_before(at(50)).await.unwrap(),
        0
    );
    assert_eq!(left().await.len(), 1);
    assert_eq!(
        store.forget_grace_reminders_before(at(51)).await.unwrap(),
        1
    );
    confirm(&store, "f", &reminder("dae1", "guo2", at(60))).await;
    store.delete_assurance("dae1", &event("x")).await.unwrap();
    assert_eq!(left().await, [], "it goes with its policy");
}

async fn an_integration_is_stored_over_and_over(database: Database) {
    let store = open(&database).await;
    assert_eq!(store.integration("osquery").await.unwrap(), None);
    for status in ["ACTIVE", "DEACTIVATED"] {
        let state = json!({"status": status});
        let put = store.put_integration("osquery", &state, &event("x")).await;
        put.unwrap();
        assert_eq!(store.integration("osquery").await.unwrap(), Some(state));
    }
}

async fn events_come_in_order_page_by_page(database: Database) {
    let store = open(&database).await;
    // Three in the same millisecond, so that only their own order tells them apart.
    for (second, name) in [(0, "a"), (5, "b"), (5, "c"), (5, "d"), (9, "e")] {
        let event = LogEvent::new(at(second), &random(), name, name, Actor::default());
        store.append_event(&event).await.unwrap();
    }
    for (order, expected) in [
        (LogOrder::Ascending, "abcd"),
        (LogOrder::Descending, "dcba"),
        (LogOrder::Stored, "abcd"),
    ] {
        let mut page = LogPage {
            since: at(0),
            until: at(9),
            order,
            after: None,
            limit: 2,
        };
        let mut names = String::new();
        loop {
            let events = store.events(&page).await.unwrap();
            let Some(last) = events.last() else { break };
            page.after = Some((last.event.published, last.sequence));
            names.extend(events.iter().map(|stored| stored.event.event_type.clone()));
        }
        assert_eq!(names, expected, "from since on, until before until");
    }
    assert_eq!(store.forget_events_before(at(5)).await.unwrap(), 1);
    assert_eq!(store.forget_events_before(at(5)).await.unwrap(), 0);
    assert_eq!(log(&store).await, ["b", "c", "d", "e"]);
}

async fn a_refused_write_leaves_no_event(database: Database) {
    let store = open(&database).await;
    let policy = access_policy("rst1", "P");
    store
        .insert_policy(&policy, &[catch_all("rul1")], &event("add"))
        .await
        .unwrap();
    let same = access_policy("rst2", "p");
    let taken = store
        .insert_policy(&same, &[catch_all("rul2")], &event("no"))
        .await;
    assert_eq!(taken.unwrap(), Written::Taken);
    let nobody = store.delete_policy("rstNobody", &event("no")).await;
    assert_eq!(nobody.unwrap(), Deleted::NotFound);
    assert_eq!(store.rules("rst2").await.unwrap(), []);
    assert_eq!(log(&store).await, ["add"]);
}
