//! Decisions over rules, policies and time.

use serde_json::{Value, json};

use super::*;
use crate::backend::evaluation::{Platform, Signal, requirements};

mod exempted;
mod grace;
mod reminders;

const NOW: &str = "2026-03-01T12:00:00Z";

/// An organization with three policies for macOS (A, B, C), one for Windows (W) and rules as given.
struct World {
    rules: Vec<AccessPolicyRule>,
    policies: Vec<DeviceAssurance>,
    windows: Vec<GraceWindow>,
    exemptions: Vec<Exemption>,
    reminders: Vec<GraceReminder>,
    signals: Signals,
    device: Option<&'static str>,
    registered: bool,
    now: Timestamp,
}

impl World {
    fn new(rules: Value) -> Self {
        Self {
            rules: serde_json::from_value(rules).unwrap(),
            policies: Vec::new(),
            windows: Vec::new(),
            exemptions: Vec::new(),
            reminders: Vec::new(),
            signals: mac("14.0"),
            device: Some("guo1"),
            registered: true,
            now: at(NOW),
        }
    }

    /// Adds a policy that asks for a version.
    fn policy(mut self, id: &str, platform: &str, minimum: &str, more: &Value) -> Self {
        let mut document = json!({"id": id, "name": id, "platform": platform, "osVersion": {"minimum": minimum}, "displayRemediationMode": "SHOW"});
        document
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        self.policies
            .push(serde_json::from_value(document).unwrap());
        self
    }

