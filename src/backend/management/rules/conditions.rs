//! What rules may ask for, and how it is answered.

use serde_json::{Map, Value, json};

use crate::backend::{
    evaluation::{AccessPolicyRule, RuleConditions},
    management::{
        body::{RawBody, drop_read_only, typed},
        decisions::{NAME_LENGTH, OWN_RULES, REAUTHENTICATE_IN},
        error::{ApiError, ApiResult, Problems},
    },
};

/// What a rule may name as operating system.
const SYSTEMS: [&str; 9] = [
    "ANY", "OSX", "MACOS", "WINDOWS", "IOS", "ANDROID", "CHROMEOS", "LINUX", "OTHER",
];
/// What a rule may name as kind of platform.
const PLATFORM_KINDS: [&str; 4] = ["ANY", "DESKTOP", "MOBILE", "OTHER"];

/// The conditions that a rule may have, with their fields. Any other is refused: a rule for everybody where somebody else
/// was meant opens a door.
const CONDITIONS: [(&str, &[&str]); 7] = [
    ("device", &["registered", "managed", "assurance"]),
    ("people", &["users", "groups"]),
    ("network", &["connection", "include", "exclude"]),
    ("platform", &["include", "exclude"]),
    ("riskScore", &["level"]),
    ("elCondition", &["condition"]),
    ("userType", &["include", "exclude"]),
];
const UNSUPPORTED: &str = "This condition is not supported";

/// The rule in a request, and the priority that it asks for.
pub(in crate::backend::management) fn parse(
    body: RawBody,
) -> ApiResult<(AccessPolicyRule, Option<i64>)> {
    let mut object = body.object()?;
    drop_read_only(&mut object);
    object.remove("status");
    let priority = object.get("priority").cloned();
    if object
        .get("type")
        .is_some_and(|kind| kind != "ACCESS_POLICY")
    {
        return Err(ApiError::field(
            "type",
            "type: The value must be ACCESS_POLICY",
        ));
    }
    if object
        .get("actions")
        .and_then(|actions| actions.get("appSignOn"))
        .is_none()
    {
        return Err(ApiError::field(
            "actions.appSignOn",
            "actions.appSignOn: The field cannot be left blank",
        ));
    }
    let mut problems = Problems::default();
    if let Some(Value::Object(conditions)) = object.get("conditions") {
        unknown_conditions(conditions, &mut problems);
    }
    let mut rule: AccessPolicyRule = typed(object)?;
    problems.required("name", &rule.name);
    problems.length("name", &rule.name, NAME_LENGTH);
    let last = OWN_RULES - 1;
    // The Catch-all rule may be sent back with its own priority; the store's caller refuses it for others.
    if priority.is_some() && !(0..=OWN_RULES).contains(&rule.priority) {
        problems.add(
            "priority",
            format!("The field must be between 0 and {last}"),
        );
    }
    let app_sign_on = &rule.actions.app_sign_on;
    for (field, value) in [
        ("verificationMethod", &app_sign_on.verification_method),
        ("keepMeSignedIn", &app_sign_on.keep_me_signed_in),
    ] {
        if value.as_ref().is_some_and(|value| !value.is_object()) {
            problems.add(
                &format!("actions.appSignOn.{field}"),
                "The field must be an object",
            );
        }
    }
    if let Some(conditions) = &rule.conditions {
        check_conditions(conditions, &mut problems);
    }
    problems.into_result()?;
    if let Some(Value::Object(method)) = &mut rule.actions.app_sign_on.verification_method
        && method.get("type").is_some_and(|kind| kind == "ASSURANCE")
    {
        // As recorded of real organizations, of rules that let in and of those that deny.
        method
            .entry("reauthenticateIn")
            .or_insert_with(|| Value::from(REAUTHENTICATE_IN));
    }
    let priority = priority.map(|_| rule.priority);
    Ok((rule, priority))
}

/// Whether a condition asks for nothing: Okta writes such ones, too.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Object(object) => object.values().all(says_nothing),
        Value::Array(list) => list.is_empty(),
        Value::String(text) => text.is_empty(),
        value => value.is_null(),
    }
}

fn unknown_conditions(conditions: &Map<String, Value>, problems: &mut Problems) {
    for (name, value) in conditions.iter().filter(|(_, value)| !says_nothing(value)) {
        let Some((_, fields)) = CONDITIONS.iter().find(|(known, _)| known == name) else {
            problems.add(&format!("conditions.{name}"), UNSUPPORTED);
            continue;
        };
        for (field, value) in value.as_object().into_iter().flatten() {
            if !fields.contains(&field.as_str()) && !says_nothing(value) {
                problems.add(&format!("conditions.{name}.{field}"), UNSUPPORTED);
            }
        }
    }
    let lists = ["include", "exclude"].map(|list| conditions.get("platform")?.get(list));
    for item in lists
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten()
    {
        for (field, value) in item["os"].as_object().into_iter().flatten() {
            if field != "type" && !says_nothing(value) {
                problems.add(&format!("conditions.platform.os.{field}"), UNSUPPORTED);
            }
        }
    }
}

