//! `/users`: the people who sign in, in the part of Okta's shape that signing in needs.

use axum::Json;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ManagementState,
    audit::target,
    auth::{Call, ManageUsers, ReadUsers, Scope},
    body::{RawBody, drop_read_only, typed},
    decisions::{NAME_LENGTH, PASSWORD_LENGTH, PASSWORD_MAXIMUM},
    error::{ApiError, ApiResult, Problems},
    links::SelfLinks,
    params::{Path, Query, flag},
};
use crate::backend::{
    password,
    store::{LogEvent, PasswordHash, Profile, User, Written},
};

mod lifecycle;
mod listing;
mod me;
mod update;

const KIND: &str = "User";

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<ManagementState> {
    OpenApiRouter::default()
        .routes(routes!(listing::list, create))
        .routes(routes!(me::read))
        .routes(routes!(
            read,
            update::update,
            update::replace,
            lifecycle::remove
        ))
        .merge(lifecycle::routes())
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

/// Retrieve a user
#[utoipa::path(
    get, path = "/users/{userId}", operation_id = "getUser",
    tag = "User",
    params(("userId" = String, Path, description = "`id` or login of the user")),
    responses((status = 200, description = "The user", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ReadUsers::NAME])),
)]
async fn read(call: Call<ReadUsers>, Path(id): Path<String>) -> ApiResult<Json<Answer>> {
    let user = find(&call, &id).await?;
    Ok(Json(wire(&call.state, &user)))
}

/// The user with this identifier; Okta takes the login in its place.
async fn find<S: Scope>(call: &Call<S>, id: &str) -> ApiResult<User> {
    let store = call.state.store();
    let user = match store.user(id).await? {
        Some(user) => Some(user),
        None => store.user_by_login(id).await?,
    };
    user.ok_or_else(|| ApiError::NotFound(id.to_owned(), KIND))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct CreateQuery {
    /// `false`: the user may not sign in yet.
    #[param(value_type = bool, required = false, default = true)]
    activate: Option<String>,
}

/// Create a user
///
/// Without a password nobody can sign in: the user is `STAGED`.
#[utoipa::path(
    post, path = "/users", operation_id = "createUser",
    tag = "User",
    params(CreateQuery),
    request_body(content = ref("#/components/schemas/UserRequest"), content_type = "application/json"),
    responses((status = 200, description = "The new user", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ManageUsers::NAME])),
)]
async fn create(
    call: Call<ManageUsers>,
    Query(query): Query<CreateQuery>,
    body: RawBody,
) -> ApiResult<Json<Answer>> {
    let activate = flag("activate", query.activate.as_deref())?;
    let mut object = body.object()?;
    drop_read_only(&mut object);
    let given: Given = typed(object)?;
    validate(&given)?;
    let hash = given.hash(&call).await?;
    let now = call.now();
    let staged = activate == Some(false) || hash.is_none();
    let user = User {
        id: call.random().id("00u"),
        status: if staged { "STAGED" } else { "ACTIVE" }.to_owned(),
        profile: given.profile(),
        created: now,
        last_updated: now,
        status_changed: None,
        password_hash: hash,
    };
    let event = event(&call, "user.lifecycle.create", "Create user", &user);
    written(call.state.store().insert_user(&user, &event).await?, &user)?;
    Ok(Json(wire(&call.state, &user)))
}

impl Given {
    fn profile(&self) -> Profile {
        Profile {
            login: self.profile.login.trim().to_owned(),
            ..self.profile.clone()
        }
    }

    /// The hash of the password, where one is given.
    async fn hash<S: Scope>(&self, call: &Call<S>) -> ApiResult<Option<PasswordHash>> {
        let Some(password) = &self.credentials.password.value else {
            return Ok(None);
        };
        match password::hash(call.random(), password).await {
            Ok(hash) => Ok(Some(PasswordHash(hash))),
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "a password could not be hashed"
                );
                Err(ApiError::Internal)
            }
        }
    }
}

fn event(call: &Call<ManageUsers>, kind: &str, message: &str, user: &User) -> LogEvent {
    let mut target = target(KIND, &user.id, &display_name(&user.profile), &Value::Null);
    target.alternate_id = Some(user.profile.login.clone());
    call.event(kind, message).target(target)
}

