//! Security keys and passkeys: what the browser asks for, and what is said about it.

use leptos::prelude::*;

use super::{action::Weight, parts, words::Words};
use crate::{
    flow::screen::{Ceremony, SecurityKey},
    islands::SecurityKeyPrompt,
};

/// The form that the island fills. Without script: that this way needs it. Beside the field for the name it is not to
/// be seen at all.
pub(super) fn draw(words: Words<'_>, key: &SecurityKey) -> AnyView {
    let fields = key
        .answers
        .iter()
        .map(|answer| {
            view! { <input r#type="hidden" name=answer.path.clone() data-part=answer.part.as_str() /> }
        })
        .collect_view();
    let enroll = key.ceremony == Ceremony::Enroll;
    let visible = key.ceremony != Ceremony::Autofill;
    let said = visible.then(|| {
        let (lead, button) = if enroll {
            ("key-enroll-text", "key-enroll")
        } else {
            ("key-verify-text", "key-verify")
        };
        view! {
            <p>{words.t(lead)}</p>
            <noscript>
                <p class="status">{words.t("key-needs-script")}</p>
            </noscript>
            <p class="status" role="status"></p>
            <button class=Weight::Primary.class() r#type="button" hidden=true>{words.t(button)}</button>
        }
    });
    // Named after the browser's errors, in small letters as attributes are: Web Authentication section 5.1.
    let not_allowed = if enroll {
        "key-enroll-canceled"
    } else {
        "key-canceled"
    };
    let inner = view! {
            <div
                class="key"
                data-options=key.options.to_string()
                data-create=enroll.then_some("")
                data-autofill=(!visible).then_some("")
                data-asking=words.t("key-asking")
                data-again=words.t("key-again")
                data-error=words.t("key-error")
                data-notallowederror=words.t(not_allowed)
                data-invalidstateerror=words.t("key-known")
                data-securityerror=words.t("key-wrong-address")
                data-notsupportederror=words.t("key-not-supported")
                data-typeerror=words.t("key-not-supported")
            >
                <form method="post">{parts::hidden("form", key.form.clone())} {fields}</form>
                {said}
            </div>
    }
    .into_any();
    view! {
        <SecurityKeyPrompt>{inner}</SecurityKeyPrompt>
    }
    .into_any()
}
