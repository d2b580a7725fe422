//! What `docs/spec/idx.md` asks of every answer, whatever the step: each answer that any of these tests reads is held
//! against it. Below, what it asks of single steps and is not tested elsewhere.

use super::*;

const PREFIX: &str = "idx.error.code.access_denied.device_assurance.remediation.";
const DUE: &str = "idx.device_assurance.grace_period.warning.title.due_by_date";

/// Holds an answer against the specification.
#[track_caller]
pub(super) fn conforms(body: &Value) {
    assert_eq!(body["version"], "1.0.0", "1.3: other values throw");
    for name in ["headers", "error"] {
        assert!(body.get(name).is_none(), "1.3: the client's own: {name}");
    }
    wrapped(body);
    let forms = forms(body);
    for form in &forms {
        is_form(body, form);
    }
    let remediation = body["remediation"]["value"].as_array();
    let success = body.get("successWithInteractionCode").is_some();
    assert!(
        remediation.is_some_and(|forms| !forms.is_empty())
            || body.get("messages").is_some()
            || success,
        "1.4: never an empty answer"
    );
    if remediation.is_some() {
        assert!(
            body["stateHandle"].is_string() && body["cancel"].is_object(),
            "1.8: what is not terminal has a way back"
        );
    }
    if let Some(messages) = body["messages"]["value"].as_array() {
        are_messages(messages);
        in_order(messages, remediation.is_some());
    }
}

/// 1.4: the wrappers that the older widget insists on.
#[track_caller]
fn wrapped(body: &Value) {
    let arrays = [
        "remediation",
        "messages",
        "authenticators",
        "authenticatorEnrollments",
    ];
    let objects = [
        "user",
        "app",
        "currentAuthenticator",
        "currentAuthenticatorEnrollment",
        "authenticatorChallenge",
        "deviceAssurance",
    ];
    for name in arrays {
        if let Some(found) = body.get(name) {
            assert!(
                found["type"] == "array" && found["value"].is_array(),
                "1.4: {name}"
            );
        }
    }
    for name in objects {
        if let Some(found) = body.get(name) {
            assert!(
                found["type"] == "object" && found["value"].is_object(),
                "1.4: {name}"
            );
        }
    }
}

fn forms(body: &Value) -> Vec<&Value> {
    let remediation = body["remediation"]["value"].as_array();
    let single = [
        &body["cancel"],
        &body["recheck"],
        &body["extend"],
        &body["successWithInteractionCode"],
        &body["authenticatorChallenge"]["value"]["cancel"],
        &body["deviceAssurance"]["value"]["watch"],
    ];
    remediation
        .into_iter()
        .flatten()
        .chain(single.into_iter().filter(|form| form.is_object()))
        .collect()
}

/// 1.5.
#[track_caller]
fn is_form(body: &Value, form: &Value) {
    let name = form["name"].as_str().expect("1.5: a name");
    assert_eq!(form["rel"], json!(["create-form"]), "1.5: {name}");
    assert_eq!(form["method"], "POST", "1.5: {name}");
    assert!(
        form["href"]
            .as_str()
            .is_some_and(|href| href.starts_with(URL)),
        "1.5: absolute: {name}"
    );
    assert!(form["accepts"].is_string(), "1.5: {name}");
    if name != "issue" {
        let fields = form["value"].as_array().expect("1.5: fields");
        let handle = fields.iter().find(|field| field["name"] == "stateHandle");
        let expected = json!({"name": "stateHandle", "required": true, "value": body["stateHandle"], "visible": false, "mutable": false});
        assert_eq!(handle, Some(&expected), "1.5: {name}");
    }
    let paths = match &form["relatesTo"] {
        Value::Array(paths) => paths.clone(),
        Value::Null => Vec::new(),
        path => vec![path.clone()],
    };
    for path in paths {
        let path = path.as_str().expect("1.5: a path").trim_start_matches("$.");
        let found = path.split('.').try_fold(body, |value, key| value.get(key));
        assert!(
            found.is_some(),
            "1.5: {name} relates to {path}, which is not there"
        );
    }
    assert_eq!(
        form.get("refresh").is_some(),
        name.ends_with("-poll"),
        "1.9: {name}"
    );
}

