//! A sign-in as a state machine: what is remembered of it, and the transitions. No I/O, no HTTP; a transition that the
//! state does not allow changes nothing and says so.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::exemption::MoreTime;
use crate::{
    backend::evaluation::{
        Cause, Confirmed, Decision, GraceWindow, Outcome, Platform, RequestedCheck, Signals,
    },
    idx::HandoutKind,
};

/// What the app asked for (OpenID Connect Core 1.0, section 3.1.2.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AppRequest {
    /// The app.
    pub(super) client_id: String,
    /// Where its answer goes.
    pub(super) redirect_uri: String,
    /// What it asks for.
    pub(super) scopes: Vec<String>,
    /// Goes into the ID token.
    pub(super) nonce: Option<String>,
    /// RFC 7636.
    pub(super) code_challenge: String,
    /// Who the app believes is signing in.
    pub(super) login_hint: Option<String>,
}

/// Where a sign-in stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum State {
    /// Nobody is known.
    Identify,
    /// A login was typed; the password is asked for.
    Password,
    /// The person is known; the device is asked about itself.
    Device,
    /// A reminder is shown: let in until the deadline.
    Grace,
    /// Not let in; waits for the device to change.
    Denied,
    /// Let in: there is an interaction code.
    Success,
    /// Over.
    Ended,
}

/// A question to the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Challenge {
    /// Identifier: the challenge's `jti`, and the end of the address that answers go to.
    pub(super) id: String,
    /// Comes back in the answer.
    pub(super) nonce: String,
    /// When it was asked.
    pub(super) issued_at: Timestamp,
    /// Until when the first answer must come.
    pub(super) expires_at: Timestamp,
    /// The signals that are asked for.
    pub(super) signals: Vec<String>,
    /// The custom checks.
    pub(super) checks: Vec<AskedCheck>,
    /// The device that has answered: no other may.
    pub(super) device_id: Option<String>,
}

/// A custom check that a device is asked to run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AskedCheck {
    /// The platform it is for.
    pub(super) platform: Platform,
    /// Its name.
    pub(super) variable_name: String,
    /// The osquery statement.
    pub(super) query: String,
}

impl From<RequestedCheck> for AskedCheck {
    fn from(check: RequestedCheck) -> Self {
        Self {
            platform: check.platform,
            variable_name: check.variable_name,
            query: check.query,
        }
    }
}

/// The device as it was when it was evaluated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SeenDevice {
    /// Identifier.
    pub(super) id: String,
    /// The name that its owner gave it.
    pub(super) display_name: String,
    /// Its operating system.
    pub(super) platform: Platform,
    /// The operating system's version.
    pub(super) os_version: String,
}

/// An evaluation and what it was made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Evaluation {
    /// What was decided.
    pub(super) decision: Decision,
    /// On the ground of which signals.
    pub(super) signals: Signals,
    /// The device that they are of.
    pub(super) device: Option<SeenDevice>,
    /// Why there are none.
    pub(super) cause: Option<Cause>,
    /// When the device answered.
    pub(super) checked_at: Option<Timestamp>,
    /// What there is to say of requests for more time.
    #[serde(default)]
    pub(super) more_time: MoreTime,
}

/// What of the evaluations has been given to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shown {
    /// Which evaluation.
    pub(super) revision: u64,
    /// The deadline that it named; none on a denial.
    pub(super) deadline: Option<Timestamp>,
}

/// Something that the person takes along. Its code follows from the state handle, see [`super::handle::handout`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Handed {
    /// What it is for.
    pub(super) kind: HandoutKind,
    /// Which of the sign-in's handouts it is.
    pub(super) number: u32,
    /// The evaluation that it tells of.
    pub(super) revision: u64,
    /// The page's language.
    pub(super) language: String,
    /// Until when it is good.
    pub(super) expires_at: Timestamp,
}

/// Where a sign-in goes on from. Only the same person may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Resumes {
    /// The other sign-in.
    pub(super) sign_in_id: String,
    /// Whose it is.
    pub(super) user_id: String,
}

