//! All tables from one database into another. Which tables and columns there are is read from SQLite's own catalogue:
//! one of the two is always a SQLite file with this program's schema, so that a new table needs nothing here.

use std::{collections::BTreeSet, path::Path};

use futures_util::TryStreamExt as _;
use sqlx::{
    AnyConnection, AssertSqlSafe, Connection as _, Row as _,
    any::{AnyArguments, AnyRow},
    query::Query,
};

use super::{BackupError, Engine, Store, connect, migrations, sqlite_url};

/// The table in which the schema's versions stand.
const VERSIONS: &str = "_sqlx_migrations";
/// Values of one statement: far below what SQLite and PostgreSQL take.
const VALUES: usize = 8000;

/// A table whose rows are copied.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: String,
    columns: Vec<Column>,
}

#[derive(Debug)]
struct Column {
    name: String,
    kind: Kind,
}

/// The kinds of columns that the schema may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Bytes,
}

/// Copies the PostgreSQL database behind `from` into the empty file at `path`, as it stands at one moment.
pub(super) async fn out(from: &mut AnyConnection, path: &Path) -> Result<(), BackupError> {
    let mut file = connect(&sqlite_url(path, "rw")).await?;
    migrations::run(Engine::Sqlite, &mut file).await?;
    let mut from = from.begin().await?;
    sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        .execute(&mut *from)
        .await?;
    if versions(&mut from).await? != versions(&mut file).await? {
        return Err(BackupError::Version);
    }
    let tables = tables(&mut file).await?;
    let mut to = file.begin().await?;
    empty(&tables, &mut to).await?;
    for table in &tables {
        table.copy(&mut from, &mut to).await?;
    }
    to.commit().await?;
    from.rollback().await?;
    Ok(file.close().await?)
}

/// Copies the SQLite file behind `from`, which has this program's schema, into `store`, all or nothing; how many rows.
pub(super) async fn back(
    from: &mut AnyConnection,
    store: &Store,
    overwrite: bool,
) -> Result<u64, BackupError> {
    let tables = tables(from).await?;
    let mut to = store.begin().await?;
    if store.engine == Engine::Postgres {
        let names: Vec<String> = tables.iter().map(|table| quoted(&table.name)).collect();
        let lock = format!("LOCK TABLE {} IN EXCLUSIVE MODE", names.join(", "));
        sqlx::query(AssertSqlSafe(lock)).execute(&mut *to).await?;
    }
    if !overwrite && let Some(found) = content(&tables, &mut to).await? {
        return Err(BackupError::NotEmpty(found));
    }
    empty(&tables, &mut to).await?;
    let mut rows = 0;
    for table in &tables {
        rows += table.copy(from, &mut to).await?;
    }
    to.commit().await?;
    Ok(rows)
}

/// What is wrong with a SQLite file, as SQLite finds; `None` where it is not one of Doorstep's.
pub(super) async fn faults(
    connection: &mut AnyConnection,
) -> Result<Option<Vec<String>>, sqlx::Error> {
    let known = sqlx::query(
        "SELECT name FROM sqlite_master WHERE name IN ('_sqlx_migrations', 'access_policies')",
    )
    .fetch_all(&mut *connection)
    .await?;
    if known.len() < 2 {
        return Ok(None);
    }
    let mut faults = Vec::new();
    for row in sqlx::query("SELECT integrity_check AS fault FROM pragma_integrity_check")
        .fetch_all(&mut *connection)
        .await?
    {
        let fault: String = row.try_get("fault")?;
        if fault != "ok" {
            faults.push(fault);
        }
    }
    let dangling = "SELECT \"table\" AS child, parent FROM pragma_foreign_key_check LIMIT 10";
    for row in sqlx::query(dangling).fetch_all(&mut *connection).await? {
        let (child, parent): (String, String) = (row.try_get("child")?, row.try_get("parent")?);
        faults.push(format!(
            "{child} refers to something that is not in {parent}"
        ));
    }
    Ok(Some(faults))
}

/// The first table that holds more than a new database does.
async fn content(tables: &[Table], to: &mut AnyConnection) -> Result<Option<String>, BackupError> {
    let new = Store::open("sqlite::memory:").await?;
    let mut of_new = new.pool().acquire().await?;
    for table in tables {
        let sql = format!("SELECT COUNT(*) AS rows FROM {}", quoted(&table.name));
        let count = |row: AnyRow| row.try_get::<i64, _>("rows");
        let here = count(
            sqlx::query(AssertSqlSafe(sql.clone()))
                .fetch_one(&mut *to)
                .await?,
        )?;
        let there = count(
            sqlx::query(AssertSqlSafe(sql))
                .fetch_one(&mut *of_new)
                .await?,
        )?;
        if here != there {
            return Ok(Some(format!("{here} rows in {}", table.name)));
        }
    }
    Ok(None)
}

/// Deletes all rows: those that refer to others before those.
async fn empty(tables: &[Table], to: &mut AnyConnection) -> Result<(), sqlx::Error> {
    for table in tables.iter().rev() {
        let sql = format!("DELETE FROM {}", quoted(&table.name));
        sqlx::query(AssertSqlSafe(sql)).execute(&mut *to).await?;
    }
    Ok(())
}

