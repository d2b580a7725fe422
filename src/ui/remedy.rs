//! Denied, and told why: what is wrong, on which device, how to fix it, what happens next, who can help
//! (`docs/spec/ux.md` S4).

use leptos::prelude::*;

use super::{
    action::{self, Weight},
    agent_button, check, parts,
    shell::Page,
    takeaway,
    words::{Said, Words},
};
use crate::{
    flow::screen::{Cause, DeviceSummary, Verdict},
    flow::screen::{Denied, Instruction, Link, Observation, Remediation, Remedy, RemedyItem},
    i18n::Arg,
    islands::LiveEvents,
};

/// Not let in. Where nothing at all could be looked at, the page never says that the device fails.
pub(super) fn denied(words: Words<'_>, denied: &Denied) -> Page {
    let unchecked = unchecked(&denied.remediation);
    let heading = words.t(if unchecked {
        "unchecked-title"
    } else {
        "denied-title"
    });
    let next = match &denied.about.app {
        Some(app) => words.t_with("denied-next-app", &[("app", Arg::from(app.clone()))]),
        None => words.t("denied-next"),
    };
    let remedy = if unchecked {
        view! {
            {not_checked(words, denied.remediation.observation.as_ref())}
            {options(words, &denied.remediation)}
        }
        .into_any()
    } else {
        let lead = denied.explanation.as_ref().map(|_| {
            words.t(if denied.remediation.options.len() > 1 {
                "denied-explanation-multiple"
            } else {
                "denied-explanation-one"
            })
        });
        view! {
            {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
            {device(words, denied.remediation.observation.as_ref())}
            {options(words, &denied.remediation)}
            <p class="next">{next}</p>
        }
        .into_any()
    };
    let body = view! {
        {remedy}
        <div class="row">{action::recheck(words, &denied.recheck, Weight::Primary)} {checked_at(words, denied.remediation.observation.as_ref())}</div>
    };
    let content = view! {
        {parts::about(words, &denied.about)}
        {if denied.live { live(words, &denied.remediation.mark(), body.into_any()) } else { body.into_any() }}
        {takeaway::of_denial(words, denied)}
        <div class="row">{action::back(words, denied.about.cancel.as_ref())}</div>
    };
    Page {
        heading,
        has_errors: false,
        content: content.into_any(),
        help: help(&denied.remediation),
    }
}

/// Whether nothing is known to be wrong: nothing at all, or not everything, could be looked at.
pub(super) fn unchecked(remediation: &Remediation) -> bool {
    let Some(observation) = &remediation.observation else {
        return false;
    };
    observation.cause.is_some()
        || (!observation.checks.is_empty()
            && observation
                .checks
                .iter()
                .all(|check| check.verdict != Verdict::Fail)
            && observation
                .checks
                .iter()
                .any(|check| check.verdict == Verdict::Unknown))
}

/// What listens for news from the server, with the live region, empty, and the way to turn it off (WCAG 2.2.2, 4.1.3).
pub(super) fn live(words: Words<'_>, mark: &str, body: AnyView) -> AnyView {
    let auto = words.page.preferences.auto_continue;
    let inner = view! {
            <div
                data-events=words.page.events(mark)
                data-auto=auto.then_some("")
                data-offline=words.t("live-offline")
            >
                {body}
                <p class="live" role="status" aria-atomic="true"></p>
                {if auto {
                    view! { <p class="quiet" data-live-note="" hidden=true>{words.t("denied-next-live")}</p> }.into_any()
                } else {
                    view! { <p class="quiet">{words.t("live-paused")}</p> }.into_any()
                }}
                {action::auto_continue(words)}
            </div>
    }
    .into_any();
    view! {
        <LiveEvents>{inner}</LiveEvents>
    }
    .into_any()
}

/// The ways out. Several are grouped and named: any one of them is enough.
pub(super) fn options(words: Words<'_>, remediation: &Remediation) -> AnyView {
    if let [only] = remediation.options.as_slice() {
        return items(words, only, remediation.observation.as_ref(), false);
    }
    let groups = (1_u64..).zip(&remediation.options).map(|(number, option)| {
        let title = words.t_with(
            "denied-option",
            &[("number", Arg::from(words.number(number)))],
        );
        let list = items(words, option, remediation.observation.as_ref(), true);
        view! { <section class="option"><h3>{title}</h3>{list}</section> }
    });
    (remediation.options.len() > 1)
        .then(|| view! { <h2>{words.t("denied-options-title")}</h2>{groups.collect_view()} })
        .into_any()
}

/// What is still to do in one way out, then what could not be looked at.
fn items(
    words: Words<'_>,
    option: &Remedy,
    observation: Option<&Observation>,
    deep: bool,
) -> AnyView {
    let rows = option
        .items
        .iter()
        .map(|entry| item(words, entry, deep))
        .collect_view();
    let passed = observation.map_or(0, |observation| {
        observation
            .checks
            .iter()
            .filter(|check| check.verdict == Verdict::Pass)
            .count() as u64
    });
    let passed = (passed > 0 && !deep).then(|| {
        let text = words.t_with(
            "denied-passed",
            &[
                ("count", Arg::from(passed)),
                ("number", Arg::from(words.number(passed))),
            ],
        );
        view! { <p class="passed">{super::icon::Icon::Tick.view()} {text}</p> }
    });
    view! { <ul class="checks">{rows}</ul>{passed} }.into_any()
}

/// One thing to do.
fn item(words: Words<'_>, item: &RemedyItem, deep: bool) -> AnyView {
    let seen = item.check.as_ref();
    let verdict = seen.map(|check| check.verdict);
    let title = seen.map(|check| {
        let name = view! { <bdi>{check::name(words, check)}</bdi> };
        let heading = if deep {
            view! { <h4>{name}</h4> }.into_any()
        } else {
            view! { <h2>{name}</h2> }.into_any()
        };
        view! { <div class="check__head">{heading}{check::verdict(words, check.verdict)}</div> }
    });
    // "Could not look" never comes with "turn it on".
    let instruction = if verdict == Some(Verdict::Unknown) {
        let cause = check::cause(words, seen.and_then(|check| check.cause));
        view! { <p>{cause} " " {words.t("denied-unknown-text")}</p> }.into_any()
    } else {
        let text = || match &item.instruction {
            Instruction::Built(text) => {
                Some(view! { <p class="instruction">{words.say(text).view()}</p> }.into_any())
            }
            Instruction::Custom(text) => {
                let text = text.clone();
                Some(view! { <p class="instruction" lang="" dir="auto">{text}</p> }.into_any())
            }
            Instruction::None => None,
        };
        let text = match &item.button {
            Some(action) => {
                let label = match &item.instruction {
                    Instruction::Built(text) => words.say(text).view(),
                    Instruction::Custom(text) => Said::Foreign(text.clone()).view(),
                    Instruction::None => ().into_any(),
                };
                Some(agent_button::draw(words, action, text().into_any(), label))
            }
            None => text(),
        };
        let link = item
            .link
            .as_ref()
            .map(|target| view! { <p>{parts::named_link(words, target)}</p> });
        view! { {text}{link} }.into_any()
    };
    let class = match verdict {
        Some(Verdict::Unknown) => "check check--unknown",
        Some(Verdict::Pass) => "check check--pass",
        Some(Verdict::Fail) | None => "check check--fail",
    };
    let id = seen.map(|check| check.id.clone());
    view! {
        <li class=class data-check=id>
            {title}{instruction}{seen.and_then(|check| check::evidence(words, check))}
        </li>
    }
    .into_any()
}

/// On which device.
pub(super) fn device(words: Words<'_>, observation: Option<&Observation>) -> Option<AnyView> {
    let summary = observation?.device.as_ref()?;
    let (name, system) = (summary.display_name.clone(), system(summary));
    (!name.is_empty()).then(|| {
        view! {
            <p class="device">
                {super::icon::Icon::Device.view()} <span class="hidden">{words.t("device-label")} ": "</span>
                <strong><bdi>{name}</bdi></strong> " " <bdi>{system}</bdi>
            </p>
        }
        .into_any()
    })
}

/// "macOS 14.3".
pub(super) fn system(device: &DeviceSummary) -> String {
    let platform = match device.platform.as_str() {
        "ANDROID" => "Android",
        "CHROMEOS" => "ChromeOS",
        "IOS" => "iOS",
        "MACOS" => "macOS",
        "WINDOWS" => "Windows",
        other => other,
    };
    [platform, &device.os_version]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" ")
}

