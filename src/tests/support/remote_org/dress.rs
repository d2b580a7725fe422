//! Makes a sample an answer of this org in this sign-in: addresses that nobody could have guessed, the state handle of
//! now.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// A form as it was given to the client.
#[derive(Debug, Clone)]
pub(super) struct Given {
    pub(super) name: String,
    /// Which answer of the sign-in gave it.
    pub(super) generation: usize,
    pub(super) accepts: Option<String>,
    pub(super) handle: String,
}

/// Forms by their paths.
pub(super) type Forms = BTreeMap<String, Given>;

/// Whose answer it becomes.
pub(super) struct Dress<'a> {
    pub(super) origin: &'a str,
    /// Number of the sign-in.
    pub(super) sign_in: usize,
    pub(super) generation: usize,
    pub(super) handle: &'a str,
    pub(super) code: &'a str,
}

impl Dress<'_> {
    /// Changes `value`, and writes down the forms that it gives away.
    pub(super) fn put_on(&self, value: &mut Value, forms: &mut Forms) {
        match value {
            Value::Object(object) => {
                if object.contains_key("rel") {
                    self.form(object, forms);
                }
                for (name, member) in object.iter_mut() {
                    if name == "stateHandle" && member.is_string() {
                        *member = json!(self.handle);
                    } else {
                        self.put_on(member, forms);
                    }
                }
            }
            Value::Array(values) => {
                for value in values {
                    self.put_on(value, forms);
                }
            }
            _ => {}
        }
    }

    fn form(&self, object: &mut serde_json::Map<String, Value>, forms: &mut Forms) {
        let name = object["name"].as_str().expect("a form’s name").to_owned();
        let fields = object.get_mut("value").and_then(Value::as_array_mut);
        for field in fields.into_iter().flatten() {
            let value = match field["name"].as_str() {
                Some("stateHandle") => self.handle,
                Some("interaction_code") => self.code,
                _ => continue,
            };
            field["value"] = json!(value);
        }
        if name == "issue" {
            object["href"] = json!(format!("{}/oauth2/default/v1/token", self.origin));
            return;
        }
        let path = format!("/idp/idx/t{}/g{}/{name}", self.sign_in, self.generation);
        // Each form says for itself what it wants to be answered with.
        let accepts = (name != "identify").then(|| {
            let version = if self.generation.is_multiple_of(2) {
                "application/json; okta-version=1.0.0"
            } else {
                "application/vnd.okta.v1+json"
            };
            version.to_owned()
        });
        match &accepts {
            Some(accepts) => object.insert("accepts".to_owned(), json!(accepts)),
            None => object.remove("accepts"),
        };
        object["href"] = json!(format!("{}{path}", self.origin));
        forms.insert(
            path,
            Given {
                name,
                generation: self.generation,
                accepts,
                handle: self.handle.to_owned(),
            },
        );
    }
}
