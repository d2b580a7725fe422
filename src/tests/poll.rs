//! An open page asks whether something happened elsewhere: what it is told, and what is kept for the next page.

use serde_json::Value;

use crate::support::{IdxServer, TestApp, sample};

/// The page's own question, as it stands in the page's HTML.
async fn question(app: &TestApp, page: &str, island: &str) -> Vec<(String, String)> {
    let body = app
        .get(page)
        .await
        .attribute(island, "data-body")
        .expect("a question");
    url::form_urlencoded::parse(body.as_bytes())
        .into_owned()
        .collect()
}

async fn ask(app: &TestApp, page: &str, question: &[(String, String)]) -> Value {
    let fields: Vec<(&str, &str)> = question
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let answer = app.post(&format!("{page}/poll"), &fields).await;
    assert_eq!(answer.status, 200);
    serde_json::from_str(&answer.body).expect("JSON")
}

#[tokio::test]
async fn nothing_new_leaves_the_page_as_it_is_and_news_load_it_again_with_what_was_said_once() {
    let server = IdxServer::at("push");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let question = question(&app, &page, ".waiting").await;
    server.answer("push", "push");
    let news = ask(&app, &page, &question).await;
    assert_eq!(news["changed"], false);
    assert_eq!(news["text"], "");

    // The answer says once that it was turned down; the state of the sign-in does not.
    server.answer("push-rejected", "push-rejected");
    let (status, mut state) = sample("push-rejected");
    state.as_object_mut().expect("an object").remove("messages");
    let news = ask(&app, &page, &question).await;
    server.stand_at(status, &state.to_string());
    assert_eq!(news["changed"], true);
    let shown = app.get(&page).await;
    assert!(shown.has(".notice--error"), "{}", shown.text());
    assert!(!app.get(&page).await.has(".notice--error"), "and only once");
}

#[tokio::test]
async fn a_page_that_is_behind_is_loaded_again_and_asks_nothing() {
    let server = IdxServer::at("push");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let question = question(&app, &page, ".waiting").await;
    server.stand("success");
    assert_eq!(ask(&app, &page, &question).await["changed"], true);
    assert!(server.submitted().is_empty());
}

#[tokio::test]
async fn too_many_requests_are_waited_for_and_said() {
    let server = IdxServer::at("push");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let question = question(&app, &page, ".waiting").await;
    let (_, body) = sample("too-many-requests");
    server.answer_with(429, &body.to_string(), None);
    let news = ask(&app, &page, &question).await;
    assert_eq!(news["changed"], false);
    assert_eq!(news["wait"], 60_000);
    assert!(
        news["text"]
            .as_str()
            .expect("text")
            .contains("1\u{a0}minute"),
        "{news}"
    );
}

#[tokio::test]
async fn the_same_error_again_and_again_loads_the_page_once() {
    let server = IdxServer::at("device-loopback");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let error = serde_json::json!({
        "version": "1.0.0", "stateHandle": "02.sample",
        "messages": {"type": "array", "value": [
            {"message": "This device is not known.", "class": "ERROR", "i18n": {"key": "core.auth.factor.signedNonce.error.invalidDevice"}}
        ]},
    });
    let first = question(&app, &page, ".probe").await;
    server.answer_with(400, &error.to_string(), None);
    assert_eq!(ask(&app, &page, &first).await["changed"], true);
    let second = question(&app, &page, ".probe").await;
    assert_ne!(first, second, "the page says it now");
    server.answer_with(400, &error.to_string(), None);
    let news = ask(&app, &page, &second).await;
    assert_eq!(news["changed"], false);
    assert!(news["wait"].as_u64().expect("a number") > 2000);
}

#[tokio::test]
async fn a_second_challenge_after_the_first_is_shown() {
    let server = IdxServer::at("device-loopback");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let question = question(&app, &page, ".probe").await;
    server.answer("device-loopback", "device-loopback");
    assert_eq!(ask(&app, &page, &question).await["changed"], false);
    let (status, mut next) = sample("device-loopback");
    next["authenticatorChallenge"]["value"]["challengeRequest"] = "eyJ.second.challenge".into();
    server.answer_with(status, &next.to_string(), None);
    assert_eq!(ask(&app, &page, &question).await["changed"], true);
}

#[tokio::test]
async fn giving_an_extension_of_the_system_up_needs_no_page_of_its_own() {
    let server = IdxServer::at("device-extension");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    assert_eq!(
        app.get(&page).await.attribute(".waiting", "data-submit"),
        Some("device-apple-sso-extension".to_owned())
    );
    let (_, give_up) = sample("device-extension-cancel");
    server.answer_with(401, &give_up.to_string(), None);
    server.answer("identify", "identify");
    let answer = app
        .post(&page, &[("form", "device-apple-sso-extension")])
        .await;
    assert_eq!(answer.status, 303);
    assert!(app.get(&page).await.has("input[name=identifier]"));
}
