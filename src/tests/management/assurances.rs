//! `/device-assurances`.

use jiff::SignedDuration;
use serde_json::json;

use super::*;

const PATH: &str = "/device-assurances";

/// The policy of the specification, with its posture check in place.
async fn full(org: &Org) -> Value {
    org.create("/device-posture-checks", firewall()).await;
    json!({
        "name": "Device assurance macOS", "platform": "MACOS", "osVersion": {"minimum": "14.4"},
        "diskEncryptionType": {"include": ["ALL_INTERNAL_VOLUMES"]},
        "screenLockType": {"include": ["BIOMETRIC", "PASSCODE"]},
        "secureHardwarePresent": true,
        "devicePostureChecks": {"include": [{"variableName": "macOSFirewall", "value": "1"}]},
        "gracePeriod": {"type": "BY_DURATION", "expiry": "P7D"}, "displayRemediationMode": "SHOW",
        "exemption": {"maximumDuration": "P7D"},
    })
}

#[tokio::test]
async fn a_policy_is_created_read_listed_replaced_and_deleted() {
    let org = Org::new().await;
    let policy = full(&org).await;
    let created = org.create(PATH, policy.clone()).await;
    let id = id(&created);
    assert!(id.starts_with("dae") && id.len() == 20, "{id}");
    for (field, value) in policy.as_object().unwrap() {
        assert_eq!(&created[field], value, "{field}");
    }
    assert_eq!(
        created["_links"]["self"]["hints"]["allow"],
        json!(["GET", "PUT", "DELETE"])
    );
    assert_eq!(created["createdDate"], "2026-03-01T12:00:00.000Z");
    assert_eq!(org.get(&format!("{PATH}/{id}")).await.body, created);
    assert_eq!(org.get(PATH).await.body, json!([created]));

    org.clock.advance(SignedDuration::from_secs(5));
    let reply = org
        .call("PUT", &format!("{PATH}/{id}"), Some(mac_policy()))
        .await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    for cleared in [
        "diskEncryptionType",
        "gracePeriod",
        "exemption",
        "devicePostureChecks",
        "secureHardwarePresent",
    ] {
        assert_eq!(
            reply.body.get(cleared),
            None,
            "{cleared} is cleared, not null"
        );
    }
    assert_eq!(reply.body["displayRemediationMode"], "HIDE", "the default");
    assert_eq!(reply.body["createdDate"], created["createdDate"]);
    assert_eq!(reply.body["lastUpdate"], "2026-03-01T12:00:05.000Z");

    assert_eq!(
        org.call("DELETE", &format!("{PATH}/{id}"), None)
            .await
            .status,
        StatusCode::NO_CONTENT
    );
    org.get(&format!("{PATH}/{id}")).await.is(404, "E0000007");
    org.call("PUT", &format!("{PATH}/{id}"), Some(mac_policy()))
        .await
        .is(404, "E0000007");
    org.call("DELETE", &format!("{PATH}/{id}"), None)
        .await
        .is(404, "E0000007");
}

