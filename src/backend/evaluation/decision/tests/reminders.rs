//! Reminders that are left out: how long, for whom, and what is news. The rule itself is tested in `reminder.rs`.

use jiff::SignedDuration;

use super::*;
use crate::backend::evaluation::{Confirmed, Failure};

/// A window that began a day ago, of a policy that asks for a version and reminds daily; the reminder was confirmed six
/// hours ago.
fn reminded() -> World {
    let more =
        json!({"gracePeriod": {"type": "BY_DURATION", "expiry": "P7D", "reminderInterval": "P1D"}});
    let mut world = World::new(json!([rule("first", 0, &["A"]), catch_all("DENY")]))
        .policy("A", "MACOS", "15.0", &more);
    let start = at(NOW) - SignedDuration::from_hours(24);
    world.windows = vec![GraceWindow {
        policy_id: "A".to_owned(),
        user_id: "00u1".to_owned(),
        device_id: "guo1".to_owned(),
        first_noncompliant_at: start,
        expires_at: start + SignedDuration::from_hours(7 * 24),
    }];
    world.reminders = vec![GraceReminder {
        policy_id: "A".to_owned(),
        user_id: "00u1".to_owned(),
        device_id: "guo1".to_owned(),
        confirmed_at: at(NOW) - SignedDuration::from_hours(6),
        deadline: start + SignedDuration::from_hours(7 * 24),
        failures: vec![Failure {
            check: "osVersion".to_owned(),
            required: Some("15.0".to_owned()),
        }],
    }];
    world
}

/// The reminder that counts, if one does; the person is in grace in any case.
#[track_caller]
fn counts(world: &World) -> Option<Confirmed> {
    let decision = world.decide();
    assert!(matches!(decision.outcome, Outcome::Grace { .. }));
    decision.reminding?.confirmed
}

#[test]
fn a_confirmed_reminder_counts_for_the_interval_to_the_millisecond() {
    let mut world = reminded();
    let confirmed = Confirmed {
        at: at("2026-03-01T06:00:00Z"),
        until: at("2026-03-02T06:00:00Z"),
    };
    assert_eq!(counts(&world), Some(confirmed));
    world.now = at("2026-03-02T05:59:59.999Z");
    assert_eq!(counts(&world), Some(confirmed));
    world.now = at("2026-03-02T06:00:00Z");
    assert_eq!(counts(&world), None);
}

#[test]
fn it_is_one_policys_one_persons_and_one_devices() {
    for (policy, user, device) in [
        ("B", "00u1", "guo1"),
        ("A", "00u2", "guo1"),
        ("A", "00u1", "guo2"),
    ] {
        let mut world = reminded();
        let own = &mut world.reminders[0];
        (own.policy_id, own.user_id, own.device_id) =
            (policy.to_owned(), user.to_owned(), device.to_owned());
        assert_eq!(counts(&world), None, "{policy} {user} {device}");
    }
}

#[test]
fn a_deadline_that_came_nearer_is_news_and_a_later_one_is_none() {
    let mut world = reminded();
    world.reminders[0].deadline += SignedDuration::from_millis(1);
    assert_eq!(counts(&world), None);
    world.reminders[0].deadline -= SignedDuration::from_millis(2);
    assert!(counts(&world).is_some());
}

#[test]
fn another_failure_or_another_demand_is_news_and_what_the_device_has_instead_is_none() {
    let mut world = reminded();
    world.signals = mac("14.9");
    assert!(counts(&world).is_some(), "another version that is too old");
    world.policies[0].os_version.as_mut().unwrap().minimum = Some("15.1".to_owned());
    assert_eq!(counts(&world), None);
    let mut world = reminded();
    world.policies[0].secure_hardware_present = Some(true);
    assert!(counts(&world).is_some(), "what is not known has not failed");
    world.signals.secure_hardware_present = Signal::Known(false);
    assert_eq!(counts(&world), None);
}

#[test]
fn a_reminder_of_an_earlier_window_counts_for_nothing() {
    let mut world = reminded();
    let start = world.reminders[0].confirmed_at + SignedDuration::from_millis(1);
    world.windows[0].first_noncompliant_at = start;
    world.reminders[0].deadline = at(NOW);
    assert_eq!(counts(&world), None);
    world.windows[0].first_noncompliant_at = world.reminders[0].confirmed_at;
    assert!(counts(&world).is_some());
    world.windows.clear();
    assert_eq!(counts(&world), None, "the window begins now");
    assert_eq!(world.decide().grace_starts.len(), 1);
}

#[test]
fn without_an_interval_every_sign_in_is_reminded() {
    let mut world = reminded();
    world.policies[0]
        .grace_period
        .as_mut()
        .unwrap()
        .reminder_interval = None;
    assert_eq!(world.decide().reminding, None);
}

#[test]
fn a_date_is_reminded_of_in_the_same_way_and_forgotten_when_the_policy_is_met() {
    let mut world = reminded();
    world.windows.clear();
    let period = json!({"type": "BY_DATE_TIME", "expiry": "2026-03-07T12:00:00Z", "reminderInterval": "P1D"});
    world.policies[0].grace_period = serde_json::from_value(period).unwrap();
    assert!(counts(&world).is_some());
    world.signals = mac("15.0");
    let decision = world.decide();
    assert_eq!(decision.grace_clears, ["A"]);
    assert_eq!(decision.reminding, None);
}
