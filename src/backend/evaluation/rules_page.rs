//! Runs `docs/rules.md` row by row.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::*;

const PAGE: &str = include_str!("../../../docs/rules.md");
const CONTRACT: &str = include_str!("../../../docs/spec/management-api.md");

struct Row<'a> {
    platform: &'a str,
    condition: &'a str,
    asks: Value,
    says: &'a str,
    verdict: &'a str,
    message: &'a str,
}

fn rows() -> Vec<Row<'static>> {
    let table = PAGE
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| Platform"));
    table
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            let [platform, condition, asks, says, verdict, message] = cells[..] else {
                panic!("six cells: {line}");
            };
            Row {
                platform,
                condition: condition.trim_matches('`'),
                asks: serde_json::from_str(asks.trim_matches('`'))
                    .unwrap_or_else(|error| panic!("{line}: {error}")),
                says: says.trim_matches('`'),
                verdict,
                message,
            }
        })
        .collect()
}

fn catalogue() -> VersionCatalogue {
    let block = PAGE
        .split("```json")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let catalogue: VersionCatalogue = serde_json::from_str(block).expect("the page's catalogue");
    assert_eq!(catalogue.problems(catalogue.as_of), Vec::<String>::new());
    catalogue
}

/// `{"a": {"b": value}}` for `a.b`.
fn nested(path: &str, value: Value) -> Value {
    path.rsplit('.')
        .fold(value, |inner, name| json!({name: inner}))
}

/// The signals of a row, in the form in which they are stored.
fn signals(platform: &str, says: &str) -> Signals {
    let mut document = json!({"platform": platform});
    for part in says.split("; ") {
        let (path, value) = part.split_once('=').expect("path=value");
        let signal = match value.strip_prefix('(') {
            Some(cause) => json!({"unknown": cause.trim_end_matches(')')}),
            None => json!({"known": serde_json::from_str::<Value>(value).expect("JSON")}),
        };
        match path.split_once('.') {
            None => document[path] = signal,
            Some((provider, field)) => {
                let provider = match provider {
                    "devicePostureIdP" => "devicePostureIdp",
                    other => other,
                };
                if document.get(provider).is_none() {
                    document[provider] = json!({});
                }
                document[provider][field] = signal;
            }
        }
    }
    serde_json::from_value(document).expect("signals")
}

fn checks() -> Vec<DevicePostureCheck> {
    let check = |name: &str, platform: &str| {
        serde_json::from_value(json!({
            "name": name, "variableName": name, "platform": platform, "type": "CUSTOM",
            "remediationSettings": {"message": {"customText": "Turn it on."}},
        }))
        .unwrap()
    };
    vec![
        check("macOSFirewall", "MACOS"),
        check("windowsFirewall", "WINDOWS"),
    ]
}

fn said(result: &CheckResult) -> String {
    let Some(instruction) = &result.instruction else {
        return String::from("–");
    };
    let key = instruction
        .key
        .strip_prefix(KEY_PREFIX)
        .unwrap_or(&instruction.key);
    if instruction.params.is_empty() {
        format!("`{key}`")
    } else {
        format!("`{key}` ({})", instruction.params.join("; "))
    }
}

