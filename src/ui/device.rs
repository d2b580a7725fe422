//! The device is asked about itself.

use leptos::prelude::*;

use super::{
    action::{self, Weight},
    form, frame, parts,
    shell::Page,
    waiting::{self, Shown, Start},
    words::Words,
};
use crate::{
    flow::screen::{AgentAddress, DeviceChallenge, DeviceMethod, Link},
    i18n::Arg,
    islands::DeviceProbe,
};

/// The page while the device's agent is asked.
pub(super) fn challenge(words: Words<'_>, challenge: &DeviceChallenge) -> Page {
    let lead = match &challenge.about.app {
        Some(app) => words.t_with("probe-text", &[("app", Arg::from(app.clone()))]),
        None => words.t("probe-text-no-app"),
    };
    let method = match &challenge.method {
        DeviceMethod::Loopback {
            addresses,
            probe_timeout,
            challenge_request,
            permission_help,
        } => loopback(
            words,
            challenge,
            addresses,
            *probe_timeout,
            challenge_request,
            permission_help.as_ref(),
        ),
        DeviceMethod::Launch {
            href,
            at_once,
            download,
        } => {
            let download = download
                .as_ref()
                .map(|link| view! { <p>{parts::link(words, link, words.t("launch-download").into_any())}</p> });
            // An address of the web is no program's in a frame.
            let link = (*at_once || words.page.frame.is_none()).then(|| {
                view! {
                    <p>{words.t("launch-text")}</p>
                    <p><a class=Weight::Primary.class() href=href.clone()>{words.t("launch-button")}</a></p>
                }
            });
            view! {
                {link}
                {download}
                {waiting(words, challenge, Start { open: at_once.then(|| href.clone()), submit: false })}
            }
            .into_any()
        }
        DeviceMethod::ChromeDeviceTrust { href } => view! {
            <iframe id="chrome-dtc-container" src=href.clone() hidden=true title=words.attribute("probe-title")></iframe>
            {waiting(words, challenge, Start::default())}
        }
        .into_any(),
        DeviceMethod::Extension => waiting(words, challenge, Start { open: None, submit: true }),
        DeviceMethod::Unsupported => view! {
            <p>{words.t("launch-unsupported")}</p>
            {waiting(words, challenge, Start::default())}
        }
        .into_any(),
    };
    // There it belongs to what can be done by hand.
    let is_loopback = matches!(challenge.method, DeviceMethod::Loopback { .. });
    let stop = challenge
        .stop
        .as_ref()
        .map(|stop| action::button(stop, words.t("probe-stop").into_any(), Weight::Quiet));
    let content = view! {
        <p class="lead">{lead}</p>
        {parts::about(words, &challenge.about)}
        {method}
        {form::beside(words, &challenge.beside)}
        {(!is_loopback).then(|| outside(words))}
        <div class="row">{stop}{action::back(words, challenge.about.cancel.as_ref())}</div>
    };
    Page {
        heading: match &challenge.method {
            DeviceMethod::Launch { .. } => words.t("launch-title"),
            _ => words.t("probe-title"),
        },
        has_errors: false,
        content: content.into_any(),
        help: None,
    }
}

/// Out of a frame, where the browser may not let the page ask the device: on with the same sign-in.
fn outside(words: Words<'_>) -> Option<AnyView> {
    let button = view! { <button class=Weight::Secondary.class()>{words.t("frame-open")}</button> };
    let way_out = frame::way_out(words, button)?;
    Some(view! { <p>{words.t("probe-frame")}</p> {way_out} }.into_any())
}

fn waiting(words: Words<'_>, challenge: &DeviceChallenge, start: Start) -> AnyView {
    let (mark, request) = (challenge.mark(), challenge.request());
    waiting::draw(
        words,
        &challenge.poll,
        shown(challenge, &mark, &request),
        start,
    )
}

fn shown<'a>(challenge: &'a DeviceChallenge, mark: &'a str, request: &'a str) -> Shown<'a> {
    Shown {
        about: &challenge.about,
        mark,
        request,
    }
}

