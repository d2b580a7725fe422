//! IDX messages: `docs/spec/idx.md` sections 1.6 and 3.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::transaction::{lenient, lenient_list};

/// A message about the transaction or about a field.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Message {
    /// Text for clients without the key; English, or an admin's own words.
    #[serde(deserialize_with = "lenient")]
    pub message: String,
    /// How grave it is.
    #[serde(deserialize_with = "lenient")]
    pub class: MessageClass,
    /// The key and its parameters.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub i18n: Option<MessageI18n>,
    /// Where more can be read.
    #[serde(
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "lenient_list"
    )]
    pub links: Vec<Link>,
    /// A button that makes a program on the device do something: `docs/spec/idx.md` section 3.4.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub device_remediation: Value,
}

/// How grave a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum MessageClass {
    /// Something is wrong.
    Error,
    /// Something will be wrong.
    Warning,
    /// Something to know; also whatever has no class.
    #[default]
    Info,
    /// Something went well.
    Success,
}

/// A message's key.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MessageI18n {
    /// The key, for instance `idx.session.expired`.
    #[serde(deserialize_with = "lenient")]
    pub key: String,
    /// The values of `{0}`, `{1}` …
    #[serde(
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "lenient_list"
    )]
    pub params: Vec<Value>,
}

/// A link of a message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Link {
    /// Where it goes. Not checked here: whoever renders it decides which schemes are safe.
    #[serde(deserialize_with = "lenient")]
    pub url: String,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub label: Option<String>,
}

impl Message {
    /// A message with a key.
    pub fn keyed(class: MessageClass, key: &str, params: Vec<Value>, text: &str) -> Self {
        Self {
            message: text.to_owned(),
            class,
            i18n: Some(MessageI18n {
                key: key.to_owned(),
                params,
            }),
            ..Self::default()
        }
    }

    /// The key, or the empty string.
    pub fn key(&self) -> &str {
        self.i18n.as_ref().map_or("", |i18n| i18n.key.as_str())
    }

    /// The parameters as texts; `[""]` counts as none.
    pub fn params(&self) -> Vec<String> {
        let params: Vec<String> = self
            .i18n
            .iter()
            .flat_map(|i18n| &i18n.params)
            .map(|param| {
                param
                    .as_str()
                    .map_or_else(|| param.to_string(), str::to_owned)
            })
            .collect();
        if params.iter().all(String::is_empty) {
            Vec::new()
        } else {
            params
        }
    }
}
