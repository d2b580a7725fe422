//! More time: the fold with which a person asks for it, and what became of that. Calm and after everything else: fixing
//! is the way on, this is for when it cannot be done now.

mod desk;

use leptos::prelude::*;

use super::{action::Weight, form, icon::Icon, parts, words::Words};
use crate::{
    flow::screen::{AskedFor, Exemption, ExemptionStatus, FormView, Grace},
    i18n::{Arg, Locale, Texts, plain},
};

pub(super) use desk::desk;

/// The section of a denial.
pub(super) fn of_denial(words: Words<'_>, exemption: &Exemption) -> Option<AnyView> {
    let told = exemption.latest.as_ref();
    section(words, exemption, told, "exemption-title")
}

/// The section of a reminder. That time was granted is what the reminder itself is about.
pub(super) fn of_reminder(words: Words<'_>, grace: &Grace) -> Option<AnyView> {
    let exemption = &grace.exemption;
    let told = exemption.latest.as_ref();
    let told = told.filter(|_| grace.granted().is_none());
    section(words, exemption, told, "exemption-title-grace")
}

fn section(
    words: Words<'_>,
    exemption: &Exemption,
    told: Option<&AskedFor>,
    title: &'static str,
) -> Option<AnyView> {
    let title = match &exemption.latest {
        Some(_) => "exemption-title-again",
        None => title,
    };
    let told = told.map(|latest| status(words, latest));
    let ask = exemption.ask.as_ref().map(|ask| fold(words, ask, title));
    (told.is_some() || ask.is_some()).then(|| view! { {told}{ask} }.into_any())
}

/// The form, folded away until somebody wants it, or has to correct it.
fn fold(words: Words<'_>, ask: &FormView, title: &'static str) -> AnyView {
    view! {
        <details class="other ask" open=ask.has_errors>
            <summary>{words.t(title)}</summary>
            <div class="details">
                <p>{words.t("exemption-lead")}</p>
                {form::weighted(words, ask, None, Weight::Secondary)}
            </div>
        </details>
    }
    .into_any()
}

/// What has become of the request. Whoever has just asked finds it at once.
fn status(words: Words<'_>, latest: &AskedFor) -> AnyView {
    let (title, icon) = match latest.status {
        ExemptionStatus::Pending => ("exemption-pending", Icon::Clock),
        ExemptionStatus::Approved => ("exemption-approved", Icon::Clock),
        ExemptionStatus::Declined => ("exemption-declined", Icon::Cross),
        ExemptionStatus::Revoked => ("exemption-revoked", Icon::Cross),
        ExemptionStatus::Expired => ("exemption-expired", Icon::Clock),
    };
    let zone = words.page.preferences.time_zone.as_deref();
    let at = words.date_time(latest.requested_at, zone);
    let duration = Arg::from(words.say(&latest.duration).plain());
    let (before, after) = words.around_with("exemption-asked", "time", &[("duration", duration)]);
    let more = match (latest.status, latest.expires_at) {
        (ExemptionStatus::Pending, _) => Some(words.t("exemption-wait").into_any()),
        (ExemptionStatus::Approved, Some(end)) => {
            let end = words.date_time(end, zone);
            Some(parts::sentence(words, "exemption-until", end, "full"))
        }
        _ => None,
    };
    let focus = words.page.asked;
    view! {
        <section class="notice asked" tabindex="-1" autofocus=focus>
            {icon.view()}
            <div class="next">
                <h2>{words.t(title)}</h2>
                <p>{before} <time datetime=at.machine data-format="full">{at.text}</time> {after}</p>
                {more.map(|more| view! { <p>{more}</p> })}
                {note(words, Some(latest))}
            </div>
        </section>
    }
    .into_any()
}

/// What the administrator says about it: their words, in a language and direction of their own.
pub(super) fn note(words: Words<'_>, latest: Option<&AskedFor>) -> Option<AnyView> {
    let note = latest?.note.clone()?;
    Some(
        view! {
            <p>{words.t("exemption-note")}</p>
            <blockquote class="instruction" lang="" dir="auto">{note}</blockquote>
        }
        .into_any(),
    )
}

/// What became of the request, as a sentence for a live region; empty where there is none.
pub(super) fn said(exemption: &Exemption, locale: Locale) -> String {
    let texts = Texts::of(locale);
    let said = exemption.latest.as_ref().map(|latest| {
        texts.t(match latest.status {
            ExemptionStatus::Pending => "live-exemption-pending",
            ExemptionStatus::Approved => "live-exemption-approved",
            ExemptionStatus::Declined => "live-exemption-declined",
            ExemptionStatus::Revoked => "live-exemption-revoked",
            ExemptionStatus::Expired => "live-exemption-expired",
        })
    });
    plain(&said.unwrap_or_default())
}
