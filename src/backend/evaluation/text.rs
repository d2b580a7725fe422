//! The English text of every message key of device assurance (`docs/spec/idx.md` 3.1), in our own words, and the
//! documentation page per platform. Pages translate the key; this text is for clients that do not know it.
//!
//! Okta has no keys for secure hardware, jailbreak, registration, Windows' passcode and a few others: those below are
//! ours, under the same prefix, so that a page that does not know them still shows the text.

mod reasons;

use super::{Platform, fix::REASON_PREFIX};
use reasons::REASONS;
pub(super) use reasons::reason_text;

/// What every remediation key starts with.
pub const KEY_PREFIX: &str = "idx.error.code.access_denied.device_assurance.remediation.";

/// Key after [`KEY_PREFIX`] and English text with `{0}` for the parameter; `<$1>…</$1>` marks a link.
const REMEDIATION: &[(&str, &str)] = &[
    ("title", "This device can't be used to sign in yet"),
    (
        "explanation_one_rule",
        "Make these changes on your device, then open the app again.",
    ),
    (
        "explanation_multiple_rules",
        "Pick one of these options and make its changes, then open the app again.",
    ),
    ("option_index", "Option {0}:"),
    (
        "additional_help_default",
        "If you need more help, see the <$1>help page</$1> or ask your administrator.",
    ),
    (
        "additional_help_custom",
        "If you need more help, see your <$1>organization's help page</$1> or ask your administrator.",
    ),
    (
        "android.upgrade_os_version",
        "Update Android to version {0}",
    ),
    (
        "android.upgrade_os_version.at_least",
        "Update Android to version {0} or newer",
    ),
    (
        "android.upgrade_os_version.exactly",
        "Use a version of Android {0}",
    ),
    (
        "android.upgrade_os_version.one_of_the_following",
        "Update Android to one of these versions or newer: {0}",
    ),
    (
        "android.upgrade_os_version.exactly_one_of_the_following",
        "Use one of these versions of Android: {0}",
    ),
    (
        "android.device_disk_encrypted",
        "Turn on encryption for this device",
    ),
    ("android.use_lock_screen", "Set a screen lock"),
    (
        "android.use_biometric_lock_screen",
        "Set a screen lock with fingerprint or face",
    ),
    (
        "android.caller_context.managed_app",
        "Sign in from an app that your organization manages",
    ),
    (
        "android.secure_hardware_present",
        "Use a device that keeps its keys in secure hardware",
    ),
    ("android.jailbreak", "Use a device that is not rooted"),
    ("ios.upgrade_os_version", "Update iOS to version {0}"),
    (
        "ios.upgrade_os_version.at_least",
        "Update iOS to version {0} or newer",
    ),
    ("ios.upgrade_os_version.exactly", "Use a version of iOS {0}"),
    (
        "ios.upgrade_os_version.one_of_the_following",
        "Update iOS to one of these versions or newer: {0}",
    ),
    (
        "ios.upgrade_os_version.exactly_one_of_the_following",
        "Use one of these versions of iOS: {0}",
    ),
    ("ios.use_lock_screen", "Set a passcode"),
    (
        "ios.use_biometric_lock_screen",
        "Set a passcode and turn on Face ID or Touch ID",
    ),
    ("ios.jailbreak", "Use a device that is not jailbroken"),
    ("macos.upgrade_os_version", "Update macOS to version {0}"),
    (
        "macos.upgrade_os_version.at_least",
        "Update macOS to version {0} or newer",
    ),
    (
        "macos.upgrade_os_version.exactly",
        "Use a version of macOS {0}",
    ),
    (
        "macos.upgrade_os_version.one_of_the_following",
        "Update macOS to one of these versions or newer: {0}",
    ),
    (
        "macos.upgrade_os_version.exactly_one_of_the_following",
        "Use one of these versions of macOS: {0}",
    ),
    (
        "macos.use_lock_screen",
        "Set a password and lock the screen when you are away",
    ),
    (
        "macos.use_biometric_lock_screen",
        "Set up Touch ID and lock the screen when you are away",
    ),
    ("macos.device_disk_encrypted", "Turn on FileVault"),
    (
        "macos.secure_hardware_present",
        "Use a Mac with a Secure Enclave (Apple silicon or T2)",
    ),
    (
        "windows.upgrade_os_version",
        "Update Windows to version {0}",
    ),
    (
        "windows.upgrade_os_version.at_least",
        "Update Windows to version {0} or newer",
    ),
    (
        "windows.upgrade_os_version.exactly",
        "Use a version of Windows {0}",
    ),
    (
        "windows.upgrade_os_version.one_of_the_following",
        "Update Windows to one of these versions or newer: {0}",
    ),
    (
        "windows.upgrade_os_version.exactly_one_of_the_following",
        "Use one of these versions of Windows: {0}",
    ),
    (
        "windows.device_disk_encrypted",
        "Turn on BitLocker for all internal drives",
    ),
    (
        "windows.use_lock_screen",
        "Set a password or PIN for signing in to Windows",
    ),
    (
        "windows.use_biometric_lock_screen",
        "Set up Windows Hello with fingerprint or face",
    ),
    (
        "windows.secure_hardware_present",
        "Turn on the TPM of this computer",
    ),
    (
        "device.must.be.managed",
        "Use a device that your organization manages",
    ),
    (
        "device.must.be.compliant",
        "Make your device meet your organization's device management rules",
    ),
    (
        "device.must.be.registered",
        "Register this device with your organization",
    ),
    ("chrome.antivirus", "Turn on virus protection"),
    ("chrome.disk_encrypted", "Encrypt your disk"),
    ("chrome.os_firewall", "Turn on the firewall"),
    (
        "chrome.screen_lock_secured",
        "Protect the screen lock with a password",
    ),
    (
        "chrome.upgrade_browser_version",
        "Update Chrome to version {0}",
    ),
    (
        "chrome.upgrade_os_version",
        "Update your operating system to version {0}",
    ),
    (
        "chrome.chromeos.upgrade_os_version",
        "Update ChromeOS to version {0}",
    ),
    (
        "chrome.chromeos.key_trust_level.verified_mode",
        "Start your Chromebook in verified mode",
    ),
    (
        "chrome.chromeos.key_trust_level.developer_mode",
        "Start your Chromebook in verified or developer mode",
    ),
    (
        "chrome.setting",
        "Change this setting, or ask your administrator to: {0}",
    ),
    (
        "device.setting",
        "Change this setting of your device, or ask your administrator to: {0}",
    ),
    (
        "android.zero.trust.play_protect_required",
        "Turn on Google Play Protect",
    ),
    (
        "android.zero.trust.play_protect_scan_threshold",
        "Remove the harmful apps that Google Play Protect found",
    ),
    (
        "android.zero.trust.version_update_available",
        "Install the available Android update",
    ),
    (
        "android.zero.trust.disable_usb_debugging",
        "Turn off USB debugging",
    ),
    (
        "android.zero.trust.lock_screen_complexity",
        "Set a stronger screen lock",
    ),
    (
        "android.zero.trust.disable_network_proxy",
        "Turn off the network proxy",
    ),
    (
        "android.zero.trust.unsecured_wifi_network",
        "Connect to a secured Wi-Fi network",
    ),
    (
        "android.zero.trust.android_device_policy_app_required",
        "Install Android Device Policy",
    ),
    (
        "android.zero.trust.android_device_policy_app_required_manual_install",
        "Install <$1>Android Device Policy</$1> from the Play Store",
    ),
    (
        "android.zero.trust.device_integrity",
        "Use a device that passes Google's integrity check",
    ),
    (
        "osquery.timeout",
        "Your device could not be checked just now. Please try again.",
    ),
    (
        "osquery.sip_disabled",
        "Turn on System Integrity Protection",
    ),
    (
        "osquery.background_activity_disabled",
        "Allow the device agent to run in the background",
    ),
];

