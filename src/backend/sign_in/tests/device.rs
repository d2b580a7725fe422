//! Answers of devices that are not what they should be (`docs/idx.md`).

use super::*;
use crate::clock::Clock as _;

#[tokio::test]
async fn an_answer_that_does_not_hold_is_refused_and_changes_nothing() {
    let org = Org::new(&[macos("Mac")]).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let device = FakeDevice::new();
    let now = org.clock.now();
    let good = device.claims(&challenge, now);
    let second = now.as_second();
    for (name, value) in [
        ("iss", json!("somebody")),
        ("aud", json!("https://elsewhere.example/")),
        ("nonce", json!("another")),
        ("nonce", json!(7)),
        ("exp", json!(second - 60)),
        ("exp", json!(second + 601)),
        ("iat", json!(second + 61)),
        ("jti", json!("")),
        ("jti", json!("j".repeat(129))),
        (
            "device",
            json!({"displayName": "x", "platform": "AMIGA", "osVersion": "3.1"}),
        ),
        (
            "device",
            json!({"displayName": "x".repeat(257), "platform": "MACOS", "osVersion": "1"}),
        ),
    ] {
        let claims = with(good.clone(), &json!({name: value}));
        let answer = device
            .deliver(&org, &challenge, &device.sign(&claims))
            .await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{name}: {value}");
        assert_eq!(answer.json()["error"], "invalid_response");
    }
    let token = device.sign(&good);
    let (head, signature) = token.rsplit_once('.').unwrap();
    let other = FakeDevice::new();
    let stolen = Header {
        jwk: Some(device.public.clone()),
        kid: Some(device.id.clone()),
        ..Header::new(Algorithm::ES256)
    };
    let symmetric = Header {
        alg: Algorithm::HS256,
        jwk: Some(device.public.clone()),
        kid: Some(device.id.clone()),
        ..Header::default()
    };
    for bad in [
        format!("{head}.{}", signature.chars().rev().collect::<String>()),
        encode(&stolen, &good, &other.key).unwrap(),
        encode(&symmetric, &good, &EncodingKey::from_secret(b"x")).unwrap(),
        encode(&Header::new(Algorithm::ES256), &good, &device.key).unwrap(),
        "nonsense".to_owned(),
    ] {
        let answer = device.deliver(&org, &challenge, &bad).await;
        assert_eq!(answer.json()["error"], "invalid_response", "{bad}");
    }
    assert_eq!(
        org.poll(&handle).await.forms()[0].name,
        "device-challenge-poll"
    );
    assert_eq!(
        device.deliver(&org, &challenge, &token).await.status,
        StatusCode::OK,
        "none of them stood in the way of the good one"
    );
}

#[tokio::test]
async fn what_is_no_answer_at_all_is_refused() {
    let org = Org::new(&[macos("Mac")]).await;
    let (_, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let path = challenge["verificationUri"]
        .as_str()
        .unwrap()
        .strip_prefix(URL)
        .unwrap();
    for body in [json!({}), json!([]), json!({"challengeResponse": 7})] {
        let answer = org.post(path, &body).await;
        assert_eq!(
            (answer.status, answer.json()["error"].clone()),
            (StatusCode::BAD_REQUEST, json!("invalid_request"))
        );
    }
    let large = json!({"challengeResponse": "x".repeat(70_000)});
    assert_eq!(
        org.post(path, &large).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let unknown = "/idp/device/challenge/unknown/answer";
    let answer = org.post(unknown, &json!({"challengeResponse": "x"})).await;
    assert_eq!(answer.json()["error"], "challenge_not_found");
}

#[tokio::test]
async fn an_answer_counts_once_and_a_challenge_belongs_to_the_first_device() {
    let org = Org::new(&[macos("Mac")]).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let device = FakeDevice::new().firewall("0");
    let token = device.sign(&device.claims(&challenge, org.clock.now()));
    assert_eq!(
        device.deliver(&org, &challenge, &token).await.status,
        StatusCode::OK
    );
    let again = device.deliver(&org, &challenge, &token).await;
    assert_eq!(again.json()["error"], "replayed");
    let other = FakeDevice::new().answer(&org, &challenge).await;
    assert_eq!(
        (other.status, other.json()["error"].clone()),
        (StatusCode::FORBIDDEN, json!("another_device"))
    );
    assert!(
        org.poll(&handle)
            .await
            .success_with_interaction_code
            .is_none()
    );
}

#[tokio::test]
async fn a_challenge_that_nobody_answered_in_time_is_asked_anew() {
    let org = Org::new(&[macos("Mac")]).await;
    let (handle, transaction) = org.proven().await;
    let old = FakeDevice::challenge(&transaction);
    org.pass(SignedDuration::from_mins(5));
    let late = FakeDevice::new().answer(&org, &old).await;
    assert_eq!(
        (late.status, late.json()["error"].clone()),
        (StatusCode::GONE, json!("challenge_expired"))
    );
    let new = FakeDevice::challenge(&org.poll(&handle).await);
    assert_ne!(old["jti"], new["jti"]);
    FakeDevice::new().answer(&org, &new).await;
    assert!(
        org.poll(&handle)
            .await
            .success_with_interaction_code
            .is_some()
    );
}

#[tokio::test]
async fn a_device_keeps_its_identifier_from_sign_in_to_sign_in() {
    let org = Org::new(&[macos("Mac")]).await;
    let device = FakeDevice::new().firewall("0");
    let mut ids = Vec::new();
    for _ in 0..2 {
        let (handle, transaction) = org.proven().await;
        device
            .answer(&org, &FakeDevice::challenge(&transaction))
            .await;
        let denied = org.poll(&handle).await;
        ids.push(assurance(&denied).device.clone().unwrap().id);
    }
    assert!(ids[0].starts_with("guo"));
    assert_eq!(ids[0], ids[1]);
}

#[tokio::test]
async fn checks_that_were_not_asked_for_are_not_listened_to() {
    let org = Org::new(&[macos("Mac")]).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let device = FakeDevice::new();
    let claims = with(
        device.claims(&challenge, org.clock.now()),
        &json!({"checks": [{"variableName": "other", "status": "OK", "value": "1"}]}),
    );
    device
        .deliver(&org, &challenge, &device.sign(&claims))
        .await;
    let denied = org.poll(&handle).await;
    let check = &assurance(&denied).checks[1];
    assert_eq!(
        (check.id.as_str(), check.cause),
        ("macOSFirewall", Some(crate::idx::Cause::NotReported))
    );
}
