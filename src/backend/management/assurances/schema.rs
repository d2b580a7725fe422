//! What a device assurance policy in a request may look like: one schema per platform, made from the tables that its
//! validation reads.

use serde_json::{Map, Value, json};

use super::conditions::{ANDROID_DEVICE_TRUST, CONDITIONS, DTC, Kind, PROVIDERS, version_parts};
use crate::backend::{
    evaluation::Platform::{self, Android, Chromeos, Ios, Macos, Windows},
    management::decisions::{NAME_LENGTH, VARIABLE_NAME},
};

/// The contract's `TimeDuration`.
pub(in crate::backend::management) const DURATION: &str =
    r"^P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$";

/// The schemas of request bodies, by name.
pub(in crate::backend::management) fn requests() -> Vec<(&'static str, Value)> {
    let platforms = [
        (Android, "DeviceAssuranceAndroidRequest"),
        (Chromeos, "DeviceAssuranceChromeOSRequest"),
        (Ios, "DeviceAssuranceIOSRequest"),
        (Macos, "DeviceAssuranceMacOSRequest"),
        (Windows, "DeviceAssuranceWindowsRequest"),
    ];
    let reference = |name: &str| format!("#/components/schemas/{name}");
    let mapping: Map<String, Value> = platforms
        .iter()
        .map(|(platform, name)| (platform.as_str().to_owned(), json!(reference(name))))
        .collect();
    let any = json!({
        "description": "A device assurance policy. All conditions that are set must hold; at least one must be set beside devicePostureChecks.",
        "oneOf": platforms.map(|(_, name)| json!({"$ref": reference(name)})),
        "discriminator": {"propertyName": "platform", "mapping": mapping},
        "example": {
            "name": "Device assurance macOS", "platform": "MACOS", "osVersion": {"minimum": "14.4"},
            "diskEncryptionType": {"include": ["ALL_INTERNAL_VOLUMES"]},
            "screenLockType": {"include": ["BIOMETRIC", "PASSCODE"]},
            "secureHardwarePresent": true,
            "gracePeriod": {"type": "BY_DURATION", "expiry": "P7D"}, "exemption": {"maximumDuration": "P14D"},
            "displayRemediationMode": "SHOW",
        },
    });
    let mut all = vec![("DeviceAssuranceRequest", any)];
    all.extend(platforms.map(|(platform, name)| (name, of_platform(platform))));
    all
}

fn or_nothing(schema: &Value) -> Value {
    json!({"anyOf": [schema, nothing()]})
}

/// What says nothing and is ignored: null, or an object or list without content.
fn nothing() -> Value {
    let empty = json!({"enum": [null, {}, []]});
    json!({"anyOf": [empty, {"type": "object", "additionalProperties": empty}]})
}

fn of_platform(platform: Platform) -> Value {
    let mut properties = Map::from_iter([
        (
            "name".to_owned(),
            json!({"type": "string", "pattern": r"\S", "maxLength": NAME_LENGTH}),
        ),
        ("platform".to_owned(), json!({"const": platform.as_str()})),
        (
            "displayRemediationMode".to_owned(),
            json!({"enum": ["HIDE", "SHOW", null], "default": "HIDE"}),
        ),
        (
            "missingSignalMode".to_owned(),
            json!({"enum": ["DENY", "ALLOW", null], "default": "DENY"}),
        ),
        ("gracePeriod".to_owned(), or_nothing(&grace_period())),
        ("exemption".to_owned(), or_nothing(&exemption())),
    ]);
    let mut standard = Vec::new();
    for (condition, platforms) in CONDITIONS {
        let known = platforms.contains(&platform);
        let schema = if known {
            or_nothing(&condition_schema(condition, platform))
        } else {
            nothing()
        };
        properties.insert((*condition).to_owned(), schema);
        if known && *condition != "devicePostureChecks" {
            standard.push(json!({"required": [condition]}));
        }
    }
    json!({
        "type": "object",
        "required": ["name", "platform"],
        "properties": properties,
        "anyOf": standard,
        // A deadline that nobody is told about is refused, and so is a form that nobody sees.
        "allOf": (["gracePeriod", "exemption"].map(only_shown)),
    })
}

/// A setting that needs people to be told what to fix.
fn only_shown(setting: &str) -> Value {
    json!({
        "if": {"properties": {setting: {"type": "object", "minProperties": 1}}, "required": [setting]},
        "then": {"properties": {"displayRemediationMode": {"const": "SHOW"}}, "required": ["displayRemediationMode"]},
    })
}

fn exemption() -> Value {
    json!({
        "type": "object",
        "required": ["maximumDuration"],
        "properties": {"maximumDuration": {"type": "string", "pattern": DURATION}},
    })
}

fn grace_period() -> Value {
    let expiry = |text: Value| json!({"anyOf": [text, {"type": "object", "required": ["value"], "properties": {"value": text}}]});
    json!({
        "type": "object",
        "required": ["type", "expiry"],
        "properties": {
            "reminderInterval": {
                "description": "So long after a person has confirmed the reminder, sign-ins go on without it: PT1H to P30D. Absent, every sign-in shows it.",
                "anyOf": [expiry(json!({"type": "string", "pattern": DURATION})), {"enum": [null, "", {"value": ""}]}],
            },
        },
        "oneOf": [
            {"properties": {
                "type": {"const": "BY_DURATION"},
                "expiry": expiry(json!({"type": "string", "pattern": DURATION})),
                "startsOn": {"enum": ["FIRST_FAILURE", "FIRST_REMINDER", null]},
            }},
            {"properties": {
                "type": {"const": "BY_DATE_TIME"},
                "expiry": expiry(json!({"type": "string", "format": "date-time"})),
                "startsOn": {"type": "null"},
            }},
        ],
    })
}

