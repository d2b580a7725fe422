//! More time, from the person's question to the administrator's answer and the end of it.

use super::*;
use crate::{
    backend::management::tokens,
    idx::{ExemptionStatus, Form, Outcome},
};

mod walk;

const PATH: &str = "/api/v1/device-assurance-exemptions";
const MILLISECOND: SignedDuration = SignedDuration::from_millis(1);

fn allowing(maximum: &str) -> Value {
    with(
        macos("Mac"),
        &json!({"exemption": {"maximumDuration": maximum}}),
    )
}

/// Somebody signs in with `device`, up to its answer.
async fn answered(org: &Org, device: &FakeDevice) -> String {
    let (handle, transaction) = org.proven().await;
    let answer = device
        .answer(org, &FakeDevice::challenge(&transaction))
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    handle
}

async fn ask(org: &Org, handle: &str, reason: &str, duration: &str) -> Answer {
    let body = json!({"reason": reason, "duration": duration});
    org.step("/idp/idx/device/exemption", handle, body).await
}

async fn decide(org: &Org, id: &str, what: &str, body: Value) -> Value {
    org.manage("POST", &format!("{PATH}/{id}/lifecycle/{what}"), &body)
        .await
}

/// What the API says to a decision that is refused, with this token.
async fn refused(org: &Org, token: &str, id: &str, what: &str, body: &str) -> (u16, String) {
    let request = Request::post(format!("{PATH}/{id}/lifecycle/{what}"))
        .header("authorization", format!("SSWS {token}"))
        .header("content-type", "application/json")
        .body(Body::from(body.to_owned()));
    let answer = org.send(request.unwrap()).await;
    let code = answer.json()["errorCode"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    (answer.status.as_u16(), code)
}

#[track_caller]
fn form(transaction: &Transaction) -> &Form {
    transaction.exemption.as_ref().expect("the form")
}

#[track_caller]
fn told(transaction: &Transaction) -> &crate::idx::Exemption {
    assurance(transaction)
        .exemption
        .as_ref()
        .expect("a request")
}

/// The keys of what is wrong with a field.
fn wrong(transaction: &Transaction, field: &str) -> Vec<String> {
    let field = form(transaction).field(field).unwrap();
    let messages = field.messages.iter().flat_map(|messages| &messages.value);
    messages.map(|message| message.key().to_owned()).collect()
}

#[tokio::test]
async fn the_form_asks_for_a_reason_and_for_a_time_up_to_the_policys_maximum() {
    let org = Org::new(&[allowing("P7D")]).await;
    let handle = answered(&org, &FakeDevice::new().firewall("0")).await;
    let denied = org.poll(&handle).await;
    assert_eq!(assurance(&denied).exemption, None);
    let offered = form(&denied);
    assert_eq!(offered.href, format!("{URL}/idp/idx/device/exemption"));
    let reason = offered.field("reason").unwrap();
    assert_eq!(
        (reason.required, reason.max_length),
        (Some(true), Some(1000))
    );
    assert!(reason.label.is_some());
    let duration = offered.field("duration").unwrap();
    let choices: Vec<_> = duration
        .options
        .iter()
        .map(|option| &option.value)
        .collect();
    assert_eq!(choices, ["PT4H", "P1D", "P3D", "P7D"]);
    assert_eq!(duration.options[1].label, "1 day");
    assert_eq!(
        (&duration.value, duration.required),
        (&json!("PT4H"), Some(true))
    );
}

#[tokio::test]
async fn a_person_asks_waits_and_goes_on_in_the_same_sign_in_until_the_last_millisecond() {
    let org = Org::new(&[allowing("P7D")]).await;
    let device = FakeDevice::new().firewall("0");
    let handle = answered(&org, &device).await;
    let asked = ask(
        &org,
        &handle,
        " I speak at a fair.\r\nBack on Monday. ",
        "P1D",
    )
    .await;
    assert_eq!(asked.status, StatusCode::OK);
    let asked = asked.idx();
    assert!(asked.exemption.is_none(), "one at a time");
    assert_eq!(assurance(&asked).outcome, Outcome::Denied);
    assert_eq!(assurance(&asked).revision, 2);
    let pending = told(&asked).clone();
    assert_eq!(
        (
            pending.status,
            pending.duration.as_str(),
            pending.expires_at
        ),
        (ExemptionStatus::Pending, "P1D", None)
    );
    assert_eq!(
        pending.requested_at,
        "2026-03-01T10:00:00Z".parse().unwrap()
    );

    let listed = org
        .manage("GET", &format!("{PATH}?status=PENDING"), &Value::Null)
        .await;
    let listed = &listed[0];
    assert_eq!(listed["id"], pending.id.as_str());
    assert_eq!(listed["reason"], "I speak at a fair.\nBack on Monday.");
    assert_eq!(
        (
            &listed["userLogin"],
            &listed["deviceName"],
            &listed["platform"]
        ),
        (
            &json!("ada@example.com"),
            &json!("Ada's Mac"),
            &json!("MACOS")
        )
    );
    assert_eq!(
        (&listed["policyName"], &listed["checks"]),
        (&json!("Mac"), &json!(["macOSFirewall"]))
    );

    org.pass(SignedDuration::from_mins(10));
    let note = json!({"duration": "P3D", "note": "Good luck."});
    let approved = decide(&org, &pending.id, "approve", note).await;
    assert_eq!(approved["expiresAt"], "2026-03-04T10:10:00.000Z");
    let reminder = org.introspect(&handle).await.idx();
    assert_eq!(reminder.forms()[0].name, "device-assurance-grace-period");
    assert_eq!(
        reminder.messages()[0].params(),
        ["2026-03-04T10:10:00.000Z"]
    );
    let end = Some("2026-03-04T10:10:00Z".parse().unwrap());
    assert_eq!(assurance(&reminder).deadline, end);
    let granted = told(&reminder);
    assert_eq!(
        (
            granted.status,
            granted.duration.as_str(),
            granted.expires_at
        ),
        (ExemptionStatus::Approved, "P3D", end)
    );
    assert_eq!(granted.note.as_deref(), Some("Good luck."));
    assert!(reminder.exemption.is_none());
    let skipped = org.step("/idp/idx/skip", &handle, json!({})).await.idx();
    assert_eq!(org.redeem(&skipped).await.status, StatusCode::OK);

    org.pass(SignedDuration::from_hours(72) - SignedDuration::from_mins(1));
    let handle = answered(&org, &device).await;
    let reminder = org.poll(&handle).await;
    assert_eq!(assurance(&reminder).outcome, Outcome::Grace);
    org.pass(SignedDuration::from_mins(1) - MILLISECOND);
    assert_eq!(assurance(&org.poll(&handle).await).outcome, Outcome::Grace);
    org.pass(MILLISECOND);
    let over = org.step("/idp/idx/skip", &handle, json!({})).await.idx();
    assert_eq!(assurance(&over).outcome, Outcome::Denied);
    assert_eq!(told(&over).status, ExemptionStatus::Expired);
    assert_eq!(
        wrong(&over, "reason"),
        Vec::<String>::new(),
        "it is offered again"
    );
    org.pass(SignedDuration::from_hours(24));
    let later = org.poll(&answered(&org, &device).await).await;
    assert_eq!(
        assurance(&later).exemption,
        None,
        "nobody needs to know any more"
    );
}

#[tokio::test]
async fn who_did_not_ask_or_uses_another_device_stays_out() {
    let org = Org::new(&[allowing("P7D")]).await;
    let device = FakeDevice::new().firewall("0");
    let handle = answered(&org, &device).await;
    let asked = ask(&org, &handle, "A fair", "P1D").await.idx();
    decide(&org, &told(&asked).id.clone(), "approve", Value::Null).await;
    let mine = org.poll(&handle).await;
    assert_eq!(assurance(&mine).outcome, Outcome::Grace);
    let other = FakeDevice::new().firewall("0");
    let denied = org.poll(&answered(&org, &other).await).await;
    assert_eq!(assurance(&denied).outcome, Outcome::Denied);
    assert_eq!(assurance(&denied).exemption, None);
    let bob = json!({
        "profile": {"login": "bob@example.com", "email": "bob@example.com", "firstName": "Bob", "lastName": "B"},
        "credentials": {"password": {"value": "correct horse battery"}},
    });
    org.manage("POST", "/api/v1/users", &bob).await;
    let handle = org.begin().await;
    let body = json!({"identifier": "bob@example.com"});
    org.step("/idp/idx/identify", &handle, body).await;
    let proven = org.password(&handle, "correct horse battery").await.idx();
    device.answer(&org, &FakeDevice::challenge(&proven)).await;
    let denied = org.poll(&handle).await;
    assert_eq!(assurance(&denied).outcome, Outcome::Denied);
    assert_eq!(assurance(&denied).exemption, None);
}

#[tokio::test]
async fn what_is_declined_or_revoked_counts_for_nothing_and_says_why() {
    let org = Org::new(&[allowing("P7D")]).await;
    let device = FakeDevice::new().firewall("0");
    let handle = answered(&org, &device).await;
    let id = told(&ask(&org, &handle, "A fair", "P1D").await.idx())
        .id
        .clone();
    decide(&org, &id, "decline", json!({"note": "It takes a minute."})).await;
    let denied = org.poll(&handle).await;
    assert_eq!(assurance(&denied).outcome, Outcome::Denied);
    assert_eq!(assurance(&denied).revision, 3);
    let declined = told(&denied);
    assert_eq!(
        (declined.status, declined.note.as_deref()),
        (ExemptionStatus::Declined, Some("It takes a minute."))
    );
    assert!(
        denied.exemption.is_some(),
        "ask again, with a better reason"
    );

    let id = told(&ask(&org, &handle, "Please", "P1D").await.idx())
        .id
        .clone();
    decide(&org, &id, "approve", Value::Null).await;
    let reminder = org.poll(&handle).await;
    assert_eq!(assurance(&reminder).outcome, Outcome::Grace);
    decide(
        &org,
        &id,
        "revoke",
        json!({"note": "Somebody saw it stolen."}),
    )
    .await;
    let skipped = org.step("/idp/idx/skip", &handle, json!({})).await.idx();
    assert_eq!(assurance(&skipped).outcome, Outcome::Denied);
    assert_eq!(told(&skipped).status, ExemptionStatus::Revoked);
    assert!(skipped.success_with_interaction_code.is_none());
}

#[tokio::test]
async fn what_is_wrong_is_told_beside_the_field_and_what_was_typed_stays() {
    let org = Org::new(&[allowing("P1D")]).await;
    let handle = answered(&org, &FakeDevice::new().firewall("0")).await;
    for (reason, duration, field, key) in [
        (" \r\n ", "P1D", "reason", "model.validation.field.blank"),
        (
            &"é".repeat(1001),
            "P1D",
            "reason",
            "model.validation.field.string.maxLength",
        ),
        (
            "A fair",
            "P2D",
            "duration",
            "model.validation.field.value.not.allowed",
        ),
        ("A fair", "", "duration", "model.validation.field.blank"),
    ] {
        let answer = ask(&org, &handle, reason, duration).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{key}");
        let transaction = answer.idx();
        assert_eq!(wrong(&transaction, field), [key]);
        let typed = &form(&transaction).field("reason").unwrap().value;
        assert_eq!(typed, reason.trim());
        assert_eq!(assurance(&transaction).outcome, Outcome::Denied);
        assert_eq!(keys(&transaction)[0], "title", "the denial stays as it is");
    }
    let nonsense = json!({"reason": 7, "duration": ["P1D"]});
    let answer = org
        .step("/idp/idx/device/exemption", &handle, nonsense)
        .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        wrong(&answer.idx(), "reason"),
        ["model.validation.field.blank"]
    );
    assert_eq!(
        wrong(&answer.idx(), "duration"),
        ["model.validation.field.blank"]
    );
    let none = org.manage("GET", PATH, &Value::Null).await;
    assert_eq!(none, json!([]));
    let longest = ask(&org, &handle, &"é".repeat(1000), "P1D").await;
    assert_eq!(longest.status, StatusCode::OK);
}

