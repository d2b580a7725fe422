//! `/users/me`: whose token it is. Clients ask so whether their token is good, whatever it may do.

use axum::Json;
use jiff::Timestamp;

use super::{Answer, KIND, wire};
use crate::backend::{
    management::{
        auth::{Anybody, Call},
        error::{ApiError, ApiResult},
        links::SelfLinks,
    },
    store::{ApiToken, Profile, User},
};

/// Retrieve the current user
///
/// The owner of the API token. A token that is nobody's own answers for itself: a user with the token's `id` and name, who
/// is in no list. Apps are no users: their access tokens get 404. Needs no scope.
#[utoipa::path(
    get, path = "/users/me", operation_id = "getCurrentUser",
    tag = "User",
    responses(
        (status = 200, description = "The user", body = Answer),
        (status = 404, description = "The caller is an app", body = crate::backend::management::error::ErrorBody),
    ),
    security(("apiToken" = []), ("oauth2" = [])),
)]
pub(in crate::backend::management) async fn read(call: Call<Anybody>) -> ApiResult<Json<Answer>> {
    let nobody = || ApiError::NotFound("me".to_owned(), KIND);
    let store = call.state.store();
    if let Some(id) = &call.principal.user_id {
        let user = store.user(id).await?.ok_or_else(nobody)?;
        return Ok(Json(wire(&call.state, &user)));
    }
    let tokens = store.api_tokens().await?;
    let token = tokens
        .into_iter()
        .find(|token| token.id == call.principal.id);
    let user = stand_in(token.ok_or_else(nobody)?);
    Ok(Json(Answer {
        // There is no such user at an address of its own.
        links: SelfLinks::bare(call.state.link("/users/me")),
        ..wire(&call.state, &user)
    }))
}

/// The user that a token without an owner answers for: named as the log names it.
fn stand_in(token: ApiToken) -> User {
    let created: Timestamp = token.created;
    User {
        status: "ACTIVE".to_owned(),
        profile: Profile {
            // Clients want an address; nobody can have one there (RFC 6761, section 6.4).
            email: format!("{}@token.invalid", token.id),
            login: token.name.clone(),
            first_name: "API token".to_owned(),
            last_name: token.name,
            ..Profile::default()
        },
        id: token.id,
        created,
        last_updated: created,
        status_changed: None,
        password_hash: None,
    }
}