/// A sign-in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SignIn {
    /// What the app asked for.
    pub(super) request: AppRequest,
    /// When it began.
    pub(super) created: Timestamp,
    /// Where it stands.
    pub(super) state: State,
    /// What was typed as the login.
    pub(super) identifier: Option<String>,
    /// Who has proven to be whom.
    pub(super) user_id: Option<String>,
    /// When.
    pub(super) auth_time: Option<Timestamp>,
    /// Wrong passwords so far.
    pub(super) failures: u32,
    /// The open question to the device.
    pub(super) challenge: Option<Challenge>,
    /// The last evaluation.
    pub(super) evaluation: Option<Evaluation>,
    /// Grows with every evaluation, and with what becomes of a request for more time.
    pub(super) revision: u64,
    /// A denial or reminder was given.
    pub(super) told: bool,
    /// The reminder was confirmed.
    pub(super) reminded: bool,
    /// The last denial or reminder that was given to the person.
    #[serde(default)]
    pub(super) shown: Option<Shown>,
    /// What the person can take along now.
    #[serde(default)]
    pub(super) handed: Vec<Handed>,
    /// How many handouts there were.
    #[serde(default)]
    pub(super) handouts: u32,
    /// The sign-in that this one goes on from.
    #[serde(default)]
    pub(super) resumes: Option<Resumes>,
}

impl SignIn {
    /// A new sign-in.
    pub(super) fn new(request: AppRequest, now: Timestamp) -> Self {
        Self {
            request,
            created: now,
            state: State::Identify,
            identifier: None,
            user_id: None,
            auth_time: None,
            failures: 0,
            challenge: None,
            evaluation: None,
            revision: 0,
            told: false,
            reminded: false,
            shown: None,
            handed: Vec::new(),
            handouts: 0,
            resumes: None,
        }
    }

    /// Somebody says who they are; until the password is proven they may say it again.
    pub(super) fn identify(&mut self, identifier: &str) -> bool {
        let allowed = matches!(self.state, State::Identify | State::Password);
        if allowed {
            self.identifier = Some(identifier.to_owned());
            self.state = State::Password;
        }
        allowed
    }

    /// The password was wrong.
    pub(super) fn fail(&mut self) -> bool {
        self.failures = self.failures.saturating_add(1);
        true
    }

    /// The password of `user_id` was right: of what was typed as `identifier`, if that still stands.
    pub(super) fn prove(&mut self, identifier: &str, user_id: &str, now: Timestamp) -> bool {
        let allowed =
            self.state == State::Password && self.identifier.as_deref() == Some(identifier);
        if allowed {
            self.user_id = Some(user_id.to_owned());
            self.auth_time = Some(now);
            self.state = State::Device;
        }
        allowed
    }

    /// The device is asked, for the first time or again.
    pub(super) fn ask(&mut self, challenge: Challenge) -> bool {
        let allowed = matches!(self.state, State::Device | State::Denied | State::Grace);
        if allowed {
            self.challenge = Some(challenge);
            self.state = State::Device;
        }
        allowed
    }

    /// Whether the device's answer still matters.
    pub(super) fn awaits_device(&self) -> bool {
        matches!(self.state, State::Device | State::Denied | State::Grace)
    }

    /// Whether the reminder of `decision` is left out because the person has confirmed one lately. What stands in front
    /// of them does not vanish because they confirm it in another window of the browser.
    pub(super) fn leaves_out(&self, decision: &Decision) -> Option<Confirmed> {
        let given = self.shown.and_then(|shown| shown.deadline).is_some();
        let reminding = decision.reminding.as_ref().filter(|_| !self.reminded)?;
        reminding.confirmed.filter(|_| !given)
    }

    /// An evaluation has come to an end.
    pub(super) fn evaluated(&mut self, evaluation: Evaluation) -> bool {
        let allowed = self.awaits_device();
        if allowed {
            let silent = self.reminded || self.leaves_out(&evaluation.decision).is_some();
            self.state = match &evaluation.decision.outcome {
                Outcome::Allow { .. } => State::Success,
                Outcome::Grace { .. } if silent => State::Success,
                Outcome::Grace { .. } => State::Grace,
                Outcome::Deny { .. } => State::Denied,
            };
            self.told |= self.state != State::Success;
            if let (Some(challenge), Some(device)) = (&mut self.challenge, &evaluation.device) {
                challenge.device_id = Some(device.id.clone());
            }
            self.revision += 1;
            self.evaluation = Some(evaluation);
        }
        allowed
    }