    fn decide(&self) -> Decision {
        decide(&Request {
            rules: &self.rules,
            policies: &self.policies,
            checks: &[],
            signals: &self.signals,
            windows: &self.windows,
            exemptions: &self.exemptions,
            reminders: &self.reminders,
            user_id: "00u1",
            device_id: self.device,
            registered: self.registered,
            catalogue: &VersionCatalogue::default(),
            now: self.now,
        })
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn mac(version: &str) -> Signals {
    Signals {
        platform: Some(Platform::Macos),
        os_version: Signal::Known(version.to_owned()),
        managed: Signal::Known(false),
        ..Signals::default()
    }
}

fn rule(id: &str, priority: i64, assurance: &[&str]) -> Value {
    json!({"id": id, "name": id, "priority": priority,
        "conditions": {"device": {"registered": true, "assurance": {"include": assurance}}},
        "actions": {"appSignOn": {"access": "ALLOW", "verificationMethod": {"factorMode": id}}}})
}

fn catch_all(access: &str) -> Value {
    json!({"id": "last", "name": "Catch-all Rule", "priority": 99, "system": true, "actions": {"appSignOn": {"access": access}}})
}

fn grace(kind: &str, expiry: &str) -> Value {
    json!({"gracePeriod": {"type": kind, "expiry": expiry}})
}

fn option_ids(decision: &Decision) -> Vec<&str> {
    match &decision.outcome {
        Outcome::Deny { options, .. } | Outcome::Grace { options, .. } => options
            .iter()
            .map(|option| option.policy_id.as_str())
            .collect(),
        Outcome::Allow { .. } => Vec::new(),
    }
}

fn is_denied(decision: &Decision) -> bool {
    matches!(decision.outcome, Outcome::Deny { .. })
}

#[test]
fn one_met_policy_of_several_is_enough_and_its_rule_decides() {
    let world = World::new(json!([catch_all("DENY"), rule("first", 0, &["A", "B"])]))
        .policy("A", "MACOS", "15.0", &json!({}))
        .policy("B", "MACOS", "14.0", &json!({}));
    let decision = world.decide();
    assert_eq!(
        decision.outcome,
        Outcome::Allow {
            verification_method: Some(json!({"factorMode": "first"}))
        }
    );
    assert_eq!(decision.rule_id.as_deref(), Some("first"));
    assert_eq!(
        decision.checks.len(),
        1,
        "the checks of the policy that was met"
    );
    assert_eq!(decision.policies.len(), 2, "the log sees both");
}

#[test]
fn all_conditions_of_a_policy_must_hold() {
    let world = World::new(json!([rule("first", 0, &["A"]), catch_all("DENY")])).policy(
        "A",
        "MACOS",
        "14.0",
        &json!({"secureHardwarePresent": true}),
    );
    assert!(
        is_denied(&world.decide()),
        "one of two holds, the other is not known"
    );
    let mut world = world;
    world.signals.secure_hardware_present = Signal::Known(true);
    assert!(!is_denied(&world.decide()));
}

#[test]
fn a_policy_of_another_platform_never_matches_and_is_no_option() {
    let world = World::new(json!([rule("first", 0, &["W", "A"]), catch_all("DENY")]))
        .policy("W", "WINDOWS", "1", &json!({}))
        .policy("A", "MACOS", "15.0", &json!({}));
    let decision = world.decide();
    assert!(is_denied(&decision));
    assert_eq!(option_ids(&decision), ["A"]);
}

#[test]
fn rules_are_asked_by_priority_the_catch_all_last_and_inactive_ones_never() {
    let mut deny = rule("deny", 5, &[]);
    deny["conditions"] = json!({});
    deny["actions"]["appSignOn"]["access"] = json!("DENY");
    let mut off = rule("off", 0, &[]);
    off["conditions"] = json!({});
    off["status"] = json!("INACTIVE");
    let mut late = rule("late", 7, &[]);
    late["conditions"] = json!({});
    let world = World::new(json!([catch_all("ALLOW"), late, deny, off]));
    let decision = world.decide();
    assert_eq!(decision.rule_id.as_deref(), Some("deny"));
    assert_eq!(
        decision.outcome,
        Outcome::Deny {
            show: false,
            options: Vec::new()
        }
    );
}

#[test]
fn a_failing_condition_only_means_that_the_next_rule_is_asked() {
    let world = World::new(json!([
        rule("strict", 0, &["A"]),
        rule("mild", 1, &["B"]),
        catch_all("DENY")
    ]))
    .policy("A", "MACOS", "15.0", &json!({}))
    .policy("B", "MACOS", "14.0", &json!({}));
    assert_eq!(world.decide().rule_id.as_deref(), Some("mild"));
    let open = World::new(json!([rule("strict", 0, &["A"]), catch_all("ALLOW")])).policy(
        "A",
        "MACOS",
        "15.0",
        &json!({}),
    );
    let decision = open.decide();
    assert_eq!(decision.rule_id.as_deref(), Some("last"));
    assert!(
        decision.checks.is_empty(),
        "whoever gets in is not told what another rule wanted"
    );
}

#[test]
fn without_any_rule_nobody_gets_in() {
    let decision = World::new(json!([])).decide();
    assert_eq!(
        decision.outcome,
        Outcome::Deny {
            show: false,
            options: Vec::new()
        }
    );
    assert_eq!(decision.rule_id, None);
}

#[test]
fn options_are_in_order_of_rules_then_lists_each_once() {
    let world = World::new(json!([
        rule("second", 2, &["A", "C"]),
        rule("first", 1, &["B", "A"]),
        catch_all("DENY")
    ]))
    .policy("A", "MACOS", "15.0", &json!({}))
    .policy("B", "MACOS", "16.0", &json!({}))
    .policy(
        "C",
        "MACOS",
        "17.0",
        &json!({"secureHardwarePresent": true}),
    );
    let decision = world.decide();
    assert_eq!(option_ids(&decision), ["B", "A", "C"]);
    let ids: Vec<_> = decision
        .checks
        .iter()
        .map(|check| check.id.as_str())
        .collect();
    assert_eq!(
        ids,
        ["osVersion", "secureHardwarePresent"],
        "each check once"
    );
    assert_eq!(decision.checks[0].verdict, Verdict::Fail);
    assert_eq!(decision.checks[1].verdict, Verdict::Unknown);
}

#[test]
fn a_hidden_policy_discloses_nothing_even_beside_a_shown_one() {
    let hide = json!({"displayRemediationMode": "HIDE", "secureHardwarePresent": true});
    let world = World::new(json!([rule("first", 0, &["H"]), catch_all("DENY")]))
        .policy("H", "MACOS", "15.0", &hide);
    let decision = world.decide();
    assert_eq!(
        decision.outcome,
        Outcome::Deny {
            show: false,
            options: Vec::new()
        }
    );
    assert!(decision.checks.is_empty());
    let both = World::new(json!([rule("first", 0, &["H", "A"]), catch_all("DENY")]))
        .policy("H", "MACOS", "15.0", &hide)
        .policy("A", "MACOS", "16.0", &json!({}));
    let decision = both.decide();
    assert_eq!(option_ids(&decision), ["A"]);
    assert!(
        decision
            .checks
            .iter()
            .all(|check| check.id == "osVersion" && check.required.as_deref() == Some("16.0"))
    );
}

#[test]
fn a_silent_device_of_unknown_platform_sees_checks_but_no_options() {
    let mut world = World::new(json!([rule("first", 0, &["A", "W"]), catch_all("DENY")]))
        .policy("A", "MACOS", "15.0", &json!({}))
        .policy("W", "WINDOWS", "10.0", &json!({}));
    world.signals = Signals::unknown(None, Cause::AgentUnreachable);
    world.device = None;
    world.registered = false;
    let decision = world.decide();
    assert_eq!(
        decision.outcome,
        Outcome::Deny {
            show: true,
            options: Vec::new()
        }
    );
    assert_eq!(
        decision
            .checks
            .iter()
            .filter(|check| check.id == "osVersion")
            .count(),
        1
    );
}

#[test]
fn the_devices_state_must_be_as_the_rule_says() {
    let mut managed = rule("first", 0, &["A"]);
    managed["conditions"]["device"]["managed"] = json!(true);
    let mut world = World::new(json!([managed, catch_all("DENY")])).policy(
        "A",
        "MACOS",
        "14.0",
        &grace("BY_DURATION", "P7D"),
    );
    let decision = world.decide();
    assert!(
        is_denied(&decision),
        "grace does not stand in for management"
    );
    let Outcome::Deny { options, .. } = &decision.outcome else {
        panic!("denied")
    };
    assert_eq!(options[0].items[0].id, "managed");
    assert!(
        options[0].items[0]
            .instruction
            .as_ref()
            .unwrap()
            .key
            .ends_with("device.must.be.managed")
    );
    world.signals.managed = Signal::Known(true);
    assert!(!is_denied(&world.decide()));
    world.registered = false;
    let Outcome::Deny { options, .. } = world.decide().outcome else {
        panic!("denied")
    };
    assert_eq!(options[0].items[0].id, "registered");
}

#[test]
fn a_rule_that_denies_compliant_devices_knows_no_grace_and_no_options() {
    let mut deny = rule("deny", 0, &["A"]);
    deny["actions"]["appSignOn"]["access"] = json!("DENY");
    let mut world = World::new(json!([deny, catch_all("ALLOW")])).policy(
        "A",
        "MACOS",
        "15.0",
        &grace("BY_DURATION", "P7D"),
    );
    let decision = world.decide();
    assert!(matches!(decision.outcome, Outcome::Allow { .. }));
    assert!(decision.grace_starts.is_empty());
    world.signals = mac("15.0");
    assert_eq!(
        world.decide().outcome,
        Outcome::Deny {
            show: false,
            options: Vec::new()
        }
    );
}

#[test]
fn people_and_platforms_restrict_rules() {
    let with = |conditions: Value| {
        let mut only = rule("only", 0, &[]);
        only["conditions"] = conditions;
        World::new(json!([only, catch_all("DENY")]))
    };
    let cases = [
        (json!({"people": {"users": {"include": ["00u1"]}}}), true),
        (json!({"people": {"users": {"include": ["00u2"]}}}), false),
        (json!({"people": {"users": {"exclude": ["00u1"]}}}), false),
        (json!({"people": {"groups": {"include": ["00g1"]}}}), false),
        (
            json!({"platform": {"include": [{"type": "DESKTOP", "os": {"type": "OSX"}}]}}),
            true,
        ),
        (
            json!({"platform": {"include": [{"type": "DESKTOP", "os": {"type": "WINDOWS"}}]}}),
            false,
        ),
        (
            json!({"platform": {"include": [{"type": "MOBILE", "os": {"type": "ANY"}}]}}),
            false,
        ),
        (
            json!({"platform": {"include": [{"type": "ANY", "os": {"type": "ANY"}}]}}),
            true,
        ),
        (
            json!({"platform": {"exclude": [{"type": "DESKTOP", "os": {"type": "MACOS"}}]}}),
            false,
        ),
        (
            json!({"platform": {"include": [{"type": "DESKTOP", "os": {"type": "LINUX"}}]}}),
            false,
        ),
    ];
    for (conditions, allowed) in cases {
        assert_eq!(
            !is_denied(&with(conditions.clone()).decide()),
            allowed,
            "{conditions}"
        );
    }
}

#[test]
fn a_device_is_asked_what_active_rules_look_at_and_nothing_else() {
    let mut off = rule("off", 1, &["B"]);
    off["status"] = json!("INACTIVE");
    let world = World::new(json!([rule("first", 0, &["A"]), off, catch_all("DENY")]))
        .policy(
            "A",
            "MACOS",
            "15.0",
            &json!({"devicePostureChecks": {"include": [{"variableName": "fw", "value": "1"}]}}),
        )
        .policy(
            "B",
            "MACOS",
            "15.0",
            &json!({"secureHardwarePresent": true}),
        );
    let check: DevicePostureCheck = serde_json::from_value(
        json!({"name": "F", "variableName": "fw", "platform": "MACOS", "type": "CUSTOM", "query": "SELECT 1;"}),
    )
    .unwrap();
    let needed = requirements(&world.rules, &world.policies, &[check]);
    assert!(needed.device);
    assert_eq!(needed.signals, ["osVersion"]);
    assert_eq!(needed.checks.len(), 1);
    assert_eq!(
        (
            needed.checks[0].variable_name.as_str(),
            needed.checks[0].query.as_str()
        ),
        ("fw", "SELECT 1;")
    );
    let open = World::new(json!([catch_all("ALLOW")]));
    assert!(!requirements(&open.rules, &open.policies, &[]).device);
}
