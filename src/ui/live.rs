//! What is said while a denial or a reminder is on the screen: whole sentences for a live region (ux.md L3, L5).

use serde::Serialize;

use super::check::name_of as name;
use crate::{
    flow::{
        Screen,
        screen::{Check, Remediation, Verdict},
    },
    i18n::{Locale, Texts},
};

/// What changed, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// For the live region.
    pub announcement: String,
    /// For the list on the page.
    pub checks: Vec<LiveCheck>,
}

/// The verdict of a check, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LiveCheck {
    /// [`Check::id`].
    pub id: String,
    /// `PASS`, `FAIL` or `UNKNOWN`.
    pub verdict: Verdict,
    /// The verdict's name.
    pub label: String,
}

/// The part of a screen that can change while it is shown.
pub fn remediation(screen: &Screen) -> Option<&Remediation> {
    match screen {
        Screen::Denied(denied) => Some(&denied.remediation),
        Screen::Grace(grace) => Some(&grace.remediation),
        _ => None,
    }
}

/// What changed from `before` to `after`. Where nothing did it says so again: somebody may have asked (ux.md L6).
pub fn live(before: &Remediation, after: &Remediation, locale: Locale) -> Live {
    let texts = Texts::of(locale);
    let (old, new) = (checks(before), checks(after));
    let verdict_before = |check: &Check| {
        old.iter()
            .find(|old| old.id == check.id)
            .map(|old| old.verdict)
    };
    let mut sentences: Vec<String> = Vec::new();
    for check in new
        .iter()
        .filter(|check| verdict_before(check) != Some(check.verdict))
    {
        sentences.push(texts.t_with(
            sentence(check.verdict),
            &[("check", name(check, texts).into())],
        ));
    }
    let left = new
        .iter()
        .filter(|check| check.verdict != Verdict::Pass)
        .count() as u64;
    sentences.push(texts.t_with(
        "live-left",
        &[
            ("count", left.into()),
            ("number", texts.number(left).into()),
        ],
    ));
    Live {
        announcement: sentences.join(" "),
        checks: new
            .iter()
            .map(|check| LiveCheck {
                id: check.id.clone(),
                verdict: check.verdict,
                label: texts.t(match verdict_before(check) {
                    // Was never wrong: not "fixed".
                    Some(Verdict::Pass) if check.verdict == Verdict::Pass => "checks-fine-label",
                    _ => label(check.verdict),
                }),
            })
            .collect(),
    }
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
