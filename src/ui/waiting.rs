//! Pages that wait for something elsewhere and go on by themselves.

use leptos::prelude::*;

use super::{
    action::{self, Weight},
    words::Words,
};
use crate::{
    flow::screen::{About, Poll},
    islands::Waiting,
};

/// What a page that waits posts to find out whether it still shows what is: `http::poll`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) about: &'a About,
    /// [`crate::flow::Screen::mark`].
    pub(super) mark: &'a str,
    /// [`crate::flow::screen::DeviceChallenge::request`].
    pub(super) request: &'a str,
}

/// What a page that waits does first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Start {
    /// Opens a program by its own scheme, once per challenge; the page stays.
    pub(super) open: Option<String>,
    /// Posts the form at once, once per sign-in.
    pub(super) submit: bool,
}

/// The body of a question. Built here because the browser would need an encoder for it.
pub(super) fn body(poll: &Poll, shown: Shown<'_>) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .append_pair("form", &poll.action.form)
        .append_pair("shown", shown.mark)
        .append_pair("said", &shown.about.said())
        .append_pair("request", shown.request)
        .finish()
}

/// Goes on by itself, can be stopped (WCAG 2.2.1, 2.2.2), and has a button for people without script.
pub(super) fn draw(words: Words<'_>, poll: &Poll, shown: Shown<'_>, start: Start) -> AnyView {
    // An outage of the service counts the seconds: nothing else happens on that page.
    let count = (poll.action.form == "poll").then(|| {
        let text = words.t_with("waiting-count", &[("seconds", "{t}".into())]);
        let text = crate::i18n::plain(&text);
        view! { <p data-count=text hidden=true></p> }
    });
    let inner = view! {
            <div
                class="waiting"
                data-poll=words.page.poll()
                data-body=body(poll, shown)
                data-refresh=poll.refresh.to_string()
                data-open=start.open
                data-request=shown.request.to_owned()
                data-submit=start.submit.then(|| poll.action.form.clone())
                data-asking=words.t("live-checking")
                data-stopped=words.t("waiting-stopped")
                data-offline=words.t("live-offline")
            >
                {count}
                <p class="status" role="status"></p>
                <p class="quiet" data-note="" hidden=true>{words.t("waiting-note")}</p>
                <div class="row">
                    {action::button(&poll.action, words.t("form-check").into_any(), Weight::Secondary)}
                    <button class=Weight::Quiet.class() r#type="button" hidden=true data-stop="" data-resume=words.t("waiting-resume")>
                        {words.t("waiting-stop")}
                    </button>
                </div>
            </div>
    }
    .into_any();
    view! {
        <Waiting>{inner}</Waiting>
    }
    .into_any()
}
