//! What a denial or a reminder says while it is on the screen: whole sentences for a live region (`docs/spec/ux.md` L3,
//! L5), and what listens for them.

use leptos::prelude::*;
use serde::Serialize;

use super::{action, check::name_of as name, exemption, words::Words};
use crate::{
    flow::{
        Screen,
        screen::{Check, Exemption, Remediation, Verdict},
    },
    i18n::{Locale, Texts, plain},
    islands::LiveEvents,
};

/// How a denial or a reminder stands, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Live {
    /// Every check.
    pub checks: Vec<LiveCheck>,
    /// How much is left, as a sentence; empty where nothing is told.
    pub left: String,
    /// Another one than the page's means that the page must be drawn anew.
    pub layout: String,
    /// What became of asking for more time, as a sentence; empty where nobody asked.
    pub request: String,
}

/// How a check stands, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LiveCheck {
    /// [`Check::id`].
    pub id: String,
    /// `PASS`, `FAIL` or `UNKNOWN`.
    pub verdict: Verdict,
    /// The verdict's name.
    pub label: String,
    /// The check and its verdict as a sentence.
    pub said: String,
}

/// The part of a screen that can change while it is shown.
pub fn remediation(screen: &Screen) -> Option<&Remediation> {
    match screen {
        Screen::Denied(denied) => Some(&denied.remediation),
        Screen::Grace(grace) => Some(&grace.remediation),
        _ => None,
    }
}

/// What became of asking for more time on `screen`.
fn asked(screen: &Screen) -> Option<&Exemption> {
    match screen {
        Screen::Denied(denied) => Some(&denied.exemption),
        Screen::Grace(grace) => Some(&grace.exemption),
        _ => None,
    }
}

/// How `screen` stands, in words; nothing where it is no denial or reminder, or hides what was checked.
pub fn live(screen: &Screen, locale: Locale) -> Live {
    let Some(remediation) = remediation(screen) else {
        return Live::default();
    };
    let texts = Texts::of(locale);
    let all = checks(remediation);
    let left = all
        .iter()
        .filter(|check| check.verdict != Verdict::Pass)
        .count() as u64;
    let left = (!all.is_empty()).then(|| {
        texts.t_with(
            "live-left",
            &[
                ("count", left.into()),
                ("number", texts.number(left).into()),
                ("total", texts.number(all.len() as u64).into()),
            ],
        )
    });
    Live {
        left: plain(&left.unwrap_or_default()),
        layout: layout(screen, remediation),
        request: asked(screen).map_or_else(String::new, |asked| exemption::said(asked, locale)),
        checks: all
            .iter()
            .map(|check| {
                let said = texts.t_with(
                    sentence(check.verdict),
                    &[("check", name(check, texts).into())],
                );
                LiveCheck {
                    id: check.id.clone(),
                    verdict: check.verdict,
                    label: texts.t(label(check.verdict)),
                    said: plain(&said),
                }
            })
            .collect(),
    }
}

/// What decides which parts a page has: whether it is a reminder, how many ways out there are, why nothing was checked,
/// what became of asking for more time.
fn layout(screen: &Screen, remediation: &Remediation) -> String {
    let kind = if matches!(screen, Screen::Grace(_)) {
        "grace"
    } else {
        "denied"
    };
    let cause = remediation
        .observation
        .as_ref()
        .and_then(|observation| observation.cause)
        .map(|cause| format!("{cause:?}"))
        .unwrap_or_default();
    let asked = asked(screen).map(Exemption::mark).unwrap_or_default();
    format!("{kind} {} {cause} {asked}", remediation.options.len())
}

/// What listens for news from the server, with the live region, empty, and the way to keep the page from going on by
/// itself (WCAG 2.2.2, 4.1.3). `screen` is the one that `body` draws.
pub(super) fn listening(words: Words<'_>, screen: &Screen, body: AnyView) -> AnyView {
    let live = live(screen, words.page.locale);
    let seen: Vec<String> = live
        .checks
        .iter()
        .map(|check| format!("{}={}", check.id, check.verdict.as_str()))
        .collect();
    let inner = view! {
            <div
                data-events=words.page.events(&screen.mark())
                data-auto=words.page.preferences.auto_continue.then_some("")
                data-tabs=words.page.tabs.clone()
                data-seen=seen.join("|")
                data-layout=live.layout
                data-request=live.request
                data-checking=words.attribute("live-checking")
                data-slow=words.attribute("probe-slow")
                data-same=words.attribute("live-same")
                data-changed=words.attribute("live-changed")
                data-fixed=words.attribute("live-going")
                data-ready=words.attribute("live-ready")
                data-continue=words.attribute("success-continue")
                data-elsewhere=words.attribute("live-elsewhere")
                data-offline=words.attribute("live-offline")
                data-online=words.attribute("live-online")
                data-busy=words.attribute("live-busy")
            >
                {body}
                <p class="live" role="status" aria-atomic="true"></p>
                <p data-way-on="" hidden=true>
                    <a class="button" href=words.page.path.clone()>{words.t("live-show")}</a>
                </p>
                <p class="quiet" data-live-note="" hidden=true>{words.t("denied-next-live")}</p>
                {action::auto_continue(words, words.t("auto-is-on"))}
            </div>
    }
    .into_any();
    view! {
        <LiveEvents>{inner}</LiveEvents>
    }
    .into_any()
}

fn checks(remediation: &Remediation) -> &[Check] {
    remediation
        .observation
        .as_ref()
        .map_or(&[], |observation| &observation.checks)
}

fn sentence(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "live-fixed",
        Verdict::Fail => "live-failing",
        Verdict::Unknown => "live-unknown",
    }
}

fn label(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "verdict-pass",
        Verdict::Fail => "verdict-fail",
        Verdict::Unknown => "verdict-unknown",
    }
}