fn condition_schema(condition: &str, platform: Platform) -> Value {
    let include = |kinds: Value| json!({"type": "object", "required": ["include"], "properties": {"include": kinds}});
    match condition {
        "osVersion" => os_version(platform),
        "osVersionConstraints" => {
            json!({"type": "array", "maxItems": 2, "items": windows_constraint()})
        }
        "diskEncryptionType" => {
            let kinds = if platform == Android {
                json!(["FULL", "USER"])
            } else {
                json!(["ALL_INTERNAL_VOLUMES"])
            };
            include(json!({"type": "array", "items": {"enum": kinds}}))
        }
        "screenLockType" => include(json!({
            "type": "array", "items": {"enum": ["BIOMETRIC", "PASSCODE"]}, "contains": {"const": "BIOMETRIC"},
        })),
        "jailbreak" => json!({"const": false}),
        "secureHardwarePresent" => json!({"const": true}),
        "callerContext" => {
            json!({"type": "object", "properties": {"managedApp": {"enum": [true, null]}}})
        }
        "thirdPartySignalProviders" => third_parties(platform),
        _ => include(json!({"type": "array", "items": {
            "type": "object", "required": ["variableName", "value"],
            "properties": {"variableName": {"type": "string", "pattern": VARIABLE_NAME}, "value": {"type": "string"}},
        }})),
    }
}

fn version(parts: usize) -> Value {
    let pattern = format!(
        r"^[0-9]{{1,19}}(\.[0-9]{{1,19}}){{0,{}}}$",
        parts.saturating_sub(1)
    );
    json!({"type": "string", "pattern": pattern})
}

fn os_version(platform: Platform) -> Value {
    let minimum = json!({
        "type": "object", "required": ["minimum"],
        "properties": {"minimum": version(version_parts(platform)), "dynamicVersionRequirement": nothing()},
    });
    if platform == Windows {
        return minimum;
    }
    json!({"oneOf": [minimum, {
        "type": "object", "required": ["dynamicVersionRequirement"],
        "properties": {"minimum": {"type": "null"}, "dynamicVersionRequirement": {"oneOf": dynamic()}},
    }]})
}

/// A version requirement that moves with the vendor's releases.
fn dynamic() -> Vec<Value> {
    let patch = json!({"type": ["boolean", "null"]});
    vec![
        json!({
            "type": "object", "required": ["type", "distanceFromLatestMajor"],
            "properties": {
                "type": {"enum": ["MINIMUM", "EXACT"]},
                "distanceFromLatestMajor": {"type": "integer", "minimum": 0, "maximum": 1},
                "latestSecurityPatch": patch,
            },
        }),
        json!({
            "type": "object", "required": ["type"],
            "properties": {
                "type": {"const": "EXACT_ANY_SUPPORTED"},
                "distanceFromLatestMajor": {"type": "null"},
                "latestSecurityPatch": patch,
            },
        }),
    ]
}

fn windows_constraint() -> Value {
    let mut requirements = dynamic();
    requirements.push(json!({
        "type": "object", "required": ["type"],
        "properties": {
            "type": {"const": "NOT_ALLOWED"},
            "distanceFromLatestMajor": {"type": "null"},
            "latestSecurityPatch": {"type": "null"},
        },
    }));
    json!({
        "type": "object",
        "required": ["majorVersionConstraint"],
        "properties": {"majorVersionConstraint": {"enum": ["WINDOWS_11", "WINDOWS_10"]}},
        "oneOf": [
            {"required": ["minimum"], "properties": {
                "minimum": version(version_parts(Windows)), "dynamicVersionRequirement": {"type": "null"},
            }},
            {"required": ["dynamicVersionRequirement"], "properties": {
                "minimum": {"type": "null"}, "dynamicVersionRequirement": {"oneOf": requirements},
            }},
        ],
    })
}

fn third_parties(platform: Platform) -> Value {
    let provider = |name: &str| match name {
        "dtc" => fields(DTC, platform),
        "androidDeviceTrust" => fields(ANDROID_DEVICE_TRUST, platform),
        _ => json!({"type": "object", "properties": {
            "managed": {"type": ["boolean", "null"]}, "compliant": {"type": ["boolean", "null"]},
        }}),
    };
    let properties: Map<String, Value> = PROVIDERS
        .iter()
        .map(|(name, platforms)| {
            let schema = if platforms.contains(&platform) {
                or_nothing(&provider(name))
            } else {
                nothing()
            };
            ((*name).to_owned(), schema)
        })
        .collect();
    json!({"type": "object", "properties": properties})
}

fn fields(table: &[(&str, &[Platform], Kind)], platform: Platform) -> Value {
    let minimum = |parts| json!({"type": ["object", "null"], "required": ["minimum"], "properties": {"minimum": version(parts)}});
    let mut properties = Map::new();
    for (name, platforms, kind) in table {
        if !platforms.contains(&platform) {
            properties.entry(*name).or_insert_with(nothing);
            continue;
        }
        let schema = match kind {
            Kind::Flag => json!({"type": ["boolean", "null"]}),
            Kind::Text => json!({"type": ["string", "null"], "pattern": r"\S", "maxLength": 255}),
            Kind::OsVersion => minimum(version_parts(platform)),
            Kind::Version => minimum(100),
            Kind::Word(words) => {
                let mut words: Vec<Value> = words.iter().map(|word| json!(word)).collect();
                words.push(Value::Null);
                json!({"enum": words})
            }
        };
        properties.insert((*name).to_owned(), schema);
    }
    json!({"type": "object", "properties": properties})
}
