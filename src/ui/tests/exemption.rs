//! More time: the fold, its errors, what became of it, and the administrators' page.

use jiff::Timestamp;
use scraper::Html;

use super::{all, attributes, context, html, render};
use crate::{
    flow::{
        Screen, Setting,
        samples::Sample,
        screen::{
            AskedFor, Check, Decision, DecisionProblem, DoorProblem, ExemptionDesk,
            ExemptionStatus, Request, RequestList, Text, Verdict,
        },
    },
    i18n::Locale,
    ui::{live, steps_text},
};

fn screen(name: &str) -> Screen {
    Sample::find(name)
        .expect("a sample")
        .screen(&Setting::default())
}

fn page(name: &str, locale: Locale) -> Html {
    html(&screen(name), locale).1
}

/// Without the marks that isolate values.
fn plain(texts: &[String]) -> String {
    crate::i18n::plain(&texts.join("|"))
}

#[test]
fn asking_is_folded_away_after_the_way_out_and_works_without_script_in_every_language() {
    for name in ["denied-exemption-offer", "grace-exemption-offer"] {
        let mut labels = std::collections::BTreeSet::new();
        for locale in Locale::ALL {
            let (text, page) = html(&screen(name), *locale);
            assert!(
                attributes(&page, "details.ask", "open").is_empty(),
                "{name}"
            );
            let (fix, ask, take) = (
                text.find("class=\"checks\"").expect("what to fix"),
                text.find("class=\"other ask\"").expect("the fold"),
                text.find("class=\"take\"").expect("what is taken along"),
            );
            assert!(fix < ask && ask < take, "{name}");
            assert_eq!(
                attributes(&page, ".ask form", "method"),
                ["post"],
                "{name}: a form of its own"
            );
            assert_eq!(
                attributes(&page, ".ask [name=form]", "value"),
                ["exemption"]
            );
            assert_eq!(attributes(&page, ".ask textarea", "maxlength"), ["1000"]);
            let options = plain(&all(&page, ".ask option"));
            assert_eq!(options.split('|').count(), 4, "{options}");
            labels.insert(options);
            assert!(!all(&page, ".ask .field__hint").is_empty());
        }
        assert_eq!(labels.len(), Locale::ALL.len(), "{labels:?}");
    }
    let options = plain(&all(
        &page("denied-exemption-offer", Locale::En),
        ".ask option",
    ));
    assert_eq!(options, "4\u{a0}hours|1\u{a0}day|3\u{a0}days|7\u{a0}days");
    for name in ["denied-custom", "grace", "denied-hidden"] {
        assert!(
            all(&page(name, Locale::En), ".ask, .asked").is_empty(),
            "{name}"
        );
    }
}

#[test]
fn a_mistake_opens_the_fold_has_the_focus_and_keeps_what_was_typed() {
    let page = page("denied-exemption-errors", Locale::En);
    assert!(all(&page, "title")[0].starts_with("Error: "));
    assert_eq!(attributes(&page, "details.ask", "open").len(), 1);
    assert_eq!(attributes(&page, ".ask [role=alert]", "tabindex"), ["-1"]);
    assert_eq!(
        attributes(&page, ".ask [role=alert] a", "href"),
        ["#exemption-reason", "#exemption-duration"]
    );
    assert_eq!(
        attributes(&page, ".ask [aria-invalid=true]", "name"),
        ["reason", "duration"]
    );
    assert_eq!(
        attributes(&page, ".ask textarea", "aria-describedby"),
        ["exemption-reason-hint exemption-reason-error"]
    );
    assert_eq!(
        all(&page, ".ask textarea"),
        ["My train leaves in ten minutes.\nI’ll do it at home."]
    );
    assert_eq!(plain(&all(&page, ".ask option[selected]")), "7\u{a0}days");
}

#[test]
fn what_became_of_it_is_said_in_words_with_times_and_the_note_is_text() {
    let pending = page("denied-exemption-pending", Locale::En);
    let told = plain(&all(&pending, ".asked"));
    assert!(
        told.contains("You asked for more time")
            && told.contains("for 3\u{a0}days")
            && told.contains("leave this page open"),
        "{told}"
    );
    assert_eq!(
        attributes(&pending, ".asked time", "datetime"),
        ["2026-03-02T09:58:30Z"]
    );
    assert!(
        all(&pending, ".ask").is_empty(),
        "nobody asks twice at once"
    );

    let declined = page("denied-exemption-declined", Locale::De);
    assert_eq!(
        plain(&all(&declined, ".asked h2")),
        "Ihre Bitte um mehr Zeit wurde abgelehnt"
    );
    assert!(all(&declined, ".asked blockquote[dir=auto][lang='']")[0].contains("Room 3.14"));
    assert_eq!(
        plain(&all(&declined, ".ask summary")),
        "Noch einmal um mehr Zeit bitten"
    );

    let mut hostile = screen("denied-exemption-declined");
    if let Screen::Denied(denied) = &mut hostile {
        let latest: &mut AskedFor = denied.exemption.latest.as_mut().expect("a request");
        latest.note = Some("<script>alert(1)</script>".to_owned());
    }
    let hostile = Html::parse_document(&render(&hostile, &context(Locale::En)));
    assert_eq!(
        all(&hostile, ".asked blockquote"),
        ["<script>alert(1)</script>"]
    );
    assert!(all(&hostile, ".asked script").is_empty());
}

