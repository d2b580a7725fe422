//! Whole journeys: the page in front of the real embedded backend, a device that answers as the agent does.

use axum::http::StatusCode;
use serde_json::json;

use crate::support::{Answer, Device, Org, TestApp};

/// Starts a sign-in for the organization's app and goes as far as the device check; gives the page and the screen.
async fn to_the_device_check(org: &Org, app: &TestApp) -> (String, Answer) {
    let page = app.start_for(&org.client).await;
    let password = app
        .submit(
            &page,
            &[("form", "identify"), ("identifier", "ana@example.com")],
        )
        .await;
    assert!(
        password.has("input[name='credentials.passcode']"),
        "{}",
        password.body
    );
    let device = app
        .submit(
            &page,
            &[
                ("form", "challenge-authenticator"),
                ("credentials.passcode", "Doorstep-ana-2026"),
            ],
        )
        .await;
    assert!(
        device.has("[value=device-challenge-poll]"),
        "{}",
        device.body
    );
    (page, device)
}

/// The challenge that the page hands to the agent.
fn challenge(screen: &Answer) -> String {
    let link = screen
        .attribute("a[href*=challengeRequest]", "href")
        .expect("a link to the agent");
    let link = url::Url::parse(&link).expect("a URL");
    link.query_pairs()
        .find(|(name, _)| name == "challengeRequest")
        .expect("a challenge")
        .1
        .into_owned()
}

async fn goes_on_to_the_app(app: &TestApp, page: &str) {
    let hop = app.get(&format!("{page}?continue=")).await;
    assert_eq!(hop.status, StatusCode::FOUND, "{}", hop.body);
    assert!(
        hop.location()
            .starts_with("http://localhost:8081/callback?code="),
        "{}",
        hop.location()
    );
    assert!(hop.location().ends_with("&state=app-state"));
}

#[tokio::test]
async fn a_compliant_device_gets_to_the_app() {
    let org = Org::new(json!({})).await;
    let app = TestApp::patient(org.router.clone());
    let (page, screen) = to_the_device_check(&org, &app).await;
    org.deliver(&Device::new(), &challenge(&screen)).await;
    assert!(
        app.submit(&page, &[("form", "device-challenge-poll")])
            .await
            .has("[name=continue]")
    );
    goes_on_to_the_app(&app, &page).await;
}

#[tokio::test]
async fn a_firewall_that_is_off_is_explained_and_once_on_the_same_sign_in_goes_on() {
    let org = Org::new(json!({})).await;
    let app = TestApp::patient(org.router.clone());
    let (page, screen) = to_the_device_check(&org, &app).await;
    let mut device = Device::new();
    device.firewall = "0";
    org.deliver(&device, &challenge(&screen)).await;
    let denied = app
        .submit(&page, &[("form", "device-challenge-poll")])
        .await;
    let told = "Your firewall is turned off. Turn on the macOS firewall in System Settings, under Network, Firewall.";
    assert!(denied.text().contains(told), "{}", denied.body);
    assert!(denied.has("a[href='https://help.example.com/enable-macos-firewall']"));
    device.firewall = "1";
    let again = app.submit(&page, &[("form", "recheck")]).await;
    org.deliver(&device, &challenge(&again)).await;
    assert!(
        app.submit(&page, &[("form", "device-challenge-poll")])
            .await
            .has("[name=continue]")
    );
    goes_on_to_the_app(&app, &page).await;
}

#[tokio::test]
async fn two_failing_checks_are_both_there_and_go_one_by_one() {
    let org = Org::new(json!({})).await;
    let app = TestApp::patient(org.router.clone());
    let (page, screen) = to_the_device_check(&org, &app).await;
    let mut device = Device::new();
    (device.firewall, device.os_version) = ("0", "14.3");
    org.deliver(&device, &challenge(&screen)).await;
    let both = app
        .submit(&page, &[("form", "device-challenge-poll")])
        .await
        .text();
    assert!(
        both.contains("firewall is turned off") && both.contains("14.4"),
        "{both}"
    );
    device.os_version = "14.4";
    let again = app.submit(&page, &[("form", "recheck")]).await;
    org.deliver(&device, &challenge(&again)).await;
    let one = app
        .submit(&page, &[("form", "device-challenge-poll")])
        .await
        .text();
    assert!(one.contains("firewall is turned off"), "{one}");
}

