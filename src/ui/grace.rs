//! Let in for now: something must be fixed before a deadline.

use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use leptos::prelude::*;

use super::{
    action::{self, Weight},
    exemption,
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
    let over = is_over(words, grace);
    let deadline = grace.deadline.map(|deadline| {
        if over {
            return view! { <p class="due"><strong>{words.t("grace-over")}</strong></p> }.into_any();
        }
        let at = words.date_time(deadline, zone);
        view! { <p class="due"><strong>{parts::sentence(words, due_text(grace), at, "full")}</strong> " " {words.t("grace-until")}</p> }
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
    // Whether somebody is still let in is the server's word: by our own clock nothing is taken away from them.
    let asks_again = over && observation.is_some();
    let body = view! {
        {remedy::elsewhere(words, &grace.remediation)}
        {remedy::what(words, &grace.remediation, false)}
        {remedy::device(words, observation)}
        <div class="grace">{due}{exemption::note(words, grace.granted())}{countdown(words, grace)}</div>
        {remedy::how(words, &grace.remediation)}
        {remedy::next(words, after)}
        <div class="row">
            <div data-until-deadline="" hidden=asks_again>{action::main_button(words, &grace.go_on, go_on.into_any())}</div>
            <a class="button" href=words.page.path.clone() data-after-deadline="" hidden=!asks_again>{words.t("live-show")}</a>
            {grace.recheck.as_ref().map(|recheck| action::recheck(words, recheck, Weight::Secondary))}
            {remedy::checked_at(words, observation)}
        </div>
        {again(words, grace)}
    };
    let content = view! {
        {parts::about(words, &grace.about)}
        {if grace.live { listening(words, &Screen::Grace(grace.clone()), body.into_any()) } else { body.into_any() }}
        {exemption::of_reminder(words, grace)}
        {takeaway::of_reminder(words, grace)}
        {remedy::never_ask(words)}
        <div class="row">{action::back(words, grace.about.cancel.as_ref())}</div>
    };
    Page {
        heading: heading(words, grace),
        has_errors: grace.exemption.has_errors(),
        content: content.into_any(),
        help: remedy::help(&grace.remediation),
    }
}

/// What a reminder is called: time that the policy gives, or that somebody has granted.
pub(super) fn heading(words: Words<'_>, grace: &Grace) -> String {
    words.t(match grace.granted() {
        Some(_) => "exemption-grace-title",
        None => "grace-title",
    })
}

/// The text that says until when, and whose word that is.
pub(super) fn due_text(grace: &Grace) -> &'static str {
    match grace.granted() {
        Some(_) => "exemption-grace-due",
        None => "grace-due",
    }
}

/// When this is shown again to somebody who goes on.
fn again(words: Words<'_>, grace: &Grace) -> Option<AnyView> {
    let at = grace.again.filter(|_| !is_over(words, grace))?;
    let zone = words.page.preferences.time_zone.as_deref();
    let last = grace.deadline.is_some_and(|deadline| at >= deadline);
    let sentence = match day(words.page.now, at, zone) {
        _ if last => words.t("grace-again-never").into_any(),
        Some(Day::Today) => on_day(words, "grace-again-today", at, zone),
        Some(Day::Tomorrow) => on_day(words, "grace-again-tomorrow", at, zone),
        None => parts::sentence(words, "grace-again-on", words.date_time(at, zone), "full"),
    };
    Some(view! { <p class="quiet" data-until-deadline="">{sentence}</p> }.into_any())
}

/// "Tomorrow" is true in the zone that stands beside the time: a script must not put another one there.
fn on_day(words: Words<'_>, id: &'static str, at: Timestamp, zone: Option<&str>) -> AnyView {
    let (before, after) = words.around_with(id, "time", &[]);
    let time = words.time_of_day(at, zone);
    view! { {before} <time datetime=time.machine>{time.text}</time> {after} }.into_any()
}

/// A day that has a name of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Day {
    Today,
    Tomorrow,
}

/// Which day `at` is, seen from `now`, where the viewer's zone is known.
fn day(now: Timestamp, at: Timestamp, zone: Option<&str>) -> Option<Day> {
    let zone = TimeZone::get(zone?).ok()?;
    let today = zone.to_datetime(now).date();
    let date = zone.to_datetime(at).date();
    if date == today {
        Some(Day::Today)
    } else if today
        .checked_add(1.day())
        .is_ok_and(|tomorrow| tomorrow == date)
    {
        Some(Day::Tomorrow)
    } else {
        None
    }
}

/// How long it is until the deadline, in milliseconds; 0 afterwards. The server's clock counts, where it tells.
fn left(words: Words<'_>, grace: &Grace) -> Option<u64> {
    let observation = grace.remediation.observation.as_ref();
    let now = observation.map_or(words.page.now, |seen| seen.server_time.max(words.page.now));
    let left = grace.deadline?.duration_since(now);
    Some(u64::try_from(left.as_millis()).unwrap_or(0))
}

/// Whether the deadline has passed: no time that is over is told as one that is still to come (`docs/spec/ux.md` S8).
pub(super) fn is_over(words: Words<'_>, grace: &Grace) -> bool {
    left(words, grace) == Some(0)
}

/// How long it is until the deadline. Counted by the server's clock: the island starts from `data-left`
/// (milliseconds, seen when the server's clock stood at `data-now`) and a monotonic clock. What ticks is silent (`role=timer`); a live region of its own speaks (`docs/spec/ux.md` L1).
fn countdown(words: Words<'_>, grace: &Grace) -> Option<AnyView> {
    let milliseconds = left(words, grace).filter(|left| *left > 0)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_names_in_the_viewers_zone_and_none_without_one() {
        let at = |text: &str| -> Timestamp { text.parse().expect("a timestamp") };
        // Half past eleven in the evening in Berlin.
        let now = at("2026-03-28T22:30:00Z");
        for (then, zone, expected) in [
            ("2026-03-28T22:59:00Z", "Europe/Berlin", Some(Day::Today)),
            ("2026-03-28T23:00:00Z", "Europe/Berlin", Some(Day::Tomorrow)),
            // The clocks have gone forward: that day has 23 hours.
            ("2026-03-29T21:59:00Z", "Europe/Berlin", Some(Day::Tomorrow)),
            ("2026-03-29T22:00:00Z", "Europe/Berlin", None),
            ("2026-03-28T23:00:00Z", "America/New_York", Some(Day::Today)),
            ("2026-03-28T23:00:00Z", "Asia/Tokyo", Some(Day::Today)),
            ("2026-03-28T23:00:00Z", "Mars/Olympus", None),
        ] {
            assert_eq!(day(now, at(then), Some(zone)), expected, "{then} {zone}");
        }
        assert_eq!(day(now, now, None), None);
    }
}
