//! A simulated device: what stands in its file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::settings::Mdm;

/// A simulated device. The file is TOML; `src/demo/devices/` has one for each platform.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Device {
    /// `MACOS` or `WINDOWS`.
    pub platform: Platform,
    /// The name that its owner gave it.
    pub name: String,
    /// Who made it.
    pub manufacturer: String,
    /// The maker's name for the model.
    pub model: String,
    /// The maker's number for this one.
    pub serial_number: String,
    /// The hardware's UUID.
    pub udid: String,
    /// The operating system's version, for instance `14.6.1` or `10.0.22631.3880`.
    pub os_version: String,
    /// Whether the firewall is on.
    pub firewall: bool,
    /// Whether the internal volumes are encrypted (FileVault, BitLocker).
    pub disk_encryption: bool,
    /// How the screen is unlocked.
    pub screen_lock: ScreenLock,
    /// Whether there is a secure enclave or a TPM in use.
    pub secure_hardware: bool,
    /// Whether the organization manages the device; left out where nothing can say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub managed: Option<bool>,
    /// The settings that the organization has rolled out.
    #[serde(default)]
    pub mdm: Mdm,
    /// How the simulated agent behaves.
    #[serde(default)]
    pub simulation: Simulation,
    /// What others than the agent say about the device.
    #[serde(default, skip_serializing_if = "ThirdParty::is_empty")]
    pub third_party: ThirdParty,
    /// Further osquery tables, or other contents for those that the device has: table → rows → columns.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tables: BTreeMap<String, Vec<BTreeMap<String, Value>>>,
}

/// The platforms that osquery checks exist for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Platform {
    /// macOS.
    Macos,
    /// Windows.
    Windows,
}

impl Platform {
    /// As on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Macos => "MACOS",
            Self::Windows => "WINDOWS",
        }
    }
}

/// How the screen is unlocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScreenLock {
    /// It is not locked.
    None,
    /// With a password or PIN.
    Passcode,
    /// With a fingerprint or a face.
    Biometric,
}

/// What others than the agent say about the device: each provider's signals, under the names and with the values of the
/// conditions on them (`docs/spec/management-api.md` section 1.6). Nothing is checked here, so that wrong values can be tried.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ThirdParty {
    /// Chrome Device Trust.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub dtc: BTreeMap<String, Value>,
    /// Android Device Trust.
    #[serde(
        rename = "androidDeviceTrust",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub android_device_trust: BTreeMap<String, Value>,
    /// A device posture identity provider: `managed`, `compliant`.
    #[serde(
        rename = "devicePostureIdP",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub device_posture_idp: BTreeMap<String, Value>,
}

impl ThirdParty {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How the simulated agent behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Simulation {
    /// See [`Behavior`].
    pub behavior: Behavior,
}

/// How the simulated agent behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Behavior {
    /// As it should.
    #[default]
    Normal,
    /// It takes some seconds to answer.
    Slow,
    /// Custom checks do not come back in time.
    ChecksTimeOut,
    /// It answers 503 to everybody, as an agent of another operating-system account does.
    Stopped,
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAC: &str = include_str!("../demo/devices/mac.toml");
    const PC: &str = include_str!("../demo/devices/windows-pc.toml");

    #[test]
    fn the_example_files_are_devices_and_survive_being_written_back() {
        for (file, platform) in [(MAC, Platform::Macos), (PC, Platform::Windows)] {
            let device: Device = toml::from_str(file).expect("a device file");
            assert_eq!(device.platform, platform);
            let again: Device = toml::from_str(&toml::to_string_pretty(&device).expect("TOML"))
                .expect("a device file");
            assert_eq!(again, device);
        }
    }

    #[test]
    fn a_misspelt_key_is_an_error_and_not_a_silent_default() {
        let file = MAC.replace("firewall =", "firewal =");
        assert!(
            toml::from_str::<Device>(&file)
                .expect_err("an error")
                .to_string()
                .contains("firewal")
        );
    }
}
