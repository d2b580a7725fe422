//! What a person is told beside the instruction (`docs/idx.md`): what fixing takes and why it matters; what a policy
//! makes of what could not be checked; which versions it goes by.

use super::*;
use crate::{backend::evaluation::VersionCatalogue, idx::Verdict};

/// The device's look at itself, and where the sign-in stands then.
async fn checked(org: &Org, device: &FakeDevice) -> (String, Transaction) {
    let (handle, transaction) = org.proven().await;
    let answer = device
        .answer(org, &FakeDevice::challenge(&transaction))
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    let transaction = org.poll(&handle).await;
    (handle, transaction)
}

fn check<'a>(transaction: &'a Transaction, id: &str) -> &'a crate::idx::CheckResult {
    let mut checks = assurance(transaction).checks.iter();
    checks.find(|check| check.id == id).expect("the check")
}

/// The firewall check with help on fixing it.
async fn explain_the_firewall(org: &Org) {
    let all = org
        .manage("GET", "/api/v1/device-posture-checks", &Value::Null)
        .await;
    let settings = json!({"remediationSettings": {
        "message": {"customText": "Turn on the firewall."},
        "fix": {"minutes": 2, "adminRightsRequired": true,
            "settingsUrl": "x-apple.systempreferences:com.apple.Network-Settings.extension?Firewall"},
        "reason": {"customText": "Others on your network can reach this Mac.",
            "customTextTranslations": {"de": "Andere im Netz erreichen diesen Mac."}},
    }});
    let path = format!(
        "/api/v1/device-posture-checks/{}",
        all[0]["id"].as_str().unwrap()
    );
    org.manage("PUT", &path, &with(all[0].clone(), &settings))
        .await;
}

#[tokio::test]
async fn what_failed_carries_what_fixing_takes_and_why_it_matters() {
    let org = Org::new(&[macos("Mac")]).await;
    explain_the_firewall(&org).await;
    let device = FakeDevice {
        os_version: "14.3".to_owned(),
        ..FakeDevice::new().firewall("0")
    };
    let (_, transaction) = checked(&org, &device).await;
    let version = check(&transaction, "osVersion");
    let fix = version.fix.clone().unwrap();
    assert_eq!((fix.minutes, fix.restart_required), (Some(45), Some(true)));
    assert_eq!(
        fix.settings_url.as_deref(),
        Some("x-apple.systempreferences:com.apple.Software-Update-Settings.extension")
    );
    let reason = version.reason.clone().unwrap();
    assert_eq!(reason.key, "device.assurance.reason.os_version");
    assert!(reason.text.contains("security holes"));
    let firewall = check(&transaction, "macOSFirewall");
    let fix = firewall.fix.clone().unwrap();
    assert_eq!((fix.minutes, fix.restart_required), (Some(2), None));
    assert!(fix.settings_url.unwrap().ends_with("?Firewall"));
    let reason = firewall.reason.clone().unwrap();
    assert_eq!(
        reason.key,
        "device.assurance.custom.reason.MACOS.macOSFirewall"
    );
    assert_eq!(reason.text, "Others on your network can reach this Mac.");
}

#[tokio::test]
async fn nothing_that_passed_or_could_not_be_checked_is_told_to_be_fixed() {
    let org = Org::new(&[macos("Mac")]).await;
    explain_the_firewall(&org).await;
    let device = FakeDevice {
        firewall: Some(json!({"status": "TIMEOUT"})),
        ..FakeDevice::new()
    };
    let (_, transaction) = checked(&org, &device).await;
    for (id, verdict) in [
        ("osVersion", Verdict::Pass),
        ("macOSFirewall", Verdict::Unknown),
    ] {
        let check = check(&transaction, id);
        assert_eq!(check.verdict, verdict);
        assert_eq!((&check.fix, &check.reason), (&None, &None), "{id}");
    }
    assert!(keys(&transaction).contains(&String::from("osquery.timeout")));
}