/// 1.6.
#[track_caller]
fn are_messages(messages: &[Value]) {
    assert!(!messages.is_empty(), "1.6: an empty list says nothing");
    for message in messages {
        assert!(
            message["message"]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "1.6: a text for clients without the key"
        );
        let classes = ["ERROR", "WARNING", "INFO", "SUCCESS"];
        assert!(classes.contains(&message["class"].as_str().unwrap()), "1.6");
        if let Some(i18n) = message.get("i18n") {
            assert!(
                i18n["key"].as_str().is_some_and(|key| !key.is_empty()),
                "1.6"
            );
        }
        for link in message["links"].as_array().into_iter().flatten() {
            assert!(link["url"].is_string(), "1.6");
        }
    }
}

/// 3.2: the order of a denial's and a reminder's messages.
#[track_caller]
fn in_order(messages: &[Value], reminds: bool) {
    let keys: Vec<_> = messages
        .iter()
        .map(|message| message["i18n"]["key"].as_str().unwrap_or_default())
        .map(|key| key.strip_prefix(PREFIX).unwrap_or(key))
        .collect();
    let mut rest = match keys[0] {
        "title" => {
            assert!(!reminds, "2.6: a denial has no form");
            match keys.get(1) {
                Some(&("explanation_one_rule" | "explanation_multiple_rules")) => &keys[2..],
                _ => &keys[1..],
            }
        }
        DUE => {
            assert!(reminds, "2.7");
            assert_eq!(messages[0]["class"], "WARNING", "3.2");
            let params = messages[0]["i18n"]["params"].as_array().unwrap();
            let instant = params[0].as_str().unwrap();
            assert!(instant.parse::<Timestamp>().is_ok(), "3.5: {instant}");
            assert!(
                messages[1..]
                    .iter()
                    .all(|message| message["class"] == "ERROR"),
                "3.2"
            );
            &keys[1..]
        }
        _ => return,
    };
    if let Some((last, before)) = rest.split_last()
        && last.starts_with("additional_help_")
    {
        let links = messages[messages.len() - 1]["links"].as_array().unwrap();
        assert_eq!(links.len(), 1, "3.2: help has exactly one link");
        rest = before;
    }
    assert!(
        !rest.iter().any(|key| key.starts_with("additional_help_")
            || key.starts_with("explanation_")
            || *key == "title"),
        "3.2: each frame once and at its place: {keys:?}"
    );
    let options = rest.iter().filter(|key| **key == "option_index").count();
    match (keys.get(1), rest.is_empty(), options) {
        (Some(&"explanation_one_rule"), false, 0)
        | (Some(&"explanation_multiple_rules"), false, 2..) => {}
        (Some(&("explanation_one_rule" | "explanation_multiple_rules")), ..) => {
            panic!("3.2: the explanation does not fit the options: {keys:?}")
        }
        // A denial explains itself where there is something to do; a reminder never does.
        (_, empty, _) => assert!(empty || keys[0] == DUE, "3.2: {keys:?}"),
    }
    if options > 0 {
        assert!(options > 1, "3.2: one option has no number");
        assert_eq!(rest[0], "option_index", "3.3: no action before its option");
        let bare = rest.windows(2).any(|pair| pair == ["option_index"; 2]);
        assert!(
            !bare && rest.last() != Some(&"option_index"),
            "3.2: {keys:?}"
        );
        let numbers: Vec<_> = messages
            .iter()
            .filter(|message| message["i18n"]["key"] == format!("{PREFIX}option_index"))
            .map(|message| message["i18n"]["params"][0].clone())
            .collect();
        let expected: Vec<_> = (1..=options)
            .map(|number| json!(number.to_string()))
            .collect();
        assert_eq!(numbers, expected, "3.1");
    }
    for message in messages {
        let links = message["links"].as_array().map_or(0, Vec::len);
        assert!(links <= 1, "3.2: an action has at most one link");
    }
}

