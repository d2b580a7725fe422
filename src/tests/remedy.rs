//! The page of a denial goes by the device that it is looked at on.

use axum::{body::Body, http::Request};

use crate::support::{IdxServer, TestApp};

const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
const MAC: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15";

async fn seen(app: &TestApp, page: &str, headers: &[(&str, &str)]) -> String {
    let mut request = Request::get(page);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = app
        .send(request.body(Body::empty()).expect("a request"))
        .await;
    assert!(answer.header("vary").contains("user-agent"));
    answer.body
}

#[tokio::test]
async fn the_browser_decides_which_settings_open_and_whether_it_is_the_right_device() {
    let server = IdxServer::at("identify");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    server.stand("denied-options");
    let opens = "href=\"x-apple.systempreferences:";
    let wrong = "You are looking at this on";

    let mac = seen(&app, &page, &[("user-agent", MAC)]).await;
    assert!(mac.contains(opens) && !mac.contains(wrong), "{mac}");

    let phone = seen(&app, &page, &[("user-agent", IPHONE)]).await;
    assert!(
        phone.contains("You are looking at this on an iPhone."),
        "{phone}"
    );
    assert!(!phone.contains(opens) && phone.contains("Ana’s MacBook Pro"));

    let hinted = seen(
        &app,
        &page,
        &[
            ("user-agent", "Mozilla/5.0"),
            ("sec-ch-ua-platform", "\"Windows\""),
        ],
    )
    .await;
    assert!(
        hinted.contains("You are looking at this on a Windows computer."),
        "{hinted}"
    );

    let silent = seen(&app, &page, &[]).await;
    assert!(!silent.contains(opens) && !silent.contains(wrong));
    for body in [mac, phone, hinted, silent] {
        assert!(
            body.contains("class=\"place\""),
            "the place is always told in words"
        );
    }
}