pub(super) fn checked_at(words: Words<'_>, observation: Option<&Observation>) -> Option<AnyView> {
    let at = observation?.checked_at?;
    let time = words.time_of_day(at, words.page.preferences.time_zone.as_deref());
    Some(
        view! { <p class="quiet">{parts::sentence(words, "checked-at", time, "time")}</p> }
            .into_any(),
    )
}

/// Nothing could be looked at: why, and what to try.
fn not_checked(words: Words<'_>, observation: Option<&Observation>) -> impl IntoView {
    // Where single checks gave no result, the first one's cause stands for them all.
    let cause = observation.and_then(|observation| {
        let mut causes = observation.checks.iter().filter_map(|check| check.cause);
        observation.cause.or_else(|| causes.next())
    });
    let text = match cause {
        Some(Cause::AgentUnreachable) => words.t("unchecked-agent-unreachable"),
        Some(Cause::AgentError) => words.t("unchecked-agent-error"),
        Some(Cause::Canceled) => words.t("unchecked-canceled"),
        Some(Cause::Timeout) => words.t("unchecked-timeout"),
        _ => words.t("unchecked-other"),
    };
    let steps: &[_] = match cause {
        Some(Cause::AgentUnreachable | Cause::AgentError) => &[
            words.t("unchecked-step-running"),
            words.t("unchecked-step-permission"),
            words.t("unchecked-step-again"),
        ],
        Some(Cause::Timeout) => &[
            words.t("unchecked-step-patience"),
            words.t("unchecked-step-again"),
        ],
        _ => &[words.t("unchecked-step-again")],
    };
    let steps = steps
        .iter()
        .map(|step| view! { <li>{step.clone()}</li> })
        .collect_view();
    view! {
        <p class="lead">{text}</p>
        {device(words, observation)}
        <h2>{words.t("unchecked-steps-title")}</h2>
        <ol class="steps">{steps}</ol>
    }
}

pub(super) fn help(remediation: &Remediation) -> Option<Link> {
    remediation.help.as_ref().and_then(|help| help.link.clone())
}
