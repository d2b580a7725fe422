//! Tokens: apps of every kind get the org's own, and each code is good once.

use axum::{body::Body, http::Request, http::StatusCode};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use doorstep::{config::Secret, http::OwnClient};
use serde_json::{Value, json};

use super::{request, with_pkce};
use crate::support::{
    CHALLENGE, CLIENT, OrgAnswer, REDIRECT_URI, RemoteOrg, SECRET, TestApp, VERIFIER, encode,
};

const TOKEN: &str = "/oauth2/default/v1/token";

/// Signs in; gives the query that the app is called back with.
async fn sign_in(org: &RemoteOrg, app: &TestApp, request: &str) -> Vec<(String, String)> {
    org.turn(
        "identify",
        json!({"identifier": "ana"}),
        OrgAnswer::goes("success"),
    );
    let page = app.get(request).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let page = page.location();
    app.submit(&page, &[("form", "identify"), ("identifier", "ana")])
        .await;
    let hop = app.get(&format!("{page}?continue=")).await.location();
    let address = url::Url::parse(&hop).expect("an address");
    assert!(hop.starts_with(REDIRECT_URI), "{hop}");
    address.query_pairs().into_owned().collect()
}

fn code(query: &[(String, String)]) -> &str {
    let (name, code) = &query[0];
    assert_eq!(name, "code");
    code
}

/// What an app’s server gets for these parameters.
async fn trade(app: &TestApp, parameters: &[(&str, &str)], basic: bool) -> (StatusCode, Value) {
    let mut request = Request::post(TOKEN)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("user-agent", "app/1");
    if basic {
        let proof = STANDARD.encode(format!("{CLIENT}:{SECRET}"));
        request = request.header("authorization", format!("Basic {proof}"));
    }
    let body: Body = encode(parameters);
    let answer = app.send(request.body(body).expect("a request")).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let body = serde_json::from_str(&answer.body).expect("JSON");
    (answer.status, body)
}

#[tokio::test]
async fn an_app_with_pkce_trades_its_code_for_the_orgs_tokens_once() {
    let org = RemoteOrg::at("identify").await;
    let app = TestApp::before(&org);
    let authorize =
        with_pkce("&response_type=code").replace("/signin", "/oauth2/default/v1/authorize");
    let query = sign_in(&org, &app, &authorize).await;
    assert_eq!(query[1], ("state".to_owned(), "app-state".to_owned()));
    let good = [
        ("grant_type", "authorization_code"),
        ("code", code(&query)),
        ("redirect_uri", REDIRECT_URI),
        ("client_id", CLIENT),
        ("code_verifier", VERIFIER),
    ];
    for (name, wrong) in [
        ("code_verifier", "another"),
        ("code", "another"),
        ("redirect_uri", "https://evil.example/"),
    ] {
        let changed = good.map(|(key, value)| (key, if key == name { wrong } else { value }));
        let (status, body) = trade(&app, &changed, false).await;
        assert_eq!(
            (status, &body["error"]),
            (StatusCode::BAD_REQUEST, &json!("invalid_grant")),
            "{name}"
        );
    }
    let (status, tokens) = trade(&app, &good, false).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(tokens["id_token"], "id-ic-0");
    let (status, body) = trade(&app, &good, false).await;
    assert_eq!(
        (status, &body["error"]),
        (StatusCode::BAD_REQUEST, &json!("invalid_grant"))
    );
    assert_eq!(org.traded(), 1);
}

