//! Evaluates a device for a sign-in: gathers what the decision depends on, decides, and stores the sign-in with the windows
//! of grace and the events that come of it, all or nothing.

use jiff::Timestamp;

use super::{
    Error, Service,
    caller::Caller,
    challenge::asked,
    exemption::MoreTime,
    steps::Open,
    transaction::{AskedCheck, Challenge, Evaluation, SeenDevice, SignIn, State},
};
use crate::backend::{
    evaluation::{
        AccessPolicyRule, Cause, Decision, DeviceAssurance, DevicePostureCheck, Exemption,
        GraceReminder, GraceWindow, Outcome, Request, Requirements, Signals, VersionCatalogue,
        decide,
    },
    store::{Stored, Updated},
};

/// How often an evaluation is made again when others were faster.
const TRIES: usize = 16;

/// What is known about the device of a sign-in.
#[derive(Debug, Clone)]
pub(super) struct Look {
    /// The device; none where none answered.
    device: Option<SeenDevice>,
    /// What it said.
    signals: Signals,
    /// Why there is nothing.
    cause: Option<Cause>,
    /// When it answered.
    checked_at: Option<Timestamp>,
    /// It has just answered.
    answered: bool,
    /// The evaluation that this was known at, where it is looked at once more: a newer one knows better.
    revision: Option<u64>,
}

impl Look {
    /// A device has answered.
    pub(super) fn at(device: SeenDevice, signals: Signals, now: Timestamp) -> Self {
        Self {
            device: Some(device),
            signals,
            cause: None,
            checked_at: Some(now),
            answered: true,
            revision: None,
        }
    }

    /// No device has answered, because of `cause`, or because none was asked.
    pub(super) fn none(signals: Signals, cause: Option<Cause>) -> Self {
        Self {
            device: None,
            signals,
            cause,
            checked_at: None,
            answered: false,
            revision: None,
        }
    }

    /// What was known at the last evaluation, which made `revision`, once more.
    fn again(last: &Evaluation, revision: u64) -> Self {
        Self {
            device: last.device.clone(),
            signals: last.signals.clone(),
            cause: last.cause,
            checked_at: last.checked_at,
            answered: false,
            revision: Some(revision),
        }
    }
}

/// What a decision depends on beside the device's signals, as it is stored now.
#[derive(Debug)]
pub(super) struct Grounds {
    /// The rules of the app's policy; none where nobody may sign in.
    pub(super) rules: Vec<AccessPolicyRule>,
    /// The organization's device assurance policies.
    pub(super) policies: Vec<DeviceAssurance>,
    /// The windows of grace of this person's device.
    pub(super) windows: Vec<GraceWindow>,
    /// The latest exemptions of this person's device, and requests for them.
    pub(super) exemptions: Vec<Exemption>,
    /// The reminders that this person has confirmed on this device.
    pub(super) reminders: Vec<GraceReminder>,
    checks: Vec<DevicePostureCheck>,
    user_id: String,
    device_id: Option<String>,
    registered: bool,
    catalogue: VersionCatalogue,
}

impl Grounds {
    fn decide(&self, signals: &Signals, now: Timestamp) -> Decision {
        decide(&Request {
            rules: &self.rules,
            policies: &self.policies,
            checks: &self.checks,
            signals,
            windows: &self.windows,
            exemptions: &self.exemptions,
            reminders: &self.reminders,
            user_id: &self.user_id,
            device_id: self.device_id.as_deref(),
            registered: self.registered,
            catalogue: &self.catalogue,
            now,
        })
    }

    fn more_time(&self, decision: &Decision, now: Timestamp) -> MoreTime {
        if self.device_id.is_none() {
            return MoreTime::default();
        }
        MoreTime::beside(decision, &self.policies, &self.exemptions, now)
    }
}

impl Service {
    /// Evaluates for whoever holds the handle.
    pub(super) async fn evaluate(
        &self,
        mut open: Open,
        look: &Look,
        caller: &Caller,
    ) -> Result<Open, Error> {
        open.stored = self.evaluate_stored(open.stored, look, caller).await?;
        Ok(open)
    }

    /// [`Service::evaluate`] for the device itself, which has no handle.
    pub(super) async fn evaluate_stored(
        &self,
        mut stored: Stored<SignIn>,
        look: &Look,
        caller: &Caller,
    ) -> Result<Stored<SignIn>, Error> {
        let challenge = |sign_in: &SignIn| {
            let challenge = sign_in.challenge.as_ref();
            challenge.map(|challenge| challenge.id.clone())
        };
        let question = challenge(&stored.document);
        for _ in 0..TRIES {
            // Meanwhile it may have moved on, the device may have been asked anew, or may have answered.
            let newer = look
                .revision
                .is_some_and(|revision| revision != stored.document.revision);
            if newer || !stored.document.awaits_device() || challenge(&stored.document) != question
            {
                return Ok(stored);
            }
            let now = self.clock.now();
            let grounds = self.grounds(&stored.document, look.device.as_ref()).await?;
            let decision = grounds.decide(&look.signals, now);
            let evaluation = Evaluation {
                more_time: grounds.more_time(&decision, now),
                decision,
                signals: look.signals.clone(),
                device: look.device.clone(),
                cause: look.cause,
                checked_at: look.checked_at,
            };
            let unbound = |challenge: &Challenge| challenge.device_id.is_none();
            let proven = look.answered && stored.document.challenge.as_ref().is_some_and(unbound);
            let teller = self.teller(&stored, caller).await?;
            let together = teller.evaluated(&grounds, &evaluation, proven, &stored.document, now);
            let mut next = stored.clone();
            if !next.document.evaluated(evaluation) {
                return Ok(stored);
            }
            match self.save(&mut next, &together).await? {
                Updated::Done => return Ok(next),
                // Another sign-in on the same device began the window a moment ago: its deadline is the one.
                Updated::Contradicted => {}
                Updated::Outdated => match self.store.sign_in(&stored.id).await? {
                    Some(newer) => stored = newer,
                    None => return Ok(stored),
                },
            }
        }
        Err(Error::Contended)
    }

