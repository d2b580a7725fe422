//! Server-sent events: what happens to the device is told while the page is open.

use std::time::Duration;

use axum::response::Response;
use futures_util::StreamExt as _;

use crate::support::{IdxServer, TestApp, sample};

/// The next event's data; waits no longer than it may take.
async fn next(
    stream: &mut (impl futures_util::Stream<Item = Result<axum::body::Bytes, axum::Error>> + Unpin),
) -> Option<serde_json::Value> {
    loop {
        let chunk = tokio::time::timeout(Duration::from_secs(5), stream.next())
            .await
            .expect("in time")?;
        let text = String::from_utf8(chunk.expect("a chunk").to_vec()).expect("text");
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
    assert_eq!(first["done"], false);
    assert_eq!(first["checks"][0]["verdict"], "PASS");
    let announcement = first["announcement"].as_str().expect("text");
    assert!(
        announcement.contains("System version") && announcement.contains('1'),
        "{announcement}"
    );
    let last = next(&mut stream).await.expect("an event");
    assert_eq!(last["done"], true);
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
    assert_eq!(next(&mut stream).await.expect("an event")["done"], true);
    assert!(server.submitted().is_empty());
}
