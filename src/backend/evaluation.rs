//! Pure rules: signals, policies, clock and grace in; verdicts and outcome out. Knows nothing but its own types.
//!
//! The types are also the management API's wire format (`docs/spec/management-api.md` sections 1.4–1.6 and 3): what an
//! administrator wrote is what is evaluated. [`decide`] is the way in; [`requirements()`] says what a device must be asked.
//! To add a condition: a field in [`DeviceAssurance`], a verdict in `condition.rs`, a text in `text.rs`.

mod assurance;
mod catalogue;
mod condition;
mod decision;
mod exemption;
mod fix;
mod grace;
mod policy;
mod posture_check;
mod remediation;
mod reminder;
mod requirements;
mod shortfall;
mod signals;
mod text;
mod version;
mod wire_time;

pub use assurance::{
    CallerContext, DeviceAssurance, DevicePostureIdp, DiskEncryptionType, DisplayRemediationMode,
    DynamicVersionRequirement, DynamicVersionType, Include, MissingSignalMode, OsVersion,
    OsVersionConstraint, PostureRequirement, PostureRequirements, Scalar, ScreenLockType,
    ThirdPartySignalProviders, WindowsMajor,
};
pub use catalogue::{CATALOGUE_STALE_AFTER_DAYS, Release, VersionCatalogue};
pub use condition::{CheckResult, PolicyEvaluation, built_in_message, evaluate_policy};
pub use decision::{Decision, Outcome, Remedy, Request, decide};
pub use exemption::{
    Exemption, ExemptionSettings, ExemptionStatus, ExemptionSubject, ExemptionVerdict,
    exemption_length,
};
pub use fix::{Fix, REASON_PREFIX, Reason, SETTINGS_SCHEMES, is_settings_url};
pub use grace::{GraceEnd, GracePeriod, GracePeriodType, GraceStart, GraceWindow};
pub use policy::{
    Access, AccessPolicy, AccessPolicyRule, AppSignOn, AssuranceCondition, DeviceCondition,
    ElCondition, Lists, NetworkCondition, Os, PeopleCondition, PlatformCondition, PlatformInclude,
    RiskScore, RuleActions, RuleConditions, Status,
};
pub use posture_check::{
    CheckType, DevicePostureCheck, MappingType, RemediationFix, RemediationLink,
    RemediationMessage, RemediationReason, RemediationSettings,
};
pub use remediation::Instruction;
pub use reminder::{
    Confirmed, Failure, GraceReminder, LONGEST_REMINDER_INTERVAL, Reminding,
    SHORTEST_REMINDER_INTERVAL,
};
pub use requirements::{RequestedCheck, Requirements, requirements};
pub use shortfall::{Shortfall, Told};
pub use signals::{Cause, Platform, Signal, Signals, Verdict};
pub use text::{KEY_PREFIX, documentation_link, english, keys, render};
pub use version::Version;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod rules_page;
