//! Fields as they are drawn: `docs/spec/idx.md` section 1.5.

use serde_json::Value;

use super::{message, methods};
use crate::{
    flow::{
        screen::{Choice, ChoiceStyle, FieldKind, FieldView, Notice, Text},
        shape, wording,
    },
    idx::{Field, FieldOption, Form, Transaction},
};

/// The form that a field is read for.
struct Reading<'a> {
    transaction: &'a Transaction,
    form: &'a str,
    authenticator: &'a str,
    /// The object that the form is about.
    about: Option<&'a Value>,
}

/// The fields of `form`, which is straight, that are shown; nested ones with their path.
pub(super) fn views(transaction: &Transaction, form: &Form) -> Vec<FieldView> {
    let about = super::about_of(transaction, form);
    let reading = Reading {
        transaction,
        form: &form.name,
        authenticator: super::authenticator_key(about),
        about,
    };
    let mut views = Vec::new();
    reading.collect(&form.value, "", &mut views);
    // A question whose answers need nothing more is a list of buttons, below what else is asked.
    let is_question = |view: &FieldView| {
        matches!(&view.kind, FieldKind::Choices { style: ChoiceStyle::Radio, choices }
            if choices.iter().all(|choice| choice.fields.is_empty()))
            && (view.name == "authenticator"
                || view.name == "consent"
                || view.name == "keepMeSignedIn"
                || (view.name.ends_with("channel") || view.name.ends_with("methodType")))
    };
    let questions = views.iter().filter(|view| is_question(view)).count();
    let others_are_asked_first = views
        .iter()
        .all(|view| is_question(view) || view.name == "identifier" || is_tick(view));
    let button = views.len() == 1
        && matches!(&views[0].kind, FieldKind::Choices { style: ChoiceStyle::Radio, choices }
            if choices.iter().all(|choice| choice.fields.is_empty()));
    if button || (questions == 1 && others_are_asked_first) {
        views.sort_by_key(is_question);
        for view in &mut views {
            if let FieldKind::Choices { style, .. } = &mut view.kind
                && *style == ChoiceStyle::Radio
            {
                *style = ChoiceStyle::Buttons;
            }
        }
    }
    views
}

/// A box to tick, or something that cannot be changed.
fn is_tick(view: &FieldView) -> bool {
    matches!(view.kind, FieldKind::Checkbox { .. } | FieldKind::Fixed)
}

/// Whether a form asks for something that nobody can type: required, not shown, without a value.
pub(super) fn needs_script(form: &Form) -> bool {
    fn asks(field: &Field) -> bool {
        let nested = field.form.iter().flat_map(|form| &form.value).any(asks);
        nested
            || (field.required == Some(true)
                && field.form.is_none()
                && !field.is_shown()
                && field.value.is_null())
    }
    form.value.iter().any(asks)
}

/// What is wrong with the fields of `form`, which is straight, that are not drawn, and with groups of fields.
pub(super) fn unseen(form: &Form) -> Vec<Notice> {
    fn collect(fields: &[Field], hidden: bool, found: &mut Vec<Notice>) {
        for field in fields {
            let group = field.form.as_ref();
            let hidden = hidden || field.visible == Some(false);
            if hidden || group.is_some() || !field.is_shown() || shape::lone(field).is_some() {
                let messages = field.messages.iter().flat_map(|wrapped| &wrapped.value);
                found.extend(messages.filter_map(message::notice));
            }
            if let Some(group) = group {
                collect(&group.value, hidden, found);
            }
        }
    }
    let mut found = Vec::new();
    collect(&form.value, false, &mut found);
    found
}

pub(super) fn is_secret(field: &FieldView) -> bool {
    field.kind == FieldKind::Secret
}

/// The one way in which a form has something sent or proven, where there is no choice.
pub(super) fn only_way(form: &Form) -> Option<&str> {
    fn find(fields: &[Field]) -> Option<&str> {
        fields.iter().find_map(|field| {
            let nested = field.form.as_ref().and_then(|form| find(&form.value));
            nested.or_else(|| {
                shape::is_way(&field.name)
                    .then(|| {
                        shape::lone(field)
                            .map_or(&field.value, |only| &only.value)
                            .as_str()
                    })
                    .flatten()
            })
        })
    }
    find(&form.value)
}

