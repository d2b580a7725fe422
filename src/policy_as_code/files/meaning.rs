//! What the shape does not say: what is needed together, what excludes each other, what may be there only once.

use std::collections::HashMap;

use jiff::{Span, Timestamp};
use serde_json::Value;

use super::{Files, Wanted};
use crate::policy_as_code::{LAST_PRIORITY, kind::Kind, mistake::Mistake, node::Node};

/// Conditions of a device assurance policy beside posture checks, of which it needs one.
const CONDITIONS: [&str; 8] = [
    "osVersion",
    "osVersionConstraints",
    "diskEncryptionType",
    "screenLockType",
    "jailbreak",
    "secureHardwarePresent",
    "callerContext",
    "thirdPartySignalProviders",
];

pub(super) fn check(files: &Files, mistakes: &mut Vec<Mistake>) {
    let collections = [
        (Kind::Check, &files.checks),
        (Kind::Assurance, &files.assurances),
        (Kind::Policy, &files.policies),
        (Kind::App, &files.apps),
    ];
    for (kind, collection) in collections {
        let wanted = collection.as_deref().unwrap_or_default();
        keys(kind, wanted, mistakes);
        for object in wanted {
            match kind {
                Kind::Check => posture_check(object, mistakes),
                Kind::Assurance => assurance(object, mistakes),
                Kind::Policy => rules(object, mistakes),
                Kind::Rule | Kind::App => {}
            }
        }
    }
}

/// Keys are there, and once.
fn keys(kind: Kind, wanted: &[Wanted], mistakes: &mut Vec<Mistake>) {
    let (field, noun) = (kind.key(), kind.noun());
    let mut seen: HashMap<String, &Wanted> = HashMap::new();
    for object in wanted {
        let key = object.key.as_str();
        if key.trim() != key || key.is_empty() {
            let text = format!("{field} must not be empty and not begin or end with a blank");
            mistakes.push(object.mistake(&[field], text));
        }
        // Servers tell names apart without regard to case, but variable names with it.
        let same = if kind == Kind::Check {
            key.to_owned()
        } else {
            key.to_lowercase()
        };
        // Where names are shared, identifiers tell objects apart.
        let same = match &object.id {
            Some(id) => format!("id {id}"),
            None => same,
        };
        if let Some(first) = seen.get(same.as_str()) {
            let place = format!("{}:{}", first.file, first.node.line);
            let text =
                format!("the {noun} \"{key}\" is in the files twice; the other one is {place}");
            mistakes.push(object.mistake(&[field], text));
        } else {
            seen.insert(same, object);
        }
    }
}

fn posture_check(check: &Wanted, mistakes: &mut Vec<Mistake>) {
    if check.value["type"] == "BUILTIN" {
        for field in ["name", "description", "platform", "mappingType", "query"] {
            if check.node.get(field).is_some() {
                let text = format!("{field} of a built-in check cannot be changed: leave it out");
                mistakes.push(check.mistake(&[field], text));
            }
        }
        return;
    }
    for field in ["name", "platform", "mappingType", "query"] {
        if check.value.get(field).is_none() {
            let text = format!("the check {} has no {field}", check.key);
            mistakes.push(check.mistake(&[], text));
        }
    }
    let platform = check.value["platform"].as_str();
    if platform.is_some_and(|platform| !["MACOS", "WINDOWS"].contains(&platform)) {
        let text = "custom checks are for MACOS and WINDOWS: osquery runs nowhere else";
        mistakes.push(check.mistake(&["platform"], text));
    }
    if let Some(query) = check.value["query"].as_str()
        && !query.trim_end().ends_with(';')
    {
        mistakes.push(check.mistake(&["query"], "the query must end with a semicolon"));
    }
    for path in [
        ["remediationSettings", "message", "defaultI18nKey"],
        ["remediationSettings", "link", "defaultUrl"],
    ] {
        let given = check.node.at(&path).and_then(Node::text);
        if given.is_some_and(|text| !text.is_empty()) {
            let text = format!(
                "{} is for built-in checks; a custom check has its own text and link only",
                path[2]
            );
            mistakes.push(check.mistake(&path, text));
        }
    }
}

