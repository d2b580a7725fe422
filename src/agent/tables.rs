//! The osquery tables of a simulated device: osquery's names, columns and types, contents from the device file.
//!
//! A table more: its name, its columns as osquery's schema has them (<https://osquery.io/schema>), its rows.
//! `windows_firewall_profiles` is the table of Okta's guide to custom checks and has the profile in force only;
//! `kolide_touchid_user_config` and `mdm` are those of Kolide's and of the macadmins' extensions.

use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

use super::device::{Device, Platform};

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

mod macos;
mod windows;

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
        Platform::Macos => macos::tables(device),
        Platform::Windows => windows::tables(device),
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
