//! The sign-in service did not answer as it should: GOV.UK's problem page. No jargon, no blame, a way on.

use leptos::prelude::*;

use super::{
    action::{self, Weight},
    frame,
    shell::Page,
    words::Words,
};
use crate::{
    flow::screen::{Problem, ProblemKind},
    i18n::Arg,
};

/// What happened, what became of what was entered, what to do, a reference for the help desk.
pub(super) fn page(words: Words<'_>, problem: &Problem) -> Page {
    let (heading, text) = match problem.kind {
        ProblemKind::Unreachable => ("problem-title", "problem-unreachable"),
        ProblemKind::Slow => ("problem-title", "problem-slow"),
        ProblemKind::Failed => ("problem-title", "problem-failed"),
        ProblemKind::Internal => ("problem-title", "problem-internal"),
        ProblemKind::TooManyRequests => ("problem-too-many-title", "problem-too-many"),
        ProblemKind::Configuration => ("problem-configuration-title", "problem-configuration"),
        ProblemKind::Blocked => ("problem-blocked-title", "problem-blocked"),
        ProblemKind::HandoutGone => ("problem-handout-title", "problem-handout"),
        ProblemKind::ResumeGone => ("problem-resume-title", "problem-resume"),
        ProblemKind::NotFound => ("problem-not-found-title", "problem-not-found"),
        ProblemKind::Refused => ("problem-refused-title", "problem-refused"),
        ProblemKind::NoCookies => ("problem-frame-title", "problem-frame"),
    };
    let ours = heading == "problem-title";
    let wait = (problem.kind == ProblemKind::TooManyRequests).then(|| match problem.wait {
        Some(seconds) => words.t_with(
            "problem-wait",
            &[("time", Arg::from(words.duration(patience(seconds))))],
        ),
        None => words.t("problem-wait-some"),
    });
    // The same address again, never a post: what was entered is not sent a second time unseen.
    let retry = problem.retry.then(|| {
        let label = words.t("problem-try-again");
        if words.page.path.is_empty() {
            // The app's request stands in the query, which a link to nowhere keeps.
            view! { <a class=Weight::Primary.class() href="">{label}</a> }.into_any()
        } else {
            // A form keeps the address's fragment.
            view! { <form method="get"><button class=Weight::Primary.class()>{label}</button></form> }.into_any()
        }
    });
    let start_again = problem
        .start_again
        .as_ref()
        .map(|start| action::button(start, words.t("start-again").into_any(), Weight::Secondary));
    let outside = words
        .page
        .frame
        .as_ref()
        .and_then(|frame| frame.outside.clone());
    let outside = outside.map(|start| {
        view! { <a class=Weight::Primary.class() href=start target=frame::target(words)>{words.t("frame-open")}</a> }
    });
    let code = problem
        .code
        .clone()
        .map(|code| quoted(words, "problem-code", "code", code));
    let reference = words.page.reference.clone();
    let content = view! {
        <p class="lead">{words.t(text)} " " {wait}</p>
        {ours.then(|| view! { <p>{words.t("problem-nothing-saved")}</p> })}
        <div class="row">{retry}{start_again}{outside}</div>
        {code}
        {quoted(words, "problem-reference", "reference", reference)}
    };
    Page {
        heading: words.t(heading),
        has_errors: false,
        content: content.into_any(),
        help: None,
    }
}

/// A sentence with something to pass on to others, letter by letter.
fn quoted(words: Words<'_>, id: &'static str, name: &'static str, what: String) -> AnyView {
    let (before, after) = words.around(id, name);
    view! { <p class="quiet">{before} <code><bdi>{what}</bdi></code> {after}</p> }.into_any()
}

/// Seconds to wait as they are told: durations are told in whole minutes, rounded down, and who comes back too early only
/// waits longer.
fn patience(seconds: u64) -> u64 {
    if seconds > 60 {
        seconds.div_ceil(60).saturating_mul(60)
    } else {
        seconds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_to_come_back_too_early() {
        for (seconds, told) in [(0, 0), (5, 5), (60, 60), (61, 120), (95, 120), (3601, 3660)] {
            assert_eq!(patience(seconds), told, "{seconds}");
        }
        assert!(patience(u64::MAX) > 0);
    }
}
