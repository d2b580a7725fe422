//! What the device says about itself beyond custom checks: its name and the built-in signals, each by an osquery
//! statement, so that a simulated and a real device differ in nothing but the engine. What cannot be read is left out.

use std::{collections::BTreeMap, time::Duration};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    device::Platform,
    runner::{Error, Row, Runner},
};

/// The longest wait for one statement. They are ours, so the limit is only against a device in trouble.
const LIMIT: Duration = Duration::from_secs(5);

/// The device as its owner knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Description {
    /// The name that its owner gave it.
    pub display_name: String,
    /// `MACOS` or `WINDOWS`.
    pub platform: Platform,
    /// The operating system's version.
    pub os_version: String,
    /// Who made it.
    pub manufacturer: String,
    /// The maker's name for the model.
    pub model: String,
    /// The maker's number for this one.
    pub serial_number: String,
    /// The hardware's UUID.
    pub udid: String,
}

/// The built-in signals (`docs/spec/management-api.md` section 1.6), as far as they could be read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Signals {
    /// The operating system's version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub os_version: Option<String>,
    /// `ALL_INTERNAL_VOLUMES` or `NONE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disk_encryption_type: Option<String>,
    /// `BIOMETRIC`, `PASSCODE` or `NONE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screen_lock_type: Option<String>,
    /// Whether there is a secure enclave or a TPM in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secure_hardware_present: Option<bool>,
    /// Whether the organization manages the device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub managed: Option<bool>,
    /// Chrome Device Trust's signals. osquery knows none of the third parties': only a simulated device has them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub dtc: BTreeMap<String, Value>,
    /// Android Device Trust's.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub android_device_trust: BTreeMap<String, Value>,
    /// A device posture identity provider's.
    #[serde(
        rename = "devicePostureIdP",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub device_posture_idp: BTreeMap<String, Value>,
}

const SYSTEM: &str = "SELECT computer_name, hardware_vendor, hardware_model, hardware_serial, uuid FROM system_info;";
const PLATFORM: &str = "SELECT platform FROM os_version;";

/// The statements of a platform. Several for one signal are tried in order: the first value counts.
struct Statements {
    os_version: &'static str,
    disk_encryption: &'static str,
    screen_lock: &'static [&'static str],
    secure_hardware: &'static str,
    managed: &'static str,
}

const MACOS: Statements = Statements {
    os_version: "SELECT version FROM os_version;",
    disk_encryption: "SELECT CASE WHEN MIN(filevault_status = 'on') THEN 'ALL_INTERNAL_VOLUMES' ELSE 'NONE' END \
         FROM disk_encryption WHERE filevault_status IN ('on', 'off') HAVING COUNT(*) > 0;",
    screen_lock: &[
        // osquery itself does not know about fingerprints; Kolide's extension does.
        "SELECT 'BIOMETRIC' FROM kolide_touchid_user_config WHERE effective_unlock = 1 AND fingerprints_registered > 0 \
         LIMIT 1;",
        "SELECT CASE WHEN MAX(enabled) = 1 THEN 'PASSCODE' ELSE 'NONE' END FROM screenlock HAVING COUNT(*) > 0;",
    ],
    // A T2 chip, or a processor by Apple, which always has the secure enclave.
    secure_hardware: "SELECT (SELECT COUNT(*) FROM ibridge_info WHERE coprocessor_version <> '') > 0 \
         OR (SELECT COUNT(*) FROM system_info WHERE cpu_brand LIKE 'Apple %') > 0;",
    managed: "SELECT enrolled = 'true' FROM mdm;",
};

