//! What a device and third parties say about it (`docs/idx.md`): what is asked for, what is believed, what is not.

use super::*;
use crate::idx::{Cause, Verdict};

/// A policy for Windows that asks Chrome.
fn windows(dtc: &Value) -> Value {
    json!({
        "name": "Windows", "platform": "WINDOWS", "thirdPartySignalProviders": {"dtc": dtc},
        "displayRemediationMode": "SHOW",
    })
}

fn pc(signals: Value) -> FakeDevice {
    FakeDevice {
        platform: "WINDOWS",
        os_version: "10.0.22631.3880".to_owned(),
        firewall: None,
        signals,
        ..FakeDevice::new()
    }
}

fn asked(challenge: &Value) -> Vec<&str> {
    let signals = challenge["signals"].as_array().unwrap();
    signals.iter().filter_map(Value::as_str).collect()
}

fn check(transaction: &Transaction, id: &str) -> (Verdict, Option<Cause>, Option<String>) {
    let checks = &assurance(transaction).checks;
    let check = checks.iter().find(|check| check.id == id).expect(id);
    (check.verdict, check.cause, check.observed.clone())
}

#[tokio::test]
async fn chromes_word_on_the_antivirus_keeps_out_and_lets_in() {
    let org = Org::new(&[windows(&json!({"antivirusEnabled": true}))]).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    assert!(asked(&challenge).contains(&"dtc.antivirusEnabled"));
    let device = pc(json!({"dtc": {"antivirusEnabled": false}}));
    device.answer(&org, &challenge).await;
    let denied = org.poll(&handle).await;
    assert_eq!(
        keys(&denied),
        [
            "title",
            "explanation_one_rule",
            "chrome.antivirus",
            "additional_help_default"
        ]
    );
    assert_eq!(
        check(&denied, "dtc.antivirusEnabled"),
        (Verdict::Fail, None, Some("false".to_owned()))
    );
    let fixed = FakeDevice {
        signals: json!({"dtc": {"antivirusEnabled": true}}),
        ..device
    };
    fixed.answer(&org, &challenge).await;
    let success = org.poll(&handle).await;
    assert!(success.success_with_interaction_code.is_some());
}

#[tokio::test]
async fn one_wrong_value_does_not_silence_the_others() {
    let org = Org::new(&[with(
        macos("Mac"),
        &json!({"diskEncryptionType": {"include": ["ALL_INTERNAL_VOLUMES"]}, "secureHardwarePresent": true}),
    )])
    .await;
    let (handle, transaction) = org.proven().await;
    let device = FakeDevice {
        signals: json!({"diskEncryptionType": "ROT13", "secureHardwarePresent": true, "jailbreak": 7}),
        firewall: Some(json!({"status": "MAYBE", "value": "1"})),
        ..FakeDevice::new()
    };
    let answer = device
        .answer(&org, &FakeDevice::challenge(&transaction))
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    let denied = org.poll(&handle).await;
    assert_eq!(
        check(&denied, "diskEncryptionType"),
        (Verdict::Unknown, Some(Cause::NotReported), None)
    );
    assert_eq!(check(&denied, "secureHardwarePresent").0, Verdict::Pass);
    assert_eq!(
        check(&denied, "macOSFirewall"),
        (Verdict::Unknown, Some(Cause::QueryError), None)
    );
}

