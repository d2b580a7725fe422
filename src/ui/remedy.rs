//! Denied, and told why: what is wrong, on which device, by when, how to fix it, what happens next, who can help
//! (`docs/spec/ux.md` S4).

use leptos::prelude::*;

use super::{
    action::{self, Weight},
    check, exemption,
    fix::{self, Target},
    live::listening,
    parts,
    shell::Page,
    takeaway, unchecked,
    words::Words,
};
use crate::{
    flow::{
        DeviceKind, Screen,
        guide::Platform,
        plan::Effort,
        screen::{
            Denied, DeviceSummary, Link, Observation, Recheck, Remediation, Remedy, RemedyItem,
            Verdict,
        },
    },
    i18n::Arg,
};

/// Not let in. Where nothing at all is known to be wrong, the page never says that the device fails.
pub(super) fn denied(words: Words<'_>, denied: &Denied) -> Page {
    let remediation = &denied.remediation;
    let observation = remediation.observation.as_ref();
    let unchecked = unchecked::is_all(remediation);
    let heading = words.t(if unchecked {
        "unchecked-title"
    } else {
        "denied-title"
    });
    let text = after(words, denied);
    let main = if unchecked {
        let how = match observation.and_then(|seen| seen.cause) {
            Some(cause) => unchecked::whole(words, cause),
            None => unchecked::groups(words, remediation, false).into_any(),
        };
        view! {
            <p class="lead">{unchecked::lead(words, observation)}</p>
            {device(words, observation)}
            {how}
            {fine(words, observation)}
        }
        .into_any()
    } else {
        view! {
            {what(words, remediation, denied.explanation.is_some())}
            {device(words, observation)}
            {how(words, remediation)}
            {next(words, text)}
        }
        .into_any()
    };
    let body = view! {
        {elsewhere(words, remediation)}
        {main}
        <div class="row">{action::recheck(words, &denied.recheck, Weight::Primary)} {checked_at(words, observation)}</div>
    };
    let content = view! {
        {parts::about(words, &denied.about)}
        {if denied.live { listening(words, &Screen::Denied(denied.clone()), body.into_any()) } else { body.into_any() }}
        {exemption::of_denial(words, &denied.exemption)}
        {takeaway::of_denial(words, denied)}
        {never_ask(words)}
        <div class="row">{action::back(words, denied.about.cancel.as_ref())}</div>
    };
    Page {
        heading,
        has_errors: denied.exemption.has_errors(),
        content: content.into_any(),
        help: help(remediation),
    }
}

/// By what a page that is not ours gives itself away.
pub(super) fn never_ask(words: Words<'_>) -> AnyView {
    view! { <p class="quiet">{super::icon::Icon::Lock.view()}{words.t("never-ask")}</p> }.into_any()
}

/// What is wrong, by name. Of several ways out nobody has to take all: then it says that instead.
pub(super) fn what(
    words: Words<'_>,
    remediation: &Remediation,
    explained: bool,
) -> Option<AnyView> {
    let text = match remediation.options.as_slice() {
        [only] => {
            let items = only.items.iter().filter(|item| !item.is_unknown());
            let names: Option<Vec<String>> = items
                .map(|item| {
                    let name = check::name(words, item.check.as_ref()?);
                    // A name in another script does not turn the list around.
                    Some(format!("\u{2068}{name}\u{2069}"))
                })
                .collect();
            match names {
                Some(names) if !names.is_empty() => words.t_with(
                    "denied-wrong",
                    &[
                        ("count", Arg::from(names.len() as u64)),
                        ("checks", Arg::from(words.all_of(&names))),
                    ],
                ),
                _ if explained => words.t("denied-explanation-one"),
                _ => return None,
            }
        }
        [] if explained => words.t("denied-explanation-one"),
        [] => return None,
        _ => words.t("denied-explanation-multiple"),
    };
    Some(view! { <p class="lead">{text}</p> }.into_any())
}

/// What happens next.
pub(super) fn next(words: Words<'_>, text: String) -> AnyView {
    view! { <section class="next"><h2>{words.t("next-title")}</h2><p>{text}</p></section> }
        .into_any()
}

