//! What the gallery holds, and that time in it is one clock.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use serde_json::json;

use super::*;
use crate::flow::{samples::Sample, screen::Grace};

const LANGUAGES: [&str; 4] = ["en", "de", "ja", "ar"];

fn known(tag: &str) -> Option<&'static str> {
    LANGUAGES.into_iter().find(|known| *known == tag)
}

fn sample(name: &str) -> State {
    State::Sample(Sample::find(name).expect("a sample"))
}

fn reminder(moment: Option<Moment>) -> (Grace, Shown) {
    let sample = Sample::find("grace").expect("a sample");
    let shown = sample.show(moment, &Setting::default());
    let Screen::Grace(grace) = shown.screen.clone() else {
        panic!("{:?}", shown.screen)
    };
    (grace, shown)
}

#[test]
fn there_are_as_many_views_as_the_product_of_what_can_be_chosen_and_each_has_an_address_of_its_own()
{
    let all: Vec<View> = views(&LANGUAGES).collect();
    assert_eq!(all.len() as u64, count(LANGUAGES.len()));
    let with_deadline = samples::ALL
        .iter()
        .filter(|sample| sample.show(None, &Setting::default()).deadline.is_some())
        .count();
    assert!(
        with_deadline >= 3,
        "{with_deadline} samples have a deadline"
    );
    let times = samples::ALL.len() + with_deadline * Moment::all().count();
    let devices = 2 + crate::flow::DeviceKind::ALL.len();
    assert_eq!(all.len(), times * LANGUAGES.len() * 3 * 3 * devices);
    let links: BTreeSet<String> = all.iter().map(View::link).collect();
    let pages: BTreeSet<String> = all.iter().map(View::page).collect();
    assert_eq!((links.len(), pages.len()), (all.len(), all.len()));
}

#[test]
fn an_address_leads_back_to_its_view() {
    let policy = |case| State::Policy {
        id: String::from("dae3m8o4rWhwReDeM1c5"),
        case,
    };
    let cases = [
        Case::Failing,
        Case::Unknown,
        Case::Reminder,
        Case::Only(String::from("dtc.osVersion")),
    ];
    let own = cases.map(|case| View {
        theme: Theme::Dark,
        ..View::new(policy(case), "ja")
    });
    for view in views(&["de", "ar"]).chain(own) {
        let link = view.link();
        let (_, query) = link.split_once('?').expect("a query");
        let mut read = View::new(sample("identify"), "en");
        assert_eq!(read.choose(query, known), [], "{link}");
        assert_eq!(read, view, "{link}");
    }
}

#[test]
fn what_is_not_known_is_told_and_the_usual_is_taken() {
    let mut view = View::new(sample("grace"), "de");
    let query = "state=nothing&lang=tlh&theme=pink&dir=up&viewer=toaster&time=99&more=1&theme=blue";
    assert_eq!(view.choose(query, known), Choice::ALL);
    assert_eq!(view, View::new(sample("grace"), "de"));
    for path in [
        "../grace",
        "policies/",
        "policies/a",
        "policies/a/none",
        "policies/a/only-",
        "policies/a/only-<b>",
        "policies/a b/failing",
        "policies/a/b/failing",
    ] {
        assert_eq!(State::at(path), None, "{path}");
    }
}

#[test]
fn at_every_moment_so_much_time_is_left_as_was_chosen_and_the_deadline_stands() {
    let (as_it_is, own) = reminder(None);
    let later = Timestamp::MAX;
    assert!(own.left(later).expect("a deadline").is_positive());
    for moment in Moment::all() {
        let (grace, shown) = reminder(Some(moment));
        assert_eq!(shown.left(later), Some(moment.left()));
        assert_eq!(grace.deadline, as_it_is.deadline);
        let seen = grace.remediation.observation.expect("what was seen");
        assert_eq!(Some(seen.server_time), shown.at);
        let before = as_it_is.remediation.observation.as_ref().expect("the same");
        let age = |seen: &crate::flow::screen::Observation| {
            let checked = seen.checked_at.expect("a time");
            seen.server_time.duration_since(checked)
        };
        assert_eq!(
            age(&seen),
            age(before),
            "it was checked as long ago as before"
        );
        assert_eq!(seen.checks, before.checks);
    }
}

#[test]
fn the_slider_goes_from_a_month_before_the_deadline_to_after_it() {
    let left: Vec<SignedDuration> = Moment::all().map(Moment::left).collect();
    assert_eq!(left.first(), Some(&SignedDuration::from_hours(30 * 24)));
    assert!(left.last().expect("a moment").is_negative());
    assert!(left.is_sorted_by(|before, after| before > after));
    let steps: Vec<usize> = Moment::all().map(Moment::step).collect();
    assert_eq!(steps, (1..=left.len()).collect::<Vec<_>>());
    for (seconds, step) in [
        (40 * 86_400, 1),
        (30 * 86_400, 1),
        (7 * 86_400 - 1, 2),
        (60, 7),
        (59, 7),
        (20, 8),
        (0, 8),
        (-60, 9),
        (-600, 9),
    ] {
        let nearest = Moment::nearest(SignedDuration::from_secs(seconds));
        assert_eq!(nearest.step(), step, "{seconds}");
    }
}

#[test]
fn a_deadline_that_only_a_message_tells_counts_too_and_texts_that_are_no_times_stay() {
    let mut response = json!({
        "version": "1.0.0", "stateHandle": "02.sample",
        "messages": {"type": "array", "value": [
            {"message": "Until 2026-03-09T10:00:00.000Z, said 2026", "class": "WARNING", "i18n": {
                "key": "idx.device_assurance.grace_period.warning.title.due_by_date", "params": ["2026-03-09T10:00:00.000Z"],
            }},
        ]},
    });
    let before = response.clone();
    let at = clock::set(&mut response, SignedDuration::from_mins(5)).expect("a deadline");
    assert_eq!(at.to_string(), "2026-03-09T09:55:00Z");
    assert_eq!(
        response, before,
        "without a time of the server's nothing moves"
    );
    for body in [
        json!({}),
        json!(null),
        json!({"messages": {"value": [{"i18n": {"key": "x", "params": ["2026-03-09T10:00:00Z"]}}]}}),
    ] {
        assert_eq!(clock::deadline(&body), None, "{body}");
    }
}

#[test]
fn every_state_stands_on_one_shelf() {
    let shelves = shelves(&Setting::default());
    let mut names = BTreeSet::new();
    for exhibit in shelves.iter().flat_map(|shelf| &shelf.exhibits) {
        let State::Sample(sample) = &exhibit.state else {
            panic!("{:?}", exhibit.state)
        };
        assert!(
            names.insert(sample.name),
            "{} stands there twice",
            sample.name
        );
    }
    assert_eq!(names.len(), samples::ALL.len());
    assert_eq!(shelves.len(), Group::ALL.len());
}

#[test]
fn a_page_about_a_device_is_looked_at_on_that_device_unless_another_is_chosen() {
    use crate::flow::{DeviceKind, guide::Platform};
    assert_eq!(
        Seen::There.kind(Some(Platform::Macos)),
        Some(DeviceKind::Mac)
    );
    assert_eq!(Seen::There.kind(None), None);
    assert_eq!(Seen::Unsaid.kind(Some(Platform::Macos)), None);
    let phone = Seen::On(DeviceKind::Iphone);
    assert_eq!(phone.kind(Some(Platform::Macos)), Some(DeviceKind::Iphone));
}
