//! What people go through, from the app to the app.

use super::*;
use crate::idx::{Cause, Outcome, Verdict};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

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
async fn grace_by_duration_is_a_reminder_until_its_last_millisecond() {
    let grace = json!({"gracePeriod": {"type": "BY_DURATION", "expiry": "P7D"}});
    let org = Org::new(&[with(macos("Mac"), &grace)]).await;
    let device = FakeDevice::new().firewall("0");
    let (handle, transaction) = org.proven().await;
    device
        .answer(&org, &FakeDevice::challenge(&transaction))
        .await;
    let reminder = org.poll(&handle).await;
    assert_eq!(reminder.forms()[0].name, "device-assurance-grace-period");
    assert_eq!(
        keys(&reminder),
        [
            "idx.device_assurance.grace_period.warning.title.due_by_date",
            "MACOS.macOSFirewall",
            "additional_help_default"
        ]
    );
    assert_eq!(
        reminder.messages()[0].params(),
        ["2026-03-08T10:00:00.000Z"]
    );
    assert_eq!(assurance(&reminder).outcome, Outcome::Grace);
    let skipped = org.step("/idp/idx/skip", &handle, json!({})).await.idx();
    assert_eq!(org.redeem(&skipped).await.status, StatusCode::OK);

    org.pass(days(7) - SignedDuration::from_millis(1));
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    device.answer(&org, &challenge).await;
    assert_eq!(
        org.poll(&handle).await.forms()[0].name,
        "device-assurance-grace-period"
    );
    org.pass(SignedDuration::from_millis(1));
    let late = org.step("/idp/idx/skip", &handle, json!({})).await;
    assert_eq!(late.status, StatusCode::OK);
    assert_eq!(assurance(&late.idx()).outcome, Outcome::Denied);
    assert_eq!(keys(&late.idx())[0], "title");
}

#[tokio::test]
async fn grace_by_date_ends_for_a_page_that_is_only_reloaded() {
    let grace =
        json!({"gracePeriod": {"type": "BY_DATE_TIME", "expiry": "2026-03-01T10:10:00.000Z"}});
    let org = Org::new(&[with(macos("Mac"), &grace)]).await;
    let (handle, transaction) = org.proven().await;
    let device = FakeDevice::new().firewall("0");
    device
        .answer(&org, &FakeDevice::challenge(&transaction))
        .await;
    org.pass(SignedDuration::from_mins(10) - SignedDuration::from_millis(1));
    let reminder = org.introspect(&handle).await.idx();
    assert_eq!(assurance(&reminder).outcome, Outcome::Grace);
    org.pass(SignedDuration::from_millis(1));
    let denied = org.introspect(&handle).await.idx();
    assert_eq!(assurance(&denied).outcome, Outcome::Denied);
    assert_eq!(assurance(&denied).revision, 2);
}

#[tokio::test]
async fn a_device_that_is_fixed_during_the_reminder_goes_straight_on() {
    let grace = json!({"gracePeriod": {"type": "BY_DURATION", "expiry": "P7D"}});
    let org = Org::new(&[with(macos("Mac"), &grace)]).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let device = FakeDevice::new().firewall("0");
    device.answer(&org, &challenge).await;
    device.firewall("1").answer(&org, &challenge).await;
    let success = org.introspect(&handle).await.idx();
    assert_eq!(assurance(&success).outcome, Outcome::Compliant);
    assert!(success.success_with_interaction_code.is_some());
}