#[tokio::test]
async fn every_platform_takes_the_conditions_of_its_own() {
    let org = Org::new().await;
    let dynamic = |kind: &str| json!({"dynamicVersionRequirement": {"type": kind, "distanceFromLatestMajor": 1, "latestSecurityPatch": true}});
    let policies = [
        json!({"platform": "ANDROID", "osVersion": {"minimum": "14.0.0.1"}, "diskEncryptionType": {"include": ["FULL", "USER"]},
            "screenLockType": {"include": ["BIOMETRIC"]}, "jailbreak": false, "secureHardwarePresent": true,
            "callerContext": {"managedApp": true},
            "thirdPartySignalProviders": {"androidDeviceTrust": {"deviceIntegrityLevel": "MEETS_STRONG_INTEGRITY", "screenLockComplexity": "HIGH", "wifiSecured": true}}}),
        json!({"platform": "ANDROID", "osVersion": dynamic("MINIMUM"), "thirdPartySignalProviders": {"androidDeviceTrust": {"requireMajorVersionUpdate": true}}}),
        json!({"platform": "IOS", "osVersion": {"minimum": "17.1"}, "jailbreak": false, "screenLockType": {"include": ["PASSCODE", "BIOMETRIC"]}}),
        json!({"platform": "IOS", "osVersion": dynamic("EXACT")}),
        json!({"platform": "MACOS", "osVersion": {"dynamicVersionRequirement": {"type": "EXACT_ANY_SUPPORTED", "latestSecurityPatch": true}}}),
        json!({"platform": "WINDOWS", "osVersion": {"minimum": "10.0.22631.3007"}, "secureHardwarePresent": true,
            "thirdPartySignalProviders": {"dtc": {"antivirusEnabled": true, "keyTrustLevel": "CHROME_BROWSER_HW_KEY", "osVersion": {"minimum": "10.0.22631.1"}, "windowsUserDomain": "corp"}}}),
        json!({"platform": "WINDOWS", "osVersionConstraints": [
            {"majorVersionConstraint": "WINDOWS_11", "dynamicVersionRequirement": {"type": "MINIMUM", "distanceFromLatestMajor": 0, "latestSecurityPatch": true}},
            {"majorVersionConstraint": "WINDOWS_10", "dynamicVersionRequirement": {"type": "NOT_ALLOWED"}}]}),
        json!({"platform": "CHROMEOS", "thirdPartySignalProviders": {"dtc": {"allowScreenLock": true, "keyTrustLevel": "CHROME_OS_VERIFIED_MODE", "managedDevice": true}}}),
        json!({"platform": "CHROMEOS", "thirdPartySignalProviders": {"devicePostureIdP": {"managed": true, "compliant": true}}}),
    ];
    for (number, mut policy) in policies.into_iter().enumerate() {
        policy["name"] = json!(format!("Policy {number}"));
        let created = org.create(PATH, policy.clone()).await;
        for (field, value) in policy.as_object().unwrap() {
            assert_eq!(&created[field], value, "{field} of {policy}");
        }
    }
}