#[tokio::test]
async fn a_hidden_policy_discloses_nothing() {
    let org = Org::new(json!({"displayRemediationMode": "HIDE"})).await;
    let app = TestApp::patient(org.router.clone());
    let (page, screen) = to_the_device_check(&org, &app).await;
    let mut device = Device::new();
    device.firewall = "0";
    org.deliver(&device, &challenge(&screen)).await;
    let denied = app
        .submit(&page, &[("form", "device-challenge-poll")])
        .await;
    assert!(!denied.has("[name=continue]"));
    for word in ["irewall", "14.4", "osVersion", "FAIL", "device_assurance"] {
        assert!(!denied.body.contains(word), "{word}");
    }
}

#[tokio::test]
async fn a_missing_agent_never_reads_as_a_failing_device() {
    let org = Org::new(json!({})).await;
    let app = TestApp::patient(org.router.clone());
    let (page, _) = to_the_device_check(&org, &app).await;
    let denied = app
        .submit(
            &page,
            &[
                ("form", "authenticatorChallenge-cancel"),
                ("reason", "OV_UNREACHABLE_BY_LOOPBACK"),
            ],
        )
        .await;
    assert!(
        denied.text().contains("No device agent answered"),
        "{}",
        denied.body
    );
    assert!(!denied.text().contains("firewall is turned off"));
    assert!(denied.has("[value=recheck]"));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_person_read_the_same() {
    let org = Org::new(json!({})).await;
    let app = TestApp::patient(org.router.clone());
    let mut read = Vec::new();
    for login in ["ana@example.com", "nobody@example.com"] {
        let start = app.start_for(&org.client).await;
        app.submit(&start, &[("form", "identify"), ("identifier", login)])
            .await;
        let wrong = app
            .submit(
                &start,
                &[
                    ("form", "challenge-authenticator"),
                    ("credentials.passcode", "wrong"),
                ],
            )
            .await;
        assert!(
            wrong.has("input[name='credentials.passcode']"),
            "{}",
            wrong.body
        );
        read.push((
            wrong.status,
            wrong
                .text()
                .replace(login, "LOGIN")
                .replace(wrong.header("x-request-id"), ""),
        ));
    }
    assert_eq!(read[0], read[1]);
}

#[tokio::test]
async fn whoever_is_deactivated_in_the_middle_of_a_sign_in_goes_no_further() {
    let org = Org::new(json!({})).await;
    let app = TestApp::patient(org.router.clone());
    let token = org.token(&["okta.users.manage"]).await;
    let lifecycle = |what: &str| format!("/users/ana@example.com/lifecycle/{what}");
    let (page, screen) = to_the_device_check(&org, &app).await;
    org.api(&token, "POST", &lifecycle("deactivate"), None)
        .await;
    org.deliver(&Device::new(), &challenge(&screen)).await;
    let poll = [("form", "device-challenge-poll")];
    let refused = app.submit(&page, &poll).await;
    assert!(
        !refused.has("[name=continue]") && !refused.has("[value=device-challenge-poll]"),
        "{}",
        refused.body
    );
    assert_ne!(
        app.get(&format!("{page}?continue=")).await.status,
        StatusCode::FOUND
    );
    // Nor does a new sign-in begin, until an administrator has let the person in again.
    let right = [
        ("form", "challenge-authenticator"),
        ("credentials.passcode", "Doorstep-ana-2026"),
    ];
    for (what, goes_on) in [(None, false), (Some("activate"), true)] {
        if let Some(what) = what {
            org.api(&token, "POST", &lifecycle(what), None).await;
        }
        let page = app.start_for(&org.client).await;
        let name = [("form", "identify"), ("identifier", "ana@example.com")];
        app.submit(&page, &name).await;
        let screen = app.submit(&page, &right).await;
        assert_eq!(
            screen.has("[value=device-challenge-poll]"),
            goes_on,
            "{}",
            screen.body
        );
    }
    let change = json!({"credentials": {"password": {"value": "Another one 2026"}}});
    org.api(&token, "POST", "/users/ana@example.com", Some(change))
        .await;
    let page = app.start_for(&org.client).await;
    let name = [("form", "identify"), ("identifier", "ana@example.com")];
    app.submit(&page, &name).await;
    let old = app.submit(&page, &right).await;
    assert!(!old.has("[value=device-challenge-poll]"), "{}", old.body);
}