#[tokio::test]
async fn two_policies_are_two_options() {
    let old = json!({"name": "Old", "platform": "MACOS", "osVersion": {"minimum": "15.0"}, "displayRemediationMode": "SHOW"});
    let org = Org::new(&[macos("Mac"), old]).await;
    let (handle, transaction) = org.proven().await;
    let device = FakeDevice::new().firewall("0");
    device
        .answer(&org, &FakeDevice::challenge(&transaction))
        .await;
    let denied = org.poll(&handle).await;
    assert_eq!(
        keys(&denied),
        [
            "title",
            "explanation_multiple_rules",
            "option_index",
            "MACOS.macOSFirewall",
            "option_index",
            "macos.upgrade_os_version",
            "additional_help_default",
        ]
    );
    assert_eq!(denied.messages()[5].params(), ["15.0"]);
    let options: Vec<_> = assurance(&denied)
        .options
        .iter()
        .map(|option| (option.items[0].check.as_str(), option.items[0].message))
        .collect();
    assert_eq!(
        options,
        [("macOSFirewall", Some(3)), ("osVersion", Some(5))]
    );
}

#[tokio::test]
async fn what_is_hidden_is_nowhere_in_the_answer() {
    let hide = json!({"displayRemediationMode": "HIDE"});
    let org = Org::new(&[with(macos("Mac"), &hide)]).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let device = FakeDevice::new().firewall("0");
    device.answer(&org, &challenge).await;
    let answer = org
        .step("/idp/idx/authenticators/poll", &handle, json!({}))
        .await;
    let denied = answer.idx();
    assert_eq!(keys(&denied), ["security.access_denied"]);
    let text = String::from_utf8(answer.bytes.clone()).unwrap();
    for word in [
        "irewall",
        "osVersion\":\"14.4",
        "checks",
        "options",
        "14.4",
        "help.example",
    ] {
        assert!(!text.contains(word), "{word} is disclosed");
    }
    device.firewall("1").answer(&org, &challenge).await;
    let success = org.introspect(&handle).await.idx();
    assert!(success.success_with_interaction_code.is_some());
    assert!(assurance(&success).checks.is_empty());
}

#[tokio::test]
async fn a_device_that_cannot_be_asked_is_not_said_to_fail() {
    let org = Org::new(&[macos("Mac")]).await;
    for (reason, cause) in [
        ("OV_UNREACHABLE_BY_LOOPBACK", Cause::AgentUnreachable),
        ("OV_RETURNED_ERROR", Cause::AgentError),
        ("USER_CANCELED", Cause::Canceled),
    ] {
        let (handle, transaction) = org.proven().await;
        let challenge = FakeDevice::challenge(&transaction);
        let body = json!({"reason": reason, "statusCode": null});
        let path = "/idp/idx/authenticators/poll/cancel";
        let answer = org.step(path, &handle, body.clone()).await;
        assert_eq!(answer.status, StatusCode::OK);
        let denied = answer.idx();
        assert_eq!(keys(&denied), ["title"]);
        let extension = assurance(&denied);
        assert_eq!(extension.cause, Some(cause));
        assert_eq!(extension.checked_at, None);
        assert!(extension.checks.len() > 1);
        assert!(
            extension
                .checks
                .iter()
                .all(|check| check.verdict == Verdict::Unknown && check.cause == Some(cause))
        );
        assert_eq!(
            org.poll(&handle).await.messages(),
            denied.messages(),
            "a poll after giving up is no mistake"
        );
        assert_eq!(
            org.step(path, &handle, body).await.idx().messages(),
            denied.messages()
        );
        // The agent was only slow.
        FakeDevice::new().answer(&org, &challenge).await;
        assert!(
            org.poll(&handle)
                .await
                .success_with_interaction_code
                .is_some()
        );
    }
}

#[tokio::test]
async fn a_query_that_took_too_long_is_said_to_be_just_that() {
    let org = Org::new(&[macos("Mac")]).await;
    let (handle, transaction) = org.proven().await;
    let mut device = FakeDevice::new();
    device.firewall = Some(json!({"status": "TIMEOUT"}));
    device
        .answer(&org, &FakeDevice::challenge(&transaction))
        .await;
    let denied = org.poll(&handle).await;
    assert_eq!(
        keys(&denied),
        [
            "title",
            "explanation_one_rule",
            "osquery.timeout",
            "additional_help_default"
        ]
    );
    let check = &assurance(&denied).checks[1];
    assert_eq!(
        (check.verdict, check.cause),
        (Verdict::Unknown, Some(Cause::Timeout))
    );
}