#[tokio::test]
async fn a_policy_without_conditions_is_refused_in_oktas_words() {
    let org = Org::new().await;
    let reply = org
        .call(
            "POST",
            PATH,
            Some(json!({"name": "Empty", "platform": "CHROMEOS"})),
        )
        .await;
    reply.is(400, "E0000001");
    assert_eq!(
        reply.body["errorSummary"],
        "Api validation failed: deviceAssuranceMediated"
    );
    assert_eq!(
        reply.body["errorCauses"],
        json!([{"errorSummary": "Please select at least one device condition before saving"}])
    );
    org.create("/device-posture-checks", firewall()).await;
    let only_checks = json!({"name": "Only checks", "platform": "MACOS", "osVersion": {}, "screenLockType": {"include": []},
        "devicePostureChecks": {"include": [{"variableName": "macOSFirewall", "value": "1"}]}});
    org.call("POST", PATH, Some(only_checks))
        .await
        .refuses("Please select at least one device condition");
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table, one row for each rule")]
async fn a_policy_that_breaks_a_rule_is_refused_with_the_reason() {
    let org = Org::with(|config| config.limits.device = 1000).await;
    org.create("/device-posture-checks", firewall()).await;
    let mac = |field: &str, value: Value| {
        let mut policy = mac_policy();
        policy[field] = value;
        policy
    };
    let on = |platform: &str, field: &str, value: Value| json!({"name": "x", "platform": platform, "osVersion": {"minimum": "1"}, field: value});
    let shown = |period: Value| json!({"name": "x", "platform": "MACOS", "osVersion": {"minimum": "1"}, "gracePeriod": period, "displayRemediationMode": "SHOW"});
    let exempting = |maximum: &str| json!({"name": "x", "platform": "MACOS", "osVersion": {"minimum": "1"}, "exemption": {"maximumDuration": maximum}, "displayRemediationMode": "SHOW"});
    let dynamic = |value: Value| mac("osVersion", json!({"dynamicVersionRequirement": value}));
    let windows = |constraints: Value| json!({"name": "x", "platform": "WINDOWS", "osVersionConstraints": constraints});
    let cases = [
        (mac("name", json!(null)), "name"),
        (mac("name", json!("  ")), "name"),
        (mac("platform", json!(null)), "platform"),
        (
            mac("osVersion", json!({"minimum": "14.4.1.2"})),
            "up to 3 numbers",
        ),
        (
            mac("osVersion", json!({"minimum": "14.x"})),
            "osVersion.minimum",
        ),
        (
            mac(
                "osVersion",
                json!({"minimum": "14", "dynamicVersionRequirement": {"type": "MINIMUM", "distanceFromLatestMajor": 0}}),
            ),
            "exclude each other",
        ),
        (
            dynamic(json!({"type": "MINIMUM"})),
            "distanceFromLatestMajor is needed",
        ),
        (
            dynamic(json!({"type": "EXACT", "distanceFromLatestMajor": 2})),
            "0 or 1",
        ),
        (
            dynamic(json!({"type": "EXACT_ANY_SUPPORTED", "distanceFromLatestMajor": 0})),
            "not allowed",
        ),
        (
            dynamic(json!({"type": "NOT_ALLOWED"})),
            "only for osVersionConstraints",
        ),
        (
            mac(
                "osVersionConstraints",
                json!([{"majorVersionConstraint": "WINDOWS_11", "minimum": "10"}]),
            ),
            "not supported on MACOS",
        ),
        (
            mac("diskEncryptionType", json!({"include": ["FULL"]})),
            "ALL_INTERNAL_VOLUMES",
        ),
        (
            mac("screenLockType", json!({"include": ["PASSCODE"]})),
            "[BIOMETRIC] or [PASSCODE, BIOMETRIC]",
        ),
        (
            mac("screenLockType", json!({"include": ["NONE"]})),
            "screenLockType",
        ),
        (
            mac("screenLockType", json!({"include": ["BIOMETRIC", "NONE"]})),
            "screenLockType",
        ),
        (mac("secureHardwarePresent", json!(false)), "must be true"),
        (mac("jailbreak", json!(false)), "not supported on MACOS"),
        (on("IOS", "jailbreak", json!(true)), "must be false"),
        (
            on("IOS", "secureHardwarePresent", json!(true)),
            "not supported on IOS",
        ),
        (
            on("IOS", "diskEncryptionType", json!({"include": ["FULL"]})),
            "not supported on IOS",
        ),
        (
            on(
                "IOS",
                "thirdPartySignalProviders",
                json!({"dtc": {"osFirewall": true}}),
            ),
            "not supported on IOS",
        ),
        (
            on(
                "ANDROID",
                "thirdPartySignalProviders",
                json!({"dtc": {"osFirewall": true}}),
            ),
            "not supported on ANDROID",
        ),
        (
            on("ANDROID", "callerContext", json!({"managedApp": false})),
            "must be true",
        ),
        (
            on(
                "ANDROID",
                "thirdPartySignalProviders",
                json!({"androidDeviceTrust": {"screenLockComplexity": "HIGH"}}),
            ),
            "needs screenLockType",
        ),
        (
            on(
                "ANDROID",
                "thirdPartySignalProviders",
                json!({"androidDeviceTrust": {"requireMajorVersionUpdate": true}}),
            ),
            "MINIMUM or EXACT",
        ),
        (
            mac(
                "thirdPartySignalProviders",
                json!({"dtc": {"antivirusEnabled": true}}),
            ),
            "not supported on MACOS",
        ),
        (
            mac(
                "thirdPartySignalProviders",
                json!({"dtc": {"osFirewall": "yes"}}),
            ),
            "true or false",
        ),
        (
            mac(
                "thirdPartySignalProviders",
                json!({"dtc": {"keyTrustLevel": "SOME"}}),
            ),
            "one of",
        ),
        (
            on("CHROMEOS", "osVersion", json!({"minimum": "1"})),
            "not supported on CHROMEOS",
        ),
        (
            windows(
                json!([{"majorVersionConstraint": "WINDOWS_11", "minimum": "10"}, {"majorVersionConstraint": "WINDOWS_11", "minimum": "10"}]),
            ),
            "another major version",
        ),
        (
            windows(json!([{"majorVersionConstraint": "WINDOWS_11"}])),
            "Either minimum or dynamicVersionRequirement",
        ),
        (
            windows(
                json!([{"majorVersionConstraint": "WINDOWS_10", "dynamicVersionRequirement": {"type": "NOT_ALLOWED", "latestSecurityPatch": true}}]),
            ),
            "latestSecurityPatch is not allowed",
        ),
        (
            mac(
                "devicePostureChecks",
                json!({"include": [{"variableName": "nothing", "value": "1"}]}),
            ),
            "no device posture check",
        ),
        (
            mac(
                "devicePostureChecks",
                json!({"include": [{"variableName": "macOSFirewall", "value": "1"}, {"variableName": "macOSFirewall", "value": "0"}]}),
            ),
            "more than once",
        ),
        (
            on(
                "WINDOWS",
                "devicePostureChecks",
                json!({"include": [{"variableName": "macOSFirewall", "value": "1"}]}),
            ),
            "for MACOS",
        ),
        (
            mac(
                "devicePostureChecks",
                json!({"include": [{"variableName": "macos.osVersion", "value": "1"}]}),
            ),
            "no device posture check",
        ),
        (
            mac(
                "gracePeriod",
                json!({"type": "BY_DURATION", "expiry": "P7D"}),
            ),
            "needs displayRemediationMode SHOW",
        ),
        (
            mac("exemption", json!({"maximumDuration": "P7D"})),
            "Exemptions need displayRemediationMode SHOW",
        ),
        (exempting("PT59M59S"), "between PT1H and P90D"),
        (exempting("P90DT1S"), "between PT1H and P90D"),
        (exempting("a week"), "between PT1H and P90D"),
        (
            shown(json!({"type": "BY_DURATION", "expiry": "PT23H59M59S"})),
            "between 1 and 180 days",
        ),
        (
            shown(json!({"type": "BY_DURATION", "expiry": "P181D"})),
            "between 1 and 180 days",
        ),
        (
            shown(json!({"type": "BY_DURATION", "expiry": "P180DT1S"})),
            "between 1 and 180 days",
        ),
        (
            shown(json!({"type": "BY_DURATION", "expiry": "7 days"})),
            "ISO 8601 duration",
        ),
        (
            shown(json!({"type": "BY_DATE_TIME", "expiry": "P7D"})),
            "ISO 8601 date-time",
        ),
        (
            shown(json!({"type": "BY_DATE_TIME", "expiry": "2026-03-01T12:00:00Z"})),
            "in the future",
        ),
    ];
    for (policy, cause) in cases {
        org.call("POST", PATH, Some(policy)).await.refuses(cause);
    }
    for malformed in [
        mac("osVersion", json!("14")),
        mac("diskEncryptionType", json!({"include": ["SOME"]})),
        shown(json!({"type": "SOMETIMES", "expiry": "P1D"})),
    ] {
        org.call("POST", PATH, Some(malformed))
            .await
            .is(400, "E0000003");
    }
    assert_eq!(org.get(PATH).await.body, json!([]), "nothing was stored");
}

#[tokio::test]
async fn grace_periods_are_read_in_both_shapes_and_written_as_strings() {
    let org = Org::new().await;
    let cases = [
        (json!({"type": "BY_DURATION", "expiry": "P1D"}), "P1D"),
        (
            json!({"type": "BY_DURATION", "expiry": {"value": "P180D"}}),
            "P180D",
        ),
        (
            json!({"type": "BY_DATE_TIME", "expiry": "2030-01-01T00:00:00+00:00"}),
            "2030-01-01T00:00:00.000Z",
        ),
        (
            json!({"type": "BY_DATE_TIME", "expiry": {"value": "2030-01-01T01:00:00.5+01:00"}}),
            "2030-01-01T00:00:00.500Z",
        ),
    ];
    for (number, (period, expiry)) in cases.into_iter().enumerate() {
        let mut policy = mac_policy();
        policy["name"] = json!(format!("Policy {number}"));
        policy["displayRemediationMode"] = json!("SHOW");
        policy["gracePeriod"] = period;
        assert_eq!(
            org.create(PATH, policy).await["gracePeriod"]["expiry"],
            expiry
        );
    }
}

#[tokio::test]
async fn a_grace_date_that_has_passed_does_not_stand_in_the_way_of_other_changes() {
    let org = Org::new().await;
    let mut policy = mac_policy();
    policy["displayRemediationMode"] = json!("SHOW");
    policy["gracePeriod"] = json!({"type": "BY_DATE_TIME", "expiry": "2026-03-02T00:00:00.000Z"});
    let path = format!("{PATH}/{}", id(&org.create(PATH, policy.clone()).await));
    org.clock.set("2026-03-03T00:00:00Z".parse().unwrap());
    policy["osVersion"]["minimum"] = json!("15.0");
    assert_eq!(
        org.call("PUT", &path, Some(policy.clone())).await.status,
        StatusCode::OK
    );
    policy["gracePeriod"]["expiry"] = json!("2026-03-02T12:00:00.000Z");
    org.call("PUT", &path, Some(policy))
        .await
        .refuses("in the future");
}

#[tokio::test]
async fn a_name_is_unique_without_regard_to_case() {
    let org = Org::new().await;
    org.create(PATH, mac_policy()).await;
    let mut same = mac_policy();
    same["name"] = json!("DEVICE assurance MACOS ");
    org.call("POST", PATH, Some(same)).await.refuses("name");
}

#[tokio::test]
async fn a_policy_that_a_rule_includes_cannot_be_deleted() {
    let org = Org::new().await;
    let assurance = id(&org.create(PATH, mac_policy()).await);
    let policy = id(&org
        .create("/policies", json!({"type": "ACCESS_POLICY", "name": "P"}))
        .await);
    let rule_id = id(&org
        .create(
            &format!("/policies/{policy}/rules"),
            rule("R", &[&assurance]),
        )
        .await);
    let reply = org
        .call("DELETE", &format!("{PATH}/{assurance}"), None)
        .await;
    reply.is(409, "E0000195");
    assert_eq!(
        reply.body["errorSummary"],
        "Device assurance is in use and cannot be deleted."
    );
    org.call(
        "DELETE",
        &format!("/policies/{policy}/rules/{rule_id}"),
        None,
    )
    .await;
    assert_eq!(
        org.call("DELETE", &format!("{PATH}/{assurance}"), None)
            .await
            .status,
        StatusCode::NO_CONTENT
    );
}

#[tokio::test]
async fn a_policy_says_what_a_missing_signal_means_and_denying_is_the_default() {
    let org = Org::new().await;
    let created = org.create(PATH, mac_policy()).await;
    assert_eq!(
        created.get("missingSignalMode"),
        None,
        "as Okta's clients know it"
    );
    let mut policy = mac_policy();
    policy["name"] = json!("Lenient");
    policy["missingSignalMode"] = json!("ALLOW");
    let created = org.create(PATH, policy.clone()).await;
    assert_eq!(created["missingSignalMode"], "ALLOW");
    policy["missingSignalMode"] = json!("PERHAPS");
    policy["name"] = json!("Unsure");
    let reply = org.call("POST", PATH, Some(policy)).await;
    reply.is(400, "E0000003");
    let reply = org
        .call(
            "PUT",
            &format!("{PATH}/{}", id(&created)),
            Some(mac_policy()),
        )
        .await;
    reply.refuses("name");
    let mut other = mac_policy();
    other["name"] = json!("Strict again");
    let reply = org
        .call("PUT", &format!("{PATH}/{}", id(&created)), Some(other))
        .await;
    assert_eq!(
        reply.body.get("missingSignalMode"),
        None,
        "left out is cleared"
    );
}

#[tokio::test]
async fn not_every_version_of_windows_can_be_refused() {
    let org = Org::new().await;
    let refused = |major: &str| json!({"majorVersionConstraint": major, "dynamicVersionRequirement": {"type": "NOT_ALLOWED"}});
    let policy = json!({"name": "None", "platform": "WINDOWS", "osVersionConstraints": [refused("WINDOWS_11"), refused("WINDOWS_10")]});
    org.call("POST", PATH, Some(policy))
        .await
        .refuses("At least one major version");
}

#[tokio::test]
async fn what_a_list_names_twice_is_kept_once() {
    let org = Org::new().await;
    let policy = json!({
        "name": "Twice", "platform": "ANDROID",
        "diskEncryptionType": {"include": ["USER", "FULL", "USER"]},
        "screenLockType": {"include": ["BIOMETRIC", "BIOMETRIC"]},
    });
    let made = org.create(PATH, policy).await;
    assert_eq!(
        made["diskEncryptionType"]["include"],
        json!(["USER", "FULL"])
    );
    assert_eq!(made["screenLockType"]["include"], json!(["BIOMETRIC"]));
}

#[tokio::test]
async fn a_condition_with_nothing_but_unknown_fields_is_refused() {
    let org = Org::new().await;
    let unknown = json!({"someday": true});
    for (platform, condition, value) in [
        ("WINDOWS", "diskEncryptionType", unknown.clone()),
        ("ANDROID", "callerContext", unknown.clone()),
        ("IOS", "thirdPartySignalProviders", unknown.clone()),
        (
            "IOS",
            "thirdPartySignalProviders",
            json!({"devicePostureIdP": unknown}),
        ),
    ] {
        let policy = json!({"name": "Unknown", "platform": platform, condition: value});
        org.call("POST", "/device-assurances", Some(policy))
            .await
            .refuses(condition);
    }
}
