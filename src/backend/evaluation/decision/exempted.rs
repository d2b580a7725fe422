//! What exemptions do: an approved one is a window of grace that was granted by hand.

use jiff::Timestamp;

use super::Request;
use crate::backend::evaluation::DeviceAssurance;

/// The first of `policies` that this person's device is exempted from, with the end. Also where nothing is known to have
/// failed: an administrator has granted it, whatever the check says. It counts only while the policy allows exemptions.
pub(super) fn exempted(
    request: &Request<'_>,
    policies: &[&DeviceAssurance],
) -> Option<(String, Timestamp)> {
    let device_id = request.device_id?;
    let mut allowing = policies.iter().filter(|policy| policy.exemption.is_some());
    allowing.find_map(|policy| {
        let own = request.exemptions.iter().filter(|exemption| {
            let subject = &exemption.subject;
            subject.policy_id == policy.id
                && subject.user_id == request.user_id
                && subject.device_id == device_id
        });
        let end = own
            .filter_map(|exemption| exemption.holds_until(request.now))
            .max()?;
        Some((policy.id.clone(), end))
    })
}

/// Of the deadlines in `found`, that of the policy which is listed first; of several for it, the latest.
pub(super) fn first_listed(
    policies: &[&DeviceAssurance],
    found: &[Option<(String, Timestamp)>; 2],
) -> Option<(String, Timestamp)> {
    policies.iter().find_map(|policy| {
        let of_it = found.iter().flatten().filter(|(id, _)| *id == policy.id);
        of_it.max_by_key(|(_, deadline)| *deadline).cloned()
    })
}
