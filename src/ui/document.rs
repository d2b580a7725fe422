//! From a screen to a whole HTML document.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;

use super::{
    PageContext, device, ending, exemption, form, frame, gallery, grace,
    icon::Icon,
    problem, remedy,
    shell::{self, Look, Page, Tone},
    takeaway, unchecked,
    words::Words,
};
use crate::flow::Screen;

/// The HTML document for `screen`.
pub fn render(screen: &Screen, context: &PageContext) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| {
        // Only what is inside an island will be hydrated.
        if let Some(shared) = Owner::current_shared_context() {
            shared.set_is_hydrating(false);
        }
        let words = Words::of(context);
        let last = frame::telling(words, screen);
        shell::document(words, look(screen), draw(words, screen), last).to_html()
    });
    owner.cleanup();
    format!("<!DOCTYPE html>{html}")
}

/// What `screen` is called: its `<h1>`.
pub(super) fn heading(words: Words<'_>, screen: &Screen) -> String {
    draw(words, screen).heading
}

/// The one place that knows every screen.
fn draw(words: Words<'_>, screen: &Screen) -> Page {
    match screen {
        Screen::Identify(page) => form::identify(words, page),
        Screen::Password(page) => form::password(words, page),
        Screen::Generic(page) => form::generic(words, page),
        Screen::Device(challenge) => device::challenge(words, challenge),
        Screen::Grace(reminder) => grace::reminder(words, reminder),
        Screen::Denied(denied) => remedy::denied(words, denied),
        Screen::DeniedGeneric(end) => ending::denied(words, end),
        Screen::Success(success) => ending::success(words, success),
        Screen::Terminal(end) => ending::terminal(words, end),
        Screen::Expired(end) => ending::expired(words, end),
        Screen::Told(told) => takeaway::told(words, told),
        Screen::HelpDesk(desk) => takeaway::help_desk(words, desk),
        Screen::Exemptions(desk) => exemption::desk(words, desk),
        Screen::Gallery(shown) => gallery::page(words, shown),
        Screen::GalleryDoor(problem) => gallery::door(words, *problem),
        Screen::Resume => takeaway::resume(words),
        Screen::Problem(trouble) => problem::page(words, trouble),
    }
}

/// What shows from afar which page it is. The three verdicts about a device have a sign of their own each; forms have none.
fn look(screen: &Screen) -> Look {
    let sign = match screen {
        Screen::Denied(denied) if unchecked::is_all(&denied.remediation) => {
            Some((Icon::Question, Tone::Neutral))
        }
        Screen::Denied(_) => Some((Icon::Shield, Tone::Bad)),
        Screen::Grace(_) => Some((Icon::Clock, Tone::Bad)),
        Screen::DeniedGeneric(_) => Some((Icon::Lock, Tone::Neutral)),
        Screen::Expired(_) => Some((Icon::Clock, Tone::Neutral)),
        Screen::Device(_) => Some((Icon::Device, Tone::Neutral)),
        Screen::Success(_) => Some((Icon::Tick, Tone::Good)),
        _ => None,
    };
    let narrow = matches!(
        screen,
        Screen::Identify(_) | Screen::Password(_) | Screen::Generic(_) | Screen::Resume
    );
    Look { sign, narrow }
}