#[tokio::test]
async fn five_requests_a_day_are_enough() {
    let org = Org::new(&[allowing("P7D")]).await;
    let handle = answered(&org, &FakeDevice::new().firewall("0")).await;
    for _ in 0..5 {
        let asked = ask(&org, &handle, "Please", "P1D").await.idx();
        decide(&org, &told(&asked).id.clone(), "decline", Value::Null).await;
        org.pass(SignedDuration::from_mins(5));
    }
    let sixth = ask(&org, &handle, "Please!", "P1D").await;
    assert_eq!(sixth.status, StatusCode::BAD_REQUEST);
    let sixth = sixth.idx();
    assert_eq!(wrong(&sixth, "reason"), ["doorstep.exemption.too_many"]);
    assert_eq!(form(&sixth).field("reason").unwrap().value, "Please!");
    assert_eq!(form(&sixth).field("duration").unwrap().value, "P1D");
    // A day after the first one, which then counts no more; the sign-in is kept open meanwhile.
    for _ in 0..58 {
        org.pass(SignedDuration::from_mins(24) + SignedDuration::from_secs(25));
        let kept = org.step("/idp/idx/extend", &handle, json!({})).await;
        assert_eq!(kept.status, StatusCode::OK);
    }
    let asked = ask(&org, &handle, "Please", "P1D").await;
    assert_eq!(asked.status, StatusCode::OK);
}