#[test]
fn every_row_of_the_page_is_what_happens() {
    let (catalogue, checks, rows) = (catalogue(), checks(), rows());
    assert!(rows.len() > 250, "{}", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        let mut document = nested(row.condition, row.asks.clone());
        document["platform"] = json!(row.platform);
        document["displayRemediationMode"] = json!("SHOW");
        let policy: DeviceAssurance = serde_json::from_value(document).expect("a policy");
        let evaluation = evaluate_policy(
            &policy,
            &checks,
            &signals(row.platform, row.says),
            &catalogue,
        );
        let [result] = evaluation.checks.as_slice() else {
            panic!("{} {}: one check", row.platform, row.condition);
        };
        let verdict = match (result.verdict, result.cause) {
            (Verdict::Pass, None) => String::from("pass"),
            (Verdict::Fail, None) => String::from("fail"),
            (Verdict::Unknown, Some(cause)) => {
                format!("could not check: {}", json!(cause).as_str().unwrap())
            }
            other => panic!("{other:?}"),
        };
        let message = said(result);
        if verdict != row.verdict || message != row.message {
            wrong.push(format!(
                "{} {} {} {}: {verdict} {message}",
                row.platform, row.condition, row.asks, row.says
            ));
        }
        assert!(
            result.verdict == Verdict::Fail || (result.fix.is_none() && result.reason.is_none()),
            "nothing is told to be fixed that did not fail"
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every condition of the contract's section 1.6 with its platforms.
fn contract() -> BTreeSet<(String, String)> {
    let section = CONTRACT
        .split("### 1.6 Conditions per platform")
        .nth(1)
        .unwrap()
        .split("## 2. ")
        .next()
        .unwrap();
    let names = ["ANDROID", "IOS", "MACOS", "WINDOWS", "CHROMEOS"];
    let quoted = |text: &str| -> Vec<String> {
        text.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    };
    let mut all = BTreeSet::new();
    let mut add = |platform: &str, condition: &str| {
        all.insert((platform.to_owned(), condition.to_owned()));
    };
    for row in section.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let condition = quoted(cells[0])[0].trim_end_matches("[]").to_owned();
        if [
            "thirdPartySignalProviders.dtc",
            "thirdPartySignalProviders.androidDeviceTrust",
        ]
        .contains(&condition.as_str())
        {
            continue;
        }
        for (platform, cell) in names.iter().zip(&cells[1..]) {
            if cell.trim_matches('|').trim() == "–" {
                continue;
            }
            if condition.ends_with("devicePostureIdP") {
                add(platform, &format!("{condition}.managed"));
                add(platform, &format!("{condition}.compliant"));
            } else {
                add(platform, &condition);
            }
        }
    }
    let chrome = section
        .split("DTC (Chrome Device Trust) fields.")
        .nth(1)
        .unwrap();
    let chrome = chrome.split("Booleans unless noted").next().unwrap();
    let (shared, rest) = chrome.split_once("Extra:").unwrap();
    let (chromeos, windows) = rest.split_once("WINDOWS").unwrap();
    let path = |field: &str| {
        let field = field.trim_end_matches(".minimum");
        format!("thirdPartySignalProviders.dtc.{field}")
    };
    for (platforms, text) in [
        (&["MACOS", "WINDOWS", "CHROMEOS"][..], shared),
        (&["CHROMEOS"][..], chromeos),
        (&["WINDOWS"][..], windows),
    ] {
        for field in quoted(text) {
            for platform in platforms {
                add(platform, &path(&field));
            }
        }
    }
    let android = section
        .lines()
        .find(|line| line.starts_with("`androidDeviceTrust`:"))
        .unwrap();
    for field in [
        "deviceIntegrityLevel",
        "playProtectVerdict",
        "screenLockComplexity",
        "networkProxyDisabled",
        "usbDebuggingDisabled",
        "wifiSecured",
        "requireMajorVersionUpdate",
    ] {
        assert!(android.contains(field), "{field}");
        add(
            "ANDROID",
            &format!("thirdPartySignalProviders.androidDeviceTrust.{field}"),
        );
    }
    all
}

#[test]
fn every_condition_of_the_contract_has_a_row_for_each_verdict() {
    let mut seen: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for row in rows() {
        let condition = row.condition.trim_end_matches(".include");
        let verdict = row.verdict.split(':').next().unwrap();
        seen.entry((row.platform.to_owned(), condition.to_owned()))
            .or_default()
            .insert(verdict.to_owned());
    }
    let mut wanted = contract();
    for platform in ["MACOS", "WINDOWS"] {
        wanted.insert((platform.to_owned(), String::from("devicePostureChecks")));
    }
    assert!(wanted.len() > 70, "{wanted:#?}");
    let missing: Vec<String> = wanted
        .iter()
        .flat_map(|(platform, condition)| {
            let condition = condition
                .trim_end_matches(".include")
                .trim_end_matches("[].include");
            // On Windows a dynamic requirement stands in a constraint.
            let key = if platform == "WINDOWS" && condition == "osVersion.dynamicVersionRequirement"
            {
                (platform.clone(), String::from("osVersionConstraints"))
            } else {
                (platform.clone(), condition.to_owned())
            };
            let rows = seen.get(&key).cloned().unwrap_or_default();
            ["pass", "fail", "could not check"]
                .into_iter()
                .filter(move |verdict| !rows.contains(*verdict))
                .map(move |verdict| format!("{} {}: {verdict}", key.0, key.1))
        })
        .collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_built_in_condition_has_a_message_a_reason_and_a_word_on_fixing() {
    let mut looked = 0;
    for (platform, condition) in contract() {
        let id = condition
            .trim_start_matches("thirdPartySignalProviders.")
            .trim_end_matches(".include")
            .trim_end_matches("[]");
        let id = match id {
            "osVersion.minimum"
            | "osVersion.dynamicVersionRequirement"
            | "osVersionConstraints" => "osVersion",
            "screenLockType[].include" => "screenLockType",
            "diskEncryptionType[].include" => "diskEncryptionType",
            other => other,
        };
        let platform = Platform::parse(&platform).unwrap();
        let key = built_in_message(platform, id);
        assert!(english(&key).is_some(), "{platform:?} {id}: {key}");
        let reason = Reason::built_in(id);
        assert_ne!(reason.key, reason.text, "{id}");
        assert!(
            fix::is_listed(platform, id),
            "{platform:?} {id} is in fixes.json"
        );
        looked += 1;
    }
    assert!(looked > 70, "{looked}");
}
