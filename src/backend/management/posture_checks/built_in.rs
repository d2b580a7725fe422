//! The checks that come with the product: one for every condition of macOS and Windows that a policy can set. They carry
//! what people are told when the condition fails. Other platforms' would break the enumeration of Okta's Python SDK.

use jiff::Timestamp;

use crate::backend::evaluation::{
    CheckType, DevicePostureCheck, Fix, KEY_PREFIX,
    MappingType::{self, Checkbox, Textbox},
    Platform, Reason, RemediationFix, RemediationLink, RemediationMessage, RemediationReason,
    RemediationSettings, built_in_message, documentation_link,
};

/// A check: condition, how policy editors show it, name, description.
type Row = (&'static str, MappingType, &'static str, &'static str);

/// What macOS and Windows share. The order gives the identifiers: rows are only ever added at the end.
const SHARED: &[Row] = &[
    (
        "osVersion",
        Textbox,
        "Minimum version",
        "The operating system has at least the required version.",
    ),
    (
        "diskEncryptionType",
        Checkbox,
        "Disk encryption",
        "All internal volumes are encrypted.",
    ),
    (
        "screenLockType",
        Checkbox,
        "Screen lock",
        "The screen is locked with a password, a PIN or biometrics.",
    ),
    (
        "secureHardwarePresent",
        Checkbox,
        "Secure hardware",
        "The device keeps its keys in hardware.",
    ),
];

/// Chrome Device Trust on both.
const CHROME: &[Row] = &[
    (
        "dtc.browserVersion",
        Textbox,
        "Chrome: browser version",
        "Chrome has at least the required version.",
    ),
    (
        "dtc.builtInDnsClientEnabled",
        Checkbox,
        "Chrome: built-in DNS client",
        "Chrome resolves names with its own client.",
    ),
    (
        "dtc.chromeRemoteDesktopAppBlocked",
        Checkbox,
        "Chrome: remote desktop blocked",
        "Chrome Remote Desktop is blocked.",
    ),
    (
        "dtc.deviceEnrollmentDomain",
        Textbox,
        "Chrome: enrollment domain",
        "The device is enrolled for the required domain.",
    ),
    (
        "dtc.diskEncrypted",
        Checkbox,
        "Chrome: disk encryption",
        "The disk is encrypted.",
    ),
    (
        "dtc.keyTrustLevel",
        Textbox,
        "Chrome: key trust level",
        "Chrome keeps its key as safely as required.",
    ),
    (
        "dtc.osFirewall",
        Checkbox,
        "Chrome: firewall",
        "The operating system's firewall is on.",
    ),
    (
        "dtc.osVersion",
        Textbox,
        "Chrome: operating system version",
        "The operating system has at least the required version.",
    ),
    (
        "dtc.passwordProtectionWarningTrigger",
        Textbox,
        "Chrome: password reuse warning",
        "Chrome warns when a password is used again elsewhere.",
    ),
    (
        "dtc.realtimeUrlCheckMode",
        Checkbox,
        "Chrome: real-time address check",
        "Chrome checks addresses while they are opened.",
    ),
    (
        "dtc.safeBrowsingProtectionLevel",
        Textbox,
        "Chrome: Safe Browsing",
        "Safe Browsing protects at least at the required level.",
    ),
    (
        "dtc.screenLockSecured",
        Checkbox,
        "Chrome: screen lock",
        "The screen lock asks for a password.",
    ),
    (
        "dtc.siteIsolationEnabled",
        Checkbox,
        "Chrome: site isolation",
        "Chrome keeps sites apart.",
    ),
];

/// Chrome Device Trust on Windows alone. `thirdPartyBlockingEnabled` is deprecated, and policies can still ask for it.
const CHROME_ON_WINDOWS: &[Row] = &[
    (
        "dtc.antivirusEnabled",
        Checkbox,
        "Chrome: virus protection",
        "Virus protection is on.",
    ),
    (
        "dtc.crowdStrikeAgentId",
        Textbox,
        "Chrome: CrowdStrike agent",
        "The device runs the required CrowdStrike agent.",
    ),
    (
        "dtc.crowdStrikeCustomerId",
        Textbox,
        "Chrome: CrowdStrike customer",
        "The device's CrowdStrike agent belongs to the required customer.",
    ),
    (
        "dtc.secureBootEnabled",
        Checkbox,
        "Chrome: Secure Boot",
        "Secure Boot is on.",
    ),
    (
        "dtc.thirdPartyBlockingEnabled",
        Checkbox,
        "Chrome: third-party software blocked",
        "Chrome keeps other software out of its processes.",
    ),
    (
        "dtc.windowsMachineDomain",
        Textbox,
        "Chrome: Windows domain of the device",
        "The device is in the required domain.",
    ),
    (
        "dtc.windowsUserDomain",
        Textbox,
        "Chrome: Windows domain of the user",
        "The user is in the required domain.",
    ),
];

/// A device posture identity provider, on both.
const PROVIDER: &[Row] = &[
    (
        "devicePostureIdP.managed",
        Checkbox,
        "Identity provider: managed",
        "The device posture identity provider says that the device is managed.",
    ),
    (
        "devicePostureIdP.compliant",
        Checkbox,
        "Identity provider: compliant",
        "The device posture identity provider says that the device is compliant.",
    ),
];

/// The checks that come with the product, as they are before anybody changes their remediation.
pub fn built_in_checks() -> Vec<DevicePostureCheck> {
    use Platform::{Macos, Windows};
    // An identifier is what administrators' scripts hold on to: this order never changes.
    let order: [(Platform, &[Row]); 7] = [
        (Macos, SHARED),
        (Windows, SHARED),
        (Macos, CHROME),
        (Windows, CHROME),
        (Windows, CHROME_ON_WINDOWS),
        (Macos, PROVIDER),
        (Windows, PROVIDER),
    ];
    order
        .into_iter()
        .flat_map(|(platform, rows)| rows.iter().map(move |row| (platform, row)))
        .enumerate()
        .map(|(index, (platform, row))| check(index, platform, row))
        .collect()
}

fn check(
    index: usize,
    platform: Platform,
    (condition, mapping, name, description): &Row,
) -> DevicePostureCheck {
    let (prefix, title) = match platform {
        Platform::Macos => ("macos", "macOS"),
        _ => ("windows", "Windows"),
    };
    DevicePostureCheck {
        id: format!("dchBuiltIn{index:010}"),
        name: format!("{title} - {name}"),
        description: Some((*description).to_owned()),
        variable_name: format!("{prefix}.{condition}"),
        platform,
        kind: CheckType::Builtin,
        mapping_type: Some(*mapping),
        query: None,
        remediation_settings: Some(defaults(platform, condition)),
        created_date: Some(Timestamp::UNIX_EPOCH),
        created_by: None,
        last_update: Some(Timestamp::UNIX_EPOCH),
        last_updated_by: None,
    }
}

/// What comes with the product for a condition.
fn defaults(platform: Platform, condition: &str) -> RemediationSettings {
    let fix = Fix::built_in(platform, condition, None);
    let key = built_in_message(platform, condition);
    RemediationSettings {
        message: Some(RemediationMessage {
            default_i18n_key: Some(key.strip_prefix(KEY_PREFIX).unwrap_or(&key).to_owned()),
            ..RemediationMessage::default()
        }),
        link: Some(RemediationLink {
            default_url: Some(documentation_link(platform).to_owned()),
            ..RemediationLink::default()
        }),
        fix: Some(RemediationFix {
            default: Some(fix),
            ..RemediationFix::default()
        }),
        reason: Some(RemediationReason {
            default_i18n_key: Some(Reason::built_in(condition).key),
            ..RemediationReason::default()
        }),
    }
}

/// `settings` as they are stored for the built-in check `old`: what only the product decides is the product's.
pub(super) fn with_defaults(
    mut settings: RemediationSettings,
    old: &DevicePostureCheck,
) -> RemediationSettings {
    let product = built_in_checks()
        .into_iter()
        .find(|check| check.id == old.id)
        .and_then(|check| check.remediation_settings)
        .unwrap_or_default();
    let own = settings.fix.take().unwrap_or_default();
    settings.fix = Some(RemediationFix {
        default: product.fix.and_then(|fix| fix.default),
        ..own
    });
    let own = settings.reason.take().unwrap_or_default();
    settings.reason = Some(RemediationReason {
        default_i18n_key: product.reason.and_then(|reason| reason.default_i18n_key),
        ..own
    });
    settings
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::backend::evaluation::english;

    #[test]
    fn every_check_has_a_text_a_link_a_reason_and_a_name_of_its_own() {
        let checks = built_in_checks();
        assert_eq!(checks.len(), 4 * 2 + 13 * 2 + 7 + 2 * 2);
        let names: BTreeSet<_> = checks
            .iter()
            .map(|check| check.variable_name.clone())
            .collect();
        let ids: BTreeSet<_> = checks.iter().map(|check| check.id.clone()).collect();
        assert_eq!((names.len(), ids.len()), (checks.len(), checks.len()));
        for check in &checks {
            assert_eq!(check.id.len(), 20, "{}", check.id);
            let settings = check.remediation_settings.clone().unwrap();
            let key = settings.message.unwrap().default_i18n_key.unwrap();
            assert!(
                english(&format!("{KEY_PREFIX}{key}")).is_some(),
                "{}: {key}",
                check.variable_name
            );
            let reason = settings.reason.unwrap().default_i18n_key.unwrap();
            assert!(
                english(&reason).is_some(),
                "{}: {reason}",
                check.variable_name
            );
            assert!(
                settings
                    .link
                    .unwrap()
                    .default_url
                    .unwrap()
                    .starts_with("https://")
            );
        }
    }

    #[test]
    fn identifiers_stay_what_they_are() {
        let checks = built_in_checks();
        let id = |name: &str| {
            let found = checks.iter().find(|check| check.variable_name == name);
            found.map(|check| check.id.as_str()).unwrap_or_default()
        };
        assert_eq!(id("macos.osVersion"), "dchBuiltIn0000000000");
        assert_eq!(id("macos.secureHardwarePresent"), "dchBuiltIn0000000003");
        assert_eq!(id("windows.osVersion"), "dchBuiltIn0000000004");
        assert_eq!(id("windows.secureHardwarePresent"), "dchBuiltIn0000000007");
        assert_eq!(id("macos.dtc.browserVersion"), "dchBuiltIn0000000008");
        assert_eq!(
            id("windows.devicePostureIdP.compliant"),
            "dchBuiltIn0000000044"
        );
    }
}
