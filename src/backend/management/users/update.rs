//! Changing a user: some of it (`POST`), or all of it (`PUT`).

use axum::Json;
use serde_json::{Map, Value, json};

use super::{Answer, Given, event, find, validate, wire, written};
use crate::backend::{
    management::{
        auth::{Call, ManageUsers, Scope as _},
        body::{RawBody, drop_read_only, typed},
        error::ApiResult,
        params::Path,
    },
    store::User,
};

/// Update a user
///
/// What is not given stays. A new password is good at once; the old one is not any more.
#[utoipa::path(
    post, path = "/users/{userId}", operation_id = "updateUser",
    tag = "User",
    params(("userId" = String, Path, description = "`id` or login of the user")),
    request_body(content = ref("#/components/schemas/UserUpdateRequest"), content_type = "application/json"),
    responses((status = 200, description = "The user as it is now", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ManageUsers::NAME])),
)]
pub(in crate::backend::management) async fn update(
    call: Call<ManageUsers>,
    Path(id): Path<String>,
    body: RawBody,
) -> ApiResult<Json<Answer>> {
    let old = find(&call, &id).await?;
    let mut object = body.object()?;
    let mut profile = match json!(old.profile) {
        Value::Object(profile) => profile,
        _ => Map::new(),
    };
    match object.remove("profile") {
        Some(Value::Object(given)) => profile.extend(given),
        // Not an object: what is wrong with it is found below.
        Some(other) => {
            object.insert("profile".to_owned(), other);
        }
        None => {}
    }
    object
        .entry("profile")
        .or_insert_with(|| Value::Object(profile));
    store(&call, old, object).await
}

/// Replace a user
///
/// What is not given is gone, except for the password.
#[utoipa::path(
    put, path = "/users/{userId}", operation_id = "replaceUser",
    tag = "User",
    params(("userId" = String, Path, description = "`id` or login of the user")),
    request_body(content = ref("#/components/schemas/UserRequest"), content_type = "application/json"),
    responses((status = 200, description = "The user as it is now", body = Answer)),
    security(("apiToken" = []), ("oauth2" = [ManageUsers::NAME])),
)]
pub(in crate::backend::management) async fn replace(
    call: Call<ManageUsers>,
    Path(id): Path<String>,
    body: RawBody,
) -> ApiResult<Json<Answer>> {
    let old = find(&call, &id).await?;
    store(&call, old, body.object()?).await
}

async fn store(
    call: &Call<ManageUsers>,
    old: User,
    mut object: Map<String, Value>,
) -> ApiResult<Json<Answer>> {
    drop_read_only(&mut object);
    let given: Given = typed(object)?;
    validate(&given)?;
    let hash = given.hash(call).await?;
    let (kind, message) = if hash.is_some() {
        ("user.account.update_password", "Update password of user")
    } else {
        ("user.account.update_profile", "Update user profile")
    };
    let user = User {
        profile: given.profile(),
        last_updated: call.now(),
        password_hash: hash.or(old.password_hash),
        ..old
    };
    let event = event(call, kind, message, &user);
    let stored = call.state.store().update_user(&user, &event).await?;
    written(stored, &user)?;
    Ok(Json(wire(&call.state, &user)))
}
