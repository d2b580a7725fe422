//! The tables of a Windows PC.

use super::{Cell, Device, Table, part, system_info, table};
use crate::agent::device::ScreenLock;

const POLICIES: &str =
    r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System";
const BIOMETRICS: &str = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\WinBio\AccountInfo\S-1-5-21-1-2-3-1001";

/// All of them.
pub(super) fn tables(device: &Device) -> Vec<Table> {
    let mut tables = vec![
        firewall_profiles(device),
        security_center(device),
        os_version(device),
        system_info(device, "x86_64", "13th Gen Intel(R) Core(TM) i7-1360P"),
        bitlocker(device),
        tpm(device),
        registry(device),
    ];
    if let Some(managed) = device.managed {
        tables.push(table(
            "mdm_enrollment",
            "enrolled INTEGER",
            vec![row![managed]],
        ));
    }
    tables
}

fn firewall_profiles(device: &Device) -> Table {
    table(
        "windows_firewall_profiles",
        "profile TEXT, enabled INTEGER, default_inbound_action TEXT, default_outbound_action TEXT",
        vec![row!["Private", device.firewall, "Block", "Allow"]],
    )
}

fn security_center(device: &Device) -> Table {
    let firewall = if device.firewall { "Good" } else { "Poor" };
    table(
        "windows_security_center",
        "firewall TEXT, autoupdate TEXT, antivirus TEXT, antispyware TEXT, internet_settings TEXT, \
         windows_security_center_service TEXT, user_account_control TEXT",
        vec![row![
            firewall, "Good", "Good", "Good", "Good", "Good", "Good"
        ]],
    )
}

/// `10.0.22631.3880`: three parts are the version, the fourth is the revision.
fn os_version(device: &Device) -> Table {
    let version = device
        .os_version
        .splitn(4, '.')
        .take(3)
        .collect::<Vec<_>>()
        .join(".");
    let name = if part(&version, 2) >= 22000 {
        "Microsoft Windows 11 Pro"
    } else {
        "Microsoft Windows 10 Pro"
    };
    table(
        "os_version",
        "name TEXT, version TEXT, major INTEGER, minor INTEGER, patch INTEGER, build TEXT, platform TEXT, \
         platform_like TEXT, codename TEXT, arch TEXT, install_date BIGINT, revision INTEGER",
        vec![row![
            name,
            &version,
            part(&version, 0),
            part(&version, 1),
            part(&version, 2),
            part(&version, 2).to_string(),
            "windows",
            "windows",
            "Microsoft Windows",
            "64-bit",
            0_i64,
            part(&device.os_version, 3),
        ]],
    )
}

fn bitlocker(device: &Device) -> Table {
    let on = device.disk_encryption;
    table(
        "bitlocker_info",
        "device_id TEXT, drive_letter TEXT, persistent_volume_id TEXT, conversion_status INTEGER, \
         protection_status INTEGER, encryption_method TEXT, version INTEGER, percentage_encrypted INTEGER, \
         lock_status INTEGER",
        vec![row![
            r"\\?\Volume{0b1c}\",
            "C:",
            "",
            on,
            on,
            if on { "XTS-AES 128" } else { "None" },
            2_i64,
            if on { 100_i64 } else { 0_i64 },
            0_i64,
        ]],
    )
}

fn tpm(device: &Device) -> Table {
    let row = row![1_i64, 1_i64, 1_i64, "1.38", 0_i64, "STM", "", "1.3", "2.0"];
    table(
        "tpm_info",
        "activated INTEGER, enabled INTEGER, owned INTEGER, manufacturer_version TEXT, manufacturer_id INTEGER, \
         manufacturer_name TEXT, product_name TEXT, physical_presence_version TEXT, spec_version TEXT",
        if device.secure_hardware {
            vec![row]
        } else {
            Vec::new()
        },
    )
}

fn registry(device: &Device) -> Table {
    let value = |key: &str, name: &str, data: i64| {
        row![
            key,
            format!("{key}\\{name}"),
            name,
            "REG_DWORD",
            data.to_string(),
            0_i64
        ]
    };
    let timeout = if device.screen_lock == ScreenLock::None {
        0
    } else {
        300
    };
    let mut rows = vec![value(POLICIES, "InactivityTimeoutSecs", timeout)];
    if device.screen_lock == ScreenLock::Biometric {
        rows.push(value(BIOMETRICS, "EnrolledFactors", 8));
    }
    table(
        "registry",
        "key TEXT, path TEXT, name TEXT, type TEXT, data TEXT, mtime BIGINT",
        rows,
    )
}
