//! What could not be looked at: why, and what to try. Never as if the device failed (design decision 5).

use leptos::prelude::*;

use super::{check, words::Words};
use crate::flow::{
    Browser,
    screen::{Cause, Check, Observation, Remediation, RemedyItem, Verdict},
};

/// Whether nothing is known to be wrong: nothing at all, or not everything, could be looked at.
pub(super) fn is_all(remediation: &Remediation) -> bool {
    let Some(observation) = &remediation.observation else {
        return false;
    };
    let has = |verdict| {
        observation
            .checks
            .iter()
            .any(|check| check.verdict == verdict)
    };
    !has(Verdict::Fail) && (observation.cause.is_some() || has(Verdict::Unknown))
}

/// Why nothing could be looked at. Where single checks gave no result, the gravest cause stands for them all.
pub(super) fn lead(words: Words<'_>, observation: Option<&Observation>) -> String {
    let cause = observation.and_then(|seen| {
        seen.cause
            .or_else(|| seen.checks.iter().find_map(|check| check.cause))
    });
    words.t(match cause {
        Some(Cause::AgentUnreachable) => "unchecked-agent-unreachable",
        Some(Cause::AgentError) => "unchecked-agent-error",
        Some(Cause::Canceled) => "unchecked-canceled",
        Some(Cause::Timeout) => "unchecked-timeout",
        Some(Cause::QueryError) => "unchecked-query-error",
        Some(Cause::NotAllowed) => "unchecked-not-allowed",
        Some(Cause::NotReported) => "unchecked-not-reported",
        None => "unchecked-other",
    })
}

/// What to try where `cause` stood in the way.
pub(super) fn step_texts(words: Words<'_>, cause: Option<Cause>) -> Vec<String> {
    let permission = match words.page.viewer.browser {
        Some(Browser::Chromium) => "unchecked-step-permission-chromium",
        Some(Browser::Firefox) => "unchecked-step-permission-firefox",
        Some(Browser::Safari) => "unchecked-step-safari",
        None => "unchecked-step-permission",
    };
    let steps: &[&'static str] = match cause {
        Some(Cause::AgentUnreachable) => {
            &["unchecked-step-running", permission, "unchecked-step-again"]
        }
        Some(Cause::AgentError) => &["unchecked-step-restart-agent", "unchecked-step-again"],
        Some(Cause::Timeout) => &["unchecked-step-patience", "unchecked-step-again"],
        Some(Cause::QueryError) => &["unchecked-step-tell"],
        Some(Cause::NotAllowed) => &["unchecked-step-allow"],
        Some(Cause::NotReported) => &["unchecked-step-update-agent", "unchecked-step-again"],
        Some(Cause::Canceled) | None => &["unchecked-step-again"],
    };
    steps.iter().map(|&id| words.t(id)).collect()
}

/// Where nothing could be looked at for one reason: what to try.
pub(super) fn whole(words: Words<'_>, cause: Cause) -> AnyView {
    view! { <h2>{words.t("unchecked-steps-title")}</h2>{steps(words, Some(cause))} }.into_any()
}

fn steps(words: Words<'_>, cause: Option<Cause>) -> AnyView {
    let rows = step_texts(words, cause)
        .into_iter()
        .map(|step| view! { <li>{step}</li> })
        .collect_view();
    view! { <ol class="steps">{rows}</ol> }.into_any()
}

/// The checks that could not be looked at, each once, by their causes.
pub(super) fn by_cause(remediation: &Remediation) -> Vec<(Option<Cause>, Vec<&Check>)> {
    let items = remediation.options.iter().flat_map(|option| &option.items);
    let mut groups: Vec<(Option<Cause>, Vec<&Check>)> = Vec::new();
    for item in items.filter(|item| item.is_unknown()) {
        let Some(check) = &item.check else { continue };
        match groups.iter_mut().find(|(cause, _)| *cause == check.cause) {
            Some((_, known)) if known.iter().any(|other| other.id == check.id) => {}
            Some((_, known)) => known.push(check),
            None => groups.push((check.cause, vec![check])),
        }
    }
    groups
}

/// Each cause with its checks and what to try about it. `titled` says above all of it that this could not be checked.
pub(super) fn groups(words: Words<'_>, remediation: &Remediation, titled: bool) -> Option<AnyView> {
    let groups = by_cause(remediation);
    if groups.is_empty() {
        return None;
    }
    let single = groups.len() == 1;
    let parts = groups
        .into_iter()
        .map(|(cause, checks)| {
            let rows = checks
                .into_iter()
                .map(|check| row(words, check))
                .collect_view();
            let why = (titled || !single)
                .then(|| view! { <p>{check::cause(words, cause)}</p> });
            view! { <div class="group"><ul class="checks checks--short">{rows}</ul>{why}{steps(words, cause)}</div> }
        })
        .collect_view();
    let title = titled.then(|| {
        view! { <h2>{words.t("denied-unknown-title")}</h2><p>{words.t("denied-unknown-text")}</p> }
    });
    Some(view! { <section class="unknown">{title}{parts}</section> }.into_any())
}

/// A check that could not be looked at, in one line.
pub(super) fn row(words: Words<'_>, check: &Check) -> AnyView {
    let (id, name) = (check.id.clone(), check::name(words, check));
    view! {
        <li class="check check--unknown" data-check=id>
            <div class="check__head"><strong><bdi>{name}</bdi></strong>{check::verdict(words, Verdict::Unknown)}</div>
        </li>
    }
    .into_any()
}

/// The same for an item of an option.
pub(super) fn item(words: Words<'_>, item: &RemedyItem) -> Option<AnyView> {
    item.check.as_ref().map(|check| row(words, check))
}
