//! Journeys against a scripted IDX server: what is sent, what is shown, what the browser keeps.

use std::time::Duration;

use axum::http::{Request, StatusCode, header};
use serde_json::json;

use crate::support::{IdxServer, START, TestApp, encode, success};

#[tokio::test]
async fn a_sign_in_goes_from_the_name_to_the_app_with_the_apps_state() {
    let server = IdxServer::at("identify");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let identify = app.get(&page).await;
    assert_eq!(identify.status, StatusCode::OK);
    assert!(
        identify.has("input[name=identifier]")
            && identify.has("input[name=form][value=identify], button[name=form][value=identify]")
    );

    server.answer("password", "password");
    let password = app
        .submit(
            &page,
            &[("form", "identify"), ("identifier", "ana@example.com")],
        )
        .await;
    assert!(password.has("input[name='credentials.passcode'][type=password]"));
    assert!(password.text().contains("ana@example.com"));

    server.answer("success", "success");
    let done = app
        .submit(
            &page,
            &[
                ("form", "challenge-authenticator"),
                ("credentials.passcode", "pass word"),
            ],
        )
        .await;
    assert!(
        done.has("form[method=get] button[name=continue], form[method=get] input[name=continue]")
    );
    server.stand_at(200, &success("the-code").to_string());
    let hop = app.get(&format!("{page}?continue=")).await;
    assert_eq!(hop.status, StatusCode::FOUND);
    assert_eq!(
        hop.location(),
        "http://localhost:8081/callback?code=the-code&state=app-state"
    );
    assert!(app.cookies().is_empty(), "the sign-in is over");

    assert_eq!(
        server.submitted(),
        [
            (
                "/idp/idx/identify".to_owned(),
                json!({"identifier": "ana@example.com", "stateHandle": "02.sample"})
            ),
            (
                "/idp/idx/challenge/answer".to_owned(),
                json!({"credentials": {"passcode": "pass word"}, "stateHandle": "02.sample"})
            ),
        ]
    );
}

#[tokio::test]
async fn an_apps_request_that_is_not_accepted_is_told_in_the_persons_language_with_a_code_for_its_owner()
 {
    let app = TestApp::new(IdxServer::at("identify").router());
    let unknown = "/signin?client_id=0oanobody&redirect_uri=http%3A%2F%2Flocalhost%3A8081%2Fcallback&response_type=code&state=s";
    let page = app.get_in(unknown, "de").await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_eq!(page.texts("h1"), ["Diese App lässt sich so nicht öffnen"]);
    let text = page.text();
    assert!(text.contains("invalid_client"), "{text}");
    assert!(!text.contains("No such client."), "{text}");
    // What comes twice is nobody's: the org might look at one and the page go by the other.
    let start = app
        .get(&format!("{START}&redirect_uri=https%3A%2F%2Fevil.example"))
        .await;
    assert_eq!(start.status, StatusCode::BAD_REQUEST, "{}", start.body);
    assert!(app.cookies().is_empty());
}

#[tokio::test]
async fn a_wrong_password_is_said_once_and_nothing_typed_is_kept() {
    let server = IdxServer::at("password");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    server.answer("password-wrong", "password");
    let again = app
        .submit(
            &page,
            &[
                ("form", "challenge-authenticator"),
                ("credentials.passcode", "wrong-secret"),
            ],
        )
        .await;
    assert!(
        again.has("[role=alert], [class*=notice], [class*=error]"),
        "{}",
        again.body
    );
    assert!(!again.body.contains("wrong-secret"));
    let text = again.text();
    let later = app.get(&page).await.text();
    assert_ne!(text, later, "a reload shows the page without the message");
}

#[tokio::test]
async fn an_unknown_user_and_a_known_one_look_the_same_to_the_page() {
    let server = IdxServer::at("identify");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    server.answer("identify-unknown-user", "identify");
    let again = app
        .submit(
            &page,
            &[("form", "identify"), ("identifier", "ana@exmaple.com")],
        )
        .await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(
        again
            .attribute("input[name=identifier]", "value")
            .as_deref(),
        Some("ana@exmaple.com"),
        "what was typed stays"
    );
}

#[tokio::test]
async fn a_blank_field_is_said_without_asking_the_server() {
    let server = IdxServer::at("identify");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let again = app
        .submit(&page, &[("form", "identify"), ("identifier", "  ")])
        .await;
    assert!(again.has("input[name=identifier]"));
    assert!(server.submitted().is_empty());
    assert_ne!(
        again.text(),
        app.get(&page).await.text(),
        "the error is said once"
    );
}

#[tokio::test]
async fn an_unknown_form_shows_the_page_as_it_stands() {
    let server = IdxServer::at("identify");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    for form in ["", "nonsense", "device-challenge-poll", "recheck"] {
        assert!(
            app.submit(&page, &[("form", form)])
                .await
                .has("input[name=identifier]"),
            "{form}"
        );
    }
    assert!(server.submitted().is_empty());
}

