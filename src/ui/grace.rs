//! Let in for now: something must be fixed before a deadline.

use leptos::prelude::*;

use super::{
    action::{self, Weight},
    icon::Icon,
    live::listening,
    parts, remedy,
    shell::Page,
    takeaway,
    words::Words,
};
use crate::{
    flow::{Screen, screen::Grace},
    i18n::{Arg, TimeUnit},
    islands::Countdown,
};

/// The reminder: by when, how long that is, what to do, what happens afterwards.
pub(super) fn reminder(words: Words<'_>, grace: &Grace) -> Page {
    let zone = words.page.preferences.time_zone.as_deref();
    let deadline = grace.deadline.map(|deadline| {
        let at = words.date_time(deadline, zone);
        view! { <p class="due"><strong>{parts::sentence(words, "grace-due", at, "full")}</strong> " " {words.t("grace-until")}</p> }
            .into_any()
    });
    let due = deadline.or_else(|| {
        grace.due.as_ref().map(|due| {
            view! { <p class="due"><strong>{words.say(due).view()}</strong></p> }.into_any()
        })
    });
    let app = grace.about.app.clone();
    let after = match &app {
        Some(app) => words.t_with("grace-after", &[("app", Arg::from(app.clone()))]),
        None => words.t("grace-after-no-app"),
    };
    let go_on = match app {
        Some(app) => words.t_with("grace-continue-to", &[("app", Arg::from(app))]),
        None => words.t("grace-continue"),
    };
    let observation = grace.remediation.observation.as_ref();
    let body = view! {
        {remedy::elsewhere(words, &grace.remediation)}
        {remedy::what(words, &grace.remediation, false)}
        {remedy::device(words, observation)}
        <div class="grace">{due}{countdown(words, grace)}</div>
        {remedy::how(words, &grace.remediation)}
        {remedy::next(words, after)}
        <div class="row">
            <div data-until-deadline="">{action::main_button(words, &grace.go_on, go_on.into_any())}</div>
            <a class="button" href=words.page.path.clone() data-after-deadline="" hidden=true>{words.t("live-show")}</a>
            {grace.recheck.as_ref().map(|recheck| action::recheck(words, recheck, Weight::Secondary))}
            {remedy::checked_at(words, observation)}
        </div>
    };
    let content = view! {
        {parts::about(words, &grace.about)}
        {if grace.live { listening(words, &Screen::Grace(grace.clone()), body.into_any()) } else { body.into_any() }}
        {takeaway::of_reminder(words, grace)}
        {remedy::never_ask(words)}
        <div class="row">{action::back(words, grace.about.cancel.as_ref())}</div>
    };
    Page {
        heading: words.t("grace-title"),
        has_errors: false,
        content: content.into_any(),
        help: remedy::help(&grace.remediation),
    }
}

/// How long it is until the deadline. Counted by the server's clock: the island starts from `data-left`
/// (milliseconds, seen when the server's clock stood at `data-now`) and a monotonic clock. What ticks is silent (`role=timer`); a live region of its own speaks (`docs/spec/ux.md` L1).
fn countdown(words: Words<'_>, grace: &Grace) -> Option<AnyView> {
    let deadline = grace.deadline?;
    let now = grace
        .remediation
        .observation
        .as_ref()
        .map_or(words.page.now, |seen| seen.server_time.max(words.page.now));
    let milliseconds = u64::try_from(deadline.duration_since(now).as_millis()).unwrap_or(0);
    let left = milliseconds / 1_000;
    let text = if left == 0 {
        words.t("grace-over")
    } else {
        words.t_with("grace-left", &[("time", Arg::from(words.duration(left)))])
    };
    let [days, hours, minutes, seconds] = TimeUnit::ALL.map(|unit| {
        let forms = words.plural_forms(unit);
        forms
            .iter()
            .map(|(category, form)| format!("{category}={form}"))
            .collect::<Vec<_>>()
            .join("|")
    });
    let pair = words.t_with(
        "duration-pair",
        &[("large", Arg::from("{a}")), ("small", Arg::from("{b}"))],
    );
    let template = |id| words.t_with(id, &[("time", Arg::from("{t}"))]);
    let inner = view! {
            <div
                class="countdown"
                data-left=milliseconds.to_string()
                data-now=words.page.now.as_millisecond().to_string()
                data-auto=words.page.preferences.auto_continue.then_some("")
                data-days=days
                data-hours=hours
                data-minutes=minutes
                data-seconds=seconds
                data-pair=pair
                data-text=template("grace-left")
                data-announce=template("grace-announce")
                data-over=words.attribute("grace-over")
            >
                <p class="countdown__left">{Icon::Clock.view()} <span role="timer">{text}</span></p>
                <p class="hidden" role="status" aria-atomic="true"></p>
                <p class="hidden" role="alert"></p>
                <button
                    class="button button--quiet"
                    r#type="button"
                    hidden=true
                    data-resume=words.t("grace-resume")
                >
                    {words.t("grace-pause")}
                </button>
            </div>
    }
    .into_any();
    Some(
        view! {
            <Countdown>{inner}</Countdown>
        }
        .into_any(),
    )
}