/// What can be done by hand: out of a frame, or links to the agent, which answers and leads back here, where it is no
/// page to be framed.
fn by_hand(words: Words<'_>, addresses: &[AgentAddress]) -> AnyView {
    if let Some(outside) = outside(words) {
        return outside;
    }
    let first = addresses.first().map(|address| {
        view! { <p><a class=Weight::Secondary.class() href=address.link.clone() referrerpolicy="origin">{words.t("probe-link")}</a></p> }
    });
    let others = (addresses.len() > 1).then(|| {
        let links = (2_u64..).zip(&addresses[1..]).map(|(number, address)| {
            let label = words.t_with(
                "probe-link-other",
                &[("number", Arg::from(words.number(number)))],
            );
            view! { <li><a href=address.link.clone() referrerpolicy="origin">{label}</a></li> }
        });
        view! { <p>{words.t("probe-link-none")}</p> <ul class="inline">{links.collect_view()}</ul> }
    });
    view! { <p>{words.t("probe-manual")}</p> {first} {others} }.into_any()
}

/// Links for people without script or whose browser does not let the page through; the island takes them over. The
/// challenge is in the page anyway: it is for the agent on this machine and of no use to anyone else. The links name the
/// page's origin: an agent that is not told who sends the person asks them first.
fn loopback(
    words: Words<'_>,
    challenge: &DeviceChallenge,
    addresses: &[AgentAddress],
    probe_timeout: u64,
    challenge_request: &str,
    permission_help: Option<&Link>,
) -> AnyView {
    let bases: Vec<String> = addresses
        .iter()
        .map(|address| address.base.clone())
        .collect();
    let help = permission_help
        .map(|link| parts::link(words, link, words.t("probe-permission").into_any()))
        .into_any();
    // Without script the agent is asked all the same, and the page need not be left.
    let frame = addresses.first().map(|address| {
        view! {
            <noscript>
                <p class="status">{words.t("probe-asked")}</p>
                <iframe
                    class="hidden"
                    src=address.frame()
                    referrerpolicy="origin"
                    allow="local-network-access; loopback-network"
                    title=words.attribute("probe-title")
                    tabindex="-1"
                ></iframe>
            </noscript>
        }
    });
    let (mark, request) = (challenge.mark(), challenge.request());
    let inner = view! {
            <div
                class="probe"
                data-poll=words.page.poll()
                data-body=waiting::body(&challenge.poll, shown(challenge, &mark, &request))
                data-silent=challenge.silent.then_some("")
                data-bases=bases.join(" ")
                data-timeout=probe_timeout.to_string()
                data-request=challenge_request.to_owned()
                data-refresh=challenge.poll.refresh.to_string()
                data-stop=challenge.stop.as_ref().map(|stop| stop.form.clone())
                data-searching=words.t("probe-searching")
                data-found=words.t("probe-found")
                data-slow=words.t("probe-slow")
                data-blocked=words.t("blocked-title")
                data-offline=words.t("live-offline")
            >
                <p class="status" role="status"></p>
                {blocked(words, help)}
                <div class="probe__manual">{by_hand(words, addresses)}</div>
                <p class="quiet">{words.t("probe-permission-text")}</p>
                {action::button(&challenge.poll.action, words.t("probe-check").into_any(), Weight::Secondary)}
            </div>
    }
    .into_any();
    view! {
        <p>{words.t("probe-what")}</p>
        {frame}
        <DeviceProbe>{inner}</DeviceProbe>
    }
    .into_any()
}

/// What to do where the browser does not let the page look, for each browser; the island shows the one that it is in.
/// Never says that something is wrong with the device: nobody has looked at it.
fn blocked(words: Words<'_>, help: AnyView) -> AnyView {
    let steps = |browser: &'static str, steps: &[&'static str]| {
        let steps = steps
            .iter()
            .map(|step| view! { <li>{words.t(step)}</li> })
            .collect_view();
        view! { <ol class="steps" data-browser=browser hidden=true>{steps}</ol> }
    };
    let text = |browser: &'static str, text| {
        view! { <p data-browser=browser hidden=true>{words.t(text)}</p> }
    };
    view! {
        <section class="probe__blocked" hidden=true>
            <h2 tabindex="-1">{words.t("blocked-title")}</h2>
            <p>{words.t("blocked-text")}</p>
            {steps("chrome", &["blocked-chrome-1", "blocked-chrome-2", "blocked-again"])}
            {steps("edge", &["blocked-edge-1", "blocked-chrome-2", "blocked-again"])}
            {steps("firefox", &["blocked-firefox-1", "blocked-firefox-2", "blocked-again"])}
            {text("safari", "blocked-safari")}
            {text("frame", "blocked-frame")}
            <p>{help}</p>
            <button class=Weight::Primary.class() r#type="button">{words.t("blocked-retry")}</button>
        </section>
    }
    .into_any()
}
