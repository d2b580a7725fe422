//! Reads, changes and writes sign-ins, and turns them into answers. A change is made on what is stored at that moment or
//! not at all: whoever comes second sees what the first one did, and decides again.

use axum::http::StatusCode;
use jiff::Timestamp;

use super::{
    Error, Service,
    caller::Caller,
    challenge::later,
    envelope::Idx,
    evaluate::Look,
    handle,
    response::{self, Surroundings},
    transaction::{SignIn, State},
};
use crate::{
    backend::{
        evaluation::{Cause, Platform, Signals, requirements},
        management::osquery_is_active,
        store::{App, Grant, LogEvent, Stored, Together, Updated, User},
    },
    idx::Message,
};

/// How often a change is tried again when others were faster.
const TRIES: usize = 16;

/// A sign-in in the hands of whoever holds its handle.
#[derive(Clone)]
pub(super) struct Open {
    /// The state handle.
    pub(super) handle: String,
    /// The sign-in as it was read last.
    pub(super) stored: Stored<SignIn>,
}

impl Open {
    /// The sign-in.
    pub(super) fn sign_in(&self) -> &SignIn {
        &self.stored.document
    }
}

impl Service {
    /// The sign-in that a state handle names; `None` where it is over or never was.
    pub(super) async fn open(&self, handle: &str) -> Result<Option<Open>, Error> {
        let stored: Option<Stored<SignIn>> =
            self.store.sign_in_by_handle(&handle::hash(handle)).await?;
        Ok(stored
            .filter(|stored| self.is_alive(stored))
            .map(|stored| Open {
                handle: handle.to_owned(),
                stored,
            }))
    }

    /// Whether a sign-in is neither over nor expired.
    pub(super) fn is_alive(&self, stored: &Stored<SignIn>) -> bool {
        self.clock.now() < stored.expires_at && stored.document.state != State::Ended
    }

    /// Makes `change` on the sign-in as it is stored now, and stores it: whether `change` was possible. What the person
    /// does keeps the sign-in alive (`prolong`), what the device does does not.
    pub(super) async fn change(
        &self,
        open: &mut Open,
        prolong: bool,
        change: impl Fn(&mut SignIn, Timestamp) -> bool,
    ) -> Result<bool, Error> {
        self.change_with(open, prolong, change, |_, _| Together::default())
            .await
    }

    /// [`Service::change`], stored together with what `with` makes of the sign-in before and after.
    pub(super) async fn change_with(
        &self,
        open: &mut Open,
        prolong: bool,
        change: impl Fn(&mut SignIn, Timestamp) -> bool,
        with: impl Fn(&SignIn, &SignIn) -> Together,
    ) -> Result<bool, Error> {
        for _ in 0..TRIES {
            let now = self.clock.now();
            let mut next = open.stored.clone();
            if !change(&mut next.document, now) {
                return Ok(false);
            }
            if prolong {
                next.expires_at = later(now, self.config.lifetimes.sign_in);
            }
            let together = with(&open.stored.document, &next.document);
            if self.save(&mut next, &together).await? == Updated::Done {
                open.stored = next;
                return Ok(true);
            }
            match self.open(&open.handle).await? {
                Some(newer) => *open = newer,
                None => return Ok(false),
            }
        }
        Err(Error::Contended)
    }

    /// Stores a changed sign-in with what happens together with it.
    pub(super) async fn save(
        &self,
        stored: &mut Stored<SignIn>,
        together: &Together,
    ) -> Result<Updated, Error> {
        let challenge = stored.document.challenge.as_ref();
        stored.challenge_id = challenge.map(|challenge| challenge.id.clone());
        let updated = self.store.update_sign_in(stored, together).await?;
        if updated == Updated::Done {
            stored.version += 1;
        }
        Ok(updated)
    }

    /// The app of a sign-in, if people may still sign in to it.
    pub(super) async fn app(&self, client_id: &str) -> Result<Option<App>, Error> {
        // No identifier has a null character, and not every database can look for one.
        if client_id.contains('\0') {
            return Ok(None);
        }
        let app = self.store.app(client_id).await?;
        Ok(app.filter(|app| app.status == "ACTIVE"))
    }

    /// The person of a sign-in, if they may still sign in.
    pub(super) async fn user(&self, id: Option<&str>) -> Result<Option<User>, Error> {
        let Some(id) = id else { return Ok(None) };
        let user = self.store.user(id).await?;
        Ok(user.filter(|user| user.status == "ACTIVE"))
    }

