//! The evaluator against a model of the contract: random organizations, devices and moments, as JSON documents. The
//! model (`model`) reads the documents themselves and shares no code with the evaluator; `worlds` makes them.

mod model;
mod worlds;

use std::{cell::RefCell, collections::BTreeMap};

use jiff::Timestamp;
use proptest::{
    collection::vec,
    prelude::any,
    test_runner::{Config, TestRunner},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::*;
use model::Expected;
use worlds::World;

/// How many numbers a world is made of: more than any uses, so that none repeats itself.
const NUMBERS: usize = 700;
/// How many worlds a run looks at.
const CASES: u32 = 4000;

fn typed<T: DeserializeOwned>(document: &Value) -> T {
    serde_json::from_value(document.clone()).unwrap_or_else(|error| panic!("{error}: {document}"))
}

fn runner() -> TestRunner {
    TestRunner::new(Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    })
}

/// How often something was seen.
#[derive(Default)]
struct Seen(RefCell<BTreeMap<String, usize>>);

impl Seen {
    fn one(&self, what: impl Into<String>) {
        *self.0.borrow_mut().entry(what.into()).or_default() += 1;
    }

    fn count(&self, what: &str) -> usize {
        self.0.borrow().get(what).copied().unwrap_or_default()
    }

    /// The worlds are worth nothing where they never lead somewhere.
    fn reached(&self, least: usize, all: impl IntoIterator<Item = String>) {
        let rare: Vec<String> = all
            .into_iter()
            .filter(|what| self.count(what) < least)
            .map(|what| format!("{what}: {}", self.count(&what)))
            .collect();
        assert!(
            rare.is_empty(),
            "hardly ever seen: {rare:#?}\nof {:#?}",
            self.0.borrow()
        );
    }
}

fn letter(verdict: Verdict) -> char {
    match verdict {
        Verdict::Pass => 'P',
        Verdict::Fail => 'F',
        Verdict::Unknown => 'U',
    }
}

#[test]
fn every_verdict_is_the_models() {
    let seen = Seen::default();
    let catalogue: VersionCatalogue = typed(&worlds::catalogue());
    let run = runner().run(&vec(any::<u16>(), NUMBERS), |numbers| {
        let world = World::from_numbers(&numbers);
        let signals: Signals = typed(&world.signals);
        let checks: Vec<DevicePostureCheck> = typed(&world.checks);
        for document in world.policies.as_array().unwrap() {
            let policy: DeviceAssurance = typed(document);
            let evaluation = evaluate_policy(&policy, &checks, &signals, &catalogue);
            let got: Vec<(String, char, Option<String>)> = evaluation
                .checks
                .iter()
                .map(|check| {
                    let cause = check
                        .cause
                        .map(|cause| json!(cause).as_str().unwrap().to_owned());
                    (check.id.clone(), letter(check.verdict), cause)
                })
                .collect();
            let wanted = model::verdicts(document, &world.signals, &worlds::catalogue());
            assert_eq!(got, wanted, "{document:#}\n{:#}", world.signals);
            for check in &evaluation.checks {
                told(check, &policy);
                let platform = policy.platform.as_str();
                seen.one(format!("{platform} {} {}", check.id, letter(check.verdict)));
                if let Some(cause) = check.cause {
                    seen.one(format!("{cause:?}"));
                }
            }
        }
        Ok(())
    });
    run.unwrap();
    let conditions = [
        (
            "ANDROID",
            "osVersion diskEncryptionType screenLockType jailbreak secureHardwarePresent callerContext.managedApp \
          androidDeviceTrust.deviceIntegrityLevel androidDeviceTrust.playProtectVerdict androidDeviceTrust.usbDebuggingDisabled \
          devicePostureIdP.managed devicePostureIdP.compliant",
        ),
        (
            "IOS",
            "osVersion screenLockType jailbreak devicePostureIdP.managed",
        ),
        (
            "MACOS",
            "osVersion diskEncryptionType screenLockType secureHardwarePresent dtc.browserVersion dtc.diskEncrypted \
          dtc.osVersion dtc.osFirewall dtc.keyTrustLevel devicePostureIdP.compliant custom1 custom2",
        ),
        (
            "WINDOWS",
            "osVersion diskEncryptionType screenLockType secureHardwarePresent dtc.antivirusEnabled dtc.screenLockSecured \
          dtc.windowsUserDomain devicePostureIdP.managed custom1",
        ),
        (
            "CHROMEOS",
            "dtc.browserVersion dtc.keyTrustLevel dtc.managedDevice dtc.safeBrowsingProtectionLevel devicePostureIdP.managed",
        ),
    ];
    let all = conditions.into_iter().flat_map(|(platform, ids)| {
        ids.split_whitespace()
            .flat_map(move |id| ['P', 'F', 'U'].map(|letter| format!("{platform} {id} {letter}")))
    });
    let causes = [
        "AgentUnreachable",
        "AgentError",
        "Canceled",
        "Timeout",
        "QueryError",
        "NotAllowed",
        "NotReported",
    ];
    seen.reached(3, all.chain(causes.map(str::to_owned)));
}

