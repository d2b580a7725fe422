use super::*;
use crate::agent::{
    Overrides, Source,
    tests::{Folder, device_file, folder, mac},
};

fn config(source: Source, folder: &Folder) -> AgentConfig {
    AgentConfig {
        source,
        ports: Vec::new(),
        folder: folder.path().to_owned(),
        overrides: Overrides::default(),
    }
}

/// What a statement comes to on a Mac whose firewall is off.
async fn on_a_mac(text: &str, expected: &Expected) -> Result<String, Problem> {
    let (folder, file) = device_file(&mac()).await;
    let config = config(
        Source::Simulated(folder.path().join("device.toml")),
        &folder,
    );
    drop(file);
    let examiner = Examiner::open(&config).await.expect("a device");
    assert_eq!(examiner.platform(), "MACOS");
    examiner.examine(text, expected).await
}

#[track_caller]
fn says(problem: &Problem, code: &str, text: &str, hint: &str) {
    assert_eq!(problem.code(), code);
    assert_eq!(problem.to_string(), text);
    assert!(problem.hint().contains(hint), "{}", problem.hint());
}

#[test]
fn the_shape_of_a_statement_is_explained() {
    let long = format!("SELECT '{}';", "a".repeat(statement::LONGEST));
    for (statement, code, text, hint) in [
        ("", "empty", "There is no statement.", "Write one SELECT"),
        (
            " -- later\n;",
            "empty",
            "There is no statement.",
            "Write one SELECT",
        ),
        (
            "DELETE FROM alf;",
            "not-select",
            "The statement is not a SELECT.",
            "begin with SELECT",
        ),
        (
            "PRAGMA user_version;",
            "not-select",
            "The statement is not a SELECT.",
            "begin with SELECT",
        ),
        (
            "SELECT 1; SELECT 2;",
            "several-statements",
            "There is more than one statement.",
            "only the last semicolon stays",
        ),
        (
            "SELECT 'a;",
            "unclosed",
            "A quotation, a comment or a parenthesis is not closed, or closed without being open.",
            "doubled",
        ),
        (
            "SELECT 1",
            "no-semicolon",
            "The statement does not end with a semicolon.",
            "Put ; at the end",
        ),
        (
            "SELECT 1 -- ;",
            "no-semicolon",
            "The statement does not end with a semicolon.",
            "Put ; at the end",
        ),
        (
            long.as_str(),
            "too-long",
            "The statement is too long: an agent runs up to 16 KiB.",
            "one value",
        ),
    ] {
        says(
            &check_shape(statement).expect_err(statement),
            code,
            text,
            hint,
        );
    }
    for good in [
        "SELECT 1;",
        " select (1) ; -- done\n",
        "WITH a AS (SELECT 1) SELECT * FROM a;\n",
    ] {
        assert_eq!(check_shape(good), Ok(()), "{good}");
    }
}

#[tokio::test]
async fn what_a_statement_gives_is_explained() {
    for (statement, code, text, hint) in [
        (
            "SELECT global_state FROM firewall;",
            "no-table",
            "There is no table firewall.",
            "[[tables.firewall]]",
        ),
        (
            "SELECT state FROM alf;",
            "no-column",
            "There is no column state.",
            "single quotes: 'state'",
        ),
        (
            "SELECT 1 FRM alf a b;",
            "not-run",
            "The statement cannot be run: near \"alf\": syntax error.",
            "osqueryi",
        ),
        (
            "SELECT 1 FROM alf WHERE global_state = 7;",
            "no-row",
            "The statement gives no row; a check needs exactly one.",
            "SELECT count(*) > 0",
        ),
        (
            "SELECT 1 UNION ALL SELECT 0 UNION ALL SELECT 1;",
            "several-rows",
            "The statement gives 3 rows; a check needs exactly one.",
            "min(",
        ),
        (
            "SELECT 1 AS a, 0 AS b;",
            "several-columns",
            "The statement gives 2 columns (a, b); a check needs exactly one.",
            "Name the one column",
        ),
        (
            "SELECT 'on';",
            "not-pass-or-fail",
            "The value is \"on\"; a CHECKBOX needs 1 or 0.",
            "CASE WHEN",
        ),
        (
            "SELECT NULL;",
            "not-pass-or-fail",
            "The value is \"\"; a CHECKBOX needs 1 or 0.",
            "coalesce(",
        ),
        (
            "SELECT hex(zeroblob(4000)) AS long;",
            "too-much",
            "The statement gives more than a check can be.",
            "one short value",
        ),
        (
            "SELECT 1",
            "no-semicolon",
            "The statement does not end with a semicolon.",
            "Put ; at the end",
        ),
    ] {
        let problem = on_a_mac(statement, &Expected::PassOrFail).await;
        says(&problem.expect_err(statement), code, text, hint);
    }
}

#[tokio::test]
async fn a_good_statement_has_a_value() {
    let firewall =
        "SELECT CASE WHEN global_state = 0 THEN 0 ELSE 1 END AS firewall_enabled FROM alf;";
    assert_eq!(
        on_a_mac(firewall, &Expected::PassOrFail).await,
        Ok("0".into())
    );
    let version = "SELECT version FROM os_version;";
    assert_eq!(
        on_a_mac(version, &Expected::Text).await,
        Ok("14.6.1".into())
    );
    assert_eq!(
        on_a_mac(version, &Expected::Value("14.6.1".into())).await,
        Ok("14.6.1".into())
    );
}

#[tokio::test]
async fn another_value_than_the_policys_is_explained() {
    let problem = on_a_mac("SELECT 0;", &Expected::Value("1".into())).await;
    let problem = problem.expect_err("another value");
    says(
        &problem,
        "other-value",
        "The value is \"0\"; the policy asks for \"1\".",
        "character by character",
    );
    assert_eq!(problem.value(), Some("0"));
}

#[tokio::test]
async fn a_device_that_allows_no_checks_is_told() {
    let mut device = mac();
    device.mdm = serde_json::from_value(serde_json::json!({"EnableOSQueryCustomChecks": false}))
        .expect("settings");
    let (folder, _file) = device_file(&device).await;
    let config = config(
        Source::Simulated(folder.path().join("device.toml")),
        &folder,
    );
    let examiner = Examiner::open(&config).await.expect("a device");
    let problem = examiner.examine("SELECT 1;", &Expected::PassOrFail).await;
    says(
        &problem.expect_err("turned off"),
        "turned-off",
        "Custom checks are turned off on this device.",
        "--custom-checks true",
    );
}

#[test]
fn a_timeout_says_how_long_was_waited() {
    says(
        &problem(runner::Error::Timeout(Duration::from_millis(2500))),
        "timeout",
        "The statement takes longer than 2.5 s, the longest wait for a check on this device.",
        "WHERE",
    );
}

#[tokio::test]
async fn without_osquery_nothing_can_be_tried() {
    let folder = folder();
    let config = config(Source::Osquery("/nowhere/osqueryi".into()), &folder);
    let error = Examiner::open(&config).await.expect_err("no osquery");
    assert!(
        error.to_string().contains("osquery cannot be started"),
        "{error}"
    );
}
