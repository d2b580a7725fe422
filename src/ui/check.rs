//! One check: what it is called, how it stands, what was found and what is asked for.

use leptos::prelude::*;

use super::{icon::Icon, words::Words};
use crate::{
    flow::screen::Check,
    flow::screen::{Cause, Verdict},
    i18n::Arg,
};

/// A name: ours for built-in checks, an admin's for custom ones.
pub(super) fn name(words: Words<'_>, check: &Check) -> String {
    super::live::name(check, words.texts)
}

/// Class, pictogram and words of a verdict.
pub(super) fn verdict(words: Words<'_>, verdict: Verdict) -> AnyView {
    let (class, icon) = match verdict {
        Verdict::Fail => ("verdict verdict--fail", Icon::Cross),
        Verdict::Pass => ("verdict verdict--pass", Icon::Tick),
        Verdict::Unknown => ("verdict verdict--unknown", Icon::Question),
    };
    view! { <span class=class>{icon.view()} <span data-verdict="">{verdict_label(words, verdict)}</span></span> }
        .into_any()
}

/// A verdict in words.
pub(super) fn verdict_label(words: Words<'_>, verdict: Verdict) -> String {
    match verdict {
        Verdict::Fail => words.t("verdict-fail"),
        Verdict::Pass => words.t("verdict-pass"),
        Verdict::Unknown => words.t("verdict-unknown"),
    }
}

/// Why it could not be checked.
pub(super) fn cause(words: Words<'_>, cause: Option<Cause>) -> Option<String> {
    Some(match cause? {
        Cause::Timeout => words.t("cause-timeout"),
        Cause::QueryError => words.t("cause-query-error"),
        Cause::NotAllowed => words.t("cause-not-allowed"),
        Cause::NotReported => words.t("cause-not-reported"),
        Cause::AgentUnreachable | Cause::AgentError | Cause::Canceled => words.t("cause-agent"),
    })
}

/// "On this device: 14.3, required: 14.4 or later". Custom checks' values are numbers and words of a query that mean
/// nothing to a person: they are not shown.
pub(super) fn evidence(words: Words<'_>, check: &Check) -> Option<AnyView> {
    if check.name.is_some() || check.verdict == Verdict::Unknown {
        return None;
    }
    let found = check
        .observed
        .as_deref()
        .map(|value| (words.t("found-label"), observed(words, &check.id, value)));
    let asked = check
        .required
        .as_deref()
        .map(|value| (words.t("required-label"), required(words, &check.id, value)));
    let rows: Vec<_> = found
        .into_iter()
        .chain(asked)
        .map(|(label, value)| view! { <div><dt>{label}</dt><dd><bdi>{value}</bdi></dd></div> })
        .collect();
    (!rows.is_empty()).then(|| view! { <dl class="evidence">{rows}</dl> }.into_any())
}

fn observed(words: Words<'_>, id: &str, value: &str) -> String {
    known(words, id, value).unwrap_or_else(|| value.to_owned())
}

fn required(words: Words<'_>, id: &str, value: &str) -> String {
    if id.to_ascii_lowercase().contains("version")
        && value.starts_with(|first: char| first.is_ascii_digit())
    {
        return words.t_with("value-at-least", &[("version", Arg::from(value))]);
    }
    let mut parts: Vec<String> = value
        .split(',')
        .map(str::trim)
        .map(|part| known(words, id, part).unwrap_or_else(|| part.to_owned()))
        .collect();
    // BIOMETRIC and PASSCODE come in any order.
    parts.dedup();
    words.any_of(&parts)
}

/// The wire's word in the person's.
fn known(words: Words<'_>, id: &str, value: &str) -> Option<String> {
    let lower = id.to_ascii_lowercase();
    let chip = lower.contains("securehardware");
    let altered = lower.contains("jailbreak");
    let lock = lower.contains("screenlock");
    let disk = lower.contains("diskencrypt");
    Some(match value {
        "ALL_INTERNAL_VOLUMES" => words.t("value-all-volumes"),
        "SYSTEM_VOLUME" => words.t("value-system-volume"),
        "FULL" => words.t("value-full"),
        "USER" => words.t("value-user"),
        "PASSCODE" => words.t("value-passcode"),
        "BIOMETRIC" => words.t("value-biometric"),
        "NONE" if lock => words.t("value-no-lock"),
        "NONE" if disk => words.t("value-not-encrypted"),
        "NONE" => words.t("value-none"),
        "true" if chip => words.t("value-chip"),
        "false" if chip => words.t("value-no-chip"),
        "true" if altered => words.t("value-modified"),
        "false" if altered => words.t("value-original"),
        "true" => words.t("value-yes"),
        "false" => words.t("value-no"),
        _ => return None,
    })
}