/// What holds of every result, whatever the verdict.
fn told(check: &CheckResult, policy: &DeviceAssurance) {
    match check.verdict {
        Verdict::Pass => {
            assert!(check.instruction.is_none() && check.fix.is_none() && check.reason.is_none());
            assert!(check.cause.is_none() && check.observed.is_some());
        }
        Verdict::Fail => {
            assert!(check.cause.is_none() && check.observed.is_some());
            if let Some(instruction) = &check.instruction {
                let builtin = instruction.key.starts_with(KEY_PREFIX);
                assert_eq!(
                    builtin,
                    english(&instruction.key).is_some(),
                    "{instruction:?}"
                );
                assert!(!instruction.text.contains('{'), "{instruction:?}");
            } else {
                let custom = policy
                    .device_posture_checks
                    .iter()
                    .flat_map(|checks| &checks.include);
                assert!(
                    custom
                        .into_iter()
                        .any(|custom| custom.variable_name == check.id),
                    "only a custom check may be silent: {check:?}"
                );
            }
        }
        Verdict::Unknown => {
            assert!(check.observed.is_none() && check.fix.is_none() && check.reason.is_none());
            let key = check
                .instruction
                .as_ref()
                .map(|instruction| instruction.key.as_str());
            let timeout = check.cause == Some(Cause::Timeout);
            assert_eq!(key.is_some(), timeout, "{check:?}");
            assert!(
                key.is_none_or(|key| key.ends_with("osquery.timeout")),
                "{check:?}"
            );
        }
    }
}