#[tokio::test]
async fn an_app_without_pkce_is_given_the_pages_and_authenticates_itself() {
    let org = RemoteOrg::at("identify").await;
    let app = TestApp::before(&org);
    let query = sign_in(&org, &app, &request("&response_type=code")).await;
    let sealed = code(&query).to_owned();
    assert!(!sealed.contains("ic-0"), "{sealed}");
    let good = [
        ("grant_type", "authorization_code"),
        ("code", sealed.as_str()),
        ("redirect_uri", REDIRECT_URI),
    ];
    let (status, body) = trade(&app, &[&good[..], &[("client_id", CLIENT)]].concat(), false).await;
    assert_eq!(
        (status, &body["error"]),
        (StatusCode::UNAUTHORIZED, &json!("invalid_client")),
        "whoever has seen the code has not proven anything"
    );
    let guess = [("client_id", CLIENT), ("client_secret", "a guess")];
    let (status, _) = trade(&app, &[&good[..], &guess].concat(), false).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let (status, tokens) = trade(&app, &good, true).await;
    assert_eq!(status, StatusCode::OK, "{tokens}");
    assert_eq!(tokens["access_token"], "access-ic-0");
    // Of another page, or changed on the way.
    for other in [format!("{sealed}A"), "ds.AAAA".to_owned()] {
        let (status, _) = trade(&app, &[good[0], ("code", &other), good[2]], true).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn where_the_page_is_the_client_an_app_needs_its_state_and_pkce_alone() {
    let org = RemoteOrg::at("identify").await;
    let app = TestApp::before_with(org.client(), |settings| {
        settings.own_client = Some(OwnClient {
            id: CLIENT.to_owned(),
            secret: Some(Secret::from(SECRET.to_owned())),
            redirect_uri: REDIRECT_URI.parse().expect("a URL"),
            scope: "openid profile".to_owned(),
        });
    });
    let short = format!(
        "/signin?state=s&response_type=code&code_challenge={CHALLENGE}&code_challenge_method=S256"
    );
    let query = sign_in(&org, &app, &short).await;
    let trading = [
        ("grant_type", "authorization_code"),
        ("code", code(&query)),
        ("code_verifier", VERIFIER),
    ];
    let (status, tokens) = trade(&app, &trading, false).await;
    assert_eq!(status, StatusCode::OK, "{tokens}");
    assert_eq!(tokens["id_token"], "id-ic-0");
    // Even an app that says nothing at all is signed in to; its code is for nobody without the client's secret.
    let query = sign_in(&org, &app, "/signin").await;
    assert_eq!(query.len(), 1, "{query:?}");
    let bare = [("grant_type", "authorization_code"), ("code", code(&query))];
    assert_eq!(trade(&app, &bare, false).await.0, StatusCode::UNAUTHORIZED);
    let (status, tokens) = trade(&app, &bare, true).await;
    assert_eq!(status, StatusCode::OK, "{tokens}");
}

#[tokio::test]
async fn what_is_no_trade_of_a_code_is_refused_here() {
    let org = RemoteOrg::at("identify").await;
    let app = TestApp::before(&org);
    for (parameters, error) in [
        (
            vec![("grant_type", "refresh_token"), ("refresh_token", "r")],
            "unsupported_grant_type",
        ),
        (
            vec![("grant_type", "authorization_code")],
            "invalid_request",
        ),
        (
            vec![("grant_type", "authorization_code"), ("code", "c")],
            "invalid_request",
        ),
        (vec![], "unsupported_grant_type"),
    ] {
        let (status, body) = trade(&app, &parameters, false).await;
        assert_eq!(
            (status, &body["error"]),
            (StatusCode::BAD_REQUEST, &json!(error))
        );
    }
    let embedded = TestApp::new(axum::Router::new());
    assert_eq!(
        embedded.post(TOKEN, &[]).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn an_org_that_is_away_gives_no_tokens_and_says_when_to_come_back() {
    let org = RemoteOrg::at("identify").await;
    let app = TestApp::before(&org);
    let trading = [
        ("grant_type", "authorization_code"),
        ("code", "c"),
        ("code_verifier", VERIFIER),
    ];
    for (status, body, expected) in [
        (502, "<html>", StatusCode::BAD_GATEWAY),
        (429, "", StatusCode::TOO_MANY_REQUESTS),
    ] {
        org.trouble(status, &[("retry-after", "7")], body);
        let (found, body) = trade(&app, &trading, false).await;
        assert_eq!(
            (found, &body["error"]),
            (expected, &json!("temporarily_unavailable"))
        );
    }
}