#[tokio::test]
async fn a_hidden_denial_tells_nothing_of_it() {
    let hidden = with(macos("Mac"), &json!({"displayRemediationMode": "HIDE"}));
    let org = Org::new(&[hidden]).await;
    explain_the_firewall(&org).await;
    let (handle, _) = checked(&org, &FakeDevice::new().firewall("0")).await;
    let answer = org
        .step("/idp/idx/authenticators/poll", &handle, json!({}))
        .await;
    let body = String::from_utf8(answer.bytes).unwrap();
    for secret in [
        "settingsUrl",
        "reason",
        "minutes",
        "Network-Settings",
        "macOSFirewall",
    ] {
        assert!(!body.contains(secret), "{secret}: {body}");
    }
}

#[tokio::test]
async fn whether_what_could_not_be_checked_denies_is_the_policys_choice() {
    let timed_out = || FakeDevice {
        firewall: Some(json!({"status": "TIMEOUT"})),
        ..FakeDevice::new()
    };
    for (mode, let_in) in [
        (json!({}), false),
        (json!({"missingSignalMode": "DENY"}), false),
        (json!({"missingSignalMode": "ALLOW"}), true),
    ] {
        let org = Org::new(&[with(macos("Mac"), &mode)]).await;
        let (_, transaction) = checked(&org, &timed_out()).await;
        assert_eq!(
            transaction.success_with_interaction_code.is_some(),
            let_in,
            "{mode}"
        );
    }
    let org = Org::new(&[with(macos("Mac"), &json!({"missingSignalMode": "ALLOW"}))]).await;
    let (_, transaction) = checked(&org, &FakeDevice::new().firewall("0")).await;
    assert!(
        transaction.success_with_interaction_code.is_none(),
        "what is known to be wrong is never overlooked"
    );
    let (handle, _) = org.proven().await;
    let answer = org
        .step(
            "/idp/idx/authenticators/poll/cancel",
            &handle,
            json!({"reason": "OV_UNREACHABLE_BY_LOOPBACK", "statusCode": null}),
        )
        .await;
    assert!(
        answer.idx().success_with_interaction_code.is_none(),
        "silence is not a device"
    );
}

#[tokio::test]
async fn a_running_instance_goes_by_a_catalogue_that_was_just_taken_in() {
    let newest = json!({"name": "Newest", "platform": "MACOS", "displayRemediationMode": "SHOW",
        "osVersion": {"dynamicVersionRequirement": {"type": "MINIMUM", "distanceFromLatestMajor": 0}}});
    let org = Org::new(&[newest]).await;
    let device = FakeDevice {
        os_version: "26.1".to_owned(),
        ..FakeDevice::new()
    };
    let served = async || {
        let answer = org.get("/.well-known/ov-configurations").await;
        assert_eq!(answer.status, StatusCode::OK);
        answer.json()
    };
    assert_eq!(served().await, json!(VersionCatalogue::built_in()));
    let (_, transaction) = checked(&org, &device).await;
    assert!(transaction.success_with_interaction_code.is_some());

    let newer: VersionCatalogue =
        serde_json::from_value(json!({"asOf": "2030-10-01", "releases": {
            "MACOS": [{"startsAt": "30", "latest": "30.0.1"}, {"startsAt": "29", "latest": "29.4"}],
        }}))
        .unwrap();
    assert!(org.store.put_version_catalogue(&newer).await.unwrap());
    assert_eq!(served().await, json!(newer));
    let (_, transaction) = checked(&org, &device).await;
    assert!(transaction.success_with_interaction_code.is_none());
    let version = check(&transaction, "osVersion");
    assert_eq!(
        (version.verdict, version.required.as_deref()),
        (Verdict::Fail, Some("30"))
    );

    let older = VersionCatalogue {
        as_of: jiff::civil::date(2020, 1, 1),
        ..newer
    };
    assert!(!org.store.put_version_catalogue(&older).await.unwrap());
    assert!(org.store.delete_version_catalogue().await.unwrap());
    assert!(org.store.put_version_catalogue(&older).await.unwrap());
    assert_eq!(
        served().await,
        json!(VersionCatalogue::built_in()),
        "a program with newer data does not go back"
    );
}