/// The schema's versions.
async fn versions(connection: &mut AnyConnection) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query("SELECT version FROM _sqlx_migrations ORDER BY version")
        .fetch_all(connection)
        .await?
        .iter()
        .map(|row| row.try_get("version"))
        .collect()
}

/// The tables of a SQLite file, each behind those that it refers to.
pub(super) async fn tables(connection: &mut AnyConnection) -> Result<Vec<Table>, BackupError> {
    let columns = sqlx::query(
        "SELECT tables.name AS table_name, columns.name AS column_name, columns.type AS kind \
         FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns \
         WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite!_%' ESCAPE '!' AND tables.name <> $1 \
         ORDER BY tables.name, columns.cid",
    )
    .bind(VERSIONS)
    .fetch_all(&mut *connection)
    .await?;
    let mut waiting: Vec<Table> = Vec::new();
    for row in &columns {
        let name: String = row.try_get("table_name")?;
        let column = Column {
            name: row.try_get("column_name")?,
            kind: match row.try_get::<String, _>("kind")?.as_str() {
                "TEXT" => Kind::Text,
                "BIGINT" | "INTEGER" => Kind::Number,
                _ => Kind::Bytes,
            },
        };
        match waiting.last_mut() {
            Some(table) if table.name == name => table.columns.push(column),
            _ => waiting.push(Table {
                name,
                columns: vec![column],
            }),
        }
    }
    let references = sqlx::query(
        "SELECT tables.name AS child, keys.\"table\" AS parent \
         FROM sqlite_master AS tables JOIN pragma_foreign_key_list(tables.name) AS keys \
         WHERE tables.type = 'table' AND tables.name <> keys.\"table\"",
    )
    .fetch_all(&mut *connection)
    .await?;
    let references: BTreeSet<(String, String)> = references
        .iter()
        .map(|row| Ok((row.try_get("child")?, row.try_get("parent")?)))
        .collect::<Result<_, sqlx::Error>>()?;
    let mut ordered: Vec<Table> = Vec::new();
    while !waiting.is_empty() {
        let is_free = |table: &Table| {
            references
                .iter()
                .filter(|(child, _)| *child == table.name)
                .all(|(_, parent)| ordered.iter().any(|done| done.name == *parent))
        };
        // Tables that refer to one another in a circle cannot be filled row by row; the schema has none.
        let next = waiting.iter().position(is_free).unwrap_or(0);
        ordered.push(waiting.remove(next));
    }
    Ok(ordered)
}

impl Table {
    /// Copies all rows; how many.
    async fn copy(
        &self,
        from: &mut AnyConnection,
        to: &mut AnyConnection,
    ) -> Result<u64, sqlx::Error> {
        let select = format!("SELECT {} FROM {}", self.list(), quoted(&self.name));
        let mut rows = sqlx::query(AssertSqlSafe(select)).fetch(from);
        let batch = (VALUES / self.columns.len()).max(1);
        let (mut copied, mut waiting) = (0, Vec::with_capacity(batch));
        while let Some(row) = rows.try_next().await? {
            waiting.push(row);
            copied += 1;
            if waiting.len() == batch {
                self.insert(&waiting, to).await?;
                waiting.clear();
            }
        }
        if !waiting.is_empty() {
            self.insert(&waiting, to).await?;
        }
        Ok(copied)
    }

    async fn insert(&self, rows: &[AnyRow], to: &mut AnyConnection) -> Result<(), sqlx::Error> {
        let width = self.columns.len();
        let values: Vec<String> = (0..rows.len())
            .map(|row| {
                let places: Vec<String> = (1..=width)
                    .map(|column| format!("${}", row * width + column))
                    .collect();
                format!("({})", places.join(","))
            })
            .collect();
        let sql = format!(
            "INSERT INTO {} ({}) VALUES {}",
            quoted(&self.name),
            self.list(),
            values.join(",")
        );
        let mut insert = sqlx::query(AssertSqlSafe(sql)).persistent(false);
        for row in rows {
            for column in &self.columns {
                insert = column.bind(insert, row)?;
            }
        }
        insert.execute(to).await?;
        Ok(())
    }

    pub(super) fn list(&self) -> String {
        let names: Vec<String> = self
            .columns
            .iter()
            .map(|column| quoted(&column.name))
            .collect();
        names.join(",")
    }
}

type Insert<'q> = Query<'q, sqlx::Any, AnyArguments>;

impl Column {
    fn bind<'q>(&self, insert: Insert<'q>, row: &AnyRow) -> Result<Insert<'q>, sqlx::Error> {
        let name = self.name.as_str();
        Ok(match self.kind {
            Kind::Text => insert.bind(row.try_get::<Option<String>, _>(name)?),
            Kind::Number => insert.bind(row.try_get::<Option<i64>, _>(name)?),
            Kind::Bytes => insert.bind(row.try_get::<Option<Vec<u8>>, _>(name)?),
        })
    }
}

/// A name in the catalogue's spelling.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
