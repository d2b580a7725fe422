//! Why a check matters, in English.

use crate::backend::evaluation::fix::REASON_PREFIX;

/// Why a check matters: what follows [`REASON_PREFIX`], and the English text. All are ours.
pub(super) const REASONS: &[(&str, &str)] = &[
    (
        "os_version",
        "Updates close security holes that are already being used to attack older versions.",
    ),
    (
        "disk_encryption",
        "If this device is lost or stolen, nobody can read what is on an encrypted disk.",
    ),
    (
        "screen_lock",
        "A locked screen keeps others out when you are away from your device.",
    ),
    (
        "secure_hardware",
        "Keys that are kept in hardware can't be copied to another device.",
    ),
    (
        "original_system",
        "Without its built-in protections, any app on the device can read your work data.",
    ),
    (
        "managed_app",
        "Managed apps keep your work data apart from your personal apps.",
    ),
    (
        "managed",
        "Your organization can only look after devices that it manages.",
    ),
    (
        "compliant",
        "Your organization's device management found something on this device that puts your work data at risk.",
    ),
    (
        "registered",
        "Only devices that are known to be yours may open your organization's apps.",
    ),
    (
        "browser_version",
        "Updates of the browser close security holes that harmful websites use.",
    ),
    (
        "firewall",
        "A firewall stops other computers on the same network from reaching into this one.",
    ),
    (
        "antivirus",
        "Virus protection finds harmful programs before they can read or encrypt your files.",
    ),
    (
        "secure_boot",
        "Secure Boot stops harmful programs from starting before the operating system does.",
    ),
    (
        "safe_browsing",
        "These settings of the browser warn you of websites that steal passwords or spread harmful programs.",
    ),
    (
        "harmful_apps",
        "Harmful apps can read your messages, your passwords and your work data.",
    ),
    (
        "usb_debugging",
        "With USB debugging on, a computer or charger that you plug in can take over the device.",
    ),
    (
        "network",
        "On an unsafe network, others can read or change what this device sends.",
    ),
    (
        "setting",
        "This setting is part of how your organization protects its data.",
    ),
];

/// The English text of the whole key of a reason.
pub(in super::super) fn reason_text(key: &str) -> Option<&'static str> {
    let suffix = key.strip_prefix(REASON_PREFIX)?;
    let found = REASONS.iter().find(|(name, _)| *name == suffix);
    found.map(|(_, text)| *text)
}
