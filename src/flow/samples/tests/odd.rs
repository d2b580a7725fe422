//! What servers send that nobody expects: everything is shown, can be answered, and leads on.

use serde_json::json;

use super::{Sample, actions, fields, page, screen};
use crate::flow::{
    Answer, Posted, answer,
    screen::{Choice, ChoiceStyle, Detail, FieldKind, FieldView, Onward, Screen, Text},
};

fn choices(field: &FieldView) -> (ChoiceStyle, &[Choice]) {
    match &field.kind {
        FieldKind::Choices { style, choices } => (*style, choices),
        other => panic!("{} is {other:?}", field.name),
    }
}

/// Our own text by its key, the server's as it is.
fn said(text: &Text) -> &str {
    if text.key.is_empty() {
        &text.fallback
    } else {
        &text.key
    }
}

/// Where a post goes, and with what.
fn sent(sample: &str, pairs: &[(&str, &str)]) -> (String, serde_json::Value) {
    let reply = Sample::find(sample)
        .expect("the sample")
        .reply()
        .expect("a reply");
    let pairs = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    match answer(&reply.transaction, &Posted::new(pairs)) {
        Answer::Submit { form, body } => (form.href, body.0),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_form_that_nobody_foresaw_asks_for_what_can_be_sent() {
    let page = page("form-odd");
    assert_eq!(
        fields(&page),
        ["licensePlate", "garage", "days", "colour", "permit"],
        "the first form that leads on; each name once"
    );
    let main = page.main.as_ref().expect("a form");
    assert_eq!(said(&main.fields[0].label), "License plate");
    assert_eq!(main.fields[0].max_length, None);
    let (style, garages) = choices(&main.fields[1]);
    assert_eq!(style, ChoiceStyle::Radio, "a list has no place for more");
    assert_eq!(garages[0].fields[0].name, "garage.0.floor");
    let (_, days) = choices(&main.fields[2]);
    let days: Vec<&str> = days.iter().map(|day| said(&day.label)).collect();
    assert_eq!(days, ["1", "5"], "without a value there is no choice");
    assert_eq!(main.fields[3].kind, FieldKind::Text);
    assert_eq!(main.fields[4].kind, FieldKind::Fixed);
    let others: Vec<&str> = page
        .alternatives
        .iter()
        .map(|form| said(&form.title))
        .collect();
    assert_eq!(others, ["Visitor badge"]);
    assert_eq!(actions(&page), ["print_map"]);
    assert_eq!(said(&page.actions[0].label), "Print map");
    let back = page.about.cancel.expect("a way back");
    assert_eq!(
        (back.form.as_str(), said(&back.label)),
        ("start-again", "goback")
    );
    let notices: Vec<&str> = page
        .about
        .notices
        .iter()
        .map(|notice| said(&notice.text))
        .collect();
    assert_eq!(
        notices,
        [
            "example.nobody.knows",
            "The list of garages is out of date."
        ],
        "what is wrong with a field that nobody sees is said as well"
    );
}

#[test]
fn what_was_filled_is_sent_as_the_form_describes_it() {
    let (href, body) = sent(
        "form-odd",
        &[
            ("form", "parking-permit"),
            ("licensePlate", "B XY 1"),
            ("garage", "0"),
            ("garage.0.floor", "2"),
            ("garage.1.address", "left from before"),
            ("days", "1"),
            ("colour", "green"),
            ("permit", "forged"),
        ],
    );
    assert!(href.ends_with("/permit"), "{href}");
    assert_eq!(
        body,
        json!({
            "licensePlate": "B XY 1",
            "garage": {"building": "HQ", "floor": "2"},
            "days": 5,
            "colour": "green",
            "permit": "P-7",
            "source": "page",
            "stateHandle": "02.sample",
        })
    );
}

#[test]
fn choices_that_the_server_calls_immutable_can_be_taken() {
    let page = page("enroll-channel-fixed");
    let (_, ways) = choices(&page.alternatives[0].fields[0]);
    let ways: Vec<&str> = ways.iter().map(|way| way.value.as_str()).collect();
    assert_eq!(ways, ["0", "2"], "not the e-mail again");
    let (_, body) = sent(
        "enroll-channel-fixed",
        &[
            ("form", "select-enrollment-channel"),
            ("authenticator.channel", "2"),
        ],
    );
    assert_eq!(
        body["authenticator"],
        json!({"id": "aut1", "channel": "sms"})
    );
}

#[test]
fn authenticators_are_known_by_their_type_where_nothing_else_tells() {
    let Screen::Password(page) = screen("select-unrelated") else {
        panic!("not the password")
    };
    let main = page.main.as_ref().expect("a form");
    assert_eq!(
        said(&main.fields[0].label),
        "mfa.challenge.password.placeholder"
    );
    let (_, others) = choices(&page.alternatives[0].fields[0]);
    let others: Vec<(&str, &str, Option<&str>)> = others
        .iter()
        .map(|other| {
            let detail = other.detail.as_deref();
            (other.value.as_str(), said(&other.label), detail)
        })
        .collect();
    assert_eq!(
        others,
        [
            ("1", "oie.email.label", None),
            ("2:methodType=0", "doorstep.way.sms", None),
            ("2:methodType=2", "doorstep.way.voice", None),
            ("3:methodType=0", "doorstep.way.push", Some("Company app")),
            ("3:methodType=1", "Wave at it", Some("Company app")),
        ],
        "the password is what the page asks for already"
    );
}

#[test]
fn the_first_sentence_says_what_this_page_asks_for() {
    let first = |name: &str| match page(name).details.first() {
        Some(Detail::Said(text)) => text.clone(),
        other => panic!("{name}: {other:?}"),
    };
    let launch = first("launch-only");
    assert_eq!(launch.key, "oktaVerify.appDescription");
    assert_eq!(launch.params, ["Travel desk"]);
    assert!(page("launch-only").about.cancel.is_none());
    assert_eq!(first("unlock-choose").key, "doorstep.lead.unlock-choose");
    assert_eq!(first("enroll-nfc").key, "oie.enroll.nfc_pin.instructions");
    assert!(matches!(
        &page("enroll-nfc").details[1],
        Detail::Program { address, .. } if address.starts_with("com-okta-authenticator:")
    ));
}

#[test]
fn nobody_who_is_refused_is_told_to_be_signed_in() {
    let Screen::DeniedGeneric(refused) = screen("denied-and-sent-on") else {
        panic!("not refused")
    };
    assert_eq!(refused.onward.expect("an address").host, "app.example.com");
    let Screen::Success(success) = screen("success-redirect") else {
        panic!("not signed in")
    };
    assert!(matches!(success.onward, Onward::Redirect(_)));
}

#[test]
fn what_can_only_be_skipped_can_be_skipped() {
    let Screen::Terminal(end) = screen("skip-only") else {
        panic!("not an end")
    };
    assert_eq!(end.actions[0].form, "skip");
    assert_eq!(
        end.title.as_ref().map(said),
        Some("doorstep.generic-title"),
        "nothing is wrong"
    );
}

#[test]
fn an_app_that_asks_for_something_is_named_with_its_policies() {
    let details = page("consent").details;
    assert!(matches!(
        &details[0],
        Detail::List { title: Some(title), .. }
            if title.key == "doorstep.scopes-of" && title.params == ["Payroll"]
    ));
    let policies: Vec<&str> = details
        .iter()
        .filter_map(|detail| match detail {
            Detail::Link(link) => Some(link.url.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        policies,
        ["https://payroll.example.com/terms"],
        "only addresses that are safe"
    );
}

#[test]
fn a_page_asks_neither_without_end_nor_never() {
    for (told, asks) in [
        (json!(2_000), 2_000),
        (json!(0), 0),
        (json!(-5), 4_000),
        (json!("soon"), 4_000),
        (json!(9_000_000_000_000_000_u64), 3_600_000),
    ] {
        let body = json!({"version": "1.0.0", "remediation": {"type": "array", "value": [
            {"rel": ["create-form"], "name": "challenge-poll", "href": "https://o.example/poll", "refresh": told},
        ]}});
        let screen = crate::flow::samples::screen(
            200,
            body.to_string().as_bytes(),
            &crate::flow::Setting::default(),
        );
        let Screen::Generic(page) = screen else {
            panic!("{screen:?}")
        };
        assert_eq!(page.poll.expect("a poll").refresh, asks, "{told}");
    }
}
