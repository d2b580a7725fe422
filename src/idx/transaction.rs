//! The IDX response object: `docs/spec/idx.md` section 1.4.

use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{AuthenticatorChallenge, DeviceAssurance, Form, Handout, Message, Resumed};

/// What an IDX server answers: the state of a sign-in and what can be done next.
///
/// `Debug` never shows the state handle.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Transaction {
    /// Always `1.0.0`.
    #[serde(deserialize_with = "lenient")]
    pub version: String,
    /// Names the transaction; a bearer secret.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub state_handle: Option<String>,
    /// When the transaction ends, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub expires_at: Option<String>,
    /// What the transaction is for, for instance `LOGIN`.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub intent: Option<String>,
    /// The forms that lead on, the main one first.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient_array"
    )]
    pub remediation: Option<Wrapped<Vec<Form>>>,
    /// What there is to say.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient_slots"
    )]
    pub messages: Option<Wrapped<Vec<Message>>>,
    /// Who is signing in.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient_wrapped"
    )]
    pub user: Option<Wrapped<User>>,
    /// Where the person is going.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient_wrapped"
    )]
    pub app: Option<Wrapped<App>>,
    /// The authenticator that is being verified.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient_wrapped"
    )]
    pub current_authenticator: Option<Wrapped<Value>>,
    /// The person's enrollment of it.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient_wrapped"
    )]
    pub current_authenticator_enrollment: Option<Wrapped<Value>>,
    /// The authenticators that the sign-in knows; forms point into it.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient_wrapped"
    )]
    pub authenticators: Option<Wrapped<Value>>,
    /// The person's enrollments; forms point into it.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient_wrapped"
    )]
    pub authenticator_enrollments: Option<Wrapped<Value>>,
    /// The authenticator that is being set up, where another one is being verified.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient_wrapped"
    )]
    pub enrollment_authenticator: Option<Wrapped<Value>>,
    /// The authenticator that is being recovered: the password, while something else proves who asks.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient_wrapped"
    )]
    pub recovery_authenticator: Option<Wrapped<Value>>,
    /// From where the sign-in was begun, on pages that an e-mail's link opens: `browser`, `os`, `location`.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub client: Option<Wrapped<Value>>,
    /// A device management in which this device must be enrolled first.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub device_enrollment: Option<Wrapped<Value>>,
    /// What passkeys are asked for in the field for the name.
    #[serde(
        rename = "webauthnAutofillUIChallenge",
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient"
    )]
    pub webauthn_autofill_ui_challenge: Option<Wrapped<Value>>,
    /// How the browser reaches the device's agent.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub authenticator_challenge: Option<Wrapped<AuthenticatorChallenge>>,
    /// Doorstep's extension: verdicts, values, device, times.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub device_assurance: Option<Wrapped<DeviceAssurance>>,
    /// Gives the sign-in up.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub cancel: Option<Form>,
    /// Doorstep's extension: evaluates the device again, in the same sign-in.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub recheck: Option<Form>,
    /// Doorstep's extension: keeps the sign-in open for as long again.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub extend: Option<Form>,
    /// Doorstep's extension: asks an administrator for more time.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub exemption: Option<Form>,
    /// Doorstep's extension: makes a handout of what is told.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub handout: Option<Form>,
    /// Doorstep's extension: the handouts that were made.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient_array"
    )]
    pub handouts: Option<Wrapped<Vec<Handout>>>,
    /// Doorstep's extension: this sign-in goes on from another one.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub resumed: Option<Wrapped<Resumed>>,
    /// Where to go, signed in.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub success: Option<Form>,
    /// Where to go, not signed in.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub failure: Option<Form>,
    /// The interaction code.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub success_with_interaction_code: Option<Form>,
}

/// `{ "type": "array" | "object", "value": … }`: ION's wrapper around collections and objects.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Wrapped<T> {
    /// `array` or `object`.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// What is wrapped.
    pub value: T,
}

impl<T> Wrapped<T> {
    /// Wraps an object.
    pub fn object(value: T) -> Self {
        Self {
            kind: String::from("object"),
            value,
        }
    }

    /// Wraps an array.
    pub fn array(value: T) -> Self {
        Self {
            kind: String::from("array"),
            value,
        }
    }
}

/// Who is signing in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct User {
    /// Identifier, `00u…`.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub id: Option<String>,
    /// What the person typed, or would type.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub identifier: Option<String>,
    /// Their name and preferences.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub profile: Option<UserProfile>,
}

/// A person's name and preferences.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct UserProfile {
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub first_name: Option<String>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub last_name: Option<String>,
    /// IANA time zone.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub time_zone: Option<String>,
    /// Language, `en_US` or `en-US`.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub locale: Option<String>,
}

/// Where the person is going.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct App {
    /// Technical name.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub name: Option<String>,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub label: Option<String>,
    /// Identifier, `0oa…`.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub id: Option<String>,
    /// Where its terms of service are: `{"href": …}`.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub terms_of_service: Value,
    /// Where its privacy policy is: `{"href": …}`.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub privacy_policy: Value,
}

impl Transaction {
    /// The forms that lead on.
    pub fn forms(&self) -> &[Form] {
        self.remediation
            .as_ref()
            .map_or(&[], |wrapped| &wrapped.value)
    }

    /// The form `name`, if it leads on from here.
    pub fn form(&self, name: &str) -> Option<&Form> {
        self.forms().iter().find(|form| form.name == name)
    }

