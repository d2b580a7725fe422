//! Every screen in a frame of an app's page.

use std::collections::BTreeSet;

use scraper::Html;

use super::{all, attributes, context, screens};
use crate::{
    flow::Screen,
    i18n::Locale,
    ui::{Frame, render},
};

fn framed(screen: &Screen, locale: Locale) -> Html {
    let mut context = context(locale);
    context.taken = true;
    context.frame = Some(Frame {
        hosts: vec![String::from("https://intranet.example")],
        ticket: Some(String::from("sealed")),
        outside: None,
    });
    Html::parse_document(&render(screen, &context))
}

#[test]
fn s10_nothing_takes_the_focus_from_the_page_around_a_frame() {
    let mut seen = 0;
    for (name, screen) in screens() {
        let outside = Html::parse_document(&render(&screen, &context(Locale::En)));
        seen += attributes(&outside, "[autofocus]", "autofocus").len();
        let page = framed(&screen, Locale::En);
        assert!(
            attributes(&page, "[autofocus]", "autofocus").is_empty(),
            "{name}"
        );
    }
    assert!(seen > 0, "no sample takes the focus elsewhere");
}

#[test]
fn s10_the_page_around_a_frame_is_told_one_of_ten_states_in_words_that_are_the_same_for_everybody()
{
    for locale in Locale::ALL {
        let mut told = BTreeSet::new();
        for (name, screen) in screens() {
            let page = framed(&screen, *locale);
            let states = attributes(&page, "[data-hosts]", "data-state");
            let titles = attributes(&page, "[data-hosts]", "data-title");
            assert_eq!((states.len(), titles.len()), (1, 1), "{name}");
            assert!(!titles[0].is_empty(), "{name}");
            told.insert((states[0].clone(), titles[0].clone()));
        }
        let states: BTreeSet<&String> = told.iter().map(|(state, _)| state).collect();
        assert_eq!(
            states.len(),
            told.len(),
            "a state has one title, whatever the sample: {told:?}"
        );
        assert_eq!(
            states.into_iter().collect::<Vec<_>>(),
            [
                "denied",
                "device-challenge",
                "ended",
                "expired",
                "form",
                "grace",
                "identify",
                "password",
                "problem",
                "success"
            ]
        );
    }
}

#[test]
fn what_leads_out_of_a_frame_is_a_press_on_a_button_or_a_link_to_the_top_or_to_a_new_tab() {
    for (name, screen) in screens() {
        let page = framed(&screen, Locale::En);
        for action in attributes(&page, "form[target]", "action") {
            assert_eq!(action, "/signin/AbCdEfGhIjKlMnOp/top", "{name}");
        }
        for target in attributes(&page, "form[target], a[href^=http]", "target") {
            assert!(matches!(target.as_str(), "_top" | "_blank"), "{name}");
        }
        assert_eq!(
            attributes(&page, "a[href^=http]", "href").len(),
            attributes(&page, "a[href^=http][target]", "href").len(),
            "{name}: a link to another place in the frame"
        );
        if matches!(screen, Screen::Success(_)) {
            assert_eq!(all(&page, "form[target=_top] button").len(), 1, "{name}");
            assert!(attributes(&page, "[data-auto]", "data-auto").is_empty());
        }
    }
}
