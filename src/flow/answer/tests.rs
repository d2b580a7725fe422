use serde_json::json;

use super::*;

fn transaction(value: Value) -> Transaction {
    serde_json::from_value(value).expect("a transaction")
}

fn identify() -> Transaction {
    transaction(
        json!({"stateHandle": "02.top", "remediation": {"type": "array", "value": [
        {"rel": ["create-form"], "name": "identify", "href": "https://o.example/idp/idx/identify", "value": [
            {"name": "identifier", "required": true},
            {"name": "credentials", "type": "object", "required": true, "form": {"value": [{"name": "passcode", "required": true, "secret": true}]}},
            {"name": "rememberMe", "type": "boolean"},
            {"name": "kept", "value": "k", "mutable": false, "visible": false},
            {"name": "stateHandle", "required": true, "value": "02.form", "visible": false, "mutable": false}]},
        {"rel": ["create-form"], "name": "select", "href": "https://o.example/idp/idx/challenge", "value": [
            {"name": "authenticator", "type": "object", "options": [
                {"label": "Password", "value": {"form": {"value": [{"name": "id", "value": "a1", "mutable": false}]}}},
                {"label": "Phone", "value": {"form": {"value": [
                    {"name": "id", "value": "a2", "mutable": false},
                    {"name": "methodType", "options": [{"label": "SMS", "value": "sms"}, {"label": "Voice", "value": "voice"}]},
                    {"name": "phoneNumber", "required": true}]}}}]}]}]},
        "authenticatorChallenge": {"type": "object", "value": {"challengeMethod": "LOOPBACK", "cancel":
            {"rel": ["create-form"], "name": "cancel-polling", "href": "https://o.example/idp/idx/authenticators/poll/cancel", "value": []}}},
        "currentAuthenticatorEnrollment": {"type": "object", "value": {"recover":
            {"rel": ["create-form"], "name": "recover", "href": "https://o.example/idp/idx/recover", "value": [{"name": "stateHandle", "value": "02.r"}]}}}}),
    )
}

fn post(pairs: &[(&str, &str)]) -> Posted {
    Posted::new(
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    )
}

fn body(pairs: &[(&str, &str)]) -> Value {
    match answer(&identify(), &post(pairs)) {
        Answer::Submit { body, .. } => body.0,
        other => panic!("not submitted: {other:?}"),
    }
}

#[test]
fn names_nest_and_fixed_values_go_along() {
    let body = body(&[
        ("form", "identify"),
        ("identifier", "  ana@example.com "),
        ("credentials.passcode", " p w "),
        ("rememberMe", "true"),
    ]);
    assert_eq!(
        body,
        json!({"identifier": "ana@example.com", "credentials": {"passcode": " p w "}, "rememberMe": true, "kept": "k", "stateHandle": "02.form"})
    );
}

#[test]
fn the_browser_decides_neither_the_state_handle_nor_fixed_values_nor_other_fields() {
    let body = body(&[
        ("form", "identify"),
        ("identifier", "a"),
        ("credentials.passcode", "p"),
        ("stateHandle", "evil"),
        ("kept", "evil"),
        ("admin", "true"),
        ("credentials.extra", "x"),
    ]);
    assert_eq!(
        body,
        json!({"identifier": "a", "credentials": {"passcode": "p"}, "kept": "k", "stateHandle": "02.form"})
    );
}

#[test]
fn a_blank_required_field_is_said_at_the_field_and_keeps_the_rest_but_no_password() {
    let Answer::Incomplete(flash) = answer(
        &identify(),
        &post(&[
            ("form", "identify"),
            ("identifier", "ana"),
            ("credentials.passcode", ""),
        ]),
    ) else {
        panic!("submitted");
    };
    let kept = serde_json::to_string(&flash).expect("JSON");
    assert!(
        kept.contains("model.validation.field.blank")
            && kept.contains("credentials.passcode")
            && kept.contains("ana")
    );
    let Answer::Incomplete(flash) = answer(
        &identify(),
        &post(&[
            ("form", "identify"),
            ("identifier", ""),
            ("credentials.passcode", "hunter2"),
        ]),
    ) else {
        panic!("submitted");
    };
    assert!(
        !serde_json::to_string(&flash)
            .expect("JSON")
            .contains("hunter2")
    );
}

#[test]
fn a_choice_takes_its_fixed_values_and_what_was_asked_below_it() {
    assert_eq!(
        body(&[("form", "select"), ("authenticator", "0")]),
        json!({"authenticator": {"id": "a1"}, "stateHandle": "02.top"})
    );
    assert_eq!(
        body(&[
            ("form", "select"),
            ("authenticator", "1"),
            ("authenticator.1.methodType", "1"),
            ("authenticator.1.phoneNumber", "+49 1"),
            ("authenticator.0.id", "evil"),
        ]),
        json!({"authenticator": {"id": "a2", "methodType": "voice", "phoneNumber": "+491"}, "stateHandle": "02.top"})
    );
    let incomplete = answer(
        &identify(),
        &post(&[("form", "select"), ("authenticator", "1")]),
    );
    assert!(matches!(incomplete, Answer::Incomplete(_)));
}

