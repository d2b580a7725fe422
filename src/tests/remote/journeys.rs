//! Whole sign-ins, as a scripted org plays them.

use axum::http::StatusCode;
use futures_util::StreamExt as _;
use serde_json::{Value, json};

use super::with_pkce;
use crate::support::{Answer, OrgAnswer, RemoteOrg, TestApp, encode, sample};

const NAME: [(&str, &str); 2] = [("form", "identify"), ("identifier", "ana@example.com")];
const PASSWORD: [(&str, &str); 2] = [
    ("form", "challenge-authenticator"),
    ("credentials.passcode", "pass+word %"),
];

/// What is said of a wrong password.
const WRONG: &str = "The username or the password isn’t right. Try again.";

fn name() -> Value {
    json!({"identifier": "ana@example.com"})
}

fn password() -> Value {
    json!({"credentials": {"passcode": "pass+word %"}})
}

/// Begins a sign-in as an app does that knows interaction codes.
async fn begin(app: &TestApp) -> String {
    begin_with(app, &with_pkce("")).await
}

async fn begin_with(app: &TestApp, request: &str) -> String {
    let started = app.get(request).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.body);
    started.location()
}

async fn goes_on_with(app: &TestApp, page: &str, query: &str) {
    let hop = app.get(&format!("{page}?continue=")).await;
    assert_eq!(hop.status, StatusCode::FOUND, "{}", hop.body);
    assert_eq!(
        hop.location(),
        format!("http://localhost:8081/callback?{query}")
    );
}

/// The org's cookies are nobody's: neither sent back to it nor given to the browser.
fn has_no_cookie_of_the_org(app: &TestApp, answer: &Answer) {
    assert!(!answer.header("set-cookie").contains("somebodys-session"));
    assert!(
        app.cookies()
            .keys()
            .all(|name| name.starts_with("doorstep-"))
    );
}

#[tokio::test]
async fn a_denied_device_is_told_why_and_starts_again_for_the_same_app() {
    let org = RemoteOrg::at("identify").await;
    let app = TestApp::before(&org);
    org.turn("identify", name(), OrgAnswer::goes("password"))
        .turn(
            "challenge-authenticator",
            json!({"credentials": {"passcode": "wrong"}}),
            OrgAnswer::wrong("password-wrong"),
        )
        .turn(
            "challenge-authenticator",
            password(),
            OrgAnswer::goes("device-loopback"),
        )
        .turn(
            "device-challenge-poll",
            json!({}),
            OrgAnswer::goes("device-loopback"),
        )
        .turn(
            "device-challenge-poll",
            json!({}),
            OrgAnswer::ends("denied-remote"),
        )
        .turn("identify", name(), OrgAnswer::goes("password"));
    let page = begin(&app).await;
    let asked = app.submit(&page, &NAME).await;
    has_no_cookie_of_the_org(&app, &asked);
    let wrong = app
        .submit(
            &page,
            &[
                ("form", "challenge-authenticator"),
                ("credentials.passcode", "wrong"),
            ],
        )
        .await;
    assert!(wrong.text().contains(WRONG), "{}", wrong.body);
    let device = app.submit(&page, &PASSWORD).await;
    assert!(
        device.has("[value=device-challenge-poll]"),
        "{}",
        device.body
    );
    let still = app
        .submit(&page, &[("form", "device-challenge-poll")])
        .await;
    assert!(still.has("[value=device-challenge-poll]"));
    // 403, messages only, and the org knows the sign-in no more.
    let denied = app
        .submit(&page, &[("form", "device-challenge-poll")])
        .await;
    for _ in 0..2 {
        let shown = app.get(&page).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(
            shown.text().contains("Your firewall is turned off."),
            "{}",
            shown.body
        );
    }
    assert!(denied.has("a[href='https://help.example.com/enable-macos-firewall']"));
    assert!(denied.has("[value=start-again]") && !denied.has("[value=recheck]"));
    let again = app.post(&page, &[("form", "start-again")]).await;
    assert!(
        again
            .location()
            .starts_with("/signin?client_id=0oaexample&")
    );
    let fresh = begin_with(&app, &again.location()).await;
    assert_ne!(fresh, page);
    let asked = app.submit(&fresh, &NAME).await;
    assert!(
        asked.has("input[name='credentials.passcode']"),
        "{}",
        asked.body
    );
    assert_eq!(
        org.asked()
            .iter()
            .filter(|what| *what == "interact")
            .count(),
        2
    );
}

