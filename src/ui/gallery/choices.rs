//! The form in which a view is chosen.

use jiff::SignedDuration;
use leptos::prelude::*;

use super::{Named, Shelves};
use crate::{
    flow::{
        DeviceKind,
        gallery::{Choice, Gallery, Moment, Seen, Theme, View, Writing},
    },
    i18n::{Arg, Locale, plain},
    ui::{action::Weight, parts, words::Words},
};

/// What a choice is called.
pub(super) fn label(choice: Choice) -> &'static str {
    match choice {
        Choice::State => "preview-state",
        Choice::Language => "language-label",
        Choice::Theme => "preview-theme",
        Choice::Writing => "preview-writing",
        Choice::Device => "preview-device",
        Choice::Moment => "preview-time",
    }
}

/// All choices, and the button that shows what was chosen.
pub(super) fn form(words: Words<'_>, gallery: &Gallery, shelves: &Shelves) -> AnyView {
    let view = &gallery.view;
    let find = (!gallery.find.is_empty()).then(|| parts::hidden("find", gallery.find.clone()));
    view! {
        <form class="gallery__form" method="get" autocomplete="off">
            {find}
            {states(words, view, shelves)}
            {languages(words, view)}
            {select(words, Choice::Theme, Theme::ALL.map(|theme| Entry {
                value: theme.name(),
                text: words.t(theme_name(theme)),
                chosen: theme == view.theme,
            }))}
            {select(words, Choice::Writing, Writing::ALL.map(|writing| Entry {
                value: writing.name(),
                text: words.t(writing_name(writing)),
                chosen: writing == view.writing,
            }))}
            {select(words, Choice::Device, Seen::all().map(|device| Entry {
                value: device.name(),
                text: words.t(device_name(device)),
                chosen: device == view.device,
            }))}
            {time(words, gallery)}
            <div class="row">
                <button class=Weight::Primary.class()>{words.t("preview-show")}</button>
            </div>
        </form>
    }
    .into_any()
}

/// The same choices in another form.
pub(super) fn hidden(view: &View) -> AnyView {
    let link = view.link();
    let query = link.split_once('?').map_or("", |(_, query)| query);
    url::form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| {
            view! { <input r#type="hidden" name=name.into_owned() value=value.into_owned() /> }
        })
        .collect_view()
        .into_any()
}

struct Entry {
    value: &'static str,
    text: String,
    chosen: bool,
}

fn select(words: Words<'_>, choice: Choice, options: impl IntoIterator<Item = Entry>) -> AnyView {
    let options = options.into_iter().map(|option| {
        view! { <option value=option.value selected=option.chosen>{plain(&option.text)}</option> }
    });
    field(words, choice, options.collect_view().into_any())
}

fn field(words: Words<'_>, choice: Choice, options: AnyView) -> AnyView {
    let name = choice.name();
    view! {
        <div class="field">
            <label for=name>{words.t(label(choice))}</label>
            <select id=name name=name>{options}</select>
        </div>
    }
    .into_any()
}

fn states(words: Words<'_>, view: &View, shelves: &Shelves) -> AnyView {
    let option = |named: &Named| {
        let chosen = named.state == view.state;
        view! { <option value=named.state.path() selected=chosen>{named.line()}</option> }
    };
    let groups = shelves
        .iter()
        .map(|(title, named)| {
            let options = named.iter().map(option).collect_view();
            view! { <optgroup label=title.clone()>{options}</optgroup> }
        })
        .collect_view();
    field(words, Choice::State, groups.into_any())
}

fn languages(words: Words<'_>, view: &View) -> AnyView {
    let options = Locale::ALL
        .iter()
        .map(|locale| {
            let tag = locale.tag();
            let chosen = tag == view.language;
            view! { <option value=tag lang=tag selected=chosen>{locale.endonym()}</option> }
        })
        .collect_view();
    field(words, Choice::Language, options.into_any())
}

fn theme_name(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "preview-theme-system",
        Theme::Light => "preview-theme-light",
        Theme::Dark => "preview-theme-dark",
    }
}

fn writing_name(writing: Writing) -> &'static str {
    match writing {
        Writing::Language => "preview-writing-auto",
        Writing::Ltr => "preview-writing-ltr",
        Writing::Rtl => "preview-writing-rtl",
    }
}

fn device_name(device: Seen) -> &'static str {
    match device {
        Seen::There => "preview-device-there",
        Seen::Unsaid => "preview-device-unknown",
        Seen::On(DeviceKind::Android) => "preview-device-android",
        Seen::On(DeviceKind::Chromebook) => "preview-device-chromebook",
        Seen::On(DeviceKind::Iphone) => "preview-device-iphone",
        Seen::On(DeviceKind::Ipad) => "preview-device-ipad",
        Seen::On(DeviceKind::Mac) => "preview-device-mac",
        Seen::On(DeviceKind::Windows) => "preview-device-windows",
    }
}

/// The time slider. What it stands at is said beside it, and each step is a link, too: a slider has no words without
/// script.
fn time(words: Words<'_>, gallery: &Gallery) -> AnyView {
    let name = Choice::Moment.name();
    let hint = words.t(match gallery.left {
        Some(_) => "preview-time-hint",
        None => "preview-time-none",
    });
    let step = gallery.left.map(Moment::nearest);
    let slider = view! {
        <input
            id=name
            name=name
            r#type="range"
            min="1"
            max=Moment::all().count().to_string()
            step="1"
            value=step.map_or(1, Moment::step).to_string()
            disabled=step.is_none()
            aria-describedby="time-hint time-shown"
        />
    };
    let shown = gallery.left.map(|left| at(words, left));
    let steps = step.map(|_| steps(words, &gallery.view));
    view! {
        <div class="field">
            <label for=name>{words.t(label(Choice::Moment))}</label>
            <p class="field__hint" id="time-hint">{hint}</p>
            {slider}
            <output id="time-shown" for=name>{shown}</output>
            {steps}
        </div>
    }
    .into_any()
}

/// When that is, in words.
fn at(words: Words<'_>, left: SignedDuration) -> String {
    match u64::try_from(left.as_secs()) {
        Ok(seconds) if seconds > 0 => words.t_with(
            "preview-time-left",
            &[("time", Arg::from(words.duration(seconds)))],
        ),
        _ => words.t("preview-time-over"),
    }
}

fn steps(words: Words<'_>, view: &View) -> AnyView {
    let items = Moment::all()
        .map(|moment| {
            let text = match u64::try_from(moment.left().as_secs()) {
                Ok(seconds) => words.duration(seconds),
                Err(_) => words.t("preview-time-after"),
            };
            let current = (view.moment == Some(moment)).then_some("true");
            let link = View {
                moment: Some(moment),
                ..view.clone()
            };
            view! { <li><a href=link.link() aria-current=current>{plain(&text)}</a></li> }
        })
        .collect_view();
    view! { <ul class="inline gallery__steps">{items}</ul> }.into_any()
}
