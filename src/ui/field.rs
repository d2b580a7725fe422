//! Fields of forms.

use leptos::prelude::*;

use super::{
    parts,
    words::{Said, Words},
};
use crate::{
    flow::screen::{Choice, ChoiceStyle, Due, FieldKind, FieldView, visible},
    i18n::Arg,
    islands::RevealPassword,
};

/// The element's id: unique on the page, the same on every rendering.
pub(super) fn id(form: &str, name: &str) -> String {
    format!("{form}-{name}")
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() || letter == '_' {
                letter
            } else {
                '-'
            }
        })
        .collect()
}

/// A field with its label, its hint, its errors and its control.
pub(super) fn draw(words: Words<'_>, form: &str, field: &FieldView) -> AnyView {
    let id = id(form, &field.name);
    let surroundings = Surroundings::of(words, field, &id);
    let described_by = surroundings.ids();
    let Surroundings { hint, errors, .. } = surroundings;
    match &field.kind {
        FieldKind::Checkbox { checked } => view! {
            <div class="field field--check">
                <label>
                    <input
                        r#type="checkbox"
                        id=id
                        name=field.name.clone()
                        value="true"
                        checked=*checked
                        aria-describedby=described_by
                    />
                    {label(words, field)}
                </label>
                {hint}{errors}
            </div>
        }
        .into_any(),
        FieldKind::Fixed => {
            let value = (!field.value.is_empty()).then(|| field.value.clone());
            view! {
                <div class="field field--fixed">
                    <p>
                        {super::icon::Icon::Tick.view()}{words.say(&field.label).view()}
                        {value.map(|value| view! { " " <bdi>{visible(&value)}</bdi> })}
                    </p>
                    {hint}
                </div>
            }
            .into_any()
        }
        FieldKind::Choices { style: ChoiceStyle::Buttons, choices } => {
            view! { <div class="field field--choices" id=id>{hint}{errors}{buttons(words, field, choices)}</div> }
                .into_any()
        }
        FieldKind::Choices { style: ChoiceStyle::Radio, choices } => {
            let radios = choices.iter().map(|choice| radio(words, form, field, choice)).collect_view();
            view! {
                <fieldset class="field" id=id aria-describedby=described_by>
                    <legend>{label(words, field)}</legend>
                    {hint}{errors}{radios}
                </fieldset>
            }
            .into_any()
        }
        FieldKind::Choices { style: ChoiceStyle::Select, choices } => {
            // What was not chosen is nothing, and not the first of the list.
            let none = (!choices.iter().any(|choice| choice.chosen))
                .then(|| view! { <option value="">{words.t("form-choose")}</option> });
            let options = choices.iter().map(|choice| option(words, choice));
            let autocomplete = (!field.autocomplete.is_empty()).then_some(field.autocomplete);
            view! {
                <div class="field">
                    <label r#for=id.clone()>{label(words, field)}</label>
                    {hint}{errors}
                    <select
                        id=id
                        name=field.name.clone()
                        required=field.required
                        autocomplete=autocomplete
                        aria-invalid=(!field.errors.is_empty()).then_some("true")
                        aria-describedby=described_by
                    >
                        {none}{options.collect_view()}
                    </select>
                </div>
            }
            .into_any()
        }
        FieldKind::Text
        | FieldKind::Paragraphs
        | FieldKind::Code
        | FieldKind::Email
        | FieldKind::Phone
        | FieldKind::Secret => view! {
            <div class="field">
                <label r#for=id.clone()>{label(words, field)}</label>
                {hint}{errors}
                {input(words, field, id, described_by)}
            </div>
        }
        .into_any(),
    }
}

/// A choice of a drop-down list, with whose words it is.
fn option(words: Words<'_>, choice: &Choice) -> AnyView {
    let said = words.say(&choice.label);
    let foreign = matches!(said, Said::Foreign(_));
    view! {
        <option
            value=choice.value.clone()
            selected=choice.chosen
            lang=foreign.then_some("")
            dir=foreign.then_some("auto")
        >
            {said.plain()}
        </option>
    }
    .into_any()
}

/// What stands around a control and describes it.
struct Surroundings {
    hint: Option<AnyView>,
    hint_id: Option<String>,
    errors: Option<AnyView>,
    errors_id: Option<String>,
}

impl Surroundings {
    fn of(words: Words<'_>, field: &FieldView, id: &str) -> Self {
        let hint_id = field.hint.is_some().then(|| format!("{id}-hint"));
        let hint = field.hint.as_ref().map(|hint| {
            view! { <p class="field__hint" id=hint_id.clone()>{words.say(hint).view()}</p> }
                .into_any()
        });
        let errors_id = (!field.errors.is_empty()).then(|| format!("{id}-error"));
        let errors = errors_id.clone().map(|error| {
            let texts = field.errors.iter().map(|text| view! { {words.say_or(text, "error-field").view()} " " }).collect_view();
            view! { <p class="field__error" id=error><span class="hidden">{words.labelled("notice-error")}</span>{texts}</p> }
                .into_any()
        });
        Self {
            hint,
            hint_id,
            errors,
            errors_id,
        }
    }