#[tokio::test]
async fn it_is_off_by_default_and_where_nothing_is_told_or_no_device_is_known() {
    let hidden = json!({"displayRemediationMode": "HIDE"});
    for assurance in [macos("Mac"), with(macos("Mac"), &hidden)] {
        let org = Org::new(&[assurance]).await;
        let handle = answered(&org, &FakeDevice::new().firewall("0")).await;
        let denied = org.poll(&handle).await;
        assert!(denied.exemption.is_none());
        let asked = ask(&org, &handle, "Please", "P1D").await;
        assert_eq!(asked.status, StatusCode::OK, "answered with how it stands");
        assert_eq!(asked.idx().device_assurance.unwrap().value.exemption, None);
        assert_eq!(org.manage("GET", PATH, &Value::Null).await, json!([]));
    }
    let org = Org::new(&[allowing("P7D")]).await;
    let (handle, _) = org.proven().await;
    let body = json!({"reason": "OV_UNREACHABLE_BY_LOOPBACK"});
    org.step("/idp/idx/authenticators/poll/cancel", &handle, body)
        .await;
    assert!(org.poll(&handle).await.exemption.is_none());
}

#[tokio::test]
async fn a_policy_that_hides_later_tells_nothing_and_one_that_stops_allowing_ends_what_was_granted()
{
    let org = Org::new(&[allowing("P7D")]).await;
    let handle = answered(&org, &FakeDevice::new().firewall("0")).await;
    let id = told(&ask(&org, &handle, "A fair", "P1D").await.idx())
        .id
        .clone();
    decide(&org, &id, "approve", Value::Null).await;
    assert_eq!(assurance(&org.poll(&handle).await).outcome, Outcome::Grace);
    org.change(0, &json!({"exemption": null})).await;
    let denied = org.poll(&handle).await;
    assert_eq!(assurance(&denied).outcome, Outcome::Denied);
    org.change(
        0,
        &json!({"exemption": null, "displayRemediationMode": "HIDE"}),
    )
    .await;
    let hidden = org.poll(&handle).await;
    assert_eq!(assurance(&hidden).exemption, None);
    assert!(hidden.exemption.is_none());
}

