//! IDX forms (remediations and actions) and their fields: `docs/spec/idx.md` section 1.5.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Message, Wrapped,
    transaction::{lenient, lenient_array, lenient_list},
};

/// A form of the wire: a remediation or an action such as `cancel`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Form {
    /// `["create-form"]` for everything that can be submitted.
    #[serde(
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "lenient_list"
    )]
    pub rel: Vec<String>,
    /// What the form does, for instance `identify`.
    pub name: String,
    /// Where it is posted to, absolute.
    #[serde(skip_serializing_if = "String::is_empty", deserialize_with = "lenient")]
    pub href: String,
    /// Always `POST`, but for redirects.
    #[serde(skip_serializing_if = "String::is_empty", deserialize_with = "lenient")]
    pub method: String,
    /// The `Accept` header that the server wants back.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub accepts: Option<String>,
    /// Informative.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub produces: Option<String>,
    /// Milliseconds until the client submits a polling form by itself.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub refresh: Option<u64>,
    /// A path or paths into the response: what the form is about.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub relates_to: Value,
    /// On `redirect-idp`: the provider's type, for instance `GOOGLE`.
    #[serde(
        rename = "type",
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient"
    )]
    pub kind: Option<String>,
    /// On `redirect-idp`: the provider, with `name` and `id`.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub idp: Value,
    /// On `consent`: what the app asks for, each with a `label`.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub scopes: Value,
    /// On `email-challenge-consent`: from where somebody signs in, each with a `name`, a `label` and a `value`.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub request_info: Value,
    /// The fields, in the order in which they are shown.
    #[serde(
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "lenient_list"
    )]
    pub value: Vec<Field>,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Field {
    /// The key under which its value is sent.
    #[serde(deserialize_with = "lenient")]
    pub name: String,
    /// English label, for clients without a text of their own.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub label: Option<String>,
    /// `string` (default), `boolean` or `object`.
    #[serde(
        rename = "type",
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient"
    )]
    pub kind: Option<String>,
    /// Whether it must be filled.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub required: Option<bool>,
    /// Whether it is a secret, such as a password.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub secret: Option<bool>,
    /// Whether it is shown.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub visible: Option<bool>,
    /// Whether the person may change it.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub mutable: Option<bool>,
    /// Default value, or the fixed one where `mutable` is false.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub value: Value,
    /// Choices.
    #[serde(
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "lenient_list"
    )]
    pub options: Vec<FieldOption>,
    /// Nested fields, sent as an object under `name`.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub form: Option<FieldForm>,
    /// Fewest characters.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub min_length: Option<u32>,
    /// Most characters.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub max_length: Option<u32>,
    /// `alphanumeric` for a code that is not of digits alone.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub format: Option<String>,
    /// A path into the response: what the field is about.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub relates_to: Value,
    /// A sentence about the field.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub desc: Option<String>,
    /// Whether the server's label is an organization's own and stays.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub custom_label: Option<bool>,
    /// How its choices are offered: `select`, `radio` or `checkbox`. Not on the wire by this name: `flow` puts it here.
    #[serde(skip)]
    pub input: Option<String>,
    /// What is wrong with the value that was sent.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient_array"
    )]
    pub messages: Option<Wrapped<Vec<Message>>>,
}

/// The fields inside a field or an option.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FieldForm {
    /// The nested fields.
    #[serde(deserialize_with = "lenient_list")]
    pub value: Vec<Field>,
}

/// A choice of a field.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct FieldOption {
    /// English label.
    #[serde(deserialize_with = "lenient")]
    pub label: String,
    /// A plain value, or `{ "form": { "value": [FIELD] } }`.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub value: Value,
    /// A path into the response: what the choice stands for.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub relates_to: Value,
    /// The fields in `value`. Not on the wire by this name: `flow` puts them here.
    #[serde(skip)]
    pub fields: Vec<Field>,
}

impl Form {
    /// A form that is posted to `href` with `value` and the state handle.
    pub fn post(name: &str, href: String, state_handle: &str, mut value: Vec<Field>) -> Self {
        value.push(Field::fixed("stateHandle", state_handle));
        Self {
            rel: vec![String::from("create-form")],
            name: name.to_owned(),
            href,
            method: String::from("POST"),
            accepts: Some(String::from("application/json; okta-version=1.0.0")),
            produces: Some(String::from("application/ion+json; okta-version=1.0.0")),
            value,
            ..Self::default()
        }
    }

    /// Whether it can be submitted (`docs/spec/idx.md` section 1.5).
    pub fn can_be_submitted(&self) -> bool {
        self.rel.iter().any(|rel| rel == "create-form") && !self.href.is_empty()
    }

    /// The field `name`, if the form has it at its top level.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.value.iter().find(|field| field.name == name)
    }
}

impl Field {
    /// A field whose value the client sends back unchanged and does not show.
    pub fn fixed(name: &str, value: &str) -> Self {
        Self {
            name: name.to_owned(),
            required: Some(true),
            value: Value::from(value),
            visible: Some(false),
            mutable: Some(false),
            ..Self::default()
        }
    }

    /// Whether the field is shown: `docs/spec/idx.md` section 1.5.
    pub fn is_shown(&self) -> bool {
        self.name != "stateHandle"
            && (self.visible == Some(true)
                || (self.visible != Some(false) && self.mutable != Some(false)))
    }
}
