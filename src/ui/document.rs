//! From a screen to a whole HTML document.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;

use super::{
    PageContext, device, ending, exemption, form, frame, gallery, grace, problem, remedy,
    shell::{self, Page},
    takeaway,
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
        shell::document(words, draw(words, screen), frame::telling(words, screen)).to_html()
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
