//! What goes wrong between the page and a remote org: each is a page with a way on, and a reload goes on where it stood.

use std::time::Duration;

use axum::http::StatusCode;
use doorstep::idx::client::{Client, Limits, RemoteOptions};
use tokio::{io::AsyncWriteExt as _, net::TcpListener};

use super::with_pkce;
use crate::support::{Answer, OrgAnswer, RemoteOrg, TestApp};

async fn begin(app: &TestApp) -> String {
    app.get(&with_pkce("")).await.location()
}

/// Status, headers and body that come, and the page's status.
type Case<'a> = (u16, &'a [(&'static str, &'a str)], &'a str, StatusCode);

#[tokio::test]
async fn whatever_the_network_answers_there_is_a_way_on() {
    let org = RemoteOrg::at("identify").await;
    let elsewhere = RemoteOrg::at("identify").await;
    let app = TestApp::before(&org);
    let page = begin(&app).await;
    let there = format!("{}/idp/idx/introspect", elsewhere.origin());
    let large = format!(
        r#"{{"version":"1.0.0","messages":"{}"}}"#,
        "x".repeat(300 * 1024)
    );
    let cases: [Case<'_>; 11] = [
        (
            200,
            &[("content-type", "text/html")],
            "<html>Airport Wi-Fi</html>",
            StatusCode::BAD_GATEWAY,
        ),
        (200, &[], "", StatusCode::BAD_GATEWAY),
        (
            200,
            &[],
            r#"{"version":"1.0.0","remediation":"#,
            StatusCode::BAD_GATEWAY,
        ),
        (
            200,
            &[],
            r#"{"version":"2.0.0","messages":{"type":"array","value":[]}}"#,
            StatusCode::BAD_GATEWAY,
        ),
        (200, &[], &large, StatusCode::BAD_GATEWAY),
        (302, &[("location", &there)], "", StatusCode::BAD_GATEWAY),
        (307, &[("location", &there)], "", StatusCode::BAD_GATEWAY),
        (
            403,
            &[("content-type", "text/html")],
            "<html>Blocked</html>",
            StatusCode::BAD_GATEWAY,
        ),
        (
            500,
            &[],
            r#"{"errorCode":"E0000009","errorSummary":"Internal Server Error"}"#,
            StatusCode::BAD_GATEWAY,
        ),
        (
            503,
            &[("content-type", "text/html")],
            "<html>",
            StatusCode::BAD_GATEWAY,
        ),
        (
            429,
            &[("retry-after", "95")],
            "",
            StatusCode::TOO_MANY_REQUESTS,
        ),
    ];
    for (status, headers, body, expected) in cases {
        let what = format!("{status} {}", &body[..body.len().min(60)]);
        for posts in [false, true] {
            org.trouble(status, headers, body);
            let shown = if posts {
                app.post(&page, &[("form", "identify"), ("identifier", "ana")])
                    .await
            } else {
                app.get(&page).await
            };
            assert_eq!(shown.status, expected, "{what}");
            assert!(
                shown.has("[value=start-again]") && shown.has("h1"),
                "{what}: {}",
                shown.body
            );
            assert!(shown.has("form[method=get] button"), "{what}: try again");
            for told in ["Airport", "E0000009", "Blocked", "xxxx"] {
                assert!(!shown.body.contains(told), "{what}");
            }
        }
    }
    assert!(elsewhere.asked().is_empty());
    assert!(
        app.get(&page).await.has("input[name=identifier]"),
        "nothing is lost"
    );
}

/// What is to be read, without the marks that keep directions of writing apart.
fn said(shown: &Answer) -> String {
    shown.text().replace(['\u{2068}', '\u{2069}'], "")
}

#[tokio::test]
async fn how_long_to_wait_is_said_in_words() {
    let org = RemoteOrg::at("identify").await;
    let app = TestApp::before(&org);
    let page = begin(&app).await;
    let idx = r#"{"version":"1.0.0","messages":{"type":"array","value":[{"message":"Too many requests","class":"ERROR","i18n":{"key":"tooManyRequests"}}]}}"#;
    let api = r#"{"errorCode":"E0000047","errorSummary":"API call exceeded rate limit due to too many requests."}"#;
    for body in [idx, api, "", "<html>"] {
        org.trouble(429, &[("retry-after", "95")], body);
        let shown = app.get(&page).await;
        assert_eq!(shown.status, StatusCode::TOO_MANY_REQUESTS, "{body}");
        assert!(
            said(&shown).contains("2\u{a0}minutes"),
            "{body}: {}",
            shown.text()
        );
        assert_eq!(shown.header("retry-after"), "95");
    }
    // The same in answer to a post, which the org has not taken.
    org.turn(
        "identify",
        serde_json::json!({"identifier": "ana"}),
        OrgAnswer::Wrong(429, serde_json::from_str(idx).expect("JSON")),
    );
    let refused = app
        .submit(&page, &[("form", "identify"), ("identifier", "ana")])
        .await;
    assert!(
        refused.has("input[name=identifier][value=ana]"),
        "{}",
        refused.body
    );
    assert!(refused.has("[class*=notice]"), "{}", refused.body);
    // A date is no number of seconds: then nothing is said that might be wrong.
    org.trouble(429, &[("retry-after", "Fri, 31 Dec 2027 23:59:59 GMT")], "");
    let shown = app.get(&page).await;
    assert_eq!(shown.header("retry-after"), "");
    assert!(
        said(&shown).contains("Wait a few minutes"),
        "{}",
        shown.text()
    );
}

#[tokio::test]
async fn an_org_that_takes_too_long_is_not_waited_for() {
    let org = RemoteOrg::at("identify").await;
    let limits = Limits {
        total: Duration::from_millis(700),
        ..Limits::default()
    };
    let app = TestApp::before_with(org.client_within(limits), |_| {});
    org.delay(Duration::from_secs(30));
    let slow = app.get(&with_pkce("")).await;
    assert_eq!(slow.status, StatusCode::GATEWAY_TIMEOUT);
}

#[tokio::test]
async fn an_org_that_breaks_off_or_is_not_there_cannot_be_reached() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let head =
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n";
            let body = r#"{"interaction_handle":"ih"}"#;
            // Half an answer, however good it looks, is none.
            let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
        }
    });
    let issuer = format!("http://{address}/oauth2/default");
    let client = || {
        let limits = Limits {
            total: Duration::from_secs(20),
            ..Limits::default()
        };
        let issuer = issuer.parse().expect("a URL");
        Client::remote(issuer, &RemoteOptions::default(), limits).expect("a client")
    };
    let app = TestApp::before_with(client(), |_| {});
    let broken = app.get(&with_pkce("")).await;
    assert_eq!(broken.status, StatusCode::BAD_GATEWAY, "{}", broken.body);
    assert!(app.cookies().is_empty());
    server.abort();
    let _ = server.await;
    let gone = app.get(&with_pkce("")).await;
    assert_eq!(gone.status, StatusCode::BAD_GATEWAY);
    assert_eq!(
        app.get("/readyz").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
}
