//! Screens that are forms: name, password, and whatever has no screen of its own.

use leptos::prelude::*;

use super::{
    action::{self, Weight},
    details, field, frame, parts, security_key,
    shell::Page,
    waiting,
    words::{Said, Words},
};
use crate::{
    flow::screen::{ChoiceStyle, FieldKind, FieldView, FormPage, FormView},
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
    let in_fields = page.main.as_ref().is_some_and(|form| form.has_errors)
        || page.alternatives.iter().any(|form| form.has_errors);
    let has_errors = in_fields || page.about.notices.iter().any(parts::is_error);
    let content = view! {
        {lead}
        {parts::about_form(words, &page.about, !in_fields)}
        {details::draw(words, &page.details, 2)}
        {page.unsupported.then(|| view! { <p>{words.t("form-unsupported")}</p> })}
        {page.captcha.then(|| view! { <p class="notice">{words.t("form-captcha")}</p> })}
        {page.key.as_ref().map(|key| security_key::draw(words, key))}
        {page.main.as_ref().map(|form| self::form(words, form, page.about.identifier.as_deref()))}
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
    let alternatives = page
        .alternatives
        .iter()
        .map(|form| alternative(words, form))
        .collect_view();
    let providers = (!page.providers.is_empty()).then(|| providers(words, page));
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

/// Another form that leads on, folded away until somebody wants it: works without script.
fn alternative(words: Words<'_>, form: &FormView) -> AnyView {
    let title = words.say(&form.title);
    let title = if title.plain().is_empty() {
        words.t("form-alternatives").into_any()
    } else {
        title.view()
    };
    view! {
        <details class="other" open=form.has_errors>
            <summary>{title}</summary>
            {self::form(words, form, None)}
        </details>
    }
    .into_any()
}

/// Links to the page itself, which leads on: what the providers are reached by is not in the page.
fn providers(words: Words<'_>, page: &FormPage) -> AnyView {
    let weight = if page.main.is_none() && page.providers.len() == 1 {
        Weight::Primary
    } else {
        Weight::Secondary
    };
    let each = |draw: fn(Weight, usize, AnyView) -> AnyView| {
        let providers = page.providers.iter().enumerate();
        let drawn = providers.map(|(number, provider)| {
            let label = words.say(&provider.label).view();
            view! { <li>{draw(weight, number, label)}</li> }
        });
        view! { <ul class="plain providers">{drawn.collect_view()}</ul> }
    };
    // Other sites are not for frames.
    let buttons = each(|weight, number, label| {
        let to = format!("provider={number}");
        view! { <button class=weight.class() name="to" value=to>{label}</button> }.into_any()
    });
    let list = frame::way_out(words, buttons).unwrap_or_else(|| {
        each(|weight, number, label| {
            let href = format!("?provider={number}");
            view! { <a class=weight.class() href=href>{label}</a> }.into_any()
        })
        .into_any()
    });
    let title = page
        .main
        .is_some()
        .then(|| view! { <h2>{words.t("form-providers")}</h2> });
    view! { {title} {list} }.into_any()
}

/// One form: errors on top, then the fields, then its submit.
fn form(words: Words<'_>, form: &FormView, identifier: Option<&str>) -> AnyView {
    weighted(words, form, identifier, Weight::Primary)
}

/// The same with a submit of this weight.
pub(super) fn weighted(
    words: Words<'_>,
    form: &FormView,
    identifier: Option<&str>,
    weight: Weight,
) -> AnyView {
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
        view! { <button class=weight.class()>{submit_label(words, form)}</button> }
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

/// The fields of `fields` that have errors, those of choices included.
fn wrong(fields: &[FieldView]) -> Vec<&FieldView> {
    let mut found = Vec::new();
    for field in fields {
        if !field.errors.is_empty() {
            found.push(field);
        }
        if let FieldKind::Choices { choices, .. } = &field.kind {
            for choice in choices {
                found.extend(wrong(&choice.fields));
            }
        }
    }
    found
}

/// GOV.UK's error summary: takes the focus, but not from the page around a frame; links to the fields.
fn summary(words: Words<'_>, form: &FormView) -> AnyView {
    let items = wrong(&form.fields).into_iter().map(|field| {
        let target = format!("#{}", field::id(&form.name, &field.name));
        let errors = field
            .errors
            .iter()
            .map(|error| view! { {words.say_or(error, "error-field").view()} " " })
            .collect_view();
        view! { <li><a href=target>{errors}</a></li> }
    });
    view! {
        <div class="notice notice--error" role="alert" tabindex="-1" autofocus=words.page.frame.is_none()>
            <div>
                <h2>{words.t("error-summary-title")}</h2>
                <ul>{items.collect_view()}</ul>
            </div>
        </div>
    }
    .into_any()
}
