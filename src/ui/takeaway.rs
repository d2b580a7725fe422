//! "Take these steps with you": what a person has been told, for when the computer is busy with the fix.
//!
//! What needs nothing of the server is always there: the steps as text, on paper and, where there is a deadline, in a
//! calendar.

mod calendar;
mod plain;

use leptos::prelude::*;

pub use calendar::calendar;
pub use plain::steps_text;

use super::words::Words;
use crate::{
    flow::{
        Screen,
        screen::{Denied, Grace},
    },
    islands::CopyText,
};

/// The section of a denial.
pub(super) fn of_denial(words: Words<'_>, denied: &Denied) -> Option<AnyView> {
    section(words, &Screen::Denied(denied.clone()))
}

/// The section of a reminder.
pub(super) fn of_reminder(words: Words<'_>, grace: &Grace) -> Option<AnyView> {
    section(words, &Screen::Grace(grace.clone()))
}

fn section(words: Words<'_>, screen: &Screen) -> Option<AnyView> {
    // A page without an address of its own has nothing to link to.
    if words.page.path.is_empty() {
        return None;
    }
    let text = plain::text(words, screen)?;
    let link = |name: &str| format!("{}/{name}", words.page.path);
    let calendar = calendar::begins(words, screen).map(|_| {
        view! {
            <p>
                <a href=link("reminder.ics") download="reminder.ics">
                    {words.t("take-calendar")}
                </a>
            </p>
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
    let as_of = plain::as_of(words, screen);
    Some(
        view! {
            <p class="on-paper">{as_of}</p>
            <details class="take">
                <summary>{words.t("take-title")}</summary>
                <div class="take__ways">
                    <CopyText>{buttons}</CopyText>
                    <p><a href=link("steps.txt")>{words.t("take-text")}</a></p>
                    {calendar}
                </div>
            </details>
        }
        .into_any(),
    )
}
