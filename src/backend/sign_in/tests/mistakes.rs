//! What people and clients do wrong (`docs/spec/idx.md` section 1.8).

use super::*;
use crate::backend::password::Queue;

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_are_answered_alike() {
    let org = Org::new(&[macos("Mac")]).await;
    let mut bodies = Vec::new();
    for login in ["ada@example.com", "nobody@example.com"] {
        let handle = org.begin().await;
        let asked = org
            .step("/idp/idx/identify", &handle, json!({"identifier": login}))
            .await;
        assert_eq!(asked.status, StatusCode::OK);
        assert_eq!(asked.idx().forms()[0].name, "challenge-authenticator");
        let refused = org.password(&handle, "wrong").await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        let transaction = refused.idx();
        assert_eq!(keys(&transaction), ["incorrectPassword"]);
        assert_eq!(
            transaction.forms()[0].name,
            "challenge-authenticator",
            "the form comes again, whole"
        );
        let alike = |answer: &Answer| {
            String::from_utf8(answer.bytes.clone())
                .unwrap()
                .replace(&handle, "HANDLE")
                .replace(login, "LOGIN")
        };
        bodies.push((alike(&asked), alike(&refused)));
    }
    assert_eq!(bodies[0], bodies[1]);
}

#[tokio::test]
async fn after_a_wrong_password_the_old_form_still_works() {
    let org = Org::new(&[]).await;
    let handle = org.begin().await;
    let body = json!({"identifier": "ada@example.com"});
    org.step("/idp/idx/identify", &handle, body).await;
    org.password(&handle, "wrong").await;
    let right = org.password(&handle, "correct horse battery").await;
    assert!(right.idx().success_with_interaction_code.is_some());
}

#[tokio::test]
async fn what_was_left_empty_is_said_at_the_field() {
    let org = Org::new(&[]).await;
    let handle = org.begin().await;
    let blank = org
        .step("/idp/idx/identify", &handle, json!({"identifier": "  "}))
        .await;
    assert_eq!(blank.status, StatusCode::BAD_REQUEST);
    let field = blank.idx().forms()[0].field("identifier").unwrap().clone();
    assert_eq!(
        field.messages.unwrap().value[0].key(),
        "model.validation.field.blank"
    );
    org.step("/idp/idx/identify", &handle, json!({"identifier": "ada"}))
        .await;
    let blank = org.password(&handle, "").await;
    assert_eq!(blank.status, StatusCode::BAD_REQUEST);
    let field = blank.idx().forms()[0].field("credentials").unwrap().clone();
    assert!(field.form.unwrap().value[0].messages.is_some());
}

#[tokio::test]
async fn too_many_wrong_passwords_lock_a_login_known_or_not_for_a_while() {
    for login in ["ada@example.com", "nobody@example.com"] {
        let mut config = BackendConfig::new(URL);
        config.attempts.per_login = 3;
        config.attempts.per_sign_in = 2;
        let store = Store::open("sqlite::memory:").await.unwrap();
        let org = Org::with(&[], store, config).await;
        let mut statuses = Vec::new();
        for _ in 0..2 {
            let handle = org.begin().await;
            org.step("/idp/idx/identify", &handle, json!({"identifier": login}))
                .await;
            for _ in 0..3 {
                statuses.push(org.password(&handle, "wrong").await.status.as_u16());
            }
        }
        // Two in the first sign-in, then one until the login is locked.
        assert_eq!(statuses, [401, 401, 429, 401, 429, 429]);
        let handle = org.begin().await;
        org.step("/idp/idx/identify", &handle, json!({"identifier": login}))
            .await;
        let locked = org.password(&handle, "correct horse battery").await;
        assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(keys(&locked.idx()), ["tooManyRequests"]);
        assert!(locked.headers.contains_key("retry-after"));
        org.pass(SignedDuration::from_mins(15));
        let answer = org.password(&handle, "correct horse battery").await;
        let expected = if login.starts_with("ada") { 200 } else { 401 };
        assert_eq!(answer.status.as_u16(), expected);
    }
}

