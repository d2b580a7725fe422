//! The verdict on every condition, read from the documents.

use serde_json::Value;

use super::Row;

/// A version as eight numbers; `None` where it is none.
fn number(text: &str) -> Option<[u64; 8]> {
    let kept: String = text
        .trim()
        .chars()
        .take_while(|letter| letter.is_ascii_digit() || *letter == '.')
        .collect();
    let kept = kept.trim_end_matches('.');
    let mut numbers = [0; 8];
    for (slot, part) in numbers.iter_mut().zip(kept.split('.')) {
        *slot = part.parse().ok()?;
    }
    Some(numbers)
}

/// A signal: its value, or the cause of its absence.
pub(super) fn signal<'a>(signals: &'a Value, path: &str) -> Result<&'a Value, String> {
    let found = signals.pointer(path);
    if let Some(value) = found.and_then(|signal| signal.get("known")) {
        return Ok(value);
    }
    if let Some(cause) = found.and_then(|signal| signal.get("unknown")) {
        return Err(cause.as_str().unwrap().to_owned());
    }
    // A name of its own is simply not reported. One of a list is missing for the reason for which all is.
    let silent = |path: &str| match signals.pointer(path) {
        None => Some("NOT_REPORTED"),
        Some(signal) => signal["unknown"].as_str(),
    };
    let listed = path.matches('/').count() > 1;
    let all = silent("/osVersion").filter(|cause| listed && silent("/managed") == Some(*cause));
    Err(all.unwrap_or("NOT_REPORTED").to_owned())
}

/// Whether a device of `version` has the newest patch of this release.
fn patched(release: &Value, version: [u64; 8]) -> bool {
    let texts: Vec<&str> = match release["patches"].as_array() {
        Some(patches) => patches
            .iter()
            .map(|patch| patch.as_str().unwrap())
            .collect(),
        None => return version >= number(release["latest"].as_str().unwrap()).unwrap(),
    };
    // From the oldest line up: the last one that begins at or below the device's version is its own.
    let mut needed = number(texts[texts.len() - 1]).unwrap();
    for text in texts.iter().rev() {
        let patch = number(text).unwrap();
        let mut line = patch;
        line[3..].fill(0);
        if line <= version {
            needed = patch;
        }
    }
    version >= needed
}

/// `Some(met)`, or `None` where the catalogue cannot tell.
fn dynamic(wanted: &Value, releases: &[Value], version: [u64; 8]) -> Option<bool> {
    let distance =
        usize::try_from(wanted["distanceFromLatestMajor"].as_u64().unwrap_or(0)).unwrap();
    let needs_patch = wanted["latestSecurityPatch"] == true;
    // How many major versions behind the newest one the device is.
    let mut behind = None;
    for (index, release) in releases.iter().enumerate().rev() {
        if version >= number(release["startsAt"].as_str().unwrap()).unwrap() {
            behind = Some(index);
        }
    }
    let fine = |index: usize| !needs_patch || patched(&releases[index], version);
    let is_known = distance < releases.len();
    match (wanted["type"].as_str().unwrap(), behind) {
        ("EXACT_ANY_SUPPORTED", None) => (!releases.is_empty()).then_some(false),
        ("EXACT_ANY_SUPPORTED", Some(index)) => Some(fine(index)),
        ("MINIMUM", Some(index)) if index <= distance => Some(fine(index)),
        ("EXACT", Some(index)) if index == distance => Some(fine(index)),
        _ => is_known.then_some(false),
    }
}

fn version_met(policy: &Value, version: [u64; 8], catalogue: &Value) -> Option<bool> {
    let platform = policy["platform"].as_str().unwrap();
    let none = Vec::new();
    let releases = catalogue["releases"][platform].as_array().unwrap_or(&none);
    let at_least = |minimum: &Value| version >= number(minimum.as_str().unwrap()).unwrap();
    let Some(constraints) = policy.get("osVersionConstraints").and_then(Value::as_array) else {
        let wanted = &policy["osVersion"];
        return match wanted.get("minimum") {
            Some(minimum) => Some(at_least(minimum)),
            None => dynamic(&wanted["dynamicVersionRequirement"], releases, version),
        };
    };
    let eleven = version >= number("10.0.22000").unwrap();
    let (name, release) = if eleven {
        ("WINDOWS_11", &releases[0])
    } else {
        ("WINDOWS_10", &releases[1])
    };
    let own = constraints
        .iter()
        .find(|constraint| constraint["majorVersionConstraint"] == name);
    let Some(own) = own else { return Some(true) };
    if let Some(minimum) = own.get("minimum") {
        return Some(at_least(minimum));
    }
    let wanted = &own["dynamicVersionRequirement"];
    Some(match wanted["type"].as_str().unwrap() {
        "NOT_ALLOWED" => false,
        _ if wanted["latestSecurityPatch"] == true => patched(release, version),
        _ => version >= number(release["startsAt"].as_str().unwrap()).unwrap(),
    })
}

