//! Verdicts on single conditions.

use serde_json::{Value, json};

use super::*;
use crate::backend::evaluation::{KEY_PREFIX, Scalar, Signal};

mod help;

fn policy(document: &Value) -> DeviceAssurance {
    serde_json::from_value(document.clone()).unwrap()
}

fn check(document: Value) -> DevicePostureCheck {
    serde_json::from_value(document).unwrap()
}

fn firewall() -> DevicePostureCheck {
    check(json!({
        "name": "Firewall", "variableName": "macOSFirewall", "platform": "MACOS", "type": "CUSTOM",
        "remediationSettings": {
            "message": {"defaultI18nKey": "macos.firewall.enabled.remediation.message", "customText": "Turn it on."},
            "link": {"defaultUrl": "https://ignored.example.com", "customUrl": "https://help.example.com/on"},
        },
    }))
}

/// The verdict on the only condition of a policy.
fn verdict(platform: &str, condition: &str, wanted: &Value, signals: &Signals) -> CheckResult {
    let document = json!({"name": "P", "platform": platform, condition: wanted});
    let evaluation = evaluate_policy(&policy(&document), &[firewall()], signals, &catalogue());
    assert_eq!(evaluation.checks.len(), 1, "{document}");
    evaluation.checks.into_iter().next().unwrap()
}

/// Data that stays as it is, whatever vendors publish.
fn catalogue() -> VersionCatalogue {
    serde_json::from_value(json!({"asOf": "2025-10-15", "releases": {
        "ANDROID": [{"startsAt": "16", "latest": "16"}, {"startsAt": "15", "latest": "15"}],
        "IOS": [{"startsAt": "26", "latest": "26.0.1"}, {"startsAt": "18", "latest": "18.7.1"}],
        "MACOS": [
            {"startsAt": "26", "latest": "26.0.1"},
            {"startsAt": "15", "latest": "15.7.1"},
            {"startsAt": "14", "latest": "14.8.1"},
        ],
        "WINDOWS": [
            {"startsAt": "10.0.22000", "latest": "10.0.26200.6899",
                "patches": ["10.0.26200.6899", "10.0.26100.6899", "10.0.22631.6060"]},
            {"startsAt": "10.0", "latest": "10.0.19045.6456"},
        ],
    }}))
    .unwrap()
}

fn version(version: &str) -> Signals {
    Signals {
        os_version: Signal::Known(version.to_owned()),
        ..Signals::default()
    }
}

fn answered(value: Signal<String>) -> Signals {
    Signals {
        checks: [("macOSFirewall".to_owned(), value)].into(),
        ..version("14.4")
    }
}

fn on_firewall(value: Signal<String>) -> CheckResult {
    let wanted = json!({"include": [{"variableName": "macOSFirewall", "value": "1"}]});
    verdict("MACOS", "devicePostureChecks", &wanted, &answered(value))
}

#[test]
fn a_version_at_the_minimum_passes_and_one_below_is_told_what_is_needed() {
    let wanted = json!({"minimum": "14.4"});
    for good in ["14.4", "14.4.0", "14.10", "26.0"] {
        assert_eq!(
            verdict("MACOS", "osVersion", &wanted, &version(good)).verdict,
            Verdict::Pass,
            "{good}"
        );
    }
    let result = verdict("MACOS", "osVersion", &wanted, &version("14.3.1"));
    assert_eq!(
        (result.verdict, result.id.as_str()),
        (Verdict::Fail, "osVersion")
    );
    assert_eq!(
        (result.observed.as_deref(), result.required.as_deref()),
        (Some("14.3.1"), Some("14.4"))
    );
    let instruction = result.instruction.unwrap();
    assert_eq!(
        instruction.key,
        format!("{KEY_PREFIX}macos.upgrade_os_version")
    );
    assert_eq!(instruction.params, ["14.4"]);
    assert_eq!(instruction.text, "Update macOS to version 14.4");
    assert!(instruction.link.unwrap().contains("macos"));
    let garbled = verdict("MACOS", "osVersion", &wanted, &version("Sonoma"));
    assert_eq!(
        (garbled.verdict, garbled.cause),
        (Verdict::Unknown, Some(Cause::NotReported))
    );
}