fn millisecond(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// What the evaluator decided, in the model's words.
fn summary(decision: &Decision) -> Expected {
    let of = |options: &[Remedy]| -> Vec<(String, Vec<String>)> {
        options
            .iter()
            .map(|option| {
                let items = option.items.iter().map(|item| item.id.clone());
                (option.policy_id.clone(), items.collect())
            })
            .collect()
    };
    let (outcome, grace, show, options) = match &decision.outcome {
        Outcome::Allow { .. } => ("allow", None, false, Vec::new()),
        Outcome::Grace {
            policy_id,
            deadline,
            options,
            ..
        } => (
            "grace",
            Some((policy_id.clone(), millisecond(*deadline))),
            false,
            of(options),
        ),
        Outcome::Deny { show, options } => ("deny", None, *show, of(options)),
    };
    Expected {
        outcome: outcome.to_owned(),
        rule: decision.rule_id.clone(),
        grace,
        show,
        options,
        checks: decision
            .checks
            .iter()
            .map(|check| (check.id.clone(), letter(check.verdict)))
            .collect(),
        starts: decision
            .grace_starts
            .iter()
            .map(|window| {
                let (start, end) = (window.first_noncompliant_at, window.expires_at);
                (
                    window.policy_id.clone(),
                    millisecond(start),
                    millisecond(end),
                )
            })
            .collect(),
        clears: decision.grace_clears.clone(),
        left_out: decision
            .reminding
            .as_ref()
            .is_some_and(|reminding| reminding.confirmed.is_some()),
    }
}

/// The world's reminders: of what its policies find wrong now, or of something else.
fn reminders(world: &World, catalogue: &VersionCatalogue) -> Vec<GraceReminder> {
    let signals: Signals = typed(&world.signals);
    let checks: Vec<DevicePostureCheck> = typed(&world.checks);
    let policies: Vec<DeviceAssurance> = typed(&world.policies);
    let written = world.reminders.as_array().unwrap().iter();
    written
        .map(|reminder| {
            let policy = policies
                .iter()
                .find(|policy| reminder["policyId"] == policy.id);
            let found = evaluate_policy(policy.unwrap(), &checks, &signals, catalogue);
            let mut failures = Failure::all(&found);
            if reminder["same"] == false {
                failures.push(Failure {
                    check: "another".to_owned(),
                    required: None,
                });
            }
            let mut reminder = reminder.clone();
            reminder["failures"] = json!(failures);
            typed(&reminder)
        })
        .collect()
}

#[test]
fn every_decision_is_the_models() {
    let seen = Seen::default();
    let catalogue: VersionCatalogue = typed(&worlds::catalogue());
    let run = runner().run(&vec(any::<u16>(), NUMBERS), |numbers| {
        let world = World::from_numbers(&numbers);
        let decision = decide(&Request {
            rules: &typed::<Vec<AccessPolicyRule>>(&world.rules),
            policies: &typed::<Vec<DeviceAssurance>>(&world.policies),
            checks: &typed::<Vec<DevicePostureCheck>>(&world.checks),
            signals: &typed::<Signals>(&world.signals),
            windows: &typed::<Vec<GraceWindow>>(&world.windows),
            exemptions: &typed::<Vec<Exemption>>(&world.exemptions),
            reminders: &reminders(&world, &catalogue),
            user_id: worlds::USER,
            device_id: world.device.as_deref(),
            registered: world.registered,
            catalogue: &catalogue,
            now: worlds::NOW.parse().unwrap(),
        });
        let (got, wanted) = (summary(&decision), model::decide(&world));
        assert_eq!(got, wanted, "{world:#?}");
        hidden_stays_hidden(&decision, &world);
        count(&seen, &got, &world);
        Ok(())
    });
    run.unwrap();
    let classes = [
        "allow",
        "allow without a device condition",
        "allow with something missing",
        "grace by date",
        "grace by duration",
        "grace from now",
        "grace by exemption",
        "exempted from what could not be checked",
        "deny: the exemption ends now",
        "a millisecond before the end",
        "reminder left out",
        "reminder left out until the end",
        "reminder due",
        "reminder with news",
        "deny: the end is now",
        "deny shown",
        "deny hidden",
        "deny by a rule",
        "deny: no rule",
        "several options",
        "clears",
        "an inactive rule",
        "device unknown",
        "not registered",
    ];
    seen.reached(5, classes.map(str::to_owned));
}

/// What a policy hides is in no option and no check.
fn hidden_stays_hidden(decision: &Decision, world: &World) {
    let hidden: Vec<&str> = world
        .policies
        .as_array()
        .unwrap()
        .iter()
        .filter(|policy| policy["displayRemediationMode"] != "SHOW")
        .map(|policy| policy["id"].as_str().unwrap())
        .collect();
    match &decision.outcome {
        Outcome::Deny { show, options } => {
            assert!(*show || (options.is_empty() && decision.checks.is_empty()));
            assert!(
                options
                    .iter()
                    .all(|option| !hidden.contains(&option.policy_id.as_str()))
            );
        }
        Outcome::Grace { options, .. } => {
            assert!(
                options
                    .iter()
                    .all(|option| !hidden.contains(&option.policy_id.as_str()))
            );
        }
        Outcome::Allow { .. } => {}
    }
}

fn count(seen: &Seen, got: &Expected, world: &World) {
    let now = millisecond(worlds::NOW.parse().unwrap());
    let policy = |id: &str| {
        let all = world.policies.as_array().unwrap();
        all.iter()
            .find(|policy| policy["id"] == id)
            .unwrap()
            .clone()
    };
    seen.one(got.outcome.clone());
    match (got.outcome.as_str(), &got.grace) {
        ("grace", Some((id, deadline))) => {
            let exempted = model::exempted_until(world, id).is_some_and(|end| end == *deadline);
            let by_date = policy(id)["gracePeriod"]["type"] == "BY_DATE_TIME";
            seen.one(if exempted {
                "grace by exemption"
            } else if by_date {
                "grace by date"
            } else {
                "grace by duration"
            });
            let verdicts = model::verdicts(&policy(id), &world.signals, &worlds::catalogue());
            if exempted && !verdicts.iter().any(|row| row.1 == 'F') {
                seen.one("exempted from what could not be checked");
            }
            if !got.starts.is_empty() {
                seen.one("grace from now");
            }
            if *deadline == now + 1 {
                seen.one("a millisecond before the end");
            }
            let own = |reminder: &&Value| {
                reminder["policyId"] == *id
                    && reminder["userId"] == worlds::USER
                    && reminder["deviceId"] == "guo1"
            };
            let all = world.reminders.as_array().unwrap();
            let reminds = !policy(id)["gracePeriod"]["reminderInterval"].is_null();
            if let Some(own) = all.iter().find(own).filter(|_| reminds) {
                seen.one(match (got.left_out, own["same"] == false) {
                    (true, _) if *deadline == now + 1 => "reminder left out until the end",
                    (true, _) => "reminder left out",
                    (false, true) => "reminder with news",
                    (false, false) => "reminder due",
                });
            }
        }
        ("deny", _) => {
            seen.one(if got.show {
                "deny shown"
            } else {
                "deny hidden"
            });
            seen.one(if got.rule.is_some() {
                "deny by a rule"
            } else {
                "deny: no rule"
            });
            let due = |policy: &Value| policy["gracePeriod"]["expiry"] == worlds::NOW;
            if world.policies.as_array().unwrap().iter().any(due) {
                seen.one("deny: the end is now");
            }
            let over = |exemption: &Value| {
                exemption["decision"] == "APPROVED" && exemption["expiresAt"] == worlds::NOW
            };
            if world.exemptions.as_array().unwrap().iter().any(over) {
                seen.one("deny: the exemption ends now");
            }
        }
        _ => {
            if got.checks.is_empty() {
                seen.one("allow without a device condition");
            }
            if got.checks.iter().any(|(_, verdict)| *verdict == 'U') {
                seen.one("allow with something missing");
            }
        }
    }
    if got.options.len() > 1 {
        seen.one("several options");
    }
    if !got.clears.is_empty() {
        seen.one("clears");
    }
    let inactive = |rule: &Value| rule["status"] == "INACTIVE";
    if world.rules.as_array().unwrap().iter().any(inactive) {
        seen.one("an inactive rule");
    }
    if world.device.is_none() {
        seen.one("device unknown");
    }
    if !world.registered {
        seen.one("not registered");
    }
}
