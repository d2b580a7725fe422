//! How one thing is fixed: what it takes, the steps, the place in the settings, why it matters.

use leptos::prelude::*;

use super::{
    action::Weight,
    agent_button,
    icon::Icon,
    parts,
    words::{Said, Words},
};
use crate::{
    flow::{
        guide::{Guide, Platform, Step, Subject},
        plan::Effort,
        screen::{Instruction, RemedyItem},
    },
    i18n::{Arg, plain},
};

/// Of which device it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    /// Its platform, where it is known.
    pub(super) platform: Option<Platform>,
    /// Its name, where it has one.
    pub(super) name: Option<&'a str>,
}

impl Target<'_> {
    /// Its name, where the page is certainly looked at on another device.
    fn named_elsewhere(self, words: Words<'_>) -> Option<String> {
        words.page.viewer.elsewhere(self.platform?)?;
        self.name.map(str::to_owned)
    }
}

/// Everything that stands under a failing check's name but what was found.
pub(super) fn view(words: Words<'_>, item: &RemedyItem, target: Target<'_>) -> AnyView {
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
    let instruction = match &item.button {
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
    let reason = item.reason.as_ref().map(|reason| {
        view! { <p class="why"><strong>{words.labelled("why-label")}</strong> {words.say(reason).view()}</p> }
    });
    view! {
        {instruction}
        {labels(words, item)}
        {match &item.guide {
            // The button makes the steps.
            Some(_) if item.button.is_some() => ().into_any(),
            Some(guide) => steps(words, item, guide, target),
            None => where_to(words, item).into_any(),
        }}
        {(!opens_in_a_step(item)).then(|| open(words, item))}
        {link}
        {reason}
    }
    .into_any()
}

/// What it takes, in a few words each.
pub(super) fn label_texts(words: Words<'_>, item: &RemedyItem) -> Vec<String> {
    if item
        .guide
        .is_some_and(|guide| guide.subject == Subject::Organization)
    {
        return vec![words.t("label-help-desk")];
    }
    let Effort {
        minutes,
        restart,
        admin,
    } = item.effort;
    let minutes = minutes.map(|minutes| {
        let time = words.duration(u64::from(minutes) * 60);
        words.t_with("label-minutes", &[("time", Arg::from(time))])
    });
    minutes
        .into_iter()
        .chain(restart.then(|| words.t("label-restart")))
        .chain(admin.then(|| words.t("label-admin")))
        .collect()
}

fn labels(words: Words<'_>, item: &RemedyItem) -> Option<AnyView> {
    let texts = label_texts(words, item);
    let clock = item.effort.minutes.is_some();
    let rows = texts.into_iter().enumerate().map(|(index, text)| {
        let icon = (index == 0 && clock).then(|| Icon::Clock.view());
        view! { <li>{icon}{text}</li> }
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| view! { <ul class="labels">{rows}</ul> }.into_any())
}

/// The parts of a place, from the app inwards.
pub(super) fn place_parts(words: Words<'_>, place: &'static str) -> Vec<String> {
    let text = words.t(place);
    text.split('|').map(|part| part.trim().to_owned()).collect()
}

/// A place in words: "System Settings › Privacy & Security › FileVault". The sign is mirrored where it has to be.
pub(super) fn place_text(words: Words<'_>, place: &'static str) -> String {
    place_parts(words, place).join(" › ")
}

fn place(words: Words<'_>, id: &'static str) -> AnyView {
    let parts = place_parts(words, id)
        .into_iter()
        .enumerate()
        .map(|(index, part)| {
            let sign = (index > 0).then_some(" › ");
            view! { {sign}<bdi>{part}</bdi> }
        })
        .collect_view();
    view! { <strong class="place">{parts}</strong> }.into_any()
}

/// What stands before and after the place in the step that opens it.
pub(super) fn open_sentence(words: Words<'_>, target: Target<'_>) -> (String, String) {
    match target.named_elsewhere(words) {
        Some(name) => words.around_with("step-open-on", "place", &[("device", Arg::from(name))]),
        None => words.around("step-open", "place"),
    }
}

/// The steps in plain words; the place alone where an administrator's own instruction stands for them.
pub(super) fn step_texts(words: Words<'_>, item: &RemedyItem, target: Target<'_>) -> Vec<String> {
    let place = item.place().map(|id| place_text(words, id));
    match &item.guide {
        Some(guide) => guide
            .steps
            .iter()
            .map(|step| match step {
                Step::Say(id) => words.t(id),
                Step::Open => {
                    let (before, after) = open_sentence(words, target);
                    format!("{before}{}{after}", place.as_deref().unwrap_or_default())
                }
            })
            .collect(),
        None => place
            .map(|place| format!("{}{place}", words.labelled("place-label")))
            .into_iter()
            .collect(),
    }
}

/// Whether one of the steps that are shown is to open the place: then its button stands there.
fn opens_in_a_step(item: &RemedyItem) -> bool {
    let guide = item.guide.as_ref().filter(|_| item.button.is_none());
    guide.is_some_and(|guide| guide.steps.contains(&Step::Open))
}

fn steps(words: Words<'_>, item: &RemedyItem, guide: &Guide, target: Target<'_>) -> AnyView {
    let rows = guide
        .steps
        .iter()
        .map(|step| match step {
            Step::Say(id) => view! { <li>{words.t(id)}</li> }.into_any(),
            Step::Open => {
                let (before, after) = open_sentence(words, target);
                let here = item.place().map(|id| place(words, id));
                let copy = item
                    .place()
                    .map(|id| parts::copy(words, place_text(words, id)));
                view! { <li>{before}{here}{after}" "{copy}{open(words, item)}</li> }.into_any()
            }
        })
        .collect_view();
    view! { <ol class="steps">{rows}</ol> }.into_any()
}

/// The place in words, where an administrator's own instruction stands for the steps.
fn where_to(words: Words<'_>, item: &RemedyItem) -> Option<AnyView> {
    let id = item.place()?;
    Some(
        view! { <div class="where">{words.labelled("place-label")}{place(words, id)} " " {parts::copy(words, place_text(words, id))}</div> }
            .into_any(),
    )
}

/// A button that opens the place: only on a device that knows the address.
fn open(words: Words<'_>, item: &RemedyItem) -> Option<AnyView> {
    let settings = item.settings.as_ref()?;
    let Some(platform) = settings.on else {
        let target = crate::flow::screen::Link::parse(&settings.url, None)?;
        let label = words.t_with("open-web", &[("host", Arg::from(target.host.clone()))]);
        return Some(
            view! { <p>{parts::link_saying_host(words, &target, label.into_any())}</p> }.into_any(),
        );
    };
    if !words.page.viewer.is_on(platform) {
        return None;
    }
    let label = match item.place() {
        Some(id) => {
            let last = place_parts(words, id).pop().unwrap_or_default();
            words.t_with("open-place", &[("place", Arg::from(last))])
        }
        None => plain(&words.t_with("open-place", &[("place", Arg::from(settings.url.clone()))])),
    };
    let url = settings.url.clone();
    Some(view! { <p><a class=Weight::Secondary.class() href=url>{label}</a></p> }.into_any())
}
