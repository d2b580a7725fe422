//! Windows of grace: when they begin, whom they cover, when exactly they end.

use jiff::SignedDuration;

use super::*;

fn window(policy: &str, start: &str, days: i64) -> GraceWindow {
    GraceWindow {
        policy_id: policy.to_owned(),
        user_id: "00u1".to_owned(),
        device_id: "guo1".to_owned(),
        first_noncompliant_at: at(start),
        expires_at: at(start) + SignedDuration::from_hours(24 * days),
    }
}

#[test]
fn a_window_begins_at_the_first_failure_and_ends_exactly_at_its_deadline() {
    let world = World::new(json!([rule("first", 0, &["A"]), catch_all("DENY")])).policy(
        "A",
        "MACOS",
        "15.0",
        &grace("BY_DURATION", "P7D"),
    );
    let decision = world.decide();
    assert_eq!(decision.grace_starts, [window("A", NOW, 7)]);
    let Outcome::Grace {
        policy_id,
        deadline,
        options,
        verification_method,
    } = decision.outcome
    else {
        panic!("grace")
    };
    assert_eq!(
        (policy_id.as_str(), deadline),
        ("A", at("2026-03-08T12:00:00Z"))
    );
    assert_eq!(options.len(), 1);
    assert_eq!(verification_method, Some(json!({"factorMode": "first"})));

    let mut world = World {
        windows: vec![window("A", NOW, 7)],
        ..world
    };
    world.now = at("2026-03-08T11:59:59.999Z");
    let last = world.decide();
    assert!(
        matches!(last.outcome, Outcome::Grace { deadline, .. } if deadline == at("2026-03-08T12:00:00Z"))
    );
    assert!(last.grace_starts.is_empty(), "one start per window");
    for late in [
        "2026-03-08T12:00:00Z",
        "2026-03-08T12:00:00.001Z",
        "2027-01-01T00:00:00Z",
    ] {
        world.now = at(late);
        let decision = world.decide();
        assert!(
            matches!(decision.outcome, Outcome::Deny { show: true, .. }),
            "{late}"
        );
        assert!(
            decision.grace_starts.is_empty(),
            "an expired window does not begin again"
        );
    }
}

#[test]
fn a_date_is_the_same_instant_for_everybody() {
    let mut world = World::new(json!([rule("first", 0, &["A"]), catch_all("DENY")])).policy(
        "A",
        "MACOS",
        "15.0",
        &grace("BY_DATE_TIME", "2026-03-02T00:00:00.000Z"),
    );
    world.now = at("2026-03-01T23:59:59.999Z");
    let decision = world.decide();
    assert!(
        matches!(decision.outcome, Outcome::Grace { deadline, .. } if deadline == at("2026-03-02T00:00:00Z"))
    );
    assert!(decision.grace_starts.is_empty(), "nothing to remember");
    world.now = at("2026-03-02T00:00:00Z");
    assert!(is_denied(&world.decide()));
}

#[test]
fn the_policys_duration_counts_from_the_stored_start() {
    let mut world = World::new(json!([rule("first", 0, &["A"]), catch_all("DENY")])).policy(
        "A",
        "MACOS",
        "15.0",
        &grace("BY_DURATION", "P10D"),
    );
    // The window was stored when the policy said 7 days.
    world.windows = vec![window("A", NOW, 7)];
    world.now = at("2026-03-09T12:00:00Z");
    assert!(
        matches!(world.decide().outcome, Outcome::Grace { deadline, .. } if deadline == at("2026-03-11T12:00:00Z"))
    );
}

#[test]
fn a_window_belongs_to_one_policy_user_and_device() {
    let mut world = World::new(json!([rule("first", 0, &["A"]), catch_all("DENY")])).policy(
        "A",
        "MACOS",
        "15.0",
        &grace("BY_DURATION", "P7D"),
    );
    let old = "2026-01-01T00:00:00Z";
    let foreign = [
        GraceWindow {
            policy_id: "B".to_owned(),
            ..window("A", old, 7)
        },
        GraceWindow {
            user_id: "00u2".to_owned(),
            ..window("A", old, 7)
        },
        GraceWindow {
            device_id: "guo2".to_owned(),
            ..window("A", old, 7)
        },
    ];
    world.windows = foreign.to_vec();
    assert_eq!(world.decide().grace_starts, [window("A", NOW, 7)]);
}

#[test]
fn a_met_policy_wins_over_grace_and_clears_its_window() {
    let mut world = World::new(json!([rule("first", 0, &["A", "B"]), catch_all("DENY")]))
        .policy("A", "MACOS", "15.0", &grace("BY_DURATION", "P7D"))
        .policy("B", "MACOS", "14.0", &grace("BY_DURATION", "P7D"));
    world.windows = vec![window("A", NOW, 7), window("B", NOW, 7)];
    let decision = world.decide();
    assert!(matches!(decision.outcome, Outcome::Allow { .. }));
    assert_eq!(decision.grace_clears, ["B"]);
    assert!(decision.grace_starts.is_empty(), "nobody needed grace");
}

#[test]
fn of_several_in_grace_the_first_listed_is_shown_and_each_has_its_own_window() {
    let mut world = World::new(json!([rule("first", 0, &["A", "B"]), catch_all("DENY")]))
        .policy("A", "MACOS", "15.0", &grace("BY_DURATION", "P20D"))
        .policy("B", "MACOS", "16.0", &grace("BY_DURATION", "P5D"));
    let decision = world.decide();
    assert!(matches!(&decision.outcome, Outcome::Grace { policy_id, .. } if policy_id == "A"));
    assert_eq!(
        decision.grace_starts,
        [window("A", NOW, 20), window("B", NOW, 5)]
    );
    world.windows = vec![window("A", "2026-01-01T00:00:00Z", 20)];
    let decision = world.decide();
    assert!(
        matches!(&decision.outcome, Outcome::Grace { policy_id, .. } if policy_id == "B"),
        "A's is over"
    );
}

#[test]
fn grace_is_for_known_failures_of_a_known_device_only() {
    let mut world = World::new(json!([rule("first", 0, &["A"]), catch_all("DENY")])).policy(
        "A",
        "MACOS",
        "15.0",
        &json!({"secureHardwarePresent": true, "gracePeriod": {"type": "BY_DURATION", "expiry": "P7D"}}),
    );
    assert!(
        matches!(world.decide().outcome, Outcome::Grace { .. }),
        "a failure, and something not known"
    );
    world.signals = mac("15.0");
    let decision = world.decide();
    assert!(
        is_denied(&decision) && decision.grace_starts.is_empty(),
        "nothing is known to be wrong"
    );
    world.signals = Signals::unknown(Some(Platform::Macos), Cause::AgentUnreachable);
    world.device = None;
    world.registered = false;
    let decision = world.decide();
    assert!(is_denied(&decision) && decision.grace_starts.is_empty());
    assert!(
        decision
            .checks
            .iter()
            .all(|check| check.verdict == Verdict::Unknown)
    );
    assert!(
        decision
            .checks
            .iter()
            .all(|check| check.cause == Some(Cause::AgentUnreachable))
    );
    assert!(
        decision
            .checks
            .iter()
            .all(|check| check.instruction.is_none())
    );
}
