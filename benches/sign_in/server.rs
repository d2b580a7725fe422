//! The real program, on a free port with an empty database.

use std::{
    fs,
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, bail};

/// The built program.
const PROGRAM: &str = env!("CARGO_BIN_EXE_doorstep");

/// A running server; it ends with this value.
pub(super) struct Server {
    child: Child,
    folder: PathBuf,
    /// Scheme, host and port.
    pub(super) url: String,
    /// A token that may write everything.
    pub(super) token: String,
}

impl Server {
    /// Starts the server on SQLite in a folder of its own, or on the empty database at `database`.
    pub(super) async fn start(database: Option<&str>) -> anyhow::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let url = format!("http://localhost:{port}");
        let folder = std::env::temp_dir().join(format!("doorstep-bench-{port}"));
        fs::create_dir_all(&folder)?;
        let command = |arguments: &[&str]| {
            let mut command = Command::new(PROGRAM);
            command
                .args(arguments)
                .arg("--data-dir")
                .arg(&folder)
                .env("DOORSTEP_LOG", "error")
                .stdin(Stdio::null());
            if let Some(database) = database {
                command.env("DOORSTEP_DATABASE_URL", database);
            }
            command
        };
        let scopes = "okta.devicePostureChecks.manage,okta.deviceAssurance.manage,okta.policies.manage,okta.apps.manage,okta.users.manage";
        let made = command(&["token", "add", "benchmark", "--scope", scopes]).output()?;
        if !made.status.success() {
            bail!("no token: {}", String::from_utf8_lossy(&made.stderr));
        }
        let token = String::from_utf8(made.stdout)?.trim().to_owned();
        let listen = format!("127.0.0.1:{port}");
        let child = command(&["serve", "--listen", &listen, "--public-url", &url])
            .stdout(Stdio::null())
            .spawn()
            .context("the server does not start")?;
        let server = Self {
            child,
            folder,
            url,
            token,
        };
        server.ready().await?;
        Ok(server)
    }

    async fn ready(&self) -> anyhow::Result<()> {
        let address = format!("{}/readyz", self.url);
        for _ in 0..200 {
            let client = super::organization::client()?;
            if let Ok(answer) = client.get(&address).send().await
                && answer.status().is_success()
            {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("the server did not become ready")
    }

    /// Resident memory in MiB.
    pub(super) fn memory(&self) -> anyhow::Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .context("memory can be read on Linux only")?;
        let kib = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.trim().strip_suffix(" kB"))
            .and_then(|number| number.trim().parse::<f64>().ok())
            .context("the process has no resident memory")?;
        Ok(kib / 1024.0)
    }

    /// Ends the server and removes its folder.
    pub(super) fn stop(mut self) -> anyhow::Result<()> {
        self.end();
        fs::remove_dir_all(&self.folder).context("the folder cannot be removed")
    }

    fn end(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}