fn check_conditions(conditions: &RuleConditions, problems: &mut Problems) {
    if let Some(device) = &conditions.device {
        if device.managed.is_some() && device.registered != Some(true) {
            problems.add(
                "conditions.device.managed",
                "The field needs registered to be true",
            );
        }
        let assurance = device
            .assurance
            .as_ref()
            .is_some_and(|assurance| !assurance.include.is_empty());
        if assurance && device.registered != Some(true) {
            problems.add(
                "conditions.device.assurance",
                "The condition needs registered to be true",
            );
        }
    }
    if conditions.people.as_ref().is_some_and(|people| {
        !people.groups.include.is_empty() || !people.groups.exclude.is_empty()
    }) {
        problems.add("conditions.people.groups", UNSUPPORTED);
    }
    let network = conditions
        .network
        .as_ref()
        .map(|network| network.connection.as_str());
    if !matches!(network, None | Some("" | "ANYWHERE")) {
        problems.add("conditions.network.connection", UNSUPPORTED);
    }
    if conditions
        .risk_score
        .as_ref()
        .is_some_and(|risk| risk.level != "ANY")
    {
        problems.add("conditions.riskScore.level", UNSUPPORTED);
    }
    let expression = conditions
        .el_condition
        .as_ref()
        .and_then(|condition| condition.condition.as_deref());
    if expression.is_some_and(|expression| !expression.trim().is_empty()) {
        problems.add("conditions.elCondition", UNSUPPORTED);
    }
    if conditions
        .user_type
        .as_ref()
        .is_some_and(|kinds| !kinds.include.is_empty() || !kinds.exclude.is_empty())
    {
        problems.add("conditions.userType", UNSUPPORTED);
    }
    let platforms = conditions
        .platform
        .iter()
        .flat_map(|platform| platform.include.iter().chain(&platform.exclude));
    for item in platforms {
        let os = item.os.as_ref().map_or("ANY", |os| os.kind.as_str());
        let known = SYSTEMS.contains(&os) && PLATFORM_KINDS.contains(&item.kind.as_str());
        if !known {
            problems.add(
                "conditions.platform",
                format!("{} {os} is not a platform", item.kind),
            );
        }
    }
}

/// The conditions as Okta answers them: groups that were not given are empty.
pub(super) fn conditions(rule: &AccessPolicyRule) -> Value {
    if rule.system {
        return Value::Null;
    }
    let given = rule.conditions.clone().unwrap_or_default();
    let mut value = json!({
        "people": {"users": {"include": [], "exclude": []}, "groups": {"include": [], "exclude": []}},
        "network": {"connection": "ANYWHERE"},
        "platform": {"include": [], "exclude": []},
        "riskScore": {"level": "ANY"},
        "elCondition": null,
        "userType": {"include": [], "exclude": []},
    });
    if let (Value::Object(defaults), Value::Object(given)) = (&mut value, json!(given)) {
        defaults.extend(given);
    }
    value
}

/// The schema of the body of a request.
pub(in crate::backend::management) fn request() -> Value {
    let object = |properties: Value| json!({"type": ["object", "null"], "properties": properties});
    let texts = json!({"type": ["array", "null"], "items": {"type": "string"}});
    let none = json!({"type": ["array", "null"], "maxItems": 0});
    let platforms = json!({"type": ["array", "null"], "items": {
        "type": "object", "required": ["type"],
        "properties": {
            "type": {"enum": PLATFORM_KINDS},
            "os": {"type": ["object", "null"], "required": ["type"], "properties": {"type": {"enum": SYSTEMS}}},
        },
    }});
    let flag = json!({"type": ["boolean", "null"]});
    json!({
        "type": "object",
        "required": ["name", "actions"],
        "properties": {
            "name": {"type": "string", "pattern": r"\S", "maxLength": NAME_LENGTH},
            "type": {"enum": ["ACCESS_POLICY", null]},
            "priority": {
                "type": ["integer", "null"], "minimum": 0, "maximum": OWN_RULES,
                "description": "The lowest number is asked first; 99 is the Catch-all rule's",
            },
            "conditions": object(json!({
                "device": object(json!({
                    "registered": flag, "managed": flag,
                    "assurance": object(json!({"include": texts})),
                })),
                "people": object(json!({
                    "users": object(json!({"include": texts, "exclude": texts})),
                    "groups": object(json!({"include": none, "exclude": none})),
                })),
                "network": object(json!({"connection": {"enum": ["ANYWHERE", "", null]}})),
                "platform": object(json!({"include": platforms, "exclude": platforms})),
                "riskScore": {"type": ["object", "null"], "required": ["level"], "properties": {"level": {"const": "ANY"}}},
                "elCondition": object(json!({"condition": {"type": ["string", "null"], "pattern": r"^\s*$"}})),
                "userType": object(json!({"include": none, "exclude": none})),
            })),
            "actions": {"type": "object", "required": ["appSignOn"], "properties": {
                "appSignOn": {"type": "object", "required": ["access"], "properties": {
                    "access": {"enum": ["ALLOW", "DENY"]},
                    "verificationMethod": {"type": ["object", "null"]},
                    "keepMeSignedIn": {"type": ["object", "null"]},
                }},
            }},
        },
        "example": {
            "name": "Managed computers", "type": "ACCESS_POLICY", "priority": 1,
            "conditions": {"device": {"registered": true, "managed": false}},
            "actions": {"appSignOn": {"access": "ALLOW", "verificationMethod": {
                "type": "ASSURANCE", "factorMode": "1FA", "reauthenticateIn": "PT2H",
                "constraints": [{"knowledge": {"types": ["password"]}}],
            }}},
        },
    })
}
