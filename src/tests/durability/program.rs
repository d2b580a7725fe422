//! The program as people run it, and a client of its management API.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use reqwest::{Method, header};
use serde_json::Value;
use tokio::process::{Child, Command};

/// The address that everything names, whatever port the program has in this run.
pub(super) const PUBLIC_URL: &str = "http://localhost:8080";

const BINARY: &str = env!("CARGO_BIN_EXE_doorstep");

/// A folder that goes away with the test.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(name: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("doorstep-{name}-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a temporary folder");
        Self(path)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// The database of a program whose data folder this is.
    pub(super) fn database(&self) -> PathBuf {
        self.0.join("doorstep.db")
    }

    pub(super) fn url(&self) -> String {
        format!("sqlite:{}", self.database().display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left in a temporary folder harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A command of the program, with nothing of the test's environment.
pub(super) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        // What is looked for is what happens to writes, not to those who write too much.
        .env("DOORSTEP_RATE_LIMIT", "1000000")
        .env("DOORSTEP_DEVICE_RATE_LIMIT", "1000000")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// Runs a command of the program to its end.
pub(super) async fn run(arguments: &[&str]) -> Output {
    command(BINARY)
        .args(arguments)
        .output()
        .await
        .expect("the program starts")
}

/// Runs a command that must succeed; what it printed.
pub(super) async fn succeed(arguments: &[&str]) -> String {
    let output = run(arguments).await;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout)
        .expect("text")
        .trim()
        .to_owned()
}

/// Runs a command that must fail with a sentence; the sentence.
pub(super) async fn fail(arguments: &[&str]) -> String {
    let output = run(arguments).await;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
    assert!(!said.contains("panicked"), "{arguments:?}: {said}");
    let sentence = said.lines().last().unwrap_or_default();
    assert!(sentence.starts_with("doorstep: "), "{arguments:?}: {said}");
    sentence.to_owned()
}

/// The program while it serves.
pub(super) struct Program {
    child: Child,
    url: String,
    log: PathBuf,
}

impl Program {
    /// Starts to serve with this data folder and database.
    pub(super) async fn start(folder: &Folder, database: &str) -> Self {
        let data = folder.path().to_string_lossy().into_owned();
        Self::start_by(folder, |arguments| {
            let mut serve = command(BINARY);
            serve
                .args(arguments)
                .args(["--data-dir", &data, "--database-url", database]);
            serve
        })
        .await
    }

    /// Starts to serve by a shell that does `prepare` first; `$@` is the program with its arguments.
    pub(super) async fn start_in_shell(folder: &Folder, data: &Path, prepare: &[&str]) -> Self {
        let data = data.to_string_lossy().into_owned();
        let (shell, words) = prepare.split_first().expect("a shell");
        Self::start_by(folder, |arguments| {
            let mut serve = command(shell);
            serve
                .args(words)
                .arg(BINARY)
                .args(arguments)
                .args(["--data-dir", &data]);
            serve
        })
        .await
    }

    async fn start_by(folder: &Folder, build: impl FnOnce(&[&str]) -> Command) -> Self {
        // The port is free when it is asked for; nobody else gets it again as quickly as this program.
        let address = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a free port")
            .to_string();
        let log = folder.path().join("log.txt");
        let lines = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&log)
            .expect("a log");
        let arguments = ["serve", "--listen", &address, "--public-url", PUBLIC_URL];
        let child = build(&arguments)
            .stdout(Stdio::null())
            .stderr(lines)
            .spawn()
            .expect("the program starts");
        let mut program = Self {
            child,
            url: format!("http://{address}"),
            log,
        };
        program.wait_until_it_serves().await;
        program
    }

    async fn wait_until_it_serves(&mut self) {
        let client = client();
        for _ in 0..1200 {
            let answer = client.get(format!("{}/healthz", self.url)).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            if let Some(status) = self.child.try_wait().expect("a child") {
                panic!("it ended with {status}: {}", self.log());
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("it does not serve: {}", self.log());
    }

    /// What it has logged, in all of its runs.
    pub(super) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).expect("a log")
    }

    /// The process's identifier.
    pub(super) fn id(&self) -> u32 {
        self.child.id().expect("it runs")
    }

    /// Ends it with SIGKILL.
    pub(super) async fn kill(mut self) {
        self.child.kill().await.expect("it was running");
    }

    /// A client with this API token.
    pub(super) fn api(&self, token: &str) -> Api {
        Api {
            client: client(),
            url: self.url.clone(),
            token: token.to_owned(),
        }
    }
}

fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .timeout(Duration::from_secs(30))
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client")
}

/// A client of the program.
#[derive(Clone)]
pub(super) struct Api {
    client: reqwest::Client,
    url: String,
    token: String,
}

/// An answer, read whole.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: header::HeaderMap,
    pub(super) text: String,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}

impl Api {
    /// Calls the management API; an error where nothing was acknowledged.
    pub(super) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Answer, reqwest::Error> {
        let request = self
            .client
            .request(method, format!("{}/api/v1{path}", self.url))
            .header(header::AUTHORIZATION, format!("SSWS {}", self.token));
        read(match body {
            Some(body) => request.json(body),
            None => request,
        })
        .await
    }

    /// Calls that must succeed.
    pub(super) async fn get(&self, path: &str) -> Value {
        let answer = self.call(Method::GET, path, None).await.expect("an answer");
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.json()
    }

    /// Creates something; what it has become.
    pub(super) async fn create(&self, path: &str, body: &Value) -> Value {
        let answer = self.call(Method::POST, path, Some(body)).await;
        let answer = answer.expect("an answer");
        assert!(answer.status < 300, "{path}: {}", answer.text);
        answer.json()
    }

    /// Posts JSON to another path of the program.
    pub(super) async fn post(&self, path: &str, body: &Value) -> Result<Answer, reqwest::Error> {
        read(self.client.post(format!("{}{path}", self.url)).json(body)).await
    }

    /// Posts a form to another path of the program.
    pub(super) async fn form(
        &self,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<Answer, reqwest::Error> {
        read(self.client.post(format!("{}{path}", self.url)).form(fields)).await
    }

    /// Gets a page of the program, in a language.
    pub(super) async fn page(&self, path: &str, language: &str) -> Answer {
        let request = self.client.get(format!("{}{path}", self.url));
        read(request.header(header::ACCEPT_LANGUAGE, language))
            .await
            .expect("an answer")
    }
}

async fn read(request: reqwest::RequestBuilder) -> Result<Answer, reqwest::Error> {
    let response = request.send().await?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Ok(Answer {
        status,
        headers,
        text: response.text().await?,
    })
}
