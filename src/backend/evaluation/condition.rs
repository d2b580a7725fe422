//! One device against one device assurance policy: a verdict per condition. All conditions must hold.

use serde::{Deserialize, Serialize};

use super::{
    Cause, CheckType, DeviceAssurance, DevicePostureCheck, DisplayRemediationMode, Instruction,
    Platform, PostureRequirement, ScreenLockType, Signals, Verdict, VersionCatalogue,
};

mod os_version;
mod third_party;

/// One check of one device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckResult {
    /// The condition's field name (`osVersion`, …) or a posture check's `variableName`.
    pub id: String,
    /// The name an administrator gave to a posture check.
    pub name: Option<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why it could not be checked.
    pub cause: Option<Cause>,
    /// What the device has, in the wire's words.
    pub observed: Option<String>,
    /// What is asked for, in the wire's words.
    pub required: Option<String>,
    /// What the person can do about it; `None` where it passed, or where nothing is to be said.
    pub instruction: Option<Instruction>,
}

/// One device against one policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyEvaluation {
    /// The policy.
    pub policy_id: String,
    /// Its name.
    pub policy_name: String,
    /// Whether people are told what to fix.
    pub show: bool,
    /// Its checks, in the order of the contract's table, custom checks last.
    pub checks: Vec<CheckResult>,
}

impl PolicyEvaluation {
    /// Whether every check passed.
    pub fn is_compliant(&self) -> bool {
        self.checks
            .iter()
            .all(|check| check.verdict == Verdict::Pass)
    }

    /// Whether the device is known to lack something; "could not check" is not knowing.
    pub fn has_failure(&self) -> bool {
        self.checks
            .iter()
            .any(|check| check.verdict == Verdict::Fail)
    }

    /// What is still to do.
    pub fn unmet(&self) -> impl Iterator<Item = &CheckResult> {
        self.checks
            .iter()
            .filter(|check| check.verdict != Verdict::Pass)
    }
}

/// Gives the verdict on every condition of `policy`. `checks` are the posture checks of the organization, built-in ones
/// included where an administrator changed their remediation.
pub fn evaluate_policy(
    policy: &DeviceAssurance,
    checks: &[DevicePostureCheck],
    signals: &Signals,
    catalogue: &VersionCatalogue,
) -> PolicyEvaluation {
    let look = Look {
        policy,
        checks,
        signals,
        catalogue,
    };
    let mut results: Vec<CheckResult> = Vec::new();
    results.extend(look.os_version());
    results.extend(look.disk_encryption());
    results.extend(look.screen_lock());
    results.extend(look.jailbreak());
    results.extend(look.secure_hardware());
    results.extend(look.managed_app());
    results.extend(look.third_party());
    let custom = policy
        .device_posture_checks
        .iter()
        .flat_map(|checks| &checks.include);
    results.extend(custom.map(|requirement| look.custom(requirement)));
    PolicyEvaluation {
        policy_id: policy.id.clone(),
        policy_name: policy.name.clone(),
        show: policy.display_remediation_mode == DisplayRemediationMode::Show,
        checks: results,
    }
}

/// What every condition looks at.
struct Look<'a> {
    policy: &'a DeviceAssurance,
    checks: &'a [DevicePostureCheck],
    signals: &'a Signals,
    catalogue: &'a VersionCatalogue,
}

