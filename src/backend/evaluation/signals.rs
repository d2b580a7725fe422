//! What is known about a device, and why something is not known.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{DiskEncryptionType, Scalar, ScreenLockType};

/// An operating system that device assurance knows.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "UPPERCASE")]
pub enum Platform {
    /// Android.
    Android,
    /// `ChromeOS`.
    Chromeos,
    /// iOS and iPadOS.
    Ios,
    /// macOS.
    Macos,
    /// Windows.
    Windows,
}

impl Platform {
    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Android => "ANDROID",
            Self::Chromeos => "CHROMEOS",
            Self::Ios => "IOS",
            Self::Macos => "MACOS",
            Self::Windows => "WINDOWS",
        }
    }

    /// The platform that the wire calls `name`.
    pub fn parse(name: &str) -> Option<Self> {
        [
            Self::Android,
            Self::Chromeos,
            Self::Ios,
            Self::Macos,
            Self::Windows,
        ]
        .into_iter()
        .find(|platform| platform.as_str() == name)
    }
}

/// Why something could not be checked. The same words as on the IDX wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Cause {
    /// No agent answered on this device.
    AgentUnreachable,
    /// The agent answered with an error.
    AgentError,
    /// The person stopped the check.
    Canceled,
    /// The query took too long.
    Timeout,
    /// The query failed or did not give exactly one value.
    QueryError,
    /// This device does not allow custom checks, or not for this organization.
    NotAllowed,
    /// The agent did not send this signal.
    NotReported,
}

/// Verdict of a check: never says "fail" when it could not look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// The device meets the condition.
    Pass,
    /// The device does not meet it.
    Fail,
    /// Could not be checked.
    Unknown,
}

/// One thing about a device: its value, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Signal<T> {
    /// The device has this value.
    Known(T),
    /// Nothing is known.
    Unknown(Cause),
}

impl<T> Signal<T> {
    /// The value, or the cause of its absence.
    ///
    /// # Errors
    /// The cause, where nothing is known.
    pub fn get(&self) -> Result<&T, Cause> {
        match self {
            Self::Known(value) => Ok(value),
            Self::Unknown(cause) => Err(*cause),
        }
    }
}

impl<T> Default for Signal<T> {
    fn default() -> Self {
        Self::Unknown(Cause::NotReported)
    }
}

impl<T> From<Option<T>> for Signal<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(Self::default, Self::Known)
    }
}

/// All that one look at a device gave.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Signals {
    /// Which operating system it runs; `None` where nothing answered and nothing else tells.
    pub platform: Option<Platform>,
    /// Version of the operating system, for instance `14.4.1`.
    pub os_version: Signal<String>,
    /// How its disks are encrypted.
    pub disk_encryption_type: Signal<DiskEncryptionType>,
    /// How its screen is locked.
    pub screen_lock_type: Signal<ScreenLockType>,
    /// Whether it keeps keys in hardware.
    pub secure_hardware_present: Signal<bool>,
    /// Whether its protections were removed (jailbreak, root).
    pub jailbreak: Signal<bool>,
    /// Whether an organization manages it.
    pub managed: Signal<bool>,
    /// Whether the caller is a managed app (Android).
    pub managed_app: Signal<bool>,
    /// Answers to the custom checks, by `variableName`. What is not here was not reported.
    pub checks: BTreeMap<String, Signal<String>>,
    /// Chrome Device Trust's signals by the condition's field name.
    pub dtc: BTreeMap<String, Signal<Scalar>>,
    /// Android Device Trust's signals by the condition's field name.
    pub android_device_trust: BTreeMap<String, Signal<Scalar>>,
    /// What a device posture identity provider says: `managed`, `compliant`.
    pub device_posture_idp: BTreeMap<String, Signal<bool>>,
}

impl Signals {
    /// What is known where no answer came at all: nothing, because of `cause`.
    pub fn unknown(platform: Option<Platform>, cause: Cause) -> Self {
        Self {
            platform,
            os_version: Signal::Unknown(cause),
            disk_encryption_type: Signal::Unknown(cause),
            screen_lock_type: Signal::Unknown(cause),
            secure_hardware_present: Signal::Unknown(cause),
            jailbreak: Signal::Unknown(cause),
            managed: Signal::Unknown(cause),
            managed_app: Signal::Unknown(cause),
            ..Self::default()
        }
    }

    /// The answer to the custom check `variable_name`; where the whole device is silent, for that cause.
    pub(super) fn check(&self, variable_name: &str) -> Result<&String, Cause> {
        self.checks
            .get(variable_name)
            .map_or(Err(self.silence()), Signal::get)
    }

    /// Why a signal that is not there is missing: the cause that silences the whole device, else "not reported".
    pub(super) fn silence(&self) -> Cause {
        match (&self.os_version, &self.managed) {
            (Signal::Unknown(a), Signal::Unknown(b)) if a == b => *a,
            _ => Cause::NotReported,
        }
    }
}
