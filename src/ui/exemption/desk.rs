//! Where administrators decide about requests for more time: the list, and one request with its forms.

use jiff::Timestamp;
use leptos::prelude::*;

use super::super::{
    action::Weight,
    check, parts, remedy,
    shell::Page,
    takeaway::{sign_out, token},
    words::Words,
};
use crate::{
    flow::screen::{
        Check, Choice, Decision, DecisionProblem, DeviceSummary, DoorProblem, ExemptionDesk,
        ExemptionStatus, Request, RequestList,
    },
    i18n::Arg,
};

/// What a token must be allowed to do here.
const SCOPE: &str = "doorstep.exemptions.manage";

/// The page for administrators.
pub(in super::super) fn desk(words: Words<'_>, desk: &ExemptionDesk) -> Page {
    match desk {
        ExemptionDesk::Door(problem) => door(words, *problem),
        ExemptionDesk::List(list) => requests(words, list),
        ExemptionDesk::One(decision) => one(words, decision),
    }
}

/// Asks for a token.
fn door(words: Words<'_>, problem: Option<DoorProblem>) -> Page {
    let problem = problem.map(|problem| match problem {
        DoorProblem::Token => "desk-wrong-token",
        DoorProblem::Scope => "exempt-wrong-scope",
    });
    let content = view! {
        <p>{words.t("exempt-lead")}</p>
        <form method="post">
            {token(words, SCOPE, problem)}
            <div class="row">
                <button class=Weight::Primary.class() name="form" value="open">
                    {words.t("desk-open")}
                </button>
            </div>
        </form>
    };
    Page {
        heading: words.t("exempt-title"),
        has_errors: problem.is_some(),
        content: content.into_any(),
        help: None,
    }
}

/// What waits, then what was decided last.
fn requests(words: Words<'_>, list: &RequestList) -> Page {
    let gone = list
        .gone
        .then(|| parts::problem(words, words.t("exempt-gone")));
    let waiting = if list.waiting.is_empty() {
        view! { <p>{words.t("exempt-waiting-none")}</p> }.into_any()
    } else {
        let rows = list.waiting.iter().map(|request| {
            let duration = Arg::from(words.say(&request.requested).plain());
            row(
                words,
                request,
                "exempt-asks-for",
                ("duration", duration),
                request.requested_at,
            )
        });
        view! { <ul class="checks checks--short">{rows.collect_view()}</ul> }.into_any()
    };
    let more = list
        .more
        .then(|| view! { <p class="quiet">{words.t("exempt-more")}</p> });
    let decided = (!list.decided.is_empty()).then(|| {
        let rows = list.decided.iter().map(|request| {
            let status = Arg::from(status(words, request.status));
            let at = request.decided_at.unwrap_or(request.requested_at);
            row(words, request, "exempt-answered", ("status", status), at)
        });
        view! {
            <h2>{words.t("exempt-decided")}</h2>
            <ul class="checks checks--short">{rows.collect_view()}</ul>
        }
    });
    let content = view! {
        {gone}
        <p>{words.t("exempt-lead")}</p>
        <h2>{words.t("exempt-waiting")}</h2>
        {waiting}{more}{decided}
        <div class="row">{sign_out(words)}</div>
    };
    Page {
        heading: words.t("exempt-title"),
        has_errors: list.gone,
        content: content.into_any(),
        help: None,
    }
}

