//! What a device must be asked, so that rules and policies can be evaluated.

use super::{AccessPolicyRule, CheckType, DeviceAssurance, DevicePostureCheck, Platform, Status};

/// What a challenge must ask for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Requirements {
    /// Whether any rule looks at the device at all. Where not, no challenge is needed.
    pub device: bool,
    /// The signals that conditions look at, by field name, each once.
    pub signals: Vec<&'static str>,
    /// The third parties' signals that conditions look at, as `provider.field`, each once.
    pub third_party: Vec<String>,
    /// The custom checks, each once. The agent runs those of its own platform.
    pub checks: Vec<RequestedCheck>,
}

/// A custom check that an agent is asked to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestedCheck {
    /// The platform it is for.
    pub platform: Platform,
    /// Under which name the answer is given.
    pub variable_name: String,
    /// The osquery statement.
    pub query: String,
}

/// What a device must be asked for `rules`, of the organization's `policies` and `checks`.
pub fn requirements(
    rules: &[AccessPolicyRule],
    policies: &[DeviceAssurance],
    checks: &[DevicePostureCheck],
) -> Requirements {
    let mut needed = Requirements::default();
    let active = rules.iter().filter(|rule| rule.status == Status::Active);
    let conditions: Vec<_> = active
        .filter_map(|rule| rule.conditions.as_ref()?.device.as_ref())
        .collect();
    let demanding = conditions
        .iter()
        .any(|device| device.registered == Some(true) || device.managed == Some(true));
    let ids: Vec<&String> = conditions
        .iter()
        .flat_map(|device| {
            device
                .assurance
                .iter()
                .flat_map(|assurance| &assurance.include)
        })
        .collect();
    needed.device = demanding || !ids.is_empty();
    let managed = conditions.iter().any(|device| device.managed == Some(true));
    for policy in policies.iter().filter(|policy| ids.contains(&&policy.id)) {
        // The agent's word goes before Chrome's where both know.
        let chrome = |field: &str| {
            let providers = policy.third_party_signal_providers.as_ref();
            providers.is_some_and(|providers| providers.dtc.contains_key(field))
        };
        let wanted = [
            (
                "osVersion",
                policy.os_version.is_some()
                    || !policy.os_version_constraints.is_empty()
                    || chrome("osVersion"),
            ),
            (
                "diskEncryptionType",
                policy.disk_encryption_type.is_some() || chrome("diskEncrypted"),
            ),
            (
                "screenLockType",
                policy.screen_lock_type.is_some() || chrome("screenLockSecured"),
            ),
            (
                "secureHardwarePresent",
                policy.secure_hardware_present.is_some(),
            ),
            ("jailbreak", policy.jailbreak.is_some()),
            ("managedApp", policy.caller_context.is_some()),
        ];
        for (signal, _) in wanted.into_iter().filter(|(_, wanted)| *wanted) {
            if !needed.signals.contains(&signal) {
                needed.signals.push(signal);
            }
        }
        for signal in third_party(policy) {
            if !needed.third_party.contains(&signal) {
                needed.third_party.push(signal);
            }
        }
        for requirement in policy
            .device_posture_checks
            .iter()
            .flat_map(|checks| &checks.include)
        {
            let check = checks.iter().find(|check| {
                check.kind == CheckType::Custom
                    && check.platform == policy.platform
                    && check.variable_name == requirement.variable_name
            });
            let Some((check, query)) = check.and_then(|check| Some((check, check.query.clone()?)))
            else {
                continue;
            };
            let requested = RequestedCheck {
                platform: check.platform,
                variable_name: check.variable_name.clone(),
                query,
            };
            if !needed.checks.contains(&requested) {
                needed.checks.push(requested);
            }
        }
    }
    if managed {
        needed.signals.push("managed");
    }
    needed
}

/// The third parties' signals that `policy` looks at.
fn third_party(policy: &DeviceAssurance) -> Vec<String> {
    let Some(providers) = &policy.third_party_signal_providers else {
        return Vec::new();
    };
    let idp = providers.device_posture_idp.as_ref();
    let idp = [
        ("managed", idp.and_then(|idp| idp.managed)),
        ("compliant", idp.and_then(|idp| idp.compliant)),
    ];
    let dtc = providers.dtc.keys().map(|field| format!("dtc.{field}"));
    let android = providers.android_device_trust.keys();
    let android = android.map(|field| format!("androidDeviceTrust.{field}"));
    let idp = idp.into_iter().filter(|(_, wanted)| wanted.is_some());
    dtc.chain(android)
        .chain(idp.map(|(field, _)| format!("devicePostureIdP.{field}")))
        .collect()
}