#[tokio::test]
async fn giving_up_leads_back_to_the_start_of_the_same_app() {
    let server = IdxServer::at("password");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    server.answer_with(200, r#"{"version":"1.0.0"}"#, None);
    let back = app.post(&page, &[("form", "cancel")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(
        back.location().starts_with("/signin?client_id=0oaexample&"),
        "{}",
        back.location()
    );
    assert!(back.location().contains("state=app-state"));
    assert!(app.cookies().is_empty());
}

#[tokio::test]
async fn an_expired_sign_in_starts_again_with_the_same_request_of_the_app() {
    let server = IdxServer::at("identify");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    server.stand("expired");
    let expired = app.get(&page).await;
    assert!(expired.has("[value=start-again]"), "{}", expired.body);
    let posted = app
        .post(&page, &[("form", "identify"), ("identifier", "ana")])
        .await;
    assert_eq!(posted.location(), page, "a late post shows the same");
    let again = app.post(&page, &[("form", "start-again")]).await;
    let start = again.location();
    assert!(
        start.starts_with("/signin?client_id=0oaexample&") && start.contains("state=app-state")
    );
    server.stand("identify");
    let fresh = app.get(&start).await;
    assert_ne!(fresh.location(), page);
    assert!(
        app.get(&fresh.location())
            .await
            .has("input[name=identifier]")
    );
}

#[tokio::test]
async fn a_sign_in_of_another_browser_is_not_found() {
    let server = IdxServer::at("identify");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let other = TestApp::new(server.router());
    assert_eq!(other.get(&page).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        other.post(&page, &[("form", "identify")]).await.status,
        StatusCode::NOT_FOUND
    );
    // A cookie of one sign-in does not open another, and a changed one opens none.
    let (name, value) = app.cookies().pop_first().expect("a cookie");
    other.set_cookie("doorstep-AAAAAAAAAAAAAAAA", Some(&value));
    assert_eq!(
        other.get("/signin/AAAAAAAAAAAAAAAA").await.status,
        StatusCode::NOT_FOUND
    );
    other.set_cookie(&name, Some(&format!("A{}", &value[1..])));
    assert_eq!(other.get(&page).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_apps_wrong_request_is_the_apps_problem() {
    let app = TestApp::new(IdxServer::at("identify").router());
    for start in [
        "/signin",
        "/signin?client_id=unknown&redirect_uri=https%3A%2F%2Fevil.example",
    ] {
        let answer = app.get(start).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{start}");
        assert!(!answer.body.contains("evil.example"));
    }
}

#[tokio::test]
async fn trouble_with_the_server_is_told_with_a_reference_and_a_way_on() {
    let trouble = [
        (
            500,
            r#"{"message":"internal server error"}"#,
            StatusCode::BAD_GATEWAY,
        ),
        (502, "<html>bad gateway</html>", StatusCode::BAD_GATEWAY),
        (
            200,
            "<html>welcome to the airport</html>",
            StatusCode::BAD_GATEWAY,
        ),
        (200, r#"{"version":"#, StatusCode::BAD_GATEWAY),
        (403, "<html>blocked</html>", StatusCode::BAD_GATEWAY),
        (
            429,
            r#"{"errorCode":"E0000047","errorSummary":"slow down"}"#,
            StatusCode::TOO_MANY_REQUESTS,
        ),
    ];
    let server = IdxServer::at("identify");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    for (status, body, expected) in trouble {
        server.stand_at(status, body);
        for answer in [
            app.get(&page).await,
            app.post(&page, &[("form", "identify"), ("identifier", "a")])
                .await,
        ] {
            assert_eq!(answer.status, expected, "{body}");
            let reference = answer.header("x-request-id").to_owned();
            assert!(
                reference.len() == 12 && answer.text().contains(&reference),
                "{}",
                answer.body
            );
            assert!(answer.has("[value=start-again]"), "{}", answer.body);
            for secret in ["airport", "02.sample", "slow down"] {
                assert!(!answer.body.contains(secret), "{secret}");
            }
        }
    }
    server.stand("identify");
    assert!(
        app.get(&page).await.has("input[name=identifier]"),
        "a reload goes on"
    );
    server.delay(Duration::from_secs(5));
    assert_eq!(app.get(&page).await.status, StatusCode::GATEWAY_TIMEOUT);
    let nobody = TestApp::new(axum::Router::new());
    assert_eq!(
        nobody.get(crate::support::START).await.status,
        StatusCode::BAD_GATEWAY
    );
}

#[tokio::test]
async fn a_form_of_another_site_does_nothing() {
    let server = IdxServer::at("identify");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let fields = [("form", "identify"), ("identifier", "ana")];
    let strangers: [&[(&str, &str)]; 4] = [
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://evil.example"),
        ],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[],
    ];
    for headers in strangers {
        let mut request = TestApp::form(&page);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = app
            .send(request.body(encode(&fields)).expect("a request"))
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
    assert!(server.submitted().is_empty());
    let own = TestApp::form(&page).header("origin", "http://localhost:8080");
    server.answer("password", "password");
    assert_eq!(
        app.send(own.body(encode(&fields)).expect("a request"))
            .await
            .status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn wrong_addresses_methods_types_and_sizes_are_pages_of_their_own() {
    let server = IdxServer::at("identify");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    assert_eq!(app.get("/nowhere").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        app.get("/../../etc/passwd").await.status,
        StatusCode::NOT_FOUND
    );
    let put = Request::put(&page)
        .body(axum::body::Body::empty())
        .expect("a request");
    assert_eq!(app.send(put).await.status, StatusCode::METHOD_NOT_ALLOWED);
    let json = Request::post(&page)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/json")
        .body(axum::body::Body::from("{}"));
    assert_eq!(
        app.send(json.expect("a request")).await.status,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
    let large = "x".repeat(100_000);
    let answer = app
        .post(&page, &[("form", "identify"), ("identifier", &large)])
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.header("content-type").starts_with("text/html"));
}

#[tokio::test]
async fn the_device_check_goes_on_by_a_button_and_stops_with_a_reason() {
    let server = IdxServer::at("device-loopback");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let waiting = app.get(&page).await;
    assert!(
        waiting.has("a[href^='http://localhost:6511/challenge?challengeRequest=']"),
        "{}",
        waiting.body
    );
    assert!(
        waiting
            .body
            .contains("returnTo=http%3A%2F%2Flocalhost%3A8080%2Fsignin%2F")
    );
    server.answer("device-loopback", "device-loopback");
    app.submit(&page, &[("form", "device-challenge-poll")])
        .await;
    server.answer("denied-agent-unreachable", "denied-agent-unreachable");
    let denied = app
        .submit(
            &page,
            &[
                ("form", "authenticatorChallenge-cancel"),
                ("reason", "OV_UNREACHABLE_BY_LOOPBACK"),
                ("statusCode", ""),
            ],
        )
        .await;
    assert!(denied.has("[value=recheck]"), "{}", denied.body);
    assert_eq!(
        server.submitted()[1],
        (
            "/idp/idx/authenticators/poll/cancel".to_owned(),
            json!({"reason": "OV_UNREACHABLE_BY_LOOPBACK", "statusCode": null, "stateHandle": "02.sample"})
        )
    );
}

#[tokio::test]
async fn a_denial_is_fixed_by_checking_again_in_the_same_sign_in() {
    let server = IdxServer::at("denied-custom");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let denied = app.get(&page).await;
    assert_eq!(denied.status, StatusCode::OK);
    let text = denied.text();
    assert!(text.contains("Your firewall is turned off. Turn on the macOS firewall in System Settings, under Network, Firewall."));
    assert!(denied.has("a[href='https://help.example.com/enable-macos-firewall'][rel~=noopener]"));
    server.answer("device-loopback", "device-loopback");
    app.submit(&page, &[("form", "recheck")]).await;
    server.answer("success-fixed", "success-fixed");
    let fixed = app
        .submit(&page, &[("form", "device-challenge-poll")])
        .await;
    assert!(fixed.has("[name=continue]"));
}

#[tokio::test]
async fn a_reminder_lets_the_person_go_on() {
    let server = IdxServer::at("grace");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    assert!(
        app.get(&page)
            .await
            .has("[value=device-assurance-grace-period]")
    );
    server.answer("success", "success");
    assert!(
        app.submit(&page, &[("form", "device-assurance-grace-period")])
            .await
            .has("[name=continue]")
    );
    assert_eq!(server.submitted()[0].0, "/idp/idx/skip");
}

#[tokio::test]
async fn a_hidden_denial_discloses_no_check_anywhere_in_its_html() {
    let server = IdxServer::at("denied-hidden");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let denied = app.get(&page).await;
    for word in [
        "firewall",
        "Firewall",
        "osVersion",
        "14.4",
        "help.example.com",
        "FAIL",
        "device_assurance",
    ] {
        assert!(!denied.body.contains(word), "{word}");
    }
}

#[tokio::test]
async fn continuing_before_the_end_shows_the_page() {
    let server = IdxServer::at("denied-custom");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let answer = app.get(&format!("{page}?continue=")).await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, page)
    );
}

#[tokio::test]
async fn the_server_hears_the_persons_language_and_browser() {
    let server = IdxServer::at("identify");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let request = Request::get(&page)
        .header("accept-language", "fr, de;q=0.8")
        .header("user-agent", "Browser/1");
    app.send(request.body(axum::body::Body::empty()).expect("a request"))
        .await;
    let headers = server.last_headers();
    assert_eq!(headers["accept-language"], "de, fr, de;q=0.8");
    assert_eq!(headers["user-agent"], "Browser/1");
    assert_eq!(
        headers["content-type"],
        "application/ion+json; okta-version=1.0.0"
    );
    assert!(headers.contains_key("x-okta-user-agent-extended"));
}
