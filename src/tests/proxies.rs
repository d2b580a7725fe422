//! Who is who behind a proxy: the page in front of the real backend, as a proxy at 10.0.0.1 reaches it.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{Org, Person, TestApp};

/// Who connects.
const PROXY: &str = "10.0.0.1";

/// A page in front of `org` whose requests come from the proxy with this `X-Forwarded-For`, and that believes `trusted`.
fn page(org: &Org, forwarded_for: &'static str, trusted: &[&str]) -> TestApp {
    TestApp::patient(org.router.clone()).behind(PROXY, forwarded_for, trusted)
}

/// The addresses in the events of one sign-in, each once.
async fn addresses(forwarded_for: &'static str, trusted: &[&str]) -> Vec<Value> {
    let org = Org::new(json!({})).await;
    let app = page(&org, forwarded_for, trusted);
    let page = app.start_for(&org.client).await;
    let person = Person { org, app, page };
    person.sign_in(&person.app, &person.page).await;
    let mut found = Vec::new();
    for kind in [
        "user.authentication.verify",
        "doorstep.device_assurance.remediation.show",
    ] {
        let events = person.org.events(kind).await;
        assert!(!events.is_empty(), "{kind}");
        for event in &events {
            let address = &event["client"]["ipAddress"];
            assert_eq!(&event["request"]["ipChain"][0]["ip"], address, "{event}");
            found.push(address.clone());
        }
    }
    found.dedup();
    found
}

#[tokio::test]
async fn the_log_has_the_address_of_whoever_uses_the_page() {
    let address = addresses("203.0.113.9, 192.0.2.7", &["10.0.0.0/8"]).await;
    assert_eq!(address, ["192.0.2.7"], "not what the client itself wrote");
}

#[tokio::test]
async fn without_the_option_nobody_tells_another_address_than_the_connections() {
    assert_eq!(addresses("192.0.2.7", &[]).await, [PROXY]);
    assert_eq!(addresses("192.0.2.7", &["10.0.0.2"]).await, [PROXY]);
}

/// The status of the answer to a token at the door of the help desk.
async fn try_token(app: &TestApp, token: &str) -> StatusCode {
    let fields = [
        ("form", "open"),
        ("token", token),
        ("code", "BCDFG-BCDFG-BCDFG"),
    ];
    app.submit("/helpdesk", &fields).await.status
}

#[tokio::test]
async fn who_guesses_behind_a_proxy_keeps_nobody_else_waiting() {
    let org = Org::new(json!({})).await;
    // One page: what is counted is in it.
    let page = page(&org, "192.0.2.7", &["10.0.0.0/8"]);
    for _ in 0..30 {
        assert_eq!(try_token(&page, "wrong").await, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(
        try_token(&page, "wrong").await,
        StatusCode::TOO_MANY_REQUESTS
    );
    let elsewhere = page.from("192.0.2.8");
    assert_eq!(
        try_token(&elsewhere, "wrong").await,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_good_token_is_taken_however_many_wrong_ones_came_from_the_same_address() {
    let person = Person::with(json!({})).await;
    let desk = TestApp::patient(person.org.router.clone());
    for _ in 0..40 {
        try_token(&desk, "wrong").await;
    }
    assert_eq!(
        try_token(&desk, "wrong").await,
        StatusCode::TOO_MANY_REQUESTS
    );
    let good = person.org.token(&["okta.deviceAssurance.read"]).await;
    let opened = desk
        .submit("/preview", &[("form", "open"), ("token", &good)])
        .await;
    assert_eq!(opened.status, StatusCode::OK, "{}", opened.text());
    assert!(!opened.has("input[name=token]"), "{}", opened.text());
}
