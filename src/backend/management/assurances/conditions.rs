//! Which conditions which platform knows (`docs/spec/management-api.md` 1.6), as tables.

use serde_json::Value;

use crate::backend::evaluation::{
    Platform::{self, Android, Chromeos, Ios, Macos, Windows},
    Version,
};

/// Every condition, and the platforms that know it.
pub(super) const CONDITIONS: &[(&str, &[Platform])] = &[
    ("osVersion", &[Android, Ios, Macos, Windows]),
    ("osVersionConstraints", &[Windows]),
    ("diskEncryptionType", &[Android, Macos, Windows]),
    ("screenLockType", &[Android, Ios, Macos, Windows]),
    ("jailbreak", &[Android, Ios]),
    ("secureHardwarePresent", &[Android, Macos, Windows]),
    ("callerContext", &[Android]),
    (
        "thirdPartySignalProviders",
        &[Android, Chromeos, Ios, Macos, Windows],
    ),
    ("devicePostureChecks", &[Macos, Windows]),
];

/// Every provider of third-party signals, and the platforms that know it.
pub(super) const PROVIDERS: &[(&str, &[Platform])] = &[
    ("dtc", &[Macos, Windows, Chromeos]),
    ("androidDeviceTrust", &[Android]),
    (
        "devicePostureIdP",
        &[Android, Chromeos, Ios, Macos, Windows],
    ),
];

/// What a field of a provider holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// `true` or `false`.
    Flag,
    /// Any text.
    Text,
    /// `{"minimum": version}` with up to four parts, three on macOS.
    OsVersion,
    /// `{"minimum": version}` of any number of parts.
    Version,
    /// One of these words.
    Word(&'static [&'static str]),
}

const BROWSERS: &[Platform] = &[Macos, Windows, Chromeos];
const LEVELS: &[&str] = &["LOW", "MEDIUM", "HIGH"];

/// The fields of Chrome Device Trust.
pub(super) const DTC: &[(&str, &[Platform], Kind)] = &[
    ("browserVersion", BROWSERS, Kind::Version),
    ("builtInDnsClientEnabled", BROWSERS, Kind::Flag),
    ("chromeRemoteDesktopAppBlocked", BROWSERS, Kind::Flag),
    ("deviceEnrollmentDomain", BROWSERS, Kind::Text),
    ("diskEncrypted", BROWSERS, Kind::Flag),
    (
        "keyTrustLevel",
        &[Macos, Windows],
        Kind::Word(&["CHROME_BROWSER_HW_KEY", "CHROME_BROWSER_OS_KEY"]),
    ),
    (
        "keyTrustLevel",
        &[Chromeos],
        Kind::Word(&["CHROME_OS_VERIFIED_MODE", "CHROME_OS_DEVELOPER_MODE"]),
    ),
    ("osFirewall", BROWSERS, Kind::Flag),
    ("osVersion", BROWSERS, Kind::OsVersion),
    (
        "passwordProtectionWarningTrigger",
        BROWSERS,
        Kind::Word(&[
            "PASSWORD_PROTECTION_OFF",
            "PASSWORD_REUSE",
            "PHISHING_REUSE",
        ]),
    ),
    ("realtimeUrlCheckMode", BROWSERS, Kind::Flag),
    (
        "safeBrowsingProtectionLevel",
        BROWSERS,
        Kind::Word(&[
            "NO_SAFE_BROWSING",
            "STANDARD_PROTECTION",
            "ENHANCED_PROTECTION",
        ]),
    ),
    ("screenLockSecured", BROWSERS, Kind::Flag),
    ("siteIsolationEnabled", BROWSERS, Kind::Flag),
    ("allowScreenLock", &[Chromeos], Kind::Flag),
    ("managedDevice", &[Chromeos], Kind::Flag),
    ("antivirusEnabled", &[Windows], Kind::Flag),
    ("crowdStrikeAgentId", &[Windows], Kind::Text),
    ("crowdStrikeCustomerId", &[Windows], Kind::Text),
    ("secureBootEnabled", &[Windows], Kind::Flag),
    ("thirdPartyBlockingEnabled", &[Windows], Kind::Flag),
    ("windowsMachineDomain", &[Windows], Kind::Text),
    ("windowsUserDomain", &[Windows], Kind::Text),
];

/// The fields of Android Device Trust.
pub(super) const ANDROID_DEVICE_TRUST: &[(&str, &[Platform], Kind)] = &[
    (
        "deviceIntegrityLevel",
        &[Android],
        Kind::Word(&[
            "MEETS_BASIC_INTEGRITY",
            "MEETS_DEVICE_INTEGRITY",
            "MEETS_STRONG_INTEGRITY",
        ]),
    ),
    ("playProtectVerdict", &[Android], Kind::Word(LEVELS)),
    ("screenLockComplexity", &[Android], Kind::Word(LEVELS)),
    ("networkProxyDisabled", &[Android], Kind::Flag),
    ("usbDebuggingDisabled", &[Android], Kind::Flag),
    ("wifiSecured", &[Android], Kind::Flag),
    ("requireMajorVersionUpdate", &[Android], Kind::Flag),
];

/// How many parts the lowest version of `platform` may have.
pub(super) fn version_parts(platform: Platform) -> usize {
    match platform {
        Macos | Ios => 3,
        Android | Windows | Chromeos => 4,
    }
}

/// What is wrong with the value of a provider's field.
pub(super) fn refusal(kind: Kind, platform: Platform, value: &Value) -> Option<String> {
    let minimum = || {
        value
            .get("minimum")
            .and_then(Value::as_str)
            .and_then(Version::strict)
    };
    let good = match kind {
        Kind::Flag => value.is_boolean(),
        Kind::Text => value
            .as_str()
            .is_some_and(|text| !text.trim().is_empty() && text.len() <= 255),
        Kind::Version => minimum().is_some(),
        Kind::OsVersion => {
            minimum().is_some_and(|version| version.parts() <= version_parts(platform))
        }
        Kind::Word(words) => value.as_str().is_some_and(|word| words.contains(&word)),
    };
    let wanted = match kind {
        Kind::Flag => "true or false".to_owned(),
        Kind::Text => "a text".to_owned(),
        Kind::Version | Kind::OsVersion => {
            "an object with minimum, a version of digits and dots".to_owned()
        }
        Kind::Word(words) => format!("one of {}", words.join(", ")),
    };
    (!good).then(|| format!("The field must be {wanted}"))
}
