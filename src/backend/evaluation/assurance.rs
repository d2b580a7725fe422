//! Device assurance policies (`docs/spec/management-api.md` 1.5 and 1.6): all platforms' conditions, as on the wire.
//! Which condition a platform knows is the management API's business; here each is optional.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ExemptionSettings, GracePeriod, Platform};

/// A device assurance policy. All conditions that are set must hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DeviceAssuranceFields)]
pub struct DeviceAssurance {
    /// Identifier, `dae…`.
    #[serde(default)]
    #[schema(required = true, read_only)]
    pub id: String,
    /// Name, unique in the organization.
    #[serde(default)]
    #[schema(required = true)]
    pub name: String,
    /// The platform whose devices it is for; devices of others never match it.
    pub platform: Platform,
    /// The operating system's version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os_version: Option<OsVersion>,
    /// The version per major version of Windows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub os_version_constraints: Vec<OsVersionConstraint>,
    /// The accepted kinds of disk encryption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk_encryption_type: Option<Include<DiskEncryptionType>>,
    /// The accepted kinds of screen lock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screen_lock_type: Option<Include<ScreenLockType>>,
    /// `false`: the device must not be jailbroken or rooted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jailbreak: Option<bool>,
    /// `true`: the device must keep keys in hardware.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secure_hardware_present: Option<bool>,
    /// Who asks on the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller_context: Option<CallerContext>,
    /// Signals of others than the agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub third_party_signal_providers: Option<ThirdPartySignalProviders>,
    /// Custom checks and the value that each must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_posture_checks: Option<PostureRequirements>,
    /// How long a device that fails may still be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace_period: Option<GracePeriod>,
    /// That people may ask for more time, and how much at most. Ours; Okta's clients ignore it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exemption: Option<ExemptionSettings>,
    /// Whether people are told what to fix.
    #[serde(default)]
    #[schema(required = true)]
    pub display_remediation_mode: DisplayRemediationMode,
    /// Whether a signal that could not be had denies. Ours; Okta's clients ignore it.
    #[serde(default, skip_serializing_if = "MissingSignalMode::is_default")]
    pub missing_signal_mode: MissingSignalMode,
    /// When it was created.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "super::wire_time::optional"
    )]
    #[schema(read_only)]
    pub created_date: Option<Timestamp>,
    /// Who created it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(read_only)]
    pub created_by: Option<String>,
    /// When it was last written.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "super::wire_time::optional"
    )]
    #[schema(read_only)]
    pub last_update: Option<Timestamp>,
    /// Who wrote it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(read_only)]
    pub last_updated_by: Option<String>,
}

/// An allow-list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Include<T> {
    /// What is accepted; any one of them is enough.
    #[serde(default = "Vec::new")]
    #[schema(required = true)]
    pub include: Vec<T>,
}

/// Whether people are told what to fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum DisplayRemediationMode {
    /// A refusal says nothing about the policy.
    #[default]
    Hide,
    /// A refusal says what to fix.
    Show,
}

/// What a condition means to a policy whose signal could not be had: the check timed out, the device did not report it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum MissingSignalMode {
    /// What is not known is not proven: the policy is not met.
    #[default]
    Deny,
    /// A device that answered, and of which nothing is known to be wrong, meets the policy.
    Allow,
}

impl MissingSignalMode {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde gives the field by reference"
    )]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// A kind of disk encryption. `NONE` is only ever seen on a device, never asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DiskEncryptionType {
    /// The whole disk (Android).
    Full,
    /// Each user's data (Android).
    User,
    /// All internal volumes (macOS, Windows).
    AllInternalVolumes,
    /// Only the system's volume.
    SystemVolume,
    /// Not at all.
    None,
}

impl DiskEncryptionType {
    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "FULL",
            Self::User => "USER",
            Self::AllInternalVolumes => "ALL_INTERNAL_VOLUMES",
            Self::SystemVolume => "SYSTEM_VOLUME",
            Self::None => "NONE",
        }
    }
}

/// A kind of screen lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum ScreenLockType {
    /// Fingerprint, face or the like, with a passcode behind it.
    Biometric,
    /// Passcode, PIN, pattern or password.
    Passcode,
    /// Not locked.
    None,
}

impl ScreenLockType {
    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Biometric => "BIOMETRIC",
            Self::Passcode => "PASSCODE",
            Self::None => "NONE",
        }
    }
}

/// A requirement on the operating system's version: one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct OsVersion {
    /// The lowest accepted version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<String>,
    /// A requirement relative to the newest version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dynamic_version_requirement: Option<DynamicVersionRequirement>,
}

/// A requirement for one major version of Windows. A major version without one passes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OsVersionConstraint {
    /// Which major version.
    pub major_version_constraint: WindowsMajor,
    /// The lowest accepted version, or a relative one.
    #[serde(flatten)]
    pub version: OsVersion,
}

/// A major version of Windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub enum WindowsMajor {
    /// Windows 11.
    #[serde(rename = "WINDOWS_11")]
    Eleven,
    /// Windows 10 and older.
    #[serde(rename = "WINDOWS_10")]
    TenOrOlder,
}

/// A version requirement that moves with the vendor's releases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DynamicVersionRequirement {
    /// How the device's version is compared.
    #[serde(rename = "type")]
    pub kind: DynamicVersionType,
    /// How many major versions behind the newest one, 0 or 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_from_latest_major: Option<u8>,
    /// Whether the newest security patch of that major version is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_security_patch: Option<bool>,
}

/// How a device's version is compared with a dynamic requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DynamicVersionType {
    /// At or above the computed major version.
    Minimum,
    /// The computed major version itself.
    Exact,
    /// Any major version that its vendor supports.
    ExactAnySupported,
    /// This major version of Windows is not accepted.
    NotAllowed,
}

/// Who asks on the device.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct CallerContext {
    /// `true`: only from a managed app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub managed_app: Option<bool>,
}

/// Conditions on signals of others than the agent.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct ThirdPartySignalProviders {
    /// Chrome Device Trust, by field name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub dtc: BTreeMap<String, Scalar>,
    /// Android Device Trust, by field name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub android_device_trust: BTreeMap<String, Scalar>,
    /// A device posture identity provider.
    #[serde(rename = "devicePostureIdP", skip_serializing_if = "Option::is_none")]
    pub device_posture_idp: Option<DevicePostureIdp>,
}

/// What a device posture identity provider must say.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct DevicePostureIdp {
    /// Whether the device must be managed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub managed: Option<bool>,
    /// Whether the device must be compliant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compliant: Option<bool>,
}

/// A value of a third party's condition or signal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Scalar {
    /// A flag.
    Flag(bool),
    /// A word or a version.
    Text(String),
    /// The lowest accepted version; only in conditions.
    Minimum {
        /// The version.
        minimum: String,
    },
}

/// Custom checks of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct PostureRequirements {
    /// Each with the value it must have.
    #[serde(default)]
    #[schema(required = true)]
    pub include: Vec<PostureRequirement>,
}

/// One custom check and the value it must have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PostureRequirement {
    /// Which check.
    pub variable_name: String,
    /// The value, compared as text.
    pub value: String,
}