    /// The denial or reminder of the last evaluation is given to the person. Where it is the first time and there is
    /// something to say: the windows of grace that waited for it, counted from now.
    pub(super) fn show(&mut self, now: Timestamp) -> Option<Vec<GraceWindow>> {
        let again = self
            .shown
            .is_some_and(|shown| shown.revision == self.revision);
        let waits = matches!(self.state, State::Grace | State::Denied);
        let evaluation = self.evaluation.as_mut().filter(|_| waits && !again)?;
        let decision = &mut evaluation.decision;
        let deadline = match &mut decision.outcome {
            Outcome::Grace {
                policy_id,
                deadline,
                ..
            } => {
                let own = decision
                    .grace_pending
                    .iter()
                    .find(|window| window.policy_id == *policy_id);
                if let Some(window) = own {
                    let counted = window.clone().counted_from(now).expires_at;
                    // An exemption may last longer than the window.
                    *deadline = if *deadline == window.expires_at {
                        counted
                    } else {
                        counted.max(*deadline)
                    };
                }
                Some(*deadline)
            }
            outcome if outcome.instructs() => None,
            _ => return None,
        };
        self.shown = Some(Shown {
            revision: self.revision,
            deadline,
        });
        let pending = std::mem::take(&mut decision.grace_pending);
        Some(
            pending
                .into_iter()
                .map(|window| window.counted_from(now))
                .collect(),
        )
    }

    /// There is something else to say of requests for more time than was said with the last evaluation. It stands for that
    /// evaluation still: what was shown and taken along of it is as good as before.
    pub(super) fn note_more_time(&mut self, more_time: &MoreTime) -> bool {
        let waits = matches!(self.state, State::Grace | State::Denied);
        let known = self.evaluation.as_mut().filter(|_| waits);
        let Some(evaluation) = known.filter(|evaluation| evaluation.more_time != *more_time) else {
            return false;
        };
        evaluation.more_time = more_time.clone();
        let before = self.revision;
        self.revision += 1;
        if let Some(shown) = self.shown.as_mut().filter(|shown| shown.revision == before) {
            shown.revision = self.revision;
        }
        let taken = self
            .handed
            .iter_mut()
            .filter(|handed| handed.revision == before);
        taken.for_each(|handed| handed.revision = self.revision);
        true
    }

    /// Whether there is anything to take along: a reminder, or a denial that may be told.
    pub(super) fn can_hand_out(&self) -> bool {
        let told = self.evaluation.as_ref().is_some_and(|evaluation| {
            matches!(
                evaluation.decision.outcome,
                Outcome::Grace { .. } | Outcome::Deny { show: true, .. }
            )
        });
        told && matches!(self.state, State::Denied | State::Grace)
    }

    /// Whether a handout is of what is told now.
    pub(super) fn is_current(&self, handed: &Handed, now: Timestamp) -> bool {
        now < handed.expires_at
            && (handed.kind == HandoutKind::Resume || handed.revision == self.revision)
    }

    /// Another handout; there are never more than one of a kind at hand.
    pub(super) fn hand_out(
        &mut self,
        kind: HandoutKind,
        language: &str,
        expires_at: Timestamp,
    ) -> bool {
        let allowed = self.can_hand_out();
        if allowed {
            self.handed.retain(|handed| handed.kind != kind);
            self.handed.push(Handed {
                kind,
                number: self.handouts,
                revision: self.revision,
                language: language.to_owned(),
                expires_at,
            });
            self.handouts += 1;
        }
        allowed
    }

    /// The reminder is confirmed, before its deadline. Nobody confirms what they were not told: a deadline that has come
    /// nearer since is told first.
    pub(super) fn acknowledge(&mut self, now: Timestamp) -> bool {
        let told = self.shown.and_then(|shown| shown.deadline);
        let allowed = self.state == State::Grace
            && self
                .deadline()
                .zip(told)
                .is_some_and(|(deadline, told)| now < deadline && told <= deadline);
        if allowed {
            self.reminded = true;
            self.state = State::Success;
        }
        allowed
    }

