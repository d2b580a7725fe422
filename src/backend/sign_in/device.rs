//! The device's part (`docs/spec/idx.md` section 2.4, `docs/idx.md`): polling, giving up, asking again, waiting for a
//! change, and the answer that the agent delivers.

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest as _, Path, Request, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Error, Shared, answer,
    caller::Caller,
    envelope::{Bare, Idx, OAuthError, Opened, is_json},
    evaluate::Look,
    transaction::{Challenge, SeenDevice, SignIn, State as Stand},
};
use crate::backend::{
    evaluation::{Cause, Signals},
    store::{Device, Stored},
};

/// The largest answer of a device.
const LARGEST: usize = 64 * 1024;

/// Whether the device has answered; also after the challenge was given up (section 1.9).
pub(super) async fn poll(
    State(service): State<Shared>,
    caller: Caller,
    Opened(open, Bare {}): Opened<Bare>,
) -> Result<Idx, Error> {
    service.respond(open, &caller).await
}

#[derive(Deserialize)]
pub(super) struct Stop {
    /// Text; anything else counts as none.
    #[serde(default)]
    reason: Value,
}

/// The browser gives the challenge up: nothing could be checked.
pub(super) async fn stop(
    State(service): State<Shared>,
    caller: Caller,
    Opened(mut open, body): Opened<Stop>,
) -> Result<Idx, Error> {
    // The device may have been faster; then there is nothing to give up.
    if open.sign_in().state == Stand::Device {
        let cause = match body.reason.as_str() {
            Some("USER_CANCELED") => Cause::Canceled,
            Some("OV_RETURNED_ERROR") => Cause::AgentError,
            _ => Cause::AgentUnreachable,
        };
        let signals = Signals::unknown(caller.platform(), cause);
        let look = Look::none(signals, Some(cause));
        open = service.evaluate(open, &look, &caller).await?;
    }
    service.respond(open, &caller).await
}

/// The device is asked again, beside a denial or a reminder.
pub(super) async fn recheck(
    State(service): State<Shared>,
    caller: Caller,
    Opened(mut open, Bare {}): Opened<Bare>,
) -> Result<Idx, Error> {
    if matches!(open.sign_in().state, Stand::Denied | Stand::Grace) {
        let challenge = service.challenge(service.needed(&open).await?);
        service
            .change(&mut open, true, |sign_in, _| {
                // Of two clicks, the second finds the device asked already.
                sign_in.state != Stand::Device && sign_in.ask(challenge.clone())
            })
            .await?;
    }
    service.respond(open, &caller).await
}

#[derive(Deserialize)]
pub(super) struct Watch {
    /// The revision that the page shows.
    #[serde(default)]
    revision: Value,
}