const WINDOWS: Statements = Statements {
    os_version: "SELECT version || '.' || revision FROM os_version;",
    disk_encryption: "SELECT CASE WHEN MIN(protection_status = 1) THEN 'ALL_INTERNAL_VOLUMES' ELSE 'NONE' END \
         FROM bitlocker_info HAVING COUNT(*) > 0;",
    screen_lock: &[
        "SELECT 'BIOMETRIC' FROM registry WHERE key LIKE \
         'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WinBio\\AccountInfo\\%' \
         AND name = 'EnrolledFactors' AND CAST(data AS INTEGER) > 0 LIMIT 1;",
        "SELECT CASE WHEN MAX(CAST(data AS INTEGER)) > 0 THEN 'PASSCODE' ELSE 'NONE' END FROM registry WHERE key = \
         'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System' \
         AND name = 'InactivityTimeoutSecs' HAVING COUNT(*) > 0;",
    ],
    secure_hardware: "SELECT COUNT(*) > 0 FROM tpm_info WHERE activated = 1 AND enabled = 1;",
    managed: "SELECT enrolled FROM mdm_enrollment;",
};

impl Statements {
    fn of(platform: Platform) -> &'static Self {
        match platform {
            Platform::Macos => &MACOS,
            Platform::Windows => &WINDOWS,
        }
    }
}

/// Describes the device.
///
/// # Errors
/// Where its platform or its name cannot be read, or it is neither a Mac nor a Windows PC.
pub(super) async fn describe(runner: &Runner) -> Result<Description, Error> {
    let platform = match first(runner.rows(PLATFORM, LIMIT).await?).as_deref() {
        Some("darwin") => Platform::Macos,
        Some("windows") => Platform::Windows,
        other => {
            let platform = other.unwrap_or("an unknown one");
            return Err(Error::Engine(format!(
                "only Macs and Windows PCs can be checked, and this is {platform}"
            )));
        }
    };
    let system = runner
        .rows(SYSTEM, LIMIT)
        .await?
        .into_iter()
        .next()
        .unwrap_or_default();
    // By name: osquery's JSON does not keep the order of the columns.
    let column = |name: &str| {
        system
            .iter()
            .find(|(column, _)| column == name)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    };
    Ok(Description {
        display_name: column("computer_name"),
        platform,
        os_version: single(runner, Statements::of(platform).os_version)
            .await
            .unwrap_or_default(),
        manufacturer: column("hardware_vendor"),
        model: column("hardware_model"),
        serial_number: column("hardware_serial"),
        udid: column("uuid"),
    })
}

/// Reads the signals that are `asked` for.
pub(super) async fn read(runner: &Runner, platform: Platform, asked: &[String]) -> Signals {
    let statements = Statements::of(platform);
    let asked = |signal: &str| asked.iter().any(|name| name == signal);
    let mut signals = Signals::default();
    if asked("osVersion") {
        signals.os_version = single(runner, statements.os_version).await;
    }
    if asked("diskEncryptionType") {
        signals.disk_encryption_type = single(runner, statements.disk_encryption).await;
    }
    if asked("screenLockType") {
        for statement in statements.screen_lock {
            signals.screen_lock_type = single(runner, statement).await;
            if signals.screen_lock_type.is_some() {
                break;
            }
        }
    }
    if asked("secureHardwarePresent") {
        signals.secure_hardware_present = flag(single(runner, statements.secure_hardware).await);
    }
    if asked("managed") {
        signals.managed = flag(single(runner, statements.managed).await);
    }
    if let Runner::Simulated(file) = runner {
        let said = file.device().third_party;
        let of = |provider: &str, mut said: BTreeMap<String, Value>| {
            said.retain(|field, _| asked(&format!("{provider}.{field}")));
            said
        };
        signals.dtc = of("dtc", said.dtc);
        signals.android_device_trust = of("androidDeviceTrust", said.android_device_trust);
        signals.device_posture_idp = of("devicePostureIdP", said.device_posture_idp);
    }
    signals
}

async fn single(runner: &Runner, statement: &str) -> Option<String> {
    first(runner.rows(statement, LIMIT).await.ok()?)
}

fn first(rows: Vec<Row>) -> Option<String> {
    let (_, value) = rows.into_iter().next()?.into_iter().next()?;
    (!value.is_empty()).then_some(value)
}