    /// The deadline of the reminder that the person is at.
    pub(super) fn deadline(&self) -> Option<Timestamp> {
        let evaluation = self.evaluation.as_ref()?;
        match evaluation.decision.outcome {
            Outcome::Grace { deadline, .. } if self.state == State::Grace => Some(deadline),
            _ => None,
        }
    }

    /// Whether the person can keep it open longer: while there is something to do in it.
    pub(super) fn can_be_extended(&self) -> bool {
        !matches!(self.state, State::Success | State::Ended)
    }

    /// Given up: from the beginning, for the same app; a sign-in that succeeded is over.
    pub(super) fn cancel(&mut self) -> bool {
        let next = match self.state {
            State::Identify | State::Ended => return false,
            State::Success => State::Ended,
            _ => State::Identify,
        };
        // What counts wrong passwords and evaluations goes on counting.
        *self = Self {
            state: next,
            failures: self.failures,
            revision: self.revision + 1,
            handouts: self.handouts,
            ..Self::new(self.request.clone(), self.created)
        };
        true
    }
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::backend::evaluation::Reminding;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    pub(in super::super) fn fresh() -> SignIn {
        let request = AppRequest {
            client_id: "0oa1".to_owned(),
            redirect_uri: "https://app.example/callback".to_owned(),
            scopes: vec!["openid".to_owned()],
            nonce: None,
            code_challenge: "c".to_owned(),
            login_hint: None,
        };
        SignIn::new(request, at(0))
    }

    fn evaluation(outcome: Outcome) -> Evaluation {
        let decision = Decision {
            outcome,
            rule_id: None,
            rule_name: None,
            policies: Vec::new(),
            checks: Vec::new(),
            grace_starts: Vec::new(),
            grace_pending: Vec::new(),
            grace_clears: Vec::new(),
            reminding: None,
        };
        Evaluation {
            decision,
            signals: Signals::default(),
            device: None,
            cause: None,
            checked_at: None,
            more_time: MoreTime::default(),
        }
    }

    fn proven() -> SignIn {
        let mut sign_in = fresh();
        assert!(sign_in.identify("ada"));
        assert!(sign_in.prove("ada", "00u1", at(1)));
        sign_in
    }

    fn grace() -> Outcome {
        Outcome::Grace {
            policy_id: "dae1".to_owned(),
            deadline: at(100),
            options: Vec::new(),
            verification_method: None,
        }
    }

    fn allow() -> Outcome {
        Outcome::Allow {
            verification_method: None,
        }
    }

    fn deny() -> Outcome {
        Outcome::Deny {
            show: false,
            options: Vec::new(),
        }
    }

    #[test]
    fn nothing_is_evaluated_before_the_password_is_proven() {
        let mut sign_in = fresh();
        assert!(!sign_in.evaluated(evaluation(allow())));
        assert!(!sign_in.acknowledge(at(1)));
        sign_in.identify("ada");
        assert!(!sign_in.evaluated(evaluation(allow())));
        assert_eq!(sign_in.state, State::Password);
    }

    #[test]
    fn a_password_is_only_good_for_the_login_that_stands() {
        let mut sign_in = fresh();
        sign_in.identify("ada");
        sign_in.identify("bob");
        assert!(!sign_in.prove("ada", "00u1", at(1)));
        assert_eq!(sign_in.user_id, None);
    }

    #[test]
    fn whoever_has_proven_the_password_cannot_become_somebody_else() {
        let mut sign_in = proven();
        assert!(!sign_in.identify("bob"));
        assert_eq!(sign_in.identifier.as_deref(), Some("ada"));
    }

