//! Whether the reminder of an open window of grace is shown or left out.

use jiff::Timestamp;

use super::Request;
use crate::backend::evaluation::{
    Failure, GraceEnd, GracePeriod, GraceReminder, PolicyEvaluation, Reminding,
};

/// The reminder of a policy that this user has confirmed on this device.
pub(super) fn confirmed<'a>(request: &Request<'a>, policy_id: &str) -> Option<&'a GraceReminder> {
    request.reminders.iter().find(|reminder| {
        reminder.policy_id == policy_id
            && reminder.user_id == request.user_id
            && Some(reminder.device_id.as_str()) == request.device_id
    })
}

/// How the policy, whose window is open until `deadline`, wants people to be reminded; `None` where every sign-in does.
pub(super) fn reminding(
    request: &Request<'_>,
    looked_at: &[PolicyEvaluation],
    policy_id: &str,
    deadline: Timestamp,
) -> Option<Reminding> {
    let policy = request
        .policies
        .iter()
        .find(|known| known.id == policy_id)?;
    let period = policy.grace_period.as_ref()?;
    let evaluation = looked_at.iter().find(|seen| seen.policy_id == policy_id)?;
    let mut reminding = Reminding {
        interval: period.reminds_every()?,
        failures: Failure::all(evaluation),
        confirmed: None,
    };
    let own = confirmed(request, policy_id).filter(|own| is_of_this_window(request, period, own));
    if let Some(own) = own {
        reminding.count(own, deadline, request.now);
    }
    Some(reminding)
}

/// A reminder of an earlier window says nothing about this one. A date has one for ever.
fn is_of_this_window(
    request: &Request<'_>,
    period: &GracePeriod,
    reminder: &GraceReminder,
) -> bool {
    match period.end() {
        Some(GraceEnd::After(_)) => request.windows.iter().any(|window| {
            (&window.policy_id, &window.user_id, &window.device_id)
                == (&reminder.policy_id, &reminder.user_id, &reminder.device_id)
                && window.first_noncompliant_at <= reminder.confirmed_at
        }),
        _ => true,
    }
}