#[test]
fn dynamic_versions_are_computed_from_the_catalogue() {
    // As of the catalogue: 26 (26.0.1), 15 (15.7.1), 14 (14.8.1).
    let dynamic = |kind: &str, distance: Option<u8>, patch: bool| {
        let mut requirement = json!({"type": kind, "latestSecurityPatch": patch});
        if let Some(distance) = distance {
            requirement["distanceFromLatestMajor"] = json!(distance);
        }
        json!({"dynamicVersionRequirement": requirement})
    };
    let cases = [
        (dynamic("MINIMUM", Some(0), false), "26.0", true),
        (dynamic("MINIMUM", Some(0), false), "15.7.1", false),
        (dynamic("MINIMUM", Some(1), false), "15.0", true),
        (dynamic("MINIMUM", Some(1), false), "14.8.1", false),
        (dynamic("MINIMUM", Some(1), false), "27.0", true),
        (dynamic("MINIMUM", Some(1), true), "15.7", false),
        (dynamic("MINIMUM", Some(1), true), "15.7.1", true),
        (dynamic("MINIMUM", Some(1), true), "26.0", false),
        (dynamic("EXACT", Some(1), false), "15.1", true),
        (dynamic("EXACT", Some(1), false), "26.0", false),
        (dynamic("EXACT_ANY_SUPPORTED", None, false), "14.0", true),
        (dynamic("EXACT_ANY_SUPPORTED", None, false), "13.7", false),
        (dynamic("EXACT_ANY_SUPPORTED", None, true), "14.8", false),
        (dynamic("EXACT_ANY_SUPPORTED", None, true), "14.8.1", true),
    ];
    for (wanted, device, passes) in cases {
        let result = verdict("MACOS", "osVersion", &wanted, &version(device));
        assert_eq!(
            result.verdict == Verdict::Pass,
            passes,
            "{device} against {wanted}"
        );
        assert_eq!(result.instruction.is_some(), !passes);
    }
    let result = verdict(
        "MACOS",
        "osVersion",
        &dynamic("MINIMUM", Some(1), true),
        &version("14.0"),
    );
    assert_eq!(
        result.instruction.unwrap().text,
        "Update macOS to version 15.7.1 or newer"
    );
    let newer = verdict(
        "MACOS",
        "osVersion",
        &dynamic("MINIMUM", Some(1), true),
        &version("26.0"),
    );
    assert_eq!(
        newer.required.as_deref(),
        Some("26.0.1"),
        "the patch of the version that it runs, not an older one"
    );
}

#[test]
fn a_computer_is_asked_for_the_patch_of_the_windows_that_it_runs() {
    let patched = json!([{"majorVersionConstraint": "WINDOWS_11",
        "dynamicVersionRequirement": {"type": "EXACT_ANY_SUPPORTED", "latestSecurityPatch": true}}]);
    let of = |device: &str| {
        let result = verdict(
            "WINDOWS",
            "osVersionConstraints",
            &patched,
            &version(device),
        );
        (result.verdict, result.required.unwrap())
    };
    let (pass, fail) = (Verdict::Pass, Verdict::Fail);
    assert_eq!(of("10.0.26200.6899").0, pass);
    assert_eq!(of("10.0.26100.6899").0, pass, "last year's, patched");
    assert_eq!(of("10.0.26100.6898"), (fail, "10.0.26100.6899".to_owned()));
    assert_eq!(
        of("10.0.22621.9999"),
        (fail, "10.0.22631.6060".to_owned()),
        "out of support"
    );
    assert_eq!(of("10.0.27000.1").0, pass, "newer than the catalogue");
    assert_eq!(of("10.0.19045.1").0, pass, "Windows 10 has no constraint");
}

#[test]
fn each_major_version_of_windows_has_its_own_constraint() {
    let eleven = json!({"majorVersionConstraint": "WINDOWS_11", "minimum": "10.0.22631.3007"});
    let ten = json!({"majorVersionConstraint": "WINDOWS_10", "minimum": "10.0.19045.100"});
    let no_ten = json!({"majorVersionConstraint": "WINDOWS_10", "dynamicVersionRequirement": {"type": "NOT_ALLOWED"}});
    let cases = [
        (json!([eleven, ten]), "10.0.22631.3007", true),
        (json!([eleven, ten]), "10.0.22631.3006", false),
        (json!([eleven, ten]), "10.0.19045.100", true),
        (json!([eleven, ten]), "10.0.19044.9999", false),
        (json!([eleven]), "10.0.19045.1", true),
        (json!([ten]), "10.0.22000.1", true),
        (json!([eleven, no_ten]), "10.0.19045.9999", false),
        (json!([eleven, no_ten]), "6.1.7601", false),
    ];
    for (wanted, device, passes) in cases {
        let result = verdict("WINDOWS", "osVersionConstraints", &wanted, &version(device));
        assert_eq!(
            result.verdict == Verdict::Pass,
            passes,
            "{device} against {wanted}"
        );
    }
    let refused = verdict(
        "WINDOWS",
        "osVersionConstraints",
        &json!([eleven, no_ten]),
        &version("10.0.19045.1"),
    );
    assert_eq!(
        refused.instruction.unwrap().params,
        ["10.0.22631.3007"],
        "names the version that would do"
    );
}

