//! Fields of forms.

use leptos::prelude::*;

use super::{action::Weight, words::Words};
use crate::{
    flow::screen::{Choice, ChoiceStyle, FieldKind, FieldView},
    i18n::Arg,
    islands::RevealPassword,
};

/// The element's id: unique on the page, the same on every rendering.
pub(super) fn id(form: &str, name: &str) -> String {
    format!("{form}-{name}").replace('.', "-")
}

/// A field with its label, its errors and its control.
pub(super) fn draw(words: Words<'_>, form: &str, field: &FieldView) -> AnyView {
    let id = id(form, &field.name);
    let error = (!field.errors.is_empty()).then(|| format!("{id}-error"));
    let errors = error.clone().map(|error| {
        let texts = field.errors.iter().map(|text| words.say(text).view()).collect_view();
        view! { <p class="field__error" id=error><span class="hidden">{words.t("notice-error")} ": "</span>{texts}</p> }
    });
    match &field.kind {
        FieldKind::Checkbox { checked } => view! {
            <div class="field field--check">
                <label>
                    <input r#type="checkbox" id=id name=field.name.clone() value="true" checked=*checked />
                    {label(words, field)}
                </label>
                {errors}
            </div>
        }
        .into_any(),
        FieldKind::Choices { style: ChoiceStyle::Buttons, choices } => {
            let buttons = choices.iter().map(|choice| {
                view! {
                    <button class=Weight::Secondary.class() name=field.name.clone() value=choice.value.clone()>
                        {choice_label(words, choice)}
                    </button>
                }
            });
            view! { <div class="field field--choices">{errors}{buttons.collect_view()}</div> }.into_any()
        }
        FieldKind::Choices { style: ChoiceStyle::Radio, choices } => {
            let radios = choices.iter().map(|choice| radio(words, form, field, choice)).collect_view();
            view! {
                <fieldset class="field" id=id aria-describedby=error>
                    <legend>{label(words, field)}</legend>
                    {errors}{radios}
                </fieldset>
            }
            .into_any()
        }
        FieldKind::Choices { style: ChoiceStyle::Select, choices } => {
            let options = choices.iter().map(|choice| {
                let text = words.say(&choice.label).plain();
                view! { <option value=choice.value.clone() selected=choice.chosen>{text}</option> }
            });
            view! {
                <div class="field">
                    <label r#for=id.clone()>{label(words, field)}</label>
                    {errors}
                    <select id=id name=field.name.clone() aria-describedby=error>{options.collect_view()}</select>
                </div>
            }
            .into_any()
        }
        FieldKind::Text | FieldKind::Code | FieldKind::Secret => view! {
            <div class="field">
                <label r#for=id.clone()>{label(words, field)}</label>
                {errors}
                {input(words, field, id, error)}
            </div>
        }
        .into_any(),
    }
}

/// What is optional says so; what is required is the rule.
fn label(words: Words<'_>, field: &FieldView) -> AnyView {
    let said = words.say(&field.label);
    if field.required || matches!(field.kind, FieldKind::Checkbox { .. }) {
        said.view()
    } else {
        words
            .t_with("form-optional", &[("field", Arg::from(said.plain()))])
            .into_any()
    }
}

fn input(words: Words<'_>, field: &FieldView, id: String, error: Option<String>) -> AnyView {
    let secret = field.kind == FieldKind::Secret;
    let control = view! {
        <input
            id=id
            r#type=if secret { "password" } else { "text" }
            name=field.name.clone()
            value=(!secret && !field.value.is_empty()).then(|| field.value.clone())
            required=field.required
            minlength=field.min_length.map(|length| length.to_string())
            maxlength=field.max_length.map(|length| length.to_string())
            autocomplete=(!field.autocomplete.is_empty()).then_some(field.autocomplete)
            autocapitalize="none"
            spellcheck="false"
            dir="auto"
            inputmode=(field.kind == FieldKind::Code).then_some("numeric")
            aria-invalid=error.is_some().then_some("true")
            aria-describedby=error
        />
    };
    if !secret {
        return control.into_any();
    }
    let inner = view! {
            <span class="secret">
                {control}
                <button
                    class="button secret__reveal"
                    r#type="button"
                    hidden=true
                    aria-label=words.attribute("password-show-label")
                    data-hide=words.attribute("password-hide")
                    data-hide-label=words.attribute("password-hide-label")
                    data-shown=words.attribute("password-is-shown")
                    data-hidden=words.attribute("password-is-hidden")
                >
                    {words.t("password-show")}
                </button>
                <span class="hidden" role="status"></span>
            </span>
    }
    .into_any();
    view! {
        <RevealPassword>{inner}</RevealPassword>
    }
    .into_any()
}

fn radio(words: Words<'_>, form: &str, field: &FieldView, choice: &Choice) -> AnyView {
    let nested = choice
        .fields
        .iter()
        .map(|field| draw(words, form, field))
        .collect_view();
    view! {
        <div class="choice">
            <label>
                <input r#type="radio" name=field.name.clone() value=choice.value.clone() checked=choice.chosen />
                {choice_label(words, choice)}
            </label>
            {nested}
        </div>
    }
    .into_any()
}

fn choice_label(words: Words<'_>, choice: &Choice) -> AnyView {
    let detail = choice
        .detail
        .clone()
        .map(|detail| view! { " " <bdi>{detail}</bdi> });
    view! { {words.say(&choice.label).view()}{detail} }.into_any()
}