#[tokio::test]
async fn more_time_can_be_asked_for_beside_a_reminder_and_the_later_deadline_counts() {
    let both = json!({
        "gracePeriod": {"type": "BY_DURATION", "expiry": "P2D", "startsOn": "FIRST_REMINDER"},
        "exemption": {"maximumDuration": "P7D"},
    });
    let org = Org::new(&[with(macos("Mac"), &both)]).await;
    let handle = answered(&org, &FakeDevice::new().firewall("0")).await;
    let reminder = org.poll(&handle).await;
    assert_eq!(
        reminder.messages()[0].params(),
        ["2026-03-03T10:00:00.000Z"]
    );
    let asked = ask(&org, &handle, "A fair", "P7D").await.idx();
    assert_eq!(asked.messages()[0].params(), ["2026-03-03T10:00:00.000Z"]);
    decide(&org, &told(&asked).id.clone(), "approve", Value::Null).await;
    let later = org.poll(&handle).await;
    assert_eq!(later.messages()[0].params(), ["2026-03-08T10:00:00.000Z"]);
    let skipped = org.step("/idp/idx/skip", &handle, json!({})).await.idx();
    assert!(skipped.success_with_interaction_code.is_some());
}

#[tokio::test]
async fn an_exemption_that_lasts_longer_is_not_cut_by_a_window_that_waits_for_its_reminder() {
    let both = json!({
        "gracePeriod": {"type": "BY_DURATION", "expiry": "P2D", "startsOn": "FIRST_REMINDER"},
        "exemption": {"maximumDuration": "P7D"},
    });
    let org = Org::new(&[with(macos("Mac"), &both)]).await;
    let device = FakeDevice::new().firewall("0");
    let handle = answered(&org, &device).await;
    // Granted before the reminder was given to anybody.
    let asked = ask(&org, &handle, "A fair", "P7D").await.idx();
    decide(&org, &told(&asked).id.clone(), "approve", Value::Null).await;
    org.pass(SignedDuration::from_mins(1));
    let reminder = org.poll(&answered(&org, &device).await).await;
    assert_eq!(
        reminder.messages()[0].params(),
        ["2026-03-08T10:00:00.000Z"]
    );
}

