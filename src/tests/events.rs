//! Server-sent events: what happens to the device is told while the page is open.

use std::time::Duration;

use axum::{body::Body, http::Request, response::Response};
use futures_util::StreamExt as _;

use crate::support::{Answer, IdxServer, TestApp, encode, sample};

/// The next event's data; waits no longer than it may take.
async fn next(
    stream: &mut (impl futures_util::Stream<Item = Result<axum::body::Bytes, axum::Error>> + Unpin),
) -> Option<serde_json::Value> {
    loop {
        let chunk = tokio::time::timeout(Duration::from_secs(5), stream.next())
            .await
            .expect("in time")?;
        let text = String::from_utf8(chunk.expect("a chunk").to_vec()).expect("text");
        if text.contains("event: beat") {
            continue;
        }
        if let Some(data) = text.lines().find_map(|line| line.strip_prefix("data: ")) {
            assert!(text.contains("event: device"), "{text}");
            return Some(serde_json::from_str(data).expect("JSON"));
        }
    }
}

fn is_event_stream(response: &Response) -> bool {
    response.headers()["content-type"] == "text/event-stream"
}

#[tokio::test]
async fn a_fixed_device_is_told_and_ends_the_stream() {
    let server = IdxServer::at("denied-two");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let (status, mut one_left) = sample("denied-two");
    one_left["deviceAssurance"]["value"]["revision"] = 2.into();
    one_left["deviceAssurance"]["value"]["checks"][0]["verdict"] = "PASS".into();
    server.answer_with(status, &one_left.to_string(), None);
    server.answer("success-fixed", "success-fixed");
    let response = app.stream(&format!("{page}/events")).await;
    assert!(is_event_stream(&response));
    let mut stream = response.into_body().into_data_stream();
    let first = next(&mut stream).await.expect("an event");
    assert_eq!(
        (&first["done"], &first["state"]),
        (&false.into(), &"same".into())
    );
    assert_eq!(first["checks"][0]["verdict"], "PASS");
    assert_eq!(first["checks"][0]["said"], "Fixed: System version.");
    assert_eq!(first["left"], "1 of 5 left to fix.");
    let last = next(&mut stream).await.expect("an event");
    assert_eq!(
        (&last["done"], &last["state"]),
        (&true.into(), &"fixed".into())
    );
    assert!(next(&mut stream).await.is_none(), "nothing more is to tell");
    assert!(
        server
            .submitted()
            .iter()
            .all(|(path, body)| path == "/idp/idx/device/watch" && body["revision"] == 1)
    );
}

#[tokio::test]
async fn the_device_screen_ends_when_the_agent_has_answered() {
    let server = IdxServer::at("device-loopback");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    server.answer("device-loopback", "device-loopback");
    server.answer("denied-custom", "denied-custom");
    let response = app.stream(&format!("{page}/events")).await;
    let mut stream = response.into_body().into_data_stream();
    assert_eq!(next(&mut stream).await.expect("an event")["done"], true);
    assert_eq!(server.submitted().len(), 2, "asked until it was done");
}

#[tokio::test]
async fn there_is_nothing_to_watch_without_a_sign_in_or_on_a_screen_that_stands_still() {
    let server = IdxServer::at("identify");
    let app = TestApp::new(server.router());
    assert_eq!(
        app.stream("/signin/AAAAAAAAAAAAAAAA/events").await.status(),
        204
    );
    let page = app.start().await;
    let mut stream = app
        .stream(&format!("{page}/events"))
        .await
        .into_body()
        .into_data_stream();
    assert!(next(&mut stream).await.is_none());
}

#[tokio::test]
async fn what_happened_before_the_stream_was_open_is_not_missed() {
    let server = IdxServer::at("device-loopback");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    server.stand("success");
    let mut stream = app
        .stream(&format!("{page}/events?shown=device"))
        .await
        .into_body()
        .into_data_stream();
    assert_eq!(next(&mut stream).await.expect("an event")["done"], true);
    server.stand("denied-two");
    let mut stream = app
        .stream(&format!("{page}/events?shown=remedy-0"))
        .await
        .into_body()
        .into_data_stream();
    let missed = next(&mut stream).await.expect("an event");
    assert_eq!(
        (&missed["state"], &missed["done"]),
        (&"same".into(), &false.into())
    );
    assert_eq!(
        missed["left"], "2 of 5 left to fix.",
        "what is missed is told whole"
    );
    assert!(server.submitted().is_empty());
}

/// Asks for JSON, as the page's script does.
async fn news(app: &TestApp, path: &str) -> Answer {
    let request = Request::get(path).header("accept", "application/json");
    app.send(request.body(Body::empty()).expect("a request"))
        .await
}

/// Posts a form from the page's script.
async fn post(app: &TestApp, path: &str, form: &str) -> Answer {
    let request = TestApp::form(path)
        .header("accept", "application/json")
        .header("sec-fetch-site", "same-origin");
    let body = encode(&[("form", form)]);
    app.send(request.body(body).expect("a request")).await
}

fn json(answer: &Answer) -> serde_json::Value {
    serde_json::from_str(&answer.body).expect("JSON")
}

