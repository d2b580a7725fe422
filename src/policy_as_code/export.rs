//! Writes what an organization has as a file that can be applied.

use serde_json::{Value, json};

use super::{
    canonical,
    kind::Kind,
    organization::{Needs, Organization},
    plan::Names,
    shape::FILE,
    yaml,
};

/// What an organization has, as a file.
#[derive(Debug, Clone)]
pub struct Export {
    document: Value,
    /// What the file cannot say, in sentences.
    pub notes: Vec<String>,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// YAML cannot be written.
    #[error("the organization cannot be written as YAML: {0}")]
    Yaml(#[from] serde_saphyr::ser::Error),
    /// JSON cannot be written.
    #[error("the organization cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl Export {
    /// The collections that were read.
    pub fn new(organization: &Organization, read: Needs) -> Self {
        let (names, mut notes) = (Names::new(organization), Vec::new());
        let mut write = |kind: Kind, server: &Value| {
            let mut unknown = Vec::new();
            kind.shape().unknown(server, "", &mut unknown);
            unknown.retain(|field| !(kind == Kind::Policy && field == "conditions"));
            if !unknown.is_empty() && kind != Kind::App {
                let key = server[kind.key()].as_str().unwrap_or_default();
                notes.push(format!(
                    "the {} \"{key}\" has fields that files cannot have, and that applying leaves as they are: {}",
                    kind.noun(),
                    unknown.join(", ")
                ));
            }
            names.spelled(kind, &canonical::of(kind, server))
        };
        let mut document = json!({});
        if read.checks {
            let checks = organization.checks.iter().filter(|check| is_own(check));
            document["devicePostureChecks"] =
                checks.map(|check| write(Kind::Check, check)).collect();
        }
        if read.assurances {
            let assurances = organization.assurances.iter();
            document["deviceAssurances"] = assurances
                .map(|policy| write(Kind::Assurance, policy))
                .collect();
        }
        if read.rules {
            document["policies"] = organization
                .policies
                .iter()
                .map(|policy| {
                    let mut written = write(Kind::Policy, policy);
                    let rules = organization.rules(policy).iter();
                    written["rules"] = rules.map(|rule| write(Kind::Rule, rule)).collect();
                    written
                })
                .collect();
        }
        if read.apps {
            let apps = organization.apps.iter();
            document["apps"] = apps.map(|app| write(Kind::App, app)).collect();
        }
        keep_ids_where_keys_are_not_enough(&mut document, organization);
        Self { document, notes }
    }

    /// As YAML.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn yaml(&self) -> Result<String, Error> {
        Ok(yaml::write(FILE, &self.document)?)
    }

    /// As JSON.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn json(&self) -> Result<String, Error> {
        Ok(serde_json::to_string_pretty(&FILE.ordered(&self.document))?)
    }
}

/// Whether somebody made it, or changed what came with the product.
fn is_own(check: &Value) -> bool {
    if check["type"] != "BUILTIN" {
        return true;
    }
    let settings = &check["remediationSettings"];
    let filled = |part: &str, field: &str| match &settings[part][field] {
        Value::String(text) => !text.is_empty(),
        Value::Object(texts) => !texts.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
        _ => false,
    };
    let has_own = ["customText", "customTextTranslations"]
        .iter()
        .any(|field| filled("message", field))
        || ["customUrl", "customUrlTranslations"]
            .iter()
            .any(|field| filled("link", field))
        || [
            "minutes",
            "restartRequired",
            "adminRightsRequired",
            "settingsUrl",
        ]
        .iter()
        .any(|field| filled("fix", field))
        || ["customText", "customTextTranslations"]
            .iter()
            .any(|field| filled("reason", field));
    has_own || !filled("message", "defaultI18nKey") || !filled("link", "defaultUrl")
}

/// Objects that share their key with others can be told apart by their identifiers only.
fn keep_ids_where_keys_are_not_enough(document: &mut Value, organization: &Organization) {
    let keep = |kind: Kind, written: Option<&mut Value>, there: &[Value]| {
        let written = written.and_then(Value::as_array_mut).into_iter().flatten();
        let key = |value: &Value| {
            let key = value[kind.key()].as_str().unwrap_or_default();
            key.to_lowercase()
        };
        for (object, server) in written.zip(there) {
            let alike = there.iter().filter(|other| key(other) == key(server));
            if alike.count() > 1 {
                object["id"] = server["id"].clone();
            }
        }
    };
    for (kind, collection) in [
        (Kind::App, "apps"),
        (Kind::Assurance, "deviceAssurances"),
        (Kind::Policy, "policies"),
    ] {
        keep(kind, document.get_mut(collection), organization.of(kind));
    }
    let policies = document.get_mut("policies").and_then(Value::as_array_mut);
    for (written, policy) in policies.into_iter().flatten().zip(&organization.policies) {
        let rules = organization.rules(policy);
        keep(Kind::Rule, written.get_mut("rules"), rules);
    }
}
