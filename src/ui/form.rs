//! Screens that are forms: name, password, and whatever has no screen of its own.

use leptos::prelude::*;

use super::{
    action::{self, Weight},
    field, parts,
    shell::Page,
    waiting,
    words::{Said, Words},
};
use crate::{
    flow::screen::{ChoiceStyle, FieldKind, FormPage, FormView},
    i18n::Arg,
    islands::SubmitOnce,
};

/// Who are you?
pub(super) fn identify(words: Words<'_>, page: &FormPage) -> Page {
    let app = page.about.app.as_ref().map(|app| {
        view! { <p class="lead">{words.t_with("app-line", &[("app", Arg::from(app.clone()))])}</p> }
    });
    draw(words, page, words.t("identify-title"), app.into_any())
}

/// The password, after the name.
pub(super) fn password(words: Words<'_>, page: &FormPage) -> Page {
    draw(words, page, words.t("password-title"), ().into_any())
}

/// A form drawn from its description.
pub(super) fn generic(words: Words<'_>, page: &FormPage) -> Page {
    let heading = match words.say(&page.title) {
        Said::Foreign(text) if text.is_empty() => words.t("form-title"),
        Said::Own(text) | Said::Foreign(text) => text,
    };
    draw(words, page, heading, ().into_any())
}

fn draw(words: Words<'_>, page: &FormPage, heading: String, lead: AnyView) -> Page {
    let has_errors = page.main.as_ref().is_some_and(|form| form.has_errors)
        || page.alternatives.iter().any(|form| form.has_errors);
    let content = view! {
        {lead}
        {parts::about(words, &page.about)}
        {page.details.iter().map(|detail| view! { <p><bdi>{detail.clone()}</bdi></p> }).collect_view()}
        {page.unsupported.then(|| view! { <p>{words.t("form-unsupported")}</p> })}
        {page.main.as_ref().map(|form| self::form(words, form, page.about.identifier.as_deref(), false))}
        {page.poll.as_ref().map(|poll| {
            let shown = waiting::Shown { about: &page.about, mark: &page.mark(), request: "" };
            waiting::draw(words, poll, shown, waiting::Start::default())
        })}
        {beside(words, page)}
        <div class="row">{action::back(words, page.about.cancel.as_ref())}</div>
    };
    Page {
        heading,
        has_errors,
        content: content.into_any(),
        help: None,
    }
}

/// What else leads on: other forms, other providers, buttons.
pub(super) fn beside(words: Words<'_>, page: &FormPage) -> AnyView {
    let alternatives = (!page.alternatives.is_empty()).then(|| {
        let forms = page
            .alternatives
            .iter()
            .map(|form| view! { <section>{self::form(words, form, None, true)}</section> });
        view! { <h2>{words.t("form-alternatives")}</h2> {forms.collect_view()} }
    });
    let providers = (!page.providers.is_empty()).then(|| {
        let links = page.providers.iter().map(|link| {
            let label = link.label.as_ref().map_or_else(
                || link.host.clone().into_any(),
                |label| words.say(label).view(),
            );
            view! { <li><a class="button" href=link.url.clone()>{label}</a></li> }
        });
        view! { <h2>{words.t("form-providers")}</h2> <ul class="plain">{links.collect_view()}</ul> }
    });
    let others = page
        .actions
        .iter()
        .map(|other| action::button(other, words.say(&other.label).view(), Weight::Quiet));
    view! {
        {alternatives}
        {providers}
        <div class="row">{others.collect_view()}</div>
    }
    .into_any()
}

/// One form: errors on top, then the fields, then its submit.
fn form(words: Words<'_>, form: &FormView, identifier: Option<&str>, with_title: bool) -> AnyView {
    let title = words.say(&form.title);
    let title =
        (with_title && !title.plain().is_empty()).then(|| view! { <h3>{title.view()}</h3> });
    let fields = form
        .fields
        .iter()
        .map(|one| field::draw(words, &form.name, one))
        .collect_view();
    let submits_itself = form.fields.iter().any(|field| {
        matches!(
            field.kind,
            FieldKind::Choices {
                style: ChoiceStyle::Buttons,
                ..
            }
        )
    });
    let submit = (!submits_itself).then(|| {
        view! { <button class=Weight::Primary.class()>{submit_label(words, form)}</button> }
    });
    // Tells password managers whose password it is; without a name it is not sent.
    let whose = form
        .fields
        .iter()
        .any(|field| field.kind == FieldKind::Secret)
        .then_some(identifier)
        .flatten()
        .map(|identifier| {
            let identifier = identifier.to_owned();
            view! { <input r#type="text" autocomplete="username" value=identifier readonly=true hidden=true /> }
        });
    let inner = view! {
            // The page says what is wrong in its own words and language: the browser's bubbles would be another's.
            <form method="post" novalidate=true data-working=words.attribute("working")>
                {parts::hidden("form", form.name.clone())} {whose} {fields} {submit}
            </form>
    }
    .into_any();
    view! {
        {title}
        {form.has_errors.then(|| summary(words, form))}
        <SubmitOnce>{inner}</SubmitOnce>
    }
    .into_any()
}

fn submit_label(words: Words<'_>, form: &FormView) -> AnyView {
    let label = words.say(&form.submit);
    if label.plain().is_empty() {
        words.t("form-submit").into_any()
    } else {
        label.view()
    }
}

/// GOV.UK's error summary: takes the focus, links to the fields.
fn summary(words: Words<'_>, form: &FormView) -> AnyView {
    let items = form
        .fields
        .iter()
        .filter(|field| !field.errors.is_empty())
        .map(|field| {
            let target = format!("#{}", field::id(&form.name, &field.name));
            let errors = field
                .errors
                .iter()
                .map(|error| words.say(error).view())
                .collect_view();
            view! { <li><a href=target>{errors}</a></li> }
        });
    view! {
        <div class="notice notice--error" role="alert" tabindex="-1" autofocus=true>
            <div>
                <h2>{words.t("error-summary-title")}</h2>
                <ul>{items.collect_view()}</ul>
            </div>
        </div>
    }
    .into_any()
}
