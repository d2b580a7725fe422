//! Which checks a decision shows: the device's state beside the policies' conditions, each once.

use super::{
    Cause, CheckResult, DeviceCondition, Instruction, Request, Verdict, documentation_link,
};
use crate::backend::evaluation::{Version, condition::Help};

/// What of a rule's condition on the device's state does not hold. `managed: false` asks for nothing.
pub(super) fn device_state(condition: &DeviceCondition, request: &Request<'_>) -> Vec<CheckResult> {
    let managed = request.signals.managed.get().copied();
    let registered = if request.device_id.is_some() {
        Ok(request.registered)
    } else {
        Err(request.signals.silence())
    };
    let wanted = [
        (
            "registered",
            condition.registered,
            registered,
            "device.must.be.registered",
        ),
        (
            "managed",
            condition.managed,
            managed,
            "device.must.be.managed",
        ),
    ];
    let unmet = wanted
        .into_iter()
        .filter(|(_, wanted, observed, _)| *wanted == Some(true) && *observed != Ok(true));
    unmet
        .map(|(id, _, observed, key)| state_result(id, observed, key, request))
        .collect()
}

fn state_result(
    id: &str,
    observed: Result<bool, Cause>,
    key: &str,
    request: &Request<'_>,
) -> CheckResult {
    let link = request
        .signals
        .platform
        .map(|platform| documentation_link(platform).to_owned());
    let signals = request.signals;
    let version = signals
        .os_version
        .get()
        .ok()
        .and_then(|text| Version::parse(text));
    let help = match (observed, signals.platform) {
        (Err(_), _) => Help::default(),
        (Ok(_), platform) => {
            let instruction = Some(Instruction::built_in(key, Vec::new(), link));
            match platform {
                Some(platform) => {
                    Help::of_condition(platform, id, instruction, None, version.as_ref())
                }
                None => Help {
                    instruction,
                    ..Help::default()
                },
            }
        }
    };
    CheckResult {
        id: id.to_owned(),
        name: None,
        verdict: if observed.is_ok() {
            Verdict::Fail
        } else {
            Verdict::Unknown
        },
        cause: observed.err(),
        observed: observed.is_ok().then(|| "false".to_owned()),
        required: Some("true".to_owned()),
        instruction: help.instruction,
        fix: help.fix,
        reason: help.reason,
    }
}

/// Each check once, in order of first appearance. Where alternatives differ, the worst verdict is shown: fail before
/// could-not-check before pass.
pub(super) fn merged<'a>(checks: impl Iterator<Item = &'a CheckResult>) -> Vec<CheckResult> {
    let rank = |verdict| match verdict {
        Verdict::Fail => 2,
        Verdict::Unknown => 1,
        Verdict::Pass => 0,
    };
    let mut all: Vec<CheckResult> = Vec::new();
    for check in checks {
        match all.iter_mut().find(|known| known.id == check.id) {
            Some(known) if rank(check.verdict) > rank(known.verdict) => *known = check.clone(),
            Some(_) => {}
            None => all.push(check.clone()),
        }
    }
    all
}
