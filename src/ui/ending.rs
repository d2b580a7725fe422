//! Screens on which a sign-in ends, well or not.

use leptos::prelude::*;

use super::{
    action::{self, Weight},
    details, frame,
    live::listening,
    parts,
    shell::Page,
    words::Words,
};
use crate::{
    flow::screen::{Ending, Screen, Success},
    i18n::Arg,
    islands::AutoContinue,
};

/// Milliseconds in which going on by itself can be stopped.
const NOTICE: &str = "3000";
/// The same where the person was just doing something else: fixing the device.
const AFTER_A_FIX: &str = "5000";

/// Not let in, and not told why. Nothing here may depend on what was checked.
pub(super) fn denied(words: Words<'_>, end: &Ending) -> Page {
    let mut page = draw(
        words,
        end,
        words.t("denied-generic-title"),
        view! { <p>{words.t("denied-generic-help")}</p> }.into_any(),
    );
    if end.live {
        page.content = listening(words, &Screen::DeniedGeneric(end.clone()), page.content);
    }
    page
}

/// Only messages.
pub(super) fn terminal(words: Words<'_>, end: &Ending) -> Page {
    let title = end.title.as_ref().map_or_else(
        || words.t("terminal-title"),
        |title| words.say(title).plain(),
    );
    let details = details::draw(words, &end.details, 2);
    draw(words, end, title, details.into_any())
}

/// Too late; nothing is lost.
pub(super) fn expired(words: Words<'_>, end: &Ending) -> Page {
    // The heading says what the message says.
    let mut end = end.clone();
    end.about.notices.clear();
    draw(
        words,
        &end,
        words.t("expired-title"),
        view! { <p class="lead">{words.t("expired-text")}</p> }.into_any(),
    )
}

fn draw(words: Words<'_>, end: &Ending, heading: String, text: AnyView) -> Page {
    let start_again = end
        .start_again
        .as_ref()
        .map(|start| action::main_button(words, start, words.t("start-again").into_any()));
    // By way of the page itself: the address may carry the org's state token, as that of a success does.
    let onward = end.onward.as_ref().map(|_| {
        view! { <a class=Weight::Primary.class() href="?continue" target=frame::target(words)>{words.t("success-continue")}</a> }
    });
    let recheck = end
        .recheck
        .as_ref()
        .map(|recheck| action::recheck(words, recheck, Weight::Secondary));
    let actions = end
        .actions
        .iter()
        .map(|action| action::button(action, words.say(&action.label).view(), Weight::Secondary))
        .collect_view();
    let content = view! {
        {parts::about(words, &end.about)}
        {text}
        <div class="row">{onward}{start_again}{actions}{recheck}{action::back(words, end.about.cancel.as_ref())}</div>
    };
    Page {
        heading,
        has_errors: false,
        content: content.into_any(),
        help: None,
    }
}

/// Signed in. The form is a GET, so that the browser keeps the address's fragment on the way to the app.
pub(super) fn success(words: Words<'_>, success: &Success) -> Page {
    let heading = words.t(if success.fixed {
        "success-fixed-title"
    } else {
        "success-title"
    });
    let label = match &success.about.app {
        Some(app) => words.t_with("success-continue-to", &[("app", Arg::from(app.clone()))]),
        None => words.t("success-continue"),
    };
    let text = success
        .device
        .as_ref()
        .map(|_| view! { <p class="lead">{words.t("success-text")}</p> });
    // In a frame the app does not belong, and no page leaves one by itself.
    let button = view! { <button class=Weight::Primary.class() name="to" value="continue">{label.clone()}</button> };
    let go_on = match frame::way_out(words, button) {
        Some(way_out) => way_out,
        None => by_itself(words, success, label),
    };
    let content = view! { {parts::about(words, &success.about)}{text}{go_on} };
    Page {
        heading,
        has_errors: false,
        content: content.into_any(),
        help: None,
    }
}

/// Goes on to the app after a moment in which that can be stopped.
fn by_itself(words: Words<'_>, success: &Success, label: String) -> AnyView {
    let go_on = view! {
        <form method="get">
            <button class=Weight::Primary.class() name="continue" value="">
                {label}
            </button>
        </form>
    };
    let auto = words.page.preferences.auto_continue;
    let open = words.page.app.clone().map(|address| {
        let label = match &success.about.app {
            Some(app) => words.t_with("success-open", &[("app", Arg::from(app.clone()))]),
            None => words.t("success-continue"),
        };
        view! { <a class=Weight::Secondary.class() href=address>{label}</a> }
    });
    let inner = view! {
            <div
                class="row"
                data-auto=auto.then_some("")
                data-notice=if success.fixed { AFTER_A_FIX } else { NOTICE }
                data-tabs=words.page.tabs.clone()
                data-title=words.attribute("success-soon") + " – "
            >
                {go_on}
                <p
                    class="quiet"
                    role="status"
                    aria-atomic="true"
                    data-text=words.attribute("success-auto")
                    data-stayed=words.attribute("success-stayed")
                ></p>
                <button class="button button--quiet" r#type="button" hidden=true>{words.t("success-stay")}</button>
                <p data-elsewhere=words.attribute("live-elsewhere") hidden=true>{open}</p>
            </div>
    }
    .into_any();
    view! {
        <AutoContinue>{inner}</AutoContinue>
        {action::auto_continue(words, words.t("success-auto-is-on"))}
    }
    .into_any()
}