/// Waits until there is a newer evaluation than the one that the page shows, or something else has happened; not for
/// ever.
pub(super) async fn watch(
    State(service): State<Shared>,
    caller: Caller,
    Opened(mut open, body): Opened<Watch>,
) -> Result<Idx, Error> {
    let number = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
    let seen = number(&body.revision).unwrap_or(open.sign_in().revision);
    let handle = open.handle.clone();
    let mut changes = service.store.watch_sign_in(&open.stored.id);
    let device = open.sign_in().evaluation.as_ref();
    let device = device.and_then(|evaluation| evaluation.device.as_ref());
    if let Some((user_id, device)) = open.sign_in().user_id.as_ref().zip(device) {
        changes = changes.or_exemption(user_id, &device.id);
    }
    let waits = |sign_in: &SignIn| {
        sign_in.revision <= seen && matches!(sign_in.state, Stand::Denied | Stand::Grace)
    };
    let wait = async {
        loop {
            // Read after listening: nothing is missed in between.
            let mut newer = service.open(&handle).await?;
            if let Some(stored) = newer.take_if(|newer| waits(newer.sign_in())) {
                newer = Some(service.refreshed(stored, &caller).await?);
            }
            match newer {
                Some(newer) if waits(newer.sign_in()) => changes.changed().await,
                newer => return Ok::<_, Error>(newer),
            }
        }
    };
    match tokio::time::timeout(service.config.lifetimes.watch, Box::pin(wait)).await {
        Ok(Ok(Some(newer))) => open = newer,
        Ok(Ok(None)) => return Ok(Idx::expired()),
        Ok(Err(error)) => return Err(error),
        Err(_) => {}
    }
    service.respond(open, &caller).await
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Delivery {
    challenge_response: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Accepted {
    status: &'static str,
    transaction_state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    watch_until: Option<Timestamp>,
}

/// The agent delivers the device's answer.
pub(super) async fn answer(
    State(service): State<Shared>,
    Path(id): Path<String>,
    caller: Caller,
    request: Request,
) -> Result<Response, OAuthError> {
    let token = delivery(request, &service).await?;
    let gone = OAuthError::with(
        StatusCode::NOT_FOUND,
        "challenge_not_found",
        "The challenge is unknown, replaced by a newer one, or its sign-in is over.",
    );
    let stored: Option<Stored<SignIn>> = service.store.sign_in_by_challenge(&id).await?;
    let stored = stored
        .filter(|stored| service.is_alive(stored))
        .ok_or(gone)?;
    let challenge = stored.document.challenge.clone().ok_or(gone)?;
    let now = service.clock.now();
    if challenge.device_id.is_none() && now >= challenge.expires_at {
        return Err(OAuthError::with(
            StatusCode::GONE,
            "challenge_expired",
            "The time for the first answer is over.",
        ));
    }
    let answer = answer::read(&token, &challenge, &service.verification_uri(&id), now).map_err(
        |refusal| {
            tracing::info!(%refusal, challenge = id, "a device's answer was refused");
            OAuthError::new(
                "invalid_response",
                "The answer's signature, key, claims or types are wrong.",
            )
        },
    )?;
    if !service
        .store
        .remember_answer(&stored.id, &answer.jti)
        .await?
    {
        return Err(OAuthError::new("replayed", "This jti was seen before."));
    }
    let device = enroll(&service, &stored, &challenge, &answer, now).await?;
    let look = Look::at(device, answer.signals, now);
    let stored = service.evaluate_stored(stored, &look, &caller).await?;
    let waiting = stored.document.awaits_device();
    let accepted = Accepted {
        status: "ACCEPTED",
        transaction_state: if waiting { "WAITING" } else { "DONE" },
        watch_until: waiting.then_some(stored.expires_at),
    };
    Ok(Json(accepted).into_response())
}

async fn delivery(request: Request, service: &Shared) -> Result<String, OAuthError> {
    let malformed = OAuthError::new(
        "invalid_request",
        "The body must be JSON with a challengeResponse.",
    );
    if !is_json(request.headers()) {
        return Err(malformed);
    }
    let bytes = Bytes::from_request(request, service)
        .await
        .map_err(|_| malformed)?;
    if bytes.len() > LARGEST {
        return Err(OAuthError::with(
            StatusCode::PAYLOAD_TOO_LARGE,
            "invalid_request",
            "The answer is too large.",
        ));
    }
    let delivery: Delivery = serde_json::from_slice(&bytes).map_err(|_| malformed)?;
    Ok(delivery.challenge_response)
}

/// Remembers the device, and registers it for the person of this sign-in, who has proven the password.
async fn enroll(
    service: &Shared,
    stored: &Stored<SignIn>,
    challenge: &Challenge,
    answer: &answer::Answer,
    now: Timestamp,
) -> Result<SeenDevice, OAuthError> {
    let said = &answer.device;
    let device = service
        .store
        .put_device(&Device {
            id: service.random.id("guo"),
            key_id: answer.key_id.clone(),
            status: String::from("ACTIVE"),
            display_name: said.display_name.clone(),
            platform: said.platform,
            os_version: said.os_version.clone(),
            manufacturer: said.manufacturer.clone(),
            model: said.model.clone(),
            serial_number: said.serial_number.clone(),
            udid: said.udid.clone(),
            created: now,
            last_updated: now,
        })
        .await?;
    let other = challenge
        .device_id
        .as_ref()
        .is_some_and(|bound| *bound != device.id);
    if other || device.status != "ACTIVE" {
        return Err(OAuthError::with(
            StatusCode::FORBIDDEN,
            "another_device",
            "The challenge was answered by another device.",
        ));
    }
    if let Some(user_id) = &stored.document.user_id {
        service
            .store
            .register_device(user_id, &device.id, now)
            .await?;
    }
    Ok(SeenDevice {
        id: device.id,
        display_name: device.display_name,
        platform: device.platform,
        os_version: device.os_version,
    })
}
