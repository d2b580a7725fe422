//! What the log tells of an evaluation, and of the windows of grace that it begins and ends.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Kind, Teller, detailed, device, device_target, kinds, reason, target, warn};
use crate::backend::{
    evaluation::{
        AccessPolicyRule, Cause, Decision, DeviceAssurance, Exemption, ExemptionStatus, GraceEnd,
        GracePeriod, GraceReminder, GraceWindow, Outcome, PolicyEvaluation, Verdict,
    },
    sign_in::{
        evaluate::Grounds,
        transaction::{Evaluation, SeenDevice, SignIn},
    },
    store::{LogEvent, Target, Together},
};

impl Teller<'_> {
    /// An evaluation, of a device that has just answered a challenge for the first time (`proven`) or not. `before` is
    /// the sign-in as it was.
    pub(in super::super) fn evaluated(
        &self,
        grounds: &Grounds,
        evaluation: &Evaluation,
        proven: bool,
        before: &SignIn,
        now: Timestamp,
    ) -> Together {
        let decision = &evaluation.decision;
        let seen = evaluation.device.as_ref();
        let mut events = Vec::new();
        if proven {
            let mut event = self.event(&kinds::AUTH_VIA_MFA);
            event.target.extend(seen.map(device_target));
            event.device = device(seen, &evaluation.signals);
            events.push(event.debug("factor", "SIGNED_NONCE"));
        }
        events.extend(self.unavailable(evaluation));
        let result = match &decision.outcome {
            Outcome::Allow { .. } | Outcome::Grace { .. } => "ALLOW",
            Outcome::Deny { .. } => "DENY",
        };
        let sign_on = self.sign_on(&kinds::EVALUATE, grounds, evaluation);
        events.push(sign_on.outcome(result, Some(&reason(result))));
        if result == "DENY" {
            let denied = warn(self.sign_on(&kinds::DENY, grounds, evaluation));
            events.push(denied.outcome(result, Some(&reason(result))));
        }
        events.extend(self.date_passed(grounds, decision, before, now));
        events.extend(self.left_out(evaluation, before));
        let about = |kind, window: &GraceWindow| {
            let event = self.window(kind, window, decision, seen);
            (window.clone(), event)
        };
        let own = |id: &String| {
            grounds
                .windows
                .iter()
                .find(|window| window.policy_id == *id)
        };
        let failed = |window: &&GraceWindow| {
            decision.policies.iter().any(|policy| {
                policy.policy_id == window.policy_id
                    && policy.has_failure()
                    && !policy.is_compliant()
            })
        };
        Together {
            events,
            grace_ends: decision
                .grace_clears
                .iter()
                .filter_map(own)
                .map(|window| about(&kinds::GRACE_END, window))
                .collect(),
            grace_expiries: grounds
                .windows
                .iter()
                .filter(|window| window.expires_at <= now)
                .filter(failed)
                .map(|window| about(&kinds::GRACE_EXPIRE, window))
                .map(|(window, event)| (window, warn(event)))
                .collect(),
            exemption_expiries: self.run_out(grounds, evaluation, now),
            grace_starts: decision
                .grace_starts
                .iter()
                .map(|window| about(&kinds::GRACE_START, window))
                .collect(),
            reminder_ends: grounds
                .reminders
                .iter()
                .filter(|reminder| decision.grace_clears.contains(&reminder.policy_id))
                .cloned()
                .collect(),
            ..Together::default()
        }
    }

    /// Exemptions that an evaluation finds at their end.
    fn run_out(
        &self,
        grounds: &Grounds,
        evaluation: &Evaluation,
        now: Timestamp,
    ) -> Vec<(Exemption, LogEvent)> {
        let over = grounds.exemptions.iter().filter(|exemption| {
            exemption.decision == ExemptionStatus::Approved
                && exemption.status(now) == ExemptionStatus::Expired
        });
        over.map(|exemption| {
            let event = self.about_exemption(&kinds::EXEMPTION_EXPIRE, exemption, evaluation);
            let event = event.debug("expiresAt", format!("{:.3}", exemption.ends_at()));
            (exemption.clone(), warn(event))
        })
        .collect()
    }

    /// The person goes on without the reminder that this sign-in would have had.
    fn left_out(&self, evaluation: &Evaluation, before: &SignIn) -> Option<LogEvent> {
        let decision = &evaluation.decision;
        let Outcome::Grace {
            policy_id,
            deadline,
            ..
        } = &decision.outcome
        else {
            return None;
        };
        let confirmed = before.leaves_out(decision)?;
        let failures = decision.reminding.iter().flat_map(|own| &own.failures);
        let checks: Vec<_> = failures.map(|failure| failure.check.as_str()).collect();
        let seen = evaluation.device.as_ref();
        let event = self
            .on_device(&kinds::GRACE_OMIT, seen)
            .target(decided_target(policy_id, decision, seen))
            .debug("checks", json!(checks))
            .debug("confirmedAt", format!("{:.3}", confirmed.at))
            .debug("nextReminderAt", format!("{:.3}", confirmed.until));
        Some(event.debug("expiresAt", format!("{deadline:.3}")))
    }

    /// Windows of grace that begin now because the reminder is given.
    pub(in super::super) fn begun(
        &self,
        windows: &[GraceWindow],
        evaluation: &Evaluation,
    ) -> Vec<(GraceWindow, LogEvent)> {
        windows
            .iter()
            .map(|window| {
                let seen = evaluation.device.as_ref();
                let event = self.window(&kinds::GRACE_START, window, &evaluation.decision, seen);
                (window.clone(), event)
            })
            .collect()
    }

    /// The policy's verdict.
    fn sign_on(&self, kind: &Kind, grounds: &Grounds, evaluation: &Evaluation) -> LogEvent {
        let decision = &evaluation.decision;
        let mut event = self.event(kind);
        event.target.extend(self.policy_target());
        event.target.extend(
            decision
                .rule_id
                .as_ref()
                .and_then(|id| grounds.rules.iter().find(|rule| rule.id == *id))
                .map(rule_target),
        );
        event.target.extend(self.app_target());
        event
            .target
            .extend(evaluation.device.as_ref().map(device_target));
        event.device = device(evaluation.device.as_ref(), &evaluation.signals);
        let options: Vec<_> = decision.policies.iter().map(option).collect();
        event = event.debug("deviceAssurance", options);
        if let Outcome::Grace { deadline, .. } = &decision.outcome {
            event = event.debug("gracePeriodExpiresAt", format!("{deadline:.3}"));
        }
        if let Some(cause) = evaluation.cause {
            event = event.debug("deviceCause", json!(cause));
        }
        event
    }

    /// What could not be checked, and why.
    fn unavailable(&self, evaluation: &Evaluation) -> Option<LogEvent> {
        let decision = &evaluation.decision;
        let mut checks: Vec<(&str, Cause)> = Vec::new();
        let all = decision
            .policies
            .iter()
            .flat_map(|policy| &policy.checks)
            .chain(&decision.checks);
        for check in all.filter(|check| check.verdict == Verdict::Unknown) {
            let cause = check.cause.unwrap_or(Cause::NotReported);
            if !checks.iter().any(|(id, _)| *id == check.id) {
                checks.push((&check.id, cause));
            }
        }
        let cause = evaluation
            .cause
            .or_else(|| checks.first().map(|(_, cause)| *cause))?;
        let cause = json!(cause);
        let checks: Vec<Value> = checks
            .into_iter()
            .map(|(id, cause)| json!({"id": id, "cause": cause}))
            .collect();
        let event = self.on_device(&kinds::CHECK_UNAVAILABLE, evaluation.device.as_ref());
        let event = warn(event).outcome("FAILURE", cause.as_str());
        Some(event.debug("checks", checks))
    }

    /// A grace period by date has passed while its reminder was in front of the person. Others have no window that would
    /// end: the date is the same for everybody.
    fn date_passed(
        &self,
        grounds: &Grounds,
        decision: &Decision,
        before: &SignIn,
        now: Timestamp,
    ) -> Option<LogEvent> {
        let deadline = before.deadline().filter(|deadline| *deadline <= now)?;
        let last = before.evaluation.as_ref()?;
        let Outcome::Grace { policy_id, .. } = &last.decision.outcome else {
            return None;
        };
        let policy = grounds
            .policies
            .iter()
            .find(|policy| policy.id == *policy_id)?;
        let end = policy.grace_period.as_ref().and_then(GracePeriod::end);
        let still_fails = decision
            .policies
            .iter()
            .any(|policy| policy.policy_id == *policy_id && !policy.is_compliant());
        if end != Some(GraceEnd::At(deadline)) || !still_fails {
            return None;
        }
        let seen = last.device.as_ref();
        let event = self
            .on_device(&kinds::GRACE_EXPIRE, seen)
            .target(assurance_target(policy));
        Some(warn(event).debug("expiresAt", format!("{deadline:.3}")))
    }

    fn window(
        &self,
        kind: &Kind,
        window: &GraceWindow,
        decision: &Decision,
        seen: Option<&SeenDevice>,
    ) -> LogEvent {
        let event = self.on_device(kind, seen);
        event
            .target(decided_target(&window.policy_id, decision, seen))
            .debug("startedAt", format!("{:.3}", window.first_noncompliant_at))
            .debug("expiresAt", format!("{:.3}", window.expires_at))
    }
}