/// Keys of grace periods, whole.
const GRACE: &[(&str, &str)] = &[
    (
        "idx.device_assurance.grace_period.title",
        "Your device needs attention",
    ),
    (
        "idx.device_assurance.grace_period.warning.title.due_by_date",
        "Your device doesn't meet your organization's requirements. Fix this by {0} to keep your access.",
    ),
    (
        "idx.device_assurance.grace_period.continue_to_app",
        "Continue to app",
    ),
];

/// The English text of the whole key `key`, parameters as `{0}`.
pub fn english(key: &str) -> Option<&'static str> {
    let find = |table: &'static [(&str, &'static str)], key: &str| {
        table
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, text)| *text)
    };
    key.strip_prefix(KEY_PREFIX).map_or_else(
        || find(GRACE, key).or_else(|| reason_text(key)),
        |suffix| find(REMEDIATION, suffix),
    )
}

/// All whole keys that have a text.
pub fn keys() -> impl Iterator<Item = String> {
    let remediation = REMEDIATION
        .iter()
        .map(|(suffix, _)| format!("{KEY_PREFIX}{suffix}"));
    let reasons = REASONS
        .iter()
        .map(|(suffix, _)| format!("{REASON_PREFIX}{suffix}"));
    remediation
        .chain(GRACE.iter().map(|(key, _)| (*key).to_owned()))
        .chain(reasons)
}

