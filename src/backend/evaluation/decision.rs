//! The decision about one sign-in (`docs/spec/management-api.md` sections 3 and 4): rules by priority, the first that
//! matches decides; policies of a rule are alternatives; a window of grace counts as met until its end.

use jiff::Timestamp;

use super::{
    Access, AccessPolicyRule, Cause, CheckResult, DeviceAssurance, DeviceCondition,
    DevicePostureCheck, Exemption, GraceEnd, GraceReminder, GraceStart, GraceWindow, Instruction,
    PolicyEvaluation, RuleConditions, Signals, Status, Verdict, VersionCatalogue, evaluate_policy,
    text::documentation_link,
};

mod checks;
mod exempted;
mod outcome;
mod reminding;

use checks::{device_state, merged};
use exempted::{exempted, first_listed};
pub use outcome::{Decision, Outcome, Remedy};

/// All that a decision depends on.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The rules of the app's sign-in policy, in any order.
    pub rules: &'a [AccessPolicyRule],
    /// The organization's device assurance policies.
    pub policies: &'a [DeviceAssurance],
    /// The organization's posture checks, with the built-in ones that were changed.
    pub checks: &'a [DevicePostureCheck],
    /// What is known about the device.
    pub signals: &'a Signals,
    /// The windows of grace of this user and device.
    pub windows: &'a [GraceWindow],
    /// What this user has asked for on this device, decided or not.
    pub exemptions: &'a [Exemption],
    /// The reminders that this user has confirmed on this device.
    pub reminders: &'a [GraceReminder],
    /// The user.
    pub user_id: &'a str,
    /// The device; `None` where none answered. Without a device there is no grace.
    pub device_id: Option<&'a str>,
    /// Whether the device is registered for this user.
    pub registered: bool,
    /// The newest versions of operating systems.
    pub catalogue: &'a VersionCatalogue,
    /// The server's time.
    pub now: Timestamp,
}

/// A way that would be open if the device met `evaluation` and the device's state (`state`).
struct Candidate {
    evaluation: PolicyEvaluation,
    state: Vec<CheckResult>,
}

/// Decides.
pub fn decide(request: &Request<'_>) -> Decision {
    let mut rules: Vec<_> = request
        .rules
        .iter()
        .filter(|rule| rule.status == Status::Active)
        .collect();
    rules.sort_by_key(|rule| (rule.system, rule.priority));
    let mut progress = Progress {
        request,
        looked_at: Vec::new(),
        candidates: Vec::new(),
        starts: Vec::new(),
        pending: Vec::new(),
        clears: Vec::new(),
    };
    for rule in rules {
        let conditions = rule.conditions.as_ref();
        if !conditions.is_none_or(|conditions| applies(conditions, request)) {
            continue;
        }
        match progress.device(
            rule,
            conditions.and_then(|conditions| conditions.device.as_ref()),
        ) {
            Match::No => {}
            Match::Yes(passed) => return progress.finish(Some(rule), None, &passed),
            Match::Grace(policy_id, deadline) => {
                return progress.finish(Some(rule), Some((policy_id, deadline)), &[]);
            }
        }
    }
    progress.finish(None, None, &[])
}

/// Whether a rule's conditions on anything but the device match.
fn applies(conditions: &RuleConditions, request: &Request<'_>) -> bool {
    let people = conditions.people.as_ref().is_none_or(|people| {
        let named = |list: &[String]| list.iter().any(|id| id == request.user_id);
        // Users have no groups: a rule for groups is for nobody.
        let included = (people.users.include.is_empty() && people.groups.include.is_empty())
            || named(&people.users.include);
        included && !named(&people.users.exclude)
    });
    let platform = conditions.platform.as_ref().is_none_or(|condition| {
        let matches = |list: &[super::PlatformInclude]| {
            list.iter()
                .any(|item| item.matches(request.signals.platform))
        };
        (condition.include.is_empty() || matches(&condition.include))
            && !matches(&condition.exclude)
    });
    people && platform
}

enum Match {
    No,
    Yes(Vec<PolicyEvaluation>),
    Grace(String, Timestamp),
}