/// A request in the list: who, for which device and policy, and `id` around a value and a time.
fn row(
    words: Words<'_>,
    request: &Request,
    id: &'static str,
    value: (&'static str, Arg),
    at: Timestamp,
) -> AnyView {
    let at = words.date_time(at, words.page.preferences.time_zone.as_deref());
    let person = ("person", Arg::from(request.person.clone()));
    let (before, after) = words.around_with(id, "time", &[person, value]);
    view! {
        <li class="check check--unknown">
            <p>
                <a href=format!("/exemptions/{}", request.id)>
                    {before}
                    <time datetime=at.machine data-format="full">{at.text}</time> {after}
                </a>
            </p>
            <p class="quiet">
                <bdi>{request.device.clone()}</bdi> " · " <bdi>{request.policy.clone()}</bdi>
            </p>
        </li>
    }
    .into_any()
}

/// One request: everything that is known of it, then what can be done.
fn one(words: Words<'_>, decision: &Decision) -> Page {
    let request = &decision.request;
    let problem = decision.problem.map(|problem| match problem {
        DecisionProblem::Forbidden => {
            words.t_with("exempt-forbidden", &[("scope", Arg::from(SCOPE))])
        }
        DecisionProblem::Decided => words.t("exempt-decided-already"),
        DecisionProblem::Duration => words.t("exempt-duration-wrong"),
        DecisionProblem::Note => words.t("exempt-note-wrong"),
        DecisionProblem::Refused => words.t("exempt-refused"),
    });
    let problem = problem.map(|text| parts::problem(words, text));
    let forms = match request.status {
        ExemptionStatus::Pending => Some(answer(words, decision)),
        ExemptionStatus::Approved => Some(revoke(words, decision)),
        ExemptionStatus::Declined | ExemptionStatus::Revoked | ExemptionStatus::Expired => None,
    };
    let person = Arg::from(request.person.clone());
    let content = view! {
        {problem}
        {facts(words, request)}
        <section class="next">
            <h2>{words.t("exempt-reason")}</h2>
            <blockquote class="instruction" lang="" dir="auto">{request.reason.clone()}</blockquote>
        </section>
        {forms}
        <div class="row">
            <a class="button" href="/exemptions">{words.t("exempt-back")}</a>
            {sign_out(words)}
        </div>
    };
    Page {
        heading: words.t_with("exempt-one-title", &[("person", person)]),
        has_errors: decision.problem.is_some(),
        content: content.into_any(),
        help: None,
    }
}

fn status(words: Words<'_>, status: ExemptionStatus) -> String {
    words.t(match status {
        ExemptionStatus::Pending => "exempt-pending",
        ExemptionStatus::Approved => "exempt-approved",
        ExemptionStatus::Declined => "exempt-declined",
        ExemptionStatus::Revoked => "exempt-revoked",
        ExemptionStatus::Expired => "exempt-expired",
    })
}

/// What a check is called. Of a posture check the API tells the variable, which administrators know it by.
fn name_of(words: Words<'_>, found: &Check) -> String {
    let name = check::name(words, found);
    if name == words.t("check-other") {
        found.id.clone()
    } else {
        name
    }
}

fn facts(words: Words<'_>, request: &Request) -> AnyView {
    let zone = words.page.preferences.time_zone.as_deref();
    let time = |at: Timestamp| {
        let at = words.date_time(at, zone);
        view! { <time datetime=at.machine data-format="full">{at.text}</time> }.into_any()
    };
    let name = |text: &str| {
        let text = text.to_owned();
        view! { <bdi>{text}</bdi> }.into_any()
    };
    let system = remedy::system(&DeviceSummary {
        platform: request.platform.clone(),
        ..DeviceSummary::default()
    });
    let device = view! { <bdi>{request.device.clone()}</bdi> " " <bdi>{system}</bdi> }.into_any();
    let checks: Vec<String> = request
        .checks
        .iter()
        .map(|found| format!("\u{2068}{}\u{2069}", name_of(words, found)))
        .collect();
    let checks = (!checks.is_empty()).then(|| words.all_of(&checks).into_any());
    let duration = |text| words.say(text).view();
    let note = request.note.clone().map(|note| {
        view! { <span class="instruction" lang="" dir="auto">{note}</span> }.into_any()
    });
    let facts: Vec<(&'static str, Option<AnyView>)> = vec![
        (
            "exempt-status",
            Some(status(words, request.status).into_any()),
        ),
        ("exempt-person", Some(name(&request.person))),
        ("device-label", Some(device)),
        ("exempt-policy", Some(name(&request.policy))),
        ("exempt-checks", checks),
        ("exempt-for", Some(duration(&request.requested))),
        ("exempt-asked", Some(time(request.requested_at))),
        ("exempt-granted", request.granted.as_ref().map(duration)),
        ("exempt-until", request.expires_at.map(time)),
        ("exempt-decided-by", request.decided_by.as_deref().map(name)),
        ("exempt-decided-at", request.decided_at.map(time)),
        ("exempt-note", note),
    ];
    let rows = facts
        .into_iter()
        .filter_map(|(label, value)| Some((label, value?)))
        .map(|(label, value)| view! { <div><dt>{words.t(label)}</dt><dd>{value}</dd></div> })
        .collect_view();
    view! { <dl class="facts">{rows}</dl> }.into_any()
}

/// Approve or decline, with a note for the person.
fn answer(words: Words<'_>, decision: &Decision) -> AnyView {
    let wrong = decision.problem == Some(DecisionProblem::Duration);
    let option = |choice: &Choice| {
        let text = words.say(&choice.label).plain();
        view! { <option value=choice.value.clone() selected=choice.chosen>{text}</option> }
    };
    let options = decision.durations.iter().map(option).collect_view();
    view! {
        <section class="next">
            <h2>{words.t("exempt-answer")}</h2>
            <p>{words.t("exempt-answer-lead")}</p>
        </section>
        <form method="post">
            <div class="field">
                <label for="duration">{words.t("exempt-time")}</label>
                <select
                    id="duration"
                    name="duration"
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=wrong.then_some("problem")
                >
                    {options}
                </select>
            </div>
            {note(words, decision)}
            <div class="row">
                <button class=Weight::Primary.class() name="form" value="approve">
                    {words.t("exempt-approve")}
                </button>
                <button class=Weight::Secondary.class() name="form" value="decline">
                    {words.t("exempt-decline")}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// Ends what was granted.
fn revoke(words: Words<'_>, decision: &Decision) -> AnyView {
    view! {
        <section class="next">
            <h2>{words.t("exempt-revoke-title")}</h2>
            <p>{words.t("exempt-revoke-lead")}</p>
        </section>
        <form method="post">
            {note(words, decision)}
            <div class="row">
                <button class=Weight::Secondary.class() name="form" value="revoke">
                    {words.t("exempt-revoke")}
                </button>
            </div>
        </form>
    }
    .into_any()
}

fn note(words: Words<'_>, decision: &Decision) -> AnyView {
    let wrong = decision.problem == Some(DecisionProblem::Note);
    let (before, after) = words.around("form-optional", "field");
    view! {
        <div class="field">
            <label for="note">{before}{words.t("exempt-note-label")}{after}</label>
            <p class="field__hint" id="note-hint">{words.t("exempt-note-hint")}</p>
            <textarea
                id="note"
                name="note"
                rows="3"
                dir="auto"
                autocomplete="off"
                aria-invalid=wrong.then_some("true")
                aria-describedby=if wrong { "note-hint problem" } else { "note-hint" }
            >
                {decision.note.clone()}
            </textarea>
        </div>
    }
    .into_any()
}