/// From what is worst to what is best.
const SCALES: &[(&str, &str)] = &[
    (
        "deviceIntegrityLevel",
        "MEETS_BASIC_INTEGRITY MEETS_DEVICE_INTEGRITY MEETS_STRONG_INTEGRITY",
    ),
    ("playProtectVerdict", "HIGH MEDIUM LOW"),
    ("screenLockComplexity", "LOW MEDIUM HIGH"),
    (
        "safeBrowsingProtectionLevel",
        "NO_SAFE_BROWSING STANDARD_PROTECTION ENHANCED_PROTECTION",
    ),
    (
        "keyTrustLevel",
        "CHROME_BROWSER_OS_KEY CHROME_BROWSER_HW_KEY",
    ),
    (
        "keyTrustLevel",
        "CHROME_OS_DEVELOPER_MODE CHROME_OS_VERIFIED_MODE",
    ),
];

/// Whether a third party's value is what is wanted; `None` where it makes no sense.
fn third_party(field: &str, wanted: &Value, seen: &Value) -> Option<bool> {
    if let Some(minimum) = wanted.get("minimum") {
        return Some(number(seen.as_str()?)? >= number(minimum.as_str()?)?);
    }
    if wanted.is_boolean() || seen.is_boolean() {
        return (wanted.is_boolean() && seen.is_boolean()).then_some(wanted == seen);
    }
    for (name, words) in SCALES {
        let place = |word: &Value| words.split(' ').position(|known| word == known);
        if *name == field
            && let Some(least) = place(wanted)
        {
            return Some(place(seen)? >= least);
        }
    }
    Some(wanted == seen)
}

/// What the agent knows of a field of Chrome's.
fn agents(field: &str, signals: &Value) -> Option<Value> {
    match field {
        "osVersion" => {
            let text = signal(signals, "/osVersion").ok()?;
            number(text.as_str().unwrap()).map(|_| text.clone())
        }
        "diskEncrypted" => Some(Value::from(
            signal(signals, "/diskEncryptionType").ok()? != "NONE",
        )),
        "screenLockSecured" => Some(Value::from(
            signal(signals, "/screenLockType").ok()? != "NONE",
        )),
        _ => None,
    }
}

/// The verdict on every condition of `policy`.
pub(in super::super) fn verdicts(policy: &Value, signals: &Value, catalogue: &Value) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut put = |id: &str, met: Result<bool, String>| match met {
        Ok(true) => rows.push((id.to_owned(), 'P', None)),
        Ok(false) => rows.push((id.to_owned(), 'F', None)),
        Err(cause) => rows.push((id.to_owned(), 'U', Some(cause))),
    };
    let lost = || String::from("NOT_REPORTED");
    if policy.get("osVersion").is_some() || policy.get("osVersionConstraints").is_some() {
        let met = signal(signals, "/osVersion").and_then(|text| {
            let version = number(text.as_str().unwrap()).ok_or_else(lost)?;
            version_met(policy, version, catalogue).ok_or_else(lost)
        });
        put("osVersion", met);
    }
    for list in ["diskEncryptionType", "screenLockType"] {
        if let Some(include) = policy.pointer(&format!("/{list}/include")) {
            let accepted = include.as_array().unwrap();
            put(
                list,
                signal(signals, &format!("/{list}")).map(|value| accepted.contains(value)),
            );
        }
    }
    for (pointer, id, path) in [
        ("/jailbreak", "jailbreak", "/jailbreak"),
        (
            "/secureHardwarePresent",
            "secureHardwarePresent",
            "/secureHardwarePresent",
        ),
        (
            "/callerContext/managedApp",
            "callerContext.managedApp",
            "/managedApp",
        ),
    ] {
        if let Some(wanted) = policy.pointer(pointer) {
            put(id, signal(signals, path).map(|value| value == wanted));
        }
    }
    for provider in ["dtc", "androidDeviceTrust"] {
        let Some(fields) = policy.pointer(&format!("/thirdPartySignalProviders/{provider}")) else {
            continue;
        };
        let mut names: Vec<&String> = fields.as_object().unwrap().keys().collect();
        names.sort();
        for name in names {
            let agent = if provider == "dtc" {
                agents(name, signals)
            } else {
                None
            };
            let seen = match agent {
                Some(value) => Ok(value),
                None => signal(signals, &format!("/{provider}/{name}")).cloned(),
            };
            let met =
                seen.and_then(|seen| third_party(name, &fields[name], &seen).ok_or_else(lost));
            put(&format!("{provider}.{name}"), met);
        }
    }
    for field in ["managed", "compliant"] {
        if let Some(wanted) = policy.pointer(&format!(
            "/thirdPartySignalProviders/devicePostureIdP/{field}"
        )) {
            let seen = signal(signals, &format!("/devicePostureIdp/{field}"));
            put(
                &format!("devicePostureIdP.{field}"),
                seen.map(|seen| seen == wanted),
            );
        }
    }
    if let Some(include) = policy.pointer("/devicePostureChecks/include") {
        for custom in include.as_array().unwrap() {
            let name = custom["variableName"].as_str().unwrap();
            let seen = signal(signals, &format!("/checks/{name}"));
            put(name, seen.map(|seen| *seen == custom["value"]));
        }
    }
    rows
}
