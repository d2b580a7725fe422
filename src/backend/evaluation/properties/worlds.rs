//! Random organizations, devices and moments, made of numbers: smaller numbers make simpler ones, so that a failing case
//! shrinks.

mod policies;

use serde_json::{Map, Value, json};

use self::policies::policy;

/// The server's time in every world.
pub(super) const NOW: &str = "2026-03-01T12:00:00Z";
/// Who signs in.
pub(super) const USER: &str = "00u1";

/// Milliseconds of [`NOW`].
const NOW_MILLISECONDS: i64 = 1_772_366_400_000;
const DAY: i64 = 86_400_000;

/// Everything that a decision depends on.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) rules: Value,
    pub(super) policies: Value,
    pub(super) checks: Value,
    pub(super) signals: Value,
    pub(super) windows: Value,
    pub(super) exemptions: Value,
    /// Confirmed reminders; `same` says whether they are of what the policy finds wrong now.
    pub(super) reminders: Value,
    pub(super) device: Option<String>,
    pub(super) registered: bool,
}

/// Which versions are the newest.
pub(super) fn catalogue() -> Value {
    json!({"asOf": "2026-01-01", "releases": {
        "ANDROID": [{"startsAt": "16", "latest": "16"}, {"startsAt": "15", "latest": "15"}, {"startsAt": "14", "latest": "14"}],
        // One major version alone: the one before it is not known.
        "IOS": [{"startsAt": "26", "latest": "26.2.1"}],
        "MACOS": [{"startsAt": "26", "latest": "26.2"}, {"startsAt": "15", "latest": "15.7.3"}, {"startsAt": "14", "latest": "14.8.3"}],
        "WINDOWS": [
            {"startsAt": "10.0.22000", "latest": "10.0.26200.700",
                "patches": ["10.0.26200.700", "10.0.26100.600", "10.0.22631.500"]},
            {"startsAt": "10.0", "latest": "10.0.19045.400"},
        ],
    }})
}

/// Numbers, one after the other.
struct Dice<'a> {
    numbers: &'a [u16],
    next: usize,
}

impl Dice<'_> {
    fn roll(&mut self, sides: usize) -> usize {
        let number = self.numbers[self.next % self.numbers.len()];
        self.next += 1;
        usize::from(number) % sides
    }

    /// True once in `times`.
    fn once_in(&mut self, times: usize) -> bool {
        self.roll(times) == times - 1
    }

    fn pick<'b>(&mut self, from: &[&'b str]) -> &'b str {
        from[self.roll(from.len())]
    }
}

impl World {
    pub(super) fn from_numbers(numbers: &[u16]) -> Self {
        let mut dice = Dice { numbers, next: 0 };
        let platform = dice.pick(&["MACOS", "WINDOWS", "ANDROID", "IOS", "CHROMEOS"]);
        let device = (!dice.once_in(8)).then(|| String::from("guo1"));
        let signals = if device.is_none() && !dice.once_in(4) {
            silence(&mut dice, platform)
        } else {
            signals(&mut dice, platform)
        };
        let count = 1 + dice.roll(4);
        let policies: Vec<Value> = (0..count)
            .map(|index| {
                let own = if dice.once_in(5) {
                    dice.pick(&["MACOS", "WINDOWS", "ANDROID", "IOS", "CHROMEOS"])
                } else {
                    platform
                };
                policy(&mut dice, ["A", "B", "C", "D"][index], own)
            })
            .collect();
        let windows = windows(&mut dice, &policies);
        let exemptions = exemptions(&mut dice, &policies);
        let reminders = reminders(&mut dice, &policies, &windows);
        let rules = rules(&mut dice, count);
        Self {
            rules,
            policies: json!(policies),
            checks: checks(),
            signals,
            windows,
            exemptions,
            reminders,
            registered: !dice.once_in(6),
            device,
        }
    }
}

fn checks() -> Value {
    let check = |name: &str, platform: &str, text: &str| {
        json!({"name": name, "variableName": name, "platform": platform, "type": "CUSTOM",
            "remediationSettings": {"message": {"customText": text}, "fix": {"minutes": 5}, "reason": {"customText": "Because."}}})
    };
    json!([
        check("custom1", "MACOS", "Turn it on."),
        check("custom2", "MACOS", ""),
        check("custom1", "WINDOWS", "Turn it on."),
    ])
}

/// What is known where nothing answered.
fn silence(dice: &mut Dice<'_>, platform: &str) -> Value {
    let cause = dice.pick(&["AGENT_UNREACHABLE", "AGENT_ERROR", "CANCELED"]);
    let nothing = json!({"unknown": cause});
    let mut signals = json!({});
    if !dice.once_in(3) {
        signals["platform"] = json!(platform);
    }
    for name in [
        "osVersion",
        "diskEncryptionType",
        "screenLockType",
        "secureHardwarePresent",
        "jailbreak",
        "managed",
        "managedApp",
    ] {
        signals[name] = nothing.clone();
    }
    signals
}