#[tokio::test]
async fn third_parties_are_asked_about_nothing_that_no_policy_looks_at() {
    let org = Org::new(&[macos("Mac")]).await;
    let (_, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    assert_eq!(asked(&challenge), ["osVersion"]);
    let org = Org::new(&[windows(&json!({"osFirewall": true}))]).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let named: Vec<_> = asked(&challenge)
        .into_iter()
        .filter(|name| name.contains('.'))
        .collect();
    assert_eq!(named, ["dtc.osFirewall"]);
    // What was not asked for is not listened to, and not kept.
    let device = pc(json!({"dtc": {"osFirewall": false, "crowdStrikeAgentId": "not asked for"}}));
    device.answer(&org, &challenge).await;
    org.poll(&handle).await;
    let kept: Value = org
        .store
        .sign_in_by_handle(&handle::hash(&handle))
        .await
        .unwrap()
        .map(|stored| stored.document)
        .unwrap();
    assert!(kept.to_string().contains("osFirewall"));
    assert!(!kept.to_string().contains("not asked for"));
}

#[tokio::test]
async fn chrome_is_believed_where_the_agent_is_silent() {
    let org = Org::new(&[windows(
        &json!({"diskEncrypted": true, "screenLockSecured": true}),
    )])
    .await;
    let (handle, transaction) = org.proven().await;
    let said = json!({"dtc": {"diskEncrypted": true, "screenLockSecured": true}});
    pc(said)
        .answer(&org, &FakeDevice::challenge(&transaction))
        .await;
    assert!(
        org.poll(&handle)
            .await
            .success_with_interaction_code
            .is_some()
    );
}

#[tokio::test]
async fn android_and_a_posture_provider_are_listened_to() {
    let policy = json!({
        "name": "Android", "platform": "ANDROID", "callerContext": {"managedApp": true}, "displayRemediationMode": "SHOW",
        "thirdPartySignalProviders": {
            "androidDeviceTrust": {"deviceIntegrityLevel": "MEETS_DEVICE_INTEGRITY", "usbDebuggingDisabled": true},
            "devicePostureIdP": {"managed": true, "compliant": true},
        },
    });
    let org = Org::new(&[policy]).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    for name in [
        "managedApp",
        "androidDeviceTrust.deviceIntegrityLevel",
        "androidDeviceTrust.usbDebuggingDisabled",
        "devicePostureIdP.managed",
        "devicePostureIdP.compliant",
    ] {
        assert!(asked(&challenge).contains(&name), "{name}");
    }
    let phone = |compliant: Value| FakeDevice {
        platform: "ANDROID",
        os_version: "16".to_owned(),
        firewall: None,
        signals: json!({
            "managedApp": true,
            "androidDeviceTrust": {"deviceIntegrityLevel": "MEETS_STRONG_INTEGRITY", "usbDebuggingDisabled": true},
            "devicePostureIdP": {"managed": true, "compliant": compliant},
        }),
        ..FakeDevice::new()
    };
    let device = phone(json!(false));
    device.answer(&org, &challenge).await;
    let denied = org.poll(&handle).await;
    assert_eq!(
        check(&denied, "devicePostureIdP.compliant").0,
        Verdict::Fail
    );
    assert_eq!(
        check(&denied, "androidDeviceTrust.deviceIntegrityLevel").0,
        Verdict::Pass
    );
    for (said, verdict) in [
        (json!("yes"), Verdict::Unknown),
        (json!(null), Verdict::Unknown),
    ] {
        let changed = FakeDevice {
            signals: phone(said).signals,
            ..device.clone()
        };
        changed.answer(&org, &challenge).await;
        let denied = org.poll(&handle).await;
        assert_eq!(check(&denied, "devicePostureIdP.compliant").0, verdict);
    }
    let fixed = FakeDevice {
        signals: phone(json!(true)).signals,
        ..device
    };
    fixed.answer(&org, &challenge).await;
    let success = org.poll(&handle).await;
    assert!(success.success_with_interaction_code.is_some());
}

#[tokio::test]
async fn what_chrome_does_not_say_or_says_wrongly_could_not_be_checked() {
    let org = Org::new(&[windows(&json!({
        "antivirusEnabled": true, "keyTrustLevel": "CHROME_BROWSER_OS_KEY", "browserVersion": {"minimum": "120.0"},
        "windowsMachineDomain": "example.com",
    }))])
    .await;
    let ids = [
        "dtc.antivirusEnabled",
        "dtc.keyTrustLevel",
        "dtc.browserVersion",
        "dtc.windowsMachineDomain",
    ];
    for said in [
        json!({}),
        json!({"dtc": null}),
        json!({"dtc": "yes"}),
        json!({"dtc": []}),
        json!({"dtc": {"antivirusEnabled": "yes", "keyTrustLevel": 7, "browserVersion": {"minimum": "130"}, "windowsMachineDomain": true}}),
        json!({"dtc": {"antivirusEnabled": 1, "keyTrustLevel": "GOOD", "browserVersion": "newest", "windowsMachineDomain": "d".repeat(257)}}),
    ] {
        let (handle, transaction) = org.proven().await;
        let answer = pc(said.clone())
            .answer(&org, &FakeDevice::challenge(&transaction))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{said}");
        let denied = org.poll(&handle).await;
        for id in ids {
            assert_eq!(
                check(&denied, id),
                (Verdict::Unknown, Some(Cause::NotReported), None),
                "{said}"
            );
        }
        assert!(!keys(&denied).contains(&"chrome.antivirus".to_owned()));
    }
}

#[tokio::test]
async fn the_agents_word_goes_before_chromes() {
    let dtc = json!({"osVersion": {"minimum": "10.0.22000"}, "diskEncrypted": true, "screenLockSecured": true});
    let org = Org::new(&[windows(&dtc)]).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let liar = json!({
        "diskEncryptionType": "NONE", "screenLockType": "PASSCODE",
        "dtc": {"osVersion": "10.0.19045", "diskEncrypted": true, "screenLockSecured": false},
    });
    pc(liar).answer(&org, &challenge).await;
    let denied = org.poll(&handle).await;
    let verdicts = [
        "dtc.osVersion",
        "dtc.diskEncrypted",
        "dtc.screenLockSecured",
    ]
    .map(|id| check(&denied, id).0);
    assert_eq!(verdicts, [Verdict::Pass, Verdict::Fail, Verdict::Pass]);
}