#[tokio::test]
async fn what_the_rule_asks_of_the_device_besides_is_no_matter_for_an_exemption() {
    let org = Org::new(&[allowing("P7D")]).await;
    let mut rule = org.rule.clone();
    rule["conditions"]["device"]["managed"] = json!(true);
    org.manage("PUT", &org.rule_path.clone(), &rule).await;
    let mut device = FakeDevice::new().firewall("0");
    device.signals = json!({"managed": false});
    let denied = org.poll(&answered(&org, &device).await).await;
    assert_eq!(assurance(&denied).outcome, Outcome::Denied);
    assert!(denied.exemption.is_none(), "it would be no help");
    device.signals = json!({"managed": true});
    let denied = org.poll(&answered(&org, &device).await).await;
    assert!(denied.exemption.is_some());
}

#[tokio::test]
async fn whoever_waits_is_told_as_soon_as_it_is_decided() {
    let mut config = BackendConfig::new(URL);
    config.lifetimes.watch = std::time::Duration::from_mins(10);
    let store = Store::open("sqlite::memory:").await.unwrap();
    let org = Arc::new(Org::with(&[allowing("P7D")], store, config).await);
    let device = FakeDevice::new().firewall("0");
    let handle = answered(&org, &device).await;
    // Another page of the same person, which has not asked.
    let elsewhere = answered(&org, &device).await;
    let id = told(&ask(&org, &handle, "A fair", "P1D").await.idx())
        .id
        .clone();
    let also = org.poll(&elsewhere).await;
    assert_eq!(told(&also).status, ExemptionStatus::Pending);
    let watch = |handle: String, revision: u64| {
        let org = Arc::clone(&org);
        tokio::spawn(async move {
            let body = json!({"revision": revision});
            org.step("/idp/idx/device/watch", &handle, body).await.idx()
        })
    };
    let waiting = [
        watch(handle.clone(), 2),
        watch(elsewhere.clone(), assurance(&also).revision),
    ];
    while org.store.watchers() < 2 {
        tokio::task::yield_now().await;
    }
    decide(&org, &id, "approve", Value::Null).await;
    for waiting in waiting {
        let told = tokio::time::timeout(std::time::Duration::from_mins(1), waiting).await;
        let told = told.expect("told at once").unwrap();
        assert_eq!(assurance(&told).outcome, Outcome::Grace);
    }
    let waiting = watch(handle, 3);
    while org.store.watchers() < 1 {
        tokio::task::yield_now().await;
    }
    decide(&org, &id, "revoke", Value::Null).await;
    let told = tokio::time::timeout(std::time::Duration::from_mins(1), waiting).await;
    let told = told.expect("told at once").unwrap();
    assert_eq!(assurance(&told).outcome, Outcome::Denied);
}