fn versions(platform: &str) -> &'static [&'static str] {
    match platform {
        "MACOS" => &[
            "26.2",
            "26.1.9",
            "27.0",
            "15.7.3",
            "15.7.2 (24G1)",
            "15.0",
            "14.8.3",
            "14.4",
            "13.7",
            "Sonoma",
            "",
        ],
        "WINDOWS" => &[
            "10.0.26200.700",
            "10.0.26200.699",
            "10.0.26100.600",
            "10.0.22631.499",
            "10.0.22621.9",
            "10.0.27000.1",
            "10.0.19045.400",
            "10.0.19045.399",
            "6.1.7601",
            "10..0",
            "11",
        ],
        "IOS" => &["26.2.1", "26.2", "18.7", "27", "x"],
        _ => &["16", "16.0.1", "15", "14", "13", "17", "?"],
    }
}

fn signals(dice: &mut Dice<'_>, platform: &str) -> Value {
    let mut signals = json!({"platform": platform});
    let mut put = |path: &str, name: &str, signal: Option<Value>| {
        let Some(signal) = signal else { return };
        if path.is_empty() {
            signals[name] = signal;
        } else {
            if signals.get(path).is_none() {
                signals[path] = json!({});
            }
            signals[path][name] = signal;
        }
    };
    let known = |dice: &mut Dice<'_>, value: Value| -> Option<Value> {
        match dice.roll(8) {
            0..=5 => Some(json!({"known": value})),
            6 => {
                let cause = dice.pick(&[
                    "TIMEOUT",
                    "NOT_REPORTED",
                    "QUERY_ERROR",
                    "NOT_ALLOWED",
                    "AGENT_ERROR",
                ]);
                Some(json!({"unknown": cause}))
            }
            _ => None,
        }
    };
    let version = dice.pick(versions(platform));
    put("", "osVersion", known(dice, json!(version)));
    let disk = dice.pick(&[
        "ALL_INTERNAL_VOLUMES",
        "SYSTEM_VOLUME",
        "NONE",
        "FULL",
        "USER",
    ]);
    put("", "diskEncryptionType", known(dice, json!(disk)));
    let lock = dice.pick(&["BIOMETRIC", "PASSCODE", "NONE"]);
    put("", "screenLockType", known(dice, json!(lock)));
    for name in [
        "secureHardwarePresent",
        "jailbreak",
        "managed",
        "managedApp",
    ] {
        let value = json!(dice.roll(2) == 0);
        put("", name, known(dice, value));
    }
    for name in ["custom1", "custom2"] {
        let value = dice.pick(&["1", "0", "", "1 ", "on"]);
        put("checks", name, known(dice, json!(value)));
    }
    for (name, values) in DTC {
        let value = scalar(dice.pick(&fitting(values, platform)));
        put("dtc", name, known(dice, value));
    }
    for (name, values) in ANDROID {
        let value = scalar(dice.pick(values));
        put("androidDeviceTrust", name, known(dice, value));
    }
    for name in ["managed", "compliant"] {
        let value = json!(dice.roll(2) == 0);
        put("devicePostureIdp", name, known(dice, value));
    }
    signals
}