/// The English text of the whole key `key` with its parameters; the key itself where there is none.
pub fn render(key: &str, params: &[String]) -> String {
    let mut text = english(key).unwrap_or(key).to_owned();
    for (index, param) in params.iter().enumerate() {
        text = text.replace(&format!("{{{index}}}"), param);
    }
    text
}

/// The documentation page that default instructions of `platform` link to (section 5, "Known `defaultUrl` values").
pub fn documentation_link(platform: Platform) -> &'static str {
    match platform {
        Platform::Android => {
            "https://help.okta.com/eu/en-us/content/topics/end-user/ov-device-health-andr.htm"
        }
        Platform::Chromeos => "https://support.google.com/chromebook/",
        Platform::Ios => {
            "https://help.okta.com/eu/en-us/content/topics/end-user/ov-device-health-ios.htm"
        }
        Platform::Macos => {
            "https://help.okta.com/eu/en-us/content/topics/end-user/ov-device-health-macos.htm"
        }
        Platform::Windows => {
            "https://help.okta.com/eu/en-us/content/topics/end-user/ov-device-health-windows.htm"
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_key_has_two_texts() {
        let all: Vec<_> = keys().collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }

    #[test]
    fn every_key_of_the_specification_has_a_text() {
        let specification = include_str!("../../../docs/spec/idx.md");
        let table = specification
            .split("### 3.1 Keys")
            .nth(1)
            .unwrap()
            .split("### 3.2")
            .next()
            .unwrap();
        // What stands in backticks and is made of a key's letters; some rows leave a common beginning out.
        let key = |name: &&str| {
            !name.ends_with('.')
                && name
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || "._".contains(c))
        };
        let rows = table.lines().filter(|line| line.starts_with('|'));
        let named: Vec<_> = rows
            .flat_map(|row| row.split('`').skip(1).step_by(2))
            .filter(key)
            .collect();
        assert!(named.len() > 40, "the table is there, not just {named:?}");
        let beginnings = [
            "",
            "android.zero.trust.",
            "macos.upgrade_os_version",
            "chrome.chromeos.key_trust_level",
        ];
        for name in named {
            let known = english(name).is_some()
                || beginnings
                    .iter()
                    .any(|beginning| english(&format!("{KEY_PREFIX}{beginning}{name}")).is_some());
            assert!(known, "{name} has no text");
        }
    }

    #[test]
    fn a_default_key_of_the_management_contract_has_a_text() {
        // Section 5's table: the group's beginning stands in the first key of a row, the others leave it out.
        let contract = include_str!("../../../docs/spec/management-api.md");
        let table = contract
            .split("**Known `defaultI18nKey` values.**")
            .nth(1)
            .unwrap()
            .split("**Built-in list")
            .next()
            .unwrap();
        let rows = table
            .lines()
            .filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
        let mut seen = 0;
        for row in rows {
            let group = row.split('|').nth(1).unwrap().trim();
            for name in row.split('`').skip(1).step_by(2) {
                if name.contains('*') {
                    continue;
                }
                seen += 1;
                let mut texts = ["", "android.zero.trust"]
                    .into_iter()
                    .chain([
                        group,
                        "macos.upgrade_os_version",
                        "chrome.chromeos.key_trust_level",
                        "chrome.chromeos",
                    ])
                    .map(|start| {
                        let joint = if start.is_empty() || name.starts_with('.') {
                            ""
                        } else {
                            "."
                        };
                        format!("{KEY_PREFIX}{start}{joint}{name}")
                    });
                assert!(texts.any(|key| english(&key).is_some()), "{name} in {row}");
            }
        }
        assert!(seen > 30, "the table is there: {seen}");
    }

    #[test]
    fn parameters_are_filled_in() {
        assert_eq!(
            render(
                &format!("{KEY_PREFIX}macos.upgrade_os_version"),
                &["14.4".to_owned()]
            ),
            "Update macOS to version 14.4"
        );
        assert_eq!(render("unknown.key", &[]), "unknown.key");
    }
}