    #[test]
    fn the_reminder_holds_until_its_deadline_and_is_shown_once() {
        let mut sign_in = proven();
        assert!(sign_in.evaluated(evaluation(grace())));
        assert_eq!(sign_in.state, State::Grace);
        assert!(!sign_in.acknowledge(at(2)), "nobody was told yet");
        assert_eq!(sign_in.show(at(2)), Some(Vec::new()));
        assert_eq!(sign_in.show(at(3)), None, "once");
        let mut late = sign_in.clone();
        assert!(!late.acknowledge(at(100)), "at the deadline it is over");
        assert!(sign_in.acknowledge(Timestamp::from_millisecond(99_999).unwrap()));
        assert_eq!(sign_in.state, State::Success);
    }

    #[test]
    fn a_reminder_that_was_confirmed_lately_is_left_out_but_not_taken_from_the_screen() {
        let mut lately = evaluation(grace());
        lately.decision.reminding = Some(Reminding {
            interval: SignedDuration::from_secs(60),
            failures: Vec::new(),
            confirmed: Some(Confirmed {
                at: at(1),
                until: at(61),
            }),
        });
        let mut sign_in = proven();
        assert!(sign_in.evaluated(lately.clone()));
        assert_eq!((sign_in.state, sign_in.told), (State::Success, false));
        let mut reading = proven();
        reading.evaluated(evaluation(grace()));
        reading.show(at(2));
        reading.evaluated(lately);
        assert_eq!(reading.state, State::Grace);
    }

    #[test]
    fn a_deadline_that_came_nearer_is_told_before_it_is_confirmed_and_a_later_one_is_no_news() {
        let grace_until = |second| match grace() {
            Outcome::Grace {
                policy_id, options, ..
            } => Outcome::Grace {
                policy_id,
                deadline: at(second),
                options,
                verification_method: None,
            },
            other => other,
        };
        let mut sign_in = proven();
        sign_in.evaluated(evaluation(grace_until(100)));
        sign_in.show(at(2));
        let mut longer = sign_in.clone();
        longer.evaluated(evaluation(grace_until(200)));
        assert!(longer.acknowledge(at(150)));
        sign_in.evaluated(evaluation(grace_until(50)));
        assert!(!sign_in.acknowledge(at(3)));
        sign_in.show(at(3));
        assert!(sign_in.acknowledge(at(4)));
    }

    #[test]
    fn a_window_that_waits_for_the_reminder_counts_from_it() {
        let mut waiting = evaluation(grace());
        waiting.decision.grace_pending = vec![GraceWindow {
            policy_id: "dae1".to_owned(),
            user_id: "00u1".to_owned(),
            device_id: "guo1".to_owned(),
            first_noncompliant_at: at(10),
            expires_at: at(100),
        }];
        let mut sign_in = proven();
        sign_in.evaluated(waiting);
        let begun = sign_in.show(at(25)).unwrap();
        assert_eq!(
            (begun[0].first_noncompliant_at, begun[0].expires_at),
            (at(25), at(115))
        );
        assert_eq!(sign_in.deadline(), Some(at(115)));
        assert_eq!(sign_in.show(at(30)), None);
    }

    #[test]
    fn a_denial_becomes_a_success_when_the_device_is_good_and_remembers_that_it_was_one() {
        let mut sign_in = proven();
        assert!(sign_in.evaluated(evaluation(deny())));
        assert_eq!((sign_in.state, sign_in.revision), (State::Denied, 1));
        assert!(sign_in.evaluated(evaluation(allow())));
        assert_eq!((sign_in.state, sign_in.revision), (State::Success, 2));
        assert!(sign_in.told);
        assert!(
            !sign_in.evaluated(evaluation(deny())),
            "a success is not taken back"
        );
    }

    #[test]
    fn cancelling_starts_again_but_forgets_no_wrong_password() {
        let mut sign_in = proven();
        sign_in.fail();
        sign_in.evaluated(evaluation(deny()));
        assert!(sign_in.cancel());
        assert_eq!((sign_in.state, sign_in.failures), (State::Identify, 1));
        assert_eq!(
            (
                sign_in.user_id.clone(),
                sign_in.challenge.clone(),
                sign_in.evaluation.clone()
            ),
            (None, None, None)
        );
        assert!(!sign_in.cancel());
        let mut done = proven();
        done.evaluated(evaluation(allow()));
        assert!(done.cancel());
        assert_eq!(done.state, State::Ended);
    }
}
