//! The way back into a sign-in after a restart or from another browser (`docs/decisions.md`).
//!
//! Who still has the state handle is brought back to where they were. Anybody else gets a sign-in of their own that asks for
//! the same person's password again, and the first one ends once that is proven: so whoever finds, guesses or is sent a link
//! is nobody by it, and there is one way to the app and not two.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};

use super::{
    super::{
        Error, Service, Shared,
        caller::Caller,
        challenge::later,
        envelope::{Body, Idx},
        handle,
        steps::Open,
        transaction::{Resumes, SignIn, State as Stand},
    },
    gone,
};
use crate::{
    backend::store::{Stored, Together, Updated, User},
    idx::{HandoutKind, Message, MessageClass, Resumed, Wrapped},
};

/// How often a change is tried again when others were faster.
const TRIES: usize = 16;

/// Where a code leads.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Way {
    pub(super) id: String,
    pub(super) sign_in_id: String,
    /// The page's own, given for keeping.
    pub(super) context: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in super::super) struct Back {
    code: String,
    /// Of whoever still has it.
    #[serde(default)]
    state_handle: Option<String>,
}

/// Goes on with a sign-in, once for each code.
pub(in super::super) async fn resume(
    State(service): State<Shared>,
    caller: Caller,
    Body(body): Body<Back>,
) -> Result<Idx, Error> {
    if service.guesses_too_much(&caller).await? {
        return Ok(Idx::too_many());
    }
    let (hash, kind) = (
        handle::handout_hash(&body.code),
        HandoutKind::Resume.as_str(),
    );
    let now = service.clock.now();
    let Some(way) = service.store.handout::<Way>(&hash, kind, now).await? else {
        return service.guessed(&caller).await;
    };
    let stored: Option<Stored<SignIn>> = service.store.sign_in(&way.sign_in_id).await?;
    let Some(stored) = stored.filter(|stored| service.is_alive(stored)) else {
        return Ok(gone());
    };
    let own = match &body.state_handle {
        Some(handle) => match service.open(handle).await? {
            Some(open) if open.stored.id == stored.id => Some(open),
            // A handle of another sign-in: nothing is used up.
            _ => return Ok(gone()),
        },
        None => None,
    };
    let Some(resumes) = resumable(&stored) else {
        return Ok(gone());
    };
    let teller = service.teller(&stored, &caller).await?;
    let event = teller.resumed(&way.id, own.is_some());
    if !service.store.use_handout(&hash, kind, now, &event).await? {
        return Ok(gone());
    }
    // The page of the first sign-in does not offer again what is used up.
    service
        .amend(&stored.id, |sign_in| {
            sign_in
                .handed
                .retain(|handed| handed.kind != HandoutKind::Resume);
            true
        })
        .await?;
    let request = stored.document.request.clone();
    let open = match own {
        Some(open) => service.open(&open.handle).await?,
        None => Some(service.begin_again(&stored, resumes).await?),
    };
    let Some(open) = open else { return Ok(gone()) };
    let mut reply = service.respond(open, &caller).await?;
    reply.transaction.resumed = Some(Wrapped::object(Resumed {
        context: way.context,
        client_id: request.client_id,
        redirect_uri: request.redirect_uri,
    }));
    Ok(reply)
}

/// Whom a sign-in waits for, if it does.
fn resumable(stored: &Stored<SignIn>) -> Option<Resumes> {
    let sign_in = &stored.document;
    let waits = matches!(sign_in.state, Stand::Device | Stand::Denied | Stand::Grace);
    Some(Resumes {
        sign_in_id: stored.id.clone(),
        user_id: sign_in.user_id.clone().filter(|_| waits)?,
    })
}

impl Service {
    /// A sign-in for the same app request that asks the same person for the password.
    async fn begin_again(&self, from: &Stored<SignIn>, resumes: Resumes) -> Result<Open, Error> {
        let now = self.clock.now();
        let old = &from.document;
        let handle = handle::state(&handle::interaction(&self.random));
        let stored = Stored {
            id: self.random.token(18),
            version: 1,
            expires_at: later(now, self.config.lifetimes.sign_in),
            challenge_id: None,
            document: SignIn {
                state: Stand::Password,
                identifier: old.identifier.clone(),
                failures: old.failures,
                resumes: Some(resumes),
                ..SignIn::new(old.request.clone(), now)
            },
        };
        self.store
            .insert_sign_in(&handle::hash(&handle), &stored)
            .await?;
        Ok(Open { handle, stored })
    }

    /// Whether `user`, whose password was right, may go on from another sign-in, which ends by that.
    pub(in super::super) async fn may_resume(
        &self,
        resumes: &Resumes,
        user: &User,
    ) -> Result<bool, Error> {
        if resumes.user_id != user.id {
            return Ok(false);
        }
        self.amend(&resumes.sign_in_id, |sign_in| {
            // Who has arrived at the app in the meantime has no need to arrive a second time.
            let waits = matches!(sign_in.state, Stand::Device | Stand::Denied | Stand::Grace);
            if waits {
                sign_in.state = Stand::Ended;
                sign_in.challenge = None;
            }
            waits
        })
        .await
    }

    /// Somebody else's sign-in: this one is over.
    pub(in super::super) async fn refuse_to_resume(
        &self,
        mut open: Open,
        caller: &Caller,
    ) -> Result<Idx, Error> {
        let event = self.teller(&open.stored, caller).await?.password(false);
        self.change_with(
            &mut open,
            false,
            |sign_in, _| {
                sign_in.state = Stand::Ended;
                true
            },
            |_, _| Together {
                events: vec![event.clone()],
                ..Together::default()
            },
        )
        .await?;
        let text = "This link does not belong to you, or the sign-in is over. Start again.";
        Ok(Idx::says(
            StatusCode::FORBIDDEN,
            Message::keyed(
                MessageClass::Error,
                "doorstep.resume.refused",
                Vec::new(),
                text,
            ),
        ))
    }

    /// Changes a sign-in by its identifier; whether there was one to change.
    async fn amend(&self, id: &str, change: impl Fn(&mut SignIn) -> bool) -> Result<bool, Error> {
        for _ in 0..TRIES {
            let stored: Option<Stored<SignIn>> = self.store.sign_in(id).await?;
            let Some(mut next) = stored.filter(|stored| self.is_alive(stored)) else {
                return Ok(false);
            };
            if !change(&mut next.document) {
                return Ok(false);
            }
            if self.save(&mut next, &Together::default()).await? == Updated::Done {
                return Ok(true);
            }
        }
        Err(Error::Contended)
    }
}