    /// Decides a denial or reminder again where it is no longer what would be decided: its deadline has passed, or an
    /// administrator has changed something. What the device has not been asked yet, it is asked first. What has become of
    /// a request for more time is noted.
    pub(super) async fn refreshed(&self, mut open: Open, caller: &Caller) -> Result<Open, Error> {
        let sign_in = open.sign_in();
        let waits = matches!(sign_in.state, State::Denied | State::Grace);
        let Some(last) = sign_in.evaluation.as_ref().filter(|_| waits) else {
            return Ok(open);
        };
        let needed = self.needed(&open).await?;
        if needed.device && !covers(sign_in.challenge.as_ref(), &needed) {
            let challenge = self.challenge(needed);
            let revision = sign_in.revision;
            self.change(&mut open, false, |sign_in, _| {
                sign_in.revision == revision && sign_in.ask(challenge.clone())
            })
            .await?;
            return Ok(open);
        }
        let grounds = self.grounds(sign_in, last.device.as_ref()).await?;
        let now = self.clock.now();
        let decision = grounds.decide(&last.signals, now);
        if !says_the_same(&decision, &last.decision) {
            let look = Look::again(last, sign_in.revision);
            return self.evaluate(open, &look, caller).await;
        }
        let more_time = grounds.more_time(&decision, now);
        if more_time != last.more_time {
            let revision = sign_in.revision;
            self.change(&mut open, false, |sign_in, _| {
                sign_in.revision == revision && sign_in.note_more_time(&more_time)
            })
            .await?;
        }
        Ok(open)
    }

    async fn grounds(
        &self,
        sign_in: &SignIn,
        device: Option<&SeenDevice>,
    ) -> Result<Grounds, Error> {
        let user_id = sign_in.user_id.clone().unwrap_or_default();
        // Whoever was locked out or whose app was switched off in the meantime is let in by no rule.
        let may = self.user(Some(&user_id)).await?.is_some();
        let app = self.app(&sign_in.request.client_id).await?.filter(|_| may);
        let rules = match &app {
            Some(app) => self.store.rules_of_app(app).await?,
            None => Vec::new(),
        };
        let device_id = device.map(|device| device.id.clone());
        let (windows, exemptions, reminders, registered) = match &device_id {
            Some(id) => (
                self.store.grace_windows(&user_id, id).await?,
                self.store.exemptions_of(&user_id, id).await?,
                self.store.grace_reminders(&user_id, id).await?,
                self.store.is_registered(&user_id, id).await?,
            ),
            None => (Vec::new(), Vec::new(), Vec::new(), false),
        };
        Ok(Grounds {
            rules,
            policies: self.store.assurances().await?,
            checks: self.store.posture_checks().await?,
            windows,
            exemptions,
            reminders,
            user_id,
            device_id,
            registered,
            catalogue: self.catalogue(self.clock.now()).await?,
        })
    }
}

/// Whether `challenge` has asked all that is needed.
fn covers(challenge: Option<&Challenge>, needed: &Requirements) -> bool {
    challenge.is_some_and(|challenge| {
        let signals = asked(needed);
        let mut checks = needed.checks.iter().cloned().map(AskedCheck::from);
        signals.iter().all(|name| challenge.signals.contains(name))
            && checks.all(|check| challenge.checks.contains(&check))
    })
}

/// Whether two decisions say the same to the person and the log. A deadline that waits for its reminder is not one yet.
fn says_the_same(new: &Decision, old: &Decision) -> bool {
    let pending = |decision: &Decision, policy: &str| {
        let mut windows = decision.grace_pending.iter();
        windows.any(|window| window.policy_id == policy)
    };
    let outcome = match (&new.outcome, &old.outcome) {
        (
            Outcome::Grace {
                policy_id: policy,
                options,
                ..
            },
            Outcome::Grace {
                policy_id: old_policy,
                options: old_options,
                ..
            },
        ) if policy == old_policy && pending(new, policy) && pending(old, policy) => {
            options == old_options
        }
        (new, old) => new == old,
    };
    // A window that another sign-in has begun meanwhile waits for no reminder any more.
    let waiting = |decision: &Decision| -> Vec<String> {
        let windows = decision.grace_pending.iter();
        windows.map(|window| window.policy_id.clone()).collect()
    };
    // The person is told when the next reminder comes; whether this one is left out is for new sign-ins.
    let interval = |decision: &Decision| {
        let reminding = decision.reminding.as_ref();
        reminding.map(|reminding| reminding.interval)
    };
    outcome
        && interval(new) == interval(old)
        && waiting(new) == waiting(old)
        && new.rule_id == old.rule_id
        && new.policies == old.policies
        && new.checks == old.checks
}