#[tokio::test]
async fn where_streams_do_not_get_through_the_same_news_are_asked_for() {
    let server = IdxServer::at("denied-two");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let answer = news(&app, &format!("{page}/events?shown=remedy-1")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("cache-control"), "no-store");
    let told = json(&answer);
    assert_eq!(told["state"], "same");
    assert_eq!(told["checks"][0]["verdict"], "FAIL");
    // Not all pages at the same moment, and none all the time.
    let wait = told["wait"].as_u64().expect("milliseconds");
    assert!((4_000..6_000).contains(&wait), "{wait}");
    server.stand("success-fixed");
    let told = json(&news(&app, &format!("{page}/events?shown=remedy-1")).await);
    assert_eq!(
        (&told["state"], &told["done"]),
        (&"fixed".into(), &true.into())
    );
    assert_eq!(
        news(&app, "/signin/AAAAAAAAAAAAAAAA/events").await.status,
        204
    );
}

#[tokio::test]
async fn a_busy_server_is_left_alone_for_as_long_as_it_asks_and_the_page_says_so_in_words() {
    let server = IdxServer::at("denied-two");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let busy = serde_json::json!({"version": "1.0.0", "messages": {"type": "array", "value": [
        {"message": "Too many", "class": "ERROR", "i18n": {"key": "tooManyRequests"}}]}});
    server.stand_at(429, &busy.to_string());
    let answer = news(&app, &format!("{page}/events?shown=remedy-1")).await;
    assert_eq!(answer.status, 429);
    let seconds: u64 = answer.header("retry-after").parse().expect("seconds");
    assert!(seconds >= 1);
    let said = json(&answer)["said"].as_str().expect("text").to_owned();
    assert!(said.contains(&format!("{seconds}\u{a0}second")), "{said}");
}

#[tokio::test]
async fn no_more_streams_are_open_than_may_be_and_further_pages_ask_less_often() {
    let server = IdxServer::at("device-loopback");
    let app = TestApp::with(server.router(), |settings| settings.most_streams = 1);
    let page = app.start().await;
    let events = format!("{page}/events?shown=device");
    let first = app.stream(&events).await;
    assert!(is_event_stream(&first));
    let second = app.stream(&events).await;
    assert_eq!(second.status(), 503);
    assert!(second.headers().contains_key("retry-after"));
    let waits = json(&news(&app, &events).await)["wait"].as_u64();
    assert!(waits.is_some_and(|wait| wait >= 15_000), "{waits:?}");
    drop(first);
    assert!(
        is_event_stream(&app.stream(&events).await),
        "its place is free again"
    );
}

#[tokio::test]
async fn a_stream_says_something_at_once_so_that_a_page_knows_whether_it_gets_through() {
    let server = IdxServer::at("denied-two");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let response = app.stream(&format!("{page}/events?shown=remedy-1")).await;
    let mut stream = response.into_body().into_data_stream();
    let first = stream.next().await.expect("a chunk").expect("bytes");
    let first = String::from_utf8(first.to_vec()).expect("text");
    assert!(first.contains("event: beat"), "{first}");
    let retry: u64 = first
        .lines()
        .find_map(|line| line.strip_prefix("retry: "))
        .expect("when to come back")
        .parse()
        .expect("milliseconds");
    assert!((2_000..6_000).contains(&retry), "{retry}");
}

#[tokio::test]
async fn check_again_from_the_pages_script_tells_how_to_ask_the_agent_and_leaves_no_page() {
    let server = IdxServer::at("device-loopback");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    // The page that asks the device was shown before the denial: its addresses are known.
    app.get(&page).await;
    server.stand("denied-custom");
    let denial = app.get(&page).await;
    assert!(
        denial
            .header("content-security-policy")
            .contains("connect-src 'self' http://localhost:"),
        "{}",
        denial.header("content-security-policy")
    );
    let url = format!("{page}?shown=remedy-1");
    server.answer("device-loopback", "device-loopback");
    let told = json(&post(&app, &url, "recheck").await);
    assert_eq!(
        (&told["state"], &told["done"]),
        (&"checking".into(), &false.into())
    );
    assert!(
        told["probe"]["bases"]
            .as_str()
            .is_some_and(|bases| bases.starts_with("http://localhost:"))
    );
    assert_eq!(told["probe"]["stop"], "authenticatorChallenge-cancel");
    let nothing = json(&news(&app, &format!("{page}/events?shown=remedy-1")).await);
    assert_eq!(nothing["state"], "checking", "another tab hears of it");
    assert!(
        nothing.get("probe").is_none(),
        "who did not ask is not to probe"
    );
}

#[tokio::test]
async fn a_form_that_is_not_there_any_more_is_answered_with_how_it_stands() {
    let server = IdxServer::at("denied-two");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let told = json(
        &post(
            &app,
            &format!("{page}?shown=remedy-1"),
            "device-challenge-poll",
        )
        .await,
    );
    assert_eq!(
        (&told["state"], &told["left"]),
        (&"same".into(), &"2 of 5 left to fix.".into())
    );
    let session = &told["session"];
    // The sample ends five minutes after the test's time.
    assert_eq!(session["left"], 300_000);
    assert_eq!(
        session["said"],
        "This sign-in now stays open until 10:05\u{202f}AM UTC."
    );
}

#[tokio::test]
async fn the_clock_is_told_in_milliseconds_and_never_kept() {
    let app = TestApp::new(IdxServer::at("identify").router());
    let answer = app.get("/time").await;
    assert_eq!(answer.body, "1772445600000");
    assert_eq!(answer.header("cache-control"), "no-store");
}
