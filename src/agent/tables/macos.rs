//! The tables of a Mac.

use super::{Cell, Device, Table, part, system_info, table};
use crate::agent::device::ScreenLock;

/// All of them.
pub(super) fn tables(device: &Device) -> Vec<Table> {
    let brand = if device.secure_hardware {
        "Apple M3"
    } else {
        "Intel(R) Core(TM) i5-5250U"
    };
    let mut tables = vec![
        alf(device),
        os_version(device),
        system_info(device, "arm64e", brand),
        disk_encryption(device),
        screenlock(device),
        touch_id(device),
    ];
    tables.extend(platform_security(device));
    if let Some(managed) = device.managed {
        tables.push(table(
            "mdm",
            "enrolled TEXT, server_url TEXT",
            vec![row![managed.to_string(), ""]],
        ));
    }
    tables
}

/// The application firewall.
fn alf(device: &Device) -> Table {
    table(
        "alf",
        "allow_signed_enabled INTEGER, firewall_unload INTEGER, global_state INTEGER, logging_enabled INTEGER, \
         logging_option INTEGER, stealth_enabled INTEGER, version TEXT",
        vec![row![
            1_i64,
            0_i64,
            device.firewall,
            0_i64,
            0_i64,
            0_i64,
            "1.6"
        ]],
    )
}

fn os_version(device: &Device) -> Table {
    let version = &device.os_version;
    table(
        "os_version",
        "name TEXT, version TEXT, major INTEGER, minor INTEGER, patch INTEGER, build TEXT, platform TEXT, \
         platform_like TEXT, codename TEXT, arch TEXT, extra TEXT",
        vec![row![
            "macOS",
            version,
            part(version, 0),
            part(version, 1),
            part(version, 2),
            "",
            "darwin",
            "darwin",
            "",
            "arm64",
            "",
        ]],
    )
}

fn disk_encryption(device: &Device) -> Table {
    let on = device.disk_encryption;
    let either = |encrypted: &'static str, plain: &'static str| if on { encrypted } else { plain };
    table(
        "disk_encryption",
        "name TEXT, uuid TEXT, encrypted INTEGER, type TEXT, encryption_status TEXT, uid TEXT, user_uuid TEXT, \
         filevault_status TEXT",
        vec![row![
            "/dev/disk3s1",
            &device.udid,
            on,
            either("APFS Encryption", ""),
            either("encrypted", "not encrypted"),
            either("501", ""),
            "",
            either("on", "off"),
        ]],
    )
}

fn screenlock(device: &Device) -> Table {
    let on = device.screen_lock != ScreenLock::None;
    let grace_period = if on { 0_i64 } else { -1_i64 };
    table(
        "screenlock",
        "enabled INTEGER, grace_period INTEGER",
        vec![row![on, grace_period]],
    )
}

fn touch_id(device: &Device) -> Table {
    let on = device.screen_lock == ScreenLock::Biometric;
    table(
        "kolide_touchid_user_config",
        "uid INTEGER, fingerprints_registered INTEGER, touchid_unlock INTEGER, effective_unlock INTEGER",
        vec![row![501_i64, on, on, on]],
    )
}

fn platform_security(device: &Device) -> [Table; 4] {
    [
        table(
            "ibridge_info",
            "boot_uuid TEXT, coprocessor_version TEXT, firmware_version TEXT, unique_chip_id TEXT",
            Vec::new(),
        ),
        table(
            "secureboot",
            "secure_boot INTEGER, secure_mode INTEGER, description TEXT, kernel_extensions INTEGER, \
             mdm_operations INTEGER",
            vec![row![
                device.secure_hardware,
                2_i64,
                "Full Security",
                0_i64,
                0_i64
            ]],
        ),
        table(
            "sip_config",
            "config_flag TEXT, enabled INTEGER, enabled_nvram INTEGER",
            vec![row!["sip", 1_i64, 1_i64]],
        ),
        table(
            "gatekeeper",
            "assessments_enabled INTEGER, dev_id_enabled INTEGER, version TEXT, opaque_version TEXT",
            vec![row![1_i64, 1_i64, "181", "94"]],
        ),
    ]
}