struct Progress<'a> {
    request: &'a Request<'a>,
    looked_at: Vec<PolicyEvaluation>,
    candidates: Vec<Candidate>,
    starts: Vec<GraceWindow>,
    pending: Vec<GraceWindow>,
    clears: Vec<String>,
}

impl Progress<'_> {
    fn device(&mut self, rule: &AccessPolicyRule, condition: Option<&DeviceCondition>) -> Match {
        let Some(condition) = condition else {
            return Match::Yes(Vec::new());
        };
        let request = self.request;
        let state = device_state(condition, request);
        let Some(assurance) = &condition.assurance else {
            return if state.is_empty() {
                Match::Yes(Vec::new())
            } else {
                Match::No
            };
        };
        let policies: Vec<_> = assurance
            .include
            .iter()
            .filter_map(|id| request.policies.iter().find(|policy| policy.id == *id))
            .filter(|policy| {
                request
                    .signals
                    .platform
                    .is_none_or(|platform| platform == policy.platform)
            })
            .collect();
        let evaluations: Vec<_> = policies
            .iter()
            .map(|policy| {
                evaluate_policy(policy, request.checks, request.signals, request.catalogue)
            })
            .collect();
        // A policy without any condition that could be looked at proves nothing, and neither does an unknown platform.
        let known = request.signals.platform.is_some();
        // Where nothing answered, nothing can be overlooked: silence is not a device.
        let met = |evaluation: &PolicyEvaluation| {
            known
                && !evaluation.checks.is_empty()
                && (evaluation.is_compliant()
                    || (request.device_id.is_some() && evaluation.is_met()))
        };
        // Only a device that was seen to be in order has its time given back.
        let in_order =
            |evaluation: &&PolicyEvaluation| met(evaluation) && evaluation.is_compliant();
        for evaluation in evaluations.iter().filter(in_order) {
            if request
                .windows
                .iter()
                .any(|window| self.owns(window, &evaluation.policy_id))
                || reminding::confirmed(request, &evaluation.policy_id).is_some()
            {
                push_new(&mut self.clears, evaluation.policy_id.clone());
            }
        }
        for evaluation in &evaluations {
            if !self
                .looked_at
                .iter()
                .any(|seen| seen.policy_id == evaluation.policy_id)
            {
                self.looked_at.push(evaluation.clone());
            }
        }
        let passed: Vec<_> = evaluations
            .iter()
            .filter(|evaluation| met(evaluation))
            .cloned()
            .collect();
        if state.is_empty() && !passed.is_empty() {
            return Match::Yes(passed);
        }
        if rule.actions.app_sign_on.access == Access::Deny {
            // Not meeting the conditions of a refusal is nothing to be fixed, and grace is no help.
            return Match::No;
        }
        let grace = if state.is_empty() {
            let window = self.grace(&policies, &evaluations);
            first_listed(&policies, &[window, exempted(request, &policies)])
        } else {
            None
        };
        for evaluation in evaluations {
            if !self
                .candidates
                .iter()
                .any(|known| known.evaluation.policy_id == evaluation.policy_id)
            {
                self.candidates.push(Candidate {
                    evaluation,
                    state: state.clone(),
                });
            }
        }
        grace.map_or(Match::No, |(policy_id, deadline)| {
            Match::Grace(policy_id, deadline)
        })
    }

    /// Whether a window of grace is open for one of these policies, of which none is met; begins windows.
    ///
    /// Grace is for what a device is known to lack: where nothing failed and something could not be checked, there is
    /// none, and none begins.
    fn grace(
        &mut self,
        policies: &[&DeviceAssurance],
        evaluations: &[PolicyEvaluation],
    ) -> Option<(String, Timestamp)> {
        let device_id = self.request.device_id?;
        let mut open = None;
        for (policy, _) in policies
            .iter()
            .zip(evaluations)
            .filter(|(_, evaluation)| evaluation.has_failure())
        {
            let Some(end) = policy
                .grace_period
                .as_ref()
                .and_then(super::GracePeriod::end)
            else {
                continue;
            };
            let deadline = match end {
                GraceEnd::At(instant) => instant,
                GraceEnd::After(length) => {
                    let stored = self
                        .request
                        .windows
                        .iter()
                        .find(|window| self.owns(window, &policy.id));
                    let start =
                        stored.map_or(self.request.now, |window| window.first_noncompliant_at);
                    let Ok(deadline) = start.checked_add(length) else {
                        continue;
                    };
                    if stored.is_none() {
                        let window = GraceWindow {
                            policy_id: policy.id.clone(),
                            user_id: self.request.user_id.to_owned(),
                            device_id: device_id.to_owned(),
                            first_noncompliant_at: start,
                            expires_at: deadline,
                        };
                        let starts_on = policy
                            .grace_period
                            .as_ref()
                            .and_then(|period| period.starts_on);
                        match starts_on.unwrap_or_default() {
                            GraceStart::FirstFailure => self.starts.push(window),
                            GraceStart::FirstReminder => self.pending.push(window),
                        }
                    }
                    deadline
                }
            };
            // From the deadline on, it is over.
            if self.request.now < deadline && open.is_none() {
                open = Some((policy.id.clone(), deadline));
            }
        }
        open
    }

    fn owns(&self, window: &GraceWindow, policy_id: &str) -> bool {
        window.policy_id == policy_id
            && window.user_id == self.request.user_id
            && Some(window.device_id.as_str()) == self.request.device_id
    }

    fn finish(
        self,
        rule: Option<&AccessPolicyRule>,
        grace: Option<(String, Timestamp)>,
        passed: &[PolicyEvaluation],
    ) -> Decision {
        let reminding = grace.as_ref().and_then(|(policy_id, deadline)| {
            reminding::reminding(self.request, &self.looked_at, policy_id, *deadline)
        });
        let sign_on = rule.map(|rule| &rule.actions.app_sign_on);
        let allowed = sign_on.is_some_and(|sign_on| sign_on.access == Access::Allow);
        let verification_method = sign_on.and_then(|sign_on| sign_on.verification_method.clone());
        let shown: Vec<_> = self
            .candidates
            .into_iter()
            .filter(|candidate| candidate.evaluation.show)
            .collect();
        let options = || -> Vec<Remedy> {
            // Alternatives of platforms that the device may not even have are no options.
            let remedies = shown
                .iter()
                .filter(|_| self.request.signals.platform.is_some())
                .map(|candidate| Remedy {
                    policy_id: candidate.evaluation.policy_id.clone(),
                    items: candidate
                        .state
                        .iter()
                        .chain(candidate.evaluation.unmet())
                        .cloned()
                        .collect(),
                });
            remedies.filter(|remedy| !remedy.items.is_empty()).collect()
        };
        let (outcome, checks) = match (allowed, grace) {
            (true, Some((policy_id, deadline))) => {
                let outcome = Outcome::Grace {
                    policy_id,
                    deadline,
                    options: options(),
                    verification_method,
                };
                (outcome, merged(shown.iter().flat_map(Candidate::checks)))
            }
            (true, None) => {
                let visible = passed.iter().filter(|evaluation| evaluation.show);
                (
                    Outcome::Allow {
                        verification_method,
                    },
                    merged(visible.flat_map(|evaluation| &evaluation.checks)),
                )
            }
            (false, _) => {
                let outcome = Outcome::Deny {
                    show: !shown.is_empty(),
                    options: options(),
                };
                (outcome, merged(shown.iter().flat_map(Candidate::checks)))
            }
        };
        Decision {
            outcome,
            rule_id: rule.map(|rule| rule.id.clone()),
            rule_name: rule.map(|rule| rule.name.clone()),
            policies: self.looked_at,
            checks,
            grace_starts: self.starts,
            grace_pending: self.pending,
            grace_clears: self.clears,
            reminding,
        }
    }
}

impl Candidate {
    fn checks(&self) -> impl Iterator<Item = &CheckResult> {
        self.state.iter().chain(&self.evaluation.checks)
    }
}

fn push_new(list: &mut Vec<String>, item: String) {
    if !list.contains(&item) {
        list.push(item);
    }
}

#[cfg(test)]
mod tests;
