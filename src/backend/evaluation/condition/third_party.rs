//! Signals of others than the agent: Chrome Device Trust, Android Device Trust, a device posture identity provider.
//! Where both the agent and Chrome give a signal, the agent's counts (section 1.6): those conditions have fields of
//! their own, so nothing is mixed here.

use super::{CheckResult, Look, word};
use crate::backend::evaluation::{Cause, Platform, Scalar, Signal, Version};

/// Levels from weak to strong: a stronger one meets a demand for a weaker one.
const LEVELS: &[&[&str]] = &[
    &[
        "MEETS_BASIC_INTEGRITY",
        "MEETS_DEVICE_INTEGRITY",
        "MEETS_STRONG_INTEGRITY",
    ],
    &["LOW", "MEDIUM", "HIGH"],
    &[
        "NO_SAFE_BROWSING",
        "STANDARD_PROTECTION",
        "ENHANCED_PROTECTION",
    ],
    &["CHROME_BROWSER_OS_KEY", "CHROME_BROWSER_HW_KEY"],
    &["CHROME_OS_DEVELOPER_MODE", "CHROME_OS_VERIFIED_MODE"],
];

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
            results.push(self.scalar(
                "dtc",
                field,
                wanted,
                self.signals.dtc.get(field),
                key,
                params,
            ));
        }
        for (field, wanted) in &providers.android_device_trust {
            let signal = self.signals.android_device_trust.get(field);
            results.push(self.scalar(
                "androidDeviceTrust",
                field,
                wanted,
                signal,
                android_key(field),
                Vec::new(),
            ));
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
                // A device that may not be managed cannot be told to become so.
                let key = if field == "managed" {
                    "device.must.be.managed"
                } else {
                    "device.must.be.compliant"
                };
                results.push(self.flag(&id, observed, wanted, key));
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
        let seen = observed.map(|observed| (text(observed), meets(observed, wanted)));
        let id = format!("{provider}.{field}");
        self.built_in(&id, seen, text(wanted), key, params)
    }
}

fn text(value: &Scalar) -> &str {
    match value {
        Scalar::Flag(flag) => word(*flag),
        Scalar::Text(text) => text,
        Scalar::Minimum { minimum } => minimum,
    }
}

fn meets(observed: &Scalar, wanted: &Scalar) -> bool {
    match (observed, wanted) {
        (Scalar::Text(observed), Scalar::Minimum { minimum }) => Version::parse(observed)
            .zip(Version::strict(minimum))
            .is_some_and(|(observed, minimum)| observed >= minimum),
        (Scalar::Text(observed), Scalar::Text(wanted)) => {
            let rank =
                |levels: &&[&str], word: &str| levels.iter().position(|level| *level == word);
            let ranked = LEVELS
                .iter()
                .find_map(|levels| rank(levels, observed).zip(rank(levels, wanted)));
            ranked.map_or(observed == wanted, |(observed, wanted)| observed >= wanted)
        }
        (observed, wanted) => observed == wanted,
    }
}

/// Okta's key for a condition of Chrome Device Trust, ours where it has none.
fn dtc_key(field: &str, wanted: &Scalar, platform: Platform) -> &'static str {
    match (field, wanted) {
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
fn android_key(field: &str) -> &'static str {
    match field {
        "playProtectVerdict" => "android.zero.trust.play_protect_scan_threshold",
        "screenLockComplexity" => "android.zero.trust.lock_screen_complexity",
        "networkProxyDisabled" => "android.zero.trust.disable_network_proxy",
        "usbDebuggingDisabled" => "android.zero.trust.disable_usb_debugging",
        "wifiSecured" => "android.zero.trust.unsecured_wifi_network",
        "requireMajorVersionUpdate" => "android.zero.trust.version_update_available",
        _ => "android.zero.trust.device_integrity",
    }
}
