//! The steps that a person takes: `/idp/idx/…` without the device's (`docs/spec/idx.md` sections 1.2 and 2). A step that
//! the sign-in is past is answered with how it stands, so that the back button and double clicks do no harm.

use axum::{extract::State, http::StatusCode};
use serde::Deserialize;

use super::{
    Error, Shared,
    caller::Caller,
    challenge::later,
    envelope::{Bare, Body, Idx, Opened},
    handle,
    response::{self, LONGEST_IDENTIFIER, PASSWORD},
    transaction::{SignIn, State as Stand},
};
use crate::backend::store::Together;

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
pub(super) struct Identify {
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
    Opened(mut open, body): Opened<Identify>,
) -> Result<Idx, Error> {
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
        let mut reply = service
            .respond_with(open, StatusCode::BAD_REQUEST, Vec::new(), &caller)
            .await?;
        response::too_long(&mut reply.transaction, "identifier");
        return Ok(reply);
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
pub(super) struct Select {
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
    Opened(open, body): Opened<Select>,
) -> Result<Idx, Error> {
    if body.authenticator.id != PASSWORD {
        return Ok(Idx::bad_request());
    }
    service.respond(open, &caller).await
}

#[derive(Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    credentials: Option<Credentials>,
}

/// The password.
pub(super) async fn answer(
    State(service): State<Shared>,
    caller: Caller,
    Opened(open, body): Opened<Answer>,
) -> Result<Idx, Error> {
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

/// The reminder is confirmed (section 2.7). Where it is no longer true, because its deadline has passed or an administrator
/// has changed something, what is true now is said instead.
pub(super) async fn skip(
    State(service): State<Shared>,
    caller: Caller,
    Opened(open, Bare {}): Opened<Bare>,
) -> Result<Idx, Error> {
    let mut open = Box::pin(service.current(open, &caller)).await?;
    let teller = service.teller(&open.stored, &caller).await?;
    service
        .change_with(&mut open, true, SignIn::acknowledge, |before, _| {
            teller.skipped(before)
        })
        .await?;
    service.respond(open, &caller).await
}

/// Kept open for as long again, which is all it does (`docs/idx.md`): as often as the person wants.
pub(super) async fn extend(
    State(service): State<Shared>,
    caller: Caller,
    Opened(mut open, Bare {}): Opened<Bare>,
) -> Result<Idx, Error> {
    service
        .change(&mut open, true, |sign_in, _| sign_in.can_be_extended())
        .await?;
    service.respond(open, &caller).await
}

/// Given up. Nobody may use the code of a success any more.
pub(super) async fn cancel(
    State(service): State<Shared>,
    caller: Caller,
    Opened(mut open, Bare {}): Opened<Bare>,
) -> Result<Idx, Error> {
    let code = handle::hash(&handle::code(&open.handle));
    service
        .change_with(
            &mut open,
            true,
            |sign_in, _| sign_in.cancel(),
            |_, after| Together {
                withdrawn_code: (after.state == Stand::Ended).then(|| code.clone()),
                ..Together::default()
            },
        )
        .await?;
    if open.sign_in().state == Stand::Ended {
        return Ok(Idx::expired());
    }
    service.respond(open, &caller).await
}