/// The page is certainly looked at on another device than the one that has to be fixed: says so first.
pub(super) fn elsewhere(words: Words<'_>, remediation: &Remediation) -> Option<AnyView> {
    let platform = remediation.platform()?;
    let here = words.t(match words.page.viewer.elsewhere(platform)? {
        DeviceKind::Android => "viewer-android",
        DeviceKind::Chromebook => "viewer-chromebook",
        DeviceKind::Iphone => "viewer-iphone",
        DeviceKind::Ipad => "viewer-ipad",
        DeviceKind::Mac => "viewer-mac",
        DeviceKind::Windows => "viewer-windows",
    });
    let kind = words.t(match platform {
        Platform::Android => "kind-android",
        Platform::Chromeos => "kind-chromeos",
        Platform::Ios => "kind-ios",
        Platform::Macos => "kind-macos",
        Platform::Windows => "kind-windows",
    });
    let name = target(remediation).name.map(str::to_owned);
    let there = match name {
        Some(name) => words.t_with(
            "wrong-device",
            &[("kind", Arg::from(kind)), ("name", Arg::from(name))],
        ),
        None => words.t_with("wrong-device-unnamed", &[("kind", Arg::from(kind))]),
    };
    Some(
        view! {
            <div class="notice elsewhere">
                {super::icon::Icon::Device.view()} <p><strong>{here}</strong> " " {there}</p>
            </div>
        }
        .into_any(),
    )
}

/// The device that has to be fixed.
pub(super) fn target(remediation: &Remediation) -> Target<'_> {
    let device = remediation
        .observation
        .as_ref()
        .and_then(|seen| seen.device.as_ref());
    Target {
        platform: remediation.platform(),
        name: device
            .map(|device| device.display_name.as_str())
            .filter(|name| !name.is_empty()),
    }
}

/// What happens once it is fixed: in the same sign-in only where the server can check again.
pub(super) fn after(words: Words<'_>, denied: &Denied) -> String {
    let app = |app: &String| [("app", Arg::from(app.clone()))];
    match (&denied.recheck, &denied.about.app) {
        (Recheck::Here(_), Some(name)) => words.t_with("denied-next-app", &app(name)),
        (Recheck::Here(_), None) => words.t("denied-next"),
        (Recheck::StartAgain(_), Some(name)) => words.t_with("denied-next-again-app", &app(name)),
        (Recheck::StartAgain(_), None) => words.t("denied-next-again"),
    }
}

/// How to fix it: the ways out, then what could not be looked at, then what is fine.
pub(super) fn how(words: Words<'_>, remediation: &Remediation) -> AnyView {
    let observation = remediation.observation.as_ref();
    let ways = match remediation.options.as_slice() {
        [] => ().into_any(),
        [only] => {
            view! { {together(words, only)}{items(words, remediation, only, false)} }.into_any()
        }
        several => {
            let quickest = remediation.quickest();
            let groups = several.iter().enumerate().map(|(index, option)| {
                let title = option_title(words, index);
                let mark = (quickest == Some(index))
                    .then(|| view! { <span class="mark">{words.t("label-quickest")}</span> });
                view! {
                    <section class="option">
                        <div class="check__head"><h3>{title}</h3>{mark}</div>
                        {together(words, option)}
                        {items(words, remediation, option, true)}
                    </section>
                }
            });
            view! { <h2>{words.t("denied-options-title")}</h2>{groups.collect_view()} }.into_any()
        }
    };
    view! { {ways}{unchecked::groups(words, remediation, true)}{fine(words, observation)} }
        .into_any()
}

/// "Option 2": counted here, so that each has a number whatever the server calls it.
pub(super) fn option_title(words: Words<'_>, index: usize) -> String {
    words.t_with(
        "denied-option",
        &[("number", Arg::from(words.number(index as u64 + 1)))],
    )
}

