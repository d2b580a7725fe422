//! One check: what it is called, how it stands, what was found and what is asked for.

use leptos::prelude::*;

use super::{icon::Icon, words::Words};
use crate::{
    flow::{
        guide::Platform,
        screen::{Cause, Check, Observation, Verdict},
    },
    i18n::{Arg, Texts},
};

/// A name: ours for built-in checks, an admin's for custom ones.
pub(super) fn name(words: Words<'_>, check: &Check) -> String {
    name_of(check, words.texts)
}

/// What a check is called: an admin's name, or ours for what is built in. Signals of third parties (`dtc.…`) are called
/// what the device's own are.
pub(super) fn name_of(check: &Check, texts: Texts) -> String {
    if let Some(name) = &check.name {
        return name.clone();
    }
    let field = check.id.rsplit('.').next().unwrap_or_default();
    texts.t(match field {
        "osVersion" | "osVersionConstraints" | "requireMajorVersionUpdate" => "check-os-version",
        "diskEncryptionType" | "diskEncrypted" => "check-disk-encryption",
        "screenLockType" | "screenLockSecured" | "allowScreenLock" | "screenLockComplexity" => {
            "check-screen-lock"
        }
        "secureHardwarePresent" => "check-secure-hardware",
        "jailbreak" | "deviceIntegrityLevel" => "check-jailbreak",
        "managed" | "managedDevice" | "deviceEnrollmentDomain" => "check-managed",
        "managedApp" => "check-managed-app",
        "compliant" => "check-compliant",
        "registered" => "check-registered",
        "browserVersion" => "check-browser-version",
        "osFirewall" => "check-firewall",
        "antivirusEnabled" | "crowdStrikeAgentId" | "crowdStrikeCustomerId" => "check-antivirus",
        "secureBootEnabled" | "keyTrustLevel" => "check-secure-boot",
        "safeBrowsingProtectionLevel" | "realtimeUrlCheckMode" => "check-safe-browsing",
        "playProtectVerdict" => "check-harmful-apps",
        "usbDebuggingDisabled" => "check-usb-debugging",
        "networkProxyDisabled" | "wifiSecured" => "check-network",
        _ => "check-other",
    })
}

/// Class, pictogram and words of a verdict.
pub(super) fn verdict(words: Words<'_>, verdict: Verdict) -> AnyView {
    badge(verdict, verdict_label(words, verdict))
}

/// A verdict in words.
pub(super) fn verdict_label(words: Words<'_>, verdict: Verdict) -> String {
    words.t(match verdict {
        Verdict::Fail => "verdict-fail",
        Verdict::Pass => "verdict-pass",
        Verdict::Unknown => "verdict-unknown",
    })
}

/// Of a check that was never wrong: not "fixed" but fine.
pub(super) fn fine(words: Words<'_>) -> AnyView {
    badge(Verdict::Pass, words.t("checks-fine-label"))
}

fn badge(verdict: Verdict, label: String) -> AnyView {
    let (class, icon) = match verdict {
        Verdict::Fail => ("verdict verdict--fail", Icon::Cross),
        Verdict::Pass => ("verdict verdict--pass", Icon::Tick),
        Verdict::Unknown => ("verdict verdict--unknown", Icon::Question),
    };
    view! { <span class=class>{icon.view()} <span data-verdict="">{label}</span></span> }.into_any()
}

/// Why it could not be checked.
pub(super) fn cause(words: Words<'_>, cause: Option<Cause>) -> String {
    words.t(match cause {
        Some(Cause::Timeout) => "cause-timeout",
        Some(Cause::QueryError) => "cause-query-error",
        Some(Cause::NotAllowed) => "cause-not-allowed",
        Some(Cause::NotReported) | None => "cause-not-reported",
        Some(Cause::AgentUnreachable | Cause::AgentError | Cause::Canceled) => "cause-agent",
    })
}

/// "On this Mac: 14.3, needed: 14.4 or later, checked: 12 seconds ago". Custom checks' values are numbers and words of a
/// query that mean nothing to a person: they are not shown.
pub(super) fn evidence(
    words: Words<'_>,
    check: &Check,
    observation: Option<&Observation>,
) -> Option<AnyView> {
    if check.name.is_some() || check.verdict == Verdict::Unknown {
        return None;
    }
    let platform = observation
        .and_then(|seen| seen.device.as_ref())
        .and_then(|device| Platform::of(&device.platform));
    let found = check.observed.as_deref().map(|value| {
        (
            found_label(words, platform),
            observed(words, &check.id, value),
        )
    });
    let asked = check
        .required
        .as_deref()
        .map(|value| (words.t("required-label"), required(words, &check.id, value)));
    let mut rows: Vec<AnyView> = found
        .into_iter()
        .chain(asked)
        .map(|(label, value)| {
            view! { <div><dt>{label}</dt><dd><bdi>{value}</bdi></dd></div> }.into_any()
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    rows.extend(observation.and_then(|seen| age(words, seen)).map(|time| {
        view! { <div><dt>{words.t("checked-label")}</dt><dd>{time}</dd></div> }.into_any()
    }));
    Some(view! { <dl class="evidence">{rows}</dl> }.into_any())
}

/// Whose value it is: this device's, or that of another one than the page is looked at on.
fn found_label(words: Words<'_>, platform: Option<Platform>) -> String {
    words.t(match platform {
        Some(platform) if words.page.viewer.elsewhere(platform).is_some() => {
            "found-label-elsewhere"
        }
        Some(Platform::Android) => "found-label-android",
        Some(Platform::Chromeos) => "found-label-chromeos",
        Some(Platform::Ios) => "found-label-ios",
        Some(Platform::Macos) => "found-label-macos",
        Some(Platform::Windows) => "found-label-windows",
        None => "found-label",
    })
}

/// How long ago it was checked, by the server's clock: true when the page is made. A script replaces it by the time of
/// day before it is not true any more; what is older than an hour is told by the time of day alone, elsewhere.
fn age(words: Words<'_>, seen: &Observation) -> Option<AnyView> {
    let at = seen.checked_at?;
    let seconds = u64::try_from(seen.server_time.duration_since(at).as_secs()).unwrap_or(0);
    let (id, amount) = match seconds {
        0..60 => ("ago-seconds", seconds),
        60..3600 => ("ago-minutes", seconds / 60),
        _ => return None,
    };
    let text = words.t_with(
        id,
        &[
            ("count", Arg::from(amount)),
            ("number", Arg::from(words.number(amount))),
        ],
    );
    let machine = words.time_of_day(at, None).machine;
    Some(view! { <time datetime=machine data-format="ago">{text}</time> }.into_any())
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