impl Reading<'_> {
    fn collect(&self, fields: &[Field], parent: &str, views: &mut Vec<FieldView>) {
        for field in fields {
            let path = if parent.is_empty() {
                field.name.clone()
            } else {
                format!("{parent}.{}", field.name)
            };
            if let Some(nested) = &field.form {
                if field.visible != Some(false) {
                    self.collect(&nested.value, &path, views);
                }
            } else if field.is_shown() && shape::lone(field).is_none() {
                views.push(self.view(field, path));
            }
        }
    }

    fn view(&self, field: &Field, path: String) -> FieldView {
        let secret = field.secret == Some(true);
        let kind = self.kind(field, &path);
        FieldView {
            label: self.label(field, &path),
            hint: wording::hint(self.form, self.authenticator, &path).or_else(|| {
                field
                    .desc
                    .as_deref()
                    .filter(|desc| !desc.is_empty())
                    .map(Text::verbatim)
            }),
            autocomplete: self.autocomplete(field, &path, secret),
            value: match (&field.value, &kind) {
                (_, FieldKind::Secret | FieldKind::Checkbox { .. } | FieldKind::Choices { .. }) => {
                    String::new()
                }
                (Value::String(value), _) => value.clone(),
                (Value::Number(value), _) => value.to_string(),
                _ => String::new(),
            },
            // A box that must be ticked is `required`; one that only has two states is not.
            required: field.required == Some(true)
                || matches!(
                    path.as_str(),
                    "identifier"
                        | "credentials.passcode"
                        | "userCode"
                        | "authenticator"
                        | "credentials.answer"
                ),
            min_length: field.min_length,
            // A field that takes nothing cannot be filled.
            max_length: field.max_length.filter(|most| *most > 0),
            errors: field
                .messages
                .iter()
                .flat_map(|wrapped| &wrapped.value)
                .map(message::text)
                .filter(|text| !text.key.is_empty() || !text.fallback.is_empty())
                .collect(),
            kind,
            name: path,
        }
    }

    fn label(&self, field: &Field, path: &str) -> Text {
        let server = field.label.as_deref().unwrap_or_default();
        if field.custom_label == Some(true) && !server.is_empty() {
            return Text::verbatim(server);
        }
        if let Some(scope) = path.strip_prefix("optedScopes.") {
            return wording::scope(scope, server);
        }
        if path == "credentials.answer"
            && let Some(question) = self.about.and_then(methods::question)
        {
            return question;
        }
        wording::label(self.form, self.authenticator, path, server)
    }

    fn kind(&self, field: &Field, path: &str) -> FieldKind {
        // Where no choice can be told to the server, what it wants is typed.
        if field.options.iter().any(shape::says) || field.name == "authenticator" {
            return self.choices(field, path);
        }
        match field.kind.as_deref() {
            // What an app always gets, said and not asked.
            Some("boolean") if field.mutable == Some(false) => FieldKind::Fixed,
            Some("boolean") => FieldKind::Checkbox {
                checked: shape::is_yes(&field.value),
            },
            _ if field.secret == Some(true) => FieldKind::Secret,
            _ if field.mutable == Some(false) => FieldKind::Fixed,
            _ if self.is_code(path) && field.format.as_deref() != Some("alphanumeric") => {
                FieldKind::Code
            }
            _ if self.form == wording::EXEMPTION => FieldKind::Paragraphs,
            _ => match path.rsplit('.').next().unwrap_or(path) {
                "email" | "secondEmail" => FieldKind::Email,
                "phoneNumber" | "mobilePhone" | "primaryPhone" => FieldKind::Phone,
                _ => FieldKind::Text,
            },
        }
    }

    fn choices(&self, field: &Field, path: &str) -> FieldKind {
        let is_list = field.name == "authenticator";
        let mut choices: Vec<Choice> = if is_list {
            methods::choices(self.transaction, self.form, field)
        } else {
            field
                .options
                .iter()
                .enumerate()
                .filter(|(_, option)| shape::says(option))
                // Nor is the way a choice that is being gone already.
                .filter(|(_, option)| !self.is_taken(field, option))
                .map(|(index, option)| self.choice(field, path, index, option))
                .collect()
        };
        if is_list {
            for (choice, option) in choices.iter_mut().filter_map(|choice| {
                let index: usize = choice.value.parse().ok()?;
                Some((choice, field.options.get(index)?))
            }) {
                // Only what must be told now; the rest is asked on the next page.
                let needed: Vec<Field> = option
                    .fields
                    .iter()
                    .filter(|field| field.required == Some(true))
                    .cloned()
                    .collect();
                self.collect(
                    &needed,
                    &format!("{path}.{}", choice.value),
                    &mut choice.fields,
                );
            }
        }
        let asks_more = !is_list && choices.iter().any(|choice| !choice.fields.is_empty());
        let radio = match field.input.as_deref() {
            // A drop-down list has no place for what a choice asks in addition.
            _ if asks_more => true,
            Some(input) => input == "radio",
            None => {
                field
                    .kind
                    .as_deref()
                    .is_some_and(|kind| matches!(kind, "object" | "boolean"))
                    || is_list
                    || shape::is_way(&field.name)
            }
        };
        if !choices.iter().any(|choice| choice.chosen)
            && radio
            && (shape::is_way(&field.name) || path == "credentials")
            && let Some(first) = choices
                .iter()
                .position(|choice| choice.fields.iter().any(FieldView::has_errors))
                .or(Some(0))
            && let Some(first) = choices.get_mut(first)
        {
            first.chosen = true;
        }
        FieldKind::Choices {
            style: if radio {
                ChoiceStyle::Radio
            } else {
                ChoiceStyle::Select
            },
            choices,
        }
    }

    /// Whether Okta Verify is being set up in this way on the page already.
    fn is_taken(&self, field: &Field, option: &FieldOption) -> bool {
        let current = super::actors(self.transaction)
            .find_map(|(_, value)| value.pointer("/contextualData/selectedChannel"));
        self.form == "select-enrollment-channel"
            && field.name == "channel"
            && self
                .transaction
                .forms()
                .first()
                .is_some_and(|first| first.name != self.form)
            && current.is_some_and(|current| *current == option.value)
    }

    /// A choice of an object field carries a form of its own; what is fixed in it is not asked.
    fn choice(&self, field: &Field, path: &str, index: usize, option: &FieldOption) -> Choice {
        let mut fields = Vec::new();
        self.collect(&option.fields, &format!("{path}.{index}"), &mut fields);
        // A security question: one of the list, or one's own.
        let own = option.fields.iter().any(|field| field.name == "question");
        let label = match (field.name.as_str(), own) {
            ("credentials", true) => wording::option(
                self.form,
                "questionKey",
                &Value::from("custom"),
                &option.label,
            ),
            ("credentials", false) => {
                wording::label(self.form, self.authenticator, "questionKey", &option.label)
            }
            (name, _) => wording::option(self.form, name, &option.value, &option.label),
        };
        let label = if label.key.is_empty() && label.fallback.trim().is_empty() {
            Text::verbatim(&format!("#{}", index + 1))
        } else {
            label
        };
        Choice {
            value: index.to_string(),
            group: None,
            label,
            detail: None,
            about: None,
            due: None,
            chosen: !option.value.is_null() && option.value == field.value,
            fields,
        }
    }

    /// Codes of these are digits; others may be anything.
    fn is_code(&self, path: &str) -> bool {
        matches!(
            path.rsplit('.').next(),
            Some("passcode" | "totp" | "otp" | "nextPasscode")
        ) && matches!(
            self.authenticator,
            "okta_email"
                | "phone_number"
                | "google_otp"
                | "okta_verify"
                | "symantec_vip"
                | "custom_otp"
                | "rsa_token"
                | "nfc_pin"
        )
    }

    fn autocomplete(&self, field: &Field, path: &str, secret: bool) -> &'static str {
        let new = self.form.contains("enroll") || self.form.contains("reset");
        match path.rsplit('.').next().unwrap_or(path) {
            "identifier" | "login" => "username",
            "passcode" | "password" if secret && is_token(self.authenticator) => "one-time-code",
            "passcode" | "password" if secret && new => "new-password",
            "passcode" | "password" if secret => "current-password",
            "passcode" | "totp" | "otp" => "one-time-code",
            "email" => "email",
            "phoneNumber" | "mobilePhone" | "primaryPhone" => "tel",
            "firstName" => "given-name",
            "middleName" => "additional-name",
            "lastName" => "family-name",
            "nickName" => "nickname",
            "honorificPrefix" => "honorific-prefix",
            "honorificSuffix" => "honorific-suffix",
            "title" if path.starts_with("userProfile.") => "organization-title",
            "organization" => "organization",
            "streetAddress" => "street-address",
            "city" => "address-level2",
            "state" => "address-level1",
            "zipCode" | "postalCode" => "postal-code",
            "countryCode" => "country",
            "preferredLanguage" => "language",
            "profileUrl" => "url",
            _ if field.options.is_empty() && field.kind.as_deref() != Some("boolean") => "off",
            _ => "",
        }
    }
}

/// Authenticators whose "password" is used once.
fn is_token(key: &str) -> bool {
    !matches!(key, "okta_password" | "")
}