/// Keys of `ChromeOS` are no browser's on another system.
fn fitting(values: &[&'static str], platform: &str) -> Vec<&'static str> {
    let other = if platform == "CHROMEOS" {
        "CHROME_BROWSER"
    } else {
        "CHROME_OS"
    };
    let values = values.iter().copied();
    values.filter(|word| !word.starts_with(other)).collect()
}

/// `true`, `false` or a text.
fn scalar(word: &str) -> Value {
    match word {
        "true" => json!(true),
        "false" => json!(false),
        text => json!(text),
    }
}

/// Chrome's signals and what they may say, nonsense last.
const DTC: &[(&str, &[&str])] = &[
    ("browserVersion", &["140.0", "139.9.1", "141", "new"]),
    ("diskEncrypted", &["true", "false", "yes"]),
    ("osVersion", &["15.1", "15.0", "16", "x"]),
    ("osFirewall", &["true", "false"]),
    ("screenLockSecured", &["true", "false"]),
    ("antivirusEnabled", &["true", "false"]),
    ("managedDevice", &["true", "false"]),
    (
        "keyTrustLevel",
        &[
            "CHROME_BROWSER_HW_KEY",
            "CHROME_BROWSER_OS_KEY",
            "CHROME_OS_VERIFIED_MODE",
            "CHROME_OS_DEVELOPER_MODE",
            "NONE",
        ],
    ),
    (
        "safeBrowsingProtectionLevel",
        &[
            "ENHANCED_PROTECTION",
            "STANDARD_PROTECTION",
            "NO_SAFE_BROWSING",
            "?",
        ],
    ),
    ("windowsUserDomain", &["one.example", "two.example"]),
];

const ANDROID: &[(&str, &[&str])] = &[
    (
        "deviceIntegrityLevel",
        &[
            "MEETS_STRONG_INTEGRITY",
            "MEETS_DEVICE_INTEGRITY",
            "MEETS_BASIC_INTEGRITY",
            "?",
        ],
    ),
    (
        "playProtectVerdict",
        &["LOW", "MEDIUM", "HIGH", "UNEVALUATED"],
    ),
    ("screenLockComplexity", &["LOW", "MEDIUM", "HIGH", "true"]),
    ("usbDebuggingDisabled", &["true", "false"]),
];

/// Ends around [`NOW`], to the millisecond.
fn grace(dice: &mut Dice<'_>, policy: &mut Value) {
    match dice.roll(6) {
        0 | 1 => {
            let expiry = dice.pick(&[
                NOW,
                "2026-03-01T12:00:00.001Z",
                "2026-03-01T11:59:59.999Z",
                "2026-03-01T13:00:00.001+01:00",
                "2026-12-31T00:00:00.000Z",
            ]);
            policy["gracePeriod"] = json!({"type": "BY_DATE_TIME", "expiry": expiry});
        }
        2 | 3 => {
            let expiry = dice.pick(&["P1D", "P7D", "P1M"]);
            policy["gracePeriod"] = json!({"type": "BY_DURATION", "expiry": expiry});
        }
        _ => {}
    }
    if policy.get("gracePeriod").is_some() && !dice.once_in(3) {
        let interval = dice.pick(&["P1D", "PT1H", "PT36H", "P7D", "P30D"]);
        policy["gracePeriod"]["reminderInterval"] = json!(interval);
    }
}

/// Reminders that were confirmed so that the next one is due around [`NOW`]; some are somebody else's, some are of an
/// earlier window.
fn reminders(dice: &mut Dice<'_>, policies: &[Value], windows: &Value) -> Value {
    const HOUR: i64 = 3_600_000;
    let mut reminders = Vec::new();
    for policy in policies {
        if dice.once_in(4) {
            continue;
        }
        let window = windows.as_array().and_then(|windows| {
            let own = |window: &&Value| window["policyId"] == policy["id"];
            windows.iter().find(own)
        });
        let window_start = window.map(|window| &window["firstNoncompliantAt"]);
        let start: i64 = window_start.map_or(NOW_MILLISECONDS - DAY, milliseconds);
        let off = [0, 1, -1][dice.roll(3)];
        let confirmed = match dice.roll(6) {
            0 => start,
            1 => NOW_MILLISECONDS,
            2 => NOW_MILLISECONDS - DAY / 2,
            3 => NOW_MILLISECONDS - [HOUR, DAY, 36 * HOUR, 7 * DAY][dice.roll(4)],
            // The last day of those that end a moment from now has just begun.
            _ => NOW_MILLISECONDS - [1, HOUR, DAY][dice.roll(3)] + 1,
        };
        let deadline = match dice.roll(4) {
            0 => start + 30 * DAY,
            _ => NOW_MILLISECONDS,
        };
        let (user, device) = match dice.roll(8) {
            0 => ("00u2", "guo1"),
            1 => (USER, "guo2"),
            _ => (USER, "guo1"),
        };
        reminders.push(json!({
            "policyId": policy["id"], "userId": user, "deviceId": device,
            "confirmedAt": instant(confirmed + off), "deadline": instant(deadline + [0, 1, -1][dice.roll(3)]),
            "same": !dice.once_in(4),
        }));
    }
    json!(reminders)
}

fn milliseconds(text: &Value) -> i64 {
    let at: jiff::Timestamp = text.as_str().unwrap().parse().unwrap();
    at.as_millisecond()
}

/// Windows that began so that their end is around [`NOW`]; some are somebody else's.
fn windows(dice: &mut Dice<'_>, policies: &[Value]) -> Value {
    let mut windows = Vec::new();
    for policy in policies {
        if dice.roll(2) == 0 {
            continue;
        }
        let days = [1, 7, 30][dice.roll(3)];
        let start = NOW_MILLISECONDS - days * DAY + [0, 1, -1, DAY / 2][dice.roll(4)];
        let (user, device) = match dice.roll(6) {
            0 => ("00u2", "guo1"),
            1 => (USER, "guo2"),
            _ => (USER, "guo1"),
        };
        windows.push(json!({
            "policyId": policy["id"], "userId": user, "deviceId": device,
            "firstNoncompliantAt": instant(start), "expiresAt": instant(start + days * DAY),
        }));
    }
    json!(windows)
}

/// Requests in every state, of which approved ones end around [`NOW`]; some are somebody else's.
fn exemptions(dice: &mut Dice<'_>, policies: &[Value]) -> Value {
    let mut exemptions = Vec::new();
    for policy in policies {
        if dice.roll(3) == 0 {
            continue;
        }
        let decision = dice.pick(&["APPROVED", "APPROVED", "PENDING", "DECLINED", "REVOKED"]);
        let end = NOW_MILLISECONDS + [DAY, 0, 1, -1, 40 * DAY][dice.roll(5)];
        let (user, device) = match dice.roll(6) {
            0 => ("00u2", "guo1"),
            1 => (USER, "guo2"),
            _ => (USER, "guo1"),
        };
        let mut exemption = json!({
            "id": "exm1", "userId": user, "userLogin": user, "deviceId": device, "deviceName": "D",
            "platform": policy["platform"], "policyId": policy["id"], "policyName": "P", "checks": [],
            "reason": "R", "requestedDuration": "P1D", "requestedAt": instant(NOW_MILLISECONDS - 2 * DAY),
            "decision": decision,
        });
        if decision != "PENDING" {
            exemption["decidedAt"] = json!(instant(NOW_MILLISECONDS - DAY));
        }
        if ["APPROVED", "REVOKED"].contains(&decision) {
            exemption["expiresAt"] = json!(instant(end));
        }
        exemptions.push(exemption);
    }
    json!(exemptions)
}

fn instant(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds)
        .unwrap()
        .to_string()
}

fn rules(dice: &mut Dice<'_>, policies: usize) -> Value {
    let mut rules = Vec::new();
    for index in 0..=dice.roll(4) {
        let mut rule = json!({"id": format!("rul{index}"), "name": "R", "priority": dice.roll(4),
            "actions": {"appSignOn": {"access": if dice.once_in(6) { "DENY" } else { "ALLOW" }}}});
        if dice.once_in(6) {
            rule["status"] = json!("INACTIVE");
        }
        let mut conditions = Map::new();
        if !dice.once_in(10) {
            let mut device = Map::new();
            match dice.roll(8) {
                0 => {}
                1 => drop(device.insert("registered".to_owned(), json!(false))),
                _ => drop(device.insert("registered".to_owned(), json!(true))),
            }
            match dice.roll(8) {
                0 => drop(device.insert("managed".to_owned(), json!(true))),
                1 => drop(device.insert("managed".to_owned(), json!(false))),
                _ => {}
            }
            if !dice.once_in(6) {
                let mut include: Vec<&str> = ["A", "B", "C", "D"][..policies].to_vec();
                include.rotate_left(dice.roll(policies));
                include.truncate(1 + dice.roll(policies));
                if dice.once_in(8) {
                    include.push("gone");
                }
                device.insert("assurance".to_owned(), json!({"include": include}));
            }
            conditions.insert("device".to_owned(), Value::Object(device));
        }
        match dice.roll(10) {
            0 => drop(conditions.insert(
                "people".to_owned(),
                json!({"users": {"include": [USER], "exclude": []}}),
            )),
            1 => drop(conditions.insert(
                "people".to_owned(),
                json!({"users": {"include": ["00u2"], "exclude": []}}),
            )),
            2 => drop(conditions.insert(
                "people".to_owned(),
                json!({"users": {"include": [], "exclude": [USER]}}),
            )),
            3 => drop(conditions.insert(
                "people".to_owned(),
                json!({"groups": {"include": ["00g1"], "exclude": []}}),
            )),
            _ => {}
        }
        if dice.once_in(6) {
            let of = |kind: &str, os: &str| json!({"type": kind, "os": {"type": os}});
            let lists = [
                json!({"include": [of("DESKTOP", "ANY")]}),
                json!({"include": [of("MOBILE", "ANY")]}),
                json!({"include": [of("ANY", "OSX"), of("ANY", "WINDOWS")]}),
                json!({"include": [], "exclude": [of("ANY", "ANDROID")]}),
                json!({"include": [of("OTHER", "OTHER")]}),
                json!({"include": [of("DESKTOP", "LINUX"), of("DESKTOP", "OSX")]}),
                json!({"include": [], "exclude": [of("DESKTOP", "LINUX")]}),
            ];
            conditions.insert("platform".to_owned(), lists[dice.roll(lists.len())].clone());
        }
        rule["conditions"] = Value::Object(conditions);
        rules.push(rule);
    }
    if !dice.once_in(4) {
        let access = dice.pick(&["DENY", "DENY", "ALLOW"]);
        // First in the list, and asked last all the same.
        rules.insert(
            0,
            json!({"id": "last", "name": "Catch-all Rule", "priority": 99, "system": true, "actions": {"appSignOn": {"access": access}}}),
        );
    }
    json!(rules)
}