#[test]
fn lists_are_allow_lists() {
    let screen = |kind| Signals {
        screen_lock_type: Signal::Known(kind),
        ..Signals::default()
    };
    let biometric = json!({"include": ["BIOMETRIC"]});
    let either = json!({"include": ["PASSCODE", "BIOMETRIC"]});
    let of = |wanted: &Value, kind| verdict("WINDOWS", "screenLockType", wanted, &screen(kind));
    assert_eq!(
        of(&biometric, ScreenLockType::Biometric).verdict,
        Verdict::Pass
    );
    assert_eq!(of(&either, ScreenLockType::Passcode).verdict, Verdict::Pass);
    assert_eq!(of(&either, ScreenLockType::None).verdict, Verdict::Fail);
    let failed = of(&biometric, ScreenLockType::Passcode);
    assert_eq!(
        (failed.verdict, failed.observed.as_deref()),
        (Verdict::Fail, Some("PASSCODE"))
    );
    assert!(
        failed
            .instruction
            .unwrap()
            .key
            .ends_with("windows.use_biometric_lock_screen")
    );
    let disk = verdict(
        "MACOS",
        "diskEncryptionType",
        &json!({"include": ["ALL_INTERNAL_VOLUMES"]}),
        &Signals {
            disk_encryption_type: Signal::Known(
                crate::backend::evaluation::DiskEncryptionType::None,
            ),
            ..Signals::default()
        },
    );
    assert_eq!(disk.instruction.unwrap().text, "Turn on FileVault");
}

#[test]
fn flags_must_be_as_the_policy_says() {
    let rooted = |rooted| Signals {
        jailbreak: Signal::Known(rooted),
        ..Signals::default()
    };
    assert_eq!(
        verdict("IOS", "jailbreak", &json!(false), &rooted(false)).verdict,
        Verdict::Pass
    );
    assert_eq!(
        verdict("IOS", "jailbreak", &json!(false), &rooted(true)).verdict,
        Verdict::Fail
    );
    let hardware = |present| Signals {
        secure_hardware_present: Signal::Known(present),
        ..Signals::default()
    };
    assert_eq!(
        verdict(
            "MACOS",
            "secureHardwarePresent",
            &json!(true),
            &hardware(true)
        )
        .verdict,
        Verdict::Pass
    );
    assert_eq!(
        verdict(
            "MACOS",
            "secureHardwarePresent",
            &json!(true),
            &hardware(false)
        )
        .verdict,
        Verdict::Fail
    );
}

#[test]
fn a_custom_checks_value_is_compared_character_by_character() {
    assert_eq!(
        on_firewall(Signal::Known("1".to_owned())).verdict,
        Verdict::Pass
    );
    for other in ["0", "", " 1", "1 ", "01", "1.0", "true"] {
        assert_eq!(
            on_firewall(Signal::Known(other.to_owned())).verdict,
            Verdict::Fail,
            "{other:?}"
        );
    }
}

#[test]
fn a_custom_checks_instruction_is_the_administrators_and_never_the_default() {
    let result = on_firewall(Signal::Known("0".to_owned()));
    assert_eq!(result.name.as_deref(), Some("Firewall"));
    let instruction = result.instruction.unwrap();
    assert_eq!(
        instruction.key,
        "device.assurance.custom.remediation.MACOS.macOSFirewall"
    );
    assert_eq!(
        (instruction.text.as_str(), instruction.link.as_deref()),
        ("Turn it on.", Some("https://help.example.com/on"))
    );
    let mut silent = firewall();
    silent.remediation_settings = serde_json::from_value(json!({
        "message": {"defaultI18nKey": "macos.firewall.enabled.remediation.message", "customText": ""},
        "link": {"defaultUrl": "https://ignored.example.com"},
    }))
    .unwrap();
    assert_eq!(Instruction::of_custom_check(&silent), None);
}

