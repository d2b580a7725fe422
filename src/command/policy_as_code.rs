//! `apply` and `export`: policy as code, against a remote organization or the embedded backend's own store.

use std::{
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use doorstep::{
    backend::{
        management::{
            self, AccessTokens, Config, Limits, ManagementState, Principal, Subject, Verified,
            refusals,
        },
        store::Store,
    },
    config::{ApiOptions, ApplyOptions, Collection, ExportOptions, StoreOptions},
    lint,
    policy_as_code::{
        Client, Export, Files, Needs, Organization, Pause, Plan, Source, Written, authorization,
    },
};

use super::manage;

/// How long one answer of a remote organization may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// `apply`.
pub(super) async fn apply(options: ApplyOptions) -> anyhow::Result<ExitCode> {
    let files = Files::read(&read(&options.files)?)?;
    for located in files.lint(&lint::Settings::default()) {
        // Beside the plan, which is what the command writes; it is carried out all the same.
        writeln!(std::io::stderr(), "{located}")?;
    }
    let api = Api::open(&options.api, "doorstep apply").await?;
    let applied = run(&options, &files, &api).await;
    api.close().await;
    applied
}

async fn run(options: &ApplyOptions, files: &Files, api: &Api) -> anyhow::Result<ExitCode> {
    let client = &api.client;
    let needs = Needs::of(files, options.prune);
    let organization = Organization::read(client, needs, files).await?;
    let plan = Plan::new(files, &organization, options.prune)?;
    if api.store.is_some() {
        // Our own rules: another organization has its own.
        let now = manage::clock().now();
        plan.rehearse(|written, body, old, checks| {
            let subject = match written {
                Written::PostureCheck => Subject::PostureCheck,
                Written::DeviceAssurance => Subject::DeviceAssurance,
                Written::Policy => Subject::Policy,
                Written::Rule => Subject::Rule,
            };
            refusals(subject, body, old, checks, now)
        })?;
    }
    super::print(&plan.to_string())?;
    if options.dry_run && !plan.is_empty() {
        return Ok(ExitCode::from(super::DIFFERENT));
    }
    if !options.dry_run && !plan.is_empty() {
        let report = |line: &str| {
            // What was done is done, whether it can be told or not.
            let _ = writeln!(std::io::stdout(), "{line}");
        };
        plan.carry_out(client, &organization, report).await?;
    }
    Ok(ExitCode::SUCCESS)
}

/// `export`.
pub(super) async fn export(options: ExportOptions) -> anyhow::Result<()> {
    let wants = |collection| options.only.is_empty() || options.only.contains(&collection);
    let policies = wants(Collection::Policies);
    let wanted = Needs {
        checks: wants(Collection::DevicePostureChecks),
        assurances: wants(Collection::DeviceAssurances),
        policies,
        rules: policies,
        apps: wants(Collection::Apps),
    };
    // Rules refer to device assurance policies and apps to policies, by identifiers that become names.
    let needs = Needs {
        assurances: wanted.assurances || policies,
        policies: policies || wanted.apps,
        ..wanted
    };
    let api = Api::open(&options.api, "doorstep export").await?;
    let read = Organization::read(&api.client, needs, &Files::default()).await;
    api.close().await;
    let export = Export::new(&read?, wanted);
    for note in &export.notes {
        tracing::warn!("{note}");
    }
    let text = if options.json {
        export.json()? + "\n"
    } else {
        export.yaml()?
    };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

/// The texts of `files`.
pub(super) fn read(files: &[PathBuf]) -> anyhow::Result<Vec<Source>> {
    files
        .iter()
        .map(|path| {
            let (name, text) = if path == Path::new("-") {
                let mut text = String::new();
                let read = std::io::stdin().read_to_string(&mut text);
                (String::from("standard input"), read.map(|_| text))
            } else {
                (path.display().to_string(), std::fs::read_to_string(path))
            };
            let text = text.with_context(|| format!("{name} cannot be read"))?;
            Ok(Source { name, text })
        })
        .collect()
}

/// A management API to talk to, and what it stands on.
pub(super) struct Api {
    pub(super) client: Client,
    store: Option<Store>,
}

impl Api {
    pub(super) async fn open(options: &ApiOptions, name: &str) -> anyhow::Result<Self> {
        let pause: Pause = Arc::new(|wait| Box::pin(tokio::time::sleep(wait)));
        if let Some((url, token)) = options.url.as_ref().zip(options.token.as_ref()) {
            let authorization = authorization(token.expose());
            let client = Client::network(url.url().clone(), authorization, TIMEOUT, pause)?;
            return Ok(Self {
                client,
                store: None,
            });
        }
        Self::embedded(&options.store, name, pause).await
    }

    /// The management API in this process, so that its rules hold and its events are logged, with a token that nobody
    /// else ever sees.
    async fn embedded(options: &StoreOptions, name: &str, pause: Pause) -> anyhow::Result<Self> {
        let store = manage::open(options).await?;
        let (clock, random) = (manage::clock(), manage::random());
        management::ensure_default_policy(&store, &clock, &random).await?;
        let token = OwnToken {
            token: random.token(32),
            name: name.to_owned(),
        };
        let authorization = format!("Bearer {}", token.token);
        let mut config = Config::new("http://localhost");
        config.limits = Limits {
            device: u32::MAX,
            other: u32::MAX,
        };
        let state =
            ManagementState::new(store.clone(), clock, random, config, Some(Arc::new(token)));
        Ok(Self {
            client: Client::in_process(management::router(state), authorization, pause),
            store: Some(store),
        })
    }

    pub(super) async fn close(self) {
        if let Some(store) = self.store {
            store.close().await;
        }
    }
}

/// The one token of this run.
struct OwnToken {
    token: String,
    name: String,
}

impl std::fmt::Debug for OwnToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("OwnToken").finish_non_exhaustive()
    }
}

impl AccessTokens for OwnToken {
    fn verify<'a>(&'a self, token: &'a str) -> Verified<'a> {
        let scopes = [
            "okta.apps.manage",
            "okta.deviceAssurance.manage",
            "okta.devicePostureChecks.manage",
            "okta.policies.manage",
        ];
        let principal = (token == self.token).then(|| Principal {
            id: self.name.replace(' ', "-"),
            kind: String::from("SystemPrincipal"),
            name: self.name.clone(),
            scopes: scopes.map(str::to_owned).to_vec(),
            user_id: None,
        });
        Box::pin(std::future::ready(Ok(principal)))
    }
}
