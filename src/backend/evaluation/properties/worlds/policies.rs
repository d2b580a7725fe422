//! Random device assurance policies.

use serde_json::{Map, Value, json};

use super::{ANDROID, DTC, Dice, fitting, grace, scalar};

/// A policy for `platform`.
pub(super) fn policy(dice: &mut Dice<'_>, id: &str, platform: &str) -> Value {
    let mut policy = json!({"id": id, "name": id, "platform": platform});
    let one_of = |list: &[&str]| list.contains(&platform);
    // Mostly few conditions: a policy of many is hardly ever met.
    let wants = |dice: &mut Dice<'_>| dice.once_in(4);
    if !one_of(&["CHROMEOS"]) && !wants(dice) {
        version_condition(dice, platform, &mut policy);
    }
    if one_of(&["MACOS", "WINDOWS"]) && wants(dice) {
        policy["diskEncryptionType"] = json!({"include": ["ALL_INTERNAL_VOLUMES"]});
    }
    if one_of(&["ANDROID"]) && wants(dice) {
        policy["diskEncryptionType"] = [
            json!({"include": ["FULL"]}),
            json!({"include": ["USER", "FULL"]}),
        ][dice.roll(2)]
        .clone();
    }
    if !one_of(&["CHROMEOS"]) && wants(dice) {
        policy["screenLockType"] = [
            json!({"include": ["BIOMETRIC"]}),
            json!({"include": ["PASSCODE", "BIOMETRIC"]}),
        ][dice.roll(2)]
        .clone();
    }
    if one_of(&["ANDROID", "IOS"]) && wants(dice) {
        policy["jailbreak"] = json!(false);
    }
    if one_of(&["ANDROID", "MACOS", "WINDOWS"]) && wants(dice) {
        policy["secureHardwarePresent"] = json!(true);
    }
    if one_of(&["ANDROID"]) && wants(dice) {
        policy["callerContext"] = json!({"managedApp": true});
    }
    let mut providers = Map::new();
    if one_of(&["MACOS", "WINDOWS", "CHROMEOS"]) && (platform == "CHROMEOS" || dice.once_in(2)) {
        providers.insert("dtc".to_owned(), third_party(dice, DTC, platform));
    }
    if one_of(&["ANDROID"]) && wants(dice) {
        providers.insert(
            "androidDeviceTrust".to_owned(),
            third_party(dice, ANDROID, platform),
        );
    }
    if wants(dice) {
        let field = [
            json!({"managed": true}),
            json!({"compliant": true}),
            json!({"managed": false, "compliant": true}),
        ];
        providers.insert("devicePostureIdP".to_owned(), field[dice.roll(3)].clone());
    }
    if !providers.is_empty() {
        policy["thirdPartySignalProviders"] = Value::Object(providers);
    }
    if one_of(&["MACOS", "WINDOWS"]) && wants(dice) {
        let wanted = |name: &str, value: &str| json!({"variableName": name, "value": value});
        let all = [
            wanted("custom1", "1"),
            wanted("custom2", "on"),
            wanted("unknown", "1"),
        ];
        let from = dice.roll(3);
        let to = from + 1 + dice.roll(3 - from);
        policy["devicePostureChecks"] = json!({"include": all[from..to]});
    }
    if dice.once_in(4) {
        policy["missingSignalMode"] = json!("ALLOW");
    }
    if !dice.once_in(3) {
        policy["displayRemediationMode"] = json!("SHOW");
    }
    grace(dice, &mut policy);
    if dice.roll(3) > 0 {
        policy["exemption"] = json!({"maximumDuration": "P7D"});
    }
    policy
}

fn version_condition(dice: &mut Dice<'_>, platform: &str, policy: &mut Value) {
    let minimum = |platform: &str| match platform {
        "MACOS" => ["14.4", "15.7.3", "26"],
        "WINDOWS" => ["10.0.19045.400", "10.0.22631.500", "10.0.26200"],
        "IOS" => ["18", "26.2", "26.2.1"],
        _ => ["14", "15", "16.0.1"],
    };
    let dynamic = |dice: &mut Dice<'_>| {
        let mut wanted = match dice.roll(5) {
            0 => json!({"type": "MINIMUM", "distanceFromLatestMajor": 0}),
            1 => json!({"type": "MINIMUM", "distanceFromLatestMajor": 1}),
            2 => json!({"type": "EXACT", "distanceFromLatestMajor": 0}),
            3 => json!({"type": "EXACT", "distanceFromLatestMajor": 1}),
            _ => json!({"type": "EXACT_ANY_SUPPORTED"}),
        };
        match dice.roll(3) {
            0 => wanted["latestSecurityPatch"] = json!(true),
            1 => wanted["latestSecurityPatch"] = json!(false),
            _ => {}
        }
        wanted
    };
    if platform == "WINDOWS" && dice.roll(2) == 0 {
        let constraint = |dice: &mut Dice<'_>, major: &str| match dice.roll(3) {
            0 => json!({"majorVersionConstraint": major, "minimum": dice.pick(&minimum(platform))}),
            1 => {
                json!({"majorVersionConstraint": major, "dynamicVersionRequirement": {"type": "NOT_ALLOWED"}})
            }
            _ => {
                json!({"majorVersionConstraint": major, "dynamicVersionRequirement": dynamic(dice)})
            }
        };
        let eleven = constraint(dice, "WINDOWS_11");
        let ten = constraint(dice, "WINDOWS_10");
        policy["osVersionConstraints"] =
            [json!([eleven]), json!([ten]), json!([ten, eleven])][dice.roll(3)].clone();
    } else if platform == "WINDOWS" || dice.roll(2) == 0 {
        policy["osVersion"] = json!({"minimum": dice.pick(&minimum(platform))});
    } else {
        policy["osVersion"] = json!({"dynamicVersionRequirement": dynamic(dice)});
    }
}

fn third_party(dice: &mut Dice<'_>, table: &[(&str, &[&'static str])], platform: &str) -> Value {
    let mut wanted = Map::new();
    for _ in 0..=dice.roll(2) {
        let (name, values) = table[dice.roll(table.len())];
        // Nobody asks for nonsense: of the words for it, the last one of a table, none is taken.
        let sensible: Vec<&str> = fitting(values, platform)
            .into_iter()
            .filter(|word| !["new", "x", "?", "yes", "NONE", "UNEVALUATED"].contains(word))
            .filter(|word| name != "screenLockComplexity" || *word != "true")
            .collect();
        let value = scalar(dice.pick(&sensible));
        let value = if name.ends_with("Version") {
            json!({"minimum": value})
        } else {
            value
        };
        wanted.insert(name.to_owned(), value);
    }
    Value::Object(wanted)
}