    /// For `aria-describedby`.
    fn ids(&self) -> Option<String> {
        let ids: Vec<&str> = [&self.hint_id, &self.errors_id]
            .into_iter()
            .filter_map(Option::as_deref)
            .collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// What is optional says so; what is required is the rule.
fn label(words: Words<'_>, field: &FieldView) -> AnyView {
    let said = words.say(&field.label);
    let is_tick = matches!(field.kind, FieldKind::Checkbox { .. });
    if field.required || is_tick || is_answered(field) {
        return said.view();
    }
    let (before, after) = words.around("form-optional", "field");
    view! { {before}{said.view()}{after} }.into_any()
}

/// Whether one of the answers is given already: such a question is never left out.
fn is_answered(field: &FieldView) -> bool {
    matches!(&field.kind, FieldKind::Choices { style: ChoiceStyle::Radio, choices }
        if choices.iter().any(|choice| choice.chosen))
}

fn input(words: Words<'_>, field: &FieldView, id: String, described_by: Option<String>) -> AnyView {
    if field.kind == FieldKind::Paragraphs {
        return paragraphs(field, id, described_by);
    }
    let secret = field.kind == FieldKind::Secret;
    let (kind, mode) = match field.kind {
        FieldKind::Secret => ("password", None),
        FieldKind::Email => ("email", Some("email")),
        FieldKind::Phone => ("tel", Some("tel")),
        FieldKind::Code => ("text", Some("numeric")),
        _ => ("text", None),
    };
    let control = view! {
        <input
            id=id
            r#type=kind
            name=field.name.clone()
            value=(!secret && !field.value.is_empty()).then(|| field.value.clone())
            required=field.required
            minlength=field.min_length.map(|length| length.to_string())
            maxlength=field.max_length.map(|length| length.to_string())
            autocomplete=(!field.autocomplete.is_empty()).then_some(field.autocomplete)
            autocapitalize=capitals(field)
            spellcheck="false"
            dir="auto"
            inputmode=mode
            aria-invalid=(!field.errors.is_empty()).then_some("true")
            aria-describedby=described_by
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

fn paragraphs(field: &FieldView, id: String, described_by: Option<String>) -> AnyView {
    view! {
        <textarea
            id=id
            name=field.name.clone()
            rows="3"
            required=field.required
            maxlength=field.max_length.map(|length| length.to_string())
            autocomplete="off"
            dir="auto"
            aria-invalid=(!field.errors.is_empty()).then_some("true")
            aria-describedby=described_by
        >
            {field.value.clone()}
        </textarea>
    }
    .into_any()
}

/// Names of people and places begin with a capital letter, names of accounts do not.
fn capitals(field: &FieldView) -> &'static str {
    match field.autocomplete {
        "given-name" | "additional-name" | "family-name" | "nickname" | "organization"
        | "street-address" | "address-level1" | "address-level2" => "words",
        _ => "none",
    }
}

/// Each choice is a button; a heading where what they have in common changes.
fn buttons(words: Words<'_>, field: &FieldView, choices: &[Choice]) -> AnyView {
    let mut group = None;
    choices
        .iter()
        .map(|choice| {
            let heading = (choice.group != group).then(|| {
                group.clone_from(&choice.group);
                choice
                    .group
                    .as_ref()
                    .map(|title| view! { <h2>{words.say(title).view()}</h2> })
            });
            let about = choice
                .about
                .as_ref()
                .map(|about| view! { <small>{words.say(about).view()}</small> });
            view! {
                {heading}
                <button class="button choose" name=field.name.clone() value=choice.value.clone()>
                    <span>{choice_label(words, choice)}</span>
                    {about}{due(words, choice.due)}
                </button>
            }
        })
        .collect_view()
        .into_any()
}

/// Until when it can wait.
fn due(words: Words<'_>, due: Option<Due>) -> Option<AnyView> {
    Some(match due? {
        Due::At(at) => {
            let time = words.date_time(at, words.page.preferences.time_zone.as_deref());
            let sentence = parts::sentence(words, "method-due", time, "full");
            view! { <small>{sentence}</small> }.into_any()
        }
        Due::Skips(count) => {
            let text = words.t_with(
                "method-skips",
                &[
                    ("count", Arg::from(count)),
                    ("number", Arg::from(words.number(count))),
                ],
            );
            view! { <small>{text}</small> }.into_any()
        }
    })
}

fn radio(words: Words<'_>, form: &str, field: &FieldView, choice: &Choice) -> AnyView {
    let nested = choice
        .fields
        .iter()
        .map(|field| draw(words, form, field))
        .collect_view();
    let about = choice
        .about
        .as_ref()
        .map(|about| view! { <br /> <small>{words.say(about).view()}</small> });
    view! {
        <div class="choice">
            <label>
                <input r#type="radio" name=field.name.clone() value=choice.value.clone() checked=choice.chosen />
                <span>{choice_label(words, choice)}{about}{due(words, choice.due)}</span>
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
        .map(|detail| view! { " " <bdi>{visible(&detail)}</bdi> });
    view! { {words.say(&choice.label).view()}{detail} }.into_any()
}
