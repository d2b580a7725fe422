//! How the built-in checks are put right, step by step: which texts and which place in the settings, per platform and
//! version of the system. Data: the texts are in `locales/*/steps.ftl`, what a step takes comes with the transaction.
//!
//! A step's instruction is known by its message key (`docs/spec/idx.md` section 3.1), so that steps are there for any IDX
//! server. To add one: a row in `GUIDES` and its texts; tests hold every key of the backend to it.

mod table;

use super::wording::REMEDIATION;
pub use table::Subject;
use table::{GUIDES, Guide as Row};

/// An operating system, as the wire names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Platform {
    /// Android.
    Android,
    /// Chromebooks.
    Chromeos,
    /// iOS and iPadOS.
    Ios,
    /// macOS.
    Macos,
    /// Windows.
    Windows,
}

impl Platform {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Android,
        Self::Chromeos,
        Self::Ios,
        Self::Macos,
        Self::Windows,
    ];

    /// The platform with this name on the wire.
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "ANDROID" => Self::Android,
            "CHROMEOS" => Self::Chromeos,
            "IOS" => Self::Ios,
            "MACOS" => Self::Macos,
            "WINDOWS" => Self::Windows,
            _ => return None,
        })
    }
}

/// One step of a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Open [`Guide::place`].
    Open,
    /// What this text says.
    Say(&'static str),
}

/// How one thing is put right on one platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guide {
    /// What it is about.
    pub subject: Subject,
    /// Where in the device's settings it is: a text whose parts, from the app inwards, are separated by `|`.
    pub place: Option<&'static str>,
    /// The address that opens that place, where the platform has a public one.
    pub address: Option<&'static str>,
    /// What to do, in order.
    pub steps: &'static [Step],
}

/// The guide for the instruction `key`. `platform` is that of the device and counts where the key tells none; `version`
/// is that of its system, empty where it is not known: then the newest one's place is told.
pub fn guide(key: &str, platform: Option<Platform>, version: &str) -> Option<Guide> {
    let (told, subject) = subject(key.strip_prefix(REMEDIATION)?)?;
    let platform = told.or(platform)?;
    let generation = generation(platform, version);
    GUIDES
        .iter()
        .filter(|row| row.subject == subject && row.platforms.contains(&platform))
        .find(|row| generation.is_none_or(|generation| generation >= row.from))
        .map(Row::told)
}

/// The text that says in words where `address` leads, where it is one of ours.
pub fn place_of(address: &str) -> Option<&'static str> {
    GUIDES
        .iter()
        .find(|row| {
            row.address
                .is_some_and(|known| known.eq_ignore_ascii_case(address))
        })
        .and_then(|row| row.place)
}

/// What decides where settings are: the major version, for Windows 10 or 11. `None` where it is not known.
fn generation(platform: Platform, version: &str) -> Option<u32> {
    let mut parts = version
        .split(['.', ' ', '-'])
        .map_while(|part| part.parse::<u32>().ok());
    let major = parts.next()?;
    // Windows 11 calls itself 10.0; its builds begin with 22000.
    if platform == Platform::Windows && major == 10 {
        let build = parts.nth(1);
        return Some(if build.is_some_and(|build| build >= 22_000) {
            11
        } else {
            10
        });
    }
    Some(major)
}