#[tokio::test]
async fn a_reminder_has_all_that_its_view_needs() {
    let grace = json!({"gracePeriod": {"type": "BY_DURATION", "expiry": "P7D"}});
    let org = Org::new(&[with(macos("Mac"), &grace)]).await;
    let (handle, transaction) = org.proven().await;
    FakeDevice::new()
        .firewall("0")
        .answer(&org, &FakeDevice::challenge(&transaction))
        .await;
    let reminder = org.poll(&handle).await;
    assert!(reminder.app.is_some() && reminder.cancel.is_some(), "2.7");
    let form = &reminder.forms()[0];
    assert!(form.href.ends_with("/idp/idx/skip"), "2.7");
    assert_eq!(form.value.len(), 1, "2.7: only the stateHandle");
}

#[tokio::test]
async fn an_introspect_says_the_same_however_it_is_asked_and_however_often() {
    let org = Org::new(&[macos("Mac")]).await;
    let interaction = org.interact().await;
    let by_interaction = json!({"interactionHandle": interaction});
    let first = org.post("/idp/idx/introspect", &by_interaction).await.idx();
    let handle = first.state_handle.clone().unwrap();
    assert!(
        !handle.starts_with("00"),
        "1.1: that would be the older engine"
    );
    for body in [
        by_interaction,
        json!({"stateToken": handle}),
        json!({"stateHandle": handle}),
    ] {
        assert_eq!(org.post("/idp/idx/introspect", &body).await.idx(), first);
    }
}

#[tokio::test]
async fn polls_and_cancels_may_come_in_any_order() {
    let org = Org::new(&[macos("Mac")]).await;
    let (handle, _) = org.proven().await;
    // A poll at once (1.9), a cancel with each kind of body that clients send, then polls on.
    org.poll(&handle).await;
    for body in [
        json!({"reason": "OV_RETURNED_ERROR", "statusCode": 500}),
        json!({"reason": "USER_CANCELED", "statusCode": null}),
        json!({"reason": null, "statusCode": "x"}),
        json!({}),
    ] {
        let answer = org
            .step("/idp/idx/authenticators/poll/cancel", &handle, body)
            .await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.idx().messages()[0].key(), format!("{PREFIX}title"));
    }
    for path in ["/idp/idx/authenticators/poll", "/idp/idx/challenge/poll"] {
        let answer = org.step(path, &handle, json!({})).await;
        assert_eq!(answer.status, StatusCode::OK);
        answer.idx();
    }
}

#[tokio::test]
async fn a_login_that_is_too_long_is_said_at_its_field_and_the_form_stays() {
    let org = Org::new(&[]).await;
    let handle = org.begin().await;
    let body = json!({"identifier": "a".repeat(257)});
    let answer = org.step("/idp/idx/identify", &handle, body).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let transaction = answer.idx();
    let field = transaction.forms()[0].field("identifier").unwrap();
    let messages = field.messages.as_ref().unwrap();
    assert!(messages.value[0].message.contains("256"));
    let body = json!({"identifier": "a".repeat(256)});
    let answer = org.step("/idp/idx/identify", &handle, body).await;
    assert_eq!(answer.idx().forms()[0].name, "challenge-authenticator");
}

#[tokio::test]
async fn the_form_of_a_success_is_what_the_client_trades() {
    let org = Org::new(&[]).await;
    let (_, success) = org.proven().await;
    let form = success.success_with_interaction_code.unwrap();
    assert_eq!(form.name, "issue");
    assert_eq!(
        form.accepts.as_deref(),
        Some("application/x-www-form-urlencoded")
    );
    let names: Vec<_> = form.value.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "grant_type",
            "interaction_code",
            "client_id",
            "code_verifier"
        ],
        "1.7"
    );
}