#[tokio::test]
async fn nobody_decides_about_their_own_request_with_their_own_token() {
    let org = Org::new(&[allowing("P7D")]).await;
    let handle = answered(&org, &FakeDevice::new().firewall("0")).await;
    let id = told(&ask(&org, &handle, "A fair", "P1D").await.idx())
        .id
        .clone();
    let (clock, random): (SharedClock, SharedRandom) = (org.clock.clone(), Arc::new(SystemRandom));
    let ada = org
        .store
        .user_by_login("ada@example.com")
        .await
        .unwrap()
        .unwrap();
    let scopes = ["doorstep.exemptions.manage"];
    let own = tokens::issue(&org.store, &clock, &random, "Ada's", &scopes, Some(&ada.id));
    let own = own.await.unwrap();
    for what in ["approve", "decline"] {
        let answer = refused(&org, &own, &id, what, "{}").await;
        assert_eq!(answer, (403, "E0000006".to_owned()), "{what}");
    }
    decide(&org, &id, "approve", Value::Null).await;
    let answer = refused(&org, &own, &id, "revoke", "{}").await;
    assert_eq!(answer, (403, "E0000006".to_owned()));
    // Somebody else's own token does, and names them.
    let bob = json!({
        "profile": {"login": "bob@example.com", "email": "bob@example.com", "firstName": "Bob", "lastName": "B"},
        "credentials": {"password": {"value": "correct horse battery"}},
    });
    let bob = org.manage("POST", "/api/v1/users", &bob).await["id"].clone();
    let name = bob.as_str();
    let bobs = tokens::issue(&org.store, &clock, &random, "Bob's", &scopes, name);
    let bobs = bobs.await.unwrap();
    assert_eq!(refused(&org, &bobs, &id, "revoke", "").await.0, 200);
    let revoked = org
        .manage("GET", &format!("{PATH}/{id}"), &Value::Null)
        .await;
    assert_eq!(
        (&revoked["status"], &revoked["decidedBy"]),
        (&json!("REVOKED"), &bob)
    );
}

#[tokio::test]
async fn what_people_take_along_says_nothing_of_requests() {
    let org = Org::new(&[allowing("P7D")]).await;
    let handle = answered(&org, &FakeDevice::new().firewall("0")).await;
    let path = "/idp/idx/device/handout";
    let made = org.step(path, &handle, json!({"kind": "COPY"})).await.idx();
    let code = made.handouts.unwrap().value[0].code.clone();
    let asked = ask(&org, &handle, "A fair", "P1D").await.idx();
    assert_eq!(
        asked.handouts.unwrap().value[0].code,
        code,
        "what was taken along stays good"
    );
    let made = org
        .step(path, &handle, json!({"kind": "HELPDESK"}))
        .await
        .idx();
    let handouts = made.handouts.unwrap().value;
    assert_eq!(handouts.len(), 2);
    let body = json!({"code": code});
    let copy = org.post("/idp/idx/device/handout/read", &body).await.json();
    assert!(copy["shown"]["deviceAssurance"].is_object());
    for field in ["/shown/exemption", "/shown/deviceAssurance/value/exemption"] {
        assert_eq!(copy.pointer(field), None, "{field}");
    }
    let body = json!({"code": handouts[1].code});
    let view = org.manage("POST", "/api/v1/helpdesk/views", &body).await;
    assert_eq!(view.pointer("/shown/deviceAssurance/value/exemption"), None);
}

#[tokio::test]
async fn a_request_is_no_new_evaluation_and_neither_reasons_nor_notes_are_in_the_log() {
    let org = Org::new(&[allowing("P7D")]).await;
    let handle = answered(&org, &FakeDevice::new().firewall("0")).await;
    org.poll(&handle).await;
    let id = told(&ask(&org, &handle, "My secret reason", "P1D").await.idx())
        .id
        .clone();
    decide(&org, &id, "decline", json!({"note": "My secret note"})).await;
    org.poll(&handle).await;
    let log = org.log().await;
    let count = |name: &str| {
        let of_it = log.iter().filter(|event| event["eventType"] == name);
        of_it.count()
    };
    assert_eq!(count("doorstep.exemption.request"), 1);
    assert_eq!(count("doorstep.exemption.decline"), 1);
    assert_eq!(count("doorstep.device_assurance.remediation.show"), 1);
    assert_eq!(count("application.policy.sign_on.deny_access"), 1);
    let whole = json!(log).to_string();
    assert!(!whole.contains("My secret"));
}
