//! What sign-ins leave in the System Log, and that `docs/system-log.md` says so.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::backend::sign_in::events;

/// A row of the documentation: what an event carries.
#[derive(Debug)]
struct Row {
    targets: BTreeSet<String>,
    debug_data: BTreeSet<String>,
}

/// The table of events of sign-ins.
fn documented() -> BTreeMap<String, Row> {
    let text = include_str!("../../../../docs/system-log.md");
    let section = text.split("\n## ").nth(1).unwrap();
    let words = |cell: &str| {
        let parts = cell.split('`').skip(1).step_by(2);
        parts.map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    rows.map(|line| {
        let cells: Vec<_> = line.split('|').collect();
        let name = words(cells[1]).pop_first().unwrap();
        let row = Row {
            targets: words(cells[3]),
            debug_data: words(cells[4]),
        };
        (name, row)
    })
    .collect()
}

fn is_administrative(name: &str) -> bool {
    [
        "device.",
        "policy.lifecycle",
        "policy.rule",
        "application.lifecycle",
        "user.lifecycle",
        "application.policy.sign_on.update",
        "doorstep.exemption.approve",
    ]
    .iter()
    .any(|prefix| name.starts_with(prefix))
}

/// The events of sign-ins, oldest first.
async fn told(org: &Org) -> Vec<Value> {
    let mut log = org.log().await;
    log.retain(|event| !is_administrative(event["eventType"].as_str().unwrap()));
    log
}

fn names(log: &[Value]) -> Vec<&str> {
    log.iter()
        .map(|event| event["eventType"].as_str().unwrap())
        .map(|name| {
            name.strip_prefix("doorstep.device_assurance.")
                .unwrap_or(name)
        })
        .collect()
}

fn one<'a>(log: &'a [Value], name: &str) -> &'a Value {
    let found: Vec<_> = log
        .iter()
        .filter(|event| event["eventType"].as_str().unwrap().ends_with(name))
        .collect();
    assert_eq!(found.len(), 1, "{name}");
    found[0]
}

fn lasting(expiry: &str) -> Value {
    with(
        macos("Mac"),
        &json!({"gracePeriod": {"type": "BY_DURATION", "expiry": expiry}}),
    )
}

async fn answered(org: &Org, device: &FakeDevice) -> String {
    let (handle, transaction) = org.proven().await;
    device
        .answer(org, &FakeDevice::challenge(&transaction))
        .await;
    handle
}

async fn skip(org: &Org, handle: &str) -> Transaction {
    org.step("/idp/idx/skip", handle, json!({})).await.idx()
}

#[test]
fn every_kind_of_event_has_its_row_in_the_documentation_and_every_row_its_event() {
    let made: BTreeSet<_> = events::ALL
        .iter()
        .map(|kind| kind.name.to_owned())
        .collect();
    assert_eq!(made, documented().into_keys().collect());
    assert_eq!(made.len(), events::ALL.len());
}