#[test]
fn what_could_not_be_checked_never_carries_the_checks_own_instruction() {
    let causes = [
        Cause::AgentUnreachable,
        Cause::AgentError,
        Cause::Canceled,
        Cause::QueryError,
        Cause::NotAllowed,
        Cause::NotReported,
    ];
    for cause in causes {
        let result = on_firewall(Signal::Unknown(cause));
        assert_eq!(
            (result.verdict, result.cause),
            (Verdict::Unknown, Some(cause))
        );
        assert_eq!((result.observed, result.instruction), (None, None));
    }
    let timeout = on_firewall(Signal::Unknown(Cause::Timeout));
    assert_eq!(timeout.verdict, Verdict::Unknown);
    assert_eq!(
        timeout.instruction.unwrap().key,
        format!("{KEY_PREFIX}osquery.timeout")
    );
    let missing = Signals {
        checks: [].into(),
        ..answered(Signal::default())
    };
    let wanted = json!({"include": [{"variableName": "macOSFirewall", "value": "1"}]});
    assert_eq!(
        verdict("MACOS", "devicePostureChecks", &wanted, &missing).cause,
        Some(Cause::NotReported)
    );
    let silent = Signals::unknown(Some(Platform::Macos), Cause::AgentUnreachable);
    assert_eq!(
        verdict("MACOS", "devicePostureChecks", &wanted, &silent).cause,
        Some(Cause::AgentUnreachable)
    );
}

#[test]
fn a_built_in_check_changes_the_instruction_of_its_condition() {
    let document = json!({"name": "P", "platform": "MACOS", "diskEncryptionType": {"include": ["ALL_INTERNAL_VOLUMES"]}});
    let signals = Signals {
        disk_encryption_type: Signal::Known(crate::backend::evaluation::DiskEncryptionType::None),
        ..Signals::default()
    };
    let instruction = |settings: Value| {
        let built_in = check(json!({
            "name": "Disk", "variableName": built_in_variable(Platform::Macos, "diskEncryptionType"),
            "platform": "MACOS", "type": "BUILTIN", "remediationSettings": settings,
        }));
        let evaluation = evaluate_policy(
            &policy(&document),
            &[built_in],
            &signals,
            &VersionCatalogue::default(),
        );
        evaluation.checks[0].instruction.clone()
    };
    let both = instruction(
        json!({"message": {"defaultI18nKey": "k", "customText": "Ask Ada."}, "link": {"defaultUrl": "https://a.example"}}),
    );
    let both = both.unwrap();
    assert_eq!(
        (both.text.as_str(), both.link.as_deref()),
        ("Ask Ada.", Some("https://a.example")),
        "custom wins"
    );
    assert_eq!(
        both.key,
        format!("device.assurance.custom.remediation.{KEY_PREFIX}macos.device_disk_encrypted")
    );
    let own_link = instruction(
        json!({"message": {"defaultI18nKey": "k"}, "link": {"customUrl": "https://own.example"}}),
    );
    assert_eq!(own_link.clone().unwrap().text, "Turn on FileVault");
    assert_eq!(
        own_link.unwrap().link.as_deref(),
        Some("https://own.example")
    );
    assert_eq!(
        instruction(json!({"message": {"defaultI18nKey": "", "customText": ""}})),
        None
    );
}

#[test]
fn third_parties_levels_are_ranked_and_silence_is_not_failure() {
    let wanted = json!({"androidDeviceTrust": {"screenLockComplexity": "MEDIUM"}});
    let signals = |level: &str| Signals {
        android_device_trust: [(
            "screenLockComplexity".to_owned(),
            Signal::Known(Scalar::Text(level.to_owned())),
        )]
        .into(),
        ..version("16")
    };
    let of = |signals: &Signals| {
        verdict("ANDROID", "thirdPartySignalProviders", &wanted, signals).verdict
    };
    assert_eq!(of(&signals("SOMETHING_NEW")), Verdict::Unknown);
    assert_eq!(of(&signals("LOW")), Verdict::Fail);
    assert_eq!(of(&signals("MEDIUM")), Verdict::Pass);
    assert_eq!(of(&signals("HIGH")), Verdict::Pass);
    assert_eq!(of(&version("16")), Verdict::Unknown);
    let browser = json!({"dtc": {"browserVersion": {"minimum": "120.0"}}});
    let chrome = |text: &str| Signals {
        dtc: [(
            "browserVersion".to_owned(),
            Signal::Known(Scalar::Text(text.to_owned())),
        )]
        .into(),
        ..version("15")
    };
    assert_eq!(
        verdict(
            "MACOS",
            "thirdPartySignalProviders",
            &browser,
            &chrome("121.0.1")
        )
        .verdict,
        Verdict::Pass
    );
    let old = verdict(
        "MACOS",
        "thirdPartySignalProviders",
        &browser,
        &chrome("9.9"),
    );
    assert_eq!(old.instruction.unwrap().params, ["120.0"]);
}
