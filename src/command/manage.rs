//! Commands for whoever runs the backend: schema, people, tokens.

use std::{io::Read as _, sync::Arc, time::Duration};

use anyhow::{Context as _, bail};
use axum::{
    body::{Body, to_bytes},
    http::{Request, header},
};
use doorstep::{
    backend::{
        management::{self, ManagementState, tokens},
        store::{Settings, Store},
    },
    clock::{SharedClock, SystemClock},
    config::{Secret, StoreOptions},
    random::{SharedRandom, SystemRandom},
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// Bytes of an answer of the management API.
const LARGEST_ANSWER: usize = 1024 * 1024;

/// Opens the store, bringing its schema up to date.
pub(super) async fn open(options: &StoreOptions) -> anyhow::Result<Store> {
    options.create_data_dir()?;
    let settings = Settings {
        connections: options.database_connections,
        timeout: Duration::try_from(options.database_timeout)?,
        ..Settings::new(&options.database_url())
    };
    Store::open_with(&settings)
        .await
        .context("the database (option --database-url) cannot be used")
}

/// `migrate`.
pub(super) async fn migrate(options: &StoreOptions) -> anyhow::Result<()> {
    open(options).await?.close().await;
    super::print("The database is up to date.")
}

/// `token add`.
pub(super) async fn add_token(
    options: &StoreOptions,
    name: &str,
    scopes: &[String],
    login: Option<&str>,
) -> anyhow::Result<()> {
    let known = management::SCOPE_NAMES;
    if let Some(unknown) = scopes.iter().find(|scope| !known.contains(&scope.as_str())) {
        bail!(
            "there is no scope {unknown} (option --scope); these are: {}",
            known.join(", ")
        );
    }
    let store = open(options).await?;
    let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
    let token = issue(&store, name, &scopes, login).await;
    store.close().await;
    super::print(&token?)
}

async fn issue(
    store: &Store,
    name: &str,
    scopes: &[&str],
    login: Option<&str>,
) -> anyhow::Result<String> {
    let user = match login {
        Some(login) => {
            let user = store.user_by_login(login).await?;
            Some(user.with_context(|| format!("there is no user {login} (option --owner)"))?)
        }
        None => None,
    };
    let user_id = user.as_ref().map(|user| user.id.as_str());
    Ok(tokens::issue(store, &clock(), &random(), name, scopes, user_id).await?)
}

/// `token list`: a line for each, its parts divided by tabs; the identifier of the user whose it is comes last.
pub(super) async fn list_tokens(options: &StoreOptions) -> anyhow::Result<()> {
    let store = open(options).await?;
    let tokens = store.api_tokens().await?;
    store.close().await;
    for token in tokens {
        let owner = token.user_id.map(|id| format!("\t{id}"));
        super::print(&format!(
            "{}\t{:.0}\t{}\t{}{}",
            token.id,
            token.created,
            token.name,
            token.scopes.join(","),
            owner.unwrap_or_default()
        ))?;
    }
    Ok(())
}

/// `token revoke`.
pub(super) async fn revoke_token(options: &StoreOptions, id: &str) -> anyhow::Result<()> {
    let store = open(options).await?;
    let revoked = tokens::revoke(&store, &clock(), &random(), id).await?;
    store.close().await;
    if !revoked {
        bail!(
            "there is no token {id}: `doorstep token list` shows the identifiers, which begin with 00T"
        );
    }
    super::print("The token is revoked.")
}

/// A person to add.
pub(super) struct NewUser {
    pub(super) login: String,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) password: Option<Secret>,
}

/// `user add`: by the management API, so that the same rules hold and the same event is logged.
pub(super) async fn add_user(options: &StoreOptions, user: NewUser) -> anyhow::Result<()> {
    let password = match user.password {
        Some(password) => password,
        None => password_from_input()?,
    };
    let body = json!({
        "profile": {
            "login": user.login, "email": user.login,
            "firstName": user.first_name, "lastName": user.last_name,
        },
        "credentials": { "password": { "value": password.expose() } },
    });
    let store = open(options).await?;
    let token = tokens::create(
        &store,
        &clock(),
        &random(),
        "doorstep user add",
        &["okta.users.manage"],
    )
    .await?;
    let answer = post(&store, &token, "/api/v1/users", &body).await;
    if let Some(spent) = store.api_token_by_hash(&tokens::hash(&token)).await? {
        store.delete_api_token(&spent.id).await?;
    }
    store.close().await;
    let id = answer?["id"].as_str().unwrap_or_default().to_owned();
    super::print(&id)
}

fn password_from_input() -> anyhow::Result<Secret> {
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .context("the password cannot be read from standard input (option --password)")?;
    Ok(Secret::from(text.trim_end_matches(['\r', '\n']).to_owned()))
}

/// A call of the management API, in process.
async fn post(store: &Store, token: &str, path: &str, body: &Value) -> anyhow::Result<Value> {
    let config = management::Config::new("http://localhost");
    let api = management::router(ManagementState::new(
        store.clone(),
        clock(),
        random(),
        config,
        None,
    ));
    let request = Request::post(path)
        .header(header::AUTHORIZATION, format!("SSWS {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/json")
        .body(Body::from(body.to_string()))?;
    let response = api.oneshot(request).await?;
    let status = response.status();
    let answer: Value =
        serde_json::from_slice(&to_bytes(response.into_body(), LARGEST_ANSWER).await?)?;
    if status.is_success() {
        return Ok(answer);
    }
    let causes = answer["errorCauses"].as_array().into_iter().flatten();
    let reasons: Vec<&str> = causes
        .filter_map(|cause| cause["errorSummary"].as_str())
        .collect();
    if reasons.is_empty() {
        bail!(
            "{}",
            answer["errorSummary"]
                .as_str()
                .unwrap_or("the backend refused")
        );
    }
    bail!("{}", reasons.join("; "))
}

pub(super) fn clock() -> SharedClock {
    Arc::new(SystemClock)
}

pub(super) fn random() -> SharedRandom {
    Arc::new(SystemRandom)
}