fn assurance(policy: &Wanted, mistakes: &mut Vec<Mistake>) {
    let value = &policy.value;
    if !CONDITIONS.iter().any(|name| value.get(name).is_some()) {
        let text = format!(
            "\"{}\" asks for nothing, or for posture checks alone; it needs at least one of {}",
            policy.key,
            CONDITIONS.join(", ")
        );
        mistakes.push(policy.mistake(&[], text));
    }
    let path = ["devicePostureChecks", "include"];
    let mut seen: Vec<&str> = Vec::new();
    for item in policy.node.at(&path).map_or(&[][..], Node::items) {
        let name = item.get("variableName").and_then(Node::text);
        let name = name.unwrap_or_default();
        if seen.contains(&name) {
            mistakes.push(Mistake {
                line: item.line,
                column: item.column,
                ..policy.mistake(&path, format!("the check {name} is listed twice"))
            });
        }
        seen.push(name);
    }
    if let Some(exemption) = value.get("exemption") {
        if value["displayRemediationMode"] == "HIDE" {
            let text =
                "exemptions need displayRemediationMode: SHOW, or nobody sees where to ask for one";
            mistakes.push(policy.mistake(&["exemption"], text));
        }
        if !is_duration(exemption["maximumDuration"].as_str().unwrap_or_default()) {
            let text = "maximumDuration must be an ISO 8601 duration, as in P7D";
            mistakes.push(policy.mistake(&["exemption", "maximumDuration"], text));
        }
    }
    if let Some(period) = value.get("gracePeriod") {
        if value["displayRemediationMode"] == "HIDE" {
            let text = "a grace period needs displayRemediationMode: SHOW, or nobody is told of it";
            mistakes.push(policy.mistake(&["gracePeriod"], text));
        }
        let expiry = period["expiry"].as_str().unwrap_or_default();
        let text = match period["type"].as_str() {
            Some("BY_DURATION") if !is_duration(expiry) => {
                "expiry must be an ISO 8601 duration, as in P7D"
            }
            Some("BY_DATE_TIME") if expiry.parse::<Timestamp>().is_err() => {
                "expiry must be an ISO 8601 date-time, as in 2030-01-01T00:00:00.000Z"
            }
            _ => return,
        };
        mistakes.push(policy.mistake(&["gracePeriod", "expiry"], text));
    }
}

fn is_duration(text: &str) -> bool {
    text.starts_with('P') && text.parse::<Span>().is_ok_and(|span| span.is_positive())
}

fn rules(policy: &Wanted, mistakes: &mut Vec<Mistake>) {
    let rules = policy.rules.as_deref().unwrap_or_default();
    keys(Kind::Rule, rules, mistakes);
    let (last, own): (Vec<_>, Vec<_>) = rules.iter().partition(|rule| rule.is_catch_all());
    for twice in last.iter().skip(1) {
        let text = format!("\"{}\" has two Catch-all rules", policy.key);
        mistakes.push(twice.mistake(&["name"], text));
    }
    for rule in last {
        catch_all(rule, mistakes);
    }
    let mut seen: HashMap<i64, &str> = HashMap::new();
    for rule in own {
        conditions(rule, mistakes);
        match rule.value["priority"].as_i64() {
            None => mistakes.push(rule.mistake(
                &["name"],
                format!(
                    "\"{}\" has no priority, others of \"{}\" have: give it to all, or to none, and the order of the \
                     file counts",
                    rule.key, policy.key
                ),
            )),
            Some(priority) if !(0..=LAST_PRIORITY).contains(&priority) => {
                let text = format!("the priority must be between 0 and {LAST_PRIORITY}");
                mistakes.push(rule.mistake(&["priority"], text));
            }
            Some(priority) => {
                if let Some(other) = seen.insert(priority, &rule.key) {
                    let text = format!("\"{other}\" has the priority {priority} too");
                    mistakes.push(rule.mistake(&["priority"], text));
                }
            }
        }
    }
}

fn catch_all(rule: &Wanted, mistakes: &mut Vec<Mistake>) {
    let given = canonical_conditions(rule);
    if given.as_object().is_some_and(|given| !given.is_empty()) {
        let text = "the Catch-all rule is for everybody: it has no conditions";
        mistakes.push(rule.mistake(&["conditions"], text));
    }
    let priority = rule.node.get("priority").map(Node::value);
    if priority.is_some_and(|priority| priority != LAST_PRIORITY + 1) {
        let text = "the Catch-all rule always comes last: leave its priority out";
        mistakes.push(rule.mistake(&["priority"], text));
    }
    if rule.node.get("status").and_then(Node::text) == Some("INACTIVE") {
        let text = "the Catch-all rule cannot be switched off";
        mistakes.push(rule.mistake(&["status"], text));
    }
}

fn canonical_conditions(rule: &Wanted) -> Value {
    let own = serde_json::json!({"conditions": rule.node.get("conditions").map(Node::value)});
    crate::policy_as_code::canonical::of(Kind::Rule, &own)["conditions"].clone()
}

fn conditions(rule: &Wanted, mistakes: &mut Vec<Mistake>) {
    let device = &rule.value["conditions"]["device"];
    for field in ["managed", "assurance"] {
        if device.get(field).is_some() && device["registered"] != true {
            let text = format!("the condition {field} needs registered: true beside it");
            mistakes.push(rule.mistake(&["conditions", "device", field], text));
        }
    }
}
