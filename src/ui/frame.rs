//! What a page has beside others in a frame of an app's page (`docs/embedding.md`): what the app's page is told, and the
//! ways that lead out.

use leptos::prelude::*;

use super::{parts, words::Words};
use crate::{
    flow::screen::{ProblemKind, Screen},
    islands::Embed,
};

/// What the app's page is told of `screen`: which kind of screen it is, and the same in words. Neither depends on who
/// signs in, on the device, or on what an admin or a server wrote; `None` for what is no part of an app's sign-in.
fn told(screen: &Screen) -> Option<(&'static str, &'static str)> {
    Some(match screen {
        Screen::Identify(_) => ("identify", "identify-title"),
        Screen::Password(_) => ("password", "password-title"),
        Screen::Generic(_) => ("form", "form-title"),
        Screen::Device(_) => ("device-challenge", "probe-title"),
        Screen::Grace(_) => ("grace", "grace-title"),
        // Whether the policy tells why is nobody else's business.
        Screen::Denied(_) | Screen::DeniedGeneric(_) => ("denied", "denied-generic-title"),
        Screen::Success(_) => ("success", "success-title"),
        Screen::Terminal(_) => ("ended", "terminal-title"),
        Screen::Expired(_) => ("expired", "expired-title"),
        Screen::Problem(problem) if problem.kind == ProblemKind::NoCookies => {
            ("cookies-blocked", "problem-frame-title")
        }
        Screen::Problem(_) => ("problem", "problem-title"),
        Screen::Told(_) | Screen::HelpDesk(_) | Screen::Exemptions(_) | Screen::Resume => {
            return None;
        }
    })
}

/// What tells the app's page.
pub(super) fn telling(words: Words<'_>, screen: &Screen) -> Option<AnyView> {
    let frame = words.page.frame.as_ref()?;
    let (state, title) = told(screen)?;
    let inner = view! {
        <div
            hidden=true
            data-hosts=frame.hosts.join(" ")
            data-state=state
            data-title=words.attribute(title)
        ></div>
    }
    .into_any();
    Some(
        view! {
            <Embed>{inner}</Embed>
        }
        .into_any(),
    )
}

/// A form that takes the sign-in out of the frame, at a press of one of its `buttons`: browsers let a page leave its frame
/// only then. `None` where the page is in none.
pub(super) fn way_out(words: Words<'_>, buttons: impl IntoView + 'static) -> Option<AnyView> {
    let ticket = words.page.frame.as_ref()?.ticket.clone()?;
    let action = format!("{}/top", words.page.path);
    Some(
        view! {
            <form method="post" action=action target="_top">
                {parts::hidden("ticket", ticket)} {buttons}
            </form>
        }
        .into_any(),
    )
}

/// The `target` of a link that leads to the app.
pub(super) fn target(words: Words<'_>) -> Option<&'static str> {
    words.page.frame.as_ref().map(|_| "_top")
}
