//! The osquery tables of a simulated device: osquery's names, columns and types, contents from the device file.
//!
//! A table more: its name, its columns as osquery's schema has them (<https://osquery.io/schema>), its rows.
//! `windows_firewall_profiles` is the table of Okta's guide to custom checks and has the profile in force only;
//! `kolide_touchid_user_config` and `mdm` are those of Kolide's and of the macadmins' extensions.

use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

use super::device::{Device, Platform, ScreenLock};

/// A value of a table.
#[derive(Debug, Clone)]
enum Cell {
    Text(String),
    Integer(i64),
    Null,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Self::Integer(i64::from(flag))
    }
}

impl From<&serde_json::Value> for Cell {
    fn from(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(flag) => (*flag).into(),
            serde_json::Value::Number(number) => number
                .as_i64()
                .map_or_else(|| Self::Text(number.to_string()), Self::Integer),
            serde_json::Value::String(text) => text.into(),
            other => Self::Text(other.to_string()),
        }
    }
}

struct Table {
    name: String,
    columns: String,
    rows: Vec<Vec<Cell>>,
}

macro_rules! row {
    ($($value:expr),* $(,)?) => { vec![$(Cell::from($value)),*] };
}

fn table(name: &str, columns: &str, rows: Vec<Vec<Cell>>) -> Table {
    Table {
        name: name.to_owned(),
        columns: columns.to_owned(),
        rows,
    }
}

/// A database in memory with the tables of `device`, which can be read only.
///
/// # Errors
/// Where a table of the device file has an impossible shape.
pub(super) async fn open(device: &Device) -> sqlx::Result<SqliteConnection> {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await?;
    let mut tables = match device.platform {
        Platform::Macos => macos(device),
        Platform::Windows => windows(device),
    };
    tables.push(table(
        "osquery_info",
        "pid INTEGER, version TEXT, build_platform TEXT",
        vec![row![
            4711_i64,
            "5.18.1",
            if device.platform == Platform::Macos {
                "darwin"
            } else {
                "windows"
            },
        ]],
    ));
    tables.retain(|table| !device.tables.contains_key(&table.name));
    tables.extend(device.tables.iter().map(|(name, rows)| written(name, rows)));
    for table in &tables {
        fill(&mut connection, table).await?;
    }
    // From here on nothing can be written, whatever a statement is made of.
    sqlx::raw_sql("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;")
        .execute(&mut connection)
        .await?;
    Ok(connection)
}