fn flag(value: Option<String>) -> Option<bool> {
    match value?.as_str() {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::{
        device::{Device, ScreenLock},
        tests::{device_file, mac, windows_pc},
    };

    const ALL: [&str; 6] = [
        "osVersion",
        "diskEncryptionType",
        "screenLockType",
        "secureHardwarePresent",
        "jailbreak",
        "managed",
    ];

    async fn signals(device: &Device) -> Signals {
        let (_folder, file) = device_file(device).await;
        read(
            &Runner::Simulated(file),
            device.platform,
            &ALL.map(str::to_owned),
        )
        .await
    }

    #[tokio::test]
    async fn both_platforms_report_what_stands_in_their_files() {
        for device in [mac(), windows_pc()] {
            for (lock, expected) in [
                (ScreenLock::None, "NONE"),
                (ScreenLock::Passcode, "PASSCODE"),
                (ScreenLock::Biometric, "BIOMETRIC"),
            ] {
                for on in [true, false] {
                    let device = Device {
                        screen_lock: lock,
                        disk_encryption: on,
                        secure_hardware: on,
                        ..device.clone()
                    };
                    assert_eq!(
                        signals(&device).await,
                        Signals {
                            os_version: Some(device.os_version.clone()),
                            disk_encryption_type: Some(String::from(if on {
                                "ALL_INTERNAL_VOLUMES"
                            } else {
                                "NONE"
                            })),
                            screen_lock_type: Some(expected.to_owned()),
                            secure_hardware_present: Some(on),
                            ..Signals::default()
                        }
                    );
                }
            }
        }
    }

    #[tokio::test]
    async fn managed_is_reported_where_something_can_say() {
        for device in [mac(), windows_pc()] {
            for managed in [true, false] {
                let device = Device {
                    managed: Some(managed),
                    ..device.clone()
                };
                assert_eq!(signals(&device).await.managed, Some(managed));
            }
        }
    }

    #[tokio::test]
    async fn third_parties_signals_are_told_where_they_are_asked_for() {
        let mut device = windows_pc();
        device.third_party = toml::from_str(
            "dtc = { antivirusEnabled = false, osFirewall = true }\ndevicePostureIdP = { managed = true }",
        )
        .expect("signals");
        let (_folder, file) = device_file(&device).await;
        let asked = ["dtc.antivirusEnabled", "devicePostureIdP.managed"].map(str::to_owned);
        let signals = read(&Runner::Simulated(file), Platform::Windows, &asked).await;
        let told = serde_json::to_value(signals).expect("JSON");
        assert_eq!(
            told,
            serde_json::json!({"dtc": {"antivirusEnabled": false}, "devicePostureIdP": {"managed": true}})
        );
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_left_out() {
        let mut device = mac();
        device
            .tables
            .insert(String::from("disk_encryption"), Vec::new());
        device.tables.insert(String::from("screenlock"), Vec::new());
        device
            .tables
            .insert(String::from("kolide_touchid_user_config"), Vec::new());
        let signals = signals(&device).await;
        assert_eq!(
            (signals.disk_encryption_type, signals.screen_lock_type),
            (None, None)
        );
        assert_eq!(signals.os_version.as_deref(), Some("14.6.1"));
    }

    #[tokio::test]
    async fn only_what_is_asked_for_is_told() {
        let (_folder, file) = device_file(&mac()).await;
        let signals = read(
            &Runner::Simulated(file),
            Platform::Macos,
            &[String::from("osVersion")],
        )
        .await;
        assert_eq!(
            signals,
            Signals {
                os_version: Some(String::from("14.6.1")),
                ..Signals::default()
            }
        );
    }

    #[tokio::test]
    async fn the_device_is_described_by_its_owners_name_for_it() {
        let (_folder, file) = device_file(&mac()).await;
        let description = describe(&Runner::Simulated(file))
            .await
            .expect("a description");
        assert_eq!(description.display_name, "Ana’s MacBook Air");
        assert_eq!(
            (description.platform, description.os_version.as_str()),
            (Platform::Macos, "14.6.1")
        );
        assert_eq!(description.serial_number, "C02DEMO12345");
    }
}