    /// Checks a password; what follows if it is right.
    pub(super) async fn password(
        &self,
        mut open: Open,
        passcode: &str,
        caller: &Caller,
    ) -> Result<Idx, Error> {
        let limits = self.config.attempts;
        let identifier = match (open.sign_in().state, &open.sign_in().identifier) {
            (State::Password, Some(identifier)) => identifier.clone(),
            _ => return self.respond(open, caller).await,
        };
        let user = self.store.user_by_login(&identifier).await?;
        let teller = self.teller(&open.stored, caller).await?.of(user.as_ref());
        if open.sign_in().failures >= limits.per_sign_in {
            self.store.append_event(&teller.locked()).await?;
            return Ok(Idx::too_many());
        }
        // Taken before the attempt is counted: nobody's fault is counted where the machine is too busy to look.
        let Some(place) = self.config.passwords.place() else {
            tracing::debug!("too many passwords wait to be checked");
            return Ok(Idx::busy());
        };
        let now = self.clock.now();
        let since = now.saturating_sub(limits.window).unwrap_or(Timestamp::MIN);
        let attempt = self.random.token(12);
        // Counted before it is known whether it is right, and for logins that do not exist, too.
        if !self
            .store
            .begin_attempt(&attempt, &identifier, since, now, limits.per_login)
            .await?
        {
            self.store.append_event(&teller.locked()).await?;
            return Ok(Idx::too_many());
        }
        let active = user.as_ref().filter(|user| user.status == "ACTIVE");
        let hash = active
            .and_then(|user| user.password_hash.as_ref())
            .map(|hash| hash.0.as_str());
        let right = place.verify(passcode, hash).await?;
        // What follows takes no turn.
        drop(place);
        let Some(user) = active.filter(|_| right) else {
            let told = [teller.password(false)];
            self.change_with(
                &mut open,
                true,
                |sign_in, _| sign_in.fail(),
                |_, _| telling(&told),
            )
            .await?;
            return self
                .respond_with(
                    open,
                    StatusCode::UNAUTHORIZED,
                    response::wrong_password(self.config.password_with_identifier),
                    caller,
                )
                .await;
        };
        // On the heap: what follows the password makes this the largest of the backend's futures.
        Box::pin(self.proven(open, &identifier, user, caller)).await
    }

    /// The password is right: asks the device, or decides without one where no rule looks at it.
    async fn proven(
        &self,
        mut open: Open,
        identifier: &str,
        user: &User,
        caller: &Caller,
    ) -> Result<Idx, Error> {
        if let Some(resumes) = open.sign_in().resumes.clone()
            && !self.may_resume(&resumes, user).await?
        {
            return self.refuse_to_resume(open, caller).await;
        }
        let needed = self.needed(&open).await?;
        let challenge = needed.device.then(|| self.challenge(needed));
        let teller = self.teller(&open.stored, caller).await?.of(Some(user));
        let mut told = vec![teller.password(true)];
        if challenge.is_some() {
            told.push(teller.challenged());
        }
        let changed = self
            .change_with(
                &mut open,
                true,
                |sign_in, now| {
                    let proven = sign_in.prove(identifier, &user.id, now);
                    match &challenge {
                        Some(challenge) => proven && sign_in.ask(challenge.clone()),
                        None => proven,
                    }
                },
                |_, _| Together {
                    proven_login: Some(identifier.to_owned()),
                    ..telling(&told)
                },
            )
            .await?;
        if changed && challenge.is_none() {
            let signals = Signals::unknown(caller.platform(), Cause::NotReported);
            open = self
                .evaluate(open, &Look::none(signals, None), caller)
                .await?;
        }
        self.respond(open, caller).await
    }

    /// What the device must be asked for this sign-in's app.
    pub(super) async fn needed(
        &self,
        open: &Open,
    ) -> Result<crate::backend::evaluation::Requirements, Error> {
        let rules = match self.app(&open.sign_in().request.client_id).await? {
            Some(app) => self.store.rules_of_app(&app).await?,
            None => Vec::new(),
        };
        let policies = self.store.assurances().await?;
        let checks = self.store.posture_checks().await?;
        let mut needed = requirements(&rules, &policies, &checks);
        // Custom checks do nothing while their integration is off (management-api.md 1.3).
        for platform in [Platform::Macos, Platform::Windows] {
            if !osquery_is_active(&self.store, platform).await? {
                needed.checks.retain(|check| check.platform != platform);
            }
        }
        Ok(needed)
    }

    /// The answer: how the sign-in stands now.
    pub(super) async fn respond(&self, open: Open, caller: &Caller) -> Result<Idx, Error> {
        self.respond_with(open, StatusCode::OK, Vec::new(), caller)
            .await
    }

