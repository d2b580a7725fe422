//! More time: where it can be asked for, what became of it.

use super::{Screen, screen};
use crate::flow::{
    Flash, Posted,
    screen::{ChoiceStyle, Exemption, ExemptionStatus, FieldKind},
};

fn exemption(name: &str) -> Exemption {
    match screen(name) {
        Screen::Denied(denied) => denied.exemption,
        Screen::Grace(grace) => grace.exemption,
        other => panic!("{name} is {other:?}"),
    }
}

#[test]
fn it_can_be_asked_for_only_where_the_server_offers_it() {
    for name in ["denied-exemption-offer", "grace-exemption-offer"] {
        let offered = exemption(name);
        assert_eq!(offered.latest, None, "{name}");
        let ask = offered.ask.expect("a form");
        assert_eq!((ask.name.as_str(), ask.has_errors), ("exemption", false));
        let [reason, duration] = ask.fields.as_slice() else {
            panic!("{:?}", ask.fields)
        };
        assert_eq!(
            (&reason.kind, reason.max_length),
            (&FieldKind::Paragraphs, Some(1000))
        );
        assert_eq!(reason.label.key, "doorstep.label.exemption-reason");
        let FieldKind::Choices {
            style: ChoiceStyle::Select,
            choices,
        } = &duration.kind
        else {
            panic!("{duration:?}")
        };
        let told: Vec<&str> = choices
            .iter()
            .map(|choice| choice.label.params[0].as_str())
            .collect();
        assert_eq!(told, ["PT4H", "P1D", "P3D", "P7D"]);
        assert!(choices[1].chosen, "the server's default");
    }
    for name in [
        "denied-custom",
        "denied-exemption-pending",
        "grace",
        "grace-exemption",
    ] {
        assert_eq!(exemption(name).ask, None, "{name}");
    }
}

#[test]
fn what_became_of_it_is_told_with_the_administrators_words() {
    for (name, status, note) in [
        ("denied-exemption-pending", ExemptionStatus::Pending, false),
        ("denied-exemption-declined", ExemptionStatus::Declined, true),
        ("denied-exemption-expired", ExemptionStatus::Expired, false),
        ("grace-exemption", ExemptionStatus::Approved, true),
    ] {
        let exemption = exemption(name);
        let granted = exemption.granted(None).is_some();
        assert_eq!(granted, status == ExemptionStatus::Approved, "{name}");
        let latest = exemption.latest.expect("a request");
        assert_eq!(
            (latest.status, latest.note.is_some()),
            (status, note),
            "{name}"
        );
    }
    let granted = exemption("grace-exemption");
    let Screen::Grace(grace) = screen("grace-exemption") else {
        panic!("no reminder")
    };
    let end = granted.latest.as_ref().expect("a request").expires_at;
    assert_eq!(end, grace.deadline);
    let longer = end.map(|end| end + jiff::SignedDuration::from_secs(1));
    assert!(
        granted.granted(longer).is_none(),
        "the policy's own grace lasts longer"
    );
}

#[test]
fn an_open_page_hears_of_every_change_of_the_request() {
    let marks: Vec<String> = [
        "denied-custom",
        "denied-exemption-pending",
        "denied-exemption-declined",
        "denied-exemption-expired",
        "grace-exemption",
    ]
    .map(|name| screen(name).mark())
    .to_vec();
    for (index, mark) in marks.iter().enumerate() {
        assert!(mark.starts_with("remedy"), "{mark}");
        assert!(!marks[..index].contains(mark), "{mark} is there twice");
    }
    assert_eq!(
        screen("denied-custom").mark(),
        screen("denied-exemption-offer").mark(),
        "that it can be asked for is no news"
    );
}

#[test]
fn what_the_server_finds_wrong_is_said_once_in_the_form_with_what_was_typed() {
    let reply = super::Sample::find("denied-exemption-errors")
        .expect("a sample")
        .reply()
        .expect("a transaction");
    let fields = [
        ("form", "exemption"),
        ("reason", "Because."),
        ("duration", "3"),
    ];
    let posted = Posted::new(
        fields
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
    );
    let form = reply.transaction.exemption.clone().expect("a form");
    let flash = Flash::of(&reply, &form, &posted).expect("something to say");
    let mut next = super::Sample::find("denied-exemption-offer")
        .expect("a sample")
        .reply()
        .expect("a transaction");
    flash.apply(&mut next.transaction);
    let Screen::Denied(denied) = crate::flow::read(&next, &crate::flow::Setting::default()) else {
        panic!("no denial")
    };
    let ask = denied.exemption.ask.expect("a form");
    assert!(ask.has_errors);
    assert_eq!(ask.fields[0].value, "Because.");
    let said: Vec<&str> = ask
        .fields
        .iter()
        .flat_map(|field| &field.errors)
        .map(|error| error.key.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "model.validation.field.string.maxLength",
            "model.validation.field.value.not.allowed"
        ]
    );
    let FieldKind::Choices { choices, .. } = &ask.fields[1].kind else {
        panic!("{:?}", ask.fields)
    };
    assert!(choices[3].chosen);
}
