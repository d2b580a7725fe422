//! Runs a statement by `osqueryi`, osquery's shell, in a process of its own that ends with the statement.

use std::{io, path::Path, process::Stdio};

use serde_json::{Map, Value};
use tokio::{io::AsyncReadExt as _, process::Command};

use super::runner::{Error, Row};

/// The most that is read of what it writes.
const MOST_OUTPUT: u64 = 1024 * 1024;

/// Tables that do more than look at the device: they fetch addresses, upload files or scan the disk.
const DISABLED: &str = "--disable_tables=carves,curl,curl_certificate,yara";

/// The rows that `statement` gives. Dropping the future kills the process.
///
/// # Errors
/// Where osquery cannot be started or refuses the statement.
pub(super) async fn rows(program: &Path, statement: &str) -> Result<Vec<Row>, Error> {
    let mut child = Command::new(program)
        .args(["--json", "--ephemeral", DISABLED])
        // It begins with SELECT or WITH: it cannot be taken for an option.
        .arg(format!("{statement};"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(Error::Unavailable)?;
    let (stdout, stderr) =
        tokio::try_join!(bounded(child.stdout.take()), bounded(child.stderr.take()))
            .map_err(Error::Unavailable)?;
    let status = child.wait().await.map_err(Error::Unavailable)?;
    if stdout.len() as u64 >= MOST_OUTPUT {
        return Err(Error::TooMuch);
    }
    // It ends with 0 even where the statement was wrong, and says so on standard error only.
    match serde_json::from_slice::<Vec<Map<String, Value>>>(&stdout) {
        Ok(rows) if status.success() => Ok(rows.into_iter().map(texts).collect()),
        _ => Err(Error::Engine(complaint(&stderr))),
    }
}

async fn bounded(pipe: Option<impl tokio::io::AsyncRead + Unpin>) -> io::Result<Vec<u8>> {
    let mut output = Vec::new();
    if let Some(pipe) = pipe {
        pipe.take(MOST_OUTPUT).read_to_end(&mut output).await?;
    }
    Ok(output)
}

fn texts(row: Map<String, Value>) -> Row {
    row.into_iter()
        .map(|(column, value)| {
            let text = match value {
                Value::String(text) => text,
                Value::Null => String::new(),
                other => other.to_string(),
            };
            (column, text)
        })
        .collect()
}

/// The first line of what it says, without its own prefix.
fn complaint(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let line = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("osquery gave no rows");
    line.trim()
        .trim_start_matches("Error: ")
        .chars()
        .take(200)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::{os::unix::fs::PermissionsExt as _, time::Duration};

    use crate::agent::{
        runner::{Error, Runner},
        tests::{Folder, folder},
    };

    /// A stand-in for osquery that runs `script`.
    fn osqueryi(script: &str) -> (Folder, Runner) {
        let folder = folder();
        let program = folder.path().join("osqueryi");
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).expect("a file");
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755))
            .expect("executable");
        let runner = Runner::Osquery(program);
        (folder, runner)
    }

    const LIMIT: Duration = Duration::from_secs(10);

    #[tokio::test]
    async fn osquerys_json_becomes_a_value() {
        let (_folder, runner) = osqueryi(r#"echo '[{"firewall_enabled":"1"}]'"#);
        assert_eq!(
            runner.check("SELECT 1;", LIMIT).await.expect("a value"),
            "1"
        );
    }

    #[tokio::test]
    async fn it_is_given_the_statement_alone_and_no_dangerous_tables() {
        let (folder, runner) =
            osqueryi(r#"printf '%s\n' "$@" > "$(dirname "$0")/arguments"; echo '[]'"#);
        runner
            .rows("-- first\nSELECT version FROM os_version; -- last", LIMIT)
            .await
            .expect("rows");
        let arguments = std::fs::read_to_string(folder.path().join("arguments")).expect("a file");
        let arguments: Vec<&str> = arguments.lines().collect();
        assert_eq!(
            arguments,
            [
                "--json",
                "--ephemeral",
                "--disable_tables=carves,curl,curl_certificate,yara",
                "SELECT version FROM os_version;"
            ]
        );
    }

    #[tokio::test]
    async fn its_complaint_is_the_cause() {
        let (_folder, runner) = osqueryi("echo 'Error: no such table: nothing' >&2");
        let error = runner
            .check("SELECT a FROM nothing;", LIMIT)
            .await
            .expect_err("an error");
        assert_eq!(error.to_string(), "no such table: nothing");
    }

    #[tokio::test]
    async fn a_slow_one_is_killed() {
        let (folder, runner) = osqueryi(r#"echo $$ > "$(dirname "$0")/pid"; exec sleep 60"#);
        let limit = Duration::from_millis(500);
        assert!(matches!(
            runner.check("SELECT 1;", limit).await,
            Err(Error::Timeout(_))
        ));
        let pid = std::fs::read_to_string(folder.path().join("pid")).expect("it was started");
        let process = std::path::PathBuf::from(format!("/proc/{}/stat", pid.trim()));
        let running = || {
            // A killed process that nobody has waited for yet is a zombie: state Z.
            std::fs::read_to_string(&process).is_ok_and(|stat| !stat.contains(") Z "))
        };
        for _ in 0..50 {
            if !running() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        unreachable!("it is still running");
    }

    #[tokio::test]
    async fn a_missing_osquery_is_told_apart() {
        let runner = Runner::Osquery("/nowhere/osqueryi".into());
        assert!(matches!(
            runner.check("SELECT 1;", LIMIT).await,
            Err(Error::Unavailable(_))
        ));
    }
}
