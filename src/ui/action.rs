//! Buttons that are forms of their own: everything works by a plain post.

use leptos::prelude::*;

use super::{parts, words::Words};
use crate::{
    flow::screen::{Action, Recheck},
    islands::SubmitOnce,
};

/// How much weight a button has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Primary,
    Secondary,
    Quiet,
}

impl Weight {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Secondary => "button",
            Self::Quiet => "button button--quiet",
        }
    }
}

/// Posts `form=<form>`. Without an `action` the form goes to the page's own address, fragment included.
pub(super) fn button(action: &Action, label: AnyView, weight: Weight) -> AnyView {
    let form = action.form.clone();
    view! {
        <form method="post">
            <button class=weight.class() name="form" value=form>
                {label}
            </button>
        </form>
    }
    .into_any()
}

/// Posts `form=<form>` and says so while it is under way.
pub(super) fn main_button(words: Words<'_>, action: &Action, label: AnyView) -> AnyView {
    let form = action.form.clone();
    let inner = view! {
            <form method="post" data-working=words.attribute("working")>
                {parts::hidden("form", form)}
                <button class=Weight::Primary.class()>{label}</button>
            </form>
    }
    .into_any();
    view! {
        <SubmitOnce>{inner}</SubmitOnce>
    }
    .into_any()
}

/// "Check again", in this sign-in or in a new one for the same app.
pub(super) fn recheck(words: Words<'_>, recheck: &Recheck, weight: Weight) -> AnyView {
    let (action, label) = match recheck {
        Recheck::Here(action) => (action, words.t("recheck")),
        Recheck::StartAgain(action) => (action, words.t("recheck-start-again")),
    };
    if weight == Weight::Primary {
        main_button(words, action, label.into_any())
    } else {
        button(action, label.into_any(), weight)
    }
}

/// The way back, the least of the buttons and always the last.
pub(super) fn back(words: Words<'_>, cancel: Option<&Action>) -> Option<AnyView> {
    cancel.map(|action| button(action, words.t("back-to-sign-in").into_any(), Weight::Quiet))
}

/// Whether the page goes on by itself is the person's choice (WCAG 2.2.1, 3.2.5); `on` says that it does.
pub(super) fn auto_continue(words: Words<'_>, on: String) -> AnyView {
    let (state, change, value) = if words.page.preferences.auto_continue {
        (on, words.t("auto-turn-off"), "off")
    } else {
        (words.t("auto-is-off"), words.t("auto-turn-on"), "on")
    };
    view! {
        <form method="post" class="preference">
            {parts::hidden("form", String::from("preferences"))} <span>{state}</span>
            <button class=Weight::Quiet.class() name="auto-continue" value=value>
                {change}
            </button>
        </form>
    }
    .into_any()
}
