//! Exemptions: whom and what they cover, when exactly they end, what they never do.

use jiff::SignedDuration;

use super::*;
use crate::backend::evaluation::{Cause, ExemptionStatus, ExemptionSubject, ExemptionVerdict};

fn allowing() -> Value {
    json!({"exemption": {"maximumDuration": "P30D"}})
}

fn pending(policy: &str) -> Exemption {
    let subject = ExemptionSubject {
        user_id: "00u1".to_owned(),
        user_login: "ada".to_owned(),
        device_id: "guo1".to_owned(),
        device_name: "Mac".to_owned(),
        platform: Platform::Macos,
        policy_id: policy.to_owned(),
        policy_name: policy.to_owned(),
        checks: Vec::new(),
    };
    let (reason, length) = ("A talk".to_owned(), "P1D".to_owned());
    Exemption::new("exm1".to_owned(), subject, reason, length, at(NOW))
}

fn verdict() -> ExemptionVerdict {
    ExemptionVerdict {
        by: "00u9".to_owned(),
        note: None,
    }
}

/// Approved at [`NOW`].
fn approved(policy: &str, length: &str) -> Exemption {
    pending(policy)
        .approved(length, verdict(), at(NOW))
        .unwrap()
}

fn world(more: &Value) -> World {
    let rules = json!([rule("first", 0, &["A"]), catch_all("DENY")]);
    World::new(rules).policy("A", "MACOS", "15.0", more)
}

#[track_caller]
fn lets_in_until(world: &World, policy: &str, deadline: &str) {
    match world.decide().outcome {
        Outcome::Grace {
            policy_id,
            deadline: end,
            options,
            ..
        } => {
            assert_eq!((policy_id.as_str(), end), (policy, at(deadline)));
            assert!(!options.is_empty(), "what is to be fixed is told");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_approved_exemption_is_a_window_that_ends_to_the_millisecond() {
    let mut world = world(&allowing());
    assert!(is_denied(&world.decide()));
    world.exemptions = vec![approved("A", "P2D")];
    lets_in_until(&world, "A", "2026-03-03T12:00:00Z");
    assert!(world.decide().grace_starts.is_empty(), "nothing begins");
    world.now = at("2026-03-03T11:59:59.999Z");
    lets_in_until(&world, "A", "2026-03-03T12:00:00Z");
    for late in ["2026-03-03T12:00:00Z", "2026-03-03T12:00:00.001Z"] {
        world.now = at(late);
        assert!(is_denied(&world.decide()), "{late}");
    }
}

#[test]
fn only_what_is_approved_counts() {
    let mut world = world(&allowing());
    let now = at(NOW);
    let over = approved("A", "P2D").revoked(verdict(), now).unwrap();
    assert_eq!(over.status(now), ExemptionStatus::Revoked);
    let refused = pending("A").declined(verdict(), now).unwrap();
    for exemption in [pending("A"), refused, over] {
        world.exemptions = vec![exemption];
        let decision = world.decide();
        assert!(is_denied(&decision), "{:?}", world.exemptions);
    }
}

#[test]
fn it_belongs_to_one_policy_user_and_device() {
    let mut world = world(&allowing());
    for field in ["policy", "user", "device"] {
        let mut foreign = approved("A", "P2D");
        let subject = &mut foreign.subject;
        match field {
            "policy" => subject.policy_id = "B".to_owned(),
            "user" => subject.user_id = "00u2".to_owned(),
            _ => subject.device_id = "guo2".to_owned(),
        }
        world.exemptions = vec![foreign];
        assert!(is_denied(&world.decide()), "{field}");
    }
}

#[test]
fn it_counts_only_while_the_policy_allows_exemptions() {
    let mut world = world(&json!({}));
    world.exemptions = vec![approved("A", "P2D")];
    assert!(is_denied(&world.decide()));
}

#[test]
fn it_also_covers_what_could_not_be_checked_but_only_on_a_device_that_is_known() {
    let mut world = world(&allowing());
    world.exemptions = vec![approved("A", "P2D")];
    world.signals.os_version = Signal::Unknown(Cause::Timeout);
    lets_in_until(&world, "A", "2026-03-03T12:00:00Z");
    world.signals = Signals::unknown(Some(Platform::Macos), Cause::AgentUnreachable);
    world.device = None;
    assert!(is_denied(&world.decide()));
}

#[test]
fn it_is_no_help_against_what_the_rule_asks_of_the_device_besides() {
    let mut world = world(&allowing());
    world.exemptions = vec![approved("A", "P2D")];
    world.registered = false;
    assert!(is_denied(&world.decide()));
}

#[test]
fn of_a_grace_period_and_an_exemption_the_later_end_counts() {
    let grace = json!({
        "gracePeriod": {"type": "BY_DURATION", "expiry": "P7D"}, "exemption": {"maximumDuration": "P30D"},
    });
    let mut world = world(&grace);
    world.exemptions = vec![approved("A", "P2D")];
    lets_in_until(&world, "A", "2026-03-08T12:00:00Z");
    world.exemptions = vec![approved("A", "P20D")];
    lets_in_until(&world, "A", "2026-03-21T12:00:00Z");
    assert_eq!(
        world.decide().grace_starts[0].expires_at,
        at(NOW) + SignedDuration::from_hours(7 * 24),
        "the window is not the exemption's"
    );
}

#[test]
fn the_policy_that_is_listed_first_is_shown_whichever_way_it_is_open() {
    let rules = json!([rule("first", 0, &["A", "B"]), catch_all("DENY")]);
    let mut world = World::new(rules)
        .policy("A", "MACOS", "15.0", &allowing())
        .policy("B", "MACOS", "16.0", &grace("BY_DURATION", "P5D"));
    lets_in_until(&world, "B", "2026-03-06T12:00:00Z");
    world.exemptions = vec![approved("A", "P2D")];
    lets_in_until(&world, "A", "2026-03-03T12:00:00Z");
}

#[test]
fn a_rule_that_denies_knows_no_exemptions() {
    let mut deny = rule("first", 0, &["A"]);
    deny["actions"]["appSignOn"]["access"] = json!("DENY");
    let mut world =
        World::new(json!([deny, catch_all("ALLOW")])).policy("A", "MACOS", "15.0", &allowing());
    let without = world.decide();
    world.exemptions = vec![approved("A", "P2D")];
    assert_eq!(world.decide(), without);
    assert!(matches!(without.outcome, Outcome::Allow { .. }));
}