#[tokio::test]
async fn checking_again_asks_the_device_anew_in_the_same_sign_in() {
    let org = Org::new(&[macos("Mac")]).await;
    let (handle, transaction) = org.proven().await;
    let first = FakeDevice::challenge(&transaction);
    let device = FakeDevice::new().firewall("0");
    device.answer(&org, &first).await;
    let asked = org
        .step("/idp/idx/device/recheck", &handle, json!({}))
        .await
        .idx();
    assert_eq!(asked.forms()[0].name, "device-challenge-poll");
    let second = FakeDevice::challenge(&asked);
    assert_ne!(first["jti"], second["jti"]);
    let again = org
        .step("/idp/idx/device/recheck", &handle, json!({}))
        .await
        .idx();
    assert_eq!(
        FakeDevice::challenge(&again)["jti"],
        second["jti"],
        "a second click changes nothing"
    );
    let old = device.answer(&org, &first).await;
    assert_eq!(
        (old.status, old.json()["error"].clone()),
        (StatusCode::NOT_FOUND, json!("challenge_not_found"))
    );
    device.answer(&org, &second).await;
    let denied = org.poll(&handle).await;
    assert_eq!(
        assurance(&denied).revision,
        2,
        "still denied, but the answer is a new one"
    );
    device.firewall("1").answer(&org, &second).await;
    assert!(
        org.poll(&handle)
            .await
            .success_with_interaction_code
            .is_some()
    );
}

#[tokio::test]
async fn an_administrators_text_comes_in_the_persons_language() {
    let org = Org::new(&[macos("Mac")]).await;
    let (handle, transaction) = org.proven().await;
    let device = FakeDevice::new().firewall("0");
    device
        .answer(&org, &FakeDevice::challenge(&transaction))
        .await;
    let request = Request::post("/idp/idx/introspect")
        .header("content-type", "application/ion+json; okta-version=1.0.0")
        .header("accept-language", "de-CH, en;q=0.5")
        .body(Body::from(json!({"stateToken": handle}).to_string()));
    let denied = org.send(request.unwrap()).await.idx();
    assert_eq!(denied.messages()[2].message, "Firewall einschalten.");
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
async fn the_log_tells_who_what_and_with_which_device() {
    let org = Org::new(&[macos("Mac")]).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let device = FakeDevice::new().firewall("0");
    device.answer(&org, &challenge).await;
    device.firewall("1").answer(&org, &challenge).await;
    let success = org.introspect(&handle).await.idx();
    org.redeem(&success).await;
    let log = org.log().await;
    let names: Vec<_> = log
        .iter()
        .filter_map(|event| event["eventType"].as_str())
        .filter(|name| {
            name.starts_with("user.authentication")
                || name.contains("evaluate_sign_on")
                || name.ends_with("deny_access")
                || name.starts_with("user.session")
        })
        .collect();
    assert_eq!(
        names,
        [
            "user.authentication.verify",
            "policy.evaluate_sign_on",
            "application.policy.sign_on.deny_access",
            "policy.evaluate_sign_on",
            "user.session.start",
            "user.authentication.sso",
        ]
    );
    let evaluation = log
        .iter()
        .find(|event| event["eventType"] == "policy.evaluate_sign_on")
        .unwrap();
    assert_eq!(evaluation["outcome"]["result"], "DENY");
    assert_eq!(evaluation["device"]["os_platform"], "OSX");
    assert_eq!(
        evaluation["device"]["device_integrator"]["com.okta.device.osquery"]["macOSFirewall"],
        "0"
    );
    let whole = json!(log).to_string();
    assert!(!whole.contains(&handle) && !whole.contains(&code(&success)));
}
