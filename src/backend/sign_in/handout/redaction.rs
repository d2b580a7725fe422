//! What of a sign-in others may read. Everything is left out that is not named here.

use super::super::{
    exemption::MoreTime,
    transaction::{AppRequest, Evaluation, SeenDevice, SignIn},
};
use crate::{
    backend::evaluation::{Cause, CheckResult, Decision, Outcome, Remedy, Signals, Verdict},
    idx::HandoutKind,
};

/// A sign-in without whose it is, on which device, and for which request.
///
/// A copy for anybody with its code has only what there is to do: no value that was found, no check that passed, nothing of
/// the device but its platform. The help desk also sees the values of built-in checks, as the page has shown them; what a
/// custom check has found can be anything and is left out.
pub(super) fn redacted(sign_in: &SignIn, kind: HandoutKind) -> SignIn {
    let desk = kind == HandoutKind::Helpdesk;
    let request = AppRequest {
        client_id: String::new(),
        redirect_uri: String::new(),
        scopes: Vec::new(),
        nonce: None,
        code_challenge: String::new(),
        login_hint: None,
    };
    SignIn {
        state: sign_in.state,
        revision: if desk { sign_in.revision } else { 0 },
        evaluation: sign_in
            .evaluation
            .as_ref()
            .map(|evaluation| redacted_evaluation(evaluation, desk)),
        ..SignIn::new(request, sign_in.created)
    }
}

fn redacted_evaluation(evaluation: &Evaluation, desk: bool) -> Evaluation {
    let decision = &evaluation.decision;
    let checks = decision.checks.iter();
    Evaluation {
        decision: Decision {
            outcome: outcome(&decision.outcome, desk),
            rule_id: None,
            rule_name: None,
            policies: Vec::new(),
            checks: checks
                .filter(|found| desk || found.verdict != Verdict::Pass)
                .map(|found| check(found, desk))
                .collect(),
            grace_starts: Vec::new(),
            grace_pending: Vec::new(),
            grace_clears: Vec::new(),
            reminding: None,
        },
        signals: Signals::unknown(evaluation.signals.platform, Cause::NotReported),
        device: evaluation.device.as_ref().map(|device| SeenDevice {
            id: String::new(),
            display_name: String::new(),
            platform: device.platform,
            os_version: if desk {
                device.os_version.clone()
            } else {
                String::new()
            },
        }),
        cause: evaluation.cause,
        checked_at: evaluation.checked_at.filter(|_| desk),
        more_time: MoreTime::default(),
    }
}

fn outcome(outcome: &Outcome, desk: bool) -> Outcome {
    let redacted = |options: &[Remedy]| {
        let options = options.iter().map(|option| Remedy {
            policy_id: String::new(),
            items: option.items.iter().map(|item| check(item, desk)).collect(),
        });
        options.collect()
    };
    match outcome {
        Outcome::Allow { .. } => Outcome::Allow {
            verification_method: None,
        },
        Outcome::Grace {
            deadline, options, ..
        } => Outcome::Grace {
            policy_id: String::new(),
            deadline: *deadline,
            options: redacted(options),
            verification_method: None,
        },
        Outcome::Deny { show, options } => Outcome::Deny {
            show: *show,
            options: redacted(options),
        },
    }
}

fn check(found: &CheckResult, desk: bool) -> CheckResult {
    let mut check = found.clone();
    if !desk || check.name.is_some() {
        check.observed = None;
    }
    if !desk {
        check.required = None;
        // Opens settings on the computer, not where the copy is read.
        if let Some(fix) = &mut check.fix {
            fix.settings_url = None;
        }
    }
    check
}
