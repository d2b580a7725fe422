//! "Take these steps with you": what a person has been told, for when the computer is busy with the fix; and the pages
//! where it is read.
//!
//! What needs nothing of the server is always there: the steps as text, on paper and, where there is a deadline, in a
//! calendar. What the server must keep is made on request.

mod calendar;
mod pages;
mod plain;
mod qr;

use leptos::prelude::*;

pub use calendar::calendar;
pub(super) use pages::{help_desk, resume, sign_out, token, told};
pub use plain::steps_text;

use super::{parts, words::Words};
use crate::{
    flow::{
        Screen,
        screen::{Denied, Given, Grace, HandoutKind, TakeAway},
    },
    i18n::{Arg, plain},
    islands::CopyText,
};

/// The section of a denial.
pub(super) fn of_denial(words: Words<'_>, denied: &Denied) -> Option<AnyView> {
    section(words, &Screen::Denied(denied.clone()), &denied.take)
}

/// The section of a reminder.
pub(super) fn of_reminder(words: Words<'_>, grace: &Grace) -> Option<AnyView> {
    section(words, &Screen::Grace(grace.clone()), &grace.take)
}

fn section(words: Words<'_>, screen: &Screen, take: &TakeAway) -> Option<AnyView> {
    // A page without an address of its own has nothing to link to.
    if words.page.path.is_empty() {
        return None;
    }
    let text = plain::text(words, screen)?;
    let link = |name: &str| format!("{}/{name}", words.page.path);
    let calendar = calendar::begins(words, screen).map(|_| {
        view! {
            <li>
                <a href=link("reminder.ics") download="reminder.ics">
                    {words.t("take-calendar")}
                </a>
            </li>
        }
    });
    let buttons = view! {
        <div class="row">
            <button
                class="button"
                r#type="button"
                hidden=true
                data-copy=text
                data-done=words.t("take-copied")
                data-failed=words.t("take-copy-failed")
            >
                {words.t("take-copy")}
            </button>
            <button class="button" r#type="button" hidden=true data-print="">
                {words.t("take-print")}
            </button>
        </div>
        <p class="status" role="status" aria-atomic="true"></p>
    }
    .into_any();
    let open = words.page.taken || !take.given.is_empty();
    let as_of = plain::as_of(words, screen);
    // Whoever has just asked for something finds it at once.
    let focus = words.page.taken && words.page.frame.is_none();
    // In a frame the text would take the page's place, which it must not be shown in.
    let download = words.page.frame.as_ref().map(|_| "steps.txt");
    Some(
        view! {
            <p class="on-paper">{as_of}</p>
            <details class="take" open=open>
                <summary autofocus=focus>{words.t("take-title")}</summary>
                <div class="take__ways">
                    <CopyText>{buttons}</CopyText>
                    <ul class="plain">
                        <li><a href=link("steps.txt") download=download>{words.t("take-text")}</a></li>
                        {calendar}
                    </ul>
                    {take.offered.then(|| kept(words, take))}
                </div>
            </details>
        }
        .into_any(),
    )
}

/// What the server keeps for it: each as it was made, or the button that makes it.
fn kept(words: Words<'_>, take: &TakeAway) -> AnyView {
    let way = |kind: HandoutKind, title: &'static str, note: &'static str, make: &'static str| {
        let content = match take.of(kind) {
            Some(given) => made(words, given),
            None => view! {
                <p class="quiet">{words.t(note)}</p>
                <form method="post">
                    {parts::hidden("form", String::from("handout"))}
                    <button class="button" name="kind" value=kind.as_str()>
                        {words.t(make)}
                    </button>
                </form>
            }
            .into_any(),
        };
        let attention = (kind == HandoutKind::Resume && take.restarts)
            .then(|| view! { <p>{words.t("take-restart-needed")}</p> });
        view! { <section class="take__way"><h3>{words.t(title)}</h3>{attention}{content}</section> }
    };
    view! {
        {way(HandoutKind::Copy, "take-phone", "take-phone-before", "take-phone-make")}
        {way(HandoutKind::Resume, "take-restart", "take-restart-before", "take-restart-make")}
        {way(HandoutKind::Helpdesk, "take-desk", "take-desk-before", "take-desk-make")}
    }
    .into_any()
}

/// What was made, and until when it is good.
fn made(words: Words<'_>, given: &Given) -> AnyView {
    let code = given.code.clone();
    let note = |id: &'static str| {
        let zone = words.page.preferences.time_zone.as_deref();
        let until = words.date_time(given.expires_at, zone);
        view! { <p class="quiet">{parts::sentence(words, id, until, "full")}</p> }
    };
    match given.kind {
        HandoutKind::Copy => {
            let address = format!("{}/steps/{code}", words.page.origin);
            let label = words.t_with(
                "take-phone-image",
                &[("address", Arg::from(address.clone()))],
            );
            view! {
                <p>{words.t("take-phone-scan")}</p>
                {qr::image(&address, plain(&label))}
                {self::address(&address)}
                {note("take-phone-note")}
            }
            .into_any()
        }
        HandoutKind::Resume => {
            let flow = words.page.path.rsplit('/').next().unwrap_or_default();
            let address = format!("{}/resume/{flow}/{code}", words.page.origin);
            view! { {self::address(&address)} {note("take-restart-note")} }.into_any()
        }
        HandoutKind::Helpdesk => view! {
            <p class="code"><bdi dir="ltr">{code}</bdi></p>
            {note("take-desk-note")}
        }
        .into_any(),
    }
}

/// An address to be copied or typed: the same in every direction of writing.
fn address(address: &str) -> AnyView {
    let address = address.to_owned();
    view! { <p><a class="address" dir="ltr" href=address.clone()>{address.clone()}</a></p> }
        .into_any()
}
