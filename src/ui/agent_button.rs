//! Buttons that make a program on the device do something: `docs/spec/idx.md` section 3.4.

use leptos::prelude::*;

use super::{action::Weight, parts, words::Words};
use crate::{
    flow::screen::{AgentAction, AgentFallback},
    islands::AgentButton,
};

/// The instruction as a button. Without script the instruction is text, and what the button would fall back to is
/// there at once.
pub(super) fn draw(
    words: Words<'_>,
    action: &AgentAction,
    instruction: AnyView,
    label: AnyView,
) -> AnyView {
    let (open, failed, fallback) = match &action.fallback {
        AgentFallback::Open(target) => (
            Some(target.url.clone()),
            words.t("agent-failed-open"),
            Some(parts::named_link(words, target)),
        ),
        AgentFallback::Say(text) => (None, words.t("agent-failed"), Some(words.say(text).view())),
        AgentFallback::Nothing => (None, words.t("agent-failed"), None),
    };
    let fallback =
        fallback.map(|fallback| view! { <p data-fallback="" tabindex="-1">{fallback}</p> });
    let inner = view! {
            <div
                class="agent"
                data-bases=action.bases.join(" ")
                data-path=action.path.clone()
                data-timeout=action.timeout.to_string()
                data-open=open
                data-asking=words.t("agent-asking")
                data-done=words.t("agent-done")
                data-failed=failed
            >
                <div data-plain="">{instruction}</div>
                <button class=Weight::Secondary.class() r#type="button" hidden=true data-se=action.action.clone()>
                    {label}
                </button>
                <p class="status" role="status"></p>
                {fallback}
            </div>
    }
    .into_any();
    view! {
        <AgentButton>{inner}</AgentButton>
    }
    .into_any()
}
