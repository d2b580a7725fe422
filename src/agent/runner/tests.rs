use std::time::Duration;

use super::*;
use crate::agent::tests::{device_file, mac, windows_pc};

const LIMIT: Duration = Duration::from_secs(10);
const MAC_FIREWALL: &str =
    "SELECT CASE WHEN global_state = 0 THEN 0 ELSE 1 END AS firewall_enabled FROM alf;";
const PC_FIREWALL: &str = "SELECT CASE WHEN enabled = 1 THEN 1 ELSE 0 END AS firewall_enabled FROM windows_firewall_profiles;";

async fn check(device: &Device, statement: &str) -> Result<String, Error> {
    let (_folder, file) = device_file(device).await;
    Runner::Simulated(file).check(statement, LIMIT).await
}

#[tokio::test]
async fn the_firewall_checks_see_the_firewall_of_their_platform() {
    for firewall in [true, false] {
        let expected = if firewall { "1" } else { "0" };
        let mac = Device { firewall, ..mac() };
        assert_eq!(check(&mac, MAC_FIREWALL).await.expect("a value"), expected);
        let pc = Device {
            firewall,
            ..windows_pc()
        };
        assert_eq!(check(&pc, PC_FIREWALL).await.expect("a value"), expected);
    }
}

#[tokio::test]
async fn the_other_platforms_table_is_an_error_and_not_a_failed_check() {
    let error = check(&mac(), PC_FIREWALL).await.expect_err("an error");
    assert_eq!(
        error.to_string(),
        "no such table: windows_firewall_profiles"
    );
}

#[tokio::test]
async fn only_one_row_with_one_column_is_a_value() {
    for (statement, rows, columns) in [
        ("SELECT 1 FROM alf WHERE 0;", 0, 0),
        ("SELECT 1 UNION ALL SELECT 1;", 2, 1),
        ("SELECT global_state, version FROM alf;", 1, 2),
    ] {
        match check(&mac(), statement).await {
            Err(Error::NotOneValue {
                rows: r,
                columns: c,
            }) => assert_eq!((r, c), (rows, columns), "{statement}"),
            other => unreachable!("{statement}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn values_of_every_type_come_as_text() {
    for (statement, value) in [
        ("SELECT 1;", "1"),
        ("SELECT 1.5;", "1.5"),
        ("SELECT 'größer';", "größer"),
        ("SELECT NULL;", ""),
        ("SELECT COUNT(*) FROM alf;", "1"),
    ] {
        assert_eq!(
            check(&mac(), statement).await.expect("a value"),
            value,
            "{statement}"
        );
    }
}

#[tokio::test]
async fn a_syntax_error_says_what_is_wrong() {
    let error = check(&mac(), "SELECT FROM WHERE;")
        .await
        .expect_err("an error");
    assert!(
        matches!(&error, Error::Engine(text) if text.contains("syntax error")),
        "{error:?}"
    );
}

#[tokio::test]
async fn nothing_can_be_written() {
    for statement in [
        "UPDATE alf SET global_state = 1;",
        "WITH a AS (SELECT 1) UPDATE alf SET global_state = 1;",
        "SELECT 1; UPDATE alf SET global_state = 1;",
        "PRAGMA query_only = OFF;",
        "ATTACH DATABASE '/tmp/doorstep-attached' AS a;",
    ] {
        assert!(
            matches!(check(&mac(), statement).await, Err(Error::Refused(_))),
            "{statement}"
        );
    }
    // And where a statement got past the first gate, the second one holds.
    let mut connection = tables::open(&mac()).await.expect("tables");
    let error = sqlx::query("UPDATE alf SET global_state = 1")
        .execute(&mut connection)
        .await
        .expect_err("an error");
    assert!(error.to_string().contains("readonly"), "{error}");
}

#[tokio::test]
async fn no_file_of_the_machine_can_be_reached() {
    for statement in [
        "SELECT readfile('/etc/passwd');",
        "SELECT load_extension('/tmp/any.so');",
    ] {
        assert!(
            matches!(check(&mac(), statement).await, Err(Error::Engine(_))),
            "{statement}"
        );
    }
}

#[tokio::test]
async fn a_slow_statement_is_stopped() {
    let (_folder, file) = device_file(&mac()).await;
    let endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n;";
    let limit = Duration::from_millis(100);
    let runner = Runner::Simulated(file);
    assert!(matches!(runner.check(endless, limit).await, Err(Error::Timeout(at)) if at == limit));
}

#[tokio::test]
async fn more_than_is_read_is_an_error() {
    let many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;";
    assert!(matches!(check(&mac(), many).await, Err(Error::TooMuch)));
    let long = "SELECT hex(zeroblob(3000));";
    assert!(matches!(check(&mac(), long).await, Err(Error::TooMuch)));
}

#[tokio::test]
async fn a_device_file_can_have_tables_of_its_own() {
    let extra: Device = toml::from_str(&format!(
        "{}\n[[tables.alf]]\nglobal_state = 2\n[[tables.\"odd \\\" name\"]]\na = \"x\"\n[[tables.\"odd \\\" name\"]]\nb = true\n",
        toml::to_string(&mac()).expect("TOML")
    ))
    .expect("a device");
    assert_eq!(
        check(&extra, "SELECT global_state FROM alf;")
            .await
            .expect("a value"),
        "2"
    );
    let joined =
        "SELECT group_concat(coalesce(a, '-') || coalesce(b, '-')) FROM \"odd \"\" name\";";
    assert_eq!(check(&extra, joined).await.expect("a value"), "x-,-1");
}

#[tokio::test]
async fn checks_of_a_hanging_agent_time_out() {
    let (_folder, file) = device_file(&mac()).await;
    file.change(|device| {
        device.simulation.behavior = Behavior::ChecksTimeOut;
        Ok::<_, ()>(())
    })
    .await
    .expect("written")
    .expect("accepted");
    let runner = Runner::Simulated(file);
    let limit = Duration::from_millis(50);
    assert!(matches!(
        runner.check(MAC_FIREWALL, limit).await,
        Err(Error::Timeout(_))
    ));
    // What is not a custom check goes on: the agent still knows what it runs on.
    assert_eq!(
        runner
            .rows("SELECT version FROM os_version;", LIMIT)
            .await
            .expect("rows")
            .len(),
        1
    );
}