#[test]
fn giving_the_device_check_up_says_why_in_known_words() {
    let cancel = |pairs: &[(&str, &str)]| {
        let mut all = vec![("form", "authenticatorChallenge-cancel")];
        all.extend_from_slice(pairs);
        body(&all)
    };
    assert_eq!(
        cancel(&[("reason", "OV_RETURNED_ERROR"), ("statusCode", "500")]),
        json!({"reason": "OV_RETURNED_ERROR", "statusCode": 500, "stateHandle": "02.top"})
    );
    assert_eq!(
        cancel(&[("reason", "whatever"), ("statusCode", "x")]),
        json!({"reason": "USER_CANCELED", "statusCode": null, "stateHandle": "02.top"})
    );
}

#[test]
fn an_action_of_the_authenticator_is_found_by_its_path() {
    assert_eq!(
        body(&[("form", "currentAuthenticatorEnrollment-recover")]),
        json!({"stateHandle": "02.r"})
    );
}

#[test]
fn a_form_that_is_not_there_is_stale() {
    for form in [
        "",
        "nonsense",
        "cancel",
        "currentAuthenticator-recover",
        "currentAuthenticatorEnrollment-id",
    ] {
        assert_eq!(
            answer(&identify(), &post(&[("form", form)])),
            Answer::Stale,
            "{form}"
        );
    }
}

#[test]
fn a_button_may_answer_what_a_choice_asks_inside() {
    assert_eq!(
        body(&[
            ("form", "select"),
            ("authenticator", "1:methodType=1"),
            ("authenticator.1.phoneNumber", "0049 (1) 2-3"),
        ]),
        json!({"authenticator": {"id": "a2", "methodType": "voice", "phoneNumber": "+49123"}, "stateHandle": "02.top"})
    );
}

#[test]
fn a_telephone_number_without_a_country_is_asked_for_again() {
    for typed in ["030 123456", "+", "+0123"] {
        assert!(
            matches!(
                answer(
                    &identify(),
                    &post(&[
                        ("form", "select"),
                        ("authenticator", "1:methodType=0"),
                        ("authenticator.1.phoneNumber", typed),
                    ]),
                ),
                Answer::Incomplete(_)
            ),
            "{typed}"
        );
    }
}

/// A denial beside which more time can be asked for.
fn asking() -> Transaction {
    let sample = crate::flow::samples::Sample::find("denied-exemption-offer").expect("a sample");
    sample.reply().expect("a transaction").transaction
}

#[test]
fn more_time_is_asked_for_by_a_choice_of_the_list_and_a_reason_as_it_was_written() {
    let posted = post(&[
        ("form", "exemption"),
        ("reason", " My train leaves.\r\nI do it at home. "),
        ("duration", "2"),
        ("checks", "all"),
    ]);
    let Answer::Submit { form, body } = answer(&asking(), &posted) else {
        panic!("not submitted");
    };
    assert_eq!(
        form.href,
        "https://signin.example.com/idp/idx/device/exemption"
    );
    assert_eq!(
        body.0,
        json!({"reason": "My train leaves.\nI do it at home.", "duration": "P3D", "stateHandle": "02.sample"})
    );
    let nowhere = transaction(json!({"stateHandle": "02.top"}));
    assert_eq!(answer(&nowhere, &posted), Answer::Stale);
}

#[test]
fn a_blank_reason_and_an_odd_duration_are_said_at_the_fields_and_nothing_that_was_typed_is_lost() {
    let long = "Ich sitze im Zug. ".repeat(50);
    for (reason, duration, wrong, kept) in [
        (" ", "2", "doorstep.exemption.reason.blank", "P3D"),
        (
            long.as_str(),
            "99",
            "doorstep.exemption.duration",
            long.as_str(),
        ),
        (
            long.as_str(),
            "",
            "doorstep.exemption.duration",
            long.as_str(),
        ),
    ] {
        let posted = post(&[
            ("form", "exemption"),
            ("reason", reason),
            ("duration", duration),
        ]);
        let Answer::Incomplete(flash) = answer(&asking(), &posted) else {
            panic!("submitted: {reason} {duration}");
        };
        let mut again = asking();
        flash.apply(&mut again);
        let form = again.exemption.expect("the form");
        let said: Vec<&str> = form
            .value
            .iter()
            .flat_map(|field| &field.messages)
            .flat_map(|messages| &messages.value)
            .map(Message::key)
            .collect();
        assert_eq!(said, [wrong]);
        assert!(form.value.iter().any(|field| field.value == kept), "{kept}");
    }
}
