//! Made-up devices against real policies.

use serde_json::{Value, json};

use super::*;

const NOW: &str = "2026-03-01T12:00:00Z";

fn policy(platform: &str, conditions: &Value) -> DeviceAssurance {
    let mut document = json!({
        "id": "dae1", "name": "Policy", "platform": platform, "displayRemediationMode": "SHOW",
        "gracePeriod": {"type": "BY_DURATION", "expiry": "P7D"},
    });
    let conditions = conditions.as_object().unwrap().clone();
    document.as_object_mut().unwrap().extend(conditions);
    serde_json::from_value(document).unwrap()
}

fn told(policy: &DeviceAssurance, shortfall: &Shortfall) -> Decision {
    let catalogue = VersionCatalogue::built_in();
    shortfall
        .decide(policy, &[], catalogue, NOW.parse().unwrap())
        .decision
}

fn failing() -> Shortfall {
    Shortfall {
        verdict: Verdict::Fail,
        checks: Vec::new(),
        grace: false,
    }
}

fn mac() -> DeviceAssurance {
    policy(
        "MACOS",
        &json!({
            "osVersion": {"minimum": "14.4"},
            "diskEncryptionType": {"include": ["ALL_INTERNAL_VOLUMES"]},
            "screenLockType": {"include": ["BIOMETRIC", "PASSCODE"]},
            "secureHardwarePresent": true,
            "devicePostureChecks": {"include": [
                {"variableName": "firewall", "value": "1"}, {"variableName": "sharing", "value": "0"},
            ]},
        }),
    )
}

#[test]
fn every_check_of_every_platform_fails_where_that_is_asked_for() {
    let chrome = json!({
        "browserVersion": {"minimum": "120"}, "diskEncrypted": true, "osFirewall": true, "keyTrustLevel": "CHROME_BROWSER_HW_KEY",
        "safeBrowsingProtectionLevel": "ENHANCED_PROTECTION", "deviceEnrollmentDomain": "example.com",
        "passwordProtectionWarningTrigger": "PHISHING_REUSE", "screenLockSecured": true,
        "chromeRemoteDesktopAppBlocked": false, "osVersion": {"minimum": "14.4"},
    });
    let windows = |constraint: Value| json!({"osVersionConstraints": constraint});
    let patch =
        json!({"type": "MINIMUM", "distanceFromLatestMajor": 0, "latestSecurityPatch": true});
    let policies = [
        mac(),
        policy(
            "MACOS",
            &json!({"osVersion": {"dynamicVersionRequirement": patch}}),
        ),
        policy(
            "MACOS",
            &json!({"thirdPartySignalProviders": {"dtc": chrome}}),
        ),
        policy(
            "IOS",
            &json!({"osVersion": {"minimum": "17.0"}, "jailbreak": false, "screenLockType": {"include": ["BIOMETRIC"]}}),
        ),
        policy(
            "ANDROID",
            &json!({
                "osVersion": {"minimum": "14"}, "diskEncryptionType": {"include": ["FULL"]}, "callerContext": {"managedApp": true},
                "thirdPartySignalProviders": {"androidDeviceTrust": {
                    "deviceIntegrityLevel": "MEETS_STRONG_INTEGRITY", "playProtectVerdict": "LOW",
                    "screenLockComplexity": "HIGH", "usbDebuggingDisabled": true,
                }, "devicePostureIdP": {"managed": true, "compliant": true}},
            }),
        ),
        policy(
            "WINDOWS",
            &windows(json!([{"majorVersionConstraint": "WINDOWS_11", "minimum": "10.0.22631.0"}])),
        ),
        policy(
            "WINDOWS",
            &windows(json!([{"majorVersionConstraint": "WINDOWS_10", "minimum": "10.0.19045.0"}])),
        ),
        policy(
            "WINDOWS",
            &windows(
                json!([{"majorVersionConstraint": "WINDOWS_10", "dynamicVersionRequirement": {"type": "NOT_ALLOWED"}}]),
            ),
        ),
    ];
    for policy in policies {
        let decision = told(&policy, &failing());
        assert!(!decision.checks.is_empty());
        for check in &decision.checks {
            assert_eq!(check.verdict, Verdict::Fail, "{check:?}");
        }
        let Outcome::Deny {
            show: true,
            options,
        } = decision.outcome
        else {
            panic!("{:?}", decision.outcome)
        };
        assert_eq!(options[0].items, decision.checks);
        let named: Vec<String> = decision.checks.into_iter().map(|check| check.id).collect();
        assert_eq!(named, Shortfall::of(&policy));
    }
}

#[test]
fn a_version_is_just_below_the_one_that_is_asked_for() {
    for (required, expected) in [
        ("14.4", Some("14.3")),
        ("14.0", Some("13.0")),
        ("10.0.22631.4317", Some("10.0.22631.4316")),
        ("16.7, 17.4", Some("16.6")),
        ("0", None),
        ("", None),
    ] {
        assert_eq!(below(required).as_deref(), expected, "{required}");
    }
    let decision = told(&mac(), &failing());
    assert_eq!(decision.checks[0].observed.as_deref(), Some("14.3"));
}

#[test]
fn where_one_check_is_named_the_others_pass() {
    let one = Shortfall {
        checks: vec!["firewall".to_owned()],
        ..failing()
    };
    let decision = told(&mac(), &one);
    let failed: Vec<&str> = decision
        .checks
        .iter()
        .filter(|check| check.verdict == Verdict::Fail)
        .map(|check| check.id.as_str())
        .collect();
    assert_eq!(failed, ["firewall"]);
    let passed = decision
        .checks
        .iter()
        .filter(|check| check.verdict == Verdict::Pass);
    for check in passed {
        assert_eq!(check.observed, check.required);
        assert!(check.instruction.is_none() && check.fix.is_none() && check.reason.is_none());
    }
}

#[test]
fn time_runs_only_where_the_policy_grants_some_and_something_failed() {
    let grace = |verdict| Shortfall {
        verdict,
        grace: true,
        ..failing()
    };
    let Outcome::Grace { deadline, .. } = told(&mac(), &grace(Verdict::Fail)).outcome else {
        panic!("no time")
    };
    assert_eq!(deadline.to_string(), "2026-03-08T12:00:00Z");
    let mut strict = mac();
    strict.grace_period = None;
    let mut over = mac();
    over.grace_period = serde_json::from_value(
        json!({"type": "BY_DATE_TIME", "expiry": "2026-02-01T00:00:00.000Z"}),
    )
    .unwrap();
    for outcome in [
        told(&strict, &grace(Verdict::Fail)).outcome,
        told(&over, &grace(Verdict::Fail)).outcome,
        told(&mac(), &grace(Verdict::Unknown)).outcome,
    ] {
        assert!(matches!(outcome, Outcome::Deny { .. }), "{outcome:?}");
    }
}

#[test]
fn a_device_that_is_silent_fails_nothing_and_a_policy_that_hides_tells_nothing() {
    let silent = Shortfall {
        verdict: Verdict::Unknown,
        ..failing()
    };
    for check in told(&mac(), &silent).checks {
        assert_eq!(check.verdict, Verdict::Unknown);
        assert_eq!(check.cause, Some(Cause::AgentUnreachable));
    }
    let mut hidden = mac();
    hidden.display_remediation_mode = crate::backend::evaluation::DisplayRemediationMode::Hide;
    let decision = told(&hidden, &failing());
    assert!(decision.checks.is_empty());
    let nothing = Outcome::Deny {
        show: false,
        options: Vec::new(),
    };
    assert_eq!(decision.outcome, nothing);
}
