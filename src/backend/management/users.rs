//! `/users`: the people who sign in, in the part of Okta's shape that signing in needs.

use axum::{
    Json, Router,
    extract::{Path, Query},
    routing::get,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    ManagementState,
    audit::target,
    auth::{Call, ManageUsers, ReadUsers},
    body::{RawBody, drop_read_only, typed},
    decisions::{NAME_LENGTH, PASSWORD_LENGTH, PASSWORD_MAXIMUM},
    error::{ApiError, ApiResult, Problems},
};
use crate::backend::{
    password,
    store::{PasswordHash, Profile, User, Written},
};

const KIND: &str = "User";

/// The routes of this file.
pub(super) fn routes() -> Router<ManagementState> {
    Router::new()
        .route("/users", get(list).post(create))
        .route("/users/{id}", get(read))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Given {
    profile: Profile,
    credentials: GivenCredentials,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct GivenCredentials {
    password: GivenPassword,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct GivenPassword {
    value: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ListQuery {
    q: Option<String>,
}

async fn list(
    call: Call<ReadUsers>,
    Query(query): Query<ListQuery>,
) -> ApiResult<Json<Vec<Value>>> {
    let mut users = call.state.store().users().await?;
    if let Some(q) = query.q.as_deref().filter(|q| !q.is_empty()) {
        let q = q.to_lowercase();
        users.retain(|User { profile, .. }| {
            let names = [
                &profile.login,
                &profile.email,
                &profile.first_name,
                &profile.last_name,
            ];
            names
                .into_iter()
                .any(|name| name.to_lowercase().starts_with(&q))
        });
    }
    Ok(Json(
        users.iter().map(|user| wire(&call.state, user)).collect(),
    ))
}

async fn read(call: Call<ReadUsers>, Path(id): Path<String>) -> ApiResult<Json<Value>> {
    let store = call.state.store();
    // Okta takes the login in place of the identifier.
    let user = match store.user(&id).await? {
        Some(user) => Some(user),
        None => store.user_by_login(&id).await?,
    };
    user.map(|user| Json(wire(&call.state, &user)))
        .ok_or(ApiError::NotFound(id, KIND))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct CreateQuery {
    activate: Option<String>,
}

async fn create(
    call: Call<ManageUsers>,
    Query(query): Query<CreateQuery>,
    body: RawBody,
) -> ApiResult<Json<Value>> {
    let mut object = body.object()?;
    drop_read_only(&mut object);
    let given: Given = typed(object)?;
    validate(&given)?;
    let hash = match &given.credentials.password.value {
        Some(password) => Some(PasswordHash(
            password::hash(call.random(), password)
                .await
                .map_err(|error| {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "a password could not be hashed"
                    );
                    ApiError::Internal
                })?,
        )),
        None => None,
    };
    let now = call.now();
    let staged = query.activate.as_deref() == Some("false") || hash.is_none();
    let user = User {
        id: call.random().id("00u"),
        status: if staged { "STAGED" } else { "ACTIVE" }.to_owned(),
        profile: Profile {
            login: given.profile.login.trim().to_owned(),
            ..given.profile
        },
        created: now,
        last_updated: now,
        password_hash: hash,
    };
    let mut target = target(KIND, &user.id, &display_name(&user.profile), &Value::Null);
    target.alternate_id = Some(user.profile.login.clone());
    let event = call
        .event("user.lifecycle.create", "Create user")
        .target(target);
    match call.state.store().insert_user(&user, &event).await? {
        Written::Done => Ok(Json(wire(&call.state, &user))),
        _ => Err(ApiError::field(
            "login",
            "login: An object with this field already exists in the current organization",
        )),
    }
}

fn validate(given: &Given) -> ApiResult<()> {
    let mut problems = Problems::default();
    let profile = &given.profile;
    let required = [
        ("login", &profile.login),
        ("email", &profile.email),
        ("firstName", &profile.first_name),
        ("lastName", &profile.last_name),
    ];
    for (field, text) in required {
        problems.required(field, text);
        problems.length(field, text, NAME_LENGTH);
    }
    if let Some(zone) = &profile.timezone
        && jiff::tz::TimeZone::get(zone).is_err()
    {
        problems.add(
            "timezone",
            "The field must be a time zone such as Europe/Berlin",
        );
    }
    if let Some(locale) = &profile.locale
        && locale.parse::<unic_langid::LanguageIdentifier>().is_err()
    {
        problems.add("locale", "The field must be a language such as de or de-DE");
    }
    if let Some(password) = &given.credentials.password.value {
        let length = password.chars().count();
        if !(PASSWORD_LENGTH..=PASSWORD_MAXIMUM).contains(&length) {
            problems.add(
                "password",
                format!("The password must have at least {PASSWORD_LENGTH} characters"),
            );
        }
    }
    problems.into_result()
}

fn display_name(profile: &Profile) -> String {
    profile
        .display_name
        .clone()
        .unwrap_or_else(|| format!("{} {}", profile.first_name, profile.last_name))
}

fn wire(state: &ManagementState, user: &User) -> Value {
    json!({
        "id": user.id,
        "status": user.status,
        "created": format!("{:.3}", user.created),
        "activated": (user.status == "ACTIVE").then(|| format!("{:.3}", user.created)),
        "statusChanged": format!("{:.3}", user.created),
        "lastLogin": null,
        "lastUpdated": format!("{:.3}", user.last_updated),
        "passwordChanged": null,
        "profile": user.profile,
        "credentials": {"provider": {"type": "OKTA", "name": "OKTA"}},
        "_links": {"self": {"href": state.link(&format!("/users/{}", user.id))}},
    })
}
