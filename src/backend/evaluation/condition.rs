//! One device against one device assurance policy: a verdict per condition. All conditions must hold.

use serde::{Deserialize, Serialize};

use super::{
    Cause, CheckType, DeviceAssurance, DevicePostureCheck, DisplayRemediationMode, Fix,
    Instruction, KEY_PREFIX, MissingSignalMode, Platform, PostureRequirement, Reason,
    ScreenLockType, Signals, Verdict, Version, VersionCatalogue,
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
    /// What fixing it takes; only where it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// Why it matters; only where it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
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
    /// Whether what could not be checked counts as met.
    #[serde(default)]
    pub allows_missing: bool,
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

    /// Whether the device meets the policy: every check passed, or, where the policy allows it, none failed.
    pub fn is_met(&self) -> bool {
        self.is_compliant() || (self.allows_missing && !self.has_failure())
    }

    /// What is still to do.
    pub fn unmet(&self) -> impl Iterator<Item = &CheckResult> {
        self.checks.iter().filter(|check| match check.verdict {
            Verdict::Pass => false,
            Verdict::Fail => true,
            Verdict::Unknown => !self.allows_missing,
        })
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
        allows_missing: policy.missing_signal_mode == MissingSignalMode::Allow,
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
        let help = || Help {
            instruction: check.and_then(Instruction::of_custom_check),
            fix: check.map(Fix::of).and_then(Fix::told),
            reason: check.and_then(Reason::of),
        };
        CheckResult {
            name: check.map(|check| check.name.clone()),
            ..result(&requirement.variable_name, seen, &requirement.value, help)
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
            Help::of_condition(
                platform,
                id,
                Instruction::of_condition(platform, suffix, params, settings),
                settings,
                self.version().as_ref(),
            )
        })
    }

    /// The version of the operating system, where it is known.
    fn version(&self) -> Option<Version> {
        Version::parse(self.signals.os_version.get().ok()?)
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

/// The whole key of what is said by default where the condition `id` of `platform` fails: that of a demand as most
/// policies have it (a lowest version, any screen lock, a protection that must be on).
pub fn built_in_message(platform: Platform, id: &str) -> String {
    let of_platform = |suffix: &str| format!("{}.{suffix}", platform.as_str().to_ascii_lowercase());
    let suffix = match id {
        "osVersion" => of_platform("upgrade_os_version"),
        "diskEncryptionType" => of_platform("device_disk_encrypted"),
        "screenLockType" => of_platform("use_lock_screen"),
        "jailbreak" => of_platform("jailbreak"),
        "secureHardwarePresent" => of_platform("secure_hardware_present"),
        "callerContext.managedApp" => String::from("android.caller_context.managed_app"),
        _ => third_party::default_suffix(platform, id).to_owned(),
    };
    format!("{KEY_PREFIX}{suffix}")
}

fn word(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
}

/// What is told about a check that failed.
#[derive(Default)]
pub(super) struct Help {
    pub(super) instruction: Option<Instruction>,
    pub(super) fix: Option<Fix>,
    pub(super) reason: Option<Reason>,
}

impl Help {
    /// About the built-in condition `id`, with the administrator's `settings` of it. Where the administrator wants no
    /// instruction, nothing of ours is told either.
    pub(super) fn of_condition(
        platform: Platform,
        id: &str,
        instruction: Option<Instruction>,
        settings: Option<&DevicePostureCheck>,
        version: Option<&Version>,
    ) -> Self {
        let biometric = |instruction: &Instruction| {
            id == "screenLockType" && instruction.key.ends_with("biometric_lock_screen")
        };
        let wanted = if instruction.as_ref().is_some_and(biometric) {
            "screenLockType.biometric"
        } else {
            id
        };
        let ours = |told: bool| {
            if told {
                Fix::built_in(platform, wanted, version)
            } else {
                Fix::default()
            }
        };
        let own = settings.map(Fix::of).unwrap_or_default();
        Self {
            fix: own.or(ours(instruction.is_some())).told(),
            reason: settings
                .and_then(Reason::of)
                .or_else(|| instruction.is_some().then(|| Reason::built_in(id))),
            instruction,
        }
    }
}

/// Puts a result together. Could-not-check never carries the check's own instruction, nor what fixing would take.
fn result(
    id: &str,
    observed: Result<(&str, bool), Cause>,
    required: &str,
    help: impl FnOnce() -> Help,
) -> CheckResult {
    let (verdict, cause, help) = match observed {
        Ok((_, true)) => (Verdict::Pass, None, Help::default()),
        Ok((_, false)) => (Verdict::Fail, None, help()),
        Err(cause) => {
            let instruction = (cause == Cause::Timeout).then(Instruction::timeout);
            let help = Help {
                instruction,
                ..Help::default()
            };
            (Verdict::Unknown, Some(cause), help)
        }
    };
    CheckResult {
        id: id.to_owned(),
        name: None,
        verdict,
        cause,
        observed: observed.ok().map(|(value, _)| value.to_owned()),
        required: Some(required.to_owned()),
        instruction: help.instruction,
        fix: help.fix,
        reason: help.reason,
    }
}

#[cfg(test)]
mod tests;