#[test]
fn time_that_was_granted_is_not_called_the_policys_grace() {
    let (granted, own) = (
        page("grace-exemption", Locale::En),
        page("grace", Locale::En),
    );
    assert_eq!(all(&granted, "h1"), ["You have been given more time"]);
    assert_ne!(all(&granted, "h1"), all(&own, "h1"));
    let due = plain(&all(&granted, ".due"));
    assert!(due.starts_with("Your IT team gave you time until"), "{due}");
    assert!(all(&granted, ".grace blockquote")[0].contains("Have a good trip"));
    assert!(all(&granted, ".asked").is_empty(), "said once");
    let text = steps_text(&screen("grace-exemption"), &context(Locale::En)).expect("text");
    assert!(text.contains("Your IT team gave you time until"), "{text}");
}

#[test]
fn a_page_that_waits_is_told_the_decision_as_a_sentence_of_its_own() {
    let said = |name| live(&screen(name), Locale::En);
    assert_eq!(said("denied-custom").request, "");
    let pending = said("denied-exemption-pending");
    assert_eq!(pending.request, "Your request for more time was sent.");
    let declined = said("denied-exemption-declined");
    assert_eq!(declined.request, "Your request for more time was declined.");
    assert_ne!(declined.layout, pending.layout, "the page is drawn anew");
    let granted = said("grace-exemption");
    assert_eq!(granted.request, "You have been given more time.");
    assert_ne!(granted.layout, pending.layout);
    let page = page("denied-exemption-pending", Locale::En);
    assert_eq!(
        attributes(&page, "[data-events]", "data-request"),
        [pending.request]
    );
}

fn check(id: &str) -> Check {
    Check {
        id: id.to_owned(),
        name: None,
        verdict: Verdict::Fail,
        cause: None,
        observed: None,
        required: None,
    }
}

fn request(id: &str, status: ExemptionStatus) -> Request {
    let at: Timestamp = "2026-03-02T09:58:30Z".parse().expect("a time");
    let duration = || Text::keyed("doorstep.duration", vec!["P3D".to_owned()], "P3D");
    Request {
        id: id.to_owned(),
        status,
        person: "ana@example.com".to_owned(),
        device: "Ana’s Mac".to_owned(),
        platform: "MACOS".to_owned(),
        policy: "Macs".to_owned(),
        checks: vec![check("osVersion"), check("diskEncryptionType")],
        reason: "<b>Travel</b>".to_owned(),
        requested: duration(),
        requested_at: at,
        decided_by: None,
        decided_at: None,
        granted: None,
        expires_at: None,
        note: None,
    }
}

fn drawn(desk: ExemptionDesk, locale: Locale) -> Html {
    let mut context = context(locale);
    context.path = "/exemptions".to_owned();
    Html::parse_document(&render(&Screen::Exemptions(desk), &context))
}

#[test]
fn administrators_see_what_waits_then_what_was_decided_and_everything_about_one_of_them() {
    for locale in Locale::ALL {
        let list = RequestList {
            waiting: vec![request("exm1", ExemptionStatus::Pending)],
            decided: vec![request("exm2", ExemptionStatus::Declined)],
            more: false,
            gone: false,
        };
        let page = drawn(ExemptionDesk::List(list), *locale);
        assert_eq!(
            attributes(&page, "main .check a", "href"),
            ["/exemptions/exm1", "/exemptions/exm2"]
        );
        assert_eq!(all(&page, "main .check time").len(), 2);
        let one = Decision {
            request: request("exm1", ExemptionStatus::Pending),
            durations: Vec::new(),
            note: "typed".to_owned(),
            problem: Some(DecisionProblem::Forbidden),
        };
        let page = drawn(ExemptionDesk::One(Box::new(one)), *locale);
        let told = plain(&all(&page, "main"));
        for part in [
            "ana@example.com",
            "Ana’s Mac",
            "macOS",
            "Macs",
            "<b>Travel</b>",
            "doorstep.exemptions.manage",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
        assert!(all(&page, "main b").is_empty(), "words are text");
        assert_eq!(
            attributes(&page, "main form [name=form]", "value"),
            ["approve", "decline", "sign-out"]
        );
        assert_eq!(all(&page, "main textarea"), ["typed"]);
        assert_eq!(attributes(&page, "main [role=alert]", "tabindex"), ["-1"]);
    }
}

#[test]
fn what_is_decided_can_only_be_ended_and_what_is_over_only_be_read() {
    for (status, buttons) in [
        (ExemptionStatus::Approved, vec!["revoke", "sign-out"]),
        (ExemptionStatus::Declined, vec!["sign-out"]),
        (ExemptionStatus::Revoked, vec!["sign-out"]),
        (ExemptionStatus::Expired, vec!["sign-out"]),
    ] {
        let one = Decision {
            request: request("exm1", status),
            durations: Vec::new(),
            note: String::new(),
            problem: None,
        };
        let page = drawn(ExemptionDesk::One(Box::new(one)), Locale::En);
        assert_eq!(attributes(&page, "main form [name=form]", "value"), buttons);
    }
    for (problem, wrong) in [
        (None, 0),
        (Some(DoorProblem::Token), 1),
        (Some(DoorProblem::Scope), 1),
    ] {
        let page = drawn(ExemptionDesk::Door(problem), Locale::Ja);
        assert_eq!(attributes(&page, "#token", "type"), ["password"]);
        assert_eq!(all(&page, "#token-error").len(), wrong);
    }
}
