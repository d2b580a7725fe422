//! The steps that a person takes: `/idp/idx/…` without the device's (`docs/spec/idx.md` sections 1.2 and 2). A step that
//! the sign-in is past is answered with how it stands, so that the back button and double clicks do no harm.

use axum::{extract::State, http::StatusCode};
use serde::Deserialize;

use super::{
    Error, Shared,
    caller::Caller,
    challenge::later,
    envelope::{Body, Idx},
    handle,
    response::{self, LONGEST_IDENTIFIER, PASSWORD},
    transaction::State as Stand,
};

/// What every form sends.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Handle {
    pub(super) state_handle: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Introspect {
    interaction_handle: Option<String>,
    state_token: Option<String>,
    state_handle: Option<String>,
}

/// How a sign-in stands; as often as one likes.
pub(super) async fn introspect(
    State(service): State<Shared>,
    caller: Caller,
    Body(body): Body<Introspect>,
) -> Result<Idx, Error> {
    let (handle, fresh) = match (
        body.state_token.or(body.state_handle),
        body.interaction_handle,
    ) {
        (Some(handle), _) => (handle, false),
        (None, Some(interaction)) => (handle::state(&interaction), true),
        (None, None) => return Ok(Idx::bad_request()),
    };
    let Some(open) = service.open(&handle).await? else {
        return Ok(Idx::expired());
    };
    let until = later(
        open.sign_in().created,
        service.config.lifetimes.interaction_handle,
    );
    if fresh && service.clock.now() >= until {
        return Ok(Idx::expired());
    }
    service.respond(open, &caller).await
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Identify {
    state_handle: String,
    #[serde(default)]
    identifier: Option<String>,
    #[serde(default)]
    credentials: Option<Credentials>,
}

#[derive(Deserialize)]
pub(super) struct Credentials {
    #[serde(default)]
    passcode: Option<String>,
}

/// Somebody says who they are, and proves it at once where both are asked for on one form.
pub(super) async fn identify(
    State(service): State<Shared>,
    caller: Caller,
    Body(body): Body<Identify>,
) -> Result<Idx, Error> {
    let Some(mut open) = service.open(&body.state_handle).await? else {
        return Ok(Idx::expired());
    };
    if !matches!(open.sign_in().state, Stand::Identify | Stand::Password) {
        return service.respond(open, &caller).await;
    }
    let identifier = body.identifier.unwrap_or_default().trim().to_owned();
    let passcode = body
        .credentials
        .and_then(|credentials| credentials.passcode)
        .filter(|passcode| !passcode.is_empty());
    let one_form = service.config.password_with_identifier;
    let longest = usize::try_from(LONGEST_IDENTIFIER).unwrap_or(usize::MAX);
    if identifier.is_empty() || (one_form && passcode.is_none()) {
        let mut reply = service
            .respond_with(open, StatusCode::BAD_REQUEST, Vec::new(), &caller)
            .await?;
        if identifier.is_empty() {
            response::blank(&mut reply.transaction, "identifier");
        }
        if one_form && passcode.is_none() {
            response::blank(&mut reply.transaction, "credentials.passcode");
        }
        return Ok(reply);
    }
    if identifier.chars().count() > longest {
        return Ok(Idx::bad_request());
    }
    service
        .change(&mut open, true, |sign_in, _| sign_in.identify(&identifier))
        .await?;
    match passcode {
        Some(passcode) if one_form => Box::pin(service.password(open, &passcode, &caller)).await,
        _ => service.respond(open, &caller).await,
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Select {
    state_handle: String,
    authenticator: Authenticator,
}

#[derive(Deserialize)]
pub(super) struct Authenticator {
    id: String,
}

/// A method is chosen (section 2.3); there is only the password.
pub(super) async fn challenge(
    State(service): State<Shared>,
    caller: Caller,
    Body(body): Body<Select>,
) -> Result<Idx, Error> {
    let Some(open) = service.open(&body.state_handle).await? else {
        return Ok(Idx::expired());
    };
    if body.authenticator.id != PASSWORD {
        return Ok(Idx::bad_request());
    }
    service.respond(open, &caller).await
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer {
    state_handle: String,
    #[serde(default)]
    credentials: Option<Credentials>,
}

/// The password.
pub(super) async fn answer(
    State(service): State<Shared>,
    caller: Caller,
    Body(body): Body<Answer>,
) -> Result<Idx, Error> {
    let Some(open) = service.open(&body.state_handle).await? else {
        return Ok(Idx::expired());
    };
    let passcode = body
        .credentials
        .and_then(|credentials| credentials.passcode)
        .filter(|passcode| !passcode.is_empty());
    match passcode {
        Some(passcode) => Box::pin(service.password(open, &passcode, &caller)).await,
        None if open.sign_in().state == Stand::Password => {
            let mut reply = service
                .respond_with(open, StatusCode::BAD_REQUEST, Vec::new(), &caller)
                .await?;
            response::blank(&mut reply.transaction, "credentials.passcode");
            Ok(reply)
        }
        None => service.respond(open, &caller).await,
    }
}

/// The reminder is confirmed (section 2.7). At its deadline or later it is decided again instead.
pub(super) async fn skip(
    State(service): State<Shared>,
    caller: Caller,
    Body(body): Body<Handle>,
) -> Result<Idx, Error> {
    let Some(mut open) = service.open(&body.state_handle).await? else {
        return Ok(Idx::expired());
    };
    service
        .change(&mut open, true, super::transaction::SignIn::acknowledge)
        .await?;
    service.respond(open, &caller).await
}

/// Given up.
pub(super) async fn cancel(
    State(service): State<Shared>,
    caller: Caller,
    Body(body): Body<Handle>,
) -> Result<Idx, Error> {
    let Some(mut open) = service.open(&body.state_handle).await? else {
        return Ok(Idx::expired());
    };
    service
        .change(&mut open, true, |sign_in, _| sign_in.cancel())
        .await?;
    if open.sign_in().state == Stand::Ended {
        // Nobody may use its code any more.
        let code = handle::hash(&handle::code(&open.handle));
        service
            .store
            .redeem_code(&code, service.clock.now())
            .await?;
        return Ok(Idx::expired());
    }
    service.respond(open, &caller).await
}