#[tokio::test]
async fn a_fixed_device_is_told_from_the_password_to_the_app() {
    let org = Org::new(&[macos("Mac")]).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let device = FakeDevice::new().firewall("0");
    device.answer(&org, &challenge).await;
    for _ in 0..3 {
        org.poll(&handle).await;
    }
    device.firewall("1").answer(&org, &challenge).await;
    let success = org.introspect(&handle).await.idx();
    org.redeem(&success).await;
    let log = told(&org).await;
    assert_eq!(
        names(&log),
        [
            "user.authentication.verify",
            "policy.evaluate_sign_on",
            "user.authentication.auth_via_mfa",
            "policy.evaluate_sign_on",
            "application.policy.sign_on.deny_access",
            "remediation.show",
            "policy.evaluate_sign_on",
            "user.session.start",
            "user.authentication.sso",
        ]
    );
    let outcomes: Vec<_> = log
        .iter()
        .filter(|event| event["eventType"] == "policy.evaluate_sign_on")
        .map(|event| {
            (
                event["outcome"]["result"].as_str().unwrap(),
                event["outcome"]["reason"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        outcomes,
        [
            (
                "CHALLENGE",
                "Sign-on policy evaluation resulted in CHALLENGE"
            ),
            ("DENY", "Sign-on policy evaluation resulted in DENY"),
            ("ALLOW", "Sign-on policy evaluation resulted in ALLOW"),
        ]
    );
    let allowed = &log[6];
    let kinds: Vec<_> = allowed["target"]
        .as_array()
        .unwrap()
        .iter()
        .map(|target| target["type"].clone())
        .collect();
    assert_eq!(
        kinds,
        ["PolicyEntity", "PolicyRule", "AppInstance", "UDDevice"]
    );
    assert_eq!(allowed["target"][0]["displayName"], "Policy of the app");
    assert_eq!(
        allowed["target"][0]["detailEntry"],
        json!({"policyType": "ACCESS_POLICY"})
    );
    assert_eq!(allowed["target"][1]["displayName"], "Device");
    assert_eq!(
        allowed["target"][1]["detailEntry"],
        json!({"rulePriority": 0, "factorMode": "1FA"})
    );
    for (index, firewall) in [(3, "0"), (6, "1"), (7, "1"), (8, "1")] {
        let device = &log[index]["device"];
        assert_eq!(device["os_platform"], "OSX", "{index}");
        assert_eq!(device["registered"], true);
        assert!(device["id"].as_str().unwrap().starts_with("guo"));
        assert_eq!(
            device["device_integrator"]["com.okta.device.osquery"]["macOSFirewall"],
            firewall
        );
    }
    assert!(
        log.iter()
            .all(|event| event["actor"]["alternateId"] == "ada@example.com")
    );
    let sessions: BTreeSet<_> = log
        .iter()
        .map(|event| event["authenticationContext"]["externalSessionId"].to_string())
        .collect();
    assert_eq!(sessions.len(), 1);
    let whole = json!(log).to_string();
    for secret in [&handle, &code(&success), "correct horse battery", VERIFIER] {
        assert!(!whole.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_window_of_grace_is_told_from_its_start_to_its_end() {
    let org = Org::new(&[lasting("P7D")]).await;
    let device = FakeDevice::new().firewall("0");
    let handle = answered(&org, &device).await;
    for _ in 0..3 {
        org.poll(&handle).await;
    }
    skip(&org, &handle).await;
    let log = told(&org).await;
    assert_eq!(
        names(&log)[2..],
        [
            "user.authentication.auth_via_mfa",
            "policy.evaluate_sign_on",
            "grace_period.start",
            "grace_period.remind",
            "grace_period.skip",
        ]
    );
    assert_eq!(log[3]["outcome"]["result"], "ALLOW");
    assert_eq!(
        log[3]["debugContext"]["debugData"]["gracePeriodExpiresAt"],
        "2026-03-08T10:00:00.000Z"
    );
    for event in &log[4..] {
        let policy = &event["target"][2];
        assert_eq!(policy["id"], org.assurances[0]["id"]);
        assert_eq!(
            policy["detailEntry"],
            json!({"policyName": "Mac", "policyPlatform": "MACOS"})
        );
        assert_eq!(
            event["debugContext"]["debugData"]["expiresAt"],
            "2026-03-08T10:00:00.000Z"
        );
    }
    // Within the window there is no second start; after it, its end is told once.
    org.pass(SignedDuration::from_hours(24));
    org.poll(&answered(&org, &device).await).await;
    org.pass(SignedDuration::from_hours(24 * 7));
    for _ in 0..2 {
        org.poll(&answered(&org, &device).await).await;
    }
    let log = told(&org).await;
    one(&log, "grace_period.start");
    let expired = one(&log, "grace_period.expire");
    assert_eq!(
        expired["debugContext"]["debugData"]["startedAt"],
        "2026-03-01T10:00:00.000Z"
    );
    // An end that an administrator has moved is told when it comes.
    org.change(
        0,
        &json!({"gracePeriod": {"type": "BY_DURATION", "expiry": "P9D"}}),
    )
    .await;
    org.poll(&answered(&org, &device).await).await;
    org.pass(SignedDuration::from_hours(24));
    org.poll(&answered(&org, &device).await).await;
    let expired = told(&org).await;
    let expired = names(&expired)
        .into_iter()
        .filter(|name| *name == "grace_period.expire");
    assert_eq!(expired.count(), 2);
    // A compliant device ends its window; one without a window ends nothing.
    let device = device.firewall("1");
    for _ in 0..2 {
        org.poll(&answered(&org, &device).await).await;
    }
    one(&told(&org).await, "grace_period.end");
}

#[tokio::test]
async fn a_date_that_passes_while_the_person_is_reminded_is_told_once() {
    let grace =
        json!({"gracePeriod": {"type": "BY_DATE_TIME", "expiry": "2026-03-01T10:10:00.000Z"}});
    let org = Org::new(&[with(macos("Mac"), &grace)]).await;
    let device = FakeDevice::new().firewall("0");
    let handle = answered(&org, &device).await;
    org.poll(&handle).await;
    org.pass(SignedDuration::from_mins(10));
    skip(&org, &handle).await;
    org.poll(&handle).await;
    org.poll(&answered(&org, &device).await).await;
    let log = told(&org).await;
    one(&log, "grace_period.remind");
    let expired = one(&log, "grace_period.expire");
    assert_eq!(
        expired["debugContext"]["debugData"]["expiresAt"],
        "2026-03-01T10:10:00.000Z"
    );
    assert!(
        !names(&log).contains(&"grace_period.start"),
        "a date has no window"
    );
    assert!(
        !names(&log).contains(&"grace_period.skip"),
        "it was too late"
    );
}

#[tokio::test]
async fn a_window_that_waits_for_its_reminder_is_told_with_it() {
    let grace = json!({"gracePeriod": {"type": "BY_DURATION", "expiry": "P7D", "startsOn": "FIRST_REMINDER"}});
    let org = Org::new(&[with(macos("Mac"), &grace)]).await;
    let device = FakeDevice::new().firewall("0");
    let handle = answered(&org, &device).await;
    assert!(!names(&told(&org).await).contains(&"grace_period.start"));
    org.pass(SignedDuration::from_mins(1));
    org.poll(&handle).await;
    let log = told(&org).await;
    let start = one(&log, "grace_period.start");
    assert_eq!(
        start["debugContext"]["debugData"]["startedAt"],
        "2026-03-01T10:01:00.000Z"
    );
}

#[tokio::test]
async fn what_could_not_be_checked_is_told_with_its_cause_and_hidden_instructions_are_not_shown() {
    let hide = json!({"displayRemediationMode": "HIDE"});
    let org = Org::new(&[with(macos("Mac"), &hide)]).await;
    let (handle, _) = org.proven().await;
    let body = json!({"reason": "OV_UNREACHABLE_BY_LOOPBACK", "statusCode": null});
    org.step("/idp/idx/authenticators/poll/cancel", &handle, body)
        .await;
    let log = told(&org).await;
    let unavailable = one(&log, "check.unavailable");
    assert_eq!(
        (
            &unavailable["outcome"]["result"],
            &unavailable["outcome"]["reason"],
            &unavailable["severity"]
        ),
        (
            &json!("FAILURE"),
            &json!("AGENT_UNREACHABLE"),
            &json!("WARN")
        )
    );
    let checks = &unavailable["debugContext"]["debugData"]["checks"];
    assert_eq!(
        checks[1],
        json!({"id": "macOSFirewall", "cause": "AGENT_UNREACHABLE"})
    );
    assert!(!names(&log).contains(&"remediation.show"));
    let mut device = FakeDevice::new();
    device.firewall = Some(json!({"status": "TIMEOUT"}));
    answered(&org, &device).await;
    let log = told(&org).await;
    let timeout = log
        .iter()
        .rev()
        .find(|event| {
            event["eventType"]
                .as_str()
                .unwrap()
                .ends_with("unavailable")
        })
        .unwrap();
    assert_eq!(timeout["outcome"]["reason"], "TIMEOUT");
}

#[tokio::test]
async fn passwords_are_told_of_people_who_exist_and_of_nobody_else() {
    let mut config = BackendConfig::new(URL);
    config.attempts.per_login = 1;
    let store = Store::open("sqlite::memory:").await.unwrap();
    let org = Org::with(&[], store, config).await;
    for login in ["ada@example.com", "my secret password"] {
        let handle = org.begin().await;
        org.step("/idp/idx/identify", &handle, json!({"identifier": login}))
            .await;
        for _ in 0..2 {
            org.password(&handle, "wrong").await;
        }
    }
    let log = told(&org).await;
    let told: Vec<_> = log
        .iter()
        .map(|event| {
            (
                event["actor"]["alternateId"].as_str().unwrap(),
                event["outcome"]["reason"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("ada@example.com", "INVALID_CREDENTIALS"),
            ("ada@example.com", "TOO_MANY_ATTEMPTS"),
            ("unknown", "INVALID_CREDENTIALS"),
            ("unknown", "TOO_MANY_ATTEMPTS"),
        ]
    );
    assert!(!json!(log).to_string().contains("my secret password"));
}

#[tokio::test]
async fn a_code_in_the_wrong_hands_is_told_as_an_app_not_reached() {
    let org = Org::new(&[]).await;
    let (_, success) = org.proven().await;
    let code = code(&success);
    let pairs = [
        ("interaction_code", code.as_str()),
        (
            "code_verifier",
            "another-verifier-of-forty-three-characters-or",
        ),
    ];
    org.token(&pairs).await;
    let log = told(&org).await;
    let failed = one(&log, "user.authentication.sso");
    assert_eq!(
        (&failed["outcome"]["result"], &failed["outcome"]["reason"]),
        (&json!("FAILURE"), &json!("INVALID_GRANT"))
    );
    org.redeem(&success).await;
    org.redeem(&success).await;
    let log = told(&org).await;
    one(&log, "user.session.start");
    assert!(!json!(log).to_string().contains(&code));
}

#[tokio::test]
async fn a_long_answer_of_a_check_is_cut_in_the_log() {
    let org = Org::new(&[macos("Mac")]).await;
    let device = FakeDevice::new().firewall(&"x".repeat(4096));
    answered(&org, &device).await;
    let whole = json!(told(&org).await).to_string();
    assert!(whole.contains(&"x".repeat(256)) && !whole.contains(&"x".repeat(257)));
}

/// All kinds of events, and nothing in them that is not in the documentation.
#[tokio::test]
async fn every_event_carries_what_the_documentation_says_and_nothing_else() {
    let more = json!({
        "exemption": {"maximumDuration": "P7D"},
        "gracePeriod": {"type": "BY_DURATION", "expiry": "P7D", "reminderInterval": "P1D"},
    });
    let org = Org::new(&[with(macos("Mac"), &more)]).await;
    let device = FakeDevice::new().firewall("0");
    let handle = answered(&org, &device).await;
    org.poll(&handle).await;
    let body = json!({"reason": "A fair", "duration": "P1D"});
    let asked = org.step("/idp/idx/device/exemption", &handle, body).await;
    let asked = assurance(&asked.idx()).exemption.clone().unwrap();
    let path = format!(
        "/api/v1/device-assurance-exemptions/{}/lifecycle/approve",
        asked.id
    );
    org.manage("POST", &path, &Value::Null).await;
    let made = org
        .step(
            "/idp/idx/device/handout",
            &handle,
            json!({"kind": "RESUME"}),
        )
        .await;
    let code = &made.idx().handouts.unwrap().value[0].code;
    org.step("/idp/idx/device/resume", &handle, json!({"code": code}))
        .await;
    skip(&org, &handle).await;
    answered(&org, &device).await;
    org.pass(SignedDuration::from_hours(24 * 7));
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    device.answer(&org, &challenge).await;
    org.poll(&handle).await;
    device.firewall("1").answer(&org, &challenge).await;
    org.redeem(&org.introspect(&handle).await.idx()).await;
    let (handle, _) = org.proven().await;
    let body = json!({"reason": "USER_CANCELED"});
    org.step("/idp/idx/authenticators/poll/cancel", &handle, body)
        .await;
    let mut silent = FakeDevice::new();
    silent.firewall = Some(json!({"status": "TIMEOUT"}));
    answered(&org, &silent).await;
    let log = told(&org).await;
    let documented = documented();
    for event in &log {
        let name = event["eventType"].as_str().unwrap();
        let row = &documented[name];
        for target in event["target"].as_array().unwrap() {
            let kind = target["type"].as_str().unwrap();
            assert!(row.targets.contains(kind), "{name} has the target {kind}");
        }
        for key in event["debugContext"]["debugData"]
            .as_object()
            .unwrap()
            .keys()
        {
            assert!(
                key == "clientId" || row.debug_data.contains(key),
                "{name} carries {key}"
            );
        }
    }
    let seen: BTreeSet<_> = log
        .iter()
        .map(|event| event["eventType"].as_str().unwrap())
        .collect();
    assert_eq!(seen, documented.keys().map(String::as_str).collect());
    for (name, row) in &documented {
        let events: Vec<_> = log
            .iter()
            .filter(|event| event["eventType"] == *name)
            .collect();
        for kind in &row.targets {
            let found = events.iter().any(|event| {
                event["target"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|target| target["type"] == *kind)
            });
            assert!(found, "no {name} has the target {kind}");
        }
        for key in &row.debug_data {
            let found = events
                .iter()
                .any(|event| !event["debugContext"]["debugData"][key].is_null());
            assert!(found, "no {name} carries {key}");
        }
    }
}