#[tokio::test]
async fn a_reminder_is_skipped_and_the_code_goes_to_the_app_once_however_often_the_page_is_loaded()
{
    let org = RemoteOrg::at("identify-password").await;
    let app = TestApp::before(&org);
    let (_, mut grace) = sample("grace");
    for extension in ["deviceAssurance", "recheck"] {
        grace.as_object_mut().expect("an object").remove(extension);
    }
    org.turn(
        "identify",
        json!({"identifier": "ana@example.com", "credentials": {"passcode": "pass"}, "rememberMe": true}),
        OrgAnswer::Goes(200, grace),
    )
    .turn("device-assurance-grace-period", json!({}), OrgAnswer::goes("success"));
    let page = begin(&app).await;
    let reminder = app
        .submit(
            &page,
            &[
                ("form", "identify"),
                ("identifier", " ana@example.com "),
                ("credentials.passcode", "pass"),
                ("rememberMe", "true"),
            ],
        )
        .await;
    assert!(
        reminder.text().contains("Your firewall is turned off."),
        "{}",
        reminder.body
    );
    let done = app
        .submit(&page, &[("form", "device-assurance-grace-period")])
        .await;
    for _ in 0..3 {
        assert!(app.get(&page).await.has("[name=continue]"));
    }
    assert!(done.has("[name=continue]") && !done.body.contains("ic-0"));
    goes_on_with(&app, &page, "interaction_code=ic-0&state=app-state").await;
    assert_eq!(org.traded(), 0, "the code is the app’s to trade");
    assert_eq!(app.get(&page).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_code_that_the_org_tells_once_is_not_lost() {
    let org = RemoteOrg::at("password").await;
    let app = TestApp::before(&org);
    org.turn(
        "challenge-authenticator",
        password(),
        OrgAnswer::ends("success"),
    );
    let page = begin(&app).await;
    assert!(app.submit(&page, &PASSWORD).await.has("[name=continue]"));
    assert!(app.get(&page).await.has("[name=continue]"), "a reload");
    goes_on_with(&app, &page, "interaction_code=ic-0&state=app-state").await;
}

#[tokio::test]
async fn what_a_poll_is_told_once_while_nothing_is_loaded_is_not_lost() {
    for (last, shows) in [
        ("success", "[name=continue]"),
        (
            "denied-remote",
            "a[href='https://help.example.com/enable-macos-firewall']",
        ),
    ] {
        let org = RemoteOrg::at("device-loopback").await;
        let app = TestApp::before(&org);
        // The state handle changes on the way, and no cookie can.
        org.turn(
            "device-challenge-poll",
            json!({}),
            OrgAnswer::goes("device-loopback"),
        )
        .turn("device-challenge-poll", json!({}), OrgAnswer::ends(last));
        let page = begin(&app).await;
        let stream = app.stream(&format!("{page}/events")).await;
        let told: Vec<_> = stream.into_body().into_data_stream().collect().await;
        let told =
            String::from_utf8_lossy(told.last().expect("an event").as_ref().expect("a chunk"))
                .into_owned();
        assert!(told.contains("\"done\":true"), "{told}");
        assert!(app.get(&page).await.has(shows), "{last}");
    }
}

#[tokio::test]
async fn a_handle_that_changed_while_nothing_is_loaded_is_followed() {
    let org = RemoteOrg::at("device-loopback").await;
    let app = TestApp::before(&org);
    org.turn(
        "device-challenge-poll",
        json!({}),
        OrgAnswer::goes("password"),
    )
    .turn(
        "challenge-authenticator",
        password(),
        OrgAnswer::goes("success"),
    );
    let page = begin(&app).await;
    let stream = app.stream(&format!("{page}/events")).await;
    let _: Vec<_> = stream.into_body().into_data_stream().collect().await;
    assert!(
        app.get(&page)
            .await
            .has("input[name='credentials.passcode']")
    );
    assert!(app.submit(&page, &PASSWORD).await.has("[name=continue]"));
}

#[tokio::test]
async fn a_wrong_password_keeps_the_name_and_not_the_password() {
    let org = RemoteOrg::at("identify-password").await;
    let app = TestApp::before(&org);
    let (_, mut wrong) = sample("identify-password");
    wrong["messages"] = sample("password-wrong").1["messages"].clone();
    org.turn(
        "identify",
        json!({"identifier": "ana@exmaple.com", "credentials": {"passcode": "secret-1"}}),
        OrgAnswer::Wrong(401, wrong),
    );
    let page = begin(&app).await;
    let again = app
        .submit(
            &page,
            &[
                ("form", "identify"),
                ("identifier", "ana@exmaple.com"),
                ("credentials.passcode", "secret-1"),
            ],
        )
        .await;
    assert_eq!(
        again
            .attribute("input[name=identifier]", "value")
            .as_deref(),
        Some("ana@exmaple.com")
    );
    assert!(again.text().contains(WRONG));
    assert!(!again.body.contains("secret-1"));
}

#[tokio::test]
async fn providers_are_offered_beside_the_name() {
    let org = RemoteOrg::at("identify-providers").await;
    let app = TestApp::before(&org);
    let path = begin(&app).await;
    let page = app.get(&path).await;
    assert!(page.has("input[name=identifier]"));
    let (_, body) = sample("identify-providers");
    let forms = body["remediation"]["value"].as_array().expect("forms");
    let providers: Vec<&str> = forms
        .iter()
        .filter(|form| form["name"] == "redirect-idp")
        .map(|form| form["href"].as_str().expect("an address"))
        .collect();
    assert!(!providers.is_empty());
    for (number, href) in providers.iter().enumerate() {
        // The org's address may carry its state token: it is told to the browser alone, and only when asked for.
        let link = format!("?provider={number}");
        assert!(page.has(&format!("a[href='{link}']")), "{}", page.body);
        assert!(!page.body.contains(href), "{href}");
        let onward = app.get(&format!("{path}{link}")).await;
        assert_eq!(onward.location(), *href);
    }
    let nowhere = app.get(&format!("{path}?provider=99")).await;
    assert_eq!(nowhere.location(), path);
}

#[tokio::test]
async fn a_sign_in_of_the_orgs_own_page_goes_on_here_and_back_to_the_org() {
    let org = RemoteOrg::at("identify").await;
    let app = TestApp::before(&org);
    let token = org.state_token();
    let hand_over = |origin: Option<String>, token: &str| {
        let mut request = TestApp::form("/signin").header("sec-fetch-site", "cross-site");
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        app.send(
            request
                .body(encode(&[("stateToken", token)]))
                .expect("a request"),
        )
    };
    for stranger in [
        None,
        Some("null"),
        Some("https://evil.example"),
        Some("http://localhost:8080"),
    ] {
        let refused = hand_over(stranger.map(str::to_owned), &token).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{stranger:?}");
    }
    let link = app.get(&format!("/signin?stateToken={token}")).await;
    assert_eq!(
        link.status,
        StatusCode::BAD_REQUEST,
        "a link proves nothing"
    );
    assert_eq!(
        hand_over(Some(org.origin()), "").await.status,
        StatusCode::BAD_REQUEST
    );
    assert!(app.cookies().is_empty());
    org.turn("identify", name(), OrgAnswer::goes("password"))
        .turn(
            "challenge-authenticator",
            password(),
            OrgAnswer::goes("success-redirect"),
        );
    let started = hand_over(Some(org.origin()), &token).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.body);
    let page = started.location();
    assert!(!page.contains(&token));
    assert!(
        app.submit(&page, &NAME)
            .await
            .has("input[name='credentials.passcode']")
    );
    assert!(app.submit(&page, &PASSWORD).await.has("[name=continue]"));
    let hop = app.get(&format!("{page}?continue=")).await;
    assert_eq!(
        (hop.status, hop.location().as_str()),
        (StatusCode::FOUND, "https://app.example.com/home")
    );
    // Starting again is the org's own page's affair.
    let second = hand_over(Some(org.origin()), &org.state_token())
        .await
        .location();
    org.forget();
    assert!(app.get(&second).await.has("[value=start-again]"));
    let again = app.post(&second, &[("form", "start-again")]).await;
    assert_eq!(again.location(), format!("{}/", org.origin()));
    // A code for an app that nobody knows helps nobody on.
    let org = RemoteOrg::at("success").await;
    let app = TestApp::before(&org);
    let request = TestApp::form("/signin").header("origin", org.origin());
    let token = org.state_token();
    let page = app
        .send(
            request
                .body(encode(&[("stateToken", &token)]))
                .expect("a request"),
        )
        .await
        .location();
    let lost = app.get(&page).await;
    assert_eq!(lost.status, StatusCode::BAD_REQUEST);
    assert!(!lost.has("[name=continue]"));
}

#[tokio::test]
async fn an_expired_sign_in_says_so_wherever_it_stood_and_starts_again() {
    for sample in [
        "identify",
        "password",
        "device-loopback",
        "grace",
        "success",
    ] {
        let org = RemoteOrg::at(sample).await;
        let app = TestApp::before(&org);
        let page = begin(&app).await;
        assert_eq!(app.get(&page).await.status, StatusCode::OK);
        org.forget();
        let hop = app.get(&format!("{page}?continue=")).await;
        assert_eq!(
            (hop.status, hop.location()),
            (StatusCode::SEE_OTHER, page.clone())
        );
        let posted = app.submit(&page, &NAME).await;
        for expired in [posted, app.get(&page).await] {
            assert!(
                expired.has("[value=start-again]"),
                "{sample}: {}",
                expired.body
            );
        }
        assert!(
            org.asked().iter().all(|what| what == "interact"),
            "{sample}"
        );
        let again = app.post(&page, &[("form", "start-again")]).await;
        let fresh = begin_with(&app, &again.location()).await;
        assert!(!app.get(&fresh).await.text().contains("inactivity"));
    }
}

#[tokio::test]
async fn a_failure_is_shown_before_anybody_is_sent_away() {
    let org = RemoteOrg::at("identify").await;
    let app = TestApp::before(&org);
    let (_, failure) = sample("failure-redirect");
    let href = failure["remediation"]["value"][0]["href"].clone();
    org.turn("identify", name(), OrgAnswer::Goes(200, failure));
    let page = begin(&app).await;
    let shown = app.submit(&page, &NAME).await;
    let href = href.as_str().expect("an address");
    assert!(shown.has("a[href='?continue']"), "{}", shown.body);
    // Such an address may carry the org's state token, too.
    assert!(!shown.body.contains(href), "{}", shown.body);
    let onward = app.get(&format!("{page}?continue")).await;
    assert_eq!(onward.location(), href);
}

#[tokio::test]
async fn two_tabs_are_two_sign_ins() {
    let org = RemoteOrg::at("identify").await;
    let app = TestApp::before(&org);
    org.turn("identify", name(), OrgAnswer::goes("password"))
        .turn(
            "identify",
            json!({"identifier": "ben@example.com"}),
            OrgAnswer::goes("password"),
        )
        .turn(
            "challenge-authenticator",
            password(),
            OrgAnswer::goes("success"),
        );
    let (first, second) = (begin(&app).await, begin(&app).await);
    app.submit(&first, &NAME).await;
    app.submit(
        &second,
        &[("form", "identify"), ("identifier", "ben@example.com")],
    )
    .await;
    app.submit(&second, &PASSWORD).await;
    assert!(
        app.get(&first)
            .await
            .has("input[name='credentials.passcode']")
    );
    goes_on_with(&app, &second, "interaction_code=ic-1&state=app-state").await;
    assert!(
        app.get(&first)
            .await
            .has("input[name='credentials.passcode']")
    );
}

#[tokio::test]
async fn a_name_that_nobody_may_use_here_starts_nothing() {
    let org = RemoteOrg::at("identify").await;
    let app = TestApp::before(&org);
    let other = with_pkce("").replace("0oaexample", "0oaother");
    let refused = app.get(&other).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(app.cookies().is_empty());
}