/// What several fixes take together, and that one restart is enough.
pub(super) fn together_texts(words: Words<'_>, option: &Remedy) -> Vec<String> {
    let efforts = option.efforts();
    if efforts.len() < 2 {
        return Vec::new();
    }
    let minutes = Effort::of_all(&efforts).minutes.map(|minutes| {
        let time = words.duration(u64::from(minutes) * 60);
        words.t_with("effort-together", &[("time", Arg::from(time))])
    });
    let restarts = efforts.iter().filter(|effort| effort.restart).count();
    minutes
        .into_iter()
        .chain((restarts > 0).then(|| words.t("effort-one-restart")))
        .collect()
}

fn together(words: Words<'_>, option: &Remedy) -> Option<AnyView> {
    let texts = together_texts(words, option);
    (!texts.is_empty()).then(|| {
        view! { <p class="together">{super::icon::Icon::Clock.view()}{texts.join(" ")}</p> }
            .into_any()
    })
}

/// What is still to do in one way out. What could not be looked at has a section of its own, unless somebody has to
/// choose between ways out: then each says what it holds.
fn items(words: Words<'_>, remediation: &Remediation, option: &Remedy, deep: bool) -> AnyView {
    let rows: Vec<AnyView> = option
        .items
        .iter()
        .filter_map(|entry| match entry.is_unknown() {
            true if deep => unchecked::item(words, entry),
            true => None,
            false => Some(item(words, remediation, entry, deep)),
        })
        .collect();
    (!rows.is_empty())
        .then(|| view! { <ul class="checks">{rows}</ul> })
        .into_any()
}

/// One thing to do.
fn item(words: Words<'_>, remediation: &Remediation, item: &RemedyItem, deep: bool) -> AnyView {
    let seen = item.check.as_ref();
    let title = seen.map(|check| {
        let name = view! { <bdi>{check::name(words, check)}</bdi> };
        let heading = if deep {
            view! { <h4>{name}</h4> }.into_any()
        } else {
            view! { <h2>{name}</h2> }.into_any()
        };
        view! { <div class="check__head">{heading}{check::verdict(words, check.verdict)}</div> }
    });
    let class = match seen.map(|check| check.verdict) {
        Some(Verdict::Pass) => "check check--pass",
        _ => "check check--fail",
    };
    let id = seen.map(|check| check.id.clone());
    let evidence =
        seen.and_then(|check| check::evidence(words, check, remediation.observation.as_ref()));
    view! {
        <li class=class data-check=id>
            {title}{evidence}{fix::view(words, item, target(remediation))}
        </li>
    }
    .into_any()
}

/// "3 of 4 checks are fine", with their names where somebody wants to know.
fn fine(words: Words<'_>, observation: Option<&Observation>) -> Option<AnyView> {
    let observation = observation?;
    let passing = observation
        .checks
        .iter()
        .filter(|check| check.verdict == Verdict::Pass);
    let rows: Vec<_> = passing
        .map(|check| {
            let (id, name) = (check.id.clone(), check::name(words, check));
            view! {
                <li class="check check--pass" data-check=id>
                    <div class="check__head"><bdi>{name}</bdi>{check::fine(words)}</div>
                </li>
            }
        })
        .collect();
    let (passed, total) = (rows.len() as u64, observation.checks.len() as u64);
    (passed > 0).then(|| {
        let text = words.t_with(
            "checks-fine",
            &[
                ("count", Arg::from(passed)),
                ("number", Arg::from(words.number(passed))),
                ("total", Arg::from(words.number(total))),
            ],
        );
        view! {
            <details class="fine">
                <summary>{super::icon::Icon::Tick.view()} <span>{text}</span></summary>
                <ul class="checks checks--short">{rows}</ul>
            </details>
        }
        .into_any()
    })
}

/// On which device.
pub(super) fn device(words: Words<'_>, observation: Option<&Observation>) -> Option<AnyView> {
    let summary = observation?.device.as_ref()?;
    let (name, system) = (summary.display_name.clone(), system(summary));
    (!name.is_empty()).then(|| {
        view! {
            <p class="device">
                {super::icon::Icon::Device.view()} <span class="hidden">{words.labelled("device-label")}</span>
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

pub(super) fn help(remediation: &Remediation) -> Option<Link> {
    remediation.help.as_ref().and_then(|help| help.link.clone())
}
