//! Signals of others than the agent: Chrome Device Trust, Android Device Trust, a device posture identity provider.
//! Where both the agent and Chrome give a signal, the agent's counts (section 1.6).

use super::{CheckResult, Look, word};
use crate::backend::evaluation::{
    Cause, DiskEncryptionType, Platform, Scalar, ScreenLockType, Signal, Version,
};

/// Levels from weak to strong: a stronger one meets a demand for a weaker one.
const LEVELS: &[&[&str]] = &[
    &[
        "MEETS_BASIC_INTEGRITY",
        "MEETS_DEVICE_INTEGRITY",
        "MEETS_STRONG_INTEGRITY",
    ],
    COMPLEXITIES,
    &[
        "NO_SAFE_BROWSING",
        "STANDARD_PROTECTION",
        "ENHANCED_PROTECTION",
    ],
    &["CHROME_BROWSER_OS_KEY", "CHROME_BROWSER_HW_KEY"],
    &["CHROME_OS_DEVELOPER_MODE", "CHROME_OS_VERIFIED_MODE"],
];

const COMPLEXITIES: &[&str] = &["LOW", "MEDIUM", "HIGH"];
/// What Play Protect found is a risk: the highest one that is accepted is asked for.
const RISKS: &[&str] = &["HIGH", "MEDIUM", "LOW"];

impl Look<'_> {
    /// The verdicts on third parties' signals.
    pub(super) fn third_party(&self) -> Vec<CheckResult> {
        let Some(providers) = &self.policy.third_party_signal_providers else {
            return Vec::new();
        };
        let mut results = Vec::new();
        for (field, wanted) in &providers.dtc {
            let key = dtc_key(field, wanted, self.policy.platform);
            let params = match (key, wanted) {
                ("chrome.setting", _) => vec![field.clone()],
                (_, Scalar::Minimum { minimum }) => vec![minimum.clone()],
                _ => Vec::new(),
            };
            let agent = self.agents(field).map(Signal::Known);
            let signal = agent.as_ref().or_else(|| self.signals.dtc.get(field));
            results.push(self.scalar("dtc", field, wanted, signal, key, params));
        }
        for (field, wanted) in &providers.android_device_trust {
            let signal = self.signals.android_device_trust.get(field);
            let key = android_key(field, wanted);
            let params = match key {
                "device.setting" => vec![field.clone()],
                _ => Vec::new(),
            };
            results.push(self.scalar("androidDeviceTrust", field, wanted, signal, key, params));
        }
        if let Some(provider) = &providers.device_posture_idp {
            for (field, wanted) in [
                ("managed", provider.managed),
                ("compliant", provider.compliant),
            ] {
                let Some(wanted) = wanted else { continue };
                let signal = self.signals.device_posture_idp.get(field);
                let observed = signal
                    .map_or(Err(self.signals.silence()), Signal::get)
                    .copied();
                let id = format!("devicePostureIdP.{field}");
                let (key, params) = match (field, wanted) {
                    // A device that may not be managed cannot be told to become so.
                    (_, false) => ("device.setting", vec![field.to_owned()]),
                    ("managed", true) => ("device.must.be.managed", Vec::new()),
                    (_, true) => ("device.must.be.compliant", Vec::new()),
                };
                let seen = observed.map(|value| (word(value), value == wanted));
                results.push(self.built_in(&id, seen, word(wanted), key, params));
            }
        }
        results
    }

    fn scalar(
        &self,
        provider: &str,
        field: &str,
        wanted: &Scalar,
        signal: Option<&Signal<Scalar>>,
        key: &str,
        params: Vec<String>,
    ) -> CheckResult {
        let observed: Result<&Scalar, Cause> =
            signal.map_or(Err(self.signals.silence()), Signal::get);
        let seen = observed.and_then(|observed| {
            // What makes no sense as this signal was not reported as one.
            let met = meets(field, observed, wanted).ok_or(Cause::NotReported)?;
            Ok((text(observed), met))
        });
        let id = format!("{provider}.{field}");
        self.built_in(&id, seen, text(wanted), key, params)
    }

    /// What the agent says about a field of Chrome's that it knows, too.
    fn agents(&self, field: &str) -> Option<Scalar> {
        let signals = self.signals;
        match field {
            "osVersion" => {
                let version = signals.os_version.get().ok()?;
                Version::parse(version).map(|_| Scalar::Text(version.clone()))
            }
            "diskEncrypted" => {
                let kind = signals.disk_encryption_type.get().ok()?;
                Some(Scalar::Flag(*kind != DiskEncryptionType::None))
            }
            "screenLockSecured" => {
                let kind = signals.screen_lock_type.get().ok()?;
                Some(Scalar::Flag(*kind != ScreenLockType::None))
            }
            _ => None,
        }
    }
}