/// Platform, where the key names one, and subject of an instruction; the key without its common prefix.
fn subject(key: &str) -> Option<(Option<Platform>, Subject)> {
    let (platform, rest) = match key.split_once('.')? {
        ("android", rest) => (Some(Platform::Android), rest),
        ("ios", rest) => (Some(Platform::Ios), rest),
        ("macos", rest) => (Some(Platform::Macos), rest),
        ("windows", rest) => (Some(Platform::Windows), rest),
        ("chrome" | "device", rest) => match rest.strip_prefix("chromeos.") {
            Some(rest) => (Some(Platform::Chromeos), rest),
            None => (None, rest),
        },
        _ => return None,
    };
    let rest = rest.strip_prefix("zero.trust.").unwrap_or(rest);
    let subject = match rest {
        _ if rest.starts_with("upgrade_os_version") => Subject::SystemUpdate,
        "version_update_available" => Subject::SystemUpdate,
        "device_disk_encrypted" | "disk_encrypted" => Subject::DiskEncryption,
        "use_lock_screen" | "screen_lock_secured" => Subject::ScreenLock,
        "lock_screen_complexity" => Subject::StrongerLock,
        "use_biometric_lock_screen" => Subject::Biometrics,
        "secure_hardware_present" => Subject::SecureHardware,
        "os_firewall" => Subject::Firewall,
        "antivirus" => Subject::Antivirus,
        "must.be.managed" => Subject::Managed,
        "must.be.registered" => Subject::Registered,
        "must.be.compliant" => Subject::Compliant,
        "jailbreak" | "device_integrity" => Subject::OriginalSystem,
        "caller_context.managed_app" => Subject::ManagedApp,
        "play_protect_required" | "play_protect_scan_threshold" => Subject::PlayProtect,
        "disable_network_proxy" => Subject::Proxy,
        "unsecured_wifi_network" => Subject::Wifi,
        "disable_usb_debugging" => Subject::UsbDebugging,
        "android_device_policy_app_required"
        | "android_device_policy_app_required_manual_install" => Subject::PolicyApp,
        "key_trust_level.verified_mode" => Subject::VerifiedMode,
        "upgrade_browser_version" => Subject::BrowserUpdate,
        "setting" | "key_trust_level.developer_mode" => Subject::Organization,
        _ => return None,
    };
    Some((platform, subject))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(key: &str, platform: Option<Platform>, version: &str) -> Option<&'static str> {
        guide(&format!("{REMEDIATION}{key}"), platform, version)?.place
    }

    #[test]
    fn settings_are_where_the_version_of_the_system_has_them() {
        for (key, version, expected) in [
            (
                "macos.device_disk_encrypted",
                "14.3",
                "place-macos-filevault",
            ),
            (
                "macos.device_disk_encrypted",
                "12.7.6",
                "place-macos-filevault-old",
            ),
            ("macos.device_disk_encrypted", "", "place-macos-filevault"),
            (
                "windows.upgrade_os_version",
                "10.0.22631.3007",
                "place-windows-update",
            ),
            (
                "windows.upgrade_os_version",
                "10.0.19045",
                "place-windows-update-old",
            ),
            (
                "windows.upgrade_os_version.at_least",
                "11",
                "place-windows-update",
            ),
            (
                "windows.upgrade_os_version",
                "10",
                "place-windows-update-old",
            ),
        ] {
            assert_eq!(place(key, None, version), Some(expected), "{key} {version}");
        }
    }

    #[test]
    fn a_key_without_a_platform_goes_by_the_device() {
        assert_eq!(place("chrome.os_firewall", None, ""), None);
        assert_eq!(
            place("chrome.os_firewall", Some(Platform::Windows), ""),
            Some("place-windows-security")
        );
        assert_eq!(
            place("macos.upgrade_os_version", Some(Platform::Windows), "14"),
            Some("place-macos-update"),
            "the key knows better"
        );
    }

    #[test]
    fn an_address_is_told_in_words() {
        assert_eq!(
            place_of("MS-Settings:windowsupdate"),
            Some("place-windows-update")
        );
        assert_eq!(place_of("https://help.example.com"), None);
    }

    #[test]
    fn keys_that_are_no_instruction_have_no_steps() {
        for key in [
            "title",
            "osquery.timeout",
            "explanation_one_rule",
            "macos.nonsense",
        ] {
            assert_eq!(
                guide(&format!("{REMEDIATION}{key}"), Some(Platform::Macos), ""),
                None
            );
        }
        assert_eq!(guide("macos.device_disk_encrypted", None, ""), None);
    }

    #[test]
    fn whoever_is_to_open_a_place_is_told_which() {
        for row in GUIDES {
            let opens = row.steps.contains(&Step::Open);
            assert_eq!(opens, row.place.is_some(), "{row:?}");
            assert!(row.address.is_none() || opens, "{row:?}");
            assert!(!row.steps.is_empty(), "{row:?}");
        }
    }
}
