//! Until when a sign-in stays open, and the button that keeps it open: stated from the start, so that nobody is surprised
//! (`docs/spec/ux.md` T1, T5, T6).

use leptos::prelude::*;

use super::{action::Weight, parts, words::Words};
use crate::{
    i18n::{Arg, Locale, Texts, plain},
    islands::SessionEnd,
};
use jiff::Timestamp;

/// The line at the end of every page that belongs to an open sign-in. The island warns before the end; without it the
/// button is a form post.
pub(super) fn line(words: Words<'_>) -> Option<AnyView> {
    let session = words.page.session?;
    let left = session.ends.duration_since(words.page.now).as_millis();
    let left = u64::try_from(left).unwrap_or(0).to_string();
    let at = words.time_of_day(session.ends, words.page.preferences.time_zone.as_deref());
    let warning = if session.can_extend {
        "session-warning"
    } else {
        "session-warning-only"
    };
    let extend = session.can_extend.then(|| {
        view! {
            <button class=Weight::Quiet.class() name="form" value="extend">
                {words.t("session-extend")}
            </button>
        }
    });
    let prefix = |id| words.attribute(id) + " – ";
    let inner = view! {
            <div
                class="session"
                data-left=left.clone()
                data-whole=left
                data-now=words.page.now.as_millisecond().to_string()
                data-warning=words.attribute(warning)
                data-failed=words.attribute("session-failed")
                data-title=prefix("session-soon")
                data-over-title=prefix("session-ended")
            >
                <form method="post" class="preference" data-open="">
                    <span data-until="">{parts::sentence(words, "session-until", at, "time")}</span>
                    {extend}
                </form>
                <p data-over="" hidden=true>
                    {words.t("session-over")} " " <a href=words.page.path.clone()>{words.t("start-again")}</a>
                </p>
                <p class="session__warning" role="status" aria-atomic="true"></p>
                <p class="hidden" role="alert" data-text=words.attribute("session-over")></p>
            </div>
    }
    .into_any();
    Some(
        view! {
            <SessionEnd>{inner}</SessionEnd>
        }
        .into_any(),
    )
}

/// "This sign-in stays open until …".
pub fn until(locale: Locale, ends: Timestamp, zone: Option<&str>) -> String {
    said("session-until", locale, ends, zone)
}

/// The same, just changed.
pub fn extended(locale: Locale, ends: Timestamp, zone: Option<&str>) -> String {
    said("session-extended", locale, ends, zone)
}

fn said(id: &'static str, locale: Locale, ends: Timestamp, zone: Option<&str>) -> String {
    let texts = Texts::of(locale);
    let at = texts.time_of_day(ends, zone).text;
    plain(&texts.t_with(id, &[("time", Arg::from(at))]))
}
