//! Fields as they are drawn: `docs/spec/idx.md` section 1.5.

use serde_json::Value;

use super::{message, resolve};
use crate::{
    flow::{
        screen::{Choice, ChoiceStyle, FieldKind, FieldView},
        wording,
    },
    idx::{Field, FieldOption, Form, Transaction},
};

/// The form that a field is read for.
struct Reading<'a> {
    transaction: &'a Transaction,
    form: &'a str,
    authenticator: &'a str,
}

/// The fields of `form` that are shown, nested ones with their path.
pub(super) fn views(transaction: &Transaction, form: &Form, authenticator: &str) -> Vec<FieldView> {
    let reading = Reading {
        transaction,
        form: &form.name,
        authenticator,
    };
    let mut views = Vec::new();
    reading.collect(&form.value, "", &mut views);
    // A list of choices that need nothing more is a list of buttons.
    if let [
        FieldView {
            kind: FieldKind::Choices { style, choices },
            ..
        },
    ] = views.as_mut_slice()
        && *style == ChoiceStyle::Radio
        && choices.iter().all(|choice| choice.fields.is_empty())
    {
        *style = ChoiceStyle::Buttons;
    }
    views
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

pub(super) fn is_secret(field: &FieldView) -> bool {
    field.kind == FieldKind::Secret
}

/// The masked address that an authenticator's codes go to.
pub(super) fn address(authenticator: &Value) -> Option<String> {
    let profile = authenticator.get("profile")?;
    ["email", "phoneNumber", "deviceName", "question"]
        .iter()
        .find_map(|key| profile.get(key)?.as_str().map(str::to_owned))
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
            } else if field.is_shown() {
                views.push(self.view(field, path));
            }
        }
    }

    fn view(&self, field: &Field, path: String) -> FieldView {
        let secret = field.secret == Some(true);
        let kind = self.kind(field, &path);
        FieldView {
            label: wording::label(
                self.form,
                self.authenticator,
                &path,
                field.label.as_deref().unwrap_or_default(),
            ),
            autocomplete: self.autocomplete(field, &path, secret),
            value: match (&field.value, &kind) {
                (Value::String(value), FieldKind::Text | FieldKind::Code) => value.clone(),
                (Value::Number(value), FieldKind::Text | FieldKind::Code) => value.to_string(),
                _ => String::new(),
            },
            // A box that must be ticked is `required`; one that only has two states is not.
            required: field.required == Some(true)
                || matches!(path.as_str(), "identifier" | "credentials.passcode"),
            min_length: field.min_length,
            max_length: field.max_length,
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

    fn kind(&self, field: &Field, path: &str) -> FieldKind {
        if !field.options.is_empty() {
            let choices: Vec<Choice> = field
                .options
                .iter()
                .enumerate()
                .map(|(index, option)| self.choice(field, path, index, option))
                .collect();
            let radio = field
                .kind
                .as_deref()
                .is_some_and(|kind| matches!(kind, "object" | "boolean"))
                || field.name.contains("methodType")
                || field.name.contains("channel");
            return FieldKind::Choices {
                style: if radio {
                    ChoiceStyle::Radio
                } else {
                    ChoiceStyle::Select
                },
                choices,
            };
        }
        match field.kind.as_deref() {
            Some("boolean") => FieldKind::Checkbox {
                checked: field.value == Value::Bool(true),
            },
            _ if field.secret == Some(true) => FieldKind::Secret,
            _ if self.is_code(path) => FieldKind::Code,
            _ => FieldKind::Text,
        }
    }

    /// A choice of an object field carries a form of its own; what is fixed in it is not asked.
    fn choice(&self, field: &Field, path: &str, index: usize, option: &FieldOption) -> Choice {
        let related = resolve(self.transaction, &option.relates_to);
        let key = related
            .and_then(|value| value.get("key")?.as_str())
            .unwrap_or_default();
        let mut fields = Vec::new();
        self.collect(&nested(option), &format!("{path}.{index}"), &mut fields);
        Choice {
            value: index.to_string(),
            label: wording::authenticator(key, &option.label),
            detail: related.and_then(address),
            chosen: !option.value.is_null() && option.value == field.value,
            fields,
        }
    }

    /// Codes of these are digits; others may be anything.
    fn is_code(&self, path: &str) -> bool {
        matches!(path.rsplit('.').next(), Some("passcode" | "totp" | "otp"))
            && matches!(
                self.authenticator,
                "okta_email" | "phone_number" | "google_otp" | "okta_verify"
            )
    }

    fn autocomplete(&self, field: &Field, path: &str, secret: bool) -> &'static str {
        let new = self.form.contains("enroll") || self.form.contains("reset");
        match path.rsplit('.').next().unwrap_or(path) {
            "identifier" | "login" => "username",
            "passcode" | "password" if secret && new => "new-password",
            "passcode" | "password" if secret => "current-password",
            "passcode" | "totp" | "otp" if self.is_code(path) => "one-time-code",
            "email" => "email",
            "phoneNumber" => "tel",
            "firstName" => "given-name",
            "lastName" => "family-name",
            _ if field.options.is_empty() && field.kind.as_deref() != Some("boolean") => "off",
            _ => "",
        }
    }
}

/// The fields of a choice's own form.
pub(in crate::flow) fn nested(option: &FieldOption) -> Vec<Field> {
    option
        .value
        .pointer("/form/value")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|field| serde_json::from_value(field.clone()).ok())
        .collect()
}
