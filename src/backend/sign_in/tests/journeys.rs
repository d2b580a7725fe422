//! What people go through, from the app to the app.

use super::*;
use crate::idx::{Outcome, Verdict};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

fn tls(token: &str, keys: &Value) -> Value {
    use jsonwebtoken::{DecodingKey, Validation, decode, jwk::JwkSet};
    let keys: JwkSet = serde_json::from_value(keys.clone()).unwrap();
    let header = jsonwebtoken::decode_header(token).unwrap();
    let key = keys.find(&header.kid.unwrap()).unwrap();
    let mut validation = Validation::new(Algorithm::RS256);
    validation.validate_exp = false;
    validation.validate_aud = false;
    decode::<Value>(token, &DecodingKey::from_jwk(key).unwrap(), &validation)
        .unwrap()
        .claims
}

#[tokio::test]
async fn a_compliant_device_gets_in_and_the_app_gets_tokens() {
    let org = Org::new(&[macos("Mac")]).await;
    let (handle, transaction) = org.proven().await;
    assert_eq!(transaction.forms()[0].name, "device-challenge-poll");
    let challenge = FakeDevice::challenge(&transaction);
    assert_eq!(challenge["orgHost"], "localhost:8080");
    assert_eq!(challenge["checks"][0]["variableName"], "macOSFirewall");
    assert_eq!(
        org.poll(&handle).await.forms()[0].name,
        "device-challenge-poll",
        "nobody has answered yet"
    );
    let answer = FakeDevice::new().answer(&org, &challenge).await;
    assert_eq!(
        (answer.status, answer.json()),
        (
            StatusCode::OK,
            json!({"status": "ACCEPTED", "transactionState": "DONE"})
        )
    );
    let success = org.poll(&handle).await;
    assert!(
        success.device_assurance.is_none(),
        "nothing went before that would have to be explained"
    );
    assert_eq!(code(&success), code(&org.introspect(&handle).await.idx()));
    let tokens = org.redeem(&success).await;
    assert_eq!(tokens.status, StatusCode::OK);
    let tokens = tokens.json();
    assert_eq!(
        (tokens["token_type"].clone(), tokens["scope"].clone()),
        (json!("Bearer"), json!("openid profile email"))
    );
    let keys = org.get("/oauth2/default/v1/keys").await.json();
    let claims = tls(tokens["id_token"].as_str().unwrap(), &keys);
    for (name, value) in [
        ("iss", json!("http://localhost:8080/oauth2/default")),
        ("aud", json!(org.client_id)),
        ("nonce", json!("the nonce")),
        ("amr", json!(["pwd", "swk"])),
        ("name", json!("Ada Byron")),
        ("preferred_username", json!("ada@example.com")),
        ("email", json!("ada@example.com")),
        ("auth_time", claims["iat"].clone()),
    ] {
        assert_eq!(claims[name], value, "{name}");
    }
    let access = tokens["access_token"].as_str().unwrap();
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, access.as_bytes());
    assert_eq!(
        claims["at_hash"],
        json!(URL_SAFE_NO_PAD.encode(&hash.as_ref()[..16]))
    );
    let access = tls(access, &keys);
    assert_eq!(
        (access["cid"].clone(), access["scp"].clone()),
        (json!(org.client_id), json!(["openid", "profile", "email"]))
    );
    assert_eq!(
        org.introspect(&handle).await.status,
        StatusCode::UNAUTHORIZED,
        "it is over"
    );
}

#[tokio::test]
async fn a_denied_person_fixes_the_device_and_gets_in_without_doing_anything_on_the_page() {
    let org = Org::new(&[macos("Mac")]).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let device = FakeDevice::new().firewall("0");
    let answer = device.answer(&org, &challenge).await.json();
    assert_eq!(answer["transactionState"], "WAITING");
    assert_eq!(answer["watchUntil"], "2026-03-01T10:30:00Z");
    let denied = org.poll(&handle).await;
    assert!(denied.forms().is_empty());
    assert_eq!(
        keys(&denied),
        [
            "title",
            "explanation_one_rule",
            "MACOS.macOSFirewall",
            "additional_help_default"
        ]
    );
    let told = &denied.messages()[2];
    assert_eq!(told.message, "Turn on the firewall.");
    assert_eq!(told.links[0].url, "https://help.example.com/firewall");
    assert_eq!(denied.messages()[3].links.len(), 1);
    let extension = assurance(&denied);
    assert_eq!(
        (extension.outcome, extension.revision),
        (Outcome::Denied, 1)
    );
    assert_eq!(extension.options[0].items[0].message, Some(2));
    assert_eq!(extension.device.as_ref().unwrap().display_name, "Ada's Mac");
    let verdicts: Vec<_> = extension
        .checks
        .iter()
        .map(|check| (check.id.as_str(), check.verdict))
        .collect();
    assert_eq!(
        verdicts,
        [
            ("osVersion", Verdict::Pass),
            ("macOSFirewall", Verdict::Fail)
        ]
    );
    assert!(denied.recheck.is_some() && denied.cancel.is_some());
    org.pass(SignedDuration::from_mins(20));
    let fixed = device.firewall("1").answer(&org, &challenge).await;
    assert_eq!(
        fixed.json()["transactionState"],
        "DONE",
        "after the challenge's own end, since it was answered before"
    );
    let success = org.introspect(&handle).await.idx();
    assert_eq!(assurance(&success).outcome, Outcome::Compliant);
    assert_eq!(org.redeem(&success).await.status, StatusCode::OK);
}