    /// [`Service::respond`] with a status and messages about what was just tried.
    pub(super) async fn respond_with(
        &self,
        open: Open,
        status: StatusCode,
        messages: Vec<Message>,
        caller: &Caller,
    ) -> Result<Idx, Error> {
        // Boxed: every handler's future would hold the whole of an evaluation.
        let open = Box::pin(self.current(open, caller)).await?;
        let mut open = Box::pin(self.shown(open, caller)).await?;
        let now = self.clock.now();
        let sign_in = open.sign_in();
        let challenge_request = match (&sign_in.challenge, sign_in.state) {
            (Some(challenge), State::Device) => Some(self.challenge_request(challenge).await?),
            _ => None,
        };
        let code = if sign_in.state == State::Success {
            match self.code(&open, now).await? {
                Some(code) => Some(code),
                // It was redeemed: this sign-in is over.
                None => return Ok(Idx::expired()),
            }
        } else {
            None
        };
        let surroundings = Surroundings {
            config: &self.config,
            handle: &open.handle,
            expires_at: open.stored.expires_at,
            now,
            user: self.user(sign_in.user_id.as_deref()).await?,
            app: self.store.app(&sign_in.request.client_id).await?,
            challenge_request,
            code,
            languages: &caller.languages,
        };
        let mut transaction = response::transaction(sign_in, &surroundings);
        response::add_messages(&mut transaction, messages);
        open.handle.clear();
        Ok(Idx {
            status,
            transaction,
            wait: None,
        })
    }

    /// The sign-in as it is now: a challenge that nobody answered is asked anew, a denial or reminder that would be
    /// another one by now is decided again.
    pub(super) async fn current(&self, mut open: Open, caller: &Caller) -> Result<Open, Error> {
        let now = self.clock.now();
        let stale = |sign_in: &SignIn, now: Timestamp| {
            sign_in.state == State::Device
                && sign_in
                    .challenge
                    .as_ref()
                    .is_none_or(|challenge| now >= challenge.expires_at)
        };
        if stale(open.sign_in(), now) {
            let challenge = self.challenge(self.needed(&open).await?);
            self.change(&mut open, false, |sign_in, now| {
                stale(sign_in, now) && sign_in.ask(challenge.clone())
            })
            .await?;
        }
        self.refreshed(open, caller).await
    }

    /// A denial or reminder is about to be given to the person: the log tells it, once for each evaluation, and windows of
    /// grace that waited for it begin.
    pub(super) async fn shown(&self, mut open: Open, caller: &Caller) -> Result<Open, Error> {
        for _ in 0..TRIES {
            let mut next = open.stored.clone();
            let Some(begun) = next.document.show(self.clock.now()) else {
                return Ok(open);
            };
            let teller = self.teller(&next, caller).await?;
            let mut together = telling(&teller.shown(&next.document));
            if let Some(evaluation) = &next.document.evaluation {
                together.grace_starts = teller.begun(&begun, evaluation);
            }
            match self.save(&mut next, &together).await? {
                Updated::Done => {
                    open.stored = next;
                    return Ok(open);
                }
                // Another sign-in on the same device was shown its reminder before: its deadline is the one.
                Updated::Contradicted => open = self.refreshed(open, caller).await?,
                Updated::Outdated => match self.open(&open.handle).await? {
                    Some(newer) => open = newer,
                    None => return Ok(open),
                },
            }
        }
        Err(Error::Contended)
    }

    /// The interaction code of a success, good for a while from now; `None` where it was redeemed.
    async fn code(&self, open: &Open, now: Timestamp) -> Result<Option<String>, Error> {
        let sign_in = open.sign_in();
        let Some(user_id) = sign_in.user_id.clone() else {
            return Ok(None);
        };
        let device = sign_in
            .evaluation
            .as_ref()
            .and_then(|evaluation| evaluation.device.as_ref());
        let mut amr = vec![String::from("pwd")];
        if device.is_some() {
            // Proof of possession of a key on the device.
            amr.push(String::from("swk"));
        }
        let grant = Grant {
            client_id: sign_in.request.client_id.clone(),
            redirect_uri: sign_in.request.redirect_uri.clone(),
            code_challenge: sign_in.request.code_challenge.clone(),
            scopes: sign_in.request.scopes.clone(),
            nonce: sign_in.request.nonce.clone(),
            user_id,
            auth_time: sign_in.auth_time.unwrap_or(now),
            amr,
            device_id: device.map(|device| device.id.clone()),
            sign_in_id: open.stored.id.clone(),
        };
        let code = handle::code(&open.handle);
        let good = self
            .store
            .issue_code(
                &handle::hash(&code),
                &grant,
                later(now, self.config.lifetimes.code),
            )
            .await?;
        Ok(good.then_some(code))
    }
}

/// Only these events.
fn telling(events: &[LogEvent]) -> Together {
    Together {
        events: events.to_vec(),
        ..Together::default()
    }
}