fn written(written: Written, user: &User) -> ApiResult<()> {
    match written {
        Written::Done => Ok(()),
        Written::NotFound => Err(ApiError::NotFound(user.id.clone(), KIND)),
        Written::Taken | Written::Dangling => Err(ApiError::field(
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

/// A user as answered.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = User)]
pub(super) struct Answer {
    /// Identifier.
    #[schema(read_only)]
    id: String,
    /// `ACTIVE`, or anything else for those who may not sign in.
    #[schema(read_only)]
    status: String,
    /// When the user was created.
    #[schema(read_only, format = DateTime)]
    created: String,
    /// When the user became active.
    #[schema(read_only, format = DateTime)]
    activated: Option<String>,
    /// When `status` last changed.
    #[schema(read_only, format = DateTime)]
    status_changed: String,
    /// Always null.
    #[schema(read_only, value_type = Option<String>)]
    last_login: (),
    /// When the user was last written.
    #[schema(read_only, format = DateTime)]
    last_updated: String,
    /// Always null.
    #[schema(read_only, value_type = Option<String>)]
    password_changed: (),
    /// Who it is.
    profile: Profile,
    /// Who checks the password.
    #[schema(read_only)]
    credentials: Credentials,
    /// Where the user is.
    #[serde(rename = "_links")]
    #[schema(read_only)]
    links: SelfLinks,
}

/// Who checks a user's password.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UserCredentials)]
struct Credentials {
    /// Who does.
    provider: Provider,
}

/// Who checks a password: this organization.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UserCredentialsProvider)]
struct Provider {
    /// `OKTA`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// `OKTA`.
    name: &'static str,
}

fn wire(state: &ManagementState, user: &User) -> Answer {
    let created = format!("{:.3}", user.created);
    Answer {
        id: user.id.clone(),
        status: user.status.clone(),
        created: created.clone(),
        activated: (user.status == "ACTIVE").then(|| created.clone()),
        status_changed: user
            .status_changed
            .map_or(created, |changed| format!("{changed:.3}")),
        last_login: (),
        last_updated: format!("{:.3}", user.last_updated),
        password_changed: (),
        profile: user.profile.clone(),
        credentials: Credentials {
            provider: Provider {
                kind: "OKTA",
                name: "OKTA",
            },
        },
        links: SelfLinks::bare(state.link(&format!("/users/{}", user.id))),
    }
}

/// The schema of the body of a request that changes some of a user.
pub(super) fn update_request() -> Value {
    let mut schema = request();
    schema["required"] = json!([]);
    let profile = &mut schema["properties"]["profile"];
    (profile["required"], profile["type"]) = (json!([]), json!(["object", "null"]));
    for field in ["login", "email", "firstName", "lastName"] {
        profile["properties"][field]["type"] = json!(["string", "null"]);
    }
    schema["example"] = json!({"profile": {"displayName": "Ana Souza"}});
    schema
}

/// The schema of the body of a request.
pub(super) fn request() -> Value {
    let text = json!({"type": "string", "pattern": r"\S", "maxLength": NAME_LENGTH});
    json!({
        "type": "object",
        "required": ["profile"],
        "properties": {
            "profile": {
                "type": "object",
                "required": ["login", "email", "firstName", "lastName"],
                "properties": {
                    "login": text,
                    "email": text,
                    "firstName": text,
                    "lastName": text,
                    "displayName": {"type": ["string", "null"]},
                    "locale": {"type": ["string", "null"], "description": "Language and region (BCP 47)"},
                    "timezone": {"type": ["string", "null"], "description": "A time zone, for instance Europe/Berlin"},
                },
            },
            "credentials": {"type": ["object", "null"], "properties": {
                "password": {"type": ["object", "null"], "properties": {
                    "value": {
                        "type": ["string", "null"], "minLength": PASSWORD_LENGTH, "maxLength": PASSWORD_MAXIMUM,
                        "format": "password", "writeOnly": true,
                    },
                }},
            }},
        },
        "example": {
            "profile": {
                "login": "ana@example.com", "email": "ana@example.com", "firstName": "Ana", "lastName": "Souza",
                "locale": "pt-BR", "timezone": "America/Sao_Paulo",
            },
            "credentials": {"password": {"value": "correct horse battery staple"}},
        },
    })
}