fn text(value: &Scalar) -> &str {
    match value {
        Scalar::Flag(flag) => word(*flag),
        Scalar::Text(text) => text,
        Scalar::Minimum { minimum } => minimum,
    }
}

/// Whether what was seen is what is wanted; `None` where it cannot be understood.
fn meets(field: &str, observed: &Scalar, wanted: &Scalar) -> Option<bool> {
    match (observed, wanted) {
        (Scalar::Text(observed), Scalar::Minimum { minimum }) => {
            Some(Version::parse(observed)? >= Version::strict(minimum)?)
        }
        (Scalar::Text(observed), Scalar::Text(wanted)) => {
            let rank =
                |levels: &&[&str], word: &str| levels.iter().position(|level| *level == word);
            let levels = if field == "playProtectVerdict" {
                Some(&RISKS)
            } else {
                LEVELS.iter().find(|levels| rank(levels, wanted).is_some())
            };
            match levels {
                Some(levels) => Some(rank(levels, observed)? >= rank(levels, wanted)?),
                None => Some(observed == wanted),
            }
        }
        (Scalar::Flag(observed), Scalar::Flag(wanted)) => Some(observed == wanted),
        _ => None,
    }
}

/// The key for the condition `id` (`dtc.…`, `androidDeviceTrust.…`, `devicePostureIdP.…`) where a protection must be on.
pub(super) fn default_suffix(platform: Platform, id: &str) -> &'static str {
    let on = Scalar::Flag(true);
    match id.split_once('.') {
        Some(("dtc", field)) => dtc_key(field, &on, platform),
        Some(("androidDeviceTrust", field)) => android_key(field, &on),
        Some(("devicePostureIdP", "managed")) => "device.must.be.managed",
        Some(("devicePostureIdP", "compliant")) => "device.must.be.compliant",
        _ => "device.setting",
    }
}

/// Okta's key for a condition of Chrome Device Trust, ours where it has none.
fn dtc_key(field: &str, wanted: &Scalar, platform: Platform) -> &'static str {
    match (field, wanted) {
        // What tells how to turn something on does not tell how to turn it off.
        (_, Scalar::Flag(false)) => "chrome.setting",
        ("antivirusEnabled", _) => "chrome.antivirus",
        ("diskEncrypted", _) => "chrome.disk_encrypted",
        ("osFirewall", _) => "chrome.os_firewall",
        ("screenLockSecured" | "allowScreenLock", _) => "chrome.screen_lock_secured",
        ("browserVersion", _) => "chrome.upgrade_browser_version",
        ("osVersion", _) if platform == Platform::Chromeos => "chrome.chromeos.upgrade_os_version",
        ("osVersion", _) => "chrome.upgrade_os_version",
        ("managedDevice", _) => "device.must.be.managed",
        ("keyTrustLevel", Scalar::Text(level)) if level == "CHROME_OS_VERIFIED_MODE" => {
            "chrome.chromeos.key_trust_level.verified_mode"
        }
        ("keyTrustLevel", Scalar::Text(level)) if level == "CHROME_OS_DEVELOPER_MODE" => {
            "chrome.chromeos.key_trust_level.developer_mode"
        }
        _ => "chrome.setting",
    }
}

/// Okta's key for a condition of Android Device Trust, ours where it has none.
fn android_key(field: &str, wanted: &Scalar) -> &'static str {
    match (field, wanted) {
        (_, Scalar::Flag(false)) => "device.setting",
        ("playProtectVerdict", _) => "android.zero.trust.play_protect_scan_threshold",
        ("screenLockComplexity", _) => "android.zero.trust.lock_screen_complexity",
        ("networkProxyDisabled", _) => "android.zero.trust.disable_network_proxy",
        ("usbDebuggingDisabled", _) => "android.zero.trust.disable_usb_debugging",
        ("wifiSecured", _) => "android.zero.trust.unsecured_wifi_network",
        ("requireMajorVersionUpdate", _) => "android.zero.trust.version_update_available",
        _ => "android.zero.trust.device_integrity",
    }
}