impl Look<'_> {
    fn disk_encryption(&self) -> Option<CheckResult> {
        let accepted = &self.policy.disk_encryption_type.as_ref()?.include;
        let observed = self
            .signals
            .disk_encryption_type
            .get()
            .map(|kind| (kind.as_str(), accepted.contains(kind)));
        let required = accepted
            .iter()
            .map(|kind| kind.as_str())
            .collect::<Vec<_>>()
            .join(",");
        let suffix = self.platform_suffix("device_disk_encrypted");
        Some(self.built_in(
            "diskEncryptionType",
            observed,
            &required,
            &suffix,
            Vec::new(),
        ))
    }

    fn screen_lock(&self) -> Option<CheckResult> {
        let accepted = &self.policy.screen_lock_type.as_ref()?.include;
        let observed = self
            .signals
            .screen_lock_type
            .get()
            .map(|kind| (kind.as_str(), accepted.contains(kind)));
        let required = accepted
            .iter()
            .map(|kind| kind.as_str())
            .collect::<Vec<_>>()
            .join(",");
        let biometric_only = accepted.as_slice() == [ScreenLockType::Biometric];
        let key = if biometric_only {
            "use_biometric_lock_screen"
        } else {
            "use_lock_screen"
        };
        Some(self.built_in(
            "screenLockType",
            observed,
            &required,
            &self.platform_suffix(key),
            Vec::new(),
        ))
    }

    fn jailbreak(&self) -> Option<CheckResult> {
        let wanted = self.policy.jailbreak?;
        Some(self.flag(
            "jailbreak",
            self.signals.jailbreak.get().copied(),
            wanted,
            &self.platform_suffix("jailbreak"),
        ))
    }

    fn secure_hardware(&self) -> Option<CheckResult> {
        let wanted = self.policy.secure_hardware_present?;
        let observed = self.signals.secure_hardware_present.get().copied();
        Some(self.flag(
            "secureHardwarePresent",
            observed,
            wanted,
            &self.platform_suffix("secure_hardware_present"),
        ))
    }

    fn managed_app(&self) -> Option<CheckResult> {
        let wanted = self.policy.caller_context.as_ref()?.managed_app?;
        let observed = self.signals.managed_app.get().copied();
        Some(self.flag(
            "callerContext.managedApp",
            observed,
            wanted,
            "android.caller_context.managed_app",
        ))
    }

    /// A custom check: the result is equal to the policy's value, character by character (section 7).
    fn custom(&self, requirement: &PostureRequirement) -> CheckResult {
        let check = self.checks.iter().find(|check| {
            check.variable_name == requirement.variable_name
                && check.platform == self.policy.platform
                && check.kind == CheckType::Custom
        });
        let observed = self.signals.check(&requirement.variable_name);
        let seen = observed.map(|value| (value.as_str(), *value == requirement.value));
        let instruction = || check.and_then(Instruction::of_custom_check);
        CheckResult {
            name: check.map(|check| check.name.clone()),
            ..result(
                &requirement.variable_name,
                seen,
                &requirement.value,
                instruction,
            )
        }
    }

    fn flag(
        &self,
        id: &str,
        observed: Result<bool, Cause>,
        wanted: bool,
        suffix: &str,
    ) -> CheckResult {
        let observed = observed.map(|value| (word(value), value == wanted));
        self.built_in(id, observed, word(wanted), suffix, Vec::new())
    }

    fn built_in(
        &self,
        id: &str,
        observed: Result<(&str, bool), Cause>,
        required: &str,
        suffix: &str,
        params: Vec<String>,
    ) -> CheckResult {
        let platform = self.policy.platform;
        let settings = self.checks.iter().find(|check| {
            check.kind == CheckType::Builtin
                && check.variable_name == built_in_variable(platform, id)
        });
        result(id, observed, required, || {
            Instruction::of_condition(platform, suffix, params, settings)
        })
    }

    fn platform_suffix(&self, suffix: &str) -> String {
        format!(
            "{}.{suffix}",
            self.policy.platform.as_str().to_ascii_lowercase()
        )
    }
}

/// The `variableName` of the built-in check that stands for the condition `id` on `platform`.
pub(crate) fn built_in_variable(platform: Platform, id: &str) -> String {
    format!("{}.{id}", platform.as_str().to_ascii_lowercase())
}

fn word(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
}

/// Puts a result together. Could-not-check never carries the check's own instruction.
fn result(
    id: &str,
    observed: Result<(&str, bool), Cause>,
    required: &str,
    instruction: impl FnOnce() -> Option<Instruction>,
) -> CheckResult {
    let (verdict, cause, instruction) = match observed {
        Ok((_, true)) => (Verdict::Pass, None, None),
        Ok((_, false)) => (Verdict::Fail, None, instruction()),
        Err(Cause::Timeout) => (
            Verdict::Unknown,
            Some(Cause::Timeout),
            Some(Instruction::timeout()),
        ),
        Err(cause) => (Verdict::Unknown, Some(cause), None),
    };
    CheckResult {
        id: id.to_owned(),
        name: None,
        verdict,
        cause,
        observed: observed.ok().map(|(value, _)| value.to_owned()),
        required: Some(required.to_owned()),
        instruction,
    }
}

#[cfg(test)]
mod tests;
