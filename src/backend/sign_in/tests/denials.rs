//! What people who are not let in are told, and how they get on.

use super::*;
use crate::idx::{Cause, Verdict};

#[tokio::test]
async fn what_is_hidden_is_nowhere_in_the_answer() {
    let hide = json!({"displayRemediationMode": "HIDE"});
    let org = Org::new(&[with(macos("Mac"), &hide)]).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let device = FakeDevice::new().firewall("0");
    device.answer(&org, &challenge).await;
    let answer = org
        .step("/idp/idx/authenticators/poll", &handle, json!({}))
        .await;
    let denied = answer.idx();
    assert_eq!(keys(&denied), ["security.access_denied"]);
    let text = String::from_utf8(answer.bytes.clone()).unwrap();
    for word in [
        "irewall",
        "osVersion\":\"14.4",
        "checks",
        "options",
        "14.4",
        "help.example",
    ] {
        assert!(!text.contains(word), "{word} is disclosed");
    }
    device.firewall("1").answer(&org, &challenge).await;
    let success = org.introspect(&handle).await.idx();
    assert!(success.success_with_interaction_code.is_some());
    assert!(assurance(&success).checks.is_empty());
}

#[tokio::test]
async fn a_device_that_cannot_be_asked_is_not_said_to_fail() {
    let org = Org::new(&[macos("Mac")]).await;
    for (reason, cause) in [
        ("OV_UNREACHABLE_BY_LOOPBACK", Cause::AgentUnreachable),
        ("OV_RETURNED_ERROR", Cause::AgentError),
        ("USER_CANCELED", Cause::Canceled),
    ] {
        let (handle, transaction) = org.proven().await;
        let challenge = FakeDevice::challenge(&transaction);
        let body = json!({"reason": reason, "statusCode": null});
        let path = "/idp/idx/authenticators/poll/cancel";
        let answer = org.step(path, &handle, body.clone()).await;
        assert_eq!(answer.status, StatusCode::OK);
        let denied = answer.idx();
        assert_eq!(keys(&denied), ["title"]);
        let extension = assurance(&denied);
        assert_eq!(extension.cause, Some(cause));
        assert_eq!(extension.checked_at, None);
        assert!(extension.checks.len() > 1);
        assert!(
            extension
                .checks
                .iter()
                .all(|check| check.verdict == Verdict::Unknown && check.cause == Some(cause))
        );
        assert_eq!(
            org.poll(&handle).await.messages(),
            denied.messages(),
            "a poll after giving up is no mistake"
        );
        assert_eq!(
            org.step(path, &handle, body).await.idx().messages(),
            denied.messages()
        );
        // The agent was only slow.
        FakeDevice::new().answer(&org, &challenge).await;
        assert!(
            org.poll(&handle)
                .await
                .success_with_interaction_code
                .is_some()
        );
    }
}

#[tokio::test]
async fn a_query_that_took_too_long_is_said_to_be_just_that() {
    let org = Org::new(&[macos("Mac")]).await;
    let (handle, transaction) = org.proven().await;
    let mut device = FakeDevice::new();
    device.firewall = Some(json!({"status": "TIMEOUT"}));
    device
        .answer(&org, &FakeDevice::challenge(&transaction))
        .await;
    let denied = org.poll(&handle).await;
    assert_eq!(
        keys(&denied),
        [
            "title",
            "explanation_one_rule",
            "osquery.timeout",
            "additional_help_default"
        ]
    );
    let check = &assurance(&denied).checks[1];
    assert_eq!(
        (check.verdict, check.cause),
        (Verdict::Unknown, Some(Cause::Timeout))
    );
}

#[tokio::test]
async fn an_administrators_text_comes_in_the_persons_language() {
    let org = Org::new(&[macos("Mac")]).await;
    let (handle, transaction) = org.proven().await;
    let device = FakeDevice::new().firewall("0");
    device
        .answer(&org, &FakeDevice::challenge(&transaction))
        .await;
    let request = Request::post("/idp/idx/introspect")
        .header("content-type", "application/ion+json; okta-version=1.0.0")
        .header("accept-language", "de-CH, en;q=0.5")
        .body(Body::from(json!({"stateToken": handle}).to_string()));
    let denied = org.send(request.unwrap()).await.idx();
    assert_eq!(denied.messages()[2].message, "Firewall einschalten.");
}

#[tokio::test]
async fn two_policies_are_two_options() {
    let old = json!({"name": "Old", "platform": "MACOS", "osVersion": {"minimum": "15.0"}, "displayRemediationMode": "SHOW"});
    let org = Org::new(&[macos("Mac"), old]).await;
    let (handle, transaction) = org.proven().await;
    let device = FakeDevice::new().firewall("0");
    device
        .answer(&org, &FakeDevice::challenge(&transaction))
        .await;
    let denied = org.poll(&handle).await;
    assert_eq!(
        keys(&denied),
        [
            "title",
            "explanation_multiple_rules",
            "option_index",
            "MACOS.macOSFirewall",
            "option_index",
            "macos.upgrade_os_version",
            "additional_help_default",
        ]
    );
    assert_eq!(denied.messages()[5].params(), ["15.0"]);
    let options: Vec<_> = assurance(&denied)
        .options
        .iter()
        .map(|option| (option.items[0].check.as_str(), option.items[0].message))
        .collect();
    assert_eq!(
        options,
        [("macOSFirewall", Some(3)), ("osVersion", Some(5))]
    );
}

#[tokio::test]
async fn checking_again_asks_the_device_anew_in_the_same_sign_in() {
    let org = Org::new(&[macos("Mac")]).await;
    let (handle, transaction) = org.proven().await;
    let first = FakeDevice::challenge(&transaction);
    let device = FakeDevice::new().firewall("0");
    device.answer(&org, &first).await;
    let asked = org
        .step("/idp/idx/device/recheck", &handle, json!({}))
        .await
        .idx();
    assert_eq!(asked.forms()[0].name, "device-challenge-poll");
    let second = FakeDevice::challenge(&asked);
    assert_ne!(first["jti"], second["jti"]);
    let again = org
        .step("/idp/idx/device/recheck", &handle, json!({}))
        .await
        .idx();
    assert_eq!(
        FakeDevice::challenge(&again)["jti"],
        second["jti"],
        "a second click changes nothing"
    );
    let old = device.answer(&org, &first).await;
    assert_eq!(
        (old.status, old.json()["error"].clone()),
        (StatusCode::NOT_FOUND, json!("challenge_not_found"))
    );
    device.answer(&org, &second).await;
    let denied = org.poll(&handle).await;
    assert_eq!(
        assurance(&denied).revision,
        2,
        "still denied, but the answer is a new one"
    );
    device.firewall("1").answer(&org, &second).await;
    assert!(
        org.poll(&handle)
            .await
            .success_with_interaction_code
            .is_some()
    );
}
