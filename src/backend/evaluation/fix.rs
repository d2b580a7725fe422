//! What it takes to fix a check, and why it matters: defaults as data for every built-in condition, and what an
//! administrator says instead. Beyond Okta's contract (`docs/idx.md`).
//!
//! Settings addresses: macOS has had `com.apple.….extension` panes since System Settings came with version 13, and
//! preference panes before; Windows' are from Microsoft's reference of `ms-settings:`; Android's are public intents, which
//! apps can start and browsers cannot; iOS has no public ones.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CheckType, DevicePostureCheck, Platform, Version, text::reason_text};

/// What every key of a reason starts with.
pub const REASON_PREFIX: &str = "device.assurance.reason.";

/// Schemes that an administrator's settings address may have.
pub const SETTINGS_SCHEMES: [&str; 3] = ["x-apple.systempreferences:", "ms-settings:", "https:"];

/// What fixing takes. What is not known is absent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
#[schema(as = DefaultFix)]
pub struct Fix {
    /// How long it takes, roughly, in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// Whether the device restarts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restart_required: Option<bool>,
    /// Whether it needs an administrator of the device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_rights_required: Option<bool>,
    /// Opens the place in the device's settings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings_url: Option<String>,
}

/// Why a check matters, in the shape of a message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Reason {
    /// The message key.
    pub key: String,
    /// The English text of a built-in reason, or the administrator's text verbatim.
    pub text: String,
    /// The administrator's text in other languages (BCP 47).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub translations: BTreeMap<String, String>,
}

/// An entry of `fixes.json`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Entry {
    platforms: Vec<Platform>,
    checks: Vec<String>,
    minutes: Option<u32>,
    restart_required: Option<bool>,
    admin_rights_required: Option<bool>,
    #[serde(default)]
    settings: Vec<Pane>,
}

/// A settings address and the first version of the operating system that has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pane {
    from: String,
    url: String,
}

// A test reads the file; nothing else can make it unreadable.
static DEFAULTS: LazyLock<Vec<Entry>> =
    LazyLock::new(|| serde_json::from_str(include_str!("fixes.json")).unwrap_or_default());

impl Fix {
    /// What comes with the program for the check `id` on `platform`; the settings address is that of `version`, and of
    /// the newest one where none is known.
    pub fn built_in(platform: Platform, id: &str, version: Option<&Version>) -> Self {
        let found = DEFAULTS.iter().find(|entry| {
            entry.platforms.contains(&platform) && entry.checks.iter().any(|check| check == id)
        });
        let Some(entry) = found else {
            return Self::default();
        };
        let has = |pane: &&Pane| {
            version.is_none_or(|version| {
                Version::strict(&pane.from).is_some_and(|from| *version >= from)
            })
        };
        Self {
            minutes: entry.minutes,
            restart_required: entry.restart_required,
            admin_rights_required: entry.admin_rights_required,
            settings_url: entry.settings.iter().find(has).map(|pane| pane.url.clone()),
        }
    }

    /// What the administrator says of it with `check`.
    pub(super) fn of(check: &DevicePostureCheck) -> Self {
        let fix = check
            .remediation_settings
            .as_ref()
            .and_then(|settings| settings.fix.clone())
            .unwrap_or_default();
        Self {
            minutes: fix.minutes,
            restart_required: fix.restart_required,
            admin_rights_required: fix.admin_rights_required,
            settings_url: fix
                .settings_url
                .map(|url| url.trim().to_owned())
                .filter(|url| is_settings_url(url)),
        }
    }

    /// This, and what it leaves open from `other`.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            minutes: self.minutes.or(other.minutes),
            restart_required: self.restart_required.or(other.restart_required),
            admin_rights_required: self.admin_rights_required.or(other.admin_rights_required),
            settings_url: self.settings_url.or(other.settings_url),
        }
    }

    /// This, unless it says nothing.
    pub(super) fn told(self) -> Option<Self> {
        (self != Self::default()).then_some(self)
    }
}

/// Whether `fixes.json` has a word on the check `id` of `platform`, if only that nothing is known.
#[cfg(test)]
pub(super) fn is_listed(platform: Platform, id: &str) -> bool {
    DEFAULTS.iter().any(|entry| {
        entry.platforms.contains(&platform) && entry.checks.iter().any(|check| check == id)
    })
}

/// Whether `url` may stand as a settings address: one of [`SETTINGS_SCHEMES`], and nothing in it that could break out.
pub fn is_settings_url(url: &str) -> bool {
    let plain =
        |character: char| character.is_ascii_graphic() && !"\"'<>\\`{}|^".contains(character);
    let rest = SETTINGS_SCHEMES.iter().find_map(|scheme| {
        url.get(..scheme.len())
            .filter(|start| start.eq_ignore_ascii_case(scheme))
            .map(|_| (*scheme, &url[scheme.len()..]))
    });
    url.chars().all(plain)
        && rest.is_some_and(|(scheme, rest)| {
            if scheme == "https:" {
                rest.strip_prefix("//")
                    .is_some_and(|host| host.starts_with(|first: char| first.is_alphanumeric()))
            } else {
                // `ms-settings:` alone opens the front page; an address with a host is none of a settings app's.
                !rest.starts_with('/')
            }
        })
}

impl Reason {
    /// The built-in reason of the check `id`.
    pub fn built_in(id: &str) -> Self {
        let key = format!("{REASON_PREFIX}{}", reason_of(id));
        let text = reason_text(&key).unwrap_or(&key).to_owned();
        Self {
            key,
            text,
            ..Self::default()
        }
    }

