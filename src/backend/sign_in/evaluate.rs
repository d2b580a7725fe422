//! Evaluates a device for a sign-in: gathers what the decision depends on, decides, remembers windows of grace and the
//! log, and moves the sign-in on.

use jiff::Timestamp;

use super::transaction::SignIn;
use super::{
    Error, Service,
    caller::Caller,
    events,
    steps::Open,
    transaction::{Evaluation, SeenDevice},
};
use crate::backend::{
    evaluation::{Cause, Decision, Request, Signals, decide},
    store::Stored,
};

/// How often an evaluation is made again when others were faster.
const TRIES: usize = 16;

impl Service {
    /// Evaluates for whoever holds the handle: `device` with `signals`, or, because of `cause`, without any.
    pub(super) async fn evaluate(
        &self,
        mut open: Open,
        device: Option<SeenDevice>,
        signals: Signals,
        cause: Option<Cause>,
        caller: &Caller,
    ) -> Result<Open, Error> {
        open.stored = self
            .evaluate_stored(open.stored, device, signals, cause, caller)
            .await?;
        Ok(open)
    }

    /// [`Service::evaluate`] for the device itself, which has no handle.
    pub(super) async fn evaluate_stored(
        &self,
        mut stored: Stored<SignIn>,
        device: Option<SeenDevice>,
        signals: Signals,
        cause: Option<Cause>,
        caller: &Caller,
    ) -> Result<Stored<SignIn>, Error> {
        let asked = stored
            .document
            .challenge
            .clone()
            .map(|challenge| challenge.id);
        for _ in 0..TRIES {
            let sign_in = &stored.document;
            // Meanwhile it may have moved on, or the device may have been asked anew.
            let same = sign_in.challenge.as_ref().map(|challenge| &challenge.id) == asked.as_ref();
            if !sign_in.awaits_device() || !same {
                return Ok(stored);
            }
            let now = self.clock.now();
            let decision = self.decide(sign_in, device.as_ref(), &signals, now).await?;
            let checked_at = if cause.is_none() && device.is_some() {
                Some(now)
            } else {
                None
            };
            let evaluation = Evaluation {
                decision,
                signals: signals.clone(),
                device: device.clone(),
                cause,
                checked_at,
            };
            let mut next = stored.clone();
            if !next.document.evaluated(evaluation) {
                return Ok(stored);
            }
            if self.save(&mut next).await? {
                events::evaluated(self, &next.document, caller).await?;
                return Ok(next);
            }
            match self.store.sign_in(&stored.id).await? {
                Some(newer) => stored = newer,
                None => return Ok(stored),
            }
        }
        Err(Error::Contended)
    }

    async fn decide(
        &self,
        sign_in: &SignIn,
        device: Option<&SeenDevice>,
        signals: &Signals,
        now: Timestamp,
    ) -> Result<Decision, Error> {
        let user_id = sign_in.user_id.clone().unwrap_or_default();
        // Whoever was locked out or whose app was switched off in the meantime is let in by no rule.
        let may = self.user(Some(&user_id)).await?.is_some();
        let app = self.app(&sign_in.request.client_id).await?.filter(|_| may);
        let rules = match &app {
            Some(app) => self.store.rules_of_app(app).await?,
            None => Vec::new(),
        };
        let policies = self.store.assurances().await?;
        let checks = self.store.posture_checks().await?;
        let catalogue = self.catalogue(now).await?;
        let device_id = device.map(|device| device.id.as_str());
        let (mut windows, registered) = match device_id {
            Some(id) => (
                self.store.grace_windows(&user_id, id).await?,
                self.store.is_registered(&user_id, id).await?,
            ),
            None => (Vec::new(), false),
        };
        loop {
            let decision = decide(&Request {
                rules: &rules,
                policies: &policies,
                checks: &checks,
                signals,
                windows: &windows,
                user_id: &user_id,
                device_id,
                registered,
                catalogue: &catalogue,
                now,
            });
            for policy in &decision.grace_clears {
                if let Some(id) = device_id {
                    self.store.clear_grace_window(policy, &user_id, id).await?;
                }
            }
            let mut earlier = false;
            for window in &decision.grace_starts {
                let holds = self.store.start_grace_window(window).await?;
                earlier |= holds != *window;
                windows.push(holds);
            }
            // Another sign-in on the same device began the window a moment ago: its deadline is the one.
            if !earlier {
                return Ok(decision);
            }
        }
    }
}
