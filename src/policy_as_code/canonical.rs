//! One way to write an object, whether a file or a server wrote it: what is compared, shown and exported.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::kind::Kind;

/// `value`, of a file or of a server, without what is the server's, in the one way to write it. References stay as they
/// are.
pub(super) fn of(kind: Kind, value: &Value) -> Value {
    let mut value = kind.shape().canonical(value);
    let Some(object) = value.as_object_mut() else {
        return value;
    };
    object.remove("id");
    match kind {
        Kind::Check => check(object),
        Kind::Assurance => assurance(object),
        Kind::Policy => {
            object.remove("type");
            object.remove("rules");
            remove_if(object, "status", &json!("ACTIVE"));
        }
        Kind::Rule => rule(object),
        Kind::App => {}
    }
    // What was taken away may leave something empty behind.
    kind.shape().canonical(&value)
}

fn check(object: &mut Map<String, Value>) {
    // These only ever show what comes with the product.
    for (part, shown) in [("fix", "default"), ("reason", "defaultI18nKey")] {
        let settings = object.get_mut("remediationSettings");
        let part = settings.and_then(|settings| settings.get_mut(part));
        if let Some(part) = part.and_then(Value::as_object_mut) {
            part.remove(shown);
        }
    }
    object.entry("type").or_insert_with(|| json!("CUSTOM"));
    if object.get("type") == Some(&json!("BUILTIN")) {
        object.retain(|name, _| ["type", "variableName", "remediationSettings"].contains(&&**name));
    } else if let Some(settings) = object.get_mut("remediationSettings") {
        // Servers may keep these of a custom check; they never show them.
        for (part, ignored) in [("message", "defaultI18nKey"), ("link", "defaultUrl")] {
            if let Some(part) = settings.get_mut(part).and_then(Value::as_object_mut) {
                part.remove(ignored);
            }
        }
    }
}

fn assurance(object: &mut Map<String, Value>) {
    object
        .entry("displayRemediationMode")
        .or_insert_with(|| json!("HIDE"));
    remove_if(object, "missingSignalMode", &json!("DENY"));
    if let Some(expiry) = object
        .get_mut("gracePeriod")
        .filter(|period| period["type"] == "BY_DATE_TIME")
        .and_then(|period| period.get_mut("expiry"))
        && let Some(instant) = expiry
            .as_str()
            .and_then(|text| text.parse::<Timestamp>().ok())
    {
        *expiry = json!(format!("{instant:.3}"));
    }
}

fn rule(object: &mut Map<String, Value>) {
    object.remove("type");
    remove_if(object, "status", &json!("ACTIVE"));
    remove_if(object, "system", &json!(false));
    if object.contains_key("system") {
        for fixed in ["conditions", "priority", "status"] {
            object.remove(fixed);
        }
    }
    if let Some(conditions) = object.get_mut("conditions").and_then(Value::as_object_mut) {
        // Servers answer these where nothing is asked for.
        remove_if(conditions, "network", &json!({"connection": "ANYWHERE"}));
        remove_if(conditions, "riskScore", &json!({"level": "ANY"}));
    }
    if let Some(action) = object
        .get_mut("actions")
        .and_then(|actions| actions.get_mut("appSignOn"))
        .and_then(Value::as_object_mut)
    {
        remove_if(
            action,
            "keepMeSignedIn",
            &json!({"postAuth": "NOT_ALLOWED"}),
        );
        if let Some(Value::Object(method)) = action.get_mut("verificationMethod")
            && method.get("type").is_some_and(|kind| kind == "ASSURANCE")
        {
            remove_if(method, "reauthenticateIn", &json!("PT12H"));
        }
    }
}

fn remove_if(object: &mut Map<String, Value>, name: &str, value: &Value) {
    if object.get(name) == Some(value) {
        object.remove(name);
    }
}