#[tokio::test]
async fn whoever_watches_is_told_at_once() {
    let org = Arc::new(Org::new(&[macos("Mac")]).await);
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let device = FakeDevice::new().firewall("0");
    device.answer(&org, &challenge).await;
    let denied = org.poll(&handle).await;
    let form = assurance(&denied).watch.clone().unwrap();
    assert_eq!(form.field("revision").unwrap().value, json!(1));
    let watching = tokio::spawn({
        let (org, handle) = (Arc::clone(&org), handle.clone());
        async move {
            org.step("/idp/idx/device/watch", &handle, json!({"revision": 1}))
                .await
        }
    });
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    assert!(!watching.is_finished(), "nothing has happened yet");
    device.firewall("1").answer(&org, &challenge).await;
    let woken = tokio::time::timeout(std::time::Duration::from_secs(5), watching)
        .await
        .unwrap()
        .unwrap();
    assert!(woken.idx().success_with_interaction_code.is_some());
}

#[tokio::test]
async fn a_watch_answers_at_once_where_the_page_is_behind_and_after_a_while_anyway() {
    let mut config = BackendConfig::new(URL);
    config.lifetimes.watch = std::time::Duration::from_millis(30);
    let store = Store::open("sqlite::memory:").await.unwrap();
    let org = Org::with(&[macos("Mac")], store, config).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    FakeDevice::new()
        .firewall("0")
        .answer(&org, &challenge)
        .await;
    for revision in [json!(0), json!("0"), json!(1)] {
        let answer = org
            .step(
                "/idp/idx/device/watch",
                &handle,
                json!({"revision": revision}),
            )
            .await;
        assert_eq!(assurance(&answer.idx()).revision, 1);
    }
}

#[tokio::test]
async fn an_app_that_does_not_look_at_devices_lets_in_by_password() {
    let org = Org::new(&[]).await;
    let (_, success) = org.proven().await;
    assert_eq!(org.redeem(&success).await.status, StatusCode::OK);
}

#[tokio::test]
async fn login_and_password_can_be_asked_for_on_one_form() {
    let mut config = BackendConfig::new(URL);
    config.password_with_identifier = true;
    let store = Store::open("sqlite::memory:").await.unwrap();
    let org = Org::with(&[], store, config).await;
    let handle = org.begin().await;
    let body = |login: &str, passcode: &str| json!({"identifier": login, "credentials": {"passcode": passcode}});
    let path = "/idp/idx/identify";
    let wrong = org
        .step(path, &handle, body("ada@example.com", "wrong"))
        .await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert_eq!(keys(&wrong.idx()), ["errors.E0000004"]);
    assert_eq!(wrong.idx().forms()[0].name, "identify");
    let right = org
        .step(
            path,
            &handle,
            body("ada@example.com", "correct horse battery"),
        )
        .await;
    assert!(right.idx().success_with_interaction_code.is_some());
}

#[tokio::test]
async fn a_restart_in_the_middle_loses_nothing() {
    let folder = std::env::temp_dir().join(format!("doorstep-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let url = Store::sqlite_url(&folder.join("sign-in.db"));
    let store = Store::open(&url).await.unwrap();
    let mut org = Org::with(&[macos("Mac")], store, BackendConfig::new(URL)).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let keys = org.get("/oauth2/default/v1/keys").await.json();
    org.store.close().await;
    org.store = Store::open(&url).await.unwrap();
    org.start(BackendConfig::new(URL));
    assert_eq!(FakeDevice::challenge(&org.poll(&handle).await), challenge);
    let device = FakeDevice::new().firewall("0");
    device.answer(&org, &challenge).await;
    org.store.close().await;
    org.store = Store::open(&url).await.unwrap();
    org.start(BackendConfig::new(URL));
    device.firewall("1").answer(&org, &challenge).await;
    let success = org.introspect(&handle).await.idx();
    assert_eq!(org.redeem(&success).await.status, StatusCode::OK);
    assert_eq!(org.get("/oauth2/default/v1/keys").await.json(), keys);
    org.store.close().await;
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn t1_a_sign_in_is_kept_open_as_often_as_the_person_wants_and_no_longer_than_they_do() {
    let org = Org::new(&[macos("Mac")]).await;
    let handle = org.begin().await;
    for _ in 0..12 {
        org.pass(SignedDuration::from_mins(29));
        let before = org.introspect(&handle).await.idx();
        let form = before.extend.clone().expect("a form that keeps it open");
        assert!(form.href.ends_with("/idp/idx/extend"));
        let after = org.step("/idp/idx/extend", &handle, json!({})).await.idx();
        assert_eq!(after.forms(), before.forms(), "nothing else has changed");
        assert!(after.expires_at > before.expires_at);
    }
    org.pass(SignedDuration::from_mins(30));
    let late = org.step("/idp/idx/extend", &handle, json!({})).await;
    assert_eq!(keys(&late.idx()), ["idx.session.expired"]);
    // A finished sign-in has nothing to be kept open for.
    let open = Org::new(&[]).await;
    let (_, success) = open.proven().await;
    assert!(success.extend.is_none());
}
