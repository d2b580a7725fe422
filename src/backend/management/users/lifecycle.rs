//! Letting users sign in, keeping them out, deleting them. Whoever is not `ACTIVE` goes no further in a sign-in that is
//! under way, and their tokens of the management API are no good.

use axum::{Json, http::StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{KIND, event, find, written};
use crate::backend::{
    management::{
        ManagementState,
        auth::{Call, ManageUsers, Scope as _},
        error::{ApiError, ApiResult},
        params::{Path, Query, flag},
    },
    store::{Deleted, User},
};

const ACTIVE: &str = "ACTIVE";
const SUSPENDED: &str = "SUSPENDED";
const DEPROVISIONED: &str = "DEPROVISIONED";

/// What the log says of it.
const DEACTIVATE: (&str, &str) = ("deactivate", "Deactivate user");

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<ManagementState> {
    OpenApiRouter::default()
        .routes(routes!(activate))
        .routes(routes!(deactivate))
        .routes(routes!(suspend))
        .routes(routes!(unsuspend))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(in crate::backend::management) struct Mail {
    /// Whether Okta tells the user by email. No emails are sent here.
    #[param(value_type = bool, required = false)]
    send_email: Option<String>,
}

impl Mail {
    fn check(&self) -> ApiResult<()> {
        flag("sendEmail", self.send_email.as_deref()).map(|_| ())
    }
}

/// Activate a user
///
/// Of those who are `STAGED` or `DEPROVISIONED`. Without a password the user stays unable to sign in: `PROVISIONED`.
#[utoipa::path(
    post, path = "/users/{userId}/lifecycle/activate", operation_id = "activateUser",
    tag = "User",
    params(("userId" = String, Path, description = "`id` or login of the user"), Mail),
    responses((status = 200, description = "The user may sign in; the object is empty", body = Object)),
    security(("apiToken" = []), ("oauth2" = [ManageUsers::NAME])),
)]
pub(in crate::backend::management) async fn activate(
    call: Call<ManageUsers>,
    Path(id): Path<String>,
    Query(mail): Query<Mail>,
) -> ApiResult<Json<Value>> {
    mail.check()?;
    let user = find(&call, &id).await?;
    if [ACTIVE, SUSPENDED].contains(&user.status.as_str()) {
        return Err(ApiError::ActiveUser);
    }
    let status = match user.password_hash {
        Some(_) => ACTIVE,
        None => "PROVISIONED",
    };
    set(&call, user, status, ("activate", "Activate user")).await
}

/// Deactivate a user
#[utoipa::path(
    post, path = "/users/{userId}/lifecycle/deactivate", operation_id = "deactivateUser",
    tag = "User",
    params(("userId" = String, Path, description = "`id` or login of the user"), Mail),
    responses((status = 200, description = "The user may not sign in; the object is empty", body = Object)),
    security(("apiToken" = []), ("oauth2" = [ManageUsers::NAME])),
)]
pub(in crate::backend::management) async fn deactivate(
    call: Call<ManageUsers>,
    Path(id): Path<String>,
    Query(mail): Query<Mail>,
) -> ApiResult<Json<Value>> {
    mail.check()?;
    let user = find(&call, &id).await?;
    set(&call, user, DEPROVISIONED, DEACTIVATE).await
}

/// Suspend a user
///
/// Of those who are `ACTIVE`.
#[utoipa::path(
    post, path = "/users/{userId}/lifecycle/suspend", operation_id = "suspendUser",
    tag = "User",
    params(("userId" = String, Path, description = "`id` or login of the user")),
    responses((status = 200, description = "The user may not sign in; the object is empty", body = Object)),
    security(("apiToken" = []), ("oauth2" = [ManageUsers::NAME])),
)]
pub(in crate::backend::management) async fn suspend(
    call: Call<ManageUsers>,
    Path(id): Path<String>,
) -> ApiResult<Json<Value>> {
    let user = find(&call, &id).await?;
    if user.status != ACTIVE {
        let cause = "userId: Cannot suspend a user that is not active";
        return Err(ApiError::field("userId", cause));
    }
    set(&call, user, SUSPENDED, ("suspend", "Suspend user")).await
}

/// Unsuspend a user
///
/// Of those who are `SUSPENDED`.
#[utoipa::path(
    post, path = "/users/{userId}/lifecycle/unsuspend", operation_id = "unsuspendUser",
    tag = "User",
    params(("userId" = String, Path, description = "`id` or login of the user")),
    responses((status = 200, description = "The user may sign in again; the object is empty", body = Object)),
    security(("apiToken" = []), ("oauth2" = [ManageUsers::NAME])),
)]
pub(in crate::backend::management) async fn unsuspend(
    call: Call<ManageUsers>,
    Path(id): Path<String>,
) -> ApiResult<Json<Value>> {
    let user = find(&call, &id).await?;
    if user.status != SUSPENDED {
        let cause = "userId: Cannot unsuspend a user that is not suspended";
        return Err(ApiError::field("userId", cause));
    }
    set(&call, user, ACTIVE, ("unsuspend", "Unsuspend user")).await
}

/// Delete a user
///
/// The first time the user is deactivated, the second time gone for good, with everything that is theirs but the log.
#[utoipa::path(
    delete, path = "/users/{userId}", operation_id = "deleteUser",
    tag = "User",
    params(("userId" = String, Path, description = "`id` or login of the user"), Mail),
    responses((status = 204, description = "The user is deactivated, or gone where that was so before")),
    security(("apiToken" = []), ("oauth2" = [ManageUsers::NAME])),
)]
pub(in crate::backend::management) async fn remove(
    call: Call<ManageUsers>,
    Path(id): Path<String>,
    Query(mail): Query<Mail>,
) -> ApiResult<StatusCode> {
    mail.check()?;
    let user = find(&call, &id).await?;
    if user.status != DEPROVISIONED {
        let deactivated = set(&call, user, DEPROVISIONED, DEACTIVATE).await;
        return deactivated.map(|_| StatusCode::NO_CONTENT);
    }
    let event = event(
        &call,
        "user.lifecycle.delete.initiated",
        "Delete user",
        &user,
    );
    match call.state.store().delete_user(&user.id, &event).await? {
        Deleted::Done => Ok(StatusCode::NO_CONTENT),
        Deleted::InUse => Err(ApiError::Internal),
        Deleted::NotFound => Err(ApiError::NotFound(id, KIND)),
    }
}

/// Okta answers the life cycle of users with an empty object.
async fn set(
    call: &Call<ManageUsers>,
    user: User,
    status: &str,
    (what, message): (&str, &str),
) -> ApiResult<Json<Value>> {
    let now = call.now();
    let changed = user.status != status;
    let user = User {
        status: status.to_owned(),
        last_updated: now,
        status_changed: if changed {
            Some(now)
        } else {
            user.status_changed
        },
        ..user
    };
    let event = event(call, &format!("user.lifecycle.{what}"), message, &user);
    let stored = call.state.store().update_user(&user, &event).await?;
    written(stored, &user)?;
    Ok(Json(json!({})))
}