    /// What there is to say.
    pub fn messages(&self) -> &[Message] {
        self.messages.as_ref().map_or(&[], |wrapped| &wrapped.value)
    }
}

impl std::fmt::Debug for Transaction {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let forms: Vec<&str> = self.forms().iter().map(|form| form.name.as_str()).collect();
        let keys: Vec<&str> = self.messages().iter().map(Message::key).collect();
        formatter
            .debug_struct("Transaction")
            .field("forms", &forms)
            .field("messages", &keys)
            .field("intent", &self.intent)
            .finish_non_exhaustive()
    }
}

/// Reads a value of the expected shape and takes the default for any other: a server's surprise in one field must
/// not take the whole page away.
///
/// # Errors
/// Only where the input is not JSON at all.
pub(super) fn lenient<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    let value = Value::deserialize(deserializer)?;
    Ok(T::deserialize(value).unwrap_or_default())
}

/// An object or a list with its wrapper, or without where a server left it out; nothing where it is of another shape.
fn lenient_wrapped<'de, D, T>(deserializer: D) -> Result<Option<Wrapped<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let value = Value::deserialize(deserializer)?;
    let is_wrapped = value.get("value").is_some();
    Ok(match value {
        value if is_wrapped => Wrapped::deserialize(value).ok(),
        value @ Value::Object(_) => T::deserialize(value).ok().map(Wrapped::object),
        value @ Value::Array(_) => T::deserialize(value).ok().map(Wrapped::array),
        _ => None,
    })
}

/// [`lenient`] for each element of a list: an odd one does not take its siblings away.
///
/// # Errors
/// Only where the input is not JSON at all.
pub(super) fn lenient_list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let value = Value::deserialize(deserializer)?;
    Ok(elements(value))
}

/// [`lenient_list`] inside ION's wrapper; a bare list is taken, too.
///
/// # Errors
/// Only where the input is not JSON at all.
pub(super) fn lenient_array<'de, D, T>(deserializer: D) -> Result<Option<Wrapped<Vec<T>>>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    Ok(match Value::deserialize(deserializer)? {
        Value::Object(mut object) => object
            .remove("value")
            .map(|value| Wrapped::array(elements(value))),
        list @ Value::Array(_) => Some(Wrapped::array(elements(list))),
        _ => None,
    })
}

/// [`lenient_array`] that puts an empty element where an odd one was: for lists that others point into by index.
///
/// # Errors
/// Only where the input is not JSON at all.
pub(super) fn lenient_slots<'de, D, T>(deserializer: D) -> Result<Option<Wrapped<Vec<T>>>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    let values: Option<Wrapped<Vec<Value>>> = lenient_array(deserializer)?;
    Ok(values.map(|wrapped| {
        Wrapped::array(
            wrapped
                .value
                .into_iter()
                .map(|value| T::deserialize(value).unwrap_or_default())
                .collect(),
        )
    }))
}

/// The elements of a list that are of the expected shape.
pub(super) fn elements<T: DeserializeOwned>(value: Value) -> Vec<T> {
    match value {
        Value::Array(values) => values
            .into_iter()
            .filter_map(|value| T::deserialize(value).ok())
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_the_wrong_shape_does_not_take_the_rest_away() {
        let transaction: Transaction = serde_json::from_value(serde_json::json!({
            "version": "1.0.0", "stateHandle": 7, "messages": "none",
            "remediation": {"type": "array", "value": [{"name": "identify", "href": "https://a.example/", "value": [{"name": "identifier"}]}]},
        }))
        .expect("JSON");
        assert_eq!(transaction.state_handle, None);
        assert!(transaction.messages().is_empty());
        assert_eq!(
            transaction.form("identify").map(|form| form.value.len()),
            Some(1)
        );
    }

    #[test]
    fn an_odd_element_does_not_take_its_siblings_away() {
        let transaction: Transaction = serde_json::from_value(serde_json::json!({
            "remediation": {"type": "array", "value": ["odd", {"name": "identify", "value": [7, {"name": "identifier", "options": [null, {"label": "a"}]}]}]},
            "messages": {"type": "array", "value": [null, {"message": "x", "links": [1, {"url": "https://a.example"}]}]},
        }))
        .expect("JSON");
        let form = transaction.form("identify").expect("the good form");
        assert_eq!(form.value.len(), 1);
        assert_eq!(form.value[0].options.len(), 1);
        assert_eq!(
            transaction.messages().len(),
            2,
            "options point into the list by index"
        );
        assert_eq!(transaction.messages()[1].links.len(), 1);
    }

    #[test]
    fn a_wrapper_that_is_missing_takes_nothing_away() {
        let transaction: Transaction = serde_json::from_value(serde_json::json!({
            "user": {"identifier": "ana@example.com"},
            "app": {"type": "object", "value": {"label": "Ledger"}},
            "currentAuthenticator": {"type": "object"},
            "authenticatorEnrollments": [{"key": "okta_password"}],
        }))
        .expect("JSON");
        let user = transaction.user.expect("a user").value;
        assert_eq!(user.identifier.as_deref(), Some("ana@example.com"));
        let app = transaction.app.expect("an app").value;
        assert_eq!(app.label.as_deref(), Some("Ledger"));
        let enrollments = transaction.authenticator_enrollments.expect("a list").value;
        assert_eq!(enrollments[0]["key"], "okta_password");
    }

    #[test]
    fn debug_output_has_no_state_handle() {
        let transaction = Transaction {
            state_handle: Some(String::from("02secret")),
            ..Transaction::default()
        };
        assert!(!format!("{transaction:?}").contains("secret"));
    }
}