async fn fill(connection: &mut SqliteConnection, table: &Table) -> sqlx::Result<()> {
    let create = format!("CREATE TABLE {} ({})", quoted(&table.name), table.columns);
    sqlx::raw_sql(AssertSqlSafe(create))
        .execute(&mut *connection)
        .await?;
    for row in &table.rows {
        let places = vec!["?"; row.len()].join(", ");
        let insert = format!("INSERT INTO {} VALUES ({places})", quoted(&table.name));
        let mut query = sqlx::query(AssertSqlSafe(insert));
        for cell in row {
            query = match cell {
                Cell::Text(text) => query.bind(text.clone()),
                Cell::Integer(number) => query.bind(*number),
                Cell::Null => query.bind(None::<String>),
            };
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// A table as the device file has it: its columns are those that any of its rows names.
fn written(name: &str, rows: &[std::collections::BTreeMap<String, serde_json::Value>]) -> Table {
    let columns: std::collections::BTreeSet<&String> = rows
        .iter()
        .flat_map(std::collections::BTreeMap::keys)
        .collect();
    Table {
        name: name.to_owned(),
        columns: if columns.is_empty() {
            String::from("\"\"")
        } else {
            columns
                .iter()
                .map(|column| quoted(column))
                .collect::<Vec<_>>()
                .join(", ")
        },
        rows: rows
            .iter()
            .map(|row| {
                columns
                    .iter()
                    .map(|&column| row.get(column).map_or(Cell::Null, Cell::from))
                    .collect()
            })
            .collect(),
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The numbered parts of a version, missing ones 0.
fn part(version: &str, index: usize) -> i64 {
    version
        .split('.')
        .nth(index)
        .and_then(|part| part.parse().ok())
        .unwrap_or(0)
}

fn macos(device: &Device) -> Vec<Table> {
    let version = &device.os_version;
    let touch_id = device.screen_lock == ScreenLock::Biometric;
    let encrypted = device.disk_encryption;
    let mut tables = vec![
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
        ),
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
        ),
        system_info(
            device,
            "arm64e",
            if device.secure_hardware {
                "Apple M3"
            } else {
                "Intel(R) Core(TM) i5-5250U"
            },
        ),
        table(
            "disk_encryption",
            "name TEXT, uuid TEXT, encrypted INTEGER, type TEXT, encryption_status TEXT, uid TEXT, user_uuid TEXT, \
             filevault_status TEXT",
            vec![row![
                "/dev/disk3s1",
                &device.udid,
                encrypted,
                if encrypted { "APFS Encryption" } else { "" },
                if encrypted {
                    "encrypted"
                } else {
                    "not encrypted"
                },
                if encrypted { "501" } else { "" },
                "",
                if encrypted { "on" } else { "off" },
            ]],
        ),
        table(
            "screenlock",
            "enabled INTEGER, grace_period INTEGER",
            vec![row![
                device.screen_lock != ScreenLock::None,
                if device.screen_lock == ScreenLock::None {
                    -1_i64
                } else {
                    0_i64
                },
            ]],
        ),
        table(
            "ibridge_info",
            "boot_uuid TEXT, coprocessor_version TEXT, firmware_version TEXT, unique_chip_id TEXT",
            Vec::new(),
        ),
        table(
            "secureboot",
            "secure_boot INTEGER, secure_mode INTEGER, description TEXT, kernel_extensions INTEGER, mdm_operations INTEGER",
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
        table(
            "kolide_touchid_user_config",
            "uid INTEGER, fingerprints_registered INTEGER, touchid_unlock INTEGER, effective_unlock INTEGER",
            vec![row![501_i64, touch_id, touch_id, touch_id]],
        ),
    ];
    if let Some(managed) = device.managed {
        tables.push(table(
            "mdm",
            "enrolled TEXT, server_url TEXT",
            vec![row![managed.to_string(), ""]],
        ));
    }
    tables
}

fn windows(device: &Device) -> Vec<Table> {
    const POLICIES: &str =
        r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System";
    const BIOMETRICS: &str = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\WinBio\AccountInfo\S-1-5-21-1-2-3-1001";
    let mut parts = device.os_version.splitn(4, '.');
    let version = parts.by_ref().take(3).collect::<Vec<_>>().join(".");
    let revision = parts
        .next()
        .and_then(|part| part.parse::<i64>().ok())
        .unwrap_or(0);
    let on = device.disk_encryption;
    let mut registry = Vec::new();
    let mut value = |key: &str, name: &str, data: i64| {
        registry.push(row![
            key,
            format!("{key}\\{name}"),
            name,
            "REG_DWORD",
            data.to_string(),
            0_i64
        ]);
    };
    value(
        POLICIES,
        "InactivityTimeoutSecs",
        if device.screen_lock == ScreenLock::None {
            0
        } else {
            300
        },
    );
    if device.screen_lock == ScreenLock::Biometric {
        value(BIOMETRICS, "EnrolledFactors", 8);
    }
    let mut tables = vec![
        table(
            "windows_firewall_profiles",
            "profile TEXT, enabled INTEGER, default_inbound_action TEXT, default_outbound_action TEXT",
            vec![row!["Private", device.firewall, "Block", "Allow"]],
        ),
        table(
            "windows_security_center",
            "firewall TEXT, autoupdate TEXT, antivirus TEXT, antispyware TEXT, internet_settings TEXT, \
             windows_security_center_service TEXT, user_account_control TEXT",
            vec![row![
                if device.firewall { "Good" } else { "Poor" },
                "Good",
                "Good",
                "Good",
                "Good",
                "Good",
                "Good"
            ]],
        ),
        table(
            "os_version",
            "name TEXT, version TEXT, major INTEGER, minor INTEGER, patch INTEGER, build TEXT, platform TEXT, \
             platform_like TEXT, codename TEXT, arch TEXT, install_date BIGINT, revision INTEGER",
            vec![row![
                if part(&version, 2) >= 22000 {
                    "Microsoft Windows 11 Pro"
                } else {
                    "Microsoft Windows 10 Pro"
                },
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
                revision,
            ]],
        ),
        system_info(device, "x86_64", "13th Gen Intel(R) Core(TM) i7-1360P"),
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
        ),
        table(
            "tpm_info",
            "activated INTEGER, enabled INTEGER, owned INTEGER, manufacturer_version TEXT, manufacturer_id INTEGER, \
             manufacturer_name TEXT, product_name TEXT, physical_presence_version TEXT, spec_version TEXT",
            if device.secure_hardware {
                vec![row![
                    1_i64, 1_i64, 1_i64, "1.38", 0_i64, "STM", "", "1.3", "2.0"
                ]]
            } else {
                Vec::new()
            },
        ),
        table(
            "registry",
            "key TEXT, path TEXT, name TEXT, type TEXT, data TEXT, mtime BIGINT",
            registry,
        ),
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

fn system_info(device: &Device, cpu_type: &str, cpu_brand: &str) -> Table {
    table(
        "system_info",
        "hostname TEXT, uuid TEXT, cpu_type TEXT, cpu_brand TEXT, hardware_vendor TEXT, hardware_model TEXT, \
         hardware_serial TEXT, computer_name TEXT, local_hostname TEXT",
        vec![row![
            &device.name,
            &device.udid,
            cpu_type,
            cpu_brand,
            &device.manufacturer,
            &device.model,
            &device.serial_number,
            &device.name,
            &device.name,
        ]],
    )
}
