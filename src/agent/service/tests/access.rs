//! Who is answered and who is not.

use super::*;

#[tokio::test]
async fn pages_of_the_organization_may_ask_and_read_the_answer() {
    let stage = Stage::new().await;
    let url = format!("{}/challenge", stage.agent);
    let preflight = send(
        stage
            .client
            .request(Method::OPTIONS, url)
            .header("origin", &stage.org.url)
            .header("access-control-request-method", "POST")
            .header(
                "access-control-request-headers",
                "content-type,x-okta-xsrftoken",
            )
            .header("access-control-request-private-network", "true"),
    )
    .await;
    assert!(preflight.status().is_success());
    let header = |name: &str| {
        preflight
            .headers()
            .get(name)
            .map(|value| value.to_str().expect("text").to_owned())
    };
    assert_eq!(
        header("access-control-allow-origin").as_ref(),
        Some(&stage.org.url)
    );
    assert!(
        header("access-control-allow-headers")
            .expect("headers")
            .contains("content-type")
    );
    assert_eq!(
        header("access-control-allow-private-network").as_deref(),
        Some("true")
    );
    assert_eq!(
        header("access-control-allow-local-network").as_deref(),
        Some("true")
    );
    assert!(header("vary").expect("vary").contains("origin"));
    let probe = send(
        stage
            .client
            .get(format!("{}/probe", stage.agent))
            .header("origin", &stage.org.url),
    )
    .await;
    assert_eq!(probe.status(), StatusCode::OK);
    assert_eq!(
        probe.headers()["access-control-allow-origin"],
        stage.org.url.as_str()
    );
}

#[tokio::test]
async fn other_pages_get_nothing() {
    let mut stage = Stage::new().await;
    for origin in [
        "https://evil.example",
        "null",
        "http://localhost:1",
        &stage.agent.replace("http", "https"),
    ] {
        for (method, path) in [
            (Method::OPTIONS, "/challenge"),
            (Method::GET, "/probe"),
            (Method::POST, "/challenge"),
            (Method::POST, "/"),
            (Method::PATCH, "/device"),
            (Method::GET, "/device"),
        ] {
            let request = stage
                .client
                .request(method.clone(), format!("{}{path}", stage.agent));
            let answer = send(request.header("origin", origin).body("{}")).await;
            assert_eq!(
                answer.status(),
                StatusCode::FORBIDDEN,
                "{method} {path} from {origin}"
            );
            assert!(
                answer
                    .headers()
                    .get("access-control-allow-origin")
                    .is_none()
            );
        }
    }
    // An organization's page may ask for a challenge, but the panel is none of its business.
    let change = stage
        .client
        .patch(format!("{}/device", stage.agent))
        .header("origin", &stage.org.url)
        .json(&json!({}));
    assert_eq!(send(change).await.status(), StatusCode::FORBIDDEN);
    // And a challenge without an origin comes from no page at all.
    let body = json!({ "challengeRequest": stage.token() });
    let answer = send(
        stage
            .client
            .post(format!("{}/challenge", stage.agent))
            .json(&body),
    )
    .await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert!(stage.org.answers.try_recv().is_err());
}

#[tokio::test]
async fn a_name_that_was_bent_to_this_machine_gets_nothing() {
    let stage = Stage::new().await;
    let port = stage.agent.rsplit(':').next().expect("a port");
    for host in [
        format!("evil.example:{port}"),
        String::from("localhost"),
        String::from("localhost:1"),
        format!("localhost.evil.example:{port}"),
    ] {
        let answer = send(
            stage
                .client
                .get(format!("{}/probe", stage.agent))
                .header("host", &host),
        )
        .await;
        assert_eq!(answer.status(), StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
    let answer = send(stage.client.get(format!("http://127.0.0.1:{port}/probe"))).await;
    assert_eq!(answer.status(), StatusCode::OK);
}

#[tokio::test]
async fn bad_challenges_are_refused_and_nothing_is_told() {
    let mut stage = Stage::new().await;
    let claims = |change: &dyn Fn(&mut Value)| {
        let mut claims = claims(&stage.org.url, stage.clock.now());
        change(&mut claims);
        claims
    };
    let sign = |claims: &Value| stage.org.key.sign(claims);
    let other_org = claims(&|claims| claims["iss"] = json!("https://evil.example/oauth2/default"));
    let old = claims(&|claims| claims["exp"] = json!(claims["iat"].as_i64().expect("a time") - 61));
    let cases = [
        (sign(&other_org), StatusCode::FORBIDDEN, "org_not_allowed"),
        (sign(&old), StatusCode::BAD_REQUEST, "invalid_challenge"),
        (
            Org::other().sign(&claims(&|_| {})),
            StatusCode::BAD_REQUEST,
            "invalid_challenge",
        ),
        (
            String::from("nonsense"),
            StatusCode::BAD_REQUEST,
            "invalid_challenge",
        ),
    ];
    for (token, status, word) in cases {
        let answer = stage.post(&token).await;
        assert_eq!(answer.status(), status, "{word}");
        assert_eq!(
            answer.headers()["access-control-allow-origin"],
            stage.org.url.as_str()
        );
        assert_eq!(error(answer).await, word);
    }
    let request = stage
        .client
        .post(format!("{}/challenge", stage.agent))
        .header("origin", &stage.org.url);
    assert_eq!(
        error(send(request.body("{")).await).await,
        "invalid_request"
    );
    assert!(stage.org.answers.try_recv().is_err());
}

#[tokio::test]
async fn keys_are_asked_for_once_and_not_for_every_unknown_one() {
    let stage = Stage::new().await;
    for _ in 0..3 {
        assert_eq!(stage.post(&stage.token()).await.status(), StatusCode::OK);
        let forged = Org::other().sign(&claims(&stage.org.url, stage.clock.now()));
        assert_eq!(stage.post(&forged).await.status(), StatusCode::BAD_REQUEST);
    }
    assert_eq!(*stage.org.asked_for_keys.lock().expect("unpoisoned"), 1);
    stage.clock.advance(SignedDuration::from_mins(11));
    assert_eq!(stage.post(&stage.token()).await.status(), StatusCode::OK);
    assert_eq!(*stage.org.asked_for_keys.lock().expect("unpoisoned"), 2);
}

#[tokio::test]
async fn the_next_port_is_taken_where_one_is_in_use() {
    let (held, address) = listen(&[0]).await.expect("a port");
    let (other, next) = listen(&[address.port(), 0]).await.expect("another port");
    assert_ne!(address.port(), next.port());
    drop((held, other));
    let busy = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .expect("a port");
    let port = busy.local_addr().expect("an address").port();
    assert!(matches!(listen(&[port]).await, Err(Error::Ports(..))));
}