#[tokio::test]
async fn who_would_wait_too_long_is_told_at_once_and_has_not_tried() {
    let mut config = BackendConfig::new(URL);
    config.attempts.per_login = 1;
    config.passwords = Queue::new(1);
    let queue = config.passwords.clone();
    let store = Store::open("sqlite::memory:").await.unwrap();
    let org = Org::with(&[], store, config).await;
    let handle = org.begin().await;
    let body = json!({"identifier": "ada@example.com"});
    org.step("/idp/idx/identify", &handle, body).await;
    let others: Vec<_> = std::iter::from_fn(|| queue.place()).collect();
    for _ in 0..3 {
        let busy = org.password(&handle, "correct horse battery").await;
        assert_eq!(busy.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(keys(&busy.idx()), ["tooManyRequests"]);
        assert_eq!(busy.headers["retry-after"], "5");
    }
    drop(others);
    let right = org.password(&handle, "correct horse battery").await;
    assert!(right.idx().success_with_interaction_code.is_some());
}

#[tokio::test]
async fn dead_handles_are_answered_with_one_key() {
    let org = Org::new(&[macos("Mac")]).await;
    let interaction = org.interact().await;
    let handle = org.begin().await;
    let expired = async |org: &Org, path: &str, body: &Value| {
        let answer = org.post(path, body).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(keys(&answer.idx()), ["idx.session.expired"], "{path}");
        assert!(answer.idx().forms().is_empty());
    };
    expired(
        &org,
        "/idp/idx/introspect",
        &json!({"stateToken": "02.id.unknown"}),
    )
    .await;
    expired(
        &org,
        "/idp/idx/introspect",
        &json!({"interactionHandle": "unknown"}),
    )
    .await;
    org.pass(SignedDuration::from_mins(5));
    expired(
        &org,
        "/idp/idx/introspect",
        &json!({"interactionHandle": interaction}),
    )
    .await;
    assert_eq!(org.introspect(&handle).await.status, StatusCode::OK);
    org.pass(SignedDuration::from_mins(25));
    for path in [
        "introspect",
        "cancel",
        "skip",
        "authenticators/poll",
        "authenticators/poll/cancel",
        "device/recheck",
        "device/watch",
        "identify",
        "challenge/answer",
    ] {
        let body =
            json!({"stateHandle": handle, "identifier": "ada", "credentials": {"passcode": "p"}});
        expired(&org, &format!("/idp/idx/{path}"), &body).await;
    }
}

#[tokio::test]
async fn every_step_of_a_person_keeps_the_sign_in_alive() {
    let org = Org::new(&[]).await;
    let handle = org.begin().await;
    org.pass(SignedDuration::from_mins(20));
    let body = json!({"identifier": "ada@example.com"});
    org.step("/idp/idx/identify", &handle, body).await;
    org.pass(SignedDuration::from_mins(20));
    assert_eq!(org.introspect(&handle).await.status, StatusCode::OK);
}

#[tokio::test]
async fn cancelling_goes_back_to_the_beginning_for_the_same_app_and_stops_the_device() {
    let org = Org::new(&[macos("Mac")]).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let back = org.step("/idp/idx/cancel", &handle, json!({})).await;
    assert_eq!(back.status, StatusCode::OK);
    assert_eq!(back.idx().forms()[0].name, "identify");
    assert!(back.idx().user.is_none());
    assert_eq!(org.poll(&handle).await.forms()[0].name, "identify");
    let late = FakeDevice::new().answer(&org, &challenge).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    let done = Org::new(&[]).await;
    let (handle, success) = done.proven().await;
    assert_eq!(
        done.step("/idp/idx/cancel", &handle, json!({}))
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(done.redeem(&success).await.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn steps_that_the_sign_in_is_past_are_answered_with_how_it_stands() {
    let org = Org::new(&[macos("Mac")]).await;
    let (handle, _) = org.proven().await;
    for (path, body) in [
        ("identify", json!({"identifier": "eve@example.com"})),
        (
            "challenge/answer",
            json!({"credentials": {"passcode": "x"}}),
        ),
        (
            "challenge",
            json!({"authenticator": {"id": "autpassword000000001"}}),
        ),
        ("skip", json!({})),
        ("device/recheck", json!({})),
    ] {
        let answer = org.step(&format!("/idp/idx/{path}"), &handle, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.idx().forms()[0].name, "device-challenge-poll");
        assert_eq!(
            answer.idx().user.unwrap().value.identifier.as_deref(),
            Some("ada@example.com")
        );
    }
}

#[tokio::test]
async fn only_json_is_read_and_only_pages_that_are_trusted_may_ask() {
    let mut config = BackendConfig::new(URL);
    config.trusted_origins = vec!["https://page.example".to_owned()];
    let store = Store::open("sqlite::memory:").await.unwrap();
    let org = Org::with(&[], store, config).await;
    let handle = org.begin().await;
    for (kind, body) in [
        ("text/plain", json!({"stateToken": handle}).to_string()),
        ("application/json", "nonsense".to_owned()),
        ("application/json", "{}".to_owned()),
    ] {
        let request = Request::post("/idp/idx/introspect")
            .header("content-type", kind)
            .body(Body::from(body));
        let answer = org.send(request.unwrap()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert_eq!(answer.idx().messages().len(), 1);
    }
    for (origin, allowed) in [
        ("https://page.example", true),
        ("https://evil.example", false),
    ] {
        let request = Request::builder()
            .method("OPTIONS")
            .uri("/idp/idx/introspect")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header(
                "access-control-request-headers",
                "content-type,x-okta-user-agent-extended",
            )
            .body(Body::empty());
        let answer = org.send(request.unwrap()).await;
        let header = answer.headers.get("access-control-allow-origin");
        assert_eq!(header.is_some_and(|value| value == origin), allowed);
    }
}