/// What is remembered of a reminder that is confirmed `now`, and when the next one comes; nothing where the policy wants one
/// at every sign-in.
pub(super) fn confirmed(
    sign_in: &SignIn,
    evaluation: &Evaluation,
    deadline: Timestamp,
    now: Timestamp,
) -> Option<(GraceReminder, Timestamp)> {
    let Outcome::Grace { policy_id, .. } = &evaluation.decision.outcome else {
        return None;
    };
    let reminding = evaluation.decision.reminding.as_ref()?;
    let reminder = GraceReminder {
        policy_id: policy_id.clone(),
        user_id: sign_in.user_id.clone()?,
        device_id: evaluation.device.as_ref()?.id.clone(),
        confirmed_at: now,
        deadline,
        failures: reminding.failures.clone(),
    };
    Some((reminder, reminding.next(now, deadline)))
}

/// The device assurance policy `id` as it was when it was decided.
pub(super) fn decided_target(id: &str, decision: &Decision, seen: Option<&SeenDevice>) -> Target {
    let name = decision
        .policies
        .iter()
        .find(|policy| policy.policy_id == id)
        .map_or("", |policy| &policy.policy_name);
    // A policy only ever matches devices of its own platform.
    let platform = seen.map(|device| device.platform);
    detailed(
        target(ASSURANCE, id, name),
        &json!({"policyName": name, "policyPlatform": platform}),
    )
}

const ASSURANCE: &str = "DeviceAssurancePolicyEntity";

fn assurance_target(policy: &DeviceAssurance) -> Target {
    detailed(
        target(ASSURANCE, &policy.id, &policy.name),
        &json!({"policyName": policy.name, "policyPlatform": policy.platform}),
    )
}

fn rule_target(rule: &AccessPolicyRule) -> Target {
    let method = rule.actions.app_sign_on.verification_method.as_ref();
    let factor_mode = method.and_then(|method| method.get("factorMode"));
    detailed(
        target("PolicyRule", &rule.id, &rule.name),
        &json!({"rulePriority": rule.priority, "factorMode": factor_mode}),
    )
}

fn option(policy: &PolicyEvaluation) -> Value {
    let unmet: Vec<_> = policy.unmet().map(|check| &check.id).collect();
    json!({"policyId": policy.policy_id, "policyName": policy.policy_name, "compliant": policy.is_compliant(), "unmet": unmet})
}