    /// What the administrator says with `check`.
    pub(super) fn of(check: &DevicePostureCheck) -> Option<Self> {
        let reason = check.remediation_settings.as_ref()?.reason.clone()?;
        let text = reason.custom_text?.trim().to_owned();
        let key = match check.kind {
            CheckType::Builtin => check.variable_name.clone(),
            CheckType::Custom => format!("{}.{}", check.platform.as_str(), check.variable_name),
        };
        (!text.is_empty()).then(|| Self {
            key: format!("device.assurance.custom.reason.{key}"),
            text,
            translations: reason.custom_text_translations,
        })
    }
}

/// The end of the key of the reason for the check `id`.
fn reason_of(id: &str) -> &'static str {
    match id {
        "osVersion" | "dtc.osVersion" | "androidDeviceTrust.requireMajorVersionUpdate" => {
            "os_version"
        }
        "diskEncryptionType" | "dtc.diskEncrypted" => "disk_encryption",
        "screenLockType"
        | "dtc.screenLockSecured"
        | "dtc.allowScreenLock"
        | "androidDeviceTrust.screenLockComplexity" => "screen_lock",
        "secureHardwarePresent" | "dtc.keyTrustLevel" => "secure_hardware",
        "jailbreak" | "androidDeviceTrust.deviceIntegrityLevel" => "original_system",
        "callerContext.managedApp" => "managed_app",
        "managed"
        | "dtc.managedDevice"
        | "dtc.deviceEnrollmentDomain"
        | "devicePostureIdP.managed" => "managed",
        "devicePostureIdP.compliant" => "compliant",
        "registered" => "registered",
        "dtc.browserVersion" => "browser_version",
        "dtc.osFirewall" => "firewall",
        "dtc.antivirusEnabled" | "dtc.crowdStrikeAgentId" | "dtc.crowdStrikeCustomerId" => {
            "antivirus"
        }
        "dtc.secureBootEnabled" => "secure_boot",
        "dtc.safeBrowsingProtectionLevel"
        | "dtc.realtimeUrlCheckMode"
        | "dtc.passwordProtectionWarningTrigger"
        | "dtc.siteIsolationEnabled" => "safe_browsing",
        "androidDeviceTrust.playProtectVerdict" => "harmful_apps",
        "androidDeviceTrust.usbDebuggingDisabled" => "usb_debugging",
        "androidDeviceTrust.networkProxyDisabled" | "androidDeviceTrust.wifiSecured" => "network",
        _ => "setting",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::strict(text).unwrap()
    }

    #[test]
    fn the_data_can_be_read_names_each_check_once_and_has_only_known_addresses() {
        let entries: Vec<Entry> =
            serde_json::from_str(include_str!("fixes.json")).expect("fixes.json");
        let mut seen = std::collections::BTreeSet::new();
        for entry in &entries {
            for platform in &entry.platforms {
                for check in &entry.checks {
                    assert!(
                        seen.insert((*platform, check.clone())),
                        "{platform:?} {check}"
                    );
                }
            }
            let mut newer: Option<Version> = None;
            for pane in &entry.settings {
                let from = version(&pane.from);
                assert!(
                    newer.is_none_or(|newer| newer > from),
                    "{pane:?}: newest first"
                );
                newer = Some(from);
                let scheme = pane.url.split(':').next().unwrap();
                let expected = match entry.platforms.as_slice() {
                    [Platform::Macos] => "x-apple.systempreferences",
                    [Platform::Windows] => "ms-settings",
                    [Platform::Android] => "intent",
                    other => panic!("{other:?} share no settings addresses"),
                };
                assert_eq!(scheme, expected, "{pane:?}");
                assert!(scheme == "intent" || is_settings_url(&pane.url), "{pane:?}");
            }
        }
        assert!(seen.len() > 60, "{}", seen.len());
    }

    #[test]
    fn a_macs_settings_address_is_that_of_its_system() {
        let pane = |text: &str| {
            Fix::built_in(Platform::Macos, "diskEncryptionType", Some(&version(text)))
                .settings_url
                .unwrap()
        };
        assert_eq!(
            pane("13.0"),
            "x-apple.systempreferences:com.apple.settings.PrivacySecurity.extension?FileVault"
        );
        assert_eq!(
            pane("12.7.6"),
            "x-apple.systempreferences:com.apple.preference.security?FDE"
        );
        assert_eq!(
            Fix::built_in(Platform::Macos, "osVersion", Some(&version("10.13"))).settings_url,
            None,
            "its updates came from the App Store"
        );
        assert_eq!(
            Fix::built_in(Platform::Ios, "osVersion", None).settings_url,
            None,
            "iOS has no public addresses"
        );
        assert_eq!(Fix::built_in(Platform::Ios, "nonsense", None).told(), None);
    }

    #[test]
    fn only_settings_and_web_addresses_are_settings_addresses() {
        for good in [
            "x-apple.systempreferences:com.apple.preference.security?Firewall",
            "ms-settings:windowsupdate",
            "MS-Settings:windowsupdate",
            "ms-settings:",
            "https://help.example.com/firewall",
        ] {
            assert!(is_settings_url(good), "{good}");
        }
        for bad in [
            "",
            "http://help.example.com",
            "javascript:alert(1)",
            "https:javascript",
            "https://",
            "https:///x",
            "ms-settings://x",
            "file:///etc/passwd",
            "intent:#Intent;action=android.settings.SETTINGS;end",
            "ms-settings:a b",
            "ms-settings:\"x",
            "ms-settingsé:x",
            "x",
        ] {
            assert!(!is_settings_url(bad), "{bad}");
        }
    }
}
